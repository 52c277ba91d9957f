//! Making a backup.

use std::fs::{File, OpenOptions};
use std::io::{BufWriter, Read};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::BackupError;
use super::archive::Writer;
use super::manifest::{FORMAT, KeyPart, Manifest, TablePart, VERSION};
use crate::app::folder::{Stopped, folder_of};
use crate::app::keys::read_fitting;
use crate::certificates::adopt_key::find_current_key_id;
use crate::certificates::keys::SigningKey;
use crate::config::Config;
use crate::db::DatabaseUrl;
use crate::db::portable::{Snapshot, Table};
use crate::kernel::secret::hex;
use crate::kernel::{Error, Timestamp};

/// Whether the private key goes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// Everything that a new machine needs.
    WithKey,
    /// The key is kept elsewhere.
    WithoutKey,
    /// The key if it is there: what a restore replaces is put aside even if its key is gone.
    WithKeyIfThere,
}

/// A backup that was made.
#[derive(Debug)]
pub struct Made {
    /// What it says about itself.
    pub manifest: Manifest,
    /// Its size in bytes.
    pub bytes: u64,
    /// SHA-256 of the whole file, in hexadecimal.
    pub sha256: String,
}

/// Writes everything into a file. It blocks; the server goes on meanwhile.
///
/// # Errors
/// The file is there already or cannot be written; the key is wanted, and the register's is not in its place. Nothing is
/// left of the file then. The database's.
pub fn back_up(config: &Config, file: &Path, wanted: Wanted, now: Timestamp) -> Result<Made, BackupError> {
    if file.exists() {
        return Err(BackupError::file(file, "is there already: name another file, such as one with today's date"));
    }
    remove_abandoned(file, now);
    let unfinished = Unfinished::create(file)?;
    let manifest = fill(config, &unfinished, wanted, now)?;
    let (bytes, sha256) = measure(&unfinished.path).map_err(|cause| BackupError::file(file, cause))?;
    unfinished.keep_as(file)?;
    Ok(Made { manifest, bytes, sha256 })
}

fn fill(config: &Config, unfinished: &Unfinished, wanted: Wanted, now: Timestamp) -> Result<Manifest, BackupError> {
    let file = unfinished.file.try_clone().map_err(|cause| unfinished.failed(cause))?;
    let mut archive = Writer::new(BufWriter::new(file));
    let mut snapshot = Snapshot::take(&config.database)?;
    let tables = snapshot.tables()?;
    if tables.is_empty() {
        return Err(Error::internal("there is nothing in the database to back up").into());
    }
    let key = find_key(config, &mut snapshot, &tables, wanted)?;
    let mut parts = Vec::new();
    for table in tables {
        parts.push(write_table(&mut archive, &mut snapshot, table).map_err(|error| unfinished.explain(error))?);
    }
    let manifest = Manifest {
        format: FORMAT.to_owned(),
        version: VERSION,
        program: env!("CARGO_PKG_VERSION").to_owned(),
        made_at: now.utc().and_utc().to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
        database: match &config.database {
            DatabaseUrl::Sqlite(_) => "sqlite".to_owned(),
            DatabaseUrl::Postgres(_) => "postgres".to_owned(),
        },
        migrations: snapshot.migrations()?,
        tables: parts,
        key: key.map(|key| write_key(&mut archive, &key)).transpose().map_err(|error| unfinished.explain(error))?,
    };
    archive.finish(&manifest).map_err(|cause| unfinished.failed(cause))?;
    unfinished.file.sync_all().map_err(|cause| unfinished.failed(cause))?;
    Ok(manifest)
}

fn write_table(
    archive: &mut Writer<BufWriter<File>>,
    snapshot: &mut Snapshot,
    table: Table,
) -> Result<TablePart, Stopped> {
    archive.begin(&format!("tables/{}.jsonl", table.name))?;
    let mut rows = 0;
    // The snapshot speaks of the database's errors; the disk's is kept beside.
    let mut disk = None;
    let read = snapshot.rows(&table, &mut |row| {
        rows += 1;
        archive.write(row.as_bytes()).and_then(|()| archive.write(b"\n")).map_err(|cause| {
            disk = Some(cause);
            Error::internal("the file cannot be written")
        })
    });
    if let Some(cause) = disk {
        return Err(cause.into());
    }
    read?;
    Ok(TablePart { part: archive.end(), rows, table })
}

/// The key that goes in: a backup without the register's key would be found out when it is needed.
fn find_key(
    config: &Config,
    snapshot: &mut Snapshot,
    tables: &[Table],
    wanted: Wanted,
) -> Result<Option<SigningKey>, BackupError> {
    let has_register = tables.iter().any(|table| table.name == "signing_keys");
    let expected = if has_register { snapshot.ask(find_current_key_id)? } else { None };
    match wanted {
        Wanted::WithKey => Ok(read_fitting(&config.data, expected)?),
        Wanted::WithKeyIfThere => Ok(read_fitting(&config.data, expected).ok().flatten()),
        Wanted::WithoutKey => Ok(None),
    }
}

fn write_key(archive: &mut Writer<BufWriter<File>>, key: &SigningKey) -> Result<KeyPart, Stopped> {
    archive.begin("keys/signing.pem")?;
    archive.write(key.to_pem()?.as_bytes())?;
    Ok(KeyPart { part: archive.end(), id: key.id().to_string() })
}

