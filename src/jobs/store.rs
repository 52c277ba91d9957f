//! The tables `jobs` and `schedules`.

use diesel::prelude::*;

use super::model::{JobState, Leased, NewJob, Troubled};
use crate::db::Conn;
use crate::db::schema::{jobs, schedules};
use crate::kernel::ids::JobId;
use crate::kernel::{Result, Timestamp};
use crate::on_backend;

/// What becomes of a job after a run.
pub(super) enum Mark<'a> {
    Done,
    Again { at: Timestamp, error: &'a str },
    Failed { error: &'a str },
}

/// `None` if the key was used before.
pub(super) fn insert_job(conn: &mut Conn, job: &NewJob, now: Timestamp) -> Result<Option<JobId>> {
    let row = (
        jobs::kind.eq(job.kind),
        jobs::dedup.eq(job.key.as_deref()),
        jobs::payload.eq(&job.payload),
        jobs::state.eq(JobState::Queued.code()),
        jobs::tries.eq(0),
        jobs::run_at.eq(job.run_at),
        jobs::created_at.eq(now),
    );
    let id = on_backend!(conn, c => diesel::insert_into(jobs::table)
        .values(row)
        .on_conflict_do_nothing()
        .returning(jobs::id)
        .get_result(c)
        .optional())?;
    Ok(id)
}

/// Due by the clock; or never tried and queued at a moment that has not come yet: then the clock was set back since, and
/// the job need not wait for that moment to come round again.
macro_rules! is_due {
    ($now:expr) => {
        jobs::run_at
            .le($now)
            .or(jobs::tries.eq(0).and(jobs::created_at.gt($now)).and(jobs::run_at.le(jobs::created_at)))
    };
}

/// Jobs of these kinds that may be taken now, the most overdue first.
pub(super) fn list_due(conn: &mut Conn, kinds: &[&str], now: Timestamp, limit: i64) -> Result<Vec<JobId>> {
    let ids = jobs::table
        .filter(jobs::state.eq(JobState::Queued.code()))
        .filter(is_due!(now))
        .filter(jobs::leased_until.is_null().or(jobs::leased_until.le(now)))
        .filter(jobs::kind.eq_any(kinds))
        .order((jobs::run_at, jobs::id))
        .select(jobs::id)
        .limit(limit)
        .load(conn)?;
    Ok(ids)
}

/// Takes those of the jobs that no other worker has taken first, until then.
pub(super) fn lease(conn: &mut Conn, ids: &[JobId], now: Timestamp, until: Timestamp) -> Result<Vec<Leased>> {
    let mut leased = Vec::new();
    for id in ids {
        let free = jobs::table
            .filter(jobs::id.eq(id))
            .filter(jobs::state.eq(JobState::Queued.code()))
            .filter(is_due!(now))
            .filter(jobs::leased_until.is_null().or(jobs::leased_until.le(now)));
        let taken =
            diesel::update(free).set((jobs::leased_until.eq(until), jobs::tries.eq(jobs::tries + 1))).execute(conn)?;
        if taken == 1 {
            let columns = (jobs::kind, jobs::payload, jobs::tries);
            let (kind, payload, tries) = jobs::table.find(id).select(columns).get_result(conn)?;
            leased.push(Leased { id: *id, kind, payload, tries, until });
        }
    }
    Ok(leased)
}

/// Marks a job whose lease is still held; false if it is not.
pub(super) fn mark(conn: &mut Conn, job: &Leased, mark: &Mark<'_>, now: Timestamp) -> Result<bool> {
    let held = jobs::table.filter(jobs::id.eq(job.id)).filter(jobs::leased_until.eq(job.until));
    let free = jobs::leased_until.eq(None::<Timestamp>);
    let changed = match mark {
        Mark::Done => diesel::update(held)
            .set((jobs::state.eq(JobState::Done.code()), jobs::ended_at.eq(now), free))
            .execute(conn)?,
        Mark::Again { at, error } => {
            diesel::update(held).set((jobs::run_at.eq(*at), jobs::last_error.eq(*error), free)).execute(conn)?
        }
        Mark::Failed { error } => diesel::update(held)
            .set((jobs::state.eq(JobState::Failed.code()), jobs::ended_at.eq(now), jobs::last_error.eq(*error), free))
            .execute(conn)?,
    };
    Ok(changed == 1)
}

/// Ends every lease; how many there were.
pub(super) fn set_all_free(conn: &mut Conn) -> Result<usize> {
    let leased = jobs::table.filter(jobs::leased_until.is_not_null());
    Ok(diesel::update(leased).set(jobs::leased_until.eq(None::<Timestamp>)).execute(conn)?)
}

type TroubledRow = (JobId, String, String, i32, String, Timestamp, Timestamp, Option<String>);

/// Jobs that were given up, or whose last try failed, the newest first.
pub(super) fn list_troubled(conn: &mut Conn, (offset, limit): (i64, i64)) -> Result<Vec<Troubled>> {
    let rows: Vec<TroubledRow> = jobs::table
        .filter(jobs::state.ne(JobState::Done.code()))
        .filter(jobs::last_error.is_not_null())
        .order(jobs::id.desc())
        .offset(offset)
        .limit(limit)
        .select((
            jobs::id,
            jobs::kind,
            jobs::payload,
            jobs::tries,
            jobs::state,
            jobs::run_at,
            jobs::created_at,
            jobs::last_error,
        ))
        .load(conn)?;
    let row = |(id, kind, payload, tries, state, run_at, created_at, error): TroubledRow| Troubled {
        id,
        kind,
        payload,
        tries,
        next_at: (state == JobState::Queued.code()).then_some(run_at),
        created_at,
        last_error: error.unwrap_or_default(),
    };
    Ok(rows.into_iter().map(row).collect())
}

/// How many there are of each kind.
pub(super) fn count_troubled(conn: &mut Conn) -> Result<Vec<(String, i64)>> {
    Ok(jobs::table
        .filter(jobs::state.ne(JobState::Done.code()))
        .filter(jobs::last_error.is_not_null())
        .group_by(jobs::kind)
        .select((jobs::kind, diesel::dsl::count_star()))
        .load(conn)?)
}

pub(super) fn is_queued(conn: &mut Conn, kind: &str, payload: &str) -> Result<bool> {
    let waiting = jobs::table
        .filter(jobs::kind.eq(kind))
        .filter(jobs::payload.eq(payload))
        .filter(jobs::state.eq(JobState::Queued.code()));
    Ok(diesel::select(diesel::dsl::exists(waiting)).get_result(conn)?)
}

/// False if there is no such job that failed, or one is being done.
pub(super) fn set_queued_again(conn: &mut Conn, id: JobId, now: Timestamp) -> Result<bool> {
    let failed = jobs::table
        .filter(jobs::id.eq(id))
        .filter(jobs::state.ne(JobState::Done.code()))
        .filter(jobs::last_error.is_not_null())
        .filter(jobs::leased_until.is_null());
    let changed = diesel::update(failed)
        .set((
            jobs::state.eq(JobState::Queued.code()),
            jobs::tries.eq(0),
            jobs::run_at.eq(now),
            jobs::ended_at.eq(None::<Timestamp>),
        ))
        .execute(conn)?;
    Ok(changed == 1)
}

pub(super) fn delete_ended_before(conn: &mut Conn, state: JobState, before: Timestamp, limit: i64) -> Result<usize> {
    let old = jobs::table.filter(jobs::state.eq(state.code())).filter(jobs::ended_at.lt(before));
    let old: Vec<JobId> = old.select(jobs::id).limit(limit).load(conn)?;
    Ok(diesel::delete(jobs::table.filter(jobs::id.eq_any(old))).execute(conn)?)
}

pub(super) fn count_in_state(conn: &mut Conn, state: JobState) -> Result<i64> {
    Ok(jobs::table.filter(jobs::state.eq(state.code())).count().get_result(conn)?)
}

pub(super) fn list_schedules(conn: &mut Conn) -> Result<Vec<(String, Timestamp)>> {
    Ok(schedules::table.select((schedules::name, schedules::next_at)).load(conn)?)
}

/// Does nothing if the schedule is known.
pub(super) fn insert_schedule(conn: &mut Conn, name: &str, next_at: Timestamp) -> Result<()> {
    let row = (schedules::name.eq(name), schedules::next_at.eq(next_at));
    on_backend!(conn, c => diesel::insert_into(schedules::table).values(row).on_conflict_do_nothing().execute(c))?;
    Ok(())
}

/// True if it was due: one server gets this answer.
pub(super) fn set_schedule_if_due(conn: &mut Conn, name: &str, now: Timestamp, next_at: Timestamp) -> Result<bool> {
    let due = schedules::table.filter(schedules::name.eq(name)).filter(schedules::next_at.le(now));
    Ok(diesel::update(due).set(schedules::next_at.eq(next_at)).execute(conn)? == 1)
}
