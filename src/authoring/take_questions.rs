//! Questions of a large file: asked for once, and taken in beside the pages, by a job.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::course_file::CourseFile;
use super::model::{COURSE_FILE, FileChange, FileState, Upload, questions_path};
use super::questions::{Added, Copied, Facts, Filling};
use super::store;
use crate::content::files;
use crate::db::Conn;
use crate::exchange::{self, Fills, Format, Note, Reading, Refusal, bank};
use crate::jobs::model::NewJob;
use crate::jobs::queue::{enqueue, is_queued};
use crate::kernel::ids::{DraftId, UploadId};
use crate::kernel::{Ctx, Error, Lang, Result, Slug};
use crate::quiz::model::Question;

/// The kind of the job.
pub const TAKE_QUESTIONS: &str = "take-questions";

/// A file with more bytes is taken in by the job; a smaller one while its sender waits.
pub const LARGE: usize = 100_000;

/// What becomes of a question of a table that another module of the course has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Elsewhere {
    /// It stays there, and what it lacks is filled in there.
    #[default]
    Left,
    /// It comes into the module that gets the questions as well, as a new one.
    Copied,
}

/// What was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wanted {
    /// The module that gets the questions.
    pub module: String,
    /// The language of texts that name none.
    pub lang: Lang,
    /// The lesson for questions that name none.
    pub lesson: Option<Slug>,
    /// What becomes of the questions that other modules have.
    #[serde(default)]
    pub elsewhere: Elsewhere,
}

/// Where the questions of a file go.
#[derive(Debug, Clone)]
pub(super) struct Place {
    pub(super) wanted: Wanted,
    /// The lessons of the module.
    pub(super) lessons: Vec<Slug>,
    /// The languages in which every text has to exist.
    pub(super) required: Vec<Lang>,
    /// All languages of the course.
    pub(super) languages: Vec<Lang>,
    /// What texts of the course name.
    pub(super) facts: Facts,
}

/// Why a file of questions is not read.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Unread {
    /// A file of the draft is no TOML, so its keys are not known.
    Broken(String),
    Refused(Refusal),
}

/// Reads a file for its place in a draft, whose files of questions are `banks`: paths and texts.
pub(super) fn read_questions(
    banks: &[(String, String)],
    (bytes, format): (&[u8], Format),
    place: &Place,
) -> std::result::Result<Reading, Unread> {
    let mut known = Vec::new();
    for (path, text) in banks {
        known.extend(bank::keys_in(text).ok_or_else(|| Unread::Broken(path.clone()))?);
    }
    let mut reading = exchange::read(bytes, format, place.wanted.lang, &known).map_err(Unread::Refused)?;
    reading.settle(&place.required, place.wanted.lesson.as_ref(), &place.lessons);
    if matches!(format, Format::Csv | Format::Xlsx) {
        let own = questions_path(&place.wanted.module);
        note_filling(&mut reading, banks, (&place.languages, &place.facts), (&[own], place.wanted.elsewhere));
    }
    Ok(reading)
}

