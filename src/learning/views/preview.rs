//! A course as a volunteer sees it, with what a trainer needs around it.

use maud::{Markup, html};

use super::quiz_title;
use super::tried::Way;
use crate::content::Published;
use crate::content::markdown::plain;
use crate::content::model::Module;
use crate::kernel::{Lang, Slug};
use crate::learning::model::QuizKey;
use crate::learning::question_view::QuestionForm;
use crate::learning::result_view::explained;
use crate::quiz::reveal::Explained;
use crate::web::Page;

/// Something that can be looked at: its address after the language, and its title.
pub(in crate::learning) type Step = (String, String);

/// What stands around a page that is looked at.
pub(in crate::learning) struct Around<'a> {
    pub(in crate::learning) published: &'a Published,
    /// The language in which it is looked at.
    pub(in crate::learning) lang: Lang,
    /// The address after the language.
    pub(in crate::learning) here: String,
    /// Whether right answers are shown; none: there are none to show.
    pub(in crate::learning) answers: Option<bool>,
    /// Addresses after the language, with what is there: the one before and the one after.
    pub(in crate::learning) neighbours: (Option<Step>, Option<Step>),
}

/// Where a course is looked at in a language.
pub(in crate::learning) fn preview_path(page: &Page, published: &Published, lang: Lang) -> String {
    page.to(&format!("/trainer/courses/{}/preview/{lang}", published.course.key))
}

/// The page that a volunteer sees, under a banner that says so.
pub(in crate::learning) fn preview(page: &Page, around: &Around<'_>, seen: &Markup) -> Markup {
    let base = preview_path(page, around.published, around.lang);
    let (before, after) = &around.neighbours;
    html! {
        nav.crumbs aria-label=(page.t("preview-crumbs")) {
            a href=(page.to("/trainer")) { (page.t("teaching-title")) }
            a href=(base) { (page.t("preview-title")) ": " (around.published.course.title.get(page.lang)) }
        }
        (banner(page, around))
        @if around.here.is_empty() { div lang=(around.lang) { (seen) } }
        @else { div.preview lang=(around.lang) { (seen) } }
        @if before.is_some() || after.is_some() {
            nav.pager aria-label=(page.t("preview-neighbours")) {
                @if let Some((rest, title)) = before { a rel="prev" href={ (base) (rest) } { "← " (title) } }
                @if let Some((rest, title)) = after { a rel="next" href={ (base) (rest) } { (title) " →" } }
            }
        }
    }
}

fn banner(page: &Page, around: &Around<'_>) -> Markup {
    let note = match around.lang {
        _ if around.here.is_empty() => "preview-choose",
        Lang::Kk => "preview-note-kk",
        Lang::Ru => "preview-note-ru",
        Lang::En => "preview-note-en",
    };
    let query = if around.answers == Some(true) { "?answers=1" } else { "" };
    html! {
        aside.note aria-label=(page.t("preview-title")) {
            p { strong { (page.t("preview-title")) } ". " (page.t(note)) }
            nav.buttons.tabs aria-label=(page.t("preview-languages")) {
                @for lang in Lang::ALL {
                    @let is_here = lang == around.lang;
                    a.button.small.secondary[!is_here] lang=(lang) aria-current=[is_here.then_some("true")]
                        href={ (preview_path(page, around.published, lang)) (around.here) (query) } { (lang.native_name()) }
                }
            }
            @if let Some(are_shown) = around.answers {
                @let here = format!("{}{}", preview_path(page, around.published, around.lang), around.here);
                p {
                    @if are_shown { a href=(here) { (page.t("preview-hide")) } }
                    @else { a href={ (here) "?answers=1" } { (page.t("preview-answers")) } }
                }
            }
        }
    }
}

/// Everything that can be looked at, in the order of learning: addresses after the language, and titles.
pub(in crate::learning) fn steps(page: &Page, published: &Published) -> Vec<Step> {
    let course = &published.course;
    let test = |quiz: QuizKey| {
        let title = format!("{}: {}", page.t("test-title"), quiz_title(page, published, &quiz));
        (format!("/tests/{}", quiz.code()), title)
    };
    let mut steps = Vec::new();
    for module in &course.modules {
        let lessons = module.lessons.iter().map(|lesson| &lesson.key);
        steps.extend(lessons.map(|key| (format!("/lessons/{key}"), published.lesson_title(key, page.lang).to_owned())));
        steps.push(test(QuizKey::Module(module.key.clone())));
    }
    steps.extend(course.final_test.as_ref().map(|_| test(QuizKey::Final)));
    steps
}

