//! An address that ends with a slash, as people type it and some programs write it: it leads to the page without one.

use actix_web::HttpResponse;
use actix_web::dev::ServiceRequest;
use actix_web::http::{Method, header};

use crate::kernel::Lang;

/// Before the short addresses of certificates and transcripts, which have no language.
const SHORT: [&str; 2] = ["v", "t"];

/// The way on (308) to the same address without the slashes at its end. Only for pages: what begins with a language, or is a
/// short address. So it always leads to this site: no such path can be read as another host.
pub(super) fn lead_on(request: &ServiceRequest) -> Option<HttpResponse> {
    let path = request.path();
    let without = path.trim_end_matches('/');
    if without.len() == path.len() || request.method() != Method::GET {
        return None;
    }
    let first = without.strip_prefix('/')?.split('/').next()?;
    if Lang::from_code(first).is_none() && !SHORT.contains(&first) {
        return None;
    }
    let query = request.uri().query().map(|query| format!("?{query}")).unwrap_or_default();
    Some(HttpResponse::PermanentRedirect().insert_header((header::LOCATION, format!("{without}{query}"))).finish())
}
