//! What an answer is worth.

use serde::{Deserialize, Serialize};

use super::kinds;
use super::model::{Answer, Question};
use super::points::Points;

/// The mark of one question in one try.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// What the answer is worth, from nothing to `max`.
    pub points: Points,
    /// What a right answer is worth.
    pub max: Points,
    /// Full marks.
    pub right: bool,
    /// The question is critical and the answer is anything short of right: the try is failed.
    pub critical_failed: bool,
}

/// The answer belongs to another kind of question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the answer is of another kind than the question")]
pub struct WrongKind;

/// Marks an answer. The formulas stand with the kinds, in [`kinds`].
///
/// # Errors
///
/// [`WrongKind`] if the answer belongs to another kind of question.
pub fn mark(question: &Question, answer: &Answer) -> Result<Mark, WrongKind> {
    kinds::points(&question.body, answer).map(|points| with_points(question, points))
}

/// The mark of a question that was not answered: nothing, and the try is failed if the question is critical.
pub fn unanswered(question: &Question) -> Mark {
    with_points(question, Points::ZERO)
}

fn with_points(question: &Question, points: Points) -> Mark {
    let max = kinds::full_points(&question.body);
    let right = points == max;
    Mark { points, max, right, critical_failed: question.critical && !right }
}
