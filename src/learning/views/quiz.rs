//! Before and during a test.

use maud::{Markup, html};

use super::quiz_title;
use crate::content::Published;
use crate::content::markdown::plain;
use crate::i18n::moment;
use crate::kernel::{Slug, Timestamp};
use crate::learning::model::QuizKey;
use crate::learning::question_view::QuestionForm;
use crate::quiz::kinds::case::Turn;
use crate::quiz::model::{Answer, Question};
use crate::quiz::rules::NextTry;
use crate::quiz::shown;
use crate::web::ui::{in_language, words};
use crate::web::{Fields, Page};

/// Before a test: what it is, and one button.
pub(in crate::learning) struct QuizIntro<'a> {
    pub(in crate::learning) published: &'a Published,
    /// The address of the course for this reader.
    pub(in crate::learning) base: String,
    pub(in crate::learning) quiz: &'a QuizKey,
    pub(in crate::learning) next: NextTry,
    pub(in crate::learning) running: bool,
    pub(in crate::learning) last: Option<String>,
    /// A key of the catalogue: why it cannot begin.
    pub(in crate::learning) refused: Option<&'static str>,
}

pub(in crate::learning) fn quiz_intro(page: &Page, intro: &QuizIntro<'_>) -> Markup {
    let course = &intro.published.course;
    let rules = intro.quiz.rules(course);
    let count = intro.quiz.blueprint(course).map_or(0, |blueprint| blueprint.count());
    html! {
        nav.crumbs aria-label=(page.t("nav-crumbs")) {
            a href=(intro.base) { (words(page, &course.title)) }
        }
        h1 { (page.t("test-title")) ": " (quiz_title(page, intro.published, intro.quiz)) }
        @if let Some(key) = intro.refused { p.note role="alert" { (page.t(key)) } }
        ul.facts {
            li { (page.tf("test-questions", &[("count", count.into())])) }
            @if let Some(rules) = rules {
                li { (page.tf("test-pass", &[("percent", rules.pass_percent.into())])) }
                li { (page.t("test-critical")) }
                @if rules.tries > 0 && rules.wait_hours > 0 {
                    li { (page.tf("test-tries", &[("tries", rules.tries.into()), ("hours", rules.wait_hours.into())])) }
                }
                @if let Some(minutes) = rules.minutes { li { (page.tf("test-limit", &[("minutes", minutes.into())])) } }
                @else { li { (page.t("test-no-limit")) } }
            }
            li { (page.t(if rules.is_some_and(|rules| rules.minutes.is_some()) { "test-saved-limited" } else { "test-saved" })) }
        }
        @if let Some(last) = &intro.last { p { a href=(last) { (page.t("test-last-result")) } } }
        (intro_action(page, intro))
    }
}

fn intro_action(page: &Page, intro: &QuizIntro<'_>) -> Markup {
    let start = |label: &'static str| {
        html! {
            form method="post" action={ (intro.base) "/tests/" (intro.quiz.code()) } {
                button.button type="submit" { (page.t(label)) }
            }
        }
    };
    html! {
        @if intro.running { (start("test-resume")) }
        @else {
            @match intro.next {
                NextTry::Open { left_before_wait, .. } => {
                    (start("test-start"))
                    @if let Some(left) = left_before_wait { p.hint { (page.tf("test-left", &[("count", left.into())])) } }
                }
                NextTry::Waits { until } => (waits(page, until)),
                NextTry::Passed => {
                    p.verdict.right { (page.t("test-passed-already")) }
                    @if *intro.quiz != QuizKey::Final { (start("test-practise")) }
                }
            }
        }
    }
}

pub(in crate::learning) fn waits(page: &Page, until: Timestamp) -> Markup {
    html! {
        p.note { (page.tf("test-waits", &[("time", moment(page.lang, until, page.app.config.time_zone).into())])) }
    }
}

/// Whether a question of a running test has an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::learning) enum Answered {
    No,
    /// So much of it is chosen, of how much.
    Part((usize, usize)),
    Yes,
}

impl Answered {
    fn words(self, page: &Page) -> String {
        match self {
            Self::No => page.t("test-open").to_owned(),
            Self::Part((chosen, all)) => page.tf("test-chosen", &[("chosen", chosen.into()), ("all", all.into())]),
            Self::Yes => page.t("test-answered").to_owned(),
        }
    }
}

