//! Writing and reading: what was acknowledged stays, what was refused goes, and nobody suffers from a neighbour.

#[path = "db/changes.rs"]
mod changes;
#[expect(dead_code, reason = "these tests use the databases of the harness alone")]
mod harness;
#[path = "db/lookup.rs"]
mod lookup;
#[path = "db/portable.rs"]
mod portable;
#[path = "db/recall.rs"]
mod recall;

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Barrier};

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use erikti::db::schema::throttles;
use erikti::db::{Conn, Database, DatabaseUrl};
use erikti::kernel::{Clock, Error, Result, Timestamp};
use tokio::task::JoinHandle;

use harness::clock::FixedClock;
use harness::database::{TestDatabase, on_both};

fn moment() -> Timestamp {
    FixedClock::new().now()
}

fn insert(conn: &mut Conn, key: &str) -> Result<()> {
    let row = (throttles::key.eq(key), throttles::tries.eq(1), throttles::since.eq(moment()));
    diesel::insert_into(throttles::table).values(row).execute(conn)?;
    Ok(())
}

async fn keys(database: &Database) -> Vec<String> {
    let list = |conn: &mut Conn| Ok(throttles::table.select(throttles::key).order(throttles::key).load(conn)?);
    database.read(list).await.expect("the keys are read")
}

/// Queues a use case that does not end until the sender is dropped: whatever is queued meanwhile waits for it on
/// SQLite, and so shares one commit with the others that wait.
async fn gate(database: &Database) -> (Sender<()>, JoinHandle<Result<()>>) {
    let (open, closed) = channel::<()>();
    let (started, has_started) = tokio::sync::oneshot::channel::<()>();
    let started = std::sync::Mutex::new(Some(started));
    let waiting = queue(database, move |_| {
        if let Some(started) = started.lock().expect("the gate is whole").take() {
            started.send(()).expect("the test waits for the gate");
        }
        closed.recv().expect_err("the gate is opened by dropping it");
        Ok(())
    });
    has_started.await.expect("the gate is closed");
    (open, waiting)
}

/// Whether somebody holds the lock on a SQLite file that every connection to it shares
/// (<https://sqlite.org/fileformat2.html>, 1.5: the bytes of the lock page).
#[cfg(target_os = "linux")]
fn is_held(file: &std::path::Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let inode = format!(":{}", std::fs::metadata(file).expect("the file").ino());
    let locks = std::fs::read_to_string("/proc/locks").expect("the locks of this machine");
    locks.lines().any(|line| {
        let fields: Vec<&str> = line.split_whitespace().collect();
        fields.contains(&"POSIX") && fields.iter().any(|one| one.ends_with(&inode)) && fields.contains(&"1073741826")
    })
}

/// Without that lock an older `sqlite3`, or a backup tool, that looks into the database believes to be the last one there: it
/// puts the log away, and what the server acknowledges afterwards goes into a log without a name.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn the_lock_on_the_file_is_kept_whatever_the_server_does_beside_its_writer() {
    use std::os::unix::fs::MetadataExt;
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("erikti.db");
    let server = Database::open(&DatabaseUrl::Sqlite(file.clone())).expect("the file opens");
    server.migrate().await.expect("migrated");
    server.write(|conn| insert(conn, "before")).await.expect("written");
    assert!(is_held(&file), "after the migrations");
    server.pending_migrations().await.expect("looked at");
    assert!(is_held(&file), "after a look at the schema");
    server.copy_sqlite(&folder.path().join("copy.db")).await.expect("copied");
    assert!(is_held(&file), "after a backup");
    let mode = std::fs::metadata(folder.path().join("copy.db")).expect("the copy").mode();
    assert_eq!(mode & 0o777, 0o600, "a copy is for the owner alone, as the database is");
    assert!(server.copy_sqlite(&folder.path().join("copy.db")).await.is_err(), "what is there is not written over");
    drop(Database::open(&DatabaseUrl::Sqlite(file.clone())).expect("the file opens once more"));
    assert!(is_held(&file), "after it was opened by another part of the program");
}

