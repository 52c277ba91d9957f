//! The pages of learning: overview, course, lesson, test, result; and what they share.

mod catalogue;
mod choose;
mod edition;
mod lesson;
mod overview;
mod preview;
mod quiz;
mod regrade;
mod result;
#[cfg(debug_assertions)]
mod specimen;
mod template;
mod tried;

use maud::{Markup, html};

pub(super) use catalogue::{Begin, catalogue, course};
pub(super) use choose::choose;
pub(super) use edition::edition;
pub(crate) use lesson::answered_check;
pub(super) use lesson::{Again, LessonPage, Why, check_seed, lesson_head, lesson_tail};
pub(super) use overview::{Mine, outline, overview};
pub(super) use preview::{
    Around, neighbours, preview, preview_answers, preview_outline, preview_path, question_steps, steps,
};
pub(super) use quiz::{Answered, QuizIntro, TestQuestion, quiz_intro, review, test_question};
pub(super) use regrade::regrade;
pub(super) use result::{ResultPage, result};
#[cfg(debug_assertions)]
pub(crate) use specimen::{outline_specimen, specimen};
pub(super) use template::TemplatePage;
pub(crate) use tried::{Asked, Tried, Way, tried};

use super::model::{NextStep, Progress, QuizKey};
use crate::content::Published;
use crate::i18n::long_date;
use crate::kernel::{ReviewKind, Slug};
use crate::reviews::Reviewed;
use crate::web::Page;
use crate::web::ui::{in_language, words};

pub(super) fn course_path(page: &Page, published: &Published) -> String {
    page.to(&format!("/learn/{}", published.course.key))
}

pub(super) fn lesson_path(page: &Page, published: &Published, lesson: &Slug) -> String {
    format!("{}/lessons/{lesson}", course_path(page, published))
}

/// Where one asks a person about a lesson or a question.
pub(super) fn ask_path(page: &Page, published: &Published, about: (&str, &Slug)) -> String {
    ask_address(&course_path(page, published), about)
}

fn ask_address(base: &str, (name, key): (&str, &Slug)) -> String {
    format!("{base}/ask?{name}={key}")
}

pub(super) fn quiz_path(page: &Page, published: &Published, quiz: &QuizKey) -> String {
    format!("{}/tests/{}", course_path(page, published), quiz.code())
}

/// Where "continue" leads, and what it says.
pub(super) fn next_action(page: &Page, published: &Published, progress: &Progress) -> (String, String) {
    match progress.next_step(&published.course) {
        NextStep::Lesson(lesson) => {
            let title = published.lesson_title(&lesson, page.lang);
            let text = page.tf("learn-continue-lesson", &[("title", title.into())]);
            (lesson_path(page, published, &lesson), text)
        }
        NextStep::Quiz(quiz) => {
            let text = page.tf("learn-continue-test", &[("title", quiz_title(page, published, &quiz).into())]);
            (quiz_path(page, published, &quiz), text)
        }
        NextStep::Nothing => (page.to("/learn/certificates"), page.t("learn-see-certificate").to_owned()),
    }
}

pub(super) fn quiz_title(page: &Page, published: &Published, quiz: &QuizKey) -> String {
    match quiz {
        QuizKey::Final => page.t("test-final").to_owned(),
        QuizKey::Module(key) => {
            published.course.module(key).map(|module| module.title.get(page.lang).to_owned()).unwrap_or_default()
        }
    }
}

/// The title of a lesson, marked where it is in another language than the page.
fn lesson_title(page: &Page, published: &Published, lesson: &Slug) -> Markup {
    let lang = published.lesson_language(lesson, page.lang).unwrap_or(page.lang);
    in_language(page, lang, html! { (published.lesson_title(lesson, page.lang)) })
}

/// What the course is not yet: its reviews are pending. Every lesson may be signed all the same.
pub(super) fn pilot(page: &Page, published: &Published, is_signed: bool) -> Markup {
    html! {
        @if published.course.is_pilot() {
            p.pilot { (page.t(if is_signed { "course-signed" } else { "course-pilot" })) }
        }
    }
}

/// What whoever published the course last tells its learners.
pub(super) fn news(page: &Page, published: &Published) -> Markup {
    let date = || long_date(page.lang, published.published_at.day(page.app.config.time_zone));
    html! {
        @if !published.note.is_empty() {
            p.note {
                (page.tf("course-news", &[("date", date().into()), ("note", published.note.get(page.lang).into())]))
            }
        }
    }
}

/// Where the content comes from and whether it was reviewed.
pub(super) fn guideline(page: &Page, published: &Published, reviewed: &[Reviewed]) -> Markup {
    let is_pending = published.course.is_pilot() && !reviewed.iter().any(|review| review.kind == ReviewKind::Medical);
    html! {
        @if let Some(guideline) = &published.course.guideline {
            p.source {
                (page.t("lesson-base")) " " (words(page, &guideline.base)) ". "
                (page.tf("lesson-base-date", &[("date", crate::i18n::month(page.lang, &guideline.version).into())]))
                @if is_pending { " " (page.t("lesson-review-pending")) }
            }
        }
    }
}

pub(super) fn continue_from(page: &Page, published: &Published, progress: &Progress) -> (String, String) {
    next_action(page, published, progress)
}
