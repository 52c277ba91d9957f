//! Giving and taking roles, and letting people in or not.

use super::listed::Listed;
use super::model::Person;
use super::{api_token, audit, store};
use crate::db::Conn;
use crate::kernel::ids::{OrganisationId, PersonId};
use crate::kernel::{Actor, Ctx, Error, Result, Role};

/// What became of a grant or a withdrawal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Granted {
    /// Done.
    Yes,
    /// It was so already.
    AlreadySo,
    /// The installation would be left without an administrator.
    LastAdministrator,
}

/// True if the one who acts may give or take this role. The shell may: who reaches it owns the installation.
pub(super) fn may_grant(conn: &mut Conn, ctx: &Ctx, role: Role) -> Result<bool> {
    match ctx.actor {
        Actor::Shell | Actor::System => Ok(true),
        Actor::Visitor => Ok(false),
        Actor::Person(id) => Ok(store::list_roles(conn, id)?.into_iter().any(|own| own.may_grant(role))),
    }
}

/// True if the one who acts may change this account: every role that it holds is one they may grant. Otherwise who
/// corrects an administrator's e-mail could have a new password sent there.
pub(super) fn is_in_reach(conn: &mut Conn, ctx: &Ctx, person: &Person) -> Result<bool> {
    for role in person.roles.iter().copied().chain([Role::Trainer]) {
        if !may_grant(conn, ctx, role)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Those of the people who were found whom the one who acts may change.
///
/// # Errors
/// The database's.
pub fn keep_in_reach(conn: &mut Conn, ctx: &Ctx, found: Vec<Listed>) -> Result<Vec<Listed>> {
    let mut kept = Vec::new();
    for listed in found {
        if let Some(person) = store::find_person(conn, listed.person.id)?
            && is_in_reach(conn, ctx, &person)?
        {
            kept.push(listed);
        }
    }
    Ok(kept)
}

/// Gives a role.
///
/// # Errors
/// Forbidden unless the one who acts may grant it, and for one that is held for something ([`grant_coordinator`]); not
/// found; the database's.
pub fn grant(conn: &mut Conn, ctx: &Ctx, person: PersonId, role: Role) -> Result<Granted> {
    if !may_grant(conn, ctx, role)? || !role.is_held_whole() {
        return Err(Error::Forbidden);
    }
    if store::find_person(conn, person)?.is_none() {
        return Err(Error::NotFound);
    }
    if !store::insert_grant(conn, ctx, person, role)? {
        return Ok(Granted::AlreadySo);
    }
    record(conn, ctx, person, ("role granted", role))?;
    Ok(Granted::Yes)
}

/// Takes a role away; it holds from the next request on.
///
/// # Errors
/// Forbidden unless the one who acts may grant it; the database's.
pub fn withdraw(conn: &mut Conn, ctx: &Ctx, person: PersonId, role: Role) -> Result<Granted> {
    if !may_grant(conn, ctx, role)? || !role.is_held_whole() {
        return Err(Error::Forbidden);
    }
    let holds = store::list_roles(conn, person)?.contains(&role);
    if holds && role == Role::Administrator && store::count_administrators(conn)? <= 1 {
        return Ok(Granted::LastAdministrator);
    }
    if !store::set_withdrawn(conn, ctx, person, role)? {
        return Ok(Granted::AlreadySo);
    }
    record(conn, ctx, person, ("role withdrawn", role))?;
    Ok(Granted::Yes)
}

/// Makes somebody a coordinator of one organisation.
///
/// # Errors
/// Forbidden unless the one who acts may grant it; not found; the database's.
pub fn grant_coordinator(
    conn: &mut Conn,
    ctx: &Ctx,
    person: PersonId,
    organisation: OrganisationId,
) -> Result<Granted> {
    if !may_grant(conn, ctx, Role::Coordinator)? {
        return Err(Error::Forbidden);
    }
    if store::find_person(conn, person)?.is_none_or(|person| person.disabled_at.is_some()) {
        return Err(Error::NotFound);
    }
    if !store::coordinators::insert_coordinator(conn, ctx, person, organisation)? {
        return Ok(Granted::AlreadySo);
    }
    record_coordinator(conn, ctx, person, ("role granted", organisation))?;
    Ok(Granted::Yes)
}

/// Makes somebody a coordinator of this organisation no longer; it holds from the next request on.
///
/// # Errors
/// Forbidden unless the one who acts may grant it; the database's.
pub fn withdraw_coordinator(
    conn: &mut Conn,
    ctx: &Ctx,
    person: PersonId,
    organisation: OrganisationId,
) -> Result<Granted> {
    if !may_grant(conn, ctx, Role::Coordinator)? {
        return Err(Error::Forbidden);
    }
    if !store::coordinators::set_coordinator_withdrawn(conn, ctx, person, organisation)? {
        return Ok(Granted::AlreadySo);
    }
    record_coordinator(conn, ctx, person, ("role withdrawn", organisation))?;
    Ok(Granted::Yes)
}

fn record_coordinator(
    conn: &mut Conn,
    ctx: &Ctx,
    person: PersonId,
    (action, organisation): (&'static str, OrganisationId),
) -> Result<()> {
    let details = serde_json::json!({ "role": Role::Coordinator.code(), "organisation": organisation });
    audit::record(conn, ctx, &audit::Entry { action, subject: "person", subject_id: Some(person.0), details })
}

fn record(conn: &mut Conn, ctx: &Ctx, person: PersonId, (action, role): (&'static str, Role)) -> Result<()> {
    let details = serde_json::json!({ "role": role.code() });
    audit::record(conn, ctx, &audit::Entry { action, subject: "person", subject_id: Some(person.0), details })
}

/// Whether a person may sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// May.
    Enabled,
    /// May not; every sign-in ends at once, and every token of a program for good.
    Disabled,
}

/// Lets a person in or keeps them out. Who holds a role that the one who acts may not grant is out of reach.
///
/// # Errors
/// Forbidden; not found; conflict for an account that was merged into another, which stays closed; the database's.
pub fn set_disabled(conn: &mut Conn, ctx: &Ctx, person: PersonId, access: Access) -> Result<Granted> {
    let found = store::find_person(conn, person)?.ok_or(Error::NotFound)?;
    if !is_in_reach(conn, ctx, &found)? {
        return Err(Error::Forbidden);
    }
    if access == Access::Enabled && found.merged_into.is_some() {
        return Err(Error::Conflict);
    }
    let is_administrator = found.roles.contains(&Role::Administrator) && found.disabled_at.is_none();
    if access == Access::Disabled && is_administrator && store::count_administrators(conn)? <= 1 {
        return Ok(Granted::LastAdministrator);
    }
    let (at, action) = match access {
        Access::Enabled => (None, "account enabled"),
        Access::Disabled => (Some(ctx.now), "account disabled"),
    };
    if found.disabled_at.is_some() == at.is_some() {
        return Ok(Granted::AlreadySo);
    }
    store::set_disabled(conn, person, at)?;
    if at.is_some() {
        store::set_all_ended(conn, person, ctx.now)?;
        api_token::revoke_all(conn, ctx, person)?;
    }
    let details = serde_json::Value::Null;
    audit::record(conn, ctx, &audit::Entry { action, subject: "person", subject_id: Some(person.0), details })?;
    Ok(Granted::Yes)
}
