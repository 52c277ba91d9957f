//! The pictures of published courses, and which files of a draft are pictures.

use super::files::shared;
use super::picture::PictureFormat;
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

/// The key of a picture and what it is, if a file of a course is one.
pub fn picture_in(path: &str) -> Option<(&str, PictureFormat)> {
    shared::picture(path)
}
