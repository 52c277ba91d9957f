//! The people of one group with what they did in its course, as its trainer sees them: a handful of queries, however many
//! they are.

use std::collections::HashMap;

use super::keep::record;
use super::model::{Counted, Done, Group, Member, Totals};
use super::store::{
    self,
    members::{self, Place},
};
use crate::accounts;
use crate::certificates::register;
use crate::content::library::Shelf;
use crate::db::Conn;
use crate::kernel::ids::{GroupId, PersonId};
use crate::kernel::{Ctx, Day, Result, Role};
use crate::learning::{self, Enrolment, Progress};
use crate::organisations::{Held, HeldState, Minor};

/// Adds to each group how many belong to it, and the name of its trainer, if it has one who still is a trainer.
///
/// # Errors
/// The database's.
pub fn count_each(conn: &mut Conn, found: Vec<Group>) -> Result<Vec<Counted>> {
    let ids: Vec<GroupId> = found.iter().map(|group| group.id).collect();
    let trainers: Vec<PersonId> = found.iter().filter_map(|group| group.trainer).collect();
    let counts: HashMap<GroupId, i64> = store::count_members(conn, &ids)?.into_iter().collect();
    let leading = accounts::list_open_names(conn, &trainers, Role::Trainer)?;
    let names: HashMap<PersonId, String> = leading.into_iter().collect();
    let counted = |group: Group| Counted {
        people: counts.get(&group.id).copied().unwrap_or_default(),
        trainer: group.trainer.and_then(|id| names.get(&id).cloned()),
        group,
    };
    Ok(found.into_iter().map(counted).collect())
}

/// A part of the people of this group, by name, and how many they are.
///
/// # Errors
/// The database's.
pub fn list_members(
    conn: &mut Conn,
    group: &Group,
    (shelf, today): (&Shelf, Day),
    page: (i64, i64),
) -> Result<(Vec<Member>, i64)> {
    let (mut found, count) = members::list_found(conn, (group.id, today), page)?;
    add_done(conn, group, &mut found, (shelf, today))?;
    Ok((found, count))
}

/// So many of them after a place, by name, and where the last of them stands; no place if nobody is left.
///
/// # Errors
/// The database's.
pub fn list_members_from(
    conn: &mut Conn,
    group: &Group,
    (shelf, today): (&Shelf, Day),
    part: (Option<&Place>, i64),
) -> Result<(Vec<Member>, Option<Place>)> {
    let (mut found, last) = members::list_found_after(conn, (group.id, today), part)?;
    add_done(conn, group, &mut found, (shelf, today))?;
    Ok((found, last))
}

/// How many belong to this group, and whether one of them may be a minor.
///
/// # Errors
/// The database's.
pub fn count_members(conn: &mut Conn, group: GroupId, today: Day) -> Result<(i64, Minor)> {
    let years = members::count_by_year(conn, group)?;
    let is_minor = years.iter().any(|(year, _)| Minor::of(*year, today) == Minor::Yes);
    Ok((years.iter().map(|(_, count)| count).sum(), if is_minor { Minor::Yes } else { Minor::No }))
}

/// How many of this group have completed its course, and how many hold a certificate of it that is valid on a day.
///
/// # Errors
/// The database's.
pub fn count_done(conn: &mut Conn, group: &Group, today: Day) -> Result<Totals> {
    members::count_done(conn, group, today)
}

/// One person, if they belong to this group.
///
/// # Errors
/// The database's.
pub fn find_member(
    conn: &mut Conn,
    group: &Group,
    (shelf, today): (&Shelf, Day),
    person: PersonId,
) -> Result<Option<Member>> {
    let mut found: Vec<Member> = members::find_one(conn, (group.id, today), person)?.into_iter().collect();
    add_done(conn, group, &mut found, (shelf, today))?;
    Ok(found.pop())
}

/// Adds what these people did in the course of the group, and what they hold of it.
fn add_done(conn: &mut Conn, group: &Group, found: &mut [Member], (shelf, today): (&Shelf, Day)) -> Result<()> {
    let ids: Vec<PersonId> = found.iter().map(|member| member.person).collect();
    let enrolments = learning::list_enrolments_in(conn, group.course, &ids)?;
    let progress = learning::progress_of_many(conn, &enrolments)?;
    let mut done: HashMap<PersonId, Done> = enrolments
        .iter()
        .zip(&progress)
        .filter_map(|(enrolment, progress)| Some((enrolment.person, done_of(enrolment, progress, shelf)?)))
        .collect();
    let mut held: HashMap<PersonId, Vec<Held>> = HashMap::new();
    for certificate in register::list_counting_of(conn, &ids, today)? {
        let state = HeldState::of(&certificate, today).filter(|_| certificate.course == group.course);
        if let (Some(person), Some(state)) = (certificate.person, state) {
            let (course, title, kind) = (certificate.course, certificate.course_title, certificate.kind);
            held.entry(person).or_default().push(Held { course, title, kind, state });
        }
    }
    for member in found {
        member.done = done.remove(&member.person);
        member.held = held.remove(&member.person).unwrap_or_default();
    }
    Ok(())
}

/// By the edition in which somebody is.
fn done_of(enrolment: &Enrolment, progress: &Progress, shelf: &Shelf) -> Option<Done> {
    let course = &shelf.edition(enrolment.course, enrolment.edition)?.course;
    let (parts, percent) = (progress.count(course), progress.percent(course));
    Some(Done { parts, percent, completed_at: enrolment.completed_at })
}

/// Notes that the people of this group were taken as a file, how many, and whether one may be a minor.
///
/// # Errors
/// The database's.
pub fn note_export(conn: &mut Conn, ctx: &Ctx, group: GroupId, (count, minor): (i64, Minor)) -> Result<()> {
    let details = match minor {
        Minor::Yes => serde_json::json!({ "count": count, "minor": true }),
        Minor::No | Minor::Unknown => serde_json::json!({ "count": count }),
    };
    record(conn, ctx, group, ("group exported", details))
}
