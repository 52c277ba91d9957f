//! Taking a change back: by another change, so that nothing is lost by that either.

use super::model::{Action, FileChange, Saved};
use super::save::save;
use super::store;
use crate::db::Conn;
use crate::kernel::ids::DraftId;
use crate::kernel::{Ctx, Error, Result};

/// Takes a change back, unless one of its files was changed since.
///
/// # Errors
/// Not found, if there is no such change; the database's.
pub fn undo(conn: &mut Conn, ctx: &Ctx, draft: DraftId, (number, subject): (i64, &str)) -> Result<Saved> {
    let touched = store::list_touched(conn, draft, number)?;
    if touched.is_empty() {
        return Err(Error::NotFound);
    }
    let mut changes = Vec::new();
    for path in touched {
        let now = store::find_file(conn, draft, &path)?.ok_or(Error::NotFound)?;
        if now.number != number {
            return Ok(Saved::Meanwhile);
        }
        let before = store::find_revision_before(conn, draft, (&path, number))?;
        let compared_with = before.as_ref().and_then(|before| before.compared_with);
        let content = before.and_then(|before| before.content);
        changes.push(FileChange { path, seen: Some(number), content, compared_with });
    }
    save(conn, ctx, draft, (Action::Undone, subject), &changes)
}