/// Starts a write without waiting for its answer.
fn queue<T: Send + 'static>(
    database: &Database,
    work: impl Fn(&mut Conn) -> Result<T> + Send + 'static,
) -> JoinHandle<Result<T>> {
    let database = database.clone();
    tokio::spawn(async move { database.write(work).await })
}

/// Lets the writes that were started reach the database's queue.
async fn settle() {
    for _ in 0..8 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn an_answered_write_is_seen_by_everyone_at_once() {
    on_both(async |database: TestDatabase| {
        let writes = (0..200).map(|number| {
            let database = database.handle();
            tokio::spawn(async move {
                let key = format!("{number:03}");
                let own = key.clone();
                database.write(move |conn| insert(conn, &own)).await.expect("the write is answered");
                assert!(keys(&database).await.contains(&key), "{key} was answered and is not there");
            })
        });
        for write in writes.collect::<Vec<_>>() {
            write.await.expect("the write was seen");
        }
        assert_eq!(keys(&database).await.len(), 200);
    })
    .await;
}

/// What a killed process leaves behind is its files as they are at that moment.
#[tokio::test]
async fn an_answered_write_is_in_the_files_at_once() {
    let database = TestDatabase::sqlite();
    let DatabaseUrl::Sqlite(file) = database.url().clone() else { panic!("this is SQLite") };
    for number in 0..20 {
        database.write(move |conn| insert(conn, &format!("{number:02}"))).await.expect("the write is answered");
        let left = tempfile::tempdir().expect("a folder for what is left");
        let copy = left.path().join("erikti.db");
        std::fs::copy(&file, &copy).expect("the file is copied");
        std::fs::copy(file.with_extension("db-wal"), copy.with_extension("db-wal")).expect("the log is copied");
        let left = Database::open(&DatabaseUrl::Sqlite(copy)).expect("what is left opens");
        assert_eq!(keys(&left).await.len(), number + 1);
    }
}

/// With a write-ahead log, anything below `FULL` (2) may forget an acknowledged commit when the power goes.
#[tokio::test]
async fn sqlite_commits_wait_for_the_disk() {
    #[derive(QueryableByName)]
    struct Setting {
        #[diesel(sql_type = diesel::sql_types::Integer)]
        synchronous: i32,
    }
    let ask = |conn: &mut Conn| Ok(diesel::sql_query("PRAGMA synchronous").get_result::<Setting>(conn)?.synchronous);
    assert_eq!(TestDatabase::sqlite().write(ask).await.expect("the setting is read"), 2);
}

#[tokio::test]
async fn an_error_takes_back_its_own_changes_only() {
    on_both(async |database: TestDatabase| {
        let (open, gate) = gate(&database).await;
        let writes: Vec<_> = (0..10)
            .map(|number| {
                queue(&database, move |conn| {
                    insert(conn, &format!("{number}"))?;
                    if number % 2 == 0 { Ok(()) } else { Err(Error::Forbidden) }
                })
            })
            .collect();
        settle().await;
        drop(open);
        gate.await.expect("the gate ran").expect("the gate opened");
        for (number, write) in writes.into_iter().enumerate() {
            let outcome = write.await.expect("the write was answered");
            if number % 2 == 0 {
                outcome.expect("its use case was content");
            } else {
                assert!(matches!(outcome, Err(Error::Forbidden)), "{outcome:?}");
            }
        }
        assert_eq!(keys(&database).await, ["0", "2", "4", "6", "8"]);
    })
    .await;
}

#[tokio::test]
async fn a_panic_fails_its_own_use_case_only() {
    on_both(async |database: TestDatabase| {
        let (open, gate) = gate(&database).await;
        let before = queue(&database, |conn| insert(conn, "before"));
        let plain = queue(&database, |conn| {
            insert(conn, "plain")?;
            panic!("on purpose")
        });
        let between = queue(&database, |conn| insert(conn, "between"));
        let nested = queue(&database, |conn| {
            insert(conn, "outer")?;
            conn.transaction(|conn| {
                insert(conn, "inner")?;
                conn.transaction(|conn| {
                    insert(conn, "innermost")?;
                    panic!("on purpose, with two transactions open")
                })
            })
        });
        let after = queue(&database, |conn| insert(conn, "after"));
        settle().await;
        drop(open);
        gate.await.expect("the gate ran").expect("the gate opened");
        for panicked in [plain, nested] {
            let outcome: Result<()> = panicked.await.expect("the write was answered");
            assert!(matches!(outcome, Err(Error::Internal(_))), "{outcome:?}");
        }
        for fine in [before, between, after] {
            fine.await.expect("the write was answered").expect("a neighbour's panic does not matter");
        }
        database.write(|conn| insert(conn, "later")).await.expect("the database goes on");
        assert_eq!(keys(&database).await, ["after", "before", "between", "later"]);
    })
    .await;
}

#[tokio::test]
async fn a_nested_transaction_that_fails_leaves_the_outer_one_whole() {
    on_both(async |database: TestDatabase| {
        let work = |conn: &mut Conn| {
            insert(conn, "outer")?;
            let inner: Result<()> = conn.transaction(|conn| {
                insert(conn, "inner")?;
                insert(conn, "outer")
            });
            assert!(matches!(inner, Err(Error::Conflict)), "{inner:?}");
            insert(conn, "last")
        };
        database.write(work).await.expect("the outer transaction goes on");
        assert_eq!(keys(&database).await, ["last", "outer"]);
    })
    .await;
}

#[tokio::test]
async fn a_commit_that_fails_is_told_to_all_who_waited_for_it() {
    let database = TestDatabase::sqlite();
    let (open, gate) = gate(&database).await;
    let neighbour = queue(&database, |conn| insert(conn, "neighbour"));
    // A reference into nothing, which SQLite is told to look at only when it commits.
    let culprit = queue(&database, |conn| {
        conn.batch_execute(
            "PRAGMA defer_foreign_keys = ON;
             INSERT INTO grants (person_id, role, granted_at) VALUES (4711, 'centre', '2026-11-22 04:00:00');",
        )?;
        Ok(())
    });
    settle().await;
    drop(open);
    for waited in [gate, neighbour, culprit] {
        let outcome = waited.await.expect("the write was answered");
        assert!(matches!(outcome, Err(Error::Unavailable(_))), "{outcome:?}");
    }
    assert!(keys(&database).await.is_empty());
    database.write(|conn| insert(conn, "later")).await.expect("the writer goes on");
    assert_eq!(keys(&database).await, ["later"]);
}

#[tokio::test]
async fn a_full_queue_refuses_and_loses_nothing() {
    let database = TestDatabase::sqlite();
    let (open, gate) = gate(&database).await;
    let writes: Vec<_> = (0..5000).map(|n| queue(&database, move |conn| insert(conn, &format!("{n:04}")))).collect();
    settle().await;
    drop(open);
    gate.await.expect("the gate ran").expect("the gate opened");
    let mut kept = Vec::new();
    for (number, write) in writes.into_iter().enumerate() {
        match write.await.expect("the write was answered") {
            Ok(()) => kept.push(format!("{number:04}")),
            Err(error) => assert!(matches!(error, Error::Unavailable(_)), "{error:?}"),
        }
    }
    assert!((4096..5000).contains(&kept.len()), "{} of 5000 were taken", kept.len());
    assert_eq!(keys(&database).await, kept);
}

fn increment(conn: &mut Conn, between: impl Fn()) -> Result<()> {
    let row = throttles::table.find("counter");
    let tries: i32 = row.select(throttles::tries).get_result(conn)?;
    between();
    diesel::update(row).set(throttles::tries.eq(tries + 1)).execute(conn)?;
    Ok(())
}

async fn counted(database: &Database) -> i32 {
    let read = |conn: &mut Conn| Ok(throttles::table.find("counter").select(throttles::tries).get_result(conn)?);
    database.read(read).await.expect("the counter is read")
}

#[tokio::test]
async fn sqlite_counts_everyone_who_reads_and_then_writes() {
    let database = TestDatabase::sqlite();
    database.write(|conn| insert(conn, "counter")).await.expect("the counter begins");
    let writes: Vec<_> = (0..50).map(|_| queue(&database, |conn| increment(conn, || {}))).collect();
    for write in writes {
        write.await.expect("the write was answered").expect("the counter goes on");
    }
    assert_eq!(counted(&database).await, 51);
}

#[tokio::test]
async fn postgres_runs_a_transaction_again_that_lost_a_race() {
    let Some(database) = TestDatabase::postgres() else { return };
    database.write(|conn| insert(conn, "counter")).await.expect("the counter begins");
    let runs = Arc::new(AtomicU32::new(0));
    let both_have_read = Arc::new(Barrier::new(2));
    let writes = [(); 2].map(|()| {
        let (runs, both_have_read) = (Arc::clone(&runs), Arc::clone(&both_have_read));
        let first_run = AtomicU32::new(1);
        queue(&database, move |conn| {
            runs.fetch_add(1, Ordering::SeqCst);
            increment(conn, || {
                if first_run.swap(0, Ordering::SeqCst) == 1 {
                    both_have_read.wait();
                }
            })
        })
    });
    for write in writes {
        write.await.expect("the write was answered").expect("the counter goes on");
    }
    assert_eq!(counted(&database).await, 3);
    assert!(runs.load(Ordering::SeqCst) > 2, "nobody lost the race, so nothing was tested");
}

#[tokio::test]
async fn a_second_program_may_write_beside_the_server() {
    let server = TestDatabase::sqlite();
    let command = Database::open(server.url()).expect("the file opens a second time");
    let writes: Vec<_> = (0..50)
        .flat_map(|number| {
            [
                queue(&server, move |conn| insert(conn, &format!("server {number}"))),
                queue(&command, move |conn| insert(conn, &format!("command {number}"))),
            ]
        })
        .collect();
    for write in writes {
        write.await.expect("the write was answered").expect("both may write");
    }
    assert_eq!(keys(&server).await.len(), 100);
}

#[tokio::test]
async fn a_read_cannot_write_to_sqlite() {
    let database = TestDatabase::sqlite();
    database.read(|conn| insert(conn, "sneaked in")).await.expect_err("reads are reads");
    assert!(keys(&database).await.is_empty());
}

#[tokio::test]
async fn a_second_row_under_a_unique_key_is_a_conflict() {
    on_both(async |database: TestDatabase| {
        database.write(|conn| insert(conn, "once")).await.expect("the first is taken");
        let second = database.write(|conn| insert(conn, "once")).await;
        assert!(matches!(second, Err(Error::Conflict)), "{second:?}");
    })
    .await;
}

#[tokio::test]
async fn a_moment_comes_back_to_the_microsecond() {
    on_both(async |database: TestDatabase| {
        let nanos = chrono::TimeDelta::nanoseconds(123_456_789);
        let stored = Timestamp::new(moment().utc() + nanos);
        let row = move |conn: &mut Conn| {
            insert(conn, "moment")?;
            diesel::update(throttles::table).set(throttles::since.eq(stored)).execute(conn)?;
            Ok(())
        };
        database.write(row).await.expect("the moment is stored");
        let read = |conn: &mut Conn| Ok(throttles::table.select(throttles::since).get_result::<Timestamp>(conn)?);
        assert_eq!(database.read(read).await.expect("the moment is read"), stored);
    })
    .await;
}
