//! What went wrong and waits for somebody: for the centre.

use super::model::Troubled;
use super::store;
use crate::db::Conn;
use crate::kernel::Result;

/// Jobs that were given up, or that failed and are tried again later; the newest first.
///
/// # Errors
/// The database's.
pub fn list_troubled(conn: &mut Conn, (offset, limit): (i64, i64)) -> Result<Vec<Troubled>> {
    store::list_troubled(conn, (offset, limit))
}

/// How many there are of each kind.
///
/// # Errors
/// The database's.
pub fn count_troubled(conn: &mut Conn) -> Result<Vec<(String, i64)>> {
    store::count_troubled(conn)
}
