//! Taking a course out of the catalogue, and putting it back. Versions stay as they are: whoever is enrolled goes on,
//! and certificates remain valid.

use serde_json::json;

use super::store;
use crate::accounts::audit;
use crate::db::Conn;
use crate::kernel::ids::CourseId;
use crate::kernel::{Ctx, Result};

/// Whether a course takes new learners.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Offer {
    /// It stands in the catalogue, and people enrol.
    Open,
    /// It does not.
    Withdrawn,
}

/// Withdraws a course, or offers it again; false if it was so before.
///
/// # Errors
/// The database's.
pub fn offer(conn: &mut Conn, ctx: &Ctx, course: CourseId, offer: Offer) -> Result<bool> {
    let (since, action) = match offer {
        Offer::Open => (None, "course offered again"),
        Offer::Withdrawn => (Some(ctx.now), "course withdrawn"),
    };
    if !store::set_withdrawn(conn, course, since)? {
        return Ok(false);
    }
    let entry = audit::Entry { action, subject: "course", subject_id: Some(course.0), details: json!({}) };
    audit::record(conn, ctx, &entry)?;
    Ok(true)
}

/// True if a course takes no new learners.
///
/// # Errors
/// The database's.
pub fn is_withdrawn(conn: &mut Conn, course: CourseId) -> Result<bool> {
    Ok(store::list_withdrawn(conn)?.contains(&course))
}
