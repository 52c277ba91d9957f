//! Erasing what learning holds of a person.

use super::store;
use crate::db::Conn;
use crate::kernel::Result;
use crate::kernel::ids::PersonId;

/// Removes a person's enrolments with progress, attempts and answers; how many enrolments there were.
///
/// # Errors
/// The database's.
pub fn erase_learner(conn: &mut Conn, person: PersonId) -> Result<usize> {
    store::delete_of_person(conn, person)
}
