//! What an answer about a certificate is made of, and nothing more: no person, no document. And the answer.

use super::data::Kind;
use super::model::State;
use super::number::CertificateNumber;
use crate::kernel::ids::CertificateId;
use crate::kernel::{Day, Timestamp};

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

/// What the public may see of a certificate, and what decides whether it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// The certificate.
    pub id: CertificateId,
    /// What the public sees.
    pub shown: Shown,
    /// When it was revoked, if it is.
    pub revoked_at: Option<Timestamp>,
    /// Since when it is suspended, if it is.
    pub suspended_at: Option<Timestamp>,
    /// The number of the one that was issued in its place with a corrected name.
    pub replaced_by: Option<CertificateNumber>,
}

/// What a certificate says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Judged {
    /// All there is to say.
    Settled(Verification),
    /// Another certificate was issued in its place, and perhaps another one in the place of that.
    ReplacedBy(CertificateNumber),
}

impl Record {
    /// Judges it on a day without asking the register again.
    pub fn judge(&self, today: Day) -> Judged {
        let shown = self.shown.clone();
        let (stopped, replaced_by) = ((self.revoked_at, self.suspended_at), self.replaced_by.as_ref());
        Judged::Settled(match State::on(today, stopped, replaced_by, shown.expires_on) {
            State::Valid => Verification::Valid(shown),
            State::Expired { .. } => Verification::Expired(shown),
            State::Revoked { at } => Verification::Revoked { shown, at },
            State::Suspended { at } => Verification::Suspended { shown, at },
            State::Replaced { by } => return Judged::ReplacedBy(by),
        })
    }
}
