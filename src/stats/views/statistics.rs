//! The tests of a course with their figures, and the questions of one of them.

use maud::{Markup, html};

use super::figures::{badge, cells, flags, heads, time};
use super::{Wanted, results_address, trimmed};
use crate::content::Published;
use crate::content::markdown::plain;
use crate::i18n::{long_date, number};
use crate::learning::QuizKey;
use crate::stats::figures::flags::{Flag, percent};
use crate::stats::figures::{ENOUGH, Share, TestFigures};
use crate::stats::report::{Item, Report};
use crate::web::paging::{PageNumber, list_address};
use crate::web::{Fields, FormErrors, Page, ui};

/// The figures of a course.
pub(in crate::stats) struct Statistics<'a> {
    pub(in crate::stats) published: &'a Published,
    /// All editions, the newest last.
    pub(in crate::stats) editions: &'a [i32],
    pub(in crate::stats) wanted: &'a Wanted,
    pub(in crate::stats) reports: &'a [Report<'a>],
    /// The test whose questions are shown, and the part of them.
    pub(in crate::stats) open: Option<(&'a Report<'a>, &'a [Item<'a>])>,
    pub(in crate::stats) current: PageNumber,
}

/// The name of a test: that of its module, or that it is the final one.
pub(in crate::stats) fn test_title(page: &Page, published: &Published, quiz: &QuizKey) -> String {
    match quiz {
        QuizKey::Module(key) => {
            published.course.module(key).map(|module| module.title.get(page.lang).to_owned()).unwrap_or_default()
        }
        QuizKey::Final => page.t("test-final").to_owned(),
    }
}

/// The address of these figures; it ends with `?` or `&`.
fn address(page: &Page, statistics: &Statistics<'_>, ending: &str, test: &str) -> String {
    let wanted = statistics.wanted;
    let path = page.to(&format!("/trainer/courses/{}/statistics{ending}", statistics.published.course.key));
    let is_newest = statistics.editions.last() == Some(&wanted.edition);
    let edition = if is_newest { String::new() } else { wanted.edition.to_string() };
    list_address(&path, &[("edition", &edition), ("since", wanted.since()), ("test", test)])
}

pub(in crate::stats) fn statistics(page: &Page, statistics: &Statistics<'_>) -> Markup {
    let published = statistics.published;
    let results = results_address(page, (published, statistics.editions), statistics.wanted, None);
    html! {
        nav.crumbs aria-label=(page.t("nav-crumbs")) {
            a href=(page.to("/trainer")) { (page.t("teaching-title")) }
            span { (published.course.title.get(page.lang)) }
            a href=(trimmed(&results)) { (page.t("results-title")) }
            @if statistics.open.is_some() { a href=(trimmed(&address(page, statistics, "", ""))) { (page.t("figures-title")) } }
        }
        h1 { (page.t("figures-title")) }
        p { (page.t("figures-lead")) }
        (filter(page, statistics))
        @if statistics.reports.iter().all(|report| report.figures.sittings == 0) { (ui::empty(page.t("figures-empty"), None)) }
        @else {
            @if let Some((report, _)) = statistics.open { (card(page, statistics, report)) }
            @else { div.cards { @for report in statistics.reports { (card(page, statistics, report)) } } }
            @if let Some((report, items)) = statistics.open { (questions(page, statistics, report, items)) }
            p { a.button.secondary href=(trimmed(&address(page, statistics, ".csv", ""))) download { (page.t("figures-download")) } }
            p { a href=(page.to(&format!("/trainer/courses/{}/regrade", statistics.published.course.key))) { (page.t("regrade-link")) } }
            p.hint { (page.t("figures-download-hint")) }
        }
        (meaning(page))
    }
}

/// Edition, and from when on.
fn filter(page: &Page, statistics: &Statistics<'_>) -> Markup {
    let (published, wanted, none) = (statistics.published, statistics.wanted, FormErrors::default());
    let chosen = [("edition", wanted.edition.to_string()), ("since", wanted.since().to_owned())];
    let chosen = Fields(chosen.map(|(name, value)| (name.to_owned(), value)).to_vec());
    let edition = |number: &i32| (number.to_string(), page.tf("results-edition", &[("edition", (*number).into())]));
    let editions: Vec<_> = statistics.editions.iter().rev().map(edition).collect();
    let changed = long_date(page.lang, published.published_at.day(page.app.config.time_zone));
    let since = [
        (String::new(), page.t("results-since-edition").to_owned()),
        ("latest".to_owned(), page.tf("results-since-latest", &[("date", changed.into())])),
    ];
    let is_revised = published.revision > 1;
    html! {
        @if editions.len() > 1 || is_revised {
            form.inline method="get" action=(page.to(&format!("/trainer/courses/{}/statistics", published.course.key))) {
                @if editions.len() > 1 { (ui::select(page, ("edition", page.t("results-edition-label"), ""), &editions, &chosen, &none)) }
                @if is_revised { (ui::select(page, ("since", page.t("results-since"), ""), &since, &chosen, &none)) }
                button.button type="submit" { (page.t("results-show")) }
            }
        }
    }
}

