//! The pictures of published courses.

use super::store;
use crate::db::Conn;
use crate::kernel::Result;

/// Content type and bytes of a picture, by the digest of its bytes.
///
/// # Errors
/// The database's.
pub fn find_media(conn: &mut Conn, digest: &str) -> Result<Option<(String, Vec<u8>)>> {
    store::find_media(conn, digest)
}
