//! The archive: named parts, each with its digest.

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::BackupError;
use super::manifest::{FORMAT, Manifest, NAME, Part, VERSION};
use crate::kernel::secret::hex;

/// The manifest is not longer than this, in bytes.
const LONGEST_MANIFEST: u64 = 4 << 20;
/// No row is longer than this, in bytes: a picture of some megabytes, in hexadecimal.
const LONGEST_ROW: u64 = 64 << 20;

/// Writes parts one after the other.
pub(super) struct Writer<W: Write + Seek> {
    zip: ZipWriter<Calm<W>>,
    name: String,
    digest: Sha256,
}

/// A file that fails once. What the archive's writer still does when it is dropped then, goes nowhere and is no failure:
/// it would tell of it on its own, beside the one message that says what to do.
struct Calm<W> {
    inner: W,
    at: u64,
    has_failed: bool,
}

impl<W> Calm<W> {
    fn noted<T>(&mut self, outcome: std::io::Result<T>) -> std::io::Result<T> {
        self.has_failed = outcome.as_ref().is_err_and(|cause| cause.kind() != std::io::ErrorKind::Interrupted);
        outcome
    }
}

impl<W: Write> Write for Calm<W> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let written = if self.has_failed {
            bytes.len()
        } else {
            let outcome = self.inner.write(bytes);
            self.noted(outcome)?
        };
        self.at = self.at.saturating_add(written as u64);
        Ok(written)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        if self.has_failed {
            return Ok(());
        }
        let outcome = self.inner.flush();
        self.noted(outcome)
    }
}

impl<W: Seek> Seek for Calm<W> {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        self.at = match to {
            SeekFrom::Start(at) if self.has_failed => at,
            SeekFrom::Current(by) | SeekFrom::End(by) if self.has_failed => self.at.saturating_add_signed(by),
            to => {
                let outcome = self.inner.seek(to);
                self.noted(outcome)?
            }
        };
        Ok(self.at)
    }
}

/// A part that is not as it was written.
fn broken(cause: &dyn std::fmt::Display) -> String {
    format!("it is damaged ({cause}): take another backup")
}

fn disk(error: zip::result::ZipError) -> std::io::Error {
    error.into()
}

impl<W: Write + Seek> Writer<W> {
    pub(super) fn new(file: W) -> Self {
        Self {
            zip: ZipWriter::new(Calm { inner: file, at: 0, has_failed: false }),
            name: String::new(),
            digest: Sha256::new(),
        }
    }

    pub(super) fn begin(&mut self, name: &str) -> std::io::Result<()> {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .large_file(true)
            .unix_permissions(0o600);
        name.clone_into(&mut self.name);
        self.digest = Sha256::new();
        self.zip.start_file(name, options).map_err(disk)
    }

    pub(super) fn write(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        self.digest.update(bytes);
        self.zip.write_all(bytes)
    }

    /// The part that was written.
    pub(super) fn end(&mut self) -> Part {
        Part { file: std::mem::take(&mut self.name), sha256: hex(&std::mem::take(&mut self.digest).finalize()) }
    }

    /// Adds the manifest and ends the file.
    pub(super) fn finish(mut self, manifest: &Manifest) -> std::io::Result<()> {
        let text = serde_json::to_vec_pretty(manifest)?;
        self.begin(NAME)?;
        self.write(&text)?;
        self.zip.finish().map_err(disk)?.flush()
    }
}

/// A backup that is read.
pub(super) struct Reader {
    path: PathBuf,
    zip: ZipArchive<BufReader<File>>,
    pub(super) manifest: Manifest,
}

impl Reader {
    /// Opens a backup and reads its manifest.
    pub(super) fn open(path: &Path) -> Result<Self, BackupError> {
        let damaged = |what: &dyn std::fmt::Display| BackupError::damaged(path, what);
        let file = File::open(path).map_err(|cause| BackupError::file(path, cause))?;
        let mut zip = ZipArchive::new(BufReader::new(file))
            .map_err(|error| damaged(&format!("it is no backup, or it was cut off ({error}): take another backup")))?;
        let mut text = String::new();
        zip.by_name(NAME)
            .map_err(|_| damaged(&"it is no backup of this program"))?
            .take(LONGEST_MANIFEST)
            .read_to_string(&mut text)
            .map_err(|cause| damaged(&broken(&cause)))?;
        let named: serde_json::Value = serde_json::from_str(&text).map_err(|cause| damaged(&broken(&cause)))?;
        if named.get("format").and_then(serde_json::Value::as_str) != Some(FORMAT) {
            return Err(damaged(&"it is no backup of this program"));
        }
        let version = named.get("version").and_then(serde_json::Value::as_u64).unwrap_or_default();
        if version != u64::from(VERSION) {
            return Err(damaged(&format!(
                "its format is version {version}, and this program reads version {VERSION}: use the program that made it"
            )));
        }
        let manifest = serde_json::from_value(named).map_err(|cause| damaged(&broken(&cause)))?;
        Ok(Self { path: path.to_owned(), zip, manifest })
    }

    /// Reads everything once and compares the digests.
    pub(super) fn verify(&mut self) -> Result<(), BackupError> {
        for part in self.manifest.parts().cloned().collect::<Vec<_>>() {
            let mut digest = Sha256::new();
            let path = self.path.clone();
            let damaged = |what: &dyn std::fmt::Display| BackupError::damaged(&path, format!("{}: {what}", part.file));
            let mut file = self.zip.by_name(&part.file).map_err(|cause| damaged(&broken(&cause)))?;
            let mut piece = vec![0; 64 * 1024];
            loop {
                let read = file.read(&mut piece).map_err(|cause| damaged(&broken(&cause)))?;
                let Some(read) = piece.get(..read).filter(|read| !read.is_empty()) else { break };
                digest.update(read);
            }
            if hex(&digest.finalize()) != part.sha256 {
                return Err(damaged(&"its digest is wrong, so it is damaged: take another backup"));
            }
        }
        Ok(())
    }

    /// Hands over each line of a part.
    pub(super) fn lines(
        &mut self,
        part: &Part,
        mut take: impl FnMut(&str) -> Result<(), BackupError>,
    ) -> Result<(), BackupError> {
        let path = self.path.clone();
        let damaged = |what: &dyn std::fmt::Display| BackupError::damaged(&path, format!("{}: {what}", part.file));
        let mut file = BufReader::new(self.zip.by_name(&part.file).map_err(|cause| damaged(&broken(&cause)))?);
        let mut line = String::new();
        loop {
            line.clear();
            let read =
                file.by_ref().take(LONGEST_ROW).read_line(&mut line).map_err(|cause| damaged(&broken(&cause)))?;
            if read == 0 {
                return Ok(());
            }
            take(line.trim_end())?;
        }
    }

    /// A small part as text.
    pub(super) fn text(&mut self, part: &Part) -> Result<String, BackupError> {
        let mut text = String::new();
        self.lines(part, |line| {
            text.push_str(line);
            text.push('\n');
            Ok(())
        })?;
        Ok(text)
    }
}
