//! The pages of practical certificates.

use maud::{Markup, html};

use super::super::super::model::Certificate;
use super::super::super::practical::{HeldSession, is_handed_out, is_put_aside_early};
use super::super::super::practical_list::{MOST, Mistake, Ready, Row};
use super::practical::{Described, MAIN_FORM};
use super::practical_expiry::{DATE, ENDLESS, MONTHS, NEVER, SHORTEN};
use super::views::{path as register_path, state_badge};
use crate::content::library::Shelf;
use crate::i18n::{long_date, short_date};
use crate::kernel::Day;
use crate::kernel::ids::{CourseId, SessionId};
use crate::web::paging::PageNumber;
use crate::web::ui::{self, Field};
use crate::web::{Fields, FormErrors, Page};

/// What the form holds, beside what is ticked.
const FIELDS: [&str; 12] = [
    "course",
    "held_on",
    "place",
    "hours",
    "trainer",
    "trainer_number",
    "trainer_until",
    "expiry",
    "months",
    "valid_until",
    "evidence",
    "people",
];

/// The boxes to tick that it has.
const TICKS: [&str; 2] = [ENDLESS, SHORTEN];

/// The address of a session.
pub(super) fn path(page: &Page, id: SessionId) -> String {
    page.to(&format!("/centre/practical/{id}"))
}

fn crumbs(page: &Page) -> Markup {
    html! {
        nav.crumbs aria-label=(page.t("nav-crumbs")) {
            a href=(page.to("/centre")) { (page.t("nav-centre")) }
            a href=(page.to("/centre/practical")) { (page.t("practical-title")) }
        }
    }
}

fn title_of(page: &Page, shelf: &Shelf, course: CourseId) -> String {
    shelf.course_by_id(course).map_or_else(String::new, |one| one.course.title.get(page.lang).to_owned())
}

pub(super) fn list(page: &Page, shelf: &Shelf, (found, total, current): (&[HeldSession], i64, PageNumber)) -> Markup {
    let (day, course, trainer, place, count) = (
        page.t("practical-held"),
        page.t("certificate-course"),
        page.t("practical-trainer"),
        page.t("practical-place"),
        page.t("practical-count"),
    );
    html! {
        nav.crumbs aria-label=(page.t("nav-crumbs")) { a href=(page.to("/centre")) { (page.t("nav-centre")) } }
        h1 { (page.t("practical-title")) }
        p { (page.t("practical-lead")) }
        p { a.button href=(page.to("/centre/practical/new")) { (page.t("practical-new")) } }
        @if found.is_empty() { (ui::empty(page.t("practical-none"), None)) } @else {
            div.scroll {
                table.stack {
                    thead { tr { @for label in [day, course, trainer, place, count] { th scope="col" { (label) } } } }
                    tbody {
                        @for session in found {
                            tr {
                                th scope="row" data-label=(day) {
                                    a href=(path(page, session.id)) { (short_date(page.lang, session.held_on)) }
                                }
                                td data-label=(course) { (title_of(page, shelf, session.course)) }
                                td data-label=(trainer) { (session.trainer) }
                                td data-label=(place) { (session.place) }
                                td data-label=(count) { (session.count) }
                            }
                        }
                    }
                }
            }
            (ui::pager(page, current, total, &format!("{}?", page.to("/centre/practical"))))
        }
    }
}

/// What was said of a session.
fn facts(page: &Page, (title, session): (&str, &HeldSession), certificates: &[Certificate]) -> Markup {
    html! {
        dl.facts {
            dt { (page.t("certificate-course")) } dd { (title) }
            dt { (page.t("practical-held")) } dd { (long_date(page.lang, session.held_on)) ", " (session.place) }
            dt { (page.t("practical-trainer")) } dd { (session.trainer) }
            dt { (page.t("practical-number")) }
            dd { (own(page, &session.trainer_certificate, session.trainer_until)) }
            dt { (page.t("practical-evidence")) } dd { (session.evidence) }
            // All that a session gives have the same last day.
            @if let Some(one) = certificates.first() {
                dt { (page.t("practical-hold")) } dd { (last_day(page, one.expires_on)) }
            }
        }
    }
}

/// Until when something holds.
fn last_day(page: &Page, last: Option<Day>) -> String {
    last.map_or_else(|| page.t("certificate-no-expiry").to_owned(), |day| long_date(page.lang, day))
}

