//! Putting the application together and running it.

use std::io::Write;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use actix_web::dev::Server;
use actix_web::middleware::from_fn;
use actix_web::web::{Data, PayloadConfig};
use actix_web::{App as Actix, HttpServer};
use tokio::signal::unix::{SignalKind, signal};

use super::issuing::Issuing;
use super::metrics::{self, Metrics};
use super::offline::together;
use super::{folder, keys, library, lock, routes, sealing, telemetry, tls, workers};
use crate::certificates::keys::SigningKey;
use crate::certificates::pages::public::framed::FramedAnswers;
use crate::certificates::verify::Records;
use crate::config::Config;
use crate::content::Library;
use crate::db::{About, Backend, Database};
use crate::home::numbers::PublicNumbers;
use crate::jobs::bell::Stop;
use crate::kernel::{Actor, Clock, Ctx, Error, Random, Timestamp};
use crate::learning::RecentlyRead;
use crate::learning::pages::compressed::CompressedLessons;
use crate::mail::transport::Transport;
use crate::places;
use crate::stats::needs::Flagged;
use crate::stats::reports::Kept;
use crate::web::{App, FORM_BYTES, around, plain};

/// What the rows that are kept in memory are read from: who is signed in, where they stand in a course, and certificates.
const KEPT: &[About] = &[
    About { table: "people", subject: "id" },
    About { table: "sign_ins", subject: "person_id" },
    About { table: "grants", subject: "person_id" },
    About { table: "review_grants", subject: "person_id" },
    About { table: "second_factors", subject: "person_id" },
    About { table: "enrolments", subject: "person_id" },
    About { table: "certificates", subject: "id" },
];

