//! Finding people by what somebody heard or half remembers.
//!
//! The rules, tested below:
//!
//! 1. Capital and small letters are the same, and accents are dropped.
//! 2. Kazakh letters that a Russian keyboard lacks are their neighbours: Қ = К, Ә = А, Ғ = Г, Ң = Н, Ө = О, Ұ = Ү = У,
//!    Һ = Х, І = Й = И; and Ё = Е ([`fold`]).
//! 3. What was typed is cut into words; each must begin a word of the name, the e-mail or the sign-in name, in any
//!    order: «айг сейт» finds *Сейтқалиева Айгерім*.
//! 4. If nobody is found that way, the middle of a name counts too: «галиқызы» finds *Нұрғалиқызы*.
//!
//! The words of a person stand in rows of their own, so that rule 3 is a range of an index however many people there
//! are; only rule 4 reads every name. Whoever writes a name, an e-mail or a sign-in name refreshes the words in the
//! same transaction; a daily job ([`super::refresh_words`]) fills what was there before them and mends what differs.

use crate::kernel::Role;
use crate::kernel::ids::OrganisationId;
use crate::kernel::text::fold;

/// The words that somebody typed, or under which a person is found.
pub(super) fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = fold(text).split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect();
    words.sort_unstable();
    words.dedup();
    words
}

/// The words of a person.
pub(super) fn words_of(name: &str, others: [Option<&str>; 2]) -> Vec<String> {
    let others: Vec<&str> = others.into_iter().flatten().collect();
    words(&format!("{name} {}", others.join(" ")))
}

/// Where an account stands, as far as the centre looks for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccountState {
    /// One can sign in.
    Open,
    /// The centre has closed it.
    Closed,
    /// The e-mail is not confirmed.
    Unconfirmed,
    /// There is no e-mail.
    WithoutEmail,
    /// May be a minor, and no consent of parents was ever noted.
    ConsentMissing,
    /// May be a minor, and the parents have withdrawn their consent.
    ConsentWithdrawn,
}

impl AccountState {
    /// Every state.
    pub const ALL: [Self; 6] =
        [Self::Open, Self::Closed, Self::Unconfirmed, Self::WithoutEmail, Self::ConsentMissing, Self::ConsentWithdrawn];

    /// The word in addresses.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Closed => "closed",
            Self::Unconfirmed => "unconfirmed",
            Self::WithoutEmail => "without-email",
            Self::ConsentMissing => "consent-missing",
            Self::ConsentWithdrawn => "consent-withdrawn",
        }
    }

    /// The state of a word, if it is one.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// Whom to look for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PeopleSearch {
    /// What was typed; empty finds everybody.
    pub text: String,
    /// Only who holds this role; for volunteers: who holds no other.
    pub role: Option<Role>,
    /// Only accounts in this state.
    pub state: Option<AccountState>,
    /// Only who belongs to this organisation now.
    pub organisation: Option<OrganisationId>,
    /// Whoever was born in this year or later may be a minor ([`crate::kernel::age::first_minor_year`]); the states of consent ask for it.
    pub minors_from: i32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_both_keyboards_meet() {
        for (kazakh, russian) in [
            ("Қ", "к"),
            ("Ә", "а"),
            ("Ғ", "г"),
            ("Ң", "н"),
            ("Ө", "о"),
            ("Ұ", "у"),
            ("Ү", "у"),
            ("Һ", "х"),
            ("І", "и"),
            ("Й", "и"),
            ("ё", "Е"),
            ("É", "e"),
        ] {
            assert_eq!(words(kazakh), words(russian), "{kazakh} and {russian}");
        }
        assert_eq!(words("Ұлжан ҮМІТ"), words("улжан умит"));
    }

    #[test]
    fn a_person_has_the_words_of_name_email_and_sign_in_name() {
        let found = words_of("Сейтқалиева Айгерім", [Some("A.Seit@example.kz"), None]);
        assert_eq!(found, ["a.seit@example.kz", "аигерим", "сеиткалиева"]);
        assert_eq!(words_of("Ли Ли", [None, Some("li-7")]), ["7", "li", "ли"]);
        assert_eq!(words("  "), [""; 0]);
    }
}
