//! The form of a group.

use maud::{Markup, html};

use super::days;
use crate::content::library::Shelf;
use crate::groups::Group;
use crate::organisations::Organisation;
use crate::web::ui::{self, Field};
use crate::web::{Fields, FormErrors, Page};

/// What the form shows.
pub(in crate::groups) struct Form<'a> {
    /// The group that is changed; none for a new one.
    pub(in crate::groups) group: Option<&'a Group>,
    /// What it was when the form began.
    pub(in crate::groups) was: Option<String>,
    pub(in crate::groups) shelf: &'a Shelf,
    pub(in crate::groups) organisations: &'a [Organisation],
    /// Names the trainer of a new group.
    pub(in crate::groups) is_centre: bool,
    pub(in crate::groups) typed: &'a Fields,
    pub(in crate::groups) errors: &'a FormErrors,
}

/// The fields of days, what they are called, and what to know of them.
const DAYS: [(&str, &str, &str); 2] = [("starts_on", "group-starts", ""), ("ends_on", "group-ends", "group-ends-hint")];

pub(in crate::groups) fn form(page: &Page, form: &Form<'_>) -> Markup {
    let (typed, errors) = (form.typed, form.errors);
    let action = match form.group {
        Some(group) => page.to(&format!("/trainer/groups/{}/edit", group.id)),
        None => page.to("/trainer/groups/new"),
    };
    let field = |name, label, hint: &'static str, kind| {
        let hint = if hint.is_empty() { "" } else { page.t(hint) };
        Field { name, label: page.t(label), hint, kind, autocomplete: "off" }.show(page, typed, errors)
    };
    let title = if form.group.is_some() { "group-edit-title" } else { "group-new-title" };
    html! {
        nav.crumbs aria-label=(page.t("nav-crumbs")) {
            a href=(page.to("/trainer/groups")) { (page.t("group-title")) }
            @if let Some(group) = form.group {
                a href=(page.to(&format!("/trainer/groups/{}", group.id))) { (group.name) }
            }
        }
        h1 { (page.t(title)) }
        (ui::error_summary_of(page, errors, &DAYS.map(|(name, label, _)| (name, page.t(label).to_owned()))))
        @if let (Some(group), Some("group-meanwhile")) = (form.group, errors.of("name")) { (saved_now(page, group, form.organisations)) }
        form #main-form method="post" action=(action) novalidate {
            @if let Some(was) = &form.was { input type="hidden" name="was" value=(was); }
            @if form.group.is_none() { input type="hidden" name="run" value=(typed.get("run")); }
            (field("name", "group-name", "group-name-hint", "text"))
            @if form.group.is_none() { (course(page, form)) }
            @for (name, label, hint) in DAYS { (field(name, label, hint, "date")) }
            (trainer(page, form))
            (field("places", "group-places", "group-places-hint", "number"))
            @if !form.organisations.is_empty() { (organisation(page, form)) }
            button.button type="submit" {
                (page.t(if form.group.is_some() { "group-edit-button" } else { "group-new-button" }))
            }
        }
    }
}

/// What somebody else has saved, beside what is typed.
fn saved_now(page: &Page, group: &Group, organisations: &[Organisation]) -> Markup {
    let organisation = organisations.iter().find(|one| Some(one.id) == group.organisation);
    html! {
        h2 { (page.t("group-meanwhile-now")) }
        dl.facts {
            dt { (page.t("group-name")) } dd { (group.name) }
            dt { (page.t("group-days")) } dd { (days(page, (group.starts_on, group.ends_on))) }
            dt { (page.t("group-places")) } dd { (group.places.map_or_else(|| "—".to_owned(), |places| places.to_string())) }
            @if let Some(one) = organisation { dt { (page.t("org-one")) } dd { (one.name.get(page.lang)) } }
        }
    }
}

fn course(page: &Page, form: &Form<'_>) -> Markup {
    let mut options = vec![(String::new(), page.t("group-course-choose").to_owned())];
    options.extend(
        form.shelf
            .offered()
            .map(|published| (published.course.key.to_string(), published.course.title.get(page.lang).to_owned())),
    );
    ui::select(page, ("course", page.t("certificate-course"), ""), &options, form.typed, form.errors)
}

/// A trainer makes groups of their own; the centre says whose it is, and both may give it to somebody else.
fn trainer(page: &Page, form: &Form<'_>) -> Markup {
    let (label, hint) = match (form.group, form.is_centre) {
        (None, false) => return html! {},
        (None, true) => ("group-trainer-named", "group-trainer-hint"),
        (Some(_), _) => ("group-trainer-other", "group-trainer-other-hint"),
    };
    let (label, hint) = (page.t(label), page.t(hint));
    Field { name: "trainer", label, hint, kind: "text", autocomplete: "off" }.show(page, form.typed, form.errors)
}

fn organisation(page: &Page, form: &Form<'_>) -> Markup {
    let mut options = vec![(String::new(), page.t("group-organisation-none").to_owned())];
    options.extend(form.organisations.iter().map(|one| (one.id.to_string(), one.name.get(page.lang).to_owned())));
    let of = ("organisation", page.t("org-one"), page.t("group-organisation-hint"));
    ui::select(page, of, &options, form.typed, form.errors)
}
