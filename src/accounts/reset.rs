//! A new password by a link in a mail.

use super::model::LinkPurpose;
use super::store::{self, NewLink};
use super::{audit, change_password, mails};
use crate::db::Conn;
use crate::kernel::ids::PersonId;
use crate::kernel::{Ctx, Error, Result, Secret};

/// Sends a link to the account with this address, if there is one. The answer never tells which.
///
/// # Errors
/// The database's.
pub fn request_reset(conn: &mut Conn, ctx: &Ctx, identifier: &str, link: &Secret, base: &str) -> Result<()> {
    let found = store::find_credentials(conn, identifier)?.filter(|(_, _, disabled, _)| disabled.is_none());
    let Some((id, ..)) = found else { return Ok(()) };
    let Some(person) = store::find_person(conn, id)? else { return Ok(()) };
    let Some(recipient) = mails::recipient_of(&person) else { return Ok(()) };
    insert(conn, ctx, id, link)?;
    mails::queue_reset(conn, ctx, &recipient, link, base)
}

/// Makes a link for the command line to print.
///
/// # Errors
/// Not found; the database's.
pub fn make_reset_link(conn: &mut Conn, ctx: &Ctx, identifier: &str, link: &Secret) -> Result<PersonId> {
    let id = store::find_person_by_identifier(conn, identifier)?.ok_or(Error::NotFound)?;
    insert(conn, ctx, id, link)?;
    let entry = audit::Entry {
        action: "reset link made",
        subject: "person",
        subject_id: Some(id.0),
        details: serde_json::Value::Null,
    };
    audit::record(conn, ctx, &entry)?;
    Ok(id)
}

fn insert(conn: &mut Conn, ctx: &Ctx, person: PersonId, link: &Secret) -> Result<()> {
    store::set_links_used(conn, ctx, LinkPurpose::ResetPassword, Some(person))?;
    let new =
        NewLink { purpose: LinkPurpose::ResetPassword, digest: &link.digest(), person: Some(person), email: None };
    store::insert_link(conn, ctx, &new)
}

/// What became of a reset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reset {
    /// The new password holds, and every sign-in of the account has ended.
    Done(PersonId),
    /// The link was used before or has expired.
    LinkGone,
}

/// Sets a new password, ends what came before it, and tells the owner by mail, unless it is the first one.
///
/// # Errors
/// The database's.
pub fn reset_password(conn: &mut Conn, ctx: &Ctx, link: &Secret, hash: &str, base: &str) -> Result<Reset> {
    let found = store::find_link(conn, ctx, LinkPurpose::ResetPassword, &link.digest())?;
    let Some(found) = found else { return Ok(Reset::LinkGone) };
    let Some(person) = found.person else { return Ok(Reset::LinkGone) };
    if !store::set_link_used(conn, ctx, found.id)? {
        return Ok(Reset::LinkGone);
    }
    // Who had none before, because the staff or the shell made the account, is not told of a change.
    let is_first = store::care::has_never_signed_in(conn, person)?;
    store::set_password(conn, person, hash)?;
    change_password::end_former(conn, ctx, person)?;
    if let Some(owner) = store::find_person(conn, person)?.filter(|_| !is_first) {
        mails::queue_password_changed(conn, ctx, &owner, base)?;
    }
    let entry = audit::Entry {
        action: "password reset",
        subject: "person",
        subject_id: Some(person.0),
        details: serde_json::Value::Null,
    };
    audit::record(conn, ctx, &entry)?;
    Ok(Reset::Done(person))
}

/// True if the link still works; for showing the form.
///
/// # Errors
/// The database's.
pub fn link_works(conn: &mut Conn, ctx: &Ctx, purpose: LinkPurpose, link: &Secret) -> Result<bool> {
    Ok(store::find_link(conn, ctx, purpose, &link.digest())?.is_some())
}
