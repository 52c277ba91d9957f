//! Renewing: a new certificate takes the place of the current one, which stays in the register, points to the new one
//! and holds until it expires. A wrong name is another thing: see [`super::correct`].

use super::issue::{Draft, Outcome, issue};
use super::model::{Certificate, EventKind};
use super::store;
use super::store::renewal::set_renewed;
use crate::db::Conn;
use crate::kernel::{Ctx, Day, Error, Result};

/// Whether another certificate with this last day would hold longer: not where the last day is the same for everybody.
pub fn holds_longer(old: &Certificate, next: Option<Day>) -> bool {
    next.is_none_or(|next| old.expires_on.is_some_and(|on| next > on))
}

/// Whether another certificate with this last day would run out before this one does.
pub fn holds_shorter(old: &Certificate, next: Option<Day>) -> bool {
    next.is_some_and(|next| old.expires_on.is_none_or(|on| next < on))
}

/// Puts a draft into the place of a certificate.
///
/// # Errors
/// [`Error::Conflict`] if that one is not the current one any more, was withdrawn or suspended, or the drawn number is taken.
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
