//! A list is kept until somebody decides on it.

use std::collections::BTreeSet;

use super::make::INTAKE;
use super::model::{Entry, Line, List, NewList};
use super::store;
use crate::accounts::pasted::Entry as Pasted;
use crate::accounts::{self, Sign, audit};
use crate::db::Conn;
use crate::jobs::model::NewJob;
use crate::jobs::queue::{enqueue, is_queued};
use crate::kernel::ids::{ListId, OrganisationId, PersonId};
use crate::kernel::{Ctx, Email, Error, Result, Timestamp};
use crate::organisations;

/// What became of confirming a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Confirmed {
    /// Its people are made from now on.
    Yes,
    /// It was confirmed before; nothing was changed.
    Before,
    /// Nobody is chosen.
    Nobody,
    /// The organisation was closed meanwhile; nothing was changed.
    Closed,
}

/// So many lists of one person wait at most; a newer one takes the place of the oldest.
const WAITING: i64 = 5;

/// Keeps a list that was judged ([`judge`]).
///
/// # Errors
/// Not found for an organisation that is closed; the database's.
pub fn keep(conn: &mut Conn, ctx: &Ctx, new: &NewList) -> Result<ListId> {
    if !is_open(conn, new.organisation)? {
        return Err(Error::NotFound);
    }
    let by = ctx.actor.person().ok_or(Error::Forbidden)?;
    let id = store::insert_list(conn, ctx, by, new)?;
    store::insert_lines(conn, id, &new.lines)?;
    store::delete_but(conn, by, WAITING)?;
    Ok(id)
}

/// Whether people can be brought into this organisation, if it is to be one.
fn is_open(conn: &mut Conn, organisation: Option<OrganisationId>) -> Result<bool> {
    let Some(id) = organisation else { return Ok(true) };
    Ok(organisations::find_organisation(conn, id)?.is_some_and(|found| found.closed_at.is_none()))
}

/// Looks for accounts of the same people; who is new and stands there once is chosen. That takes a while, so it is done
/// before the list is kept; whoever gets an account in between is found when people are made.
///
/// # Errors
/// The database's.
pub fn judge(conn: &mut Conn, now: Timestamp, mut lines: Vec<Line>) -> Result<Vec<Line>> {
    for part in lines.chunks_mut(100) {
        let entries: Vec<&Entry> = part.iter().filter_map(|line| line.entry.as_ref().ok()).collect();
        let folded: Vec<String> = entries.iter().filter_map(|entry| entry.email.as_ref()).map(Email::folded).collect();
        let taken = accounts::list_taken(conn, now, &folded)?;
        let pasted: Vec<Pasted> = entries.into_iter().map(Entry::pasted).collect();
        let mut alike = accounts::find_alike(conn, &pasted, None)?.into_iter();
        for line in part {
            let Ok(entry) = &line.entry else { continue };
            line.is_taken = entry.email.as_ref().is_some_and(|email| taken.contains(&email.folded()));
            // That the address is the account's own says more.
            let found = alike.next().flatten().filter(|found| found.by == Sign::Name || !line.is_taken);
            line.alike = found.map(|found| found.person);
            line.is_by_contact = found.is_some_and(|found| found.by == Sign::Contact);
            line.is_chosen = line.alike.is_none() && line.same_as.is_none() && !line.is_taken && !entry.lacks_surname;
        }
    }
    Ok(lines)
}

