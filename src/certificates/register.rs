//! Reading the register: for the centre, and for those whom its certificates belong to.

use super::data::{CertificateData, Kind};
use super::model::{Certificate, Event, Page, Search};
use super::number::CertificateNumber;
use super::store;
use crate::db::Conn;
use crate::kernel::ids::{CertificateId, CourseId, PersonId};
use crate::kernel::{Error, Result, Timestamp};

/// One page of the register, the newest first.
///
/// # Errors
/// The database's.
pub fn list(conn: &mut Conn, search: &Search) -> Result<Page> {
    store::list_page(conn, search)
}

/// One certificate with its history, the oldest event first.
///
/// # Errors
/// [`Error::NotFound`] if there is no such number.
pub fn get(conn: &mut Conn, number: &CertificateNumber) -> Result<(Certificate, Vec<Event>)> {
    let certificate = store::find_by_number(conn, number)?.ok_or(Error::NotFound)?;
    let events = store::list_events(conn, certificate.id)?;
    Ok((certificate, events))
}

/// The next so many certificates after one, the oldest first: to read the whole register in portions.
///
/// # Errors
/// The database's.
pub fn list_after(conn: &mut Conn, after: CertificateId, limit: i64) -> Result<Vec<Certificate>> {
    store::list_after(conn, after, limit)
}

/// The certificate in whose place this one was issued with a corrected name.
///
/// # Errors
/// The database's.
pub fn find_replaced(conn: &mut Conn, by: &CertificateNumber) -> Result<Option<Certificate>> {
    store::find_replaced(conn, by)
}

/// What was printed: for [`super::pdf::render`], which is called outside the transaction.
///
/// # Errors
/// [`Error::NotFound`] if there is no such certificate.
pub fn get_data(conn: &mut Conn, id: CertificateId) -> Result<CertificateData> {
    store::get_document(conn, id)?.data()
}

/// The certificate that counts for a person, a course and a kind, if one was issued. It may be expired or revoked.
///
/// # Errors
/// The database's.
pub fn find_current(conn: &mut Conn, person: PersonId, course: CourseId, kind: Kind) -> Result<Option<Certificate>> {
    store::find_current(conn, person, course, kind)
}

/// Everything ever issued to a person, the newest first.
///
/// # Errors
/// The database's.
pub fn list_of_person(conn: &mut Conn, person: PersonId) -> Result<Vec<Certificate>> {
    store::list_of_person(conn, person)
}

/// How many certificates were issued at that moment or later.
///
/// # Errors
/// The database's.
pub fn count_issued_since(conn: &mut Conn, since: Timestamp) -> Result<i64> {
    store::count_issued_since(conn, since)
}
