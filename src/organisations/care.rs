//! What organisations hold of a person: taken along, erased, moved to the account that stays.

use serde_json::{Value, json};

use super::store;
use crate::db::Conn;
use crate::kernel::ids::PersonId;
use crate::kernel::{Ctx, Result};

/// Where a person belongs, belonged, or asked to.
///
/// # Errors
/// The database's.
pub fn export_memberships(conn: &mut Conn, person: PersonId) -> Result<Vec<Value>> {
    let told = store::list_own(conn, person)?.into_iter().map(|(organisation, asked, accepted, code, ended, how)| {
        let standing = match (accepted, ended, how.as_deref()) {
            (_, Some(_), Some("declined")) => "declined",
            (_, Some(_), _) => "ended",
            (Some(_), None, _) => "member",
            (None, None, _) => "asked",
        };
        json!({
            "organisation": organisation, "asked_at": asked, "standing": standing, "member_since": accepted,
            "by_code": code.is_some(), "ended_at": ended, "ended_how": how,
        })
    });
    Ok(told.collect())
}

/// Removes where a person belongs and belonged.
///
/// # Errors
/// The database's.
pub fn erase_memberships(conn: &mut Conn, person: PersonId) -> Result<()> {
    store::delete_of_person(conn, person)
}

/// Moves the memberships to another account; where both belong or ask, the accepted one stays, or else the other's.
///
/// # Errors
/// The database's.
pub fn merge_memberships(conn: &mut Conn, ctx: &Ctx, from: PersonId, into: PersonId) -> Result<()> {
    store::set_person(conn, ctx, from, into)
}
