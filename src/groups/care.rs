//! What groups hold of a person: taken along, erased, moved to the account that stays, forgotten.

use serde_json::{Value, json};

use super::store::care;
use crate::db::Conn;
use crate::kernel::ids::PersonId;
use crate::kernel::{Result, Timestamp};

/// The groups to which a person belonged, and those they led.
///
/// # Errors
/// The database's.
pub fn export_grouped(conn: &mut Conn, person: PersonId) -> Result<Vec<Value>> {
    let own = care::list_own(conn, person)?.into_iter();
    let own = own.map(|(name, course, (from, to), joined_at, ended_at, how)| {
        json!({
            "group": name, "course": course.as_str(), "starts_on": from, "ends_on": to, "as": "member",
            "joined_at": joined_at, "ended_at": ended_at, "ended_how": how,
        })
    });
    let led = care::list_led(conn, person)?.into_iter();
    let led = led.map(|(name, course, (from, to))| {
        json!({ "group": name, "course": course.as_str(), "starts_on": from, "ends_on": to, "as": "trainer" })
    });
    Ok(own.chain(led).collect())
}

/// Removes where a person belonged; groups that they led go on without a trainer.
///
/// # Errors
/// The database's.
pub fn erase_grouped(conn: &mut Conn, person: PersonId) -> Result<()> {
    care::delete_of_person(conn, person)
}

/// Moves the groups to another account; where both belong, the place of the other stays.
///
/// # Errors
/// The database's.
pub fn merge_grouped(conn: &mut Conn, from: PersonId, into: PersonId) -> Result<()> {
    care::set_person(conn, from, into)
}

/// Removes who left a group before a moment, a few at a time; how many.
///
/// # Errors
/// The database's.
pub fn forget_left(conn: &mut Conn, before: Timestamp, limit: i64) -> Result<usize> {
    care::delete_left(conn, before, limit)
}

/// Removes groups that ended before a moment with who belonged to them, a few at a time; how many.
///
/// # Errors
/// The database's.
pub fn forget_over(conn: &mut Conn, before: Timestamp, limit: i64) -> Result<usize> {
    care::delete_over(conn, before.day(chrono_tz::UTC), limit)
}
