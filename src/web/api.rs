//! What programs ask under `/api`: JSON in, JSON out, errors by RFC 9457, tokens in the `Authorization` header. Cookies are
//! not looked at.

use std::future::Future;
use std::pin::Pin;

use actix_web::body::BoxBody;
use actix_web::dev::{Payload, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::web::{Bytes, Data};
use actix_web::{FromRequest, HttpMessage as _, HttpRequest, HttpResponse, ResponseError};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;

use super::address::client_ip;
use super::error::Problem;
use super::limits::Limited;
use super::state::App;
use crate::accounts::{self, Bearer, Scope, TokenSecret};
use crate::kernel::{Actor, Ctx, Error};

/// The type of an error's body.
pub const PROBLEM: &str = "application/problem+json";

/// True for the addresses of programs.
pub fn is_api(path: &str) -> bool {
    path == "/api" || path.starts_with("/api/")
}

/// Why a program was not answered as it asked.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{detail}")]
pub struct ApiProblem {
    status: StatusCode,
    detail: &'static str,
    retry_after: Option<u32>,
}

impl ApiProblem {
    const fn new(status: StatusCode, detail: &'static str) -> Self {
        Self { status, detail, retry_after: None }
    }

    /// What was sent is not what the description says.
    pub const fn bad_request(detail: &'static str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, detail)
    }

    /// There is no such thing, or not for this token.
    pub const fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "There is no such thing, or not for this token.")
    }

    /// No token that works was sent.
    const fn unauthorized() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "Send a token that works: Authorization: Bearer erikti_…")
    }

    /// The token opens something else.
    const fn forbidden() -> Self {
        Self::new(StatusCode::FORBIDDEN, "This token does not open that.")
    }

    /// The settings demand a second factor of whoever made the token.
    const fn without_second_factor() -> Self {
        Self::new(StatusCode::FORBIDDEN, "Whoever made this token has to set up two-step sign-in first.")
    }

    /// The answer to a method that an address does not know; `allowed` are those that it does.
    pub fn method_not_allowed(allowed: &'static str) -> HttpResponse {
        let mut response = Self::of_status(StatusCode::METHOD_NOT_ALLOWED).error_response();
        response.headers_mut().insert(header::ALLOW, HeaderValue::from_static(allowed));
        response
    }

    fn of_status(status: StatusCode) -> Self {
        let detail = match status {
            StatusCode::NOT_FOUND => "There is no such address.",
            StatusCode::METHOD_NOT_ALLOWED => "The address does not know this method.",
            StatusCode::FORBIDDEN => "Not allowed.",
            StatusCode::CONFLICT => "It was changed in the meantime.",
            StatusCode::PAYLOAD_TOO_LARGE => "What was sent is too large.",
            StatusCode::UNSUPPORTED_MEDIA_TYPE => "Send application/json.",
            StatusCode::TOO_MANY_REQUESTS => "Too many questions: ask again later.",
            StatusCode::SERVICE_UNAVAILABLE => "Not available now: ask again later.",
            status if status.is_server_error() => "A fault of the server.",
            _ => "The request cannot be understood.",
        };
        Self::new(status, detail)
    }
}

impl From<Problem> for ApiProblem {
    fn from(problem: Problem) -> Self {
        let retry_after = match &problem {
            Problem::TooMany { seconds } => Some(*seconds),
            Problem::Unavailable => Some(5),
            _ => None,
        };
        Self { retry_after, ..Self::of_status(problem.status_code()) }
    }
}

impl From<Error> for ApiProblem {
    fn from(error: Error) -> Self {
        match error {
            Error::NotFound => Self::not_found(),
            other => Problem::from(other).into(),
        }
    }
}

impl ResponseError for ApiProblem {
    fn status_code(&self) -> StatusCode {
        self.status
    }

    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::build(self.status);
        response.insert_header((header::CONTENT_TYPE, PROBLEM));
        if self.status == StatusCode::UNAUTHORIZED {
            response.insert_header((header::WWW_AUTHENTICATE, "Bearer"));
        }
        if let Some(seconds) = self.retry_after {
            response.insert_header((header::RETRY_AFTER, seconds.to_string()));
        }
        response.body(body(self))
    }
}

/// RFC 9457, 3.1.
fn body(problem: &ApiProblem) -> String {
    let title = problem.status.canonical_reason().unwrap_or("Error");
    json!({ "type": "about:blank", "title": title, "status": problem.status.as_u16(), "detail": problem.detail })
        .to_string()
}

/// Writes the body of an error that has none yet: an unknown address, a bad request.
pub(super) fn with_problem(answered: ServiceResponse) -> ServiceResponse {
    let has_body =
        answered.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes() == PROBLEM.as_bytes());
    if has_body {
        return answered;
    }
    let problem = ApiProblem::of_status(answered.status());
    let mut written = answered.map_body(|head, _| {
        head.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(PROBLEM));
        BoxBody::new(body(&problem))
    });
    written.headers_mut().remove(header::CONTENT_LENGTH);
    written
}

