//! Queue a job.

use super::model::{NewJob, Queued};
use super::store;
use crate::db::Conn;
use crate::kernel::ids::JobId;
use crate::kernel::{Ctx, Result};

/// Queues a job in the caller's transaction. With a key that was used before, nothing happens.
///
/// # Errors
///
/// If the database fails.
pub fn enqueue(conn: &mut Conn, ctx: &Ctx, job: &NewJob) -> Result<Queued<JobId>> {
    let id = store::insert_job(conn, job, ctx.now)?;
    Ok(id.map_or(Queued::Before, Queued::New))
}

/// True if a job of this kind with this payload waits, or is being done.
///
/// # Errors
///
/// If the database fails.
pub fn is_queued(conn: &mut Conn, kind: &str, payload: &str) -> Result<bool> {
    store::is_queued(conn, kind, payload)
}
