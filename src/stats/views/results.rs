//! The questions of a course in a table.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::{Editor, Wanted, languages_head, lure, marks, method, results_address, share, share_of_all, trimmed};
use crate::content::Published;
use crate::content::markdown::plain;
use crate::i18n::long_date;
use crate::kernel::{Lang, Slug};
use crate::stats::Sort;
use crate::stats::chosen::Lure;
use crate::stats::results::Line;
use crate::stats::tally::Tally;
use crate::web::paging::PageNumber;
use crate::web::{Fields, FormErrors, Page, ui};

/// A part of the results of a course.
pub(in crate::stats) struct Results<'a> {
    pub(in crate::stats) published: &'a Published,
    /// All editions, the newest last.
    pub(in crate::stats) editions: &'a [i32],
    pub(in crate::stats) wanted: &'a Wanted,
    pub(in crate::stats) lines: &'a [Line<'a>],
    /// All questions of the course together.
    pub(in crate::stats) general: &'a Tally,
    /// How many questions there are before paging.
    pub(in crate::stats) count: i64,
    pub(in crate::stats) current: PageNumber,
    /// What leads astray in the questions that mislead.
    pub(in crate::stats) lures: &'a BTreeMap<Slug, Lure>,
    pub(in crate::stats) editor: Editor,
}

pub(in crate::stats) fn results(page: &Page, results: &Results<'_>) -> Markup {
    let course = &results.published.course;
    let address = results_address(page, (results.published, results.editions), results.wanted, None);
    html! {
        nav.crumbs aria-label=(page.t("nav-crumbs")) {
            a href=(page.to("/trainer")) { (page.t("teaching-title")) }
            span { (course.title.get(page.lang)) }
        }
        h1 { (page.t("results-title")) }
        p { (page.t("results-lead")) }
        p { a href=(page.to(&format!("/trainer/courses/{}/statistics", course.key))) { (page.t("figures-title")) } " · " span.soft { (page.t("figures-link")) } }
        (filter(page, results))
        @if results.general.is_empty() { (ui::empty(page.t("results-empty"), None)) }
        @else {
            @let none_misleads = results.lines.iter().all(|line| line.misleads.is_none());
            @if results.wanted.sort == Sort::Misleading && none_misleads { p.note { (page.t("results-misleads-none")) } }
            (table(page, results))
            (ui::pager(page, results.current, results.count, &address))
        }
        (method(page))
    }
}

/// Edition, module, order, and from when on; as a form that works without script.
fn filter(page: &Page, results: &Results<'_>) -> Markup {
    let (published, wanted, none) = (results.published, results.wanted, FormErrors::default());
    let chosen = [
        ("edition", wanted.edition.to_string()),
        ("module", wanted.module.as_ref().map(ToString::to_string).unwrap_or_default()),
        ("sort", wanted.sort.code().to_owned()),
        ("since", wanted.since().to_owned()),
    ];
    let chosen = Fields(chosen.map(|(name, value)| (name.to_owned(), value)).to_vec());
    let edition = |number: &i32| (number.to_string(), page.tf("results-edition", &[("edition", (*number).into())]));
    let editions: Vec<_> = results.editions.iter().rev().map(edition).collect();
    let all = (String::new(), page.t("results-all-modules").to_owned());
    let modules = published.course.modules.iter();
    let modules = modules.map(|module| (module.key.to_string(), module.title.get(page.lang).to_owned()));
    let modules: Vec<_> = std::iter::once(all).chain(modules).collect();
    let sorts = Sort::ALL.map(|sort| (sort.code().to_owned(), page.t(sort_word(sort)).to_owned()));
    let changed = long_date(page.lang, published.published_at.day(page.app.config.time_zone));
    let since = [
        (String::new(), page.t("results-since-edition").to_owned()),
        ("latest".to_owned(), page.tf("results-since-latest", &[("date", changed.into())])),
    ];
    html! {
        form.inline method="get" action=(page.to(&format!("/trainer/courses/{}/results", published.course.key))) {
            @if editions.len() > 1 { (ui::select(page, ("edition", page.t("results-edition-label"), ""), &editions, &chosen, &none)) }
            (ui::select(page, ("module", page.t("results-module"), ""), &modules, &chosen, &none))
            (ui::select(page, ("sort", page.t("results-sort"), ""), &sorts, &chosen, &none))
            @if published.revision > 1 { (ui::select(page, ("since", page.t("results-since"), ""), &since, &chosen, &none)) }
            button.button type="submit" { (page.t("results-show")) }
        }
    }
}

const fn sort_word(sort: Sort) -> &'static str {
    match sort {
        Sort::Lowest => "results-sort-lowest",
        Sort::Misleading => "results-sort-misleading",
        Sort::Answers => "results-sort-answers",
        Sort::Course => "results-sort-course",
    }
}

fn table(page: &Page, results: &Results<'_>) -> Markup {
    let all = page.t("results-all-languages");
    let languages = Lang::ALL.map(Lang::native_name);
    html! {
        div.scroll {
            table.stack {
                (languages_head(page, "results-question"))
                tbody {
                    tr {
                        th scope="row" { (page.t("results-all-questions")) }
                        (shares(page, (all, languages), results.general))
                    }
                    @for line in results.lines {
                        tr {
                            th scope="row" { (question(page, results, line)) }
                            (shares(page, (all, languages), &line.tally))
                        }
                    }
                }
            }
        }
    }
}

fn shares(page: &Page, (all, languages): (&str, [&'static str; 3]), tally: &Tally) -> Markup {
    html! {
        td data-label=(all) { (share_of_all(page, tally)) }
        @for (lang, name) in Lang::ALL.into_iter().zip(languages) { td data-label=(name) { (share(page, tally.of(lang))) } }
    }
}

fn question(page: &Page, results: &Results<'_>, line: &Line<'_>) -> Markup {
    let key: &Slug = &line.question.key;
    let to = results_address(page, (results.published, results.editions), results.wanted, Some(key));
    html! {
        a href=(trimmed(&to)) { (plain(line.question.text.get(page.lang))) }
        br;
        span.soft { (line.module.title.get(page.lang)) } " "
        (marks(page, line))
        @if let Some(found) = results.lures.get(key) { p.lure { (lure(page, line.question, found)) } }
        @if results.editions.last() == Some(&results.wanted.edition) { (results.editor.way(page, results.published, line.question)) }
    }
}
