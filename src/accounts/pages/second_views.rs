//! The pages of second factors.

use maud::{Markup, html};

use super::super::views::Form;
use crate::accounts::{Person, RecoveryCode};
use crate::i18n::{moment, short_date};
use crate::kernel::{Secret, Timestamp};
use crate::web::ui::Field;
use crate::web::{Page, qr};

/// What a person sees of the own second factor.
pub(super) struct Own<'a> {
    pub(super) person: &'a Person,
    /// Since when one holds.
    pub(super) since: Option<Timestamp>,
    pub(super) codes_left: i64,
    /// What the QR code of the one that waits says, and its secret to be typed.
    pub(super) waiting: Option<(String, String)>,
    /// The settings demand one.
    pub(super) is_demanded: bool,
    /// Where to go on.
    pub(super) next: String,
}

/// The page of one's own, going on to `next`.
pub(super) fn address(page: &Page, next: &str) -> String {
    let query = url::form_urlencoded::Serializer::new(String::new()).append_pair("next", next).finish();
    page.to(&format!("/learn/profile/second-factor?{query}"))
}

fn code_field(form: &Form<'_>) -> Markup {
    let page = form.page;
    let (label, hint) = (page.t("second-code"), page.t("second-code-hint"));
    Field { name: "code", label, hint, kind: "number", autocomplete: "one-time-code" }.show(
        page,
        form.typed,
        form.errors,
    )
}

/// What the server's clock shows: a code that never fits comes from a clock that is wrong.
fn clock(page: &Page) -> Markup {
    let at = moment(page.lang, page.app.now(), page.app.config.time_zone);
    html! { p.note { (page.tf("second-clock", &[("at", at.into())])) } }
}

/// The second step of signing in.
pub(super) fn step(form: &Form<'_>, next: &str, is_readable: bool) -> Markup {
    let page = form.page;
    let by_recovery = form.errors.of("recovery_code").is_some() || !is_readable;
    html! {
        nav.crumbs aria-label=(page.t("nav-crumbs")) { a href=(page.to("/sign-in")) { (page.t("sign-in-title")) } }
        h1 { (page.t("second-step-title")) }
        @if is_readable { p { (page.t("second-step-lead")) } } @else { p.note { (page.t("second-unreadable")) } }
        (form.summary())
        @if form.errors.of("code").is_some() { (clock(page)) }
        @if is_readable {
            form #main-form method="post" action=(page.to("/sign-in/code")) novalidate {
                input type="hidden" name="next" value=(next);
                (code_field(form))
                button.button type="submit" { (page.t("sign-in-button")) }
            }
        }
        details open[by_recovery] {
            summary { (page.t("second-recovery-open")) }
            p { (page.t("second-recovery-lead")) }
            form id=(if is_readable { "recovery-form" } else { "main-form" }) method="post" action=(page.to("/sign-in/code")) novalidate {
                input type="hidden" name="next" value=(next);
                (form.field("recovery_code", "second-recovery-code", "second-recovery-hint", ("text", "off")))
                button.button.secondary type="submit" { (page.t("sign-in-button")) }
            }
            p { (page.t("second-lost")) }
        }
    }
}

/// One's own second factor, in whichever state it is.
pub(super) fn own(form: &Form<'_>, of: &Own<'_>) -> Markup {
    let page = form.page;
    html! {
        nav.crumbs aria-label=(page.t("nav-crumbs")) { a href=(page.to("/learn/profile")) { (page.t("profile-title")) } }
        h1 { (page.t("second-title")) }
        @if of.is_demanded && of.since.is_none() { p.note { (page.t("second-demanded")) } }
        p { (page.t("second-lead")) }
        (form.summary())
        @if let Some((uri, secret)) = &of.waiting {
            (waiting(form, of, (uri, secret)))
        }
        @match of.since {
            Some(since) => { (held(form, of, since)) }
            None if of.waiting.is_none() => { (begin(form, of)) }
            None => {
                details {
                    summary { (page.t("second-begin-again")) }
                    (wishes(form, of, &[("begin", "second-begin-new-code", "")]))
                }
            }
        }
    }
}

