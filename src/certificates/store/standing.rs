//! The queries by which a certificate is withdrawn, suspended and reinstated. It is never both at once.

use diesel::prelude::*;

use crate::db::Conn;
use crate::db::schema::certificates;
use crate::kernel::ids::CertificateId;
use crate::kernel::{Result, Timestamp};

/// Marks a certificate as withdrawn, whether it was suspended or not. False if it was already, or is not there.
pub(in crate::certificates) fn set_revoked(conn: &mut Conn, id: CertificateId, at: Timestamp) -> Result<bool> {
    let changed = diesel::update(certificates::table.find(id).filter(certificates::revoked_at.is_null()))
        .set((certificates::revoked_at.eq(at), certificates::suspended_at.eq(None::<Timestamp>)))
        .execute(conn)?;
    Ok(changed == 1)
}

/// Marks a certificate as suspended. False if it is already, was withdrawn or replaced, or is not there.
pub(in crate::certificates) fn set_suspended(conn: &mut Conn, id: CertificateId, at: Timestamp) -> Result<bool> {
    let holds = certificates::table
        .find(id)
        .filter(certificates::revoked_at.is_null())
        .filter(certificates::suspended_at.is_null())
        .filter(certificates::replaced_by.is_null());
    Ok(diesel::update(holds).set(certificates::suspended_at.eq(at)).execute(conn)? == 1)
}

/// Takes a withdrawal or a suspension back. False if there was none.
pub(in crate::certificates) fn set_reinstated(conn: &mut Conn, id: CertificateId) -> Result<bool> {
    let stopped = certificates::revoked_at.is_not_null().or(certificates::suspended_at.is_not_null());
    let changed = diesel::update(certificates::table.find(id).filter(stopped))
        .set((certificates::revoked_at.eq(None::<Timestamp>), certificates::suspended_at.eq(None::<Timestamp>)))
        .execute(conn)?;
    Ok(changed == 1)
}
