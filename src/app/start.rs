//! `/`: on to the visitor's language.

use actix_web::HttpRequest;
use actix_web::web::Data;

use crate::web::address::preferred_language;
use crate::web::flash::redirect;
use crate::web::{App, WebResult};

/// `GET /`.
///
/// # Errors
/// None of its own.
pub(super) async fn choose_language(request: HttpRequest, app: Data<App>) -> WebResult {
    Ok(redirect(&format!("/{}", preferred_language(&request, &app))))
}
