//! Asking to belong to an organisation, joining by a code, leaving.

use super::mails;
use super::model::{InvitationCode, Organisation};
use super::store;
use crate::accounts::audit;
use crate::db::Conn;
use crate::kernel::ids::{MembershipId, OrganisationId, PersonId};
use crate::kernel::{Ctx, Error, Result, Timestamp};

/// How many organisations one may belong to, or ask.
pub const MOST: i64 = 5;
/// How often one may ask within 24 hours.
const PER_DAY: i64 = 10;
const DAY: i64 = 24 * 60 * 60;

/// What became of asking or joining.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Joined {
    /// A coordinator decides now.
    Asked,
    /// Belongs there now.
    Member,
    /// Asks or belongs there already.
    AlreadySo,
    /// Too many organisations, or too often in a day.
    TooMany,
    /// There is no such organisation or code (any more).
    NotThere,
}

fn may_ask(conn: &mut Conn, ctx: &Ctx, person: PersonId) -> Result<bool> {
    let (open, lately) = store::count_of_person(conn, person, ctx.now.plus_seconds(-DAY))?;
    Ok(open < MOST && lately < PER_DAY)
}

/// Asks to belong to an organisation; its coordinators are told once a day that somebody asks.
///
/// # Errors
/// The database's.
pub fn ask(
    conn: &mut Conn,
    ctx: &Ctx,
    (person, organisation): (PersonId, OrganisationId),
    base: &str,
) -> Result<Joined> {
    let found = store::find_organisation(conn, organisation)?.filter(|found| found.closed_at.is_none());
    let Some(found) = found else { return Ok(Joined::NotThere) };
    if !may_ask(conn, ctx, person)? {
        return Ok(Joined::TooMany);
    }
    if !store::insert_membership(conn, ctx, (organisation, person), None)? {
        return Ok(Joined::AlreadySo);
    }
    mails::queue_asked(conn, ctx, &found, base)?;
    Ok(Joined::Asked)
}

/// The organisation whose code this is, if it works.
///
/// # Errors
/// The database's.
pub fn find_invited(conn: &mut Conn, code: &InvitationCode, now: Timestamp) -> Result<Option<Organisation>> {
    Ok(store::find_by_code(conn, code, now)?.map(|(_, organisation)| organisation))
}

/// Joins by a code: whoever gave it out has decided already. Who had asked there belongs there now.
///
/// # Errors
/// The database's.
pub fn join_by_code(conn: &mut Conn, ctx: &Ctx, person: PersonId, code: &InvitationCode) -> Result<Joined> {
    let Some((invitation, organisation)) = store::find_by_code(conn, code, ctx.now)? else {
        return Ok(Joined::NotThere);
    };
    let joins = (organisation.id, person);
    if store::set_joined(conn, ctx, joins, invitation)? {
        record(conn, ctx, (person, organisation.id), "membership by code")?;
        return Ok(Joined::Member);
    }
    if !may_ask(conn, ctx, person)? {
        return Ok(Joined::TooMany);
    }
    if !store::insert_membership(conn, ctx, joins, Some(invitation))? {
        return Ok(Joined::AlreadySo);
    }
    record(conn, ctx, (person, organisation.id), "membership by code")?;
    Ok(Joined::Member)
}

/// What became of leaving.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeaveOutcome {
    /// Belongs there no longer, and is seen there no longer.
    Left,
    /// It had ended before.
    AlreadySo,
}

/// Leaves an organisation, or takes back that one asked.
///
/// # Errors
/// Not found, also for somebody else's; the database's.
pub fn leave(conn: &mut Conn, ctx: &Ctx, person: PersonId, id: MembershipId) -> Result<LeaveOutcome> {
    let own = store::list_of_person(conn, person, i64::from(u32::MAX))?;
    let found = own.into_iter().find(|membership| membership.id == id).ok_or(Error::NotFound)?;
    if !store::set_left(conn, ctx, person, id)? {
        return Ok(LeaveOutcome::AlreadySo);
    }
    record(conn, ctx, (person, found.organisation.id), "membership left")?;
    Ok(LeaveOutcome::Left)
}

fn record(
    conn: &mut Conn,
    ctx: &Ctx,
    (person, organisation): (PersonId, OrganisationId),
    action: &'static str,
) -> Result<()> {
    let details = serde_json::json!({ "organisation": organisation });
    audit::record(conn, ctx, &audit::Entry { action, subject: "person", subject_id: Some(person.0), details })
}