fn card(page: &Page, statistics: &Statistics<'_>, report: &Report<'_>) -> Markup {
    let title = test_title(page, statistics.published, &report.quiz);
    let figures = &report.figures;
    let to = address(page, statistics, "", report.quiz.code());
    html! {
        section.card {
            h2 { (title) }
            @if report.is_few() {
                p { (page.tf("figures-few-yet", &[("count", figures.sittings.into()), ("enough", ENOUGH.into())])) }
            } @else {
                (whole_test(page, figures))
                p.soft { (page.t(trust(figures.alpha))) }
                @if let Some(error) = figures.error { p.soft { (page.tf("figures-error-words", &[("points", points(page, error).into())])) } }
            }
            @if report.flagged() > 0 { p { strong { (page.tf("figures-to-look-at", &[("count", report.flagged().into())])) } } }
            @if statistics.open.is_none() { (doubtful(page, statistics, report)) }
            @if !report.items.is_empty() && statistics.open.is_none() {
                a.button.small href={ (trimmed(&to)) "#questions" } { (page.t("figures-questions")) span.sr { ": " (title) } }
            }
        }
    }
}

/// So many questions are named beside a test; its own page has all.
const NAMED: usize = 5;

/// The questions whose key may be wrong: nobody has to open the test to learn of them.
fn doubtful(page: &Page, statistics: &Statistics<'_>, report: &Report<'_>) -> Markup {
    let (published, editions) = (statistics.published, statistics.editions);
    let items: Vec<&Item<'_>> =
        report.items.iter().filter(|item| item.flags.contains(&Flag::Key)).take(NAMED).collect();
    html! {
        @if !items.is_empty() {
            p { (badge(page, Flag::Key)) }
            ul {
                @for item in items {
                    @let to = results_address(page, (published, editions), statistics.wanted, Some(&item.question.key));
                    li { a href=(trimmed(&to)) { (plain(item.question.text.get(page.lang))) } }
                }
            }
        }
    }
}

fn whole_test(page: &Page, figures: &TestFigures) -> Markup {
    let passed = Share::of(figures.passed, figures.sittings);
    html! {
        dl.shown {
            dt { (page.t("figures-tries")) }
            dd { (figures.sittings) }
            dt { (page.t("figures-passed")) }
            dd { (percent(passed.mean)) " %" }
            dt { (page.t("figures-mean")) }
            dd { (percent(figures.mean)) " %" }
            dt { (page.t(if figures.all_or_nothing { "figures-kr20" } else { "figures-alpha" })) }
            dd { @match figures.alpha { Some(alpha) => (number(page.lang, alpha, 2)), None => "—" } }
            @if let Some(error) = figures.error {
                dt { (page.t("figures-error")) }
                dd { "± " (points(page, error)) }
            }
            @if let Some(seconds) = figures.seconds {
                dt { (page.t("figures-whole-time")) }
                dd { (time(page, seconds)) }
            }
        }
    }
}

/// Percentage points.
fn points(page: &Page, share: f64) -> String {
    number(page.lang, share * 100.0, 1)
}

/// How far the test is to be trusted (J. C. Nunnally and I. H. Bernstein, *Psychometric Theory*, 1994).
fn trust(alpha: Option<f64>) -> &'static str {
    match alpha {
        None => "figures-trust-none",
        Some(alpha) if alpha < 0.5 => "figures-trust-low",
        Some(alpha) if alpha < 0.7 => "figures-trust-fair",
        Some(alpha) if alpha < 0.9 => "figures-trust-good",
        Some(_) => "figures-trust-high",
    }
}

fn questions(page: &Page, statistics: &Statistics<'_>, report: &Report<'_>, items: &[Item<'_>]) -> Markup {
    let published = statistics.published;
    let pages = address(page, statistics, "", report.quiz.code());
    html! {
        h2 #questions { (page.t("figures-questions")) ": " (test_title(page, published, &report.quiz)) }
        div.scroll {
            table.stack {
                thead { tr { th scope="col" { (page.t("results-question")) } (heads(page)) } }
                tbody {
                    @for item in items {
                        @let to = results_address(page, (published, statistics.editions), statistics.wanted, Some(&item.question.key));
                        tr {
                            th scope="row" {
                                a href=(trimmed(&to)) { (plain(item.question.text.get(page.lang))) }
                                br;
                                @if item.question.critical { span.badge { (page.t("results-critical")) } " " }
                                (flags(page, item))
                            }
                            (cells(page, &item.figures))
                        }
                    }
                }
            }
        }
        (ui::pager(page, statistics.current, i64::try_from(report.items.len()).unwrap_or(i64::MAX), &pages))
    }
}

/// What each figure means, for people who never saw statistics.
fn meaning(page: &Page) -> Markup {
    let words: [(&'static str, &'static str); 8] = [
        ("figures-tries", "figures-means-tries"),
        ("figures-facility", "figures-means-facility"),
        ("figures-interval", "figures-means-interval"),
        ("figures-ends", "figures-means-ends"),
        ("figures-rest", "figures-means-rest"),
        ("figures-alpha", "figures-means-alpha"),
        ("figures-error", "figures-means-error"),
        ("figures-time", "figures-means-time"),
    ];
    html! {
        details {
            summary { (page.t("figures-meaning")) }
            dl { @for (term, means) in words { dt { (page.t(term)) } dd { (page.t(means)) } } }
            p { (page.tf("figures-means-flags", &[("enough", ENOUGH.into())])) }
        }
    }
}
