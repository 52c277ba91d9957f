//! What learners ask: the list, and one answer to each.

use std::sync::Arc;

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};

use super::super::model::{Message, State};
use super::super::views::{self, Listed};
use super::super::{self as asking, Answered, Reply};
use crate::content::{Library, Published};
use crate::kernel::Error;
use crate::kernel::ids::RequestId;
use crate::web::flash::redirect_with;
use crate::web::layout::respond;
use crate::web::paging::{PER_PAGE, PageNumber};
use crate::web::{Fields, FormErrors, Trainer, WebResult, html_page};

/// The course that the list is about, if its key is that of one; the list is about all otherwise.
fn course_of(library: &Library, query: &Fields) -> Option<Arc<Published>> {
    library.shelf().course(query.get("course")).cloned()
}

/// `GET /{lang}/trainer/requests?state=&course=&page=`.
///
/// # Errors
/// The database's.
pub async fn list_requests(trainer: Trainer, request: HttpRequest, library: Data<Library>) -> WebResult {
    let page = &trainer.page;
    let query = Fields::of_query(&request);
    let (state, wanted) = (State::of(query.get("state")), PageNumber::of(&query));
    let course = course_of(&library, &query);
    let id = course.as_ref().map(|published| published.course_id);
    let (counts, requests, current) = page
        .app
        .read(move |conn| {
            let counts = asking::count_requests(conn, id)?;
            let current = wanted.within(if state == State::Open { counts.0 } else { counts.1 });
            let requests = asking::list_requests(conn, (state, id), (current.offset(), PER_PAGE))?;
            Ok((counts, requests, current))
        })
        .await?;
    let course = course.as_deref();
    let listed = Listed { state, course, counts, requests: &requests, current };
    Ok(html_page(page, page.t("requests-title"), &views::requests(page, &library.shelf(), &listed)))
}

/// `GET /{lang}/trainer/requests/{id}?course=`: the course to whose list one goes back.
///
/// # Errors
/// Not found; the database's.
pub async fn show_request(
    trainer: Trainer,
    request: HttpRequest,
    library: Data<Library>,
    path: Path<(String, String)>,
) -> WebResult {
    let course = Fields::of_query(&request).get("course").to_owned();
    let typed = Fields(vec![("course".to_owned(), course)]);
    one(&trainer, &library, &path.1, (&typed, &FormErrors::default())).await
}

async fn one(trainer: &Trainer, library: &Library, id: &str, (typed, errors): (&Fields, &FormErrors)) -> WebResult {
    let id: RequestId = id.parse().map_err(|_| Error::NotFound)?;
    let found = trainer.page.app.read(move |conn| asking::find_request(conn, id)).await?.ok_or(Error::NotFound)?;
    let mut page = trainer.page.clone();
    if found.answer.is_none() {
        page = page.with_switch_form("main-form");
    }
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let listed = course_of(library, typed);
    let body = views::request(&page, (&library.shelf(), listed.as_deref()), &found, (typed, errors));
    let title = format!("{} · {}", page.t("request-title"), found.id);
    Ok(respond(&page, status, &title, &body))
}

/// `POST /{lang}/trainer/requests/{id}`: the one answer. The language switch comes here too.
///
/// # Errors
/// Not found; the database's.
pub async fn create_answer(
    mut trainer: Trainer,
    library: Data<Library>,
    path: Path<(String, String)>,
    typed: Fields,
) -> WebResult {
    let mut errors = FormErrors::default();
    if let Some(lang) = typed.switch() {
        trainer.page.lang = lang;
        return one(&trainer, &library, &path.1, (&typed, &errors)).await;
    }
    let Some(answer) = errors.check("answer", "request-answer-wrong", Message::parse(typed.get("answer"))) else {
        return one(&trainer, &library, &path.1, (&typed, &errors)).await;
    };
    let page = &trainer.page;
    let id: RequestId = path.1.parse().map_err(|_| Error::NotFound)?;
    let found = page.app.read(move |conn| asking::find_request(conn, id)).await?.ok_or(Error::NotFound)?;
    let course = library.shelf().course_by_id(found.about.course).map(|published| published.course.title.clone());
    let base = page.app.base_url.to_string();
    let reply = Reply { request: id, answer, course: course.unwrap_or_default(), base };
    let answered = page.app.write(trainer.actor(), move |conn, ctx| asking::answer(conn, ctx, &reply)).await?;
    let message = match answered {
        Answered::Done => "flash-answered",
        Answered::Before => "flash-answered-before",
    };
    let listed = course_of(&library, &typed);
    Ok(redirect_with(&views::list_of(page, State::Open, listed.as_deref()), message))
}
