//! Asking, and reading the answers.

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use std::sync::Arc;

use super::super::model::{About, Message};
use super::super::views::{self, AskPage};
use super::super::{self as asking, Asked, NewRequest};
use crate::accounts;
use crate::content::{Library, Published};
use crate::kernel::ids::EnrolmentId;
use crate::kernel::{Error, Result, Slug};
use crate::learning;
use crate::web::flash::redirect_with;
use crate::web::layout::respond;
use crate::web::paging::{PER_PAGE, PageNumber};
use crate::web::{Fields, FormErrors, Volunteer, WebResult, html_page};

/// The course of an address, as this person has it, and their enrolment: only learners ask about a course.
async fn course_of(volunteer: &Volunteer, library: &Library, key: &str) -> Result<(Arc<Published>, EnrolmentId)> {
    let shelf = library.shelf();
    let current = shelf.course(key).cloned().ok_or(Error::NotFound)?;
    let (person, course) = (volunteer.id(), current.course_id);
    let found = volunteer.page.app.read(move |conn| learning::find_enrolment(conn, person, course)).await?;
    let enrolment = found.ok_or(Error::NotFound)?;
    Ok((shelf.edition(course, enrolment.edition).cloned().unwrap_or(current), enrolment.id))
}

/// What the fields say that the message is about. Left out is what the course does not have, and a question that this
/// person has not been through: it would be told by its key.
async fn about(
    volunteer: &Volunteer,
    (published, enrolment): (&Published, EnrolmentId),
    fields: &Fields,
) -> Result<About> {
    let course = &published.course;
    let lesson = Slug::parse(fields.get("lesson")).filter(|key| course.lesson(key).is_some());
    let mut question = Slug::parse(fields.get("question")).filter(|key| course.question(key).is_some());
    if let Some(key) = question.clone().filter(|key| !course.lessons().any(|(_, lesson)| lesson.checks.contains(key))) {
        let handed_in = volunteer.page.app.read(move |conn| learning::list_handed_in(conn, enrolment)).await?;
        question = question.filter(|_| handed_in.contains(&key));
    }
    Ok(About { course: published.course_id, lesson, question })
}

/// Whether the answer goes out by mail too.
async fn has_address(volunteer: &Volunteer) -> Result<bool> {
    let person = volunteer.id();
    let found = volunteer.page.app.read(move |conn| accounts::find_person(conn, person)).await?;
    Ok(found.is_some_and(|found| found.email.is_some()))
}

/// `GET /{lang}/learn/{course}/ask?lesson=` or `?question=`: the form.
///
/// # Errors
/// Not found; the database's.
pub async fn new_request(
    request: HttpRequest,
    volunteer: Volunteer,
    library: Data<Library>,
    path: Path<(String, String)>,
) -> WebResult {
    let (published, enrolment) = course_of(&volunteer, &library, &path.1).await?;
    let about = about(&volunteer, (&published, enrolment), &Fields::of_query(&request)).await?;
    let page = volunteer.page.clone().with_switch_form("main-form");
    let (typed, errors) = (Fields::default(), FormErrors::default());
    let by_mail = has_address(&volunteer).await?;
    let shown = AskPage { published: &published, about: &about, by_mail, typed: &typed, errors: &errors };
    Ok(html_page(&page, &views::ask_title(&page, &shown), &views::ask(&page, &shown)))
}

/// `POST /{lang}/learn/{course}/ask`: sends the message. The language switch comes here too.
///
/// # Errors
/// Not found; the database's.
pub async fn create_request(
    mut volunteer: Volunteer,
    library: Data<Library>,
    path: Path<(String, String)>,
    typed: Fields,
) -> WebResult {
    let (published, enrolment) = course_of(&volunteer, &library, &path.1).await?;
    let about = about(&volunteer, (&published, enrolment), &typed).await?;
    let mut errors = FormErrors::default();
    let message = if let Some(lang) = typed.switch() {
        volunteer.page.lang = lang;
        None
    } else {
        errors.check("message", "ask-message-wrong", Message::parse(typed.get("message")))
    };
    let page = &volunteer.page;
    if let Some(message) = message {
        let new = NewRequest { person: volunteer.id(), about: about.clone(), lang: page.lang, message };
        match page.app.write(volunteer.actor(), move |conn, ctx| asking::ask(conn, ctx, &new)).await? {
            Asked::Sent | Asked::Before => return Ok(redirect_with(&page.to("/learn/asked"), "flash-asked")),
            Asked::TooMany => errors.add("message", "ask-too-many"),
        }
    }
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = page.clone().with_switch_form("main-form");
    let by_mail = has_address(&volunteer).await?;
    let shown = AskPage { published: &published, about: &about, by_mail, typed: &typed, errors: &errors };
    Ok(respond(&page, status, &views::ask_title(&page, &shown), &views::ask(&page, &shown)))
}

/// `GET /{lang}/learn/asked`: what one has asked, and the answers.
///
/// # Errors
/// The database's.
pub async fn list_own(request: HttpRequest, volunteer: Volunteer, library: Data<Library>) -> WebResult {
    let (page, person) = (&volunteer.page, volunteer.id());
    let wanted = PageNumber::of(&Fields::of_query(&request));
    let (mut own, count) =
        page.app.read(move |conn| asking::list_of_person(conn, person, (wanted.offset(), PER_PAGE))).await?;
    let current = wanted.within(count);
    if current != wanted {
        let again = page.app.read(move |conn| asking::list_of_person(conn, person, (current.offset(), PER_PAGE)));
        own = again.await?.0;
    }
    let new: Vec<_> = own.iter().filter(|request| request.is_new).map(|request| request.id).collect();
    if !new.is_empty() {
        let noted =
            page.app.write(volunteer.actor(), move |conn, ctx| asking::note_seen(conn, ctx, person, &new)).await;
        // Reading goes on where nothing can be written.
        if let Err(error) = noted {
            tracing::warn!(%error, "answers that were seen were not noted");
        }
    }
    let body = views::own(page, &library.shelf(), (&own, count, current));
    Ok(html_page(page, page.t("asked-title"), &body))
}
