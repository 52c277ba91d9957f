//! What reviews hold of a person: taken along and erased.

use serde_json::{Value, json};

use super::store;
use crate::db::Conn;
use crate::kernel::Result;
use crate::kernel::ids::PersonId;

/// The name to which a person agreed, and everything that the person signed; nothing for whoever never reviewed.
///
/// # Errors
/// The database's.
pub fn export_reviewer(conn: &mut Conn, person: PersonId) -> Result<Option<Value>> {
    let name = store::find_shown_name(conn, person)?;
    let signed = store::list_of_person(conn, person)?;
    if name.is_none() && signed.is_empty() {
        return Ok(None);
    }
    let signed = signed.into_iter().map(|((course, lesson, kind), at, until)| {
        json!({ "course": course, "lesson": lesson, "review": kind.code(), "signed_at": at, "withdrawn_at": until })
    });
    Ok(Some(json!({ "shown_name": name, "signed": signed.collect::<Vec<_>>() })))
}

/// Removes the name. Signatures stay, by nobody's name: that a lesson was reviewed goes on to be true.
///
/// # Errors
/// The database's.
pub fn erase_reviewer(conn: &mut Conn, person: PersonId) -> Result<()> {
    store::delete_shown_name(conn, person)
}
