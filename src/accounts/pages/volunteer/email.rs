//! Another e-mail address.

use actix_web::HttpRequest;
use actix_web::http::StatusCode;

use super::super::super::views::Form;
use super::super::public::{MAIN_FORM, switched};
use super::{own, proof_of, unproven, views};
use crate::accounts::{self, EmailAsked, Person, WaitingEmail};
use crate::kernel::{Ctx, Email};
use crate::web::address::client_ip;
use crate::web::flash::redirect_with;
use crate::web::layout::respond;
use crate::web::limits::Limited;
use crate::web::{Fields, FormErrors, Page, Volunteer, WebResult};

async fn waiting(page: &Page, person: &Person) -> WebResult<Option<WaitingEmail>> {
    let (ctx, id) = (Ctx { now: page.app.now(), actor: page.actor() }, person.id);
    Ok(page.app.read(move |conn| accounts::find_waiting_email(conn, &ctx, id)).await?)
}

async fn show(page: Page, person: &Person, typed: &Fields, errors: &FormErrors) -> WebResult {
    let page = page.with_switch_form(MAIN_FORM);
    let waiting = waiting(&page, person).await?;
    let body = views::email(&Form { page: &page, typed, errors }, person, waiting.as_ref());
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(respond(&page, status, page.t("care-email-title"), &body))
}

/// `GET /{lang}/learn/profile/email`.
///
/// # Errors
/// The database's.
pub async fn edit_email(volunteer: Volunteer) -> WebResult {
    let person = own(&volunteer).await?;
    show(volunteer.page, &person, &Fields::default(), &FormErrors::default()).await
}

/// `POST /{lang}/learn/profile/email`: sends a link to the new address.
///
/// # Errors
/// Too many mails caused from one address; the database's.
pub async fn update_email(request: HttpRequest, volunteer: Volunteer, typed: Fields) -> WebResult {
    let person = own(&volunteer).await?;
    let (id, actor, page) = (volunteer.id(), volunteer.actor(), volunteer.page);
    if typed.switch().is_some() {
        return show(switched(page, &typed), &person, &typed, &FormErrors::default()).await;
    }
    let mut errors = FormErrors::default();
    let email = errors.check("email", "account-email-wrong", Email::parse(typed.get("email")));
    if typed.get("present_password").is_empty() {
        errors.add("present_password", "care-password-wrong");
    }
    let (Some(email), true) = (email, errors.is_empty()) else { return show(page, &person, &typed, &errors).await };
    page.app.limits.take(Limited::Mail, client_ip(&request, &page.app), page.app.now())?;
    let proof = proof_of(&request, &page, id, &typed).await?;
    let link = page.app.random.secret();
    let base = page.app.base_url.to_string();
    let asked = page
        .app
        .write(actor, move |conn, ctx| accounts::ask_for_email(conn, ctx, (id, &proof), (&email, &link), &base))
        .await?;
    let wrong = match asked {
        EmailAsked::Sent => return Ok(redirect_with(&page.to("/learn/profile/email"), "flash-change-email-sent")),
        EmailAsked::AlreadySo => FormErrors::one("email", "care-email-same"),
        EmailAsked::Taken => FormErrors::one("email", "centre-email-taken"),
        EmailAsked::Unproven(proven) => FormErrors::one("present_password", unproven(proven)),
    };
    show(page, &person, &typed, &wrong).await
}

/// `POST /{lang}/learn/profile/email/cancel`: the link to the new address ends.
///
/// # Errors
/// The database's.
pub async fn create_cancel(volunteer: Volunteer) -> WebResult {
    let (id, actor, page) = (volunteer.id(), volunteer.actor(), volunteer.page);
    page.app.write(actor, move |conn, ctx| accounts::drop_waiting_email(conn, ctx, id)).await?;
    Ok(redirect_with(&page.to("/learn/profile/email"), "flash-change-email-cancelled"))
}
