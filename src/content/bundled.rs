//! The courses that come with the program.

use include_dir::{Dir, include_dir};

use super::files::{self, Files, Mistake};
use super::model::Package;

static COURSES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/courses");

/// A course that comes with the program, by the name of its folder.
#[derive(Debug, Clone)]
pub struct Bundled {
    /// The folder's name.
    pub folder: String,
    /// The course, or what is wrong with it.
    pub course: Result<Package, Vec<Mistake>>,
}

/// All of them, in the order of their names. One that has mistakes does not keep the others away.
pub fn all() -> Vec<Bundled> {
    let mut found: Vec<Bundled> = COURSES.dirs().map(read).collect();
    found.sort_by(|one, other| one.folder.cmp(&other.folder));
    found
}

fn read(dir: &Dir<'_>) -> Bundled {
    let mut files = Files::new();
    collect(dir, dir, &mut files);
    let reading = files::read(&files);
    let folder = dir.path().to_string_lossy().into_owned();
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
