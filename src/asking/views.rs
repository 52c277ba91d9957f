//! Messages and answers as HTML.

use std::sync::Arc;

use maud::{Markup, html};

use super::model::{About, Message, Request, State};
use crate::content::Published;
use crate::content::library::Shelf;
use crate::content::markdown::plain;
use crate::i18n::short_date;
use crate::web::paging::{PageNumber, list_address};
use crate::web::ui;
use crate::web::{Fields, FormErrors, Page};

/// The form of a message.
pub(super) struct AskPage<'a> {
    pub(super) published: &'a Published,
    pub(super) about: &'a About,
    /// Whether the answer goes out by mail too.
    pub(super) by_mail: bool,
    pub(super) typed: &'a Fields,
    pub(super) errors: &'a FormErrors,
}

/// What the page of the form is called: what is asked about.
pub(super) fn ask_title(page: &Page, shown: &AskPage<'_>) -> String {
    let course = &shown.published.course;
    let question = shown.about.question.as_ref().and_then(|key| course.question(key));
    let about = match (question, &shown.about.lesson) {
        (Some((_, question)), _) => plain(question.text.get(page.lang)),
        (None, Some(lesson)) => shown.published.lesson_title(lesson, page.lang).to_owned(),
        (None, None) => course.title.get(page.lang).to_owned(),
    };
    format!("{} · {about}", page.t(if question.is_some() { "report-title" } else { "ask-title" }))
}

pub(super) fn ask(page: &Page, shown: &AskPage<'_>) -> Markup {
    let base = page.to(&format!("/learn/{}", shown.published.course.key));
    let is_report = shown.about.question.is_some();
    html! {
        nav.crumbs aria-label=(page.t("nav-crumbs")) {
            a href=(base) { (shown.published.course.title.get(page.lang)) }
        }
        h1 { (page.t(if is_report { "report-title" } else { "ask-title" })) }
        (ui::error_summary(page, shown.errors))
        (subject(page, shown.published, shown.about))
        p { (page.t(if shown.by_mail { "ask-lead" } else { "ask-lead-here" })) }
        form #main-form method="post" action={ (base) "/ask" } data-keep {
            @for (name, key) in [("lesson", &shown.about.lesson), ("question", &shown.about.question)] {
                @if let Some(key) = key { input type="hidden" name=(name) value=(key); }
            }
            (area(page, ("message", if is_report { "report-label" } else { "ask-label" }, "ask-hint"), (shown.typed, shown.errors)))
            button.button type="submit" { (page.t("ask-send")) }
        }
        p { a href=(page.to("/learn/asked")) { (page.t("asked-title")) } }
    }
}

