//! The second factor of somebody who lost the phone, reset by the centre.

use actix_web::web::Path;

use super::{address, as_stored, look, read_id, show};
use crate::accounts::{self, NamelessReason};
use crate::web::flash::redirect_with;
use crate::web::{Centre, Fields, FormErrors, WebResult};

/// `POST /{lang}/centre/people/{id}/second-factor`: signing in asks for the password alone, until another one is set up.
///
/// # Errors
/// Not found; forbidden for oneself and for who holds a role out of reach; the database's.
pub async fn create_reset(centre: Centre, path: Path<(String, String)>, typed: Fields) -> WebResult {
    let looked = look(&centre, read_id(&path)?).await?;
    let (id, actor, page) = (looked.person.id, centre.actor(), centre.page);
    let Some(reason) = NamelessReason::parse(typed.get("second_reason"), &looked.person) else {
        let mut fields = as_stored(&looked);
        fields.0.push(("second_reason".to_owned(), typed.get("second_reason").to_owned()));
        return Ok(show(page, &looked, &fields, &FormErrors::one("second_reason", "care-centre-reason-wrong")));
    };
    let base = page.app.base_url.to_string();
    let reset =
        page.app.write(actor, move |conn, ctx| accounts::reset_factor(conn, ctx, (id, Some(&reason)), &base)).await?;
    Ok(redirect_with(&address(&page, id), if reset { "flash-second-reset" } else { "flash-already-so" }))
}
