//! The data folder and the folders in it: only their owner may look inside; and what stops writing there.

use std::fs::DirBuilder;
use std::path::Path;

use crate::kernel::Error;

/// Makes a folder, and those above it, where they are missing. What is there stays as it is.
///
/// # Errors
/// What the disk says.
pub fn ensure_private(folder: &Path) -> std::io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// The folder that a file is in, also if its path names none.
pub fn folder_of(file: &Path) -> &Path {
    file.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// What stops the writing of a file.
pub(super) enum Stopped {
    /// The disk.
    Disk(std::io::Error),
    /// What was to be written could not be read.
    Failed(Error),
}

impl From<std::io::Error> for Stopped {
    fn from(cause: std::io::Error) -> Self {
        Self::Disk(cause)
    }
}

impl From<Error> for Stopped {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}
