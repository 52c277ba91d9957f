//! People as the centre sees them.

use std::collections::BTreeSet;

use maud::{Markup, html};

use super::super::care::{Asked, Care, consent_badge, consent_note};
use super::Looked;
use super::erasure_views::{erasure, second_factor};
use super::membership_views::memberships;
use crate::accounts::{AccountState, Listed, ParentalState};
use crate::certificates::{Certificate, State};
use crate::i18n::{moment, short_date};
use crate::kernel::ids::PersonId;
use crate::kernel::{AgeGroup, Role};
use crate::organisations::Organisation;
use crate::places::District;
use crate::web::paging::{PageNumber, list_address};
use crate::web::ui::{self, Field};
use crate::web::{Fields, FormErrors, Page};

/// One page of the people, and what was searched.
pub(super) struct List<'a> {
    pub(super) typed: &'a Fields,
    pub(super) found: &'a [Listed],
    /// What is known of the parents' consent.
    pub(super) parental: &'a [(PersonId, ParentalState)],
    pub(super) districts: &'a [District],
    /// The organisation whose people are looked for.
    pub(super) organisation: Option<&'a Organisation>,
    pub(super) current: PageNumber,
    /// On all pages.
    pub(super) total: i64,
}

impl List<'_> {
    fn parental_of(&self, person: PersonId) -> ParentalState {
        let known = self.parental.iter().find(|(id, _)| *id == person);
        known.map_or(ParentalState::Missing, |(_, state)| *state)
    }
}

pub(super) fn list(page: &Page, list: &List<'_>) -> Markup {
    let searched = ["search", "role", "state", "organisation"].map(|name| (name, list.typed.get(name)));
    let address = list_address(&page.to("/centre/people"), &searched);
    html! {
        nav.crumbs aria-label=(page.t("nav-crumbs")) { a href=(page.to("/centre")) { (page.t("nav-centre")) } }
        h1 { (page.t("centre-people-title")) }
        p.buttons {
            a.button.small.secondary href=(page.to("/trainer/people")) { (page.t("made-title")) }
            a.button.small.secondary href=(page.to("/centre/people/import")) { (page.t("intake-title")) }
        }
        (search(page, list))
        @if list.found.is_empty() {
            div.empty role="status" {
                p { (page.t("centre-people-none")) }
                p { a href=(page.to("/centre/people")) { (page.t("centre-people-all")) } }
            }
        } @else {
            p.soft { (page.tf("centre-people-count", &[("count", list.total.into())])) }
            (table(page, list))
            (ui::pager(page, list.current, list.total, &address))
        }
    }
}

fn search(page: &Page, list: &List<'_>) -> Markup {
    let typed = list.typed;
    let (label, hint) = (page.t("centre-people-search"), page.t("centre-people-search-hint"));
    let field = Field { name: "search", label, hint, kind: "search", autocomplete: "off" };
    let none = FormErrors::default();
    let any = |key| (String::new(), page.t(key).to_owned());
    let mut roles = vec![any("centre-people-any-role")];
    roles.extend(Role::ALL.map(|role| (role.code().to_owned(), page.t(role_word(role)).to_owned())));
    let mut states = vec![any("centre-people-any-state")];
    states.extend(AccountState::ALL.map(|state| (state.code().to_owned(), page.t(state_word(state)).to_owned())));
    html! {
        @if let Some(organisation) = list.organisation {
            p.note {
                (page.t("centre-people-of")) " "
                a href=(page.to(&format!("/centre/organisations/{}", organisation.id))) { strong { (organisation.name.get(page.lang)) } }
                " · " a href=(page.to("/centre/people")) { (page.t("centre-people-all")) }
            }
        }
        form.inline role="search" method="get" action=(page.to("/centre/people")) {
            @if let Some(organisation) = list.organisation { input type="hidden" name="organisation" value=(organisation.id); }
            (field.show(page, typed, &none))
            (ui::select(page, ("role", page.t("centre-role"), ""), &roles, typed, &none))
            (ui::select(page, ("state", page.t("centre-state"), ""), &states, typed, &none))
            button.button type="submit" { (page.t("centre-search")) }
        }
    }
}

