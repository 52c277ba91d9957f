//! What stands around the text of a lesson.

use maud::{Markup, PreEscaped, html};

use super::template::templates_of_lesson;
use super::{ask_address, guideline};
use crate::content::Published;
use crate::content::model::{Lesson, Module};
use crate::i18n::long_date;
use crate::kernel::Slug;
use crate::learning::model::CheckState;
use crate::learning::question_view::QuestionForm;
use crate::learning::result_view::explained;
use crate::quiz::kinds;
use crate::quiz::kinds::case::{self, Turn};
use crate::quiz::{reveal, shown};
use crate::reviews::Reviewed;
use crate::web::ui::{other_language, review_name, words};
use crate::web::{Fields, Page};

/// A lesson with what this person has done in it.
pub(in crate::learning) struct LessonPage<'a> {
    pub(in crate::learning) published: &'a Published,
    /// The address of the course for this reader; every other one begins with it.
    pub(in crate::learning) base: String,
    /// Somebody only looks at it: nobody is asked from here.
    pub(in crate::learning) is_preview: bool,
    pub(in crate::learning) module: &'a Module,
    pub(in crate::learning) lesson: &'a Lesson,
    pub(in crate::learning) done: bool,
    /// How much of the course is done: the bar, or what stands for it.
    pub(in crate::learning) progress: &'a str,
    pub(in crate::learning) checks: &'a [CheckState],
    /// Who signed it as it is.
    pub(in crate::learning) reviewed: &'a [Reviewed],
    /// The check that is asked again.
    pub(in crate::learning) again: Option<&'a Again<'a>>,
    /// Finishing was refused because checks are open.
    pub(in crate::learning) checks_open: bool,
}

impl LessonPage<'_> {
    fn path(&self) -> String {
        format!("{}/lessons/{}", self.base, self.lesson.key)
    }

    /// Where one asks a person; without an address the link leads nowhere.
    fn ask(&self, about: (&str, &Slug)) -> Option<String> {
        (!self.is_preview).then(|| ask_address(&self.base, about))
    }
}

/// A check that is asked again.
pub(in crate::learning) struct Again<'a> {
    pub(in crate::learning) question: Slug,
    /// From the beginning; or the same try, because something is wrong or a case goes back.
    pub(in crate::learning) why: Why,
    pub(in crate::learning) typed: &'a Fields,
}

/// Why a check is asked again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::learning) enum Why {
    /// A new try.
    NewTry,
    /// A case goes back to the decision just made.
    Back,
    /// What was sent is no answer: a key of the catalogue.
    Error(&'static str),
}

/// What stands before the text of a lesson.
pub(in crate::learning) fn lesson_head(page: &Page, lesson: &LessonPage<'_>) -> Markup {
    let course = &lesson.published.course;
    html! {
        nav.crumbs aria-label=(page.t("nav-crumbs")) {
            a href=(lesson.base) { (words(page, &course.title)) }
            span { (words(page, &lesson.module.title)) }
        }
        (PreEscaped(lesson.progress))
        @if let Some(lang) = lesson.published.lesson_language(&lesson.lesson.key, page.lang) { (other_language(page, lang)) }
    }
}

/// What stands after the text of a lesson: checks, the line about practice, what is next.
pub(in crate::learning) fn lesson_tail(page: &Page, lesson: &LessonPage<'_>) -> Markup {
    let first_aid = lesson.published.course.guideline.is_some();
    html! {
        (templates_of_lesson(page, lesson.published, &lesson.lesson.key))
        @if !lesson.lesson.checks.is_empty() {
            section.checks aria-labelledby="checks" {
                h2 #checks { (page.t("lesson-checks")) }
                @if lesson.checks_open {
                    div.error-summary #checks-open role="alert" tabindex="-1" { p { (page.t("lesson-checks-open")) } }
                }
                @for key in &lesson.lesson.checks { (check(page, lesson, key)) }
            }
        }
        @if first_aid { p.note { (page.t("lesson-practice")) } }
        (guideline(page, lesson.published, lesson.reviewed))
        (reviewed(page, lesson.reviewed))
        form.finish method="post" action={ (lesson.path()) "/done" } {
            button.button type="submit" { (page.t(if lesson.done { "lesson-next" } else { "lesson-finish" })) }
        }
        p {
            a href=[lesson.ask(("lesson", &lesson.lesson.key))] { (page.t("ask-link")) }
            @if !lesson.is_preview { " · " a href=(page.to("/learn/asked")) { (page.t("asked-link")) } }
        }
    }
}

