//! Rows that many people ask for at the same time, each by a key of their own.
//!
//! On SQLite such a row comes from memory ([`super::recall`]) or from the file, on the thread that asks. On PostgreSQL a
//! question costs a way to the server and back and the plan of a query, far more than the row itself. So one question is
//! under way at a time; whoever comes meanwhile waits for its end, and then all who wait go together in the next.
//!
//! Invariant: nobody gets a row as it was before the call, for the question that a key goes with begins after it.

use std::collections::HashMap;
use std::hash::Hash;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::oneshot::{Receiver, Sender, channel};

use super::Conn;
use super::recall::{Recall, Subject};
use crate::kernel::{Error, Result};

/// Keys in one question.
const TOGETHER: usize = 256;

/// Reads the row of one key, and says what it is about.
type One<K, V> = fn(&mut Conn, &K) -> Result<Option<(Subject, V)>>;
/// Reads the rows of many keys; those that are missing have none.
type Many<K, V> = fn(&mut Conn, &[K]) -> Result<HashMap<K, V>>;

/// What came of it, for one who waits.
type Answer<V> = Result<Option<V>>;

/// How rows of one kind are looked up.
#[derive(Debug)]
pub struct Lookup<K, V> {
    pub(super) one: One<K, V>,
    many: Many<K, V>,
    pub(super) kept: Recall<K, V>,
    queue: Queue<K, V>,
}

impl<K: Eq + Hash + Clone, V: Clone> Lookup<K, V> {
    /// Keeps this many rows in memory where the database allows it, each from the second time on that it is asked for. Both
    /// ways to read must agree.
    pub fn new(most_kept: usize, one: One<K, V>, many: Many<K, V>) -> Self {
        Self { one, many, kept: Recall::from_second(most_kept), queue: Queue(Arc::default()) }
    }

    /// Lines up. Whoever gets a [`Turn`] too has to take it, on a thread that may wait.
    pub(super) fn join(&self, key: K) -> (Receiver<Answer<V>>, Option<Turn<K, V>>) {
        let (answer, receiver) = channel();
        let mut line = self.queue.line();
        line.waiting.push((key, answer));
        let is_first = !std::mem::replace(&mut line.is_served, true);
        drop(line);
        (receiver, is_first.then(|| Turn { queue: self.queue.clone(), many: self.many }))
    }
}

/// Those who wait, on all threads.
#[derive(Debug)]
struct Queue<K, V>(Arc<Mutex<Line<K, V>>>);

#[derive(Debug)]
struct Line<K, V> {
    waiting: Vec<(K, Sender<Answer<V>>)>,
    /// Somebody has the turn.
    is_served: bool,
}

impl<K, V> Default for Line<K, V> {
    fn default() -> Self {
        Self { waiting: Vec::new(), is_served: false }
    }
}

impl<K, V> Clone for Queue<K, V> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<K, V> Queue<K, V> {
    fn line(&self) -> MutexGuard<'_, Line<K, V>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One question: its keys, and who waits for each.
struct Asked<K, V> {
    keys: Vec<K>,
    answers: Vec<Sender<Answer<V>>>,
}

impl<K: Eq + Hash, V: Clone> Asked<K, V> {
    fn answer(self, found: &Result<HashMap<K, V>>) {
        for (key, answer) in self.keys.iter().zip(self.answers) {
            let one = found.as_ref().map(|found| found.get(key).cloned()).map_err(Error::clone);
            // Whoever has gone away meanwhile does not hear it.
            let _ = answer.send(one);
        }
    }
}

/// The turn to ask for all who wait, until nobody does.
#[derive(Debug)]
pub(super) struct Turn<K, V> {
    queue: Queue<K, V>,
    many: Many<K, V>,
}

impl<K: Eq + Hash + Clone, V: Clone> Turn<K, V> {
    /// Asks for all who wait, and for those who come meanwhile. `lend` lends a connection, which is used until nobody waits or
    /// a question fails on it: it may be broken, and whoever waits then gets another one.
    pub(super) fn take(self, lend: impl Fn(&mut dyn FnMut(&mut Conn) -> Result<()>) -> Result<()>) {
        let mut next = self.next();
        while next.is_some() {
            let mut is_lent = false;
            let outcome = lend(&mut |conn| {
                is_lent = true;
                while let Some(asked) = next.take() {
                    let found = catch_unwind(AssertUnwindSafe(|| (self.many)(conn, &asked.keys)))
                        .unwrap_or_else(|_| Err(Error::internal("a question to the database panicked")));
                    asked.answer(&found);
                    next = self.next();
                    found?;
                }
                Ok(())
            });
            if let Err(error) = outcome
                && !is_lent
                && let Some(asked) = next.take()
            {
                asked.answer(&Err(error));
                next = self.next();
            }
        }
    }

    /// The next question. `None` gives the turn back.
    fn next(&self) -> Option<Asked<K, V>> {
        let mut line = self.queue.line();
        let count = line.waiting.len().min(TOGETHER);
        line.is_served = count > 0;
        let (keys, answers) = line.waiting.drain(..count).unzip();
        (count > 0).then_some(Asked { keys, answers })
    }
}

/// The answer, once it is there.
pub(super) async fn answered<V>(receiver: Receiver<Answer<V>>) -> Answer<V> {
    receiver.await.map_err(|_| Error::internal("a question to the database was given up"))?
}
