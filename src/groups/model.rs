//! Groups, the codes that lead into them, and what the staff see of a member.

use crate::kernel::ids::{CourseId, GroupId, OrganisationId, PersonId};
use crate::kernel::text::fold;
use crate::kernel::{Day, Timestamp};
use crate::organisations::{Held, Minor, OrganisationName};

/// The name of a group: one line of words, as that of an organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupName(String);

impl GroupName {
    /// The name in this text, if it is one.
    pub fn parse(text: &str) -> Option<Self> {
        OrganisationName::parse(text).map(|name| Self(name.as_str().to_owned()))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name as it is searched.
    pub fn folded(&self) -> String {
        fold(&self.0)
    }
}

/// The code of a group: eight digits, because they are the same on every keyboard and are read over the telephone in
/// every language. That of an organisation has ten, so a code typed into the other's form finds its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupCode(String);

impl GroupCode {
    /// Digits of a code.
    const LENGTH: usize = 8;

    /// The code that comes of chance, and others of the same chance should it be taken.
    pub fn drawn(seed: u64, nth: u64) -> Self {
        // A prime without a common factor with the number of codes: none comes twice.
        Self(format!("{:08}", (seed % 100_000_000 + nth * 7_368_787) % 100_000_000))
    }

    /// The code in what somebody typed, with or without blanks and hyphens.
    pub fn parse(text: &str) -> Option<Self> {
        let digits: String = text.chars().filter(|c| !c.is_whitespace() && !"-–—".contains(*c)).collect();
        (digits.len() == Self::LENGTH && digits.bytes().all(|byte| byte.is_ascii_digit())).then_some(Self(digits))
    }

    /// The digits without blanks: in the database and in addresses.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for GroupCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (first, second) = self.0.split_at(Self::LENGTH / 2);
        write!(f, "{first} {second}")
    }
}

/// Whose groups somebody of the staff deals with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// Everybody's: the centre.
    All,
    /// Those of this trainer.
    Of(PersonId),
    /// Those for the people of this organisation.
    For(OrganisationId),
}

/// What the staff write down of a group, and may change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Details {
    /// Its name.
    pub name: GroupName,
    /// The first day.
    pub starts_on: Day,
    /// The last day, not before the first.
    pub ends_on: Day,
    /// For whose people it is.
    pub organisation: Option<OrganisationId>,
    /// How many may belong to it.
    pub places: Option<i32>,
}

impl Details {
    /// A group lasts so many days at most: a year mistyped is found.
    pub const LONGEST: u64 = 731;
    /// The most places.
    pub const MOST_PLACES: i32 = 1000;
}

/// A group to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewGroup {
    /// The number of the form: sent twice, the group is there once.
    pub run: String,
    /// The course.
    pub course: CourseId,
    /// The trainer.
    pub trainer: PersonId,
    /// The rest.
    pub details: Details,
}

/// A group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Row.
    pub id: GroupId,
    /// Its name.
    pub name: String,
    /// The course.
    pub course: CourseId,
    /// The first day.
    pub starts_on: Day,
    /// The last day.
    pub ends_on: Day,
    /// The trainer; none if the account was erased.
    pub trainer: Option<PersonId>,
    /// For whose people it is.
    pub organisation: Option<OrganisationId>,
    /// How many may belong to it.
    pub places: Option<i32>,
    /// The code that leads into it.
    pub code: GroupCode,
    /// Since when nobody joins.
    pub closed_at: Option<Timestamp>,
}

/// A group in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// The group.
    pub group: Group,
    /// How many people belong to it.
    pub people: i64,
    /// The trainer's name.
    pub trainer: Option<String>,
}

/// What came of a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Totals {
    /// How many have completed its course.
    pub completed: i64,
    /// How many hold a valid certificate of it.
    pub certified: i64,
}

/// Whether a group takes people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Whoever has the code joins.
    Open,
    /// It was closed for joining.
    Closed,
    /// Its last day is over.
    Over,
}

impl Group {
    /// True if it is as these details have it.
    pub fn is_as(&self, details: &Details) -> bool {
        let own = (self.name.as_str(), self.starts_on, self.ends_on, self.organisation, self.places);
        own == (details.name.as_str(), details.starts_on, details.ends_on, details.organisation, details.places)
    }

