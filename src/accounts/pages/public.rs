//! Sign up, sign in, sign out, the first account, the privacy page.

use actix_web::cookie::{Cookie, SameSite, time::Duration};
use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, web};

use super::super::card::OneTime;
use super::super::device::device_of;
use super::super::model::{Consent, LinkPurpose, NewPerson, Opened, lifetime};
use super::super::password::{Password, Weak};
use super::super::pasted::{is_birth_year, settlement};
use super::super::sign_up::Secrets;
use super::super::views::{self, Form, Lists};
use super::super::{SignInOutcome, SignedUp, Try, sign_in};
use super::second_step;
use crate::accounts;
use crate::kernel::ids::DistrictId;
use crate::kernel::{Email, Lang, PersonName, Result, Secret};
use crate::places;
use crate::web::address::client_ip;
use crate::web::flash::{redirect, redirect_with};
use crate::web::guard::{cookie_name, sign_in_secret};
use crate::web::layout::respond;
use crate::web::limits::Limited;
use crate::web::{App, Fields, FormErrors, Page, Visitor, WebResult, html_page};

pub(super) const MAIN_FORM: &str = "main-form";

/// The cookie of a sign-in.
pub(super) fn sign_in_cookie(app: &App, secret: &Secret) -> Cookie<'static> {
    Cookie::build(cookie_name(app), secret.reveal())
        .path("/")
        .http_only(true)
        .secure(app.is_https())
        .same_site(SameSite::Lax)
        .max_age(Duration::seconds(lifetime(false).1))
        .finish()
}

/// A new sign-in of the browser that asks.
pub(super) fn opened(app: &App, request: &HttpRequest) -> Opened {
    let sent = request.headers().get(header::USER_AGENT).and_then(|value| value.to_str().ok());
    Opened { secret: app.random.secret(), device: sent.and_then(device_of) }
}

pub(super) fn removed_cookie(app: &App) -> Cookie<'static> {
    let mut cookie = Cookie::build(cookie_name(app), "").path("/").http_only(true).secure(app.is_https()).finish();
    cookie.make_removal();
    cookie
}

/// A path on this site to go on at, or the volunteer's own page. Anything else (another host, a script) is refused.
pub(super) fn safe_next(page: &Page, next: &str) -> String {
    let rest = next.strip_prefix('/').unwrap_or_default();
    let ours =
        Lang::ALL.iter().any(|lang| rest.strip_prefix(lang.code()).is_some_and(|r| r.is_empty() || r.starts_with('/')));
    if ours && !next.contains(['\\', '\r', '\n']) { next.to_owned() } else { page.to("/learn") }
}

pub(super) async fn lists(app: &App) -> Result<Lists> {
    let today = app.today();
    app.read(move |conn| {
        Ok(Lists {
            districts: places::list_districts(conn, today)?,
            settlements: places::list_settlements(conn, today)?,
        })
    })
    .await
}

/// The district that is there today in the place of the one that a form or an account names.
pub(super) async fn present(app: &App, district: Option<DistrictId>) -> crate::kernel::Result<Option<DistrictId>> {
    let (Some(id), today) = (district, app.today()) else { return Ok(None) };
    app.read(move |conn| places::find_present(conn, id, today)).await
}

/// The page again in another language, with what was typed.
pub(super) fn switched(mut page: Page, typed: &Fields) -> Page {
    if let Some(lang) = typed.switch() {
        page.lang = lang;
    }
    page
}

// Sign up

/// `GET /{lang}/sign-up`.
///
/// # Errors
/// The database's.
pub async fn new_account(Visitor(page): Visitor) -> WebResult {
    if page.person.is_some() {
        return Ok(redirect(&page.to("/learn")));
    }
    let typed = Fields(vec![("language".to_owned(), page.lang.code().to_owned())]);
    show_sign_up(page, &typed, &FormErrors::default()).await
}

async fn show_sign_up(page: Page, typed: &Fields, errors: &FormErrors) -> WebResult {
    let page = page.with_switch_form(MAIN_FORM);
    let lists = lists(&page.app).await?;
    let body = views::sign_up(&Form { page: &page, typed, errors }, &lists);
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(respond(&page, status, page.t("sign-up-title"), &body))
}

