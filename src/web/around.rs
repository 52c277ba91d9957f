//! What stands around every handler: who is not answered at all, a slash at the end of an address, the page of an error, the
//! headers.

use actix_web::body::{BoxBody, MessageBody, None as NoBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::middleware::Next;
use actix_web::web;

use super::state::App;
use super::{error, headers, origin, plain, slash, unsent};

/// Middleware, one for all of this: each layer of its own costs every request.
///
/// `HEAD` is answered as `GET` is, without the body (RFC 9110, 9.3.2): those who watch a site or follow its links ask so.
///
/// # Errors
/// What the inner service returns.
pub async fn answer(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse, actix_web::Error> {
    let only_head = request.method() == Method::HEAD;
    if only_head {
        request.head_mut().method = Method::GET;
    }
    let is_public = request.app_data::<web::Data<App>>().is_some_and(|app| app.is_public());
    let mut answered = if let Some(refused) = plain::refuse(&request) {
        // Told in plain words, and not as a page.
        request.into_response(refused)
    } else if let Some(refused) = origin::refuse(&request) {
        error::with_page(request.into_response(refused))
    } else if let Some(way_on) = slash::lead_on(&request) {
        request.into_response(way_on)
    } else {
        let form = unsent::read(&mut request).await;
        let answered = next.call(request).await?.map_into_boxed_body();
        error::with_page(unsent::give_back(answered, form))
    };
    if only_head {
        answered = answered.map_body(|_, _| BoxBody::new(NoBody::new()));
    }
    headers::add(answered.headers_mut(), is_public);
    Ok(answered)
}
