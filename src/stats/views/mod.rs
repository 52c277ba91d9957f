//! Courses with their learners, and results, as HTML.

mod answers;
mod courses;
mod figures;
pub(super) mod hours;
mod needs;
pub(super) mod reports;
mod results;
mod statistics;
mod table;

use maud::{Markup, html};

use answers::label;
pub(super) use answers::{Answers, answers};
pub(super) use courses::{Taught, courses};
pub(super) use results::{Results, results};
pub(super) use statistics::{Statistics, statistics, test_title};
pub(super) use table::table;

use super::chosen::Lure;
use super::results::Line;
use super::tally::{Count, Misleads, Tally};
use super::{Sort, tally};
use crate::content::Published;
use crate::content::markdown::plain;
use crate::kernel::ids::DraftId;
use crate::kernel::{Lang, Slug};
use crate::quiz::model::Question;
use crate::web::Page;
use crate::web::paging::list_address;

/// Which results are asked for.
#[derive(Debug, Clone)]
pub(super) struct Wanted {
    pub(super) edition: i32,
    /// The questions of one module alone.
    pub(super) module: Option<Slug>,
    pub(super) sort: Sort,
    pub(super) since: Since,
}

/// From when on answers count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Since {
    /// All of the edition.
    #[default]
    Edition,
    /// To the newest revision of the course.
    Latest,
    /// To the question as it is: on the page of one question.
    Question,
}

impl Since {
    /// What a word in addresses means.
    pub(super) fn of(code: &str) -> Option<Self> {
        [Self::Latest, Self::Question].into_iter().find(|since| since.code() == code)
    }

    const fn code(self) -> &'static str {
        match self {
            Self::Edition => "",
            Self::Latest => "latest",
            Self::Question => "question",
        }
    }
}

impl Wanted {
    /// The word in the addresses of lists, which know nothing of one question.
    const fn since(&self) -> &'static str {
        match self.since {
            Since::Latest => Since::Latest.code(),
            Since::Edition | Since::Question => "",
        }
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
    let since = if question.is_some() { wanted.since.code() } else { wanted.since() };
    list_address(&path, &[("edition", &edition), ("module", module), ("sort", sort), ("since", since)])
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

/// By all answers: [`figures::flag_words`] says it of first tries.
fn misleads(page: &Page, found: Misleads) -> String {
    let words = match found.lang {
        Lang::Kk => "results-misleads-kk",
        Lang::Ru => "results-misleads-ru",
        Lang::En => "results-misleads-en",
    };
    page.tf(words, &[("percent", found.percent.into()), ("others", found.others.into())])
}

/// Where questions are edited: in the open draft of the course, which a first change opens. Every trainer may.
#[derive(Debug, Clone, Copy)]
pub(super) struct Editor {
    pub(super) draft: Option<DraftId>,
}

impl Editor {
    /// The way to the form of a question of the newest edition.
    fn way(self, page: &Page, published: &Published, question: &Question) -> Markup {
        let words = html! { (page.t("results-edit")) span.sr { ": " (plain(question.text.get(page.lang))) } };
        html! {
            @match self.draft {
                Some(draft) => {
                    a.button.small.secondary href=(page.to(&format!("/trainer/drafts/{draft}/questions/{}?from=results", question.key))) { (words) }
                }
                None => {
                    form method="post" action=(page.to("/trainer/drafts")) {
                        input type="hidden" name="course" value=(published.course.key);
                        button.button.small.secondary type="submit" name="question" value=(question.key) { (words) }
                    }
                }
            }
        }
    }
}

/// What most readers of a language choose who go wrong, with the numbers that say how sure it is.
fn lure(page: &Page, question: &Question, lure: &Lure) -> Markup {
    let option = label(page.lang, question, &lure.pick);
    let words = [
        ("lang", lure.lang.code().into()),
        ("option", option.into()),
        ("times", lure.times.into()),
        ("answers", lure.answers.into()),
        ("elsewhere", lure.elsewhere.into()),
        ("others", lure.others.into()),
    ];
    html! { (page.tf(if lure.is_of_most() { "results-lure-most" } else { "results-lure-many" }, &words)) }
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
