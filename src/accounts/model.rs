//! Who people are to the platform.

use crate::kernel::ids::{DistrictId, OrganisationId, PersonId, SignInId};
use crate::kernel::{AgeGroup, Day, Email, Lang, Localized, PersonName, Role, Secret, Timestamp};
use crate::mail::model::Standing;

/// The text that a person agreed to at sign-up; a new text gets a new name here, and the old agreements stay
/// attached to what was read.
pub const CONSENT_VERSION: &str = "2026-11-29.2";

/// Who looks at a page.
#[expect(clippy::struct_excessive_bools, reason = "facts of one row that have nothing to do with each other")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedIn {
    /// This browser's sign-in.
    pub sign_in_id: SignInId,
    /// The person.
    pub person_id: PersonId,
    /// The name, as shown at the top of every page.
    pub name: String,
    /// The language of mails.
    pub lang: Lang,
    /// Roles held by grants. Being a volunteer needs none.
    pub roles: Vec<Role>,
    /// An e-mail is known but not confirmed yet.
    pub awaits_confirmation: bool,
    /// Signed in with the password of a card: an own one is chosen before anything else.
    pub must_choose_password: bool,
    /// Has never agreed to the processing of personal data: is asked before anything else.
    pub must_consent: bool,
    /// May sign lessons of at least one course.
    pub is_reviewer: bool,
    /// Codes of an app are asked for at each sign-in.
    pub has_second_factor: bool,
    /// When this sign-in was made.
    pub created_at: Timestamp,
    /// When this sign-in was last seen, to the hour.
    pub seen_at: Timestamp,
}

impl SignedIn {
    /// True if the person may do what the role may. Everyone is a volunteer.
    pub fn holds(&self, role: Role) -> bool {
        role == Role::Volunteer || self.roles.contains(&role)
    }

    /// True if something is asked of the person before any page but those of everyone.
    pub fn is_held_up(&self) -> bool {
        self.must_choose_password || self.must_consent
    }

    /// True until it has been idle for too long, or is too old altogether.
    pub fn is_good(&self, now: Timestamp) -> bool {
        let (idle, whole) = lifetime(self.is_staff());
        now.seconds_since(self.seen_at) <= idle && now.seconds_since(self.created_at) <= whole
    }

    /// True for those whose sign-ins end sooner.
    pub fn is_staff(&self) -> bool {
        !self.roles.is_empty() || self.is_reviewer
    }
}

/// An organisation whose coordinator somebody is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coordinated {
    /// Row.
    pub id: OrganisationId,
    /// Its name.
    pub name: Localized,
}

/// A sign-in about to be made: the secret of the browser's cookie, and what the browser is called.
#[derive(Debug, Clone)]
pub struct Opened {
    /// For the cookie.
    pub secret: Secret,
    /// See [`super::device_of`].
    pub device: Option<String>,
}

/// A sign-in in the list of one's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignInRow {
    /// Row.
    pub id: SignInId,
    /// Browser and system, if they were known.
    pub device: Option<String>,
    /// Since when.
    pub created_at: Timestamp,
    /// When it was last used, to the hour.
    pub seen_at: Timestamp,
}

/// An address that waits for its confirmation; the present one holds until then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingEmail {
    /// The address.
    pub email: String,
    /// When its link ends.
    pub until: Timestamp,
}

/// How long a sign-in lasts, in seconds: unused, and in all. Staff see others' data, so theirs end sooner.
/// OWASP ASVS 5.0, 7.3.1 and 7.3.2, ask that both be decided and written down.
pub(super) const fn lifetime(is_staff: bool) -> (i64, i64) {
    const DAY: i64 = 86_400;
    if is_staff { (DAY, 7 * DAY) } else { (14 * DAY, 60 * DAY) }
}

/// Consent to the processing of personal data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Consent;

