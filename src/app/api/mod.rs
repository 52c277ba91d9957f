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
use crate::certificates::pages::public::asked::verify_typed;
use crate::certificates::verify::Records;
use crate::certificates::verify_many::{Asked, verify_many};
use crate::certificates::{Certificate, register, transcript};
use crate::content::Library;
use crate::kernel::ids::{CertificateId, OrganisationId, PersonId};
use crate::organisations;
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
pub async fn show_certificate(
    request: HttpRequest,
    Anyone(app): Anyone,
    number: Path<String>,
    recent: Data<Records>,
) -> ApiResult {
    app.limits.take(Limited::Verify, client_ip(&request, &app), app.now())?;
    let asked = number.into_inner();
    if asked.chars().count() > LONGEST {
        return Err(ApiProblem::bad_request("A number has at most 100 characters."));
    }
    let found = verify_typed(&app, &recent, &asked).await?;
    answer(&CertificateAnswer::of(asked, &found))
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
    let asked: Vec<Asked> = (1..).zip(&numbers).map(|(line, typed)| Asked::of(line, typed)).collect();
    let answers = token.app.db.read_long(move |conn| verify_many(conn, today, &asked)).await?;
    let each = numbers.into_iter().zip(&answers).map(|(asked, answered)| CertificateAnswer::of(asked, answered));
    answer(&Certificates { certificates: each.collect() })
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
            Ok((transcript::read(conn, &of, (person, today, zone))?, certificates, taught, found.name))
        })
        .await?;
    let completed = own.learned.iter().filter_map(|one| {
        let published = shelf.edition(one.course, one.edition)?;
        Some(CompletedCourse::of(published, one.minutes?, one.completed_at?))
    });
    let held = |one: &Certificate| HeldCertificate::of(one, taught.get(&one.id).map(|taught| taught.minutes), today);
    answer(&Transcript { name, certificates: certificates.iter().map(held).collect(), completed: completed.collect() })
}

/// Which part of a long list is asked for: so many rows after that one, by their numbers. Who comes, goes or is renamed
/// meanwhile moves nobody else to another part; and no name is in an address.
struct Part {
    after: i64,
    limit: i64,
}

/// Before the number of a row in a cursor, so that no program reckons with it.
const CURSOR: char = 'c';

/// `?cursor=&limit=`.
fn part(request: &HttpRequest) -> Result<Part, ApiProblem> {
    let query = Fields::of_query(request);
    let number = |text: &str, (least, most): (i64, i64)| {
        let is_plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse::<i64>().ok().filter(|number| is_plain && (least..=most).contains(number))
    };
    let after = if query.has("cursor") {
        query.get("cursor").strip_prefix(CURSOR).and_then(|id| number(id, (1, i64::MAX)))
    } else {
        Some(0)
    };
    let limit = if query.has("limit") { number(query.get("limit"), (1, MOST_ROWS)) } else { Some(ROWS) };
    match (after, limit) {
        (Some(after), Some(limit)) => Ok(Part { after, limit }),
        _ => Err(ApiProblem::bad_request("cursor is the one of the last answer, limit is 1 to 500.")),
    }
}

impl Part {
    /// One row more than is answered: it tells whether there is another part.
    const fn rows(&self) -> i64 {
        self.limit + 1
    }

    /// Leaves that row out, and says where the next part begins.
    fn cut<T>(&self, found: &mut Vec<T>, id: impl Fn(&T) -> i64) -> Option<String> {
        let limit = usize::try_from(self.limit).unwrap_or(usize::MAX);
        let is_more = found.len() > limit;
        found.truncate(limit);
        found.last().filter(|_| is_more).map(|last| format!("{CURSOR}{}", id(last)))
    }
}

/// `GET /api/v1/register?cursor=&limit=`: every certificate, the oldest first.
///
/// # Errors
/// The token; the database's.
pub async fn list_register(request: HttpRequest, token: RegisterToken) -> ApiResult {
    let part = part(&request)?;
    let (today, asked) = (token.app.today(), (CertificateId(part.after), part.rows()));
    let mut found = token.app.db.read_long(move |conn| register::list_after(conn, asked.0, asked.1)).await?;
    let next = part.cut(&mut found, |one| one.id.0);
    answer(&RegisterPage { certificates: found.iter().map(|one| RegisterEntry::of(one, today)).collect(), next })
}

/// `GET /api/v1/organisations/{organisation}/people?cursor=&limit=`: who belongs to the organisation of the token, with what
/// is valid until when, by the numbers of their accounts.
///
/// # Errors
/// Not found for any other organisation; the token; the database's.
pub async fn list_people(request: HttpRequest, token: PeopleToken, named: Path<String>) -> ApiResult {
    let own = token.bearer.organisation;
    let organisation = named.parse::<OrganisationId>().ok().filter(|named| Some(*named) == own);
    let organisation = organisation.ok_or_else(ApiProblem::not_found)?;
    let part = part(&request)?;
    let (today, asked) = (token.app.today(), (PersonId(part.after), part.rows()));
    let read = move |conn: &mut _| organisations::list_members_after(conn, (organisation, today), asked);
    let (mut found, total) = token.app.db.read_long(read).await?;
    let next = part.cut(&mut found, |member| member.person.0);
    answer(&MemberPage { people: found.iter().map(Member::of).collect(), total, next })
}
