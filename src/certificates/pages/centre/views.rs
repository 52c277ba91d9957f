//! The register as the centre sees it.

use maud::{Markup, html};

use super::super::super::model::{Certificate, Event, EventKind, State};
use super::super::super::number::CertificateNumber;
use super::super::super::views::kind_word;
use super::Life;
use super::practical_views::of_certificate;
use crate::i18n::{moment, short_date};
use crate::kernel::ids::PersonId;
use crate::kernel::{Actor, AgeGroup};
use crate::web::paging::{PageNumber, list_address};
use crate::web::ui::{self, Field};
use crate::web::{Fields, FormErrors, Page};

/// One page of the register, and what was searched.
pub(super) struct List<'a> {
    pub(super) typed: &'a Fields,
    /// Key and title of each course.
    pub(super) courses: &'a [(String, String)],
    pub(super) found: &'a [Certificate],
    /// Of the holders.
    pub(super) birth_years: &'a [(PersonId, Option<i32>)],
    pub(super) current: PageNumber,
    /// On all pages.
    pub(super) total: i64,
}

impl List<'_> {
    fn is_search(&self) -> bool {
        self.typed.typed("search").is_some() || self.typed.typed("course").is_some()
    }
}

/// The address of a certificate in the register.
pub(super) fn path(page: &Page, number: &CertificateNumber) -> String {
    page.to(&format!("/centre/certificates/{}", number.as_str()))
}

pub(super) fn list(page: &Page, list: &List<'_>) -> Markup {
    let searched = [("search", list.typed.get("search")), ("course", list.typed.get("course"))];
    let address = list_address(&page.to("/centre/certificates"), &searched);
    html! {
        nav.crumbs aria-label=(page.t("nav-crumbs")) { a href=(page.to("/centre")) { (page.t("nav-centre")) } }
        h1 { (page.t("centre-register-title")) }
        (search(page, list))
        @if list.found.is_empty() {
            (nothing(page, list))
        } @else {
            p.soft { (page.tf("centre-register-count", &[("count", list.total.into())])) }
            (ui::export(page, "register", &[("xlsx", "report-xlsx"), ("csv", "report-csv")], &searched))
            (table(page, list))
            (ui::pager(page, list.current, list.total, &address))
        }
    }
}

fn search(page: &Page, list: &List<'_>) -> Markup {
    let (label, hint) = (page.t("centre-register-search"), page.t("centre-register-search-hint"));
    let field = Field { name: "search", label, hint, kind: "search", autocomplete: "off" };
    let mut courses = vec![(String::new(), page.t("centre-all-courses").to_owned())];
    courses.extend(list.courses.iter().cloned());
    let none = FormErrors::default();
    html! {
        form.inline role="search" method="get" action=(page.to("/centre/certificates")) {
            (field.show(page, list.typed, &none))
            (ui::select(page, ("course", page.t("certificate-course"), ""), &courses, list.typed, &none))
            button.button type="submit" { (page.t("centre-search")) }
        }
    }
}

/// Why the list is empty, and what to do next.
fn nothing(page: &Page, list: &List<'_>) -> Markup {
    let typed = list.typed.get("search");
    let like_a_number = typed.chars().any(|c| c.is_ascii_digit());
    let text = match CertificateNumber::parse(typed) {
        _ if !list.is_search() => "centre-register-empty",
        Ok(_) => "verify-unknown-text",
        Err(_) if like_a_number => "centre-register-mistyped",
        Err(_) => "centre-register-none",
    };
    html! {
        div.empty role="status" {
            p { (page.t(text)) }
            @if list.is_search() { p { a href=(page.to("/centre/certificates")) { (page.t("centre-register-all")) } } }
        }
    }
}

/// What there is to know about the holder's age, unless the account was erased.
fn age_of(page: &Page, list: &List<'_>, certificate: &Certificate) -> Markup {
    let known = list.birth_years.iter().find(|(id, _)| Some(*id) == certificate.person);
    html! { @if let Some((_, year)) = known { (ui::age_badge(page, AgeGroup::of(*year, page.app.today()))) } }
}

