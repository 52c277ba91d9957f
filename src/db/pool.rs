//! Reading and writing, the same calls on both databases.

use std::hash::{BuildHasher, Hash, Hasher, RandomState};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use diesel::Connection;
use diesel::connection::{AnsiTransactionManager, SimpleConnection, TransactionManager};
use diesel::pg::PgConnection;
use diesel::r2d2::{ManageConnection, Pool, R2D2Connection};

use super::conn::{BEGIN_SERIALIZABLE, NOT_ALONE, Purpose, make_private, open_sqlite, prepare_postgres};
use super::lookup::{self, Lookup};
use super::migrate::{self, MigrateError, Migration};
use super::recall::{About, Recall, Subject, Watch};
use super::writer::Writer;
use super::{Conn, DatabaseUrl};
use crate::kernel::{Error, Result};

/// How long a serializable transaction is run anew before the person is asked to try again: the time in which a page
/// still seems to come, and long enough for a large change to get through while the outbox is being emptied.
const PATIENCE: Duration = Duration::from_secs(10);
/// The longest pause between two of its runs, in microseconds.
const LONGEST_PAUSE: u64 = 200_000;
/// Connections to PostgreSQL.
const CONNECTIONS: u32 = 16;

/// Which database this is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Backend {
    /// SQLite.
    Sqlite,
    /// PostgreSQL.
    Postgres,
}

/// Why the database could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// No connection.
    #[error("the database cannot be opened: {0}; look at ERIKTI_DATABASE_URL and ERIKTI_DATA")]
    Connect(String),
    /// The schema does not fit.
    #[error(transparent)]
    Migrate(#[from] MigrateError),
}

/// The open database. Cheap to clone; every clone shares the same connections.
#[derive(Clone)]
pub struct Database(Arc<Inner>);

enum Inner {
    Sqlite(Sqlite),
    Postgres(Pool<Manager>),
}

struct Sqlite {
    file: String,
    readers: Mutex<Vec<Conn>>,
    writer: Writer,
    watch: Arc<OnceLock<Watch>>,
}

/// Makes connections to PostgreSQL and nothing else: the common type would try the address on every database.
struct Manager(String);

impl ManageConnection for Manager {
    type Connection = Conn;
    type Error = diesel::r2d2::Error;

    fn connect(&self) -> Result<Conn, Self::Error> {
        let mut conn = PgConnection::establish(&self.0).map_err(diesel::r2d2::Error::ConnectionError)?;
        prepare_postgres(&mut conn)
            .and_then(|()| conn.batch_execute(NOT_ALONE))
            .map_err(diesel::r2d2::Error::QueryError)?;
        Ok(Conn::Postgres(conn))
    }

    fn is_valid(&self, conn: &mut Conn) -> Result<(), Self::Error> {
        conn.ping().map_err(diesel::r2d2::Error::QueryError)
    }

    fn has_broken(&self, conn: &mut Conn) -> bool {
        std::thread::panicking() || conn.is_broken()
    }
}

impl std::fmt::Debug for Database {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Database({:?})", self.backend())
    }
}

impl Database {
    /// Opens the database, creating the file of a new SQLite database. Migrations are not run.
    ///
    /// # Errors
    /// [`OpenError::Connect`] with the database's own words on one line, and the file of a SQLite database.
    pub fn open(url: &DatabaseUrl) -> Result<Self, OpenError> {
        let connect = |error: &dyn std::fmt::Display| OpenError::Connect(url.explain(error));
        let inner = match url {
            DatabaseUrl::Sqlite(path) => {
                let file = path.display().to_string();
                let conn = open_sqlite(&file, Purpose::Write).map_err(|error| connect(&error))?;
                let watch = Arc::default();
                let writer = Writer::start(conn, Arc::clone(&watch)).map_err(|error| connect(&error))?;
                Inner::Sqlite(Sqlite { file, readers: Mutex::default(), writer, watch })
            }
            DatabaseUrl::Postgres(address) => {
                let pool = Pool::builder()
                    .max_size(CONNECTIONS)
                    .min_idle(Some(1))
                    .connection_timeout(Duration::from_secs(5))
                    .build(Manager(address.clone()))
                    .map_err(|error| connect(&error))?;
                Inner::Postgres(pool)
            }
        };
        Ok(Self(Arc::new(inner)))
    }

