//! The audit log: who did what to whom. Rows are only added. Details are machine-readable and hold no personal
//! data beyond ids.

use crate::db::Conn;
use crate::kernel::{Ctx, Result};

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
    store::insert_audit(conn, ctx, entry)
}
