//! Who asks to belong, and what the coordinator answers.

use actix_web::HttpRequest;

use super::super::super::views::coordinator as views;
use super::super::super::{self as organisations, Decided, Decision};
use super::{note_list, read_membership};
use crate::kernel::Result;
use crate::kernel::ids::MembershipId;
use crate::web::flash::redirect_with;
use crate::web::paging::{PER_PAGE, PageNumber};
use crate::web::{Coordinator, Fields, Problem, WebResult, html_page};

/// `GET /{lang}/coordinator/{organisation}/requests?page=`.
///
/// # Errors
/// Not found for another organisation; the database's.
pub async fn list_requests(coordinator: Coordinator, request: HttpRequest) -> WebResult {
    let page = &coordinator.page;
    let wanted = PageNumber::of(&Fields::of_query(&request));
    let (id, today) = (coordinator.organisation.id, page.app.today());
    let (tabs, waiting, current) = page
        .app
        .read(move |conn| {
            let tabs = views::Tabs { waiting: organisations::count_waiting(conn, id)? };
            let current = wanted.within(tabs.waiting);
            let waiting = organisations::list_waiting(conn, id, today, (current.offset(), PER_PAGE))?;
            Ok((tabs, waiting, current))
        })
        .await?;
    note_list(&coordinator, waiting.iter().map(|one| one.minor)).await?;
    let body = views::requests(page, (&coordinator.organisation, &tabs), &waiting, current);
    Ok(html_page(page, page.t("coordinator-requests"), &body))
}

/// `POST /{lang}/coordinator/{organisation}/requests`: accepts or declines one, or accepts all that the page showed.
///
/// # Errors
/// No button was pressed; not found for another organisation and for who did not ask this one; the database's.
pub async fn create_decision(coordinator: Coordinator, typed: Fields) -> WebResult {
    let (ids, decision) = read_decision(&typed)?;
    let page = &coordinator.page;
    let (id, base) = (coordinator.organisation.id, page.app.base_url.to_string());
    let decided = page
        .app
        .write(coordinator.actor(), move |conn, ctx| {
            let mut done = 0;
            for membership in &ids {
                let decided = organisations::decide(conn, ctx, (id, *membership), decision, &base)?;
                done += usize::from(decided == Decided::Yes);
            }
            Ok(done)
        })
        .await?;
    let message = match (decided, decision) {
        (0, _) => "flash-membership-decided",
        (_, Decision::Accept) => "flash-membership-accepted",
        (_, Decision::Decline) => "flash-membership-declined",
    };
    Ok(redirect_with(&page.to(&format!("/coordinator/{id}/requests")), message))
}

fn read_decision(typed: &Fields) -> Result<(Vec<MembershipId>, Decision), Problem> {
    if let Some(one) = typed.typed("accept") {
        return Ok((vec![read_membership(one)?], Decision::Accept));
    }
    if let Some(one) = typed.typed("decline") {
        return Ok((vec![read_membership(one)?], Decision::Decline));
    }
    if !typed.has("accept_shown") {
        return Err(Problem::BadRequest);
    }
    let shown = typed.0.iter().filter(|(name, _)| name == "shown").map(|(_, id)| read_membership(id));
    let most = usize::try_from(PER_PAGE).unwrap_or_default();
    Ok((shown.take(most).collect::<Result<_>>()?, Decision::Accept))
}
