//! `erikti course check|import|export`: courses as text files.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use serde_json::json;

use crate::content::export::export as files_of;
use crate::content::files::{self, Mistake, Reading};
use crate::content::import::{Import, Wish, import as publish};
use crate::content::prepare::prepare;
use crate::db::Database;
use crate::kernel::{Ctx, Error, Slug};

/// Courses as text files.
#[derive(Debug, Subcommand)]
pub enum CourseCommand {
    /// Tell every mistake in course folders. Example: erikti course check courses/first-aid
    Check(CheckArgs),
    /// Publish a course from its folder. Example: erikti course import courses/first-aid
    Import(ImportArgs),
    /// Write the published course into a folder. Example: erikti course export first-aid /tmp/first-aid
    Export(ExportArgs),
}

/// What to check.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Course folders, each with a course.toml.
    #[arg(required = true)]
    pub folders: Vec<PathBuf>,
    /// Print one JSON object for each mistake and warning.
    #[arg(long)]
    pub json: bool,
}

/// What to publish.
#[derive(Debug, Args)]
pub struct ImportArgs {
    /// The course folder.
    pub folder: PathBuf,
    /// Publish for those who enrol from now on; learners of the present edition keep theirs.
    #[arg(long)]
    pub new_edition: bool,
}

/// What to write, and where.
#[derive(Debug, Args)]
pub struct ExportArgs {
    /// The course's key.
    pub course: String,
    /// A new or empty folder.
    pub folder: PathBuf,
}

/// Why a command failed: one sentence that says what to do.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Failure(String);

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self(format!("cannot write: {error}"))
    }
}

/// Prints mistakes and warnings of all folders.
///
/// # Errors
/// If there is a mistake, or a folder cannot be read.
pub fn check(args: &CheckArgs, out: &mut dyn Write) -> Result<(), Failure> {
    let mut mistakes = 0;
    for folder in &args.folders {
        let reading = read(folder)?;
        mistakes += reading.mistakes.len();
        for (severity, list) in [("mistake", &reading.mistakes), ("warning", &reading.warnings)] {
            for entry in list {
                writeln!(
                    out,
                    "{}",
                    if args.json { as_json(folder, severity, entry) } else { as_line(folder, severity, entry) }
                )?;
            }
        }
    }
    match mistakes {
        0 => Ok(()),
        1 => Err(Failure("1 mistake: correct it and check again".to_owned())),
        many => Err(Failure(format!("{many} mistakes: correct them and check again"))),
    }
}

fn as_line(folder: &Path, severity: &str, entry: &Mistake) -> String {
    let entry = Mistake { file: folder.join(&entry.file).display().to_string(), ..entry.clone() };
    if severity == "warning" {
        let message = format!("warning: {}", entry.message);
        return Mistake { message, ..entry }.to_string();
    }
    entry.to_string()
}

fn as_json(folder: &Path, severity: &str, entry: &Mistake) -> String {
    let Mistake { file, line, column, message, suggestion } = entry;
    let file = folder.join(file).display().to_string();
    json!({
        "severity": severity, "file": file, "line": line, "column": column,
        "message": message, "suggestion": suggestion,
    })
    .to_string()
}

fn read(folder: &Path) -> Result<Reading, Failure> {
    let found = files::read_folder(folder)
        .map_err(|error| Failure(format!("cannot read the folder {}: {error}", folder.display())))?;
    Ok(files::read(&found))
}

/// Publishes a course.
///
/// # Errors
/// If the course has mistakes, cannot be a correction, or the database fails.
pub async fn import(args: &ImportArgs, database: &Database, ctx: Ctx, out: &mut dyn Write) -> Result<(), Failure> {
    let folder = args.folder.display();
    let package = read(&args.folder)?
        .package
        .ok_or_else(|| Failure(format!("the course has mistakes: run erikti course check {folder}")))?;
    let prepared = prepare(package).map_err(failure)?;
    let wish = if args.new_edition { Wish::NewEdition } else { Wish::Correction };
    match database.write(move |conn| publish(conn, &ctx, &prepared, wish)).await.map_err(failure)? {
        Import::Unchanged | Import::Kept => writeln!(out, "unchanged: the published course says the same")?,
        Import::Correction(id) => writeln!(out, "published as a correction: version {id}")?,
        Import::NewEdition(id) => writeln!(out, "published as a new edition: version {id}")?,
        Import::Refused(obstacles) => {
            let all: Vec<String> = obstacles.iter().map(ToString::to_string).collect();
            let reasons = all.join("; ");
            return Err(Failure(format!("not a correction, because {reasons}: publish it with --new-edition")));
        }
    }
    Ok(())
}

/// Writes a published course into a new or empty folder.
///
/// # Errors
/// If there is no such course, the folder holds something, or a file cannot be written.
pub async fn export(args: &ExportArgs, database: &Database, out: &mut dyn Write) -> Result<(), Failure> {
    let unknown = || Failure(format!("there is no published course \"{}\"", args.course));
    let key = Slug::parse(&args.course).ok_or_else(unknown)?;
    let found = database.read(move |conn| files_of(conn, &key)).await;
    let found = match found {
        Err(Error::NotFound) => return Err(unknown()),
        other => other.map_err(failure)?,
    };
    let folder = &args.folder;
    if fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some()) {
        return Err(Failure(format!("{} is not empty: name a new folder", folder.display())));
    }
    for (path, bytes) in &found {
        let target = folder.join(path);
        if let Some(parent) = target.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(target, bytes)?;
    }
    writeln!(out, "{} files written to {}", found.len(), folder.display())?;
    Ok(())
}

fn failure(error: Error) -> Failure {
    match error {
        Error::Conflict => Failure("the course was published by somebody else at this moment: try again".to_owned()),
        other => Failure(other.to_string()),
    }
}