/// What sign-up asks. It cannot be made without consent.
#[derive(Debug, Clone)]
pub struct NewPerson {
    /// As it shall stand on the certificate.
    pub name: PersonName,
    /// Where mails go; may be missing for accounts made by staff.
    pub email: Option<Email>,
    /// argon2id, in PHC form.
    pub password_hash: Option<String>,
    /// Language of mails.
    pub lang: Lang,
    /// District or city.
    pub district: Option<DistrictId>,
    /// Settlement, as typed.
    pub settlement: Option<String>,
    /// Year of birth. Rules assume the youngest possible age: born on 31 December.
    pub birth_year: Option<i32>,
    /// Given by the person.
    pub consent: Option<Consent>,
}

/// A person, as the person's own page and the centre see them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Row.
    pub id: PersonId,
    /// Name.
    pub name: String,
    /// E-mail.
    pub email: Option<String>,
    /// When the e-mail was confirmed.
    pub email_confirmed_at: Option<Timestamp>,
    /// Sign-in name, where there is no e-mail.
    pub sign_in_name: Option<String>,
    /// Language of mails.
    pub lang: Lang,
    /// District.
    pub district: Option<DistrictId>,
    /// Settlement.
    pub settlement: Option<String>,
    /// Year of birth.
    pub birth_year: Option<i32>,
    /// Since when.
    pub created_at: Timestamp,
    /// Not allowed in since.
    pub disabled_at: Option<Timestamp>,
    /// Who of the staff made the account; nobody if the person signed up.
    pub made_by: Option<PersonId>,
    /// Until when the password of a card works; `None` once the person has chosen an own one.
    pub one_time_until: Option<Timestamp>,
    /// When the account is to be erased, if it is.
    pub erase_at: Option<Timestamp>,
    /// The account of the same person into which this one was merged; then it is closed for good.
    pub merged_into: Option<PersonId>,
    /// Where certificates go if there is no own e-mail and somebody agreed.
    pub contact: Option<Contact>,
    /// Roles held by grants.
    pub roles: Vec<Role>,
}

impl Person {
    /// Which rules about age may hold for the person.
    pub fn age_group(&self, today: Day) -> AgeGroup {
        AgeGroup::of(self.birth_year, today)
    }

    /// True if mails reach this person: only a confirmed address gets any.
    pub fn is_mailed(&self) -> bool {
        self.email.is_some() && self.email_confirmed_at.is_some()
    }

    /// Whether mails to the own address may go out, or wait until it is confirmed.
    pub fn mail_standing(&self) -> Standing {
        if self.email_confirmed_at.is_some() { Standing::Deliverable } else { Standing::Unconfirmed }
    }

    /// True if what was typed to find the account says whose it is. An address that nobody has confirmed does not:
    /// anybody signs up with anybody's. A sign-in name does: the staff handed it over.
    pub fn is_known_by(&self, identifier: &str) -> bool {
        let typed = identifier.trim().to_lowercase();
        self.email_confirmed_at.is_some() || self.sign_in_name.as_deref() == Some(typed.as_str())
    }
}

/// A person in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonRow {
    /// Row.
    pub id: PersonId,
    /// Name.
    pub name: String,
    /// E-mail.
    pub email: Option<String>,
    /// Year of birth.
    pub birth_year: Option<i32>,
    /// Not allowed in since.
    pub disabled_at: Option<Timestamp>,
}

impl PersonRow {
    /// Which rules about age may hold.
    pub fn age_group(&self, today: Day) -> AgeGroup {
        AgeGroup::of(self.birth_year, today)
    }
}

/// Whether the parents of a minor agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParentalState {
    /// No form has come.
    Missing,
    /// A signed form is here.
    Received {
        /// Photos are allowed too.
        photos: bool,
    },
    /// The consent was withdrawn.
    Withdrawn,
}

impl ParentalState {
    /// The key of its word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Missing => "parent-missing",
            Self::Received { photos: false } => "parent-received",
            Self::Received { photos: true } => "parent-received-photos",
            Self::Withdrawn => "parent-withdrawn",
        }
    }
}

/// What is noted of the consent of parents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ParentalNote {
    /// A signed form came.
    Received {
        /// The name of who signed.
        given_by: String,
        /// The day on the form; unknown where it was noted before the day was asked for.
        on: Option<Day>,
        /// Photos are allowed too.
        photos: bool,
    },
    /// It was withdrawn.
    Withdrawn {
        /// The name of who withdrew it.
        given_by: String,
        /// The day on which they did; unknown where it was noted before the day was asked for.
        on: Option<Day>,
    },
}

