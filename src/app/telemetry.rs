//! Logs: a sentence and fields on standard error, as text on a terminal and as JSON lines otherwise.
//!
//! Invariants: a request is named by the pattern of its route, never by its path, which may hold a token; no
//! network address, name or secret is logged. What happens during a request carries the request's id.

use std::fmt;
use std::io::IsTerminal;
use std::time::{Duration, Instant};

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::web;
use tracing::{Event, Subscriber};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::{FmtContext, FormatEvent, FormatFields};
use tracing_subscriber::registry::LookupSpan;

use super::metrics::Metrics;
use crate::web::App;

/// Where an answer names its request, so that a person can tell which one failed.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// What stands in place of the pattern when no route matched.
const NO_ROUTE: &str = "unmatched";

/// What takes longer is told even if it was only read.
const SLOW: Duration = Duration::from_secs(1);

tokio::task_local! {
    /// The request that is being answered. A span would say the same, and would be written down for each request even
    /// if nothing is said about it.
    static REQUEST: u64;
}

/// Says of everything which request it belongs to.
enum WithRequest<F> {
    Text(F),
    Json(F),
}

impl<S, N, F> FormatEvent<S, N> for WithRequest<F>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
    F: FormatEvent<S, N>,
{
    fn format_event(&self, ctx: &FmtContext<'_, S, N>, mut out: Writer<'_>, event: &Event<'_>) -> fmt::Result {
        let (Self::Text(inner) | Self::Json(inner)) = self;
        let Ok(id) = REQUEST.try_with(|id| *id) else { return inner.format_event(ctx, out, event) };
        if matches!(self, Self::Text(_)) {
            write!(out, "{id:016x} ")?;
            return inner.format_event(ctx, out, event);
        }
        let mut line = String::new();
        inner.format_event(ctx, Writer::new(&mut line), event)?;
        match line.strip_prefix('{') {
            Some(rest) => write!(out, "{{\"request\":\"{id:016x}\",{rest}"),
            None => out.write_str(&line),
        }
    }
}

/// Why logging could not begin.
#[derive(Debug, thiserror::Error)]
pub enum TelemetryError {
    /// The filter of the settings is not one.
    #[error("ERIKTI_LOG={0} is not accepted; it takes a filter such as info or erikti=debug,info")]
    Filter(String),
    /// The process logs already.
    #[error("logging has been started before")]
    Twice,
}

/// Starts logging for the process, with the filter of the settings.
///
/// # Errors
/// [`TelemetryError::Filter`] if the text is no filter.
pub fn start(filter: &str) -> Result<(), TelemetryError> {
    let filter = parse_filter(filter)?;
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let started = if std::io::stderr().is_terminal() {
        let colours = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        let log = log.compact().with_ansi(colours).map_event_format(WithRequest::Text);
        tracing::subscriber::set_global_default(log.finish())
    } else {
        tracing::subscriber::set_global_default(
            log.json().flatten_event(true).map_event_format(WithRequest::Json).finish(),
        )
    };
    started.map_err(|_| TelemetryError::Twice)
}

/// Reads a filter.
///
/// # Errors
/// [`TelemetryError::Filter`] if the text is none.
pub fn parse_filter(text: &str) -> Result<EnvFilter, TelemetryError> {
    EnvFilter::builder().parse(text).map_err(|_| TelemetryError::Filter(text.to_owned()))
}

/// Middleware, the outermost: gives the request an id, measures it, writes one line about it and counts it in
/// [`Metrics`], if the application has them.
///
/// # Errors
/// What the inner service returns.
pub async fn log_request(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let begun = Instant::now();
    let method = request.method().clone();
    let metrics = request.app_data::<web::Data<Metrics>>().cloned();
    let id = request.app_data::<web::Data<App>>().map_or(0, |app| app.random.seed());
    let mut answered = REQUEST.scope(id, next.call(request)).await;
    let (route, status) = match &answered {
        Ok(response) => (response.request().match_pattern(), response.status()),
        Err(error) => (None, error.as_response_error().status_code()),
    };
    let line = Line { method, route: route.as_deref().unwrap_or(NO_ROUTE), status, took: begun.elapsed() };
    REQUEST.sync_scope(id, || line.write());
    if let Some(metrics) = metrics {
        metrics.observe_request(line.route, line.status, line.took);
    }
    if let (Ok(response), Ok(id)) = (&mut answered, HeaderValue::try_from(format!("{id:016x}"))) {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    answered
}

/// What is said about a request.
struct Line<'a> {
    method: Method,
    route: &'a str,
    status: StatusCode,
    took: Duration,
}

