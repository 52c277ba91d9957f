//! What was answered in tests, as the figures need it.

use std::collections::{BTreeMap, HashMap};

use crate::kernel::Lang;

/// A question of a sitting.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Entry {
    /// Which question: its place in [`Log::keys`].
    pub item: usize,
    /// What the answer was worth, in points.
    pub points: f64,
    /// What a right answer is worth.
    pub max: f64,
    /// The answer; none if it was left open.
    pub given: Option<Given>,
}

/// An answer that was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Given {
    /// In which language.
    pub lang: Lang,
    /// From when the question was shown until it was answered for the last time.
    pub seconds: u32,
}

/// A learner's first try at a test, handed in.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sitting {
    /// Whether it was passed.
    pub passed: bool,
    /// Its questions.
    pub entries: Vec<Entry>,
}

/// How often each answer (as it is stored) was given, by language.
pub type Chosen = HashMap<String, BTreeMap<Lang, u32>>;

/// The first tries at a test.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TestLog {
    /// Each try.
    pub sittings: Vec<Sitting>,
    /// The answers to each question, by its place.
    pub chosen: BTreeMap<usize, Chosen>,
}

/// The first tries at the tests of a course.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Log {
    /// The questions that were drawn, by key.
    pub keys: Vec<String>,
    /// By the quiz's code.
    pub tests: BTreeMap<String, TestLog>,
    places: HashMap<String, usize>,
}

impl Log {
    /// The place of a question, a new one if it has none yet.
    pub fn place(&mut self, key: &str) -> usize {
        if let Some(place) = self.places.get(key) {
            return *place;
        }
        let place = self.keys.len();
        self.keys.push(key.to_owned());
        self.places.insert(key.to_owned(), place);
        place
    }

    /// The place of a question that was drawn.
    pub fn find(&self, key: &str) -> Option<usize> {
        self.places.get(key).copied()
    }
}
