//! The audit log: who did what to whom. Rows are only added. Details are machine-readable and hold no personal
//! data beyond ids.

use crate::db::Conn;
use crate::kernel::ids::PersonId;
use crate::kernel::{Ctx, Result, Timestamp};

use super::audit_words::NAMING;
use super::store;

/// What is written down.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The verb, such as `role granted`.
    pub action: &'static str,
    /// The kind of thing, such as `person`.
    pub subject: &'static str,
    /// Its id.
    pub subject_id: Option<i64>,
    /// Further facts.
    pub details: serde_json::Value,
}

/// Adds a row to the log.
///
/// # Errors
/// The database's.
pub fn record(conn: &mut Conn, ctx: &Ctx, entry: &Entry) -> Result<()> {
    let names = |field| entry.details.get(field).is_some_and(serde_json::Value::is_number);
    debug_assert!(
        NAMING.contains(&entry.action) || !names("organisation") && !names("group"),
        "{} is missing in NAMING",
        entry.action
    );
    store::log::insert_audit(conn, ctx, entry)
}

/// Which rows of the log to read.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Only what these people did.
    pub who: Option<Vec<PersonId>>,
    /// Only this action.
    pub action: Option<&'static str>,
    /// Only what was done to one of these things, or names one of [`Self::named`].
    pub whom: Option<Vec<Whom>>,
    /// See [`Self::whom`].
    pub named: Vec<Whom>,
    /// Only looks at who may be a minor.
    pub minors: bool,
    /// Not before this moment.
    pub from: Option<Timestamp>,
    /// Before this moment.
    pub to: Option<Timestamp>,
}

/// Things of one kind, such as those to which something was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Whom {
    /// The kind of thing, such as `person`.
    pub subject: &'static str,
    /// Which.
    pub ids: Vec<i64>,
}

/// A row of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logged {
    /// When.
    pub at: Timestamp,
    /// Who, as [`crate::kernel::Actor::code`] says it.
    pub actor: String,
    /// Who, if it was somebody signed in.
    pub person: Option<PersonId>,
    /// What.
    pub action: String,
    /// The kind of thing.
    pub subject: String,
    /// Its id.
    pub subject_id: Option<i64>,
    /// Further facts, as JSON.
    pub details: String,
}

/// A page of the log, the newest first, and how many rows there are in all.
///
/// # Errors
/// The database's.
pub fn list(conn: &mut Conn, filter: &Filter, (offset, limit): (i64, i64)) -> Result<(Vec<Logged>, i64)> {
    store::log::list_log(conn, filter, (offset, limit))
}

/// How many rows of the log there are.
///
/// # Errors
/// The database's.
pub fn count(conn: &mut Conn, filter: &Filter) -> Result<i64> {
    store::log::count_log(conn, filter)
}

/// The next so many rows before one, with their ids, the newest first: to read them all in portions.
///
/// # Errors
/// The database's.
pub fn list_before(conn: &mut Conn, filter: &Filter, before: Option<i64>, limit: i64) -> Result<Vec<(i64, Logged)>> {
    store::log::list_before(conn, filter, before, limit)
}

/// What rows of these actions may note by names with words that begin like these folded ones, each once: the kind of thing,
/// its id, the details. Those with the highest ids, at most so many; of the names a few do not begin so.
///
/// # Errors
/// The database's.
pub fn list_noting(
    conn: &mut Conn,
    actions: &[&str],
    words: &[&str],
    limit: i64,
) -> Result<Vec<(String, i64, String)>> {
    store::log::list_noting(conn, actions, words, limit)
}

/// Of each of these things the newest row of these actions.
///
/// # Errors
/// The database's.
pub fn list_newest(conn: &mut Conn, actions: &[&str], things: &[Whom]) -> Result<Vec<Logged>> {
    store::log::list_newest(conn, actions, things)
}

/// The people whom a typed name may mean; at most so many.
///
/// # Errors
/// The database's.
pub fn people_named(conn: &mut Conn, typed: &str, limit: i64) -> Result<Vec<PersonId>> {
    store::search::list_ids(conn, typed, limit)
}
