//! Verifying: what anyone may learn from a number or a document. Never more than name, course, kind and dates.

use std::sync::Arc;

use super::data::Kind;
use super::extract::find_number;
use super::issue::digest;
use super::model::{Certificate, State};
use super::number::CertificateNumber;
use super::pdf::render_printed;
use super::register::with_logo;
use super::store;
use crate::db::{Conn, Recall};
use crate::kernel::ids::CertificateId;
use crate::kernel::{Day, Result, Timestamp};

/// How far a chain of corrected certificates is followed; whoever stands at its end is asked again.
pub(super) const MOST_CORRECTIONS: u32 = 20;

/// How many certificates are kept in memory, half a kilobyte each: more than ten thousand volunteers hold in three courses.
const KEPT: usize = 49_152;

/// Certificates that were asked for lately, where the database lets rows be kept: never as they were before a change that
/// was acknowledged ([`crate::db::Database::recall`]).
#[derive(Debug)]
pub struct RecentlyVerified(Recall<CertificateNumber, Arc<Certificate>>);

impl Default for RecentlyVerified {
    fn default() -> Self {
        Self(Recall::new(KEPT))
    }
}

impl RecentlyVerified {
    /// The certificates by number.
    pub const fn kept(&self) -> &Recall<CertificateNumber, Arc<Certificate>> {
        &self.0
    }
}

/// A certificate, and what a kept row about it is about.
type Read = Option<(CertificateId, Arc<Certificate>)>;

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

impl Shown {
    /// What the public sees of this one.
    pub(super) fn of(certificate: &Certificate) -> Self {
        Self {
            number: certificate.number.clone(),
            name: certificate.erased_at.is_none().then(|| certificate.holder.clone()),
            course_title: certificate.course_title.clone(),
            kind: certificate.kind,
            issued_on: certificate.issued_on,
            expires_on: certificate.expires_on,
            renewed_by: certificate.renewed_by.clone(),
        }
    }
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
    let found = store::find_by_number(conn, &number)?;
    match found {
        Some(certificate) => answer(conn, &certificate, today),
        None => Ok(Verification::Unknown),
    }
}

/// Reads the certificate of a number, to be kept.
pub fn reading(number: CertificateNumber) -> impl FnOnce(&mut Conn) -> Result<Read> + Send + 'static {
    move |conn| Ok(store::find_by_number(conn, &number)?.map(|found| (found.id, Arc::new(found))))
}

/// Compares an uploaded document with the one that was issued.
///
/// # Errors
/// The database's; the document that was issued cannot be drawn, so nobody can say whether this is it.
pub fn verify_document(conn: &mut Conn, today: Day, pdf: &[u8]) -> Result<Upload> {
    let uploaded = digest(pdf);
    if let Some(certificate) = store::find_by_digest(conn, &uploaded)? {
        return Ok(Upload::Genuine(answer(conn, &certificate, today)?));
    }
    let Some(number) = find_number(pdf) else { return Ok(Upload::NotOurs) };
    let Some(certificate) = store::find_by_number(conn, &number)? else { return Ok(Upload::NotOurs) };
    if certificate.erased_at.is_some() {
        return Ok(Upload::Erased(answer(conn, &certificate, today)?));
    }
    // The document as this version of the program makes it: what people download later.
    let data = store::get_document(conn, certificate.id)?.data()?;
    let genuine = render_printed(&with_logo(conn, data)?)? == pdf;
    let answer = answer(conn, &certificate, today)?;
    Ok(if genuine { Upload::Genuine(answer) } else { Upload::Altered(answer) })
}

/// The answer about a certificate.
///
/// # Errors
/// The database's.
pub fn answer(conn: &mut Conn, certificate: &Certificate, today: Day) -> Result<Verification> {
    match judge(certificate, today) {
        Judged::Settled(answer) => Ok(answer),
        Judged::ReplacedBy(by) => Ok(Verification::Replaced { shown: Shown::of(certificate), by: last_of(conn, by)? }),
    }
}

/// What a certificate says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Judged {
    /// All there is to say.
    Settled(Verification),
    /// Another certificate was issued in its place, and perhaps another one in the place of that.
    ReplacedBy(CertificateNumber),
}

/// Judges a certificate on a day without asking the register again.
pub fn judge(certificate: &Certificate, today: Day) -> Judged {
    let shown = Shown::of(certificate);
    Judged::Settled(match certificate.state(today) {
        State::Valid => Verification::Valid(shown),
        State::Expired { .. } => Verification::Expired(shown),
        State::Revoked { at } => Verification::Revoked { shown, at },
        State::Suspended { at } => Verification::Suspended { shown, at },
        State::Replaced { by } => return Judged::ReplacedBy(by),
    })
}

/// A name may be corrected more than once: the number at the end of the chain.
fn last_of(conn: &mut Conn, mut number: CertificateNumber) -> Result<CertificateNumber> {
    for _ in 0..MOST_CORRECTIONS {
        match store::find_by_number(conn, &number)?.and_then(|certificate| certificate.replaced_by) {
            Some(next) => number = next,
            None => break,
        }
    }
    Ok(number)
}
