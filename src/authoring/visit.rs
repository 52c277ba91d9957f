//! What a page saved by itself is that page's own, also where the answer to it was lost: the page goes on from there. Another
//! page of the same person is somebody else's, since its fields say something else. Loaded anew, a page of a lesson is told
//! which one saved what it shows: if the words that the browser kept are of that very page, they come after it.

use super::model::{Action, FileChange, Saved, Visit};
use super::save::save;
use super::store;
use crate::db::Conn;
use crate::kernel::ids::{DraftId, PersonId};
use crate::kernel::{Ctx, Result};

/// Saves as [`save`] does, and notes which open page sent it.
///
/// # Errors
/// The database's; a conflict if somebody saves the same file at this very moment.
pub fn save_from(
    conn: &mut Conn,
    ctx: &Ctx,
    draft: DraftId,
    (what, visit): ((Action, &str), &Visit),
    changes: &[FileChange],
) -> Result<Saved> {
    let saved = save(conn, ctx, draft, what, changes)?;
    if let Saved::Done(number) = saved {
        store::set_visit(conn, (draft, number), visit)?;
    }
    Ok(saved)
}

/// The newest change of a file behind the one from which a page was made, if that very page made it by one of these actions:
/// its answer was lost.
///
/// # Errors
/// The database's.
pub fn find_own(
    conn: &mut Conn,
    draft: DraftId,
    (path, after): (&str, i64),
    (me, visit): (PersonId, &Visit),
    actions: &[Action],
) -> Result<Option<i64>> {
    store::find_newest_of(conn, draft, (path, after), (me, visit), actions)
}

/// Which open page of somebody made a change; none if it was no page that said so, or somebody else's.
///
/// # Errors
/// The database's.
pub fn find_visit(conn: &mut Conn, change: (DraftId, i64), me: PersonId) -> Result<Option<Visit>> {
    store::find_visit(conn, change, me)
}
