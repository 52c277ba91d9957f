//! Forget jobs that ended long ago, a few at a time. How long they are kept stands in `app/retention.rs`.

use super::model::JobState;
use super::store;
use crate::db::Conn;
use crate::kernel::{Result, Timestamp};

/// Deletes what was done before a moment, at most so many, and returns how many.
///
/// # Errors
///
/// If the database fails.
pub fn forget_done(conn: &mut Conn, before: Timestamp, limit: i64) -> Result<usize> {
    store::delete_ended_before(conn, JobState::Done, before, limit)
}

/// Deletes what failed before a moment, at most so many, and returns how many.
///
/// # Errors
///
/// If the database fails.
pub fn forget_failed(conn: &mut Conn, before: Timestamp, limit: i64) -> Result<usize> {
    store::delete_ended_before(conn, JobState::Failed, before, limit)
}
