//! What commands that work on the database begin with.

use url::Url;

use super::failure::{Failure, Outcome};
use crate::config::Config;
use crate::db::{Conn, Database, DatabaseUrl};
use crate::kernel::{Actor, Clock, Ctx, Day, Error, SystemClock};

/// An open database of this version, worked on from the shell.
pub(super) struct Session {
    db: Database,
    ctx: Ctx,
    zone: chrono_tz::Tz,
}

impl Session {
    /// Opens the database of the settings. It must be there and be of this version: a command never makes one by
    /// accident.
    pub(super) async fn open(config: &Config) -> Outcome<Self> {
        refuse_missing(&config.database)?;
        let db = Database::open(&config.database)?;
        if !db.pending_migrations().await?.is_empty() {
            return Err(Failure::failed("the database is of an older version: run `erikti migrate` first"));
        }
        let ctx = Ctx { now: SystemClock.now(), actor: Actor::Shell };
        Ok(Self { db, ctx, zone: config.time_zone })
    }

    /// The database, for whoever keeps it.
    pub(super) fn database(&self) -> Database {
        self.db.clone()
    }

    /// The moment and the actor.
    pub(super) const fn ctx(&self) -> &Ctx {
        &self.ctx
    }

    /// Today, in the zone of the settings.
    pub(super) fn today(&self) -> Day {
        self.ctx.now.day(self.zone)
    }

    /// Reads.
    pub(super) async fn read<T, F>(&self, work: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: FnOnce(&mut Conn) -> Result<T, Error> + Send + 'static,
    {
        self.db.read(work).await
    }

    /// Runs a use case in one transaction.
    pub(super) async fn write<T, F>(&self, work: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: Fn(&mut Conn, &Ctx) -> Result<T, Error> + Send + 'static,
    {
        let ctx = self.ctx.clone();
        self.db.write(move |conn| work(conn, &ctx)).await
    }
}

/// Refuses a SQLite file that is not there: opening would make it.
pub(super) fn refuse_missing(database: &DatabaseUrl) -> Outcome {
    match database {
        DatabaseUrl::Sqlite(file) if !file.exists() => Err(Failure::failed(format!(
            "there is no database at {}: run `erikti migrate` to make it, or name the right one in ERIKTI_DATA",
            file.display()
        ))),
        DatabaseUrl::Sqlite(_) | DatabaseUrl::Postgres(_) => Ok(()),
    }
}

/// What stands before paths in links; ends with `/`.
pub(super) fn base_url(config: &Config) -> Outcome<Url> {
    config.base_url_at(config.listen).map_err(Failure::from)
}
