//! All files together.

use std::collections::BTreeMap;

use super::course::{self, Outline};
use super::notes::{Kind, Notes, Place, did_you_mean};
use super::table::{Source, Table};
use super::{Files, Mistake, lessons, lists, questions, shared, templates};
use crate::content::message::{Code, Message};
use crate::content::model::{Module, Package, Picture};
use crate::kernel::{Lang, Slug};

/// What reading a folder gave.
#[derive(Debug, Clone)]
pub struct Reading {
    /// The course, if there was no mistake.
    pub package: Option<Package>,
    /// The course as far as it could be read, if there were mistakes: to be looked at, never to be published.
    pub sketch: Option<Package>,
    /// What the author has to correct, in the order of files and lines.
    pub mistakes: Vec<Mistake>,
    /// What the author may want to look at.
    pub warnings: Vec<Mistake>,
}

/// Reads a course from its files and tells every mistake in them.
pub fn read(files: &Files) -> Reading {
    let notes = Notes::default();
    let package = assemble(files, &notes);
    let (mistakes, warnings) = notes.finish();
    let (package, sketch) = if mistakes.is_empty() { (package, None) } else { (None, package) };
    Reading { package, sketch, mistakes, warnings }
}

fn assemble(files: &Files, notes: &Notes) -> Option<Package> {
    let outline = outline(files, notes);
    if outline.is_none() {
        notes.give_up(&[Kind::Module, Kind::Lesson, Kind::ModuleQuestion, Kind::Question, Kind::Tag]);
        // Which shared lessons bring facts along is not known either.
        notes.give_up(&[Kind::Fact]);
    }
    let facts = lists::facts(files, notes);
    let glossary = lists::glossary(files, notes);
    let (pictures, bytes) = lessons::pictures(files, notes);
    let templates = templates::read(files, notes, &facts);
    let mut outline = outline?;
    shared::read_into(&mut outline, files, notes);
    lessons::read_into(&mut outline, files, notes, &bytes);
    read_questions(&mut outline, files, notes, &pictures);
    judge_strangers(&outline, files, notes);
    if !notes.has_given_up(Kind::Question) {
        course::judge_draws(notes, &outline);
    }
    let mut course = outline.course;
    (course.facts, course.glossary, course.pictures) = (facts, glossary, pictures);
    course.templates = templates;
    course.settle_numeric_questions();
    Some(Package { course, pictures: bytes })
}

fn outline(files: &Files, notes: &Notes) -> Option<Outline> {
    let file = "course.toml";
    let Some(bytes) = files.get(file) else {
        notes.mistake(&Place::start_of(file), Code::NoCourse);
        return None;
    };
    let source = Source::new(file, bytes, notes)?;
    let parsed = source.parse(notes)?;
    let root = Table::root(notes, &source, &parsed);
    let languages = course::languages(&root);
    notes.set_languages(languages.clone());
    course::outline(&root, languages)
}

fn read_questions(outline: &mut Outline, files: &Files, notes: &Notes, pictures: &BTreeMap<Slug, Picture>) {
    for module in &mut outline.course.modules {
        let own = format!("questions/{}.toml", module.key);
        if !files.contains_key(&own) {
            notes.mistake(&Place::start_of("course.toml"), Message::of_word(Code::FileMissing, &own));
            notes.give_up(&[Kind::ModuleQuestion, Kind::Question, Kind::Tag]);
        }
        let is_readable = |key: &Slug| outline.shared.contains_key(key) && !outline.unreadable.contains(key);
        let lessons = module.lessons.iter().map(|lesson| &lesson.key).filter(|key| is_readable(key));
        let shared: Vec<String> = lessons.map(|key| shared::path(key, "questions.toml")).collect();
        for file in [own].into_iter().chain(shared) {
            read_question_file(module, &file, files, notes, pictures);
        }
    }
}

fn read_question_file(
    module: &mut Module,
    file: &str,
    files: &Files,
    notes: &Notes,
    pictures: &BTreeMap<Slug, Picture>,
) {
    let Some(bytes) = files.get(file) else { return };
    let source = Source::new(file, bytes, notes);
    let parsed = source.as_ref().and_then(|source| Some((source, source.parse(notes)?)));
    match parsed {
        Some((source, parsed)) => questions::read_into(module, &Table::root(notes, source, &parsed), pictures),
        None => notes.give_up(&[Kind::ModuleQuestion, Kind::Question, Kind::Tag]),
    }
}

/// Notes files that belong to nothing: a lesson that no module lists, a misspelt name.
fn judge_strangers(outline: &Outline, files: &Files, notes: &Notes) {
    let lists = ["course.toml", "facts.toml", "glossary.toml", "pictures.toml"];
    let mut expected: Vec<String> = lists.map(str::to_owned).to_vec();
    for module in &outline.course.modules {
        expected.push(format!("questions/{}.toml", module.key));
        for lesson in &module.lessons {
            if outline.shared.contains_key(&lesson.key) {
                expected.extend(shared::expected(&lesson.key));
                continue;
            }
            let file = |lang: &Lang| format!("lessons/{}/{}.{lang}.md", module.key, lesson.key);
            expected.extend(outline.course.languages.iter().map(file));
        }
    }
    for file in files.keys() {
        let is_picture = shared::picture(file).is_some();
        let is_template = file.strip_prefix("templates/").is_some_and(|name| name.strip_suffix(".toml").is_some());
        if is_picture || is_template || expected.contains(file) || file == "README.md" {
            continue;
        }
        let message = if file.starts_with("lessons/") { Code::NoSuchLesson } else { Code::StrangeFile };
        let near = did_you_mean(file, expected.iter().map(String::as_str).filter(|name| !files.contains_key(*name)));
        notes.suggest(&Place::start_of(file), message, near);
    }
}
