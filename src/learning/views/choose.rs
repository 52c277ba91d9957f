//! Name and language of the certificate.

use maud::{Markup, html};

use super::course_path;
use crate::content::Published;
use crate::kernel::Lang;
use crate::web::{Fields, FormErrors, Page, ui};

/// In which languages the certificate of a course can be: those in which the course has a title.
pub(in crate::learning) fn certificate_languages(published: &Published) -> Vec<Lang> {
    Lang::ALL
        .into_iter()
        .filter(|lang| published.course.title.exact(*lang).is_some_and(|title| !title.is_empty()))
        .collect()
}

/// Name and language of the certificate.
pub(in crate::learning) fn choose(page: &Page, published: &Published, typed: &Fields, errors: &FormErrors) -> Markup {
    let languages: Vec<(String, String)> = certificate_languages(published)
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
