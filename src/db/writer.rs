//! The one thread that writes to SQLite.
//!
//! Use cases queue up; the thread runs each in a savepoint, commits once for all that waited, and only then
//! answers. So a commit's `fsync` is shared by everyone who came meanwhile, nobody meets "database is
//! locked", and an answer means that the data is on the disk.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, OnceLock};

use diesel::connection::{AnsiTransactionManager, TransactionManager};
use tokio::sync::oneshot;

use super::Conn;
use super::recall::Watch;
use crate::kernel::{Error, Result};

/// The most use cases in one commit: bounds how long the first of them waits for the last.
const GROUP: usize = 256;
/// The most that may wait; beyond it the server answers that it is busy.
const QUEUE: usize = 4096;

/// Hands use cases to the writer thread.
#[derive(Debug, Clone)]
pub(super) struct Writer(SyncSender<Box<dyn Task>>);

/// A use case that waits for its turn, whatever it returns.
trait Task: Send {
    /// Runs it; true if its changes shall stay.
    fn run(&mut self, conn: &mut Conn) -> bool;
    /// Answers whoever waits.
    fn answer(self: Box<Self>, commit: &Result<(), String>);
}

struct UseCase<T, F> {
    work: F,
    outcome: Option<Result<T>>,
    reply: oneshot::Sender<Result<T>>,
}

impl<T: Send, F: Fn(&mut Conn) -> Result<T> + Send> Task for UseCase<T, F> {
    fn run(&mut self, conn: &mut Conn) -> bool {
        let outcome = catch_unwind(AssertUnwindSafe(|| (self.work)(conn)))
            .unwrap_or_else(|_| Err(Error::internal("a use case panicked; its changes were taken back")));
        let keep = outcome.is_ok();
        self.outcome = Some(outcome);
        keep
    }

    fn answer(self: Box<Self>, commit: &Result<(), String>) {
        let outcome = match (self.outcome, commit) {
            (Some(Err(error)), _) => Err(error),
            (Some(Ok(value)), Ok(())) => Ok(value),
            (_, Err(cause)) => Err(Error::Unavailable(format!("the change could not be saved: {cause}"))),
            (None, Ok(())) => Err(Error::internal("the use case was not run")),
        };
        // The asker may have gone (a closed connection): the change stays, nobody is told.
        let _ = self.reply.send(outcome);
    }
}

impl Writer {
    /// Starts the thread; it ends when the last handle is dropped.
    pub(super) fn start(conn: Conn, watch: Arc<OnceLock<Watch>>) -> std::io::Result<Self> {
        let (send, receive) = sync_channel(QUEUE);
        std::thread::Builder::new().name("writer".to_owned()).spawn(move || serve(conn, &receive, &watch))?;
        Ok(Self(send))
    }

    /// Lets the thread look at what somebody else has written. Nobody waits for it.
    pub(super) fn ask_to_look(&self) {
        let (reply, _) = oneshot::channel();
        let _ = self.0.try_send(Box::new(UseCase { work: |_: &mut Conn| Ok(()), outcome: None, reply }));
    }

    /// Queues a use case and waits until it is committed.
    pub(super) async fn write<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: Fn(&mut Conn) -> Result<T> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let task = Box::new(UseCase { work, outcome: None, reply });
        self.0.try_send(task).map_err(|_| Error::Unavailable("too many changes are waiting".to_owned()))?;
        answer.await.map_err(|_| Error::Unavailable("the writer has stopped".to_owned()))?
    }
}

fn serve(mut conn: Conn, tasks: &Receiver<Box<dyn Task>>, watch: &OnceLock<Watch>) {
    while let Ok(first) = tasks.recv() {
        let mut group = vec![first];
        let committed = run_group(&mut conn, &mut group, tasks);
        if let (Some(watch), Conn::Sqlite(conn)) = (watch.get(), &mut conn)
            && let Err(error) = watch.settle(conn)
        {
            tracing::error!(%error, "what was changed could not be told; kept rows are not used until it is");
        }
        if let Err(cause) = &committed {
            tracing::error!(cause, waiting = group.len(), "a commit failed; nothing of it was kept");
        }
        for task in group {
            task.answer(&committed);
        }
    }
}

/// Runs what waits in one transaction and commits it.
fn run_group(conn: &mut Conn, group: &mut Vec<Box<dyn Task>>, tasks: &Receiver<Box<dyn Task>>) -> Result<(), String> {
    begin_immediate(conn)?;
    let mut next = 0;
    while let Some(task) = group.get_mut(next) {
        if let Err(cause) = run_one(conn, task.as_mut()) {
            unwind(conn, 0);
            return Err(cause);
        }
        next += 1;
        if group.len() < GROUP
            && let Ok(task) = tasks.try_recv()
        {
            group.push(task);
        }
    }
    AnsiTransactionManager::commit_transaction(inner(conn)?).map_err(|error| {
        unwind(conn, 0);
        error.to_string()
    })
}

/// Takes the write lock at once: a transaction that begins with reading may find it gone when it wants to write.
fn begin_immediate(conn: &mut Conn) -> Result<(), String> {
    AnsiTransactionManager::begin_transaction_sql(inner(conn)?, "BEGIN IMMEDIATE").map_err(|error| error.to_string())
}

fn inner(conn: &mut Conn) -> Result<&mut diesel::sqlite::SqliteConnection, String> {
    match conn {
        Conn::Sqlite(inner) => Ok(inner),
        Conn::Postgres(_) => Err("the writer thread serves SQLite".to_owned()),
    }
}

fn run_one(conn: &mut Conn, task: &mut dyn Task) -> Result<(), String> {
    AnsiTransactionManager::begin_transaction(inner(conn)?).map_err(|error| error.to_string())?;
    if task.run(conn) {
        AnsiTransactionManager::commit_transaction(inner(conn)?).map_err(|error| error.to_string())
    } else {
        unwind(conn, 1);
        Ok(())
    }
}

/// Rolls back until `depth` transactions are open: a use case that panicked may have left its own savepoints.
fn unwind(conn: &mut Conn, depth: u32) {
    let Ok(conn) = inner(conn) else { return };
    while open_depth(conn) > depth {
        if let Err(error) = AnsiTransactionManager::rollback_transaction(conn) {
            tracing::error!(%error, "a rollback failed");
            return;
        }
    }
}

fn open_depth(conn: &mut diesel::sqlite::SqliteConnection) -> u32 {
    AnsiTransactionManager::transaction_manager_status_mut(conn)
        .transaction_depth()
        .ok()
        .flatten()
        .map_or(0, std::num::NonZeroU32::get)
}
