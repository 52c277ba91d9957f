//! A list is kept until somebody decides on it.

use std::collections::BTreeSet;

use super::make::INTAKE;
use super::model::{Entry, Line, List, NewList};
use super::store;
use crate::accounts::pasted::Entry as Pasted;
use crate::accounts::{self, audit};
use crate::db::Conn;
use crate::jobs::model::NewJob;
use crate::jobs::queue::enqueue;
use crate::kernel::ids::{ListId, OrganisationId, PersonId};
use crate::kernel::{Ctx, Error, Result, Timestamp};
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

/// Looks for accounts of the same people and keeps the list. Who is new and stands there once is chosen.
///
/// # Errors
/// Not found for an organisation that is closed; the database's.
pub fn keep(conn: &mut Conn, ctx: &Ctx, new: &NewList) -> Result<ListId> {
    if !is_open(conn, new.organisation)? {
        return Err(Error::NotFound);
    }
    let by = ctx.actor.person().ok_or(Error::Forbidden)?;
    let id = store::insert_list(conn, ctx, by, new)?;
    let lines = judged(conn, ctx, &new.lines)?;
    store::insert_lines(conn, id, &lines)?;
    store::delete_but(conn, by, WAITING)?;
    Ok(id)
}

/// Whether people can be brought into this organisation, if it is to be one.
fn is_open(conn: &mut Conn, organisation: Option<OrganisationId>) -> Result<bool> {
    let Some(id) = organisation else { return Ok(true) };
    Ok(organisations::find_organisation(conn, id)?.is_some_and(|found| found.closed_at.is_none()))
}

fn judged(conn: &mut Conn, ctx: &Ctx, lines: &[Line]) -> Result<Vec<Line>> {
    let mut lines = lines.to_vec();
    for part in lines.chunks_mut(100) {
        let entries: Vec<Pasted> = part.iter().filter_map(|line| line.entry.as_ref().ok()).map(Entry::pasted).collect();
        let mut alike = accounts::find_alike(conn, &entries)?.into_iter();
        for line in part {
            let Ok(entry) = &line.entry else { continue };
            line.alike = alike.next().flatten();
            if let Some(email) = &entry.email {
                line.is_taken = accounts::is_email_taken(conn, ctx, email)?;
            }
            line.is_chosen = line.alike.is_none() && line.same_as.is_none() && !line.is_taken;
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

/// A list is seen by whoever brought it.
fn own(conn: &mut Conn, ctx: &Ctx, id: ListId) -> Result<List> {
    let by: Option<PersonId> = ctx.actor.person();
    store::find_list(conn, id)?.filter(|list| Some(list.made_by) == by).ok_or(Error::NotFound)
}

/// Forgets lists that nobody confirmed, brought before a moment, at most so many.
///
/// # Errors
/// The database's.
pub fn forget_unconfirmed(conn: &mut Conn, before: Timestamp, limit: i64) -> Result<usize> {
    store::delete_before(conn, (before, false), limit)
}

/// Forgets lists whose people were made, brought before a moment, at most so many.
///
/// # Errors
/// The database's.
pub fn forget_finished(conn: &mut Conn, before: Timestamp, limit: i64) -> Result<usize> {
    store::delete_before(conn, (before, true), limit)
}
