//! What waits for somebody's signature, and signing it.

use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};

use super::text::{Looked, Of, find};
use crate::accounts;
use crate::authoring;
use crate::content::Library;
use crate::kernel::ids::SignatureId;
use crate::kernel::{Error, Lang, ReviewKind, Slug};
use crate::reviews::views::{self, Listed};
use crate::reviews::{self, Current, Demand, Signed, find_shown_name};
use crate::web::flash::redirect_with;
use crate::web::layout::respond;
use crate::web::{Fields, FormErrors, Page, Problem, Reviewer, WebResult, html_page, private_bytes};

/// The longest name that is shown beside a lesson, in characters.
const LONGEST: usize = 120;

/// `GET /{lang}/review`: the courses, and how much waits in each.
///
/// # Errors
/// The database's.
pub async fn list_courses(reviewer: Reviewer, library: Data<Library>, current: Data<Current>) -> WebResult {
    let id = reviewer.id();
    let name = reviewer.page.app.read(move |conn| find_shown_name(conn, id)).await?;
    let name = name.unwrap_or_else(|| reviewer.person.name.clone());
    let typed = Fields(vec![("name".to_owned(), name)]);
    let all = (library.into_inner(), current.into_inner());
    courses_page(&reviewer, &all, (&typed, &FormErrors::default())).await
}

async fn courses_page(
    reviewer: &Reviewer,
    (library, current): &(Arc<Library>, Arc<Current>),
    (typed, errors): (&Fields, &FormErrors),
) -> WebResult {
    let (id, page) = (reviewer.id(), reviewer.page.clone().with_switch_form("main-form"));
    let mut keys: Vec<Slug> = page
        .app
        .read(move |conn| accounts::list_review_grants(conn, id))
        .await?
        .into_iter()
        .map(|grant| grant.course)
        .collect();
    keys.dedup();
    let mut listed = Vec::new();
    for key in keys {
        match find(reviewer, (library, current), (key.as_str(), None)).await {
            Ok(looked) => listed.push(Listed::of(&page, &looked)),
            // The draft was put away and nothing is published yet.
            Err(Problem::NotFound) => {}
            Err(problem) => return Err(problem),
        }
    }
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(respond(&page, status, page.t("review-title"), &views::courses(&page, &listed, (typed, errors))))
}

/// `POST /{lang}/review/name`: by which name learners are told, if by any.
///
/// # Errors
/// The database's.
pub async fn update_name(
    mut reviewer: Reviewer,
    library: Data<Library>,
    current: Data<Current>,
    typed: Fields,
) -> WebResult {
    let all = (library.into_inner(), current.into_inner());
    if let Some(lang) = typed.switch() {
        reviewer.page.lang = lang;
        return courses_page(&reviewer, &all, (&typed, &FormErrors::default())).await;
    }
    let name = typed.get("name").trim().to_owned();
    if name.chars().count() > LONGEST || name.chars().any(char::is_control) {
        return courses_page(&reviewer, &all, (&typed, &FormErrors::one("name", "review-name-wrong"))).await;
    }
    let page = &reviewer.page;
    let write = move |conn: &mut _, ctx: &_| reviews::agree_to_name(conn, ctx, &name);
    page.app.write(reviewer.actor(), write).await?;
    refresh(page, &all.1).await?;
    let back = typed.typed("course").and_then(Slug::parse);
    let back = back.map_or_else(|| page.to("/review"), |course| page.to(&format!("/review/{course}")));
    Ok(redirect_with(&back, "flash-review-name"))
}

/// What is signed here shows at once.
async fn refresh(page: &Page, current: &Arc<Current>) -> Result<(), Problem> {
    let current = Arc::clone(current);
    Ok(page.app.read(move |conn| current.refresh(conn)).await?)
}

/// `GET /{lang}/review/{course}?of=`: every lesson, and what is signed of it.
///
/// # Errors
/// Not found; the database's.
pub async fn show_course(
    request: HttpRequest,
    reviewer: Reviewer,
    library: Data<Library>,
    current: Data<Current>,
    path: Path<(String, String)>,
) -> WebResult {
    let asked = Of::from_code(Fields::of_query(&request).get("of"));
    let looked = find(&reviewer, (&library, &current), (&path.1, asked)).await?;
    let page = &reviewer.page;
    let title = looked.text.published.course.title.get(page.lang);
    let body = views::course(page, &looked, (reviewer.id(), &reviewer.person.name));
    Ok(html_page(page, title, &body))
}

/// `GET /{lang}/review/{course}/{in}/lessons/{lesson}?of=`: the lesson with its right answers, to be read and signed.
///
/// # Errors
/// Not found; the database's.
pub async fn show_lesson(
    request: HttpRequest,
    reviewer: Reviewer,
    library: Data<Library>,
    current: Data<Current>,
    path: Path<(String, String, String, String)>,
) -> WebResult {
    let asked = Of::from_code(Fields::of_query(&request).get("of"));
    let looked = find(&reviewer, (&library, &current), (&path.1, asked)).await?;
    let (course, page) = (&looked.text.published.course, &reviewer.page);
    let lang = Lang::from_code(&path.2).filter(|lang| course.languages.contains(lang)).ok_or(Error::NotFound)?;
    let key = Slug::parse(&path.3).ok_or(Error::NotFound)?;
    let (_, lesson) = course.lesson(&key).ok_or(Error::NotFound)?;
    let body = views::lesson(page, &looked, (lesson, lang), reviewer.id()).ok_or(Error::NotFound)?;
    let title = looked.text.published.lesson_title(&key, page.lang);
    Ok(html_page(page, title, &body))
}

