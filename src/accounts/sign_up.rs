//! Making an account.

use super::model::{LinkPurpose, NewPerson, Opened};
use super::store::{self, NewLink};
use super::{audit, mails};
use crate::db::Conn;
use crate::kernel::ids::PersonId;
use crate::kernel::{Ctx, Result, Secret};

/// What became of a sign-up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignedUp {
    /// The account is there, this browser is signed in, the confirmation is on its way.
    Created(PersonId),
    /// The address has an account. Its owner is told by mail.
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

/// Makes an account and signs it in.
///
/// # Errors
/// The database's.
pub fn sign_up(conn: &mut Conn, ctx: &Ctx, new: &NewPerson, secrets: &Secrets, base: &str) -> Result<SignedUp> {
    if let Some(email) = &new.email
        && store::care::is_kept_for_undo(conn, ctx, email, None)?
    {
        return Ok(SignedUp::EmailTaken);
    }
    if let Some(email) = &new.email
        && let Some((owner, ..)) = store::find_credentials(conn, email.as_str())?
    {
        if let Some(owner) = store::find_person(conn, owner)? {
            mails::queue_already_registered(conn, ctx, &owner, base)?;
        }
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
