//! What stands around the text of a lesson.

use maud::{Markup, PreEscaped, html};

use super::{course_path, guideline, lesson_path};
use crate::content::Published;
use crate::content::model::{Lesson, Module};
use crate::kernel::Slug;
use crate::learning::model::CheckState;
use crate::learning::question_view::QuestionForm;
use crate::learning::result_view::explained;
use crate::quiz::{reveal, shown};
use crate::web::{Fields, Page};

/// A lesson with what this person has done in it.
pub(in crate::learning) struct LessonPage<'a> {
    pub(in crate::learning) published: &'a Published,
    pub(in crate::learning) module: &'a Module,
    pub(in crate::learning) lesson: &'a Lesson,
    pub(in crate::learning) done: bool,
    /// How much of the course is done: the bar, or what stands for it.
    pub(in crate::learning) progress: &'a str,
    pub(in crate::learning) checks: &'a [CheckState],
    /// The check that is asked again, and what was typed into it.
    pub(in crate::learning) again: Option<(&'a Slug, &'a Fields, Option<&'static str>)>,
    /// Finishing was refused because checks are open.
    pub(in crate::learning) checks_open: bool,
}

/// What stands before the text of a lesson.
pub(in crate::learning) fn lesson_head(page: &Page, lesson: &LessonPage<'_>) -> Markup {
    let course = &lesson.published.course;
    html! {
        nav.crumbs aria-label=(page.t("nav-crumbs")) {
            a href=(course_path(page, lesson.published)) { (course.title.get(page.lang)) }
            span { (lesson.module.title.get(page.lang)) }
        }
        (PreEscaped(lesson.progress))
        @if lesson.checks_open {
            div.error-summary role="alert" tabindex="-1" { p { (page.t("lesson-checks-open")) } }
        }
    }
}

/// What stands after the text of a lesson: checks, the line about practice, what is next.
pub(in crate::learning) fn lesson_tail(page: &Page, lesson: &LessonPage<'_>) -> Markup {
    let first_aid = lesson.published.course.guideline.is_some();
    html! {
        @if !lesson.lesson.checks.is_empty() {
            section.checks aria-labelledby="checks" {
                h2 #checks { (page.t("lesson-checks")) }
                @for key in &lesson.lesson.checks { (check(page, lesson, key)) }
            }
        }
        @if first_aid { p.note { (page.t("lesson-practice")) } }
        (guideline(page, lesson.published))
        form.finish method="post" action={ (lesson_path(page, lesson.published, &lesson.lesson.key)) "/done" } {
            button.button type="submit" { (page.t(if lesson.done { "lesson-next" } else { "lesson-finish" })) }
        }
    }
}

fn check(page: &Page, lesson: &LessonPage<'_>, key: &Slug) -> Markup {
    let Some((_, question)) = lesson.published.course.question(key) else { return html! {} };
    let state = lesson.checks.iter().find(|state| &state.question == key);
    let again = lesson.again.filter(|(asked, ..)| *asked == key);
    let number = state.map_or(1, |state| state.number + 1);
    let action = format!("{}/checks/{key}", lesson_path(page, lesson.published, &lesson.lesson.key));
    if let (Some(state), None) = (state, again) {
        let Ok(explanation) = reveal::explain(question, check_seed(state.number), Some(&state.answer)) else {
            return html! {};
        };
        return html! {
            div.check id={ "check-" (key) } {
                (explained(page, lesson.published, &explanation))
                p { a href={ "?again=" (key) "#check-" (key) } { (page.t("lesson-check-again")) } }
            }
        };
    }
    let empty = Fields::default();
    let (typed, error) = again.map_or((&empty, None), |(_, typed, error)| (typed, error));
    let shown = shown::show(question, check_seed(number));
    html! {
        form.check id={ "check-" (key) } method="post" action=(action) {
            input type="hidden" name="number" value=(number);
            (QuestionForm { page, published: lesson.published, shown: &shown, typed, error }.show())
            button.button.secondary type="submit" { (page.t("lesson-check-answer")) }
        }
    }
}

/// Options are shuffled anew for each try, and the same for everyone, so that nothing needs to be stored.
pub(in crate::learning) fn check_seed(number: i32) -> u64 {
    u64::from(number.unsigned_abs())
}
