//! Answering a message: once.

use super::mails::queue_answer;
use super::model::Message;
use super::store;
use crate::accounts::audit;
use crate::accounts::find_person;
use crate::db::Conn;
use crate::kernel::ids::RequestId;
use crate::kernel::{Ctx, Error, Localized, Result};

/// What became of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answered {
    /// Whoever asked can read it, and gets it by mail if there is an address.
    Done,
    /// Somebody had answered before; nothing was changed.
    Before,
}

/// An answer to a message.
#[derive(Debug, Clone)]
pub struct Reply {
    /// To which message.
    pub request: RequestId,
    /// What is answered.
    pub answer: Message,
    /// What the course is called.
    pub course: Localized,
    /// Where the site is, ending with `/`.
    pub base: String,
}

/// Answers a message and tells whoever asked.
///
/// # Errors
/// Not found; the database's.
pub fn answer(conn: &mut Conn, ctx: &Ctx, reply: &Reply) -> Result<Answered> {
    let request = store::find_request(conn, reply.request)?.ok_or(Error::NotFound)?;
    if !store::set_answered(conn, ctx, request.id, reply.answer.as_str())? {
        return Ok(Answered::Before);
    }
    let details = serde_json::json!({ "person": request.person });
    let entry =
        audit::Entry { action: "request answered", subject: "request", subject_id: Some(request.id.0), details };
    audit::record(conn, ctx, &entry)?;
    if let Some(person) = find_person(conn, request.person)? {
        queue_answer(conn, ctx, (&request, &person), reply)?;
    }
    Ok(Answered::Done)
}
