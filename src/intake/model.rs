//! Lists of people, and what stands on their lines.

use serde::{Deserialize, Serialize};

use crate::accounts::pasted::Entry as Pasted;
use crate::kernel::ids::{DistrictId, ListId, OrganisationId, PersonId};
use crate::kernel::{Email, Lang, PersonName, Timestamp};

/// Somebody on a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Name.
    pub name: PersonName,
    /// Year of birth.
    pub birth_year: i32,
    /// Where the invitation goes; a card is made for whoever has none.
    pub email: Option<Email>,
    /// District, if the line names one.
    pub district: Option<DistrictId>,
    /// Settlement, as typed.
    pub settlement: Option<String>,
    /// Language, if the line names one.
    pub lang: Option<Lang>,
    /// The list has surnames in a column of their own, and this line has none.
    pub lacks_surname: bool,
}

impl Entry {
    /// As pasted lists of cards have it, to look for accounts of the same person.
    pub(super) fn pasted(&self) -> Pasted {
        Pasted { name: self.name.clone(), birth_year: self.birth_year, settlement: None, contact: self.email.clone() }
    }
}

/// What is wrong with a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum What {
    /// There is no name, or it has signs that names do not have.
    Name,
    /// There is no year of birth, or none that somebody who learns here can have.
    BirthYear,
    /// It is no e-mail address.
    Email,
    /// Another line has the same address.
    EmailTwice,
    /// There is no such district.
    District,
    /// There is no such language here.
    Language,
}

/// A mistake, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mistake {
    /// The column as the file calls it, with its letter; empty if the list has no columns with names.
    pub column: String,
    /// What.
    pub what: What,
}

/// What became of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// An account was made.
    Made,
    /// The address has got an account meanwhile.
    Taken,
    /// Somebody of this name and year of birth has got an account meanwhile.
    Alike,
    /// It could not be made; the log of the server says why.
    Failed,
}

impl Outcome {
    /// The word in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Made => "made",
            Self::Taken => "taken",
            Self::Alike => "alike",
            Self::Failed => "failed",
        }
    }

    /// The one of a word, if it is one.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Made, Self::Taken, Self::Alike, Self::Failed].into_iter().find(|outcome| outcome.code() == code)
    }
}

/// A line of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its number in the file, from 1.
    pub line: i32,
    /// As it was typed, in short.
    pub typed: String,
    /// Who it is, or what is wrong.
    pub entry: Result<Entry, Vec<Mistake>>,
    /// An account that seems to be the same person's.
    pub alike: Option<PersonId>,
    /// It seems so by the address, which is that of its contact.
    pub is_by_contact: bool,
    /// The address has an account: nothing can be made of this line.
    pub is_taken: bool,
    /// An earlier line that seems to be the same person.
    pub same_as: Option<i32>,
    /// An account is to be made of it.
    pub is_chosen: bool,
    /// What became of it.
    pub outcome: Option<Outcome>,
    /// Who was made of it.
    pub person: Option<PersonId>,
}

impl Line {
    /// Somebody has to look at it: an account is made of it only if they say so.
    pub const fn is_doubtful(&self) -> bool {
        match &self.entry {
            Ok(entry) => (self.alike.is_some() || self.same_as.is_some() || entry.lacks_surname) && !self.is_taken,
            Err(_) => false,
        }
    }
}

/// A list that is brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewList {
    /// The name of the file; empty if it was pasted.
    pub name: String,
    /// Whose district is not said live there.
    pub district: DistrictId,
    /// Whose language is not said gets mails and the card in this one.
    pub lang: Lang,
    /// All of them belong to this organisation.
    pub organisation: Option<OrganisationId>,
    /// The names of the columns that are not read, in short.
    pub unread: String,
    /// Its lines.
    pub lines: Vec<Line>,
}

/// A list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    /// Row.
    pub id: ListId,
    /// The name of the file; empty if it was pasted.
    pub name: String,
    /// See [`NewList::district`].
    pub district: DistrictId,
    /// See [`NewList::lang`].
    pub lang: Lang,
    /// See [`NewList::organisation`].
    pub organisation: Option<OrganisationId>,
    /// See [`NewList::unread`].
    pub unread: String,
    /// Who brought it.
    pub made_by: PersonId,
    /// When.
    pub made_at: Timestamp,
    /// When it was confirmed.
    pub confirmed_at: Option<Timestamp>,
    /// When everybody on it had been made.
    pub ended_at: Option<Timestamp>,
}

/// How many lines of a list stand where.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Chosen.
    pub chosen: i64,
    /// Accounts made.
    pub made: i64,
    /// Not made, because an account had come about meanwhile.
    pub left: i64,
    /// Could not be made.
    pub failed: i64,
}

impl Counts {
    /// How many of the chosen lines are done with.
    pub const fn done(&self) -> i64 {
        self.made + self.left + self.failed
    }

    /// How much is done, in percent: 100 only when everything is.
    pub fn percent(&self) -> u32 {
        let done = self.done() * 100;
        u32::try_from(done.checked_div(self.chosen).unwrap_or(100)).unwrap_or(100)
    }
}
