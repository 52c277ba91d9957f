//! Renewing: a new certificate takes the place of the current one, which stays in the register, points to the new one
//! and holds until it expires. A wrong name is another thing: see [`super::correct`].

use super::issue::{Draft, Outcome, issue};
use super::model::{Certificate, EventKind};
use super::store;
use super::store::renewal::set_renewed;
use crate::db::Conn;
use crate::kernel::{Ctx, Error, Result};

/// Puts a draft into the place of a certificate.
///
/// # Errors
/// [`Error::Conflict`] if that one is not the current one any more, was withdrawn, or the drawn number is taken.
pub fn renew(conn: &mut Conn, ctx: &Ctx, old: &Certificate, draft: &Draft) -> Result<Certificate> {
    let holder = old.person.ok_or(Error::Conflict)?;
    if !store::set_outgoing(conn, old.id, holder)? {
        return Err(Error::Conflict);
    }
    match issue(conn, ctx, draft)? {
        Outcome::Issued(new) => {
            set_renewed(conn, old.id, &new.number)?;
            store::insert_event(conn, ctx, old.id, EventKind::Renewed, new.number.as_str())?;
            Ok(new)
        }
        Outcome::AlreadyThere(_) => Err(Error::Conflict),
    }
}
