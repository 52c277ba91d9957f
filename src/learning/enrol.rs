//! Beginning a course.

use super::model::Enrolment;
use super::store;
use crate::content::withdraw::is_withdrawn;
use crate::db::Conn;
use crate::kernel::ids::{CourseId, PersonId};
use crate::kernel::{Ctx, Error, Result};

/// What became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Enrolled {
    /// The person is in the course, now or since before.
    Yes,
    /// The course takes no new learners.
    Closed,
    /// These courses are to be completed first.
    After(Vec<CourseId>),
}

/// Enrols a person, unless the course takes no new learners or others are to be completed first. Whoever is in the course
/// stays in it, whatever is asked of newcomers later.
///
/// # Errors
/// The database's.
pub fn enrol_if_offered(
    conn: &mut Conn,
    ctx: &Ctx,
    person: PersonId,
    course: (CourseId, i32),
    first: &[CourseId],
) -> Result<Enrolled> {
    let may = may_enrol(conn, person, course.0, first)?;
    if may == Enrolled::Yes {
        enrol(conn, ctx, person, course)?;
    }
    Ok(may)
}

/// What [`enrol_if_offered`] would answer.
///
/// # Errors
/// The database's.
pub fn may_enrol(conn: &mut Conn, person: PersonId, course: CourseId, first: &[CourseId]) -> Result<Enrolled> {
    if store::find_enrolment(conn, person, course)?.is_some() {
        return Ok(Enrolled::Yes);
    }
    if is_withdrawn(conn, course)? {
        return Ok(Enrolled::Closed);
    }
    let missing = list_uncompleted(conn, person, first)?;
    Ok(if missing.is_empty() { Enrolled::Yes } else { Enrolled::After(missing) })
}

/// Those of these courses that a person has not completed.
///
/// # Errors
/// The database's.
pub fn list_uncompleted(conn: &mut Conn, person: PersonId, courses: &[CourseId]) -> Result<Vec<CourseId>> {
    if courses.is_empty() {
        return Ok(Vec::new());
    }
    let enrolments = store::list_enrolments(conn, person)?;
    let is_completed = |course: &CourseId| {
        enrolments.iter().any(|enrolment| enrolment.course == *course && enrolment.completed_at.is_some())
    };
    Ok(courses.iter().copied().filter(|course| !is_completed(course)).collect())
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
