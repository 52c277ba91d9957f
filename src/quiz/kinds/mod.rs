//! The kinds of question, one file each: what an author can get wrong, the order in which options are shown,
//! how an answer is read from a form, and what it is worth.
//!
//! This file only chooses the kind; it knows nothing about any of them.

pub mod case;
pub mod hotspot;
pub mod matching;
pub mod multiple;
pub mod numeric;
pub mod options;
pub mod ordering;
#[cfg(test)]
mod samples;
pub mod single;
pub mod text;
pub mod true_false;

use super::deal::Deal;
use super::form::{AnswerError, Fields};
use super::mark::WrongKind;
use super::mistake::Mistake;
use super::model::{Answer, Body, Question};
use super::points::Points;
use crate::kernel::Slug;

/// Everything that the author got wrong; empty if the question can be asked. Missing texts are not looked for.
pub fn mistakes(body: &Body) -> Vec<Mistake> {
    match body {
        Body::Single(choice) => single::mistakes(choice),
        Body::Multiple(choice) => multiple::mistakes(choice),
        Body::TrueFalse(claim) => true_false::mistakes(claim),
        Body::Ordering(ordering) => ordering::mistakes(ordering),
        Body::Matching(matching) => matching::mistakes(matching),
        Body::Numeric(numeric) => numeric::mistakes(numeric),
        Body::Text(text) => text::mistakes(text),
        Body::Hotspot(hotspot) => hotspot::mistakes(hotspot),
        Body::Case(case) => case::mistakes(case),
    }
}

/// The keys of everything that has one within the question, as written, for suggestions after a slip of the pen.
pub fn keys(body: &Body) -> Vec<&Slug> {
    match body {
        Body::Single(choice) | Body::Multiple(choice) => options::keys(&choice.right, &choice.wrong),
        Body::TrueFalse(claim) => options::keys(&claim.right, &claim.wrong),
        Body::Ordering(ordering) => ordering.steps.iter().map(|step| &step.key).collect(),
        Body::Matching(matching) => {
            matching.pairs.iter().map(|pair| &pair.key).chain(matching.extra.iter().map(|side| &side.key)).collect()
        }
        Body::Hotspot(hotspot) => hotspot::zones(hotspot).map(|zone| &zone.key).collect(),
        Body::Case(case) => {
            case.decisions.iter().map(|decision| &decision.key).chain(case::options(case).map(|one| &one.key)).collect()
        }
        Body::Numeric(_) | Body::Text(_) => Vec::new(),
    }
}

/// The answer to this question in a form that was shown with this seed. Fields of other names are passed over.
///
/// | kind | fields |
/// |---|---|
/// | single | `answer=KEY` |
/// | multiple | `answer=KEY`, once for each tick |
/// | true or false | `answer=true` or `false`; `reason=KEY` where reasons are given |
/// | ordering | `answer=KEY` for each step in order; or, without a script, `place-KEY=1` and so on |
/// | matching | `match-KEY=TOKEN`, the token that [`super::shown`] gave the right side; empty: not chosen |
/// | numeric, text | `answer=TYPED` |
/// | hotspot | `answer=KEY` of a zone, or `answer=ACROSS,DOWN` |
/// | case | `path=DECISION.OPTION` for each choice made before; `decision=KEY`, `answer=KEY` for the one made now |
///
/// # Errors
///
/// What is missing or cannot be read, as [`AnswerError`].
pub fn parse(question: &Question, seed: u64, fields: &Fields) -> Result<Answer, AnswerError> {
    match &question.body {
        Body::Single(choice) => single::parse(choice, fields),
        Body::Multiple(choice) => multiple::parse(choice, fields),
        Body::TrueFalse(claim) => true_false::parse(claim, fields),
        Body::Ordering(ordering) => ordering::parse(ordering, fields),
        Body::Matching(matching) => matching::parse(matching, Deal::new(question, seed), fields),
        Body::Numeric(_) => numeric::parse(fields),
        Body::Text(_) => text::parse(fields),
        Body::Hotspot(hotspot) => hotspot::parse(hotspot, fields),
        Body::Case(case) => case::parse(case, fields),
    }
}

/// The answer that somebody gives now: as [`parse`], but going through a case takes a choice each time.
///
/// # Errors
///
/// As [`parse`]; nothing chosen.
pub fn parse_choice(question: &Question, seed: u64, fields: &Fields) -> Result<Answer, AnswerError> {
    match &question.body {
        Body::Case(case) => case::parse_choice(case, fields),
        _ => parse(question, seed, fields),
    }
}

/// The fields that [`parse`] reads as this answer: what a form ticks, chooses and fills in when an answer that
/// was given earlier is shown again. For an ordering it has both forms.
pub fn fields(question: &Question, seed: u64, answer: &Answer) -> Vec<(String, String)> {
    match answer {
        Answer::Single { option } => single::fields(option),
        Answer::Multiple { options } => multiple::fields(options),
        Answer::TrueFalse { verdict, reason } => true_false::fields(*verdict, reason.as_ref()),
        Answer::Ordering { steps } => ordering::fields(steps),
        Answer::Matching { chosen } => matching::fields(chosen, Deal::new(question, seed)),
        Answer::Numeric { typed } => numeric::fields(typed),
        Answer::Text { typed } => text::fields(typed),
        Answer::Hotspot { place } => hotspot::fields(place),
        Answer::Case { path } => case::fields(path),
    }
}

