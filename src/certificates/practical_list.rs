//! Whom a list from a session means: each row of a spreadsheet is one person with an account, or a mistake that is told.
//!
//! A cell may be an e-mail, a sign-in name, the number of a certificate, a name or a part of one, a year of birth. A name alone
//! is enough if exactly one account has it (and the year, if one is given); a name beside an e-mail or a number must be that
//! person's, and two of these must be of one person. A patronymic more or less makes no other name.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::data::Kind;
use super::model::Certificate;
use super::number::CertificateNumber;
use super::pdf::unprintable_letter;
use super::practical::{follows, is_put_aside_early};
use super::practical_known::{Cells, Known};
use super::store;
use crate::accounts::Person;
use crate::db::Conn;
use crate::kernel::ids::{CertificateId, CourseId, PersonId};
use crate::kernel::text::fold;
use crate::kernel::{Day, Result};

/// The most rows of a list.
pub const MOST: usize = 300;

/// A row of a list.
#[derive(Debug, Clone)]
pub struct Row {
    /// Its number, from 1.
    pub line: usize,
    /// As it was typed.
    pub typed: String,
    /// Who it is, or why it is nobody.
    pub found: Result<Ready, Mistake>,
}

/// What a session gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Given {
    /// The course.
    pub course: CourseId,
    /// The day of the session.
    pub held_on: Day,
    /// The last valid day of the certificates, if they have one.
    pub expires_on: Option<Day>,
    /// Whether one may take the place of one that holds longer.
    pub may_shorten: bool,
}

/// Somebody who will get a certificate.
#[derive(Debug, Clone)]
pub struct Ready {
    /// Who.
    pub person: Person,
    /// The certificate whose place the new one takes, or which was revoked and stays so.
    pub before: Option<Certificate>,
    /// Whether the theory of the course is completed by a certificate that counts.
    pub has_theory: bool,
}

/// Why a row gives no certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mistake {
    /// Nobody is found.
    Nobody,
    /// Several people have this name.
    Several,
    /// The e-mail or the number is that of somebody with another name, this one.
    OtherName(String),
    /// Nobody has confirmed the e-mail: anybody may have signed up with it.
    Unconfirmed,
    /// The same person stands in an earlier row, this one.
    Twice(usize),
    /// There is a certificate from that day or later, this one.
    HasOne(CertificateNumber),
    /// The certificate that is there holds longer, until this day or for ever, and nobody said that it shall be put aside.
    Longer(CertificateNumber, Option<Day>),
    /// The certificate that is there is suspended: that is to be decided first.
    Suspended(CertificateNumber),
    /// The account is closed.
    Closed,
    /// The name has a letter that certificates cannot print.
    Letter(char),
}

pub use super::practical_known::ACCOUNT;

/// Words that stand over columns and name nobody.
const HEADINGS: [&str; 14] = [
    "name",
    "full name",
    "e-mail",
    "email",
    "number",
    "аты-жөні",
    "аты",
    "тегі",
    "нөмірі",
    "фио",
    "имя",
    "фамилия",
    "почта",
    "номер",
];

/// Reads a list: a row on each line, cells between tabs, semicolons or commas.
///
/// # Errors
/// The database's.
pub fn resolve(conn: &mut Conn, given: Given, text: &str) -> Result<Vec<Row>> {
    let mut lines: Vec<(usize, Vec<&str>)> = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let cells: Vec<&str> = line.split(['\t', ';', ',']).map(str::trim).filter(|cell| !cell.is_empty()).collect();
        if cells.is_empty() || lines.is_empty() && is_heading(&cells) {
            continue;
        }
        lines.push((at + 1, cells));
    }
    let cells: Vec<Cells<'_>> = lines.iter().map(|(_, cells)| Cells::of(cells)).collect();
    let known = Known::read(conn, &cells)?;
    let named = lines.iter().zip(&cells).map(|((line, typed), cells)| (*line, typed.join(" · "), known.find(cells)));
    let rows: Vec<(usize, String, Result<Person, Mistake>)> = named.collect();
    let ids: Vec<PersonId> = rows.iter().filter_map(|(.., found)| found.as_ref().ok()).map(|one| one.id).collect();
    let held = Held::read(conn, given.course, &ids)?;
    let mut seen: BTreeMap<PersonId, usize> = BTreeMap::new();
    let judged = |(line, typed, found): (usize, String, Result<Person, Mistake>)| {
        let found = found.and_then(|person| {
            let first = *seen.entry(person.id).or_insert(line);
            if first == line { judge(person, &held, given) } else { Err(Mistake::Twice(first)) }
        });
        Row { line, typed, found }
    };
    Ok(rows.into_iter().map(judged).collect())
}

fn is_heading(cells: &[&str]) -> bool {
    let known: BTreeSet<String> = HEADINGS.iter().map(|word| fold(word)).collect();
    cells.iter().any(|cell| known.contains(&fold(cell)))
}

/// What people hold of the course.
struct Held {
    certificates: HashMap<PersonId, Vec<Certificate>>,
    /// The days of their sessions.
    sessions: HashMap<CertificateId, Day>,
}

impl Held {
    fn read(conn: &mut Conn, course: CourseId, people: &[PersonId]) -> Result<Self> {
        let current = store::list_current_of(conn, people)?;
        let current: Vec<Certificate> = current.into_iter().filter(|one| one.course == course).collect();
        let ids: Vec<CertificateId> = current.iter().map(|one| one.id).collect();
        let sessions = store::practical::list_held_on(conn, &ids)?.into_iter().collect();
        let mut certificates: HashMap<PersonId, Vec<Certificate>> = HashMap::new();
        for certificate in current {
            if let Some(person) = certificate.person {
                certificates.entry(person).or_default().push(certificate);
            }
        }
        Ok(Self { certificates, sessions })
    }
}

/// Whether somebody gets a certificate of a session.
fn judge(person: Person, held: &Held, given: Given) -> Result<Ready, Mistake> {
    if person.disabled_at.is_some() {
        return Err(Mistake::Closed);
    }
    if let Some(letter) = unprintable_letter(&person.name) {
        return Err(Mistake::Letter(letter));
    }
    let own = held.certificates.get(&person.id).map_or(&[][..], Vec::as_slice);
    let before = own.iter().find(|one| one.kind == Kind::Practical).cloned();
    let last = before.as_ref().and_then(|old| held.sessions.get(&old.id)).copied();
    if let Some(old) = before.as_ref().filter(|old| !follows(old, last, given.held_on)) {
        let number = old.number.clone();
        return Err(if old.suspended_at.is_some() { Mistake::Suspended(number) } else { Mistake::HasOne(number) });
    }
    if let Some(old) = before.as_ref().filter(|old| !given.may_shorten && is_put_aside_early(old, given.expires_on)) {
        return Err(Mistake::Longer(old.number.clone(), old.expires_on));
    }
    let has_theory = own.iter().any(|one| one.kind == Kind::Theory && !one.is_stopped());
    Ok(Ready { person, before, has_theory })
}
