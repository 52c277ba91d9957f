//! What is in the outbox.

use super::model::{Entry, MailState, Pause};
use super::store;
use super::trouble::is_ours;
use super::worker::OUR_TROUBLE_SECONDS;
use crate::db::Conn;
use crate::kernel::ids::{MailId, PersonId};
use crate::kernel::{Result, Timestamp};

/// Which mails to list.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Only in this state.
    pub state: Option<MailState>,
    /// Only of this person.
    pub person: Option<PersonId>,
    /// Only older than this one: the last of the page before.
    pub before: Option<MailId>,
    /// Only to an address that contains this; empty for all.
    pub address: String,
    /// How many of these to pass over.
    pub offset: i64,
}

/// At most `limit` mails, the newest first.
///
/// # Errors
///
/// If the database fails.
pub fn list(conn: &mut Conn, filter: &Filter, limit: i64) -> Result<Vec<Entry>> {
    store::list_entries(conn, filter, limit)
}

/// One mail.
///
/// # Errors
///
/// If the database fails.
pub fn find(conn: &mut Conn, id: MailId) -> Result<Option<Entry>> {
    let newest_up_to = Filter { before: Some(MailId(id.0.saturating_add(1))), ..Filter::default() };
    Ok(store::list_entries(conn, &newest_up_to, 1)?.into_iter().find(|mail| mail.id == id))
}

/// The pause that all mails wait for, as the mails tell that were tried last: they wait for its end.
///
/// # Errors
///
/// If the database fails.
pub fn find_pause(conn: &mut Conn, now: Timestamp) -> Result<Option<Pause>> {
    let waiting = store::list_waiting_again(conn, now, now.plus_seconds(OUR_TROUBLE_SECONDS))?;
    Ok(waiting.into_iter().find(|(_, reason)| is_ours(reason)).map(|(until, reason)| Pause { until, reason }))
}

/// How many mails are in each state; states without any are left out.
///
/// # Errors
///
/// If the database fails.
pub fn count_by_state(conn: &mut Conn) -> Result<Vec<(MailState, i64)>> {
    store::count_by_state(conn, "")
}

/// The same, of mails to an address that contains a text.
///
/// # Errors
///
/// If the database fails.
pub fn count_by_state_of(conn: &mut Conn, address: &str) -> Result<Vec<(MailState, i64)>> {
    store::count_by_state(conn, address)
}

/// How many mails have been waiting for a confirmed address since before a moment.
///
/// # Errors
///
/// If the database fails.
pub fn count_held_since(conn: &mut Conn, before: Timestamp) -> Result<i64> {
    store::count_held_before(conn, before)
}
