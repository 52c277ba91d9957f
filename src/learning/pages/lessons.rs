//! Lesson pages and their checks.

use std::sync::Arc;

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use maud::{PreEscaped, html};

use super::super::check::{CheckAnswer, answer_check};
use super::super::lesson::Done;
use super::super::views::{self, Again, LessonPage, Why};
use super::super::{self as learning, CheckState, Completion, question_view};
use super::compressed::{Around, CompressedLessons, Hole};
use super::volunteer::{Courses, Learner, complete_where_moved, learner};
use crate::accounts::SignedIn;
use crate::content::Published;
use crate::content::model::Lesson;
use crate::kernel::ids::{PersonId, SignInId};
use crate::kernel::{Error, Result, Slug};
use crate::quiz::{kinds, mark};
use crate::web::flash::redirect;
use crate::web::frame::Hole as _;
use crate::web::layout::spliced;
use crate::web::splice::Part;
use crate::web::{Fields, Page, Volunteer, WebResult, layout, ui};

/// Whether finishing was refused because checks are open.
struct Open(bool);

/// `GET /{lang}/learn/{course}/lessons/{lesson}`.
///
/// # Errors
/// Not found; the database's.
pub async fn show_lesson(
    request: HttpRequest,
    volunteer: Volunteer,
    (courses, compressed): (Courses, Data<CompressedLessons>),
    path: Path<(String, String, String)>,
) -> WebResult {
    let (_, course, lesson) = path.into_inner();
    let Some(learner) = learner(&volunteer, &courses, &course).await? else {
        return Ok(redirect(&volunteer.page.to(&format!("/courses/{course}"))));
    };
    let lesson = Slug::parse(&lesson).ok_or(Error::NotFound)?;
    if is_news(&learner, &lesson) {
        note_opened(&volunteer, &learner, &lesson);
    }
    let query = Fields::of_query(&request);
    let empty = Fields::default();
    let asked = |name: &str, why| Slug::parse(query.get(name)).map(|question| Again { question, typed: &empty, why });
    let again = asked("again", Why::NewTry).or_else(|| asked("turn", Why::Back));
    let kept = (&courses, &**compressed);
    page(&request, (&volunteer, &learner), (&lesson, kept), again.as_ref(), Open(query.has("open"))).await
}

/// True if a visit changes something: the first one, or one that moves where to continue.
fn is_news(learner: &Learner, lesson: &Slug) -> bool {
    let is_known = learner.done.opened.contains(lesson) && learner.enrolment.last_lesson.as_ref() == Some(lesson);
    !is_known && !learner.done.progress.lessons.contains(lesson)
}

/// Notes a visit without letting the reader wait for it.
fn note_opened(volunteer: &Volunteer, learner: &Learner, lesson: &Slug) {
    let (app, actor, enrolment, lesson) =
        (volunteer.page.app.clone(), volunteer.actor(), learner.enrolment.id, lesson.clone());
    actix_web::rt::spawn(async move {
        let noted = app.write(actor, move |conn, ctx| learning::open_lesson(conn, ctx, enrolment, &lesson)).await;
        if let Err(error) = noted {
            tracing::warn!(%error, "a visit was not noted");
        }
    });
}