/// Notes which questions of a table the course has already, and which languages they bring that are missing there: they are
/// no new ones, unless those that are elsewhere are to be copied. `banks` are the files of questions, paths and texts, that of
/// the module that gets the new ones first; `course` has the languages and the facts of the course; `own` are the files whose
/// questions that module has, the one that gets the new ones first. What the table has twice is copied once.
pub fn note_filling(
    reading: &mut Reading,
    banks: &[(String, String)],
    course: (&[Lang], &Facts),
    (own, elsewhere): (&[String], Elsewhere),
) {
    let is_copied = |path: &String| elsewhere == Elsewhere::Copied && !own.contains(path);
    let filling = |(path, text): &(String, String)| Some((path.clone(), Filling::new(text, course)?));
    let mut fillings: Vec<(String, Filling)> = banks.iter().filter_map(filling).collect();
    let mut copied = Copied::default();
    for read in &mut reading.questions {
        let Ok(question) = &read.result else { continue };
        let given =
            read.notes.iter().find_map(|note| if let Note::Key(key) = note { Some(key.as_str()) } else { None });
        // The file that has the key comes before others that say the same; behind one's own where those are copied.
        let mut order: Vec<&mut (String, Filling)> = fillings.iter_mut().collect();
        order.sort_by_key(|(path, filling)| (is_copied(path), !given.is_some_and(|key| filling.has(key))));
        let found = order.into_iter().find_map(|(path, filling)| Some((path.clone(), filling.add(question, given)?)));
        let Some((mut file, mut added)) = found else { continue };
        let mut is_copy = is_copied(&file);
        if is_copy && let Some((own, copy)) = own.first().zip(copied.find(question, course)) {
            (file, added, is_copy) = (own.clone(), copy, false);
        } else if is_copy {
            copied.push(question);
        }
        let Added { key, languages, differs } = added;
        let there = Some(Fills { file, key, languages, differs });
        // That the key is taken goes without saying.
        read.notes.retain(|note| !matches!(note, Note::Key(_)) && (is_copy || !note.is_to_do()));
        if is_copy {
            read.copies = there;
        } else {
            read.fills = there;
        }
    }
}

/// The files with the languages that were missing in them, as [`note_filling`] found them: those in which something was.
pub fn with_filling(
    banks: &[(String, String)],
    reading: &Reading,
    course: (&[Lang], &Facts),
) -> BTreeMap<String, String> {
    let filled = |(path, before): &(String, String)| {
        let mut own = reading.filling().filter(|(_, fills)| fills.file == *path).peekable();
        own.peek()?;
        let mut filling = Filling::new(before, course)?;
        for (question, fills) in own {
            filling.add(question, Some(&fills.key));
        }
        Some((path.clone(), filling.into_text()))
    };
    banks.iter().filter_map(filled).collect()
}

/// The facts among the files of a draft.
pub(super) fn facts<'a>(files: impl Iterator<Item = &'a FileState>) -> Facts {
    let lists = files.filter(|file| file.path.ends_with("facts.toml"));
    files::facts(&lists.filter_map(|file| Some((file.path.clone(), file.content.clone()?))).collect())
}

/// The files of questions among those of a draft, that of a module first.
pub(super) fn banks<'a>(files: impl Iterator<Item = &'a FileState>, module: &str) -> Vec<(String, String)> {
    let banks = files.filter(|file| file.path.starts_with("questions/"));
    let mut banks: Vec<(String, String)> = banks.map(|file| (file.path.clone(), file.text())).collect();
    let first = questions_path(module);
    banks.sort_by_key(|(path, _)| *path != first);
    banks
}

/// What taking in a table changes in the files of other modules.
pub(super) fn beside(
    filled: BTreeMap<String, String>,
    number: impl Fn(&str) -> Option<i64>,
) -> impl Iterator<Item = FileChange> {
    filled.into_iter().map(move |(path, text)| {
        let seen = number(&path);
        FileChange::text(path, seen, text)
    })
}

/// Asks for the questions of a file that waits; false if that was done before. Asked twice, they come once.
///
/// # Errors
/// The database's.
pub fn ask_for_questions(conn: &mut Conn, ctx: &Ctx, id: UploadId, wanted: &Wanted) -> Result<bool> {
    let text = serde_json::to_string(wanted).map_err(Error::internal)?;
    if !store::set_upload_wanted(conn, (id, ctx.actor.person()), &text)? {
        return Ok(false);
    }
    enqueue(conn, ctx, &NewJob { kind: TAKE_QUESTIONS, key: None, payload: id.to_string(), run_at: ctx.now })?;
    Ok(true)
}

/// A file that is asked for, with the texts of its draft; none if there is nothing to do any more.
///
/// # Errors
/// The database's.
pub fn find_wanted(conn: &mut Conn, id: UploadId) -> Result<Option<(Upload, Vec<FileState>)>> {
    let Some(upload) = store::find_any_upload(conn, id)?.filter(|upload| upload.wanted.is_some()) else {
        return Ok(None);
    };
    let texts = store::list_texts(conn, upload.draft)?;
    Ok(Some((upload, texts)))
}