/// Why the server did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The database cannot be used.
    #[error(transparent)]
    Database(#[from] crate::db::OpenError),
    /// PostgreSQL waits for its administrator.
    #[error("the database lacks {0} migrations of this version: run `erikti migrate`, then start the server")]
    Unmigrated(usize),
    /// The data folder is not there and cannot be made.
    #[error("the data folder {} cannot be made ({cause}): set ERIKTI_DATA to a folder in which this user may write", folder.display())]
    Folder {
        /// The folder.
        folder: std::path::PathBuf,
        /// What the system says.
        cause: std::io::Error,
    },
    /// Another server has the database.
    #[error(transparent)]
    Lock(#[from] lock::LockError),
    /// The key does not fit.
    #[error(transparent)]
    Key(#[from] keys::KeyError),
    /// The certificate for HTTPS cannot be used.
    #[error(transparent)]
    Tls(#[from] tls::TlsError),
    /// The settings do not fit together.
    #[error(transparent)]
    Config(#[from] crate::config::ConfigError),
    /// The address cannot be listened on.
    #[error("{address} cannot be listened on ({cause}): stop what listens there, or set ERIKTI_LISTEN")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// What the system says.
        cause: std::io::Error,
    },
    /// The address of metrics cannot be listened on.
    #[error(
        "{address} cannot be listened on for metrics ({cause}): stop what listens there, or set ERIKTI_METRICS_LISTEN"
    )]
    ListenMetrics {
        /// The address.
        address: SocketAddr,
        /// What the system says.
        cause: std::io::Error,
    },
    /// Something else.
    #[error("{}", .0.for_operator())]
    Failed(#[from] Error),
}

/// What is given rather than fetched: tests give their own.
#[derive(Debug)]
pub struct Given {
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Chance.
    pub random: Random,
    /// The way out for mails; `None`: by the settings.
    pub transport: Option<Arc<dyn Transport>>,
}

impl Given {
    /// The machine's own.
    pub fn of_machine() -> Self {
        Self { clock: Arc::new(crate::kernel::SystemClock), random: Random::system(), transport: None }
    }
}

/// A server that is built and listens, and does not answer yet.
pub struct Built {
    /// The application.
    pub app: App,
    /// The courses.
    pub library: Arc<Library>,
    /// Where it listens; the port is known even if 0 was asked for.
    pub address: SocketAddr,
    /// The one-time link that makes the first account, if there is none yet.
    pub first_account: Option<String>,
    /// What reports count.
    pub reports: Arc<Kept>,
    issuing: Issuing,
    leaving: workers::Leaving,
    listener: TcpListener,
    certificate: Option<Arc<tls::Certificate>>,
    lock: lock::ServerLock,
}

impl std::fmt::Debug for Built {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Built").field("address", &self.address).finish_non_exhaustive()
    }
}

/// Opens the database, brings it up to date, loads key and courses, and listens.
///
/// # Errors
/// Whatever keeps the server from starting, in one sentence that says what to do.
pub async fn build(config: Config, given: Given) -> Result<Built, StartError> {
    let certificate = config.tls.as_ref().map(tls::Certificate::load).transpose()?;
    let leaving = workers::Leaving::prepare(&config, given.transport.clone())?;
    let lock = lock::lock(&config.database)?;
    let (db, library, key) = prepare(&config, &given.random, given.clock.now()).await?;
    db.watch(KEPT).await?;
    let (listener, address) = listen(config.listen)?;
    let base_url = config.base_url_at(address)?;
    let sealer = sealing::load_or_create(&config.data, &given.random)?;
    let issuing = together((config, base_url), db, given, (library, key, sealer)).await?;
    let (app, library) = (issuing.app.clone(), Arc::clone(&issuing.library));
    if let Err(error) = super::exporting::sweep(&app).await {
        tracing::warn!(%error, "it could not be looked for exports that nobody waits for");
    }
    let first_account = first_account_link(&app).await?;
    let reports = Arc::default();
    Ok(Built { app, library, address, first_account, reports, issuing, leaving, listener, certificate, lock })
}

/// Opens the database and brings it up to date, loads or makes the key, and publishes courses that are new.
///
/// # Errors
/// As [`build`].
pub(super) async fn prepare(
    config: &Config,
    random: &Random,
    now: Timestamp,
) -> Result<(Database, Arc<Library>, SigningKey), StartError> {
    folder::ensure_private(&config.data).map_err(|cause| StartError::Folder { folder: config.data.clone(), cause })?;
    let db = open_database(config).await?;
    let ctx = Ctx { now, actor: Actor::System };
    let key = keys::load_or_create(&config.data, &db, random, &ctx).await?;
    db.write(places::seed).await?;
    let library = library::load(&db, &ctx, config.courses.as_deref()).await?;
    Ok((db, Arc::new(library), key))
}

async fn open_database(config: &Config) -> Result<Database, StartError> {
    let db = Database::open(&config.database)?;
    match db.backend() {
        Backend::Sqlite => {
            super::migrate::with_backup(&db, config).await?;
            reclaim(&db).await?;
        }
        Backend::Postgres => {
            let pending = db.pending_migrations().await?;
            if !pending.is_empty() {
                return Err(StartError::Unmigrated(pending.len()));
            }
        }
    }
    Ok(db)
}

/// The lock on a SQLite file proves that no other server lives: what one had leased is free.
async fn reclaim(db: &Database) -> Result<(), Error> {
    let (jobs, mails) =
        db.write(|conn| Ok((crate::jobs::reclaim::reclaim(conn)?, crate::mail::reclaim::reclaim(conn)?))).await?;
    if jobs + mails > 0 {
        tracing::info!(jobs, mails, "took back what the last server was working on when it ended");
    }
    Ok(())
}

fn listen(address: SocketAddr) -> Result<(TcpListener, SocketAddr), StartError> {
    let refused = |cause| StartError::Listen { address, cause };
    let listener = TcpListener::bind(address).map_err(refused)?;
    let bound = listener.local_addr().map_err(refused)?;
    Ok((listener, bound))
}

async fn first_account_link(app: &App) -> Result<Option<String>, Error> {
    let link = app.random.secret();
    let url = app.url(&format!("{}/first/{}", app.config.language, link.reveal()));
    let made = app.write(Actor::System, move |conn, ctx| crate::accounts::first_account_link(conn, ctx, &link)).await?;
    Ok(made.then_some(url))
}

/// A running server.
pub struct Running {
    /// The HTTP server; wait for it, or stop it through its handle.
    pub server: Server,
    /// Ends the workers.
    pub stop: Stop,
    /// The workers; they end after `stop`.
    pub workers: tokio::task::JoinHandle<()>,
    _lock: lock::ServerLock,
}

impl std::fmt::Debug for Running {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Running").finish_non_exhaustive()
    }
}

impl Built {
    /// The key that signs certificates.
    pub fn key(&self) -> Arc<SigningKey> {
        Arc::clone(&self.issuing.key)
    }

    /// Issues what is due; tests call it instead of waiting for the worker.
    pub fn issuing(&self) -> Issuing {
        self.issuing.clone()
    }

