//! The code by which people join.

use super::super::super::model::InvitationCode;
use super::super::super::views::coordinator as views;
use super::super::super::{self as organisations};
use crate::web::flash::redirect_with;
use crate::web::{Coordinator, WebResult, html_page};

/// `GET /{lang}/coordinator/{organisation}/invitation`.
///
/// # Errors
/// Not found for another organisation; the database's.
pub async fn show_invitation(coordinator: Coordinator) -> WebResult {
    let page = &coordinator.page;
    let (id, now) = (coordinator.organisation.id, page.app.now());
    let (tabs, invitation) = page
        .app
        .read(move |conn| {
            Ok((
                views::Tabs { waiting: organisations::count_waiting(conn, id)? },
                organisations::find_invitation(conn, id, now)?,
            ))
        })
        .await?;
    let body = views::invitation(page, (&coordinator.organisation, &tabs), invitation.as_ref());
    Ok(html_page(page, page.t("coordinator-invite"), &body))
}

/// `POST /{lang}/coordinator/{organisation}/invitation`: a new code; the former one works no longer.
///
/// # Errors
/// Not found for another organisation; the database's.
pub async fn create_invitation(coordinator: Coordinator) -> WebResult {
    let page = &coordinator.page;
    let id = coordinator.organisation.id;
    let code = InvitationCode::from_random(page.app.random.seed());
    page.app.write(coordinator.actor(), move |conn, ctx| organisations::invite(conn, ctx, id, &code)).await?;
    Ok(redirect_with(&page.to(&format!("/coordinator/{id}/invitation")), "flash-invitation-made"))
}

/// `POST /{lang}/coordinator/{organisation}/invitation/end`: the code works no longer.
///
/// # Errors
/// Not found for another organisation; the database's.
pub async fn create_end(coordinator: Coordinator) -> WebResult {
    let page = &coordinator.page;
    let id = coordinator.organisation.id;
    let ended = page.app.write(coordinator.actor(), move |conn, ctx| organisations::end_invitation(conn, ctx, id));
    let message = if ended.await? { "flash-invitation-ended" } else { "flash-already-so" };
    Ok(redirect_with(&page.to(&format!("/coordinator/{id}/invitation")), message))
}
