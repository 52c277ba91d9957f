//! Opening and finishing lessons.

use super::complete::{Completion, complete_if_done};
use super::model::Enrolment;
use super::store;
use crate::content::model::Course;
use crate::db::Conn;
use crate::kernel::ids::EnrolmentId;
use crate::kernel::{Ctx, Result, Slug};
use crate::quiz::kinds;
use crate::quiz::model::Answer;

/// Notes that a lesson was opened, and that one continues there.
///
/// # Errors
/// The database's.
pub fn open_lesson(conn: &mut Conn, ctx: &Ctx, enrolment: EnrolmentId, lesson: &Slug) -> Result<()> {
    store::insert_opened(conn, ctx, enrolment, lesson)
}

/// What became of finishing a lesson.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Done {
    /// It is done; perhaps the course with it.
    Yes(Completion),
    /// Some checks were never answered.
    ChecksOpen,
}

/// Finishes a lesson, once each of its checks has been answered, rightly or not.
///
/// # Errors
/// The database's.
pub fn finish_lesson(
    conn: &mut Conn,
    ctx: &Ctx,
    enrolment: &Enrolment,
    course: &Course,
    lesson: &Slug,
) -> Result<Done> {
    let checks = course.lesson(lesson).map(|(_, lesson)| lesson.checks.as_slice()).unwrap_or_default();
    let answers = store::list_check_answers(conn, enrolment.id, checks)?;
    let is_answered = |check: &&Slug| {
        let body = course.question(check).map(|(_, question)| &question.body);
        let complete = |answer: &Answer| body.is_none_or(|body| kinds::is_complete(body, answer));
        answers.iter().any(|(question, answer)| question == *check && complete(answer))
    };
    if !checks.iter().all(|check| is_answered(&check)) {
        return Ok(Done::ChecksOpen);
    }
    store::set_lesson_done(conn, ctx, enrolment.id, lesson)?;
    complete_if_done(conn, ctx, enrolment, course).map(Done::Yes)
}
