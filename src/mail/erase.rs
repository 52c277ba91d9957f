//! Forget mails: a person's, or old ones.

use super::store;
use crate::db::Conn;
use crate::kernel::ids::PersonId;
use crate::kernel::{Result, Timestamp};

/// Deletes every mail to a person, sent or not: part of erasing the person. Returns how many.
///
/// # Errors
///
/// If the database fails.
pub fn erase_of_person(conn: &mut Conn, person: PersonId) -> Result<usize> {
    store::delete_of_person(conn, person)
}

/// Deletes mails that wait, or were given up, with a document that another has replaced. One that is being sent is left
/// alone. Returns how many.
///
/// # Errors
///
/// If the database fails.
pub fn drop_waiting(conn: &mut Conn, attachment: &str) -> Result<usize> {
    store::delete_waiting(conn, attachment)
}

/// Deletes a person's mails about certificates to an address, if they have not gone out: it was another's address, and
/// nobody agrees to it any more. One that is being sent is deleted too, so that it is not tried again. Returns the
/// attachments that they named.
///
/// # Errors
///
/// If the database fails.
pub fn drop_unsent(conn: &mut Conn, person: PersonId, address: &str) -> Result<Vec<String>> {
    store::delete_unsent(conn, person, address)
}

/// Deletes every mail to an address that is about nobody with an account: part of erasing the person. Returns how many.
/// What is about others stays theirs: sisters may have the address of one mother.
///
/// # Errors
///
/// If the database fails.
pub fn erase_to(conn: &mut Conn, address: &str) -> Result<usize> {
    store::delete_to(conn, address)
}

/// Deletes sent and failed mails queued before a moment, at most so many. Returns how many. How long they are kept
/// stands in `app/retention.rs`.
///
/// # Errors
///
/// If the database fails.
pub fn erase_old(conn: &mut Conn, before: Timestamp, limit: i64) -> Result<usize> {
    store::delete_ended_before(conn, before, limit)
}