/// The trainer's own certificate.
fn own(page: &Page, number: &str, until: Option<Day>) -> Markup {
    html! {
        (number) " · "
        @match until {
            Some(day) => { (page.t("certificate-valid-until")) ": " (short_date(page.lang, day)) }
            None => (page.t("certificate-no-expiry")),
        }
    }
}

/// The session under the facts of a certificate.
pub(super) fn of_certificate(page: &Page, session: &HeldSession) -> Markup {
    html! {
        h2 { (page.t("practical-session")) }
        dl.facts {
            dt { (page.t("practical-held")) }
            dd { a href=(path(page, session.id)) { (long_date(page.lang, session.held_on)) ", " (session.place) } }
            dt { (page.t("practical-trainer")) } dd { (session.trainer) }
            dt { (page.t("practical-number")) }
            dd { (own(page, &session.trainer_certificate, session.trainer_until)) }
            dt { (page.t("practical-evidence")) } dd { (session.evidence) }
        }
    }
}

/// What the file with all certificates of a session is called.
pub(super) fn handout_title(page: &Page, shelf: &Shelf, session: &HeldSession) -> String {
    let day = long_date(page.lang, session.held_on);
    format!("{}: {} — {day}, {}", page.t("practical-title"), title_of(page, shelf, session.course), session.place)
}

/// The way to paper.
fn handout(page: &Page, session: &HeldSession, certificates: &[Certificate]) -> Markup {
    let count = certificates.iter().filter(|one| is_handed_out(one)).count();
    html! {
        @if count > 0 {
            p {
                a.button href={ (path(page, session.id)) "/certificates.pdf" } download {
                    (page.tf("practical-print", &[("count", count.into())]))
                }
            }
            p.hint { (page.t("practical-print-hint")) }
        }
    }
}

pub(super) fn session(
    page: &Page,
    shelf: &Shelf,
    (session, by): (&HeldSession, Option<&str>),
    certificates: &[Certificate],
) -> Markup {
    let (number, holder, state) = (page.t("certificate-number"), page.t("certificate-holder"), page.t("centre-state"));
    html! {
        (crumbs(page))
        h1 { (page.t("practical-session")) }
        (facts(page, (&title_of(page, shelf, session.course), session), certificates))
        p.soft {
            (page.tf("practical-entered", &[("date", short_date(page.lang, session.created_at.day(page.app.config.time_zone)).into())]))
            @if let Some(by) = by { " · " (by) }
        }
        h2 { (page.t("centre-certificates")) }
        (handout(page, session, certificates))
        div.scroll {
            table.stack {
                thead { tr { @for label in [number, holder, state] { th scope="col" { (label) } } } }
                tbody {
                    @for one in certificates {
                        tr {
                            th scope="row" data-label=(number) { a.number href=(register_path(page, &one.number)) { (one.number) } }
                            td data-label=(holder) { (if one.erased_at.is_some() { page.t("care-name-erased") } else { &one.holder }) }
                            td data-label=(state) { (state_badge(page, one)) }
                        }
                    }
                }
            }
        }
    }
}

