//! Whom the rows of a list from a session mean: everything that all rows name is read with a handful of queries, then each
//! row is compared in memory.

use std::collections::HashMap;

use super::number::CertificateNumber;
use super::practical_list::Mistake;
use super::store;
use crate::accounts::pasted::NameWords;
use crate::accounts::{self, Namesake, Person};
use crate::db::Conn;
use crate::kernel::Result;
use crate::kernel::ids::PersonId;

/// Before the number of an account, in the row of somebody from whose page the officer came.
pub const ACCOUNT: &str = "id:";

/// Cells that together may be a name: surname, name and patronymic often have a column each.
const NAME: usize = 3;

/// What the cells of a row say, by what they are.
#[derive(Debug, Default)]
pub(super) struct Cells<'a> {
    /// Numbers of certificates and e-mails: whom they name there can be no doubt about.
    exact: Vec<&'a str>,
    /// A year of birth.
    year: Option<i32>,
    /// Everything else: a name in one cell or in several, a sign-in name, words that name nobody.
    words: Vec<&'a str>,
}

impl<'a> Cells<'a> {
    pub(super) fn of(cells: &[&'a str]) -> Self {
        let mut read = Self::default();
        for cell in cells {
            if CertificateNumber::in_cell(cell).is_some() || account_in(cell).is_some() || cell.contains('@') {
                read.exact.push(cell);
            } else if let Ok(number) = cell.parse::<i32>() {
                read.year = Some(number).filter(|year| (1900..=2100).contains(year)).or(read.year);
            } else {
                read.words.push(cell);
            }
        }
        read
    }

    /// Cells that may be sign-in names.
    fn sign_in_names(&self) -> impl Iterator<Item = &&'a str> {
        self.words.iter().filter(|word| self.exact.is_empty() && !word.contains(char::is_whitespace))
    }

    /// What the first cells may be as a name; an address that nobody has is no name to guess by.
    fn names(&self) -> impl Iterator<Item = NameWords> {
        let most = if self.exact.is_empty() { NAME.min(self.words.len()) } else { 0 };
        (1..=most).map(|count| NameWords::of(&self.words.iter().take(count).copied().collect::<Vec<_>>().join(" ")))
    }
}

/// The number of an account.
fn account_in(cell: &str) -> Option<PersonId> {
    cell.strip_prefix(ACCOUNT)?.parse().ok()
}

/// Whether neighbouring cells are the name of this person.
fn is_named(words: &[&str], person: &Person) -> bool {
    let own = NameWords::of(&person.name);
    (1..=NAME).any(|count| words.windows(count).any(|cells| NameWords::of(&cells.join(" ")).is_like(&own)))
}

/// Everybody whom the rows may mean.
pub(super) struct Known {
    people: HashMap<PersonId, Person>,
    /// Whose certificates these are.
    by_number: HashMap<CertificateNumber, PersonId>,
    /// Whose e-mails and sign-in names these are.
    by_identifier: HashMap<String, PersonId>,
    /// Whose names are like one of a row.
    namesakes: Vec<Namesake>,
}