    /// What it is, as a form notes it when it begins.
    pub fn fingerprint(&self) -> String {
        let organisation = self.organisation.map_or_else(String::new, |id| id.to_string());
        let places = self.places.map_or_else(String::new, |places| places.to_string());
        format!("{} · {} · {} · {organisation} · {places}", self.name, self.starts_on, self.ends_on)
    }

    /// Whether it takes people on this day.
    pub fn state(&self, today: Day) -> State {
        match self.closed_at {
            _ if self.ends_on < today => State::Over,
            Some(_) => State::Closed,
            None => State::Open,
        }
    }
}

/// What somebody did in the course of the group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Done {
    /// Lessons and tests that are done, and how many there are.
    pub parts: (usize, usize),
    /// The same in percent.
    pub percent: u32,
    /// When the course was completed.
    pub completed_at: Option<Timestamp>,
}

/// Somebody who belongs to a group: all that its trainer sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// The person.
    pub person: PersonId,
    /// Name.
    pub name: String,
    /// Whether they may be a minor.
    pub minor: Minor,
    /// Since when they belong here.
    pub since: Timestamp,
    /// What they did in the course; nothing is known if they are not in it any more.
    pub done: Option<Done>,
    /// What they hold of this course.
    pub held: Vec<Held>,
}

impl Member {
    /// Somebody of whom nothing is known yet but who they are. The year of birth is not told.
    pub fn new((person, name): (PersonId, String), birth_year: Option<i32>, since: Timestamp, today: Day) -> Self {
        Self { person, name, minor: Minor::of(birth_year, today), since, done: None, held: Vec::new() }
    }
}

/// How somebody's time in a group ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// They left.
    Left,
    /// The trainer or the centre took them out.
    Removed,
}

impl Ending {
    /// The word in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Left => "left",
            Self::Removed => "removed",
        }
    }
}

/// A group as its member sees it: nothing of the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Own {
    /// Row.
    pub id: GroupId,
    /// Its name.
    pub name: String,
    /// The course.
    pub course: CourseId,
    /// The first day.
    pub starts_on: Day,
    /// The last day.
    pub ends_on: Day,
    /// The trainer's name.
    pub trainer: Option<String>,
    /// Since when one belongs to it.
    pub since: Timestamp,
    /// How it ended; `None` while one belongs to it.
    pub ending: Option<Ending>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_people_type_it() {
        let code = GroupCode::drawn(700_012_345_678, 0);
        assert_eq!((code.as_str(), code.to_string().as_str()), ("12345678", "1234 5678"));
        for typed in ["12345678", " 1234 5678 ", "1234-5678", "12 34 56 78"] {
            assert_eq!(GroupCode::parse(typed).as_ref(), Some(&code), "{typed}");
        }
        for bad in ["", "1234567", "123456789", "1234567890", "12345o78", "١٢٣٤٥٦٧٨"] {
            assert_eq!(GroupCode::parse(bad), None, "{bad}");
        }
        assert_eq!(GroupCode::drawn(7, 0).as_str(), "00000007");
    }

    #[test]
    fn the_same_chance_draws_another_code_each_time() {
        for seed in [0, 99_999_999, u64::MAX] {
            let drawn: std::collections::BTreeSet<String> = (0..100).map(|nth| GroupCode::drawn(seed, nth).0).collect();
            assert_eq!(drawn.len(), 100, "{seed}");
            assert!(drawn.iter().all(|code| GroupCode::parse(code).is_some()));
        }
    }

    #[test]
    fn a_group_takes_people_to_the_end_of_its_last_day() {
        let day = |text| Day::parse(text).expect("a day");
        let mut group = Group {
            id: GroupId(1),
            name: String::new(),
            course: CourseId(1),
            starts_on: day("2026-12-01"),
            ends_on: day("2026-12-05"),
            trainer: None,
            organisation: None,
            places: None,
            code: GroupCode::drawn(1, 0),
            closed_at: None,
        };
        let states = |group: &Group| ["2026-11-30", "2026-12-05", "2026-12-06"].map(|text| group.state(day(text)));
        assert_eq!(states(&group), [State::Open, State::Open, State::Over]);
        group.closed_at = Timestamp::from_unix(1_800_000_000);
        assert_eq!(states(&group), [State::Closed, State::Closed, State::Over]);
    }
}
