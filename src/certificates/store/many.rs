//! The certificates of a whole list of numbers.

use diesel::prelude::*;

use super::super::number::CertificateNumber;
use crate::db::Conn;
use crate::db::schema::certificates;
use crate::kernel::ids::PersonId;
use crate::kernel::{Error, Result};

/// Numbers in one query: SQLite takes 32,766 at most.
const AT_ONCE: usize = 5_000;

/// To whom the certificates of these numbers were issued, as far as those have an account; a query for every [`AT_ONCE`] of
/// them.
pub(in crate::certificates) fn list_holders(
    conn: &mut Conn,
    numbers: &[String],
) -> Result<Vec<(CertificateNumber, PersonId)>> {
    let mut found = Vec::with_capacity(numbers.len());
    for part in numbers.chunks(AT_ONCE) {
        let rows: Vec<(String, PersonId)> = certificates::table
            .filter(certificates::number.eq_any(part))
            .filter(certificates::person_id.is_not_null())
            .select((certificates::number, certificates::person_id.assume_not_null()))
            .load(conn)?;
        for (number, person) in rows {
            let damaged = |_| Error::Internal(format!("the number {number} is damaged in the database"));
            found.push((CertificateNumber::parse(&number).map_err(damaged)?, person));
        }
    }
    Ok(found)
}
