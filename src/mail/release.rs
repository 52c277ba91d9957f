//! Let go of held mails.

use super::store;
use crate::db::Conn;
use crate::kernel::ids::PersonId;
use crate::kernel::{Ctx, Email, Result};

/// Queues the held mails of a person who has just confirmed an address, to that address. Returns how many.
///
/// # Errors
///
/// If the database fails.
pub fn release(conn: &mut Conn, ctx: &Ctx, person: PersonId, confirmed: &Email) -> Result<usize> {
    store::set_held_queued(conn, person, confirmed, ctx.now)
}
