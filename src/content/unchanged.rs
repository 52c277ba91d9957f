//! Since when a question has been as it is.

use super::import::course_of;
use super::settle::settled;
use super::{Published, store};
use crate::db::Conn;
use crate::kernel::{Result, Slug, Timestamp};

/// A correction of an edition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Corrected {
    /// The revision that it made.
    pub revision: i32,
    /// When it was published.
    pub at: Timestamp,
}

/// So many revisions are looked at, and so many of them are in memory at a time.
const MOST: i64 = 60;
const AT_ONCE: usize = 6;

/// The correction that made a question what it is in this version, wording, key and numbers. `None` if it has been so
/// since the edition began, or for longer than the last 60 revisions.
///
/// # Errors
/// The database's; internal, if a stored version cannot be read.
pub fn last_corrected(conn: &mut Conn, published: &Published, key: &Slug) -> Result<Option<Corrected>> {
    let mut made = Corrected { revision: published.revision, at: published.published_at };
    let present = published.course.question(key).map(|(_, question)| question);
    let edition = (published.course_id, published.edition);
    let earlier = store::list_revisions_before(conn, edition, published.revision, MOST)?;
    for piece in earlier.chunks(AT_ONCE) {
        // They come with the earliest first.
        for stored in store::list_versions(conn, piece)?.iter().rev() {
            let course = settled(&course_of(stored)?);
            if course.question(key).map(|(_, question)| question) != present {
                return Ok(Some(made));
            }
            made = Corrected { revision: stored.revision, at: stored.published_at };
        }
    }
    Ok(None)
}
