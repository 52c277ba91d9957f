//! Which reviews a person signs: given and taken by the centre.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use maud::{Markup, html};

use super::{MAIN_FORM, read_id};
use crate::accounts::{self, Granted, Look, Person, ReviewGrant};
use crate::authoring;
use crate::content::Library;
use crate::kernel::{Error, ReviewKind, Slug};
use crate::web::flash::redirect_with;
use crate::web::layout::respond;
use crate::web::ui::{self, review_name};
use crate::web::{Centre, Fields, FormErrors, Page, Problem, WebResult, assets};

/// What the page shows.
struct Looked {
    person: Person,
    grants: Vec<ReviewGrant>,
    /// Keys and titles, those that are only a draft yet included.
    courses: Vec<(String, String)>,
}

async fn look(centre: &Centre, library: &Library, path: &Path<(String, String)>) -> Result<Looked, Problem> {
    let (id, page) = (read_id(path)?, &centre.page);
    let (person, grants, drafts) = page
        .app
        .read(move |conn| {
            let person = accounts::find_person(conn, id)?.ok_or(Error::NotFound)?;
            Ok((person, accounts::list_review_grants(conn, id)?, authoring::list_drafts(conn)?))
        })
        .await?;
    let shelf = library.shelf();
    let titled = |key: &Slug, title: &str| (key.to_string(), title.to_owned());
    let published = shelf.catalogue().map(|published| &published.course);
    let mut courses: Vec<_> = published.map(|course| titled(&course.key, course.title.get(page.lang))).collect();
    let drafts = drafts.into_iter().map(|line| line.draft.course);
    courses.extend(drafts.filter(|key| shelf.course(key.as_str()).is_none()).map(|key| titled(&key, key.as_str())));
    Ok(Looked { person, grants, courses })
}

fn show(page: Page, looked: &Looked, (typed, errors): (&Fields, &FormErrors)) -> HttpResponse {
    let page = page.with_switch_form(MAIN_FORM);
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let body = body(&page, looked, (typed, errors));
    respond(&page, status, page.t("review-grants-title"), &body)
}

fn body(page: &Page, looked: &Looked, (typed, errors): (&Fields, &FormErrors)) -> Markup {
    let person = page.to(&format!("/centre/people/{}", looked.person.id));
    let kinds = ReviewKind::ALL.map(|kind| (kind.code().to_owned(), review_name(page, kind)));
    html! {
        link rel="stylesheet" href=(*assets::EDITOR_CSS);
        nav.crumbs aria-label=(page.t("nav-crumbs")) {
            a href=(page.to("/centre")) { (page.t("nav-centre")) }
            a href=(page.to("/centre/people")) { (page.t("centre-people-title")) }
            a href=(person) { (looked.person.name) }
        }
        h1 { (page.t("review-grants-title")) }
        (ui::error_summary(page, errors))
        p { (page.t("review-grants-lead")) }
        @if looked.grants.is_empty() { (ui::empty(page.t("review-grants-none"), None)) }
        @else { ul.rows { @for grant in &looked.grants { (held(page, looked, &person, grant)) } } }
        h2 { (page.t("review-grants-new")) }
        form #main-form method="post" action={ (person) "/reviews" } {
            (ui::select(page, ("course", page.t("review-course"), ""), &looked.courses, typed, errors))
            (ui::select(page, ("kind", page.t("review-kind"), page.t("review-kind-hint")), &kinds, typed, errors))
            button.button type="submit" { (page.t("review-grant")) }
        }
    }
}

fn held(page: &Page, looked: &Looked, person: &str, grant: &ReviewGrant) -> Markup {
    let key = grant.course.as_str();
    let title = looked.courses.iter().find(|(known, _)| known == key).map_or(key, |(_, title)| title.as_str());
    let kind = review_name(page, grant.kind);
    html! {
        li {
            span { (title) ": " (kind) }
            form method="post" action={ (person) "/reviews/withdraw" } {
                input type="hidden" name="course" value=(key);
                input type="hidden" name="kind" value=(grant.kind);
                button.button.small.secondary type="submit" {
                    (page.t("review-grant-withdraw")) span.sr { ": " (title) ", " (kind) }
                }
            }
        }
    }
}

fn typed_grant(typed: &Fields) -> Option<ReviewGrant> {
    let (course, kind) = (Slug::parse(typed.get("course"))?, ReviewKind::from_code(typed.get("kind"))?);
    Some(ReviewGrant { course, kind })
}

fn answer(page: &Page, looked: &Looked, (outcome, done): (Granted, &'static str)) -> HttpResponse {
    let message = if outcome == Granted::Yes { done } else { "flash-already-so" };
    redirect_with(&page.to(&format!("/centre/people/{}/reviews", looked.person.id)), message)
}

/// `GET /{lang}/centre/people/{id}/reviews`.
///
/// # Errors
/// Not found; the database's.
pub async fn list_grants(centre: Centre, library: Data<Library>, path: Path<(String, String)>) -> WebResult {
    let looked = look(&centre, &library, &path).await?;
    let look = Look::of(&looked.person, centre.page.app.today());
    centre.page.app.write(centre.actor(), move |conn, ctx| accounts::note_look(conn, ctx, look)).await?;
    Ok(show(centre.page, &looked, (&Fields::default(), &FormErrors::default())))
}

/// `POST /{lang}/centre/people/{id}/reviews`: lets the person sign one review of one course.
///
/// # Errors
/// Not found; conflict for a closed account; the database's.
pub async fn create_grant(
    mut centre: Centre,
    library: Data<Library>,
    path: Path<(String, String)>,
    typed: Fields,
) -> WebResult {
    let looked = look(&centre, &library, &path).await?;
    if let Some(lang) = typed.switch() {
        centre.page.lang = lang;
        return Ok(show(centre.page, &looked, (&typed, &FormErrors::default())));
    }
    let known = |grant: &ReviewGrant| looked.courses.iter().any(|(key, _)| key == grant.course.as_str());
    let Some(grant) = typed_grant(&typed).filter(known) else {
        return Ok(show(centre.page, &looked, (&typed, &FormErrors::one("course", "review-grant-unknown"))));
    };
    let id = looked.person.id;
    let write = move |conn: &mut _, ctx: &_| accounts::grant_review(conn, ctx, id, &grant);
    let outcome = centre.page.app.write(centre.actor(), write).await?;
    Ok(answer(&centre.page, &looked, (outcome, "flash-review-granted")))
}

/// `POST /{lang}/centre/people/{id}/reviews/withdraw`.
///
/// # Errors
/// Not found; the database's.
pub async fn create_withdrawal(
    centre: Centre,
    library: Data<Library>,
    path: Path<(String, String)>,
    typed: Fields,
) -> WebResult {
    let looked = look(&centre, &library, &path).await?;
    let grant = typed_grant(&typed).ok_or(Problem::BadRequest)?;
    let id = looked.person.id;
    let write = move |conn: &mut _, ctx: &_| accounts::withdraw_review(conn, ctx, id, &grant);
    let outcome = centre.page.app.write(centre.actor(), write).await?;
    Ok(answer(&centre.page, &looked, (outcome, "flash-review-withdrawn")))
}
