//! What counts of people: small enough that a million of them fit into memory.

use std::collections::HashMap;

use super::period::Month;
use crate::kernel::ids::{CourseId, DistrictId, OrganisationId, SettlementId};
use crate::kernel::{Day, Lang};

/// Where in a course somebody stands: 0 has opened no lesson; then the module of the last lesson, from 1.
pub type Stage = u8;
/// The final test was begun.
pub const FINAL: Stage = 254;
/// The course is completed.
pub const DONE: Stage = 255;

/// For how many months activity is known.
const MONTHS: i32 = 64;

/// Somebody in a course.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Enrolled {
    /// Place of the course in [`Facts::courses`].
    pub course: usize,
    /// When they enrolled.
    pub from: Month,
    /// When they completed it.
    pub completed: Option<Month>,
    /// The months in which they did something there.
    pub active: Active,
    /// Where they stand.
    pub stage: Stage,
}

/// The months in which somebody did something: a bit for each, counted back from the month in which facts were read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Active(u64);

impl Active {
    /// Notes a month; one that is too long ago is not kept.
    pub fn note(&mut self, now: Month, month: Month) {
        let back = now.number() - month.number();
        if (0..MONTHS).contains(&back) {
            self.0 |= 1 << back;
        }
    }

    /// True if there is one from the first to the last of these months.
    pub fn has(self, now: Month, first: Month, last: Month) -> bool {
        let (near, far) = (now.number() - last.number(), now.number() - first.number());
        (near.max(0)..=far.min(MONTHS - 1)).any(|back| self.0 & (1 << back) != 0)
    }
}

/// A time in which a certificate was suspended or revoked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stop {
    /// The first day on which it counted for nothing.
    pub from: Day,
    /// The day on which it was reinstated: it counts again at its end.
    pub until: Option<Day>,
}

/// A certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// Place of the course in [`Facts::courses`].
    pub course: usize,
    /// Practice, not theory.
    pub practical: bool,
    /// When it was issued.
    pub issued: Day,
    /// Its last valid day, if it has one.
    pub expires: Option<Day>,
    /// The first day on which it counts no more, because another one came into its place.
    pub ended: Option<Day>,
    /// When it was suspended or revoked, for the few that ever were: a report of the past tells what was so then.
    pub stops: Option<Box<[Stop]>>,
    /// When it was renewed.
    pub renewed: Option<Day>,
}

impl Held {
    /// True if it holds on a day.
    pub fn is_valid(&self, on: Day) -> bool {
        self.issued <= on && self.expires.is_none_or(|last| on <= last) && !self.is_over(on)
    }

    /// True if it counts for nothing at the end of a day, whatever its last day: suspended, revoked, or another one came
    /// into its place.
    pub fn is_over(&self, on: Day) -> bool {
        let is_stopped = |stop: &Stop| stop.from <= on && stop.until.is_none_or(|day| on < day);
        self.ended.is_some_and(|day| day <= on) || self.stops.as_deref().is_some_and(|all| all.iter().any(is_stopped))
    }
}

/// That somebody belongs to an organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Belongs {
    /// Place of the organisation in [`Facts::organisations`].
    pub organisation: usize,
    /// From this day on.
    pub from: Day,
    /// It ended on this day.
    pub ended: Option<Day>,
}

impl Belongs {
    /// True at the end of a day.
    pub fn holds(&self, on: Day) -> bool {
        self.from <= on && self.ended.is_none_or(|day| on < day)
    }
}

/// Where somebody lives: a settlement of the list, another one, or nothing is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Settlement {
    /// Of the list.
    Listed(SettlementId),
    /// Typed, and not in the list.
    Other,
    /// Not said.
    Unknown,
}

/// A district with one of its settlements.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Place {
    /// The district, if it is known.
    pub district: Option<DistrictId>,
    /// Where in it.
    pub settlement: Settlement,
}

/// Somebody with everything that counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Where they live.
    pub place: Place,
    /// Where they lived until a day, which is the first on which it no longer held; the oldest first.
    pub former: Vec<(Day, Place)>,
    /// In which language they use the site.
    pub lang: Lang,
    /// Year of birth.
    pub birth_year: Option<i32>,
    /// Their courses.
    pub enrolments: Vec<Enrolled>,
    /// Their certificates.
    pub certificates: Vec<Held>,
    /// Their organisations.
    pub memberships: Vec<Belongs>,
}

/// One person in [`Facts`], with the ends of their parts of the long lists.
#[derive(Debug, Clone, Copy)]
struct Row {
    place: u32,
    lang: Lang,
    birth_year: Option<i16>,
    ends: [u32; 3],
}

