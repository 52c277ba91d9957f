//! The pages of tokens for programs.

use maud::{Markup, html};

use super::super::pages::volunteer::tokens::DAYS;
use super::Form;
use crate::accounts::{Person, TokenRow};
use crate::i18n::{moment, short_date};
use crate::kernel::Secret;
use crate::kernel::ids::PersonId;
use crate::web::paging::{PageNumber, list_address};
use crate::web::{Page, ui};

/// What a person sees of the own tokens.
pub(in crate::accounts) struct Own<'a> {
    pub(in crate::accounts) person: &'a Person,
    /// What may be chosen.
    pub(in crate::accounts) scopes: Vec<(String, String)>,
    pub(in crate::accounts) tokens: &'a [TokenRow],
    /// Which page of them, and how many there are.
    pub(in crate::accounts) page: (PageNumber, i64),
}

pub(in crate::accounts) fn own(form: &Form<'_>, of: &Own<'_>) -> Markup {
    let page = form.page;
    let path = page.to("/learn/profile/tokens");
    html! {
        nav.crumbs aria-label=(page.t("nav-crumbs")) { a href=(page.to("/learn/profile")) { (page.t("profile-title")) } }
        h1 { (page.t("api-title")) }
        p { (page.t("api-lead")) " " a href="/api/openapi.json" { "/api/openapi.json" } }
        (form.summary())
        @if of.tokens.is_empty() { p.soft { (page.t("api-none")) } }
        ul.cards { @for token in of.tokens { (card(page, token, (None, &path))) } }
        (ui::pager(page, of.page.0, of.page.1, &list_address(&path, &[])))
        h2 { (page.t("api-new-title")) }
        (new(form, of))
    }
}

fn new(form: &Form<'_>, of: &Own<'_>) -> Markup {
    let page = form.page;
    let days: Vec<(String, String)> =
        DAYS.iter().map(|days| (days.to_string(), page.tf("api-days-count", &[("count", (*days).into())]))).collect();
    let name = of.person.email.as_deref().or(of.person.sign_in_name.as_deref()).unwrap_or_default();
    let token = form.typed.typed("token").map_or_else(|| page.app.random.secret().reveal(), str::to_owned);
    html! {
        form #main-form method="post" action=(page.to("/learn/profile/tokens")) novalidate {
            input type="hidden" name="token" value=(token);
            (form.field("name", "api-name", "api-name-hint", ("text", "off")))
            (ui::select(page, ("scope", page.t("api-scope"), page.t("api-scope-hint")), &of.scopes, form.typed, form.errors))
            (ui::select(page, ("days", page.t("api-days"), ""), &days, form.typed, form.errors))
            input type="text" name="username" autocomplete="username" value=(name) readonly hidden;
            (form.field("present_password", "care-password-present", "", ("password", "current-password")))
            button.button type="submit" { (page.t("api-make")) }
        }
    }
}

/// A token, with the name of who made it where others see it too; `path` is the list that it stands in.
fn card(page: &Page, token: &TokenRow, (owner, path): (Option<&str>, &str)) -> Markup {
    let zone = page.app.config.time_zone;
    let day = |at: crate::kernel::Timestamp| short_date(page.lang, at.day(zone));
    let is_over = token.expires_at <= page.app.now();
    html! {
        li.card {
            p {
                strong { (token.name) } " "
                @if token.revoked_at.is_some() { span.badge.revoked { span aria-hidden="true" { "✕ " } (page.t("api-revoked")) } }
                @else if is_over { span.badge.expired { span aria-hidden="true" { "⏲ " } (page.t("api-over")) } }
                @else { span.badge.valid { span aria-hidden="true" { "✓ " } (page.t("api-works")) } }
            }
            p.soft {
                @if let Some(owner) = owner { a href=(page.to(&format!("/centre/people/{}", token.person))) { (owner) } br; }
                (page.t(token.scope.word()))
                @if let Some(organisation) = token.organisation { " (" (page.t("audit-organisation")) " " (organisation) ")" }
                br;
                (page.tf("api-dates", &[("made", day(token.made_at).into()), ("until", day(token.expires_at).into())]))
                br;
                @match token.last_used_at {
                    Some(at) => { (page.tf("api-used", &[("at", moment(page.lang, at, zone).into())])) }
                    None => { (page.t("api-unused")) }
                }
            }
            @if token.revoked_at.is_none() && !is_over {
                form method="post" action={ (path) "/" (token.id) "/revoke" } {
                    button.button.secondary.small type="submit" aria-label=(page.tf("api-revoke-label", &[("name", token.name.as_str().into())])) {
                        (page.t("api-revoke"))
                    }
                }
            }
        }
    }
}

/// The token: shown here, and nowhere else. The form is for the language alone.
pub(in crate::accounts) fn made(page: &Page, token: &str, form: &Secret) -> Markup {
    html! {
        h1 { (page.t("api-made-title")) }
        p { (page.t("api-made-lead")) }
        p.number { (token) }
        p { (page.t("api-made-how")) }
        p { code { "Authorization: Bearer erikti_…" } }
        p.note { (page.t("api-made-once")) }
        form #main-form method="post" action=(page.to("/learn/profile/tokens")) {
            input type="hidden" name="token" value=(form.reveal());
            input type="hidden" name="shown" value="yes";
        }
        p { a.button href=(page.to("/learn/profile/tokens")) { (page.t("api-made-kept")) } }
    }
}

/// Everybody's, for the centre.
pub(in crate::accounts) fn all(
    page: &Page,
    (tokens, names): (&[TokenRow], &[(PersonId, String)]),
    (current, total): (PageNumber, i64),
) -> Markup {
    let path = page.to("/centre/tokens");
    let name = |id: PersonId| names.iter().find(|(known, _)| *known == id).map(|(_, name)| name.as_str());
    html! {
        nav.crumbs aria-label=(page.t("nav-crumbs")) { a href=(page.to("/centre")) { (page.t("nav-centre")) } }
        h1 { (page.t("api-all-title")) }
        p { (page.t("api-all-lead")) }
        p { a href=(page.to("/learn/profile/tokens")) { (page.t("api-new-title")) } }
        @if tokens.is_empty() { p.soft { (page.t("api-none")) } }
        ul.cards { @for token in tokens { (card(page, token, (name(token.person), &path))) } }
        (ui::pager(page, current, total, &list_address(&path, &[])))
    }
}
