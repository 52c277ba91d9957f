//! Issuing: exactly one current certificate per person, course and kind, however often it is asked for.
//!
//! Signing and drawing take milliseconds and need chance, so they come first, outside the transaction: [`prepare`],
//! then [`issue`]. A draft that comes too late is thrown away; its number was never seen by anybody.

use sha2::{Digest, Sha256};

use super::data::{CertificateData, Confirmer, Installation, Kind, Look, Printed, Review, Session};
use super::keys::SigningKey;
use super::model::{Certificate, EventKind};
use super::number::CertificateNumber;
use super::pdf::render_printed;
use super::store::{self, NewCertificate};
use super::token::{self, Claims};
use crate::db::Conn;
use crate::kernel::ids::{CourseId, PersonId};
use crate::kernel::secret::hex;
use crate::kernel::{Ctx, Day, Error, Lang, PersonName, Random, Result, Slug, Timestamp};

/// How many places the list of revoked certificates has. Places are drawn, so that they do not count certificates.
const STATUS_PLACES: u64 = 1 << 24;

/// Everything that other features know about a certificate to be issued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// Whom it is for.
    pub person: PersonId,
    /// The name in the spelling that the person chose.
    pub name: PersonName,
    /// The course.
    pub course: CourseId,
    /// The course's key.
    pub course_key: Slug,
    /// The title as it shall be printed.
    pub course_title: String,
    /// The edition of the course that was completed: 1 for the first published version.
    pub edition: u32,
    /// What is confirmed.
    pub kind: Kind,
    /// The language of the document.
    pub language: Lang,
    /// How long the course takes, in minutes.
    pub minutes: u32,
    /// The present day in the centre's time zone.
    pub issued_on: Day,
    /// The last valid day; `None` if it never expires.
    pub expires_on: Option<Day>,
    /// The guidelines that the course follows.
    pub guideline: Option<String>,
    /// The trainer, on a practical certificate.
    pub confirmed_by: Option<Confirmer>,
    /// The session, on a practical certificate.
    pub session: Option<Session>,
    /// Whether the course's reviews are signed.
    pub review: Review,
    /// Whether the public can reach this server.
    pub installation: Installation,
    /// The resource centre's name in the language of the document.
    pub issuer: String,
    /// How it looks by the settings of the centre.
    pub look: Option<Look>,
    /// The logo that the look names, as PNG.
    pub logo: Option<Vec<u8>>,
    /// The server's public address, without a slash at the end.
    pub base_url: String,
}

/// A certificate that is signed and drawn, and not yet in the register.
#[derive(Debug, Clone)]
pub struct Draft {
    pub(super) person: PersonId,
    pub(super) course: CourseId,
    pub(super) kind: Kind,
    pub(super) row: NewCertificate,
}

impl Draft {
    /// Its place in the list of revoked certificates.
    pub fn place(&self) -> i64 {
        self.row.status_index
    }
}

/// What came of issuing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It is in the register now.
    Issued(Certificate),
    /// The person has one already: this one, which may be expired or revoked. Nothing was changed.
    AlreadyThere(Certificate),
}

/// Draws a number, signs and draws the document. Takes a few milliseconds; call it outside the transaction.
///
/// # Errors
/// An internal error if a letter of the name cannot be printed (see [`super::pdf::unprintable_letter`]).
pub fn prepare(key: &SigningKey, random: &Random, now: Timestamp, request: &Request) -> Result<Draft> {
    let status_index = draw_place(random)?;
    let data = print_data(key, random, now, request, status_index)?;
    let printed = Printed { data, logo: request.logo.clone() };
    draft(key, &printed, status_index, (request.person, request.course))
}

/// A place in the list of revoked certificates.
pub(super) fn draw_place(random: &Random) -> Result<u32> {
    u32::try_from(random.seed() % STATUS_PLACES).map_err(Error::internal)
}

/// A number that nobody has seen.
pub(super) fn draw_number(random: &Random) -> CertificateNumber {
    let mut bits = [0; 16];
    random.fill(&mut bits);
    CertificateNumber::from_random(u128::from_le_bytes(bits))
}

/// Draws the document of signed data.
pub(super) fn draft(
    key: &SigningKey,
    printed: &Printed,
    status_index: u32,
    (person, course): (PersonId, CourseId),
) -> Result<Draft> {
    let pdf = render_printed(printed)?;
    let data = &printed.data;
    let row = NewCertificate {
        number: data.number.as_str().to_owned(),
        person_id: Some(person),
        course_id: course,
        kind: data.kind.code().to_owned(),
        edition: i32::try_from(data.edition).map_err(Error::internal)?,
        status_index: i64::from(status_index),
        key_id: key.id().to_string(),
        template: i32::from(data.template),
        document: serde_json::to_string(data).map_err(|error| Error::while_doing("keep a certificate", error))?,
        digest: digest(&pdf),
        holder: data.name.as_str().to_owned(),
        holder_folded: data.name.folded(),
        course_title: data.course_title.clone(),
        language: data.language,
        issued_at: data.issued_at,
        issued_on: data.issued_on,
        expires_on: data.expires_on,
        is_current: true,
    };
    Ok(Draft { person, course, kind: data.kind, row })
}

/// Puts a draft into the register, unless the person has a current certificate of this course and kind.
///
/// # Errors
/// [`Error::Conflict`] if the drawn number is taken: prepare another draft. The database's errors.
pub fn issue(conn: &mut Conn, ctx: &Ctx, draft: &Draft) -> Result<Outcome> {
    issue_because(conn, ctx, draft, "")
}

/// The same, with a reason that is kept in the certificate's history; empty where it needs none.
///
/// # Errors
/// As [`issue`].
pub fn issue_because(conn: &mut Conn, ctx: &Ctx, draft: &Draft, reason: &str) -> Result<Outcome> {
    let added = store::insert_certificate(conn, &draft.row)?;
    let current = store::find_current(conn, draft.person, draft.course, draft.kind)?.ok_or(Error::Conflict)?;
    if !added {
        return Ok(Outcome::AlreadyThere(current));
    }
    store::insert_event(conn, ctx, current.id, EventKind::Issued, reason)?;
    Ok(Outcome::Issued(current))
}

/// SHA-256 of a document, in hexadecimal: what the register keeps of it.
pub fn digest(pdf: &[u8]) -> String {
    hex(&Sha256::digest(pdf))
}

fn print_data(
    key: &SigningKey,
    random: &Random,
    now: Timestamp,
    request: &Request,
    status_index: u32,
) -> Result<CertificateData> {
    let number = draw_number(random);
    let claims = Claims {
        number: number.clone(),
        name: request.name.as_str().to_owned(),
        course: request.course_key.clone(),
        edition: request.edition,
        kind: request.kind,
        issued_on: request.issued_on,
        expires_on: request.expires_on,
        status_index,
    };
    Ok(CertificateData {
        template: request.kind.template(),
        name: request.name.clone(),
        course: request.course_key.clone(),
        course_title: request.course_title.clone(),
        edition: request.edition,
        kind: request.kind,
        language: request.language,
        minutes: request.minutes,
        issued_at: now,
        issued_on: request.issued_on,
        expires_on: request.expires_on,
        guideline: request.guideline.clone(),
        confirmed_by: request.confirmed_by.clone(),
        session: request.session.clone(),
        review: request.review,
        installation: request.installation,
        issuer: request.issuer.clone(),
        look: request.look.clone(),
        verify_page: format!("{}/{}/verify", request.base_url, request.language.code()),
        verify_url: format!("{}/v/{}", request.base_url, number.as_str()),
        token: token::sign(key, &claims)?,
        number,
    })
}
