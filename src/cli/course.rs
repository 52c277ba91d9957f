//! `erikti course`: courses as folders of text files.

use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand, ValueEnum};
use serde_json::{Value, json};

use super::failure::{Failure, Outcome};
use super::output::{say, say_json};
use super::questions::{self, ExportQuestions, ImportQuestions};
use super::session::Session;
use crate::app::library::demands_of;
use crate::authoring::{Edits, FilesIn, Folder, publish_files};
use crate::config::Config;
use crate::content::digest;
use crate::content::export::export;
use crate::content::files::{self, Mistake, Reading, archive, shared};
use crate::content::import::{Import, Wish};
use crate::content::prepare::prepare;
use crate::content::views::archive_fault;
use crate::kernel::{Clock, Error, Lang, Slug, SystemClock};
use crate::reviews::Demand;

pub(super) const EXAMPLE: &str = "Example:\n  erikti course check courses/first-aid";
const CHECK: &str = "Prints every mistake as file:line:column: message. A folder of course folders is checked course by course. \
     The shared lessons that a course names are read from the folder \"shared\" beside it. \
     The digest of a sound course is the same wherever it is the same course.\n\n\
     Example:\n  erikti course check courses/first-aid courses/leadership";
const IMPORT: &str = "A correction reaches those who are learning as well, and is refused where it would cost them progress; \
     a new edition is for those who enrol from now on. A course that is not there yet gets its first edition. Where the \
     course was edited in the browser since, published or not, and where a signature is missing that the course or the \
     centre demands, nothing is published: the files wait beside its draft.\n\n\
     Example:\n  erikti course import courses/first-aid --edition new";
const EXPORT: &str = "What is written stands alone: lessons that courses share are lessons like others in it.\n\n\
     Example:\n  erikti course export first-aid exported/first-aid";

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Print every mistake in course files
    #[command(after_help = CHECK)]
    Check(Check),
    /// Publish a course from its files
    #[command(after_help = IMPORT)]
    Import(ImportArguments),
    /// Write the newest version of a course as files
    #[command(after_help = EXPORT)]
    Export(Export),
    /// Take questions of other programs into a course's files
    #[command(after_help = questions::IMPORT)]
    ImportQuestions(ImportQuestions),
    /// Write questions for other programs
    #[command(after_help = questions::EXPORT)]
    ExportQuestions(ExportQuestions),
}

