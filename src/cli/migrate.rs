//! `erikti migrate`: brings the database to this version.

use clap::Args;
use serde_json::json;

use super::failure::{Failure, Outcome};
use super::output::{say, say_json};
use crate::app::folder::{ensure_private, folder_of};
use crate::app::lock::lock;
use crate::app::migrate::with_backup;
use crate::config::Config;
use crate::db::{Database, DatabaseUrl};

pub(super) const EXAMPLE: &str = "A SQLite database that holds something is copied beside itself first.\n\n\
                                  Example:\n  erikti migrate";

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Print the migrations that were run as JSON
    #[arg(long)]
    json: bool,
}

pub(super) async fn run(arguments: &Arguments, config: &Config) -> Outcome {
    if let DatabaseUrl::Sqlite(file) = &config.database {
        ensure_private(folder_of(file)).map_err(|cause| {
            Failure::failed(format!(
                "the folder {} cannot be made ({cause}): name one in ERIKTI_DATA that this user may write to",
                folder_of(file).display()
            ))
        })?;
    }
    let db = Database::open(&config.database)?;
    let pending = db.pending_migrations().await?;
    let copy = if pending.is_empty() {
        None
    } else {
        // A server of the older version must not meet the newer tables.
        let _lock = lock(&config.database).map_err(Failure::failed)?;
        with_backup(&db, config).await?
    };
    if arguments.json {
        return say_json(&json!({ "migrations": pending, "copy": copy }));
    }
    if let Some(copy) = copy {
        say(format!("Copied the database to {} first.", copy.display()));
    }
    match pending.len() {
        0 => say("The database was of this version already."),
        1 => say("Ran 1 migration: the database is of this version now."),
        count => say(format!("Ran {count} migrations: the database is of this version now.")),
    }
    Ok(())
}