    /// Which database this is.
    pub fn backend(&self) -> Backend {
        match &*self.0 {
            Inner::Sqlite(_) => Backend::Sqlite,
            Inner::Postgres(_) => Backend::Postgres,
        }
    }

    /// Runs the migrations that are missing.
    ///
    /// # Errors
    /// A newer database, a failed migration, no connection.
    pub async fn migrate(&self) -> Result<Vec<Migration>, OpenError> {
        self.schema(migrate::run).await
    }

    /// The migrations that are missing.
    ///
    /// # Errors
    /// A newer database, no connection.
    pub async fn pending_migrations(&self) -> Result<Vec<Migration>, OpenError> {
        self.schema(migrate::pending).await
    }

    /// Copies a SQLite database, as it stands at one moment, into a new file; on PostgreSQL it does nothing.
    ///
    /// # Errors
    /// The file is there already, or there is no room for it.
    pub async fn copy_sqlite(&self, to: &std::path::Path) -> Result<(), OpenError> {
        use diesel::RunQueryDsl;
        let (this, to) = (self.clone(), to.display().to_string());
        blocking(move || match &*this.0 {
            Inner::Sqlite(sqlite) => {
                let mut conn = open_sqlite(&sqlite.file, Purpose::Write).map_err(Error::internal)?;
                // For its owner alone, as the database is; SQLite fills an empty file, and refuses any other.
                make_private(&to).map_err(|error| Error::Internal(format!("{to}: {error}")))?;
                let copy = diesel::sql_query("VACUUM INTO $1").bind::<diesel::sql_types::Text, _>(to);
                copy.execute(&mut conn).map(|_| ()).map_err(Error::from)
            }
            Inner::Postgres(_) => Ok(()),
        })
        .await
        .map_err(|error| OpenError::Connect(error.to_string()))
    }

