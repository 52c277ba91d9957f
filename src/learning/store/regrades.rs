//! The queries of marking tries again.

use std::collections::BTreeMap;

use diesel::dsl::not;
use diesel::prelude::*;

use super::from_json;
use super::tries::{ATTEMPT, AttemptRow, attempt};
use crate::db::Conn;
use crate::db::schema::{answers, attempt_regrades, attempts, course_versions, regrades};
use crate::kernel::ids::{AttemptId, CourseId, EnrolmentId, VersionId};
use crate::kernel::{Ctx, Result, Slug, Timestamp};
use crate::learning::model::{Attempt, StoredAnswer};
use crate::learning::regrade::Regraded;
use crate::on_backend;

/// Tries of an edition that are over, began on another version than this one and were not marked again by it.
pub(in crate::learning) fn list_attempts(
    conn: &mut Conn,
    (course, edition, version): (CourseId, i32, VersionId),
    (after, limit): (AttemptId, i64),
) -> Result<Vec<Attempt>> {
    let done = attempt_regrades::table
        .filter(attempt_regrades::attempt_id.eq(attempts::id))
        .filter(attempt_regrades::version_id.eq(version));
    let rows: Vec<AttemptRow> = attempts::table
        .inner_join(course_versions::table)
        .filter(course_versions::course_id.eq(course))
        .filter(course_versions::edition.eq(edition))
        .filter(attempts::version_id.ne(version))
        .filter(attempts::finished_at.is_not_null())
        .filter(attempts::id.gt(after))
        .filter(diesel::dsl::not(diesel::dsl::exists(done)))
        .order(attempts::id)
        .limit(limit)
        .select(ATTEMPT)
        .load(conn)?;
    rows.into_iter().map(attempt).collect()
}

/// The answers of several tries, by try.
pub(in crate::learning) fn list_answers_of(
    conn: &mut Conn,
    ids: &[AttemptId],
) -> Result<BTreeMap<AttemptId, Vec<StoredAnswer>>> {
    let rows: Vec<(AttemptId, Slug, String)> = answers::table
        .filter(answers::attempt_id.eq_any(ids))
        .select((answers::attempt_id, answers::question, answers::answer))
        .load(conn)?;
    let mut found: BTreeMap<AttemptId, Vec<StoredAnswer>> = BTreeMap::new();
    for (id, question, answer) in rows {
        found.entry(id).or_default().push(StoredAnswer { question, answer: from_json(&answer)? });
    }
    Ok(found)
}

/// Notes that marking again was asked for; false if it is under way.
pub(in crate::learning) fn open_regrade(conn: &mut Conn, ctx: &Ctx, version: VersionId) -> Result<bool> {
    let row = (
        regrades::version_id.eq(version),
        regrades::requested_by.eq(ctx.actor.person()),
        regrades::requested_at.eq(ctx.now),
    );
    let rows =
        on_backend!(conn, c => diesel::insert_into(regrades::table).values(row).on_conflict_do_nothing().execute(c))?;
    if rows == 1 {
        return Ok(true);
    }
    let ended = regrades::table.find(version).filter(regrades::ended_at.is_not_null());
    let again = (
        regrades::requested_by.eq(ctx.actor.person()),
        regrades::requested_at.eq(ctx.now),
        regrades::ended_at.eq(None::<Timestamp>),
    );
    Ok(diesel::update(ended).set(again).execute(conn)? == 1)
}

/// Keeps what a try was and what the corrected key makes of it; false if that was done before.
pub(in crate::learning) fn insert_regraded(
    conn: &mut Conn,
    ctx: &Ctx,
    version: VersionId,
    one: &Regraded,
) -> Result<bool> {
    let row = (
        attempt_regrades::attempt_id.eq(one.attempt.id),
        attempt_regrades::version_id.eq(version),
        attempt_regrades::regraded_at.eq(ctx.now),
        attempt_regrades::points_before.eq(one.attempt.points.unwrap_or_default()),
        attempt_regrades::passed_before.eq(one.attempt.passed == Some(true)),
        attempt_regrades::points.eq(one.points),
        attempt_regrades::passed.eq(one.passed),
    );
    let rows = on_backend!(conn, c => diesel::insert_into(attempt_regrades::table)
        .values(row)
        .on_conflict_do_nothing()
        .execute(c))?;
    Ok(rows == 1)
}

