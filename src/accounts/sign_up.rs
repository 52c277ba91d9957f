//! Making an account.

use super::model::{LinkPurpose, NewPerson, Opened};
use super::store::{self, NewLink};
use super::{audit, mails};
use crate::db::Conn;
use crate::kernel::ids::PersonId;
use crate::kernel::{Ctx, Email, Result, Secret};

/// What became of a sign-up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignedUp {
    /// The account is there, this browser is signed in, the confirmation is on its way.
    Created(PersonId),
    /// The address has an account.
    EmailTaken,
}

/// The secrets of a sign-up, made outside of the transaction: this browser's sign-in and the link in the mail.
#[derive(Debug, Clone)]
pub struct Secrets {
    /// This browser's sign-in.
    pub sign_in: Opened,
    /// For the confirmation.
    pub link: Secret,
}

/// So long after a sign-up its form may come a second time: a button that was pressed twice, a page that was loaded again.
const SENT_TWICE: i64 = 10 * 60;

/// True if somebody signed up with this address just now.
///
/// # Errors
/// The database's.
pub fn is_just_made(conn: &mut Conn, ctx: &Ctx, email: &Email) -> Result<bool> {
    let Some((owner, ..)) = store::find_credentials(conn, email.as_str())? else { return Ok(false) };
    let owner = store::find_person(conn, owner)?.filter(|owner| owner.made_by.is_none());
    Ok(owner.is_some_and(|owner| (0..=SENT_TWICE).contains(&ctx.now.seconds_since(owner.created_at))))
}

/// Tells the owner of an address by mail that somebody wanted to sign up with it.
///
/// # Errors
/// The database's.
pub fn tell_already_registered(conn: &mut Conn, ctx: &Ctx, email: &Email, base: &str) -> Result<()> {
    let Some((owner, ..)) = store::find_credentials(conn, email.as_str())? else { return Ok(()) };
    match store::find_person(conn, owner)? {
        Some(owner) => mails::queue_already_registered(conn, ctx, &owner, base),
        None => Ok(()),
    }
}

/// Makes an account and signs it in.
///
/// # Errors
/// The database's.
pub fn sign_up(conn: &mut Conn, ctx: &Ctx, new: &NewPerson, secrets: &Secrets, base: &str) -> Result<SignedUp> {
    if let Some(email) = &new.email
        && (store::care::is_kept_for_undo(conn, ctx, email, None)?
            || store::find_credentials(conn, email.as_str())?.is_some())
    {
        return Ok(SignedUp::EmailTaken);
    }
    let person = store::insert_person(conn, ctx, new)?;
    if let Some(email) = &new.email {
        let link = NewLink {
            purpose: LinkPurpose::ConfirmEmail,
            digest: &secrets.link.digest(),
            person: Some(person),
            email: Some(email.as_str()),
        };
        store::insert_link(conn, ctx, &link)?;
        if let Some(to) = mails::recipient(person, new) {
            mails::queue_confirmation(conn, ctx, &to, &secrets.link, base)?;
        }
    }
    store::insert_sign_in(conn, ctx, person, &secrets.sign_in)?;
    let entry = audit::Entry {
        action: "account made",
        subject: "person",
        subject_id: Some(person.0),
        details: serde_json::json!({ "consent": new.consent.map(|_| super::CONSENT_VERSION) }),
    };
    audit::record(conn, ctx, &entry)?;
    Ok(SignedUp::Created(person))
}
