//! Mistakes and where they stand; keys that are defined and keys that are used.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use crate::content::message::{Arg, Code, Message};
use crate::content::picture::EMBLEM;
use crate::kernel::Lang;

/// Something an author has to correct.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mistake {
    /// The file, relative to the course's folder.
    pub file: String,
    /// Counted from 1.
    pub line: usize,
    /// Counted from 1, in characters.
    pub column: usize,
    /// What is wrong, in one sentence.
    pub message: Message,
    /// What to do about it, where that can be guessed.
    pub suggestion: Option<Message>,
}

/// English, for the command line and the log.
impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}: {}", self.file, self.line, self.column, self.message)?;
        match &self.suggestion {
            Some(suggestion) => write!(f, " ({suggestion})"),
            None => Ok(()),
        }
    }
}

/// A position in a file.
#[derive(Debug, Clone)]
pub(super) struct Place {
    pub(super) file: Arc<str>,
    pub(super) line: usize,
    pub(super) column: usize,
}

impl Place {
    pub(super) fn start_of(file: &str) -> Self {
        Self { file: file.into(), line: 1, column: 1 }
    }

    fn mistake(&self, message: Message, suggestion: Option<Message>) -> Mistake {
        Mistake { file: self.file.as_ref().to_owned(), line: self.line, column: self.column, message, suggestion }
    }
}

/// What a key names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Module,
    Lesson,
    Question,
    /// A question of one module, written `module/question`.
    ModuleQuestion,
    Tag,
    Fact,
    /// A fact that has both bounds.
    Bounds,
    Term,
    Picture,
}

impl Kind {
    const fn word(self) -> &'static str {
        match self {
            Self::Module => "module",
            Self::Lesson => "lesson",
            Self::Question | Self::ModuleQuestion => "question",
            Self::Tag => "tag",
            Self::Fact | Self::Bounds => "fact",
            Self::Term => "term",
            Self::Picture => "picture",
        }
    }

    /// What is said where such a key names nothing.
    const fn unknown(self) -> Code {
        match self {
            Self::Module => Code::NoModule,
            Self::Lesson => Code::NoLesson,
            Self::Question => Code::NoQuestion,
            Self::ModuleQuestion => Code::NoModuleQuestion,
            Self::Tag => Code::NoTag,
            Self::Fact => Code::NoFact,
            Self::Bounds => Code::NoBounds,
            Self::Term => Code::NoTerm,
            Self::Picture => Code::NoPicture,
        }
    }
}

/// By file and language.
type Lacking = BTreeMap<(Arc<str>, Lang), (Place, usize)>;

/// Collects while a folder is read. Uses of keys are looked up at the end, when everything has been seen.
#[derive(Debug, Default)]
pub(super) struct Notes {
    /// All, and those in which every text has to exist.
    languages: RefCell<(Vec<Lang>, Vec<Lang>)>,
    /// How many texts of a file are missing in an optional language, and where the first should be.
    lacking: RefCell<Lacking>,
    mistakes: RefCell<Vec<Mistake>>,
    warnings: RefCell<Vec<Mistake>>,
    defined: RefCell<BTreeMap<(Kind, String), Place>>,
    used: RefCell<Vec<(Kind, String, Place)>>,
    unreadable: RefCell<BTreeSet<Kind>>,
}

impl Notes {
    pub(super) fn set_languages(&self, languages: (Vec<Lang>, Vec<Lang>)) {
        *self.languages.borrow_mut() = languages;
    }

    pub(super) fn languages(&self) -> Vec<Lang> {
        self.languages.borrow().0.clone()
    }

    pub(super) fn is_required(&self, lang: Lang) -> bool {
        self.languages.borrow().1.contains(&lang)
    }

    /// A text is missing in an optional language.
    pub(super) fn lack(&self, at: &Place, lang: Lang) {
        let mut lacking = self.lacking.borrow_mut();
        let (first, count) = lacking.entry((Arc::clone(&at.file), lang)).or_insert_with(|| (at.clone(), 0));
        if (at.line, at.column) < (first.line, first.column) {
            *first = at.clone();
        }
        *count += 1;
    }

    pub(super) fn mistake(&self, at: &Place, message: impl Into<Message>) {
        self.mistakes.borrow_mut().push(at.mistake(message.into(), None));
    }

    pub(super) fn suggest(&self, at: &Place, message: impl Into<Message>, suggestion: Option<Message>) {
        self.mistakes.borrow_mut().push(at.mistake(message.into(), suggestion));
    }

    pub(super) fn warn(&self, at: &Place, message: impl Into<Message>) {
        self.warnings.borrow_mut().push(at.mistake(message.into(), None));
    }

    /// How many mistakes have been noted so far.
    pub(super) fn count(&self) -> usize {
        self.mistakes.borrow().len()
    }

