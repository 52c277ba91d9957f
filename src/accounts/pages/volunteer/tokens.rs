//! One's own tokens for programs: made, shown once, revoked.

use actix_web::http::StatusCode;
use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse};

use super::super::super::views::Form;
use super::super::super::views::tokens::{self as views, Own};
use super::super::public::{MAIN_FORM, switched};
use super::{own, proof_of, unproven};
use crate::accounts::{self, Coordinated, NewToken, Person, Scope, SignedIn, TokenMade, TokenRow, TokenSecret};
use crate::kernel::ids::{ApiTokenId, OrganisationId};
use crate::kernel::{Actor, Ctx, Error, Result, Secret};
use crate::web::flash::redirect_with;
use crate::web::guard::require_second_factor;
use crate::web::layout::respond;
use crate::web::paging::{PER_PAGE, PageNumber};
use crate::web::{Fields, FormErrors, Page, Problem, Volunteer, WebResult, html_page};

const PATH: &str = "/learn/profile/tokens";

/// For how many days a token may work.
pub(in crate::accounts) const DAYS: [i64; 3] = [30, 90, 365];

/// What the page shows of a person.
struct Found {
    person: Person,
    coordinated: Vec<Coordinated>,
    tokens: Vec<TokenRow>,
    total: i64,
    current: PageNumber,
}

async fn find(volunteer: &Volunteer, wanted: PageNumber) -> Result<Found> {
    let person = own(volunteer).await?;
    let id = person.id;
    let read = move |conn: &mut _| {
        let (mut tokens, total) = accounts::list_tokens(conn, Some(id), (wanted.offset(), PER_PAGE))?;
        let current = wanted.within(total);
        if current != wanted {
            (tokens, _) = accounts::list_tokens(conn, Some(id), (current.offset(), PER_PAGE))?;
        }
        Ok((accounts::list_coordinated(conn, id)?, tokens, total, current))
    };
    let (coordinated, tokens, total, current) = volunteer.page.app.read(read).await?;
    Ok(Found { person, coordinated, tokens, total, current })
}

fn show(page: Page, signed_in: &SignedIn, found: &Found, typed: &Fields, errors: &FormErrors) -> HttpResponse {
    let page = page.with_switch_form(MAIN_FORM);
    let of = Own {
        person: &found.person,
        scopes: scopes(&page, signed_in, &found.coordinated),
        tokens: &found.tokens,
        page: (found.current, found.total),
    };
    let body = views::own(&Form { page: &page, typed, errors }, &of);
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    respond(&page, status, page.t("api-title"), &body)
}

/// What the person may choose: the value of the form, and its words.
fn scopes(page: &Page, person: &SignedIn, coordinated: &[Coordinated]) -> Vec<(String, String)> {
    let mut choices = Vec::new();
    for scope in Scope::ALL.into_iter().filter(|scope| scope.is_for(&person.roles)) {
        if scope == Scope::People {
            choices.extend(coordinated.iter().map(|one| {
                let words = page.tf("api-scope-people-of", &[("name", one.name.get(page.lang).into())]);
                (format!("people {}", one.id), words)
            }));
        } else {
            choices.push((scope.code().to_owned(), page.t(scope.word()).to_owned()));
        }
    }
    choices
}

/// The scope of a choice, and whose people.
fn read_scope(text: &str) -> Option<(Scope, Option<OrganisationId>)> {
    match text.split_once(' ') {
        Some(("people", id)) => Some((Scope::People, Some(id.parse().ok()?))),
        Some(_) => None,
        None => Scope::from_code(text).filter(|scope| *scope != Scope::People).map(|scope| (scope, None)),
    }
}

/// `GET /{lang}/learn/profile/tokens?page=`.
///
/// # Errors
/// The database's.
pub async fn list_tokens(request: HttpRequest, volunteer: Volunteer) -> WebResult {
    let found = find(&volunteer, PageNumber::of(&Fields::of_query(&request))).await?;
    let signed_in = volunteer.person.clone();
    Ok(show(volunteer.page, &signed_in, &found, &Fields::default(), &FormErrors::default()))
}

/// Name, what it opens, whose people, and for how many days.
type Wanted = (String, Scope, Option<OrganisationId>, i64);

