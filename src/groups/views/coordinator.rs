//! The groups of an organisation, for its coordinator.

use maud::{Markup, html};

use super::staff::{state_of, taken};
use super::{days, title_of};
use crate::accounts::Coordinated;
use crate::content::library::Shelf;
use crate::groups::{Counted, State};
use crate::web::Page;
use crate::web::paging::{PageNumber, list_address};
use crate::web::ui;

/// A page of groups.
pub(in crate::groups) struct Listed<'a> {
    pub(in crate::groups) rows: &'a [Counted],
    pub(in crate::groups) total: i64,
    pub(in crate::groups) current: PageNumber,
    pub(in crate::groups) shelf: &'a Shelf,
}

pub(in crate::groups) fn list(page: &Page, organisation: &Coordinated, listed: &Listed<'_>) -> Markup {
    let base = page.to(&format!("/coordinator/{}", organisation.id));
    html! {
        nav.crumbs aria-label=(page.t("nav-crumbs")) {
            a href=(page.to("/coordinator")) { (page.t("nav-coordinator")) }
            a href=(base) { (organisation.name.get(page.lang)) }
        }
        h1 { (page.t("group-title")) }
        p { (page.t("group-coordinator-lead")) }
        @if listed.rows.is_empty() { (ui::empty(page.t("group-coordinator-none"), None)) }
        @else {
            (table(page, listed))
            (ui::pager(page, listed.current, listed.total, &list_address(&format!("{base}/groups"), &[])))
        }
    }
}

fn table(page: &Page, listed: &Listed<'_>) -> Markup {
    let labels = ["group-one", "certificate-course", "group-days", "group-trainer", "group-people", "group-code"];
    let [name, course, when, trainer, people, code] = labels.map(|key| page.t(key));
    html! {
        div.scroll {
            table.stack {
                thead { tr { @for label in [name, course, when, trainer, people, code] { th scope="col" { (label) } } } }
                tbody {
                    @for row in listed.rows {
                        tr {
                            th scope="row" data-label=(name) { (row.group.name) }
                            td data-label=(course) { (title_of(page, listed.shelf, row.group.course)) }
                            td data-label=(when) { (days(page, (row.group.starts_on, row.group.ends_on))) }
                            td data-label=(trainer) { (row.trainer.as_deref().unwrap_or_else(|| page.t("group-no-trainer"))) }
                            td data-label=(people) { (taken(row)) }
                            td data-label=(code) {
                                @if row.group.state(page.app.today()) == State::Open { span.number { (row.group.code) } }
                                @else { (state_of(page, &row.group)) }
                            }
                        }
                    }
                }
            }
        }
    }
}
