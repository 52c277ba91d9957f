//! Forget jobs that were done long ago.

use super::store;
use crate::db::Conn;
use crate::kernel::{Ctx, Result};

/// How long a job that was done is kept, in days: its key must outlive a repeated request.
pub const KEPT_DAYS: i64 = 90;

/// Deletes what was done more than [`KEPT_DAYS`] ago, and returns how many. Failed jobs stay until somebody looked.
///
/// # Errors
///
/// If the database fails.
pub fn forget_done(conn: &mut Conn, ctx: &Ctx) -> Result<usize> {
    store::delete_done_before(conn, ctx.now.plus_hours(-24 * KEPT_DAYS))
}
