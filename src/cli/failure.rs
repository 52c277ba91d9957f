//! How a command ends when it does not succeed.

use std::io::Write;
use std::process::ExitCode;

use crate::config::ConfigError;
use crate::db::OpenError;
use crate::kernel::Error;

/// The result of a command.
pub(super) type Outcome<T = ()> = Result<T, Failure>;

/// A sentence for standard error, and the exit status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Failure {
    sentence: String,
    status: u8,
}

impl Failure {
    /// The command could not do it: exit status 1.
    pub(super) fn failed(sentence: impl std::fmt::Display) -> Self {
        Self { sentence: sentence.to_string(), status: 1 }
    }

    /// It was asked wrongly: exit status 2.
    pub(super) fn usage(sentence: impl std::fmt::Display) -> Self {
        Self { sentence: sentence.to_string(), status: 2 }
    }

    /// Writes the sentence and gives the exit status.
    pub(super) fn report(self) -> ExitCode {
        // Nothing can be done if the terminal has gone; the status still tells.
        let _ = writeln!(std::io::stderr().lock(), "erikti: {}", self.sentence);
        ExitCode::from(self.status)
    }
}

impl From<ConfigError> for Failure {
    fn from(error: ConfigError) -> Self {
        Self::usage(error)
    }
}

impl From<OpenError> for Failure {
    fn from(error: OpenError) -> Self {
        Self::failed(error)
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error {
            Error::Unavailable(_) | Error::Again => Self::failed(format!("{error}; try again in a moment")),
            Error::Conflict => Self::failed("somebody changed the same thing at this moment; try again"),
            Error::NotFound | Error::Forbidden | Error::Internal(_) => Self::failed(error.for_operator()),
        }
    }
}