    /// A key is given to something.
    pub(super) fn define(&self, kind: Kind, key: &str, at: &Place) {
        let mut defined = self.defined.borrow_mut();
        if let Some(first) = defined.get(&(kind, key.to_owned())) {
            let other = Message::new(Code::FirstAt, [first.file.as_ref().into(), Arg::number(first.line)]);
            self.suggest(at, Message::new(Code::KeyTwice, [Arg::part(kind.word()), key.into()]), Some(other));
        } else {
            defined.insert((kind, key.to_owned()), at.clone());
        }
    }

    /// Something carries a key that others may share (a tag).
    pub(super) fn mention(&self, kind: Kind, key: &str, at: &Place) {
        self.defined.borrow_mut().entry((kind, key.to_owned())).or_insert_with(|| at.clone());
    }

    /// A key is used; whether there is such a thing is seen at the end.
    pub(super) fn refer(&self, kind: Kind, key: &str, at: &Place) {
        self.used.borrow_mut().push((kind, key.to_owned(), at.clone()));
    }

    /// Uses of each `{fact:key}` in a text.
    pub(super) fn refer_facts(&self, text: &str, at: &Place) {
        for (_, key) in crate::content::markdown::fact_references(text) {
            self.refer(Kind::Fact, key, at);
        }
    }

    /// Where such things are defined could not be read, so uses of them are not judged.
    pub(super) fn give_up(&self, kinds: &[Kind]) {
        self.unreadable.borrow_mut().extend(kinds);
    }

    pub(super) fn has_given_up(&self, kind: Kind) -> bool {
        self.unreadable.borrow().contains(&kind)
    }

    /// Reports uses of what does not exist, and pictures that nobody uses; returns mistakes and warnings in the order of files and lines.
    pub(super) fn finish(self) -> (Vec<Mistake>, Vec<Mistake>) {
        for (kind, key, at) in self.used.borrow().iter() {
            if !self.defined.borrow().contains_key(&(*kind, key.clone())) && !self.unreadable.borrow().contains(kind) {
                let shown = key.rsplit('/').next().unwrap_or(key);
                self.suggest(at, Message::of_word(kind.unknown(), shown), self.nearest(*kind, key));
            }
        }
        for ((kind, key), at) in self.defined.borrow().iter().filter(|((kind, _), _)| *kind == Kind::Picture) {
            let is_used = self.used.borrow().iter().any(|(other, used, _)| other == kind && used == key);
            if !is_used && key != EMBLEM {
                self.warn(at, Message::of_word(Code::PictureUnused, key));
            }
        }
        for ((_, lang), (at, count)) in self.lacking.borrow().iter() {
            self.warn(at, Message::new(Code::OptionalMissing, [(*count).into(), (*lang).into()]));
        }
        let (mut mistakes, mut warnings) = (self.mistakes.into_inner(), self.warnings.into_inner());
        for list in [&mut mistakes, &mut warnings] {
            list.sort();
            list.dedup();
        }
        (mistakes, warnings)
    }

    fn nearest(&self, kind: Kind, key: &str) -> Option<Message> {
        let defined = self.defined.borrow();
        let scope = key.rsplit_once('/').map(|(scope, _)| format!("{scope}/")).unwrap_or_default();
        let known = defined.keys().filter(|(other, _)| *other == kind).map(|(_, known)| known.as_str());
        let near = nearest(key, known.filter(|known| known.starts_with(&scope)))?;
        Some(Message::of_word(Code::DidYouMean, near.strip_prefix(&scope).unwrap_or(near)))
    }
}

/// "did you mean …?" with the nearest of the known words, if one is near.
pub(super) fn did_you_mean<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<Message> {
    nearest(word, known).map(|near| Message::of_word(Code::DidYouMean, near))
}

fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let limit = 1 + word.chars().count() / 4;
    known
        .map(|candidate| (distance(word, candidate), candidate))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, candidate)| candidate)
}

/// Insertions, deletions and replacements that lead from one word to the other (Levenshtein 1966).
fn distance(one: &str, other: &str) -> usize {
    let mut row: Vec<usize> = (0..=other.chars().count()).collect();
    for (i, a) in one.chars().enumerate() {
        let mut left = i + 1;
        let mut corner = i;
        for (cell, b) in row.iter_mut().skip(1).zip(other.chars()) {
            let replaced = corner + usize::from(a != b);
            corner = *cell;
            left = replaced.min(left + 1).min(corner + 1);
            *cell = left;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_near_word_is_suggested_and_a_far_one_is_not() {
        let known = ["summary", "title", "hours"];
        let near = did_you_mean("sumary", known.into_iter()).expect("one is near");
        assert_eq!(near.to_string(), "did you mean \"summary\"?");
        assert_eq!(did_you_mean("colour", known.into_iter()), None);
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("", "abc"), 3);
    }
}
