//! The audit log, in words.

use maud::{Markup, html};
use serde_json::Value;

use super::audit::Log;
use super::views::role_word;
use crate::accounts::Scope;
use crate::accounts::audit::Logged;
use crate::accounts::audit_words::{ACTIONS, words_of};
use crate::content::Library;
use crate::exports::logged::noted;
use crate::i18n::moment;
use crate::kernel::ids::{CertificateId, CourseId, PersonId};
use crate::kernel::{Actor, ReviewKind, Role};
use crate::settings::field;
use crate::web::paging::{PageNumber, list_address};
use crate::web::ui::{self, Field, review_name};
use crate::web::{Fields, FormErrors, Page};

/// A page of the log, and what was asked for.
pub(super) struct Shown<'a> {
    pub(super) typed: &'a Fields,
    pub(super) errors: &'a FormErrors,
    pub(super) log: &'a Log,
    pub(super) current: PageNumber,
    pub(super) library: &'a Library,
    /// Only what was done to this person.
    pub(super) person: Option<PersonId>,
}

/// What the form asks.
const FIELDS: [&str; 7] = ["who", "action", "whom", "from", "to", "minors", "person"];

/// The fields of days, and what they are called.
const DAYS: [(&str, &str); 2] = [("from", "audit-from"), ("to", "audit-to")];

impl Shown<'_> {
    fn name(&self, id: PersonId) -> Option<&str> {
        self.log.names.iter().find(|(known, _)| *known == id).map(|(_, name)| name.as_str())
    }
}

pub(super) fn log(page: &Page, shown: &Shown<'_>) -> Markup {
    let searched = FIELDS.map(|name| (name, shown.typed.get(name)));
    let address = list_address(&page.to("/centre/audit"), &searched);
    html! {
        nav.crumbs aria-label=(page.t("nav-crumbs")) { a href=(page.to("/centre")) { (page.t("nav-centre")) } }
        h1 { (page.t("audit-title")) }
        p.soft { (page.t("audit-lead")) }
        (ui::error_summary_of(page, shown.errors, &DAYS.map(|(name, label)| (name, page.t(label).to_owned()))))
        (filters(page, shown))
        @if let Some(name) = shown.person.and_then(|id| shown.name(id)) {
            p.note {
                (page.tf("audit-only-person", &[("name", name.into())])) " "
                a href=(page.to("/centre/audit")) { (page.t("audit-all")) }
            }
        }
        @if shown.log.are_more { p.note role="status" { (page.t("audit-are-more")) } }
        @if shown.log.rows.is_empty() {
            // With a mistake in what was asked for, nothing was looked up.
            @if shown.errors.is_empty() {
                div.empty role="status" {
                    p { (page.t("audit-none")) }
                    p { a href=(page.to("/centre/audit")) { (page.t("audit-all")) } }
                }
            }
        } @else {
            p.soft { (page.tf("audit-count", &[("count", shown.log.total.into())])) }
            (ui::export(page, "log", &[("csv", "look-download")], &searched))
            (table(page, shown))
            (ui::pager(page, shown.current, shown.log.total, &address))
        }
    }
}

fn filters(page: &Page, shown: &Shown<'_>) -> Markup {
    let field = |name, label, hint, kind| {
        Field { name, label: page.t(label), hint, kind, autocomplete: "off" }.show(page, shown.typed, shown.errors)
    };
    let mut actions = vec![(String::new(), page.t("audit-any-action").to_owned())];
    actions.extend(ACTIONS.iter().map(|(action, key)| ((*action).to_owned(), page.t(key).to_owned())));
    html! {
        form.inline role="search" method="get" action=(page.to("/centre/audit")) {
            (field("who", "audit-who", page.t("audit-who-hint"), "search"))
            (field("whom", "audit-whom", page.t("audit-whom-hint"), "search"))
            (ui::select(page, ("action", page.t("audit-what"), ""), &actions, shown.typed, shown.errors))
            @for (name, label) in DAYS { (field(name, label, "", "date")) }
            (ui::checkbox(page, "minors", &html! { (page.t("look-minors")) }, shown.typed, shown.errors))
            button.button type="submit" { (page.t("centre-search")) }
        }
    }
}

