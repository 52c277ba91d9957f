//! The people of one organisation with what they hold, as its coordinator sees them.

use std::collections::HashMap;

use super::model::{Filter, Held, HeldState, Member};
use super::store::members::{self, Place};
use crate::accounts::audit;
use crate::certificates::{Certificate, register};
use crate::db::Conn;
use crate::kernel::ids::{OrganisationId, PersonId};
use crate::kernel::{Ctx, Day, Result};

/// A part of the people of this organisation that a filter finds, by name, and how many there are.
///
/// # Errors
/// The database's.
pub fn list_members(
    conn: &mut Conn,
    organisation: OrganisationId,
    (filter, today): (&Filter, Day),
    page: (i64, i64),
) -> Result<(Vec<Member>, i64)> {
    let count = members::count_found(conn, organisation, (filter, today))?;
    let mut found = members::list_found(conn, organisation, (filter, today), page)?;
    add_held(conn, &mut found, today)?;
    Ok((found, count))
}

/// A part of the people of this organisation for programs: those after one, by their numbers; and how many belong to it.
///
/// # Errors
/// The database's.
pub fn list_members_after(
    conn: &mut Conn,
    asked: (OrganisationId, Day),
    part: (PersonId, i64),
) -> Result<(Vec<Member>, i64)> {
    let count = members::count_found(conn, asked.0, (&Filter::default(), asked.1))?;
    let mut found = members::list_after(conn, asked, part)?;
    add_held(conn, &mut found, asked.1)?;
    Ok((found, count))
}

/// A part of them for a list of all: those after a place, by name, and where the part ends; none if nobody is left.
///
/// # Errors
/// The database's.
pub fn list_members_from(
    conn: &mut Conn,
    organisation: OrganisationId,
    asked: (&Filter, Day),
    part: (Option<&Place>, i64),
) -> Result<(Vec<Member>, Option<Place>)> {
    let (mut found, last) = members::list_found_after(conn, organisation, asked, part)?;
    add_held(conn, &mut found, asked.1)?;
    Ok((found, last))
}

/// One person, if they belong to this organisation.
///
/// # Errors
/// The database's.
pub fn find_member(
    conn: &mut Conn,
    organisation: OrganisationId,
    (person, today): (PersonId, Day),
) -> Result<Option<Member>> {
    let mut found: Vec<Member> = members::find_one(conn, organisation, (person, today))?.into_iter().collect();
    add_held(conn, &mut found, today)?;
    Ok(found.pop())
}

/// Adds what these people hold, and what it is worth on a day.
pub(super) fn add_held(conn: &mut Conn, found: &mut [Member], on: Day) -> Result<()> {
    let ids: Vec<PersonId> = found.iter().map(|member| member.person).collect();
    let mut by_person: HashMap<PersonId, Vec<Held>> = HashMap::new();
    for certificate in register::list_counting_of(conn, &ids, on)? {
        if let (Some(person), Some(held)) = (certificate.person, held(certificate, on)) {
            by_person.entry(person).or_default().push(held);
        }
    }
    for member in found {
        member.held = by_person.remove(&member.person).unwrap_or_default();
    }
    Ok(())
}

/// The other one counts of two, and is listed.
fn held(certificate: Certificate, on: Day) -> Option<Held> {
    let state = HeldState::of(&certificate, on)?;
    Some(Held { course: certificate.course, title: certificate.course_title, kind: certificate.kind, state })
}

/// How many people of this organisation a filter finds.
///
/// # Errors
/// The database's.
pub fn count_found(conn: &mut Conn, organisation: OrganisationId, asked: (&Filter, Day)) -> Result<i64> {
    members::count_found(conn, organisation, asked)
}

/// Notes that so many people of this organisation are taken as a file. They are counted before, by [`count_found`]: that
/// goes over the register, and whoever writes waits for nobody who counts.
///
/// # Errors
/// The database's.
pub fn note_export(conn: &mut Conn, ctx: &Ctx, organisation: OrganisationId, count: i64) -> Result<()> {
    let details = serde_json::json!({ "count": count });
    let action = "people exported";
    let entry = audit::Entry { action, subject: "organisation", subject_id: Some(organisation.0), details };
    audit::record(conn, ctx, &entry)
}