impl ParentalNote {
    /// The word in the database.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Received { .. } => "received",
            Self::Withdrawn { .. } => "withdrawn",
        }
    }

    /// Who signed or withdrew it.
    pub fn given_by(&self) -> &str {
        match self {
            Self::Received { given_by, .. } | Self::Withdrawn { given_by, .. } => given_by,
        }
    }

    /// On which day that was, if it was asked for.
    pub const fn on(&self) -> Option<Day> {
        match self {
            Self::Received { on, .. } | Self::Withdrawn { on, .. } => *on,
        }
    }
}

/// One event in the history of the consent of parents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParentalEvent {
    /// Its number, from 1.
    pub number: i32,
    /// What.
    pub note: ParentalNote,
    /// When it was noted.
    pub at: Timestamp,
    /// Who noted it.
    pub by: Option<PersonId>,
}

impl ParentalEvent {
    /// The day for which it counts: that on the paper; where it was not asked for yet, that on which it was noted.
    pub fn day(&self, zone: chrono_tz::Tz) -> Day {
        self.note.on().unwrap_or_else(|| self.at.day(zone))
    }

    /// Whether a form came, or else the consent was withdrawn.
    pub const fn is_received(&self) -> bool {
        matches!(self.note, ParentalNote::Received { .. })
    }

    /// What it makes of the consent.
    pub const fn state(&self) -> ParentalState {
        match self.note {
            ParentalNote::Received { photos, .. } => ParentalState::Received { photos },
            ParentalNote::Withdrawn { .. } => ParentalState::Withdrawn,
        }
    }
}

/// An address that is not the person's own, where certificates go because somebody agreed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// The address.
    pub email: String,
    /// Who agreed.
    pub agreed_by: String,
    /// When.
    pub agreed_at: Timestamp,
    /// On which day that was, by the calendar of the site.
    pub agreed_on: Day,
}

/// A card as it can be printed, but for the password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// Its place among the cards of the form; the password is drawn by it.
    pub place: i32,
    /// Whose it is.
    pub person: PersonId,
    /// The person's name.
    pub name: String,
    /// The person's language.
    pub lang: Lang,
    /// What is typed to sign in.
    pub sign_in_name: String,
    /// When its password ends; `None` if another card or an own password has replaced it.
    pub works_until: Option<Timestamp>,
}

/// An account that the staff made, in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MadeRow {
    /// The person.
    pub person: PersonRow,
    /// What is typed to sign in.
    pub sign_in_name: Option<String>,
    /// Until when the card works; `None` once an own password was chosen.
    pub one_time_until: Option<Timestamp>,
    /// When the account was made.
    pub made_at: Timestamp,
}

/// What a single-use link is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkPurpose {
    /// Confirms an e-mail address. Seven days.
    ConfirmEmail,
    /// Sets a new password. Thirty minutes.
    ResetPassword,
    /// Makes the first account of an installation. A day.
    FirstAccount,
    /// Confirms the address that an account shall have instead of its present one. A day.
    ChangeEmail,
    /// Gives an account its former address back, from a mail to that address. Seven days.
    UndoEmail,
    /// Asks for a code after the password, in a cookie. Ten minutes.
    SecondStep,
    /// Chooses the first password of an account that the centre made, and confirms its address. Thirty days.
    Invitation,
}

impl LinkPurpose {
    /// The word in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::ConfirmEmail => "confirm-email",
            Self::ResetPassword => "reset-password",
            Self::FirstAccount => "first-account",
            Self::ChangeEmail => "change-email",
            Self::UndoEmail => "undo-email",
            Self::SecondStep => "second-step",
            Self::Invitation => "invitation",
        }
    }

    /// How long the link works, in seconds.
    pub const fn lifetime(self) -> i64 {
        match self {
            Self::ConfirmEmail | Self::UndoEmail => 7 * 86_400,
            Self::Invitation => 30 * 86_400,
            Self::ResetPassword => 30 * 60,
            Self::SecondStep => 10 * 60,
            Self::FirstAccount | Self::ChangeEmail => 86_400,
        }
    }
}
