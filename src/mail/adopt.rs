//! The mails of an account that was merged into another.

use super::store;
use crate::db::Conn;
use crate::kernel::ids::PersonId;
use crate::kernel::{Ctx, Email, Result};

/// Moves every mail to the other account. Held ones go out, to its confirmed address if it has one.
///
/// # Errors
/// The database's.
pub fn adopt(conn: &mut Conn, ctx: &Ctx, (from, into): (PersonId, PersonId), confirmed: Option<&Email>) -> Result<()> {
    if let Some(address) = confirmed {
        store::set_held_queued(conn, from, address, ctx.now)?;
    }
    store::set_person(conn, from, into)
}
