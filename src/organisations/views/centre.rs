//! Organisations as the centre sees them.

use maud::{Markup, html};

use crate::i18n::moment;
use crate::kernel::ids::PersonId;
use crate::organisations::Organisation;
use crate::web::paging::{PageNumber, list_address};
use crate::web::ui::{self, Field};
use crate::web::{Fields, FormErrors, Page};

/// An organisation in the list.
pub(in crate::organisations) struct Row {
    pub(in crate::organisations) organisation: Organisation,
    /// How many people belong to it.
    pub(in crate::organisations) people: i64,
}

/// An organisation with what there is around it.
pub(in crate::organisations) struct Looked {
    pub(in crate::organisations) organisation: Organisation,
    pub(in crate::organisations) coordinators: Vec<(PersonId, String)>,
    pub(in crate::organisations) people: i64,
    /// How many ask to belong to it.
    pub(in crate::organisations) waiting: i64,
}

fn crumbs(page: &Page, is_list: bool) -> Markup {
    html! {
        nav.crumbs aria-label=(page.t("nav-crumbs")) {
            a href=(page.to("/centre")) { (page.t("nav-centre")) }
            @if !is_list { a href=(page.to("/centre/organisations")) { (page.t("org-centre-title")) } }
        }
    }
}

pub(in crate::organisations) fn list(page: &Page, rows: &[Row], (current, total): (PageNumber, i64)) -> Markup {
    let (name, people, state) = (page.t("org-one"), page.t("centre-people-title"), page.t("centre-state"));
    let add = page.to("/centre/organisations/new");
    html! {
        (crumbs(page, true))
        h1 { (page.t("org-centre-title")) }
        @if rows.is_empty() { (ui::empty(page.t("org-centre-none"), Some((&add, page.t("org-new-title"))))) }
        @else {
            p { a.button href=(add) { (page.t("org-new-title")) } }
            div.scroll {
                table.stack {
                    thead { tr { @for label in [name, people, state] { th scope="col" { (label) } } } }
                    tbody {
                        @for row in rows {
                            tr {
                                th scope="row" data-label=(name) {
                                    a href=(page.to(&format!("/centre/organisations/{}", row.organisation.id))) {
                                        (row.organisation.name.get(page.lang))
                                    }
                                }
                                td data-label=(people) { (row.people) }
                                td data-label=(state) { (state_of(page, &row.organisation)) }
                            }
                        }
                    }
                }
            }
            (ui::pager(page, current, total, &list_address(&page.to("/centre/organisations"), &[])))
        }
    }
}

fn state_of(page: &Page, organisation: &Organisation) -> Markup {
    html! {
        @match organisation.closed_at {
            Some(at) => {
                span.badge { span aria-hidden="true" { "✕ " } (page.t("org-closed")) }
                " " (moment(page.lang, at, page.app.config.time_zone))
            }
            None => (page.t("org-open")),
        }
    }
}

/// The fields of a name, what they are called, and how it is written.
const NAMES: [(&str, &str, &str); 3] = [
    ("name_kk", "org-name-kk", "org-name-hint"),
    ("name_ru", "org-name-ru", ""),
    ("name_en", "org-name-en", "org-name-en-hint"),
];

fn mistakes(page: &Page, errors: &FormErrors) -> Markup {
    ui::error_summary_of(page, errors, &NAMES.map(|(name, label, _)| (name, page.t(label).to_owned())))
}

fn names(page: &Page, (typed, errors): (&Fields, &FormErrors)) -> Markup {
    html! {
        @for (name, label, hint) in NAMES {
            @let hint = if hint.is_empty() { "" } else { page.t(hint) };
            (Field { name, label: page.t(label), hint, kind: "text", autocomplete: "off" }.show(page, typed, errors))
        }
    }
}

pub(in crate::organisations) fn new(page: &Page, (typed, errors): (&Fields, &FormErrors)) -> Markup {
    html! {
        (crumbs(page, false))
        h1 { (page.t("org-new-title")) }
        (mistakes(page, errors))
        form #main-form method="post" action=(page.to("/centre/organisations/new")) novalidate {
            (names(page, (typed, errors)))
            button.button type="submit" { (page.t("org-new-button")) }
        }
    }
}

