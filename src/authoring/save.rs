//! Saving: one change, however many files it touches.

use super::model::{Action, FileChange, Saved};
use super::store;
use crate::db::Conn;
use crate::kernel::ids::DraftId;
use crate::kernel::{Ctx, Error, Result};

/// Saves files of a draft, all or none. `what` is what was done, and to what.
///
/// # Errors
/// The database's; a conflict if somebody saves the same file at this very moment.
pub fn save(conn: &mut Conn, ctx: &Ctx, draft: DraftId, what: (Action, &str), changes: &[FileChange]) -> Result<Saved> {
    let mut wanted = Vec::new();
    for change in changes {
        let now = store::find_file(conn, draft, &change.path)?;
        let held = now.as_ref().map(|now| now.number);
        let is_there = now.as_ref().is_some_and(|now| {
            now.content == change.content && (now.compared_with == change.compared_with || change.content.is_none())
        });
        if is_there || (now.is_none() && change.content.is_none()) {
            continue;
        }
        // A file that is gone may come again, whoever has seen it go.
        let is_gone = now.as_ref().is_some_and(|now| now.content.is_none());
        if held != change.seen && !(is_gone && change.seen.is_none()) {
            return Ok(Saved::Meanwhile);
        }
        wanted.push((held, change));
    }
    if wanted.is_empty() {
        return Ok(Saved::Already);
    }
    let Some(number) = store::next_number(conn, ctx, draft)? else {
        return Ok(Saved::Closed);
    };
    store::insert_change(conn, ctx, (draft, number), what)?;
    for (held, change) in wanted {
        store::insert_revision(conn, (draft, number), change)?;
        if !store::set_current(conn, (draft, &change.path), (held, number))? {
            return Err(Error::Conflict);
        }
    }
    Ok(Saved::Done(number))
}
