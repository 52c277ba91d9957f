//! The key that signs certificates, at start: read, or made on an empty machine, and compared with the register.

use std::path::{Path, PathBuf};

use super::folder::ensure_private;
use crate::certificates::adopt_key::{Adoption, adopt_key, find_current_key_id};
use crate::certificates::key_file;
use crate::certificates::keys::SigningKey;
use crate::db::Database;
use crate::kernel::{Ctx, Error, Random};

/// Why there is no key to sign with.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The register is signed with a key that is not in the file.
    #[error(
        "the register's certificates are signed with the key {expected}, which is not the one in {}: \
         copy {} from the server or the backup that this database comes from",
        .file.display(), .file.display()
    )]
    Foreign {
        /// The id of the key that the database knows.
        expected: String,
        /// Where the key has to be.
        file: PathBuf,
    },
    /// The register is signed with a key, and there is no file.
    #[error(
        "{} is missing, and the register's certificates are signed with its key {expected}: \
         copy the file from the server or the backup that this database comes from",
        .file.display()
    )]
    Missing {
        /// The id of the key that the database knows.
        expected: String,
        /// Where the key has to be.
        file: PathBuf,
    },
    /// A restore was cut short after its rows were in and before its key was in its place.
    #[error(
        "the register's certificates are signed with the key {expected}, which a restore that was cut short left in {}: \
         move any other key away from {}, then run `mv {} {}`",
        .left.display(), .file.display(), .left.display(), .file.display()
    )]
    Left {
        /// The id of the key that the database knows.
        expected: String,
        /// Where it is.
        left: PathBuf,
        /// Where it has to be.
        file: PathBuf,
    },
    /// The folder of keys cannot be made.
    #[error("the folder {} cannot be made ({cause}): let this user write to the data folder", .folder.display())]
    Folder {
        /// The folder.
        folder: PathBuf,
        /// What the disk says.
        cause: std::io::Error,
    },
    /// The file or the database failed.
    #[error("{}", .0.for_operator())]
    Failed(#[from] Error),
}

/// Where the private key is kept in a data folder.
pub fn key_path(data: &Path) -> PathBuf {
    data.join("keys").join("signing.pem")
}

/// Where a restore writes a key before it gets its place.
pub fn left_path(data: &Path) -> PathBuf {
    key_path(data).with_extension("restored")
}

/// The key in the file, if there is one, provided that the register is signed with no other.
///
/// # Errors
/// [`KeyError::Foreign`], [`KeyError::Missing`] and [`KeyError::Left`] if the file does not fit the register; as the
/// disk says.
pub fn read_fitting(data: &Path, expected: Option<String>) -> Result<Option<SigningKey>, KeyError> {
    let file = key_path(data);
    let key = key_file::load(&file)?;
    let Some(expected) = expected else { return Ok(key) };
    let is_expected = |key: &SigningKey| key.id().to_string() == expected;
    if key.as_ref().is_some_and(is_expected) {
        return Ok(key);
    }
    let left = left_path(data);
    if key_file::load(&left).ok().flatten().as_ref().is_some_and(is_expected) {
        return Err(KeyError::Left { expected, left, file });
    }
    Err(if key.is_some() { KeyError::Foreign { expected, file } } else { KeyError::Missing { expected, file } })
}

/// The key of this installation. On an empty machine it is made, and signs from now on.
///
/// # Errors
/// As [`read_fitting`]: the server must not start. Others as the disk and the database say.
pub async fn load_or_create(
    data: &Path,
    database: &Database,
    random: &Random,
    ctx: &Ctx,
) -> Result<SigningKey, KeyError> {
    let file = key_path(data);
    let key = match read_fitting(data, database.read(find_current_key_id).await?)? {
        Some(key) => key,
        None => create(&file, random)?,
    };
    let (adopted, ctx) = (key.clone(), ctx.clone());
    match database.write(move |conn| adopt_key(conn, &ctx, &adopted)).await? {
        Adoption::Fits | Adoption::First => Ok(key),
        Adoption::Foreign { expected } => Err(KeyError::Foreign { expected, file }),
    }
}

fn create(file: &Path, random: &Random) -> Result<SigningKey, KeyError> {
    if let Some(folder) = file.parent() {
        ensure_private(folder).map_err(|cause| KeyError::Folder { folder: folder.to_owned(), cause })?;
    }
    let key = key_file::create(file, random)?;
    tracing::info!(key = %key.id(), file = %file.display(), "made the key that signs certificates: include it in backups");
    Ok(key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::DatabaseUrl;
    use crate::kernel::{Actor, Timestamp};

    async fn database(folder: &Path) -> Database {
        let database = Database::open(&DatabaseUrl::Sqlite(folder.join("erikti.db"))).expect("a database");
        database.migrate().await.expect("migrated");
        database
    }

    fn ctx() -> Ctx {
        Ctx { now: Timestamp::from_unix(1_800_000_000).expect("a moment"), actor: Actor::System }
    }

    #[tokio::test]
    async fn the_first_start_makes_the_key_and_the_next_one_keeps_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let database = database(folder.path()).await;
        let first = load_or_create(folder.path(), &database, &Random::seeded(1), &ctx()).await.expect("made");
        let again = load_or_create(folder.path(), &database, &Random::seeded(2), &ctx()).await.expect("read");
        assert_eq!(first.id(), again.id());
    }

    #[tokio::test]
    async fn a_key_that_does_not_fit_the_register_stops_the_start() {
        let folder = tempfile::tempdir().expect("a folder");
        let database = database(folder.path()).await;
        let first = load_or_create(folder.path(), &database, &Random::seeded(1), &ctx()).await.expect("made");
        let path = key_path(folder.path());
        std::fs::remove_file(&path).expect("removed");
        let missing = load_or_create(folder.path(), &database, &Random::seeded(2), &ctx()).await.expect_err("missing");
        assert!(!path.exists(), "no other key may take its place");
        key_file::create(&path, &Random::seeded(3)).expect("another key");
        let foreign = load_or_create(folder.path(), &database, &Random::seeded(4), &ctx()).await.expect_err("foreign");
        for error in [missing.to_string(), foreign.to_string()] {
            assert!(error.contains(&first.id().to_string()) && error.contains("copy"), "{error}");
        }
    }
}
