//! The address under which somebody shows their transcript. It is off until its owner switches it on, and who has it sees
//! the transcript without an account.
//!
//! Invariants: a person has at most one (the key of the table); switched off, its row is gone, so an address that was once
//! switched off never works again, and the next one is another. The database keeps the digest of its secret, and the secret
//! itself only sealed, for the code on the next document.

use serde_json::{Value, json};

use super::store::transcript as store;
use crate::accounts::{self, ParentalState, Person, audit};
use crate::db::Conn;
use crate::kernel::ids::PersonId;
use crate::kernel::{Ctx, Day, Result, Secret, Timestamp};

/// An address that is switched on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharedLink {
    /// Its secret, sealed.
    pub sealed: String,
    /// Since when.
    pub made_at: Timestamp,
}

/// The person's address, if it is switched on.
///
/// # Errors
/// The database's.
pub fn find_link(conn: &mut Conn, person: PersonId) -> Result<Option<SharedLink>> {
    let found = store::find_link(conn, person)?;
    Ok(found.map(|(sealed, made_at)| SharedLink { sealed, made_at }))
}

/// Switches the person's own address on; false if it was.
///
/// # Errors
/// The database's.
pub fn switch_on(conn: &mut Conn, ctx: &Ctx, person: PersonId, (secret, sealed): (&Secret, &str)) -> Result<bool> {
    let is_new = store::insert_link(conn, ctx, person, (&secret.digest(), sealed))?;
    if is_new {
        record(conn, ctx, person, "transcript shared")?;
    }
    Ok(is_new)
}

/// Switches the person's own address off, for good; false if there was none.
///
/// # Errors
/// The database's.
pub fn switch_off(conn: &mut Conn, ctx: &Ctx, person: PersonId) -> Result<bool> {
    let was_on = store::delete_link(conn, person)?;
    if was_on {
        record(conn, ctx, person, "transcript shared no longer")?;
    }
    Ok(was_on)
}

/// Whose transcript an address shows. Nobody's while the account is closed or about to be erased: its owner could not switch
/// it off. Nor a minor's whose parents have withdrawn their consent.
///
/// # Errors
/// The database's.
pub fn find_shown(conn: &mut Conn, secret: &Secret, today: Day) -> Result<Option<PersonId>> {
    let Some(person) = store::find_owner(conn, &secret.digest())? else { return Ok(None) };
    let is_closed =
        |found: &Person| found.disabled_at.is_some() || found.merged_into.is_some() || found.erase_at.is_some();
    let Some(found) = accounts::find_person(conn, person)?.filter(|found| !is_closed(found)) else { return Ok(None) };
    let parents = accounts::list_parental_states(conn, &[person])?;
    let have_withdrawn = parents.iter().any(|(_, state)| *state == ParentalState::Withdrawn);
    Ok((!have_withdrawn || !found.age_group(today).is_minor()).then_some(person))
}

/// Removes the address of an account that ends; false if there was none.
///
/// # Errors
/// The database's.
pub(super) fn remove(conn: &mut Conn, person: PersonId) -> Result<bool> {
    store::delete_link(conn, person)
}

/// What is kept of it, for the person's own file; none if it is switched off.
///
/// # Errors
/// The database's.
pub fn export_link(conn: &mut Conn, person: PersonId) -> Result<Option<Value>> {
    let found = store::find_link(conn, person)?;
    Ok(found.map(|(_, made_at)| json!({ "shared_since": made_at })))
}

fn record(conn: &mut Conn, ctx: &Ctx, person: PersonId, action: &'static str) -> Result<()> {
    let details = Value::Null;
    audit::record(conn, ctx, &audit::Entry { action, subject: "person", subject_id: Some(person.0), details })
}
