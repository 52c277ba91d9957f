//! What lists hold of a person: taken along, erased.

use serde_json::{Value, json};

use super::model::Outcome;
use super::store;
use crate::accounts;
use crate::db::Conn;
use crate::kernel::ids::PersonId;
use crate::kernel::{Email, Result};

/// Where lists name a person. What stands on a line that only seems to be this person may be another's, and is not told.
///
/// # Errors
/// The database's.
pub fn export_listed(conn: &mut Conn, person: PersonId) -> Result<Vec<Value>> {
    let email = accounts::find_person(conn, person)?.and_then(|found| Email::parse(found.email.as_deref()?));
    let folded = email.map(|email| email.folded());
    let told = store::list_of_person(conn, person, folded.as_deref())?.into_iter().map(|(at, line)| {
        let entry = line.entry.ok();
        let address = entry.as_ref().and_then(|entry| entry.email.as_ref()).map(Email::folded);
        if line.outcome == Some(Outcome::Made) && line.person == Some(person) {
            json!({ "brought_at": at, "line": line.line, "standing": "made" })
        } else if address.is_some() && address == folded {
            let entry = entry.map(|entry| (entry.name.to_string(), entry.birth_year, entry.settlement));
            let (name, birth_year, settlement) = entry.unwrap_or_default();
            json!({
                "brought_at": at, "line": line.line, "standing": "has the address",
                "name": name, "birth_year": birth_year, "settlement": settlement,
            })
        } else {
            json!({ "brought_at": at, "line": line.line, "standing": "seems to be the same person" })
        }
    });
    Ok(told.collect())
}

/// Lets what lists say of a person go, for whoever has an account erased.
///
/// # Errors
/// The database's.
pub fn erase_listed(conn: &mut Conn, person: PersonId) -> Result<()> {
    store::delete_of_person(conn, person)
}

/// Lets the lines with an address go.
///
/// # Errors
/// The database's.
pub fn erase_to(conn: &mut Conn, address: &str) -> Result<()> {
    let Some(email) = Email::parse(address) else { return Ok(()) };
    store::delete_to(conn, &email.folded())
}
