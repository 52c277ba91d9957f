//! The end of an account, on the person's page.

use maud::{Markup, html};

use super::Looked;
use crate::i18n::moment;
use crate::web::ui::Field;
use crate::web::{Fields, FormErrors, Page};

/// Says what will happen, to whom, and how it is undone; then asks for the reason.
pub(super) fn erasure(page: &Page, looked: &Looked, typed: &Fields, errors: &FormErrors) -> Markup {
    let path = |verb: &str| page.to(&format!("/centre/people/{}/{verb}", looked.person.id));
    let name = looked.person.name.as_str();
    html! {
        h2 { (page.t("care-centre-title")) }
        @if let Some(at) = looked.person.erase_at {
            p { (page.tf("care-centre-planned", &[("at", moment(page.lang, at, page.app.config.time_zone).into())])) }
            form method="post" action=(path("keep")) {
                button.button type="submit" { (page.t("care-centre-keep")) }
            }
        } @else {
            details open[errors.of("erasure_reason").is_some()] {
                summary { (page.t("care-centre-open")) }
                p { (page.tf("care-centre-what", &[("name", name.into()), ("days", crate::accounts::ERASURE_DAYS.into())])) }
                form method="post" action=(path("erase")) novalidate {
                    (reason(page, typed, errors))
                    button.button.danger type="submit" { (page.t("care-centre-button")) }
                }
            }
        }
    }
}

fn reason(page: &Page, typed: &Fields, errors: &FormErrors) -> Markup {
    let (label, hint) = (page.t("centre-reason"), page.t("care-centre-reason-hint"));
    Field { name: "erasure_reason", label, hint, kind: "text", autocomplete: "off" }.show(page, typed, errors)
}
