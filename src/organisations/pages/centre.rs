//! What the centre does with organisations and their coordinators.

use actix_web::http::StatusCode;
use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse};

use super::super::views::centre::{self as views, Looked, Row};
use super::super::{self as organisations, Appointed, Candidate, Kept, NewOrganisation, OrganisationName};
use crate::accounts::{self, Granted};
use crate::kernel::ids::{OrganisationId, PersonId};
use crate::kernel::{Error, Result};
use crate::web::flash::redirect_with;
use crate::web::layout::respond;
use crate::web::paging::{PER_PAGE, PageNumber};
use crate::web::{Centre, Fields, FormErrors, Page, Problem, WebResult, html_page};

/// The form that the language switch sends.
const MAIN_FORM: &str = "main-form";

/// `GET /{lang}/centre/organisations?page=`.
///
/// # Errors
/// The database's.
pub async fn list_organisations(centre: Centre, request: HttpRequest) -> WebResult {
    let page = &centre.page;
    let wanted = PageNumber::of(&Fields::of_query(&request));
    let (rows, total, current) = page
        .app
        .read(move |conn| {
            let (_, total) = organisations::list_organisations(conn, (0, 0))?;
            let current = wanted.within(total);
            let (found, _) = organisations::list_organisations(conn, (current.offset(), PER_PAGE))?;
            let ids: Vec<OrganisationId> = found.iter().map(|organisation| organisation.id).collect();
            let counts = organisations::count_members(conn, &ids)?;
            let count = |id| counts.iter().find(|(of, _)| *of == id).map_or(0, |(_, count)| *count);
            let rows: Vec<Row> =
                found.into_iter().map(|organisation| Row { people: count(organisation.id), organisation }).collect();
            Ok((rows, total, current))
        })
        .await?;
    Ok(html_page(page, page.t("org-centre-title"), &views::list(page, &rows, (current, total))))
}

/// `GET /{lang}/centre/organisations/new`.
///
/// # Errors
/// None of its own.
pub async fn new_organisation(centre: Centre) -> WebResult {
    Ok(show_new(centre.page, (&Fields::default(), &FormErrors::default())))
}

fn show_new(page: Page, (typed, errors): (&Fields, &FormErrors)) -> HttpResponse {
    let page = page.with_switch_form(MAIN_FORM);
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    respond(&page, status, page.t("org-new-title"), &views::new(&page, (typed, errors)))
}

/// The names in a form, or what is wrong with them.
fn read_names(typed: &Fields) -> Result<NewOrganisation, FormErrors> {
    let mut errors = FormErrors::default();
    let kk = errors.check("name_kk", "org-name-wrong", OrganisationName::parse(typed.get("name_kk")));
    let ru = errors.check("name_ru", "org-name-wrong", OrganisationName::parse(typed.get("name_ru")));
    let en = match typed.typed("name_en") {
        None => None,
        Some(text) => errors.check("name_en", "org-name-wrong", OrganisationName::parse(text)),
    };
    match (kk, ru) {
        (Some(kk), Some(ru)) if errors.is_empty() => Ok(NewOrganisation { kk, ru, en }),
        _ => Err(errors),
    }
}

/// `POST /{lang}/centre/organisations/new`. The language switch comes here too.
///
/// # Errors
/// The database's.
pub async fn create_organisation(mut centre: Centre, typed: Fields) -> WebResult {
    if let Some(lang) = typed.switch() {
        centre.page.lang = lang;
        return Ok(show_new(centre.page, (&typed, &FormErrors::default())));
    }
    let new = match read_names(&typed) {
        Ok(new) => new,
        Err(errors) => return Ok(show_new(centre.page, (&typed, &errors))),
    };
    let (actor, page) = (centre.actor(), centre.page);
    match page.app.write(actor, move |conn, ctx| organisations::make(conn, ctx, &new)).await? {
        Kept::Yes(id) => Ok(redirect_with(&address(&page, id), "flash-organisation-made")),
        Kept::AlreadySo | Kept::NameTaken => {
            Ok(show_new(page, (&typed, &FormErrors::one("name_kk", "org-name-taken"))))
        }
    }
}

