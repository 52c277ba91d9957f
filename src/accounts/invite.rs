//! Accounts made of a list: an invitation by mail, or an account that waits for its card.

use std::collections::BTreeSet;

use super::mails::Recipient;
use super::make::free_name;
use super::model::{LinkPurpose, NewPerson, Opened, Person};
use super::store::{self, NewLink, made};
use super::{audit, change_email, change_password, mails};
use crate::db::Conn;
use crate::kernel::ids::PersonId;
use crate::kernel::{Ctx, Email, Error, Result, Secret, Timestamp};

/// Those of these folded addresses that have an account, or had one that may get them back.
///
/// # Errors
/// The database's.
pub fn list_taken(conn: &mut Conn, now: Timestamp, folded: &[String]) -> Result<BTreeSet<String>> {
    Ok(store::care::list_taken(conn, now, folded)?.into_iter().collect())
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
        && change_email::is_taken(conn, ctx, email, None)?
    {
        return Ok(None);
    }
    let person = store::insert_person(conn, ctx, new)?;
    if new.email.is_some() {
        made::set_made_by(conn, person, by)?;
        if let Some(to) = mails::recipient(person, new) {
            invite(conn, ctx, (person, &to), link, base)?;
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

/// Queues an invitation; a former one ends.
fn invite(conn: &mut Conn, ctx: &Ctx, (person, to): (PersonId, &Recipient), link: &Secret, base: &str) -> Result<()> {
    store::set_links_used(conn, ctx, LinkPurpose::Invitation, Some(person))?;
    let digest = link.digest();
    let invitation = NewLink {
        purpose: LinkPurpose::Invitation,
        digest: &digest,
        person: Some(person),
        email: Some(to.email.as_str()),
    };
    store::insert_link(conn, ctx, &invitation)?;
    mails::queue_invitation(conn, ctx, to, link, base)
}

/// Invites somebody again whose address was corrected, if the staff made the account and nobody has ever had a password
/// for it; false if it is no such account.
///
/// # Errors
/// The database's.
pub(super) fn invite_again(conn: &mut Conn, ctx: &Ctx, person: PersonId, link: &Secret, base: &str) -> Result<bool> {
    let Some(found) = find_waiting(conn, person)?.filter(|found| found.made_by.is_some()) else { return Ok(false) };
    let Some(to) = mails::recipient_of(&found) else { return Ok(false) };
    invite(conn, ctx, (person, &to), link, base)?;
    Ok(true)
}

/// The account, if it is open, is to stay, and nobody has ever had a password for it.
fn find_waiting(conn: &mut Conn, person: PersonId) -> Result<Option<Person>> {
    if store::care::find_hash(conn, person)?.is_some() {
        return Ok(None);
    }
    let found = store::find_person(conn, person)?;
    Ok(found.filter(|found| found.disabled_at.is_none() && found.erase_at.is_none()))
}

/// The address that an invitation went to, if it still works.
///
/// # Errors
/// The database's.
pub fn find_invitation(conn: &mut Conn, ctx: &Ctx, link: &Secret) -> Result<Option<String>> {
    let Some(found) = store::find_link(conn, ctx, LinkPurpose::Invitation, &link.digest())? else { return Ok(None) };
    let Some(person) = found.person else { return Ok(None) };
    Ok(if find_waiting(conn, person)?.is_some() { found.email } else { None })
}

/// Accepts an invitation: sets the password, notes the consent, confirms the address, signs this browser in. `None` if the
/// invitation was used, is too old, or went to an address that is another by now; or if the account is closed or has a
/// password: an invitation is no way into an account that somebody uses.
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
    if find_waiting(conn, person)?.is_none() {
        return Ok(None);
    }
    if !store::set_link_used(conn, ctx, found.id)? || !store::set_email_confirmed(conn, person, email, ctx.now)? {
        return Ok(None);
    }
    store::set_password(conn, person, hash)?;
    change_password::end_former(conn, ctx, person)?;
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
