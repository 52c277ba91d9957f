//! A database of its own for each test, on SQLite and on PostgreSQL.

use std::ops::Deref;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Once, OnceLock};

use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection, SqliteConnection};
use erikti::db::{Backend, Conn, Database, DatabaseUrl, run_migrations};
use tempfile::TempDir;

use super::announce;

/// A migrated, empty database; it is gone with this value.
#[derive(Debug)]
pub(crate) struct TestDatabase {
    database: Database,
    url: DatabaseUrl,
    /// Which server's handle this is, from 0.
    server: u64,
    // Dropped last, after the connections.
    _place: Place,
}

#[derive(Debug)]
enum Place {
    Folder {
        _folder: TempDir,
    },
    Schema(Schema),
    /// Another value keeps it.
    Elsewhere,
}

/// A schema of the server of the tests.
#[derive(Debug)]
struct Schema {
    server: String,
    name: String,
}

impl TestDatabase {
    /// A SQLite file: a copy of one that was migrated once for all tests of this process.
    pub(crate) fn sqlite() -> Self {
        let folder = tempfile::tempdir().expect("a folder for the database");
        let file = folder.path().join("erikti.db");
        std::fs::write(&file, template()).expect("the database is copied");
        Self::open(DatabaseUrl::Sqlite(file), Place::Folder { _folder: folder })
    }

    /// A schema of its own on the PostgreSQL server of the tests; `None`, said aloud, if there is none.
    pub(crate) fn postgres() -> Option<Self> {
        let (url, schema) = empty_schema()?;
        let DatabaseUrl::Postgres(address) = &url else { unreachable!("a schema is on PostgreSQL") };
        let mut conn = Conn::Postgres(PgConnection::establish(address).expect("PostgreSQL answers"));
        run_migrations(&mut conn).expect("the migrations run on PostgreSQL");
        drop(conn);
        Some(Self::open(url, Place::Schema(schema)))
    }

    fn open(url: DatabaseUrl, place: Place) -> Self {
        let database = Database::open(&url).expect("the database opens");
        Self { database, url, server: 0, _place: place }
    }

    /// The same database as the next server has it; it must not be used after this value is gone.
    pub(crate) fn beside(&self) -> Self {
        let beside = Self::open(self.url.clone(), Place::Elsewhere);
        Self { server: self.server + 1, ..beside }
    }

    /// The database, for whoever keeps it; it must not be used after this value is gone.
    pub(crate) fn handle(&self) -> Database {
        self.database.clone()
    }

    /// Which of several servers on one database this is for, from 0.
    pub(crate) fn server(&self) -> u64 {
        self.server
    }

    /// The address of the database.
    pub(crate) fn url(&self) -> &DatabaseUrl {
        &self.url
    }
}

impl Deref for TestDatabase {
    type Target = Database;

    fn deref(&self) -> &Database {
        &self.database
    }
}

/// Runs a test on SQLite, then on PostgreSQL if there is a server.
pub(crate) async fn on_both(test: impl AsyncFn(TestDatabase)) {
    // Shown if the test fails.
    eprintln!("on SQLite");
    test(TestDatabase::sqlite()).await;
    if let Some(database) = TestDatabase::postgres() {
        eprintln!("on PostgreSQL");
        test(database).await;
    }
}

/// A database without any table, as a bare connection, and what keeps it.
pub(crate) struct EmptyDatabase {
    pub(crate) conn: Conn,
    pub(crate) backend: Backend,
    pub(crate) url: DatabaseUrl,
    _place: Place,
}

/// Runs a test on an empty SQLite file, then on an empty schema of PostgreSQL if there is a server.
pub(crate) fn on_both_empty(test: impl Fn(&mut EmptyDatabase)) {
    eprintln!("on SQLite");
    let folder = tempfile::tempdir().expect("a folder for the database");
    let file = folder.path().join("erikti.db");
    let conn = SqliteConnection::establish(&file.display().to_string()).expect("SQLite opens the file");
    test(&mut EmptyDatabase {
        conn: Conn::Sqlite(conn),
        backend: Backend::Sqlite,
        url: DatabaseUrl::Sqlite(file),
        _place: Place::Folder { _folder: folder },
    });
    if let Some((url, schema)) = empty_schema() {
        eprintln!("on PostgreSQL");
        let DatabaseUrl::Postgres(address) = &url else { unreachable!("a schema is on PostgreSQL") };
        let conn = PgConnection::establish(address).expect("PostgreSQL answers");
        test(&mut EmptyDatabase {
            conn: Conn::Postgres(conn),
            backend: Backend::Postgres,
            url,
            _place: Place::Schema(schema),
        });
    }
}

/// The bytes of a migrated SQLite file.
fn template() -> &'static [u8] {
    static TEMPLATE: OnceLock<Vec<u8>> = OnceLock::new();
    TEMPLATE.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a folder for the template");
        let file = folder.path().join("template.db");
        let conn = SqliteConnection::establish(&file.display().to_string()).expect("SQLite opens the file");
        let mut conn = Conn::Sqlite(conn);
        run_migrations(&mut conn).expect("the migrations run on SQLite");
        // Closed before it is read: everything is in the one file then.
        drop(conn);
        std::fs::read(&file).expect("the template is read")
    })
}

/// The address of the PostgreSQL server of the tests; without one, this is said once.
fn server() -> Option<String> {
    static SAID: Once = Once::new();
    let server = std::env::var("ERIKTI_TEST_POSTGRES").ok().filter(|address| !address.is_empty());
    if server.is_none() {
        SAID.call_once(|| {
            announce("PostgreSQL: not run (ERIKTI_TEST_POSTGRES is not set; ./tests/run sets it)");
        });
    }
    server
}

/// A fresh schema, and the address under which its tables are the only ones.
fn empty_schema() -> Option<(DatabaseUrl, Schema)> {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let server = server()?;
    let name = format!("test_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    let mut conn = PgConnection::establish(&server).expect("the PostgreSQL server of the tests answers");
    conn.batch_execute(&format!("CREATE SCHEMA {name}")).expect("a schema is made");
    let joint = if server.contains('?') { '&' } else { '?' };
    let url = DatabaseUrl::Postgres(format!("{server}{joint}options=-c%20search_path%3D{name}"));
    Some((url, Schema { server, name }))
}

impl Drop for Schema {
    fn drop(&mut self) {
        let done = PgConnection::establish(&self.server).map_err(|error| error.to_string()).and_then(|mut conn| {
            let drop = format!("SET lock_timeout = '5s'; DROP SCHEMA {} CASCADE", self.name);
            conn.batch_execute(&drop).map_err(|error| error.to_string())
        });
        if let Err(error) = done {
            announce(&format!("the schema {} stays behind: {error}", self.name));
        }
    }
}
