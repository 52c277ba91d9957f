//! A person's own data.

use actix_web::HttpRequest;
use actix_web::http::StatusCode;

use super::super::profile::Profile;
use super::super::views::{self, Form};
use super::public::{MAIN_FORM, lists, read_birth_year, read_district, read_settlement, switched};
use crate::accounts::{self, Person};
use crate::kernel::{Error, Lang, PersonName};
use crate::web::address::client_ip;
use crate::web::flash::redirect_with;
use crate::web::layout::respond;
use crate::web::limits::Limited;
use crate::web::{Fields, FormErrors, Page, Volunteer, WebResult};

/// `GET /{lang}/learn/profile`.
///
/// # Errors
/// The database's.
pub async fn edit_profile(volunteer: Volunteer) -> WebResult {
    let id = volunteer.id();
    let person = volunteer.page.app.read(move |conn| accounts::find_person(conn, id)).await?.ok_or(Error::NotFound)?;
    let typed = Fields(vec![
        ("name".to_owned(), person.name.clone()),
        ("language".to_owned(), person.lang.code().to_owned()),
        ("district".to_owned(), person.district.map(|id| id.to_string()).unwrap_or_default()),
        ("settlement".to_owned(), person.settlement.clone().unwrap_or_default()),
        ("birth_year".to_owned(), person.birth_year.map(|year| year.to_string()).unwrap_or_default()),
    ]);
    show(volunteer.page, &person, &typed, &FormErrors::default()).await
}

async fn show(page: Page, person: &Person, typed: &Fields, errors: &FormErrors) -> WebResult {
    let page = page.with_switch_form(MAIN_FORM);
    let lists = lists(&page.app).await?;
    let body = views::profile(&Form { page: &page, typed, errors }, &lists, person);
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(respond(&page, status, page.t("profile-title"), &body))
}

/// `POST /{lang}/learn/profile`.
///
/// # Errors
/// The database's.
pub async fn update_profile(volunteer: Volunteer, typed: Fields) -> WebResult {
    let id = volunteer.id();
    let actor = volunteer.actor();
    let page = volunteer.page;
    let person = page.app.read(move |conn| accounts::find_person(conn, id)).await?.ok_or(Error::NotFound)?;
    if typed.switch().is_some() {
        return show(switched(page, &typed), &person, &typed, &FormErrors::default()).await;
    }
    let mut errors = FormErrors::default();
    let name = errors.check("name", "account-name-wrong", PersonName::parse(typed.get("name")));
    let birth_year = read_birth_year(&page, &typed, &mut errors);
    let (Some(name), true) = (name, errors.is_empty()) else { return show(page, &person, &typed, &errors).await };
    let profile = Profile {
        name,
        lang: Lang::from_code(typed.get("language")).unwrap_or(page.lang),
        district: read_district(&typed),
        settlement: read_settlement(&typed),
        birth_year,
    };
    page.app.write(actor, move |conn, ctx| accounts::update_profile(conn, ctx, id, &profile)).await?;
    Ok(redirect_with(&page.to("/learn/profile"), "flash-profile-saved"))
}

/// `POST /{lang}/learn/profile/confirm`: the confirmation once more.
///
/// # Errors
/// Too many mails caused from one address; the database's.
pub async fn resend_confirmation(request: HttpRequest, volunteer: Volunteer) -> WebResult {
    let (id, actor, page) = (volunteer.id(), volunteer.actor(), volunteer.page);
    page.app.limits.take(Limited::Mail, client_ip(&request, &page.app), page.app.now())?;
    let link = page.app.random.secret();
    let base = page.app.base_url.to_string();
    page.app.write(actor, move |conn, ctx| accounts::send_confirmation_again(conn, ctx, id, &link, &base)).await?;
    Ok(redirect_with(&page.to("/learn/profile"), "flash-confirm-sent"))
}
