//! Organisations, memberships, and what a coordinator sees of a person.

use unicode_normalization::UnicodeNormalization;

use crate::certificates::{Certificate, Kind, State};
use crate::kernel::ids::{CourseId, InvitationId, MembershipId, OrganisationId, PersonId};
use crate::kernel::text::fold;
use crate::kernel::{AgeGroup, Day, Localized, Timestamp};

/// The name of an organisation in one language: 2 to 120 characters on one line, with a letter in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrganisationName(String);

impl OrganisationName {
    /// The name in this text, if it is one.
    pub fn parse(text: &str) -> Option<Self> {
        let name: String = text.split_whitespace().collect::<Vec<_>>().join(" ").nfc().collect();
        let is_fine = |c: char| !c.is_control() && !"<>\u{202a}\u{202b}\u{202d}\u{202e}\u{2066}\u{2067}".contains(c);
        let well_formed = (2..=120).contains(&name.chars().count())
            && name.chars().any(char::is_alphabetic)
            && name.chars().all(is_fine);
        well_formed.then_some(Self(name))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What the centre writes down of an organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewOrganisation {
    /// The Kazakh name.
    pub kk: OrganisationName,
    /// The Russian name.
    pub ru: OrganisationName,
    /// An English name, if it has one.
    pub en: Option<OrganisationName>,
}

impl NewOrganisation {
    /// The name as it is compared with others.
    pub fn folded(&self) -> String {
        fold(self.kk.as_str())
    }
}

/// An organisation, as the centre sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organisation {
    /// Row.
    pub id: OrganisationId,
    /// Its name.
    pub name: Localized,
    /// Since when it is here.
    pub created_at: Timestamp,
    /// Since when it is closed.
    pub closed_at: Option<Timestamp>,
}

/// A code by which people join: ten digits, because they are the same on every keyboard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvitationCode(String);

impl InvitationCode {
    /// Digits of a code.
    const LENGTH: usize = 10;

    /// A code from chance.
    pub fn from_random(seed: u64) -> Self {
        Self(format!("{:010}", seed % 10_000_000_000))
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

impl std::fmt::Display for InvitationCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (first, second) = self.0.split_at(Self::LENGTH / 2);
        write!(f, "{first} {second}")
    }
}

/// The code that works for an organisation now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// Row.
    pub id: InvitationId,
    /// The code.
    pub code: InvitationCode,
    /// Until when.
    pub expires_at: Timestamp,
}

/// Where a membership stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Asked; a coordinator decides.
    Asked,
    /// Belongs there.
    Member {
        /// Since when.
        since: Timestamp,
    },
    /// The coordinator said no.
    Declined,
    /// Ended by the person or the coordinator.
    Ended,
}

/// A membership as the person sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Membership {
    /// Row.
    pub id: MembershipId,
    /// Where.
    pub organisation: Organisation,
    /// How it stands.
    pub standing: Standing,
    /// When it was asked for.
    pub asked_at: Timestamp,
}

/// Whether somebody may be a minor. The year of birth itself is not told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Minor {
    /// May be younger than 18.
    Yes,
    /// Is of age.
    No,
    /// No year of birth is known.
    Unknown,
}

impl Minor {
    /// From a year of birth.
    pub fn of(birth_year: Option<i32>, today: Day) -> Self {
        match AgeGroup::of(birth_year, today) {
            AgeGroup::Adult => Self::No,
            AgeGroup::Unknown => Self::Unknown,
            AgeGroup::Under14 | AgeGroup::Under16 | AgeGroup::Under18 => Self::Yes,
        }
    }

    /// Who was born later than in this year may be a minor on this day.
    pub const fn born_after(this_year: i32) -> i32 {
        this_year - 19
    }
}

/// Somebody who asked to belong, as the coordinator sees them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// Row.
    pub membership: MembershipId,
    /// Name.
    pub name: String,
    /// Whether they may be a minor.
    pub minor: Minor,
    /// When they asked.
    pub asked_at: Timestamp,
}