impl Line<'_> {
    /// Failures of ours stand out. What somebody read without trouble is told only to those who ask for `debug`:
    /// it is most of what happens, [`Metrics`] count it, and what a person reads is theirs.
    fn write(&self) {
        let Self { method, route, .. } = self;
        let status = self.status.as_u16();
        let milliseconds = u64::try_from(self.took.as_millis()).unwrap_or(u64::MAX);
        if self.status.is_server_error() {
            tracing::warn!(%method, route, status, milliseconds, "a request failed");
        } else if self.is_plain_read() {
            tracing::debug!(%method, route, status, milliseconds, "answered");
        } else {
            tracing::info!(%method, route, status, milliseconds, "answered");
        }
    }

    fn is_plain_read(&self) -> bool {
        self.method.is_safe() && !self.status.is_client_error() && self.took < SLOW
    }
}

#[cfg(test)]
mod tests {
    use actix_web::middleware::from_fn;
    use actix_web::{App as Service, HttpResponse, test};
    use tracing_subscriber::fmt::MakeWriter;

    use super::*;

    /// Keeps what is logged.
    #[derive(Clone, Default)]
    struct Kept(std::sync::Arc<std::sync::Mutex<Vec<u8>>>);

    impl std::io::Write for Kept {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().expect("not poisoned").extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    impl<'a> MakeWriter<'a> for Kept {
        type Writer = Self;

        fn make_writer(&'a self) -> Self {
            self.clone()
        }
    }

    #[actix_web::test]
    async fn a_request_is_logged_by_its_route_and_never_by_its_path() {
        let kept = Kept::default();
        let log = tracing_subscriber::fmt().with_max_level(tracing::Level::DEBUG).with_writer(kept.clone());
        let log = log.json().flatten_event(true).map_event_format(WithRequest::Json).finish();
        let _guard = tracing::subscriber::set_default(log);
        let metrics = web::Data::new(Metrics::new().expect("metrics"));
        let service = Service::new()
            .app_data(metrics.clone())
            .wrap(from_fn(log_request))
            .route("/{lang}/reset/{token}", web::get().to(HttpResponse::Ok));
        let service = test::init_service(service).await;
        for path in ["/kk/reset/s3cr3t-token?name=s3cr3t", "/nowhere/s3cr3t"] {
            let answer = test::call_service(&service, test::TestRequest::get().uri(path).to_request()).await;
            assert_eq!(answer.headers().get(REQUEST_ID).expect("an id").len(), 16);
        }
        let logged = String::from_utf8(kept.0.lock().expect("not poisoned").clone()).expect("text");
        assert!(!logged.contains("s3cr3t"), "{logged}");
        let lines: Vec<serde_json::Value> =
            logged.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
        let [found, lost] = lines.as_slice() else { panic!("two lines: {logged}") };
        assert_eq!((&found["route"], &found["status"]), (&"/{lang}/reset/{token}".into(), &200.into()));
        assert_eq!((&lost["route"], &lost["status"]), (&NO_ROUTE.into(), &404.into()));
        assert_eq!((&found["level"], &lost["level"]), (&"DEBUG".into(), &"INFO".into()), "what was read is not told");
        assert!(
            found["request"].as_str().is_some_and(|id| id.len() == 16) && found["milliseconds"].is_u64(),
            "{logged}"
        );
        let text = metrics.text().expect("text");
        assert!(text.contains(r#"erikti_http_requests_total{class="2xx",route="/{lang}/reset/{token}"} 1"#), "{text}");
    }

    #[::core::prelude::v1::test]
    fn a_filter_is_read_or_refused_by_the_name_of_the_setting() {
        assert!(parse_filter("erikti=debug,info").is_ok());
        let error = parse_filter("erikti=loud").expect_err("no such level").to_string();
        assert!(error.contains("ERIKTI_LOG=erikti=loud"), "{error}");
    }
}
