//! Confirming an address, changing it, taking it back and setting a new password, by links from mails.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};

use super::super::model::LinkPurpose;
use super::super::views::{self, Form};
use super::super::{Confirmed, EmailChanged, EmailUndone, Reset};
use super::public::{MAIN_FORM, read_password, switched};
use crate::accounts;
use crate::kernel::{Ctx, Error, Result, Secret};
use crate::web::address::client_ip;
use crate::web::flash::redirect_with;
use crate::web::layout::respond;
use crate::web::limits::Limited;
use crate::web::{Fields, FormErrors, Page, Visitor, WebResult, html_page};

async fn works(page: &Page, purpose: LinkPurpose, token: &str) -> Result<Option<Secret>> {
    let Some(secret) = Secret::parse(token) else { return Ok(None) };
    let ctx = Ctx { now: page.app.now(), actor: page.actor() };
    let asked = secret.clone();
    let works = page.app.read(move |conn| accounts::link_works(conn, &ctx, purpose, &asked)).await?;
    Ok(works.then_some(secret))
}

/// `GET /{lang}/confirm/{token}`: one button, because mail scanners open links too.
///
/// # Errors
/// The database's.
pub async fn show_confirm(Visitor(page): Visitor, path: web::Path<(String, String)>) -> WebResult {
    if works(&page, LinkPurpose::ConfirmEmail, &path.1).await?.is_none() {
        return Ok(confirm_gone(&page));
    }
    let body = views::press(&page, ("confirm-title", "confirm-text"), "confirm-button");
    Ok(html_page(&page, page.t("confirm-title"), &body))
}

fn confirm_gone(page: &Page) -> HttpResponse {
    let body = views::message(
        page,
        ("link-gone-title", "confirm-gone-text"),
        ("confirm-gone-action", &page.to("/learn/profile")),
    );
    respond(page, StatusCode::GONE, page.t("link-gone-title"), &body)
}

/// `POST /{lang}/confirm/{token}`.
///
/// # Errors
/// The database's.
pub async fn create_confirm(Visitor(page): Visitor, path: web::Path<(String, String)>) -> WebResult {
    let Some(secret) = Secret::parse(&path.1) else { return Ok(confirm_gone(&page)) };
    let outcome = page.app.write(page.actor(), move |conn, ctx| accounts::confirm(conn, ctx, &secret)).await?;
    Ok(match outcome {
        Confirmed::Yes(_) => redirect_with(&page.to("/learn"), "flash-confirmed"),
        Confirmed::LinkGone => confirm_gone(&page),
    })
}

/// `GET /{lang}/reset`.
///
/// # Errors
/// None of its own.
pub async fn new_reset(Visitor(page): Visitor) -> WebResult {
    Ok(ask_form(page, &Fields::default(), &FormErrors::default()))
}

fn ask_form(page: Page, typed: &Fields, errors: &FormErrors) -> HttpResponse {
    let page = page.with_switch_form(MAIN_FORM);
    let body = views::ask_reset(&Form { page: &page, typed, errors });
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    respond(&page, status, page.t("reset-title"), &body)
}

/// `POST /{lang}/reset`: the answer is the same whether or not there is such an account.
///
/// # Errors
/// Too many mails caused from one address; the database's.
pub async fn create_reset(request: HttpRequest, Visitor(page): Visitor, typed: Fields) -> WebResult {
    if typed.switch().is_some() {
        return Ok(ask_form(switched(page, &typed), &typed, &FormErrors::default()));
    }
    let Some(identifier) = typed.typed("identifier").map(str::to_owned) else {
        return Ok(ask_form(page, &typed, &FormErrors::one("identifier", "reset-identifier-wrong")));
    };
    page.app.limits.take(Limited::Mail, client_ip(&request, &page.app), page.app.now())?;
    let link = page.app.random.secret();
    let base = page.app.base_url.to_string();
    page.app
        .write(page.actor(), move |conn, ctx| accounts::request_reset(conn, ctx, &identifier, &link, &base))
        .await?;
    let body = views::message(&page, ("reset-sent-title", "reset-sent-text"), ("nav-sign-in", &page.to("/sign-in")));
    Ok(html_page(&page, page.t("reset-sent-title"), &body))
}

fn reset_gone(page: &Page) -> HttpResponse {
    let body = views::message(page, ("link-gone-title", "reset-gone-text"), ("reset-gone-action", &page.to("/reset")));
    respond(page, StatusCode::GONE, page.t("link-gone-title"), &body)
}

fn password_form(page: Page, errors: &FormErrors) -> HttpResponse {
    let page = page.with_switch_form(MAIN_FORM);
    let body = views::new_password(&Form { page: &page, typed: &Fields::default(), errors });
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    respond(&page, status, page.t("reset-new-title"), &body)
}

/// `GET /{lang}/reset/{token}`.
///
/// # Errors
/// The database's.
pub async fn edit_password(Visitor(page): Visitor, path: web::Path<(String, String)>) -> WebResult {
    match works(&page, LinkPurpose::ResetPassword, &path.1).await? {
        Some(_) => Ok(password_form(page, &FormErrors::default())),
        None => Ok(reset_gone(&page)),
    }
}

