//! `erikti backup` and `erikti restore`: everything in one file, and back.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use super::failure::{Failure, Outcome};
use super::output::{say, say_json};
use super::session::refuse_missing;
use crate::accounts;
use crate::app::backup::{BackupError, Made, Restored, Target, Wanted, back_up, restore, verify};
use crate::app::folder::{ensure_private, folder_of};
use crate::app::lock::lock;
use crate::app::sealing;
use crate::config::Config;
use crate::db::portable::IN_USE;
use crate::db::{Database, DatabaseUrl};
use crate::kernel::{Clock, Error, SystemClock};

pub(super) const EXAMPLE: &str = "The server may run meanwhile; the backup is of one moment. It holds everything but the \
settings, logs and mails written as files: personal data, and the key that signs certificates, so only its owner may \
read it. Keep it as you would keep the key. It can be restored on SQLite and on PostgreSQL.\n\n\
Example:\n  erikti backup /backup/erikti-$(date +%F).erikti";
pub(super) const RESTORE: &str = "Stop the server first. Every digest is compared before anything is changed, and then \
everything is replaced or nothing. A place that is not empty is refused; with --force it is backed up into the data \
folder and then replaced. Mails that waited when the backup was made are sent again.\n\n\
Example:\n  erikti restore --check /backup/erikti-2026-11-28.erikti\n  erikti restore /backup/erikti-2026-11-28.erikti";

