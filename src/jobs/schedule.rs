//! Work that comes back by itself, once over all servers.

use super::model::NewJob;
use super::queue::enqueue;
use super::store;
use crate::db::Conn;
use crate::kernel::{Ctx, Result, Timestamp};

/// Something to do periodically.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Schedule {
    /// Its name, and the kind of its jobs.
    pub name: &'static str,
    /// Seconds from one run to the next, at least 1.
    pub every_seconds: i64,
}

impl Schedule {
    /// Something to do every so many minutes.
    pub const fn minutes(name: &'static str, minutes: i64) -> Self {
        Self { name, every_seconds: minutes * 60 }
    }

    /// Something to do every so many hours.
    pub const fn hours(name: &'static str, hours: i64) -> Self {
        Self::minutes(name, hours * 60)
    }
}

/// Those of `all` whose time has come, or that no server has seen yet. Reading only.
///
/// # Errors
///
/// If the database fails.
pub fn list_due(conn: &mut Conn, all: &[Schedule], now: Timestamp) -> Result<Vec<Schedule>> {
    let known = store::list_schedules(conn)?;
    let is_due = |schedule: &&Schedule| {
        known.iter().find(|(name, _)| name == schedule.name).is_none_or(|(_, next_at)| *next_at <= now)
    };
    Ok(all.iter().filter(is_due).copied().collect())
}

/// Queues the job of a schedule if its time has come, and moves the schedule on. Of several servers that try, one
/// does it. After a long stop it runs once, not once for every time that was missed.
///
/// # Errors
///
/// If the database fails.
pub fn start(conn: &mut Conn, ctx: &Ctx, schedule: Schedule) -> Result<()> {
    store::insert_schedule(conn, schedule.name, ctx.now)?;
    let next_at = ctx.now.plus_seconds(schedule.every_seconds.max(1));
    if store::set_schedule_if_due(conn, schedule.name, ctx.now, next_at)? {
        let job = NewJob { kind: schedule.name, key: None, payload: String::new(), run_at: ctx.now };
        enqueue(conn, ctx, &job)?;
    }
    Ok(())
}