/// A field of several lines.
fn area(
    page: &Page,
    (name, label, hint): (&'static str, &'static str, &'static str),
    (typed, errors): (&Fields, &FormErrors),
) -> Markup {
    let error = errors.of(name);
    let described = format!("{name}-hint{}", if error.is_some() { format!(" {name}-error") } else { String::new() });
    html! {
        div.field.wrong[error.is_some()] {
            label for=(name) { (page.t(label)) }
            p.hint id={ (name) "-hint" } { (page.t(hint)) }
            @if let Some(error) = error { p.error id={ (name) "-error" } { (page.t(error)) } }
            textarea id=(name) name=(name) rows="6" maxlength=(Message::MAX) aria-describedby=(described)
                aria-invalid=[error.map(|_| "true")] { (typed.get(name)) }
        }
    }
}

/// The lesson and the question that a message is about.
fn subject(page: &Page, published: &Published, about: &About) -> Markup {
    let question = about.question.as_ref().and_then(|key| published.course.question(key)).map(|(_, question)| question);
    html! {
        @if let Some(lesson) = &about.lesson { p { strong { (published.lesson_title(lesson, page.lang)) } } }
        @if let Some(question) = question { blockquote { p { (plain(question.text.get(page.lang))) } } }
    }
}

fn titled(page: &Page, shelf: &Shelf, about: &About) -> Markup {
    html! {
        @if let Some(published) = shelf.course_by_id(about.course) {
            p.where { (published.course.title.get(page.lang)) }
            (subject(page, published, about))
        }
    }
}

/// What one has asked.
pub(super) fn own(page: &Page, shelf: &Shelf, (own, count, current): (&[Request], i64, PageNumber)) -> Markup {
    html! {
        nav.crumbs aria-label=(page.t("nav-crumbs")) { a href=(page.to("/learn")) { (page.t("nav-learn")) } }
        h1 { (page.t("asked-title")) }
        @if own.is_empty() {
            @let learn = page.to("/learn");
            (ui::empty(page.t("asked-empty"), Some((learn.as_str(), page.t("nav-learn")))))
        }
        @for request in own {
            article.card {
                (titled(page, shelf, &request.about))
                p.hint { (short_date(page.lang, request.asked_at.day(page.app.config.time_zone))) }
                (written(request, &request.message))
                @match &request.answer {
                    Some((answer, _)) => {
                        h2 { (page.t("asked-answer")) @if request.is_new { " " span.badge.ok { (page.t("asked-new")) } } }
                        (lines(answer))
                    }
                    None => p.note { (page.t("asked-waits")) },
                }
            }
        }
        (ui::pager(page, current, count, &list_address(&page.to("/learn/asked"), &[])))
    }
}

/// What somebody wrote, in the language in which it was asked.
fn written(request: &Request, text: &str) -> Markup {
    html! { div lang=(request.lang) { (lines(text)) } }
}

fn lines(text: &str) -> Markup {
    html! { @for line in text.split('\n').filter(|line| !line.trim().is_empty()) { p { (line) } } }
}

/// To what is asked about, as whoever asked sees it: the lesson; the question, and how it is answered.
fn ways(page: &Page, shelf: &Shelf, request: &Request) -> Markup {
    let Some(published) = shelf.course_by_id(request.about.course) else { return html! {} };
    let (course, base) = (&published.course, page.to(&format!("/trainer/courses/{}", published.course.key)));
    let lesson = request.about.lesson.as_ref().filter(|key| course.lesson(key).is_some());
    let question = request.about.question.as_ref().filter(|key| course.question(key).is_some());
    html! {
        @if let Some(lesson) = lesson {
            p { a href={ (base) "/preview/" (request.lang) "/lessons/" (lesson) } { (page.t("request-look")) } }
        }
        @if let Some(question) = question {
            p { a href={ (base) "/preview/" (request.lang) "/questions/" (question) } { (page.t("request-look")) } }
            p { a href={ (base) "/results/" (question) } { (page.t("request-results")) } }
        }
    }
}

/// A part of the trainers' list.
pub(super) struct Listed<'a> {
    pub(super) state: State,
    /// The one course that it is about.
    pub(super) course: Option<&'a Published>,
    /// How many wait, how many are answered.
    pub(super) counts: (i64, i64),
    pub(super) requests: &'a [Request],
    pub(super) current: PageNumber,
}

fn key(course: Option<&Published>) -> &str {
    course.map(|published| published.course.key.as_str()).unwrap_or_default()
}

/// The address of the trainers' list, without a page's number. What is usual is left out.
fn list(page: &Page, state: State, course: Option<&Published>) -> String {
    let state = if state == State::Open { "" } else { state.code() };
    list_address(&page.to("/trainer/requests"), &[("state", state), ("course", key(course))])
}

/// The same, to go there.
pub(super) fn list_of(page: &Page, state: State, course: Option<&Published>) -> String {
    list(page, state, course).trim_end_matches(['?', '&']).to_owned()
}

