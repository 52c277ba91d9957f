//! Rows that are asked for again and again, kept in memory as long as SQLite proves that nothing about them has changed.
//!
//! Each kept row is about one person, or is one certificate. The writer thread hears of every change to the tables that such rows come from,
//! through triggers of its own connection, and marks what was changed; so a use case cannot forget to tell. Other processes
//! (`erikti user role` beside the server) write as well. Therefore whoever takes a kept row first compares the header
//! of the index of the write-ahead log, which changes with each commit of anybody, with the one that the writer saw
//! after its last commit: if they differ, the database is asked as if nothing had been kept.
//!
//! Invariant: a reader never gets a row that was already changed by a commit before the call. On PostgreSQL, where
//! several servers write, nothing is kept.
//!
//! Sources: the WAL-index format (<https://sqlite.org/walformat.html>, 2.1); `PRAGMA data_version`.

use std::fs::File;
use std::hash::{BuildHasher, Hash};
use std::mem::ManuallyDrop;
use std::os::unix::fs::FileExt;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use diesel::connection::SimpleConnection;
use diesel::sql_types::BigInt;
use diesel::sqlite::SqliteConnection;
use diesel::{QueryableByName, RunQueryDsl};
use foldhash::fast::RandomState;
use quick_cache::UnitWeighter;
use quick_cache::sync::{Cache, DefaultLifecycle};

use crate::kernel::ids::{CertificateId, PersonId};
use crate::kernel::{Error, Result};

/// Bytes of the header of the WAL-index: among them a counter that grows with each commit, and two checksums.
const HEADER: usize = 48;
/// Marks for persons and certificates; two may share one, and then one's change makes the other's rows be read again.
const MARKS: i64 = 4096;

#[diesel::declare_sql_function]
extern "SQL" {
    /// Notes that something about this subject changes.
    fn erikti_note_change(subject: BigInt) -> BigInt;
}

/// A table, and the column that says what its rows are about.
#[derive(Debug, Clone, Copy)]
pub struct About {
    /// The table.
    pub table: &'static str,
    /// The column with the id of a person or a certificate.
    pub subject: &'static str,
}

/// What a kept row is about. A person and a certificate of one id share a mark, which costs no more than a row read again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Subject(i64);

impl From<PersonId> for Subject {
    fn from(person: PersonId) -> Self {
        Self(person.0)
    }
}

impl From<CertificateId> for Subject {
    fn from(certificate: CertificateId) -> Self {
        Self(certificate.0)
    }
}

/// Kept rows of one kind, by key.
#[derive(Debug)]
pub struct Recall<K, V> {
    rows: Cache<K, Kept<V>, UnitWeighter, RandomState>,
    /// If rows are kept from the second time on: the keys that were asked for lately, each as a part of its hash.
    asked: Option<Asked>,
}

/// Keys that were asked for lately, as many as there are places; one takes the place of another by chance.
#[derive(Debug)]
struct Asked {
    places: Box<[AtomicU32]>,
    hasher: RandomState,
}

impl Asked {
    fn new(count: usize) -> Self {
        Self { places: (0..count).map(|_| AtomicU32::new(0)).collect(), hasher: RandomState::default() }
    }

    /// Notes that this key is asked for; true if it was so lately.
    fn note(&self, key: &impl Hash) -> bool {
        let hash = self.hasher.hash_one(key);
        let [place, print] =
            [hash & u64::from(u32::MAX), hash >> 32].map(|half| u32::try_from(half).unwrap_or_default());
        let place = usize::try_from(place).unwrap_or_default() % self.places.len().max(1);
        self.places.get(place).is_some_and(|place| place.swap(print, Ordering::Relaxed) == print)
    }
}

/// A row, what it is about, and the mark of that when it was read.
#[derive(Debug, Clone)]
struct Kept<V> {
    subject: Subject,
    mark: u64,
    value: V,
}

impl<K: Eq + Hash, V: Clone> Recall<K, V> {
    /// Keeps this many rows, those used last.
    pub fn new(most: usize) -> Self {
        let room = u64::try_from(most).unwrap_or(u64::MAX);
        let rows = Cache::with(most, room, UnitWeighter, RandomState::default(), DefaultLifecycle::default());
        Self { rows, asked: None }
    }

    /// Keeps this many rows, each from the second time on that it is asked for within a short time: where most are asked for
    /// once, keeping them would cost more than it saves, and push out the others.
    pub fn from_second(most: usize) -> Self {
        Self { asked: Some(Asked::new(most.next_power_of_two())), ..Self::new(most) }
    }

    fn is_to_be_kept(&self, key: &K) -> bool {
        self.asked.as_ref().is_none_or(|asked| asked.note(key))
    }
}

type Header = [u8; HEADER];

/// What the writer knows of changes.
pub(super) struct Watch {
    /// The index of the write-ahead log. Never closed: closing any handle of a file gives up all locks that this
    /// process holds on it, SQLite's too (<https://sqlite.org/howtocorrupt.html>, 2.2).
    index: ManuallyDrop<File>,
    /// The header as it was after the writer's last commit, when every change up to there was marked.
    settled: RwLock<Header>,
    /// The writer's `data_version`: changes when somebody else commits.
    version: AtomicI64,
    /// How often something about a subject has changed.
    marks: Vec<AtomicU64>,
    /// What the transaction under way concerns.
    concerned: Arc<Mutex<Vec<i64>>>,
    /// The writer has been asked to look.
    is_asked: AtomicBool,
}

