//! The end of somebody's account, on a written request to the centre; and keeping it.

use actix_web::web::Path;

use super::{address, as_stored, look, read_id, show};
use crate::accounts::{self, ErasureAsked, NamelessReason};
use crate::web::flash::redirect_with;
use crate::web::{Centre, Fields, FormErrors, WebResult};

/// `POST /{lang}/centre/people/{id}/erase`: in a week, unless the person signs in; the reason is kept.
///
/// # Errors
/// Not found; forbidden for who holds a role out of reach; the database's.
pub async fn create_erasure(centre: Centre, path: Path<(String, String)>, typed: Fields) -> WebResult {
    let looked = look(&centre, read_id(&path)?).await?;
    let (id, actor, page) = (looked.person.id, centre.actor(), centre.page);
    let Some(reason) = NamelessReason::parse(typed.get("erasure_reason"), &looked.person) else {
        let mut fields = as_stored(&looked);
        fields.0.push(("erasure_reason".to_owned(), typed.get("erasure_reason").to_owned()));
        return Ok(show(page, &looked, &fields, &FormErrors::one("erasure_reason", "care-centre-reason-wrong")));
    };
    let base = page.app.base_url.to_string();
    let asked = page.app.write(actor, move |conn, ctx| accounts::plan_erasure(conn, ctx, (id, &reason), &base)).await?;
    if asked == ErasureAsked::LastAdministrator {
        let errors = FormErrors::one("roles", "centre-last-administrator");
        return Ok(show(page, &looked, &as_stored(&looked), &errors));
    }
    Ok(redirect_with(&address(&page, id), "flash-erasure-planned-centre"))
}

/// `POST /{lang}/centre/people/{id}/keep`: the account does not end.
///
/// # Errors
/// Not found; forbidden for who holds a role out of reach; the database's.
pub async fn create_keep(centre: Centre, path: Path<(String, String)>) -> WebResult {
    let (id, actor, page) = (read_id(&path)?, centre.actor(), centre.page);
    let kept = page.app.write(actor, move |conn, ctx| accounts::keep_account(conn, ctx, id)).await?;
    let message = if kept { "flash-erasure-cancelled" } else { "flash-already-so" };
    Ok(redirect_with(&address(&page, id), message))
}
