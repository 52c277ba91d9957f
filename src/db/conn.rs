//! One connection type over both databases.

use diesel::connection::SimpleConnection;
use diesel::pg::PgConnection;
use diesel::sqlite::SqliteConnection;
use diesel::{Connection, ConnectionResult, QueryResult};

/// A connection to either database. Queries that need to know which go through
/// [`on_backend!`](crate::on_backend).
#[derive(diesel::MultiConnection)]
pub enum Conn {
    /// The embedded default.
    Sqlite(SqliteConnection),
    /// The database for a whole country.
    Postgres(PgConnection),
}

/// What a SQLite connection is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    Read,
    Write,
}

/// Opens a SQLite file. Commits are synchronous (`FULL`): with a write-ahead log anything less may forget an
/// acknowledged transaction when the power goes. What is deleted is overwritten (`secure_delete`): an erased name must not
/// stay in free pages of the file. A new file is for its owner alone, whatever the folder and the umask allow; SQLite
/// gives the log beside it the same mode.
pub(super) fn open_sqlite(file: &str, purpose: Purpose) -> ConnectionResult<Conn> {
    if purpose == Purpose::Write && !file.starts_with(':') {
        make_private(file).map_err(|error| diesel::ConnectionError::BadConnection(format!("{file}: {error}")))?;
    }
    let mut conn = SqliteConnection::establish(file)?;
    let common = "PRAGMA busy_timeout = 5000; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY;";
    let own = match purpose {
        Purpose::Read => "PRAGMA query_only = ON; PRAGMA cache_size = -8000;",
        Purpose::Write => {
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA cache_size = -8000;"
        }
    };
    prepare(&mut conn, common, own).map_err(diesel::ConnectionError::CouldntSetupConfiguration)?;
    Ok(Conn::Sqlite(conn))
}

/// Makes the file where it is missing. One that is there is not even opened: closing any handle of a file gives up all locks
/// that this process holds on it, those of its other connections too (<https://sqlite.org/howtocorrupt.html>, 2.2), and then
/// the next program that looks into the database takes the log away from under the server.
pub(super) fn make_private(file: &str) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(file) {
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        made => made.map(drop),
    }
}

fn prepare(conn: &mut SqliteConnection, common: &str, own: &str) -> QueryResult<()> {
    conn.batch_execute(common)?;
    conn.batch_execute(own)
}

/// Times in UTC. Single reads stay at the default level, which never asks to be run again; writes begin their
/// transactions with [`BEGIN_SERIALIZABLE`].
pub(super) fn prepare_postgres(conn: &mut PgConnection) -> QueryResult<()> {
    conn.batch_execute("SET TIME ZONE 'UTC';")
}

/// Says that somebody works on this database, as long as the connection lives: whoever replaces all of it
/// ([`TRY_ALONE`]) finds out. One database may hold several installations, each in a schema of its own.
pub(super) const NOT_ALONE: &str = "SELECT pg_advisory_lock_shared(hashtextextended('erikti ' || current_schema(), 0))";

/// Takes the database for this transaction alone, or says that somebody works on it.
pub(super) const TRY_ALONE: &str =
    "SELECT pg_try_advisory_xact_lock(hashtextextended('erikti ' || current_schema(), 0)) AS taken";

/// How a transaction that writes to PostgreSQL begins.
pub(super) const BEGIN_SERIALIZABLE: &str = "BEGIN ISOLATION LEVEL SERIALIZABLE";

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn a_new_file_and_its_log_are_for_the_owner_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("erikti.db");
        let Ok(Conn::Sqlite(mut conn)) = open_sqlite(file.to_str().expect("a path"), Purpose::Write) else {
            panic!("a database")
        };
        conn.batch_execute("CREATE TABLE seen (id INTEGER)").expect("written");
        for name in ["erikti.db", "erikti.db-wal"] {
            let mode = std::fs::metadata(folder.path().join(name)).expect("a file").permissions().mode();
            assert_eq!(mode & 0o777, 0o600, "{name}");
        }
    }
}