/// Makes a try what the corrected key makes of it.
pub(in crate::learning) fn set_better(conn: &mut Conn, id: AttemptId, (points, passed): (i32, bool)) -> Result<()> {
    let values = (attempts::points.eq(points), attempts::passed.eq(passed));
    diesel::update(attempts::table.find(id)).set(values).execute(conn)?;
    Ok(())
}

/// True if another passed try of the same test stands beside this one, by whatever key.
///
/// # Errors
/// The database's.
pub fn stands_otherwise(conn: &mut Conn, id: AttemptId) -> Result<bool> {
    let (enrolment, quiz): (EnrolmentId, String) =
        attempts::table.find(id).select((attempts::enrolment_id, attempts::quiz)).get_result(conn)?;
    let kept = attempt_regrades::table
        .filter(attempt_regrades::passed_before)
        .filter(not(attempt_regrades::passed))
        .select(attempt_regrades::attempt_id);
    let others: i64 = attempts::table
        .filter(attempts::enrolment_id.eq(enrolment))
        .filter(attempts::quiz.eq(quiz))
        .filter(attempts::passed.eq(true))
        .filter(attempts::id.ne(id))
        .filter(attempts::id.ne_all(kept))
        .count()
        .get_result(conn)?;
    Ok(others > 0)
}

pub(in crate::learning) fn set_ended(conn: &mut Conn, ctx: &Ctx, version: VersionId) -> Result<()> {
    let open = regrades::table.find(version).filter(regrades::ended_at.is_null());
    diesel::update(open).set(regrades::ended_at.eq(ctx.now)).execute(conn)?;
    Ok(())
}

/// One time that a try was marked again.
#[derive(Debug, Clone, Copy)]
pub(in crate::learning) struct Earlier {
    pub(in crate::learning) version: VersionId,
    /// It got better by that; otherwise it stayed what it was.
    pub(in crate::learning) is_better: bool,
    /// It was passed, would not have been, and stayed so.
    pub(in crate::learning) is_kept: bool,
}

type EarlierRow = (AttemptId, VersionId, i32, bool, i32, bool);

/// By which versions tries were marked again, the last one last.
pub(in crate::learning) fn list_earlier(
    conn: &mut Conn,
    ids: &[AttemptId],
) -> Result<BTreeMap<AttemptId, Vec<Earlier>>> {
    let rows: Vec<EarlierRow> = attempt_regrades::table
        .filter(attempt_regrades::attempt_id.eq_any(ids))
        .order((attempt_regrades::attempt_id, attempt_regrades::version_id))
        .select((
            attempt_regrades::attempt_id,
            attempt_regrades::version_id,
            attempt_regrades::points_before,
            attempt_regrades::passed_before,
            attempt_regrades::points,
            attempt_regrades::passed,
        ))
        .load(conn)?;
    let mut found: BTreeMap<AttemptId, Vec<Earlier>> = BTreeMap::new();
    for (id, version, points_before, passed_before, points, passed) in rows {
        let is_kept = passed_before && !passed;
        let is_better = !is_kept && (passed && !passed_before || points > points_before);
        found.entry(id).or_default().push(Earlier { version, is_better, is_kept });
    }
    Ok(found)
}

/// When marking again by a version was asked for last, and when it ended.
///
/// # Errors
/// The database's.
pub fn find_regrade_state(conn: &mut Conn, version: VersionId) -> Result<Option<(Timestamp, Option<Timestamp>)>> {
    let row = regrades::table.find(version).select((regrades::requested_at, regrades::ended_at));
    Ok(row.get_result(conn).optional()?)
}
