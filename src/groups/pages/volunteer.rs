//! One's own groups: joining by a code, leaving.

use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};

use super::super::views::own::{self, Invited};
use super::super::{self as groups, Group, GroupCode, Joined, Left};
use crate::accounts;
use crate::content::Library;
use crate::content::library::Shelf;
use crate::kernel::ids::GroupId;
use crate::kernel::{Result, Role};
use crate::organisations::{self, InvitationCode};
use crate::web::address::client_ip;
use crate::web::flash::{redirect, redirect_with};
use crate::web::layout::respond;
use crate::web::limits::Limited;
use crate::web::{Fields, FormErrors, Problem, Volunteer, WebResult};

/// Groups that are shown, those that one left too.
const SHOWN: i64 = 50;

/// `GET /{lang}/learn/groups`.
///
/// # Errors
/// The database's.
pub async fn list_own(volunteer: Volunteer, library: Data<Library>) -> WebResult {
    show(&volunteer, &library, (&Fields::default(), &FormErrors::default())).await
}

async fn show(volunteer: &Volunteer, library: &Library, (typed, errors): (&Fields, &FormErrors)) -> WebResult {
    let (page, person) = (&volunteer.page, volunteer.id());
    let own = page.app.read(move |conn| groups::list_of_person(conn, person, SHOWN)).await?;
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let shelf = library.shelf();
    let body = own::list(page, (&own, shelf.as_ref()), (typed, errors));
    Ok(respond(page, status, page.t("group-own-title"), &body))
}

/// `POST /{lang}/learn/groups`: goes on with a code, or leaves, by the button pressed.
///
/// # Errors
/// No button was pressed; the database's.
pub async fn update_own(volunteer: Volunteer, library: Data<Library>, typed: Fields) -> WebResult {
    let page = &volunteer.page;
    if let Some(group) = typed.typed("leave") {
        return leave(&volunteer, group).await;
    }
    if !typed.has("code") {
        return Err(Problem::BadRequest);
    }
    // Whoever has a code need not know of what it is.
    if let Some(code) = InvitationCode::parse(typed.get("code")) {
        return Ok(redirect(&page.to(&format!("/join/{}", code.as_str()))));
    }
    let Some(code) = GroupCode::parse(typed.get("code")) else {
        return show(&volunteer, &library, (&typed, &FormErrors::one("code", "group-code-wrong"))).await;
    };
    Ok(redirect(&page.to(&format!("/join/group/{}", code.as_str()))))
}

async fn leave(volunteer: &Volunteer, group: &str) -> WebResult {
    let group: GroupId = group.parse().map_err(|_| Problem::NotFound)?;
    let (page, person) = (&volunteer.page, volunteer.id());
    let left = page.app.write(volunteer.actor(), move |conn, ctx| groups::leave(conn, ctx, (person, group))).await?;
    let message = if left == Left::Yes { "flash-group-left" } else { "flash-already-so" };
    Ok(redirect_with(&page.to("/learn/groups"), message))
}

/// The group whose code stands in the address. Trying codes is limited; a right one counts not at all, because a whole
/// class joins through one address.
async fn invited(
    request: &HttpRequest,
    volunteer: &Volunteer,
    (code, shelf): (&str, &Arc<Shelf>),
) -> Result<Option<(Group, Joined)>, Problem> {
    let app = &volunteer.page.app;
    let (ip, now) = (client_ip(request, app), app.now());
    app.limits.take(Limited::Code, ip, now)?;
    let Some(code) = GroupCode::parse(code) else { return Ok(None) };
    let (who, of) = ((volunteer.id(), app.today()), Arc::clone(shelf));
    let found = app.read(move |conn| groups::find_invited(conn, &code, who, &of)).await?;
    if found.is_some() {
        app.limits.give_back(Limited::Code, ip, now);
    }
    Ok(found)
}

fn gone(volunteer: &Volunteer) -> HttpResponse {
    let page = &volunteer.page;
    respond(page, StatusCode::GONE, page.t("group-gone-title"), &own::gone(page))
}

/// What the code leads to, and whether one may join.
async fn show_invited(
    volunteer: &Volunteer,
    library: &Library,
    (group, may): (Group, Joined),
    status: StatusCode,
) -> WebResult {
    let page = &volunteer.page;
    let (trainer, organisation) = (group.trainer, group.organisation);
    let (trainer, organisation) = page
        .app
        .read(move |conn| {
            let trainer: Vec<_> = trainer.into_iter().collect();
            let organisation = match organisation {
                Some(id) => organisations::find_organisation(conn, id)?.map(|found| found.name),
                None => None,
            };
            let leading = accounts::list_open_names(conn, &trainer, Role::Trainer)?;
            Ok((leading.into_iter().next().map(|(_, name)| name), organisation))
        })
        .await?;
    let invited =
        Invited { group: &group, may: &may, trainer: trainer.as_deref(), organisation: organisation.as_ref() };
    Ok(respond(page, status, page.t("group-invited-title"), &own::invited(page, &invited, &library.shelf())))
}

/// `GET /{lang}/join/group/{code}`: which group it is, and what its trainer will see. Opening it changes nothing.
///
/// # Errors
/// Too many codes from one address; the database's.
pub async fn show_invitation(
    request: HttpRequest,
    volunteer: Volunteer,
    library: Data<Library>,
    path: Path<(String, String)>,
) -> WebResult {
    match invited(&request, &volunteer, (&path.1, &library.shelf())).await? {
        Some(found) => show_invited(&volunteer, &library, found, StatusCode::OK).await,
        None => Ok(gone(&volunteer)),
    }
}

/// `POST /{lang}/join/group/{code}`: joins, enrols, and leads to the course.
///
/// # Errors
/// Too many codes from one address; the database's.
pub async fn create_membership(
    request: HttpRequest,
    volunteer: Volunteer,
    library: Data<Library>,
    path: Path<(String, String)>,
) -> WebResult {
    let (page, shelf) = (&volunteer.page, library.shelf());
    let Some((group, _)) = invited(&request, &volunteer, (&path.1, &shelf)).await? else { return Ok(gone(&volunteer)) };
    let (who, code, of) = ((volunteer.id(), page.app.today()), group.code.clone(), Arc::clone(&shelf));
    let joined = page.app.write(volunteer.actor(), move |conn, ctx| groups::join(conn, ctx, who, &code, &of)).await?;
    let to_course = shelf.course_by_id(group.course).map(|course| page.to(&format!("/learn/{}", course.course.key)));
    let next = to_course.unwrap_or_else(|| page.to("/learn/groups"));
    match joined {
        Joined::Yes => Ok(redirect_with(&next, "flash-group-joined")),
        Joined::AlreadySo => Ok(redirect_with(&next, "flash-already-so")),
        Joined::NotThere => Ok(gone(&volunteer)),
        refused => show_invited(&volunteer, &library, (group, refused), StatusCode::CONFLICT).await,
    }
}
