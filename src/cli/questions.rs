//! `erikti course import-questions` and `export-questions`: questions from other programs into the files of a course, and
//! back.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use serde_json::json;
use toml::{Table, Value};

use super::failure::{Failure, Outcome};
use super::output::{say, say_json};
use crate::authoring::{Elsewhere, note_filling, with_filling};
use crate::content::files;
use crate::content::model::Fact;
use crate::exchange::{self, Fills, Format, Read, Reading, bank, views};
use crate::kernel::{Lang, Slug};

pub(super) const IMPORT: &str = "The format is told by the name: .gift, .xml (Moodle), .csv, .xlsx, and .txt (Aiken or GIFT). Each question that \
     could not be taken, and whatever was lost of the others, is printed with its line. The questions are put at the end of \
     questions/MODULE.toml; those of a table that are there already, in whatever module, only fill in the languages that are missing there (with --copy, those of other \
     modules come into this one as well). `erikti course check` then tells what is still to be done.\n\n\
     Example:\n  erikti course import-questions quiz.gift --course courses/first-aid --module role --language ru --dry-run";
pub(super) const EXPORT: &str = "What the format cannot hold is printed. A table (.csv) holds all three languages; of a module without questions it is the \
     template to fill in.\n\n\
     Example:\n  erikti course export-questions role.xml --course courses/first-aid --module role --language kk";

/// The formats as one writes them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FormatName {
    /// Moodle's text format
    Gift,
    /// One right option of several, the plainest text format
    Aiken,
    /// Moodle's XML
    Moodle,
    /// A table as text
    Csv,
    /// A table as Excel keeps it
    Xlsx,
}

impl FormatName {
    const fn format(self) -> Format {
        match self {
            Self::Gift => Format::Gift,
            Self::Aiken => Format::Aiken,
            Self::Moodle => Format::MoodleXml,
            Self::Csv => Format::Csv,
            Self::Xlsx => Format::Xlsx,
        }
    }
}

