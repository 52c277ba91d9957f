//! The pages of learning: overview, course, lesson, test, result.

use maud::{Markup, html};

use super::model::{CheckState, Enrolment, NextStep, Progress, QuizKey};
use super::question_view::{QuestionForm, inline};
use super::result_view::explained;
use crate::content::Published;
use crate::content::model::{Lesson, Module};
use crate::i18n::{long_date, moment};
use crate::kernel::{Slug, Timestamp};
use crate::quiz::rules::NextTry;
use crate::quiz::{reveal, shown};
use crate::web::ui;
use crate::web::{Fields, Page};

/// A course of the overview.
pub(super) struct Mine<'a> {
    pub(super) published: &'a Published,
    pub(super) enrolment: &'a Enrolment,
    pub(super) progress: &'a Progress,
}

fn course_path(page: &Page, published: &Published) -> String {
    page.to(&format!("/learn/{}", published.course.key))
}

fn lesson_path(page: &Page, published: &Published, lesson: &Slug) -> String {
    format!("{}/lessons/{lesson}", course_path(page, published))
}

fn quiz_path(page: &Page, published: &Published, quiz: &QuizKey) -> String {
    format!("{}/tests/{}", course_path(page, published), quiz.code())
}

/// Where "continue" leads, and what it says.
fn next_action(page: &Page, published: &Published, progress: &Progress) -> (String, String) {
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

/// `My learning`.
pub(super) fn overview(page: &Page, mine: &[Mine<'_>], others: &[&Published]) -> Markup {
    html! {
        h1 { (page.t("learn-title")) }
        @if page.person.as_ref().is_some_and(|person| person.awaits_confirmation) {
            p.note { (page.t("learn-unconfirmed")) " " a href=(page.to("/learn/profile")) { (page.t("learn-unconfirmed-action")) } }
        }
        @if mine.is_empty() { p { (page.t("learn-empty")) } }
        div.cards {
            @for one in mine {
                @let (href, text) = next_action(page, one.published, one.progress);
                section.card {
                    h2 { a href=(course_path(page, one.published)) { (one.published.course.title.get(page.lang)) } }
                    (ui::progress(page.t("learn-progress"), one.progress.percent(&one.published.course)))
                    @if let Some(at) = one.enrolment.completed_at {
                        p { (page.t("learn-completed")) " " (long_date(page.lang, at.day(page.app.config.time_zone))) }
                    }
                    a.button href=(href) { (text) }
                }
            }
        }
        @if !others.is_empty() {
            h2 { (page.t("learn-others")) }
            div.cards {
                @for published in others {
                    section.card {
                        h3 { a href=(page.to(&format!("/courses/{}", published.course.key))) { (published.course.title.get(page.lang)) } }
                        p { (published.course.summary.get(page.lang)) }
                    }
                }
            }
        }
    }
}

/// The outline of a course with what is done.
pub(super) fn outline(page: &Page, mine: &Mine<'_>) -> Markup {
    let Mine { published, enrolment, progress } = mine;
    let course = &published.course;
    let (href, text) = next_action(page, published, progress);
    let next = progress.next_step(course);
    html! {
        h1 { (course.title.get(page.lang)) }
        (pilot(page, published))
        (ui::progress(page.t("learn-progress"), progress.percent(course)))
        @if let Some(at) = enrolment.completed_at {
            p.flash { (page.t("learn-completed")) " " (long_date(page.lang, at.day(page.app.config.time_zone))) }
        }
        p { a.button href=(href) { (text) } }
        ol.outline {
            @for module in &course.modules {
                li.module {
                    h2 { (module.title.get(page.lang)) }
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
                (mine.published.lesson_title(&lesson.key, page.lang))
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

/// What the course is not yet: its reviews are pending.
pub(super) fn pilot(page: &Page, published: &Published) -> Markup {
    html! {
        @if published.course.is_pilot() { p.pilot { (page.t("course-pilot")) } }
    }
}

/// A lesson with what this person has done in it.
pub(super) struct LessonPage<'a> {
    pub(super) published: &'a Published,
    pub(super) module: &'a Module,
    pub(super) lesson: &'a Lesson,
    pub(super) done: bool,
    pub(super) percent: u32,
    pub(super) checks: &'a [CheckState],
    /// The check that is asked again, and what was typed into it.
    pub(super) again: Option<(&'a Slug, &'a Fields, Option<&'static str>)>,
    /// Finishing was refused because checks are open.
    pub(super) checks_open: bool,
}

/// What stands before the text of a lesson.
pub(super) fn lesson_head(page: &Page, lesson: &LessonPage<'_>) -> Markup {
    let course = &lesson.published.course;
    html! {
        nav.crumbs aria-label=(page.t("nav-crumbs")) {
            a href=(course_path(page, lesson.published)) { (course.title.get(page.lang)) }
            span { (lesson.module.title.get(page.lang)) }
        }
        (ui::progress(page.t("learn-progress"), lesson.percent))
        @if lesson.checks_open {
            div.error-summary role="alert" tabindex="-1" { p { (page.t("lesson-checks-open")) } }
        }
    }
}

/// What stands after the text of a lesson: checks, the line about practice, what is next.
pub(super) fn lesson_tail(page: &Page, lesson: &LessonPage<'_>) -> Markup {
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

/// Where the content comes from and whether it was reviewed.
fn guideline(page: &Page, published: &Published) -> Markup {
    html! {
        @if let Some(guideline) = &published.course.guideline {
            p.source {
                (page.t("lesson-base")) " " (guideline.base.get(page.lang)) " (" (guideline.version) ")."
                @if published.course.is_pilot() { " " (page.t("lesson-review-pending")) }
            }
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
pub(super) fn check_seed(number: i32) -> u64 {
    u64::from(number.unsigned_abs())
}

/// Before a test: what it is, and one button.
pub(super) struct QuizIntro<'a> {
    pub(super) published: &'a Published,
    pub(super) quiz: &'a QuizKey,
    pub(super) next: NextTry,
    pub(super) running: bool,
    pub(super) last: Option<String>,
    /// A key of the catalogue: why it cannot begin.
    pub(super) refused: Option<&'static str>,
}

pub(super) fn quiz_intro(page: &Page, intro: &QuizIntro<'_>) -> Markup {
    let course = &intro.published.course;
    let rules = intro.quiz.rules(course);
    let count = intro.quiz.blueprint(course).map_or(0, |blueprint| blueprint.count());
    html! {
        nav.crumbs aria-label=(page.t("nav-crumbs")) {
            a href=(course_path(page, intro.published)) { (course.title.get(page.lang)) }
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
            li { (page.t("test-saved")) }
        }
        @if let Some(last) = &intro.last { p { a href=(last) { (page.t("test-last-result")) } } }
        (intro_action(page, intro))
    }
}

fn intro_action(page: &Page, intro: &QuizIntro<'_>) -> Markup {
    let start = |label: &'static str| {
        html! {
            form method="post" action=(quiz_path(page, intro.published, intro.quiz)) {
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

pub(super) fn waits(page: &Page, until: Timestamp) -> Markup {
    html! {
        p.note { (page.tf("test-waits", &[("time", moment(page.lang, until, page.app.config.time_zone).into())])) }
    }
}

/// One question of a running test.
pub(super) struct TestQuestion<'a> {
    pub(super) published: &'a Published,
    pub(super) title: String,
    pub(super) base: String,
    pub(super) place: usize,
    pub(super) answered: Vec<bool>,
    pub(super) question: &'a crate::quiz::model::Question,
    pub(super) seed: u64,
    pub(super) typed: &'a Fields,
    pub(super) error: Option<&'static str>,
    pub(super) shown_at: Timestamp,
}

pub(super) fn test_question(page: &Page, test: &TestQuestion<'_>) -> Markup {
    let shown = shown::show(test.question, test.seed);
    let count = test.answered.len();
    html! {
        p.where { (test.title) " · " (page.tf("test-question-of", &[("place", test.place.into()), ("count", count.into())])) }
        nav.dots aria-label=(page.t("test-dots")) {
            ol {
                @for (place, answered) in (1..).zip(&test.answered) {
                    li.answered[*answered].current[place == test.place] {
                        a href={ (test.base) "/" (place) } aria-current=[(place == test.place).then_some("step")] {
                            (place)
                            span.sr { " " (page.t(if *answered { "test-answered" } else { "test-open" })) }
                        }
                    }
                }
            }
        }
        form #main-form method="post" action={ (test.base) "/" (test.place) } {
            input type="hidden" name="shown" value=(test.shown_at.unix());
            (QuestionForm { page, published: test.published, shown: &shown, typed: test.typed, error: test.error }.show())
            div.actions {
                button.button type="submit" { (page.t(if test.place == count { "test-save-last" } else { "test-save-next" })) }
                @if test.place > 1 {
                    a.button.secondary href={ (test.base) "/" (test.place - 1) } { (page.t("test-previous")) }
                }
            }
        }
        p { a href={ (test.base) "/review" } { (page.t("test-review")) } }
    }
}

/// Before handing in: what is answered and what is not.
pub(super) fn review(page: &Page, title: &str, base: &str, answered: &[bool]) -> Markup {
    let open = answered.iter().filter(|answered| !**answered).count();
    html! {
        h1 { (page.t("test-review-title")) }
        p.where { (title) }
        @if open > 0 { p.note { (page.tf("test-review-open", &[("count", open.into())])) } }
        ol.review {
            @for (place, answered) in (1..).zip(answered) {
                li {
                    a href={ (base) "/" (place) } { (page.tf("test-question", &[("place", place.into())])) }
                    " " span.state { (page.t(if *answered { "test-answered" } else { "test-open" })) }
                }
            }
        }
        form method="post" action={ (base) "/finish" } {
            button.button type="submit" { (page.t("test-finish")) }
        }
        p.hint { (page.t("test-finish-note")) }
    }
}

/// The result of a try.
pub(super) struct ResultPage<'a> {
    pub(super) published: &'a Published,
    pub(super) quiz: &'a QuizKey,
    pub(super) title: String,
    pub(super) graded: &'a super::finish::Graded,
    pub(super) explained: Vec<reveal::Explained<'a>>,
    pub(super) next: NextTry,
    pub(super) completed: bool,
    pub(super) next_action: (String, String),
}

pub(super) fn result(page: &Page, result: &ResultPage<'_>) -> Markup {
    let passed = result.graded.passed();
    let percent = result.graded.outcome.score.percent();
    html! {
        p.where { (result.title) }
        h1 { (page.t(if passed { "result-passed" } else { "result-not-yet" })) }
        p.score { (page.tf("result-score", &[("percent", percent.into())])) }
        @if !passed { (why_not(page, result)) }
        @if passed { p { a.button href=(result.next_action.0) { (result.next_action.1) } } }
        @if passed && result.completed { p.flash { (page.t("result-course-complete")) " " a href=(page.to("/learn/certificates")) { (page.t("nav-certificates")) } } }
        @if !result.graded.outcome.weak.is_empty() {
            h2 { (page.t("result-weak")) }
            ul.weak {
                @for weak in &result.graded.outcome.weak {
                    li { a href=(lesson_path(page, result.published, &weak.lesson)) { (result.published.lesson_title(&weak.lesson, page.lang)) } }
                }
            }
        }
        @if !passed { (try_again(page, result)) }
        @if !result.explained.is_empty() {
            h2 { (page.t("result-answers")) }
            @for one in &result.explained { (explained(page, result.published, one)) }
        }
    }
}

fn why_not(page: &Page, result: &ResultPage<'_>) -> Markup {
    use crate::quiz::attempt::Verdict;
    let rules = result.quiz.rules(&result.published.course);
    html! {
        @if let Verdict::Failed { critical } = &result.graded.outcome.verdict && !critical.is_empty() {
            p.note { (page.t("result-critical")) }
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

pub(super) fn continue_from(page: &Page, published: &Published, progress: &Progress) -> (String, String) {
    next_action(page, published, progress)
}

/// Name and language of the certificate.
pub(super) fn choose(page: &Page, published: &Published, typed: &Fields, errors: &crate::web::FormErrors) -> Markup {
    let languages: Vec<(String, String)> =
        crate::kernel::Lang::ALL.iter().map(|lang| (lang.code().to_owned(), lang.native_name().to_owned())).collect();
    let name = ui::Field {
        name: "name",
        label: page.t("choose-name"),
        hint: page.t("choose-name-hint"),
        kind: "text",
        autocomplete: "name",
    };
    html! {
        h1 { (page.t("choose-title")) }
        p { (page.t("choose-lead")) }
        (ui::error_summary(page, errors))
        form #main-form method="post" action={ (course_path(page, published)) "/certificate" } novalidate {
            (name.show(page, typed, errors))
            (ui::select(page, ("certificate_language", page.t("choose-language"), ""), &languages, typed, errors))
            button.button type="submit" { (page.t("choose-button")) }
        }
    }
}

/// The public catalogue.
pub(super) fn catalogue(page: &Page, courses: &[std::sync::Arc<Published>]) -> Markup {
    html! {
        h1 { (page.t("courses-title")) }
        @if courses.is_empty() { p { (page.t("courses-empty")) } }
        div.cards {
            @for published in courses {
                section.card.course {
                    h2 { a href=(page.to(&format!("/courses/{}", published.course.key))) { (published.course.title.get(page.lang)) } }
                    p { (published.course.summary.get(page.lang)) }
                    p.meta { (page.tf("course-lessons", &[("count", published.course.lessons().count().into())])) " · " (minutes(page, published)) }
                }
            }
        }
    }
}

pub(super) fn minutes(page: &Page, published: &Published) -> String {
    let minutes: u32 = published.course.lessons().map(|(_, lesson)| lesson.minutes).sum();
    page.tf("minutes", &[("count", minutes.into())])
}

/// A course for those who may enrol.
pub(super) fn course(page: &Page, published: &Published, enrolled: bool) -> Markup {
    let course = &published.course;
    html! {
        h1 { (course.title.get(page.lang)) }
        (pilot(page, published))
        p.lead { (course.summary.get(page.lang)) }
        @if enrolled {
            p { a.button href=(course_path(page, published)) { (page.t("learn-continue")) } }
        } @else {
            form method="post" action=(page.to(&format!("/courses/{}", course.key))) {
                button.button type="submit" { (page.t("course-enrol")) }
            }
        }
        h2 { (page.t("course-outcomes")) }
        ul { @for outcome in course.outcomes.get(page.lang) { li { (outcome) } } }
        h2 { (page.t("course-content")) }
        p.meta { (page.tf("course-lessons", &[("count", course.lessons().count().into())])) " · " (minutes(page, published)) }
        ol.outline {
            @for module in &course.modules {
                li.module {
                    h3 { (module.title.get(page.lang)) }
                    p { (module.summary.get(page.lang)) }
                    ul.lessons { @for lesson in &module.lessons { li { (published.lesson_title(&lesson.key, page.lang)) } } }
                }
            }
        }
        h2 { (page.t("course-get")) }
        p { (page.t("course-get-text")) " " strong { (course.certificate.title.get(page.lang)) } "." }
        @if let Some(months) = course.certificate.validity_months { p { (page.tf("course-validity", &[("months", months.into())])) } }
        @if !course.limits.is_empty() {
            h2 { (page.t("course-limits")) }
            p { (inline(page, published, &course.limits)) }
        }
        (guideline(page, published))
    }
}