/// Notes how many questions are done, of how many.
///
/// # Errors
/// The database's.
pub fn note_progress(conn: &mut Conn, id: UploadId, progress: (usize, usize)) -> Result<()> {
    let [done, total] = [progress.0, progress.1].map(|count| i64::try_from(count).unwrap_or(i64::MAX));
    store::set_upload_progress(conn, id, (done, total))
}

/// Gives a file back to whoever brought it, with the reason: a key of the catalogue. It may be asked for again.
///
/// # Errors
/// The database's.
pub fn stop_taking(conn: &mut Conn, id: UploadId, reason: &str) -> Result<()> {
    store::set_upload_stopped(conn, id, reason)?;
    Ok(())
}

/// True while a job has a file to take in, or will have.
///
/// # Errors
/// The database's.
pub fn is_being_taken(conn: &mut Conn, id: UploadId) -> Result<bool> {
    is_queued(conn, TAKE_QUESTIONS, &id.to_string())
}

/// Gives a file back whose job was given up for good; true if it was.
///
/// # Errors
/// The database's.
pub fn give_back(conn: &mut Conn, id: UploadId) -> Result<bool> {
    Ok(!is_being_taken(conn, id)? && store::set_upload_stopped(conn, id, "exchange-stopped-failed")?)
}

/// Questions that are ready to be put into their file.
#[derive(Debug, Clone)]
pub struct Ready {
    /// The draft.
    pub draft: DraftId,
    /// The file that gets them, and the revision that was read.
    pub path: String,
    /// None: there is no such file yet.
    pub seen: Option<i64>,
    /// What stands in it, with the languages filled in that were missing.
    pub before: String,
    /// In how many questions.
    pub filled: usize,
    /// What comes behind.
    pub questions: Vec<Question>,
    /// What is filled in in the files of other modules.
    pub beside: Vec<FileChange>,
}

/// Reads what was asked for, against the texts of the draft as they are now.
///
/// # Errors
/// Why that is not possible: a key of the catalogue.
pub fn read_wanted(upload: &Upload, texts: &[FileState]) -> std::result::Result<Ready, &'static str> {
    const BROKEN: &str = "exchange-stopped-broken";
    let files: BTreeMap<&str, &FileState> = texts.iter().map(|file| (file.path.as_str(), file)).collect();
    let wanted = upload.wanted.as_deref().and_then(|text| serde_json::from_str::<Wanted>(text).ok()).ok_or(BROKEN)?;
    let course = files.get(COURSE_FILE).and_then(|file| CourseFile::parse(file.text().as_bytes())).ok_or(BROKEN)?;
    let module = course.module(&wanted.module).ok_or("exchange-stopped-module")?;
    let (Some(bytes), Some(format)) = (upload.content.as_deref(), Format::from_code(&upload.format)) else {
        return Err(BROKEN);
    };
    let path = questions_path(&wanted.module);
    let lessons = module.lessons.iter().filter_map(|lesson| Slug::parse(&lesson.key)).collect();
    let (languages, facts) = (course.languages(), facts(texts.iter()));
    let place = Place { wanted, lessons, required: course.required(), languages, facts };
    let banks = banks(texts.iter(), &place.wanted.module);
    let reading = read_questions(&banks, (bytes, format), &place).map_err(|_| BROKEN)?;
    let is_nothing = reading.taken().next().is_none() && reading.filling().next().is_none();
    if is_nothing && reading.count_there() > 0 {
        return Err("exchange-nothing-new");
    }
    let file = files.get(path.as_str());
    let mut filled = with_filling(&banks, &reading, (&place.languages, &place.facts));
    let before = filled.remove(&path).or_else(|| file.map(|file| file.text())).unwrap_or_default();
    let number = |path: &str| files.get(path).map(|file| file.number);
    Ok(Ready {
        draft: upload.draft,
        seen: file.map(|file| file.number),
        before,
        beside: beside(filled, number).collect(),
        filled: reading.filling().count(),
        questions: reading.taken().cloned().collect(),
        path,
    })
}
