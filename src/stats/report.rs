//! The tests of a course with the figures of each and of its questions, as the pages and the table to download have
//! them.

use super::chosen::{self, Chosen, Pick};
use super::figures::flags::{Flag, answered, flags, is_idle};
use super::figures::{self, ENOUGH, ItemFigures, Log, TestFigures, TestLog};
use crate::content::model::{Course, Module};
use crate::kernel::Slug;
use crate::learning::QuizKey;
use crate::quiz::model::{Body, Question};

/// A test with its figures.
#[derive(Debug, Clone)]
pub struct Report<'a> {
    /// Which.
    pub quiz: QuizKey,
    /// Its own.
    pub figures: TestFigures,
    /// Its questions that were drawn, what is worth a look first.
    pub items: Vec<Item<'a>>,
}

impl Report<'_> {
    /// True while its figures would be more chance than knowledge.
    pub const fn is_few(&self) -> bool {
        self.figures.sittings < ENOUGH
    }

    /// How many questions are worth a look.
    pub fn flagged(&self) -> usize {
        self.items.iter().filter(|item| !item.flags.is_empty()).count()
    }
}

/// A question of a test with its figures.
#[derive(Debug, Clone)]
pub struct Item<'a> {
    /// Its module.
    pub module: &'a Module,
    /// The question.
    pub question: &'a Question,
    /// Its figures in this test.
    pub figures: ItemFigures,
    /// Wrong options that hardly anybody chose.
    pub idle: Vec<Slug>,
    /// What is worth a look.
    pub flags: Vec<Flag>,
}

/// The tests of a course, in the order of learning. Questions that the course does not have any more count for the
/// scores and are not listed.
pub fn report<'a>(course: &'a Course, log: &Log) -> Vec<Report<'a>> {
    let none = TestLog::default();
    let of = |quiz: QuizKey| {
        let test = log.tests.get(quiz.code()).unwrap_or(&none);
        let figures = figures::test(log.keys.len(), &test.sittings);
        Report { quiz, figures, items: items(course, log, test) }
    };
    QuizKey::all(course).into_iter().map(of).collect()
}

fn items<'a>(course: &'a Course, log: &Log, test: &TestLog) -> Vec<Item<'a>> {
    let mut figures = figures::items(log.keys.len(), &test.sittings);
    let test_tally = answered(&figures);
    let mut items: Vec<Item<'a>> = Vec::new();
    for (module, question) in course.questions() {
        let Some(place) = log.find(question.key.as_str()) else { continue };
        let Some(figures) = figures.get_mut(place).map(std::mem::take) else { continue };
        if figures.facility.answers + figures.open == 0 {
            continue;
        }
        let idle = idle(question, &chosen_of(question, test, place), figures.facility.answers);
        let flags = flags(&figures, &test_tally, idle.len(), question.critical);
        items.push(Item { module, question, figures, idle, flags });
    }
    items.sort_by_key(|item| item.flags.first().map_or((1, None), |flag| (0, Some(*flag))));
    items
}

/// What was chosen in the first tries. An answer that cannot be read belongs to another form of the question.
fn chosen_of(question: &Question, test: &TestLog, place: usize) -> Vec<Chosen> {
    let answers = test.chosen.get(&place).into_iter().flatten().flat_map(|(json, times)| {
        let answer = serde_json::from_str(json).ok();
        times.iter().filter_map(move |(lang, count)| Some((answer.clone()?, *lang, *count)))
    });
    chosen::count(question, &answers.collect::<Vec<_>>())
}

/// The wrong options that hardly anybody chose. Not of cases, where not everybody comes to each decision.
fn idle(question: &Question, chosen: &[Chosen], answers: u32) -> Vec<Slug> {
    if !matches!(question.body, Body::Single(_) | Body::Multiple(_) | Body::TrueFalse(_) | Body::Hotspot(_)) {
        return Vec::new();
    }
    let idle = chosen.iter().filter(|one| !one.right && is_idle(one.total(), answers));
    idle.filter_map(|one| if let Pick::Option(key) = &one.pick { Some(key.clone()) } else { None }).collect()
}
