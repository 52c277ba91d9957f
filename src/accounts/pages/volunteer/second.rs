//! One's own second factor: set up, put on another phone, new recovery codes, end.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse};

use super::super::super::views::Form;
use super::super::public::{MAIN_FORM, safe_next, switched};
use super::super::second_views::{self as views, Own};
use super::{own, proof_of, unproven};
use crate::accounts::{self, Factor, FactorConfirmed, NONCE_BYTES, Person, Proven, RecoveryCode, SignedIn, TotpSecret};
use crate::kernel::{Result, Secret};
use crate::web::address::client_ip;
use crate::web::flash::redirect_with;
use crate::web::guard::demands_second_factor;
use crate::web::layout::respond;
use crate::web::limits::Limited;
use crate::web::{App, Fields, FormErrors, Page, Problem, Volunteer, WebResult, html_page};

const PATH: &str = "/learn/profile/second-factor";

/// What the pages show of a person.
struct Found {
    person: Person,
    factor: Factor,
    /// The secret that waits for its first code.
    waiting: Option<TotpSecret>,
}

/// Whoever may have a second factor: the staff, and who was among them.
async fn find(volunteer: &Volunteer) -> Result<Found, Problem> {
    let person = own(volunteer).await?;
    let (id, app) = (person.id, &volunteer.page.app);
    let factor = app.read(move |conn| accounts::find_factor(conn, id)).await?;
    if !volunteer.person.is_staff() && factor.held.is_none() {
        return Err(Problem::Forbidden);
    }
    let waiting = factor.waiting(app.now()).and_then(|sealed| app.sealer.open(id, sealed));
    Ok(Found { person, factor, waiting })
}

fn show(page: Page, signed_in: &SignedIn, found: &Found, typed: &Fields, errors: &FormErrors) -> HttpResponse {
    let page = page.with_switch_form(MAIN_FORM);
    let issuer = page.app.centre.get().centre_name(page.lang).unwrap_or("Erikti").to_owned();
    let account = found.person.email.as_deref().or(found.person.sign_in_name.as_deref()).unwrap_or_default();
    let of = Own {
        person: &found.person,
        since: found.factor.held.as_ref().map(|(_, since)| *since),
        codes_left: found.factor.codes_left,
        waiting: found.waiting.as_ref().map(|secret| (secret.uri(&issuer, account), secret.grouped())),
        is_demanded: demands_second_factor(&page.app, signed_in).is_some(),
        next: safe_next(&page, typed.get("next")),
    };
    let body = views::own(&Form { page: &page, typed, errors }, &of);
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    respond(&page, status, page.t("second-title"), &body)
}

/// `GET /{lang}/learn/profile/second-factor?next=`.
///
/// # Errors
/// Forbidden for who is not of the staff; the database's.
pub async fn show_factor(request: HttpRequest, volunteer: Volunteer) -> WebResult {
    let found = find(&volunteer).await?;
    let (query, signed_in) = (Fields::of_query(&request), volunteer.person.clone());
    Ok(show(volunteer.page, &signed_in, &found, &query, &FormErrors::default()))
}

/// What a button asks for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wish {
    Begin,
    Codes,
    End,
}

/// `POST /{lang}/learn/profile/second-factor`: what the button says, for whoever knows the password.
///
/// # Errors
/// A button that is not on the page; forbidden for who is not of the staff; the database's.
pub async fn update_factor(request: HttpRequest, volunteer: Volunteer, typed: Fields) -> WebResult {
    let found = find(&volunteer).await?;
    let (signed_in, page) = (volunteer.person.clone(), volunteer.page.clone());
    if typed.switch().is_some() {
        let page = switched(page, &typed);
        return match codes_of_form(&volunteer, &typed).await? {
            Some((form, codes)) => Ok(show_codes(page, (&form, &codes), &typed)),
            None => Ok(show(page, &signed_in, &found, &typed, &FormErrors::default())),
        };
    }
    let (id, is_held) = (signed_in.person_id, found.factor.held.is_some());
    let wish = match typed.get("wish") {
        // Enter in the field presses no button.
        "" if !is_held => Wish::Begin,
        "begin" => Wish::Begin,
        "codes" if is_held => Wish::Codes,
        "end" if is_held && demands_second_factor(&page.app, &signed_in).is_none() => Wish::End,
        _ => return Err(Problem::BadRequest),
    };
    if typed.get("present_password").is_empty() {
        let errors = FormErrors::one("present_password", "care-password-wrong");
        return Ok(show(page, &signed_in, &found, &typed, &errors));
    }
    let proof = proof_of(&request, &page, id, &typed).await?;
    let (app, base) = (page.app.clone(), page.app.base_url.to_string());
    let form = Secret::parse(typed.get("token")).ok_or(Problem::BadRequest)?;
    let codes = RecoveryCode::draw(&form);
    let digests: Vec<String> = codes.iter().map(|code| code.digest(id)).collect();
    let sealed = new_secret(&app, id)?;
    let proven = app
        .write(volunteer.actor(), move |conn, ctx| match wish {
            Wish::Begin => accounts::begin_factor(conn, ctx, (id, &proof), &sealed),
            Wish::Codes => accounts::renew_codes(conn, ctx, (id, &proof), (&digests, &base)),
            Wish::End => accounts::end_factor(conn, ctx, (id, &proof), &base),
        })
        .await?;
    if proven != Proven::Yes {
        let errors = FormErrors::one("present_password", unproven(proven));
        return Ok(show(page, &signed_in, &found, &typed, &errors));
    }
    Ok(match wish {
        Wish::Begin => crate::web::flash::redirect(&views::address(&page, &safe_next(&page, typed.get("next")))),
        Wish::Codes => show_codes(page, (&form, &codes), &typed),
        Wish::End => redirect_with(&page.to(PATH), "flash-second-ended"),
    })
}