/// Confirms a list: everybody who is new, and of the doubtful lines those that are named here.
///
/// # Errors
/// Not found; the database's.
pub fn confirm(conn: &mut Conn, ctx: &Ctx, id: ListId, also: &BTreeSet<i32>) -> Result<Confirmed> {
    let list = own(conn, ctx, id)?;
    if list.confirmed_at.is_some() {
        return Ok(Confirmed::Before);
    }
    let doubtful: Vec<i32> = store::list_lines(conn, id)?
        .iter()
        .filter(|line| line.is_doubtful() && also.contains(&line.line))
        .map(|line| line.line)
        .collect();
    let chosen = store::count_lines(conn, id)?.chosen;
    if chosen == 0 && doubtful.is_empty() {
        return Ok(Confirmed::Nobody);
    }
    if !is_open(conn, list.organisation)? {
        return Ok(Confirmed::Closed);
    }
    if !store::set_confirmed(conn, ctx, id)? {
        return Ok(Confirmed::Before);
    }
    store::set_chosen(conn, id, &doubtful)?;
    let job = NewJob { kind: INTAKE, key: Some(format!("{INTAKE}:{id}")), payload: id.to_string(), run_at: ctx.now };
    enqueue(conn, ctx, &job)?;
    let count = chosen + i64::try_from(doubtful.len()).unwrap_or_default();
    let details = serde_json::json!({ "count": count, "organisation": list.organisation });
    let entry = audit::Entry { action: "people brought", subject: "list", subject_id: Some(id.0), details };
    audit::record(conn, ctx, &entry)?;
    Ok(Confirmed::Yes)
}

/// Lets a list go that was not confirmed. False if it is not there or was confirmed.
///
/// # Errors
/// Not found; the database's.
pub fn cancel(conn: &mut Conn, ctx: &Ctx, id: ListId) -> Result<bool> {
    let list = own(conn, ctx, id)?;
    if list.confirmed_at.is_some() {
        return Ok(false);
    }
    store::delete_list(conn, id)?;
    Ok(true)
}

/// A list that waits is seen by whoever brought it.
fn own(conn: &mut Conn, ctx: &Ctx, id: ListId) -> Result<List> {
    let by: Option<PersonId> = ctx.actor.person();
    store::find_list(conn, id)?.filter(|list| Some(list.made_by) == by).ok_or(Error::NotFound)
}

/// True if the people of a confirmed list are not all made, and nothing is going to be done about it: the job was given up.
///
/// # Errors
/// The database's.
pub fn is_stopped(conn: &mut Conn, id: ListId) -> Result<bool> {
    if is_queued(conn, INTAKE, &id.to_string())? {
        return Ok(false);
    }
    // Read afterwards: the job ends the list before it is done itself.
    let is_open = |list: List| list.confirmed_at.is_some() && list.ended_at.is_none();
    Ok(store::find_list(conn, id)?.is_some_and(is_open))
}

/// Goes on with a list whose job was given up; false if there is nothing to go on with.
///
/// # Errors
/// Not found for a list that was not confirmed; the database's.
pub fn resume(conn: &mut Conn, ctx: &Ctx, id: ListId) -> Result<bool> {
    store::find_list(conn, id)?.filter(|list| list.confirmed_at.is_some()).ok_or(Error::NotFound)?;
    if !is_stopped(conn, id)? {
        return Ok(false);
    }
    let key = Some(format!("{INTAKE}:{id}:{}", ctx.now.unix()));
    enqueue(conn, ctx, &NewJob { kind: INTAKE, key, payload: id.to_string(), run_at: ctx.now })?;
    let (action, details) = ("job tried again", serde_json::Value::Null);
    audit::record(conn, ctx, &audit::Entry { action, subject: "list", subject_id: Some(id.0), details })?;
    Ok(true)
}

/// Forgets lists that nobody confirmed, brought before a moment, at most so many.
///
/// # Errors
/// The database's.
pub fn forget_unconfirmed(conn: &mut Conn, before: Timestamp, limit: i64) -> Result<usize> {
    let old = store::list_old(conn, (before, false), limit)?;
    for id in &old {
        store::delete_list(conn, *id)?;
    }
    Ok(old.len())
}

/// Forgets lists that were confirmed, brought before a moment, at most so many. One whose people are still being made
/// stays; one whose job was given up goes.
///
/// # Errors
/// The database's.
pub fn forget_finished(conn: &mut Conn, before: Timestamp, limit: i64) -> Result<usize> {
    let mut gone = 0;
    for id in store::list_old(conn, (before, true), limit)? {
        if !is_queued(conn, INTAKE, &id.to_string())? {
            store::delete_list(conn, id)?;
            gone += 1;
        }
    }
    Ok(gone)
}
