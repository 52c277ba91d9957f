//! What a monitoring system reads, in the text format of Prometheus, on an address of its own.
//!
//! Requests are counted as they come; what is in the database is counted when somebody asks. Labels are patterns
//! of routes, classes of statuses and states, never anything about a person.

use std::net::SocketAddr;
use std::time::Duration;

use actix_web::dev::Server;
use actix_web::http::StatusCode;
use actix_web::http::header::ContentType;
use actix_web::{App as Service, HttpResponse, HttpServer, web};
use prometheus::{Histogram, HistogramOpts, HistogramVec, IntCounterVec, IntGauge, IntGaugeVec, Opts, Registry};
use prometheus::{TEXT_FORMAT, TextEncoder};

use crate::db::{Conn, Database};
use crate::jobs::count::count;
use crate::jobs::model::JobState;
use crate::kernel::{Error, Result};
use crate::mail::list::count_by_state;
use crate::mail::model::MailState;

/// Upper ends of the buckets of latency, in seconds.
const BUCKETS: [f64; 10] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 2.0, 10.0];

/// What is counted. Cheap to clone; clones count together.
#[derive(Debug, Clone)]
pub struct Metrics {
    registry: Registry,
    requests: IntCounterVec,
    seconds: HistogramVec,
    mails: IntGaugeVec,
    jobs: IntGaugeVec,
    database_up: IntGauge,
}

impl Metrics {
    /// Everything at zero.
    ///
    /// # Errors
    /// Internal, if a metric is named wrongly, which a test rules out.
    pub fn new() -> Result<Self> {
        let options = |name: &str, help: &str| Opts::new(format!("erikti_{name}"), help);
        let requests = options("http_requests_total", "Requests answered, by route and class of status.");
        let seconds = options("http_request_seconds", "Time to answer a request, by route.");
        let mails = options("mails", "Mails in the outbox, by state.");
        let jobs = options("jobs", "Jobs, by state.");
        let database_up = options("database_up", "1 if the database answers.");
        let seconds = HistogramOpts::from(seconds).buckets(BUCKETS.to_vec());
        let metrics = Self {
            registry: Registry::new(),
            requests: IntCounterVec::new(requests, &["route", "class"]).map_err(Error::internal)?,
            seconds: HistogramVec::new(seconds, &["route"]).map_err(Error::internal)?,
            mails: IntGaugeVec::new(mails, &["state"]).map_err(Error::internal)?,
            jobs: IntGaugeVec::new(jobs, &["state"]).map_err(Error::internal)?,
            database_up: IntGauge::with_opts(database_up).map_err(Error::internal)?,
        };
        let collectors: [Box<dyn prometheus::core::Collector>; 5] = [
            Box::new(metrics.requests.clone()),
            Box::new(metrics.seconds.clone()),
            Box::new(metrics.mails.clone()),
            Box::new(metrics.jobs.clone()),
            Box::new(metrics.database_up.clone()),
        ];
        for collector in collectors {
            metrics.registry.register(collector).map_err(Error::internal)?;
        }
        Ok(metrics)
    }

    /// Counts a request by the pattern of its route.
    pub fn observe_request(&self, route: &str, status: StatusCode, took: Duration) {
        let class = match status.as_u16() {
            100..=199 => "1xx",
            200..=299 => "2xx",
            300..=399 => "3xx",
            400..=499 => "4xx",
            _ => "5xx",
        };
        self.requests.with_label_values(&[route, class]).inc();
        let histogram: Histogram = self.seconds.with_label_values(&[route]);
        histogram.observe(took.as_secs_f64());
    }

    /// Everything as text.
    ///
    /// # Errors
    /// Internal, if it cannot be written, which no content is known to cause.
    pub fn text(&self) -> Result<String> {
        TextEncoder::new().encode_to_string(&self.registry.gather()).map_err(Error::internal)
    }

    /// Counts what is in the database; without one, says so and leaves the counts out.
    async fn look(&self, database: &Database) {
        self.mails.reset();
        self.jobs.reset();
        match database.read_long(count_all).await {
            Ok(counts) => {
                self.database_up.set(1);
                counts.mails.into_iter().for_each(|(state, n)| self.mails.with_label_values(&[state.code()]).set(n));
                counts.jobs.into_iter().for_each(|(state, n)| self.jobs.with_label_values(&[state]).set(n));
            }
            Err(cause) => {
                self.database_up.set(0);
                tracing::warn!(%cause, "the metrics of the database cannot be read");
            }
        }
    }
}

struct Counts {
    mails: Vec<(MailState, i64)>,
    jobs: [(&'static str, i64); 2],
}

fn count_all(conn: &mut Conn) -> Result<Counts> {
    let found = count_by_state(conn)?;
    let of = |state| found.iter().find(|(other, _)| *other == state).map_or(0, |(_, count)| *count);
    Ok(Counts {
        mails: MailState::ALL.into_iter().map(|state| (state, of(state))).collect(),
        jobs: [("waiting", count(conn, JobState::Queued)?), ("failed", count(conn, JobState::Failed)?)],
    })
}

/// A server for `/metrics` alone, and the address it got. It runs when it is awaited or spawned.
///
/// # Errors
/// If the address cannot be listened on.
pub fn bind(
    address: SocketAddr,
    metrics: Metrics,
    database: Database,
) -> std::io::Result<(Server, Option<SocketAddr>)> {
    let (metrics, database) = (web::Data::new(metrics), web::Data::new(database));
    let server = HttpServer::new(move || {
        Service::new()
            .app_data(metrics.clone())
            .app_data(database.clone())
            .route("/metrics", web::get().to(show_metrics))
    })
    .workers(1)
    .disable_signals()
    .bind(address)?;
    let bound = server.addrs().first().copied();
    Ok((server.run(), bound))
}

/// `GET /metrics`.
async fn show_metrics(metrics: web::Data<Metrics>, database: web::Data<Database>) -> HttpResponse {
    metrics.look(&database).await;
    match metrics.text() {
        Ok(text) => HttpResponse::Ok().content_type(TEXT_FORMAT).body(text),
        Err(cause) => {
            tracing::error!(%cause, "the metrics cannot be written");
            HttpResponse::InternalServerError().content_type(ContentType::plaintext()).finish()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::DatabaseUrl;

    #[tokio::test]
    async fn the_queues_and_the_state_of_the_database_are_told() {
        let folder = tempfile::tempdir().expect("a folder");
        let database = Database::open(&DatabaseUrl::Sqlite(folder.path().join("erikti.db"))).expect("a database");
        let metrics = Metrics::new().expect("metrics");
        metrics.look(&database).await;
        let before = metrics.text().expect("text");
        assert!(before.contains("erikti_database_up 0") && !before.contains("erikti_mails{"), "{before}");
        database.migrate().await.expect("migrated");
        metrics.look(&database).await;
        let after = metrics.text().expect("text");
        for line in [
            "erikti_database_up 1",
            "erikti_mails{state=\"queued\"} 0",
            "erikti_mails{state=\"failed\"} 0",
            "erikti_jobs{state=\"waiting\"} 0",
        ] {
            assert!(after.contains(line), "{after}");
        }
    }
}
