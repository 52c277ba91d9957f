//! What went wrong, as a page in the reader's language. The status of every error is chosen here and nowhere else.

use actix_web::body::BoxBody;
use actix_web::dev::ServiceResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, ResponseError};
use maud::{Markup, html};

use super::layout::bare_page;
use crate::i18n::{t, t_with};
use crate::kernel::{Error, Lang};

/// The result of a handler.
pub type WebResult<T = HttpResponse> = Result<T, Problem>;

/// Why a request was not answered as asked.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Problem {
    /// There is no such page, or not for this person.
    #[error("not found")]
    NotFound,
    /// Sign in first, then go on.
    #[error("sign in first")]
    SignIn {
        /// Language of the sign-in page.
        lang: Lang,
        /// Where to go on: a path on this site.
        next: String,
    },
    /// Choose an own password in place of the one on the card first, then go on.
    #[error("choose a password first")]
    ChoosePassword {
        /// Language of the page.
        lang: Lang,
        /// Where to go on: a path on this site.
        next: String,
    },
    /// Set up a second factor first, then go on.
    #[error("set up a second factor first")]
    SetUpSecondFactor {
        /// Language of the page.
        lang: Lang,
        /// Where to go on: a path on this site.
        next: String,
    },
    /// The role is missing.
    #[error("not allowed")]
    Forbidden,
    /// The request did not come from one of our pages.
    #[error("the request came from another site")]
    ForeignOrigin,
    /// It cannot be understood.
    #[error("the request cannot be understood")]
    BadRequest,
    /// It was changed in the meantime.
    #[error("changed in the meantime")]
    Conflict,
    /// Larger than accepted.
    #[error("too large")]
    TooLarge {
        /// The limit.
        bytes: usize,
    },
    /// Not of an accepted type.
    #[error("not an accepted type of file")]
    Unsupported,
    /// Asked too often.
    #[error("too many requests")]
    TooMany {
        /// When to try again.
        seconds: u32,
    },
    /// For the moment not possible.
    #[error("not available now")]
    Unavailable,
    /// A fault of ours.
    #[error("internal error")]
    Internal,
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        match error {
            Error::NotFound => Self::NotFound,
            Error::Conflict => Self::Conflict,
            Error::Forbidden => Self::Forbidden,
            Error::Again => Self::Unavailable,
            Error::Unavailable(cause) => {
                tracing::warn!(cause, "a request could not be served now");
                Self::Unavailable
            }
            Error::Internal(cause) => {
                tracing::error!(cause, "a request failed");
                Self::Internal
            }
        }
    }
}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::SignIn { .. } | Self::ChoosePassword { .. } | Self::SetUpSecondFactor { .. } => StatusCode::SEE_OTHER,
            Self::Forbidden | Self::ForeignOrigin => StatusCode::FORBIDDEN,
            Self::BadRequest => StatusCode::BAD_REQUEST,
            Self::Conflict => StatusCode::CONFLICT,
            Self::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Unsupported => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::build(self.status_code());
        match self {
            Self::SignIn { lang, next } => {
                response.insert_header((header::LOCATION, with_next(&format!("/{lang}/sign-in"), next)));
            }
            Self::ChoosePassword { lang, next } => {
                response.insert_header((header::LOCATION, with_next(&format!("/{lang}/password"), next)));
            }
            Self::SetUpSecondFactor { lang, next } => {
                let path = format!("/{lang}/learn/profile/second-factor");
                response.insert_header((header::LOCATION, with_next(&path, next)));
            }
            Self::TooMany { seconds } => {
                response.insert_header((header::RETRY_AFTER, seconds.to_string()));
            }
            Self::Unavailable => {
                response.insert_header((header::RETRY_AFTER, "5"));
            }
            _ => {}
        }
        let mut response = response.finish();
        response.extensions_mut().insert(self.clone());
        response
    }
}

/// The address of a page after which one goes on elsewhere.
fn with_next(path: &str, next: &str) -> String {
    let query: String = url::form_urlencoded::Serializer::new(String::new()).append_pair("next", next).finish();
    format!("{path}?{query}")
}

/// Writes the page of an error that has none yet.
pub(super) fn with_page(answered: ServiceResponse) -> ServiceResponse {
    let status = answered.status();
    if !(status.is_client_error() || status.is_server_error()) {
        return answered;
    }
    if super::api::is_api(answered.request().path()) {
        return super::api::with_problem(answered);
    }
    let problem = answered.response().extensions().get::<Problem>().cloned().or_else(|| unexplained(&answered));
    let Some(problem) = problem else { return answered };
    let lang = language_of(answered.request());
    let body = error_page(lang, &problem, same_page(answered.request()).as_deref()).into_string();
    let mut page = answered.map_body(|head, _| {
        head.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
        head.headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        BoxBody::new(body)
    });
    page.headers_mut().remove(header::CONTENT_LENGTH);
    page
}

