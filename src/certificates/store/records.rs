//! What the public may see of certificates, read without anything else.

use diesel::prelude::*;

use super::super::data::Kind;
use super::super::number::CertificateNumber;
use super::super::record::{Record, Shown};
use crate::db::Conn;
use crate::db::schema::certificates;
use crate::kernel::ids::CertificateId;
use crate::kernel::{Day, Error, Result, Timestamp};
use crate::on_backend;

/// Numbers in one query: SQLite takes 32,766 at most.
const AT_ONCE: usize = 5_000;

#[derive(Queryable, Selectable)]
#[diesel(table_name = certificates)]
struct Row {
    id: CertificateId,
    number: String,
    holder: String,
    course_title: String,
    kind: String,
    issued_on: Day,
    expires_on: Option<Day>,
    revoked_at: Option<Timestamp>,
    replaced_by: Option<String>,
    erased_at: Option<Timestamp>,
    renewed_by: Option<String>,
    suspended_at: Option<Timestamp>,
}

impl TryFrom<Row> for Record {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self> {
        let damaged = || Error::Internal(format!("certificate {} is damaged in the database", row.id));
        let number = |text: &str| CertificateNumber::parse(text).map_err(|_| damaged());
        let shown = Shown {
            number: number(&row.number)?,
            name: row.erased_at.is_none().then_some(row.holder),
            course_title: row.course_title,
            kind: Kind::from_code(&row.kind).ok_or_else(damaged)?,
            issued_on: row.issued_on,
            expires_on: row.expires_on,
            renewed_by: row.renewed_by.as_deref().map(number).transpose()?,
        };
        let replaced_by = row.replaced_by.as_deref().map(number).transpose()?;
        Ok(Self { id: row.id, shown, revoked_at: row.revoked_at, suspended_at: row.suspended_at, replaced_by })
    }
}

/// The record of a number.
pub(in crate::certificates) fn find_record(conn: &mut Conn, number: &CertificateNumber) -> Result<Option<Record>> {
    // On the connection itself: over both databases, the statement would be written anew to be found among the prepared.
    let found = on_backend!(conn, c => certificates::table
        .filter(certificates::number.eq(number.as_str()))
        .select(Row::as_select())
        .get_result(c)
        .optional())?;
    found.map(Record::try_from).transpose()
}

/// The record of the certificate whose PDF has this digest.
pub(in crate::certificates) fn find_record_by_digest(conn: &mut Conn, digest: &str) -> Result<Option<Record>> {
    let found = certificates::table.filter(certificates::digest.eq(digest)).select(Row::as_select());
    found.get_result(conn).optional()?.map(Record::try_from).transpose()
}

/// The records of these numbers, a query for every [`AT_ONCE`] of them.
pub(in crate::certificates) fn list_records(conn: &mut Conn, numbers: &[CertificateNumber]) -> Result<Vec<Record>> {
    let mut found = Vec::with_capacity(numbers.len());
    for part in numbers.chunks(AT_ONCE) {
        let part: Vec<&str> = part.iter().map(CertificateNumber::as_str).collect();
        let rows: Vec<Row> = on_backend!(conn, c => certificates::table
            .filter(certificates::number.eq_any(&part))
            .select(Row::as_select())
            .load(c))?;
        for row in rows {
            found.push(Record::try_from(row)?);
        }
    }
    Ok(found)
}
