//! The list for one event: on the screen, and printed.

use maud::{Markup, html};

use super::coordinator::{Tabs, head, held_list, minor};
use crate::accounts::Coordinated;
use crate::content::library::Shelf;
use crate::i18n::{long_date, moment};
use crate::kernel::Day;
use crate::organisations::event::{Found, MOST_NAMED, Named};
use crate::organisations::{HeldState, Member, Minor};
use crate::web::ui::{self, Field};
use crate::web::{Fields, FormErrors, Page};

const FIELDS: [&str; 3] = ["event", "date", "people"];

fn address(page: &Page, organisation: &Coordinated) -> String {
    page.to(&format!("/coordinator/{}/event", organisation.id))
}

pub(in crate::organisations) fn form(
    page: &Page,
    (organisation, tabs): (&Coordinated, &Tabs),
    typed: &Fields,
    errors: &FormErrors,
) -> Markup {
    let field = |name, label, kind| {
        Field { name, label: page.t(label), hint: "", kind, autocomplete: "off" }.show(page, typed, errors)
    };
    let error = errors.of("people");
    let most = ("most", i64::try_from(MOST_NAMED).unwrap_or_default().into());
    html! {
        (head(page, (organisation, tabs), Some(page.t("event-title"))))
        (ui::error_summary(page, errors))
        form #main-form method="post" action=(address(page, organisation)) novalidate {
            (field("event", "event-name", "text"))
            (field("date", "event-date", "date"))
            div.field.wrong[error.is_some()] {
                label for="people" { (page.t("event-people")) }
                p.hint #people-hint { (page.tf("event-people-hint", &[most])) }
                @if let Some(error) = error { p.error #people-error { (page.t(error)) } }
                textarea #people name="people" rows="10" spellcheck="false"
                    aria-describedby=(if error.is_some() { "people-hint people-error" } else { "people-hint" })
                    aria-invalid=[error.map(|_| "true")] { "\n" (typed.get("people")) }
            }
            button.button type="submit" { (page.t("event-button")) }
        }
    }
}

pub(in crate::organisations) fn list(
    page: &Page,
    organisation: &Coordinated,
    (typed, name, day): (&Fields, &str, Day),
    named: &[Named],
    shelf: &Shelf,
) -> Markup {
    let now = moment(page.lang, page.app.now(), page.app.config.time_zone);
    let (who, holds) = (page.t("org-table-name"), page.t("centre-certificates"));
    let others = named.iter().filter(|one| !matches!(one.found, Found::One(_)));
    html! {
        nav.crumbs aria-label=(page.t("nav-crumbs")) {
            a href=(page.to("/coordinator")) { (page.t("nav-coordinator")) }
            a href=(page.to(&format!("/coordinator/{}", organisation.id))) { (organisation.name.get(page.lang)) }
        }
        h1 { (name) }
        p { strong { (long_date(page.lang, day)) } " · " (organisation.name.get(page.lang)) }
        p.soft { (page.tf("event-at", &[("at", now.into())])) }
        div.scroll {
            table.stack {
                thead { tr { th scope="col" { "№" } th scope="col" { (who) } th scope="col" { (holds) } } }
                tbody {
                    @for (at, member) in named.iter().filter_map(|one| match &one.found { Found::One(member) => Some(member), _ => None }).enumerate() {
                        tr {
                            td data-label="№" { (at + 1) }
                            th scope="row" data-label=(who) { (member.name) " " (minor(page, member.minor)) }
                            td data-label=(holds) {
                                (held_list(page, &member.held, shelf))
                                @if ends_before(member, day) { p.soft { strong { (page.t("event-ends-before")) } } }
                            }
                        }
                    }
                }
            }
        }
        @if others.clone().next().is_some() {
            h2 { (page.t("event-others")) }
            ul {
                @for one in others {
                    li {
                        (one.typed) " — "
                        @match &one.found {
                            Found::Partly(name) => { (page.tf("event-partly", &[("name", name.as_str().into())])) }
                            other => { (page.t(why(other))) }
                        }
                    }
                }
            }
        }
        @if named.iter().any(|one| matches!(&one.found, Found::One(member) if member.minor != Minor::No)) { (rules(page)) }
        form #main-form.screen method="post" action=(address(page, organisation)) {
            @for name in FIELDS { input type="hidden" name=(name) value=(typed.get(name)); }
            p { (page.t("event-print")) }
            button.button.secondary type="submit" name="edit" value="yes" { (page.t("event-edit")) }
        }
    }
}

/// What the front office asks for minors. Whether the parents of one of them agreed is not for the list to say: whoever
/// coordinates sees of their people what the list names, and no more.
fn rules(page: &Page) -> Markup {
    html! {
        h2 { (page.t("event-minors")) }
        ul { @for rule in ["minor-rule-18", "minor-rule-16", "minor-rule-14"] { li { (page.t(rule)) } } }
        p.soft { (page.t("minor-rule-whose")) }
    }
}

/// Why a line is not on the list.
const fn why(found: &Found) -> &'static str {
    match found {
        Found::Twice => "event-twice",
        Found::Several => "event-several",
        Found::One(_) | Found::Partly(_) | Found::Nobody => "event-nobody",
    }
}

/// Whether something that holds today does not on the day of the event.
fn ends_before(member: &Member, day: Day) -> bool {
    let ends = |state: HeldState| matches!(state, HeldState::Valid { until: Some(until) } if until < day);
    member.held.iter().any(|held| ends(held.state))
}
