//! Saving an answer of a running try. It is durable before the page says so.

use super::store::{self, NewAnswer};
use crate::db::Conn;
use crate::kernel::ids::AttemptId;
use crate::kernel::{Ctx, Lang, Result, Slug, Timestamp};
use crate::quiz::model::Answer;

/// What became of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Saved {
    /// It is kept.
    Yes,
    /// The try is over; nothing was changed.
    TryIsOver,
}

/// Keeps an answer, or changes it as long as the try runs. The caller has found the attempt as the person's own.
///
/// # Errors
/// The database's.
pub fn save_answer(
    conn: &mut Conn,
    ctx: &Ctx,
    attempt: AttemptId,
    (question, answer): (&Slug, &Answer),
    (lang, shown_at): (Lang, Timestamp),
) -> Result<Saved> {
    let new = NewAnswer { attempt, question, answer, lang, shown_at: shown_at.min(ctx.now) };
    Ok(if store::set_answer(conn, ctx, &new)? { Saved::Yes } else { Saved::TryIsOver })
}