fn table(page: &Page, list: &List<'_>) -> Markup {
    let (number, holder, course) =
        (page.t("certificate-number"), page.t("certificate-holder"), page.t("certificate-course"));
    let (issued, until, state) =
        (page.t("certificate-issued"), page.t("certificate-valid-until"), page.t("centre-state"));
    html! {
        div.scroll {
            table.stack {
                thead {
                    tr {
                        @for label in [number, holder, course, issued, until, state] { th scope="col" { (label) } }
                    }
                }
                tbody {
                    @for certificate in list.found {
                        tr {
                            th scope="row" data-label=(number) {
                                a.number href=(path(page, &certificate.number)) { (certificate.number) }
                            }
                            td data-label=(holder) { (holder_of(page, certificate)) " " (age_of(page, list, certificate)) }
                            td data-label=(course) {
                                span lang=(certificate.language) { (certificate.course_title) } " · " (kind_word(page, certificate.kind))
                            }
                            td data-label=(issued) { (short_date(page.lang, certificate.issued_on)) }
                            td data-label=(until) { (until_day(page, certificate)) }
                            td data-label=(state) { (state_badge(page, certificate)) }
                        }
                    }
                }
            }
        }
    }
}

fn until_day(page: &Page, certificate: &Certificate) -> String {
    certificate.expires_on.map_or_else(|| page.t("certificate-no-expiry").to_owned(), |day| short_date(page.lang, day))
}

/// Class, symbol and word of what a certificate is worth today.
fn state_of(page: &Page, certificate: &Certificate) -> (&'static str, &'static str, &'static str) {
    match certificate.state(page.app.today()) {
        State::Valid => ("valid", "✓", page.t("state-valid")),
        State::Expired { .. } => ("expired", "⏲", page.t("state-expired")),
        State::Revoked { .. } => ("revoked", "✕", page.t("state-revoked")),
        State::Suspended { .. } => ("suspended", "‖", page.t("state-suspended")),
        State::Replaced { .. } => ("replaced", "↪", page.t("state-replaced")),
    }
}

pub(super) fn state_badge(page: &Page, certificate: &Certificate) -> Markup {
    let (class, symbol, word) = state_of(page, certificate);
    html! { span.badge.(class) { span aria-hidden="true" { (symbol) " " } (word) } }
}

pub(super) fn certificate(page: &Page, life: &Life, typed: &Fields, errors: &FormErrors) -> Markup {
    let certificate = &life.certificate;
    let (class, symbol, word) = state_of(page, certificate);
    html! {
        nav.crumbs aria-label=(page.t("nav-crumbs")) {
            a href=(page.to("/centre")) { (page.t("nav-centre")) }
            a href=(page.to("/centre/certificates")) { (page.t("centre-register-title")) }
        }
        h1.number { (certificate.number) }
        (ui::error_summary(page, errors))
        div.state.(class) { span.symbol aria-hidden="true" { (symbol) } strong { (word) } }
        (facts(page, life))
        @if let Some(session) = &life.session { (of_certificate(page, session)) }
        div.buttons {
            @if certificate.erased_at.is_none() {
                a.button.secondary href={ (path(page, &certificate.number)) "/pdf" } {
                    (page.t("certificate-download")) span.sr { ": " (certificate.number) }
                }
            }
            a.button.secondary href=(page.to(&format!("/verify?number={}", certificate.number))) {
                (page.t("certificate-verify-page"))
            }
        }
        h2 { (page.t("centre-history")) }
        (history(page, life))
        @if let Some(by) = &life.superseded_by {
            p.note { (page.t("centre-reinstate-superseded")) " " a.number href=(path(page, by)) { (by) } }
        }
        @if life.may_be_changed() { (change(page, life, typed, errors)) }
    }
}

/// The name as printed, or that it was erased.
fn holder_of<'a>(page: &Page, certificate: &'a Certificate) -> &'a str {
    if certificate.erased_at.is_some() { page.t("care-name-erased") } else { &certificate.holder }
}

