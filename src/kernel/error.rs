//! The one error of use cases. The HTTP status is chosen once, in `web/error.rs`; the exit status in `cli/`.

/// The result of a use case.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a use case could not be done. What people do wrong (a wrong password, a test not open yet) is not an
/// error but an outcome of the use case, because its counters and audit rows must stay.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Error {
    /// There is no such thing, or this person may not know of it.
    #[error("not found")]
    NotFound,
    /// Somebody changed it in the meantime.
    #[error("it was changed in the meantime")]
    Conflict,
    /// The person's role does not allow it.
    #[error("not allowed")]
    Forbidden,
    /// The database asks to run the transaction again (serialization failure).
    #[error("the transaction must be run again")]
    Again,
    /// A dependency is not there for the moment (database locked or gone, too much to do): try again.
    #[error("not available now: {0}")]
    Unavailable(String),
    /// A fault of ours or of the machine. The cause is logged and never shown.
    #[error("internal error: {0}")]
    Internal(String),
}

impl Error {
    /// An internal error from anything that can say what went wrong.
    pub fn internal(cause: impl std::fmt::Display) -> Self {
        Self::Internal(cause.to_string())
    }

    /// What is said to whoever runs the program at the shell: of an internal error its cause, which names the file or the
    /// setting that is to be mended.
    pub fn for_operator(&self) -> String {
        match self {
            Self::Internal(cause) => cause.clone(),
            other => other.to_string(),
        }
    }

    /// An internal error with what was being done.
    pub fn while_doing(what: &str, cause: impl std::fmt::Display) -> Self {
        Self::Internal(format!("{what}: {cause}"))
    }
}
