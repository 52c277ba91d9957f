//! What one feature tells the features above it, which it may not call.
//!
//! An event is a job whose handlers the composition root registers. It is raised in the transaction of what
//! happened, so it is told if and only if that was committed; and at least once, so listeners must bear hearing it
//! twice.

use serde::{Deserialize, Serialize};

use super::model::{NewJob, Queued};
use super::queue::enqueue;
use crate::db::Conn;
use crate::kernel::ids::{AttemptId, EnrolmentId, JobId};
use crate::kernel::{Ctx, Error, Result};

/// Something that happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum Event {
    /// A volunteer has finished a course: every module, and the final test passed.
    CourseCompleted {
        /// Who, and which course.
        enrolment: EnrolmentId,
    },
    /// A volunteer who completed a course before has passed its final test again, to renew the certificate.
    CourseRenewed {
        /// Who, and which course.
        enrolment: EnrolmentId,
        /// The try that was passed.
        attempt: AttemptId,
    },
    /// A try that was passed would not be by the corrected key, and stays passed.
    ResultKept {
        /// Who, and which course.
        enrolment: EnrolmentId,
        /// The try.
        attempt: AttemptId,
    },
}

/// The kinds of events, to listen to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventKind {
    /// [`Event::CourseCompleted`].
    CourseCompleted,
    /// [`Event::CourseRenewed`].
    CourseRenewed,
    /// [`Event::ResultKept`].
    ResultKept,
}

impl EventKind {
    /// The kind of the jobs that tell it.
    pub const fn job_kind(self) -> &'static str {
        match self {
            Self::CourseCompleted => "event:course-completed",
            Self::CourseRenewed => "event:course-renewed",
            Self::ResultKept => "event:result-kept",
        }
    }
}

impl Event {
    /// Its kind.
    pub const fn kind(self) -> EventKind {
        match self {
            Self::CourseCompleted { .. } => EventKind::CourseCompleted,
            Self::CourseRenewed { .. } => EventKind::CourseRenewed,
            Self::ResultKept { .. } => EventKind::ResultKept,
        }
    }

    /// Whose course it is about.
    pub const fn enrolment(self) -> EnrolmentId {
        match self {
            Self::CourseCompleted { enrolment }
            | Self::CourseRenewed { enrolment, .. }
            | Self::ResultKept { enrolment, .. } => enrolment,
        }
    }

    /// What makes two of the kind the same.
    fn key(self) -> String {
        match self {
            Self::CourseCompleted { enrolment } => format!("{}:{enrolment}", self.kind().job_kind()),
            Self::CourseRenewed { attempt, .. } | Self::ResultKept { attempt, .. } => {
                format!("{}:{attempt}", self.kind().job_kind())
            }
        }
    }

    /// Reads the payload of a job that tells an event.
    ///
    /// # Errors
    ///
    /// If it is none.
    pub fn read(payload: &str) -> Result<Self> {
        serde_json::from_str(payload).map_err(|cause| Error::while_doing("reading an event", cause))
    }
}

/// Raises an event in the caller's transaction; the same event again changes nothing.
///
/// # Errors
///
/// If the database fails.
pub fn raise(conn: &mut Conn, ctx: &Ctx, event: Event) -> Result<Queued<JobId>> {
    let payload = serde_json::to_string(&event).map_err(|cause| Error::while_doing("writing an event", cause))?;
    enqueue(conn, ctx, &NewJob { kind: event.kind().job_kind(), key: Some(event.key()), payload, run_at: ctx.now })
}
