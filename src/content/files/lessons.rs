//! `lessons/<module>/<lesson>.<lang>.md`, `pictures/<name>.svg` and `pictures/<name>.jpg`.

use std::collections::{BTreeMap, BTreeSet};

use super::course::Outline;
use super::notes::{Kind, Notes, Place};
use super::table::Source;
use super::{Files, lists, shared};
use crate::content::markdown::{self, Link};
use crate::content::message::{Code, Message};
use crate::content::model::Picture;
use crate::content::picture::{PictureFormat, Size};
use crate::content::{digest, picture};
use crate::kernel::Slug;

/// More words than this in a lesson are warned about.
const MAX_WORDS: usize = 350;
/// More bytes than this in the pictures of a lesson are warned about: old phones on weak networks load them.
const MAX_PICTURES: usize = 100_000;

/// Reads the texts of all lessons into the outline.
pub(super) fn read_into(outline: &mut Outline, files: &Files, notes: &Notes, pictures: &BTreeMap<Slug, Vec<u8>>) {
    let present = shared::keys(files);
    for module in &mut outline.course.modules {
        for lesson in &mut module.lessons {
            for lang in notes.languages() {
                let is_shared = outline.shared.contains_key(&lesson.key);
                let file = if is_shared {
                    shared::path(&lesson.key, &format!("lesson.{lang}.md"))
                } else {
                    format!("lessons/{}/{}.{lang}.md", module.key, lesson.key)
                };
                let is_required = notes.is_required(lang);
                let Some(bytes) = files.get(&file).filter(|bytes| is_required || !bytes.trim_ascii().is_empty()) else {
                    let named = || outline.lessons.get(&lesson.key).cloned();
                    // That a shared lesson is not there at all was told where it is named.
                    if !is_shared || present.contains(&lesson.key) {
                        let at = named().unwrap_or_else(|| Place::start_of("course.toml"));
                        let message = Message::of_word(Code::FileMissing, &file);
                        if is_required { notes.mistake(&at, message) } else { notes.warn(&at, message) }
                    }
                    continue;
                };
                if let Some(source) = Source::new(&file, bytes, notes) {
                    let has_gap = judge(&source.text, (&file, is_required), notes, pictures);
                    // An optional text that is not whole yet is not shown yet.
                    if is_required || !has_gap {
                        lesson.source.set(lang, tidy(&source.text));
                    }
                }
            }
        }
    }
}

/// The text as it is kept: no blanks at line ends but a hard break's two, one line end at the very end.
fn tidy(text: &str) -> String {
    format!("{}\n", text.trim_end())
}

/// Checks a text; true if a paragraph of it is not translated yet.
fn judge(text: &str, (file, is_required): (&str, bool), notes: &Notes, pictures: &BTreeMap<Slug, Vec<u8>>) -> bool {
    let mut has_gap = false;
    let place = |line, column| Place { line, column, ..Place::start_of(file) };
    let seen = markdown::inspect(text);
    let named = seen.links.iter().filter(|found| found.link == Link::Picture);
    let named: BTreeSet<Slug> = named.filter_map(|found| Slug::parse(&found.key)).collect();
    let bytes: usize = named.iter().filter_map(|key| pictures.get(key)).map(Vec::len).sum();
    if bytes > MAX_PICTURES {
        notes.warn(&place(1, 1), Message::new(Code::PicturesHeavy, [bytes.into(), MAX_PICTURES.into()]));
    }
    for fault in seen.faults {
        notes.mistake(&place(fault.line, fault.column), fault.message);
    }
    for found in seen.links {
        let kind = match found.link {
            Link::Term => Kind::Term,
            Link::Lesson => Kind::Lesson,
            Link::Picture => Kind::Picture,
        };
        notes.refer(kind, &found.key, &place(found.line, found.column));
    }
    for (number, line) in text.lines().enumerate() {
        if line.trim() == "…" {
            let at = place(number + 1, 1);
            if is_required {
                notes.mistake(&at, Code::Gap);
            } else {
                notes.warn(&at, Code::Gap);
            }
            has_gap = true;
        }
        for (offset, key) in markdown::fact_references(line) {
            let column = line.get(..offset).map_or(0, |before| before.chars().count()) + 1;
            notes.refer(Kind::Fact, key, &place(number + 1, column));
        }
    }
    if seen.words > MAX_WORDS {
        notes.warn(&place(1, 1), Message::new(Code::Long, [seen.words.into(), MAX_WORDS.into()]));
    }
    has_gap
}

/// Checks all pictures. What a photo shows is said in words before it is used.
pub(super) fn pictures(files: &Files, notes: &Notes) -> (BTreeMap<Slug, Picture>, BTreeMap<Slug, Vec<u8>>) {
    let (mut pictures, mut all_bytes) = (BTreeMap::new(), BTreeMap::new());
    let mut words = lists::picture_words(files, notes);
    for (file, bytes) in files {
        let Some((name, format)) = shared::picture(file) else { continue };
        let Some(key) = Slug::parse(name) else {
            notes.mistake(&Place::start_of(file), Message::of_word(Code::NoKey, name));
            continue;
        };
        notes.define(Kind::Picture, name, &Place::start_of(file));
        let said = words.remove(&key);
        if said.is_none() && format == PictureFormat::Jpeg {
            notes.mistake(&Place::start_of(file), Message::of_word(Code::PictureWords, name));
        }
        match picture::check_as(format, bytes) {
            Ok(Size { width, height }) => {
                let (digest, alt) = (digest::of_bytes(bytes), said.map(|(alt, _)| alt).unwrap_or_default());
                pictures.insert(key.clone(), Picture { digest, width, height, format, alt });
                all_bytes.insert(key, bytes.clone());
            }
            Err(faults) => {
                for fault in faults {
                    let at = Place { line: fault.line, column: fault.column, ..Place::start_of(file) };
                    notes.mistake(&at, fault.message);
                }
            }
        }
    }
    for (key, (_, at)) in words {
        notes.mistake(&at, Message::of_word(Code::NoPicture, key.as_str()));
    }
    (pictures, all_bytes)
}
