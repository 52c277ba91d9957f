//! Another address, asked for by the person: it holds once a link sent there was used. The former one, if it was
//! confirmed, is told and can take the account back for a week.

use super::model::{LinkPurpose, Person, WaitingEmail};
use super::proof::{Proof, Proven, prove};
use super::store::{self, NewLink};
use super::{audit, change_password, mails};
use crate::db::Conn;
use crate::kernel::ids::{LinkId, PersonId};
use crate::kernel::{Ctx, Email, Error, Result, Secret};

/// What became of asking for another address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EmailAsked {
    /// A link is on its way to the new address.
    Sent,
    /// It is the person's address already.
    AlreadySo,
    /// Another account has this address, or had it until lately.
    Taken,
    /// The password was not shown to be known.
    Unproven(Proven),
}

/// Sends a link to the address that the account shall have. A former such link ends.
///
/// # Errors
/// Not found; the database's.
pub fn ask_for_email(
    conn: &mut Conn,
    ctx: &Ctx,
    (person, proof): (PersonId, &Proof),
    (email, link): (&Email, &Secret),
    base: &str,
) -> Result<EmailAsked> {
    let found = store::find_person(conn, person)?.ok_or(Error::NotFound)?;
    let proven = prove(conn, ctx, person, proof)?;
    if proven != Proven::Yes {
        return Ok(EmailAsked::Unproven(proven));
    }
    if found.email.as_deref() == Some(email.as_str()) {
        return Ok(EmailAsked::AlreadySo);
    }
    if is_taken(conn, ctx, email, Some(person))? {
        return Ok(EmailAsked::Taken);
    }
    store::set_links_used(conn, ctx, LinkPurpose::ChangeEmail, Some(person))?;
    let new = NewLink {
        purpose: LinkPurpose::ChangeEmail,
        digest: &link.digest(),
        person: Some(person),
        email: Some(email.as_str()),
    };
    store::insert_link(conn, ctx, &new)?;
    mails::queue_change_email(conn, ctx, (&found, email), link, base)?;
    record(conn, ctx, person, "another e-mail asked for")?;
    Ok(EmailAsked::Sent)
}

/// True if another account has the address, or had it until lately and may take it back.
pub(super) fn is_taken(conn: &mut Conn, ctx: &Ctx, email: &Email, person: Option<PersonId>) -> Result<bool> {
    let owner = store::find_credentials(conn, email.as_str())?.map(|(owner, ..)| owner);
    let is_anothers = owner.is_some() && owner != person;
    Ok(is_anothers || store::care::is_kept_for_undo(conn, ctx, email, person)?)
}

fn record(conn: &mut Conn, ctx: &Ctx, person: PersonId, action: &'static str) -> Result<()> {
    let details = serde_json::Value::Null;
    audit::record(conn, ctx, &audit::Entry { action, subject: "person", subject_id: Some(person.0), details })
}

/// The address that waits for its confirmation, if there is one.
///
/// # Errors
/// The database's.
pub fn find_waiting_email(conn: &mut Conn, ctx: &Ctx, person: PersonId) -> Result<Option<WaitingEmail>> {
    let waiting = store::care::find_waiting_email(conn, ctx, person)?;
    Ok(waiting.map(|(email, until)| WaitingEmail { email, until }))
}

/// Ends the link to a new address: the present one stays.
///
/// # Errors
/// The database's.
pub fn drop_waiting_email(conn: &mut Conn, ctx: &Ctx, person: PersonId) -> Result<()> {
    store::set_links_used(conn, ctx, LinkPurpose::ChangeEmail, Some(person))
}

/// What became of a link to a new address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EmailChanged {
    /// The new address holds, and held mail is on its way there.
    Yes,
    /// The link was used before, has expired, or was replaced.
    LinkGone,
    /// Another account has taken the address since.
    Taken,
}

