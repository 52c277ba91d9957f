//! Signing, withdrawing a signature, and the name beside it.

use super::model::{Demand, Under};
use super::store;
use crate::accounts::{self, ReviewGrant, audit};
use crate::db::Conn;
use crate::kernel::ids::{PersonId, SignatureId};
use crate::kernel::{Ctx, Error, Result, ReviewKind, Slug};

/// What became of a signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signed {
    /// So many lessons are signed now that were not.
    Done(usize),
    /// The reviewer has not said yet by which name, if any, learners are told.
    NoName,
}

/// Signs lessons of a course, each as it is with the digest that the reviewer had before the eyes.
///
/// # Errors
/// Forbidden unless the one who acts holds the grants for it; the database's.
pub fn sign(conn: &mut Conn, ctx: &Ctx, course: &Slug, lessons: &[Demand]) -> Result<Signed> {
    let person = ctx.actor.person().ok_or(Error::Forbidden)?;
    let mut kinds: Vec<ReviewKind> = lessons.iter().map(|lesson| lesson.kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    for kind in &kinds {
        if !accounts::holds_review(conn, person, &ReviewGrant { course: course.clone(), kind: *kind })? {
            return Err(Error::Forbidden);
        }
    }
    if store::find_shown_name(conn, person)?.is_none() {
        return Ok(Signed::NoName);
    }
    let mut count = 0;
    for kind in kinds {
        let mut signed = Vec::new();
        for lesson in lessons.iter().filter(|lesson| lesson.kind == kind) {
            if store::insert_signature(conn, ctx, person, (course, lesson))? {
                signed.push(lesson.lesson.clone());
            }
        }
        count += signed.len();
        if !signed.is_empty() {
            record(conn, ctx, person, ("lessons signed", course, kind, &signed))?;
        }
    }
    Ok(Signed::Done(count))
}

/// Withdraws an own signature; false if it did not stand any more.
///
/// # Errors
/// Forbidden; the database's.
pub fn withdraw(conn: &mut Conn, ctx: &Ctx, id: SignatureId) -> Result<bool> {
    let person = ctx.actor.person().ok_or(Error::Forbidden)?;
    let Some((course, lesson, kind)): Option<Under> = store::set_withdrawn(conn, ctx, person, id)? else {
        return Ok(false);
    };
    record(conn, ctx, person, ("signature withdrawn", &course, kind, &[lesson]))?;
    Ok(true)
}

/// Says by which name learners are told of the reviewer, also beside what is signed already; empty: by none.
///
/// # Errors
/// Forbidden; the database's.
pub fn agree_to_name(conn: &mut Conn, ctx: &Ctx, name: &str) -> Result<()> {
    let person = ctx.actor.person().ok_or(Error::Forbidden)?;
    store::set_shown_name(conn, ctx, person, name)
}

fn record(
    conn: &mut Conn,
    ctx: &Ctx,
    person: PersonId,
    (action, course, kind, lessons): (&'static str, &Slug, ReviewKind, &[Slug]),
) -> Result<()> {
    let details = serde_json::json!({ "course": course, "review": kind.code(), "lessons": lessons });
    audit::record(conn, ctx, &audit::Entry { action, subject: "person", subject_id: Some(person.0), details })
}