/// `POST /{lang}/sign-up`.
///
/// # Errors
/// Too many sign-ups from one address; the database's.
pub async fn create_account(request: HttpRequest, Visitor(page): Visitor, typed: Fields) -> WebResult {
    if typed.switch().is_some() {
        return show_sign_up(switched(page, &typed), &typed, &FormErrors::default()).await;
    }
    let (new, password) = match read_sign_up(&page, &typed) {
        Ok(read) => read,
        Err(errors) => return show_sign_up(page, &typed, &errors).await,
    };
    let Some(district) = present(&page.app, new.district).await? else {
        return show_sign_up(page, &typed, &FormErrors::one("district", "account-district-wrong")).await;
    };
    let new = NewPerson { district: Some(district), ..new };
    page.app.limits.take(Limited::SignUp, client_ip(&request, &page.app), page.app.now())?;
    let hash = page.app.hasher.hash(password).await?;
    let email = new.email.clone();
    let new = NewPerson { password_hash: Some(hash), ..new };
    let secrets = Secrets { sign_in: opened(&page.app, &request), link: page.app.random.secret() };
    let cookie = sign_in_cookie(&page.app, &secrets.sign_in.secret);
    let base = page.app.base_url.to_string();
    let outcome =
        page.app.write(page.actor(), move |conn, ctx| accounts::sign_up(conn, ctx, &new, &secrets, &base)).await;
    match outcome {
        Ok(SignedUp::Created(_)) => {
            let mut response = redirect(&safe_next(&page, Fields::of_query(&request).get("next")));
            response.add_cookie(&cookie).map_err(crate::kernel::Error::internal)?;
            Ok(response)
        }
        // A second click at the same moment meets the unique index; the first one made the account.
        Ok(SignedUp::EmailTaken) | Err(crate::kernel::Error::Conflict) => {
            if let Some(email) = email
                && let Some(signed_in) = sent_twice(&request, &page, (&email, &typed)).await?
            {
                return Ok(signed_in);
            }
            show_sign_up(page, &typed, &FormErrors::one("email", "account-email-taken")).await
        }
        Err(error) => Err(error.into()),
    }
}

/// The answer to a sign-up whose form came twice: whoever sends the password of an account that was just made is signed
/// in, by the rules and limits of signing in. Otherwise the owner of the address is told.
async fn sent_twice(
    request: &HttpRequest,
    page: &Page,
    (email, typed): (&Email, &Fields),
) -> WebResult<Option<HttpResponse>> {
    let ctx = crate::kernel::Ctx { now: page.app.now(), actor: page.actor() };
    let asked = email.clone();
    if page.app.read(move |conn| accounts::is_just_made(conn, &ctx, &asked)).await? {
        let attempt = compare(request, page, (email.as_str(), typed.get("password"))).await?;
        let cookie = sign_in_cookie(&page.app, &attempt.opened.secret);
        let outcome = page.app.write(page.actor(), move |conn, ctx| sign_in::sign_in(conn, ctx, &attempt)).await?;
        if let SignInOutcome::SignedIn(_) = outcome {
            let mut response = redirect(&safe_next(page, Fields::of_query(request).get("next")));
            response.add_cookie(&cookie).map_err(crate::kernel::Error::internal)?;
            return Ok(Some(response));
        }
    }
    let (owner, base) = (email.clone(), page.app.base_url.to_string());
    let tell = move |conn: &mut _, ctx: &_| accounts::tell_already_registered(conn, ctx, &owner, &base);
    page.app.write(page.actor(), tell).await?;
    Ok(None)
}

fn read_sign_up(page: &Page, typed: &Fields) -> Result<(NewPerson, Password), FormErrors> {
    let mut errors = FormErrors::default();
    let name = errors.check("name", "account-name-wrong", PersonName::parse(typed.get("name")));
    let email = errors.check("email", "account-email-wrong", Email::parse(typed.get("email")));
    let password = read_password(typed, &mut errors);
    let lang = Lang::from_code(typed.get("language")).unwrap_or(page.lang);
    let district = read_district(typed);
    if district.is_none() {
        errors.add("district", "account-district-wrong");
    }
    let birth_year = read_birth_year(page, typed, &mut errors);
    let consent = errors.check("consent", "account-consent-wrong", typed.has("consent").then_some(Consent));
    let (Some(name), Some(email), Some(password), Some(consent), true) =
        (name, email, password, consent, errors.is_empty())
    else {
        return Err(errors);
    };
    let settlement = read_settlement(typed);
    let new = NewPerson {
        name,
        email: Some(email),
        password_hash: None,
        lang,
        district,
        settlement,
        birth_year,
        consent: Some(consent),
    };
    Ok((new, password))
}

pub(super) fn read_password(typed: &Fields, errors: &mut FormErrors) -> Option<Password> {
    check_password(typed.get("password"), &[typed.get("name"), typed.get("email")], errors)
}

