//! A question that is looked at or tried: asked, answered and explained by the grader of learners' tests, and nothing of it
//! is kept.

use maud::{Markup, html};

use super::preview::preview_question;
use crate::content::Published;
use crate::kernel::{Error, Result};
use crate::learning::question_view::{self, QuestionForm};
use crate::quiz::kinds::case::Turn;
use crate::quiz::model::Question;
use crate::quiz::{kinds, mark, reveal, shown};
use crate::web::{Fields, Page};

/// Options of a question that is looked at by itself are always dealt in this order.
const SEED: u64 = 1;

/// What is wanted of a question.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Asked<'a> {
    /// Its form.
    Form,
    /// Its form, and the right answer with its explanation.
    RightAnswer,
    /// What this answer is worth.
    Answer(&'a Fields),
}

/// Where answers are sent.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Way<'a> {
    /// The address.
    pub(crate) to: &'a str,
    /// What is sent along with an answer: names and values.
    pub(crate) along: &'a [(String, String)],
    /// It is a part of a page that has its own heading and its own form.
    pub(crate) is_part: bool,
}

impl<'a> Way<'a> {
    /// The answer alone, from a page of its own.
    pub(crate) const fn to(to: &'a str) -> Self {
        Self { to, along: &[], is_part: false }
    }
}

/// A question as a volunteer has it.
pub(crate) struct Tried {
    /// The question, and what the answer got.
    pub(crate) body: Markup,
    /// The answer could not be read.
    pub(crate) is_refused: bool,
    /// What the answer is worth, and what a right one is worth, in thousandths of a point.
    pub(crate) points: Option<(u32, u32)>,
}

/// Asks a question of a course, in the language of the page.
///
/// # Errors
/// None that a question of a course can cause.
pub(crate) fn tried(
    seen: &Page,
    published: &Published,
    (question, way): (&Question, Way<'_>),
    asked: Asked<'_>,
) -> Result<Tried> {
    let nothing = Fields::default();
    let (typed, parsed) = match asked {
        Asked::Answer(typed) => (typed, Some(kinds::parse_choice(question, SEED, &typed.0))),
        Asked::Form | Asked::RightAnswer => (&nothing, None),
    };
    let (given, error) = match parsed {
        Some(Ok(answer)) => (Some(answer), None),
        Some(Err(error)) => (None, Some(question_view::message(error))),
        None => (None, None),
    };
    let right = matches!(asked, Asked::RightAnswer).then(|| kinds::right_answer(&question.body)).flatten();
    let explained = given.as_ref().filter(|answer| kinds::is_complete(&question.body, answer)).or(right.as_ref());
    let answered = match explained {
        Some(answer) => Some(reveal::explain(question, SEED, Some(answer)).map_err(Error::internal)?),
        None => None,
    };
    let points = given.as_ref().filter(|answer| kinds::is_complete(&question.body, answer));
    let points = points.and_then(|answer| mark::mark(question, answer).ok());
    let shown = shown::show_after(question, SEED, given.as_ref(), Turn::On);
    let form = QuestionForm {
        page: seen,
        published,
        shown: &shown,
        typed,
        error,
        back: way.along.is_empty().then(|| way.to.to_owned()),
    };
    let body = html! { (preview_question(seen, published, (&form, way), answered.as_ref())) };
    let points = points.map(|mark| (mark.points.thousandths(), mark.max.thousandths()));
    Ok(Tried { body, is_refused: error.is_some(), points })
}