fn table(page: &Page, shown: &Shown<'_>) -> Markup {
    let (when, who, what) = (page.t("centre-when"), page.t("audit-who"), page.t("audit-what"));
    let (whom, more) = (page.t("audit-whom"), page.t("audit-more"));
    html! {
        div.scroll {
            table.stack {
                thead { tr { @for label in [when, who, what, whom, more] { th scope="col" { (label) } } } }
                tbody {
                    @for row in &shown.log.rows {
                        tr {
                            td data-label=(when) { (moment(page.lang, row.at, page.app.config.time_zone)) }
                            td data-label=(who) { (actor(page, shown, row)) }
                            td data-label=(what) { (words(page, row)) }
                            td data-label=(whom) { (subject(page, shown, row)) (minor(page, row)) }
                            td data-label=(more) { (details(page, shown, row)) }
                        }
                    }
                }
            }
        }
    }
}

fn words(page: &Page, row: &Logged) -> Markup {
    html! {
        @match words_of(&row.action) {
            Some(key) => (page.t(key)),
            None => span lang="en" { (row.action) },
        }
    }
}

fn actor(page: &Page, shown: &Shown<'_>, row: &Logged) -> Markup {
    let Some(id) = row.person else {
        let key = match row.actor.as_str() {
            code if code == Actor::Shell.code() => "centre-actor-shell",
            code if code == Actor::Visitor.code() => "audit-visitor",
            _ => "centre-actor-system",
        };
        return html! { (page.t(key)) };
    };
    person(page, shown, id)
}

fn person(page: &Page, shown: &Shown<'_>, id: PersonId) -> Markup {
    html! {
        @match shown.name(id) {
            Some(name) => a href=(page.to(&format!("/centre/people/{id}"))) { (name) },
            None => (page.t("centre-account-erased")),
        }
    }
}

fn subject(page: &Page, shown: &Shown<'_>, row: &Logged) -> Markup {
    let Some(id) = row.subject_id else { return html! { "—" } };
    match row.subject.as_str() {
        "person" => person(page, shown, PersonId(id)),
        "certificate" => {
            let number = shown.log.numbers.iter().find(|(known, _)| *known == CertificateId(id));
            html! {
                @match number {
                    Some((_, number)) => a.number href=(page.to(&format!("/centre/certificates/{number}"))) { (number) },
                    None => "—",
                }
            }
        }
        "course" => {
            let shelf = shown.library.shelf();
            let title = shelf.course_by_id(CourseId(id)).map(|course| course.course.title.get(page.lang).to_owned());
            html! { (title.unwrap_or_else(|| page.t("audit-course").to_owned())) }
        }
        "draft" => {
            let details: Value = serde_json::from_str(&row.details).unwrap_or_default();
            html! { (details.get("course").and_then(Value::as_str).unwrap_or("—")) }
        }
        kind @ ("organisation" | "group" | "district" | "settlement") => thing(page, shown, (row, kind, id)),
        "session" if id > 0 => html! {
            a href=(page.to(&format!("/centre/practical/{id}"))) { (page.t("practical-session")) " " (id) }
        },
        "mail" => html! { a href=(page.to("/centre/outbox")) { (page.t("audit-mail")) " " (id) } },
        _ => html! { "—" },
    }
}

/// An organisation, group or place by its name. One that is gone has no page any more: its name where the row that is about
/// it notes one, or another row does, or its number and that it is gone.
fn thing(page: &Page, shown: &Shown<'_>, (row, kind, id): (&Logged, &str, i64)) -> Markup {
    let (path, word) = match kind {
        "organisation" => ("/centre/organisations", "audit-organisation"),
        "group" => ("/trainer/groups", "group-one"),
        "district" => ("/centre/places/districts", "place-district-one"),
        _ => ("/centre/places/settlements", "place-settlement-one"),
    };
    let is_about = row.subject == kind && row.subject_id == Some(id);
    let called = &shown.log.called;
    let noted = || noted(row).filter(|_| is_about);
    html! {
        @if let Some(name) = called.name((kind, id), page.lang) {
            a href=(page.to(&format!("{path}/{id}"))) { (name) }
        } @else if let Some(name) = noted().or_else(|| called.former((kind, id)).map(str::to_owned)) {
            (name)
        } @else {
            (page.tf("audit-gone", &[("what", format!("{} {id}", page.t(word)).into())]))
        }
    }
}

