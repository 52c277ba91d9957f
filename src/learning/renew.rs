//! Renewing a certificate that runs out: the final test once more, after the lessons that are new since then.

use super::model::{Attempt, Enrolment};
use super::store::renew::{set_renewed, set_renewing};
use crate::db::Conn;
use crate::jobs::events::{Event, raise};
use crate::kernel::{Ctx, Result};

/// Opens the final test again for somebody who completed the course, in its newest edition: lessons and module tests
/// that are new there come first. Opened twice, it is open once. Whether there is something to renew, the caller knows.
///
/// # Errors
/// The database's.
pub fn begin_renewal(conn: &mut Conn, ctx: &Ctx, enrolment: &Enrolment, newest: i32) -> Result<bool> {
    set_renewing(conn, ctx, enrolment.id, newest.max(enrolment.edition))
}

/// A passed try at the final test ends the renewal it belongs to and tells the features above, once.
pub(super) fn end_renewal(conn: &mut Conn, ctx: &Ctx, attempt: &Attempt) -> Result<bool> {
    let ended = set_renewed(conn, attempt.enrolment, attempt.started_at)?;
    if ended {
        raise(conn, ctx, Event::CourseRenewed { enrolment: attempt.enrolment, attempt: attempt.id })?;
    }
    Ok(ended)
}
