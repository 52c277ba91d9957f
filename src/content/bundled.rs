//! The courses that are there at the start: those that come with the program, or those of a folder.

use std::io;
use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};
use sha2::{Digest, Sha256};

use super::files::{self, Files, Mistake, shared};
use super::model::Package;
use crate::kernel::secret::hex;

static COURSES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/courses");

/// The files of a course that are there at a start, by the name of their folder.
#[derive(Debug, Clone)]
pub struct Source {
    /// The folder's name.
    pub folder: String,
    files: Files,
}

impl Source {
    /// SHA-256 of the files and of the program that reads them, 64 hexadecimal characters: a later version of the
    /// program may read more out of the same files.
    pub fn digest(&self) -> String {
        let mut hash = Sha256::new();
        hash.update(concat!("erikti ", env!("CARGO_PKG_VERSION"), " course files 1\n"));
        for (path, bytes) in &self.files {
            // Lengths keep apart what stands in two files from what stands in one.
            hash.update(format!("{} {path} {}\n", path.len(), bytes.len()));
            hash.update(bytes);
        }
        hex(&hash.finalize())
    }

    /// The course, or what is wrong with it.
    ///
    /// # Errors
    /// All mistakes of the author.
    pub fn read(&self) -> Result<Package, Vec<Mistake>> {
        let reading = files::read(&self.files);
        reading.package.ok_or(reading.mistakes)
    }
}

/// The courses of a folder with one subfolder for each, in the order of their names. What has no `course.toml` is none.
///
/// # Errors
/// If the folder or one of its files cannot be read.
pub fn of_folder(folder: &Path) -> io::Result<Vec<Source>> {
    let one = |(folder, path): (String, PathBuf)| Ok(Source { folder, files: files::read_course(&path)? });
    let found: Vec<Source> = files::list_folders(folder)?.into_iter().map(one).collect::<io::Result<_>>()?;
    Ok(found.into_iter().filter(|source| source.files.contains_key("course.toml")).collect())
}

/// Those that come with the program, in the order of their names.
pub fn all() -> Vec<Source> {
    let mut found: Vec<Source> = COURSES.dirs().map(source).collect();
    found.retain(|source| source.files.contains_key("course.toml"));
    found.sort_by(|one, other| one.folder.cmp(&other.folder));
    found
}

/// One of them, by the name of its folder; `None` if there is none without mistakes.
pub fn course(folder: &str) -> Option<Package> {
    COURSES.get_dir(folder).and_then(|dir| source(dir).read().ok())
}

fn source(dir: &Dir<'_>) -> Source {
    let mut files = Files::new();
    collect(dir, dir, "", &mut files);
    for lesson in shared::named(&files) {
        if let Some(dir) = COURSES.get_dir(format!("shared/{lesson}")) {
            collect(dir, dir, &shared::path(&lesson, ""), &mut files);
        }
    }
    Source { folder: dir.path().to_string_lossy().into_owned(), files }
}

fn collect(root: &Dir<'_>, dir: &Dir<'_>, prefix: &str, files: &mut Files) {
    for file in dir.files() {
        if let Ok(path) = file.path().strip_prefix(root.path()) {
            let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
            if parts.last().is_some_and(|name| !name.starts_with('.')) {
                files.insert(format!("{prefix}{}", parts.join("/")), file.contents().to_vec());
            }
        }
    }
    for inner in dir.dirs() {
        collect(root, inner, prefix, files);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(files: &[(&str, &str)]) -> String {
        let files = files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect();
        Source { folder: "c".to_owned(), files }.digest()
    }

    #[test]
    fn the_digest_of_files_changes_with_every_name_and_byte() {
        let one = of(&[("course.toml", "a"), ("facts.toml", "b")]);
        assert_eq!(one, of(&[("facts.toml", "b"), ("course.toml", "a")]));
        for other in [
            of(&[("course.toml", "a"), ("facts.toml", "c")]),
            of(&[("course.toml", "a"), ("fact.toml", "b")]),
            of(&[("course.toml", "a")]),
            of(&[("course.toml", "ab"), ("facts.toml", "")]),
        ] {
            assert_ne!(one, other);
        }
    }
}