async fn page(
    request: &HttpRequest,
    (volunteer, learner): (&Volunteer, &Learner),
    (key, (courses, compressed)): (&Slug, (&Courses, &CompressedLessons)),
    again: Option<&Again<'_>>,
    Open(checks_open): Open,
) -> WebResult {
    let published = &learner.published;
    let (module, lesson) = published.course.lesson(key).ok_or(Error::NotFound)?;
    let (lang, rendered) = published.lesson(key, volunteer.page.lang).ok_or(Error::NotFound)?;
    let text = || compressed.text(published.id, key, lang, rendered);
    let progress = learner.done.percent(published.id, &published.course);
    let progress = ui::progress(volunteer.page.t("learn-progress"), progress).into_string();
    let mut shown = LessonPage {
        published,
        base: views::course_path(&volunteer.page, published),
        is_preview: false,
        module,
        lesson,
        done: learner.done.progress.lessons.contains(key),
        progress: Hole::Progress.marker(),
        checks: &[],
        reviewed: &[],
        again,
        checks_open,
    };
    let is_answered = lesson.checks.iter().any(|check| learner.done.answered.contains(check));
    if is_answered || again.is_some() || checks_open || !is_plain(&volunteer.page, published, key) {
        let checks = answered_checks(volunteer, learner, lesson).await?;
        let reviewed = courses.reviews().of_lesson(published, key, lang);
        (shown.checks, shown.reviewed, shown.progress) = (&checks, &reviewed, &progress);
        let document = document(&volunteer.page, &rendered.title, &shown);
        let (before, after) = document.split_once(Hole::Text.marker()).unwrap_or((&document, ""));
        let text = text();
        let parts = [Part::Own(before), Part::Fixed(&text), Part::Own(after)];
        let mut response = spliced(request, &volunteer.page, &parts);
        if again.is_some_and(|again| matches!(again.why, Why::Error(_))) {
            *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
        }
        return Ok(response);
    }
    let person = &volunteer.person;
    let (version, roles) = (published.id, person.roles.clone());
    let is_reviewer = person.is_reviewer;
    let around =
        Around { version, lesson: key.clone(), lang: volunteer.page.lang, done: shown.done, roles, is_reviewer };
    let with = (volunteer.page.app.centre.get(), courses.reviews().get());
    let make = || {
        let reviewed = courses.reviews().of_lesson(published, key, lang);
        let shown = LessonPage { reviewed: &reviewed, ..shown };
        (document(&of_anyone(volunteer), &rendered.title, &shown), text())
    };
    let frame = compressed.frame(&with, around, make);
    let name = html! { (person.name) }.into_string();
    Ok(spliced(request, &volunteer.page, &frame.fill(&name, &progress)))
}

/// True if the page is as its address alone asks for it: no query, no message from the last page, and the address
/// written as we write it.
fn is_plain(page: &Page, published: &Published, lesson: &Slug) -> bool {
    let asked = page.rest.strip_prefix("/learn/").and_then(|rest| rest.strip_prefix(published.course.key.as_str()));
    page.flash.is_none() && asked.and_then(|rest| rest.strip_prefix("/lessons/")) == Some(lesson.as_str())
}

/// The page as anyone with these roles sees it. What is kept for all readers is made from this, so that it can
/// tell nothing of the one who came first.
fn of_anyone(volunteer: &Volunteer) -> Page {
    let mut page = volunteer.page.clone();
    page.person = Some(Arc::new(SignedIn {
        sign_in_id: SignInId(0),
        person_id: PersonId(0),
        name: Hole::Name.marker().to_owned(),
        lang: page.lang,
        roles: volunteer.person.roles.clone(),
        awaits_confirmation: false,
        must_choose_password: false,
        must_consent: false,
        is_reviewer: volunteer.person.is_reviewer,
        has_second_factor: false,
        created_at: volunteer.person.created_at,
        seen_at: volunteer.person.seen_at,
    }));
    page
}

/// The newest answers to the checks of this lesson.
async fn answered_checks(volunteer: &Volunteer, learner: &Learner, lesson: &Lesson) -> Result<Vec<CheckState>> {
    let (enrolment, questions) = (learner.enrolment.id, lesson.checks.clone());
    volunteer.page.app.read(move |conn| learning::list_checks(conn, enrolment, &questions)).await
}

/// The whole page, with a marker in place of the lesson's text.
fn document(page: &Page, title: &str, shown: &LessonPage<'_>) -> String {
    let body = html! {
        (views::lesson_head(page, shown))
        (PreEscaped(Hole::Text.marker()))
        (views::lesson_tail(page, shown))
    };
    layout(page, title, &body).into_string()
}

