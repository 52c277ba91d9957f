//! The centre keeps the register: finds a certificate, reads its history, suspends, revokes and reinstates it.

pub mod handout;
pub mod name;
mod name_views;
pub mod practical;
mod practical_expiry;
mod practical_views;
mod views;

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};

use super::super::model::{Certificate, Event, EventKind, PAGE_SIZE, Reason, Search, State};
use super::super::number::CertificateNumber;
use super::super::practical::{HeldSession, find_session_of};
use super::super::register;
use super::super::reinstate::{Reinstatement, find_successor, reinstate};
use super::super::revoke::{Revocation, revoke};
use super::super::suspend::{Suspension, suspend};
use super::volunteer::document;
use crate::accounts::{self, ListLook, Look, Person};
use crate::content::Library;
use crate::kernel::age::AgeGroup;
use crate::kernel::ids::PersonId;
use crate::kernel::{Day, Error, Result};
use crate::web::flash::{redirect, redirect_with};
use crate::web::layout::respond;
use crate::web::paging::PageNumber;
use crate::web::{Centre, Fields, FormErrors, Page, WebResult, html_page};

/// The form whose reason the language switch brings along.
const MAIN_FORM: &str = "main-form";

/// `GET /{lang}/centre/certificates?search=&course=&page=`: the register.
///
/// # Errors
/// The database's.
pub async fn list_certificates(centre: Centre, request: HttpRequest, library: Data<Library>) -> WebResult {
    let page = &centre.page;
    let typed = Fields::of_query(&request);
    let courses: Vec<(String, String)> = library
        .shelf()
        .catalogue()
        .map(|course| (course.course.key.to_string(), course.course.title.get(page.lang).to_owned()))
        .collect();
    let course = library.shelf().course(typed.get("course")).map(|course| course.course_id);
    let text = typed.get("search").trim().to_owned();
    let wanted = PageNumber::of(&typed);
    let (found, birth_years, current, total) = page
        .app
        .read(move |conn| {
            let search = |page: PageNumber| Search { text: text.clone(), course, page: index(page) };
            let mut found = register::list(conn, &search(wanted))?;
            let total = i64::try_from(found.total).map_err(Error::internal)?;
            let current = wanted.within(total);
            if current != wanted {
                found = register::list(conn, &search(current))?;
            }
            let holders: Vec<PersonId> = found.certificates.iter().filter_map(|one| one.person).collect();
            let birth_years = accounts::list_birth_years(conn, &holders)?;
            Ok((found.certificates, birth_years, current, total))
        })
        .await?;
    if !found.is_empty() {
        let has_minors = may_be_minors(&birth_years, page.app.today());
        let look = ListLook { action: "register looked through", list: ("register", current.number()), has_minors };
        page.app.write(centre.actor(), move |conn, ctx| accounts::note_list_look(conn, ctx, look)).await?;
    }
    let list =
        views::List { typed: &typed, courses: &courses, found: &found, birth_years: &birth_years, current, total };
    Ok(html_page(page, page.t("centre-register-title"), &views::list(page, &list)))
}

/// True if one of these people may be a minor.
fn may_be_minors(birth_years: &[(PersonId, Option<i32>)], today: Day) -> bool {
    birth_years.iter().any(|(_, year)| AgeGroup::of(*year, today).is_minor())
}

// Both say how many rows a page has.
const _: () = assert!(PAGE_SIZE as i64 == crate::web::paging::PER_PAGE);

/// The register counts its pages from 0.
fn index(page: PageNumber) -> u32 {
    u32::try_from(page.number() - 1).unwrap_or_default()
}

/// A certificate with its history and who is in it.
struct Life {
    certificate: Certificate,
    events: Vec<Event>,
    /// The certificate in whose place it was issued.
    replaces: Option<CertificateNumber>,
    /// The certificate that this one renewed, if that still holds.
    renews: Option<Certificate>,
    /// The one that was issued in its place after it was revoked: it does not come back.
    superseded_by: Option<CertificateNumber>,
    /// The session that it confirms, if it is a practical one.
    session: Option<HeldSession>,
    /// The names of those who act in the history.
    names: Vec<(PersonId, String)>,
    /// The account of the holder, unless it was erased.
    holder: Option<Person>,
}

impl Life {
    /// Whether there is something to decide about it.
    fn may_be_changed(&self) -> bool {
        self.superseded_by.is_none() && (self.certificate.replaced_by.is_none() || self.certificate.is_stopped())
    }
}

async fn life(page: &Page, typed: &str) -> Result<Life> {
    let number = CertificateNumber::parse(typed).map_err(|_| Error::NotFound)?;
    let today = page.app.today();
    page.app
        .read(move |conn| {
            let (certificate, events) = register::get(conn, &number)?;
            let who: Vec<PersonId> = events.iter().filter_map(|event| event.person).collect();
            let names = accounts::list_names(conn, &who)?;
            let holder = match certificate.person {
                Some(id) => accounts::find_person(conn, id)?,
                None => None,
            };
            let replaces = register::find_replaced(conn, &certificate.number)?.map(|old| old.number);
            let renews = register::find_renewed(conn, &certificate.number)?;
            let renews = renews.filter(|old| old.state(today) == State::Valid);
            let superseded_by = find_successor(conn, &certificate)?;
            let session = find_session_of(conn, &certificate)?;
            Ok(Life { certificate, events, replaces, renews, superseded_by, session, names, holder })
        })
        .await
}

fn show(page: Page, life: &Life, typed: &Fields, errors: &FormErrors) -> HttpResponse {
    let page = if life.may_be_changed() { page.with_switch_form(MAIN_FORM) } else { page };
    let title = life.certificate.number.to_string();
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    respond(&page, status, &title, &views::certificate(&page, life, typed, errors))
}

