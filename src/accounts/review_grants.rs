//! Who may sign the lessons of a course: a doctor, a lawyer, an editor. It needs no role, and gives none; a trainer may
//! hold it too, because the doctor of a small centre often teaches, and the log tells who wrote and who signed.

use super::grant::{Granted, may_grant};
use super::{audit, store};
use crate::db::Conn;
use crate::kernel::ids::PersonId;
use crate::kernel::{Ctx, Error, Result, ReviewKind, Role, Slug};

/// A review of a course that somebody may sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewGrant {
    /// The key of the course.
    pub course: Slug,
    /// What is signed.
    pub kind: ReviewKind,
}

/// Lets a person sign. Whoever makes trainers may.
///
/// # Errors
/// Forbidden; not found; conflict for a closed account; the database's.
pub fn grant_review(conn: &mut Conn, ctx: &Ctx, person: PersonId, grant: &ReviewGrant) -> Result<Granted> {
    if !may_grant(conn, ctx, Role::Trainer)? {
        return Err(Error::Forbidden);
    }
    let found = store::find_person(conn, person)?.ok_or(Error::NotFound)?;
    if found.disabled_at.is_some() {
        return Err(Error::Conflict);
    }
    if !store::reviews::insert_review_grant(conn, ctx, person, grant)? {
        return Ok(Granted::AlreadySo);
    }
    record(conn, ctx, person, ("review granted", grant))?;
    Ok(Granted::Yes)
}

/// Ends it with the next request. What was signed meanwhile stays signed.
///
/// # Errors
/// Forbidden; the database's.
pub fn withdraw_review(conn: &mut Conn, ctx: &Ctx, person: PersonId, grant: &ReviewGrant) -> Result<Granted> {
    if !may_grant(conn, ctx, Role::Trainer)? {
        return Err(Error::Forbidden);
    }
    if !store::reviews::set_review_withdrawn(conn, ctx, person, grant)? {
        return Ok(Granted::AlreadySo);
    }
    record(conn, ctx, person, ("review withdrawn", grant))?;
    Ok(Granted::Yes)
}

fn record(conn: &mut Conn, ctx: &Ctx, person: PersonId, (action, grant): (&'static str, &ReviewGrant)) -> Result<()> {
    let details = serde_json::json!({ "course": grant.course, "review": grant.kind.code() });
    audit::record(conn, ctx, &audit::Entry { action, subject: "person", subject_id: Some(person.0), details })
}