pub(super) fn form(page: &Page, shelf: &Shelf, typed: &Fields, errors: &FormErrors) -> Markup {
    let courses: Vec<(String, String)> =
        shelf.catalogue().map(|one| (one.course.key.to_string(), one.course.title.get(page.lang).to_owned())).collect();
    let field = |name, label, hint: &'static str, kind| {
        let hint = if hint.is_empty() { "" } else { page.t(hint) };
        Field { name, label: page.t(label), hint, kind, autocomplete: "off" }.show(page, typed, errors)
    };
    html! {
        (crumbs(page))
        h1 { (page.t("practical-new")) }
        (ui::error_summary(page, errors))
        form id=(MAIN_FORM) method="post" action=(page.to("/centre/practical/new")) enctype="multipart/form-data" novalidate {
            (ui::select(page, ("course", page.t("certificate-course"), page.t("practical-course-hint")), &courses, typed, errors))
            fieldset {
                legend { (page.t("practical-session")) }
                (field("held_on", "practical-held", "", "date"))
                (field("place", "practical-place", "practical-place-hint", "text"))
                (field("hours", "practical-hours", "", "text"))
            }
            fieldset {
                legend { (page.t("practical-trainer")) }
                (field("trainer", "practical-trainer-name", "", "text"))
                (field("trainer_number", "practical-number", "practical-number-hint", "text"))
                (field("trainer_until", "practical-until", "practical-until-hint", "date"))
                (ui::checkbox(page, ENDLESS, &html! { (page.t("practical-endless")) }, typed, errors))
            }
            fieldset {
                legend { (page.t("practical-expiry")) }
                (choice(page, typed, (MONTHS, "practical-expiry-months")))
                (field("months", "practical-months", "practical-months-hint", "number"))
                (choice(page, typed, (DATE, "practical-expiry-date")))
                (field("valid_until", "practical-date", "practical-date-hint", "date"))
                (choice(page, typed, (NEVER, "certificate-no-expiry")))
                (ui::checkbox(page, SHORTEN, &html! { (page.t("practical-shorten")) }, typed, errors))
            }
            (field("evidence", "practical-evidence", "practical-evidence-hint", "text"))
            (people_field(page, typed, errors))
            div.field {
                label for="file" { (page.t("practical-file")) }
                p.hint { (page.t("practical-file-hint")) }
                input #file name="file" type="file" accept=".csv,.txt,.xlsx";
            }
            button.button type="submit" { (page.t("practical-check")) }
            p.hint { (page.t("practical-check-hint")) }
        }
    }
}

