//! Forgetting what has no purpose any more, a few rows at a time. How long what is kept stands in one table,
//! `app/retention.rs`.

use super::store;
use crate::db::Conn;
use crate::kernel::ids::PersonId;
use crate::kernel::{Result, Timestamp};

/// Removes counts of failed tries from before a moment, at most so many; how many there were.
///
/// # Errors
/// The database's.
pub fn forget_failures(conn: &mut Conn, before: Timestamp, limit: i64) -> Result<usize> {
    store::care::delete_failures(conn, before, limit)
}

/// Removes links that were used or ended before a moment.
///
/// # Errors
/// The database's.
pub fn forget_links(conn: &mut Conn, before: Timestamp, limit: i64) -> Result<usize> {
    store::care::delete_links(conn, before, limit)
}

/// Removes sign-ins that ended or were last used before a moment.
///
/// # Errors
/// The database's.
pub fn forget_sign_ins(conn: &mut Conn, before: Timestamp, limit: i64) -> Result<usize> {
    store::care::delete_sign_ins(conn, before, limit)
}

/// Removes tokens of programs that ended or were revoked before a moment.
///
/// # Errors
/// The database's.
pub fn forget_tokens(conn: &mut Conn, before: Timestamp, limit: i64) -> Result<usize> {
    store::api_tokens::delete_ended(conn, before, limit)
}

/// Removes rows of the audit log from before a moment.
///
/// # Errors
/// The database's.
pub fn forget_audit(conn: &mut Conn, before: Timestamp, limit: i64) -> Result<usize> {
    store::care::delete_audit(conn, before, limit)
}

/// Accounts made before a moment that nobody has confirmed or signed in to `since`: without a role and a card that works
/// `now`, not merged into another; after an id. Whether they were used otherwise, the features above know.
///
/// # Errors
/// The database's.
pub fn list_unused(
    conn: &mut Conn,
    (since, now): (Timestamp, Timestamp),
    page: (PersonId, i64),
) -> Result<Vec<PersonId>> {
    store::care::list_unused(conn, (since, now), page)
}