/// `POST /{lang}/reset/{token}`.
///
/// # Errors
/// The database's.
pub async fn update_password(Visitor(page): Visitor, path: web::Path<(String, String)>, typed: Fields) -> WebResult {
    if typed.switch().is_some() {
        return Ok(password_form(switched(page, &typed), &FormErrors::default()));
    }
    let Some(secret) = works(&page, LinkPurpose::ResetPassword, &path.1).await? else { return Ok(reset_gone(&page)) };
    let mut errors = FormErrors::default();
    let Some(password) = read_password(&typed, &mut errors) else { return Ok(password_form(page, &errors)) };
    let hash = page.app.hasher.hash(password).await?;
    let base = page.app.base_url.to_string();
    let outcome = page
        .app
        .write(page.actor(), move |conn, ctx| accounts::reset_password(conn, ctx, &secret, &hash, &base))
        .await?;
    Ok(match outcome {
        Reset::Done(_) => redirect_with(&page.to("/sign-in"), "flash-password-changed"),
        Reset::LinkGone => reset_gone(&page),
    })
}

/// `GET /{lang}/email/{token}`: one button, as for every link that a mail scanner may open.
///
/// # Errors
/// The database's.
pub async fn show_email_change(Visitor(page): Visitor, path: web::Path<(String, String)>) -> WebResult {
    if works(&page, LinkPurpose::ChangeEmail, &path.1).await?.is_none() {
        return Ok(email_gone(&page, "care-email-gone"));
    }
    let body = views::press(&page, ("care-email-confirm-title", "care-email-confirm-text"), "confirm-button");
    Ok(html_page(&page, page.t("care-email-confirm-title"), &body))
}

fn email_gone(page: &Page, why: &'static str) -> HttpResponse {
    let action = ("care-email-gone-action", page.to("/learn/profile/email"));
    let body = views::message(page, ("link-gone-title", why), (action.0, &action.1));
    respond(page, StatusCode::GONE, page.t("link-gone-title"), &body)
}

/// `POST /{lang}/email/{token}`.
///
/// # Errors
/// The database's.
pub async fn create_email_change(Visitor(page): Visitor, path: web::Path<(String, String)>) -> WebResult {
    let Some(link) = Secret::parse(&path.1) else { return Ok(email_gone(&page, "care-email-gone")) };
    let undo = page.app.random.secret();
    let base = page.app.base_url.to_string();
    let outcome = page
        .app
        .write(page.actor(), move |conn, ctx| accounts::confirm_email_change(conn, ctx, &link, &undo, &base))
        .await;
    match outcome {
        Ok(EmailChanged::Yes) => Ok(redirect_with(&page.to("/learn/profile/email"), "flash-email-changed")),
        Ok(EmailChanged::LinkGone) => Ok(email_gone(&page, "care-email-gone")),
        // Somebody may take the address at the same moment; then the unique index says so.
        Ok(EmailChanged::Taken) | Err(Error::Conflict) => Ok(email_gone(&page, "care-email-taken-since")),
        Err(error) => Err(error.into()),
    }
}

/// `GET /{lang}/email-undo/{token}`.
///
/// # Errors
/// The database's.
pub async fn show_email_undo(Visitor(page): Visitor, path: web::Path<(String, String)>) -> WebResult {
    if works(&page, LinkPurpose::UndoEmail, &path.1).await?.is_none() {
        return Ok(undo_gone(&page));
    }
    let body = views::press(&page, ("care-undo-title", "care-undo-text"), "care-undo-button");
    Ok(html_page(&page, page.t("care-undo-title"), &body))
}

fn undo_gone(page: &Page) -> HttpResponse {
    let body = views::message(page, ("link-gone-title", "care-undo-gone"), ("nav-sign-in", &page.to("/sign-in")));
    respond(page, StatusCode::GONE, page.t("link-gone-title"), &body)
}

/// `POST /{lang}/email-undo/{token}`: leads on to the form of a new password.
///
/// # Errors
/// The database's.
pub async fn create_email_undo(Visitor(page): Visitor, path: web::Path<(String, String)>) -> WebResult {
    let Some(link) = Secret::parse(&path.1) else { return Ok(undo_gone(&page)) };
    let reset = page.app.random.secret();
    let next = page.to(&format!("/reset/{}", reset.reveal()));
    let outcome =
        page.app.write(page.actor(), move |conn, ctx| accounts::undo_email_change(conn, ctx, &link, &reset)).await;
    match outcome {
        Ok(EmailUndone::Yes) => Ok(redirect_with(&next, "flash-email-undone")),
        // The index speaks if another account has the address, which nobody could take in these days.
        Ok(EmailUndone::LinkGone) | Err(Error::Conflict) => Ok(undo_gone(&page)),
        Err(error) => Err(error.into()),
    }
}
