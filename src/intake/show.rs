//! What the page of a list shows, a part at a time.

use std::collections::{BTreeMap, BTreeSet};

use super::model::{Line, List};
use super::store;
use crate::accounts::{self, CardStanding, MadeRow};
use crate::db::Conn;
use crate::kernel::ids::{ListId, PersonId};
use crate::kernel::{Result, Timestamp};
use crate::organisations;

/// Somebody who was made, as the page of the list shows them.
#[derive(Debug, Clone)]
pub struct MadePerson {
    /// The account.
    pub row: MadeRow,
    /// Was not put into the organisation of the list, because it was closed meanwhile.
    pub is_outside: bool,
}

/// People whose cards are made at once. They are the same on every day: whoever has signed in keeps the place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CardPart {
    /// Its number, from 0.
    pub number: i32,
    /// The first place.
    pub from: i32,
    /// The last place.
    pub to: i32,
    /// How many of them have not signed in yet.
    pub waiting: i64,
    /// When the newest card of one of them was made.
    pub made_at: Option<Timestamp>,
}

/// A confirmed list whose people are made.
#[derive(Debug, Clone)]
pub struct Finished {
    /// A part of those who were made.
    pub people: Vec<MadePerson>,
    /// A part of the lines of which nobody was made.
    pub left: Vec<Line>,
    /// How many were made, and of how many lines nobody was.
    pub totals: (i64, i64),
    /// Cards that can be made.
    pub parts: Vec<CardPart>,
    /// How many are not in the organisation of the list.
    pub outside: usize,
}

/// How many people of a list were made, and of how many of its lines nobody was.
///
/// # Errors
/// The database's.
pub fn count_people(conn: &mut Conn, id: ListId) -> Result<(i64, i64)> {
    store::count_people(conn, id)
}

/// A list whose people are made, with the parts that are asked for; cards are made so many at once.
///
/// # Errors
/// The database's.
pub fn find_finished(
    conn: &mut Conn,
    list: &List,
    (made, left): ((i64, i64), (i64, i64)),
    at_once: usize,
) -> Result<Finished> {
    let totals = store::count_people(conn, list.id)?;
    let outside = list_outside(conn, list)?;
    let ids = store::list_made(conn, list.id, made)?;
    let rows = accounts::list_made_names(conn, &ids)?;
    let row = |id: &PersonId| rows.iter().find(|row| row.person.id == *id).cloned();
    let people = ids.iter().filter_map(row).map(|row| {
        let is_outside = outside.contains(&row.person.id);
        MadePerson { row, is_outside }
    });
    Ok(Finished {
        people: people.collect(),
        left: store::list_left(conn, list.id, left)?,
        totals,
        parts: list_parts(conn, list.id, at_once)?,
        outside: outside.len(),
    })
}

/// Those who were made and never were in the organisation of the list.
fn list_outside(conn: &mut Conn, list: &List) -> Result<BTreeSet<PersonId>> {
    let Some(organisation) = list.organisation else { return Ok(BTreeSet::new()) };
    let made = store::list_made(conn, list.id, (0, i64::from(i32::MAX)))?;
    let mut outside: BTreeSet<PersonId> = made.iter().copied().collect();
    for person in organisations::list_ever(conn, organisation, &made)? {
        outside.remove(&person);
    }
    Ok(outside)
}

fn list_parts(conn: &mut Conn, id: ListId, at_once: usize) -> Result<Vec<CardPart>> {
    let places = store::list_card_places(conn, id)?;
    let ids: Vec<PersonId> = places.iter().map(|(_, person)| *person).collect();
    let standings: BTreeMap<PersonId, CardStanding> =
        accounts::list_card_standings(conn, &ids)?.into_iter().map(|one| (one.person, one)).collect();
    let size = i32::try_from(at_once).unwrap_or(i32::MAX);
    let last = places.last().map_or(0, |(place, _)| *place);
    let mut parts: Vec<CardPart> = Vec::new();
    for (place, person) in places {
        let Some(standing) = standings.get(&person) else { continue };
        let number = (place - 1) / size;
        if parts.last().is_none_or(|part| part.number != number) {
            let to = last.min((number + 1) * size);
            parts.push(CardPart { number, from: number * size + 1, to, waiting: 0, made_at: None });
        }
        if let Some(part) = parts.last_mut() {
            part.waiting += i64::from(standing.is_waiting);
            part.made_at = part.made_at.max(standing.made_at);
        }
    }
    Ok(parts)
}

/// The people of one part of the cards of a list whose people are made, in their order; `None` for a list that waits.
///
/// # Errors
/// The database's.
pub fn list_part(conn: &mut Conn, id: ListId, (number, at_once): (i32, usize)) -> Result<Option<Vec<PersonId>>> {
    if store::find_list(conn, id)?.is_none_or(|list| list.ended_at.is_none()) {
        return Ok(None);
    }
    let size = i32::try_from(at_once).unwrap_or(i32::MAX);
    let places = store::list_card_places(conn, id)?.into_iter();
    Ok(Some(places.filter(|(place, _)| (place - 1) / size == number).map(|(_, person)| person).collect()))
}