pub(in crate::organisations) fn one(page: &Page, looked: &Looked, (typed, errors): (&Fields, &FormErrors)) -> Markup {
    let organisation = &looked.organisation;
    let address = page.to(&format!("/centre/organisations/{}", organisation.id));
    html! {
        (crumbs(page, false))
        h1 { (organisation.name.get(page.lang)) }
        (mistakes(page, errors))
        dl.facts {
            dt { (page.t("centre-state")) } dd { (state_of(page, organisation)) }
            dt { (page.t("centre-people-title")) }
            dd { a href=(page.to(&format!("/centre/people?organisation={}&state=open", organisation.id))) { (looked.people) } }
            dt { (page.t("coordinator-requests")) } dd { (looked.waiting) }
            dt { (page.t("org-since")) } dd { (moment(page.lang, organisation.created_at, page.app.config.time_zone)) }
        }
        p { a href=(page.to(&format!("/trainer/groups?organisation={}", organisation.id))) { (page.t("org-groups")) } }
        h2 { (page.t("coordinator-title")) }
        (coordinators(page, (looked, &address), (typed, errors)))
        h2 { (page.t("org-names")) }
        form #main-form method="post" action=(address) novalidate {
            (names(page, (typed, errors)))
            button.button type="submit" { (page.t("org-rename-button")) }
        }
        (closing(page, organisation, &address))
    }
}

fn coordinators(page: &Page, (looked, address): (&Looked, &str), (typed, errors): (&Fields, &FormErrors)) -> Markup {
    let path = format!("{address}/coordinators");
    let (label, hint) = (page.t("sign-in-identifier"), page.t("coordinator-hint"));
    let field = Field { name: "identifier", label, hint, kind: "text", autocomplete: "off" };
    html! {
        p { (page.t("coordinator-lead")) }
        @if looked.coordinators.is_empty() { p.soft { (page.t("coordinator-none")) } }
        @else {
            form method="post" action=(path) {
                dl.facts {
                    @for (id, name) in &looked.coordinators {
                        dt { a href=(page.to(&format!("/centre/people/{id}"))) { (name) } }
                        dd {
                            button.button.secondary.small type="submit" name="withdraw" value=(id)
                                aria-label=(format!("{}: {name}", page.t("coordinator-end"))) { (page.t("coordinator-end")) }
                        }
                    }
                }
            }
        }
        @if looked.organisation.closed_at.is_none() {
            form method="post" action=(path) novalidate {
                (field.show(page, typed, errors))
                button.button.secondary type="submit" { (page.t("coordinator-check")) }
            }
        }
    }
}

/// The name of who would become a coordinator, before it is done.
pub(in crate::organisations) fn check_coordinator(
    page: &Page,
    organisation: &Organisation,
    (person, name): (PersonId, &str),
    identifier: &str,
) -> Markup {
    let address = page.to(&format!("/centre/organisations/{}", organisation.id));
    html! {
        (crumbs(page, false))
        h1 { (page.t("coordinator-check-title")) }
        dl.facts {
            dt { (page.t("org-one")) } dd { (organisation.name.get(page.lang)) }
            dt { (page.t("org-table-name")) }
            dd { a href=(page.to(&format!("/centre/people/{person}"))) { strong { (name) } } }
            dt { (page.t("sign-in-identifier")) } dd { (identifier) }
        }
        p { (page.t("coordinator-lead")) }
        form #main-form method="post" action={ (address) "/coordinators" } {
            input type="hidden" name="identifier" value=(identifier);
            button.button type="submit" name="appoint" value=(person) { (page.t("coordinator-make")) }
        }
        p { a href=(address) { (page.t("coordinator-check-not")) } }
    }
}

/// Closing says what will happen and how it is undone.
fn closing(page: &Page, organisation: &Organisation, address: &str) -> Markup {
    html! {
        @if organisation.closed_at.is_some() {
            h2 #reopen { (page.t("org-reopen")) }
            p { (page.t("org-reopen-what")) }
            form method="post" action={ (address) "/reopen" } {
                button.button type="submit" { (page.t("org-reopen")) }
            }
        } @else {
            details {
                summary { (page.t("org-close-title")) }
                p { (page.t("org-close-what")) }
                p { (page.t("org-close-undo")) }
                form method="post" action={ (address) "/close" } {
                    button.button.danger type="submit" { (page.t("org-close-button")) }
                }
            }
        }
    }
}