/// `POST /{lang}/learn/{course}/lessons/{lesson}/checks/{question}`.
///
/// # Errors
/// Not found; the database's.
pub async fn create_check_answer(
    request: HttpRequest,
    volunteer: Volunteer,
    (courses, compressed): (Courses, Data<CompressedLessons>),
    path: Path<(String, String, String, String)>,
    typed: Fields,
) -> WebResult {
    let (_, course, lesson, question) = path.into_inner();
    let learner = learner(&volunteer, &courses, &course).await?.ok_or(Error::NotFound)?;
    let (lesson, key) = (Slug::parse(&lesson).ok_or(Error::NotFound)?, Slug::parse(&question).ok_or(Error::NotFound)?);
    let published = &learner.published;
    let (_, found) = published.course.lesson(&lesson).ok_or(Error::NotFound)?;
    let (_, question) =
        published.course.question(&key).filter(|_| found.checks.contains(&key)).ok_or(Error::NotFound)?;
    let number = typed.get("number").parse().unwrap_or(1);
    let answer = match kinds::parse_choice(question, views::check_seed(number), &typed.0) {
        Ok(answer) => answer,
        Err(error) => {
            let again = Again { question: key, typed: &typed, why: Why::Error(question_view::message(error)) };
            let kept = (&courses, &**compressed);
            // The page stands at an address that is only sent to: the language switch leads to the lesson.
            let mut volunteer = volunteer;
            volunteer.page.rest = format!("/learn/{course}/lessons/{lesson}");
            return page(&request, (&volunteer, &learner), (&lesson, kept), Some(&again), Open(false)).await;
        }
    };
    let place = if kinds::is_complete(&question.body, &answer) { "check" } else { "now" };
    let given = CheckAnswer {
        enrolment: learner.enrolment.id,
        version: published.id,
        lesson: lesson.clone(),
        question: key.clone(),
        number,
        mark: mark::mark(question, &answer).map_err(Error::internal)?,
        answer,
        lang: volunteer.page.lang,
    };
    let body = question.body.clone();
    volunteer.page.app.write(volunteer.actor(), move |conn, ctx| answer_check(conn, ctx, &given, &body)).await?;
    Ok(redirect(&volunteer.page.to(&format!("/learn/{course}/lessons/{lesson}#{place}-{key}"))))
}

/// `POST /{lang}/learn/{course}/lessons/{lesson}/done`: finishes the lesson and goes on to what is next.
///
/// # Errors
/// Not found; the database's.
pub async fn create_done(volunteer: Volunteer, courses: Courses, path: Path<(String, String, String)>) -> WebResult {
    let (_, course, key) = path.into_inner();
    let learner = learner(&volunteer, &courses, &course).await?.ok_or(Error::NotFound)?;
    let key = Slug::parse(&key).filter(|key| learner.published.course.lesson(key).is_some()).ok_or(Error::NotFound)?;
    let (published, enrolment, lesson) = (learner.published.clone(), learner.enrolment.clone(), key.clone());
    let page = &volunteer.page;
    let done = page
        .app
        .write(volunteer.actor(), move |conn, ctx| {
            learning::finish_lesson(conn, ctx, &enrolment, &published.course, &lesson)
        })
        .await?;
    match done {
        Done::ChecksOpen => {
            return Ok(redirect(&page.to(&format!("/learn/{course}/lessons/{key}?open=1#checks-open"))));
        }
        Done::Yes(Completion::Moved) => complete_where_moved(&volunteer, &courses, &course).await?,
        Done::Yes(_) => {}
    }
    Ok(redirect(&after(&volunteer, &learner.published, &key)))
}

/// The next lesson of the module, or its test.
fn after(volunteer: &Volunteer, published: &Published, lesson: &Slug) -> String {
    let base = volunteer.page.to(&format!("/learn/{}", published.course.key));
    let Some((module, _)) = published.course.lesson(lesson) else { return base };
    let mut rest = module.lessons.iter().skip_while(|other| &other.key != lesson).skip(1);
    match rest.next() {
        Some(next) => format!("{base}/lessons/{}", next.key),
        None => format!("{base}/tests/{}", module.key),
    }
}
