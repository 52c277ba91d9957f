//! The queries of certificates that run out.

use diesel::prelude::*;

use super::super::model::Certificate;
use super::super::number::CertificateNumber;
use super::{COLUMNS, CertificateRow};
use crate::db::Conn;
use crate::db::schema::certificates;
use crate::kernel::ids::CertificateId;
use crate::kernel::{Day, Result};

/// Names the certificate that renewed this one.
pub(in crate::certificates) fn set_renewed(conn: &mut Conn, id: CertificateId, by: &CertificateNumber) -> Result<()> {
    diesel::update(certificates::table.find(id)).set(certificates::renewed_by.eq(by.as_str())).execute(conn)?;
    Ok(())
}

/// The certificate that this one renewed.
pub(in crate::certificates) fn find_renewed(conn: &mut Conn, by: &CertificateNumber) -> Result<Option<Certificate>> {
    certificates::table
        .filter(certificates::renewed_by.eq(by.as_str()))
        .select(COLUMNS)
        .get_result::<CertificateRow>(conn)
        .optional()?
        .map(Certificate::try_from)
        .transpose()
}

/// Current certificates, neither withdrawn nor suspended, of people who have an account whose last day lies between these two, by id.
pub(in crate::certificates) fn list_expiring(
    conn: &mut Conn,
    (first, last): (Day, Day),
    after: CertificateId,
    limit: i64,
) -> Result<Vec<Certificate>> {
    certificates::table
        .filter(certificates::is_current)
        .filter(certificates::expires_on.between(first, last))
        .filter(certificates::revoked_at.is_null())
        .filter(certificates::suspended_at.is_null())
        .filter(certificates::person_id.is_not_null())
        .filter(certificates::id.gt(after))
        .order(certificates::id)
        .limit(limit)
        .select(COLUMNS)
        .load::<CertificateRow>(conn)?
        .into_iter()
        .map(Certificate::try_from)
        .collect()
}
