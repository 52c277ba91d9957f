//! Revoking: the certificate stays in the register, and its page says that it was revoked.

use super::mails_centre::{Change, queue_change};
use super::model::{EventKind, Reason};
use super::number::CertificateNumber;
use super::store;
use crate::accounts::audit;
use crate::db::Conn;
use crate::kernel::{Ctx, Error, Result};
use crate::mail::erase::drop_waiting;

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Revocation {
    /// It is revoked now.
    Done,
    /// It was revoked before; nothing was changed.
    Before,
}

/// Revokes a certificate, suspended or not, and tells its holder by mail. A mail with its document that still waits is
/// not sent.
///
/// # Errors
/// [`Error::NotFound`] if there is no such number. The database's errors.
pub fn revoke(conn: &mut Conn, ctx: &Ctx, number: &CertificateNumber, reason: &Reason) -> Result<Revocation> {
    let certificate = store::find_by_number(conn, number)?.ok_or(Error::NotFound)?;
    if !store::standing::set_revoked(conn, certificate.id, ctx.now)? {
        return Ok(Revocation::Before);
    }
    store::insert_event(conn, ctx, certificate.id, EventKind::Revoked, reason.as_str())?;
    let (id, details) = (Some(certificate.id.0), serde_json::Value::Null);
    audit::record(
        conn,
        ctx,
        &audit::Entry { action: "certificate revoked", subject: "certificate", subject_id: id, details },
    )?;
    drop_waiting(conn, &format!("certificate:{}", certificate.id))?;
    queue_change(conn, ctx, &certificate, (Change::Revoked, reason))?;
    Ok(Revocation::Done)
}
