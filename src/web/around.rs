//! What stands around every handler: who is not answered at all, the page of an error, the headers.

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::web;

use super::state::App;
use super::{error, headers, origin, plain};

/// Middleware, one for all of this: each layer of its own costs every request.
///
/// # Errors
/// What the inner service returns.
pub async fn answer(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse, actix_web::Error> {
    let lang = error::language_of(&request);
    let is_public = request.app_data::<web::Data<App>>().is_some_and(|app| app.is_public());
    let mut answered = if let Some(refused) = plain::refuse(&request) {
        // Told in plain words, and not as a page.
        request.into_response(refused)
    } else if let Some(refused) = origin::refuse(&request) {
        error::with_page(request.into_response(refused), lang)
    } else {
        error::with_page(next.call(request).await?.map_into_boxed_body(), lang)
    };
    headers::add(answered.headers_mut(), is_public);
    Ok(answered)
}
