//! Correcting a person's e-mail, by the centre.

use super::grant::is_in_reach;
use super::{audit, confirm, store};
use crate::db::Conn;
use crate::kernel::ids::PersonId;
use crate::kernel::{Ctx, Email, Error, Result, Secret};

/// What became of a correction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Corrected {
    /// The new address is stored and gets a confirmation; held mail goes there once it is confirmed.
    Yes,
    /// It is the person's address already; nothing was changed, and a confirmation stays.
    AlreadySo,
    /// Another account has this address.
    Taken,
}

/// Gives a person another e-mail address, unconfirmed until its owner says so.
///
/// # Errors
/// Not found; forbidden if the person holds a role that the one who acts may not grant; the database's.
pub fn correct_email(
    conn: &mut Conn,
    ctx: &Ctx,
    (person, email): (PersonId, &Email),
    link: &Secret,
    base: &str,
) -> Result<Corrected> {
    let found = store::find_person(conn, person)?.ok_or(Error::NotFound)?;
    if !is_in_reach(conn, ctx, &found)? {
        return Err(Error::Forbidden);
    }
    if found.email.as_deref() == Some(email.as_str()) {
        return Ok(Corrected::AlreadySo);
    }
    match store::find_credentials(conn, email.as_str())? {
        Some((owner, ..)) if owner != person => return Ok(Corrected::Taken),
        _ => {}
    }
    store::set_email(conn, person, email)?;
    confirm::send_again(conn, ctx, person, link, base)?;
    let entry = audit::Entry {
        action: "e-mail corrected",
        subject: "person",
        subject_id: Some(person.0),
        details: serde_json::Value::Null,
    };
    audit::record(conn, ctx, &entry)?;
    Ok(Corrected::Yes)
}