/// The recovery codes of a form, once; its language switch shows them again as long as a second click does.
fn show_codes(page: Page, (form, codes): (&Secret, &[RecoveryCode]), typed: &Fields) -> HttpResponse {
    let page = page.with_switch_form("main-form");
    let next = safe_next(&page, typed.get("next"));
    html_page(&page, page.t("second-codes-title"), &views::codes(&page, (form, codes), &next))
}

/// The recovery codes that this form has made, if that was a few minutes ago.
async fn codes_of_form(volunteer: &Volunteer, typed: &Fields) -> Result<Option<(Secret, Vec<RecoveryCode>)>> {
    let Some(form) = Secret::parse(typed.get("token")) else { return Ok(None) };
    let codes = RecoveryCode::draw(&form);
    Ok(are_shown(volunteer, &codes).await?.then_some((form, codes)))
}

/// Whether these recovery codes were made a few minutes ago.
async fn are_shown(volunteer: &Volunteer, codes: &[RecoveryCode]) -> Result<bool> {
    let (app, id) = (&volunteer.page.app, volunteer.person.person_id);
    let digests: Vec<String> = codes.iter().map(|code| code.digest(id)).collect();
    let ctx = crate::kernel::Ctx { now: app.now(), actor: volunteer.actor() };
    app.read(move |conn| accounts::may_show_codes(conn, &ctx, id, &digests)).await
}

/// A fresh secret, sealed.
fn new_secret(app: &App, person: crate::kernel::ids::PersonId) -> Result<String> {
    let (mut bytes, mut nonce) = ([0; 20], [0; NONCE_BYTES]);
    app.random.fill(&mut bytes);
    app.random.fill(&mut nonce);
    app.sealer.seal(nonce, person, &TotpSecret::from_bytes(bytes))
}

/// `POST /{lang}/learn/profile/second-factor/confirm`: the first code, and then the recovery codes, shown once.
///
/// # Errors
/// Forbidden for who is not of the staff; too many tries from one address; the database's.
pub async fn create_confirmation(request: HttpRequest, volunteer: Volunteer, typed: Fields) -> WebResult {
    let found = find(&volunteer).await?;
    let (signed_in, page) = (volunteer.person.clone(), volunteer.page.clone());
    if typed.switch().is_some() {
        return Ok(show(switched(page, &typed), &signed_in, &found, &typed, &FormErrors::default()));
    }
    page.app.limits.take(Limited::SignIn, client_ip(&request, &page.app), page.app.now())?;
    let form = Secret::parse(typed.get("token")).ok_or(Problem::BadRequest)?;
    let codes = RecoveryCode::draw(&form);
    let outcome = confirm(&volunteer, &found, &typed, &codes).await?;
    match outcome {
        Some(FactorConfirmed::Yes | FactorConfirmed::Before) => Ok(show_codes(page, (&form, &codes), &typed)),
        Some(FactorConfirmed::Gone) => {
            let next = safe_next(&page, typed.get("next"));
            Ok(redirect_with(&views::address(&page, &next), "flash-second-gone"))
        }
        None => Ok(show(page, &signed_in, &found, &typed, &FormErrors::one("code", "second-step-wrong"))),
    }
}

/// What became of the code that was typed; `None` if it does not fit.
async fn confirm(
    volunteer: &Volunteer,
    found: &Found,
    typed: &Fields,
    codes: &[RecoveryCode],
) -> Result<Option<FactorConfirmed>> {
    let (signed_in, app) = (volunteer.person.clone(), &volunteer.page.app);
    let id = signed_in.person_id;
    let digests: Vec<String> = codes.iter().map(|code| code.digest(id)).collect();
    let Some((secret, sealed)) = found.waiting.as_ref().zip(found.factor.waiting(app.now()).map(str::to_owned)) else {
        // A second click comes after the first one has confirmed.
        return Ok(Some(if are_shown(volunteer, codes).await? {
            FactorConfirmed::Before
        } else {
            FactorConfirmed::Gone
        }));
    };
    let Some(step) = secret.find_step(typed.get("code"), app.now()) else { return Ok(None) };
    let base = app.base_url.to_string();
    let confirm = move |conn: &mut _, ctx: &_| {
        accounts::confirm_factor(conn, ctx, (&signed_in, &base), (&sealed, step), &digests)
    };
    app.write(volunteer.actor(), confirm).await.map(Some)
}
