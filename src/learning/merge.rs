//! Two accounts of one person become one: what was learned moves.
//!
//! Rules: a course that only the closed account has moves whole. In a course that both have, what is done in either
//! counts: lessons, passed tests, answers and tries are put together, tries in the order of the accounts. Edition,
//! completion and the name for the certificate are those of the enrolment with the better progress, if a name was chosen
//! there. A try that runs in both accounts stays with the closed one. Nothing is deleted.

use super::model::Enrolment;
use super::store::{self, merged};
use crate::db::Conn;
use crate::kernel::Result;
use crate::kernel::ids::{EnrolmentId, PersonId};

/// A course of the account to be closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moving {
    /// Its enrolment.
    pub from: Enrolment,
    /// The other account's enrolment in the same course.
    pub into: Option<Enrolment>,
    /// Lessons done and tests passed in the account to be closed.
    pub done: usize,
}

/// What would move.
///
/// # Errors
/// The database's.
pub fn list_moving(conn: &mut Conn, from: PersonId, into: PersonId) -> Result<Vec<Moving>> {
    let mut moving = Vec::new();
    for enrolment in store::list_enrolments(conn, from)? {
        let other = store::find_enrolment(conn, into, enrolment.course)?;
        let done = rank(conn, &enrolment)?.2;
        moving.push(Moving { from: enrolment, into: other, done });
    }
    Ok(moving)
}

/// Moves every enrolment to the other account. Returns the enrolments that were put together and may be complete now.
/// Run again, there is nothing left to move.
///
/// # Errors
/// The database's.
pub fn merge_learning(conn: &mut Conn, from: PersonId, into: PersonId) -> Result<Vec<EnrolmentId>> {
    let mut joined = Vec::new();
    for moving in list_moving(conn, from, into)? {
        match moving.into {
            None => merged::set_person(conn, moving.from.id, into)?,
            Some(kept) => {
                if rank(conn, &moving.from)? > rank(conn, &kept)? {
                    merged::set_fields(conn, &kept, &moving.from)?;
                }
                merged::move_lessons(conn, moving.from.id, kept.id)?;
                merged::move_checks(conn, moving.from.id, kept.id)?;
                merged::move_attempts(conn, moving.from.id, kept.id)?;
                merged::move_months(conn, moving.from.id, kept.id)?;
                joined.push(kept.id);
            }
        }
    }
    Ok(joined)
}

/// The better progress is greater: completed first, then what is being renewed (in the edition of today), then by how much
/// is done.
fn rank(conn: &mut Conn, enrolment: &Enrolment) -> Result<(bool, bool, usize)> {
    let progress = store::progress_of(conn, enrolment.id)?;
    let is_renewing = store::renew::find_since(conn, enrolment.id)?.is_some();
    Ok((enrolment.completed_at.is_some(), is_renewing, progress.lessons.len() + progress.passed.len()))
}