/// The result of what answers programs.
pub type ApiResult = Result<HttpResponse, ApiProblem>;

/// An answer.
///
/// # Errors
/// None that can happen: what is answered can be written.
pub fn answer(value: &impl Serialize) -> ApiResult {
    let text = serde_json::to_string(value).map_err(Error::internal)?;
    Ok(HttpResponse::Ok().insert_header((header::CONTENT_TYPE, "application/json")).body(text))
}

/// What a program sent.
#[derive(Debug)]
pub struct Sent<T>(pub T);

impl<T: DeserializeOwned + 'static> FromRequest for Sent<T> {
    type Error = ApiProblem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, ApiProblem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let bytes = Bytes::from_request(request, payload);
        let is_json = request.content_type().eq_ignore_ascii_case("application/json");
        Box::pin(async move {
            if !is_json {
                return Err(ApiProblem::of_status(StatusCode::UNSUPPORTED_MEDIA_TYPE));
            }
            let bytes = bytes.await.map_err(|error| ApiProblem::of_status(error.as_response_error().status_code()))?;
            let sent = serde_json::from_slice(&bytes);
            sent.map(Self).map_err(|_| ApiProblem::bad_request("The body is not what the description says."))
        })
    }
}

fn app_of(request: &HttpRequest) -> Result<App, ApiProblem> {
    Ok(request.app_data::<Data<App>>().ok_or_else(ApiProblem::not_found)?.get_ref().clone())
}

/// Any program; questions are counted by network address.
#[derive(Debug)]
pub struct Anyone(pub App);

impl FromRequest for Anyone {
    type Error = ApiProblem;
    type Future = std::future::Ready<Result<Self, ApiProblem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let app = app_of(request).and_then(|app| {
            app.limits.take(Limited::Api, client_ip(request, &app), app.now())?;
            Ok(Self(app))
        });
        std::future::ready(app)
    }
}

/// Who asks with a token of this scope.
async fn bearer(request: &HttpRequest, scope: Scope) -> Result<(App, Bearer), ApiProblem> {
    let app = app_of(request)?;
    app.limits.take(Limited::Api, client_ip(request, &app), app.now())?;
    let sent = request.headers().get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let token = sent.and_then(|sent| sent.split_once(' ')).filter(|(kind, _)| kind.eq_ignore_ascii_case("bearer"));
    let token = token.and_then(|(_, token)| TokenSecret::parse(token.trim())).ok_or_else(ApiProblem::unauthorized)?;
    let (digest, ctx) = (token.digest(), Ctx { now: app.now(), actor: Actor::Visitor });
    let found = app.read(move |conn| accounts::find_bearer(conn, &ctx, &digest)).await?;
    let found = found.ok_or_else(ApiProblem::unauthorized)?;
    if found.scope != scope || !found.is_entitled {
        tracing::warn!(person = found.person.0, "refused: the token does not open that");
        return Err(ApiProblem::forbidden());
    }
    // What is the own needs none: whoever may not see others' data may have lost the phone.
    if found.scope != Scope::Transcript && lacks_second_factor(&app, &found) {
        tracing::warn!(person = found.person.0, "refused: the second factor is missing");
        return Err(ApiProblem::without_second_factor());
    }
    if found.is_to_be_noted {
        let used = found.clone();
        app.write(Actor::Person(found.person), move |conn, ctx| accounts::note_token_use(conn, ctx, &used)).await?;
    }
    Ok((app, found))
}

/// Whether the settings demand a second factor of who made a token, and none is set up. A token has no sign-in that goes on
/// to its end.
fn lacks_second_factor(app: &App, bearer: &Bearer) -> bool {
    let settings = app.centre.get();
    let of_roles = bearer.roles.iter().any(|role| settings.second_factor_since(*role).is_some());
    let of_reviewers = bearer.is_reviewer && settings.second_factor_of_reviewers_since().is_some();
    (of_roles || of_reviewers) && !bearer.has_second_factor
}

macro_rules! tokens {
    ($($(#[$doc:meta])* $name:ident => $scope:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug)]
        pub struct $name {
            /// The application.
            pub app: App,
            /// Who asks.
            pub bearer: Bearer,
        }

        impl FromRequest for $name {
            type Error = ApiProblem;
            type Future = Pin<Box<dyn Future<Output = Result<Self, ApiProblem>>>>;

            fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
                let request = request.clone();
                Box::pin(async move {
                    let (app, bearer) = bearer(&request, Scope::$scope).await?;
                    Ok(Self { app, bearer })
                })
            }
        }
    )+};
}

tokens! {
    /// A token that verifies many certificates.
    VerifyToken => Verify,
    /// A token for the own certificates and courses.
    TranscriptToken => Transcript,
    /// A token of the centre for the register.
    RegisterToken => Register,
    /// A token of a coordinator for the people of one organisation.
    PeopleToken => People,
}
