//! The key that seals the secrets of second factors and of shared transcripts: 32 bytes in a file of its own, in the data
//! folder, readable by its owner alone. It is in no backup, so that a stolen backup tells no codes; without it, recovery
//! codes still work, and so do the codes on transcripts that were made.

use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;

use super::folder::ensure_private;
use crate::accounts::{KEY_BYTES, Sealer};
use crate::kernel::{Error, Random, Result};

/// Where the key is kept in a data folder.
pub fn sealing_key_path(data: &Path) -> PathBuf {
    data.join("keys").join("second-factor.key")
}

/// The key of this installation; made where there is none.
///
/// # Errors
/// An internal error that says what to do if the file cannot be read or written, others may read it, or it holds no key.
pub(super) fn load_or_create(data: &Path, random: &Random) -> Result<Sealer> {
    let file = sealing_key_path(data);
    let bytes = match load(&file)? {
        Some(bytes) => bytes,
        None => create(&file, random)?,
    };
    Sealer::new(&bytes)
}

/// The key of this installation, or where there is none yet one that is not kept: a command that another user runs must
/// not leave a file that the server cannot read.
///
/// # Errors
/// As [`load_or_create`].
pub(super) fn load_or_spare(data: &Path, random: &Random) -> Result<Sealer> {
    let bytes = load(&sealing_key_path(data))?.unwrap_or_else(|| {
        let mut bytes = [0; KEY_BYTES];
        random.fill(&mut bytes);
        bytes
    });
    Sealer::new(&bytes)
}

/// The name of the key of this installation, if it is there.
///
/// # Errors
/// An internal error that says what to do if the file cannot be read, others may read it, or it holds no key.
pub fn find_key_id(data: &Path) -> Result<Option<String>> {
    let Some(bytes) = load(&sealing_key_path(data))? else { return Ok(None) };
    Ok(Some(Sealer::new(&bytes)?.id().to_owned()))
}

fn load(path: &Path) -> Result<Option<[u8; KEY_BYTES]>> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(failed("open", path, &error)),
    };
    refuse_open_permissions(&file, path)?;
    let mut text = Vec::new();
    file.take(1024).read_to_end(&mut text).map_err(|error| failed("read", path, &error))?;
    let bytes = STANDARD_NO_PAD.decode(text.trim_ascii()).map_err(|_| no_key(path))?;
    bytes.try_into().map(Some).map_err(|_| no_key(path))
}

fn no_key(path: &Path) -> Error {
    Error::Internal(format!(
        "{} holds no key of second factors: copy the file from the server that the database comes from, or move it away; \
         then these people sign in with recovery codes, or after `erikti user reset-second-factor`",
        path.display()
    ))
}

/// The file appears whole or not at all. If another process was faster, its key is taken.
fn create(path: &Path, random: &Random) -> Result<[u8; KEY_BYTES]> {
    if let Some(folder) = path.parent() {
        ensure_private(folder).map_err(|error| failed("write", path, &error))?;
    }
    let mut bytes = [0; KEY_BYTES];
    random.fill(&mut bytes);
    let unfinished = path.with_extension(format!("{:016x}.new", random.seed()));
    let written = write_owner_only(&unfinished, &bytes).and_then(|()| fs::hard_link(&unfinished, path));
    let removed = fs::remove_file(&unfinished);
    match written.and(removed) {
        Ok(()) => Ok(bytes),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            load(path)?.ok_or_else(|| failed("read", path, &error))
        }
        Err(error) => Err(failed("write", path, &error)),
    }
}

fn write_owner_only(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(STANDARD_NO_PAD.encode(bytes).as_bytes())?;
    file.sync_all()
}

#[cfg(unix)]
fn refuse_open_permissions(file: &File, path: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let mode = file.metadata().map_err(|error| failed("look at", path, &error))?.permissions().mode();
    let of_others = mode & 0o077;
    if of_others == 0 {
        return Ok(());
    }
    let path = path.display();
    Err(Error::Internal(format!("others may read the key of second factors {path}: run `chmod 600 {path}`")))
}

#[cfg(not(unix))]
fn refuse_open_permissions(_file: &File, _path: &Path) -> Result<()> {
    Ok(())
}

fn failed(what: &str, path: &Path, error: &dyn std::fmt::Display) -> Error {
    Error::Internal(format!("cannot {what} the key of second factors {}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_is_made_once_for_its_owner_alone() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().expect("a folder");
        let first = load_or_create(folder.path(), &Random::seeded(1)).expect("made");
        let again = load_or_create(folder.path(), &Random::seeded(2)).expect("read");
        assert_eq!(first.id(), again.id());
        let path = sealing_key_path(folder.path());
        assert_eq!(fs::metadata(&path).expect("the file").permissions().mode() & 0o777, 0o600);
        assert_eq!(
            fs::read_dir(path.parent().expect("a folder")).expect("read").count(),
            1,
            "nothing unfinished stays"
        );
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).expect("changed");
        let error = load_or_create(folder.path(), &Random::seeded(3)).expect_err("refused").to_string();
        assert!(error.contains("chmod 600"), "{error}");
    }
}
