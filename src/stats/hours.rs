//! Hours of courses, person by person, in columns that can be agreed with others (`docs/hours.md`). They are those of the
//! transcript: printed on the certificate, or named by the course where no certificate was issued yet.
//!
//! Invariants: a row is a course that somebody completed, or a session at which a trainer confirmed practice, within the
//! period, whatever came later; a
//! coordinator gets rows of the own people alone, and of those only what has a certificate: how far somebody came in a
//! course is not theirs to see.

use std::collections::HashMap;

use super::reports::period::Period;
use super::store::hours as store;
use crate::accounts::audit;
use crate::certificates::transcript::{self, Confirming, session_day};
use crate::certificates::{Certificate, Kind};
use crate::content::library::Shelf;
use crate::db::Conn;
use crate::kernel::ids::{CourseId, OrganisationId, PersonId};
use crate::kernel::{Ctx, Day, Error, Result};

/// People that are read at once.
const AT_ONCE: i64 = 500;

/// Whose hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// Everybody's.
    Everybody,
    /// Those of the people who belong to this organisation now.
    Organisation(OrganisationId),
}

/// A row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hours {
    /// The person's name.
    pub name: String,
    /// The course.
    pub course: CourseId,
    /// Its edition, from 1.
    pub edition: i32,
    /// Theory or practice.
    pub kind: Kind,
    /// How long it takes, in minutes, if anything tells.
    pub minutes: Option<u32>,
    /// The day of completion, or of the session.
    pub on: Day,
    /// The certificate that counts, or that of the session; none if it is not issued yet.
    pub certificate: Option<Certificate>,
}

/// Whose hours of when are asked for.
#[derive(Debug, Clone, Copy)]
pub struct Asked {
    /// Whose.
    pub whose: Whose,
    /// Of when.
    pub period: Period,
    /// The day on which it is asked: what certificates are worth.
    pub today: Day,
    /// The zone of the site's days.
    pub zone: chrono_tz::Tz,
}

impl Asked {
    /// When something can have happened that belongs to the period.
    fn span(&self) -> store::Span {
        let (first, last) = (self.period.first().first(), self.period.last().last());
        ((first.start(self.zone), last.plus_days(1).start(self.zone)), first)
    }
}

/// Of how many people something may be listed.
///
/// # Errors
/// The database's.
pub fn count_people(conn: &mut Conn, asked: &Asked) -> Result<i64> {
    store::count_people(conn, (asked.whose, asked.span()))
}

/// The rows of the next people after one, the last of these people, and how many they are; none if there is nobody more.
///
/// # Errors
/// The database's.
pub fn list_hours_after(
    conn: &mut Conn,
    shelf: &Shelf,
    asked: &Asked,
    after: PersonId,
) -> Result<Option<(Vec<Hours>, PersonId, usize)>> {
    let people = store::list_people_after(conn, (asked.whose, asked.span()), (after, AT_ONCE))?;
    let Some((last, _)) = people.last() else { return Ok(None) };
    Ok(Some((rows_of(conn, shelf, &people, asked)?, *last, people.len())))
}

/// Everything of the period, people by people; none if there are more than so many rows. No more of them are read then.
///
/// # Errors
/// The database's.
pub fn list_hours(conn: &mut Conn, shelf: &Shelf, asked: &Asked, most: usize) -> Result<Option<Vec<Hours>>> {
    let (mut all, mut after) = (Vec::new(), PersonId(0));
    while let Some((rows, last, _)) = list_hours_after(conn, shelf, asked, after)? {
        all.extend(rows);
        if all.len() > most {
            return Ok(None);
        }
        after = last;
    }
    Ok(Some(all))
}

/// The rows of these people, in their order; of each the newest first.
fn rows_of(conn: &mut Conn, shelf: &Shelf, people: &[(PersonId, String)], asked: &Asked) -> Result<Vec<Hours>> {
    let ids: Vec<PersonId> = people.iter().map(|(id, _)| *id).collect();
    let Confirming { counting, earlier, taught } = Confirming::read(conn, &ids, asked.today)?;
    let mut held: HashMap<(PersonId, CourseId, Kind), Certificate> = HashMap::new();
    for certificate in counting {
        if let Some(person) = certificate.person {
            held.insert((person, certificate.course, certificate.kind), certificate);
        }
    }
    let mut found: Vec<(PersonId, Hours)> = Vec::new();
    let nameless = |course, edition, kind, on, certificate| Hours {
        name: String::new(),
        course,
        edition,
        kind,
        minutes: None,
        on,
        certificate,
    };
    for (person, course, edition, at) in store::list_completed(conn, &ids)? {
        let certificate = held.remove(&(person, course, Kind::Theory));
        let edition = certificate.as_ref().and_then(|one| i32::try_from(one.edition).ok()).unwrap_or(edition);
        found.push((person, nameless(course, edition, Kind::Theory, at.day(asked.zone), certificate)));
    }
    for certificate in held.into_values().chain(earlier) {
        let Some(person) = certificate.person else { continue };
        let edition = i32::try_from(certificate.edition).map_err(Error::internal)?;
        let (course, kind, on) =
            (certificate.course, certificate.kind, session_day(taught.get(&certificate.id), &certificate));
        found.push((person, nameless(course, edition, kind, on, Some(certificate))));
    }
    let is_shown = |row: &Hours| asked.whose == Whose::Everybody || row.certificate.is_some();
    found.retain(|(_, row)| asked.period.has(row.on) && is_shown(row));
    for (_, row) in &mut found {
        let printed = row.certificate.as_ref().and_then(|one| taught.get(&one.id)).map(|one| one.minutes);
        let of_course = || transcript::minutes_of_course(shelf, row.course, row.edition);
        row.minutes = printed.or_else(|| (row.kind == Kind::Theory).then(of_course).flatten());
    }
    let written: HashMap<PersonId, &String> = people.iter().map(|(id, name)| (*id, name)).collect();
    found.sort_by_key(|(person, row)| (*person, std::cmp::Reverse(row.on), row.course.0, row.kind.code()));
    let named =
        |(person, row): (PersonId, Hours)| written.get(&person).map(|name| Hours { name: (*name).clone(), ..row });
    Ok(found.into_iter().filter_map(named).collect())
}

/// Notes that hours are taken as a file: of which period, and how many rows, if that is known.
///
/// # Errors
/// The database's.
pub fn note_hours_export(conn: &mut Conn, ctx: &Ctx, whose: Whose, what: (Period, Option<usize>)) -> Result<()> {
    let mut details = serde_json::json!({ "period": what.0.code() });
    if let (Some(count), Some(details)) = (what.1, details.as_object_mut()) {
        details.insert("rows".to_owned(), count.into());
    }
    let (subject, subject_id) = match whose {
        Whose::Everybody => ("register", None),
        Whose::Organisation(id) => ("organisation", Some(id.0)),
    };
    audit::record(conn, ctx, &audit::Entry { action: "hours exported", subject, subject_id, details })
}
