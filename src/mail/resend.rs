//! Try a mail again that was given up.

use super::model::{MailState, Standing};
use super::store;
use crate::db::Conn;
use crate::kernel::ids::MailId;
use crate::kernel::{Ctx, Email, Error, Result};

/// Queues a failed mail anew, with all its tries. A mail that was sent cannot be sent again from here: its words are
/// gone; whoever wrote it can write a new one.
///
/// # Errors
///
/// [`Error::NotFound`] if there is no such failed mail.
pub fn resend(conn: &mut Conn, ctx: &Ctx, id: MailId) -> Result<()> {
    if store::set_failed_queued(conn, id, ctx.now)? { Ok(()) } else { Err(Error::NotFound) }
}

/// The same, to another address: queued, or held if that one is not confirmed.
///
/// # Errors
///
/// [`Error::NotFound`] if there is no such failed mail.
pub fn resend_to(conn: &mut Conn, ctx: &Ctx, id: MailId, (to, standing): (&Email, Standing)) -> Result<()> {
    let state = match standing {
        Standing::Deliverable => MailState::Queued,
        Standing::Unconfirmed => MailState::Held,
    };
    if store::set_failed_moved(conn, id, (state, to), ctx.now)? { Ok(()) } else { Err(Error::NotFound) }
}
