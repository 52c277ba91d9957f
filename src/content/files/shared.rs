//! Lessons that several courses share, in a folder of their own beside the courses.
//!
//! `course.toml` names one in the list of a module's lessons; what it needs stands in its folder. Reading makes it
//! a part of the course like any other, so that a published version never depends on anything outside of it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use toml::de::DeTable;

use super::Files;
use super::course::{Outline, minutes_and_checks};
use super::notes::{Kind, Notes, Place};
use super::table::{Source, Table};
use crate::content::message::{Code, Message};
use crate::content::model::Lesson;
use crate::content::picture::PictureFormat;
use crate::kernel::{Lang, Slug};

/// Where shared lessons stand, seen from the folder of a course.
const BESIDE: &str = "../shared/";

/// The path of a file of a shared lesson, or of its folder if the name is empty.
pub fn path(lesson: &Slug, name: &str) -> String {
    format!("{BESIDE}{lesson}/{name}")
}

/// A path among the files of a course, as a path on disk.
pub fn on_disk(folder: &Path, path: &str) -> PathBuf {
    let beside = path.strip_prefix("../").filter(|_| folder.file_name().is_some());
    match (beside, folder.parent()) {
        (Some(rest), Some(parent)) => parent.join(rest),
        _ => folder.join(path),
    }
}

/// The shared lessons that a `course.toml` names. What is wrong with the file is told when it is read.
pub fn named(files: &Files) -> BTreeSet<Slug> {
    let text = files.get("course.toml").map(|bytes| String::from_utf8_lossy(bytes)).unwrap_or_default();
    let (root, _) = DeTable::parse_recoverable(text.trim_start_matches('\u{feff}'));
    let lessons = tables(root.get_ref(), "modules").flat_map(|module| tables(module, "lessons"));
    lessons.filter_map(|lesson| Slug::parse(lesson.get("shared")?.get_ref().as_str()?.trim())).collect()
}

fn tables<'a, 'i>(table: &'a DeTable<'i>, name: &str) -> impl Iterator<Item = &'a DeTable<'i>> {
    let list = table.get(name).and_then(|value| value.get_ref().as_array());
    list.into_iter().flatten().filter_map(|entry| entry.get_ref().as_table())
}

/// The keys of the shared lessons whose files are among these.
pub fn keys(files: &Files) -> BTreeSet<Slug> {
    let key = |path: &String| Slug::parse(path.strip_prefix(BESIDE)?.split('/').next()?);
    files.keys().filter_map(key).collect()
}

/// Where the lists of facts and of terms may stand: with each shared lesson, then with the course, so that what is
/// there twice is told in the course.
pub(super) fn lists(files: &Files, name: &str) -> Vec<String> {
    keys(files).iter().map(|key| path(key, name)).chain([name.to_owned()]).collect()
}

/// The name of a picture and what it is, if the path is one of the course's own or of a shared lesson.
pub(in crate::content) fn picture(path: &str) -> Option<(&str, PictureFormat)> {
    let inner = path.strip_prefix(BESIDE).and_then(|rest| Some(rest.split_once('/')?.1)).unwrap_or(path);
    PictureFormat::split(inner.strip_prefix("pictures/")?)
}

/// Reads minutes and checks of all shared lessons into the outline.
pub(super) fn read_into(outline: &mut Outline, files: &Files, notes: &Notes) {
    let present = keys(files);
    for module in &mut outline.course.modules {
        for lesson in &mut module.lessons {
            let Some(at) = outline.shared.get(&lesson.key) else { continue };
            if !present.contains(&lesson.key) {
                let args = [(&lesson.key).into(), path(&lesson.key, "").as_str().into()];
                notes.mistake(at, Message::new(Code::NoSharedLesson, args));
                notes.give_up(&[Kind::Fact, Kind::Bounds, Kind::Term, Kind::Picture]);
            } else if read_head(lesson, &module.key, files, notes).is_some() {
                continue;
            }
            outline.unreadable.insert(lesson.key.clone());
            notes.give_up(&[Kind::ModuleQuestion, Kind::Question, Kind::Tag]);
        }
    }
}

fn read_head(lesson: &mut Lesson, module: &Slug, files: &Files, notes: &Notes) -> Option<()> {
    let file = path(&lesson.key, "lesson.toml");
    let Some(bytes) = files.get(&file) else {
        notes.mistake(&Place::start_of(&file), Message::of_word(Code::FileMissing, "lesson.toml"));
        return None;
    };
    let source = Source::new(&file, bytes, notes)?;
    let parsed = source.parse(notes)?;
    let table = Table::root(notes, &source, &parsed);
    table.known(&["minutes", "checks"]);
    (lesson.minutes, lesson.checks) = minutes_and_checks(&table, module.as_str());
    Some(())
}

/// What belongs to a shared lesson, whatever the languages of the course that names it.
pub(super) fn expected(lesson: &Slug) -> Vec<String> {
    let texts = Lang::ALL.map(|lang| format!("lesson.{lang}.md"));
    let lists = ["lesson.toml", "questions.toml", "facts.toml", "glossary.toml", "pictures.toml", "README.md"];
    let lists = lists.map(str::to_owned);
    lists.into_iter().chain(texts).map(|name| path(lesson, &name)).collect()
}
