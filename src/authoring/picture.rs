//! The pictures of a draft: seen by those who edit or review it, and public once they are published.

use super::store;
use crate::content::media::picture_in;
use crate::content::picture::{self, PictureFormat};
use crate::db::Conn;
use crate::kernel::Result;
use crate::kernel::ids::DraftId;

/// A picture of a draft by the name of its file, such as `scene.svg`. A file with mistakes is none.
///
/// # Errors
/// The database's.
pub fn find_picture(conn: &mut Conn, draft: DraftId, name: &str) -> Result<Option<(PictureFormat, Vec<u8>)>> {
    let is_it = |path: &str| path.rsplit('/').next() == Some(name) && picture_in(path).is_some();
    let Some(found) = store::list_states(conn, draft)?.into_iter().find(|file| is_it(&file.path)) else {
        return Ok(None);
    };
    let file = store::find_file(conn, draft, &found.path)?;
    let (Some(bytes), Some((_, format))) = (file.and_then(|file| file.content), picture_in(&found.path)) else {
        return Ok(None);
    };
    Ok(picture::check_as(format, &bytes).is_ok().then_some((format, bytes)))
}
