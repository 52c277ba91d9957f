//! A folder of courses.

use std::path::Path;

use erikti::content::bundled::of_folder;
use erikti::content::files::Files;

use crate::sample::{changed, files};

pub(crate) fn write(folder: &Path, files: &Files) {
    for (path, bytes) in files {
        let target = folder.join(path);
        std::fs::create_dir_all(target.parent().expect("a folder")).expect("made");
        std::fs::write(target, bytes).expect("written");
    }
}

#[test]
fn a_broken_course_of_a_folder_does_not_keep_the_others_away() {
    let folder = tempfile::tempdir().expect("a folder");
    write(&folder.path().join("b-sound"), &files());
    write(&folder.path().join("a-broken"), &changed("course.toml", "hours = 0.5", ""));
    std::fs::write(folder.path().join("README.md"), "words").expect("written");
    let found = of_folder(folder.path()).expect("readable");
    let told: Vec<(&str, bool)> = found.iter().map(|one| (one.folder.as_str(), one.read().is_ok())).collect();
    assert_eq!(told, [("a-broken", false), ("b-sound", true)]);
}