fn facts(page: &Page, life: &Life) -> Markup {
    let certificate = &life.certificate;
    html! {
        dl.facts {
            dt { (page.t("certificate-holder")) }
            dd {
                @match certificate.person {
                    Some(id) => {
                        a href=(page.to(&format!("/centre/people/{id}"))) { (certificate.holder) }
                        @if let Some(holder) = &life.holder { " " (ui::age_badge(page, holder.age_group(page.app.today()))) }
                    }
                    None => { (holder_of(page, certificate)) }
                }
            }
            dt { (page.t("certificate-course")) }
            dd { span lang=(certificate.language) { (certificate.course_title) } }
            dt { (page.t("centre-confirms")) } dd { strong { (kind_word(page, certificate.kind)) } }
            dt { (page.t("centre-edition")) } dd { (certificate.edition) }
            dt { (page.t("certificate-issued")) } dd { (short_date(page.lang, certificate.issued_on)) }
            dt { (page.t("certificate-valid-until")) } dd { (until_day(page, certificate)) }
            dt { (page.t("centre-document-language")) }
            dd { span lang=(certificate.language) { (certificate.language.native_name()) } }
            @if let Some(old) = &life.replaces {
                dt { (page.t("centre-replaces")) } dd { a.number href=(path(page, old)) { (old) } }
            }
        }
        @if let Some(id) = certificate.person && certificate.is_current {
            p { a href=(page.to(&format!("/centre/people/{id}/name"))) { (page.t("centre-name-title")) } }
        }
        @if let Some(by) = &certificate.replaced_by {
            p.note { (page.t("centre-replaced-by")) " " a.number href=(path(page, by)) { (by) } }
        } @else if let Some(by) = &certificate.renewed_by {
            p.note { (page.t("renewal-done")) " " a.number href=(path(page, by)) { (by) } }
        } @else if !certificate.is_current { p.note { (page.t("centre-not-current")) } }
        @if let Some(old) = &life.renews {
            p.note { (page.t("centre-renews-holds")) " " a.number href=(path(page, &old.number)) { (old.number) } }
        }
    }
}

fn history(page: &Page, life: &Life) -> Markup {
    let (when, what, who, why) =
        (page.t("centre-when"), page.t("centre-what"), page.t("centre-who"), page.t("centre-why"));
    html! {
        div.scroll {
            table.stack {
                thead { tr { @for label in [when, what, who, why] { th scope="col" { (label) } } } }
                tbody {
                    @for event in &life.events {
                        tr {
                            td data-label=(when) { (moment(page.lang, event.at, page.app.config.time_zone)) }
                            td data-label=(what) { (page.t(event_word(event.kind))) }
                            td data-label=(who) { (actor(page, life, event)) }
                            td data-label=(why) { (why_of(page, event)) }
                        }
                    }
                }
            }
        }
    }
}

/// Why; for a replaced certificate that is the one that took its place.
fn why_of(page: &Page, event: &Event) -> Markup {
    let leads_on = matches!(event.kind, EventKind::Replaced | EventKind::Renewed);
    let by = leads_on.then(|| CertificateNumber::parse(&event.reason).ok()).flatten();
    let why = if event.kind == EventKind::Replaced { "centre-name-corrected" } else { "renewal-done" };
    html! {
        @match by {
            Some(number) => { (page.t(why).trim_end_matches(':')) ": " a.number href=(path(page, &number)) { (number) } }
            None if event.reason.is_empty() => "—",
            None => (event.reason),
        }
    }
}

const fn event_word(kind: EventKind) -> &'static str {
    match kind {
        EventKind::Issued => "centre-event-issued",
        EventKind::Revoked => "centre-event-revoked",
        EventKind::Suspended => "centre-event-suspended",
        EventKind::Reinstated => "centre-event-reinstated",
        EventKind::Renewed => "centre-event-renewed",
        EventKind::Erased => "care-event-erased",
        EventKind::Replaced => "centre-event-replaced",
        EventKind::Merged => "centre-event-merged",
        EventKind::Questioned => "centre-event-questioned",
    }
}

