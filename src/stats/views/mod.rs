//! Courses with their learners, and results, as HTML.

mod answers;
mod courses;
mod figures;
mod needs;
pub(super) mod reports;
mod results;
mod statistics;
mod table;

use maud::{Markup, html};

pub(super) use answers::{Answers, answers};
pub(super) use courses::{Taught, courses};
pub(super) use results::{Results, results};
pub(super) use statistics::{Statistics, statistics, test_title};
pub(super) use table::table;

use super::results::Line;
use super::tally::{Count, Misleads, Tally};
use super::{Sort, tally};
use crate::content::Published;
use crate::kernel::{Lang, Slug};
use crate::web::Page;
use crate::web::paging::list_address;

/// Which results are asked for.
#[derive(Debug, Clone)]
pub(super) struct Wanted {
    pub(super) edition: i32,
    /// The questions of one module alone.
    pub(super) module: Option<Slug>,
    pub(super) sort: Sort,
    /// Answers to the newest revision alone.
    pub(super) is_latest: bool,
}

impl Wanted {
    fn since(&self) -> &'static str {
        if self.is_latest { "latest" } else { "" }
    }
}

/// The address of the results of a course, or of one question; it ends with `?` or `&`. What is usual is left out.
fn results_address(
    page: &Page,
    (published, editions): (&Published, &[i32]),
    wanted: &Wanted,
    question: Option<&Slug>,
) -> String {
    let mut path = page.to(&format!("/trainer/courses/{}/results", published.course.key));
    if let Some(question) = question {
        path = format!("{path}/{question}");
    }
    let edition = if editions.last() == Some(&wanted.edition) { String::new() } else { wanted.edition.to_string() };
    let module = wanted.module.as_ref().map(Slug::as_str).unwrap_or_default();
    let sort = if wanted.sort == Sort::default() { "" } else { wanted.sort.code() };
    list_address(&path, &[("edition", &edition), ("module", module), ("sort", sort), ("since", wanted.since())])
}

fn trimmed(address: &str) -> &str {
    address.trim_end_matches(['?', '&'])
}

/// A share of right answers, or how few there are.
fn share(page: &Page, count: Count) -> Markup {
    html! {
        @if count.answers == 0 {
            span.soft { span aria-hidden="true" { "—" } span.sr { (page.t("results-none")) } }
        } @else if count.is_few() {
            span.soft { (page.tf("results-few", &[("right", count.right.into()), ("answers", count.answers.into())])) }
        } @else {
            strong { (count.percent()) " %" } " " span.soft { (page.tf("results-of", &[("answers", count.answers.into())])) }
        }
    }
}

/// The share of all languages, and how often the question was left open.
fn share_of_all(page: &Page, tally: &Tally) -> Markup {
    html! {
        (share(page, tally.total()))
        @if tally.left_open() > 0 { br; span.soft { (page.tf("results-open", &[("count", tally.left_open().into())])) } }
    }
}

/// What is special about a question: critical, a lesson check, misleading in a language.
fn marks(page: &Page, line: &Line<'_>) -> Markup {
    html! {
        @if line.question.critical { span.badge { (page.t("results-critical")) } " " }
        @if line.module.is_check(&line.question.key) { span.badge { (page.t("results-check")) } " " }
        @if let Some(found) = line.misleads { span.badge.alarm { span aria-hidden="true" { "! " } (misleads(page, found)) } }
    }
}

fn misleads(page: &Page, found: Misleads) -> String {
    let words = match found.lang {
        Lang::Kk => "results-misleads-kk",
        Lang::Ru => "results-misleads-ru",
        Lang::En => "results-misleads-en",
    };
    page.tf(words, &[("percent", found.percent.into()), ("others", found.others.into())])
}

/// What is counted and what is not.
fn method(page: &Page) -> Markup {
    html! {
        details {
            summary { (page.t("results-method")) }
            ul {
                li { (page.t("results-method-counted")) }
                li { (page.tf("results-method-few", &[("few", tally::FEW.into())])) }
                li { (page.t("results-method-misleads")) }
            }
        }
    }
}

/// The head of a table with a column for all languages and one for each.
fn languages_head(page: &Page, first: &'static str) -> Markup {
    html! {
        thead { tr {
            th scope="col" { (page.t(first)) }
            th scope="col" { (page.t("results-all-languages")) }
            @for lang in Lang::ALL { th scope="col" lang=(lang) { (lang.native_name()) } }
        } }
    }
}