/// Whether this is an answer to this kind of question. A new edition may ask another kind under the same key: what
/// was answered before is no answer to that.
pub fn is_of_kind(body: &Body, answer: &Answer) -> bool {
    points(body, answer).is_ok()
}

/// Whether nothing is left to choose. Only the path of a case may be on its way.
pub fn is_complete(body: &Body, answer: &Answer) -> bool {
    match (body, answer) {
        (Body::Case(case), Answer::Case { path }) => case::has_ended(case, path),
        _ => is_of_kind(body, answer),
    }
}

/// How much of an answer is chosen, of how much, where it is kept though something is left to choose.
pub fn part_chosen(body: &Body, answer: &Answer) -> Option<(usize, usize)> {
    match (body, answer) {
        (Body::Matching(matching), Answer::Matching { chosen }) => matching::part_chosen(matching, chosen),
        _ => None,
    }
}

/// Whether a later answer may take the place of an earlier one. Only the path of a case cannot be taken back.
pub fn may_replace(body: &Body, before: &Answer, after: &Answer) -> bool {
    match (body, before, after) {
        (Body::Case(case), Answer::Case { path: before }, Answer::Case { path: after }) => {
            case::goes_on_from(case, before, after)
        }
        _ => true,
    }
}

/// The answer that the author holds right (one of them, where there are several).
pub fn right_answer(body: &Body) -> Option<Answer> {
    match body {
        Body::Single(choice) => single::right_answer(choice),
        Body::Multiple(choice) => Some(multiple::right_answer(choice)),
        Body::TrueFalse(claim) => Some(true_false::right_answer(claim)),
        Body::Ordering(ordering) => Some(ordering::right_answer(ordering)),
        Body::Matching(matching) => Some(matching::right_answer(matching)),
        Body::Numeric(numeric) => Some(numeric::right_answer(numeric)),
        Body::Text(text) => text::right_answer(text),
        Body::Hotspot(hotspot) => hotspot::right_answer(hotspot),
        Body::Case(case) => case::right_answer(case),
    }
}

/// An answer that a form can send and that is not right: for made-up people, and for tests.
pub fn wrong_answer(body: &Body) -> Option<Answer> {
    match body {
        Body::Single(choice) => single::wrong_answer(choice),
        Body::Multiple(choice) => Some(multiple::wrong_answer(choice)),
        Body::TrueFalse(claim) => Some(true_false::wrong_answer(claim)),
        Body::Ordering(ordering) => Some(ordering::wrong_answer(ordering)),
        Body::Matching(matching) => Some(matching::wrong_answer(matching)),
        Body::Numeric(numeric) => Some(numeric::wrong_answer(numeric)),
        Body::Text(text) => text::wrong_answer(text),
        Body::Hotspot(hotspot) => hotspot::wrong_answer(hotspot),
        Body::Case(case) => case::wrong_answer(case),
    }
}

/// What a right answer is worth: half a point for true or false, otherwise one point.
pub const fn full_points(body: &Body) -> Points {
    match body {
        Body::TrueFalse(_) => true_false::WEIGHT,
        Body::Single(_)
        | Body::Multiple(_)
        | Body::Ordering(_)
        | Body::Matching(_)
        | Body::Numeric(_)
        | Body::Text(_)
        | Body::Hotspot(_)
        | Body::Case(_) => Points::ONE,
    }
}

/// What this answer is worth, by the formula of its kind.
///
/// # Errors
///
/// [`WrongKind`] if the answer belongs to another kind of question.
pub fn points(body: &Body, answer: &Answer) -> Result<Points, WrongKind> {
    match (body, answer) {
        (Body::Single(choice), Answer::Single { option }) => Ok(single::marked(choice, option)),
        (Body::Multiple(choice), Answer::Multiple { options }) => Ok(multiple::marked(choice, options)),
        (Body::TrueFalse(claim), Answer::TrueFalse { verdict, reason }) => {
            Ok(true_false::marked(claim, *verdict, reason.as_ref()))
        }
        (Body::Ordering(ordering), Answer::Ordering { steps }) => Ok(ordering::marked(ordering, steps)),
        (Body::Matching(matching), Answer::Matching { chosen }) => Ok(matching::marked(matching, chosen)),
        (Body::Numeric(numeric), Answer::Numeric { typed }) => Ok(numeric::marked(numeric, typed)),
        (Body::Text(text), Answer::Text { typed }) => Ok(text::marked(text, typed)),
        (Body::Hotspot(hotspot), Answer::Hotspot { place }) => Ok(hotspot::marked(hotspot, place)),
        (Body::Case(case), Answer::Case { path }) => Ok(case::marked(case, path)),
        _ => Err(WrongKind),
    }
}
