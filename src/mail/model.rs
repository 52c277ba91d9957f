//! A mail in the outbox.

use super::frame::Written;
use crate::kernel::ids::{MailId, PersonId};
use crate::kernel::{Email, Lang, Timestamp};

/// Where a mail stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MailState {
    /// Waits for its time, or is being sent (leased).
    Queued,
    /// Waits until the person confirms the address.
    Held,
    /// Taken by the mail server; its words are gone.
    Sent,
    /// Refused for good, or given up.
    Failed,
}

impl MailState {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Queued, Self::Held, Self::Sent, Self::Failed];

    /// The word in the database and in addresses.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Held => "held",
            Self::Sent => "sent",
            Self::Failed => "failed",
        }
    }

    /// The state of a word, if it is one.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// What is known about the recipient's address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Confirmed, or this very mail asks to confirm it: the mail goes out.
    Deliverable,
    /// Not confirmed yet: the mail is held.
    Unconfirmed,
}

/// A mail to queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMail {
    /// A key that is used once for ever, such as `certificate:12:issued`: a second mail with it is not queued.
    pub key: String,
    /// Whose mail it is; `None` for somebody without an account.
    pub person: Option<PersonId>,
    /// The address.
    pub to: Email,
    /// What is known about the address.
    pub standing: Standing,
    /// What the mail is about, one word for the outbox: `confirm-address`, `certificate`.
    pub kind: &'static str,
    /// The language it is written in.
    pub lang: Lang,
    /// The letter, written.
    pub written: Written,
    /// What to attach when it is sent, such as `certificate:12`; the composition root knows how to make it.
    pub attachment: Option<String>,
}

/// A mail as the outbox shows it: without its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The row.
    pub id: MailId,
    /// Whose mail it is.
    pub person: Option<PersonId>,
    /// The address.
    pub address: String,
    /// What it is about.
    pub kind: String,
    /// Its subject.
    pub subject: String,
    /// Where it stands.
    pub state: MailState,
    /// Tries that were counted.
    pub tries: i32,
    /// When it is tried next, if it is queued.
    pub next_at: Timestamp,
    /// What stood in its way the last time.
    pub last_error: Option<String>,
    /// When it was queued.
    pub created_at: Timestamp,
    /// When it was sent.
    pub sent_at: Option<Timestamp>,
}

/// The mail server is left alone for a while, because it did not talk to us.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pause {
    /// Until then.
    pub until: Timestamp,
    /// What it came to the last time, in the words that are kept with a mail.
    pub reason: String,
}

/// A mail that this server has taken, until the lease ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Leased {
    pub(super) id: MailId,
    pub(super) address: String,
    pub(super) lang: Lang,
    pub(super) written: Written,
    pub(super) attachment: Option<String>,
    /// The part of the message's name before the `@`.
    pub(super) message_id: String,
    /// Which try this is, from 1.
    pub(super) tries: i32,
    pub(super) created_at: Timestamp,
    /// When the lease ends; also the proof of holding it.
    pub(super) until: Timestamp,
}
