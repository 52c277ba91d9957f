//! Accounts made of a list: an invitation by mail, or an account that waits for its card.

use super::make::free_name;
use super::model::{LinkPurpose, NewPerson, Opened};
use super::store::{self, NewLink, made};
use super::{audit, change_email, mails};
use crate::db::Conn;
use crate::kernel::ids::PersonId;
use crate::kernel::{Ctx, Email, Error, Result, Secret};

/// True if an address has an account, or had one that may get it back.
///
/// # Errors
/// The database's.
pub fn is_email_taken(conn: &mut Conn, ctx: &Ctx, email: &Email) -> Result<bool> {
    change_email::is_taken(conn, ctx, email, None)
}

/// Makes the account of somebody on a list; `None` if the address has one. Whoever has an address is invited there, which
/// also confirms it; whoever has none gets a sign-in name and no password, until a card is made. The secrets are for the
/// sign-in name and for the link.
///
/// # Errors
/// Forbidden if nobody acts; conflict if a sign-in name or an address was taken at the same moment; the database's.
pub fn make_listed(
    conn: &mut Conn,
    ctx: &Ctx,
    new: &NewPerson,
    (naming, link): (&Secret, &Secret),
    base: &str,
) -> Result<Option<PersonId>> {
    let by = ctx.actor.person().ok_or(Error::Forbidden)?;
    if let Some(email) = &new.email
        && is_email_taken(conn, ctx, email)?
    {
        return Ok(None);
    }
    let person = store::insert_person(conn, ctx, new)?;
    if let Some(email) = &new.email {
        made::set_made_by(conn, person, by)?;
        let digest = link.digest();
        let invitation = NewLink {
            purpose: LinkPurpose::Invitation,
            digest: &digest,
            person: Some(person),
            email: Some(email.as_str()),
        };
        store::insert_link(conn, ctx, &invitation)?;
        if let Some(to) = mails::recipient(person, new) {
            mails::queue_invitation(conn, ctx, &to, link, base)?;
        }
    } else {
        let name = free_name(conn, &new.name, (naming, 0))?;
        made::set_made(conn, person, (by, &name, ctx.now))?;
    }
    let details = serde_json::json!({ "by": "staff" });
    let entry = audit::Entry { action: "account made", subject: "person", subject_id: Some(person.0), details };
    audit::record(conn, ctx, &entry)?;
    Ok(Some(person))
}

/// The address that an invitation went to, if it still works.
///
/// # Errors
/// The database's.
pub fn find_invitation(conn: &mut Conn, ctx: &Ctx, link: &Secret) -> Result<Option<String>> {
    Ok(store::find_link(conn, ctx, LinkPurpose::Invitation, &link.digest())?.and_then(|found| found.email))
}

/// Accepts an invitation: sets the password, notes the consent, confirms the address, signs this browser in. `None` if the
/// invitation was used, is too old, or went to an address that is another by now.
///
/// # Errors
/// The database's.
pub fn accept_invitation(
    conn: &mut Conn,
    ctx: &Ctx,
    link: &Secret,
    (hash, opened): (&str, &Opened),
) -> Result<Option<PersonId>> {
    let Some(found) = store::find_link(conn, ctx, LinkPurpose::Invitation, &link.digest())? else { return Ok(None) };
    let (Some(person), Some(email)) = (found.person, found.email.as_deref()) else { return Ok(None) };
    if !store::set_link_used(conn, ctx, found.id)? || !store::set_email_confirmed(conn, person, email, ctx.now)? {
        return Ok(None);
    }
    store::set_password(conn, person, hash)?;
    made::set_consent(conn, ctx, person, super::CONSENT_VERSION)?;
    if let Some(address) = Email::parse(email) {
        crate::mail::release::release(conn, ctx, person, &address)?;
    }
    store::insert_sign_in(conn, ctx, person, opened)?;
    let details = serde_json::json!({ "consent": super::CONSENT_VERSION });
    let entry = audit::Entry { action: "invitation accepted", subject: "person", subject_id: Some(person.0), details };
    audit::record(conn, ctx, &entry)?;
    Ok(Some(person))
}
