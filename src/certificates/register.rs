//! Reading the register: for the centre, and for those whom its certificates belong to.

use std::collections::HashMap;

use super::data::{CertificateData, Kind, Printed};
use super::model::{Certificate, Event, Page, Search, Taught};
use super::number::CertificateNumber;
use super::store;
use crate::db::Conn;
use crate::kernel::ids::{CertificateId, CourseId, PersonId};
use crate::kernel::{Day, Error, Result, Timestamp};

/// One page of the register, the newest first.
///
/// # Errors
/// The database's.
pub fn list(conn: &mut Conn, search: &Search) -> Result<Page> {
    store::found::list_page(conn, search)
}

/// How many certificates are found, on whatever page.
///
/// # Errors
/// The database's.
pub fn count(conn: &mut Conn, search: &Search) -> Result<i64> {
    store::found::count(conn, search)
}

/// The next so many that are found before one, the newest first: to read them all in portions.
///
/// # Errors
/// The database's.
pub fn list_before(
    conn: &mut Conn,
    search: &Search,
    before: Option<CertificateId>,
    limit: i64,
) -> Result<Vec<Certificate>> {
    store::found::list_before(conn, search, before, limit)
}

/// One certificate, if there is such a number.
///
/// # Errors
/// The database's.
pub fn find(conn: &mut Conn, number: &CertificateNumber) -> Result<Option<Certificate>> {
    store::find_by_number(conn, number)
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

/// The certificate that this one renewed.
///
/// # Errors
/// The database's.
pub fn find_renewed(conn: &mut Conn, by: &CertificateNumber) -> Result<Option<Certificate>> {
    store::renewal::find_renewed(conn, by)
}

/// The numbers of certificates, for lists that hold ids.
///
/// # Errors
/// The database's.
pub fn list_numbers(conn: &mut Conn, ids: &[CertificateId]) -> Result<Vec<(CertificateId, String)>> {
    store::list_numbers(conn, ids)
}

/// What was printed, without the logo on it: to read, not to draw.
///
/// # Errors
/// [`Error::NotFound`] if there is no such certificate.
pub fn get_data(conn: &mut Conn, id: CertificateId) -> Result<CertificateData> {
    store::get_document(conn, id)?.data()
}

/// What was printed, with the logo on it: for [`super::pdf::render_printed`], which is called outside the transaction.
///
/// # Errors
/// [`Error::NotFound`] if there is no such certificate.
pub fn get_printed(conn: &mut Conn, id: CertificateId) -> Result<Printed> {
    let data = get_data(conn, id)?;
    with_logo(conn, data)
}

/// The same for data that were read already.
pub(super) fn with_logo(conn: &mut Conn, data: CertificateData) -> Result<Printed> {
    let logo = match data.look.as_ref().and_then(|look| look.logo.as_ref()) {
        Some(digest) => crate::settings::find_logo(conn, digest)?,
        None => None,
    };
    Ok(Printed { data, logo })
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

/// The certificates that count for these people: one for each course and kind. They may be expired or revoked.
///
/// # Errors
/// The database's.
pub fn list_current_of(conn: &mut Conn, people: &[PersonId]) -> Result<Vec<Certificate>> {
    store::list_current_of(conn, people)
}

/// What these people hold on a day: the certificates that count for them; where such a one was revoked or suspended, the
/// one that it had renewed and that still holds. Verifying its number says so too.
///
/// # Errors
/// The database's.
pub fn list_counting_of(conn: &mut Conn, people: &[PersonId], today: Day) -> Result<Vec<Certificate>> {
    store::standing::list_counting_of(conn, people, today)
}

/// The practical certificates of these people that another one has taken the place of, and that were not stopped; the
/// newest first. What they confirm was seen all the same.
///
/// # Errors
/// The database's.
pub fn list_given_way(conn: &mut Conn, people: &[PersonId]) -> Result<Vec<Certificate>> {
    store::standing::list_given_way(conn, people)
}

/// What these certificates print of their courses, by certificate. One whose holder was erased prints nothing any more.
///
/// # Errors
/// The database's.
pub fn list_taught(conn: &mut Conn, certificates: &[Certificate]) -> Result<HashMap<CertificateId, Taught>> {
    let ids: Vec<CertificateId> = certificates.iter().map(|certificate| certificate.id).collect();
    Ok(store::transcript::list_taught(conn, &ids)?.into_iter().collect())
}

/// How many certificates were issued at that moment or later.
///
/// # Errors
/// The database's.
pub fn count_issued_since(conn: &mut Conn, since: Timestamp) -> Result<i64> {
    store::count_issued_since(conn, since)
}

/// True if the register may name a minor: somebody born in this year or later, or nobody knows when.
///
/// # Errors
/// The database's.
pub fn holds_minors(conn: &mut Conn, from: i32) -> Result<bool> {
    store::standing::holds_minors(conn, from)
}
