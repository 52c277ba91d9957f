//! Completing a course: once, and told to the features above in the same transaction.

use super::model::Enrolment;
use super::store;
use crate::content::model::Course;
use crate::db::Conn;
use crate::jobs::events::{Event, raise};
use crate::kernel::{Ctx, Result};

/// Whether the course is complete.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Completion {
    /// It has just become so.
    JustNow,
    /// It was so before.
    Before,
    /// Something is left to do.
    NotYet,
    /// Nothing is left to do in this edition, but the person has moved to another one meanwhile: that is to be asked.
    Moved,
}

/// Completes the enrolment if everything is done in the edition that it names, whose course this is. However often it
/// is asked, the event is raised once.
///
/// # Errors
/// The database's.
pub fn complete_if_done(conn: &mut Conn, ctx: &Ctx, enrolment: &Enrolment, course: &Course) -> Result<Completion> {
    if enrolment.completed_at.is_some() {
        return Ok(Completion::Before);
    }
    if !store::progress_of(conn, enrolment.id)?.is_complete(course) {
        return Ok(Completion::NotYet);
    }
    if !store::set_completed(conn, (enrolment.id, enrolment.edition), ctx.now)? {
        let is_open = store::get_enrolment(conn, enrolment.id)?.completed_at.is_none();
        return Ok(if is_open { Completion::Moved } else { Completion::Before });
    }
    raise(conn, ctx, Event::CourseCompleted { enrolment: enrolment.id })?;
    Ok(Completion::JustNow)
}
