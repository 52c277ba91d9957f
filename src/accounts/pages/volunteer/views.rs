//! The pages of account care.

use maud::{Markup, html};

use super::super::super::views::Form;
use crate::accounts::{Person, SignInRow, SignedIn, WaitingEmail};
use crate::i18n::moment;
use crate::web::paging::{PageNumber, list_address};
use crate::web::{Page, ui};

/// The way back to one's own data.
fn crumbs(page: &Page) -> Markup {
    html! {
        nav.crumbs aria-label=(page.t("nav-crumbs")) { a href=(page.to("/learn/profile")) { (page.t("profile-title")) } }
    }
}

/// Asks for the present password; browsers fill it in for the account whose name stands before it.
fn present_password(form: &Form<'_>, person: &Person) -> Markup {
    let name = person.email.as_deref().or(person.sign_in_name.as_deref()).unwrap_or_default();
    html! {
        input type="text" name="username" autocomplete="username" value=(name) readonly hidden;
        (form.field("present_password", "care-password-present", "", ("password", "current-password")))
    }
}

pub(super) fn sign_ins(page: &Page, own: &SignedIn, rows: &[SignInRow], (current, total): (PageNumber, i64)) -> Markup {
    let path = page.to("/learn/profile/sign-ins");
    html! {
        (crumbs(page))
        h1 { (page.t("care-sign-ins-title")) }
        p { (page.t("care-sign-ins-lead")) }
        form method="post" action=(path) {
            ul.cards { @for row in rows { (sign_in(page, own, row)) } }
        }
        (ui::pager(page, current, total, &list_address(&path, &[])))
        form method="post" action=(path) {
            @if total > 1 {
                p { (page.t("care-sign-ins-others-what")) }
                p { button.button type="submit" name="end" value="others" { (page.t("care-sign-ins-others")) } }
            }
            p { (page.t("care-sign-ins-all-what")) }
            p { button.button.secondary type="submit" name="end" value="all" { (page.t("care-sign-ins-all")) } }
        }
    }
}

fn sign_in(page: &Page, own: &SignedIn, row: &SignInRow) -> Markup {
    let zone = page.app.config.time_zone;
    let device = row.device.as_deref().unwrap_or_else(|| page.t("care-device-unknown"));
    let is_this = row.id == own.sign_in_id;
    html! {
        li.card {
            p {
                strong { (device) }
                @if is_this { " " span.badge.valid { span aria-hidden="true" { "✓ " } (page.t("care-sign-ins-this")) } }
            }
            p.soft {
                (page.tf("care-sign-ins-since", &[("at", moment(page.lang, row.created_at, zone).into())]))
                br;
                (page.tf("care-sign-ins-used", &[("at", moment(page.lang, row.seen_at, zone).into())]))
            }
            @if !is_this {
                button.button.secondary.small type="submit" name="end" value=(row.id)
                    aria-label=(page.tf("care-sign-ins-end-label", &[("device", device.into())])) {
                    (page.t("care-sign-ins-end"))
                }
            }
        }
    }
}

pub(super) fn password(form: &Form<'_>, person: &Person) -> Markup {
    let page = form.page;
    html! {
        (crumbs(page))
        h1 { (page.t("care-password-title")) }
        p { (page.t("care-password-lead")) }
        (form.summary())
        form #main-form method="post" action=(page.to("/learn/profile/password")) novalidate {
            (present_password(form, person))
            (form.field("password", "account-password-new", "account-password-hint", ("password", "new-password")))
            button.button type="submit" { (page.t("reset-new-button")) }
        }
        p { a href=(page.to("/reset")) { (page.t("sign-in-forgot")) } }
    }
}

pub(super) fn email(form: &Form<'_>, person: &Person, waiting: Option<&WaitingEmail>) -> Markup {
    let page = form.page;
    html! {
        (crumbs(page))
        h1 { (page.t("care-email-title")) }
        @if let Some(email) = &person.email {
            p {
                (page.t("care-email-now")) ": " strong { (email) } " — "
                @if person.email_confirmed_at.is_some() { (page.t("profile-email-confirmed")) } @else { (page.t("care-email-unconfirmed")) }
            }
        } @else {
            p { (page.t("care-email-none")) }
        }
        @if let Some(waiting) = waiting { (waiting_note(page, waiting)) }
        p { (page.t("care-email-lead")) }
        (form.summary())
        form #main-form method="post" action=(page.to("/learn/profile/email")) novalidate {
            (form.field("email", "care-email-new", "", ("email", "email")))
            (present_password(form, person))
            button.button type="submit" { (page.t("reset-button")) }
        }
    }
}

fn waiting_note(page: &Page, waiting: &WaitingEmail) -> Markup {
    let until = moment(page.lang, waiting.until, page.app.config.time_zone);
    html! {
        div.note {
            p { (page.tf("care-email-waiting", &[("email", waiting.email.as_str().into()), ("at", until.into())])) }
            form method="post" action=(page.to("/learn/profile/email/cancel")) {
                button.button.secondary.small type="submit" { (page.t("care-email-cancel")) }
            }
        }
    }
}

const EXPORTED: [&str; 5] = [
    "care-export-account",
    "care-export-learning",
    "care-export-rest",
    "care-export-certificates",
    "care-export-mails",
];
const ERASED: [&str; 4] =
    ["care-erase-goes-account", "care-erase-goes-learning", "care-erase-goes-rest", "care-erase-goes-documents"];

pub(super) fn export(page: &Page) -> Markup {
    html! {
        (crumbs(page))
        h1 { (page.t("care-export-title")) }
        p { (page.t("care-export-lead")) }
        ul {
            @for words in EXPORTED { li { (page.t(words)) } }
        }
        p.note { (page.t("care-export-shared")) }
        form method="post" action=(page.to("/learn/profile/export")) {
            button.button type="submit" data-file { (page.t("care-export-button")) }
        }
    }
}

pub(super) fn erasure(form: &Form<'_>, person: &Person) -> Markup {
    let page = form.page;
    html! {
        (crumbs(page))
        h1 { (page.t("care-erase-title")) }
        p { (page.t("care-erase-lead")) }
        (form.summary())
        h2 { (page.t("care-erase-goes")) }
        ul { @for words in ERASED { li { (page.t(words)) } } }
        h2 { (page.t("care-erase-stays")) }
        ul { @for words in ["care-erase-stays-register", "care-erase-stays-code"] { li { (page.t(words)) } } }
        p { a href=(page.to("/learn/profile/export")) { (page.t("care-erase-export-first")) } }
        h2 { (page.t("care-erase-when")) }
        p { (page.tf("care-erase-when-text", &[("days", crate::accounts::ERASURE_DAYS.into())])) }
        form #main-form method="post" action=(page.to("/learn/profile/erase")) novalidate {
            (word_field(form))
            (present_password(form, person))
            button.button.danger type="submit" { (page.t("care-erase-button")) }
        }
    }
}

fn word_field(form: &Form<'_>) -> Markup {
    let page = form.page;
    let label = page.tf("care-erase-type", &[("word", page.t("care-erase-word").into())]);
    let field = ui::Field { name: "word", label: &label, hint: "", kind: "text", autocomplete: "off" };
    field.show(page, form.typed, form.errors)
}
