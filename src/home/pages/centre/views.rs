//! The centre's start page.

use maud::{Markup, html};

use super::Overview;
use crate::web::Page;
use crate::web::form::{Fields, FormErrors};
use crate::web::ui::Field;

pub(super) fn overview(page: &Page, overview: &Overview) -> Markup {
    html! {
        h1 { (page.t("centre-title")) }
        (attention(page, overview))
        (search(page))
        ul.cards {
            (card(page, "/centre/certificates", "centre-register-title", &[("centre-issued-lately", overview.issued)]))
            (card(page, "/centre/practical", "practical-title", &[]))
            (card(page, "/check", "many-title", &[]))
            (card(page, "/centre/people", "centre-people-title", &[("centre-people-count", overview.people)]))
            (card(page, "/centre/reports", "report-name", &[]))
            (card(page, "/centre/organisations", "org-centre-title", &[]))
            (card(page, "/centre/places", "place-title", &[]))
            (card(page, "/trainer/groups", "group-title", &[]))
            (card(page, "/centre/outbox", "centre-outbox-title", &[
                ("centre-mails-failed", overview.failed_mails),
                ("centre-mails-held", overview.held_mails),
            ]))
            (card(page, "/centre/audit", "audit-title", &[]))
            (card(page, "/centre/tokens", "api-all-title", &[]))
            (card(page, "/centre/jobs", "jobs-title", &[]))
            (card(page, "/centre/settings", "settings-title", &[]))
        }
    }
}

/// Somebody is on the phone and says a name.
fn search(page: &Page) -> Markup {
    let field = Field {
        name: "search",
        label: page.t("centre-people-search"),
        hint: page.t("centre-people-search-hint"),
        kind: "search",
        autocomplete: "off",
    };
    html! {
        form.inline role="search" method="get" action=(page.to("/centre/people")) {
            (field.show(page, &Fields::default(), &FormErrors::default()))
            button.button type="submit" { (page.t("centre-search")) }
        }
    }
}

/// What somebody has to do something about; nothing is said calmly.
fn attention(page: &Page, overview: &Overview) -> Markup {
    html! {
        h2 { (page.t("centre-attention")) }
        @for item in &overview.attention {
            div.note {
                p { strong { (page.tf(item.words, &[("count", item.count.into())])) } " " (page.t(item.what)) }
                p { a.button.small.secondary href=(page.to(item.path)) { (page.t(item.look)) } }
            }
        }
        @if overview.attention.is_empty() { p { (page.t("centre-attention-none")) } }
    }
}

fn card(page: &Page, path: &str, title: &'static str, counts: &[(&'static str, i64)]) -> Markup {
    html! {
        li.card {
            h2 { a href=(page.to(path)) { (page.t(title)) } }
            @for (words, count) in counts { p { (page.tf(words, &[("count", (*count).into())])) } }
        }
    }
}
