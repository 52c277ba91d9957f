//! Migrations at start. A SQLite file is copied before its schema changes.

use std::path::{Path, PathBuf};

use crate::config::Config;
use crate::db::{Database, DatabaseUrl, OpenError};

/// Brings a database to this version. If it is a SQLite file that holds data already, a copy is made beside it first,
/// whose path is returned.
///
/// # Errors
/// A newer database, a failed migration, no room for the copy.
pub async fn with_backup(db: &Database, config: &Config) -> Result<Option<PathBuf>, OpenError> {
    let pending = db.pending_migrations().await?;
    if pending.is_empty() {
        return Ok(None);
    }
    let mut copied = None;
    if let DatabaseUrl::Sqlite(file) = &config.database
        && pending.first().is_some_and(|first| first != crate::db::FIRST_MIGRATION)
    {
        let copy = copy_name(file, pending.first().map_or("", String::as_str));
        db.copy_sqlite(&copy).await?;
        tracing::info!(copy = %copy.display(), "copied the database before migrating it");
        copied = Some(copy);
    }
    let done = db.migrate().await?;
    tracing::info!(migrations = done.len(), "brought the database to this version");
    Ok(copied)
}

fn copy_name(file: &Path, migration: &str) -> PathBuf {
    file.with_extension(format!("before-{migration}.db"))
}