    async fn schema<T: Send + 'static>(&self, work: fn(&mut Conn) -> Result<T, MigrateError>) -> Result<T, OpenError> {
        let this = self.clone();
        blocking(move || match &*this.0 {
            Inner::Sqlite(sqlite) => {
                let mut conn = open_sqlite(&sqlite.file, Purpose::Write).map_err(Error::internal)?;
                Ok(work(&mut conn))
            }
            Inner::Postgres(pool) => with_postgres(pool, |conn| Ok(work(conn))),
        })
        .await
        .map_err(|error| OpenError::Connect(error.to_string()))?
        .map_err(OpenError::Migrate)
    }

    /// Reads. On SQLite at once on this thread (a primary-key read takes microseconds; long reports belong
    /// in [`Self::read_long`]); on PostgreSQL on a blocking thread.
    ///
    /// # Errors
    /// What the closure returns; [`Error::Unavailable`] without a connection.
    pub async fn read<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Conn) -> Result<T> + Send + 'static,
    {
        match &*self.0 {
            Inner::Sqlite(sqlite) => sqlite.read(work),
            Inner::Postgres(_) => self.read_long(work).await,
        }
    }

    /// Reads on a blocking thread, on either database.
    ///
    /// # Errors
    /// What the closure returns; [`Error::Unavailable`] without a connection.
    pub async fn read_long<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Conn) -> Result<T> + Send + 'static,
    {
        let this = self.clone();
        blocking(move || match &*this.0 {
            Inner::Sqlite(sqlite) => sqlite.read(work),
            Inner::Postgres(pool) => with_postgres(pool, work),
        })
        .await
    }

    /// Reads a row about one person, or one certificate, that is asked for again and again: from memory, if
    /// [`Self::watch`] has been called and nothing about it has changed since it was read; else as [`Self::read`] does.
    ///
    /// # Errors
    /// What the closure returns; [`Error::Unavailable`] without a connection.
    pub async fn recall<K, S, V, F>(&self, recall: &Recall<K, V>, key: K, read: F) -> Result<Option<V>>
    where
        K: Eq + Hash,
        S: Into<Subject> + Send + 'static,
        V: Clone + Send + 'static,
        F: FnOnce(&mut Conn) -> Result<Option<(S, V)>> + Send + 'static,
    {
        match &*self.0 {
            Inner::Sqlite(sqlite) => match sqlite.watch.get() {
                Some(watch) => watch.recall(recall, key, || sqlite.writer.ask_to_look(), || sqlite.read(read)),
                None => Ok(sqlite.read(read)?.map(|(_, value)| value)),
            },
            Inner::Postgres(_) => Ok(self.read_long(read).await?.map(|(_, value)| value)),
        }
    }

    /// Looks up a row that many people ask for at the same time: as [`Self::recall`] does on SQLite, together with all who
    /// ask meanwhile on PostgreSQL.
    ///
    /// # Errors
    /// What the lookup's ways to read return; [`Error::Unavailable`] without a connection.
    pub async fn look_up<K, V>(&self, lookup: &Lookup<K, V>, key: K) -> Result<Option<V>>
    where
        K: Eq + Hash + Clone + Send + 'static,
        V: Clone + Send + 'static,
    {
        match &*self.0 {
            Inner::Sqlite(_) => {
                let (one, wanted) = (lookup.one, key.clone());
                self.recall(&lookup.kept, key, move |conn| one(conn, &wanted)).await
            }
            Inner::Postgres(pool) => {
                let (receiver, turn) = lookup.join(key);
                if let Some(turn) = turn {
                    let pool = pool.clone();
                    tokio::task::spawn_blocking(move || turn.take(|ask| with_postgres(&pool, ask)));
                }
                lookup::answered(receiver).await
            }
        }
    }

    /// Hears of every change to these tables from here on, on SQLite, so that [`Self::recall`] may keep rows. Once
    /// in the life of the database, when its schema is complete.
    ///
    /// # Errors
    /// [`Error::Unavailable`] if the database cannot be written to.
    pub async fn watch(&self, tables: &'static [About]) -> Result<()> {
        let Inner::Sqlite(sqlite) = &*self.0 else { return Ok(()) };
        let (file, watch) = (sqlite.file.clone(), Arc::clone(&sqlite.watch));
        let begin = move |conn: &mut Conn| match conn {
            Conn::Sqlite(conn) => {
                watch.set(Watch::begin(conn, &file, tables)?).map_err(|_| Error::internal("watched twice"))
            }
            Conn::Postgres(_) => Ok(()),
        };
        sqlite.writer.write(begin).await
    }

    /// Runs a use case in one transaction and returns when it is durable. The use case may be run more than
    /// once, so it does nothing but talk to the connection it is given. `Err` rolls back.
    ///
    /// # Errors
    /// What the use case returns; [`Error::Unavailable`] if it could not be committed.
    pub async fn write<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: Fn(&mut Conn) -> Result<T> + Send + 'static,
    {
        match &*self.0 {
            Inner::Sqlite(sqlite) => sqlite.writer.write(work).await,
            Inner::Postgres(pool) => {
                let pool = pool.clone();
                blocking(move || serializable(&pool, &work)).await
            }
        }
    }
}

impl Sqlite {
    fn read<T>(&self, work: impl FnOnce(&mut Conn) -> Result<T>) -> Result<T> {
        let idle = self.readers.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut conn = match idle {
            Some(conn) => conn,
            None => open_sqlite(&self.file, Purpose::Read).map_err(|error| Error::Unavailable(error.to_string()))?,
        };
        let outcome = work(&mut conn);
        self.readers.lock().unwrap_or_else(PoisonError::into_inner).push(conn);
        outcome
    }
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(Error::internal)?
}

fn with_postgres<T>(pool: &Pool<Manager>, work: impl FnOnce(&mut Conn) -> Result<T>) -> Result<T> {
    let mut conn = pool.get().map_err(|error| Error::Unavailable(error.to_string()))?;
    work(&mut conn)
}

