//! Choosing an own password in place of the one on a card, and agreeing to the processing of personal data.

use super::model::Opened;
use super::{audit, change_password, store};
use crate::db::Conn;
use crate::kernel::ids::PersonId;
use crate::kernel::{Ctx, Result};

/// What became of the choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chosen {
    /// The own password holds; other sign-ins of the account have ended.
    Yes,
    /// An own password was chosen before, as after a second click; nothing was changed.
    Before,
}

/// True if the person has agreed to the processing of personal data; otherwise the choice of a password asks for it.
///
/// # Errors
/// The database's.
pub fn has_consented(conn: &mut Conn, person: PersonId) -> Result<bool> {
    store::made::has_consented(conn, person)
}

/// The hash of the password on the card, to refuse the same one as an own password.
///
/// # Errors
/// The database's.
pub(super) fn find_hash(conn: &mut Conn, person: PersonId) -> Result<Option<String>> {
    store::care::find_hash(conn, person)
}

/// Sets the own password of somebody who signed in with a card, and ends the sign-ins made with the card; this browser
/// goes on with a new one. Whoever calls it has asked for consent where it was missing.
///
/// # Errors
/// The database's.
pub fn choose_password(
    conn: &mut Conn,
    ctx: &Ctx,
    person: PersonId,
    (hash, opened): (&str, &Opened),
) -> Result<Chosen> {
    let found = store::find_person(conn, person)?;
    if found.is_none_or(|person| person.one_time_until.is_none()) {
        return Ok(Chosen::Before);
    }
    store::set_password(conn, person, hash)?;
    store::made::set_consent(conn, ctx, person, super::CONSENT_VERSION)?;
    change_password::end_former(conn, ctx, person)?;
    store::insert_sign_in(conn, ctx, person, opened)?;
    let details = serde_json::json!({ "consent": super::CONSENT_VERSION });
    let entry = audit::Entry { action: "password chosen", subject: "person", subject_id: Some(person.0), details };
    audit::record(conn, ctx, &entry)?;
    Ok(Chosen::Yes)
}

/// Notes that somebody agrees to the processing of personal data whom no form had asked: accounts made by the staff or the
/// shell get a password by a link too.
///
/// # Errors
/// The database's.
pub fn give_consent(conn: &mut Conn, ctx: &Ctx, person: PersonId) -> Result<()> {
    if has_consented(conn, person)? {
        return Ok(());
    }
    store::made::set_consent(conn, ctx, person, super::CONSENT_VERSION)?;
    let details = serde_json::json!({ "consent": super::CONSENT_VERSION });
    audit::record(
        conn,
        ctx,
        &audit::Entry { action: "consent given", subject: "person", subject_id: Some(person.0), details },
    )
}
