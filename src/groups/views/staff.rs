//! Groups as their trainer and the centre see them.

use maud::{Markup, html};

use super::{days, title_of};
use crate::certificates::Kind;
use crate::content::library::Shelf;
use crate::groups::{Counted, Group, Member, State, Totals};
use crate::i18n::short_date;
use crate::kernel::{Localized, Role};
use crate::organisations::{Held, HeldState, Minor};
use crate::web::paging::{PageNumber, list_address};
use crate::web::ui::{self, Field};
use crate::web::{Fields, FormErrors, Page, qr};

/// A page of groups, and what was asked for.
pub(in crate::groups) struct Listed<'a> {
    pub(in crate::groups) typed: &'a Fields,
    /// The organisation to which the list keeps.
    pub(in crate::groups) organisation: Option<&'a Localized>,
    pub(in crate::groups) rows: &'a [Counted],
    pub(in crate::groups) total: i64,
    pub(in crate::groups) current: PageNumber,
    pub(in crate::groups) shelf: &'a Shelf,
}

/// One group with a page of those who belong to it.
pub(in crate::groups) struct Shown<'a> {
    pub(in crate::groups) row: &'a Counted,
    pub(in crate::groups) organisation: Option<&'a Localized>,
    pub(in crate::groups) members: &'a [Member],
    pub(in crate::groups) totals: Totals,
    pub(in crate::groups) current: PageNumber,
    pub(in crate::groups) shelf: &'a Shelf,
}

fn crumbs(page: &Page, group: Option<&Group>, is_list: bool) -> Markup {
    let is_centre = page.person.as_ref().is_some_and(|person| person.holds(Role::Centre));
    let (room, words) = if is_centre { ("/centre", "nav-centre") } else { ("/trainer", "nav-trainer") };
    html! {
        nav.crumbs aria-label=(page.t("nav-crumbs")) {
            a href=(page.to(room)) { (page.t(words)) }
            @if !is_list { a href=(page.to("/trainer/groups")) { (page.t("group-title")) } }
            @if let Some(group) = group { a href=(path(page, group)) { (group.name) } }
        }
    }
}

fn path(page: &Page, group: &Group) -> String {
    page.to(&format!("/trainer/groups/{}", group.id))
}

/// How many belong to it, and how many may.
pub(super) fn taken(row: &Counted) -> String {
    row.group.places.map_or_else(|| row.people.to_string(), |places| format!("{} / {places}", row.people))
}

pub(super) fn state_of(page: &Page, group: &Group) -> Markup {
    let (class, symbol, words) = match group.state(page.app.today()) {
        State::Open => ("valid", "✓", "group-open"),
        State::Closed => ("suspended", "‖", "group-closed"),
        State::Over => ("expired", "⏲", "group-over"),
    };
    html! { span.badge.(class) { span aria-hidden="true" { (symbol) " " } (page.t(words)) } }
}

pub(in crate::groups) fn list(page: &Page, listed: &Listed<'_>) -> Markup {
    let (base, add) = (page.to("/trainer/groups"), page.to("/trainer/groups/new"));
    let searched = ["search", "organisation"].map(|name| (name, listed.typed.get(name)));
    let is_search = listed.typed.typed("search").is_some() || listed.organisation.is_some();
    let (label, hint) = (page.t("group-search"), "");
    let field = Field { name: "search", label, hint, kind: "search", autocomplete: "off" };
    html! {
        (crumbs(page, None, true))
        h1 { (page.t("group-title")) }
        p { (page.t("group-lead")) }
        @if let Some(name) = listed.organisation {
            p.note { (page.tf("group-for", &[("organisation", name.get(page.lang).into())])) " " a href=(base) { (page.t("group-all")) } }
        }
        @if listed.rows.is_empty() && !is_search { (ui::empty(page.t("group-none"), Some((&add, page.t("group-new-title"))))) }
        @else {
            p { a.button href=(add) { (page.t("group-new-title")) } }
            form.inline role="search" method="get" action=(base) {
                @if listed.organisation.is_some() {
                    input type="hidden" name="organisation" value=(listed.typed.get("organisation"));
                }
                (field.show(page, listed.typed, &FormErrors::default()))
                button.button type="submit" { (page.t("centre-search")) }
            }
            @if listed.rows.is_empty() {
                div.empty role="status" {
                    p { (page.t("group-not-found")) }
                    p { a href=(base) { (page.t("group-all")) } }
                }
            } @else {
                (table(page, listed))
                (ui::pager(page, listed.current, listed.total, &list_address(&base, &searched)))
            }
        }
    }
}

