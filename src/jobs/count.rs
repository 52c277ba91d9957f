//! How much waits: for metrics.

use super::model::JobState;
use super::store;
use crate::db::Conn;
use crate::kernel::Result;

/// How many jobs are in a state.
///
/// # Errors
/// The database's.
pub fn count(conn: &mut Conn, state: JobState) -> Result<i64> {
    store::count_in_state(conn, state)
}
