//! The tokens of everybody, for the centre: who has which, when it was last used; and ending one.

use actix_web::HttpRequest;
use actix_web::web::Path;

use super::super::super::views::tokens as views;
use crate::accounts;
use crate::kernel::Error;
use crate::kernel::ids::{ApiTokenId, PersonId};
use crate::web::flash::redirect_with;
use crate::web::paging::{PER_PAGE, PageNumber};
use crate::web::{Centre, Fields, WebResult, html_page};

/// `GET /{lang}/centre/tokens?page=`.
///
/// # Errors
/// The database's.
pub async fn list_tokens(centre: Centre, request: HttpRequest) -> WebResult {
    let (page, wanted) = (&centre.page, PageNumber::of(&Fields::of_query(&request)));
    let read = move |conn: &mut _| {
        let (mut tokens, total) = accounts::list_tokens(conn, None, (wanted.offset(), PER_PAGE))?;
        let current = wanted.within(total);
        if current != wanted {
            (tokens, _) = accounts::list_tokens(conn, None, (current.offset(), PER_PAGE))?;
        }
        let owners: Vec<PersonId> = tokens.iter().map(|token| token.person).collect();
        Ok((accounts::list_names(conn, &owners)?, tokens, (current, total)))
    };
    let (names, tokens, shown) = page.app.read(read).await?;
    Ok(html_page(page, page.t("api-all-title"), &views::all(page, (&tokens, &names), shown)))
}

/// `POST /{lang}/centre/tokens/{id}/revoke`.
///
/// # Errors
/// Not found, also for the token of who holds a role out of reach; the database's.
pub async fn create_revocation(centre: Centre, path: Path<(String, String)>) -> WebResult {
    let id: ApiTokenId = path.1.parse().map_err(|_| Error::NotFound)?;
    let (actor, page) = (centre.actor(), centre.page);
    let revoked = page.app.write(actor, move |conn, ctx| accounts::revoke_token(conn, ctx, id)).await?;
    let message = if revoked { "flash-token-revoked" } else { "flash-already-so" };
    Ok(redirect_with(&page.to("/centre/tokens"), message))
}