#[derive(Debug, Args)]
pub(super) struct Check {
    /// Folders of courses, or ZIP archives
    #[arg(required = true, value_name = "DIR|ZIP")]
    folders: Vec<PathBuf>,
    /// Print mistakes and warnings as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
pub(super) struct ImportArguments {
    /// Folder of the course, or a ZIP archive of it
    #[arg(value_name = "DIR|ZIP")]
    folder: PathBuf,
    /// Whom the change is for
    #[arg(long, value_enum, default_value_t = Edition::Correction)]
    edition: Edition,
    /// Publish the files although the course was edited in the browser since
    #[arg(long)]
    replace_edited: bool,
    /// Print what was done as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Edition {
    /// Those who enrol from now on
    New,
    /// Those who are learning as well
    Correction,
}

#[derive(Debug, Args)]
pub(super) struct Export {
    /// Key of the course, such as first-aid
    #[arg(value_parser = parse_key)]
    key: Slug,
    /// Folder to write to, new or empty; or a new file that ends with .zip
    #[arg(value_name = "DIR|ZIP")]
    folder: PathBuf,
}

pub(super) async fn run(command: Command, config: &Config) -> Outcome {
    match command {
        Command::Import(command) => run_import(&command, config).await,
        Command::Export(command) => run_export(command, config).await,
        files => with_files(&files).unwrap_or(Ok(())),
    }
}

/// What needs neither settings nor a database, so that authors can do it anywhere.
pub(super) fn with_files(command: &Command) -> Option<Outcome> {
    match command {
        Command::Check(command) => Some(check(command)),
        Command::ImportQuestions(command) => Some(questions::import(command)),
        Command::ExportQuestions(command) => Some(questions::export(command)),
        Command::Import(_) | Command::Export(_) => None,
    }
}

fn check(command: &Check) -> Outcome {
    let (mut notes, mut courses, mut digests) = (Vec::new(), 0, Vec::new());
    for folder in &command.folders {
        let mut named = BTreeSet::new();
        let found = course_folders(folder)?;
        for course in &found {
            let (reading, shared) = read(course)?;
            courses += 1;
            named.extend(shared);
            notes.extend(reading.mistakes.iter().map(|note| Note::new(course, "mistake", note)));
            notes.extend(reading.warnings.iter().map(|note| Note::new(course, "warning", note)));
            let sound = reading.package.map(|package| package.course);
            digests.extend(sound.map(|course| format!("{}: SHA-256 {}", course.key, digest::of_course(&course))));
        }
        if !found.contains(folder) {
            notes.extend(unnamed(folder, &named));
        }
    }
    // Courses that share a lesson share its mistakes.
    let mut told = BTreeSet::new();
    notes.retain(|note| told.insert(note.clone()));
    if command.json {
        say_json(&notes.iter().map(Note::json).collect::<Vec<_>>())?;
    } else {
        for note in &notes {
            say(note.line());
        }
    }
    match notes.iter().filter(|note| note.severity == "mistake").count() {
        0 if command.json => Ok(()),
        0 => {
            digests.into_iter().for_each(say);
            say(format!("No mistakes in {courses} course{}.", plural(courses)));
            Ok(())
        }
        count => Err(Failure::failed(format!("correct {count} mistake{} and check again", plural(count)))),
    }
}

/// A warning for each shared lesson beside the courses that none of them names.
fn unnamed(folder: &Path, named: &BTreeSet<Slug>) -> Vec<Note> {
    let beside = folder.join("shared");
    let lessons = files::list_folders(&beside).unwrap_or_default().into_iter().map(|(name, _)| name);
    let idle = lessons.filter(|name| !named.iter().any(|key| key.as_str() == name));
    let note = |name| Note {
        file: beside.join(name),
        line: 1,
        column: 1,
        severity: "warning",
        code: "shared-lesson-unnamed",
        message: "no course names this shared lesson".to_owned(),
        suggestion: None,
    };
    idle.map(note).collect()
}

async fn run_import(command: &ImportArguments, config: &Config) -> Outcome {
    let (reading, _) = read(&command.folder)?;
    let Some(package) = reading.package else {
        for note in &reading.mistakes {
            say(Note::new(&command.folder, "mistake", note).line());
        }
        let count = reading.mistakes.len();
        return Err(Failure::failed(format!("nothing was imported: correct {count} mistake{} first", plural(count))));
    };
    let key = package.course.key.clone();
    let prepared = prepare(package)?;
    let wish = match command.edition {
        Edition::New => Wish::NewEdition,
        Edition::Correction => Wish::Correction,
    };
    let session = Session::open(config).await?;
    let settings = session.read(crate::settings::load).await?;
    let demands = demands_of(&prepared.package.course, &settings, SystemClock.now());
    let folder = Folder::of(&command.folder.file_name().unwrap_or_default().to_string_lossy(), &prepared)?;
    let edits = if command.replace_edited { Edits::ReplacedBy } else { Edits::Stay };
    let write = move |conn: &mut _, ctx: &_| publish_files(conn, ctx, (&prepared, &folder), (wish, edits), &demands);
    let done = match session.write(write).await? {
        FilesIn::Import(done) => done,
        FilesIn::Edited(_) => {
            return Err(Failure::failed(format!(
                "{key} was edited in the browser, so nothing was published: its draft shows what differs. To publish these \
                 files all the same, add --replace-edited"
            )));
        }
        FilesIn::Unsigned(_, missing) => return Err(unsigned(&key, &missing)),
    };
    let (word, sentence) = match done {
        Import::Unchanged => ("unchanged", format!("{key} says the same already; nothing was done.")),
        Import::Kept | Import::Edited(_) => ("kept", format!("{key} was left as the centre published it.")),
        Import::Correction(_) => ("correction", format!("{key} is corrected, for those who are learning as well.")),
        Import::NewEdition(_) => ("new-edition", format!("{key} has a new edition, for those who enrol from now on.")),
        Import::Refused(obstacles) => {
            let reasons: Vec<String> = obstacles.iter().map(ToString::to_string).collect();
            return Err(Failure::failed(format!(
                "this cannot be a correction of {key} ({}): import it with --edition new",
                reasons.join("; ")
            )));
        }
    };
    if command.json {
        return say_json(&json!({ "course": key, "import": word }));
    }
    say(sentence);
    Ok(())
}

/// Which signatures are missing: the first of them by name.
fn unsigned(key: &Slug, missing: &[Demand]) -> Failure {
    let named: Vec<String> = missing.iter().take(5).map(|one| format!("{} ({})", one.lesson, one.kind)).collect();
    let more = if missing.len() > named.len() { ", …" } else { "" };
    Failure::failed(format!(
        "nothing was published: {key} is to be signed first, and {} signature{} missing: {}{more}. The files wait beside its \
         draft: take them over in the course editor, have the lessons signed under \"Reviews\", and publish there",
        missing.len(),
        if missing.len() == 1 { " is" } else { "s are" },
        named.join(", ")
    ))
}

async fn run_export(command: Export, config: &Config) -> Outcome {
    let Export { key, folder } = command;
    let is_zip = folder.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("zip"));
    if is_zip && folder.exists() {
        return Err(Failure::failed(format!("{} is there already: name a new file", folder.display())));
    }
    if !is_zip {
        refuse_occupied(&folder)?;
    }
    let session = Session::open(config).await?;
    let wanted = key.clone();
    let files = match session.read(move |conn| export(conn, &wanted)).await {
        Ok(files) => files,
        Err(Error::NotFound) => {
            return Err(Failure::failed(format!(
                "there is no course {key}: its key stands in its address, /courses/KEY"
            )));
        }
        Err(other) => return Err(other.into()),
    };
    if is_zip {
        let bytes = archive::pack(key.as_str(), &files).map_err(Error::internal)?;
        fs::write(&folder, bytes).map_err(|cause| unwritable(&folder, &cause))?;
        say(format!("Wrote {} files to {}.", files.len(), folder.display()));
        return Ok(());
    }
    for (path, bytes) in &files {
        let path = folder.join(path);
        let written = path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&path, bytes));
        written.map_err(|cause| unwritable(&path, &cause))?;
    }
    say(format!("Wrote {} files to {}.", files.len(), folder.display()));
    Ok(())
}

