//! Migrations, embedded per database under the same names.

use diesel::migration::{MigrationSource, MigrationVersion};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::Conn;

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// The name of a migration, such as `2026-11-22-000001`.
pub type Migration = String;

/// The first of all migrations: a database that lacks it is empty.
pub const FIRST_MIGRATION: &str = "20261122000001";

/// Why the database could not be brought to this version.
#[derive(Debug, thiserror::Error)]
pub enum MigrateError {
    /// A newer program has worked on this database.
    #[error(
        "the database is newer than this program: it has migration {found}, this program knows up to {known}; \
         start the newer program, or restore a backup made before the upgrade"
    )]
    Newer {
        /// The newest migration in the database.
        found: Migration,
        /// The newest migration of this program.
        known: Migration,
    },
    /// A migration failed; the database is as it was before that migration.
    #[error("a migration failed: {0}")]
    Failed(String),
}

/// The migrations that have not run yet, oldest first.
///
/// # Errors
/// [`MigrateError::Newer`] if the database has migrations that this program does not know.
pub fn pending(conn: &mut Conn) -> Result<Vec<Migration>, MigrateError> {
    crate::on_backend!(conn, c => {
        let applied = c.applied_migrations().map_err(failed)?;
        let known = names(c)?;
        let newest = known.last().cloned().unwrap_or_default();
        if let Some(found) = applied.iter().map(ToString::to_string).find(|name| !known.contains(name)) {
            return Err(MigrateError::Newer { found, known: newest });
        }
        let applied: Vec<String> = applied.iter().map(ToString::to_string).collect();
        Ok(known.into_iter().filter(|name| !applied.contains(name)).collect())
    })
}

/// Brings the database to this version and returns what was run.
///
/// # Errors
/// [`MigrateError::Newer`], or [`MigrateError::Failed`] with the database's own words.
pub fn run(conn: &mut Conn) -> Result<Vec<Migration>, MigrateError> {
    let todo = pending(conn)?;
    match conn {
        Conn::Sqlite(c) => c.run_pending_migrations(SQLITE).map(|done| versions(&done)),
        Conn::Postgres(c) => c.run_pending_migrations(POSTGRES).map(|done| versions(&done)),
    }
    .map_err(failed)?;
    Ok(todo)
}

/// The first of these migrations that this program does not know, and the newest that it knows.
///
/// # Errors
/// None that is known: the migrations are part of the program.
pub fn find_unknown(wanted: &[Migration]) -> Result<Option<(Migration, Migration)>, MigrateError> {
    // They have the same names on both databases.
    let known = names_of::<diesel::sqlite::SqliteConnection>()?;
    let found = wanted.iter().find(|name| !known.contains(name)).cloned();
    Ok(found.map(|found| (found, known.last().cloned().unwrap_or_default())))
}

/// Runs those of the missing migrations that are wanted, oldest first.
pub(super) fn run_these(conn: &mut Conn, wanted: &[Migration]) -> Result<(), MigrateError> {
    crate::on_backend!(conn, c => run_wanted(c, wanted))
}

fn run_wanted<C>(conn: &mut C, wanted: &[Migration]) -> Result<(), MigrateError>
where
    C: Embedded + MigrationHarness<C::Backend>,
    EmbeddedMigrations: MigrationSource<C::Backend>,
{
    let mut missing = conn.pending_migrations(C::SOURCE).map_err(failed)?;
    missing.retain(|migration| wanted.contains(&migration.name().version().to_string()));
    missing.sort_by_key(|migration| migration.name().version().to_string());
    for migration in missing {
        conn.run_migration(&*migration).map_err(failed)?;
    }
    Ok(())
}

/// Takes every migration back, newest first. For tests that prove each one can be undone.
///
/// # Errors
/// [`MigrateError::Failed`] with the database's own words.
pub fn undo_all(conn: &mut Conn) -> Result<(), MigrateError> {
    match conn {
        Conn::Sqlite(c) => c.revert_all_migrations(SQLITE).map(|done| versions(&done)),
        Conn::Postgres(c) => c.revert_all_migrations(POSTGRES).map(|done| versions(&done)),
    }
    .map_err(failed)?;
    Ok(())
}

fn versions(done: &[MigrationVersion<'_>]) -> Vec<Migration> {
    done.iter().map(ToString::to_string).collect()
}

fn failed(error: impl std::fmt::Display) -> MigrateError {
    MigrateError::Failed(error.to_string())
}

/// Lets one generic call name the embedded migrations of its own backend.
trait Embedded: diesel::Connection {
    const SOURCE: EmbeddedMigrations;
}

impl Embedded for diesel::sqlite::SqliteConnection {
    const SOURCE: EmbeddedMigrations = SQLITE;
}

impl Embedded for diesel::pg::PgConnection {
    const SOURCE: EmbeddedMigrations = POSTGRES;
}

fn names<C>(_: &C) -> Result<Vec<Migration>, MigrateError>
where
    C: Embedded,
    EmbeddedMigrations: MigrationSource<C::Backend>,
{
    names_of::<C>()
}

fn names_of<C>() -> Result<Vec<Migration>, MigrateError>
where
    C: Embedded,
    EmbeddedMigrations: MigrationSource<C::Backend>,
{
    let all = MigrationSource::<C::Backend>::migrations(&C::SOURCE).map_err(failed)?;
    let mut names: Vec<Migration> = all.iter().map(|migration| migration.name().version().to_string()).collect();
    names.sort();
    Ok(names)
}
