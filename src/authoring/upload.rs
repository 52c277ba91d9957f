//! A file is brought to a draft, looked at, and taken in: nothing of it is in the draft before.

use super::model::{Action, FileChange, NewUpload, Saved, Upload};
use super::save::save;
use super::store;
use crate::db::Conn;
use crate::kernel::ids::{DraftId, UploadId};
use crate::kernel::{Ctx, Error, Result, Timestamp};

/// How many files of one person wait at once: who brings another loses the oldest.
const WAITING: i64 = 5;

/// What became of taking a file in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// It is in the draft, by this change.
    Done(i64),
    /// It was taken in before, by this change.
    Already(i64),
    /// Somebody else changed the same file in the meantime; nothing was written.
    Meanwhile,
    /// It would change nothing.
    Nothing,
    /// The draft was put away.
    Closed,
}

/// Keeps a file for whoever brought it.
///
/// # Errors
/// The database's.
pub fn keep_upload(conn: &mut Conn, ctx: &Ctx, new: &NewUpload) -> Result<UploadId> {
    let id = store::insert_upload(conn, ctx, new)?;
    if let Some(person) = new.by {
        store::delete_uploads_but(conn, person, WAITING)?;
    }
    Ok(id)
}

/// Saves what a file brings as one change, once: sent twice it is there once.
///
/// # Errors
/// Not found; the database's; a conflict if it is taken in at this very moment.
pub fn take_in(
    conn: &mut Conn,
    ctx: &Ctx,
    (draft, id): (DraftId, UploadId),
    (subject, changes): (&str, &[FileChange]),
) -> Result<Taken> {
    let Upload { taken_number, .. } =
        store::find_upload(conn, id, (draft, ctx.actor.person()))?.ok_or(Error::NotFound)?;
    if let Some(number) = taken_number {
        return Ok(Taken::Already(number));
    }
    let number = match save(conn, ctx, draft, (Action::Imported, subject), changes)? {
        Saved::Done(number) => number,
        Saved::Already => return Ok(Taken::Nothing),
        Saved::Meanwhile => return Ok(Taken::Meanwhile),
        Saved::Closed => return Ok(Taken::Closed),
    };
    if store::set_upload_taken(conn, id, number)? { Ok(Taken::Done(number)) } else { Err(Error::Conflict) }
}

/// Forgets files that were brought before a moment, at most so many.
///
/// # Errors
/// The database's.
pub fn forget_uploads(conn: &mut Conn, before: Timestamp, limit: i64) -> Result<usize> {
    store::delete_uploads_before(conn, before, limit)
}
