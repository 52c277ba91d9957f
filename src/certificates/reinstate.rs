//! Reinstating: a revocation or a suspension is undone. Both stay in the certificate's history. One in whose place another
//! was issued after it was revoked, as when a session was entered wrongly, does not come back: both would hold.

use super::mails_centre::{Change, queue_change};
use super::model::{Certificate, EventKind, Reason};
use super::number::CertificateNumber;
use super::store;
use crate::accounts::audit;
use crate::db::Conn;
use crate::kernel::{Ctx, Error, Result};

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reinstatement {
    /// It holds again (unless it has expired).
    Done,
    /// It was neither revoked nor suspended; nothing was changed.
    NotStopped,
    /// This one counts in its place; nothing was changed.
    Superseded(CertificateNumber),
}

/// The one that holds in the place of a certificate after it was revoked: issued since, or an older one that was reinstated.
/// One that was renewed before holds beside the new one, and may come back.
///
/// # Errors
/// The database's.
pub fn find_successor(conn: &mut Conn, certificate: &Certificate) -> Result<Option<CertificateNumber>> {
    let (Some(revoked), Some(person), None) = (certificate.revoked_at, certificate.person, &certificate.renewed_by)
    else {
        return Ok(None);
    };
    let current = store::find_current(conn, person, certificate.course, certificate.kind)?;
    // An older one counts beside a later one only where it was reinstated in that one's place.
    let is_instead = |other: &Certificate| other.issued_at >= revoked || other.issued_at < certificate.issued_at;
    let other = current.filter(|other| other.id != certificate.id && other.revoked_at.is_none() && is_instead(other));
    Ok(other.map(|other| other.number))
}

/// Undoes a revocation or a suspension and tells the holder by mail.
///
/// # Errors
/// [`Error::NotFound`] if there is no such number. The database's errors.
pub fn reinstate(conn: &mut Conn, ctx: &Ctx, number: &CertificateNumber, reason: &Reason) -> Result<Reinstatement> {
    let certificate = store::find_by_number(conn, number)?.ok_or(Error::NotFound)?;
    if let Some(by) = find_successor(conn, &certificate)? {
        return Ok(Reinstatement::Superseded(by));
    }
    if !store::standing::set_reinstated(conn, certificate.id)? {
        return Ok(Reinstatement::NotStopped);
    }
    if let (Some(person), None) = (certificate.person, &certificate.renewed_by) {
        // What was issued in its place was withdrawn as well: this one counts again.
        let current = store::find_current(conn, person, certificate.course, certificate.kind)?;
        if let Some(other) = current.filter(|other| other.id != certificate.id && other.revoked_at.is_some()) {
            store::set_not_current(conn, other.id)?;
            store::standing::set_current(conn, certificate.id)?;
        }
    }
    store::insert_event(conn, ctx, certificate.id, EventKind::Reinstated, reason.as_str())?;
    let (id, details) = (Some(certificate.id.0), serde_json::Value::Null);
    audit::record(
        conn,
        ctx,
        &audit::Entry { action: "certificate reinstated", subject: "certificate", subject_id: id, details },
    )?;
    let change = if certificate.suspended_at.is_some() { Change::Resumed } else { Change::Reinstated };
    queue_change(conn, ctx, &certificate, (change, reason))?;
    Ok(Reinstatement::Done)
}