/// What a certificate is worth on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeldState {
    /// It holds.
    Valid {
        /// The last valid day; `None` if it never expires.
        until: Option<Day>,
    },
    /// It does not hold any more.
    Expired {
        /// The last valid day.
        on: Day,
    },
    /// It was withdrawn.
    Revoked,
    /// It is suspended: nothing is decided yet.
    Suspended,
}

impl HeldState {
    /// What this certificate is worth on a day; `None` if another one counts in its place.
    pub fn of(certificate: &Certificate, on: Day) -> Option<Self> {
        Some(match certificate.state(on) {
            State::Valid => Self::Valid { until: certificate.expires_on },
            State::Expired { on } => Self::Expired { on },
            State::Revoked { .. } => Self::Revoked,
            State::Suspended { .. } => Self::Suspended,
            State::Replaced { .. } => return None,
        })
    }
}

/// A certificate that somebody holds, as the coordinator sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// The course.
    pub course: CourseId,
    /// The title as printed.
    pub title: String,
    /// Theory or practice.
    pub kind: Kind,
    /// What it is worth.
    pub state: HeldState,
}

/// Somebody who belongs to an organisation: all that its coordinator sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Row of the membership.
    pub membership: MembershipId,
    /// The person.
    pub person: PersonId,
    /// Name.
    pub name: String,
    /// Whether they may be a minor.
    pub minor: Minor,
    /// Since when they belong here.
    pub since: Timestamp,
    /// What they hold.
    pub held: Vec<Held>,
}

/// Only people who hold, or do not hold, a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trained {
    /// Hold one that is valid.
    Valid,
    /// Hold one that is valid for a few weeks more.
    Expiring,
    /// Hold none that is valid.
    Without,
}

impl Trained {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::Valid, Self::Expiring, Self::Without];
    /// A certificate that ends within so many days is one that expires.
    pub const SOON: u64 = 60;

    /// The word in addresses.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Expiring => "expiring",
            Self::Without => "without",
        }
    }

    /// The one of a word, if it is one.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|trained| trained.code() == code)
    }
}

/// Whom to list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Beginnings of words of the name; empty finds everybody. Names alone: an address would be told by finding it.
    pub text: String,
    /// Only by what they hold.
    pub trained: Option<Trained>,
    /// Of which course; of any if none is named.
    pub course: Option<CourseId>,
    /// Only who may be a minor.
    pub minors: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_people_type_it() {
        let code = InvitationCode::from_random(71_234_567_890);
        assert_eq!((code.as_str(), code.to_string().as_str()), ("1234567890", "12345 67890"));
        for typed in ["1234567890", " 12345 67890 ", "12345-67890", "123 456 78 90"] {
            assert_eq!(InvitationCode::parse(typed).as_ref(), Some(&code), "{typed}");
        }
        for bad in ["", "123456789", "12345678901", "12345o7890", "١٢٣٤٥٦٧٨٩٠"] {
            assert_eq!(InvitationCode::parse(bad), None, "{bad}");
        }
        assert_eq!(InvitationCode::from_random(7).as_str(), "0000000007");
    }

    #[test]
    fn the_name_of_an_organisation_is_one_line_of_words() {
        let parse = |text: &str| OrganisationName::parse(text).map(|name| name.0);
        assert_eq!(parse(" «Жетісу   жастары» ҚБ ").as_deref(), Some("«Жетісу жастары» ҚБ"));
        for bad in ["", "7", "77", "a", "<b>x</b>", "a\u{202e}b", &"я".repeat(121)] {
            assert_eq!(parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn who_may_be_a_minor_is_told_and_found_by_the_same_year() {
        let today = Day::parse("2026-11-28").expect("a day");
        for born in 1990..2020 {
            let is_found = born > Minor::born_after(today.year());
            assert_eq!(Minor::of(Some(born), today) == Minor::Yes, is_found, "{born}");
        }
        assert_eq!(Minor::of(None, today), Minor::Unknown);
    }
}
