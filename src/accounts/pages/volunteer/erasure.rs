//! The end of one's own account, and the page before the export.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse};

use super::super::super::views::Form;
use super::super::public::{MAIN_FORM, removed_cookie, switched};
use super::{own, proof_of, unproven, views};
use crate::accounts::{self, ErasureAsked, Person};
use crate::web::flash::redirect_with;
use crate::web::layout::respond;
use crate::web::{Fields, FormErrors, Page, Volunteer, WebResult, html_page};

/// `GET /{lang}/learn/profile/export`: what is in the file, and the button.
///
/// # Errors
/// None of its own.
pub async fn show_export(volunteer: Volunteer) -> WebResult {
    let page = &volunteer.page;
    Ok(html_page(page, page.t("care-export-title"), &views::export(page)))
}

fn show(page: Page, person: &Person, typed: &Fields, errors: &FormErrors) -> HttpResponse {
    let page = page.with_switch_form(MAIN_FORM);
    let body = views::erasure(&Form { page: &page, typed, errors }, person);
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    respond(&page, status, page.t("care-erase-title"), &body)
}

/// `GET /{lang}/learn/profile/erase`: what goes and what stays.
///
/// # Errors
/// The database's.
pub async fn new_erasure(volunteer: Volunteer) -> WebResult {
    let person = own(&volunteer).await?;
    Ok(show(volunteer.page, &person, &Fields::default(), &FormErrors::default()))
}

/// `POST /{lang}/learn/profile/erase`: asks for the password and a typed word; everybody is signed out then.
///
/// # Errors
/// The database's.
pub async fn create_erasure(request: HttpRequest, volunteer: Volunteer, typed: Fields) -> WebResult {
    let person = own(&volunteer).await?;
    let (id, actor, page) = (volunteer.id(), volunteer.actor(), volunteer.page);
    if typed.switch().is_some() {
        return Ok(show(switched(page, &typed), &person, &typed, &FormErrors::default()));
    }
    let mut errors = FormErrors::default();
    if typed.get("word").trim().to_lowercase() != page.t("care-erase-word") {
        errors.add("word", "care-erase-word-wrong");
    }
    if typed.get("present_password").is_empty() {
        errors.add("present_password", "care-password-wrong");
    }
    if !errors.is_empty() {
        return Ok(show(page, &person, &typed, &errors));
    }
    let proof = proof_of(&request, &page, id, &typed).await?;
    let base = page.app.base_url.to_string();
    let asked =
        page.app.write(actor, move |conn, ctx| accounts::ask_for_erasure(conn, ctx, (id, &proof), &base)).await?;
    match asked {
        ErasureAsked::Planned(_) => {
            let mut response = redirect_with(&page.to("/sign-in"), "flash-erasure-planned");
            response.add_cookie(&removed_cookie(&page.app)).map_err(crate::kernel::Error::internal)?;
            Ok(response)
        }
        ErasureAsked::LastAdministrator => {
            Ok(show(page, &person, &typed, &FormErrors::one("word", "care-erase-last-administrator")))
        }
        ErasureAsked::Unproven(proven) => {
            Ok(show(page, &person, &typed, &FormErrors::one("present_password", unproven(proven))))
        }
    }
}