const fn state_word(state: AccountState) -> &'static str {
    match state {
        AccountState::Open => "centre-people-open",
        AccountState::Closed => "centre-people-closed",
        AccountState::Unconfirmed => "centre-people-unconfirmed",
        AccountState::WithoutEmail => "centre-people-without-email",
        AccountState::ConsentMissing => "centre-people-consent-missing",
        AccountState::ConsentWithdrawn => "centre-people-consent-withdrawn",
    }
}

/// Namesakes are told apart by year of birth and place, and by what is known of their addresses.
fn table(page: &Page, list: &List<'_>) -> Markup {
    let (name, apart) = (page.t("certificate-holder"), page.t("centre-people-apart"));
    let (known, access) = (page.t("centre-people-known-by"), page.t("centre-access"));
    let or_none = |text: String| if text.is_empty() { "—".to_owned() } else { text };
    html! {
        div.scroll {
            table.stack {
                thead { tr { @for label in [name, apart, known, access] { th scope="col" { (label) } } } }
                tbody {
                    @for listed in list.found {
                        @let person = &listed.person;
                        @let group = AgeGroup::of(person.birth_year, page.app.today());
                        tr {
                            th scope="row" data-label=(name) {
                                a href=(page.to(&format!("/centre/people/{}", person.id))) { (person.name) }
                                " " (ui::age_badge(page, group)) " " (consent_badge(page, group, list.parental_of(person.id)))
                            }
                            td data-label=(apart) { (or_none(listed.born_and_from(list.districts, page.lang))) }
                            td data-label=(known) { (or_none(listed.known_by().unwrap_or_default())) }
                            td data-label=(access) { (access_word(page, person.disabled_at.is_some())) }
                        }
                    }
                }
            }
        }
    }
}

fn access_word(page: &Page, is_closed: bool) -> Markup {
    html! {
        @if is_closed { span.badge { span aria-hidden="true" { "✕ " } (page.t("centre-access-closed")) } }
        @else { (page.t("centre-access-open")) }
    }
}

pub(super) fn person(page: &Page, looked: &Looked, typed: &Fields, errors: &FormErrors) -> Markup {
    html! {
        nav.crumbs aria-label=(page.t("nav-crumbs")) {
            a href=(page.to("/centre")) { (page.t("nav-centre")) }
            a href=(page.to("/centre/people")) { (page.t("centre-people-title")) }
        }
        h1 { (looked.person.name) }
        p { (ui::age_badge(page, looked.person.age_group(page.app.today()))) }
        @if let Some(into) = looked.person.merged_into {
            p.note { a href=(page.to(&format!("/centre/people/{into}"))) { (page.t("merge-into")) } }
        }
        (consent_note(page, &looked.care))
        (ui::error_summary(page, errors))
        (facts(page, looked))
        p { a href=(page.to(&format!("/centre/audit?person={}", looked.person.id))) { (page.t("audit-of-person")) } }
        h2 { (page.t("centre-certificates")) }
        (certificates(page, &looked.certificates))
        @if looked.person.disabled_at.is_none() { p { a href=(page.to(&format!("/centre/practical/new?person={}", looked.person.id))) { (page.t("practical-new")) } } }
        (memberships(page, looked))
        @if looked.in_reach {
            @if looked.person.merged_into.is_none() {
                p { a.button.secondary href=(page.to(&format!("/centre/people/{}/name", looked.person.id))) { (page.t("centre-name-title")) } }
            }
            h2 { (page.t("centre-email-title")) }
            (email_form(page, looked, typed, errors))
            h2 { (page.t("centre-year-title")) }
            (year_form(page, looked, typed, errors))
        }
        @if looked.in_reach {
            (sections(page, looked))
            @if looked.person.disabled_at.is_none() {
                p { a href=(page.to(&format!("/centre/people/{}/merge", looked.person.id))) { (page.t("merge-open")) } }
            }
        }
        h2 #roles tabindex="-1" { (page.t("centre-roles-title")) }
        (roles(page, looked))
        p { a href=(page.to(&format!("/centre/people/{}/reviews", looked.person.id))) { (page.t("review-grants-of")) } }
        @if looked.in_reach { (second_factor(page, looked, typed, errors)) (access(page, looked)) (erasure(page, looked, typed, errors)) } @else { p.note { (page.t("centre-out-of-reach")) } }
    }
}

