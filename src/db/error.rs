//! What a database failure means to a use case.

use diesel::result::{DatabaseErrorKind, Error as DieselError};

use crate::kernel::Error;

impl From<DieselError> for Error {
    /// A failed query is never "not found" unless the query asked for exactly one row and there was none.
    fn from(error: DieselError) -> Self {
        match &error {
            DieselError::NotFound => Self::NotFound,
            DieselError::DatabaseError(DatabaseErrorKind::SerializationFailure, _) => Self::Again,
            DieselError::DatabaseError(DatabaseErrorKind::UniqueViolation, info) => {
                tracing::debug!(constraint = info.constraint_name(), "a unique index refused a row");
                Self::Conflict
            }
            DieselError::DatabaseError(kind, info) => {
                let message = info.message();
                if matches!(kind, DatabaseErrorKind::ClosedConnection) || is_passing(message) {
                    Self::Unavailable(message.to_owned())
                } else {
                    Self::while_doing("database", message)
                }
            }
            DieselError::BrokenTransactionManager => Self::Unavailable("connection lost".to_owned()),
            other => Self::while_doing("database", other),
        }
    }
}

/// Conditions that pass by themselves or when somebody makes room: the person is asked to try again.
fn is_passing(message: &str) -> bool {
    const PASSING: [&str; 9] = [
        "database is locked",
        "database or disk is full",
        "disk I/O error",
        "deadlock detected",
        "server closed the connection",
        "no connection to the server",
        "terminating connection",
        "the database system is",
        "could not connect",
    ];
    PASSING.iter().any(|text| message.contains(text))
}
