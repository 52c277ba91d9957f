//! Making the people of a confirmed list, one after the other.

use super::model::{Line, List, Outcome};
use super::store;
use crate::accounts::{self, NewPerson};
use crate::db::Conn;
use crate::kernel::ids::{ListId, PersonId};
use crate::kernel::{Actor, Ctx, Error, Result, Secret};
use crate::organisations;

/// The kind of the job that makes them.
pub const INTAKE: &str = "people-brought";

/// Makes the next person of a list who is not made yet; false if there is none left. Each line is taken by a conditional
/// `UPDATE` in the same transaction, so it is done once, whoever does it and however often it is begun anew.
///
/// # Errors
/// The database's.
pub fn make_next(conn: &mut Conn, ctx: &Ctx, id: ListId, secrets: (&Secret, &Secret), base: &str) -> Result<bool> {
    let Some(list) = store::find_list(conn, id)?.filter(|list| list.confirmed_at.is_some()) else { return Ok(false) };
    let Some(line) = store::find_next(conn, id)? else { return Ok(false) };
    if !store::set_outcome(conn, (id, line.line), Outcome::Made)? {
        return Ok(true);
    }
    // Whoever confirmed the list makes the accounts, whoever does the work.
    let ctx = Ctx { now: ctx.now, actor: Actor::Person(list.made_by) };
    let new = new_person(&list, &line).ok_or_else(|| Error::internal("a line without a person is chosen"))?;
    if let Some(alike) = meanwhile(conn, &line)? {
        store::set_left(conn, (id, line.line), (Outcome::Alike, Some(alike)))?;
        return Ok(true);
    }
    match accounts::make_listed(conn, &ctx, &new, secrets, base)? {
        None => store::set_left(conn, (id, line.line), (Outcome::Taken, line.alike))?,
        Some(person) => {
            store::set_made(conn, (id, line.line), person)?;
            if let Some(organisation) = list.organisation {
                organisations::place(conn, &ctx, (organisation, person))?;
            }
        }
    }
    Ok(true)
}

/// The account that somebody has got since the list was looked at, as when the same list was brought twice. Of a doubtful
/// line somebody has said that it is another person.
fn meanwhile(conn: &mut Conn, line: &Line) -> Result<Option<PersonId>> {
    match &line.entry {
        Ok(entry) if !line.is_doubtful() => {
            Ok(accounts::find_alike(conn, &[entry.pasted()])?.into_iter().flatten().next())
        }
        _ => Ok(None),
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