impl Watch {
    /// Begins on the writer's connection: from here on it hears of every change to these tables. Nothing counts as
    /// settled before its next commit.
    pub(super) fn begin(conn: &mut SqliteConnection, file: &str, tables: &[About]) -> Result<Self> {
        let concerned: Arc<Mutex<Vec<i64>>> = Arc::default();
        let noted = Arc::clone(&concerned);
        erikti_note_change_utils::register_nondeterministic_impl(conn, move |subject: i64| {
            noted.lock().unwrap_or_else(PoisonError::into_inner).push(subject);
            subject
        })?;
        tables.iter().try_for_each(|about| conn.batch_execute(&triggers(about)))?;
        let version = data_version(conn)?;
        let index = File::open(format!("{file}-shm")).map_err(Error::internal)?;
        Ok(Self {
            index: ManuallyDrop::new(index),
            settled: RwLock::new([0; HEADER]),
            version: AtomicI64::new(version),
            marks: (0..MARKS).map(|_| AtomicU64::new(0)).collect(),
            concerned,
            is_asked: AtomicBool::new(false),
        })
    }

    /// After each transaction of the writer: marks what it concerned, or everything if somebody else has written too.
    pub(super) fn settle(&self, conn: &mut SqliteConnection) -> Result<()> {
        self.is_asked.store(false, Ordering::SeqCst);
        // First the header, then the question: whoever commits in between makes the header differ for all readers.
        let header = self.header().ok_or_else(|| Error::internal("the index of the log cannot be read"))?;
        let version = data_version(conn)?;
        let concerned = std::mem::take(&mut *self.concerned.lock().unwrap_or_else(PoisonError::into_inner));
        let is_ours = self.version.swap(version, Ordering::SeqCst) == version;
        if is_ours {
            let marks = concerned.into_iter().filter_map(|subject| self.marks.get(place(Subject(subject))));
            marks.for_each(|mark| _ = mark.fetch_add(1, Ordering::SeqCst));
        } else {
            self.marks.iter().for_each(|mark| _ = mark.fetch_add(1, Ordering::SeqCst));
        }
        *self.settled.write().unwrap_or_else(PoisonError::into_inner) = header;
        Ok(())
    }

    fn header(&self) -> Option<Header> {
        let mut header = [0; HEADER];
        self.index.read_exact_at(&mut header, 0).ok().map(|()| header)
    }

    fn mark(&self, subject: Subject) -> Option<u64> {
        self.marks.get(place(subject)).map(|mark| mark.load(Ordering::SeqCst))
    }

    /// The row that is kept under this key or that `read` finds. `ask` is called if the writer has to look, because
    /// somebody else has written.
    pub(super) fn recall<K, S, V>(
        &self,
        recall: &Recall<K, V>,
        key: K,
        ask: impl FnOnce(),
        read: impl FnOnce() -> Result<Option<(S, V)>>,
    ) -> Result<Option<V>>
    where
        K: Eq + Hash,
        S: Into<Subject>,
        V: Clone,
    {
        // The file is looked at last. As long as it is what was settled at first, nobody has committed meanwhile, and every
        // change before that was marked before it was settled.
        let settled = *self.settled.read().unwrap_or_else(PoisonError::into_inner);
        let is_settled = || self.header() == Some(settled);
        if let Some(kept) = recall.rows.get(&key)
            && self.mark(kept.subject) == Some(kept.mark)
            && is_settled()
        {
            return Ok(Some(kept.value));
        }
        let Some((subject, value)) = read()? else { return Ok(None) };
        if !recall.is_to_be_kept(&key) {
            return Ok(Some(value));
        }
        let subject = subject.into();
        if let Some(mark) = self.mark(subject)
            && is_settled()
        {
            recall.rows.insert(key, Kept { subject, mark, value: value.clone() });
        } else if !self.is_asked.swap(true, Ordering::SeqCst) {
            ask();
        }
        Ok(Some(value))
    }
}

/// Where a subject's mark is.
fn place(subject: Subject) -> usize {
    usize::try_from(subject.0.rem_euclid(MARKS)).unwrap_or_default()
}

/// Triggers of this connection alone; they are not in the file.
fn triggers(About { table, subject }: &About) -> String {
    let trigger = |event: &str, noted: &str| {
        format!("CREATE TEMP TRIGGER watch_{table}_{event} AFTER {event} ON main.{table} BEGIN SELECT {noted}; END;")
    };
    let note = |row: &str| format!("erikti_note_change({row}.{subject})");
    let (new, old) = (note("NEW"), note("OLD"));
    trigger("INSERT", &new) + &trigger("UPDATE", &format!("{old}, {new}")) + &trigger("DELETE", &old)
}

#[derive(QueryableByName)]
struct DataVersion {
    #[diesel(sql_type = BigInt)]
    data_version: i64,
}

fn data_version(conn: &mut SqliteConnection) -> Result<i64> {
    Ok(diesel::sql_query("PRAGMA data_version").get_result::<DataVersion>(conn)?.data_version)
}