fn serializable<T>(pool: &Pool<Manager>, work: &impl Fn(&mut Conn) -> Result<T>) -> Result<T> {
    let began = Instant::now();
    let run = || with_postgres(pool, |conn| in_transaction(conn, work));
    patiently(|| began.elapsed(), std::thread::sleep, run)
}

/// Runs something anew as long as others are in its way, until [`PATIENCE`] has passed. How long it has been going on
/// and how it pauses are given.
fn patiently<T>(
    passed: impl Fn() -> Duration,
    pause: impl Fn(Duration),
    mut run: impl FnMut() -> Result<T>,
) -> Result<T> {
    let mut number = 0;
    while passed() < PATIENCE {
        match run() {
            Err(Error::Again) => pause(pause_after(number)),
            outcome => return outcome,
        }
        number += 1;
    }
    Err(Error::Unavailable("too many people change the same thing".to_owned()))
}

/// Longer each time, and different for each: those that met once would meet again.
fn pause_after(number: u32) -> Duration {
    let longest = 2_000_u64.saturating_mul(2_u64.saturating_pow(number)).min(LONGEST_PAUSE);
    let chance = RandomState::new().build_hasher().finish();
    Duration::from_micros(longest / 2 + chance % longest)
}

fn in_transaction<T>(conn: &mut Conn, work: &impl Fn(&mut Conn) -> Result<T>) -> Result<T> {
    type Manager = <Conn as diesel::Connection>::TransactionManager;
    match conn {
        Conn::Postgres(inner) => AnsiTransactionManager::begin_transaction_sql(inner, BEGIN_SERIALIZABLE)?,
        Conn::Sqlite(inner) => AnsiTransactionManager::begin_transaction(inner)?,
    }
    match work(conn) {
        Ok(value) => Manager::commit_transaction(conn).map(|()| value).map_err(Error::from),
        Err(error) => {
            Manager::rollback_transaction(conn)?;
            Err(error)
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::{Cell, RefCell};

    use super::*;

    /// Runs something that others are in the way of so many times, on a clock that only its pauses move: what came of it,
    /// and how long each pause was.
    fn in_the_way(times: usize) -> (Result<usize>, Vec<Duration>) {
        let (passed, pauses, runs) = (Cell::new(Duration::ZERO), RefCell::new(Vec::new()), Cell::new(0));
        let pause = |time: Duration| {
            passed.set(passed.get() + time);
            pauses.borrow_mut().push(time);
        };
        let outcome = patiently(
            || passed.get(),
            pause,
            || {
                runs.set(runs.get() + 1);
                if runs.get() > times { Ok(runs.get()) } else { Err(Error::Again) }
            },
        );
        (outcome, pauses.into_inner())
    }

    #[test]
    fn a_serializable_transaction_is_run_anew_for_ten_seconds() {
        let (outcome, pauses) = in_the_way(usize::MAX);
        assert!(matches!(outcome, Err(Error::Unavailable(_))), "{outcome:?}");
        let (last, before) = pauses.split_last().expect("a pause");
        let before: Duration = before.iter().sum();
        assert!(before < Duration::from_secs(10) && before + *last >= Duration::from_secs(10), "{pauses:?}");
        let longest = Duration::from_micros(LONGEST_PAUSE);
        assert!(pauses.iter().all(|pause| *pause < longest * 3 / 2), "{pauses:?}");
        assert!(pauses.first() < pauses.last() && pauses.len() > 40, "{pauses:?}");
    }

    #[test]
    fn it_ends_with_the_first_run_that_nobody_is_in_the_way_of() {
        for times in [0, 1, 30] {
            let (outcome, pauses) = in_the_way(times);
            assert!(matches!(outcome, Ok(runs) if runs == times + 1), "{outcome:?}");
            assert_eq!(pauses.len(), times);
        }
        let refused = patiently(|| Duration::ZERO, |_| panic!("it pauses"), || Err::<(), _>(Error::Conflict));
        assert!(matches!(refused, Err(Error::Conflict)), "only what may go better is run anew");
    }
}