#[derive(Debug, Args)]
pub(super) struct ImportQuestions {
    /// File of questions
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Folder of the course
    #[arg(long, value_name = "DIR")]
    course: PathBuf,
    /// Key of the module that gets them
    #[arg(long, value_parser = parse_key)]
    module: Slug,
    /// Language of the texts: kk, ru or en (a table names its own)
    #[arg(long, value_parser = parse_lang)]
    language: Lang,
    /// Key of the lesson to read again after a wrong answer
    #[arg(long, value_parser = parse_key)]
    lesson: Option<Slug>,
    /// Format, where the name does not tell it
    #[arg(long, value_enum)]
    format: Option<FormatName>,
    /// Of a table: copy questions that another module has into this one, instead of filling them in there
    #[arg(long)]
    copy: bool,
    /// Only print the report
    #[arg(long)]
    dry_run: bool,
    /// Print the report as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
pub(super) struct ExportQuestions {
    /// File to write: .gift, .xml, .csv or .xlsx, a new one
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Folder of the course
    #[arg(long, value_name = "DIR")]
    course: PathBuf,
    /// Key of the module; all modules, if left out
    #[arg(long, value_parser = parse_key)]
    module: Option<Slug>,
    /// Language of the texts: kk, ru or en
    #[arg(long, value_parser = parse_lang)]
    language: Lang,
    /// Format, where the name does not tell it
    #[arg(long, value_enum)]
    format: Option<FormatName>,
}

/// What the folder says of itself, whether or not its texts are complete.
struct Outline {
    languages: Vec<Lang>,
    lessons: Vec<Slug>,
    /// The keys of all questions.
    keys: Vec<Slug>,
    /// The files of questions, that of the module first: paths and texts.
    banks: Vec<(String, String)>,
    /// Those whose questions the module has: its own, and those of its shared lessons.
    own: Vec<String>,
    facts: BTreeMap<Slug, Fact>,
}

pub(super) fn import(command: &ImportQuestions) -> Outcome {
    let bytes = fs::read(&command.file).map_err(|cause| unreadable(&command.file, &cause))?;
    let format = format_of(command.format, &command.file, &bytes)?;
    let outline = outline(&command.course, &command.module)?;
    if let Some(lesson) = command.lesson.as_ref().filter(|lesson| !outline.lessons.contains(lesson)) {
        return Err(Failure::usage(format!("the module {} has no lesson {lesson}", command.module)));
    }
    let mut reading = exchange::read(&bytes, format, command.language, &outline.keys).map_err(|refusal| {
        Failure::failed(format!("{}: {}", command.file.display(), views::refusal(Lang::En, &refusal)))
    })?;
    reading.settle(&outline.languages, command.lesson.as_ref(), &outline.lessons);
    let questions = questions_file(&command.course, &command.module);
    let before = text_of(&questions)?;
    let course = (outline.languages.as_slice(), &outline.facts);
    if matches!(format, Format::Csv | Format::Xlsx) {
        let elsewhere = if command.copy { Elsewhere::Copied } else { Elsewhere::Left };
        note_filling(&mut reading, &outline.banks, course, (&outline.own, elsewhere));
    }
    let taken: Vec<_> = reading.taken().cloned().collect();
    let filled = reading.filling().count();
    if !command.dry_run && taken.len() + filled > 0 {
        let mut texts = with_filling(&outline.banks, &reading, course);
        let own = texts.remove(&format!("questions/{}.toml", command.module)).unwrap_or(before);
        for (path, text) in &texts {
            put(&command.course.join(path), text)?;
        }
        let own = if taken.is_empty() { own } else { bank::with_more(&own, &taken) };
        if !own.is_empty() {
            put(&questions, &own)?;
        }
    }
    if command.json {
        say_json(&report_json(&reading))?;
    } else {
        report((&command.file, &outline.own), &reading);
        let done = if command.dry_run { "would be taken" } else { "were taken" };
        say(format!("{} of {} questions {done}.", taken.len(), reading.questions.len()));
        if filled > 0 {
            let done = if command.dry_run { "would be filled" } else { "were filled" };
            say(format!("Missing languages {done} in {filled} that are there already."));
        }
        let elsewhere = reading.count_elsewhere(&outline.own);
        if elsewhere > 0 {
            say(format!("{elsewhere} are in other modules: --copy takes them into {} as well.", command.module));
        }
    }
    if taken.len() + filled + reading.count_there() == 0 {
        Err(Failure::failed("no question could be taken: the report tells why"))
    } else {
        Ok(())
    }
}

pub(super) fn export(command: &ExportQuestions) -> Outcome {
    if command.file.exists() {
        return Err(Failure::failed(format!("{} is there already: name a new file", command.file.display())));
    }
    let format = format_of(command.format, &command.file, &[])?;
    let read = files::read_course(&command.course).map_err(|cause| unreadable(&command.course, &cause))?;
    let package = files::read(&read).package.ok_or_else(|| {
        Failure::failed(format!("the course has mistakes: run erikti course check {} first", command.course.display()))
    })?;
    if let Some(module) = command.module.as_ref().filter(|key| package.course.module(key).is_none()) {
        return Err(Failure::usage(format!("the course has no module {module}")));
    }
    if format == Format::Aiken {
        return Err(Failure::usage("questions are written as GIFT, Moodle XML, CSV or XLSX"));
    }
    let about = (package.course.title.get(command.language), "2026-11-28T00:00:00Z");
    let how = (format, command.language);
    let (bytes, writing) = exchange::write_file(&package.course, command.module.as_ref(), how, about)?;
    fs::write(&command.file, &bytes).map_err(|cause| unwritable(&command.file, &cause))?;
    for (key, loss) in &writing.losses {
        say(format!("{key}: {}", views::loss(Lang::En, *loss)));
    }
    say(format!("Wrote {} questions to {}.", writing.count, command.file.display()));
    Ok(())
}

fn format_of(named: Option<FormatName>, file: &Path, bytes: &[u8]) -> Outcome<Format> {
    let guessed = || Format::guess(&file.file_name().unwrap_or_default().to_string_lossy(), bytes);
    named
        .map(FormatName::format)
        .or_else(guessed)
        .ok_or_else(|| Failure::usage(format!("the name {} does not tell the format: add --format", file.display())))
}

fn questions_file(course: &Path, module: &Slug) -> PathBuf {
    course.join("questions").join(format!("{module}.toml"))
}

fn outline(course: &Path, module: &Slug) -> Outcome<Outline> {
    let file = course.join("course.toml");
    let text = fs::read_to_string(&file).map_err(|cause| unreadable(&file, &cause))?;
    let table = parsed(&text, "course.toml")?;
    let list = |table: &Table, name: &str| table.get(name).and_then(Value::as_array).cloned().unwrap_or_default();
    let key_of = |value: &Value| value.get("key").and_then(Value::as_str).and_then(Slug::parse);
    let languages = list(&table, "languages");
    let languages = languages.iter().filter_map(Value::as_str).filter_map(Lang::from_code).collect();
    let modules = list(&table, "modules");
    let own = modules
        .iter()
        .filter_map(Value::as_table)
        .find(|table| table.get("key").and_then(Value::as_str) == Some(module.as_str()));
    let own = own.ok_or_else(|| {
        let known: Vec<String> = modules.iter().filter_map(key_of).map(|key| key.to_string()).collect();
        Failure::usage(format!("the course has no module {module}; it has {}", known.join(", ")))
    })?;
    let lessons = list(own, "lessons").iter().filter_map(key_of).collect();
    let shared = list(own, "lessons");
    let shared = shared.iter().filter_map(|lesson| lesson.get("shared")?.as_str().and_then(Slug::parse));
    let shared = shared.map(|lesson| files::shared::path(&lesson, "questions.toml"));
    let files = files::read_course(course).map_err(|cause| unreadable(course, &cause))?;
    let own: Vec<String> = [format!("questions/{module}.toml")].into_iter().chain(shared).collect();
    let is_bank = |name: &str| name.starts_with("questions/") || name.ends_with("/questions.toml");
    let banks = files.iter().filter(|(name, _)| is_bank(name));
    let mut banks: Vec<(String, String)> =
        banks.map(|(name, bytes)| (name.clone(), String::from_utf8_lossy(bytes).into_owned())).collect();
    banks.sort_by_key(|(name, _)| own.first() != Some(name));
    let mut keys = Vec::new();
    // Those of shared lessons too.
    for (name, bytes) in
        files.iter().filter(|(name, _)| name.rsplit_once('.').is_some_and(|(_, ending)| ending == "toml"))
    {
        keys.extend(bank::keys_in(&String::from_utf8_lossy(bytes)).ok_or_else(|| no_toml(name))?);
    }
    Ok(Outline { languages, lessons, keys, banks, own, facts: files::facts(&files) })
}

fn parsed(text: &str, name: &str) -> Outcome<Table> {
    text.parse().map_err(|_| no_toml(name))
}

fn no_toml(name: &str) -> Failure {
    Failure::failed(format!("{name} is no TOML: run erikti course check first and correct it"))
}

/// A file of questions as it is; empty if it is not there.
fn text_of(file: &Path) -> Outcome<String> {
    match fs::read_to_string(file) {
        Ok(text) => Ok(text),
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => Ok(String::new()),
        Err(cause) => Err(unreadable(file, &cause)),
    }
}

/// Writes a file, whole or not at all.
fn put(file: &Path, text: &str) -> Outcome {
    let new = file.with_extension("toml.new");
    let folder = file.parent().map_or(Ok(()), fs::create_dir_all);
    let written = folder.and_then(|()| fs::write(&new, text));
    written.and_then(|()| fs::rename(&new, file)).map_err(|cause| unwritable(file, &cause))
}

fn report((file, own): (&Path, &[String]), reading: &Reading) {
    let at = |fills: &Fills| {
        if own.contains(&fills.file) { fills.key.clone() } else { format!("{} in {}", fills.key, fills.file) }
    };
    for (line, note) in &reading.notes {
        say(format!("{}:{line}: {}", file.display(), views::note(Lang::En, note)));
    }
    for Read { line, name, result, notes, fills, copies } in &reading.questions {
        match (result, fills) {
            (Ok(_), Some(fills)) if fills.languages.is_empty() => {
                say(format!("{}:{line}: {name}: is there as {}; nothing to add", file.display(), at(fills)));
            }
            (Ok(_), Some(fills)) => {
                let languages = codes(&fills.languages).join(", ");
                say(format!("{}:{line}: {name}: is there as {}; fills in {languages}", file.display(), at(fills)));
            }
            (Ok(question), None) => {
                let copy = copies.as_ref().map(|other| format!(", a copy of {}", at(other))).unwrap_or_default();
                say(format!("{}:{line}: {name}: taken as {}{copy}", file.display(), question.key));
            }
            (Err(reason), _) => {
                let reason = views::reason(Lang::En, reason);
                say(format!("{}:{line}: {name}: NOT taken: {reason}", file.display()));
            }
        }
        if let Some(fills) = fills.as_ref().filter(|fills| !fills.differs.is_empty()) {
            say(format!("    says something else in {}: not taken over", codes(&fills.differs).join(", ")));
        }
        for note in notes {
            say(format!("    {}", note_words(note)));
        }
    }
}

fn codes(languages: &[Lang]) -> Vec<&'static str> {
    languages.iter().map(|lang| lang.code()).collect()
}

