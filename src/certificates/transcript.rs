//! What one person has learnt, in one list: courses completed online and skills seen in person, with hours, days and the
//! certificates that confirm them. The transcript, the page that shows it to others and programs all tell this.
//!
//! Hours are never added up from lessons or guessed: they are those printed on the certificate, or where none was issued
//! yet, those that the course names. Practice is seen again at a later session: then each of the two was held and counts on
//! its own day, though one certificate has taken the place of the other.

use std::collections::{HashMap, HashSet};

use super::data::Kind;
use super::model::{Certificate, Taught};
use super::register;
use crate::accounts;
use crate::content::library::Shelf;
use crate::db::Conn;
use crate::kernel::ids::{CertificateId, CourseId, PersonId};
use crate::kernel::{Day, Error, Lang, Result, Timestamp};
use crate::learning;

/// A course, as far as somebody learnt it: its theory, or its practice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Learned {
    /// The course.
    pub course: CourseId,
    /// Its edition, from 1.
    pub edition: i32,
    /// What was learnt of it.
    pub kind: Kind,
    /// How long it takes, in minutes; none if neither certificate nor course tells.
    pub minutes: Option<u32>,
    /// The day: of completion for theory, of issue where that is not known, of the session for practice.
    pub on: Day,
    /// When the course was completed, if it was here.
    pub completed_at: Option<Timestamp>,
    /// The certificate that counts; none while it is not issued yet.
    pub certificate: Option<Certificate>,
}

/// Everything that a transcript says of one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transcript {
    /// The name as on the newest certificate that is neither revoked nor suspended, or as the account has it where there is none.
    pub name: String,
    /// What was learnt, the newest first.
    pub learned: Vec<Learned>,
}

impl Learned {
    /// What it is called in a language: as a certificate in this language calls it.
    pub fn title<'a>(&'a self, courses: &'a Shelf, lang: Lang) -> &'a str {
        let printed = self.certificate.as_ref();
        if let Some(certificate) = printed.filter(|certificate| certificate.language == lang) {
            return &certificate.course_title;
        }
        let published = courses.edition(self.course, self.edition).or_else(|| courses.course_by_id(self.course));
        match (published, printed) {
            (Some(published), _) if self.kind == Kind::Theory => published.course.certificate.title.get(lang),
            (Some(published), _) => published.course.title.get(lang),
            (None, Some(certificate)) => &certificate.course_title,
            (None, None) => "",
        }
    }

    /// False if the certificate was withdrawn or suspended: then its hours count for nothing.
    pub fn counts(&self) -> bool {
        self.certificate.as_ref().is_none_or(|certificate| !certificate.is_stopped())
    }
}

impl Transcript {
    /// What was learnt of this kind, the newest first.
    pub fn of_kind(&self, kind: Kind) -> impl Iterator<Item = &Learned> {
        self.learned.iter().filter(move |one| one.kind == kind)
    }
}

/// The certificates that confirm hours of some people.
#[derive(Debug)]
pub struct Confirming {
    /// Those that count for them on a day ([`register::list_counting_of`]).
    pub counting: Vec<Certificate>,
    /// Practice at earlier sessions, each on a day of its own.
    pub earlier: Vec<Certificate>,
    /// What all of them print.
    pub taught: HashMap<CertificateId, Taught>,
}

impl Confirming {
    /// Reads them, for a day.
    ///
    /// # Errors
    /// The database's.
    pub fn read(conn: &mut Conn, people: &[PersonId], today: Day) -> Result<Self> {
        let counting = register::list_counting_of(conn, people, today)?;
        let mut earlier = register::list_given_way(conn, people)?;
        let mut taught = register::list_taught(conn, &counting)?;
        taught.extend(register::list_taught(conn, &earlier)?);
        // A session of which two certificates tell, as after two accounts became one, was held once.
        let session = |one: &Certificate| (one.person, one.course, session_day(taught.get(&one.id), one));
        let practice = counting.iter().filter(|one| one.kind == Kind::Practical && !one.is_stopped());
        let mut told: HashSet<_> = practice.map(session).collect();
        earlier.retain(|one| told.insert(session(one)));
        Ok(Self { counting, earlier, taught })
    }
}

/// The day of the session that a certificate names; of issue, if it names none.
pub fn session_day(taught: Option<&Taught>, certificate: &Certificate) -> Day {
    taught.and_then(|one| one.held_on).unwrap_or(certificate.issued_on)
}

/// Reads the transcript of a person, of a day.
///
/// # Errors
/// Not found if there is no such account; the database's.
pub fn read(
    conn: &mut Conn,
    shelf: &Shelf,
    (person, today, zone): (PersonId, Day, chrono_tz::Tz),
) -> Result<Transcript> {
    let found = accounts::find_person(conn, person)?.ok_or(Error::NotFound)?;
    let Confirming { counting: mut held, earlier, taught } = Confirming::read(conn, &[person], today)?;
    held.sort_by_key(|certificate| std::cmp::Reverse(certificate.id));
    let newest = held.iter().find(|certificate| !certificate.is_stopped());
    let name = newest.map_or(found.name, |newest| newest.holder.clone());
    let mut learned = Vec::new();
    for enrolment in learning::list_enrolments(conn, person)? {
        let Some(at) = enrolment.completed_at else { continue };
        let confirms = |one: &Certificate| one.kind == Kind::Theory && one.course == enrolment.course;
        let certificate = held.iter().position(confirms).map(|place| held.remove(place));
        let printed = certificate.as_ref().and_then(|one| taught.get(&one.id)).map(|one| one.minutes);
        let edition = certificate.as_ref().and_then(|one| i32::try_from(one.edition).ok()).unwrap_or(enrolment.edition);
        learned.push(Learned {
            course: enrolment.course,
            edition,
            kind: Kind::Theory,
            minutes: printed.or_else(|| minutes_of_course(shelf, enrolment.course, edition)),
            on: at.day(zone),
            completed_at: Some(at),
            certificate,
        });
    }
    // Practice, and certificates of courses that were not taken here.
    for certificate in held.into_iter().chain(earlier) {
        learned.push(Learned {
            course: certificate.course,
            edition: i32::try_from(certificate.edition).map_err(Error::internal)?,
            kind: certificate.kind,
            minutes: taught.get(&certificate.id).map(|one| one.minutes),
            on: session_day(taught.get(&certificate.id), &certificate),
            completed_at: None,
            certificate: Some(certificate),
        });
    }
    learned.sort_by(|a, b| b.on.cmp(&a.on).then_with(|| b.course.0.cmp(&a.course.0)));
    Ok(Transcript { name, learned })
}

/// How long a course takes by its own word, in minutes.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a few hours, checked by the course format"
)]
pub fn minutes_of_course(shelf: &Shelf, course: CourseId, edition: i32) -> Option<u32> {
    let published = shelf.edition(course, edition)?;
    Some((published.course.hours * 60.0).round().max(0.0) as u32)
}

/// Hours of minutes, to the hundredth.
pub fn hours(minutes: u32) -> f64 {
    (f64::from(minutes) / 60.0 * 100.0).round() / 100.0
}
