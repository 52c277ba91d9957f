//! Whom a list from a session means: each row of a spreadsheet is one person with an account, or a mistake that is told.
//!
//! A cell may be an e-mail, a sign-in name, the number of a certificate, a name or a part of one, a year of birth. A name alone
//! is enough if exactly one account has it (and the year, if one is given); a name beside an e-mail or a number must be that
//! person's, and two of these must be of one person. A patronymic more or less makes no other name.

use std::collections::{BTreeMap, BTreeSet};

use super::data::Kind;
use super::model::Certificate;
use super::number::CertificateNumber;
use super::pdf::unprintable_letter;
use super::practical::follows;
use super::store;
use crate::accounts::pasted::NameWords;
use crate::accounts::{self, Namesake, Person};
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
    /// Nobody has confirmed the e-mail: anybody may have signed up with it.
    Unconfirmed,
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

/// Before the number of an account, in the row of somebody from whose page the officer came.
pub const ACCOUNT: &str = "id:";

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
    let mut read: Vec<(usize, Vec<&str>)> = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let cells: Vec<&str> = line.split(['\t', ';', ',']).map(str::trim).filter(|cell| !cell.is_empty()).collect();
        if !cells.is_empty() && !(read.is_empty() && is_heading(&cells)) {
            read.push((at + 1, cells));
        }
    }
    // Who is named anywhere on the list, looked up at once.
    let named: Vec<NameWords> = read.iter().flat_map(|(_, cells)| Cells::of(cells).first_names()).collect();
    let known = accounts::list_namesakes(conn, &named)?;
    let mut rows: Vec<(usize, String, Result<Person, Mistake>)> = Vec::new();
    for (line, cells) in read {
        rows.push((line, cells.join(" · "), find(conn, &cells, &known)?));
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

/// What the cells of a row say, by what they are.
#[derive(Default)]
struct Cells<'a> {
    /// Numbers of certificates and e-mails: whom they name there can be no doubt about.
    exact: Vec<&'a str>,
    /// A year of birth.
    year: Option<i32>,
    /// Everything else: a name in one cell or in several, a sign-in name, words that name nobody.
    words: Vec<&'a str>,
}

