//! What programs may ask, under `/api/v1`. Each handler takes the token that it needs, or [`Anyone`];
//! what it answers is a type of [`answers`], from which the description is made ([`openapi`]).

pub mod answers;
pub mod openapi;

use actix_web::HttpRequest;
use actix_web::web::{Data, Path};

use self::answers::{
    CertificateAnswer, Certificates, CompletedCourse, Course, Courses, HeldCertificate, Member, MemberPage, Numbers,
    RegisterEntry, RegisterPage, Transcript,
};
use crate::certificates::verify::verify;
use crate::certificates::{Certificate, register, transcript};
use crate::content::Library;
use crate::kernel::Actor;
use crate::kernel::ids::{CertificateId, OrganisationId};
use crate::organisations::{self, Filter};
use crate::web::Fields;
use crate::web::address::client_ip;
use crate::web::api::{
    Anyone, ApiProblem, ApiResult, PeopleToken, RegisterToken, Sent, TranscriptToken, VerifyToken, answer,
};
use crate::web::limits::Limited;

/// Numbers that are verified at once, at most.
pub const MOST_NUMBERS: usize = 100;
/// Characters of a number that is asked for, at most; a real one has twelve.
pub const LONGEST: usize = 100;
/// Rows on a page, unless a program asks for fewer or more.
const ROWS: i64 = 100;
/// Rows on a page, at most.
pub const MOST_ROWS: i64 = 500;

/// `GET /api/openapi.json`: the description of all this.
///
/// # Errors
/// Too many questions from one address.
pub async fn show_description(Anyone(app): Anyone) -> ApiResult {
    answer(&openapi::description(app.base_url.as_str()))
}

/// `GET /api/v1/certificates/{number}`: what anybody may learn of a number.
///
/// # Errors
/// More than [`LONGEST`] characters; too many questions from one address; the database's.
pub async fn show_certificate(request: HttpRequest, Anyone(app): Anyone, number: Path<String>) -> ApiResult {
    app.limits.take(Limited::Verify, client_ip(&request, &app), app.now())?;
    let (today, asked) = (app.today(), number.into_inner());
    if asked.chars().count() > LONGEST {
        return Err(ApiProblem::bad_request("A number has at most 100 characters."));
    }
    let found = app.read(move |conn| Ok(CertificateAnswer::of(asked.clone(), &verify(conn, today, &asked)?))).await?;
    answer(&found)
}

/// `POST /api/v1/certificates/verify`: the same of many numbers.
///
/// # Errors
/// Too many numbers; the token; the database's.
pub async fn create_verification(token: VerifyToken, Sent(Numbers { numbers }): Sent<Numbers>) -> ApiResult {
    let is_long = numbers.iter().any(|asked| asked.chars().count() > LONGEST);
    if numbers.is_empty() || numbers.len() > MOST_NUMBERS || is_long {
        return Err(ApiProblem::bad_request("Send 1 to 100 numbers of at most 100 characters."));
    }
    let today = token.app.today();
    let work = move |conn: &mut _| {
        let each =
            numbers.into_iter().map(|asked| Ok(CertificateAnswer::of(asked.clone(), &verify(conn, today, &asked)?)));
        each.collect::<crate::kernel::Result<Vec<_>>>()
    };
    answer(&Certificates { certificates: token.app.db.read_long(work).await? })
}

/// `GET /api/v1/courses`: what can be learnt.
///
/// # Errors
/// Too many questions from one address.
pub async fn list_courses(Anyone(app): Anyone, library: Data<Library>) -> ApiResult {
    let courses = library.shelf().offered().map(|published| Course::of(published, &app)).collect();
    answer(&Courses { courses })
}