/// `GET /{lang}/review/{course}/media/{picture}?v=`: the bytes of a picture of the open draft.
///
/// # Errors
/// Not found; the database's.
pub async fn show_picture(reviewer: Reviewer, path: Path<(String, String, String)>) -> WebResult {
    let (id, name) = (reviewer.id(), path.2.clone());
    let course = Slug::parse(&path.1).ok_or(Error::NotFound)?;
    let read = reviewer.page.app.read(move |conn| {
        let is_theirs = accounts::list_review_grants(conn, id)?.iter().any(|grant| grant.course == course);
        match authoring::find_open(conn, &course)?.filter(|_| is_theirs) {
            Some(draft) => authoring::find_picture(conn, draft, &name),
            None => Ok(None),
        }
    });
    let (format, bytes) = read.await?.ok_or(Error::NotFound)?;
    Ok(private_bytes(format.content_type(), bytes))
}

/// The lessons that a form names, each with what the reviewer had before the eyes: `key:digest`.
fn demands_in(typed: &Fields) -> Result<(ReviewKind, Vec<Demand>), Problem> {
    let kind = ReviewKind::from_code(typed.get("kind")).ok_or(Problem::BadRequest)?;
    let named = typed.0.iter().filter(|(name, _)| name == "lesson").map(|(_, lesson)| {
        let (key, digest) = lesson.split_once(':')?;
        Some(Demand { lesson: Slug::parse(key)?, kind, digest: digest.to_owned() })
    });
    let demands: Option<Vec<Demand>> = named.collect();
    demands.filter(|demands| !demands.is_empty()).map(|demands| (kind, demands)).ok_or(Problem::BadRequest)
}

/// `POST /{lang}/review/{course}/sign`: one lesson, or those of a module.
///
/// # Errors
/// Not found; forbidden; the database's.
pub async fn create_signatures(
    reviewer: Reviewer,
    library: Data<Library>,
    current: Data<Current>,
    path: Path<(String, String)>,
    typed: Fields,
) -> WebResult {
    let (kind, demands) = demands_in(&typed)?;
    let looked = find(&reviewer, (&library, &current), (&path.1, Of::from_code(typed.get("of")))).await?;
    let is_as_seen = |demand: &Demand| {
        looked.text.digests.get(&(demand.lesson.clone(), kind)).is_some_and(|digest| *digest == demand.digest)
    };
    if !demands.iter().all(is_as_seen) {
        return Ok(back(&reviewer.page, &looked, &typed, "flash-review-changed"));
    }
    if demands.len() > 1 && !typed.has("read") {
        return Ok(back(&reviewer.page, &looked, &typed, "flash-review-unread"));
    }
    let course = looked.course.clone();
    let write = move |conn: &mut _, ctx: &_| reviews::sign(conn, ctx, &course, &demands);
    let message = match reviewer.page.app.write(reviewer.actor(), write).await? {
        Signed::Done(_) => "flash-review-signed",
        Signed::NoName => "flash-review-name-first",
    };
    refresh(&reviewer.page, &current).await?;
    Ok(back(&reviewer.page, &looked, &typed, message))
}

/// `POST /{lang}/review/{course}/withdraw`: takes an own signature back.
///
/// # Errors
/// Not found; the database's.
pub async fn create_withdrawal(
    reviewer: Reviewer,
    library: Data<Library>,
    current: Data<Current>,
    path: Path<(String, String)>,
    typed: Fields,
) -> WebResult {
    let id: SignatureId = typed.get("signature").parse().map_err(|_| Problem::BadRequest)?;
    let looked = find(&reviewer, (&library, &current), (&path.1, Of::from_code(typed.get("of")))).await?;
    let write = move |conn: &mut _, ctx: &_| reviews::withdraw(conn, ctx, id);
    let is_withdrawn = reviewer.page.app.write(reviewer.actor(), write).await?;
    refresh(&reviewer.page, &current).await?;
    let message = if is_withdrawn { "flash-signature-withdrawn" } else { "flash-already-so" };
    Ok(back(&reviewer.page, &looked, &typed, message))
}

/// The lesson from which the form was sent, or the course.
fn back(page: &Page, looked: &Looked, typed: &Fields, message: &'static str) -> HttpResponse {
    let base = page.to(&format!("/review/{}", looked.course));
    let lang = Lang::from_code(typed.get("in"));
    let lesson = Slug::parse(typed.get("at")).zip(lang).map(|(key, lang)| format!("/{lang}/lessons/{key}"));
    let to = format!("{base}{}?of={}", lesson.unwrap_or_default(), looked.text.of.code());
    // Without a name nothing can be signed: where it is typed.
    let to = if message == "flash-review-name-first" { format!("{base}#name") } else { to };
    redirect_with(&to, message)
}
