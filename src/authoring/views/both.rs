//! Somebody else saved what a form shows: what differs, field by field, with both texts.

use maud::{Markup, html};

use super::Around;
use crate::kernel::Lang;
use crate::web::{FormErrors, Page, ui};

/// A field that says something else by now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::authoring) struct Differing {
    /// Where the form has it.
    pub(in crate::authoring) anchor: String,
    pub(in crate::authoring) label: String,
    /// In which language the texts are; none: they are the same in each.
    pub(in crate::authoring) lang: Option<Lang>,
    pub(in crate::authoring) theirs: String,
    pub(in crate::authoring) mine: String,
}

/// Two wrote at once; what was typed stays in the form below.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::authoring) struct Both {
    /// Who saved the other one, and when.
    pub(in crate::authoring) by: String,
    /// The last change of the draft that is shown here: who saves now has seen it.
    pub(in crate::authoring) over: i64,
    pub(in crate::authoring) fields: Vec<Differing>,
}

/// What is wrong with a form: that somebody else saved meanwhile, or its mistakes.
pub(super) fn troubles(page: &Page, around: &Around<'_>, errors: &FormErrors) -> Markup {
    troubles_of(page, around, errors, &[])
}

/// The same for a form with texts of which several may be wrong in the same way; `texts` are what it calls them.
pub(super) fn troubles_of(
    page: &Page,
    around: &Around<'_>,
    errors: &FormErrors,
    texts: &[([&'static str; 3], &'static str)],
) -> Markup {
    let mistakes = || ui::error_summary_of(page, errors, &labels(page, texts));
    around.both.map_or_else(mistakes, |both| show(page, both, &page.to(&page.rest)))
}

/// What the fields of texts are called, each with its language.
pub(super) fn labels(page: &Page, texts: &[([&'static str; 3], &'static str)]) -> Vec<(&'static str, String)> {
    let of = |(names, label): ([&'static str; 3], &'static str)| {
        let label = page.t(label);
        names.into_iter().zip(Lang::ALL).map(move |(name, lang)| (name, format!("{label}: {}", lang.native_name())))
    };
    texts.iter().copied().flat_map(of).collect()
}

/// Both texts, and what one can do. `now` is the address of the form as it is saved.
pub(super) fn show(page: &Page, both: &Both, now: &str) -> Markup {
    html! {
        div.error-summary role="alert" tabindex="-1" autofocus aria-labelledby="both-title" {
            h2 #both-title { (page.t("both-title")) }
            p { (both.by) }
            p { (page.t("both-lead")) }
        }
        section.both aria-label=(page.t("conflict-differences")) {
            @for field in &both.fields { (differing(page, field)) }
            div.buttons {
                input type="hidden" name="over" value=(both.over) form="main-form";
                button.button type="submit" form="main-form" { (page.t("both-save-mine")) }
                a.button.secondary href=(now) { (page.t("both-take-theirs")) }
            }
        }
        h2 { (page.t("both-form")) }
    }
}

fn differing(page: &Page, field: &Differing) -> Markup {
    let text = |text: &str| {
        html! {
            @if text.trim().is_empty() { p.soft { (page.t("both-empty")) } }
            @else { p.typed lang=[field.lang] { (text) } }
        }
    };
    html! {
        h3 { a href={ "#" (field.anchor) } { (field.label) } }
        div.pair {
            div { p.soft { (page.t("both-theirs")) } (text(&field.theirs)) }
            div { p.soft { (page.t("both-mine")) } (text(&field.mine)) }
        }
    }
}
