//! Try a job again that was given up, or would be tried later.

use super::store;
use crate::db::Conn;
use crate::kernel::ids::JobId;
use crate::kernel::{Ctx, Error, Result};

/// Queues a job that failed anew, with all its tries; one that waits for its next try is tried now.
///
/// # Errors
///
/// [`Error::NotFound`] if there is no such failed job.
pub fn retry(conn: &mut Conn, ctx: &Ctx, id: JobId) -> Result<()> {
    if store::set_queued_again(conn, id, ctx.now)? { Ok(()) } else { Err(Error::NotFound) }
}
