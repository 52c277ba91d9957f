//! Saving an answer of a running try. It is durable before the page says so.

use super::store::{self, NewAnswer};
use crate::db::Conn;
use crate::kernel::ids::AttemptId;
use crate::kernel::{Ctx, Lang, Result, Timestamp};
use crate::quiz::kinds;
use crate::quiz::model::{Answer, Question};

/// What became of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Saved {
    /// It is kept.
    Yes,
    /// The form was older than what is kept: nothing was changed.
    Older,
    /// The try is over; nothing was changed.
    TryIsOver,
}

/// Keeps an answer, or changes it as long as the try runs; the path of a case only goes on. The caller has found the
/// attempt as the person's own.
///
/// # Errors
/// The database's.
pub fn save_answer(
    conn: &mut Conn,
    ctx: &Ctx,
    attempt: AttemptId,
    (question, answer): (&Question, &Answer),
    (lang, shown_at): (Lang, Timestamp),
) -> Result<Saved> {
    if let Answer::Case { .. } = answer {
        let before = store::find_answer(conn, attempt, &question.key)?;
        if before.is_some_and(|before| !kinds::may_replace(&question.body, &before, answer)) {
            return Ok(Saved::Older);
        }
    }
    let new = NewAnswer { attempt, question: &question.key, answer, lang, shown_at: shown_at.min(ctx.now) };
    Ok(if store::set_answer(conn, ctx, &new)? { Saved::Yes } else { Saved::TryIsOver })
}
