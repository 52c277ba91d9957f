//! Taking questions out, and the whole course.

use maud::{Markup, html};

use super::import::format_words;
use crate::exchange::views::loss;
use crate::exchange::{Format, Loss, Writing};
use crate::kernel::{Lang, Slug};
use crate::web::paging::list_address;
use crate::web::{Fields, FormErrors, Page, assets, ui};

/// Of so many questions the losses are listed.
const LISTED: usize = 200;

/// What the page offers.
pub(in crate::authoring) struct Export<'a> {
    pub(in crate::authoring) here: &'a str,
    /// The address of the whole course.
    pub(in crate::authoring) zip: &'a str,
    /// Addresses of its versions, and what they are called; the newest first.
    pub(in crate::authoring) versions: &'a [(String, String)],
    pub(in crate::authoring) modules: &'a [(String, String)],
    pub(in crate::authoring) languages: &'a [Lang],
    pub(in crate::authoring) typed: &'a Fields,
    pub(in crate::authoring) result: Option<Written<'a>>,
}

/// A file that is ready.
pub(in crate::authoring) struct Written<'a> {
    pub(in crate::authoring) query: &'a [(&'static str, String); 3],
    pub(in crate::authoring) writing: &'a Writing,
}

/// Where one is: a published course.
pub(in crate::authoring) fn course_crumbs(page: &Page, title: &str) -> Markup {
    html! {
        link rel="stylesheet" href=(*assets::EDITOR_CSS);
        nav.crumbs aria-label=(page.t("nav-crumbs")) {
            a href=(page.to("/trainer/drafts")) { (page.t("drafts-title")) }
            span { (title) }
        }
    }
}

pub(in crate::authoring) fn export(page: &Page, crumbs: &Markup, export: &Export<'_>) -> Markup {
    let errors = FormErrors::default();
    let formats: Vec<_> = Format::ALL
        .into_iter()
        .filter(|format| *format != Format::Aiken)
        .map(|format| (format.code().to_owned(), page.t(format_words(format)).to_owned()))
        .collect();
    let all = (String::new(), page.t("exchange-out-all").to_owned());
    let modules: Vec<_> = [all].into_iter().chain(export.modules.iter().cloned()).collect();
    let languages: Vec<_> =
        export.languages.iter().map(|lang| (lang.code().to_owned(), lang.native_name().to_owned())).collect();
    html! {
        (crumbs)
        h1 { (page.t("exchange-out-title")) }
        h2 { (page.t("exchange-out-questions")) }
        p { (page.t("exchange-out-lead")) }
        p.hint { (page.t("exchange-out-moodle")) }
        form method="get" action=(export.here) {
            (ui::select(page, ("format", page.t("exchange-format"), ""), &formats, export.typed, &errors))
            (ui::select(page, ("module", page.t("exchange-out-module"), ""), &modules, export.typed, &errors))
            (ui::select(page, ("language", page.t("exchange-language"), page.t("exchange-out-language-hint")), &languages, export.typed, &errors))
            button.button type="submit" { (page.t("exchange-out-make")) }
        }
        @if let Some(result) = &export.result { (ready(page, export.here, result)) }
        h2 { (page.t("exchange-out-course")) }
        p { (page.t("exchange-out-course-lead")) }
        p { a.button.secondary href=(export.zip) { (page.t("archive-download")) } }
        @if export.versions.len() > 1 {
            details {
                summary { (page.t("exchange-out-versions")) }
                ul { @for (to, words) in export.versions { li { a href=(to) { (words) } } } }
            }
        }
        (template(page))
    }
}

fn ready(page: &Page, here: &str, result: &Written<'_>) -> Markup {
    let query: Vec<(&str, &str)> = result.query.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let to = list_address(&format!("{here}/questions"), &query);
    let losses = &result.writing.losses;
    html! {
        section.note #ready {
            p role="status" { strong { (page.tf("exchange-out-count", &[("count", result.writing.count.into())])) } }
            @if result.writing.count > 0 {
                p { a.button href=(to.trim_end_matches(['?', '&'])) { (page.t("exchange-out-download")) } }
            }
            @if !losses.is_empty() {
                p { (page.t("exchange-out-losses")) }
                ul.notes { @for (lost, keys) in grouped(losses) { (one_loss(page, lost, &keys)) } }
            }
        }
    }
}

/// The losses, each with the questions that it concerns.
fn grouped(losses: &[(Slug, Loss)]) -> Vec<(Loss, Vec<&str>)> {
    let mut groups: Vec<(Loss, Vec<&str>)> = Vec::new();
    for (key, lost) in losses {
        match groups.iter_mut().find(|(known, _)| known == lost) {
            Some((_, keys)) => keys.push(key.as_str()),
            None => groups.push((*lost, vec![key.as_str()])),
        }
    }
    groups
}

fn one_loss(page: &Page, lost: Loss, keys: &[&str]) -> Markup {
    let shown = keys.iter().take(LISTED).copied().collect::<Vec<_>>().join(", ");
    let more = if keys.len() > LISTED { ", …" } else { "" };
    html! {
        li {
            details { summary { (loss(page.lang, lost)) ": " (keys.len()) } p { code { (shown) (more) } } }
        }
    }
}

/// The template, to fill in.
pub(super) fn template(page: &Page) -> Markup {
    html! {
        h2 { (page.t("exchange-out-template")) }
        p { (page.t("exchange-out-template-lead")) }
        p.more {
            a href=(page.to("/trainer/question-template.xlsx")) { (page.t("exchange-format-xlsx")) }
            a href=(page.to("/trainer/question-template.csv")) { (page.t("exchange-format-csv")) }
        }
    }
}
