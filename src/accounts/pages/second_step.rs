//! The second step of signing in: the page that asks for a code.

use actix_web::cookie::{Cookie, SameSite, time::Duration};
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse};

use super::super::model::LinkPurpose;
use super::super::second_step::{SecondOutcome, SecondTry, Typed};
use super::super::views::Form;
use super::public::{MAIN_FORM, opened, safe_next, sign_in_cookie, switched};
use super::second_views as views;
use crate::accounts::{self, Awaited, RecoveryCode};
use crate::kernel::{Ctx, Error, Result, Secret};
use crate::web::address::client_ip;
use crate::web::cookies;
use crate::web::flash::{cookie, redirect, redirect_with};
use crate::web::guard::sign_in_secret;
use crate::web::layout::respond;
use crate::web::limits::Limited;
use crate::web::{App, Fields, FormErrors, Page, Visitor, WebResult};

fn step_name(app: &App) -> &'static str {
    if app.is_https() { "__Host-erikti-step" } else { "erikti-step" }
}

/// The cookie of a second step; it leads nowhere without a code.
pub(super) fn step_cookie(app: &App, secret: &Secret) -> Cookie<'static> {
    Cookie::build(step_name(app), secret.reveal())
        .path("/")
        .http_only(true)
        .secure(app.is_https())
        .same_site(SameSite::Lax)
        .max_age(Duration::seconds(LinkPurpose::SecondStep.lifetime()))
        .finish()
}

fn removed(app: &App) -> Cookie<'static> {
    let mut cookie = Cookie::build(step_name(app), "").path("/").http_only(true).secure(app.is_https()).finish();
    cookie.make_removal();
    cookie
}

/// Where the second step is, going on to `next`.
pub(super) fn address(page: &Page, next: &str) -> String {
    let query = url::form_urlencoded::Serializer::new(String::new()).append_pair("next", next).finish();
    page.to(&format!("/sign-in/code?{query}"))
}

/// Who stands at the second step in this browser.
async fn awaited(request: &HttpRequest, page: &Page) -> Result<Option<(Secret, Awaited)>> {
    let Some(secret) = cookies::find(request, step_name(&page.app)).and_then(Secret::parse) else { return Ok(None) };
    let (ctx, ip, asked) = (ctx(page), client_ip(request, &page.app), secret.clone());
    let found = page.app.read(move |conn| accounts::find_awaited(conn, &ctx, &asked, ip)).await?;
    Ok(found.map(|awaited| (secret, awaited)))
}

fn ctx(page: &Page) -> Ctx {
    Ctx { now: page.app.now(), actor: page.actor() }
}

/// The step is over: on to where the person wanted to go, or to the password once more.
fn gone(page: &Page, next: &str) -> HttpResponse {
    if page.person.is_some() { redirect(next) } else { redirect_with(&page.to("/sign-in"), "flash-second-step-gone") }
}

fn show(page: Page, typed: &Fields, errors: &FormErrors, is_readable: bool) -> HttpResponse {
    let page = page.with_switch_form(MAIN_FORM);
    let next = safe_next(&page, typed.get("next"));
    let body = views::step(&Form { page: &page, typed, errors }, &next, is_readable);
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    respond(&page, status, page.t("second-step-title"), &body)
}

/// `GET /{lang}/sign-in/code?next=`.
///
/// # Errors
/// The database's.
pub async fn show_step(request: HttpRequest, Visitor(page): Visitor) -> WebResult {
    let query = Fields::of_query(&request);
    let Some((_, awaited)) = awaited(&request, &page).await? else {
        let next = safe_next(&page, query.get("next"));
        return Ok(gone(&page, &next));
    };
    let is_readable = page.app.sealer.open(awaited.person, &awaited.sealed).is_some();
    Ok(show(page, &query, &FormErrors::default(), is_readable))
}

/// `POST /{lang}/sign-in/code`.
///
/// # Errors
/// Too many tries from one address; the database's.
pub async fn create_step(request: HttpRequest, Visitor(page): Visitor, typed: Fields) -> WebResult {
    let next = safe_next(&page, typed.get("next"));
    let Some((step, awaited)) = awaited(&request, &page).await? else { return Ok(gone(&page, &next)) };
    let secret = page.app.sealer.open(awaited.person, &awaited.sealed);
    let is_readable = secret.is_some();
    if typed.switch().is_some() {
        return Ok(show(switched(page, &typed), &typed, &FormErrors::default(), is_readable));
    }
    let ip = client_ip(&request, &page.app);
    page.app.limits.take(Limited::SignIn, ip, page.app.now())?;
    let field = if typed.has("recovery_code") { "recovery_code" } else { "code" };
    let given = match (field, secret) {
        _ if awaited.must_wait => Typed::Neither,
        ("code", Some(secret)) => match secret.find_step(typed.get("code"), page.app.now()) {
            Some(found) => Typed::Code(awaited.sealed.clone(), found),
            None => Typed::Neither,
        },
        ("recovery_code", _) => RecoveryCode::typed(typed.get("recovery_code"))
            .map_or(Typed::Neither, |code| Typed::Recovery(code.digest(awaited.person))),
        _ => Typed::Neither,
    };
    let attempt = SecondTry {
        step,
        ip,
        typed: given,
        opened: opened(&page.app, &request),
        former: sign_in_secret(&page.app, &request),
    };
    let new_cookie = sign_in_cookie(&page.app, &attempt.opened.secret);
    let base = page.app.base_url.to_string();
    let outcome =
        page.app.write(page.actor(), move |conn, ctx| accounts::take_second_step(conn, ctx, &attempt, &base)).await?;
    if let SecondOutcome::SignedIn { person, is_kept, by_recovery } = outcome {
        tracing::info!(person = person.0, "signed in with a second factor");
        return entered(&page, &next, new_cookie, (is_kept, by_recovery));
    }
    tracing::info!(person = awaited.person.0, "a second step was refused");
    let message = match (outcome, field) {
        (SecondOutcome::Gone | SecondOutcome::SignedIn { .. }, _) => return Ok(gone(&page, &next)),
        (SecondOutcome::Wait, _) => "second-step-wait",
        (SecondOutcome::Used, _) => "second-step-used",
        (SecondOutcome::Wrong, "recovery_code") => "second-recovery-wrong",
        (SecondOutcome::Wrong, _) => "second-step-wrong",
    };
    Ok(show(page, &typed, &FormErrors::one(field, message), is_readable))
}

fn entered(page: &Page, next: &str, new: Cookie<'static>, (is_kept, by_recovery): (bool, bool)) -> WebResult {
    let mut response = redirect(next);
    let said = match (is_kept, by_recovery) {
        (true, _) => Some("flash-erasure-cancelled"),
        (false, true) => Some("flash-recovery-used"),
        (false, false) => None,
    };
    for cookie in [Some(new), Some(removed(&page.app)), said.map(cookie)].into_iter().flatten() {
        response.add_cookie(&cookie).map_err(Error::internal)?;
    }
    Ok(response)
}
