//! Correcting a person's name, by the centre.

use super::grant::is_in_reach;
use super::{audit, store};
use crate::db::Conn;
use crate::kernel::ids::PersonId;
use crate::kernel::{Ctx, Error, PersonName, Result};

/// What became of a correction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named {
    /// The account has the new name.
    Yes,
    /// It had that name already.
    AlreadySo,
    /// It has another name than the one that was corrected: somebody was faster.
    Changed,
}

/// Gives a person the right name, if the wrong one is still what `was` says. The names themselves do not go into the
/// audit log.
///
/// # Errors
/// Not found, or merged into another account, which has the name; forbidden if the person holds a role that the one who acts may not grant; the database's.
pub fn correct_name(conn: &mut Conn, ctx: &Ctx, (person, was): (PersonId, &str), name: &PersonName) -> Result<Named> {
    let found = store::find_person(conn, person)?.ok_or(Error::NotFound)?;
    if !is_in_reach(conn, ctx, &found)? {
        return Err(Error::Forbidden);
    }
    if found.merged_into.is_some() {
        return Err(Error::NotFound);
    }
    if found.name == name.as_str() {
        return Ok(Named::AlreadySo);
    }
    if !store::set_name(conn, person, was, name)? {
        return Ok(Named::Changed);
    }
    let (action, details) = ("name corrected", serde_json::Value::Null);
    audit::record(conn, ctx, &audit::Entry { action, subject: "person", subject_id: Some(person.0), details })?;
    Ok(Named::Yes)
}