#[derive(Debug, Args)]
pub(super) struct Backup {
    /// The file to make; one that is there already is never replaced
    file: PathBuf,
    /// Leave the key that signs certificates out; without it no server starts on the restored database
    #[arg(long)]
    without_key: bool,
    /// Print size, digest and contents as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
pub(super) struct Restore {
    /// The backup
    file: PathBuf,
    /// Replace what is there, after backing it up
    #[arg(long, conflicts_with = "check")]
    force: bool,
    /// Only compare the digests; change nothing
    #[arg(long)]
    check: bool,
    /// Print what was restored as JSON
    #[arg(long)]
    json: bool,
}

impl From<BackupError> for Failure {
    fn from(error: BackupError) -> Self {
        match error {
            BackupError::Failed(Error::Internal(cause)) => Self::failed(cause),
            BackupError::Failed(error) => error.into(),
            other => Self::failed(other),
        }
    }
}

pub(super) async fn run(command: Backup, config: &Config) -> Outcome {
    refuse_missing(&config.database)?;
    let (config, file, now) = (config.clone(), command.file.clone(), SystemClock.now());
    let wanted = if command.without_key { Wanted::WithoutKey } else { Wanted::WithKey };
    let made = blocking(move || back_up(&config, &file, wanted, now)).await?;
    if command.json {
        let Made { manifest, bytes, sha256 } = &made;
        return say_json(&json!({
            "file": command.file, "bytes": bytes, "sha256": sha256, "made_at": manifest.made_at,
            "rows": manifest.rows(), "tables": manifest.tables.len(), "has_key": manifest.key.is_some(),
        }));
    }
    say_made(&command, &made);
    Ok(())
}

fn say_made(command: &Backup, made: &Made) {
    let Made { manifest, bytes, sha256 } = made;
    let (rows, tables) = (manifest.rows(), manifest.tables.len());
    say(format!("Backed up {rows} rows of {tables} tables to {} ({bytes} bytes).", command.file.display()));
    say(format!("SHA-256: {sha256}"));
    say(match (&manifest.key, command.without_key) {
        (Some(_), _) => {
            "It holds personal data and the key that signs certificates: keep it where nobody else can read it."
        }
        (None, true) => {
            "It holds personal data, and not the key that signs certificates: keep that one apart, because no server \
             starts on the restored database without it."
        }
        (None, false) => "It holds personal data. There is no key yet that signs certificates.",
    });
}

pub(super) async fn run_restore(command: Restore, config: &Config) -> Outcome {
    let (config, file, now) = (config.clone(), command.file.clone(), SystemClock.now());
    if command.check {
        let manifest = blocking(move || verify(&file)).await?;
        if command.json {
            return say_json(&manifest);
        }
        say(format!("{} is whole: {} rows, made {}.", command.file.display(), manifest.rows(), manifest.made_at));
        return Ok(());
    }
    if let DatabaseUrl::Sqlite(database) = &config.database {
        ensure_private(folder_of(database)).map_err(Failure::failed)?;
    }
    let _lock = lock(&config.database).map_err(Failure::failed)?;
    let target = if command.force { Target::Anything } else { Target::Empty };
    let place = place_of(&config.database);
    let settings = config.clone();
    let restored = tokio::task::spawn_blocking(move || restore(&settings, &file, target, now)).await;
    let restored = restored.map_err(Failure::failed)?.map_err(|error| unrestored(error, &place))?;
    let closed = count_closed_factors(&config).await;
    if command.json {
        let Restored { manifest, before, has_key } = &restored;
        return say_json(&json!({
            "made_at": manifest.made_at, "rows": manifest.rows(), "people": manifest.rows_of("people"),
            "certificates": manifest.rows_of("certificates"), "before": before, "has_key": has_key,
            "closed_second_factors": closed,
        }));
    }
    say_restored(&restored);
    if closed > 0 {
        say(closed_factors(closed, &sealing::sealing_key_path(&config.data)));
    }
    Ok(())
}

/// How many second factors the key that is here does not open. The restore is done by now: what cannot be looked at is
/// for `erikti check` to tell.
async fn count_closed_factors(config: &Config) -> i64 {
    let id = sealing::find_key_id(&config.data).ok().flatten().unwrap_or_default();
    let Ok(database) = Database::open(&config.database) else { return 0 };
    database.read(move |conn| accounts::count_sealed_otherwise(conn, &id)).await.unwrap_or_default()
}

/// That second factors are there which the key of this machine does not open, and what to do.
pub(super) fn closed_factors(closed: i64, key: &Path) -> String {
    let state = if key.exists() { "does not open them" } else { "is not there" };
    let key = key.display();
    let are = if closed == 1 { "1 second factor is" } else { &format!("{closed} second factors are") };
    format!(
        "{are} in the database, and {key} {state}; it is in no backup. Copy that file from the server that the database comes \
         from. If it is lost, these people sign in with a recovery code, or after `erikti user reset-second-factor`."
    )
}

fn place_of(database: &DatabaseUrl) -> String {
    match database {
        DatabaseUrl::Sqlite(file) => file.display().to_string(),
        DatabaseUrl::Postgres(_) => "the database of ERIKTI_DATABASE_URL".to_owned(),
    }
}

/// Waiting a moment makes no room: where there is none is said.
fn unrestored(error: BackupError, place: &str) -> Failure {
    match error {
        BackupError::Failed(Error::Unavailable(cause)) if cause == IN_USE => Failure::failed(format!(
            "a server or a command works on {place}: stop it first, then restore again; nothing was restored, and what was \
             there is as it was"
        )),
        BackupError::Failed(Error::Unavailable(cause)) => Failure::failed(format!(
            "nothing was restored into {place}, and what was there is as it was ({cause}): make room on its disk, or see \
             that it can be reached, then restore again"
        )),
        other => other.into(),
    }
}

fn say_restored(restored: &Restored) {
    let Restored { manifest, before, has_key } = restored;
    if let Some(before) = before {
        say(format!("What was there before is in {}.", before.display()));
    }
    let (people, certificates) = (manifest.rows_of("people"), manifest.rows_of("certificates"));
    say(format!(
        "Restored {} rows, {people} people and {certificates} certificates among them, as of {}.",
        manifest.rows(),
        manifest.made_at
    ));
    say(if *has_key {
        "Start the server, then run `erikti check`."
    } else {
        "The key that signs certificates is not in the backup: copy data/keys/signing.pem back, then start the server."
    });
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T, BackupError> + Send + 'static) -> Outcome<T> {
    tokio::task::spawn_blocking(work).await.map_err(Failure::failed)?.map_err(Failure::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_that_runs_is_to_be_stopped_and_no_room_to_be_made() {
        let said = |cause: &str| {
            let error = BackupError::Failed(Error::Unavailable(cause.to_owned()));
            format!("{:?}", unrestored(error, "the database of ERIKTI_DATABASE_URL"))
        };
        let runs = said(IN_USE);
        assert!(runs.contains("the database of ERIKTI_DATABASE_URL: stop it first"), "{runs}");
        assert!(!runs.contains("make room"), "{runs}");
        assert!(said("database or disk is full").contains("make room"));
    }
}
