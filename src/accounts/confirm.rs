//! Confirming an e-mail address by a link.

use super::model::LinkPurpose;
use super::store::{self, NewLink};
use super::{audit, mails};
use crate::db::Conn;
use crate::kernel::ids::PersonId;
use crate::kernel::{Ctx, Email, Result, Secret};

/// What became of a confirmation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Confirmed {
    /// The address is confirmed and held mail is on its way.
    Yes(PersonId),
    /// The link was used before, has expired, or the address has changed since.
    LinkGone,
}

/// Uses a confirmation link.
///
/// # Errors
/// The database's.
pub fn confirm(conn: &mut Conn, ctx: &Ctx, secret: &Secret) -> Result<Confirmed> {
    let link = store::find_link(conn, ctx, LinkPurpose::ConfirmEmail, &secret.digest())?;
    let Some(link) = link else { return Ok(Confirmed::LinkGone) };
    let (Some(person), Some(email)) = (link.person, link.email.as_deref()) else { return Ok(Confirmed::LinkGone) };
    if !store::set_link_used(conn, ctx, link.id)? || !store::set_email_confirmed(conn, person, email, ctx.now)? {
        return Ok(Confirmed::LinkGone);
    }
    if let Some(address) = Email::parse(email) {
        crate::mail::release::release(conn, ctx, person, &address)?;
    }
    let entry = audit::Entry {
        action: "e-mail confirmed",
        subject: "person",
        subject_id: Some(person.0),
        details: serde_json::Value::Null,
    };
    audit::record(conn, ctx, &entry)?;
    Ok(Confirmed::Yes(person))
}

/// Sends the confirmation again; the former link ends. Does nothing if nothing is to be confirmed.
///
/// # Errors
/// The database's.
pub fn send_again(conn: &mut Conn, ctx: &Ctx, person: PersonId, link: &Secret, base: &str) -> Result<()> {
    let Some(person) = store::find_person(conn, person)? else { return Ok(()) };
    let Some(email) = person.email.as_deref().filter(|_| person.email_confirmed_at.is_none()) else { return Ok(()) };
    store::set_links_used(conn, ctx, LinkPurpose::ConfirmEmail, Some(person.id))?;
    let new = NewLink {
        purpose: LinkPurpose::ConfirmEmail,
        digest: &link.digest(),
        person: Some(person.id),
        email: Some(email),
    };
    store::insert_link(conn, ctx, &new)?;
    match mails::recipient_of(&person) {
        Some(recipient) => mails::queue_confirmation(conn, ctx, &recipient, link, base),
        None => Ok(()),
    }
}