/// The modules of a course with lessons, test and questions. `seen` is the page in the language looked at.
pub(in crate::learning) fn preview_outline(page: &Page, seen: &Page, published: &Published) -> Markup {
    let base = preview_path(page, published, seen.lang);
    html! {
        h1 { (published.course.title.get(seen.lang)) }
        (super::pilot(seen, published, false))
        ol.outline {
            @for module in &published.course.modules {
                li.module {
                    h2 { (module.title.get(seen.lang)) }
                    ul.lessons {
                        @for lesson in &module.lessons {
                            li { a href={ (base) "/lessons/" (lesson.key) } { (published.lesson_title(&lesson.key, seen.lang)) } }
                        }
                        li { a href={ (base) "/tests/" (module.key) } { (seen.t("test-of-module")) } }
                    }
                    (questions(page, seen, (module, &base)))
                }
            }
            @if published.course.final_test.is_some() {
                li.module {
                    h2 { (seen.t("test-final")) }
                    ul.lessons { li { a href={ (base) "/tests/final" } { (seen.t("test-of-module")) } } }
                }
            }
        }
    }
}

/// Every question of a module, checks and those that tests draw from.
fn questions(page: &Page, seen: &Page, (module, base): (&Module, &str)) -> Markup {
    html! {
        @if !module.questions.is_empty() {
            details {
                summary lang=(page.lang) { (page.tf("preview-questions", &[("count", module.questions.len().into())])) }
                ol {
                    @for question in &module.questions {
                        li {
                            a href={ (base) "/questions/" (question.key) } { (plain(question.text.get(seen.lang))) }
                            @if module.is_check(&question.key) { " " span.badge lang=(page.lang) { (page.t("results-check")) } }
                            @if question.critical { " " span.badge lang=(page.lang) { (page.t("results-critical")) } }
                        }
                    }
                }
            }
        }
    }
}

/// One question by itself, as it is asked, or with what was answered.
pub(super) fn preview_question(
    seen: &Page,
    published: &Published,
    (form, way): (&QuestionForm<'_>, Way<'_>),
    answered: Option<&Explained<'_>>,
) -> Markup {
    html! {
        @if !way.is_part { h1.where { (seen.t("preview-question")) } }
        form id=[(!way.is_part).then_some("main-form")] method="post" action=(way.to) {
            @for (name, value) in way.along { input type="hidden" name=(name) value=(value); }
            (form.show())
            button.button type="submit" { (seen.t(form.button().unwrap_or("lesson-check-answer"))) }
        }
        @if let Some(answered) = answered { (explained(seen, published, answered)) }
    }
}

/// The questions of a sample test with their right answers, as the page of a result shows them.
pub(in crate::learning) fn preview_answers(seen: &Page, published: &Published, all: &[Explained<'_>]) -> Markup {
    html! {
        h1 { (seen.t("result-answers")) }
        @for one in all { (explained(seen, published, one)) }
    }
}

/// What comes before and after this address.
pub(in crate::learning) fn neighbours(steps: &[Step], here: &str) -> (Option<Step>, Option<Step>) {
    let at = steps.iter().position(|(rest, _)| rest == here);
    let before = at.and_then(|at| at.checked_sub(1)).and_then(|at| steps.get(at)).cloned();
    (before, at.and_then(|at| steps.get(at + 1)).cloned())
}

/// The questions of a module as neighbours of each other.
pub(in crate::learning) fn question_steps(page: &Page, module: &Module) -> Vec<Step> {
    let title = |place: usize| page.tf("test-question", &[("place", place.into())]);
    let step = |(place, key): (usize, &Slug)| (format!("/questions/{key}"), title(place));
    (1..).zip(module.questions.iter().map(|question| &question.key)).map(step).collect()
}