fn table(page: &Page, listed: &Listed<'_>) -> Markup {
    let labels = ["group-one", "certificate-course", "group-days", "group-trainer", "group-people", "centre-state"];
    let [name, course, when, trainer, people, state] = labels.map(|key| page.t(key));
    html! {
        div.scroll {
            table.stack {
                thead { tr { @for label in [name, course, when, trainer, people, state] { th scope="col" { (label) } } } }
                tbody {
                    @for row in listed.rows {
                        tr {
                            th scope="row" data-label=(name) { a href=(path(page, &row.group)) { (row.group.name) } }
                            td data-label=(course) { (title_of(page, listed.shelf, row.group.course)) }
                            td data-label=(when) { (days(page, (row.group.starts_on, row.group.ends_on))) }
                            td data-label=(trainer) { (row.trainer.as_deref().unwrap_or_else(|| page.t("group-no-trainer"))) }
                            td data-label=(people) { (taken(row)) }
                            td data-label=(state) { (state_of(page, &row.group)) }
                        }
                    }
                }
            }
        }
    }
}

pub(in crate::groups) fn one(page: &Page, shown: &Shown<'_>) -> Markup {
    let (row, group) = (shown.row, &shown.row.group);
    let path = path(page, group);
    html! {
        (crumbs(page, None, false))
        h1 { (group.name) }
        dl.facts {
            dt { (page.t("certificate-course")) } dd { (title_of(page, shown.shelf, group.course)) }
            dt { (page.t("group-days")) } dd { (days(page, (group.starts_on, group.ends_on))) }
            dt { (page.t("group-trainer")) } dd { (row.trainer.as_deref().unwrap_or_else(|| page.t("group-no-trainer"))) }
            @if let Some(name) = shown.organisation { dt { (page.t("org-one")) } dd { (name.get(page.lang)) } }
            dt { (page.t("group-people")) } dd { (taken(row)) }
            @if row.people > 0 {
                dt { (page.t("group-completed")) } dd { (shown.totals.completed) }
                dt { (page.t("group-certified")) } dd { (shown.totals.certified) }
            }
            dt { (page.t("centre-state")) } dd { (state_of(page, group)) }
        }
        p.buttons.screen { a.button.small.secondary href={ (path) "/edit" } { (page.t("group-edit-title")) } }
        (joining(page, row, &path))
        h2 { (page.t("group-members")) }
        @if shown.members.is_empty() {
            (ui::empty(page.t("group-nobody"), None))
            (removal(page, &path))
        }
        @else {
            (members(page, shown, &path))
            (ui::pager(page, shown.current, row.people, &list_address(&path, &[])))
            p.screen { a.button.secondary href={ (path) "/people.csv" } download { (page.t("coordinator-csv")) } }
        }
    }
}

/// A group that was made by mistake; the form says no more than what happens to one that somebody joined once.
fn removal(page: &Page, path: &str) -> Markup {
    html! {
        details.screen {
            summary { (page.t("group-delete-title")) }
            p { (page.t("group-delete-what")) }
            form method="post" action={ (path) "/remove" } {
                button.button.danger type="submit" { (page.t("group-delete")) }
            }
        }
    }
}

/// How one joins, or why one cannot.
fn joining(page: &Page, row: &Counted, path: &str) -> Markup {
    let group = &row.group;
    let is_full = group.places.is_some_and(|places| row.people >= i64::from(places));
    html! {
        @match group.state(page.app.today()) {
            State::Over => p.note { (page.t("group-over-what")) },
            State::Closed => {
                p.note { (page.t("group-closed-what")) }
                form.screen method="post" action={ (path) "/reopen" } {
                    button.button type="submit" { (page.t("group-reopen")) }
                }
            }
            State::Open => {
                @if is_full { p.note { (page.t("group-full-what")) } }
                (code(page, group))
                details.screen {
                    summary { (page.t("group-close-title")) }
                    p { (page.t("group-close-what")) }
                    form method="post" action={ (path) "/close" } {
                        button.button.danger type="submit" { (page.t("group-close-button")) }
                    }
                }
                details.screen {
                    summary { (page.t("group-code-again")) }
                    p { (page.t("group-code-again-what")) }
                    form method="post" action={ (path) "/code" } {
                        button.button.secondary type="submit" { (page.t("group-code-new")) }
                    }
                }
            }
        }
    }
}