/// A new password; `known` are words that an attacker knows.
pub(super) fn check_password(text: &str, known: &[&str], errors: &mut FormErrors) -> Option<Password> {
    match Password::new(text, known) {
        Ok(password) => return Some(password),
        Err(Weak::Short) => errors.add("password", "account-password-short"),
        Err(Weak::Long) => errors.add("password", "account-password-long"),
        Err(Weak::Common) => errors.add("password", "account-password-common"),
    }
    None
}

pub(super) fn read_district(typed: &Fields) -> Option<DistrictId> {
    typed.get("district").parse().ok()
}

pub(super) fn read_settlement(typed: &Fields) -> Option<String> {
    settlement(typed.get("settlement"))
}

pub(super) fn read_birth_year(page: &Page, typed: &Fields, errors: &mut FormErrors) -> Option<i32> {
    let year = typed.typed("birth_year").and_then(|text| text.parse().ok());
    let year = year.filter(|year| is_birth_year(*year, page.app.today()));
    errors.check("birth_year", "account-birth-year-wrong", year)
}

// Sign in and out

/// `GET /{lang}/sign-in`: also for whoever is signed in, because phones are shared and the code on a card leads here.
///
/// # Errors
/// None of its own.
pub async fn show_sign_in(request: HttpRequest, Visitor(page): Visitor) -> WebResult {
    let query = Fields::of_query(&request);
    Ok(sign_in_form(page, &query, &FormErrors::default()))
}

fn sign_in_form(page: Page, typed: &Fields, errors: &FormErrors) -> HttpResponse {
    let page = page.with_switch_form(MAIN_FORM);
    let next = safe_next(&page, typed.get("next"));
    let body = views::sign_in(&Form { page: &page, typed, errors }, &next);
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    respond(&page, status, page.t("sign-in-title"), &body)
}

/// One try to sign in, with the password compared, unless too many were tried from this address.
async fn compare(request: &HttpRequest, page: &Page, (identifier, password): (&str, &str)) -> WebResult<Try> {
    let ip = client_ip(request, &page.app);
    page.app.limits.take(Limited::SignIn, ip, page.app.now())?;
    let identifier = identifier.trim().to_owned();
    let ctx = crate::kernel::Ctx { now: page.app.now(), actor: page.actor() };
    let asked = identifier.clone();
    let known = page.app.read(move |conn| accounts::find_credentials(conn, &ctx, &asked, ip)).await?;
    // The password of a card is read in groups and may be typed so.
    let password = if known.is_one_time { OneTime::typed(password) } else { password.to_owned() };
    // While the account waits, the password is not even looked at.
    let right = match known.wait {
        Some(_) => false,
        None => page.app.hasher.verify(password, known.hash.clone()).await?,
    };
    Ok(Try {
        identifier,
        ip,
        fits: known.hash.filter(|_| right),
        opened: opened(&page.app, request),
        step: page.app.random.secret(),
        former: sign_in_secret(&page.app, request),
    })
}

/// `POST /{lang}/sign-in`.
///
/// # Errors
/// Too many tries from one address; the database's.
pub async fn create_sign_in(request: HttpRequest, Visitor(page): Visitor, typed: Fields) -> WebResult {
    if typed.switch().is_some() {
        return Ok(sign_in_form(switched(page, &typed), &typed, &FormErrors::default()));
    }
    let attempt = compare(&request, &page, (typed.get("identifier"), typed.get("password"))).await?;
    let cookie = sign_in_cookie(&page.app, &attempt.opened.secret);
    let step = second_step::step_cookie(&page.app, &attempt.step);
    match page.app.write(page.actor(), move |conn, ctx| sign_in::sign_in(conn, ctx, &attempt)).await? {
        SignInOutcome::Kept(person) => {
            tracing::info!(person = person.0, "signed in; the account was to be erased and stays");
            let mut response = redirect_with(&safe_next(&page, typed.get("next")), "flash-erasure-cancelled");
            response.add_cookie(&cookie).map_err(crate::kernel::Error::internal)?;
            Ok(response)
        }
        SignInOutcome::SignedIn(person) => {
            tracing::info!(person = person.0, "signed in");
            let mut response = redirect(&safe_next(&page, typed.get("next")));
            response.add_cookie(&cookie).map_err(crate::kernel::Error::internal)?;
            Ok(response)
        }
        SignInOutcome::AwaitsCode(_) => {
            let mut response = redirect(&second_step::address(&page, &safe_next(&page, typed.get("next"))));
            response.add_cookie(&step).map_err(crate::kernel::Error::internal)?;
            Ok(response)
        }
        SignInOutcome::Refused => {
            tracing::info!("a sign-in was refused");
            Ok(sign_in_form(page, &typed, &FormErrors::one("identifier", "sign-in-refused")))
        }
        SignInOutcome::Wait { .. } => Ok(sign_in_form(page, &typed, &FormErrors::one("identifier", "sign-in-wait"))),
    }
}

