//! Beginning a course.

use super::model::Enrolment;
use super::store;
use crate::content::withdraw::is_withdrawn;
use crate::db::Conn;
use crate::kernel::ids::{CourseId, PersonId};
use crate::kernel::{Ctx, Error, Result};

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Enrolled {
    /// The person is in the course, now or since before.
    Yes,
    /// The course takes no new learners.
    Closed,
}

/// Enrols a person, unless the course takes no new learners.
///
/// # Errors
/// The database's.
pub fn enrol_if_offered(conn: &mut Conn, ctx: &Ctx, person: PersonId, course: (CourseId, i32)) -> Result<Enrolled> {
    if is_withdrawn(conn, course.0)? && store::find_enrolment(conn, person, course.0)?.is_none() {
        return Ok(Enrolled::Closed);
    }
    enrol(conn, ctx, person, course)?;
    Ok(Enrolled::Yes)
}

/// Enrols a person in an edition of a course. Whoever is enrolled already stays as they are: a second click, or
/// another window, changes nothing.
///
/// # Errors
/// The database's.
pub fn enrol(conn: &mut Conn, ctx: &Ctx, person: PersonId, course: (CourseId, i32)) -> Result<Enrolment> {
    store::insert_enrolment(conn, ctx, person, course)?;
    store::find_enrolment(conn, person, course.0)?.ok_or(Error::NotFound)
}
