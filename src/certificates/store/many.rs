//! The certificates of a whole list of numbers.

use diesel::prelude::*;

use super::super::model::Certificate;
use super::{COLUMNS, CertificateRow};
use crate::db::Conn;
use crate::db::schema::certificates;
use crate::kernel::Result;

/// Numbers in one query: SQLite takes 32,766 at most.
const AT_ONCE: usize = 5_000;

/// The certificates that have these numbers, a query for every [`AT_ONCE`] of them.
pub(in crate::certificates) fn list_by_numbers(conn: &mut Conn, numbers: &[String]) -> Result<Vec<Certificate>> {
    let mut found = Vec::with_capacity(numbers.len());
    for part in numbers.chunks(AT_ONCE) {
        let rows: Vec<CertificateRow> =
            certificates::table.filter(certificates::number.eq_any(part)).select(COLUMNS).load(conn)?;
        for row in rows {
            found.push(Certificate::try_from(row)?);
        }
    }
    Ok(found)
}
