//! Keeping the words right under which people are found.

use super::store;
use crate::db::Conn;
use crate::kernel::Result;
use crate::kernel::ids::PersonId;

/// People that are looked at in one transaction.
const CHUNK: i64 = 200;

/// Compares the words of the next people with what the rules of [`super::search`] make of their names today, and mends
/// them. Returns where to go on; `None` at the end. Run daily, and at the first start of a version with other rules.
///
/// # Errors
/// The database's.
pub fn refresh_words(conn: &mut Conn, after: PersonId) -> Result<Option<PersonId>> {
    let people = store::search::list_after(conn, after, CHUNK)?;
    for person in &people {
        store::search::set_words(conn, *person)?;
    }
    Ok(people.last().copied())
}