/// Errors of the framework itself, which carry no [`Problem`]: an unknown path, a wrong method, a bad body.
fn unexplained<B>(answered: &ServiceResponse<B>) -> Option<Problem> {
    let own_body = answered
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html") || kind.as_bytes().starts_with(b"application/"));
    if own_body {
        return None;
    }
    match answered.status() {
        StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => Some(Problem::NotFound),
        StatusCode::PAYLOAD_TOO_LARGE => Some(Problem::TooLarge { bytes: super::FORM_BYTES }),
        status if status.is_client_error() => Some(Problem::BadRequest),
        status if status.is_server_error() => Some(Problem::Internal),
        _ => None,
    }
}

/// The language of the address, or else the one that the reader prefers.
pub(super) fn language_of(request: &HttpRequest) -> Lang {
    let first = request.path().split('/').nth(1).unwrap_or_default();
    let fallback = || {
        request
            .app_data::<actix_web::web::Data<super::App>>()
            .map_or(Lang::Kk, |app| super::address::preferred_language(request, app))
    };
    Lang::from_code(first).unwrap_or_else(fallback)
}

/// The address of a page that was asked for; none if a form was sent.
fn same_page(request: &HttpRequest) -> Option<String> {
    let address = request.uri().path_and_query()?.as_str();
    // Two slashes would lead to another site.
    request.method().is_safe().then(|| format!("/{}", address.trim_start_matches(['/', '\\'])))
}

/// `again` is where to try again; none if something was sent that is not saved.
fn error_page(lang: Lang, problem: &Problem, again: Option<&str>) -> Markup {
    let (title, text) = words(problem);
    let title = t(lang, title);
    bare_page(
        lang,
        title,
        &html! {
            h1 { (title) }
            p {
                @match problem {
                    Problem::TooLarge { bytes } => (too_large(lang, *bytes)),
                    _ => (t(lang, text)),
                }
            }
            @if matches!(problem, Problem::TooLarge { .. }) { p { (t(lang, "error-too-large-back")) } }
            @if matches!(problem, Problem::Unavailable) {
                @match again {
                    Some(address) => p { a.button href=(address) { (t(lang, "error-again")) } },
                    None => p.note role="alert" { strong { (t(lang, "error-unsaved")) } },
                }
            }
            p { a.button href={ "/" (lang) } { (t(lang, "error-home")) } }
            p { a href={ "/" (lang) "/courses" } { (t(lang, "nav-courses")) } " · " a href={ "/" (lang) "/verify" } { (t(lang, "nav-verify")) } }
        },
    )
}

/// What is accepted, in the unit that a person would say it in.
fn too_large(lang: Lang, bytes: usize) -> String {
    let (words, unit) =
        if bytes < 1_000_000 { ("error-too-large-kilobytes", 1000) } else { ("error-too-large-text", 1_000_000) };
    t_with(lang, words, &[("most", (bytes / unit).into())])
}

fn words(problem: &Problem) -> (&'static str, &'static str) {
    match problem {
        Problem::NotFound => ("error-not-found", "error-not-found-text"),
        Problem::SignIn { .. } | Problem::ChoosePassword { .. } | Problem::SetUpSecondFactor { .. } => {
            ("error-sign-in", "error-sign-in-text")
        }
        Problem::Forbidden => ("error-forbidden", "error-forbidden-text"),
        Problem::ForeignOrigin => ("error-foreign", "error-foreign-text"),
        Problem::BadRequest => ("error-bad-request", "error-bad-request-text"),
        Problem::Conflict => ("error-conflict", "error-conflict-text"),
        Problem::TooLarge { .. } => ("error-too-large", "error-too-large-text"),
        Problem::Unsupported => ("error-unsupported", "error-unsupported-text"),
        Problem::TooMany { .. } => ("error-too-many", "error-too-many-text"),
        Problem::Unavailable => ("error-unavailable", "error-unavailable-text"),
        Problem::Internal => ("error-internal", "error-internal-text"),
    }
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn what_was_sent_and_not_saved_is_said_and_a_page_can_be_tried_again() {
        let of = |request: TestRequest, problem| {
            error_page(Lang::En, &problem, same_page(&request.to_http_request()).as_deref()).into_string()
        };
        let (unsaved, again) = (t(Lang::En, "error-unsaved"), t(Lang::En, "error-again"));
        let sent = of(TestRequest::post().uri("/en/learn/profile"), Problem::Unavailable);
        assert!(sent.contains(unsaved) && !sent.contains(again), "{sent}");
        let asked = of(TestRequest::get().uri("/en/learn?page=2"), Problem::Unavailable);
        assert!(!asked.contains(unsaved) && asked.contains("href=\"/en/learn?page=2\""), "{asked}");
        let elsewhere = of(TestRequest::get().uri("//example.kz/en"), Problem::Unavailable);
        assert!(elsewhere.contains("href=\"/example.kz/en\""), "{elsewhere}");
        let other = of(TestRequest::post().uri("/en/learn"), Problem::Internal);
        assert!(!other.contains(unsaved), "whether it was saved is not known: {other}");
    }
}
