//! Making the people of a confirmed list, one after the other.

use super::model::{Line, List, Outcome};
use super::store;
use crate::accounts::pasted::Entry as Pasted;
use crate::accounts::{self, NewPerson};
use crate::db::Conn;
use crate::kernel::ids::{ListId, PersonId};
use crate::kernel::{Actor, Ctx, Error, Result, Secret};
use crate::organisations;

/// The kind of the job that makes them.
pub const INTAKE: &str = "people-brought";

/// The line of a list of which somebody is to be made next; `None` if there is none left.
///
/// # Errors
/// The database's.
pub fn find_next(conn: &mut Conn, id: ListId) -> Result<Option<i32>> {
    let is_confirmed = store::find_list(conn, id)?.is_some_and(|list| list.confirmed_at.is_some());
    if is_confirmed { store::find_next(conn, id) } else { Ok(None) }
}

/// Makes the person of a line. It is taken by a conditional `UPDATE` in the same transaction, so it is done once, whoever
/// does it and however often it is begun anew.
///
/// # Errors
/// The database's.
pub fn make_line(
    conn: &mut Conn,
    ctx: &Ctx,
    (id, number): (ListId, i32),
    secrets: (&Secret, &Secret),
    base: &str,
) -> Result<()> {
    let Some(list) = store::find_list(conn, id)?.filter(|list| list.confirmed_at.is_some()) else { return Ok(()) };
    let Some(line) = store::find_line(conn, (id, number))? else { return Ok(()) };
    if !store::set_outcome(conn, (id, number), Outcome::Made)? {
        return Ok(());
    }
    // Whoever confirmed the list makes the accounts, whoever does the work.
    let ctx = Ctx { now: ctx.now, actor: Actor::Person(list.made_by) };
    let new = new_person(&list, &line).ok_or_else(|| Error::internal("a line without a person is chosen"))?;
    if let Some(alike) = meanwhile(conn, id, &line)? {
        return store::set_left(conn, (id, number), (Outcome::Alike, Some(alike)));
    }
    let Some(person) = accounts::make_listed(conn, &ctx, &new, secrets, base)? else {
        return store::set_left(conn, (id, number), (Outcome::Taken, line.alike));
    };
    store::set_made(conn, (id, number), person)?;
    if new.email.is_none() {
        store::set_card_place(conn, (id, number))?;
    }
    if let Some(organisation) = list.organisation {
        // If it was closed meanwhile, the page of the list says who is not in it.
        organisations::place(conn, &ctx, (organisation, person))?;
    }
    Ok(())
}

/// Notes that nobody can be made of a line, so that the others need not wait for it.
///
/// # Errors
/// The database's.
pub fn fail_line(conn: &mut Conn, line: (ListId, i32)) -> Result<()> {
    store::set_outcome(conn, line, Outcome::Failed).map(|_| ())
}

/// The account that somebody has got since the list was looked at, as when the same list was brought twice. Where an account
/// or a line was named that may be the same person, somebody has said that it is another one.
fn meanwhile(conn: &mut Conn, id: ListId, line: &Line) -> Result<Option<PersonId>> {
    let Ok(entry) = &line.entry else { return Ok(None) };
    if !line.is_taken && (line.alike.is_some() || line.same_as.is_some()) {
        return Ok(None);
    }
    // The contact of an account is a sign for whoever looks, and no more: nothing is looked for by the address.
    let named = Pasted { contact: None, ..entry.pasted() };
    let alike = accounts::find_alike(conn, &[named], None)?.into_iter().flatten().next();
    // The lines of one list were compared with each other before it was confirmed.
    match alike.map(|alike| alike.person) {
        Some(person) if store::is_made_by(conn, id, person)? => Ok(None),
        alike => Ok(alike),
    }
}

fn new_person(list: &List, line: &Line) -> Option<NewPerson> {
    let entry = line.entry.as_ref().ok()?;
    Some(NewPerson {
        name: entry.name.clone(),
        email: entry.email.clone(),
        password_hash: None,
        lang: entry.lang.unwrap_or(list.lang),
        district: Some(entry.district.unwrap_or(list.district)),
        settlement: entry.settlement.clone(),
        birth_year: Some(entry.birth_year),
        consent: None,
    })
}

/// Notes that everybody is made, and lets go what stood on the lines of those who were: it is in their accounts.
///
/// # Errors
/// The database's.
pub fn end(conn: &mut Conn, ctx: &Ctx, id: ListId) -> Result<()> {
    store::set_ended(conn, ctx, id)
}
