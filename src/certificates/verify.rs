//! Verifying: what anyone may learn from a number or a document. Never more than name, course, kind and dates.

use std::collections::HashMap;
use std::sync::Arc;

use super::extract::find_number;
use super::issue::digest;
use super::number::CertificateNumber;
use super::pdf::render_printed;
use super::record::{Judged, Record};
pub use super::record::{Shown, Verification};
use super::register::with_logo;
use super::store;
use super::store::records::{find_record, find_record_by_digest, list_records};
use crate::db::{Conn, Lookup, Subject};
use crate::kernel::{Day, Result};

/// How far a chain of corrected certificates is followed; whoever stands at its end is asked again.
pub(super) const MOST_CORRECTIONS: u32 = 20;

/// How many records are kept in memory, a third of a kilobyte each: more than ten thousand volunteers hold in three courses.
const KEPT: usize = 49_152;

/// The records of certificates by number, as whoever asks for them gets them: never as they were before a change that was
/// acknowledged ([`crate::db::Database::look_up`]).
#[derive(Debug)]
pub struct Records(Lookup<CertificateNumber, Arc<Record>>);

impl Default for Records {
    fn default() -> Self {
        Self(Lookup::new(KEPT, find_one, find_many))
    }
}

impl Records {
    /// How they are looked up.
    pub const fn lookup(&self) -> &Lookup<CertificateNumber, Arc<Record>> {
        &self.0
    }
}

fn find_one(conn: &mut Conn, number: &CertificateNumber) -> Result<Option<(Subject, Arc<Record>)>> {
    Ok(find_record(conn, number)?.map(|record| (record.id.into(), Arc::new(record))))
}

fn find_many(conn: &mut Conn, numbers: &[CertificateNumber]) -> Result<HashMap<CertificateNumber, Arc<Record>>> {
    let found = list_records(conn, numbers)?.into_iter();
    Ok(found.map(|record| (record.shown.number.clone(), Arc::new(record))).collect())
}

/// The answer to an uploaded document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Upload {
    /// It is, byte for byte, the document that was issued; whether it still holds is inside.
    Genuine(Verification),
    /// It carries the number of a certificate, and is not the document that was issued with it. The certificate that
    /// the register has under that number is inside, to compare.
    Altered(Verification),
    /// It carries the number of a certificate whose document was erased with its holder: nothing is left to compare.
    Erased(Verification),
    /// No certificate of this register is in it.
    NotOurs,
}

/// Looks a typed number up.
///
/// # Errors
/// The database's.
pub fn verify(conn: &mut Conn, today: Day, typed: &str) -> Result<Verification> {
    let Ok(number) = CertificateNumber::parse(typed) else { return Ok(Verification::Mistyped) };
    match find_record(conn, &number)? {
        Some(record) => answer(conn, &record, today),
        None => Ok(Verification::Unknown),
    }
}

/// Compares an uploaded document with the one that was issued.
///
/// # Errors
/// The database's; the document that was issued cannot be drawn, so nobody can say whether this is it.
pub fn verify_document(conn: &mut Conn, today: Day, pdf: &[u8]) -> Result<Upload> {
    let uploaded = digest(pdf);
    if let Some(record) = find_record_by_digest(conn, &uploaded)? {
        return Ok(Upload::Genuine(answer(conn, &record, today)?));
    }
    let Some(number) = find_number(pdf) else { return Ok(Upload::NotOurs) };
    let Some(record) = find_record(conn, &number)? else { return Ok(Upload::NotOurs) };
    if record.shown.name.is_none() {
        return Ok(Upload::Erased(answer(conn, &record, today)?));
    }
    // The document as this version of the program makes it: what people download later.
    let data = store::get_document(conn, record.id)?.data()?;
    let genuine = render_printed(&with_logo(conn, data)?)? == pdf;
    let answer = answer(conn, &record, today)?;
    Ok(if genuine { Upload::Genuine(answer) } else { Upload::Altered(answer) })
}

/// The answer about a certificate.
///
/// # Errors
/// The database's.
pub fn answer(conn: &mut Conn, record: &Record, today: Day) -> Result<Verification> {
    match record.judge(today) {
        Judged::Settled(answer) => Ok(answer),
        Judged::ReplacedBy(by) => Ok(Verification::Replaced { shown: record.shown.clone(), by: last_of(conn, by)? }),
    }
}

/// A name may be corrected more than once: the number at the end of the chain.
fn last_of(conn: &mut Conn, mut number: CertificateNumber) -> Result<CertificateNumber> {
    for _ in 0..MOST_CORRECTIONS {
        match find_record(conn, &number)?.and_then(|record| record.replaced_by) {
            Some(next) => number = next,
            None => break,
        }
    }
    Ok(number)
}
