//! What organisations hold of a person: taken along, erased, moved to the account that stays.

use serde_json::{Value, json};

use super::model::Standing;
use super::store;
use crate::db::Conn;
use crate::kernel::ids::PersonId;
use crate::kernel::{Ctx, Lang, Result};

/// Where a person belongs, belonged, or asked to.
///
/// # Errors
/// The database's.
pub fn export_memberships(conn: &mut Conn, person: PersonId) -> Result<Vec<Value>> {
    let all = store::list_of_person(conn, person, i64::from(u32::MAX))?;
    let told = all.into_iter().map(|membership| {
        let (standing, since) = match membership.standing {
            Standing::Asked => ("asked", None),
            Standing::Member { since } => ("member", Some(since)),
            Standing::Declined => ("declined", None),
            Standing::Ended => ("ended", None),
        };
        json!({
            "organisation": membership.organisation.name.get(Lang::Kk), "asked_at": membership.asked_at,
            "standing": standing, "member_since": since,
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

/// Moves the memberships to another account; where both belong, the other's counts.
///
/// # Errors
/// The database's.
pub fn merge_memberships(conn: &mut Conn, ctx: &Ctx, from: PersonId, into: PersonId) -> Result<()> {
    store::set_person(conn, ctx, from, into)
}
