//! One page of paper for parents, in the language of the page.

use maud::{Markup, html};

use crate::web::Page;

/// What is known and need not be written by hand; empty for a blank form.
#[derive(Debug, Clone, Default)]
pub(in crate::accounts) struct Filled {
    pub(in crate::accounts) name: String,
    pub(in crate::accounts) birth_year: String,
    pub(in crate::accounts) place: String,
}

pub(in crate::accounts) fn consent_form(page: &Page, filled: &Filled) -> Markup {
    html! {
        div.paper {
            h1 { (page.t("form-title")) }
            p.screen { (page.t("form-print")) }
            p.screen { button.button type="button" data-print hidden { (page.t("cards-print-button")) } }
            p { (page.t("issuer-name")) }
            h2 { (page.t("form-child")) }
            (lines(page, &[
                ("form-child-name", &filled.name),
                ("form-child-year", &filled.birth_year),
                ("form-child-place", &filled.place),
            ]))
            h2 { (page.t("form-parent")) }
            (lines(page, &[("form-parent-name", ""), ("form-parent-who", ""), ("form-parent-contact", "")]))
            h2 { (page.t("form-know")) }
            ol { @for key in ["form-know-1", "form-know-2", "form-know-3", "form-know-4", "form-know-5"] { li { (page.t(key)) } } }
            h2 { (page.t("form-agree")) }
            (agreements(page))
            (lines(page, &[("form-date", ""), ("form-signature", "")]))
            p.small { (page.t("form-review")) }
        }
    }
}

/// Lines to write on.
fn lines(page: &Page, lines: &[(&'static str, &str)]) -> Markup {
    html! {
        dl.lines {
            @for (label, value) in lines { div { dt { (page.t(label)) } dd { (value) } } }
        }
    }
}

/// What is agreed to one by one: boxes to tick with a pen.
fn agreements(page: &Page) -> Markup {
    html! {
        ul.boxes {
            @for key in ["form-agree-data", "form-agree-mail", "form-agree-photos"] {
                li {
                    span { (page.t(key)) @if key == "form-agree-mail" { span.blank {} } }
                    span.tick-boxes { span.box { (page.t("form-yes")) } span.box { (page.t("form-no")) } }
                }
            }
        }
    }
}
