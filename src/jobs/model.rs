//! What a job is.

use crate::kernel::ids::JobId;
use crate::kernel::{Error, Timestamp};

/// Where a job stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobState {
    /// Waits for its time, or is being done (leased).
    Queued,
    /// Done.
    Done,
    /// Given up; somebody should look.
    Failed,
}

impl JobState {
    /// The word in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Done => "done",
            Self::Failed => "failed",
        }
    }
}

/// A job to queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewJob {
    /// Which handler does it.
    pub kind: &'static str,
    /// A key that is used once for ever: a second job with it is not queued.
    pub key: Option<String>,
    /// What the handler needs to know; it reads what it wrote, mostly JSON. No secrets: it stays for a while.
    pub payload: String,
    /// The earliest time.
    pub run_at: Timestamp,
}

/// Whether something was queued or had been before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Queued<Id> {
    /// It is queued now.
    New(Id),
    /// Its key was used before; nothing changed.
    Before,
}

/// A job that this server has taken, until the lease ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leased {
    /// The row.
    pub id: JobId,
    /// Which handler.
    pub kind: String,
    /// What it needs to know.
    pub payload: String,
    /// Which try this is, from 1.
    pub tries: i32,
    /// When the lease ends; also the proof of holding it.
    pub until: Timestamp,
}

/// A job that did not go well: given up, or tried again later.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Troubled {
    /// The row.
    pub id: JobId,
    /// Which handler.
    pub kind: String,
    /// What it needs to know.
    pub payload: String,
    /// Tries so far.
    pub tries: i32,
    /// When it is tried again; `None` if it was given up.
    pub next_at: Option<Timestamp>,
    /// Since when it is to be done.
    pub created_at: Timestamp,
    /// What stood in its way the last time, for who keeps the server.
    pub last_error: String,
}

/// Why a job was not done.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// Another try may succeed.
    #[error("{0}")]
    Retry(Error),
    /// Another try would fail as well.
    #[error("{0}")]
    GiveUp(Error),
}

impl From<Error> for Failure {
    /// What is not there or not allowed stays so; anything else may pass.
    fn from(error: Error) -> Self {
        match error {
            Error::NotFound | Error::Forbidden => Self::GiveUp(error),
            Error::Conflict | Error::Again | Error::Unavailable(_) | Error::Internal(_) => Self::Retry(error),
        }
    }
}