/// What the trainers may do too. Mistakes are shown on the page that they share.
fn sections(page: &Page, looked: &Looked) -> Markup {
    let (typed, errors) = (&Fields::default(), &FormErrors::default());
    Care { page, of: &looked.care, typed, errors }.sections(Asked::Nothing)
}

fn facts(page: &Page, looked: &Looked) -> Markup {
    let person = &looked.person;
    let zone = page.app.config.time_zone;
    let place = [looked.district.as_ref().map(|district| district.name(page.lang)), person.settlement.as_deref()];
    let place: Vec<&str> = place.into_iter().flatten().collect();
    html! {
        dl.facts {
            dt { (page.t("account-email")) }
            dd {
                @match (&person.email, person.email_confirmed_at) {
                    (None, _) => { (page.t("centre-email-none")) }
                    (Some(email), None) => { (email) " — " strong { (page.t("centre-email-unconfirmed")) } }
                    (Some(email), Some(at)) => {
                        (email) " — " (page.tf("centre-email-confirmed", &[("date", short_date(page.lang, at.day(zone)).into())]))
                    }
                }
            }
            @if let Some(name) = &person.sign_in_name { dt { (page.t("centre-sign-in-name")) } dd { (name) } }
            @if let Some(year) = person.birth_year { dt { (page.t("made-birth-year")) } dd { (year) } }
            dt { (page.t("account-district")) }
            dd { @if place.is_empty() { "—" } @else { (place.join(", ")) } }
            dt { (page.t("centre-since")) } dd { (moment(page.lang, person.created_at, zone)) }
            dt { (page.t("account-language")) }
            dd { span lang=(person.lang) { (person.lang.native_name()) } }
            dt { (page.t("centre-access")) }
            dd {
                (access_word(page, person.disabled_at.is_some()))
                @if let Some(at) = person.disabled_at { " " (moment(page.lang, at, zone)) }
            }
        }
    }
}

fn certificates(page: &Page, certificates: &[Certificate]) -> Markup {
    html! {
        @if certificates.is_empty() { p.soft { (page.t("centre-certificates-none")) } }
        ul {
            @for certificate in certificates {
                li {
                    a.number href=(page.to(&format!("/centre/certificates/{}", certificate.number.as_str()))) { (certificate.number) }
                    " · " span lang=(certificate.language) { (certificate.course_title) }
                    " · " (short_date(page.lang, certificate.issued_on))
                    " · " (certificate_state(page, certificate))
                }
            }
        }
    }
}

/// A certificate's state in a word.
pub(in crate::accounts::pages) fn certificate_state(page: &Page, certificate: &Certificate) -> Markup {
    let (class, symbol, word) = match certificate.state(page.app.today()) {
        State::Valid => ("valid", "✓", "state-valid"),
        State::Expired { .. } => ("expired", "⏲", "state-expired"),
        State::Revoked { .. } => ("revoked", "✕", "state-revoked"),
        State::Suspended { .. } => ("suspended", "‖", "state-suspended"),
        State::Replaced { .. } => ("replaced", "↪", "state-replaced"),
    };
    html! { span.badge.(class) { span aria-hidden="true" { (symbol) " " } (page.t(word)) } }
}

