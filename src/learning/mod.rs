//! Learning: enrolments, progress, lesson checks, attempts.
//!
//! Invariants: one enrolment per person and course; progress and answers are kept under the stable keys of
//! lessons and questions, so a correction of the course or another language changes nothing; at most one running
//! attempt per quiz; an attempt is asked and graded from the version it began on (marked again by a corrected key, it only gets better); an answer is durable before it
//! is acknowledged; a course is complete once, and then says so to the features above ([`Event::CourseCompleted`]).
//!
//! [`Event::CourseCompleted`]: crate::jobs::events::Event::CourseCompleted

mod answer;
mod check;
mod choose;
mod complete;
mod corrected;
mod edition;
mod enrol;
mod erase;
mod export;
mod finish;
mod lesson;
mod merge;
mod model;
pub mod pages;
mod question_view;
mod recent;
mod regrade;
mod regrade_mails;
mod renew;
mod result_view;
mod sheet;
mod start;
mod store;
mod views;

#[cfg(debug_assertions)]
pub(crate) use views::{outline_specimen, specimen as every_state};

pub(crate) use views::{Asked, Tried, Way, answered_check, tried};

pub use answer::{Saved, save_answer};
pub use check::{CheckAnswer, answer_check};
pub use choose::{choose_certificate, correct_chosen_names, correct_name_of_course};
pub use complete::{Completion, complete_if_done};
pub use corrected::corrected;
pub use edition::{Changes, Moved, changes, move_over};
pub use enrol::{Enrolled, enrol, enrol_if_offered, list_uncompleted, may_enrol};
pub use erase::erase_learner;
pub use export::export_learner;
pub use finish::finish_attempt;
pub use lesson::{Done, finish_lesson, open_lesson};
pub use merge::{Moving, list_moving, merge_learning};
pub use model::{
    Attempt, CheckState, DoneSoFar, Enrolment, NextStep, Progress, QuizKey, Standing, StoredAnswer, TryState,
};
pub use recent::RecentlyRead;
pub use regrade::{
    Plan, REGRADE, Regraded, Remarked, apply_regrade, end_regrade, find_remarked, list_regraded, plan_regrade,
    request_regrade,
};
pub use regrade_mails::Told;
pub use renew::begin_renewal;
pub use start::{StartError, Started, start_attempt};
pub use store::regrades::{find_regrade_state, stands_otherwise};
pub use store::{
    find_attempt, find_enrolment, find_standing, get_enrolment, list_answers, list_checks, list_enrolments,
    list_enrolments_by_id, list_enrolments_in, list_handed_in, list_tries, progress_of, progress_of_many,
    reading_standing,
};