/// `POST /{lang}/sign-out`: ends this browser's sign-in, and tells it to forget what it kept.
///
/// # Errors
/// The database's.
pub async fn create_sign_out(request: HttpRequest, Visitor(page): Visitor) -> WebResult {
    if let Some(secret) = sign_in_secret(&page.app, &request) {
        page.app.write(page.actor(), move |conn, ctx| accounts::sign_out(conn, ctx, &secret)).await?;
    }
    let mut response = redirect_with(&page.to("/sign-in"), "flash-signed-out");
    response.add_cookie(&removed_cookie(&page.app)).map_err(crate::kernel::Error::internal)?;
    response.headers_mut().insert(
        actix_web::http::header::HeaderName::from_static("clear-site-data"),
        actix_web::http::header::HeaderValue::from_static("\"cache\""),
    );
    Ok(response)
}

// The first account

/// `GET /{lang}/first/{token}`.
///
/// # Errors
/// The database's.
pub async fn new_first_account(Visitor(page): Visitor, path: web::Path<(String, String)>) -> WebResult {
    let works = first_link_works(&page, &path.1).await?;
    if !works {
        return Ok(first_gone(&page));
    }
    Ok(first_form(page, &Fields::default(), &FormErrors::default()))
}

async fn first_link_works(page: &Page, token: &str) -> Result<bool> {
    let Some(secret) = Secret::parse(token) else { return Ok(false) };
    let ctx = crate::kernel::Ctx { now: page.app.now(), actor: page.actor() };
    page.app.read(move |conn| accounts::link_works(conn, &ctx, LinkPurpose::FirstAccount, &secret)).await
}

fn first_gone(page: &Page) -> HttpResponse {
    let body = views::message(page, ("link-gone-title", "first-gone-text"), ("nav-sign-in", &page.to("/sign-in")));
    respond(page, StatusCode::GONE, page.t("link-gone-title"), &body)
}

fn first_form(page: Page, typed: &Fields, errors: &FormErrors) -> HttpResponse {
    let page = page.with_switch_form(MAIN_FORM);
    let body = views::first_account(&Form { page: &page, typed, errors });
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    respond(&page, status, page.t("first-title"), &body)
}

/// `POST /{lang}/first/{token}`.
///
/// # Errors
/// The database's.
pub async fn create_first_account(
    request: HttpRequest,
    Visitor(page): Visitor,
    path: web::Path<(String, String)>,
    typed: Fields,
) -> WebResult {
    if typed.switch().is_some() {
        return Ok(first_form(switched(page, &typed), &typed, &FormErrors::default()));
    }
    let Some(link) = Secret::parse(&path.1) else { return Ok(first_gone(&page)) };
    let mut errors = FormErrors::default();
    let name = errors.check("name", "account-name-wrong", PersonName::parse(typed.get("name")));
    let email = errors.check("email", "account-email-wrong", Email::parse(typed.get("email")));
    let password = read_password(&typed, &mut errors);
    let (Some(name), Some(email), Some(password)) = (name, email, password) else {
        return Ok(first_form(page, &typed, &errors));
    };
    if !first_link_works(&page, &path.1).await? {
        return Ok(first_gone(&page));
    }
    let new = NewPerson {
        name,
        email: Some(email),
        password_hash: Some(page.app.hasher.hash(password).await?),
        lang: page.lang,
        district: None,
        settlement: None,
        birth_year: None,
        consent: Some(Consent),
    };
    let sign_in = opened(&page.app, &request);
    let cookie = sign_in_cookie(&page.app, &sign_in.secret);
    let made = page
        .app
        .write(page.actor(), move |conn, ctx| accounts::make_first_account(conn, ctx, (&link, &sign_in), &new))
        .await?;
    match made {
        Some(SignedUp::Created(_)) => {
            let mut response = redirect(&page.to("/centre"));
            response.add_cookie(&cookie).map_err(crate::kernel::Error::internal)?;
            Ok(response)
        }
        Some(SignedUp::EmailTaken) => Ok(first_form(page, &typed, &FormErrors::one("email", "account-email-taken"))),
        None => Ok(first_gone(&page)),
    }
}

/// `GET /{lang}/privacy`.
///
/// # Errors
/// None of its own.
pub async fn show_privacy(Visitor(page): Visitor) -> WebResult {
    Ok(html_page(&page, page.t("privacy-title"), &views::privacy(page.lang)))
}
