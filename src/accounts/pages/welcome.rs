//! An invitation by mail is accepted: one form with a password and the consent.

use actix_web::http::StatusCode;
use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse};
use maud::html;

use super::super::views::{self, Form};
use super::public::{MAIN_FORM, check_password, opened, sign_in_cookie, switched};
use crate::accounts;
use crate::kernel::{Ctx, Error, Result, Secret};
use crate::web::flash::{cookie, redirect};
use crate::web::layout::respond;
use crate::web::{Fields, FormErrors, Page, Visitor, WebResult, ui};

/// The invitation of an address, and where it went.
async fn find(page: &Page, token: &str) -> Result<Option<(Secret, String)>> {
    let Some(secret) = Secret::parse(token) else { return Ok(None) };
    let (asked, ctx) = (secret.clone(), Ctx { now: page.app.now(), actor: page.actor() });
    let email = page.app.read(move |conn| accounts::find_invitation(conn, &ctx, &asked)).await?;
    Ok(email.map(|email| (secret, email)))
}

fn gone(page: &Page) -> HttpResponse {
    let body = views::message(page, ("link-gone-title", "welcome-gone"), ("nav-sign-in", &page.to("/sign-in")));
    respond(page, StatusCode::GONE, page.t("link-gone-title"), &body)
}

fn show(page: Page, (link, email): &(Secret, String), typed: &Fields, errors: &FormErrors) -> HttpResponse {
    let page = page.with_switch_form(MAIN_FORM);
    let form = Form { page: &page, typed, errors };
    let consent = html! {
        (page.t("account-consent")) " " a href=(page.to("/privacy")) target="_blank" { (page.t("account-consent-read")) }
    };
    let body = html! {
        h1 { (page.t("welcome-title")) }
        p { (page.tf("welcome-lead", &[("email", email.as_str().into())])) }
        (form.summary())
        form #main-form method="post" action=(page.to(&format!("/welcome/{}", link.reveal()))) novalidate {
            (form.field("password", "account-password-new", "account-password-hint", ("password", "new-password")))
            (ui::checkbox(&page, "consent", &consent, typed, errors))
            button.button type="submit" { (page.t("welcome-button")) }
        }
    };
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    respond(&page, status, page.t("welcome-title"), &body)
}

/// `GET /{lang}/welcome/{token}`.
///
/// # Errors
/// The database's.
pub async fn show_invitation(Visitor(page): Visitor, path: Path<(String, String)>) -> WebResult {
    match find(&page, &path.1).await? {
        Some(found) => Ok(show(page, &found, &Fields::default(), &FormErrors::default())),
        None => Ok(gone(&page)),
    }
}

/// `POST /{lang}/welcome/{token}`.
///
/// # Errors
/// The database's.
pub async fn create_password(
    request: HttpRequest,
    Visitor(page): Visitor,
    path: Path<(String, String)>,
    typed: Fields,
) -> WebResult {
    let Some(found) = find(&page, &path.1).await? else { return Ok(gone(&page)) };
    if typed.switch().is_some() {
        return Ok(show(switched(page, &typed), &found, &typed, &FormErrors::default()));
    }
    let mut errors = FormErrors::default();
    let password = check_password(typed.get("password"), &[&found.1], &mut errors);
    if !typed.has("consent") {
        errors.add("consent", "account-consent-wrong");
    }
    let (Some(password), true) = (password, errors.is_empty()) else { return Ok(show(page, &found, &typed, &errors)) };
    let hash = page.app.hasher.hash(password).await?;
    let (link, opened) = (found.0, opened(&page.app, &request));
    let new_cookie = sign_in_cookie(&page.app, &opened.secret);
    let accepted = page
        .app
        .write(page.actor(), move |conn, ctx| accounts::accept_invitation(conn, ctx, &link, (&hash, &opened)))
        .await?;
    if accepted.is_none() {
        return Ok(gone(&page));
    }
    let mut response = redirect(&page.to("/learn"));
    for cookie in [new_cookie, cookie("flash-password-chosen")] {
        response.add_cookie(&cookie).map_err(Error::internal)?;
    }
    Ok(response)
}
