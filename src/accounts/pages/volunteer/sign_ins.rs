//! Where a person is signed in, and ending that.

use actix_web::HttpRequest;

use super::super::public::removed_cookie;
use super::views;
use crate::accounts::{self, Which, end_own_sign_ins};
use crate::kernel::Ctx;
use crate::web::flash::redirect_with;
use crate::web::paging::{PER_PAGE, PageNumber};
use crate::web::{Fields, Problem, Volunteer, WebResult, html_page};

/// `GET /{lang}/learn/profile/sign-ins?page=`.
///
/// # Errors
/// The database's.
pub async fn list_sign_ins(request: HttpRequest, volunteer: Volunteer) -> WebResult {
    let (own, page) = (volunteer.person.clone(), &volunteer.page);
    let wanted = PageNumber::of(&Fields::of_query(&request));
    let ctx = Ctx { now: page.app.now(), actor: page.actor() };
    let (rows, current, total) = page
        .app
        .read(move |conn| {
            let (mut rows, total) = accounts::list_own_sign_ins(conn, &ctx, &own, (wanted.offset(), PER_PAGE))?;
            let current = wanted.within(total);
            if current != wanted {
                (rows, _) = accounts::list_own_sign_ins(conn, &ctx, &own, (current.offset(), PER_PAGE))?;
            }
            Ok((rows, current, total))
        })
        .await?;
    let body = views::sign_ins(page, &volunteer.person, &rows, (current, total));
    Ok(html_page(page, page.t("care-sign-ins-title"), &body))
}

/// `POST /{lang}/learn/profile/sign-ins`: ends the one whose button was pressed, the others, or all.
///
/// # Errors
/// A button that is not on the page; the database's.
pub async fn create_end(volunteer: Volunteer, typed: Fields) -> WebResult {
    let which = match typed.get("end") {
        "others" => Which::Others,
        "all" => Which::All,
        id => Which::One(id.parse().map_err(|_| Problem::BadRequest)?),
    };
    let (own, actor, page) = (volunteer.person.clone(), volunteer.actor(), volunteer.page);
    let ends_this = which == Which::All || which == Which::One(own.sign_in_id);
    let ended = page.app.write(actor, move |conn, ctx| end_own_sign_ins(conn, ctx, &own, which)).await?;
    if !ends_this {
        let message = if ended > 0 { "flash-sign-ins-ended" } else { "flash-already-so" };
        return Ok(redirect_with(&page.to("/learn/profile/sign-ins"), message));
    }
    let message = if which == Which::All { "flash-signed-out-everywhere" } else { "flash-signed-out" };
    let mut response = redirect_with(&page.to("/sign-in"), message);
    response.add_cookie(&removed_cookie(&page.app)).map_err(crate::kernel::Error::internal)?;
    Ok(response)
}
