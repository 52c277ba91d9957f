//! Beginning a course.

use super::model::Enrolment;
use super::store;
use crate::db::Conn;
use crate::kernel::ids::{CourseId, PersonId};
use crate::kernel::{Ctx, Error, Result};

/// Enrols a person in an edition of a course. Whoever is enrolled already stays as they are: a second click, or
/// another window, changes nothing.
///
/// # Errors
/// The database's.
pub fn enrol(conn: &mut Conn, ctx: &Ctx, person: PersonId, course: (CourseId, i32)) -> Result<Enrolment> {
    store::insert_enrolment(conn, ctx, person, course)?;
    store::find_enrolment(conn, person, course.0)?.ok_or(Error::NotFound)
}
