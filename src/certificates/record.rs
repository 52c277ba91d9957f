//! What an answer about a certificate is made of, and nothing more: no person, no document.

use super::model::State;
use super::number::CertificateNumber;
use super::verify::{Shown, Verification};
use crate::kernel::ids::CertificateId;
use crate::kernel::{Day, Timestamp};

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