/// `GET /{lang}/centre/certificates/{number}`: one certificate with its history.
///
/// # Errors
/// Not found; the database's.
pub async fn show_certificate(centre: Centre, path: Path<(String, String)>) -> WebResult {
    let life = life(&centre.page, &path.1).await?;
    if let Some(holder) = &life.holder {
        let look = Look::of(holder, centre.page.app.today());
        centre.page.app.write(centre.actor(), move |conn, ctx| accounts::note_look(conn, ctx, look)).await?;
    }
    Ok(show(centre.page, &life, &Fields::default(), &FormErrors::default()))
}

/// `GET /{lang}/centre/certificates/{number}/pdf`: the document.
///
/// # Errors
/// Not found; the database's.
pub async fn show_pdf(centre: Centre, path: Path<(String, String)>) -> WebResult {
    let number = CertificateNumber::parse(&path.1).map_err(|_| Error::NotFound)?;
    let (certificate, printed) = centre
        .page
        .app
        .read(move |conn| {
            let (certificate, _) = register::get(conn, &number)?;
            let printed = register::get_printed(conn, certificate.id)?;
            Ok((certificate, printed))
        })
        .await?;
    if let Some(person) = certificate.person {
        let today = centre.page.app.today();
        let noted = centre.page.app.write(centre.actor(), move |conn, ctx| {
            let person = accounts::find_person(conn, person)?.ok_or(Error::NotFound)?;
            accounts::note_look(conn, ctx, Look::of(&person, today))
        });
        noted.await?;
    }
    document(&certificate, printed).await
}

/// What a form about a certificate comes to.
enum Asked {
    /// To change it for this reason.
    Change(Reason),
    /// Nothing to change: the form in another language or with what is wrong; or it is so already, after a second
    /// click or in another window.
    Answer(HttpResponse),
}

/// Reads the form of suspending, revoking or reinstating.
fn read(page: &Page, life: &Life, typed: &Fields, wanted: EventKind) -> Asked {
    if let Some(lang) = typed.switch() {
        let page = Page { lang, ..page.clone() };
        return Asked::Answer(show(page, life, typed, &FormErrors::default()));
    }
    let certificate = &life.certificate;
    let is_so = match wanted {
        EventKind::Revoked => certificate.revoked_at.is_some(),
        EventKind::Suspended => certificate.is_stopped() || certificate.replaced_by.is_some(),
        _ => !certificate.is_stopped(),
    };
    if is_so {
        return Asked::Answer(redirect_with(&views::path(page, &life.certificate.number), "flash-already-so"));
    }
    let wrong = || show(page.clone(), life, typed, &FormErrors::one("reason", "centre-reason-wrong"));
    Reason::parse(typed.get("reason")).map_or_else(|| Asked::Answer(wrong()), Asked::Change)
}

/// `POST /{lang}/centre/certificates/{number}/revoke`: the holder is told by mail.
///
/// # Errors
/// Not found; the database's.
pub async fn create_revocation(centre: Centre, path: Path<(String, String)>, typed: Fields) -> WebResult {
    let page = &centre.page;
    let life = life(page, &path.1).await?;
    let reason = match read(page, &life, &typed, EventKind::Revoked) {
        Asked::Change(reason) => reason,
        Asked::Answer(answer) => return Ok(answer),
    };
    let number = life.certificate.number.clone();
    let outcome = page.app.write(centre.actor(), move |conn, ctx| revoke(conn, ctx, &number, &reason)).await?;
    let message = match outcome {
        Revocation::Done => "flash-revoked",
        Revocation::Before => "flash-already-so",
    };
    Ok(redirect_with(&views::path(page, &life.certificate.number), message))
}

/// `POST /{lang}/centre/certificates/{number}/suspend`: the holder is told by mail.
///
/// # Errors
/// Not found; the database's.
pub async fn create_suspension(centre: Centre, path: Path<(String, String)>, typed: Fields) -> WebResult {
    let page = &centre.page;
    let life = life(page, &path.1).await?;
    let reason = match read(page, &life, &typed, EventKind::Suspended) {
        Asked::Change(reason) => reason,
        Asked::Answer(answer) => return Ok(answer),
    };
    let number = life.certificate.number.clone();
    let outcome = page.app.write(centre.actor(), move |conn, ctx| suspend(conn, ctx, &number, &reason)).await?;
    let message = match outcome {
        Suspension::Done => "flash-suspended",
        Suspension::Before => "flash-already-so",
    };
    Ok(redirect_with(&views::path(page, &life.certificate.number), message))
}

/// `POST /{lang}/centre/certificates/{number}/reinstate`: the holder is told by mail.
///
/// # Errors
/// Not found; the database's.
pub async fn create_reinstatement(centre: Centre, path: Path<(String, String)>, typed: Fields) -> WebResult {
    let page = &centre.page;
    let life = life(page, &path.1).await?;
    let reason = match read(page, &life, &typed, EventKind::Reinstated) {
        Asked::Change(reason) => reason,
        Asked::Answer(answer) => return Ok(answer),
    };
    let number = life.certificate.number.clone();
    let outcome = page.app.write(centre.actor(), move |conn, ctx| reinstate(conn, ctx, &number, &reason)).await?;
    let back = views::path(page, &life.certificate.number);
    Ok(match outcome {
        Reinstatement::Done => redirect_with(&back, "flash-reinstated"),
        Reinstatement::NotStopped => redirect_with(&back, "flash-already-so"),
        // The page names the one that counts.
        Reinstatement::Superseded(_) => redirect(&back),
    })
}
