//! Forgetting what has no purpose any more.

use super::store;
use crate::db::Conn;
use crate::kernel::{Ctx, Result};

/// Days after which ended sign-ins, dead links and old failure counts are removed.
const KEPT_DAYS: i64 = 90;

/// Removes them; run daily.
///
/// # Errors
/// The database's.
pub fn forget_stale(conn: &mut Conn, ctx: &Ctx) -> Result<usize> {
    store::delete_stale(conn, ctx.now.plus_hours(-24 * KEPT_DAYS))
}
