//! The whole program on a free port: server and workers, with the time and chance that the test gives.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use actix_web::dev::ServerHandle;
use erikti::app::demo;
use erikti::app::issuing::Issuing;
use erikti::app::{Given, build};
use erikti::config::{Config, Source};
use erikti::content::Library;
use erikti::db::{Database, DatabaseUrl};
use erikti::jobs::bell::Stop;
use erikti::kernel::{Clock, Random, SystemClock};
use erikti::mail::transport::{MemoryTransport, Outgoing, Transport};
use erikti::stats::reports::Kept;
use erikti::web::App;
use tempfile::TempDir;
use tokio::task::JoinHandle;

use super::client::Client;
use super::clock::FixedClock;
use super::database::TestDatabase;

/// Settings by their names in the environment, such as `("ERIKTI_SMTP_URL", "smtp://…")`.
pub(crate) type Settings<'a> = &'a [(&'a str, &'a str)];

/// The courses that come with the program, instead of those of [`library`](super::library).
pub(crate) const BUNDLED: Settings = &[("ERIKTI_COURSES", "bundled")];

/// A running program with a database and a data folder of its own; everything is gone with this value.
#[derive(Debug)]
pub(crate) struct TestApp {
    /// What the handlers are given.
    pub(crate) app: App,
    pub(crate) library: Arc<Library>,
    pub(crate) issuing: Issuing,
    pub(crate) clock: Arc<FixedClock>,
    /// Where mails go, unless the settings name a mail server.
    pub(crate) mails: MemoryTransport,
    /// Where it answers, such as `http://127.0.0.1:40123`.
    pub(crate) address: String,
    /// The link for the first account.
    pub(crate) first_account: Option<String>,
    /// What reports count.
    pub(crate) reports: Arc<Kept>,
    taken: Mutex<Vec<Outgoing>>,
    server: ServerHandle,
    stop: Stop,
    ends: [JoinHandle<()>; 2],
    place: Place,
}

/// What stays when the program is started again.
#[derive(Debug)]
struct Place {
    database: TestDatabase,
    data: TempDir,
    settings: Vec<(String, String)>,
    starts: u64,
}

impl TestApp {
    /// Starts on SQLite, without any setting.
    pub(crate) async fn start() -> Self {
        Self::start_on(TestDatabase::sqlite(), &[]).await
    }

    /// Starts on a database, with settings.
    pub(crate) async fn start_on(database: TestDatabase, settings: Settings<'_>) -> Self {
        Self::run(Place::new(database, settings), Arc::new(FixedClock::new())).await
    }

    /// Starts with the made-up people of `erikti demo`, today; the password of their accounts too.
    pub(crate) async fn start_demo(people: usize, settings: Settings<'_>) -> (Self, String) {
        let place = Place::new(TestDatabase::sqlite(), settings);
        let demo = demo::fill(place.config(), 7, people).await.expect("the demo is filled");
        let clock = Arc::new(FixedClock::new());
        clock.set(SystemClock.now());
        (Self::run(place, clock).await, demo.password)
    }

    async fn run(mut place: Place, clock: Arc<FixedClock>) -> Self {
        place.starts += 1;
        let mails = MemoryTransport::new();
        let config = place.config();
        let transport: Option<Arc<dyn Transport>> =
            if config.smtp.is_none() { Some(Arc::new(mails.clone())) } else { None };
        // Servers on one database draw different secrets.
        let random = Random::seeded(place.starts + 1000 * place.database.server());
        let given = Given { clock: clock.clone(), random, transport };
        let built = build(config, given).await.expect("the program starts");
        let (app, library, issuing) = (built.app.clone(), Arc::clone(&built.library), built.issuing());
        let (address, first_account) = (format!("http://{}", built.address), built.first_account.clone());
        let reports = Arc::clone(&built.reports);
        let running = built.run().expect("the program runs");
        let server = running.server.handle();
        let serving = tokio::spawn(async move { running.server.await.expect("the server ends in peace") });
        Self {
            app,
            library,
            issuing,
            clock,
            mails,
            address,
            first_account,
            reports,
            taken: Mutex::default(),
            server,
            stop: running.stop,
            ends: [serving, running.workers],
            place,
        }
    }

    /// The database.
    pub(crate) fn database(&self) -> Database {
        self.place.database.handle()
    }

    /// Somebody with a browser of their own, who has not been here yet.
    pub(crate) fn client(&self) -> Client {
        Client::new(&self.address)
    }

    /// Lets time pass and wakes the workers.
    pub(crate) fn advance(&self, seconds: i64) {
        self.clock.advance(seconds);
        self.app.bell.ring();
    }

    /// Waits for a mail to an address that was not waited for before; the oldest comes first.
    pub(crate) async fn mail_to(&self, address: &str) -> Outgoing {
        for _ in 0..1600 {
            if let Some(mail) = self.take_mail(address) {
                return mail;
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        let others: Vec<String> = self.taken().iter().map(|mail| mail.to.to_string()).collect();
        panic!("no mail to {address} within forty seconds; there are mails to {others:?}");
    }

    fn taken(&self) -> std::sync::MutexGuard<'_, Vec<Outgoing>> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take_mail(&self, address: &str) -> Option<Outgoing> {
        let mut taken = self.taken();
        taken.extend(self.mails.take_sent());
        let found = taken.iter().position(|mail| mail.to.to_string() == address)?;
        Some(taken.remove(found))
    }

    /// Stops as the program does when it is asked to.
    async fn end(self) -> (Place, Arc<FixedClock>) {
        self.server.stop(true).await;
        self.stop.now();
        for end in self.ends {
            end.await.expect("server and workers end");
        }
        (self.place, self.clock)
    }

    /// Stops for good.
    pub(crate) async fn stop(self) {
        self.end().await;
    }

    /// Stops and starts again on the same database, data folder and time.
    pub(crate) async fn restart(self) -> Self {
        self.restart_with(&[]).await
    }

    /// Like [`restart`](Self::restart), with other settings than before where these name one.
    pub(crate) async fn restart_with(self, settings: Settings<'_>) -> Self {
        let (mut place, clock) = self.end().await;
        place.settings.extend(settings.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        Self::run(place, clock).await
    }
}

impl Place {
    fn new(database: TestDatabase, settings: Settings<'_>) -> Self {
        let data = tempfile::tempdir().expect("a data folder");
        let settings = settings.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Self { database, data, settings, starts: 0 }
    }

    fn config(&self) -> Config {
        let database = match self.database.url() {
            DatabaseUrl::Sqlite(file) => format!("sqlite:{}", file.display()),
            DatabaseUrl::Postgres(address) => address.clone(),
        };
        let mut environment: BTreeMap<String, String> = [
            ("ERIKTI_LISTEN", "127.0.0.1:0".to_owned()),
            ("ERIKTI_DATA", self.data.path().display().to_string()),
            ("ERIKTI_DATABASE_URL", database),
            ("ERIKTI_COURSES", super::library().display().to_string()),
        ]
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect();
        environment.extend(self.settings.iter().cloned());
        let environment = environment.into_iter().collect();
        let source = Source { file: None, folder: self.data.path().to_owned(), environment };
        Config::read(&source).expect("the settings are accepted")
    }
}
