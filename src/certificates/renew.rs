//! Renewing: a new certificate takes the place of the current one, which stays in the register and holds until it
//! expires. A wrong name is another thing: see [`super::correct`].

use super::issue::{Draft, Outcome, issue};
use super::model::{Certificate, EventKind, Reason};
use super::store;
use crate::db::Conn;
use crate::kernel::{Ctx, Error, Result};

/// Puts a draft into the place of a certificate.
///
/// # Errors
/// [`Error::Conflict`] if that one is not the current one any more, or the drawn number is taken.
pub fn renew(conn: &mut Conn, ctx: &Ctx, old: &Certificate, draft: &Draft, reason: &Reason) -> Result<Certificate> {
    if !store::set_not_current(conn, old.id)? {
        return Err(Error::Conflict);
    }
    match issue(conn, ctx, draft)? {
        Outcome::Issued(new) => {
            store::insert_event(conn, ctx, old.id, EventKind::Renewed, reason.as_str())?;
            Ok(new)
        }
        Outcome::AlreadyThere(_) => Err(Error::Conflict),
    }
}