fn begin(form: &Form<'_>, of: &Own<'_>) -> Markup {
    let page = form.page;
    html! {
        ol { @for words in ["second-how-app", "second-how-scan", "second-how-codes"] { li { (page.t(words)) } } }
        (wishes(form, of, &[("begin", "second-begin", "")]))
    }
}

fn waiting(form: &Form<'_>, of: &Own<'_>, (uri, secret): (&str, &str)) -> Markup {
    let page = form.page;
    html! {
        h2 { (page.t("second-scan-title")) }
        p { (page.t("second-scan")) }
        div.second-code { (qr::svg(uri, page.t("second-scan-title"))) }
        p { a href=(uri) { (page.t("second-open-app")) } }
        p { (page.t("second-type")) }
        p.number { (secret) }
        @if form.errors.of("code").is_some() { (clock(page)) }
        form #main-form method="post" action=(page.to("/learn/profile/second-factor/confirm")) novalidate {
            input type="hidden" name="next" value=(of.next);
            input type="hidden" name="token" value=(token(form));
            (code_field(form))
            button.button type="submit" { (page.t("second-confirm")) }
        }
    }
}

/// The secret from which recovery codes are drawn; the same as long as one form is sent again and again.
fn token(form: &Form<'_>) -> String {
    form.typed.typed("token").map_or_else(|| form.page.app.random.secret().reveal(), str::to_owned)
}

fn held(form: &Form<'_>, of: &Own<'_>, since: Timestamp) -> Markup {
    let page = form.page;
    let day = short_date(page.lang, since.day(page.app.config.time_zone));
    let mut buttons = vec![("codes", "second-new-codes", "secondary"), ("begin", "second-other-phone", "secondary")];
    if !of.is_demanded {
        buttons.push(("end", "second-end", "danger"));
    }
    html! {
        dl.facts {
            dt { (page.t("second-state")) }
            dd { span.badge.valid { span aria-hidden="true" { "✓ " } (page.t("second-on")) } " " (page.tf("second-since", &[("date", day.into())])) }
            dt { (page.t("second-codes-left")) } dd { (of.codes_left) }
        }
        @if of.codes_left <= 2 { p.note { (page.t("second-codes-few")) } }
        h2 { (page.t("second-change-title")) }
        p { (page.t("second-change-lead")) }
        @if of.is_demanded { p.soft { (page.t("second-demanded-held")) } }
        (wishes(form, of, &buttons))
    }
}

/// Buttons that ask for the password. The page has one main form: that of a code that is waited for, if there is one.
fn wishes(form: &Form<'_>, of: &Own<'_>, buttons: &[(&str, &'static str, &str)]) -> Markup {
    let page = form.page;
    let name = of.person.email.as_deref().or(of.person.sign_in_name.as_deref()).unwrap_or_default();
    let id = if of.waiting.is_some() { "wish-form" } else { "main-form" };
    html! {
        form id=(id) method="post" action=(page.to("/learn/profile/second-factor")) novalidate {
            input type="hidden" name="next" value=(of.next);
            input type="hidden" name="token" value=(page.app.random.secret().reveal());
            input type="text" name="username" autocomplete="username" value=(name) readonly hidden;
            (form.field("present_password", "care-password-present", "", ("password", "current-password")))
            div.buttons {
                @for (wish, words, class) in buttons {
                    button class={ "button " (class) } type="submit" name="wish" value=(wish) { (page.t(words)) }
                }
            }
        }
    }
}

/// The recovery codes of a form: shown here, and nowhere else. The form without a field is what the language switch sends.
pub(super) fn codes(page: &Page, (token, codes): (&Secret, &[RecoveryCode]), next: &str) -> Markup {
    html! {
        form #main-form method="post" action=(page.to("/learn/profile/second-factor")) {
            input type="hidden" name="next" value=(next);
            input type="hidden" name="token" value=(token.reveal());
        }
        h1 { (page.t("second-codes-title")) }
        p { (page.t("second-codes-lead")) }
        ol.second-codes { @for code in codes { li { code { (code.grouped()) } } } }
        p.note { (page.t("second-codes-once")) }
        p { a.button href=(next) { (page.t("second-codes-kept")) } }
    }
}
