//! The composition root: what the running server is made of.

pub mod folder;
pub mod health;
pub mod keys;
pub mod lock;
pub mod metrics;
pub mod telemetry;

use std::sync::Arc;

use actix_web::middleware::from_fn;
use actix_web::{App as Service, HttpServer, web};

use crate::accounts::Hasher;
use crate::config::Config;
use crate::db::{Database, OpenError};
use crate::kernel::{Actor, Clock, Ctx, Random, SystemClock};
use crate::web::App;
use crate::web::state::Parts;

/// Why the server did not start or ended.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Another server has the database.
    #[error(transparent)]
    Lock(#[from] lock::LockError),
    /// The database.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The signing key.
    #[error(transparent)]
    Key(#[from] keys::KeyError),
    /// Anything else.
    #[error("{0}")]
    Other(String),
}

/// Runs the server until it is told to stop.
///
/// # Errors
/// Why it did not start.
pub async fn serve(config: Config) -> Result<(), StartError> {
    let other = |cause: &dyn std::fmt::Display| StartError::Other(cause.to_string());
    let _lock = lock::lock(&config.database)?;
    folder::ensure_private(&config.data).map_err(|cause| other(&cause))?;
    let db = Database::open(&config.database)?;
    db.migrate().await?;
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let random = Random::system();
    let ctx = Ctx { now: clock.now(), actor: Actor::System };
    keys::load_or_create(&config.data, &db, &random, &ctx).await?;
    let listen = config.listen;
    let base_url = url::Url::parse(&format!("http://{listen}/")).map_err(|cause| other(&cause))?;
    let parts = Parts {
        db,
        clock,
        random,
        config,
        base_url,
        hasher: Hasher::new(2),
        limits: crate::web::limits::Limits::default(),
        bell: crate::jobs::bell::Bell::default(),
    };
    let app = web::Data::new(App::new(parts));
    let server = HttpServer::new(move || {
        Service::new()
            .app_data(app.clone())
            .wrap(from_fn(telemetry::log_request))
            .route("/healthz", web::get().to(health::show_health))
            .route("/readyz", web::get().to(health::show_readiness))
    })
    .bind(listen)
    .map_err(|cause| other(&cause))?;
    tracing::info!(addresses = ?server.addrs(), "listening");
    server.run().await.map_err(|cause| other(&cause))
}