fn actor(page: &Page, life: &Life, event: &Event) -> Markup {
    let Some(id) = event.person else {
        let word = if event.actor == Actor::Shell.code() { "centre-actor-shell" } else { "centre-actor-system" };
        return html! { (page.t(word)) };
    };
    let name = life.names.iter().find(|(known, _)| *known == id).map(|(_, name)| name);
    html! {
        @if let Some(name) = name { a href=(page.to(&format!("/centre/people/{id}"))) { (name) } }
        @else { (page.t("centre-account-erased")) }
    }
}

/// The words of suspending, revoking or reinstating.
struct Words {
    title: &'static str,
    what: &'static str,
    undo: &'static str,
    action: &'static str,
    button: &'static str,
}

const REVOKE: Words = Words {
    title: "centre-revoke-title",
    what: "centre-revoke-what",
    undo: "centre-revoke-undo",
    action: "revoke",
    button: "centre-revoke-button",
};
const REINSTATE: Words = Words {
    title: "centre-reinstate-title",
    what: "centre-reinstate-what",
    undo: "centre-reinstate-undo",
    action: "reinstate",
    button: "centre-reinstate-button",
};
const SUSPEND: Words = Words {
    title: "centre-suspend-title",
    what: "centre-suspend-what",
    undo: "centre-suspend-undo",
    action: "suspend",
    button: "centre-suspend-button",
};
const RESUME: Words = Words { what: "centre-resume-what", undo: "centre-resume-undo", ..REINSTATE };

/// Says what will happen, to whom, and how it is undone; then asks for the reason.
fn change(page: &Page, life: &Life, typed: &Fields, errors: &FormErrors) -> Markup {
    let certificate = &life.certificate;
    let (title, possible): (&str, &[Words]) = match (certificate.revoked_at, certificate.suspended_at) {
        (Some(_), _) => (REINSTATE.title, &[REINSTATE]),
        (None, Some(_)) => ("centre-decide-title", &[RESUME, REVOKE]),
        (None, None) => ("centre-stop-title", &[SUSPEND, REVOKE]),
    };
    let is_open = !errors.is_empty() || typed.typed("reason").is_some();
    let action = |words: &Words| format!("{}/{}", path(page, &certificate.number), words.action);
    html! {
        details #change open[is_open] {
            summary { (page.t(title)) }
            @for words in possible {
                @if possible.len() > 1 { h3 { (page.t(words.title)) } }
                p { (page.t(words.what)) " " (page.t(words.undo)) }
            }
            p { (told(page, life)) }
            form #main-form method="post" action=(possible.first().map(action).unwrap_or_default()) novalidate {
                (reason_field(page, typed, errors))
                div.actions {
                    @for words in possible {
                        button.button.danger[words.action == REVOKE.action] type="submit" formaction=(action(words)) { (page.t(words.button)) }
                    }
                }
            }
        }
    }
}

/// Whom the mail goes to.
fn told(page: &Page, life: &Life) -> String {
    let name = ("name", life.certificate.holder.as_str().into());
    let Some(holder) = &life.holder else { return page.t("centre-told-erased").to_owned() };
    match &holder.email {
        None if holder.contact.is_some() => {
            let email = holder.contact.as_ref().map_or("", |contact| contact.email.as_str());
            page.tf("centre-told", &[name, ("email", email.into())])
        }
        None => page.tf("centre-told-no-email", &[name]),
        Some(email) => {
            let confirmed = holder.email_confirmed_at.is_some();
            let key = if confirmed { "centre-told" } else { "centre-told-held" };
            page.tf(key, &[name, ("email", email.as_str().into())])
        }
    }
}

fn reason_field(page: &Page, typed: &Fields, errors: &FormErrors) -> Markup {
    let error = errors.of("reason");
    html! {
        div.field.wrong[error.is_some()] {
            label for="reason" { (page.t("centre-reason")) }
            p.hint #reason-hint { (page.t("centre-reason-hint")) }
            @if let Some(error) = error { p.error #reason-error { (page.t(error)) } }
            textarea #reason name="reason" rows="3" maxlength="500"
                aria-describedby=(if error.is_some() { "reason-hint reason-error" } else { "reason-hint" })
                aria-invalid=[error.map(|_| "true")] { (typed.get("reason")) }
        }
    }
}