/// The folder itself if it holds a course, otherwise the folders in it that do.
fn course_folders(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let holds_course = |folder: &Path| folder.join("course.toml").is_file();
    if holds_course(folder) || folder.is_file() {
        return Ok(vec![folder.to_owned()]);
    }
    let entries = fs::read_dir(folder).map_err(|cause| unreadable(folder, &cause))?;
    let mut found: Vec<PathBuf> =
        entries.filter_map(|entry| Some(entry.ok()?.path())).filter(|inner| holds_course(inner)).collect();
    found.sort();
    // A folder without any course is read like one, so that its author is told what is missing.
    Ok(if found.is_empty() { vec![folder.to_owned()] } else { found })
}

/// A course, and the shared lessons that it names.
fn read(folder: &Path) -> Outcome<(Reading, BTreeSet<Slug>)> {
    if folder.is_file() {
        let bytes = fs::read(folder).map_err(|cause| unreadable(folder, &cause))?;
        let files = archive::unpack(&bytes)
            .map_err(|fault| Failure::failed(format!("{}: {}", folder.display(), archive_fault(Lang::En, &fault))))?;
        return Ok((files::read(&files), BTreeSet::new()));
    }
    let files = files::read_course(folder).map_err(|cause| unreadable(folder, &cause))?;
    Ok((files::read(&files), shared::named(&files)))
}

fn refuse_occupied(folder: &Path) -> Outcome {
    match fs::read_dir(folder) {
        Err(cause) if cause.kind() == ErrorKind::NotFound => Ok(()),
        Err(cause) => Err(unwritable(folder, &cause)),
        Ok(mut entries) => match entries.next() {
            None => Ok(()),
            Some(_) => Err(Failure::failed(format!("{} is not empty: name a new folder", folder.display()))),
        },
    }
}

/// A mistake or a warning, with the path that an editor opens.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Note {
    file: PathBuf,
    line: usize,
    column: usize,
    severity: &'static str,
    /// The sentence's stable name.
    code: &'static str,
    message: String,
    suggestion: Option<String>,
}

impl Note {
    fn new(folder: &Path, severity: &'static str, mistake: &Mistake) -> Self {
        let Mistake { file, line, column, message, suggestion } = mistake;
        Self {
            file: shared::on_disk(folder, file),
            line: *line,
            column: *column,
            severity,
            code: message.code.name(),
            message: message.to_string(),
            suggestion: suggestion.as_ref().map(ToString::to_string),
        }
    }

    fn line(&self) -> String {
        let Self { file, line, column, severity, message, suggestion, .. } = self;
        let marked = if *severity == "warning" { "warning: " } else { "" };
        let suggestion = suggestion.as_ref().map_or_else(String::new, |suggestion| format!(" ({suggestion})"));
        format!("{}:{line}:{column}: {marked}{message}{suggestion}", file.display())
    }

    fn json(&self) -> Value {
        let Self { file, line, column, severity, code, message, suggestion } = self;
        json!({ "severity": severity, "file": file, "line": line, "column": column, "code": code, "message": message, "suggestion": suggestion })
    }
}

fn unreadable(path: &Path, cause: &std::io::Error) -> Failure {
    Failure::failed(format!("{} cannot be read ({cause}): name the folder of a course", path.display()))
}

fn unwritable(path: &Path, cause: &std::io::Error) -> Failure {
    Failure::failed(format!(
        "{} cannot be written ({cause}): name a folder that this user may write to",
        path.display()
    ))
}

const fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}

fn parse_key(text: &str) -> Result<Slug, &'static str> {
    Slug::parse(text).ok_or("a key has the letters a to z, digits and single hyphens")
}