fn note_words(note: &exchange::Note) -> String {
    let words = views::note(Lang::En, note);
    if note.is_to_do() { format!("to do: {words}") } else { words }
}

fn report_json(reading: &Reading) -> serde_json::Value {
    let notes = |notes: &[exchange::Note]| notes.iter().map(note_words).collect::<Vec<_>>();
    let questions = reading.questions.iter().map(|read| {
        json!({
            "line": read.line,
            "name": read.name,
            "key": read.result.as_ref().ok().filter(|_| read.fills.is_none()).map(|question| question.key.to_string()),
            "fills": read.fills.as_ref().map(|fills| json!({
                "key": fills.key, "file": fills.file, "languages": codes(&fills.languages), "differs": codes(&fills.differs)
            })),
            "copies": read.copies.as_ref().map(|other| json!({ "key": other.key, "file": other.file })),
            "reason": read.result.as_ref().err().map(|reason| views::reason(Lang::En, reason)),
            "notes": notes(&read.notes),
        })
    });
    let general = reading.notes.iter().map(|(line, note)| json!({ "line": line, "note": views::note(Lang::En, note) }));
    json!({ "questions": questions.collect::<Vec<_>>(), "notes": general.collect::<Vec<_>>() })
}

fn unreadable(path: &Path, cause: &std::io::Error) -> Failure {
    Failure::failed(format!("{} cannot be read ({cause})", path.display()))
}

fn unwritable(path: &Path, cause: &std::io::Error) -> Failure {
    Failure::failed(format!("{} cannot be written ({cause})", path.display()))
}

fn parse_key(text: &str) -> Result<Slug, &'static str> {
    Slug::parse(text).ok_or("a key has the letters a to z, digits and single hyphens")
}

fn parse_lang(text: &str) -> Result<Lang, &'static str> {
    Lang::from_code(text).ok_or("the languages are kk, ru and en")
}
