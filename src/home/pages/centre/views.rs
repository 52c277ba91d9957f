//! The centre's start page.

use maud::{Markup, html};

use super::Overview;
use crate::web::Page;

pub(super) fn overview(page: &Page, overview: &Overview) -> Markup {
    html! {
        h1 { (page.t("centre-title")) }
        (attention(page, overview))
        ul.cards {
            (card(page, "/centre/certificates", "centre-register-title", &[("centre-issued-lately", overview.issued)]))
            (card(page, "/centre/people", "centre-people-title", &[("centre-people-count", overview.people)]))
            (card(page, "/centre/outbox", "centre-outbox-title", &[
                ("centre-mails-failed", overview.failed_mails),
                ("centre-mails-held", overview.held_mails),
            ]))
        }
    }
}

/// What somebody has to do something about.
fn attention(page: &Page, overview: &Overview) -> Markup {
    html! {
        h2 { (page.t("centre-attention")) }
        @if overview.failed_mails > 0 {
            div.note {
                p { strong { (page.tf("centre-mails-failed", &[("count", overview.failed_mails.into())])) } " " (page.t("centre-failed-what")) }
                p { a.button.small href=(page.to("/centre/outbox?state=failed")) { (page.t("centre-failed-look")) } }
            }
        }
        @if overview.held_mails > 0 {
            div.note {
                p { strong { (page.tf("centre-mails-held", &[("count", overview.held_mails.into())])) } " " (page.t("centre-held-what")) }
                p { a.button.small.secondary href=(page.to("/centre/outbox?state=held")) { (page.t("centre-held-look")) } }
            }
        }
        @if overview.failed_mails == 0 && overview.held_mails == 0 { p { (page.t("centre-attention-none")) } }
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
