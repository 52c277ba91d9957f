//! My learning, and the outline of one course.

use maud::{Markup, html};

use super::edition::newer_edition;
use super::{course_path, lesson_path, lesson_title, news, next_action, pilot, quiz_path};
use crate::content::Published;
use crate::content::model::Lesson;
use crate::i18n::long_date;
use crate::learning::model::{Enrolment, NextStep, Progress, QuizKey};
use crate::web::ui::words;
use crate::web::{Page, ui};

/// A course of the overview.
pub(in crate::learning) struct Mine<'a> {
    pub(in crate::learning) published: &'a Published,
    pub(in crate::learning) enrolment: &'a Enrolment,
    pub(in crate::learning) progress: &'a Progress,
    /// Every lesson is signed for the reviews that the course waits for.
    pub(in crate::learning) is_signed: bool,
}

/// `My learning`: one's own courses and the others, how many answers of trainers one has not seen, and one's groups.
pub(in crate::learning) fn overview(
    page: &Page,
    (mine, others): (&[Mine<'_>], &[&Published]),
    (new_answers, in_groups): (i64, &Markup),
) -> Markup {
    html! {
        h1 { (page.t("learn-title")) }
        (ui::unconfirmed(page))
        @if new_answers > 0 {
            p.note role="status" {
                (page.tf("asked-new-count", &[("count", new_answers.into())])) " "
                a href=(page.to("/learn/asked")) { (page.t("asked-new-look")) }
            }
        }
        @if mine.is_empty() { p { (page.t("learn-empty")) } }
        div.cards {
            @for one in mine {
                @let (href, text) = next_action(page, one.published, one.progress);
                section.card {
                    h2 { a href=(course_path(page, one.published)) { (words(page, &one.published.course.title)) } }
                    (ui::progress(page.t("learn-progress"), one.progress.percent(&one.published.course)))
                    @if let Some(at) = one.enrolment.completed_at {
                        p { (page.t("learn-completed")) " " (long_date(page.lang, at.day(page.app.config.time_zone))) }
                    }
                    a.button href=(href) { (text) }
                }
            }
        }
        (in_groups)
        @if new_answers == 0 { p { a href=(page.to("/learn/asked")) { (page.t("asked-title")) } } }
        @if !others.is_empty() {
            h2 { (page.t("learn-others")) }
            div.cards {
                @for published in others {
                    section.card {
                        h3 { a href=(page.to(&format!("/courses/{}", published.course.key))) { (words(page, &published.course.title)) } }
                        p { (words(page, &published.course.summary)) }
                    }
                }
            }
        }
    }
}

/// The outline of a course with what is done.
pub(in crate::learning) fn outline(page: &Page, mine: &Mine<'_>, is_newer_there: bool) -> Markup {
    let Mine { published, enrolment, progress, .. } = mine;
    let course = &published.course;
    let (href, text) = next_action(page, published, progress);
    html! {
        h1 { (words(page, &course.title)) }
        (pilot(page, published, mine.is_signed))
        (ui::progress(page.t("learn-progress"), progress.percent(course)))
        @if let Some(at) = enrolment.completed_at {
            p.flash { (page.t("learn-completed")) " " (long_date(page.lang, at.day(page.app.config.time_zone))) }
        }
        p { a.button href=(href) { (text) } }
        (news(page, published))
        @if is_newer_there { (newer_edition(page, published)) }
        (modules(page, mine))
    }
}

/// The modules with their lessons and tests, and what is done of them.
pub(super) fn modules(page: &Page, mine: &Mine<'_>) -> Markup {
    let course = &mine.published.course;
    let next = mine.progress.next_step(course);
    html! {
        ol.outline {
            @for module in &course.modules {
                li.module {
                    h2 { (words(page, &module.title)) }
                    ol.lessons {
                        @for lesson in &module.lessons { (outline_lesson(page, mine, lesson, &next)) }
                        (outline_quiz(page, mine, &QuizKey::Module(module.key.clone()), &next))
                    }
                }
            }
            @if course.final_test.is_some() {
                li.module {
                    h2 { (page.t("test-final")) }
                    ol.lessons { (outline_quiz(page, mine, &QuizKey::Final, &next)) }
                }
            }
        }
    }
}

fn outline_lesson(page: &Page, mine: &Mine<'_>, lesson: &Lesson, next: &NextStep) -> Markup {
    let done = mine.progress.lessons.contains(&lesson.key);
    let current = *next == NextStep::Lesson(lesson.key.clone());
    html! {
        li.done[done].current[current] {
            a href=(lesson_path(page, mine.published, &lesson.key)) aria-current=[current.then_some("step")] {
                (lesson_title(page, mine.published, &lesson.key))
            }
            " " span.state { (page.t(if done { "state-done" } else if current { "state-next" } else { "state-open" })) }
            " " span.minutes { (page.tf("minutes", &[("count", lesson.minutes.into())])) }
        }
    }
}

fn outline_quiz(page: &Page, mine: &Mine<'_>, quiz: &QuizKey, next: &NextStep) -> Markup {
    let done = mine.progress.passed.contains(quiz.code());
    let current = *next == NextStep::Quiz(quiz.clone());
    let open = mine.progress.may_take(&mine.published.course, quiz);
    let state = if done {
        "state-passed"
    } else if current {
        "state-next"
    } else if open {
        "state-open"
    } else {
        "state-locked"
    };
    html! {
        li.test.done[done].current[current].locked[!open] {
            a href=(quiz_path(page, mine.published, quiz)) aria-current=[current.then_some("step")] { (page.t("test-of-module")) }
            " " span.state { (page.t(state)) }
        }
    }
}
