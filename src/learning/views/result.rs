//! After a test.

use maud::{Markup, html};

use super::quiz::waits;
use super::{ask_path, lesson_path, lesson_title, quiz_path};
use crate::content::Published;
use crate::learning::finish::Graded;
use crate::learning::model::QuizKey;
use crate::learning::result_view::explained;
use crate::quiz::reveal;
use crate::quiz::rules::NextTry;
use crate::web::Page;

/// The result of a try.
pub(in crate::learning) struct ResultPage<'a> {
    pub(in crate::learning) published: &'a Published,
    pub(in crate::learning) quiz: &'a QuizKey,
    pub(in crate::learning) title: String,
    pub(in crate::learning) graded: &'a Graded,
    /// A key was corrected afterwards: whether the try got better by that.
    pub(in crate::learning) regraded: Option<bool>,
    pub(in crate::learning) explained: Vec<reveal::Explained<'a>>,
    pub(in crate::learning) next: NextTry,
    pub(in crate::learning) completed: bool,
    pub(in crate::learning) next_action: (String, String),
}

pub(in crate::learning) fn result(page: &Page, result: &ResultPage<'_>) -> Markup {
    let passed = result.graded.passed();
    let percent = result.graded.outcome.score.percent();
    html! {
        p.where { (result.title) }
        h1 { (page.t(if passed { "result-passed" } else { "result-not-yet" })) }
        p.score { (page.tf("result-score", &[("percent", percent.into())])) }
        @if let Some(is_better) = result.regraded {
            p.note { (page.t(if is_better { "result-regraded" } else { "result-regraded-kept" })) }
        }
        @if !passed { (why_not(page, result)) }
        @if passed { p { a.button href=(result.next_action.0) { (result.next_action.1) } } }
        @if passed && result.completed { p.flash { (page.t("result-course-complete")) " " a href=(page.to("/learn/certificates")) { (page.t("nav-certificates")) } } }
        @if !result.graded.outcome.weak.is_empty() {
            h2 { (page.t("result-weak")) }
            ul.weak {
                @for weak in &result.graded.outcome.weak {
                    li { a href=(lesson_path(page, result.published, &weak.lesson)) { (lesson_title(page, result.published, &weak.lesson)) } }
                }
            }
        }
        @if !passed { (try_again(page, result)) }
        @if !result.explained.is_empty() {
            h2 { (page.t("result-answers")) }
            @for (place, one) in (1_i64..).zip(&result.explained) {
                h3.place { (page.tf("test-question", &[("place", place.into())])) }
                (explained(page, result.published, one))
                p.hint { a href=(ask_path(page, result.published, ("question", one.key))) { (page.t("ask-report")) span.sr { ": " (page.tf("test-question", &[("place", place.into())])) } } }
            }
        }
        p { a href={ (super::course_path(page, result.published)) "/ask" } { (page.t("ask-link")) } }
    }
}

fn why_not(page: &Page, result: &ResultPage<'_>) -> Markup {
    use crate::quiz::attempt::Verdict;
    let rules = result.quiz.rules(&result.published.course);
    html! {
        @if let Verdict::Failed { critical } = &result.graded.outcome.verdict && !critical.is_empty() {
            p.note { (page.t("result-critical")) @if !result.explained.is_empty() { " " (page.t("result-critical-below")) } }
        }
        @if let Some(rules) = rules { p { (page.tf("result-needed", &[("percent", rules.pass_percent.into())])) } }
    }
}

fn try_again(page: &Page, result: &ResultPage<'_>) -> Markup {
    html! {
        @match result.next {
            NextTry::Open { left_before_wait, .. } => {
                form method="post" action=(quiz_path(page, result.published, result.quiz)) {
                    button.button type="submit" { (page.t("result-again")) }
                }
                @if let Some(left) = left_before_wait { p.hint { (page.tf("test-left", &[("count", left.into())])) } }
            }
            NextTry::Waits { until } => (waits(page, until)),
            NextTry::Passed => {}
        }
        p.hint { (page.t("result-person")) }
    }
}
