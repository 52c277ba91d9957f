//! The queries of grants to review courses.

use diesel::prelude::*;

use crate::accounts::review_grants::ReviewGrant;
use crate::db::Conn;
use crate::db::schema::{people, review_grants};
use crate::kernel::ids::PersonId;
use crate::kernel::{Ctx, Result, ReviewKind, Slug, Timestamp};
use crate::on_backend;

/// The reviews that a person may sign now, by course and kind.
///
/// # Errors
/// The database's.
pub fn list_review_grants(conn: &mut Conn, person: PersonId) -> Result<Vec<ReviewGrant>> {
    let rows: Vec<(Slug, ReviewKind)> = review_grants::table
        .filter(review_grants::person_id.eq(person))
        .filter(review_grants::withdrawn_at.is_null())
        .order((review_grants::course_key, review_grants::kind))
        .select((review_grants::course_key, review_grants::kind))
        .load(conn)?;
    Ok(rows.into_iter().map(|(course, kind)| ReviewGrant { course, kind }).collect())
}

/// Who reviews a course, and for what: names of people who may sign in.
///
/// # Errors
/// The database's.
pub fn list_reviewers(conn: &mut Conn, course: &Slug) -> Result<Vec<(ReviewKind, String)>> {
    Ok(review_grants::table
        .inner_join(people::table)
        .filter(review_grants::course_key.eq(course))
        .filter(review_grants::withdrawn_at.is_null())
        .filter(people::disabled_at.is_null())
        .order((review_grants::kind, people::name_folded, people::id))
        .select((review_grants::kind, people::name))
        .load(conn)?)
}

/// True if a person may sign this now.
///
/// # Errors
/// The database's.
pub fn holds_review(conn: &mut Conn, person: PersonId, grant: &ReviewGrant) -> Result<bool> {
    let held = held(person, grant);
    Ok(held.count().get_result::<i64>(conn)? > 0)
}

#[diesel::dsl::auto_type(no_type_alias)]
fn held<'a>(person: PersonId, grant: &'a ReviewGrant) -> _ {
    let course: &'a Slug = &grant.course;
    let kind: ReviewKind = grant.kind;
    review_grants::table
        .filter(review_grants::person_id.eq(person))
        .filter(review_grants::course_key.eq(course))
        .filter(review_grants::kind.eq(kind))
        .filter(review_grants::withdrawn_at.is_null())
}

/// True if the grant is new.
pub(in crate::accounts) fn insert_review_grant(
    conn: &mut Conn,
    ctx: &Ctx,
    person: PersonId,
    grant: &ReviewGrant,
) -> Result<bool> {
    let values = (
        review_grants::person_id.eq(person),
        review_grants::course_key.eq(&grant.course),
        review_grants::kind.eq(grant.kind),
        review_grants::granted_at.eq(ctx.now),
    );
    let rows = on_backend!(conn, c => diesel::insert_into(review_grants::table)
        .values(values)
        .on_conflict_do_nothing()
        .execute(c))?;
    Ok(rows == 1)
}

/// True if it was held.
pub(in crate::accounts) fn set_review_withdrawn(
    conn: &mut Conn,
    ctx: &Ctx,
    person: PersonId,
    grant: &ReviewGrant,
) -> Result<bool> {
    Ok(diesel::update(held(person, grant)).set(review_grants::withdrawn_at.eq(ctx.now)).execute(conn)? > 0)
}

/// Withdraws every one of a person.
pub(in crate::accounts) fn set_all_withdrawn(conn: &mut Conn, ctx: &Ctx, person: PersonId) -> Result<()> {
    let held =
        review_grants::table.filter(review_grants::person_id.eq(person)).filter(review_grants::withdrawn_at.is_null());
    diesel::update(held).set(review_grants::withdrawn_at.eq(ctx.now)).execute(conn)?;
    Ok(())
}

/// Course, kind, since when, until when.
pub(in crate::accounts) type OwnReview = (Slug, ReviewKind, Timestamp, Option<Timestamp>);

/// Every one that a person ever held.
pub(in crate::accounts) fn list_all(conn: &mut Conn, person: PersonId) -> Result<Vec<OwnReview>> {
    Ok(review_grants::table
        .filter(review_grants::person_id.eq(person))
        .order(review_grants::id)
        .select((
            review_grants::course_key,
            review_grants::kind,
            review_grants::granted_at,
            review_grants::withdrawn_at,
        ))
        .load(conn)?)
}
