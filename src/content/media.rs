//! The pictures of published courses and of drafts.

use super::files::shared;
use super::{digest, picture, store};
use crate::db::Conn;
use crate::kernel::Result;

/// Content type and bytes of a picture, by the digest of its bytes.
///
/// # Errors
/// The database's.
pub fn find_media(conn: &mut Conn, digest: &str) -> Result<Option<(String, Vec<u8>)>> {
    store::find_media(conn, digest)
}

/// Keeps a picture of a draft where pages find it, so that the draft can be looked at before it is published. A file that
/// is no picture, or one with mistakes, is left aside.
///
/// # Errors
/// The database's.
pub fn keep_picture(conn: &mut Conn, path: &str, bytes: &[u8]) -> Result<()> {
    match shared::picture(path) {
        Some((_, format)) if picture::check_as(format, bytes).is_ok() => {
            store::insert_picture(conn, (&digest::of_bytes(bytes), format), bytes)
        }
        _ => Ok(()),
    }
}
