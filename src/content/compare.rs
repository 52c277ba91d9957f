//! What a correction may not change, because learners' progress and answers are kept under keys.

use std::collections::BTreeMap;
use std::fmt;
use std::mem::discriminant;

use super::model::{Course, Module};
use crate::kernel::Slug;
use crate::quiz::rules::QuizRules;

/// A change that needs a new edition: those who are learning would lose progress, could no longer finish, or
/// would have answers that fit no question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Obstacle {
    /// A module is not there any more.
    ModuleRemoved(Slug),
    /// A module was added, which those who have finished have not seen.
    ModuleAdded(Slug),
    /// A lesson is not there any more.
    LessonRemoved(Slug),
    /// A lesson was added, which those who have finished have not seen.
    LessonAdded(Slug),
    /// A lesson stands in another module.
    LessonMoved(Slug),
    /// A question has the key of a question of another kind.
    KindChanged(Slug),
    /// A test has become harder to pass: a higher mark, fewer tries, a longer wait or less time.
    TestHarder(Slug),
    /// There is a final test now.
    FinalAdded,
    /// There is no final test any more.
    FinalRemoved,
    /// The final test has become harder to pass.
    FinalHarder,
    /// A language in which somebody may be learning is not there any more.
    LanguageRemoved,
}

impl fmt::Display for Obstacle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ModuleRemoved(key) => write!(f, "the module \"{key}\" was removed"),
            Self::ModuleAdded(key) => write!(f, "the module \"{key}\" was added"),
            Self::LessonRemoved(key) => write!(f, "the lesson \"{key}\" was removed"),
            Self::LessonAdded(key) => write!(f, "the lesson \"{key}\" was added"),
            Self::LessonMoved(key) => write!(f, "the lesson \"{key}\" was moved to another module"),
            Self::KindChanged(key) => write!(f, "the question \"{key}\" is of another kind now"),
            Self::TestHarder(key) => write!(f, "the test of the module \"{key}\" is harder to pass"),
            Self::FinalAdded => f.write_str("a final test was added"),
            Self::FinalRemoved => f.write_str("the final test was removed"),
            Self::FinalHarder => f.write_str("the final test is harder to pass"),
            Self::LanguageRemoved => f.write_str("a language was removed"),
        }
    }
}

/// Everything that keeps `new` from being a correction of `old`. Texts, pictures, checks, questions that come or
/// go, and easier rules are corrections: answers stay with the version that was shown.
pub fn obstacles(old: &Course, new: &Course) -> Vec<Obstacle> {
    let mut found = Vec::new();
    modules(old, new, &mut found);
    lessons(old, new, &mut found);
    for (_, question) in new.questions() {
        let before = old.question(&question.key);
        if before.is_some_and(|(_, before)| discriminant(&before.body) != discriminant(&question.body)) {
            found.push(Obstacle::KindChanged(question.key.clone()));
        }
    }
    match (&old.final_test, &new.final_test) {
        (None, Some(_)) => found.push(Obstacle::FinalAdded),
        (Some(_), None) => found.push(Obstacle::FinalRemoved),
        (Some(old), Some(new)) if is_harder(&old.rules, &new.rules) => found.push(Obstacle::FinalHarder),
        _ => {}
    }
    if old.languages.iter().any(|lang| !new.languages.contains(lang)) {
        found.push(Obstacle::LanguageRemoved);
    }
    found
}

fn modules(old: &Course, new: &Course, found: &mut Vec<Obstacle>) {
    for Module { key, test, .. } in &old.modules {
        match new.module(key) {
            None => found.push(Obstacle::ModuleRemoved(key.clone())),
            Some(after) if is_harder(&test.rules, &after.test.rules) => found.push(Obstacle::TestHarder(key.clone())),
            Some(_) => {}
        }
    }
    let added = new.modules.iter().filter(|module| old.module(&module.key).is_none());
    found.extend(added.map(|module| Obstacle::ModuleAdded(module.key.clone())));
}

fn lessons(old: &Course, new: &Course, found: &mut Vec<Obstacle>) {
    let places = |course: &Course| -> BTreeMap<Slug, Slug> {
        course.lessons().map(|(module, lesson)| (lesson.key.clone(), module.key.clone())).collect()
    };
    let (before, after) = (places(old), places(new));
    for (lesson, module) in &before {
        match after.get(lesson) {
            None => found.push(Obstacle::LessonRemoved(lesson.clone())),
            Some(other) if other != module => found.push(Obstacle::LessonMoved(lesson.clone())),
            Some(_) => {}
        }
    }
    found.extend(after.into_keys().filter(|lesson| !before.contains_key(lesson)).map(Obstacle::LessonAdded));
}

fn is_harder(old: &QuizRules, new: &QuizRules) -> bool {
    let time = |rules: &QuizRules| rules.minutes.unwrap_or(u32::MAX);
    new.pass_percent > old.pass_percent
        || new.tries < old.tries
        || new.wait_hours > old.wait_hours
        || time(new) < time(old)
}
