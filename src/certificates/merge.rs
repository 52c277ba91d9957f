//! Two accounts of one person become one: the certificates move, and stay valid.
//!
//! Rule: of two that count for one course and kind, the one that is neither revoked nor suspended and holds longer goes
//! on counting. The address under which the closed account showed its transcript ends: what it would show now is more than
//! its owner agreed to show there.

use super::model::{Certificate, EventKind};
use super::{store, transcript_link};
use crate::db::Conn;
use crate::kernel::ids::PersonId;
use crate::kernel::{Ctx, Day, Result, Timestamp};

/// Moves every certificate to the other account. Run again, there is nothing left to move.
///
/// # Errors
/// The database's.
pub fn merge_certificates(conn: &mut Conn, ctx: &Ctx, from: PersonId, into: PersonId) -> Result<()> {
    transcript_link::remove(conn, from)?;
    for moving in store::list_of_person(conn, from)? {
        if moving.is_current
            && let Some(kept) = store::find_current(conn, into, moving.course, moving.kind)?
        {
            let loser = if worth(&moving) > worth(&kept) { kept.id } else { moving.id };
            store::set_not_current(conn, loser)?;
        }
        store::set_person(conn, moving.id, into)?;
        store::insert_event(conn, ctx, moving.id, EventKind::Merged, "")?;
    }
    Ok(())
}

/// What is worth more is greater: not revoked, not suspended, without an end or with a later one, issued later.
fn worth(certificate: &Certificate) -> (bool, bool, bool, Option<Day>, Timestamp) {
    let (expires_on, issued_at) = (certificate.expires_on, certificate.issued_at);
    let (revoked, suspended) = (certificate.revoked_at, certificate.suspended_at);
    (revoked.is_none(), suspended.is_none(), expires_on.is_none(), expires_on, issued_at)
}
