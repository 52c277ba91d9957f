//! Answering a lesson check: free tries, an explanation at once, every try logged.

use super::store::{self, NewCheckAnswer};
use crate::db::Conn;
use crate::kernel::ids::{EnrolmentId, VersionId};
use crate::kernel::{Ctx, Lang, Result, Slug};
use crate::quiz::kinds;
use crate::quiz::mark::Mark;
use crate::quiz::model::{Answer, Body};

/// An answer to a lesson check.
#[derive(Debug, Clone)]
pub struct CheckAnswer {
    /// Who, in which course.
    pub enrolment: EnrolmentId,
    /// The version that asked.
    pub version: VersionId,
    /// The lesson, for the time it was opened.
    pub lesson: Slug,
    /// The question.
    pub question: Slug,
    /// Which try the form belongs to, from 1: a second click sends the same number.
    pub number: i32,
    /// The answer.
    pub answer: Answer,
    /// Its mark.
    pub mark: Mark,
    /// The language in which it was asked.
    pub lang: Lang,
}

/// Keeps the answer; the same try again changes nothing, but that the path of a case goes on.
///
/// # Errors
/// The database's.
pub fn answer_check(conn: &mut Conn, ctx: &Ctx, given: &CheckAnswer, body: &Body) -> Result<()> {
    let shown_at = store::find_opened(conn, given.enrolment, &given.lesson)?.unwrap_or(ctx.now);
    store::insert_opened(conn, ctx, given.enrolment, &given.lesson)?;
    let new = NewCheckAnswer {
        enrolment: given.enrolment,
        version: given.version,
        question: &given.question,
        number: given.number,
        answer: &given.answer,
        mark: given.mark,
        lang: given.lang,
        shown_at,
    };
    let inserted = store::insert_check_answer(conn, ctx, &new)?;
    if let (false, Answer::Case { .. }) = (inserted, &given.answer) {
        let before = store::find_check_answer(conn, &new)?;
        if before.is_some_and(|before| kinds::may_replace(body, &before, &given.answer)) {
            store::set_check_answer(conn, ctx, &new)?;
        }
    }
    Ok(())
}
