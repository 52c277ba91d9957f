//! What is asked after the first sign-in to an account that others made: an own password in place of the one on a card,
//! and the consent to the processing of personal data.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse};

use super::super::card::OneTime;
use super::super::own_password::{Chosen, choose_password, find_hash, give_consent, has_consented};
use super::super::views::{self, Form};
use super::public::{MAIN_FORM, check_password, opened, safe_next, sign_in_cookie, switched};
use crate::accounts::{SignedIn, find_person};
use crate::kernel::Result;
use crate::web::flash::{cookie, redirect};
use crate::web::layout::respond;
use crate::web::{Fields, FormErrors, Page, Problem, Visitor, WebResult};

/// Whoever has a password to choose or a consent to give; everybody else is led on.
fn who(page: &Page, next: &str) -> Result<SignedIn, Box<WebResult>> {
    match &page.person {
        Some(person) if person.is_held_up() => Ok(SignedIn::clone(person)),
        Some(_) => Err(Box::new(Ok(redirect(&safe_next(page, next))))),
        None => Err(Box::new(Err(Problem::SignIn { lang: page.lang, next: page.to("/learn") }))),
    }
}

async fn show(page: Page, person: &SignedIn, typed: &Fields, errors: &FormErrors) -> WebResult {
    let page = page.with_switch_form(MAIN_FORM);
    let next = safe_next(&page, typed.get("next"));
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    if !person.must_choose_password {
        let body = views::consent(&Form { page: &page, typed, errors }, &next);
        return Ok(respond(&page, status, page.t("consent-title"), &body));
    }
    let id = person.person_id;
    let consented = page.app.read(move |conn| has_consented(conn, id)).await?;
    let body = views::own_password(&Form { page: &page, typed, errors }, &next, consented);
    Ok(respond(&page, status, page.t("own-password-title"), &body))
}

/// `GET /{lang}/password`.
///
/// # Errors
/// The database's.
pub async fn new_own_password(request: HttpRequest, Visitor(page): Visitor) -> WebResult {
    let query = Fields::of_query(&request);
    match who(&page, query.get("next")) {
        Ok(person) => show(page, &person, &query, &FormErrors::default()).await,
        Err(answer) => *answer,
    }
}

/// `POST /{lang}/password`.
///
/// # Errors
/// The database's.
pub async fn create_own_password(request: HttpRequest, Visitor(page): Visitor, typed: Fields) -> WebResult {
    let person = match who(&page, typed.get("next")) {
        Ok(person) => person,
        Err(answer) => return *answer,
    };
    if typed.switch().is_some() {
        return show(switched(page, &typed), &person, &typed, &FormErrors::default()).await;
    }
    if !person.must_choose_password {
        return create_consent(page, &person, &typed).await;
    }
    let mut errors = FormErrors::default();
    let id = person.person_id;
    let (hash, consented, account) =
        page.app.read(move |conn| Ok((find_hash(conn, id)?, has_consented(conn, id)?, find_person(conn, id)?))).await?;
    let sign_in_name = account.and_then(|account| account.sign_in_name).unwrap_or_default();
    let password = check_password(typed.get("password"), &[&person.name, &sign_in_name], &mut errors);
    if errors.is_empty() && page.app.hasher.verify(OneTime::typed(typed.get("password")), hash).await? {
        errors.add("password", "own-password-same");
    }
    if !consented && !typed.has("consent") {
        errors.add("consent", "account-consent-wrong");
    }
    let (Some(password), true) = (password, errors.is_empty()) else {
        return show(page, &person, &typed, &errors).await;
    };
    let hash = page.app.hasher.hash(password).await?;
    let opened = opened(&page.app, &request);
    let new_cookie = sign_in_cookie(&page.app, &opened.secret);
    let chosen =
        page.app.write(page.actor(), move |conn, ctx| choose_password(conn, ctx, id, (&hash, &opened))).await?;
    let mut response: HttpResponse = redirect(&safe_next(&page, typed.get("next")));
    if chosen == Chosen::Yes {
        for cookie in [new_cookie, cookie("flash-password-chosen")] {
            response.add_cookie(&cookie).map_err(crate::kernel::Error::internal)?;
        }
    }
    Ok(response)
}

/// The consent alone, of somebody who has an own password.
async fn create_consent(page: Page, person: &SignedIn, typed: &Fields) -> WebResult {
    if !typed.has("consent") {
        return show(page, person, typed, &FormErrors::one("consent", "consent-needed")).await;
    }
    let id = person.person_id;
    page.app.write(page.actor(), move |conn, ctx| give_consent(conn, ctx, id)).await?;
    Ok(redirect(&safe_next(&page, typed.get("next"))))
}