/// Uses the link that was sent to the new address; `undo` goes to the former one.
///
/// # Errors
/// A conflict if another account takes the address at this moment; the database's.
pub fn confirm_email_change(
    conn: &mut Conn,
    ctx: &Ctx,
    link: &Secret,
    undo: &Secret,
    base: &str,
) -> Result<EmailChanged> {
    let Some((person, email, _)) = use_up(conn, ctx, LinkPurpose::ChangeEmail, link)? else {
        return Ok(EmailChanged::LinkGone);
    };
    if is_taken(conn, ctx, &email, Some(person.id))? {
        return Ok(EmailChanged::Taken);
    }
    store::care::set_confirmed_email(conn, person.id, &email, ctx.now)?;
    crate::mail::release::release(conn, ctx, person.id, &email)?;
    for purpose in [LinkPurpose::ConfirmEmail, LinkPurpose::ResetPassword] {
        store::set_links_used(conn, ctx, purpose, Some(person.id))?;
    }
    keep_undo(conn, ctx, (&person, &email), undo, base)?;
    record(conn, ctx, person.id, "e-mail changed")?;
    Ok(EmailChanged::Yes)
}

/// Tells the former address. Only one that was confirmed: another may be a stranger's, who would get the account.
fn keep_undo(conn: &mut Conn, ctx: &Ctx, (person, new): (&Person, &Email), undo: &Secret, base: &str) -> Result<()> {
    let Some(old) = person.email.as_deref().filter(|_| person.email_confirmed_at.is_some()) else { return Ok(()) };
    let Some(old) = Email::parse(old) else { return Ok(()) };
    let link = NewLink {
        purpose: LinkPurpose::UndoEmail,
        digest: &undo.digest(),
        person: Some(person.id),
        // Folded, as addresses are compared: nobody else may take it while it can be taken back.
        email: Some(&old.folded()),
    };
    store::insert_link(conn, ctx, &link)?;
    mails::queue_email_changed(conn, ctx, person, (&old, new), (undo, base))
}

/// What became of taking an address back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EmailUndone {
    /// The former address holds again; everybody is signed out, and the `reset` link sets a new password.
    Yes,
    /// The link was used before or has expired.
    LinkGone,
}

/// Takes the account back to its former address, by the link in the mail to that address. Whoever changed it knew the
/// password, so it ends, with all sign-ins; `reset` is the secret of a link that sets a new one. Ways back that were sent
/// later end too; an earlier one stays, because an address that the account had before has the better claim: a thief who
/// moves on twice could end the owner's otherwise.
///
/// # Errors
/// The database's.
pub fn undo_email_change(conn: &mut Conn, ctx: &Ctx, link: &Secret, reset: &Secret) -> Result<EmailUndone> {
    let Some((person, email, used)) = use_up(conn, ctx, LinkPurpose::UndoEmail, link)? else {
        return Ok(EmailUndone::LinkGone);
    };
    store::care::set_confirmed_email(conn, person.id, &email, ctx.now)?;
    store::care::set_no_password(conn, person.id)?;
    change_password::end_former(conn, ctx, person.id)?;
    store::set_newer_links_used(conn, ctx, (LinkPurpose::UndoEmail, person.id), used)?;
    let digest = reset.digest();
    let new = NewLink { purpose: LinkPurpose::ResetPassword, digest: &digest, person: Some(person.id), email: None };
    store::insert_link(conn, ctx, &new)?;
    record(conn, ctx, person.id, "e-mail change undone")?;
    Ok(EmailUndone::Yes)
}

/// Uses a link up; whose it is, the address in it, and which it was.
fn use_up(conn: &mut Conn, ctx: &Ctx, purpose: LinkPurpose, link: &Secret) -> Result<Option<(Person, Email, LinkId)>> {
    let Some(found) = store::find_link(conn, ctx, purpose, &link.digest())? else { return Ok(None) };
    let (Some(person), Some(email)) = (found.person, found.email.as_deref().and_then(Email::parse)) else {
        return Ok(None);
    };
    let Some(person) = store::find_person(conn, person)?.filter(|person| person.disabled_at.is_none()) else {
        return Ok(None);
    };
    Ok(store::set_link_used(conn, ctx, found.id)?.then_some((person, email, found.id)))
}