fn address(page: &Page, id: OrganisationId) -> String {
    page.to(&format!("/centre/organisations/{id}"))
}

fn read_id(path: &Path<(String, String)>) -> Result<OrganisationId> {
    path.1.parse().map_err(|_| Error::NotFound)
}

async fn look(centre: &Centre, id: OrganisationId) -> Result<Looked> {
    let read = centre.page.app.read(move |conn| {
        let organisation = organisations::find_organisation(conn, id)?.ok_or(Error::NotFound)?;
        let coordinators = accounts::list_coordinators(conn, id)?;
        let people = organisations::count_members(conn, &[id])?.first().map_or(0, |(_, count)| *count);
        let waiting = organisations::count_waiting(conn, id)?;
        Ok(Looked { organisation, coordinators, people, waiting })
    });
    read.await
}

/// The form as it is before somebody types.
fn as_stored(looked: &Looked) -> Fields {
    let name = &looked.organisation.name;
    let fields = [("name_kk", &name.kk), ("name_ru", &name.ru), ("name_en", &name.en)];
    Fields(fields.map(|(field, text)| (field.to_owned(), text.clone().unwrap_or_default())).to_vec())
}

async fn show(centre: Centre, id: OrganisationId, typed: Option<&Fields>, errors: &FormErrors) -> WebResult {
    let looked = look(&centre, id).await?;
    let page = centre.page.with_switch_form(MAIN_FORM);
    let stored = as_stored(&looked);
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let body = views::one(&page, &looked, (typed.unwrap_or(&stored), errors));
    Ok(respond(&page, status, looked.organisation.name.get(page.lang), &body))
}

/// `GET /{lang}/centre/organisations/{organisation}`.
///
/// # Errors
/// Not found; the database's.
pub async fn show_organisation(centre: Centre, path: Path<(String, String)>) -> WebResult {
    let id = read_id(&path)?;
    show(centre, id, None, &FormErrors::default()).await
}

/// `POST /{lang}/centre/organisations/{organisation}`: other names. The language switch comes here too.
///
/// # Errors
/// Not found; the database's.
pub async fn update_organisation(mut centre: Centre, path: Path<(String, String)>, typed: Fields) -> WebResult {
    let id = read_id(&path)?;
    if let Some(lang) = typed.switch() {
        centre.page.lang = lang;
        return show(centre, id, Some(&typed), &FormErrors::default()).await;
    }
    let new = match read_names(&typed) {
        Ok(new) => new,
        Err(errors) => return show(centre, id, Some(&typed), &errors).await,
    };
    let app = centre.page.app.clone();
    match app.write(centre.actor(), move |conn, ctx| organisations::rename(conn, ctx, id, &new)).await? {
        Kept::Yes(_) => Ok(redirect_with(&address(&centre.page, id), "flash-organisation-renamed")),
        Kept::AlreadySo => Ok(redirect_with(&address(&centre.page, id), "flash-already-so")),
        Kept::NameTaken => show(centre, id, Some(&typed), &FormErrors::one("name_kk", "org-name-taken")).await,
    }
}

/// `POST /{lang}/centre/organisations/{organisation}/close`.
///
/// # Errors
/// Not found; the database's.
pub async fn create_closing(centre: Centre, path: Path<(String, String)>) -> WebResult {
    let id = read_id(&path)?;
    let app = centre.page.app.clone();
    let kept = app.write(centre.actor(), move |conn, ctx| organisations::close(conn, ctx, id)).await?;
    let message = if kept == Kept::AlreadySo { "flash-already-so" } else { "flash-organisation-closed" };
    Ok(redirect_with(&address(&centre.page, id), message))
}