/// One of the ways in which certificates expire.
fn choice(page: &Page, typed: &Fields, (value, words): (&str, &'static str)) -> Markup {
    html! {
        div.field.tick {
            label {
                input type="radio" name="expiry" value=(value) checked[typed.typed("expiry").unwrap_or(MONTHS) == value];
                span { (page.t(words)) }
            }
        }
    }
}

fn people_field(page: &Page, typed: &Fields, errors: &FormErrors) -> Markup {
    let error = errors.of("people");
    html! {
        div.field.wrong[error.is_some()] {
            label for="people" { (page.t("practical-people")) }
            p.hint #people-hint { (page.tf("practical-people-hint", &[("most", i64::try_from(MOST).unwrap_or_default().into())])) }
            @if let Some(error) = error { p.error #people-error { (page.t(error)) } }
            textarea #people name="people" rows="8" spellcheck="false"
                aria-describedby=(if error.is_some() { "people-hint people-error" } else { "people-hint" })
                aria-invalid=[error.map(|_| "true")] { "\n" (typed.get("people")) }
        }
    }
}

pub(super) fn preview(
    page: &Page,
    (typed, run, ids): (&Fields, &str, &str),
    described: &Described,
    rows: &[Row],
) -> Markup {
    let count =
        |is_ready: bool| i64::try_from(rows.iter().filter(|row| row.found.is_ok() == is_ready).count()).unwrap_or(0);
    let (ready, wrong) = (count(true), count(false));
    let session = &described.session;
    let changed = typed.has("confirm") && typed.switch().is_none();
    html! {
        (crumbs(page))
        h1 { (page.t("practical-preview-title")) }
        @if changed { p.note role="alert" { (page.t("practical-changed")) } }
        dl.facts {
            dt { (page.t("certificate-course")) } dd { (described.course.course.title.get(page.lang)) }
            dt { (page.t("practical-held")) } dd { (long_date(page.lang, session.held_on)) ", " (session.place) }
            dt { (page.t("practical-trainer")) } dd { (session.trainer.as_str()) }
            dt { (page.t("practical-number")) } dd { (own(page, &session.trainer_certificate, session.trainer_until)) }
            dt { (page.t("practical-hold")) } dd { (last_day(page, described.expires_on)) }
            dt { (page.t("practical-evidence")) } dd { (session.evidence) }
        }
        p { strong { (page.tf("practical-ready", &[("count", ready.into())])) } " " (page.tf("practical-wrong", &[("count", wrong.into())])) }
        @if ready > 0 { p { (by_mail(page, rows)) } }
        (table(page, rows, described.expires_on))
        form id=(MAIN_FORM) method="post" action=(page.to("/centre/practical/new")) enctype="multipart/form-data" {
            @for name in FIELDS { input type="hidden" name=(name) value=(typed.get(name)); }
            @for name in TICKS { @if typed.has(name) { input type="hidden" name=(name) value="yes"; } }
            input type="hidden" name="run" value=(run);
            input type="hidden" name="ids" value=(ids);
            div.actions {
                @if ready > 0 {
                    button.button type="submit" name="confirm" value="yes" { (page.tf("practical-issue", &[("count", ready.into())])) }
                }
                button.button.secondary type="submit" name="edit" value="yes" { (page.t("practical-edit")) }
            }
            p.hint { (page.t("practical-issue-hint")) }
        }
    }
}

/// How many get it by mail, whose mail waits for a confirmed address, and who has none.
fn by_mail(page: &Page, rows: &[Row]) -> String {
    let (mut sent, mut waiting, mut none) = (0_i64, 0_i64, 0_i64);
    for person in rows.iter().filter_map(|row| row.found.as_ref().ok()).map(|ready| &ready.person) {
        match (&person.email, &person.contact) {
            (Some(_), _) if person.email_confirmed_at.is_none() => waiting += 1,
            (None, None) => none += 1,
            _ => sent += 1,
        }
    }
    page.tf("practical-by-mail", &[("sent", sent.into()), ("waiting", waiting.into()), ("none", none.into())])
}

/// Mistakes first: they are what one looks for.
fn table(page: &Page, rows: &[Row], next: Option<Day>) -> Markup {
    let (line, typed, what) = (page.t("practical-line"), page.t("practical-typed"), page.t("practical-becomes"));
    let wrong = rows.iter().filter(|row| row.found.is_err());
    let ready = rows.iter().filter(|row| row.found.is_ok());
    html! {
        div.scroll {
            table.stack {
                thead { tr { @for label in [line, typed, what] { th scope="col" { (label) } } } }
                tbody {
                    @for row in wrong.chain(ready) {
                        tr {
                            th scope="row" data-label=(line) { (row.line) }
                            td data-label=(typed) { (row.typed) }
                            td data-label=(what) {
                                @match &row.found {
                                    Ok(ready) => (becomes(page, ready, next)),
                                    Err(mistake) => { span.badge.alarm { "✕ " (page.t("practical-not")) } " " (words(page, mistake)) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn becomes(page: &Page, ready: &Ready, next: Option<Day>) -> Markup {
    let person = &ready.person;
    html! {
        span.badge.valid { "✓ " (page.t("practical-gets")) } " "
        a href=(page.to(&format!("/centre/people/{}", person.id))) { (person.name) }
        " " (ui::age_badge(page, person.age_group(page.app.today())))
        @if let Some(old) = &ready.before {
            br;
            (page.t(if old.revoked_at.is_some() { "practical-after-revoked" } else { "practical-renews" }))
            " " a.number href=(register_path(page, &old.number)) { (old.number) }
            @if is_put_aside_early(old, next) {
                br; strong { (page.tf("practical-shortens", &[("until", last_day(page, old.expires_on).into())])) }
            }
        }
        @if person.email.is_some() && person.email_confirmed_at.is_none() && person.made_by.is_none() {
            br; (page.t("practical-email-open"))
        }
        @if !ready.has_theory { br; span.soft { (page.t("practical-no-theory")) } }
        @if person.email.is_none() && person.contact.is_none() { br; span.soft { (page.t("practical-no-email")) } }
    }
}

fn words(page: &Page, mistake: &Mistake) -> Markup {
    html! {
        @match mistake {
            Mistake::Nobody => (page.t("practical-nobody")),
            Mistake::Several => (page.t("practical-several")),
            Mistake::OtherName(name) => (page.tf("practical-other-name", &[("name", name.as_str().into())])),
            Mistake::Unconfirmed => (page.t("practical-unconfirmed")),
            Mistake::Twice(line) => (page.tf("practical-twice", &[("line", i64::try_from(*line).unwrap_or_default().into())])),
            Mistake::HasOne(number) => { (page.t("practical-has-one")) " " a.number href=(register_path(page, number)) { (number) } }
            Mistake::Longer(number, until) => {
                (page.tf("practical-longer", &[("until", last_day(page, *until).into())]))
                " " a.number href=(register_path(page, number)) { (number) }
            }
            Mistake::Suspended(number) => { (page.t("practical-suspended")) " " a.number href=(register_path(page, number)) { (number) } }
            Mistake::Closed => (page.t("practical-closed")),
            Mistake::Letter(letter) => (page.tf("practical-letter", &[("letter", letter.to_string().into())])),
        }
    }
}
