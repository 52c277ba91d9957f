//! The courses that are there at the start: those that come with the program, or those of a folder.

use std::io;
use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};

use super::files::{self, Files, Mistake};
use super::model::Package;

static COURSES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/courses");

/// A course, by the name of its folder.
#[derive(Debug, Clone)]
pub struct Bundled {
    /// The folder's name.
    pub folder: String,
    /// The course, or what is wrong with it.
    pub course: Result<Package, Vec<Mistake>>,
}

/// The courses of a folder with one subfolder for each, in the order of their names.
///
/// # Errors
/// If the folder or one of its files cannot be read.
pub fn of_folder(folder: &Path) -> io::Result<Vec<Bundled>> {
    let one = |(folder, path): (String, PathBuf)| Ok(bundled(folder, &files::read_folder(&path)?));
    files::list_folders(folder)?.into_iter().map(one).collect()
}

/// All of them, in the order of their names. One that has mistakes does not keep the others away.
pub fn all() -> Vec<Bundled> {
    let mut found: Vec<Bundled> = COURSES.dirs().map(read).collect();
    found.sort_by(|one, other| one.folder.cmp(&other.folder));
    found
}

/// One of them, by the name of its folder; `None` if there is none without mistakes.
pub fn course(folder: &str) -> Option<Package> {
    COURSES.get_dir(folder).and_then(|dir| read(dir).course.ok())
}

fn read(dir: &Dir<'_>) -> Bundled {
    let mut files = Files::new();
    collect(dir, dir, &mut files);
    bundled(dir.path().to_string_lossy().into_owned(), &files)
}

fn bundled(folder: String, files: &Files) -> Bundled {
    let reading = files::read(files);
    Bundled { folder, course: reading.package.ok_or(reading.mistakes) }
}

fn collect(root: &Dir<'_>, dir: &Dir<'_>, files: &mut Files) {
    for file in dir.files() {
        if let Ok(path) = file.path().strip_prefix(root.path()) {
            let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
            if parts.last().is_some_and(|name| !name.starts_with('.')) {
                files.insert(parts.join("/"), file.contents().to_vec());
            }
        }
    }
    for inner in dir.dirs() {
        collect(root, inner, files);
    }
}
