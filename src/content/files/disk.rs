//! The walk over a folder on disk.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::{Files, shared};

/// The most that a course's files may weigh together, in bytes.
const MAX_TOTAL: usize = 50_000_000;

/// The files of a course's folder, and those of the shared lessons beside it that its `course.toml` names.
///
/// # Errors
/// What the disk says, or that a folder holds more than a course can.
pub fn read_course(folder: &Path) -> io::Result<Files> {
    let mut files = read_folder(folder)?;
    for lesson in shared::named(&files) {
        let beside = shared::path(&lesson, "");
        match read_folder(&shared::on_disk(folder, &beside)) {
            Ok(found) => files.extend(found.into_iter().map(|(path, bytes)| (format!("{beside}{path}"), bytes))),
            // Told where the lesson is named.
            Err(cause) if matches!(cause.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {}
            Err(cause) => return Err(cause),
        }
    }
    Ok(files)
}

/// The files of a folder and the folders in it. Hidden files are left out; symbolic links are not followed.
///
/// # Errors
/// What the disk says, or that the folder holds more than a course can.
pub fn read_folder(folder: &Path) -> io::Result<Files> {
    let mut files = Files::new();
    let mut total = 0;
    let mut waiting = vec![(folder.to_owned(), String::new())];
    while let Some((path, prefix)) = waiting.pop() {
        for entry in fs::read_dir(&path)? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let kind = entry.file_type()?;
            if name.starts_with('.') {
                continue;
            }
            let relative = format!("{prefix}{name}");
            if kind.is_dir() {
                waiting.push((entry.path(), format!("{relative}/")));
            } else if kind.is_file() {
                let bytes = fs::read(entry.path())?;
                total += bytes.len();
                if total > MAX_TOTAL {
                    return Err(io::Error::other("the folder is too large for a course"));
                }
                files.insert(relative, bytes);
            }
        }
    }
    Ok(files)
}

/// The names and paths of the folders within a folder, in the order of their names; hidden ones are left out.
///
/// # Errors
/// What the disk says.
pub fn list_folders(folder: &Path) -> io::Result<Vec<(String, PathBuf)>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.file_type()?.is_dir() && !name.starts_with('.') {
            found.push((name, entry.path()));
        }
    }
    found.sort();
    Ok(found)
}
