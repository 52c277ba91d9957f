//! A list whose people are made: who they are, their cards, and of whom nothing came.

use maud::{Markup, html};

use super::{Shown, table};
use crate::i18n::moment;
use crate::intake::{CardPart, Finished, Line, MadePerson};
use crate::kernel::Secret;
use crate::web::paging::{PER_PAGE, PageNumber, list_address};
use crate::web::{Page, ui};

pub(super) fn list(
    page: &Page,
    shown: &Shown,
    (finished, current): (&Finished, PageNumber),
    (is_left, token): (bool, &Secret),
) -> Markup {
    let address = page.to(&format!("/centre/people/import/{}", shown.list.id));
    html! {
        @if is_left { p { a href=(address) { (page.t("intake-made-title")) } } }
        @else {
            (summary(page, shown, finished))
            (cards(page, &address, &finished.parts, token))
            h2 { (page.t("intake-made-title")) }
            div.scroll {
                table.stack {
                    thead { tr { th scope="col" { (page.t("certificate-holder")) } th scope="col" { (page.t("intake-way")) } } }
                    tbody { @for person in &finished.people { (made_row(page, person)) } }
                }
            }
            (ui::pager(page, current, finished.totals.0, &list_address(&address, &[])))
        }
        @if finished.totals.1 > 0 {
            h2 { (page.t("intake-left")) }
            (left(page, shown, (finished, current), (is_left, &address)))
        }
    }
}

fn summary(page: &Page, shown: &Shown, finished: &Finished) -> Markup {
    let counts = &shown.counts;
    html! {
        div role="status" {
            p.lead { (page.tf("intake-made", &[("count", counts.made.into())])) }
            @if counts.left > 0 { p { (page.tf("intake-made-left", &[("count", counts.left.into())])) } }
            @if counts.failed > 0 { p { strong.error { (page.tf("intake-made-failed", &[("count", counts.failed.into())])) } } }
        }
        @if finished.outside > 0 {
            p.note role="alert" {
                strong { (page.tf("intake-outside", &[("count", finished.outside.into())])) } " " (page.t("intake-outside-what"))
            }
        }
    }
}

fn left(
    page: &Page,
    shown: &Shown,
    (finished, current): (&Finished, PageNumber),
    (is_left, address): (bool, &str),
) -> Markup {
    let lines: Vec<&Line> = finished.left.iter().collect();
    let total = finished.totals.1;
    html! {
        @if let Some(organisation) = &shown.organisation {
            p {
                (page.t("intake-left-organisation")) " "
                a href=(page.to(&format!("/centre/organisations/{}", organisation.id))) { (organisation.name.get(page.lang)) }
            }
        }
        @if !lines.is_empty() { (table(page, (&lines, &shown.replaced), false)) }
        @if is_left { (ui::pager(page, current, total, &list_address(address, &[("who", "left")]))) }
        @else if total > PER_PAGE {
            p { a href={ (address) "?who=left" } { (page.tf("intake-left-all", &[("count", total.into())])) } }
        }
    }
}

/// The forms that make cards, so many at once; whoever has chosen a password needs none. To make them again is a decision,
/// because those that were handed out stop working.
fn cards(page: &Page, address: &str, parts: &[CardPart], token: &Secret) -> Markup {
    let waiting: Vec<&CardPart> = parts.iter().filter(|part| part.waiting > 0).collect();
    let form = |part: &CardPart, word: &'static str| {
        html! {
            form method="post" action={ (address) "/cards" } {
                input type="hidden" name="token" value=(token.reveal());
                input type="hidden" name="part" value=(part.number);
                input type="hidden" name="made_at" value=(part.made_at.map_or_else(String::new, |at| at.unix().to_string()));
                button.button.secondary type="submit" { (page.tf(word, &[("from", part.from.into()), ("to", part.to.into())])) }
            }
        }
    };
    html! {
        @if !waiting.is_empty() {
            h2 { (page.t("intake-cards")) }
            p { (page.t("intake-cards-lead")) }
            @for part in waiting {
                @match part.made_at {
                    None => { (form(part, "intake-cards-button")) }
                    Some(at) => {
                        details {
                            summary {
                                (page.tf("intake-cards-made", &[
                                    ("from", part.from.into()),
                                    ("to", part.to.into()),
                                    ("at", moment(page.lang, at, page.app.config.time_zone).into()),
                                    ("count", part.waiting.into()),
                                ]))
                            }
                            p { (page.t("intake-cards-again-what")) }
                            (form(part, "intake-cards-again"))
                        }
                    }
                }
            }
        }
    }
}

fn made_row(page: &Page, person: &MadePerson) -> Markup {
    let row = &person.row;
    html! {
        tr {
            th scope="row" data-label=(page.t("certificate-holder")) {
                a href=(page.to(&format!("/centre/people/{}", row.person.id))) { (row.person.name) }
            }
            td data-label=(page.t("intake-way")) {
                @match &row.sign_in_name {
                    Some(name) => { (page.t("intake-gets-card")) " · " (name) }
                    None => { (page.t("intake-gets-mail")) }
                }
                @if person.is_outside { " " strong.error { (page.t("intake-outside-row")) } }
            }
        }
    }
}
