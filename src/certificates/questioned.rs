//! A test behind a certificate was passed by a key that was wrong. The certificate stays what it is, unless the centre
//! revokes it; its history says so, and the centre is asked to look at it.

use super::data::Kind;
use super::model::EventKind;
use super::store;
use crate::db::Conn;
use crate::kernel::ids::{CourseId, PersonId};
use crate::kernel::{Ctx, Result, Timestamp};

/// Notes it in the history of the theory certificate that counts, once. False if there is none, or it was noted before.
///
/// # Errors
/// The database's.
pub fn note_questioned(conn: &mut Conn, ctx: &Ctx, person: PersonId, course: CourseId) -> Result<bool> {
    let Some(certificate) = store::find_current(conn, person, course, Kind::Theory)? else { return Ok(false) };
    let events = store::list_events(conn, certificate.id)?;
    if events.iter().any(|event| event.kind == EventKind::Questioned) {
        return Ok(false);
    }
    store::insert_event(conn, ctx, certificate.id, EventKind::Questioned, "")?;
    Ok(true)
}

/// How many certificates that are not withdrawn have had this noted since a moment.
///
/// # Errors
/// The database's.
pub fn count_questioned(conn: &mut Conn, since: Timestamp) -> Result<i64> {
    store::standing::count_with_event(conn, EventKind::Questioned, since)
}
