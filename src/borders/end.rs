//! Ending and moving, and taking that back while nothing depends on it.

use serde_json::json;

use super::carry::CARRY;
use super::change::{Changed, beside, record, record_added, record_removed};
use super::model::{End, Goes, Lists, Refused, Which, check};
use crate::accounts;
use crate::db::Conn;
use crate::jobs::model::NewJob;
use crate::jobs::queue::enqueue;
use crate::kernel::ids::{DistrictId, SettlementId};
use crate::kernel::{Ctx, Day, Error, Lang, Result};
use crate::places::{self, KeptSettlement};

/// Everything that there is and was.
///
/// # Errors
/// The database's.
pub fn list(conn: &mut Conn) -> Result<Lists> {
    Ok(Lists { districts: places::list_kept_districts(conn)?, settlements: places::list_kept_settlements(conn)? })
}

/// One district or settlement as it is looked at.
#[derive(Debug, Clone)]
pub struct Look {
    /// Everything that there is and was.
    pub lists: Lists,
    /// How many people live there now.
    pub people: i64,
    /// Its end can be taken back.
    pub is_open_again: bool,
    /// It was added by the centre.
    pub is_added: bool,
}

/// How many people live there.
fn count(conn: &mut Conn, lists: &Lists, which: Which) -> Result<i64> {
    match which {
        Which::District(id) => accounts::count_living(conn, id),
        Which::Settlement(id) => {
            let own = lists.settlement(id).ok_or(Error::NotFound)?;
            let typed = accounts::list_spellings(conn, own.settlement.district)?;
            Ok(typed.iter().filter(|(text, _)| own.is_called(text)).map(|(_, count)| count).sum())
        }
    }
}

/// Looks at a district or settlement.
///
/// # Errors
/// Not found; the database's.
pub fn look_at(conn: &mut Conn, which: Which, today: Day) -> Result<Look> {
    let lists = list(conn)?;
    let is_added = match which {
        Which::District(id) => lists.district(id).ok_or(Error::NotFound)?.term.is_added,
        Which::Settlement(id) => lists.settlement(id).ok_or(Error::NotFound)?.term.is_added,
    };
    let people = count(conn, &lists, which)?;
    let is_open_again = may_take_back(conn, &lists, which, today)?.is_ok();
    Ok(Look { lists, people, is_open_again, is_added })
}

/// Ends a district or settlement. Its people follow by a job; a day to come is waited for.
///
/// # Errors
/// Not found; conflict if something was added at the same moment; the database's.
pub fn end(conn: &mut Conn, ctx: &Ctx, end: &End, today: Day) -> Result<Changed> {
    let lists = list(conn)?;
    let people = count(conn, &lists, end.which)?;
    if let Err(refused) = check(&lists, end, (today, people)) {
        return Ok(Changed::No(refused));
    }
    let last = end.on.minus_days(1);
    let (done, successor) = match (end.which, end.goes) {
        (Which::District(id), goes) => {
            let into = if let Goes::District(into) = goes { Some(into) } else { None };
            for one in lists.of(id).filter(|one| one.term.last.is_none()) {
                let next = into.map(|into| take_in(conn, ctx, (&lists, one), (into, end.on))).transpose()?;
                places::set_settlement_end(conn, one.settlement.id, last, next)?;
            }
            (places::set_district_end(conn, id, last, into)?, into.map(Which::District))
        }
        (Which::Settlement(id), goes) => {
            let own = lists.settlement(id).ok_or(Error::NotFound)?;
            let next = match goes {
                Goes::Nowhere => None,
                Goes::Settlement(next) => Some(next),
                Goes::District(into) => Some(take_in(conn, ctx, (&lists, own), (into, end.on))?),
            };
            (places::set_settlement_end(conn, id, last, next)?, next.map(Which::Settlement))
        }
    };
    if !done {
        return Err(Error::Conflict);
    }
    let into = match successor {
        Some(Which::District(id)) => Some(id.0),
        Some(Which::Settlement(id)) => Some(id.0),
        None => None,
    };
    let action = if end.is_move() { "place moved" } else { "place ended" };
    record(conn, ctx, end.which, (action, json!({ "day": end.on, "into": into, "count": people })))?;
    if end.on <= today {
        enqueue(conn, ctx, &NewJob { kind: CARRY, key: None, payload: String::new(), run_at: ctx.now })?;
    }
    Ok(Changed::Yes(end.which))
}

