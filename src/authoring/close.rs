//! Putting a draft away, and taking it up again.

use serde_json::json;

use super::model::Draft;
use super::store;
use crate::accounts::audit;
use crate::db::Conn;
use crate::kernel::ids::DraftId;
use crate::kernel::{Ctx, Error, Result};

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closed {
    /// It is done.
    Done,
    /// It was so before.
    Already,
    /// The course has another open draft.
    Other,
}

/// Puts a draft away. Nothing of it is lost: a copy that waits beside it waits beside the next draft of the course.
///
/// # Errors
/// Not found; the database's.
pub fn close(conn: &mut Conn, ctx: &Ctx, draft: DraftId) -> Result<Closed> {
    let found = store::find_draft(conn, draft)?.ok_or(Error::NotFound)?;
    if !store::set_closed(conn, ctx, draft)? {
        return Ok(Closed::Already);
    }
    note(conn, ctx, &found, "draft put away")?;
    Ok(Closed::Done)
}

/// Takes a draft up again.
///
/// # Errors
/// Not found; the database's.
pub fn reopen(conn: &mut Conn, ctx: &Ctx, draft: DraftId) -> Result<Closed> {
    let found = store::find_draft(conn, draft)?.ok_or(Error::NotFound)?;
    match store::find_open(conn, &found.course)? {
        Some(open) if open == draft => return Ok(Closed::Already),
        Some(_) => return Ok(Closed::Other),
        None => {}
    }
    store::set_open(conn, draft)?;
    store::set_brought_beside(conn, &found.course, draft)?;
    note(conn, ctx, &found, "draft taken up again")?;
    Ok(Closed::Done)
}

fn note(conn: &mut Conn, ctx: &Ctx, draft: &Draft, action: &'static str) -> Result<()> {
    let details = json!({ "course": draft.course.as_str() });
    let entry = audit::Entry { action, subject: "draft", subject_id: Some(draft.id.0), details };
    audit::record(conn, ctx, &entry)
}
