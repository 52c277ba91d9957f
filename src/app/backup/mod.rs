//! Backups: everything of an installation in one file, and back.
//!
//! The file is a ZIP archive: `manifest.json`, one file of rows for each table ([`crate::db::portable`]), and the key
//! that signs certificates, unless it was left out. It is the same from SQLite and from PostgreSQL, and goes into
//! either. Pictures of courses are rows too; settings, logs and mails written as files are not in it.
//!
//! Invariants: the rows are of one moment; the file appears under its name once it is whole and on the disk, readable
//! by its owner alone, and never replaces another; nothing is restored unless every digest is right, and then all of
//! it or nothing.

mod archive;
mod manifest;
mod restore;
mod write;

pub use manifest::{Manifest, Part};
pub use restore::{Occupied, Restored, Target, restore, verify};
pub use write::{Made, Wanted, back_up};

use std::path::Path;

use super::keys::KeyError;
use crate::kernel::Error;

/// Why a backup was not made or not restored.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The file of the backup cannot be read or written.
    #[error("{file}: {cause}")]
    File {
        /// Which.
        file: String,
        /// What the disk or the archive says.
        cause: String,
    },
    /// It is no backup, or it is damaged.
    #[error("{file} cannot be restored: {what}")]
    Damaged {
        /// Which.
        file: String,
        /// What is wrong.
        what: String,
    },
    /// The target holds something.
    #[error(transparent)]
    Occupied(#[from] Occupied),
    /// The key is to go in, and it is not the register's that is in its place.
    #[error("{0}; to back up without it, add --without-key")]
    Key(#[from] KeyError),
    /// The database's, the key's.
    #[error("{}", .0.for_operator())]
    Failed(#[from] Error),
}

impl BackupError {
    fn file(file: &Path, cause: impl std::fmt::Display) -> Self {
        Self::File { file: file.display().to_string(), cause: cause.to_string() }
    }

    fn damaged(file: &Path, what: impl std::fmt::Display) -> Self {
        Self::Damaged { file: file.display().to_string(), what: what.to_string() }
    }
}