/// Somebody as they are counted.
#[derive(Debug, Clone, Copy)]
pub struct Who<'a> {
    /// Place of where they live in [`Facts::places`].
    pub place: usize,
    /// In which language they use the site.
    pub lang: Lang,
    /// Year of birth.
    pub birth_year: Option<i32>,
    /// Their courses.
    pub enrolments: &'a [Enrolled],
    /// Their certificates.
    pub certificates: &'a [Held],
    /// Their organisations.
    pub memberships: &'a [Belongs],
}

/// Everybody who ever enrolled or got a certificate.
#[derive(Debug)]
pub struct Facts {
    /// The month in which they were read.
    pub now: Month,
    /// The day on which they were read: what comes after it has not happened.
    pub day: Day,
    /// The courses that somebody is in.
    pub courses: Vec<CourseId>,
    /// The organisations that somebody belongs to.
    pub organisations: Vec<OrganisationId>,
    /// Where people live.
    pub places: Vec<Place>,
    known: HashMap<Place, u32>,
    people: Vec<Row>,
    /// Former places of few of the people: whose, until when, and which, in the order of people and days.
    former: Vec<(usize, Day, u32)>,
    enrolments: Vec<Enrolled>,
    certificates: Vec<Held>,
    memberships: Vec<Belongs>,
}

impl Facts {
    /// Nobody, in this month.
    pub fn new(day: Day) -> Self {
        Self {
            now: Month::of(day),
            day,
            courses: Vec::new(),
            organisations: Vec::new(),
            places: Vec::new(),
            known: HashMap::new(),
            people: Vec::new(),
            former: Vec::new(),
            enrolments: Vec::new(),
            certificates: Vec::new(),
            memberships: Vec::new(),
        }
    }

    /// The place of a course in the list.
    pub fn course(&mut self, id: CourseId) -> usize {
        place_in(&mut self.courses, id)
    }

    /// The place of an organisation in the list.
    pub fn organisation(&mut self, id: OrganisationId) -> usize {
        place_in(&mut self.organisations, id)
    }

    fn place(&mut self, place: Place) -> u32 {
        let next = u32::try_from(self.places.len()).unwrap_or(u32::MAX);
        *self.known.entry(place).or_insert_with(|| {
            self.places.push(place);
            next
        })
    }

    /// Adds somebody. Who neither enrolled nor holds anything does not count.
    pub fn add(&mut self, person: &Person) {
        if person.enrolments.is_empty() && person.certificates.is_empty() {
            return;
        }
        let place = self.place(person.place);
        for (until, former) in &person.former {
            let former = self.place(*former);
            self.former.push((self.people.len(), *until, former));
        }
        self.enrolments.extend_from_slice(&person.enrolments);
        self.certificates.extend_from_slice(&person.certificates);
        self.memberships.extend_from_slice(&person.memberships);
        let end = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        self.people.push(Row {
            place,
            lang: person.lang,
            birth_year: person.birth_year.and_then(|year| i16::try_from(year).ok()),
            ends: [end(self.enrolments.len()), end(self.certificates.len()), end(self.memberships.len())],
        });
    }

    /// How much there is to count.
    pub const fn len(&self) -> usize {
        self.people.len() + self.enrolments.len() + self.certificates.len()
    }

    /// True if there is nobody.
    pub const fn is_empty(&self) -> bool {
        self.people.is_empty()
    }

    /// Everybody, one after another, each with the place where they lived at the end of a day.
    pub fn people(&self, on: Day) -> impl Iterator<Item = Who<'_>> {
        let (mut before, mut former) = ([0; 3], self.former.as_slice());
        self.people.iter().enumerate().map(move |(number, row)| {
            let [enrolments, certificates, memberships] = row.ends;
            let own = former.iter().take_while(|(whose, ..)| *whose == number).count();
            let (own, rest) = former.split_at(own);
            former = rest;
            let place = own.iter().find(|(_, until, _)| *until > on).map_or(row.place, |(.., place)| *place);
            let who = Who {
                place: place as usize,
                lang: row.lang,
                birth_year: row.birth_year.map(i32::from),
                enrolments: part(&self.enrolments, before[0], enrolments),
                certificates: part(&self.certificates, before[1], certificates),
                memberships: part(&self.memberships, before[2], memberships),
            };
            before = row.ends;
            who
        })
    }
}

fn part<T>(list: &[T], from: u32, to: u32) -> &[T] {
    list.get(from as usize..to as usize).unwrap_or_default()
}

fn place_in<T: PartialEq + Copy>(list: &mut Vec<T>, id: T) -> usize {
    list.iter().position(|known| *known == id).unwrap_or_else(|| {
        list.push(id);
        list.len() - 1
    })
}
