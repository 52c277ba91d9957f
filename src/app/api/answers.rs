//! What programs send and get. The description is made from these types, so each of their remarks is read by others.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::certificates::transcript::hours;
use crate::certificates::verify::{Shown, Verification};
use crate::certificates::{self, Certificate, Kind};
use crate::content::Published;
use crate::kernel::{Day, Lang, Timestamp};
use crate::organisations::{self, HeldState, Minor};
use crate::web::App;

/// Numbers to verify.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Numbers {
    /// As printed; blanks, hyphens and small letters do not matter. At most 100 characters each.
    #[schema(min_items = 1, max_items = 100)]
    pub numbers: Vec<String>,
}

/// What a certificate is worth today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// It holds.
    Valid,
    /// Its last valid day has passed.
    Expired,
    /// It was withdrawn.
    Revoked,
    /// It counts for nothing until the centre has decided.
    Suspended,
    /// Another one was issued in its place with a corrected name.
    Replaced,
    /// No certificate has this number.
    Unknown,
    /// It is no number: a character is wrong or missing.
    Mistyped,
}

/// What is confirmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Confirmed {
    /// The theory was completed online. Says nothing about practical skills.
    Theory,
    /// A trainer saw the skills.
    Practical,
}

impl Confirmed {
    const fn of(kind: Kind) -> Self {
        match kind {
            Kind::Theory => Self::Theory,
            Kind::Practical => Self::Practical,
        }
    }
}

/// A certificate as anybody may see it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PublicCertificate {
    /// The number.
    pub number: String,
    /// The name as printed; none once it was erased at the holder's wish.
    pub name: Option<String>,
    /// The title of the course as printed.
    pub course: String,
    /// What is confirmed.
    pub kind: Confirmed,
    /// The day of issue.
    #[schema(value_type = String, format = "date")]
    pub issued_on: Day,
    /// The last valid day; none if it never expires.
    #[schema(value_type = Option<String>, format = "date")]
    pub expires_on: Option<Day>,
}

/// The answer to a number.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CertificateAnswer {
    /// The number as it was asked for.
    pub asked: String,
    /// What it is worth today.
    pub state: State,
    /// The certificate; none for unknown and mistyped numbers.
    pub certificate: Option<PublicCertificate>,
    /// The number of the one that counts instead: with a corrected name, or a renewal.
    pub newer: Option<String>,
}

impl CertificateAnswer {
    /// What the register says of a number that was asked for.
    pub fn of(asked: String, verification: &Verification) -> Self {
        let (state, shown, replaced_by) = match verification {
            Verification::Valid(shown) => (State::Valid, Some(shown), None),
            Verification::Expired(shown) => (State::Expired, Some(shown), None),
            Verification::Revoked { shown, .. } => (State::Revoked, Some(shown), None),
            Verification::Suspended { shown, .. } => (State::Suspended, Some(shown), None),
            Verification::Replaced { shown, by } => (State::Replaced, Some(shown), Some(by)),
            Verification::Unknown => (State::Unknown, None, None),
            Verification::Mistyped => (State::Mistyped, None, None),
        };
        let newer = replaced_by.or(shown.and_then(|shown| shown.renewed_by.as_ref()));
        Self { asked, state, newer: newer.map(ToString::to_string), certificate: shown.map(public) }
    }
}

fn public(shown: &Shown) -> PublicCertificate {
    PublicCertificate {
        number: shown.number.to_string(),
        name: shown.name.clone(),
        course: shown.course_title.clone(),
        kind: Confirmed::of(shown.kind),
        issued_on: shown.issued_on,
        expires_on: shown.expires_on,
    }
}

/// The answers to many numbers, in their order.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Certificates {
    /// One for each number.
    pub certificates: Vec<CertificateAnswer>,
}

/// A text in the languages in which it exists.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Words {
    /// Kazakh.
    pub kk: Option<String>,
    /// Russian.
    pub ru: Option<String>,
    /// English.
    pub en: Option<String>,
}

impl Words {
    fn of(text: &crate::kernel::Localized) -> Self {
        let [kk, ru, en] = [Lang::Kk, Lang::Ru, Lang::En].map(|lang| text.exact(lang).map(str::to_owned));
        Self { kk, ru, en }
    }
}

/// A course that is offered.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Course {
    /// The key in addresses.
    pub key: String,
    /// The edition.
    pub edition: i32,
    /// The title.
    pub title: Words,
    /// One or two sentences.
    pub summary: Words,
    /// The languages in which it can be learnt.
    pub languages: Vec<String>,
    /// Hours online, as certificates print them.
    pub hours: f64,
    /// Its page.
    pub url: String,
}

impl Course {
    /// One of the catalogue.
    pub fn of(published: &Published, app: &App) -> Self {
        let course = &published.course;
        Self {
            key: course.key.to_string(),
            edition: published.edition,
            title: Words::of(&course.title),
            summary: Words::of(&course.summary),
            languages: course.languages.iter().map(|lang| lang.code().to_owned()).collect(),
            hours: course.hours,
            url: app.url(&format!("/{}/courses/{}", app.config.language, course.key)),
        }
    }
}

/// The catalogue.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Courses {
    /// Every course that is offered.
    pub courses: Vec<Course>,
}

/// A certificate as its holder sees it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct HeldCertificate {
    /// The number.
    pub number: String,
    /// What it is worth today.
    pub state: State,
    /// The title of the course as printed.
    pub course: String,
    /// What is confirmed.
    pub kind: Confirmed,
    /// Hours, as printed on it.
    pub hours: Option<f64>,
    /// The day of issue.
    #[schema(value_type = String, format = "date")]
    pub issued_on: Day,
    /// The last valid day; none if it never expires.
    #[schema(value_type = Option<String>, format = "date")]
    pub expires_on: Option<Day>,
}