impl<'a> Cells<'a> {
    fn of(cells: &[&'a str]) -> Self {
        let mut read = Self::default();
        for cell in cells {
            if number_in(cell).is_some() || account_in(cell).is_some() || cell.contains('@') {
                read.exact.push(cell);
            } else if let Ok(number) = cell.parse::<i32>() {
                read.year = Some(number).filter(|year| (1900..=2100).contains(year)).or(read.year);
            } else {
                read.words.push(cell);
            }
        }
        read
    }

    /// What may be the whole name in a row without e-mail and number: the first cells.
    fn first_names(&self) -> Vec<NameWords> {
        let most = if self.exact.is_empty() { self.words.len().min(3) } else { 0 };
        (1..=most)
            .map(|count| NameWords::of(&self.words.iter().take(count).copied().collect::<Vec<_>>().join(" ")))
            .collect()
    }
}

/// A number of a certificate: a name alone may be made of its letters.
fn number_in(cell: &str) -> Option<CertificateNumber> {
    CertificateNumber::parse(cell).ok().filter(|_| cell.chars().any(|c| c.is_ascii_digit()))
}

/// The number of an account.
fn account_in(cell: &str) -> Option<PersonId> {
    cell.strip_prefix(ACCOUNT)?.parse().ok()
}

/// Neighbouring cells as one name: surnames often have a column of their own.
fn names(words: &[&str]) -> Vec<String> {
    let of = |count: usize| words.windows(count).map(|cells| cells.join(" "));
    (1..=3).flat_map(of).collect()
}

fn is_named(words: &[&str], person: &Person) -> bool {
    let own = NameWords::of(&person.name);
    names(words).iter().any(|name| NameWords::of(name).is_like(&own))
}

/// Whom the cells of a row mean.
fn find(conn: &mut Conn, cells: &[&str], known: &[Namesake]) -> Result<Result<Person, Mistake>> {
    let cells = Cells::of(cells);
    let mut found: Option<Person> = None;
    for cell in &cells.exact {
        let id = match whose(conn, cell)? {
            Ok(Some(id)) => id,
            Ok(None) => continue,
            Err(mistake) => return Ok(Err(mistake)),
        };
        let person = accounts::find_merged_person(conn, id)?;
        match &found {
            Some(other) if other.id != person.id => return Ok(Err(Mistake::OtherName(person.name))),
            _ => found = Some(person),
        }
    }
    if let Some(person) = found {
        let is_other = !cells.words.is_empty() && !is_named(&cells.words, &person);
        return Ok(if is_other { Err(Mistake::OtherName(person.name)) } else { Ok(person) });
    }
    // An address that nobody has is no name to guess by.
    if !cells.exact.is_empty() {
        return Ok(Err(Mistake::Nobody));
    }
    match by_sign_in_name(conn, &cells.words)? {
        Some(person) => Ok(Ok(person)),
        None => by_name(conn, &cells, known),
    }
}

/// Whose number of a certificate or of an account this is, or whose address. An address says it only if it was confirmed, or
/// if the staff made the account with it: anybody signs up with anybody's.
fn whose(conn: &mut Conn, cell: &str) -> Result<Result<Option<PersonId>, Mistake>> {
    if let Some(number) = number_in(cell) {
        return Ok(Ok(store::find_by_number(conn, &number)?.and_then(|certificate| certificate.person)));
    }
    let id = match account_in(cell) {
        Some(id) => Some(id),
        None => accounts::find_person_by_identifier(conn, cell)?,
    };
    let Some(person) = (match id {
        Some(id) => accounts::find_person(conn, id)?,
        None => None,
    }) else {
        return Ok(Ok(None));
    };
    let is_known = account_in(cell).is_some() || person.is_known_by(cell) || person.made_by.is_some();
    Ok(if is_known { Ok(Some(person.id)) } else { Err(Mistake::Unconfirmed) })
}

/// Whose sign-in name stands in a cell, if no other cell is a name, or one is theirs.
fn by_sign_in_name(conn: &mut Conn, words: &[&str]) -> Result<Option<Person>> {
    for word in words.iter().filter(|word| !word.contains(char::is_whitespace)) {
        let Some(id) = accounts::find_person_by_identifier(conn, word)? else { continue };
        let person = accounts::find_merged_person(conn, id)?;
        let others: Vec<&str> = words.iter().copied().filter(|other| other != word).collect();
        if others.is_empty() || is_named(&others, &person) {
            return Ok(Some(person));
        }
    }
    Ok(None)
}

/// The one account with the name in the first cells, and with this year of birth if one is given; of several the one with
/// the very words, or the one that is open.
fn by_name(conn: &mut Conn, cells: &Cells<'_>, known: &[Namesake]) -> Result<Result<Person, Mistake>> {
    for name in cells.first_names() {
        let is_own =
            |one: &&Namesake| one.name.is_like(&name) && cells.year.is_none_or(|year| one.birth_year == Some(year));
        let own: Vec<&Namesake> = known.iter().filter(is_own).collect();
        for (only_same, only_open) in [(true, true), (true, false), (false, true), (false, false)] {
            let is_meant = |one: &&&Namesake| (!only_same || one.name == name) && (!only_open || one.is_open);
            let alike: Vec<PersonId> = own.iter().filter(is_meant).map(|one| one.id).collect();
            match alike.as_slice() {
                [] => {}
                [one] => return accounts::find_merged_person(conn, *one).map(Ok),
                _ => return Ok(Err(Mistake::Several)),
            }
        }
    }
    Ok(Err(Mistake::Nobody))
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
