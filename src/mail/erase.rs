//! Forget mails: a person's, or old ones.

use super::store;
use crate::db::Conn;
use crate::kernel::ids::PersonId;
use crate::kernel::{Ctx, Result};

/// How long sent and failed mails stay in the outbox, in days.
pub const KEPT_DAYS: i64 = 365;

/// Deletes every mail to a person, sent or not: part of erasing the person. Returns how many.
///
/// # Errors
///
/// If the database fails.
pub fn erase_of_person(conn: &mut Conn, person: PersonId) -> Result<usize> {
    store::delete_of_person(conn, person)
}

/// Deletes mails that wait, or were given up, with a document that another has replaced. One that is being sent is left
/// alone. Returns how many.
///
/// # Errors
///
/// If the database fails.
pub fn drop_waiting(conn: &mut Conn, attachment: &str) -> Result<usize> {
    store::delete_waiting(conn, attachment)
}

/// Deletes sent and failed mails queued more than [`KEPT_DAYS`] ago. Returns how many.
///
/// # Errors
///
/// If the database fails.
pub fn erase_old(conn: &mut Conn, ctx: &Ctx) -> Result<usize> {
    store::delete_ended_before(conn, ctx.now.plus_hours(-24 * KEPT_DAYS))
}