impl HeldCertificate {
    /// One of the register, with its minutes.
    pub fn of(certificate: &Certificate, minutes: Option<u32>, today: Day) -> Self {
        Self {
            number: certificate.number.to_string(),
            state: state(certificate, today),
            course: certificate.course_title.clone(),
            kind: Confirmed::of(certificate.kind),
            hours: minutes.map(hours),
            issued_on: certificate.issued_on,
            expires_on: certificate.expires_on,
        }
    }
}

fn state(certificate: &Certificate, today: Day) -> State {
    match certificate.state(today) {
        certificates::State::Valid => State::Valid,
        certificates::State::Expired { .. } => State::Expired,
        certificates::State::Revoked { .. } => State::Revoked,
        certificates::State::Suspended { .. } => State::Suspended,
        certificates::State::Replaced { .. } => State::Replaced,
    }
}

/// A course that was completed.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CompletedCourse {
    /// The key in addresses.
    pub key: String,
    /// The edition.
    pub edition: i32,
    /// The title.
    pub title: Words,
    /// Hours online, as printed on the certificate.
    pub hours: f64,
    /// When it was completed, in UTC.
    #[schema(value_type = String, format = "date-time")]
    pub completed_at: String,
}

impl CompletedCourse {
    /// A course, its minutes, and when it was completed.
    pub fn of(published: &Published, minutes: u32, at: Timestamp) -> Self {
        let course = &published.course;
        Self {
            key: course.key.to_string(),
            edition: published.edition,
            title: Words::of(&course.title),
            hours: hours(minutes),
            completed_at: at.utc().format("%Y-%m-%dT%H:%M:%SZ").to_string(),
        }
    }
}

/// What one person has learnt.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Transcript {
    /// The name.
    pub name: String,
    /// Every certificate, the newest first.
    pub certificates: Vec<HeldCertificate>,
    /// Every course that was completed, the newest first.
    pub completed: Vec<CompletedCourse>,
}

/// A certificate of the register.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RegisterEntry {
    /// The number.
    pub number: String,
    /// What it is worth today.
    pub state: State,
    /// The name as printed; none once it was erased at the holder's wish.
    pub name: Option<String>,
    /// The title of the course as printed.
    pub course: String,
    /// The edition of the course.
    pub edition: u32,
    /// What is confirmed.
    pub kind: Confirmed,
    /// The language of the document.
    pub language: String,
    /// The day of issue.
    #[schema(value_type = String, format = "date")]
    pub issued_on: Day,
    /// The last valid day; none if it never expires.
    #[schema(value_type = Option<String>, format = "date")]
    pub expires_on: Option<Day>,
}

impl RegisterEntry {
    /// One of the register.
    pub fn of(certificate: &Certificate, today: Day) -> Self {
        Self {
            number: certificate.number.to_string(),
            state: state(certificate, today),
            name: certificate.erased_at.is_none().then(|| certificate.holder.clone()),
            course: certificate.course_title.clone(),
            edition: certificate.edition,
            kind: Confirmed::of(certificate.kind),
            language: certificate.language.code().to_owned(),
            issued_on: certificate.issued_on,
            expires_on: certificate.expires_on,
        }
    }
}

/// A part of the register.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RegisterPage {
    /// The certificates of this part, the oldest first.
    pub certificates: Vec<RegisterEntry>,
    /// The cursor of the next part; none after the last one.
    pub next: Option<String>,
}

/// Whether somebody may be a minor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum MayBeMinor {
    /// May be younger than 18.
    Yes,
    /// Is of age.
    No,
    /// No year of birth is known.
    Unknown,
}

/// What somebody of an organisation holds.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MemberCertificate {
    /// The title of the course as printed.
    pub course: String,
    /// What is confirmed.
    pub kind: Confirmed,
    /// What it is worth today.
    pub state: State,
    /// The last valid day; none if it never expires, is suspended or was withdrawn.
    #[schema(value_type = Option<String>, format = "date")]
    pub until: Option<Day>,
}

/// Somebody who belongs to an organisation: all that its coordinator sees.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Member {
    /// The name.
    pub name: String,
    /// Whether they may be a minor.
    pub minor: MayBeMinor,
    /// What they hold.
    pub certificates: Vec<MemberCertificate>,
}

impl Member {
    /// Somebody, as the coordinator's page shows them.
    pub fn of(member: &organisations::Member) -> Self {
        let certificates = member.held.iter().map(|held| {
            let (state, until) = match held.state {
                HeldState::Valid { until } => (State::Valid, until),
                HeldState::Expired { on } => (State::Expired, Some(on)),
                HeldState::Revoked => (State::Revoked, None),
                HeldState::Suspended => (State::Suspended, None),
            };
            MemberCertificate { course: held.title.clone(), kind: Confirmed::of(held.kind), state, until }
        });
        let minor = match member.minor {
            Minor::Yes => MayBeMinor::Yes,
            Minor::No => MayBeMinor::No,
            Minor::Unknown => MayBeMinor::Unknown,
        };
        Self { name: member.name.clone(), minor, certificates: certificates.collect() }
    }
}

/// A part of the people of an organisation.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MemberPage {
    /// The people of this part, by the numbers of their accounts.
    pub people: Vec<Member>,
    /// How many there are in all.
    pub total: i64,
    /// The cursor of the next part; none after the last one.
    pub next: Option<String>,
}

/// Why a program was not answered as it asked (RFC 9457).
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Problem {
    /// Always `about:blank`: the status says all.
    pub r#type: String,
    /// The name of the status.
    pub title: String,
    /// The status.
    pub status: u16,
    /// What went wrong.
    pub detail: String,
}
