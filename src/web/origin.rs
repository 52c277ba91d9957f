//! Requests that change something must come from our own pages.
//!
//! Every browser that can show this site says where a form came from: with `Sec-Fetch-Site` (all since 2023) or
//! with `Origin` (on every POST, for more than ten years). A request with neither is no browser's form and is
//! refused; so is one from another site, even a sister domain. The cookie's `SameSite=Lax` is the second wall.
//! Source: the Fetch Metadata specification, and OWASP ASVS 5.0, 3.5.1.

use actix_web::dev::ServiceRequest;
use actix_web::http::header::{self, HeaderMap};
use actix_web::{HttpResponse, ResponseError, web};

use super::error::Problem;
use super::state::App;

/// The refusal (403) of an unsafe request from elsewhere.
pub(super) fn refuse(request: &ServiceRequest) -> Option<HttpResponse> {
    // What programs ask carries a token, and cookies are not looked at there: nobody's browser can be made to send it.
    if request.method().is_safe() || super::api::is_api(request.path()) {
        return None;
    }
    let base = request.app_data::<web::Data<App>>().map(|app| app.base_url.origin().ascii_serialization());
    if is_ours(request.headers(), base.as_deref(), request.connection_info().host()) {
        return None;
    }
    tracing::warn!(route = request.match_pattern(), "refused: the request came from another site");
    // An answer, not an error: an error would pass by those who write its page and its headers.
    Some(Problem::ForeignOrigin.error_response())
}

/// True if the headers say that the request came from a page of this site.
fn is_ours(headers: &HeaderMap, base: Option<&str>, host: &str) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    match (text("sec-fetch-site"), text(header::ORIGIN.as_str())) {
        (Some(site), _) => matches!(site, "same-origin" | "none"),
        (None, Some(origin)) => {
            Some(origin) == base || origin.split_once("://").is_some_and(|(_, origin_host)| origin_host == host)
        }
        (None, None) => false,
    }
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::{HeaderName, HeaderValue};

    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value))).collect()
    }

    #[test]
    fn only_our_own_pages_may_change_something() {
        let ours = |pairs: &[(&'static str, &'static str)]| is_ours(&headers(pairs), Some("https://a.kz"), "a.kz");
        assert!(ours(&[("sec-fetch-site", "same-origin")]));
        assert!(ours(&[("origin", "https://a.kz")]));
        assert!(!ours(&[("sec-fetch-site", "cross-site"), ("origin", "https://a.kz")]));
        assert!(!ours(&[("sec-fetch-site", "same-site")]));
        assert!(!ours(&[("origin", "https://evil.kz")]));
        assert!(!ours(&[("origin", "null")]));
        assert!(!ours(&[]));
    }
}
