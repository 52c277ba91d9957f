//! Where one belongs: asking, joining by a code, leaving.

use actix_web::http::StatusCode;
use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse};

use super::super::model::InvitationCode;
use super::super::views::own;
use super::super::{self as organisations, Joined, LeaveOutcome};
use crate::groups::GroupCode;
use crate::kernel::Result;
use crate::kernel::ids::{MembershipId, OrganisationId};
use crate::web::address::client_ip;
use crate::web::flash::{redirect, redirect_with};
use crate::web::layout::respond;
use crate::web::limits::Limited;
use crate::web::{Fields, FormErrors, Problem, Volunteer, WebResult, html_page};

/// Memberships that are shown, ended ones too.
const SHOWN: i64 = 50;

/// `GET /{lang}/learn/organisations`.
///
/// # Errors
/// The database's.
pub async fn list_own(volunteer: Volunteer) -> WebResult {
    show(&volunteer, (&Fields::default(), &FormErrors::default())).await
}

async fn show(volunteer: &Volunteer, (typed, errors): (&Fields, &FormErrors)) -> WebResult {
    let (page, person) = (&volunteer.page, volunteer.id());
    let (memberships, open) = page
        .app
        .read(move |conn| Ok((organisations::list_of_person(conn, person, SHOWN)?, organisations::list_open(conn)?)))
        .await?;
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let body = own::list(page, (&memberships, &open), (typed, errors));
    Ok(respond(page, status, page.t("org-own-title"), &body))
}

/// `POST /{lang}/learn/organisations`: asks an organisation, goes on with a code, or leaves, by the button pressed.
///
/// # Errors
/// No button was pressed; not found for somebody else's membership; the database's.
pub async fn update_own(volunteer: Volunteer, typed: Fields) -> WebResult {
    if let Some(membership) = typed.typed("leave") {
        return leave(&volunteer, membership).await;
    }
    if typed.has("code") {
        // Whoever has a code need not know of what it is.
        if let Some(code) = GroupCode::parse(typed.get("code")) {
            return Ok(redirect(&volunteer.page.to(&format!("/join/group/{}", code.as_str()))));
        }
        let Some(code) = InvitationCode::parse(typed.get("code")) else {
            return show(&volunteer, (&typed, &FormErrors::one("code", "invitation-code-wrong"))).await;
        };
        return Ok(redirect(&volunteer.page.to(&format!("/join/{}", code.as_str()))));
    }
    if !typed.has("organisation") {
        return Err(Problem::BadRequest);
    }
    ask(&volunteer, &typed).await
}

async fn ask(volunteer: &Volunteer, typed: &Fields) -> WebResult {
    let page = &volunteer.page;
    let Ok(id) = typed.get("organisation").parse::<OrganisationId>() else {
        return show(volunteer, (typed, &FormErrors::one("organisation", "membership-choose"))).await;
    };
    let (person, base) = (volunteer.id(), page.app.base_url.to_string());
    let asked = page.app.write(volunteer.actor(), move |conn, ctx| organisations::ask(conn, ctx, (person, id), &base));
    let wrong = match asked.await? {
        Joined::Asked | Joined::Member => {
            return Ok(redirect_with(&page.to("/learn/organisations"), "flash-membership-asked"));
        }
        Joined::AlreadySo => return Ok(redirect_with(&page.to("/learn/organisations"), "flash-already-so")),
        Joined::TooMany => "membership-too-many",
        Joined::NotThere => "membership-choose",
    };
    show(volunteer, (typed, &FormErrors::one("organisation", wrong))).await
}

async fn leave(volunteer: &Volunteer, membership: &str) -> WebResult {
    let id: MembershipId = membership.parse().map_err(|_| Problem::NotFound)?;
    let (page, person) = (&volunteer.page, volunteer.id());
    let left = page.app.write(volunteer.actor(), move |conn, ctx| organisations::leave(conn, ctx, person, id)).await?;
    let message = match left {
        LeaveOutcome::Left => "flash-membership-left",
        LeaveOutcome::AlreadySo => "flash-already-so",
    };
    Ok(redirect_with(&page.to("/learn/organisations"), message))
}

/// The organisation whose code stands in the address, if it works. Trying codes is limited; a right one counts not at all,
/// because a whole class joins through one address.
async fn invited(
    request: &HttpRequest,
    volunteer: &Volunteer,
    code: &str,
) -> Result<Option<(InvitationCode, organisations::Organisation)>, Problem> {
    let app = &volunteer.page.app;
    let (ip, now) = (client_ip(request, app), app.now());
    app.limits.take(Limited::Code, ip, now)?;
    let Some(code) = InvitationCode::parse(code) else { return Ok(None) };
    let asked = code.clone();
    let found = app.read(move |conn| organisations::find_invited(conn, &asked, now)).await?;
    if found.is_some() {
        app.limits.give_back(Limited::Code, ip, now);
    }
    Ok(found.map(|organisation| (code, organisation)))
}

fn gone(volunteer: &Volunteer) -> HttpResponse {
    let page = &volunteer.page;
    respond(page, StatusCode::GONE, page.t("invitation-gone-title"), &own::gone(page))
}

/// `GET /{lang}/join/{code}`: who invites, and what they will see. Opening it changes nothing.
///
/// # Errors
/// Too many codes from one address; the database's.
pub async fn show_invitation(request: HttpRequest, volunteer: Volunteer, path: Path<(String, String)>) -> WebResult {
    let Some((code, organisation)) = invited(&request, &volunteer, &path.1).await? else { return Ok(gone(&volunteer)) };
    let page = &volunteer.page;
    Ok(html_page(page, page.t("invitation-title"), &own::invitation(page, &code, &organisation)))
}

/// `POST /{lang}/join/{code}`: joins.
///
/// # Errors
/// Too many codes from one address; the database's.
pub async fn create_membership(request: HttpRequest, volunteer: Volunteer, path: Path<(String, String)>) -> WebResult {
    let Some((code, _)) = invited(&request, &volunteer, &path.1).await? else { return Ok(gone(&volunteer)) };
    let (page, person) = (&volunteer.page, volunteer.id());
    let joined = page
        .app
        .write(volunteer.actor(), move |conn, ctx| organisations::join_by_code(conn, ctx, person, &code))
        .await?;
    match joined {
        Joined::Member | Joined::Asked => {
            Ok(redirect_with(&page.to("/learn/organisations"), "flash-membership-joined"))
        }
        Joined::AlreadySo => Ok(redirect_with(&page.to("/learn/organisations"), "flash-already-so")),
        Joined::TooMany => {
            show(&volunteer, (&Fields::default(), &FormErrors::one("code", "membership-too-many"))).await
        }
        Joined::NotThere => Ok(gone(&volunteer)),
    }
}