/// The settlement of another district that this one becomes: the one of the same name there, or a new one.
fn take_in(
    conn: &mut Conn,
    ctx: &Ctx,
    (lists, one): (&Lists, &KeptSettlement),
    (into, on): (DistrictId, Day),
) -> Result<SettlementId> {
    if let Some(same) = lists.same(into, one) {
        let own = &same.settlement;
        let names = Lang::ALL.map(|lang| own.name.get(lang).to_owned());
        let spellings = same.spellings().into_iter().chain(one.spellings()).collect();
        places::set_settlement_names(conn, own.id, (&own.name, &beside(&names, spellings)))?;
        return Ok(own.id);
    }
    let name = &one.settlement.name;
    let new = places::insert_kept_settlement(conn, into, (name, &one.also), Some(on), ctx.now)?;
    let new = new.ok_or(Error::Conflict)?;
    record_added(conn, ctx, Which::Settlement(new), (name, on, Some(into)))?;
    Ok(new)
}

/// Whether an end can be taken back: it is still to come, or nobody lived there.
fn may_take_back(conn: &mut Conn, lists: &Lists, which: Which, today: Day) -> Result<Result<(), Refused>> {
    let used = |is_so: bool| if is_so { Err(Refused::Used) } else { Ok(()) };
    match which {
        Which::District(id) => {
            let own = lists.district(id).ok_or(Error::NotFound)?;
            let Some(day) = own.term.end() else { return Ok(Err(Refused::Ended)) };
            let is_taken =
                lists.districts.iter().any(|one| one.term.last.is_none() && one.district.name == own.district.name);
            if is_taken {
                return Ok(Err(Refused::NameTaken));
            }
            Ok(used(day <= today && accounts::is_anybodys(conn, id)?))
        }
        Which::Settlement(id) => {
            let own = lists.settlement(id).ok_or(Error::NotFound)?;
            let Some(day) = own.term.end() else { return Ok(Err(Refused::Ended)) };
            let district = own.settlement.district;
            if lists.district(district).is_none_or(|district| district.term.last.is_some()) {
                return Ok(Err(Refused::Planned));
            }
            if lists.same(district, own).is_some() {
                return Ok(Err(Refused::NameTaken));
            }
            let before = accounts::list_former_spellings(conn, district, day.minus_days(1))?;
            Ok(used(day <= today && before.iter().any(|text| own.is_called(text))))
        }
    }
}

/// Takes an end back.
///
/// # Errors
/// Not found; the database's.
pub fn take_back(conn: &mut Conn, ctx: &Ctx, which: Which, today: Day) -> Result<Changed> {
    let lists = list(conn)?;
    match may_take_back(conn, &lists, which, today)? {
        Err(Refused::Ended) => return Ok(Changed::AlreadySo),
        Err(refused) => return Ok(Changed::No(refused)),
        Ok(()) => {}
    }
    match which {
        Which::District(id) => {
            let term = lists.district(id).ok_or(Error::NotFound)?.term;
            let along = lists.of(id).filter(|one| one.term.last == term.last);
            for one in along {
                let next = one.term.successor.and_then(|next| lists.settlement(next));
                if next.map(|next| next.settlement.district) == term.successor {
                    reopen(conn, ctx, &lists, one)?;
                }
            }
            places::set_district_open(conn, id)?;
        }
        Which::Settlement(id) => reopen(conn, ctx, &lists, lists.settlement(id).ok_or(Error::NotFound)?)?,
    }
    record(conn, ctx, which, ("place end taken back", serde_json::Value::Null))?;
    Ok(Changed::Yes(which))
}

/// Opens a settlement again; the one that it was to become goes if it was made for that, and the log keeps its name.
fn reopen(conn: &mut Conn, ctx: &Ctx, lists: &Lists, one: &KeptSettlement) -> Result<()> {
    places::set_settlement_open(conn, one.settlement.id)?;
    let next = one.term.successor.and_then(|next| lists.settlement(next));
    let Some(next) = next.filter(|next| next.term.is_added && next.term.from == one.term.end()) else { return Ok(()) };
    let is_others = lists
        .settlements
        .iter()
        .any(|other| other.settlement.id != one.settlement.id && other.term.successor == Some(next.settlement.id));
    if next.settlement.district != one.settlement.district && next.term.last.is_none() && !is_others {
        places::delete_settlement(conn, next.settlement.id)?;
        record_removed(conn, ctx, Which::Settlement(next.settlement.id), &next.settlement.name)?;
    }
    Ok(())
}
