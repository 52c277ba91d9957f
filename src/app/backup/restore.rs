//! Restoring a backup.

use std::fs;
use std::path::{Path, PathBuf};

use super::archive::Reader;
use super::manifest::{Manifest, TablePart};
use super::write::sync_folder;
use super::{BackupError, Wanted, back_up};
use crate::app::folder::ensure_private;
use crate::app::keys::{key_path, left_path};
use crate::certificates::key_file;
use crate::certificates::keys::SigningKey;
use crate::config::Config;
use crate::db::find_unknown;
use crate::db::portable::Filling;
use crate::kernel::{Error, Timestamp};

/// Rows go to the database in portions of about so many bytes.
const PORTION: usize = 256 * 1024;

/// What may be there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// Nothing.
    Empty,
    /// Anything: it is backed up first and then replaced.
    Anything,
}

/// What is there already.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is something already ({0}): with --force it is backed up and replaced")]
pub struct Occupied(pub String);

/// What was restored.
#[derive(Debug)]
pub struct Restored {
    /// What the backup says about itself.
    pub manifest: Manifest,
    /// Where that went which was there before.
    pub before: Option<PathBuf>,
    /// Whether the key that signs is in its place.
    pub has_key: bool,
}

/// Reads a backup from its beginning to its end, and changes nothing.
///
/// # Errors
/// It is no backup, of a newer version, or damaged.
pub fn verify(file: &Path) -> Result<Manifest, BackupError> {
    Ok(open_whole(file)?.manifest)
}

/// Opens a backup that is whole and that this program can put in.
fn open_whole(file: &Path) -> Result<Reader, BackupError> {
    let mut reader = Reader::open(file)?;
    reader.verify()?;
    let Manifest { migrations, program, .. } = &reader.manifest;
    match find_unknown(migrations).map_err(Error::internal)? {
        None => Ok(reader),
        Some((found, known)) => Err(BackupError::damaged(
            file,
            format!(
                "it is of a newer version: it was made by version {program} and has migration {found}, this program knows up \
                 to {known}; use version {program} or a newer program"
            ),
        )),
    }
}

/// Puts a backup in the place of what is there. No server may run on the target. It blocks.
///
/// # Errors
/// As [`verify`]; [`BackupError::Occupied`]; the database's, the disk's. In each case all is as it was, except that the
/// last step, giving the key file its name, may be left to do: then the next start names the file to move.
pub fn restore(config: &Config, file: &Path, target: Target, now: Timestamp) -> Result<Restored, BackupError> {
    let mut reader = open_whole(file)?;
    let key = new_key(config, &mut reader)?;
    // Held from here on: what is looked at is what is backed up, and that is what is replaced.
    let mut filling = Filling::begin(&config.database)?;
    let contents = filling.contents()?;
    let before = match (occupied(config, &contents, key.as_ref()), target) {
        (None, _) => None,
        (Some(occupied), Target::Empty) => return Err(occupied.into()),
        (Some(_), Target::Anything) if contents.is_empty() => None,
        (Some(_), Target::Anything) => Some(back_up_first(config, now)?),
    };
    filling.empty(&reader.manifest.migrations)?;
    let tables = reader.manifest.tables.clone();
    for table in &tables {
        fill(&mut filling, &mut reader, table, file)?;
    }
    let unplaced = key.as_ref().map(|key| Unplaced::write(config, key, now)).transpose()?;
    let tables: Vec<_> = tables.into_iter().map(|part| part.table).collect();
    filling.finish(&tables)?;
    if let Some(unplaced) = unplaced {
        let path = key_path(&config.data);
        unplaced.place(&path, now).map_err(|cause| BackupError::file(&path, cause))?;
    }
    let has_key = has_key(config, &reader.manifest);
    Ok(Restored { manifest: reader.manifest, before, has_key })
}

/// The key of the backup, unless it is in its place already.
fn new_key(config: &Config, reader: &mut Reader) -> Result<Option<SigningKey>, BackupError> {
    let Some(part) = reader.manifest.key.clone() else { return Ok(None) };
    let key = SigningKey::from_pem(&reader.text(&part.part)?)?;
    let there = key_file::load(&key_path(&config.data)).ok().flatten();
    Ok(Some(key).filter(|key| there.is_none_or(|there| there.id() != key.id())))
}

