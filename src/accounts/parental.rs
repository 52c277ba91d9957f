//! The consent of parents, on paper: noted when the form comes, when it is withdrawn, and when the day of either was mistyped.
//! Rows are only added; which of them hold says [`super::parental_days`].
//!
//! Which ages need it is the front office's decision (brief, D10), and a lawyer has still to confirm it:
//! `docs/legal-review.md`.

use chrono_tz::Tz;

use super::export::list_own_accounts;
use super::make::cared_for;
use super::model::{ParentalEvent, ParentalNote, ParentalState};
use super::parental_days::{self, Fit, Misfit};
use super::store::parental;
use super::{Person, audit, store};
use crate::db::Conn;
use crate::kernel::ids::PersonId;
use crate::kernel::{Ctx, Day, Result};

/// What somebody means by a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meant {
    /// The form came, or the consent was withdrawn.
    New,
    /// What holds, a form or a withdrawal as the note is one, was noted wrong.
    Correction,
}

/// What became of a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Noted {
    /// It is written down.
    Yes,
    /// It was so already, as after a second click.
    AlreadySo,
    /// Nothing is written down: the day on which it was withdrawn lies before that of the paper.
    TooEarly,
    /// Nothing is written down: the consent was withdrawn on the day of the paper or later, in this account or in one that
    /// was merged into it.
    WithdrawnSince,
    /// Nothing is written down: the withdrawal is to be moved to before another one, which may be noted in an account that
    /// was merged into this one.
    WithdrawnLater,
    /// Nothing is written down: it was meant to correct what does not hold any more, and a correction notes nothing else.
    Outdated,
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

    /// The numbers of the notes whose day was corrected.
    pub fn corrected(&self, zone: Tz) -> Vec<i32> {
        let oldest_first: Vec<ParentalEvent> = self.parental.iter().rev().cloned().collect();
        parental_days::corrected(&oldest_first, zone)
    }
}

/// Notes that the form came, that the consent was withdrawn, or on which day either was after all.
///
/// # Errors
/// Not found; forbidden unless the one who acts may care for the person; conflict if somebody noted something at the
/// same moment; the database's.
pub fn note_parental(
    conn: &mut Conn,
    ctx: &Ctx,
    (person, zone): (PersonId, Tz),
    (note, meant): (&ParentalNote, Meant),
) -> Result<Noted> {
    cared_for(conn, ctx, person)?;
    let mut history = parental::list_events(conn, person)?;
    history.reverse();
    let last = history.last();
    if meant == Meant::Correction && last.is_none_or(|event| event.note.code() != note.code()) {
        return Ok(Noted::Outdated);
    }
    let was_withdrawn = last.is_some_and(|event| !event.is_received());
    let is_so = match note {
        ParentalNote::Received { .. } => last.is_some_and(|event| event.note == *note),
        ParentalNote::Withdrawn { on, .. } if was_withdrawn => {
            // Of two who note one withdrawal the earlier day holds; only a correction moves it to a later one.
            let holds = |day: Day, on: Day| day == on || (meant == Meant::New && day < on);
            last.zip(*on).is_none_or(|(event, on)| holds(event.day(zone), on))
        }
        ParentalNote::Withdrawn { .. } => last.is_none(),
    };
    if is_so {
        return Ok(Noted::AlreadySo);
    }
    let fit = match parental_days::fit(&history, &left_in_merged(conn, person)?, note, zone) {
        Ok(fit) => fit,
        Err(Misfit::BeforeLast) => return Ok(Noted::TooEarly),
        Err(Misfit::Withdrawn) => return Ok(Noted::WithdrawnSince),
        Err(Misfit::WithdrawnLater) => return Ok(Noted::WithdrawnLater),
    };
    let number = history.last().map_or(1, |event| event.number + 1);
    parental::insert_event(conn, ctx, (person, number), note)?;
    let action = match (note, fit) {
        (ParentalNote::Received { .. }, Fit::Follows) => "parental consent received",
        (ParentalNote::Received { .. }, Fit::Corrects) => "parental consent corrected",
        // With a later day too: it was withdrawn before.
        (ParentalNote::Withdrawn { .. }, _) if was_withdrawn => "parental withdrawal corrected",
        (ParentalNote::Withdrawn { .. }, _) => "parental consent withdrawn",
    };
    let details = serde_json::Value::Null;
    audit::record(conn, ctx, &audit::Entry { action, subject: "person", subject_id: Some(person.0), details })?;
    Ok(Noted::Yes)
}

/// What was noted of accounts that were merged into this one and stayed there, the oldest first in each.
fn left_in_merged(conn: &mut Conn, person: PersonId) -> Result<Vec<Vec<ParentalEvent>>> {
    let mut left = Vec::new();
    for account in list_own_accounts(conn, person)?.into_iter().filter(|account| *account != person) {
        let mut events = parental::list_events(conn, account)?;
        events.reverse();
        left.push(events);
    }
    Ok(left)
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
