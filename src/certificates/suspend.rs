//! Suspending: until the centre has decided, the certificate counts for nothing, and its page says since when. It ends by
//! reinstating or by revoking.

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
pub enum Suspension {
    /// It is suspended now.
    Done,
    /// It was suspended, revoked or replaced before; nothing was changed.
    Before,
}

/// Suspends a certificate and tells its holder by mail. A mail with its document that still waits is not sent.
///
/// # Errors
/// [`Error::NotFound`] if there is no such number. The database's errors.
pub fn suspend(conn: &mut Conn, ctx: &Ctx, number: &CertificateNumber, reason: &Reason) -> Result<Suspension> {
    let certificate = store::find_by_number(conn, number)?.ok_or(Error::NotFound)?;
    if !store::standing::set_suspended(conn, certificate.id, ctx.now)? {
        return Ok(Suspension::Before);
    }
    store::insert_event(conn, ctx, certificate.id, EventKind::Suspended, reason.as_str())?;
    let (id, details) = (Some(certificate.id.0), serde_json::Value::Null);
    audit::record(
        conn,
        ctx,
        &audit::Entry { action: "certificate suspended", subject: "certificate", subject_id: id, details },
    )?;
    drop_waiting(conn, &format!("certificate:{}", certificate.id))?;
    queue_change(conn, ctx, &certificate, (Change::Suspended, reason))?;
    Ok(Suspension::Done)
}