/// `POST /{lang}/centre/organisations/{organisation}/reopen`.
///
/// # Errors
/// Not found; the database's.
pub async fn create_reopening(centre: Centre, path: Path<(String, String)>) -> WebResult {
    let id = read_id(&path)?;
    let app = centre.page.app.clone();
    match app.write(centre.actor(), move |conn, ctx| organisations::reopen(conn, ctx, id)).await? {
        Kept::Yes(_) => Ok(redirect_with(&address(&centre.page, id), "flash-organisation-reopened")),
        Kept::AlreadySo => Ok(redirect_with(&address(&centre.page, id), "flash-already-so")),
        Kept::NameTaken => show(centre, id, None, &FormErrors::one("reopen", "org-name-taken")).await,
    }
}

/// `POST /{lang}/centre/organisations/{organisation}/coordinators`: by the button pressed, shows whom an e-mail or sign-in
/// name leads to, makes that person a coordinator, or takes that away.
///
/// # Errors
/// Not found; conflict for a closed one; the database's.
pub async fn update_coordinators(mut centre: Centre, path: Path<(String, String)>, typed: Fields) -> WebResult {
    let id = read_id(&path)?;
    if let Some(lang) = typed.switch() {
        centre.page.lang = lang;
        return check(centre, id, &typed).await;
    }
    if let Some(person) = typed.typed("withdraw") {
        let person: PersonId = person.parse().map_err(|_| Problem::NotFound)?;
        let app = centre.page.app.clone();
        let done = app.write(centre.actor(), move |conn, ctx| organisations::dismiss(conn, ctx, id, person)).await?;
        let message = if done == Granted::Yes { "flash-coordinator-ended" } else { "flash-already-so" };
        return Ok(redirect_with(&address(&centre.page, id), message));
    }
    match typed.typed("appoint") {
        Some(shown) => {
            let shown: PersonId = shown.parse().map_err(|_| Problem::NotFound)?;
            appoint(centre, id, shown, &typed).await
        }
        None => check(centre, id, &typed).await,
    }
}

/// Shows who has this e-mail or sign-in name.
async fn check(centre: Centre, id: OrganisationId, typed: &Fields) -> WebResult {
    let looked = look(&centre, id).await?;
    let identifier = typed.get("identifier").trim().to_owned();
    let found = centre.page.app.read(move |conn| organisations::find_candidate(conn, &identifier)).await?;
    match found {
        Candidate::Nobody => refused(centre, id, typed, "coordinator-nobody").await,
        Candidate::Unconfirmed => refused(centre, id, typed, "coordinator-unconfirmed").await,
        Candidate::Person(person, name) => {
            let page = centre.page.with_switch_form(MAIN_FORM);
            let body = views::check_coordinator(&page, &looked.organisation, (person, &name), typed.get("identifier"));
            Ok(respond(&page, StatusCode::OK, page.t("coordinator-check-title"), &body))
        }
    }
}

/// Makes the person who was shown a coordinator.
async fn appoint(centre: Centre, id: OrganisationId, shown: PersonId, typed: &Fields) -> WebResult {
    let (app, identifier) = (centre.page.app.clone(), typed.get("identifier").trim().to_owned());
    let work = move |conn: &mut _, ctx: &_| organisations::appoint(conn, ctx, id, (&identifier, shown));
    match app.write(centre.actor(), work).await? {
        Appointed::Yes => Ok(redirect_with(&address(&centre.page, id), "flash-coordinator-made")),
        Appointed::AlreadySo => Ok(redirect_with(&address(&centre.page, id), "flash-already-so")),
        Appointed::Unconfirmed => refused(centre, id, typed, "coordinator-unconfirmed").await,
        Appointed::Nobody => refused(centre, id, typed, "coordinator-nobody").await,
    }
}

/// The page with what was typed as a coordinator, and why nobody was made one.
async fn refused(centre: Centre, id: OrganisationId, typed: &Fields, message: &'static str) -> WebResult {
    let looked = look(&centre, id).await?;
    let mut fields = as_stored(&looked);
    fields.0.push(("identifier".to_owned(), typed.get("identifier").to_owned()));
    show(centre, id, Some(&fields), &FormErrors::one("identifier", message)).await
}
