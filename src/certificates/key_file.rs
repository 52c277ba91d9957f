//! The file that holds the private key: PKCS#8 in PEM, readable by its owner alone.

use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::path::Path;

use super::keys::SigningKey;
use crate::kernel::{Error, Random, Result};

/// No key file is longer than this, in bytes.
const MAX_BYTES: u64 = 16 * 1024;

/// Reads the key, or `None` if there is no file.
///
/// # Errors
/// An internal error that says what to do if the file cannot be read, others may read it, or it holds no key.
pub fn load(path: &Path) -> Result<Option<SigningKey>> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(failed("open", path, &error)),
    };
    refuse_open_permissions(&file, path)?;
    let mut pem = String::new();
    file.take(MAX_BYTES).read_to_string(&mut pem).map_err(|error| failed("read", path, &error))?;
    SigningKey::from_pem(&pem).map(Some).map_err(|error| {
        Error::Internal(format!(
            "{} holds no signing key ({}): copy the file from the server or the backup that the database comes from",
            path.display(),
            error.for_operator()
        ))
    })
}

/// Makes a new key and writes it. The file appears whole or not at all, and never replaces one that is there.
///
/// # Errors
/// An internal error if the file is there already or cannot be written.
pub fn create(path: &Path, random: &Random) -> Result<SigningKey> {
    let key = SigningKey::generate(random);
    let pem = key.to_pem()?;
    let unfinished = path.with_extension(format!("{:016x}.new", random.seed()));
    let written = write_owner_only(&unfinished, &pem).and_then(|()| fs::hard_link(&unfinished, path));
    let removed = fs::remove_file(&unfinished);
    written.and(removed).map_err(|error| failed("write", path, &error))?;
    Ok(key)
}

/// Writes a key into a new file.
///
/// # Errors
/// An internal error if the file is there already or cannot be written.
pub fn write(path: &Path, key: &SigningKey) -> Result<()> {
    write_owner_only(path, &key.to_pem()?).map_err(|error| failed("write", path, &error))
}

fn write_owner_only(path: &Path, pem: &str) -> std::io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(pem.as_bytes())?;
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
    Err(Error::Internal(format!("others may read the signing key {path}: run `chmod 600 {path}`")))
}

#[cfg(not(unix))]
fn refuse_open_permissions(_file: &File, _path: &Path) -> Result<()> {
    Ok(())
}

fn failed(what: &str, path: &Path, error: &dyn std::fmt::Display) -> Error {
    Error::Internal(format!("cannot {what} the signing key {}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_written_once_and_read_again() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("signing-key.pem");
        let random = Random::seeded(3);
        assert!(load(&path).expect("no file is no error").is_none());
        let key = create(&path, &random).expect("a key");
        assert_eq!(load(&path).expect("readable").expect("there").id(), key.id());
        assert!(create(&path, &random).is_err(), "an existing key must never be replaced");
        assert_eq!(fs::read_dir(folder.path()).expect("the folder").count(), 1, "nothing unfinished stays");
    }

    #[cfg(unix)]
    #[test]
    fn a_key_that_others_may_read_is_refused() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("signing-key.pem");
        create(&path, &Random::seeded(3)).expect("a key");
        assert_eq!(fs::metadata(&path).expect("the file").permissions().mode() & 0o777, 0o600);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).expect("changed");
        let error = load(&path).expect_err("refused").to_string();
        assert!(error.contains("chmod 600"), "{error}");
    }
}