/// The code to read out, to show and to print.
fn code(page: &Page, group: &Group) -> Markup {
    let link = page.app.url(&format!("/{}/join/group/{}", page.lang, group.code.as_str()));
    html! {
        h2 { (page.t("group-code")) }
        p { (page.t("group-code-lead")) }
        section.card.certificate.show {
            p { (group.name) }
            p.number { (group.code) }
            div.qr { (qr::svg(&link, page.t("group-code-qr"))) }
            p { a href=(link) { (link) } }
        }
    }
}

fn members(page: &Page, shown: &Shown<'_>, path: &str) -> Markup {
    let labels = ["org-table-name", "learn-progress", "group-completed", "group-certificate"];
    let [name, progress, completed, holds] = labels.map(|key| page.t(key));
    html! {
        div.scroll {
            table.stack {
                thead { tr { @for label in [name, progress, completed, holds] { th scope="col" { (label) } } } }
                tbody {
                    @for member in shown.members {
                        tr {
                            th scope="row" data-label=(name) {
                                a href=(format!("{path}/people/{}", member.person)) { (member.name) } " " (minor(page, member.minor))
                            }
                            td data-label=(progress) { (percent(member)) }
                            td data-label=(completed) { (completed_on(page, member)) }
                            td data-label=(holds) { (held(page, member)) }
                        }
                    }
                }
            }
        }
    }
}

fn percent(member: &Member) -> String {
    member.done.map_or_else(|| "—".to_owned(), |done| format!("{} %", done.percent))
}

fn completed_on(page: &Page, member: &Member) -> String {
    let at = member.done.and_then(|done| done.completed_at);
    at.map_or_else(|| "—".to_owned(), |at| short_date(page.lang, at.day(page.app.config.time_zone)))
}

/// Beside everybody who may be a minor; nothing beside adults.
fn minor(page: &Page, minor: Minor) -> Markup {
    let words = match minor {
        Minor::No => return html! {},
        Minor::Yes => "minor-under-18",
        Minor::Unknown => "minor-unknown",
    };
    html! { span.badge.minor { span aria-hidden="true" { "! " } (page.t(words)) } }
}

/// What somebody holds of the course, one line each.
fn held(page: &Page, member: &Member) -> Markup {
    html! {
        @if member.held.is_empty() { span.soft { (page.t("org-holds-none")) } }
        @for held in &member.held { div { (one_held(page, held)) } }
    }
}

fn one_held(page: &Page, held: &Held) -> Markup {
    let (class, symbol, word) = match held.state {
        HeldState::Valid { .. } => ("valid", "✓", "state-valid"),
        HeldState::Expired { .. } => ("expired", "⏲", "state-expired"),
        HeldState::Revoked => ("revoked", "✕", "state-revoked"),
        HeldState::Suspended => ("suspended", "‖", "state-suspended"),
    };
    let until = match held.state {
        HeldState::Valid { until } => until,
        HeldState::Expired { on } => Some(on),
        HeldState::Revoked | HeldState::Suspended => None,
    };
    html! {
        (page.t(kind_word(held.kind))) " · "
        span.badge.(class) { span aria-hidden="true" { (symbol) " " } (page.t(word)) }
        @if let Some(day) = until { " " (page.tf("org-until", &[("date", short_date(page.lang, day).into())])) }
    }
}

pub(in crate::groups) const fn kind_word(kind: Kind) -> &'static str {
    match kind {
        Kind::Theory => "org-kind-theory",
        Kind::Practical => "org-kind-practical",
    }
}

pub(in crate::groups) fn person(page: &Page, group: &Group, member: &Member, shelf: &Shelf) -> Markup {
    let path = format!("{}/people/{}/remove", path(page, group), member.person);
    let since = short_date(page.lang, member.since.day(page.app.config.time_zone));
    html! {
        (crumbs(page, Some(group), false))
        h1 { (member.name) }
        p { (minor(page, member.minor)) }
        dl.facts {
            dt { (page.t("certificate-course")) } dd { (title_of(page, shelf, group.course)) }
            dt { (page.t("group-since")) } dd { (since) }
            dt { (page.t("learn-progress")) }
            dd {
                @match member.done {
                    Some(done) => {
                        (percent(member)) " · "
                        (page.tf("group-parts", &[("done", done.parts.0.into()), ("all", done.parts.1.into())]))
                    }
                    None => "—",
                }
            }
            dt { (page.t("group-completed")) } dd { (completed_on(page, member)) }
            dt { (page.t("group-certificate")) } dd { (held(page, member)) }
        }
        details {
            summary { (page.t("group-remove-title")) }
            p { (page.t("group-remove-what")) }
            form method="post" action=(path) {
                button.button.danger type="submit" { (page.t("group-remove")) }
            }
        }
    }
}