/// Beside whom was looked at as a minor.
fn minor(page: &Page, row: &Logged) -> Markup {
    let details: Value = serde_json::from_str(&row.details).unwrap_or_default();
    html! {
        @if details.get("minor") == Some(&Value::Bool(true)) {
            " " span.badge.minor { span aria-hidden="true" { "! " } (page.t("minor-under-18")) }
        }
    }
}

/// Of a file that was taken, or a list that was looked at: how much there was in it.
fn taken(page: &Page, details: &Value) -> Option<Markup> {
    let text = |name: &str| details.get(name).and_then(Value::as_str);
    let number = |name: &str| details.get(name).and_then(Value::as_i64);
    if let Some(rows) = number("rows") {
        return Some(html! {
            @if let Some(period) = text("period") { (period) ", " }
            (page.tf("exports-rows", &[("count", rows.into())]))
        });
    }
    if let Some(count) = number("count") {
        return Some(html! { (page.tf("centre-people-count", &[("count", count.into())])) });
    }
    let (period, file) = (text("period")?, text("file")?);
    let is_open = text("groups") == Some("all");
    Some(
        html! { (period) ", " (file) @if is_open { ", " (page.t("report-groups")) ": " (page.t("report-groups-all")) } },
    )
}

/// What else is known: a role; a reason; a value before and after.
fn details(page: &Page, shown: &Shown<'_>, row: &Logged) -> Markup {
    let details: Value = serde_json::from_str(&row.details).unwrap_or_default();
    let text = |name: &str| details.get(name).and_then(Value::as_str);
    let other = |kind| details.get(kind).and_then(Value::as_i64).map(|id| thing(page, shown, (row, kind, id)));
    let organisation = other("organisation");
    let of = text("role").and_then(Role::from_code).map(role_word);
    if let Some(word) = of.or_else(|| text("scope").and_then(Scope::from_code).map(Scope::word)) {
        return html! { (page.t(word)) @if let Some(organisation) = organisation { ": " (organisation) } };
    }
    if let Some(named) = organisation.or_else(|| other("group")) {
        return named;
    }
    if let Some(taken) = taken(page, &details) {
        return taken;
    }
    if let Some(kind) = text("review").and_then(ReviewKind::from_code) {
        let lessons = details.get("lessons").and_then(Value::as_array).into_iter().flatten();
        let lessons: Vec<&str> = lessons.filter_map(Value::as_str).collect();
        return html! {
            (review_name(page, kind)) ": " (text("course").unwrap_or("—"))
            @if !lessons.is_empty() { " (" (lessons.join(", ")) ")" }
        };
    }
    if let Some(reason) = text("reason") {
        return html! { (reason) };
    }
    // Two accounts that became one: the other one.
    if row.action == "accounts merged" {
        let other = ["into", "from"].into_iter().find_map(|name| details.get(name).and_then(Value::as_i64));
        return html! {
            @if let Some(id) = other { a href=(page.to(&format!("/centre/people/{id}"))) { (page.t("audit-other-account")) } }
            @else { "—" }
        };
    }
    // Pictures are told by the action alone: their digests say nothing to anybody.
    if let (Some(was), Some(now), false) = (details.get("from"), details.get("to"), row.action == "logo changed") {
        let shown = |value: &Value| match value {
            Value::Null => "—".to_owned(),
            Value::String(text) if text.is_empty() => "—".to_owned(),
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        let words = [("was", shown(was).into()), ("now", shown(now).into())];
        return html! { (page.tf("audit-changed-from", &words)) };
    }
    let Some(now) = text("new") else { return html! { "—" } };
    let shown = |value: &str| if value.is_empty() { "—".to_owned() } else { value.to_owned() };
    let (was, now) = (shown(text("old").unwrap_or_default()), shown(now));
    html! {
        @if let Some(field) = text("field").and_then(field) {
            (page.t(field.label)) @if let Some(lang) = field.lang { " (" (lang.native_name()) ")" } ": "
        }
        (page.tf("audit-changed-from", &[("was", was.into()), ("now", now.into())]))
    }
}