/// `GET /api/v1/transcript`: the certificates and courses of the person who made the token.
///
/// # Errors
/// The token; the database's.
pub async fn show_transcript(token: TranscriptToken, library: Data<Library>) -> ApiResult {
    let (person, today, zone) = (token.bearer.person, token.app.today(), token.app.config.time_zone);
    let (shelf, of) = (library.shelf(), library.shelf());
    let (own, certificates, taught, name) = token
        .app
        .read(move |conn| {
            let certificates = register::list_of_person(conn, person)?;
            let taught = register::list_taught(conn, &certificates)?;
            let found = crate::accounts::find_person(conn, person)?.ok_or(crate::kernel::Error::NotFound)?;
            Ok((transcript::read(conn, &of, (person, zone))?, certificates, taught, found.name))
        })
        .await?;
    let completed = own.learned.iter().filter_map(|one| {
        let published = shelf.edition(one.course, one.edition)?;
        Some(CompletedCourse::of(published, one.minutes?, one.completed_at?))
    });
    let held = |one: &Certificate| HeldCertificate::of(one, taught.get(&one.id).map(|taught| taught.minutes), today);
    answer(&Transcript { name, certificates: certificates.iter().map(held).collect(), completed: completed.collect() })
}

/// Which part of a long list is asked for.
struct Part {
    cursor: i64,
    limit: i64,
}

/// `?cursor=&limit=`.
fn part(request: &HttpRequest) -> Result<Part, ApiProblem> {
    let query = Fields::of_query(request);
    let number = |name: &str, unless: i64, (least, most): (i64, i64)| {
        if !query.has(name) {
            return Some(unless);
        }
        query.get(name).parse().ok().filter(|number| (least..=most).contains(number))
    };
    let (cursor, limit) = (number("cursor", 0, (0, i64::MAX)), number("limit", ROWS, (1, MOST_ROWS)));
    match (cursor, limit) {
        (Some(cursor), Some(limit)) => Ok(Part { cursor, limit }),
        _ => Err(ApiProblem::bad_request("cursor is the one of the last answer, limit is 1 to 500.")),
    }
}

/// `GET /api/v1/register?cursor=&limit=`: every certificate, the oldest first.
///
/// # Errors
/// The token; the database's.
pub async fn list_register(request: HttpRequest, token: RegisterToken) -> ApiResult {
    let Part { cursor, limit } = part(&request)?;
    let today = token.app.today();
    let found = token.app.db.read_long(move |conn| register::list_after(conn, CertificateId(cursor), limit)).await?;
    if cursor == 0 || token.bearer.is_to_be_noted {
        let bearer = token.bearer.clone();
        let note = move |conn: &mut _, ctx: &_| crate::accounts::note_token_export(conn, ctx, &bearer);
        token.app.write(Actor::Person(token.bearer.person), note).await?;
    }
    let is_full = i64::try_from(found.len()).is_ok_and(|count| count == limit);
    let next = found.last().filter(|_| is_full).map(|last| last.id.0);
    answer(&RegisterPage { certificates: found.iter().map(|one| RegisterEntry::of(one, today)).collect(), next })
}

/// `GET /api/v1/organisations/{organisation}/people?cursor=&limit=`: who belongs to the organisation of the token, with what
/// is valid until when, by name.
///
/// # Errors
/// Not found for any other organisation; the token; the database's.
pub async fn list_people(request: HttpRequest, token: PeopleToken, named: Path<String>) -> ApiResult {
    let own = token.bearer.organisation;
    let organisation = named.parse::<OrganisationId>().ok().filter(|named| Some(*named) == own);
    let organisation = organisation.ok_or_else(ApiProblem::not_found)?;
    let Part { cursor, limit } = part(&request)?;
    let today = token.app.today();
    let read = move |conn: &mut _| {
        organisations::list_members(conn, organisation, (&Filter::default(), today), (cursor, limit))
    };
    let (found, total) = token.app.db.read_long(read).await?;
    if cursor == 0 || token.bearer.is_to_be_noted {
        let bearer = token.bearer.clone();
        let note = move |conn: &mut _, ctx: &_| crate::accounts::note_token_export(conn, ctx, &bearer);
        token.app.write(Actor::Person(token.bearer.person), note).await?;
    }
    let next = Some(cursor.saturating_add(limit)).filter(|next| *next < total);
    answer(&MemberPage { people: found.iter().map(Member::of).collect(), total, next })
}