fn read(typed: &Fields) -> (Option<Wanted>, FormErrors) {
    let mut errors = FormErrors::default();
    let name = typed.get("name").split_whitespace().collect::<Vec<_>>().join(" ");
    let is_name = (2..=80).contains(&name.chars().count()) && !name.chars().any(char::is_control);
    let name = errors.check("name", "api-name-wrong", is_name.then_some(name));
    let scope = errors.check("scope", "api-scope-wrong", read_scope(typed.get("scope")));
    let days = typed.get("days").parse().ok().filter(|days| DAYS.contains(days));
    let days = errors.check("days", "api-days-wrong", days);
    if typed.get("present_password").is_empty() {
        errors.add("present_password", "care-password-wrong");
    }
    let read = name.zip(scope).zip(days).map(|((name, (scope, organisation)), days)| (name, scope, organisation, days));
    (read, errors)
}

/// The page that shows a token; in each language, as long as it is shown at all.
fn made_page(page: Page, form: &Secret) -> HttpResponse {
    let page = page.with_switch_form(MAIN_FORM);
    html_page(&page, page.t("api-made-title"), &views::made(&page, &TokenSecret::draw(form).reveal(), form))
}

/// Whether the token of a form was made by this person a short while ago.
async fn is_fresh(page: &Page, signed_in: &SignedIn, form: &Secret) -> Result<bool> {
    let (id, digest) = (signed_in.person_id, TokenSecret::draw(form).digest());
    let ctx = Ctx { now: page.app.now(), actor: Actor::Person(id) };
    page.app.read(move |conn| accounts::may_show_token(conn, &ctx, id, &digest)).await
}

/// `POST /{lang}/learn/profile/tokens`: makes a token and shows it, once.
///
/// # Errors
/// Forbidden for a scope that is not the person's; the database's.
pub async fn create_token(request: HttpRequest, volunteer: Volunteer, typed: Fields) -> WebResult {
    let found = find(&volunteer, PageNumber::of(&Fields::default())).await?;
    let (signed_in, actor, page) = (volunteer.person.clone(), volunteer.actor(), volunteer.page);
    let form = Secret::parse(typed.get("token")).ok_or(Problem::BadRequest)?;
    if typed.switch().is_some() {
        let page = switched(page, &typed);
        if typed.has("shown") && is_fresh(&page, &signed_in, &form).await? {
            return Ok(made_page(page, &form));
        }
        return Ok(show(page, &signed_in, &found, &typed, &FormErrors::default()));
    }
    let (wanted, errors) = read(&typed);
    let (Some((name, scope, organisation, days)), true) = (wanted, errors.is_empty()) else {
        return Ok(show(page, &signed_in, &found, &typed, &errors));
    };
    if scope != Scope::Transcript {
        require_second_factor(&page, &request, &signed_in)?;
    }
    let proof = proof_of(&request, &page, signed_in.person_id, &typed).await?;
    let secret = TokenSecret::draw(&form);
    let new = NewToken { name, scope, organisation, days, digest: secret.digest() };
    let (by, base) = (signed_in.clone(), page.app.base_url.to_string());
    let work = move |conn: &mut _, ctx: &_| accounts::make_token(conn, ctx, (&by, &proof), (&new, &base));
    let made = page.app.write(actor, work).await?;
    let errors = match made {
        TokenMade::Yes => return Ok(made_page(page, &form)),
        TokenMade::ShownBefore => return Ok(redirect_with(&page.to(PATH), "flash-already-so")),
        TokenMade::TooMany => FormErrors::one("name", "api-too-many"),
        TokenMade::Unproven(proven) => FormErrors::one("present_password", unproven(proven)),
    };
    Ok(show(page, &signed_in, &found, &typed, &errors))
}

/// `POST /{lang}/learn/profile/tokens/{id}/revoke`.
///
/// # Errors
/// Not found, also for another person's; the database's.
pub async fn create_revocation(volunteer: Volunteer, path: Path<(String, String)>) -> WebResult {
    let id: ApiTokenId = path.1.parse().map_err(|_| Error::NotFound)?;
    let (own, actor, page) = (volunteer.id(), volunteer.actor(), volunteer.page);
    let revoke = move |conn: &mut _, ctx: &_| {
        if accounts::find_token_owner(conn, id)? == Some(own) {
            accounts::revoke_token(conn, ctx, id)
        } else {
            Err(Error::NotFound)
        }
    };
    let revoked = page.app.write(actor, revoke).await?;
    Ok(redirect_with(&page.to(PATH), if revoked { "flash-token-revoked" } else { "flash-already-so" }))
}