/// The courses to choose from; as a form that works without script.
fn filter(page: &Page, shelf: &Shelf, listed: &Listed<'_>) -> Markup {
    let all = (String::new(), page.t("requests-all-courses").to_owned());
    let title = |published: &Arc<Published>| {
        (published.course.key.to_string(), published.course.title.get(page.lang).to_owned())
    };
    let courses: Vec<_> = std::iter::once(all).chain(shelf.catalogue().map(title)).collect();
    let chosen = Fields(vec![("course".to_owned(), key(listed.course).to_owned())]);
    html! {
        form.inline method="get" action=(page.to("/trainer/requests")) {
            @if listed.state != State::Open { input type="hidden" name="state" value=(listed.state.code()); }
            (ui::select(page, ("course", page.t("requests-course"), ""), &courses, &chosen, &FormErrors::default()))
            button.button type="submit" { (page.t("results-show")) }
        }
    }
}

/// Where there are no messages.
fn nothing(page: &Page, listed: &Listed<'_>) -> Markup {
    let words = match (listed.course, listed.state) {
        (Some(_), _) => "requests-none-course",
        (None, State::Open) => "requests-empty",
        (None, State::Answered) => "requests-none-answered",
    };
    ui::empty(page.t(words), None)
}

pub(super) fn requests(page: &Page, shelf: &Shelf, listed: &Listed<'_>) -> Markup {
    let count = |state| if state == State::Open { listed.counts.0 } else { listed.counts.1 };
    let word = |state| if state == State::Open { "requests-open" } else { "requests-answered" };
    html! {
        h1 { (page.t("requests-title")) }
        p { (page.t("requests-lead")) }
        (filter(page, shelf, listed))
        nav.buttons.tabs aria-label=(page.t("requests-tabs")) {
            @for state in State::ALL {
                @let here = state == listed.state;
                a.button.small.secondary[!here] href=(list_of(page, state, listed.course)) aria-current=[here.then_some("page")] {
                    (page.t(word(state))) " " (count(state))
                }
            }
        }
        @if listed.requests.is_empty() { (nothing(page, listed)) }
        @for request in listed.requests {
            article.card {
                (titled(page, shelf, &request.about))
                p.hint { (short_date(page.lang, request.asked_at.day(page.app.config.time_zone))) " · " (request.lang.native_name()) }
                (written(request, &request.message))
                (ways(page, shelf, request))
                @let one = list_address(&page.to(&format!("/trainer/requests/{}", request.id)), &[("course", key(listed.course))]);
                p { a.button.small.secondary href=(one.trim_end_matches(['?', '&'])) {
                    (page.t(if request.answer.is_some() { "request-see" } else { "request-answer" }))
                    span.sr { " " (request.id) }
                } }
            }
        }
        (ui::pager(page, listed.current, count(listed.state), &list(page, listed.state, listed.course)))
    }
}

/// One message, and its answer or the form of it; from the list about a course one goes back to that.
pub(super) fn request(
    page: &Page,
    (shelf, listed): (&Shelf, Option<&Published>),
    request: &Request,
    (typed, errors): (&Fields, &FormErrors),
) -> Markup {
    html! {
        nav.crumbs aria-label=(page.t("nav-crumbs")) { a href=(list_of(page, State::Open, listed)) { (page.t("requests-title")) } }
        h1 { (page.t("request-title")) }
        (ui::error_summary(page, errors))
        (titled(page, shelf, &request.about))
        p.hint { (short_date(page.lang, request.asked_at.day(page.app.config.time_zone))) " · " (request.lang.native_name()) }
        (written(request, &request.message))
        (ways(page, shelf, request))
        @match &request.answer {
            Some((answer, at)) => {
                h2 { (page.t("asked-answer")) }
                p.hint { (short_date(page.lang, at.day(page.app.config.time_zone))) }
                (lines(answer))
            }
            None => form #main-form method="post" action=(page.to(&format!("/trainer/requests/{}", request.id))) data-keep {
                @if listed.is_some() { input type="hidden" name="course" value=(key(listed)); }
                (area(page, ("answer", "request-answer-label", "request-answer-hint"), (typed, errors)))
                button.button type="submit" { (page.t("request-send")) }
            },
        }
    }
}
