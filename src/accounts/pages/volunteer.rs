//! A person's own data, and in the files below the care of one's own account.

pub mod email;
pub mod erasure;
pub mod password;
pub mod second;
pub mod sign_ins;
pub mod tokens;
mod views;

use actix_web::HttpRequest;
use actix_web::http::StatusCode;

use super::super::profile::Profile;
use super::super::views::{Form, profile};
use super::public::{MAIN_FORM, lists, present, read_birth_year, read_district, read_settlement, switched};
use crate::accounts::{self, Person, Proof, Proven};
use crate::kernel::ids::PersonId;
use crate::kernel::{AgeGroup, Ctx, Error, Lang, PersonName, Result};
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
    let person = own(&volunteer).await?;
    let district = present(&volunteer.page.app, person.district).await?;
    let typed = Fields(vec![
        ("name".to_owned(), person.name.clone()),
        ("language".to_owned(), person.lang.code().to_owned()),
        ("district".to_owned(), district.map(|id| id.to_string()).unwrap_or_default()),
        ("settlement".to_owned(), person.settlement.clone().unwrap_or_default()),
        ("birth_year".to_owned(), person.birth_year.map(|year| year.to_string()).unwrap_or_default()),
    ]);
    show(volunteer.page, &person, &typed, &FormErrors::default()).await
}

async fn show(page: Page, person: &Person, typed: &Fields, errors: &FormErrors) -> WebResult {
    let page = page.with_switch_form(MAIN_FORM);
    let lists = lists(&page.app).await?;
    let body = profile(&Form { page: &page, typed, errors }, &lists, person);
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
    // Whoever was entered as a minor does not become an adult by a click of their own: staff rely on it.
    let today = page.app.today();
    if person.age_group(today).is_minor() && AgeGroup::of(birth_year, today) > person.age_group(today) {
        errors.add("birth_year", "profile-year-staff");
    }
    // One that has ended since the form was open, and went nowhere.
    let district = present(&page.app, read_district(&typed)).await?;
    if district.is_none() && read_district(&typed).is_some() {
        errors.add("district", "account-district-wrong");
    }
    let (Some(name), true) = (name, errors.is_empty()) else { return show(page, &person, &typed, &errors).await };
    let profile = Profile {
        name,
        lang: Lang::from_code(typed.get("language")).unwrap_or(page.lang),
        district,
        settlement: read_settlement(&typed),
        birth_year,
    };
    page.app.write(actor, move |conn, ctx| accounts::update_profile(conn, ctx, id, (&profile, today))).await?;
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

/// Compares what was typed as the present password with the person's own; the work is done outside any transaction.
async fn proof_of(request: &HttpRequest, page: &Page, person: PersonId, typed: &Fields) -> Result<Proof> {
    let ip = client_ip(request, &page.app);
    let ctx = Ctx { now: page.app.now(), actor: page.actor() };
    let own = page.app.read(move |conn| accounts::find_own_hash(conn, &ctx, person, ip)).await?;
    // While the account waits, the password is not even looked at.
    let is_right =
        !own.must_wait && page.app.hasher.verify(typed.get("present_password").to_owned(), own.hash.clone()).await?;
    Ok(Proof { ip, fits: own.hash.filter(|_| is_right) })
}

/// What the form says if the password was not shown to be known.
const fn unproven(proven: Proven) -> &'static str {
    match proven {
        Proven::Wait => "care-password-wait",
        Proven::Yes | Proven::Wrong => "care-password-wrong",
    }
}

/// The person who is signed in, with everything that the forms of account care show.
async fn own(volunteer: &Volunteer) -> Result<Person> {
    let id = volunteer.id();
    volunteer.page.app.read(move |conn| accounts::find_person(conn, id)).await?.ok_or(Error::NotFound)
}
