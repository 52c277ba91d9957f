//! Take back what a dead server had leased.

use super::store;
use crate::db::Conn;
use crate::kernel::Result;

/// Ends every lease on mails. Only for a server that knows itself to be the only one: then whoever held a lease is dead,
/// and nobody need wait until it ends by itself. Returns how many there were.
///
/// # Errors
/// If the database fails.
pub fn reclaim(conn: &mut Conn) -> Result<usize> {
    store::set_all_free(conn)
}
