//! The queries of parents' consent.

use diesel::prelude::*;

use crate::accounts::model::{ParentalEvent, ParentalNote, ParentalState};
use crate::db::Conn;
use crate::db::schema::parental_consents;
use crate::kernel::ids::PersonId;
use crate::kernel::{Ctx, Day, Error, Result, Timestamp};

type EventRow = (i32, String, String, Option<Day>, bool, Timestamp, Option<PersonId>);

fn event((number, state, given_by, on, photos, at, by): EventRow) -> Result<ParentalEvent> {
    let note = match state.as_str() {
        "received" => ParentalNote::Received { given_by, on, photos },
        "withdrawn" => ParentalNote::Withdrawn { given_by, on },
        other => return Err(Error::internal(format!("an unknown state of parents' consent: {other}"))),
    };
    Ok(ParentalEvent { number, note, at, by })
}

/// What was noted of a person, the newest first.
pub(in crate::accounts) fn list_events(conn: &mut Conn, person: PersonId) -> Result<Vec<ParentalEvent>> {
    let rows: Vec<EventRow> = parental_consents::table
        .filter(parental_consents::person_id.eq(person))
        .order(parental_consents::number.desc())
        .select((
            parental_consents::number,
            parental_consents::state,
            parental_consents::given_by,
            parental_consents::signed_on,
            parental_consents::photos,
            parental_consents::at,
            parental_consents::noted_by,
        ))
        .load(conn)?;
    rows.into_iter().map(event).collect()
}

/// Adds an event; the number that it follows on is unique, so two at the same moment meet.
pub(in crate::accounts) fn insert_event(
    conn: &mut Conn,
    ctx: &Ctx,
    (person, number): (PersonId, i32),
    note: &ParentalNote,
) -> Result<()> {
    let photos = matches!(note, ParentalNote::Received { photos: true, .. });
    diesel::insert_into(parental_consents::table)
        .values((
            parental_consents::person_id.eq(person),
            parental_consents::number.eq(number),
            parental_consents::state.eq(note.code()),
            parental_consents::given_by.eq(note.given_by()),
            parental_consents::signed_on.eq(note.on()),
            parental_consents::photos.eq(photos),
            parental_consents::at.eq(ctx.now),
            parental_consents::noted_by.eq(ctx.actor.person()),
        ))
        .execute(conn)?;
    Ok(())
}

/// Gives an event to another account of the same person, under a number of that one.
pub(in crate::accounts) fn move_event(
    conn: &mut Conn,
    (from, number): (PersonId, i32),
    (into, next): (PersonId, i32),
) -> Result<()> {
    let event = parental_consents::table
        .filter(parental_consents::person_id.eq(from))
        .filter(parental_consents::number.eq(number));
    diesel::update(event)
        .set((parental_consents::person_id.eq(into), parental_consents::number.eq(next)))
        .execute(conn)?;
    Ok(())
}

/// The newest state of each of these people of whom something was noted.
pub(in crate::accounts) fn list_states(conn: &mut Conn, people: &[PersonId]) -> Result<Vec<(PersonId, ParentalState)>> {
    let rows: Vec<(PersonId, String, String, bool)> = parental_consents::table
        .filter(parental_consents::person_id.eq_any(people))
        .order(parental_consents::number.desc())
        .select((
            parental_consents::person_id,
            parental_consents::state,
            parental_consents::given_by,
            parental_consents::photos,
        ))
        .load(conn)?;
    let mut newest: Vec<(PersonId, ParentalState)> = Vec::new();
    for (person, state, _, photos) in rows {
        if newest.iter().all(|(known, _)| *known != person) {
            let state = if state == "received" { ParentalState::Received { photos } } else { ParentalState::Withdrawn };
            newest.push((person, state));
        }
    }
    Ok(newest)
}