/// One question of a running test.
pub(in crate::learning) struct TestQuestion<'a> {
    pub(in crate::learning) published: &'a Published,
    pub(in crate::learning) title: String,
    pub(in crate::learning) base: String,
    pub(in crate::learning) place: usize,
    pub(in crate::learning) answered: Vec<Answered>,
    pub(in crate::learning) question: &'a crate::quiz::model::Question,
    pub(in crate::learning) seed: u64,
    /// What is kept of the answer.
    pub(in crate::learning) given: Option<&'a Answer>,
    /// Whether a case goes back to the decision just made.
    pub(in crate::learning) turn: Turn,
    pub(in crate::learning) typed: &'a Fields,
    pub(in crate::learning) error: Option<&'static str>,
    pub(in crate::learning) shown_at: Timestamp,
    /// When the time that the course gives is over.
    pub(in crate::learning) ends_at: Option<Timestamp>,
}

/// How long there is time, or that it is over. The minutes are those of the moment at which the page was made.
fn time_left(page: &Page, ends_at: Option<Timestamp>) -> Markup {
    let left = |until: Timestamp| until.seconds_since(page.app.now());
    html! {
        @if let Some(until) = ends_at {
            @if left(until) < 0 { p.note role="alert" { (page.t("test-time-over")) } }
            @else {
                @let minutes = left(until) / 60 + 1;
                p.where { (page.tf("test-time-left", &[("time", moment(page.lang, until, page.app.config.time_zone).into()), ("minutes", minutes.into())])) }
            }
        }
    }
}

pub(in crate::learning) fn test_question(page: &Page, test: &TestQuestion<'_>) -> Markup {
    let shown = shown::show_after(test.question, test.seed, test.given, test.turn);
    let count = test.answered.len();
    let back = Some(format!("{}/{}?turn=back", test.base, test.place));
    let question =
        QuestionForm { page, published: test.published, shown: &shown, typed: test.typed, error: test.error, back };
    let button = question.button().unwrap_or(if test.place == count { "test-save-last" } else { "test-save-next" });
    let next = if test.place == count { "review".to_owned() } else { (test.place + 1).to_string() };
    let next = format!("{}/{next}", test.base);
    html! {
        h1.where { (test.title) " · " (page.tf("test-question-of", &[("place", test.place.into()), ("count", count.into())])) }
        (time_left(page, test.ends_at))
        form #main-form method="post" action={ (test.base) "/" (test.place) } {
            input type="hidden" name="shown" value=(test.shown_at.unix());
            (question.show())
            div.actions {
                button.button type="submit" { (page.t(button)) }
                @if question.may_be_left() { a.button.secondary href=(next) { (page.t("test-resume")) } }
                @if test.place > 1 {
                    a.button.secondary href={ (test.base) "/" (test.place - 1) } { (page.t("test-previous")) }
                }
            }
        }
        (dots(page, (&test.base, test.place), &test.answered))
        p { a href={ (test.base) "/review" } { (page.t("test-review")) } }
    }
}

/// The way through a test: each question, and whether it is answered.
pub(super) fn dots(page: &Page, (base, here): (&str, usize), all: &[Answered]) -> Markup {
    html! {
        nav.dots aria-label=(page.t("test-dots")) {
            ol {
                @for (place, answered) in (1..).zip(all) {
                    li.answered[*answered == Answered::Yes].current[place == here] {
                        a href={ (base) "/" (place) } aria-current=[(place == here).then_some("step")] {
                            (place)
                            span.sr { " " (answered.words(page)) }
                        }
                    }
                }
            }
        }
    }
}

/// The words of a question without their markup, marked where they are in another language than the page.
fn worded(page: &Page, question: &Question) -> Markup {
    let (lang, text) = question.text.found(page.lang).unwrap_or((page.lang, ""));
    in_language(page, lang, html! { (plain(text)) })
}

/// Before handing in: what is answered and what is not.
pub(in crate::learning) fn review(
    page: &Page,
    (title, base): (&str, &str),
    (published, questions): (&Published, &[Slug]),
    answered: &[Answered],
    ends_at: Option<Timestamp>,
) -> Markup {
    let open = answered.iter().filter(|answered| **answered == Answered::No).count();
    html! {
        h1 { (page.t("test-review-title")) }
        p.where { (title) }
        (time_left(page, ends_at))
        @if open > 0 { p.note { (page.tf("test-review-open", &[("count", open.into())])) } }
        ol.review {
            @for (place, (key, answered)) in (1..).zip(questions.iter().zip(answered)) {
                li {
                    a href={ (base) "/" (place) } {
                        (page.tf("test-question", &[("place", place.into())]))
                        @if let Some((_, question)) = published.course.question(key) { ": " (worded(page, question)) }
                    }
                    " " span.state { (answered.words(page)) }
                }
            }
        }
        form method="post" action={ (base) "/finish" } {
            button.button type="submit" { (page.t("test-finish")) }
        }
        p.hint { (page.t("test-finish-note")) }
    }
}