/// Seconds after which a file that nobody writes was left by a backup that was killed. Just made, it has no lock yet.
const ABANDONED: i64 = 60;

/// Removes what killed backups left in the folder of this file: by the names that only [`Unfinished`] gives, and only
/// what no living process holds. Whatever cannot be looked at or removed stays.
fn remove_abandoned(file: &Path, now: Timestamp) {
    let Ok(entries) = std::fs::read_dir(folder_of(file)) else { return };
    for entry in entries.flatten().filter(|entry| is_unfinished(&entry.file_name().to_string_lossy())) {
        let age = entry.metadata().and_then(|about| about.modified()).ok().and_then(|at| {
            let at = at.duration_since(std::time::UNIX_EPOCH).ok()?;
            Some(now.unix() - i64::try_from(at.as_secs()).ok()?)
        });
        let Ok(opened) = File::open(entry.path()) else { continue };
        if age.is_some_and(|age| age > ABANDONED)
            && opened.try_lock().is_ok()
            && std::fs::remove_file(entry.path()).is_ok()
        {
            tracing::info!(file = %entry.path().display(), "removed what a backup that was killed had left");
        }
    }
}

/// True for `.{name}.{process}.part`.
fn is_unfinished(name: &str) -> bool {
    let parts =
        name.strip_prefix('.').and_then(|rest| rest.strip_suffix(".part")).and_then(|rest| rest.rsplit_once('.'));
    parts.is_some_and(|(name, process)| {
        !name.is_empty() && !process.is_empty() && process.bytes().all(|byte| byte.is_ascii_digit())
    })
}

/// A file that is not whole yet. Unless it is kept, it goes.
struct Unfinished {
    path: PathBuf,
    file: File,
    is_kept: bool,
}

impl Unfinished {
    fn create(file: &Path) -> Result<Self, BackupError> {
        let name = file.file_name().ok_or_else(|| BackupError::file(file, "is no name of a file"))?;
        let path = file.with_file_name(format!(".{}.{}.part", name.to_string_lossy(), std::process::id()));
        let mut options = OpenOptions::new();
        options.read(true).write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let opened = options.open(&path).map_err(|cause| BackupError::file(file, cause))?;
        // Says that somebody writes it, as long as this process lives; some disks have no locks.
        let _ = opened.try_lock();
        Ok(Self { path, file: opened, is_kept: false })
    }

    /// Gives it its name, unless another file has it by now.
    fn keep_as(mut self, file: &Path) -> Result<(), BackupError> {
        let failed = |cause| BackupError::file(file, cause);
        // A second name and then one name less: renaming would replace another file.
        std::fs::hard_link(&self.path, file)
            .or_else(|cause| match cause.kind() {
                std::io::ErrorKind::AlreadyExists => Err(cause),
                // Some disks have no second names.
                _ => std::fs::rename(&self.path, file),
            })
            .map_err(failed)?;
        let _ = std::fs::remove_file(&self.path);
        self.is_kept = true;
        sync_folder(file).map_err(failed)
    }

    fn failed(&self, cause: impl std::fmt::Display) -> BackupError {
        BackupError::File {
            file: folder_of(&self.path).display().to_string(),
            cause: format!("the backup cannot be written there ({cause}), and nothing was left of it"),
        }
    }

    fn explain(&self, stopped: Stopped) -> BackupError {
        match stopped {
            Stopped::Disk(cause) => self.failed(cause),
            Stopped::Failed(error) => error.into(),
        }
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        if !self.is_kept {
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

/// A new name is on the disk once its folder is.
pub(super) fn sync_folder(file: &Path) -> std::io::Result<()> {
    File::open(folder_of(file))?.sync_all()
}

fn measure(path: &Path) -> std::io::Result<(u64, String)> {
    let mut file = File::open(path)?;
    let (mut digest, mut bytes) = (Sha256::new(), 0_u64);
    let mut piece = vec![0; 64 * 1024];
    loop {
        let read = file.read(&mut piece)?;
        let Some(read) = piece.get(..read).filter(|read| !read.is_empty()) else { break };
        digest.update(read);
        bytes += read.len() as u64;
    }
    Ok((bytes, hex(&digest.finalize())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_killed_backup_left_goes_and_nothing_else() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        let moment = |seconds| std::time::UNIX_EPOCH + std::time::Duration::from_secs(seconds);
        let names = [
            ".a.erikti.12.part",
            ".b.erikti.34.part",
            "a.erikti.12.part",
            ".a.erikti.part",
            ".a.erikti.x1.part",
            "a.erikti",
        ];
        for name in names {
            let made = File::create(at(name)).expect("made");
            made.set_modified(moment(1_800_000_000)).expect("as old as it is to be");
        }
        let fresh = at(".c.erikti.56.part");
        let made = File::create(&fresh).expect("made");
        made.set_modified(moment(1_800_003_590)).expect("just made");
        // Somebody writes the second one.
        let written = File::open(at(".b.erikti.34.part")).expect("opened");
        written.try_lock().expect("locked");
        let now = Timestamp::from_unix(1_800_003_600).expect("a moment");

        remove_abandoned(&at("new.erikti"), now);
        assert!(!at(".a.erikti.12.part").exists());
        assert!(names.iter().skip(1).all(|name| at(name).exists()) && fresh.exists());
        drop(written);
        remove_abandoned(&at("new.erikti"), now);
        assert!(!at(".b.erikti.34.part").exists() && fresh.exists());
    }
}