fn year_form(page: &Page, looked: &Looked, typed: &Fields, errors: &FormErrors) -> Markup {
    let known = looked.person.birth_year.map(|year| year.to_string()).unwrap_or_default();
    let known = Fields(vec![("birth_year".to_owned(), known)]);
    let typed = if typed.has("birth_year") { typed } else { &known };
    let (label, hint) = (page.t("made-birth-year"), page.t("centre-year-hint"));
    let field = Field { name: "birth_year", label, hint, kind: "text", autocomplete: "off" };
    html! {
        form method="post" action=(page.to(&format!("/centre/people/{}/birth-year", looked.person.id))) novalidate {
            (field.show(page, typed, errors))
            button.button.secondary type="submit" { (page.t("centre-year-button")) }
        }
    }
}

fn email_form(page: &Page, looked: &Looked, typed: &Fields, errors: &FormErrors) -> Markup {
    let (label, hint) = (page.t("account-email"), page.t("centre-email-hint"));
    let field = Field { name: "email", label, hint, kind: "email", autocomplete: "off" };
    html! {
        form #main-form method="post" action=(page.to(&format!("/centre/people/{}/email", looked.person.id))) novalidate {
            (field.show(page, typed, errors))
            button.button type="submit" { (page.t("centre-email-button")) }
        }
    }
}

/// The roles held, and those that the one who looks may give or take.
fn roles(page: &Page, looked: &Looked) -> Markup {
    let holds = |role: &Role| looked.person.roles.contains(role);
    let fixed: BTreeSet<Role> =
        looked.person.roles.iter().copied().filter(|role| !looked.roles.contains(role)).collect();
    html! {
        p { (page.t("centre-roles-lead")) }
        dl.facts {
            @for role in fixed { dt { (page.t(role_word(role))) } dd { (page.t("centre-role-held")) } }
            @for role in &looked.roles {
                dt { (page.t(role_word(*role))) }
                dd {
                    (page.t(if holds(role) { "centre-role-held" } else { "centre-role-not-held" }))
                    (role_button(page, looked, *role))
                }
            }
        }
    }
}

fn role_button(page: &Page, looked: &Looked, role: Role) -> Markup {
    let (verb, word) = if looked.person.roles.contains(&role) {
        ("withdraw", "centre-role-withdraw")
    } else {
        ("grant", "centre-role-grant")
    };
    html! {
        form method="post" action=(page.to(&format!("/centre/people/{}/{verb}", looked.person.id))) {
            button.button.secondary.small type="submit" name="role" value=(role) {
                (page.tf(word, &[("role", page.t(role_word(role)).into())]))
            }
        }
    }
}

pub(super) const fn role_word(role: Role) -> &'static str {
    match role {
        Role::Volunteer => "centre-role-volunteer",
        Role::Coordinator => "centre-role-coordinator",
        Role::Trainer => "centre-role-trainer",
        Role::Centre => "centre-role-centre",
        Role::Administrator => "centre-role-administrator",
    }
}

/// Closing says what will happen and how it is undone; opening is harmless.
fn access(page: &Page, looked: &Looked) -> Markup {
    let path = |verb: &str| page.to(&format!("/centre/people/{}/{verb}", looked.person.id));
    html! {
        h2 { (page.t("centre-access-title")) }
        @if looked.person.merged_into.is_some() { p { (page.t("merge-into")) } }
        @else if looked.person.disabled_at.is_some() {
            p { (page.t("centre-enable-what")) }
            form method="post" action=(path("enable")) {
                button.button type="submit" { (page.t("centre-enable-button")) }
            }
        } @else {
            details {
                summary { (page.t("centre-disable-title")) }
                p { (page.tf("centre-disable-what", &[("name", looked.person.name.as_str().into())])) }
                p { (page.t("centre-disable-undo")) }
                form method="post" action=(path("disable")) {
                    button.button.danger type="submit" { (page.t("centre-disable-button")) }
                }
            }
        }
    }
}
