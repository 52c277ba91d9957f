//! One server at a time on a SQLite file. A second one would send every mail and run every job beside the first,
//! and its memory of published courses would grow old.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::PathBuf;

use super::folder::{ensure_private, folder_of};
use crate::db::DatabaseUrl;

/// The name of the file that is locked; it stands beside the database.
const NAME: &str = "server.lock";

/// Why the lock was not given.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    /// Another server has it.
    #[error(
        "another server runs on this database ({} is locked): stop it first, or give this one a folder of its own in ERIKTI_DATA",
        .0.display()
    )]
    Taken(PathBuf),
    /// The file cannot be made or locked.
    #[error("{} cannot be locked ({cause}): let this user write to its folder", .file.display())]
    Unusable {
        /// The file.
        file: PathBuf,
        /// What the disk says.
        cause: std::io::Error,
    },
}

/// The right to be the server of a database. It ends when this is dropped, and with the process, however that ends.
#[derive(Debug)]
pub struct ServerLock {
    _file: Option<File>,
}

/// Takes the lock of a database. PostgreSQL needs none: there several servers share the work.
///
/// # Errors
/// [`LockError::Taken`] if a server runs already; [`LockError::Unusable`] with what the disk says.
pub fn lock(database: &DatabaseUrl) -> Result<ServerLock, LockError> {
    let DatabaseUrl::Sqlite(database) = database else { return Ok(ServerLock { _file: None }) };
    let folder = folder_of(database);
    let path = folder.join(NAME);
    let unusable = |cause| LockError::Unusable { file: path.clone(), cause };
    ensure_private(folder).map_err(unusable)?;
    let file = OpenOptions::new().create(true).truncate(false).write(true).open(&path).map_err(unusable)?;
    match file.try_lock() {
        Ok(()) => Ok(ServerLock { _file: Some(file) }),
        Err(TryLockError::WouldBlock) => Err(LockError::Taken(path)),
        Err(TryLockError::Error(cause)) => Err(unusable(cause)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_server_is_refused_until_the_first_has_ended() {
        let folder = tempfile::tempdir().expect("a folder");
        let database = DatabaseUrl::Sqlite(folder.path().join("new/erikti.db"));
        let first = lock(&database).expect("free");
        let refused = lock(&database).expect_err("taken").to_string();
        assert!(refused.contains("another server") && refused.contains("server.lock"), "{refused}");
        drop(first);
        lock(&database).expect("free again");
    }

    #[test]
    fn servers_share_postgresql() {
        let database = DatabaseUrl::Postgres("postgres://localhost/erikti".to_owned());
        let _first = lock(&database).expect("no lock needed");
        lock(&database).expect("no lock needed");
    }
}
