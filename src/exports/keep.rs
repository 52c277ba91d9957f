//! A file is asked for, made, noted, and forgotten.

use std::collections::BTreeSet;

use super::model::{Export, Kind, State, Wanted, unfinished};
use super::store;
use crate::accounts::audit;
use crate::accounts::note_log_export;
use crate::certificates::register;
use crate::db::Conn;
use crate::jobs::model::NewJob;
use crate::jobs::queue::{enqueue, is_queued};
use crate::kernel::age::first_minor_year;
use crate::kernel::ids::{ExportId, PersonId};
use crate::kernel::{Actor, Ctx, Error, Result, Timestamp};
use crate::stats::hours::{Whose, note_hours_export};
use crate::stats::reports::period::Period;

/// The kind of the job that makes them.
pub const EXPORT: &str = "export";

/// Asks for a file, under a name that was never used, of about so many rows. While the same is under way for the one who
/// asks, that one is meant; if nobody works on it any more, it is begun anew.
///
/// # Errors
/// Nobody is signed in; the database's.
pub fn ask(conn: &mut Conn, ctx: &Ctx, wanted: &Wanted, new: (i64, &str)) -> Result<ExportId> {
    let by = ctx.actor.person().ok_or(Error::Forbidden)?;
    if let Some(id) = store::insert_export(conn, (by, ctx.now), wanted, new)? {
        start(conn, ctx, id, new.1)?;
        return Ok(id);
    }
    let same = store::find_same(conn, by, wanted)?.ok_or(Error::Again)?;
    if is_stopped(conn, &same)? {
        restart(conn, ctx, &same, new)?;
    }
    Ok(same.id)
}

fn start(conn: &mut Conn, ctx: &Ctx, id: ExportId, file: &str) -> Result<()> {
    let job =
        NewJob { kind: EXPORT, key: Some(format!("{EXPORT}:{file}")), payload: payload(id, file), run_at: ctx.now };
    enqueue(conn, ctx, &job).map(|_| ())
}

/// Names the file too: one that was begun anew is no longer the business of a former job.
fn payload(id: ExportId, file: &str) -> String {
    format!("{id}:{file}")
}

fn restart(conn: &mut Conn, ctx: &Ctx, export: &Export, (total, file): (i64, &str)) -> Result<()> {
    store::set_again(conn, export.id, ctx.now, (total, file))?;
    start(conn, ctx, export.id, file)
}

/// Makes a file again, of about so many rows and under another name: one that failed or stopped, or whose file is gone. Of one that is being made,
/// nothing changes. The one that is under way then.
///
/// # Errors
/// Not found, also for another person's; the database's.
pub fn again(conn: &mut Conn, ctx: &Ctx, id: ExportId, new: (i64, &str)) -> Result<ExportId> {
    let by = ctx.actor.person();
    let export = store::find_export(conn, id)?.filter(|export| Some(export.requested_by) == by);
    let export = export.ok_or(Error::NotFound)?;
    if let Some(same) = store::find_same(conn, export.requested_by, &export.wanted)? {
        if !is_stopped(conn, &same)? {
            return Ok(same.id);
        }
        // One that has stopped stands in the way of the index.
        store::set_failed(conn, (same.id, &same.file), State::Failed, ctx.now)?;
    }
    restart(conn, ctx, &export, new)?;
    Ok(id)
}

/// True if it should be under way, and nobody is going to work on it: the job was given up.
///
/// # Errors
/// The database's.
pub fn is_stopped(conn: &mut Conn, export: &Export) -> Result<bool> {
    if export.state != State::UnderWay || is_queued(conn, EXPORT, &payload(export.id, &export.file))? {
        return Ok(false);
    }
    // Read afterwards: the job ends the export before it is done itself.
    Ok(store::find_export(conn, export.id)?.is_some_and(|now| now.state == State::UnderWay && now.file == export.file))
}

/// The one that the payload of a job means, if it is under way under that name still.
///
/// # Errors
/// The payload is none; the database's.
pub fn under_way(conn: &mut Conn, payload: &str) -> Result<Option<Export>> {
    let (id, file) =
        payload.split_once(':').ok_or_else(|| Error::internal("the payload of an export names no file"))?;
    let id: ExportId = id.parse().map_err(|cause| Error::while_doing("reading a job", cause))?;
    Ok(store::find_export(conn, id)?.filter(|export| export.state == State::UnderWay && export.file == file))
}

/// Notes how much of a file is written; false if nobody wants it any more.
///
/// # Errors
/// The database's.
pub fn advance(conn: &mut Conn, export: (ExportId, &str), done: i64) -> Result<bool> {
    store::set_done(conn, export, done)
}

/// Offers a file that is whole, with so many rows and bytes, and notes that it was taken by the one who asked for it. False
/// if nobody wants it any more.
///
/// # Errors
/// The database's.
pub fn finish(
    conn: &mut Conn,
    ctx: &Ctx,
    export: &Export,
    (rows, size, zone): (i64, i64, chrono_tz::Tz),
) -> Result<bool> {
    if !store::set_ready(conn, (export.id, &export.file), (rows, size), ctx.now)? {
        return Ok(false);
    }
    // Whoever asked takes it, whoever does the work.
    let ctx = Ctx { now: ctx.now, actor: Actor::Person(export.requested_by) };
    match export.wanted.kind {
        Kind::Log => note_log_export(conn, &ctx, rows)?,
        Kind::Hours => {
            let day = export.requested_at.day(zone);
            let code = export.wanted.filters.get("period").map_or("", String::as_str);
            let period = Period::parse(code, day).unwrap_or_else(|| Period::due(day));
            note_hours_export(conn, &ctx, Whose::Everybody, (period, usize::try_from(rows).ok()))?;
        }
        Kind::Register => {
            let filters: Vec<&String> = export.wanted.filters.keys().collect();
            let minor = register::holds_minors(conn, first_minor_year(ctx.now.day(zone)))?;
            let details = serde_json::json!({ "rows": rows, "filters": filters, "minor": minor });
            let action = "register exported";
            audit::record(conn, &ctx, &audit::Entry { action, subject: "register", subject_id: None, details })?;
        }
    }
    Ok(true)
}

/// Notes why a file could not be made.
///
/// # Errors
/// The database's.
pub fn fail(conn: &mut Conn, ctx: &Ctx, export: (ExportId, &str), state: State) -> Result<()> {
    store::set_failed(conn, export, state, ctx.now)
}

/// The names that files in the folder may have.
///
/// # Errors
/// The database's.
pub fn list_files(conn: &mut Conn) -> Result<BTreeSet<String>> {
    let mut names = BTreeSet::new();
    for (file, state) in store::list_files(conn)? {
        if state == State::UnderWay.code() {
            names.insert(unfinished(&file));
        }
        // Also while it is under way: it takes its name before that is noted.
        names.insert(file);
    }
    Ok(names)
}

/// Forgets files that were asked for before a moment, at most so many; what lies in the folder goes by itself then.
///
/// # Errors
/// The database's.
pub fn forget_old(conn: &mut Conn, before: Timestamp, limit: i64) -> Result<usize> {
    store::delete_old(conn, before, limit)
}

/// Forgets what somebody asked for.
///
/// # Errors
/// The database's.
pub fn erase_asked(conn: &mut Conn, person: PersonId) -> Result<()> {
    store::delete_of(conn, person)
}
