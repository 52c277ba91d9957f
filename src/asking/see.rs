//! Reading the answers.

use super::store;
use crate::db::Conn;
use crate::kernel::ids::{PersonId, RequestId};
use crate::kernel::{Ctx, Result};

/// Notes that somebody was shown the answers to these messages of theirs; those without an answer stay as they are.
///
/// # Errors
/// The database's.
pub fn note_seen(conn: &mut Conn, ctx: &Ctx, person: PersonId, messages: &[RequestId]) -> Result<()> {
    store::set_seen(conn, ctx, person, messages)
}
