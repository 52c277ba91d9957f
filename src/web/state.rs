//! What every handler is given.

use std::sync::Arc;

use url::Url;

use super::limits::Limits;
use crate::accounts::{Hasher, Sealer, SignedIn};
use crate::config::Config;
use crate::db::{Conn, Database, Recall};
use crate::jobs::bell::Bell;
use crate::kernel::{Actor, Clock, Ctx, Day, Random, Result, Timestamp};
use crate::settings::Current;

/// The running application. Cheap to clone.
#[derive(Debug, Clone)]
pub struct App(Arc<Parts>);

/// What an application is made of.
#[derive(Debug)]
pub struct Parts {
    /// The database.
    pub db: Database,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// Secrets and seeds.
    pub random: Random,
    /// The settings.
    pub config: Config,
    /// What stands before every path in mails, QR codes and certificates; ends with `/`.
    pub base_url: Url,
    /// Password hashing with bounded concurrency.
    pub hasher: Hasher,
    /// Seals the secrets of second factors.
    pub sealer: Sealer,
    /// Sign-ins, by the digest of their secret.
    pub sign_ins: Recall<String, Arc<SignedIn>>,
    /// How often an address may do what.
    pub limits: Limits,
    /// Wakes the workers after a change that queued something.
    pub bell: Bell,
    /// The settings of the centre.
    pub centre: Current,
}

impl App {
    /// Puts the parts together.
    pub fn new(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }

    /// The present moment.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Today, in the zone of the settings.
    pub fn today(&self) -> Day {
        self.now().day(self.config.time_zone)
    }

    /// True once links lead somewhere others can reach: HTTPS on a name that is not this machine's own.
    pub fn is_public(&self) -> bool {
        self.base_url.scheme() == "https" && !is_local(&self.base_url)
    }

    /// True if the browser speaks HTTPS to us (or to the proxy before us).
    pub fn is_https(&self) -> bool {
        self.base_url.scheme() == "https"
    }

    /// The full address of a path such as `/kk/verify`.
    pub fn url(&self, path: &str) -> String {
        format!("{}{}", self.base_url, path.trim_start_matches('/'))
    }

    /// Reads, without a write lock.
    ///
    /// # Errors
    /// What the closure returns; unavailable without a connection.
    pub async fn read<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Conn) -> Result<T> + Send + 'static,
    {
        self.db.read(work).await
    }

    /// Runs a use case in one transaction; returns when it is durable, and wakes the workers.
    ///
    /// # Errors
    /// What the use case returns; unavailable if it could not be committed.
    pub async fn write<T, F>(&self, actor: Actor, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: Fn(&mut Conn, &Ctx) -> Result<T> + Send + 'static,
    {
        let ctx = Ctx { now: self.now(), actor };
        let outcome = self.db.write(move |conn| work(conn, &ctx)).await;
        self.bell.ring();
        outcome
    }
}

/// True if a server at this address is found by this machine or its own network alone.
pub fn is_local(url: &Url) -> bool {
    match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(url::Host::Ipv4(ip)) => ip.is_loopback() || ip.is_private() || ip.is_unspecified(),
        Some(url::Host::Ipv6(ip)) => ip.is_loopback() || ip.is_unique_local() || ip.is_unspecified(),
        None => true,
    }
}

impl std::ops::Deref for App {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}