fn has_key(config: &Config, manifest: &Manifest) -> bool {
    let there = key_file::load(&key_path(&config.data)).ok().flatten();
    match (&manifest.key, there) {
        (Some(key), Some(there)) => there.id().to_string() == key.id,
        (None, Some(_)) => true,
        (_, None) => false,
    }
}

/// What the target holds, in words.
fn occupied(config: &Config, contents: &[(String, i64)], key: Option<&SigningKey>) -> Option<Occupied> {
    let rows: i64 = contents.iter().map(|(_, rows)| rows).sum();
    if rows > 0 {
        let people = contents.iter().find(|(table, _)| table == "people").map_or(0, |(_, rows)| *rows);
        return Some(Occupied(format!("{rows} rows, {people} people among them, in the database")));
    }
    let path = key_path(&config.data);
    (key.is_some() && path.exists()).then(|| Occupied(format!("another key in {}", path.display())))
}

/// Backs up what will be replaced, so that a mistake can be undone.
fn back_up_first(config: &Config, now: Timestamp) -> Result<PathBuf, BackupError> {
    let file = config.data.join(format!("before-restore-{}.erikti", mark(now)));
    ensure_private(&config.data).map_err(|cause| BackupError::file(&config.data, cause))?;
    back_up(config, &file, Wanted::WithKeyIfThere, now).map_err(|error| {
        Error::Internal(format!(
            "what is there now cannot be backed up, so it was not replaced ({error}): make room, or move the old database \
             and key away and restore into an empty place"
        ))
    })?;
    Ok(file)
}

fn fill(filling: &mut Filling, reader: &mut Reader, table: &TablePart, file: &Path) -> Result<(), BackupError> {
    let (mut portion, mut added) = (String::from("["), 0);
    let mut hand_over = |portion: &mut String| -> Result<(), BackupError> {
        portion.push(']');
        added += filling.insert(&table.table, portion)? as u64;
        portion.replace_range(.., "[");
        Ok(())
    };
    reader.lines(&table.part, |line| {
        if portion.len() > 1 {
            portion.push(',');
        }
        portion.push_str(line);
        if portion.len() > PORTION { hand_over(&mut portion) } else { Ok(()) }
    })?;
    if portion.len() > 1 {
        hand_over(&mut portion)?;
    }
    if added == table.rows {
        return Ok(());
    }
    Err(BackupError::damaged(file, format!("{} has {added} rows instead of {}", table.part.file, table.rows)))
}

/// The key of the backup, beside its place. Unless the rows have got in, it goes.
struct Unplaced {
    path: PathBuf,
    is_kept: bool,
}

impl Unplaced {
    fn write(config: &Config, key: &SigningKey, now: Timestamp) -> Result<Self, BackupError> {
        let path = left_path(&config.data);
        if let Some(folder) = path.parent() {
            ensure_private(folder).map_err(|cause| BackupError::file(folder, cause))?;
        }
        // One that an earlier restore left here may be the only one of its kind.
        put_aside(&path, now).map_err(|cause| BackupError::file(&path, cause))?;
        let unplaced = Self { path, is_kept: false };
        key_file::write(&unplaced.path, key)?;
        Ok(unplaced)
    }

    /// Gives the key its name; another that has it is kept beside.
    fn place(mut self, path: &Path, now: Timestamp) -> std::io::Result<()> {
        self.is_kept = true;
        put_aside(path, now)?;
        fs::rename(&self.path, path)?;
        sync_folder(path)
    }
}

impl Drop for Unplaced {
    fn drop(&mut self) {
        if !self.is_kept {
            let _ = fs::remove_file(&self.path);
        }
    }
}

fn put_aside(path: &Path, now: Timestamp) -> std::io::Result<()> {
    let kind = path.extension().unwrap_or_default().to_string_lossy();
    let aside = path.with_extension(format!("before-restore-{}.{kind}", mark(now)));
    if path.exists() { fs::rename(path, aside) } else { Ok(()) }
}

/// A moment in the name of a file.
fn mark(now: Timestamp) -> impl std::fmt::Display {
    now.utc().format("%Y%m%dT%H%M%S%.3fZ")
}
