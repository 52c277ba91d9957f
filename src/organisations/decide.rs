//! What a coordinator decides: who belongs to the organisation.

use super::mails::{self, Told};
use super::model::{Membership, Standing};
use super::store;
use crate::accounts::{self, audit};
use crate::db::Conn;
use crate::kernel::ids::{MembershipId, OrganisationId, PersonId};
use crate::kernel::{Ctx, Error, Result};

/// What a coordinator answers to somebody who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// They belong to it.
    Accept,
    /// They do not.
    Decline,
}

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decided {
    /// Done, and the person is told.
    Yes,
    /// It was decided before, or the person took it back.
    Before,
}

/// Accepts or declines somebody who asked this organisation.
///
/// # Errors
/// Not found, also for who asked another organisation; the database's.
pub fn decide(
    conn: &mut Conn,
    ctx: &Ctx,
    (organisation, id): (OrganisationId, MembershipId),
    decision: Decision,
    base: &str,
) -> Result<Decided> {
    let person = store::find_person_of(conn, organisation, id)?.ok_or(Error::NotFound)?;
    let is_done = match decision {
        Decision::Accept => store::set_accepted(conn, ctx, organisation, id)?,
        Decision::Decline => store::set_declined(conn, ctx, organisation, id)?,
    };
    if !is_done {
        return Ok(Decided::Before);
    }
    let (action, told) = match decision {
        Decision::Accept => ("membership accepted", Told::Accepted),
        Decision::Decline => ("membership declined", Told::Declined),
    };
    finish(conn, ctx, (organisation, id, person), (action, told), base)
}

/// Lets somebody belong to an organisation whom the centre makes an account for: false if they do, or it is closed.
///
/// # Errors
/// The database's.
pub fn place(conn: &mut Conn, ctx: &Ctx, (organisation, person): (OrganisationId, PersonId)) -> Result<bool> {
    let found = store::find_organisation(conn, organisation)?;
    let is_open = found.is_some_and(|found| found.closed_at.is_none());
    let is_new = is_open && store::insert_placed(conn, ctx, (organisation, person))?;
    if is_new {
        let details = serde_json::json!({ "organisation": organisation });
        let action = "membership accepted";
        audit::record(conn, ctx, &audit::Entry { action, subject: "person", subject_id: Some(person.0), details })?;
    }
    Ok(is_new)
}

/// Ends that somebody belongs to this organisation.
///
/// # Errors
/// Not found, also for who belongs elsewhere; the database's.
pub fn remove(
    conn: &mut Conn,
    ctx: &Ctx,
    (organisation, id): (OrganisationId, MembershipId),
    base: &str,
) -> Result<Decided> {
    let person = store::find_person_of(conn, organisation, id)?.ok_or(Error::NotFound)?;
    if !store::set_removed(conn, ctx, organisation, id)? {
        return Ok(Decided::Before);
    }
    finish(conn, ctx, (organisation, id, person), ("membership ended", Told::Removed), base)
}

/// What became of putting somebody into an organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Put {
    /// They belong to it, and are told.
    Yes,
    /// They belonged to it before.
    AlreadySo,
    /// It is closed, or there is none.
    Closed,
}

/// Puts somebody who has an account into an organisation, for the centre; whoever had asked there is accepted.
///
/// # Errors
/// Not found; forbidden if the account is out of reach; conflict if it is closed; the database's.
pub fn put(conn: &mut Conn, ctx: &Ctx, (organisation, person): (OrganisationId, PersonId), base: &str) -> Result<Put> {
    if accounts::cared_for(conn, ctx, person)?.disabled_at.is_some() {
        return Err(Error::Conflict);
    }
    if store::find_organisation(conn, organisation)?.is_none_or(|found| found.closed_at.is_some()) {
        return Ok(Put::Closed);
    }
    let is_new = store::insert_placed(conn, ctx, (organisation, person))?;
    let Some(own) = find_open(conn, (organisation, person))? else { return Ok(Put::AlreadySo) };
    if !is_new && !store::set_accepted(conn, ctx, organisation, own.id)? {
        return Ok(Put::AlreadySo);
    }
    finish(conn, ctx, (organisation, own.id, person), ("membership accepted", Told::Placed), base)?;
    Ok(Put::Yes)
}

/// The membership of somebody in an organisation that has not ended.
fn find_open(conn: &mut Conn, (organisation, person): (OrganisationId, PersonId)) -> Result<Option<Membership>> {
    let own = store::list_of_person(conn, person, i64::from(u32::MAX))?.into_iter();
    let is_open = |one: &Membership| matches!(one.standing, Standing::Asked | Standing::Member { .. });
    Ok(own.filter(is_open).find(|one| one.organisation.id == organisation))
}

/// Ends that somebody belongs to an organisation, for the centre.
///
/// # Errors
/// Not found, also for a membership of somebody else; forbidden if the account is out of reach; the database's.
pub fn end_by_centre(
    conn: &mut Conn,
    ctx: &Ctx,
    (person, id): (PersonId, MembershipId),
    base: &str,
) -> Result<Decided> {
    accounts::cared_for(conn, ctx, person)?;
    let own = store::list_of_person(conn, person, i64::from(u32::MAX))?;
    let organisation = own.iter().find(|one| one.id == id).ok_or(Error::NotFound)?.organisation.id;
    if !store::set_removed(conn, ctx, organisation, id)? {
        return Ok(Decided::Before);
    }
    finish(conn, ctx, (organisation, id, person), ("membership ended", Told::Ended), base)
}

fn finish(
    conn: &mut Conn,
    ctx: &Ctx,
    (organisation, id, person): (OrganisationId, MembershipId, PersonId),
    (action, told): (&'static str, Told),
    base: &str,
) -> Result<Decided> {
    let details = serde_json::json!({ "organisation": organisation });
    audit::record(conn, ctx, &audit::Entry { action, subject: "person", subject_id: Some(person.0), details })?;
    let organisation = store::find_organisation(conn, organisation)?.ok_or(Error::NotFound)?;
    mails::queue_decision(conn, ctx, (&organisation, id, person), told, base)?;
    Ok(Decided::Yes)
}
