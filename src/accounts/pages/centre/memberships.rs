//! Where somebody belongs: the centre puts them into an organisation, or ends it.

use actix_web::web::Path;

use super::{address, read_id};
use crate::accounts;
use crate::kernel::Ctx;
use crate::kernel::ids::{MembershipId, OrganisationId};
use crate::organisations::{self, Decided, Put};
use crate::web::flash::redirect_with;
use crate::web::{Centre, Fields, Problem, WebResult};

/// `POST /{lang}/centre/people/{id}/organisations`: by the button pressed, puts the person into an organisation, or ends that
/// they belong to one. They are told by mail, if they have an address.
///
/// # Errors
/// No button was pressed; not found; forbidden for who holds a role out of reach; conflict for a closed account; the database's.
pub async fn update_memberships(centre: Centre, path: Path<(String, String)>, typed: Fields) -> WebResult {
    let id = read_id(&path)?;
    let (actor, page) = (centre.actor(), centre.page);
    let base = page.app.base_url.to_string();
    if let Some(membership) = typed.typed("end") {
        let membership: MembershipId = membership.parse().map_err(|_| Problem::NotFound)?;
        let end = move |conn: &mut _, ctx: &Ctx| {
            let decided = organisations::end_by_centre(conn, ctx, (id, membership), &base)?;
            Ok((decided, accounts::find_person(conn, id)?.is_some_and(|person| person.is_mailed())))
        };
        let message = match page.app.write(actor, end).await? {
            (Decided::Yes, true) => "flash-membership-ended-by-centre",
            (Decided::Yes, false) => "flash-membership-ended-untold",
            (Decided::Before, _) => "flash-already-so",
        };
        return Ok(redirect_with(&address(&page, id), message));
    }
    if !typed.has("put") {
        return Err(Problem::BadRequest);
    }
    let Ok(organisation) = typed.get("organisation").parse::<i64>().map(OrganisationId) else {
        return Ok(redirect_with(&address(&page, id), "flash-membership-choose"));
    };
    let put = move |conn: &mut _, ctx: &Ctx| {
        let put = organisations::put(conn, ctx, (organisation, id), &base)?;
        Ok((put, accounts::find_person(conn, id)?.is_some_and(|person| person.is_mailed())))
    };
    let message = match page.app.write(actor, put).await? {
        (Put::Yes, true) => "flash-membership-put",
        (Put::Yes, false) => "flash-membership-put-untold",
        (Put::AlreadySo, _) => "flash-already-so",
        (Put::Closed, _) => "flash-membership-organisation-closed",
    };
    Ok(redirect_with(&address(&page, id), message))
}
