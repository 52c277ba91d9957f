//! The consent of parents, on paper: noted when the form comes and when it is withdrawn. Rows are only added.
//!
//! Which ages need it is the front office's decision (brief, D10), and a lawyer has still to confirm it:
//! `docs/legal-review.md`.

use chrono_tz::Tz;

use super::make::cared_for;
use super::model::{ParentalEvent, ParentalNote, ParentalState};
use super::store::parental;
use super::{Person, audit, store};
use crate::db::Conn;
use crate::kernel::ids::PersonId;
use crate::kernel::{Ctx, Result};

/// What became of a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Noted {
    /// It is written down.
    Yes,
    /// It was so already, as after a second click.
    AlreadySo,
    /// Nothing is written down: the day lies before that of what was noted last.
    TooEarly,
}

/// Somebody as those who care for them see them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaredFor {
    /// The person.
    pub person: Person,
    /// What was noted of the parents' consent, the newest first.
    pub parental: Vec<ParentalEvent>,
    /// The names of those who noted it.
    pub names: Vec<(PersonId, String)>,
}

impl CaredFor {
    /// Whether the parents agree.
    pub fn parental_state(&self) -> ParentalState {
        self.parental.first().map_or(ParentalState::Missing, ParentalEvent::state)
    }
}

/// Notes that the form came or that the consent was withdrawn.
///
/// # Errors
/// Not found; forbidden unless the one who acts may care for the person; conflict if somebody noted something at the
/// same moment; the database's.
pub fn note_parental(conn: &mut Conn, ctx: &Ctx, (person, zone): (PersonId, Tz), note: &ParentalNote) -> Result<Noted> {
    cared_for(conn, ctx, person)?;
    let history = parental::list_events(conn, person)?;
    let is_so = match (history.first().map(|event| &event.note), note) {
        (Some(last), ParentalNote::Received { .. }) => last == note,
        (last, ParentalNote::Withdrawn { .. }) => !matches!(last, Some(ParentalNote::Received { .. })),
        (None, ParentalNote::Received { .. }) => false,
    };
    if is_so {
        return Ok(Noted::AlreadySo);
    }
    // An old paper does not bring back what was withdrawn after it, and nothing is withdrawn before it was given.
    let last = history.first().map(|event| event.day(zone));
    if let (Some(on), Some(last)) = (note.on(), last)
        && on < last
    {
        return Ok(Noted::TooEarly);
    }
    let number = history.first().map_or(1, |event| event.number + 1);
    parental::insert_event(conn, ctx, (person, number), note)?;
    let action = match note {
        ParentalNote::Received { .. } => "parental consent received",
        ParentalNote::Withdrawn { .. } => "parental consent withdrawn",
    };
    let details = serde_json::Value::Null;
    audit::record(conn, ctx, &audit::Entry { action, subject: "person", subject_id: Some(person.0), details })?;
    Ok(Noted::Yes)
}

/// Which events of one account hold after those of another account of the same person, the oldest first in both.
///
/// What counts is the day on the paper, not when somebody wrote it down: an older paper brings nothing back that was
/// withdrawn after it, in whichever account that was noted. Of one day the later note holds.
pub(super) fn following<'a>(kept: &[ParentalEvent], moving: &'a [ParentalEvent], zone: Tz) -> Vec<&'a ParentalEvent> {
    let rank = |event: &ParentalEvent| (event.day(zone), event.at);
    let last = kept.last().map(rank);
    moving.iter().skip_while(|event| last.is_some_and(|last| rank(event) <= last)).collect()
}

/// Reads somebody whom the one who asks may care for.
///
/// # Errors
/// Not found; forbidden; the database's.
pub fn find_cared_for(conn: &mut Conn, ctx: &Ctx, person: PersonId) -> Result<CaredFor> {
    let person = cared_for(conn, ctx, person)?;
    care_of(conn, person)
}

/// What the staff see of somebody who was looked up already.
///
/// # Errors
/// The database's.
pub fn care_of(conn: &mut Conn, person: Person) -> Result<CaredFor> {
    let parental = parental::list_events(conn, person.id)?;
    let noted: Vec<PersonId> = parental.iter().filter_map(|event| event.by).collect();
    let names = store::list_names(conn, &noted)?;
    Ok(CaredFor { person, parental, names })
}

/// Whether the parents of these people agree, for lists; who is left out has no consent noted.
///
/// # Errors
/// The database's.
pub fn list_parental_states(conn: &mut Conn, people: &[PersonId]) -> Result<Vec<(PersonId, ParentalState)>> {
    parental::list_states(conn, people)
}
