//! The end of an account, and of a second factor, on the person's page.

use maud::{Markup, html};

use super::Looked;
use crate::i18n::{moment, short_date};
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
                    (reason("erasure_reason", page, typed, errors))
                    button.button.danger type="submit" { (page.t("care-centre-button")) }
                }
            }
        }
    }
}

/// For somebody who lost the phone; not for oneself.
pub(super) fn second_factor(page: &Page, looked: &Looked, typed: &Fields, errors: &FormErrors) -> Markup {
    let is_own = page.person.as_ref().is_some_and(|person| person.person_id == looked.person.id);
    html! {
        @if let Some(since) = looked.second_factor {
            h2 { (page.t("second-title")) }
            p { (page.tf("second-since", &[("date", short_date(page.lang, since.day(page.app.config.time_zone)).into())])) }
            @if is_own {
                p { a href=(page.to("/learn/profile/second-factor")) { (page.t("second-change-title")) } }
            } @else {
                details open[errors.of("second_reason").is_some()] {
                    summary { (page.t("second-reset-open")) }
                    p { (page.tf("second-reset-what", &[("name", looked.person.name.as_str().into())])) }
                    form method="post" action=(page.to(&format!("/centre/people/{}/second-factor", looked.person.id))) novalidate {
                        (reason("second_reason", page, typed, errors))
                        button.button.danger type="submit" { (page.t("second-reset-button")) }
                    }
                }
            }
        }
    }
}

fn reason(name: &'static str, page: &Page, typed: &Fields, errors: &FormErrors) -> Markup {
    let (label, hint) = (page.t("centre-reason"), page.t("care-centre-reason-hint"));
    Field { name, label, hint, kind: "text", autocomplete: "off" }.show(page, typed, errors)
}
