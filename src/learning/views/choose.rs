//! Name and language of the certificate.

use maud::{Markup, html};

use super::course_path;
use crate::content::Published;
use crate::web::{Fields, FormErrors, Page, ui};

/// Name and language of the certificate.
pub(in crate::learning) fn choose(page: &Page, published: &Published, typed: &Fields, errors: &FormErrors) -> Markup {
    let languages: Vec<(String, String)> = published
        .course
        .certificate
        .languages(&published.course.languages)
        .into_iter()
        .map(|lang| (lang.code().to_owned(), lang.native_name().to_owned()))
        .collect();
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
