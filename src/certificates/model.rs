//! A certificate in the register, and what can happen to it.

use super::data::{CertificateData, Kind};
use super::number::CertificateNumber;
use crate::kernel::ids::{CertificateId, CourseId, PersonId};
use crate::kernel::{Day, Error, Lang, Result, Timestamp};

/// One certificate in the register. What was printed is read separately: see [`Document`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    /// Its row.
    pub id: CertificateId,
    /// Its number.
    pub number: CertificateNumber,
    /// Whom it was issued to; `None` once that person's account has been erased.
    pub person: Option<PersonId>,
    /// The course.
    pub course: CourseId,
    /// What it confirms.
    pub kind: Kind,
    /// The edition of the course.
    pub edition: u32,
    /// Its place in the list of revoked ones.
    pub status_index: u32,
    /// The name as printed.
    pub holder: String,
    /// The course's title as printed.
    pub course_title: String,
    /// The language of the document.
    pub language: Lang,
    /// The moment of issue.
    pub issued_at: Timestamp,
    /// The day of issue as printed.
    pub issued_on: Day,
    /// The last valid day; `None` if it never expires.
    pub expires_on: Option<Day>,
    /// When it was revoked, if it is.
    pub revoked_at: Option<Timestamp>,
    /// True for the one that counts for this person, course and kind; false once another was issued in its place.
    pub is_current: bool,
    /// The number of the one that was issued in its place with a corrected name.
    pub replaced_by: Option<CertificateNumber>,
    /// When the name was erased at the holder's wish.
    pub erased_at: Option<Timestamp>,
    /// The number of the one that renewed it. It holds beside that one until it expires.
    pub renewed_by: Option<CertificateNumber>,
    /// Since when it is suspended, if it is; never beside `revoked_at`.
    pub suspended_at: Option<Timestamp>,
}

/// What a certificate is worth on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// It holds.
    Valid,
    /// Its last valid day has passed.
    Expired {
        /// The last valid day.
        on: Day,
    },
    /// It was withdrawn; that counts more than an expiry.
    Revoked {
        /// When it was withdrawn.
        at: Timestamp,
    },
    /// Another certificate was issued in its place, because the name was wrong: that one counts.
    Replaced {
        /// The number of the other.
        by: CertificateNumber,
    },
    /// It counts for nothing until the centre has decided; that counts more than an expiry.
    Suspended {
        /// Since when.
        at: Timestamp,
    },
}

/// So many days before the last valid day a certificate may be renewed.
pub const RENEWAL_DAYS: u64 = 60;

impl Certificate {
    /// True if its holder may renew it: it runs out soon, or has done so, and no other took its place.
    pub fn may_be_renewed(&self, today: Day) -> bool {
        let is_due = self.expires_on.is_some_and(|on| today >= on.minus_days(RENEWAL_DAYS));
        is_due && self.is_current && !self.is_stopped() && self.kind == Kind::Theory
    }

    /// True if the centre has revoked or suspended it.
    pub const fn is_stopped(&self) -> bool {
        self.revoked_at.is_some() || self.suspended_at.is_some()
    }

    /// What it is worth on a day.
    pub fn state(&self, today: Day) -> State {
        State::on(today, (self.revoked_at, self.suspended_at), self.replaced_by.as_ref(), self.expires_on)
    }
}

impl State {
    /// What a certificate is worth on a day that was revoked or suspended at these moments, if it was, and then replaced. It
    /// holds on its last day too.
    pub fn on(
        today: Day,
        (revoked_at, suspended_at): (Option<Timestamp>, Option<Timestamp>),
        replaced_by: Option<&CertificateNumber>,
        expires_on: Option<Day>,
    ) -> Self {
        match (revoked_at, replaced_by, suspended_at, expires_on) {
            (Some(at), ..) => Self::Revoked { at },
            (None, Some(by), ..) => Self::Replaced { by: by.clone() },
            (None, None, Some(at), _) => Self::Suspended { at },
            (None, None, None, Some(on)) if on < today => Self::Expired { on },
            (None, None, None, _) => Self::Valid,
        }
    }
}

/// What was printed, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// [`CertificateData`] as JSON.
    pub json: String,
    /// SHA-256 of the PDF as it was issued, in hexadecimal.
    pub digest: String,
}

impl Document {
    /// What was printed.
    ///
    /// # Errors
    /// [`Error::NotFound`] if it was erased with its holder; an internal error if the row is damaged.
    pub fn data(&self) -> Result<CertificateData> {
        if self.json.is_empty() {
            return Err(Error::NotFound);
        }
        serde_json::from_str(&self.json).map_err(|error| Error::while_doing("read a stored certificate", error))
    }
}

/// What happened to a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventKind {
    /// It was issued.
    Issued,
    /// It was withdrawn.
    Revoked,
    /// It was suspended.
    Suspended,
    /// A withdrawal or a suspension was undone.
    Reinstated,
    /// Another one was issued in its place, whose number is the reason; it stays valid until it expires.
    Renewed,
    /// Another one with a corrected name was issued in its place; the reason is that one's number.
    Replaced,
    /// The holder's name was erased.
    Erased,
    /// It moved from another account of the same person.
    Merged,
    /// A test behind it was passed by a key that was wrong; it stays what it is.
    Questioned,
}

impl EventKind {
    /// The word in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Issued => "issued",
            Self::Revoked => "revoked",
            Self::Suspended => "suspended",
            Self::Reinstated => "reinstated",
            Self::Renewed => "renewed",
            Self::Replaced => "replaced",
            Self::Erased => "erased",
            Self::Merged => "merged",
            Self::Questioned => "questioned",
        }
    }

    /// The event of a word, if it is one.
    pub fn from_code(code: &str) -> Option<Self> {
        let every = [
            Self::Issued,
            Self::Revoked,
            Self::Suspended,
            Self::Reinstated,
            Self::Renewed,
            Self::Replaced,
            Self::Erased,
            Self::Merged,
            Self::Questioned,
        ];
        every.into_iter().find(|kind| kind.code() == code)
    }
}

/// One event in a certificate's life.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// When.
    pub at: Timestamp,
    /// What.
    pub kind: EventKind,
    /// Who, as [`crate::kernel::Actor::code`] says it.
    pub actor: String,
    /// Who, if it was somebody signed in.
    pub person: Option<PersonId>,
    /// Why; empty where it needs no reason.
    pub reason: String,
}

/// Why somebody withdraws or suspends a certificate or undoes that: 5 to 500 characters on one line. It is kept for ever, shown
/// to the centre and sent to the holder, never shown to the public.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason(String);

impl Reason {
    /// The reason in this text, if it is one.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let sound = (5..=500).contains(&text.chars().count()) && !text.chars().any(char::is_control);
        sound.then_some(Self(text))
    }

    /// The reason.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What a certificate prints of the course itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Taught {
    /// How long it takes, in minutes.
    pub minutes: u32,
    /// The day of the session in person, on a practical one that names it.
    pub held_on: Option<Day>,
}

/// What to look for in the register.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Search {
    /// A number, or part of a name; folded by the search itself. Empty finds all.
    pub text: String,
    /// Only this course.
    pub course: Option<CourseId>,
    /// Which page, from 0.
    pub page: u32,
}

/// Certificates on one page of the register.
pub const PAGE_SIZE: u32 = 50;

/// One page of the register, the newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The certificates of this page.
    pub certificates: Vec<Certificate>,
    /// How many there are on all pages.
    pub total: u64,
}