/// Who reviewed the lesson, and when.
fn reviewed(page: &Page, all: &[Reviewed]) -> Markup {
    let line = |review: &Reviewed| {
        let date = long_date(page.lang, review.at.day(page.app.config.time_zone));
        let args = [("review", review_name(page, review.kind).into()), ("date", date.into())];
        if review.names.is_empty() {
            return page.tf("review-told", &args);
        }
        let [review_arg, date] = args;
        page.tf("review-told-by", &[review_arg, date, ("names", review.names.join(", ").into())])
    };
    html! {
        @if !all.is_empty() { p.source { @for review in all { (line(review)) " " } } }
    }
}

/// A check with its right answer and explanations, for whoever reviews the lesson.
pub(crate) fn answered_check(page: &Page, published: &Published, key: &Slug) -> Markup {
    let Some((_, question)) = published.course.question(key) else { return html! {} };
    let right = kinds::right_answer(&question.body);
    let Ok(explanation) = reveal::explain(question, check_seed(1), right.as_ref()) else { return html! {} };
    html! { div.check { (explained(page, published, &explanation)) } }
}

fn check(page: &Page, lesson: &LessonPage<'_>, key: &Slug) -> Markup {
    let Some((_, question)) = lesson.published.course.question(key) else { return html! {} };
    let state = lesson.checks.iter().find(|state| &state.question == key);
    let again = lesson.again.filter(|again| again.question == *key);
    let path = lesson.path();
    // A case that is on its way goes on where it is.
    let of_kind = state.filter(|state| kinds::is_of_kind(&question.body, &state.answer));
    let begun = of_kind.filter(|state| !kinds::is_complete(&question.body, &state.answer));
    let begun = begun.filter(|_| again.is_none_or(|again| again.why != Why::NewTry));
    if let (Some(state), None, None) = (of_kind, begun, again) {
        let Ok(explanation) = reveal::explain(question, check_seed(state.number), Some(&state.answer)) else {
            return html! {};
        };
        return html! {
            div.check id={ "check-" (key) } tabindex="-1" {
                (explained(page, lesson.published, &explanation))
                p { a href={ (path) "?again=" (key) "#check-" (key) } { (page.t("lesson-check-again")) } }
                p.hint {
                    a href=[lesson.ask(("question", key))] {
                        (page.t("ask-report"))
                        @if let Some(place) = lesson.lesson.checks.iter().position(|check| check == key) {
                            span.sr { ": " (page.tf("test-question", &[("place", (place + 1).into())])) }
                        }
                    }
                }
            }
        };
    }
    let number = begun.map(|state| state.number).or(state.map(|state| state.number + 1)).unwrap_or(1);
    let empty = Fields::default();
    let given = begun.map(|state| &state.answer);
    let turn = again.map(|again| match again.why {
        Why::NewTry => Turn::On,
        Why::Back => Turn::Back,
        Why::Error(_) => case::turn(&again.typed.0),
    });
    let shown = shown::show_after(question, check_seed(number), given, turn.unwrap_or_default());
    let error = again.and_then(|again| match again.why {
        Why::Error(message) => Some(message),
        Why::NewTry | Why::Back => None,
    });
    let typed = again.map_or(&empty, |again| again.typed);
    let back = Some(format!("{path}?turn={key}#check-{key}"));
    let form = QuestionForm { page, published: lesson.published, shown: &shown, typed, error, back };
    html! {
        form.check id={ "check-" (key) } method="post" action={ (path) "/checks/" (key) } {
            input type="hidden" name="number" value=(number);
            (form.show())
            button.button.secondary type="submit" { (page.t(form.button().unwrap_or("lesson-check-answer"))) }
        }
    }
}

/// Options are shuffled anew for each try, and the same for everyone, so that nothing needs to be stored.
pub(in crate::learning) fn check_seed(number: i32) -> u64 {
    u64::from(number.unsigned_abs())
}
