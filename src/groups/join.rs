//! Joining a group by its code, leaving it, being taken out of it.

use std::sync::Arc;

use super::keep::get;
use super::model::{Ending, Group, GroupCode, State, Whose};
use super::store::{self, members};
use crate::accounts::audit;
use crate::content::Published;
use crate::content::library::Shelf;
use crate::db::Conn;
use crate::kernel::ids::{CourseId, GroupId, PersonId};
use crate::kernel::{Ctx, Day, Error, Result};
use crate::learning::{self, Enrolled};

/// What became of joining.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Joined {
    /// Belongs to the group and is in the course.
    Yes,
    /// Belonged to it before.
    AlreadySo,
    /// No group has this code (any more).
    NotThere,
    /// It was closed for joining.
    Closed,
    /// Its last day is over.
    Over,
    /// Every place is taken.
    Full,
    /// The course takes no new learners.
    NotOffered,
    /// These courses are to be completed first.
    After(Vec<CourseId>),
}

/// The group whose code this is, and what would become of this person's joining: [`Joined::Yes`] if they may.
///
/// # Errors
/// The database's.
pub fn find_invited(
    conn: &mut Conn,
    code: &GroupCode,
    (person, today): (PersonId, Day),
    shelf: &Shelf,
) -> Result<Option<(Group, Joined)>> {
    let Some(group) = store::find_by_code(conn, code)? else { return Ok(None) };
    let mut may = may_join(conn, &group, (person, today))?;
    if may == Joined::Yes {
        may = may_enrol(conn, &group, person, shelf)?;
    }
    Ok(Some((group, may)))
}

/// What the course of the group says to this person.
fn may_enrol(conn: &mut Conn, group: &Group, person: PersonId, shelf: &Shelf) -> Result<Joined> {
    let Some((_, first)) = course_of(group, shelf) else { return Ok(Joined::NotOffered) };
    Ok(told(learning::may_enrol(conn, person, group.course, &first)?))
}

/// The published course of a group, and what is to be completed before it.
fn course_of<'a>(group: &Group, shelf: &'a Shelf) -> Option<(&'a Arc<Published>, Vec<CourseId>)> {
    let published = shelf.course_by_id(group.course)?;
    Some((published, shelf.prerequisites(published).iter().map(|one| one.course_id).collect()))
}

fn told(enrolled: Enrolled) -> Joined {
    match enrolled {
        Enrolled::Yes => Joined::Yes,
        Enrolled::Closed => Joined::NotOffered,
        Enrolled::After(missing) => Joined::After(missing),
    }
}

fn may_join(conn: &mut Conn, group: &Group, (person, today): (PersonId, Day)) -> Result<Joined> {
    if members::is_member(conn, group.id, person)? {
        return Ok(Joined::AlreadySo);
    }
    match group.state(today) {
        State::Closed => return Ok(Joined::Closed),
        State::Over => return Ok(Joined::Over),
        State::Open => {}
    }
    let taken = store::count_members(conn, &[group.id])?.first().map_or(0, |(_, count)| *count);
    let is_full = group.places.is_some_and(|places| taken >= i64::from(places));
    Ok(if is_full { Joined::Full } else { Joined::Yes })
}

/// Joins by a code, and enrols in the course of the group on the conditions that it has for everybody. The transaction is
/// serializable, so two people never get the last place.
///
/// # Errors
/// The database's.
pub fn join(
    conn: &mut Conn,
    ctx: &Ctx,
    (person, today): (PersonId, Day),
    code: &GroupCode,
    shelf: &Shelf,
) -> Result<Joined> {
    let Some(group) = store::find_by_code(conn, code)? else { return Ok(Joined::NotThere) };
    let may = may_join(conn, &group, (person, today))?;
    if may != Joined::Yes {
        return Ok(may);
    }
    let Some((published, first)) = course_of(&group, shelf) else { return Ok(Joined::NotOffered) };
    let enrolled = told(learning::enrol_if_offered(conn, ctx, person, (group.course, published.edition), &first)?);
    if enrolled != Joined::Yes {
        return Ok(enrolled);
    }
    if !members::insert_member(conn, ctx, group.id, person)? {
        return Ok(Joined::AlreadySo);
    }
    record(conn, ctx, (person, group.id), "group joined")?;
    Ok(Joined::Yes)
}

/// What became of leaving, or of taking somebody out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Left {
    /// Belongs to it no longer.
    Yes,
    /// Did not belong to it.
    AlreadySo,
}

/// Leaves a group; what was learned stays.
///
/// # Errors
/// The database's.
pub fn leave(conn: &mut Conn, ctx: &Ctx, (person, group): (PersonId, GroupId)) -> Result<Left> {
    if !members::set_ended(conn, ctx, (group, person), Ending::Left)? {
        return Ok(Left::AlreadySo);
    }
    record(conn, ctx, (person, group), "group left")?;
    Ok(Left::Yes)
}

/// Takes somebody out of a group; what they learned stays theirs, and with the code they could come again.
///
/// # Errors
/// Not found, also for another trainer's group and for who does not belong to it; the database's.
pub fn remove(conn: &mut Conn, ctx: &Ctx, (whose, group): (Whose, GroupId), person: PersonId) -> Result<()> {
    get(conn, whose, group)?;
    if !members::set_ended(conn, ctx, (group, person), Ending::Removed)? {
        return Err(Error::NotFound);
    }
    record(conn, ctx, (person, group), "group member removed")
}

fn record(conn: &mut Conn, ctx: &Ctx, (person, group): (PersonId, GroupId), action: &'static str) -> Result<()> {
    let details = serde_json::json!({ "group": group });
    audit::record(conn, ctx, &audit::Entry { action, subject: "person", subject_id: Some(person.0), details })
}
