//! What the centre does with organisations: makes, renames, closes and reopens them.

use super::model::{NewOrganisation, OrganisationName};
use super::store;
use crate::accounts::audit;
use crate::db::Conn;
use crate::kernel::ids::OrganisationId;
use crate::kernel::{Ctx, Error, Result};

/// What became of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// Done.
    Yes(OrganisationId),
    /// It was so already.
    AlreadySo,
    /// An open organisation has this name.
    NameTaken,
}

/// Makes an organisation.
///
/// # Errors
/// The database's.
pub fn make(conn: &mut Conn, ctx: &Ctx, new: &NewOrganisation) -> Result<Kept> {
    let Some(id) = store::insert_organisation(conn, ctx, new)? else { return Ok(Kept::NameTaken) };
    record(conn, ctx, id, ("organisation made", serde_json::json!({ "new": new.kk.as_str() })))?;
    Ok(Kept::Yes(id))
}

/// Gives an organisation other names.
///
/// # Errors
/// Not found; the database's.
pub fn rename(conn: &mut Conn, ctx: &Ctx, id: OrganisationId, new: &NewOrganisation) -> Result<Kept> {
    let found = store::find_organisation(conn, id)?.ok_or(Error::NotFound)?;
    let (was, is) = (&found.name, (new.kk.as_str(), new.ru.as_str(), new.en.as_ref().map(OrganisationName::as_str)));
    if (was.kk.as_deref(), was.ru.as_deref(), was.en.as_deref()) == (Some(is.0), Some(is.1), is.2) {
        return Ok(Kept::AlreadySo);
    }
    if !store::set_names(conn, id, new)? {
        return Ok(Kept::NameTaken);
    }
    let details = serde_json::json!({ "old": was.kk, "new": is.0 });
    record(conn, ctx, id, ("organisation renamed", details))?;
    Ok(Kept::Yes(id))
}

/// Closes an organisation: nobody joins it, its coordinators see it no longer. Who belongs to it stays, so that it can be
/// opened again.
///
/// # Errors
/// Not found; the database's.
pub fn close(conn: &mut Conn, ctx: &Ctx, id: OrganisationId) -> Result<Kept> {
    store::find_organisation(conn, id)?.ok_or(Error::NotFound)?;
    if !store::set_closed(conn, ctx, id)? {
        return Ok(Kept::AlreadySo);
    }
    store::set_invitation_ended(conn, ctx, id)?;
    record(conn, ctx, id, ("organisation closed", serde_json::Value::Null))?;
    Ok(Kept::Yes(id))
}

/// Opens an organisation again.
///
/// # Errors
/// Not found; the database's.
pub fn reopen(conn: &mut Conn, ctx: &Ctx, id: OrganisationId) -> Result<Kept> {
    let found = store::find_organisation(conn, id)?.ok_or(Error::NotFound)?;
    if found.closed_at.is_none() {
        return Ok(Kept::AlreadySo);
    }
    if !store::set_reopened(conn, &found)? {
        return Ok(Kept::NameTaken);
    }
    record(conn, ctx, id, ("organisation reopened", serde_json::Value::Null))?;
    Ok(Kept::Yes(id))
}

fn record(
    conn: &mut Conn,
    ctx: &Ctx,
    id: OrganisationId,
    (action, details): (&'static str, serde_json::Value),
) -> Result<()> {
    audit::record(conn, ctx, &audit::Entry { action, subject: "organisation", subject_id: Some(id.0), details })
}
