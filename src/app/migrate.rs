//! Migrations at start. A SQLite file is copied before its schema changes.

use std::path::{Path, PathBuf};

use crate::config::Config;
use crate::db::{Database, DatabaseUrl, Migration, OpenError};

/// Brings a SQLite database to this version. If it holds data already, a copy is made beside it first.
///
/// # Errors
/// A newer database, a failed migration, no room for the copy.
pub async fn with_backup(db: &Database, config: &Config) -> Result<Vec<Migration>, OpenError> {
    let pending = db.pending_migrations().await?;
    if pending.is_empty() {
        return Ok(pending);
    }
    if let DatabaseUrl::Sqlite(file) = &config.database
        && pending.first().is_some_and(|first| first != crate::db::FIRST_MIGRATION)
    {
        let copy = copy_name(file, pending.first().map_or("", String::as_str));
        db.copy_sqlite(&copy).await?;
        tracing::info!(copy = %copy.display(), "copied the database before migrating it");
    }
    let done = db.migrate().await?;
    tracing::info!(migrations = done.len(), "brought the database to this version");
    Ok(done)
}

fn copy_name(file: &Path, migration: &str) -> PathBuf {
    file.with_extension(format!("before-{migration}.db"))
}
