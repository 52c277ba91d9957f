//! An account made from the command line, for somebody who sets the password by a link.

use super::model::{LinkPurpose, NewPerson};
use super::store::{self, NewLink};
use super::{audit, change_email, sign_up::SignedUp};
use crate::db::Conn;
use crate::kernel::{Ctx, Result, Secret};

/// Makes an account without a password, and the link that sets one.
///
/// # Errors
/// The database's.
pub fn add_person(conn: &mut Conn, ctx: &Ctx, new: &NewPerson, link: &Secret) -> Result<SignedUp> {
    if let Some(email) = &new.email
        && change_email::is_taken(conn, ctx, email, None)?
    {
        return Ok(SignedUp::EmailTaken);
    }
    let person = store::insert_person(conn, ctx, new)?;
    let new_link =
        NewLink { purpose: LinkPurpose::ResetPassword, digest: &link.digest(), person: Some(person), email: None };
    store::insert_link(conn, ctx, &new_link)?;
    let details = serde_json::json!({ "consent": new.consent.map(|_| super::CONSENT_VERSION) });
    let entry = audit::Entry { action: "account made", subject: "person", subject_id: Some(person.0), details };
    audit::record(conn, ctx, &entry)?;
    Ok(SignedUp::Created(person))
}