impl Known {
    /// Reads what the cells name.
    pub(super) fn read(conn: &mut Conn, rows: &[Cells<'_>]) -> Result<Self> {
        let exact = || rows.iter().flat_map(|row| &row.exact).copied();
        let numbers: Vec<String> =
            exact().filter_map(CertificateNumber::in_cell).map(|number| number.as_str().to_owned()).collect();
        let by_number: HashMap<_, _> = store::many::list_holders(conn, &numbers)?.into_iter().collect();
        let addresses = exact().filter(|cell| CertificateNumber::in_cell(cell).is_none() && account_in(cell).is_none());
        let sign_in_names = rows.iter().flat_map(Cells::sign_in_names).copied();
        let identifiers: Vec<String> = addresses.chain(sign_in_names).map(str::to_owned).collect();
        let by_identifier = accounts::list_by_identifiers(conn, &identifiers)?;
        let names: Vec<NameWords> = rows.iter().flat_map(Cells::names).collect();
        let namesakes = accounts::list_namesakes(conn, &names)?;
        let accounts = exact().filter_map(account_in);
        let ids = accounts.chain(by_number.values().copied()).chain(by_identifier.values().copied());
        let ids: Vec<PersonId> = ids.chain(namesakes.iter().map(|namesake| namesake.id)).collect();
        let people = accounts::list_merged_people(conn, &ids)?;
        let people = people.into_iter().map(|person| (person.id, person)).collect();
        Ok(Self { people, by_number, by_identifier, namesakes })
    }

    /// Whom the cells of a row mean.
    pub(super) fn find(&self, cells: &Cells<'_>) -> Result<Person, Mistake> {
        let mut found: Option<&Person> = None;
        for cell in &cells.exact {
            let Some(person) = self.whose(cell)? else { continue };
            match found {
                Some(other) if other.id != person.id => return Err(Mistake::OtherName(person.name.clone())),
                _ => found = Some(person),
            }
        }
        if let Some(person) = found {
            let is_other = !cells.words.is_empty() && !is_named(&cells.words, person);
            return if is_other { Err(Mistake::OtherName(person.name.clone())) } else { Ok(person.clone()) };
        }
        // An address that nobody has is no name to guess by.
        if !cells.exact.is_empty() {
            return Err(Mistake::Nobody);
        }
        self.by_sign_in_name(cells)?.map_or_else(|| self.by_name(cells), |person| Ok(person.clone()))
    }

    fn by_identifier(&self, cell: &str) -> Option<&Person> {
        self.people.get(self.by_identifier.get(&cell.trim().to_lowercase())?)
    }

    /// The account that stays of one that was merged.
    fn stays(&self, id: PersonId) -> Option<&Person> {
        let mut person = self.people.get(&id)?;
        // A chain has an end: an account that was merged into another stays.
        while let Some(into) = person.merged_into {
            person = self.people.get(&into)?;
        }
        Some(person)
    }

    /// Whose number of a certificate or of an account this is, or whose address. An address says it only if it was confirmed,
    /// or if the staff made the account with it: anybody signs up with anybody's.
    fn whose(&self, cell: &str) -> Result<Option<&Person>, Mistake> {
        if let Some(number) = CertificateNumber::in_cell(cell) {
            return Ok(self.by_number.get(&number).and_then(|id| self.stays(*id)));
        }
        let account = account_in(cell);
        let found = match account {
            Some(id) => self.people.get(&id),
            None => self.by_identifier(cell),
        };
        let Some(person) = found else { return Ok(None) };
        let is_known = account.is_some() || person.is_known_by(cell) || person.made_by.is_some();
        if is_known { Ok(self.stays(person.id)) } else { Err(Mistake::Unconfirmed) }
    }

    /// Whose sign-in name stands in a cell, if no other cell is a name, or one is theirs. A sign-in name with a digit is no
    /// word of a name: beside another's name it is a mistake, and nobody gets a certificate by guessing which of them is meant.
    fn by_sign_in_name(&self, cells: &Cells<'_>) -> Result<Option<&Person>, Mistake> {
        for word in cells.sign_in_names() {
            let Some(person) = self.by_identifier(word).and_then(|found| self.stays(found.id)) else { continue };
            let others: Vec<&str> = cells.words.iter().copied().filter(|other| other != word).collect();
            if others.is_empty() || is_named(&others, person) {
                return Ok(Some(person));
            }
            if word.chars().any(|c| c.is_ascii_digit()) {
                return Err(Mistake::OtherName(person.name.clone()));
            }
        }
        Ok(None)
    }

    /// The one account with the name in the first cells, and with this year of birth if one is given; of several the one with
    /// the very words, or the one that is open.
    fn by_name(&self, cells: &Cells<'_>) -> Result<Person, Mistake> {
        for name in cells.names() {
            let fits =
                |one: &&Namesake| one.name.is_like(&name) && cells.year.is_none_or(|year| one.birth_year == Some(year));
            let alike: Vec<&Namesake> = self.namesakes.iter().filter(fits).collect();
            for (only_same, only_open) in [(true, true), (true, false), (false, true), (false, false)] {
                let is_meant = |one: &&&Namesake| (!only_same || one.name == name) && (!only_open || one.is_open);
                match alike.iter().filter(is_meant).collect::<Vec<_>>().as_slice() {
                    [] => {}
                    [one] => return self.stays(one.id).cloned().ok_or(Mistake::Nobody),
                    _ => return Err(Mistake::Several),
                }
            }
        }
        Err(Mistake::Nobody)
    }
}
