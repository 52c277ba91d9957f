//! The queries of signatures.

use std::collections::HashMap;

use diesel::prelude::*;

use super::model::{Demand, Signature, Signatures, Under};
use crate::db::Conn;
use crate::db::schema::{review_signatures, reviewers};
use crate::kernel::ids::{PersonId, SignatureId};
use crate::kernel::{Ctx, Result, ReviewKind, Slug, Timestamp};
use crate::on_backend;

/// How a reviewer agreed to be named: none, if nobody asked yet; empty, if by no name.
///
/// # Errors
/// The database's.
pub fn find_shown_name(conn: &mut Conn, person: PersonId) -> Result<Option<String>> {
    Ok(reviewers::table.find(person).select(reviewers::shown_name).get_result(conn).optional()?)
}

pub(super) fn set_shown_name(conn: &mut Conn, ctx: &Ctx, person: PersonId, name: &str) -> Result<()> {
    let row = (reviewers::person_id.eq(person), reviewers::shown_name.eq(name), reviewers::agreed_at.eq(ctx.now));
    let changed = (reviewers::shown_name.eq(name), reviewers::agreed_at.eq(ctx.now));
    on_backend!(conn, c => diesel::insert_into(reviewers::table)
        .values(row)
        .on_conflict(reviewers::person_id)
        .do_update()
        .set(changed)
        .execute(c))?;
    Ok(())
}

pub(super) fn delete_shown_name(conn: &mut Conn, person: PersonId) -> Result<()> {
    diesel::delete(reviewers::table.find(person)).execute(conn)?;
    Ok(())
}

/// True if the signature is new.
pub(super) fn insert_signature(
    conn: &mut Conn,
    ctx: &Ctx,
    person: PersonId,
    (course, signed): (&Slug, &Demand),
) -> Result<bool> {
    let values = (
        review_signatures::person_id.eq(person),
        review_signatures::course_key.eq(course),
        review_signatures::lesson.eq(&signed.lesson),
        review_signatures::kind.eq(signed.kind),
        review_signatures::digest.eq(&signed.digest),
        review_signatures::signed_at.eq(ctx.now),
    );
    let rows = on_backend!(conn, c => diesel::insert_into(review_signatures::table)
        .values(values)
        .on_conflict_do_nothing()
        .execute(c))?;
    Ok(rows == 1)
}

/// Withdraws a signature of this person; where it stood, if it did until now.
pub(super) fn set_withdrawn(conn: &mut Conn, ctx: &Ctx, person: PersonId, id: SignatureId) -> Result<Option<Under>> {
    let own = review_signatures::table.find(id).filter(review_signatures::person_id.eq(person));
    let standing = own.filter(review_signatures::withdrawn_at.is_null());
    let under = (review_signatures::course_key, review_signatures::lesson, review_signatures::kind);
    let found: Option<Under> = standing.select(under).get_result(conn).optional()?;
    let withdrawn = diesel::update(standing).set(review_signatures::withdrawn_at.eq(ctx.now)).execute(conn)?;
    Ok(found.filter(|_| withdrawn == 1))
}

type Row = (SignatureId, PersonId, (Slug, Slug, ReviewKind), String, Option<String>, Timestamp);

/// Every standing signature.
pub(super) fn list_standing(conn: &mut Conn) -> Result<Signatures> {
    let rows: Vec<Row> = review_signatures::table
        .left_join(reviewers::table.on(reviewers::person_id.eq(review_signatures::person_id)))
        .filter(review_signatures::withdrawn_at.is_null())
        .order((review_signatures::signed_at, review_signatures::id))
        .select((
            review_signatures::id,
            review_signatures::person_id,
            (review_signatures::course_key, review_signatures::lesson, review_signatures::kind),
            review_signatures::digest,
            reviewers::shown_name.nullable(),
            review_signatures::signed_at,
        ))
        .load(conn)?;
    let mut all: HashMap<Under, Vec<Signature>> = HashMap::new();
    for (id, person, under, digest, shown_name, at) in rows {
        let signature = Signature { id, person, digest, shown_name: shown_name.unwrap_or_default(), at };
        all.entry(under).or_default().push(signature);
    }
    Ok(Signatures(all))
}

/// What of a course is signed: lesson, kind, digest.
pub(super) fn list_signed(conn: &mut Conn, course: &Slug) -> Result<Vec<Demand>> {
    let rows: Vec<(Slug, ReviewKind, String)> = review_signatures::table
        .filter(review_signatures::course_key.eq(course))
        .filter(review_signatures::withdrawn_at.is_null())
        .select((review_signatures::lesson, review_signatures::kind, review_signatures::digest))
        .load(conn)?;
    Ok(rows.into_iter().map(|(lesson, kind, digest)| Demand { lesson, kind, digest }).collect())
}

/// Course, lesson and kind; when it was signed and withdrawn.
pub(super) type OwnSignature = (Under, Timestamp, Option<Timestamp>);

/// Everything that a person ever signed.
pub(super) fn list_of_person(conn: &mut Conn, person: PersonId) -> Result<Vec<OwnSignature>> {
    Ok(review_signatures::table
        .filter(review_signatures::person_id.eq(person))
        .order(review_signatures::id)
        .select((
            (review_signatures::course_key, review_signatures::lesson, review_signatures::kind),
            review_signatures::signed_at,
            review_signatures::withdrawn_at,
        ))
        .load(conn)?)
}
