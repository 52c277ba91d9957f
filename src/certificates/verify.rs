//! Verifying: what anyone may learn from a number or a document. Never more than name, course, kind and dates.

use std::collections::HashMap;
use std::sync::Arc;

use super::data::Kind;
use super::extract::find_number;
use super::issue::digest;
use super::number::CertificateNumber;
use super::pdf::render_printed;
use super::record::{Judged, Record};
use super::register::with_logo;
use super::store;
use super::store::records::{find_record, find_record_by_digest, list_records};
use crate::db::{Conn, Lookup, Subject};
use crate::kernel::{Day, Result, Timestamp};

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

/// What the public sees of a certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// The number.
    pub number: CertificateNumber,
    /// The name as printed; `None` once it was erased at the holder's wish.
    pub name: Option<String>,
    /// The course's title as printed.
    pub course_title: String,
    /// What is confirmed.
    pub kind: Kind,
    /// The day of issue.
    pub issued_on: Day,
    /// The last valid day; `None` if it never expires.
    pub expires_on: Option<Day>,
    /// The number of the one that renewed it, if one did.
    pub renewed_by: Option<CertificateNumber>,
}

/// The answer to a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verification {
    /// It holds today.
    Valid(Shown),
    /// Its last valid day has passed.
    Expired(Shown),
    /// It was revoked.
    Revoked {
        /// The certificate.
        shown: Shown,
        /// When.
        at: Timestamp,
    },
    /// It was suspended, and nothing is decided yet.
    Suspended {
        /// The certificate.
        shown: Shown,
        /// Since when.
        at: Timestamp,
    },
    /// The name was corrected: another certificate was issued in its place.
    Replaced {
        /// The certificate.
        shown: Shown,
        /// The number of the last such one. It may be expired or revoked: its own number tells.
        by: CertificateNumber,
    },
    /// The number is well formed, and no certificate has it.
    Unknown,
    /// It is not a number: a character is wrong or missing.
    Mistyped,
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
