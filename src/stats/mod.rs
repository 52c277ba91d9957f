//! What enrolments and answers add up to: for each course and for each question.
//!
//! Invariants: numbers alone, nothing tells of one person; an answer counts from the moment its try is over, of a
//! lesson check the first try; a question left open is counted beside the answers; a share is told only of
//! [`tally::FEW`] answers and more; what somebody typed is shown only once it was typed several times. The one exception is
//! [`hours`], which lists people by name for those who may see them.

pub mod chosen;
pub mod figures;
pub mod hours;
mod model;
pub mod needs;
pub mod pages;
pub mod report;
pub mod reports;
mod results;
mod store;
pub mod tally;
mod views;

#[cfg(debug_assertions)]
pub(crate) use views::reports::every_state;

pub use model::{Learners, Reach, Span};
pub use results::{Line, Sort, lines};
pub use store::{Given, count_by_question, count_chosen, count_reach, list_learners, list_sittings};
pub(crate) use views::hours::{COLUMNS as HOURS_COLUMNS, words_of as hours_words};