    /// Starts the workers and answers requests.
    ///
    /// # Errors
    /// Only if the system gives no threads.
    pub fn run(self) -> Result<Running, StartError> {
        let Self { app, library, reports, issuing, leaving, listener, certificate, address, lock, .. } = self;
        let metrics = start_metrics(&app)?;
        let stop = Stop::default();
        let reviews: Arc<crate::reviews::Current> = Arc::default();
        let workers = workers::start((&app, &reviews, &reports), &issuing, leaving, &stop);
        let (data, library, key) = (Data::new(app), Data::from(library), Data::from(issuing.key));
        let answered = Data::new(plain::Answered::by(&data.config));
        let flagged = Data::new(Flagged::default());
        let (reviews, reports) = (Data::from(reviews), Data::from(reports));
        let numbers = Data::new(PublicNumbers::default());
        let (compressed, recent) = (Data::new(CompressedLessons::default()), Data::new(RecentlyRead::default()));
        let (framed, known) = (Data::new(FramedAnswers::default()), Data::new(Records::default()));
        let factory = move || {
            Actix::new()
                .app_data(data.clone())
                .app_data(library.clone())
                .app_data(key.clone())
                .app_data(compressed.clone())
                .app_data(recent.clone())
                .app_data(framed.clone())
                .app_data(known.clone())
                .app_data(flagged.clone())
                .app_data(reviews.clone())
                .app_data(reports.clone())
                .app_data(numbers.clone())
                .app_data(metrics.clone())
                .app_data(answered.clone())
                .app_data(PayloadConfig::new(FORM_BYTES))
                .wrap(from_fn(around::answer))
                .wrap(from_fn(telemetry::log_request))
                .configure(routes::configure)
        };
        let failed = |cause| StartError::Listen { address, cause };
        let server = HttpServer::new(factory)
            // Browsers open connections ahead of need, and a weak network takes its time to send a request.
            .client_request_timeout(Duration::from_secs(30))
            // An answer that is compressed on its way goes out in parts: none waits until the one before is acknowledged.
            .tcp_nodelay(true)
            .shutdown_timeout(10)
            .disable_signals();
        let server = match certificate {
            None => server.listen(listener),
            Some(certificate) => {
                server.listen_rustls_0_23(listener, certificate.server_config().map_err(Error::internal)?)
            }
        };
        let server = server.map_err(failed)?.run();
        Ok(Running { server, stop, workers, _lock: lock })
    }
}

/// Counts requests, and shows the counts on the address of the settings, if there is one.
fn start_metrics(app: &App) -> Result<Data<Metrics>, StartError> {
    let metrics = Metrics::new()?;
    if let Some(address) = app.config.metrics_listen {
        let (server, _) = metrics::bind(address, metrics.clone(), app.db.clone())
            .map_err(|cause| StartError::ListenMetrics { address, cause })?;
        tokio::spawn(server);
    }
    Ok(Data::new(metrics))
}

/// Runs until the process is asked to stop, then lets requests and workers finish.
///
/// # Errors
/// Whatever keeps the server from starting.
pub async fn serve(config: Config) -> Result<(), StartError> {
    // Before anything else: until somebody listens to it, this signal ends the process.
    let hangups = signal(SignalKind::hangup()).map_err(Error::internal)?;
    let built = build(config, Given::of_machine()).await?;
    announce(&built);
    let certificate = built.certificate.clone();
    let running = built.run()?;
    tokio::spawn(tls::keep_current(certificate, hangups, running.stop.clone()));
    let handle = running.server.handle();
    let server = tokio::spawn(running.server);
    asked_to_stop().await;
    tracing::info!("stopping: requests and mails under way are finished first");
    handle.stop(true).await;
    let _ = server.await;
    running.stop.now();
    let _ = running.workers.await;
    Ok(())
}

/// Tells whoever starts the server. A reader that has gone (`| head -1`) does not end the server.
fn announce(built: &Built) {
    let link = built.first_account.iter();
    let link = link.map(|link| format!("Make the first account (centre and administrator) within a day: {link}"));
    let folder = built.app.config.smtp.is_none().then(|| built.app.config.data.join("mail"));
    let folder = folder.iter().map(|folder| format!("Mails are written as files to {}", folder.display()));
    let address = format!("Erikti answers at {}", built.app.base_url);
    let lines: Vec<String> = std::iter::once(address).chain(link).chain(folder).collect();
    let _ = writeln!(std::io::stdout(), "{}", lines.join("\n"));
}

async fn asked_to_stop() {
    let terminated = async {
        match signal(SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        () = terminated => {}
    }
}
