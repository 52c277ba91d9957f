//! Whom a list from a session means: each row of a spreadsheet is one person with an account, or a mistake that is told.
//!
//! A cell may be an e-mail, a sign-in name, the number of a certificate, a name, a year of birth. A name alone is enough if
//! exactly one account has it (and the year, if one is given); a name beside an e-mail or a number must be that person's.

use std::collections::{BTreeMap, BTreeSet};

use super::data::Kind;
use super::model::Certificate;
use super::number::CertificateNumber;
use super::pdf::unprintable_letter;
use super::practical::follows;
use super::store;
use crate::accounts::{self, PeopleSearch, Person, pasted::likeness};
use crate::db::Conn;
use crate::kernel::ids::{CourseId, PersonId};
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
    /// The same person stands in an earlier row, this one.
    Twice(usize),
    /// There is a certificate from that day or later, this one.
    HasOne(CertificateNumber),
    /// The certificate that is there is suspended: that is to be decided first.
    Suspended(CertificateNumber),
    /// The account is closed.
    Closed,
    /// The name has a letter that certificates cannot print.
    Letter(char),
}

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
pub fn resolve(conn: &mut Conn, (course, held_on): (CourseId, Day), text: &str) -> Result<Vec<Row>> {
    let mut rows: Vec<(usize, String, Result<Person, Mistake>)> = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let cells: Vec<&str> = line.split(['\t', ';', ',']).map(str::trim).filter(|cell| !cell.is_empty()).collect();
        if cells.is_empty() || rows.is_empty() && is_heading(&cells) {
            continue;
        }
        rows.push((at + 1, cells.join(" · "), find(conn, &cells)?));
    }
    let ids: Vec<PersonId> = rows.iter().filter_map(|(.., found)| found.as_ref().ok()).map(|one| one.id).collect();
    let held = store::list_current_of(conn, &ids)?;
    let held = held.into_iter().filter(|one| one.course == course);
    let mut by_person: BTreeMap<PersonId, Vec<Certificate>> = BTreeMap::new();
    for certificate in held {
        by_person.entry(certificate.person.unwrap_or(PersonId(0))).or_default().push(certificate);
    }
    let mut seen: BTreeMap<PersonId, usize> = BTreeMap::new();
    let judged = |(line, typed, found): (usize, String, Result<Person, Mistake>)| {
        let found = found.and_then(|person| {
            let first = *seen.entry(person.id).or_insert(line);
            if first == line { judge(person, &by_person, held_on) } else { Err(Mistake::Twice(first)) }
        });
        Row { line, typed, found }
    };
    Ok(rows.into_iter().map(judged).collect())
}

fn is_heading(cells: &[&str]) -> bool {
    let known: BTreeSet<String> = HEADINGS.iter().map(|word| fold(word)).collect();
    cells.iter().any(|cell| known.contains(&fold(cell)))
}

/// Whom the cells of a row mean.
fn find(conn: &mut Conn, cells: &[&str]) -> Result<Result<Person, Mistake>> {
    let (mut id, mut name, mut year, mut is_named) = (None, None, None, false);
    for cell in cells {
        let number = CertificateNumber::parse(cell).ok().filter(|_| cell.chars().any(|c| c.is_ascii_digit()));
        if let Some(number) = number {
            is_named = true;
            id = id.or(store::find_by_number(conn, &number)?.and_then(|certificate| certificate.person));
        } else if let Ok(number) = cell.parse::<i32>() {
            year = Some(number).filter(|year| (1900..=2100).contains(year)).or(year);
        } else if cell.contains('@') {
            is_named = true;
            id = id.or(accounts::find_person_by_identifier(conn, cell)?);
        } else if name.is_none() {
            name = Some(*cell);
        }
    }
    // One word may be a sign-in name.
    if let (None, Some(word)) = (id, name.filter(|name| !name.contains(char::is_whitespace)))
        && let Some(found) = accounts::find_person_by_identifier(conn, word)?
    {
        (id, name) = (Some(found), None);
    }
    let id = match (id, name) {
        (Some(id), _) => id,
        (None, Some(name)) if !is_named => match by_name(conn, name, year)? {
            Ok(id) => id,
            Err(mistake) => return Ok(Err(mistake)),
        },
        (None, _) => return Ok(Err(Mistake::Nobody)),
    };
    let person = accounts::find_merged_person(conn, id)?;
    let is_other = name.is_some_and(|name| likeness(name) != likeness(&person.name));
    Ok(if is_other { Err(Mistake::OtherName(person.name)) } else { Ok(person) })
}

/// The one account with this name, and this year of birth if one is given.
fn by_name(conn: &mut Conn, name: &str, year: Option<i32>) -> Result<Result<PersonId, Mistake>> {
    let search = PeopleSearch { text: name.to_owned(), ..PeopleSearch::default() };
    let (found, _) = accounts::list_people(conn, &search, (0, 50))?;
    let is_alike = |row: &accounts::PersonRow| {
        likeness(&row.name) == likeness(name) && year.is_none_or(|year| row.birth_year == Some(year))
    };
    let alike: Vec<PersonId> = found.into_iter().filter(is_alike).map(|row| row.id).collect();
    Ok(match alike.as_slice() {
        [] => Err(Mistake::Nobody),
        [one] => Ok(*one),
        _ => Err(Mistake::Several),
    })
}

/// Whether somebody gets a certificate of a session on this day.
fn judge(person: Person, held: &BTreeMap<PersonId, Vec<Certificate>>, held_on: Day) -> Result<Ready, Mistake> {
    if person.disabled_at.is_some() {
        return Err(Mistake::Closed);
    }
    if let Some(letter) = unprintable_letter(&person.name) {
        return Err(Mistake::Letter(letter));
    }
    let own = held.get(&person.id).map_or(&[][..], Vec::as_slice);
    let before = own.iter().find(|one| one.kind == Kind::Practical).cloned();
    if let Some(old) = before.as_ref().filter(|old| !follows(old, held_on)) {
        let number = old.number.clone();
        return Err(if old.suspended_at.is_some() { Mistake::Suspended(number) } else { Mistake::HasOne(number) });
    }
    let has_theory = own.iter().any(|one| one.kind == Kind::Theory && !one.is_stopped());
    Ok(Ready { person, before, has_theory })
}
