//! What asking holds of a person: taken along, erased, moved to the account that stays.

use serde_json::{Value, json};

use super::store;
use crate::db::Conn;
use crate::kernel::Result;
use crate::kernel::ids::PersonId;

/// Every message of a person, with its answer.
///
/// # Errors
/// The database's.
pub fn export_asked(conn: &mut Conn, person: PersonId) -> Result<Vec<Value>> {
    let (asked, _) = store::list_of_person(conn, person, (0, i64::from(u32::MAX)))?;
    let courses = store::list_course_keys(conn, person)?;
    let told = asked.into_iter().map(|request| {
        let (answer, answered_at) = request.answer.unzip();
        json!({
            "course": courses.get(&request.about.course), "lesson": request.about.lesson, "question": request.about.question, "language": request.lang.code(),
            "message": request.message, "asked_at": request.asked_at, "answer": answer, "answered_at": answered_at,
        })
    });
    Ok(told.collect())
}

/// Removes the messages of a person, answers included.
///
/// # Errors
/// The database's.
pub fn erase_asked(conn: &mut Conn, person: PersonId) -> Result<()> {
    store::delete_of_person(conn, person)
}

/// How many messages a merge would move to another account.
///
/// # Errors
/// The database's.
pub fn count_moving(conn: &mut Conn, from: PersonId, into: PersonId) -> Result<i64> {
    store::count_moving(conn, from, into)
}

/// Moves the messages to another account. What both have asked in the same words stays where it is.
///
/// # Errors
/// The database's.
pub fn merge_asked(conn: &mut Conn, from: PersonId, into: PersonId) -> Result<()> {
    store::set_person(conn, from, into)
}
