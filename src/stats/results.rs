//! The questions of a course with what became of them, in the order that somebody asks for.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::tally::{Misleads, Tally};
use crate::content::model::{Course, Module};
use crate::kernel::Slug;
use crate::quiz::model::Question;

/// A question with its answers.
#[derive(Debug, Clone)]
pub struct Line<'a> {
    /// Its module.
    pub module: &'a Module,
    /// The question.
    pub question: &'a Question,
    /// Its answers by language.
    pub tally: Tally,
    /// The language in which it misleads.
    pub misleads: Option<Misleads>,
}

/// In which order questions are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// The lowest share first; those with few answers after all others.
    #[default]
    Lowest,
    /// Those that mislead in a language first.
    Misleading,
    /// As often answered first.
    Answers,
    /// The order of the course.
    Course,
}

impl Sort {
    /// Every order, the usual one first.
    pub const ALL: [Self; 4] = [Self::Lowest, Self::Misleading, Self::Answers, Self::Course];

    /// The word in addresses.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Lowest => "lowest",
            Self::Misleading => "misleading",
            Self::Answers => "answers",
            Self::Course => "course",
        }
    }

    /// The order of a word; the usual one if it is none.
    pub fn of(code: &str) -> Self {
        Self::ALL.into_iter().find(|sort| sort.code() == code).unwrap_or_default()
    }
}

/// Every question of a course, answered or not, and all of them together.
pub fn lines(course: &Course, mut tallies: BTreeMap<Slug, Tally>, sort: Sort) -> (Vec<Line<'_>>, Tally) {
    let mut lines: Vec<Line<'_>> = course
        .questions()
        .map(|(module, question)| {
            let tally = tallies.remove(&question.key).unwrap_or_default();
            Line { module, question, tally, misleads: None }
        })
        .collect();
    let mut general = Tally::default();
    for line in &lines {
        general.add_all(&line.tally);
    }
    for line in &mut lines {
        line.misleads = line.tally.misleads(&general);
    }
    match sort {
        Sort::Lowest => lines.sort_by_key(lowest),
        Sort::Misleading => {
            lines.sort_by_key(|line| (Reverse(line.misleads.map(|found| found.others - found.percent)), lowest(line)));
        }
        Sort::Answers => lines.sort_by_key(|line| Reverse(line.tally.total().answers)),
        Sort::Course => {}
    }
    (lines, general)
}

/// Enough answers come before few, few before none.
fn lowest(line: &Line<'_>) -> (u8, u32, Reverse<u32>) {
    let total = line.tally.total();
    let rank = if total.answers == 0 { 2 } else { u8::from(total.is_few()) };
    (rank, total.percent(), Reverse(total.answers))
}
