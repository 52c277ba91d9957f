//! Another password, for whoever knows the present one.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse};

use super::super::super::views::Form;
use super::super::public::{MAIN_FORM, check_password, opened, sign_in_cookie, switched};
use super::{own, proof_of, unproven, views};
use crate::accounts::{self, Person, Proven};
use crate::web::flash::redirect_with;
use crate::web::layout::respond;
use crate::web::{Fields, FormErrors, Page, Volunteer, WebResult};

fn show(page: Page, person: &Person, typed: &Fields, errors: &FormErrors) -> HttpResponse {
    let page = page.with_switch_form(MAIN_FORM);
    let body = views::password(&Form { page: &page, typed, errors }, person);
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    respond(&page, status, page.t("care-password-title"), &body)
}

/// `GET /{lang}/learn/profile/password`.
///
/// # Errors
/// The database's.
pub async fn edit_password(volunteer: Volunteer) -> WebResult {
    let person = own(&volunteer).await?;
    Ok(show(volunteer.page, &person, &Fields::default(), &FormErrors::default()))
}

/// `POST /{lang}/learn/profile/password`.
///
/// # Errors
/// The database's.
pub async fn update_password(request: HttpRequest, volunteer: Volunteer, typed: Fields) -> WebResult {
    let person = own(&volunteer).await?;
    let (signed_in, actor, page) = (volunteer.person.clone(), volunteer.actor(), volunteer.page);
    if typed.switch().is_some() {
        return Ok(show(switched(page, &typed), &person, &typed, &FormErrors::default()));
    }
    let mut errors = FormErrors::default();
    if typed.get("present_password").is_empty() {
        errors.add("present_password", "care-password-wrong");
    }
    let known = [person.name.as_str(), person.email.as_deref().unwrap_or_default()];
    let password = check_password(typed.get("password"), &known, &mut errors);
    let (Some(password), true) = (password, errors.is_empty()) else {
        return Ok(show(page, &person, &typed, &errors));
    };
    let proof = proof_of(&request, &page, signed_in.person_id, &typed).await?;
    let hash = page.app.hasher.hash(password).await?;
    let opened = opened(&page.app, &request);
    let cookie = sign_in_cookie(&page.app, &opened.secret);
    let base = page.app.base_url.to_string();
    let change = move |conn: &mut _, ctx: &_| {
        accounts::change_password(conn, ctx, (&signed_in, &proof), (&hash, &opened), &base)
    };
    match page.app.write(actor, change).await? {
        Proven::Yes => {
            let mut response = redirect_with(&page.to("/learn/profile"), "flash-own-password-changed");
            response.add_cookie(&cookie).map_err(crate::kernel::Error::internal)?;
            Ok(response)
        }
        refused => Ok(show(page, &person, &typed, &FormErrors::one("present_password", unproven(refused)))),
    }
}
