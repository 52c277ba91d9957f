//! The courses that come with the program.

use std::path::{Path, PathBuf};

use erikti::content::files::{read, read_course, write};
use erikti::content::{bundled, digest};

fn folders() -> Vec<PathBuf> {
    let courses = Path::new(env!("CARGO_MANIFEST_DIR")).join("courses");
    let entries = std::fs::read_dir(courses).expect("the folder of courses");
    let mut folders: Vec<PathBuf> = entries
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.join("course.toml").is_file())
        .collect();
    folders.sort();
    folders
}

#[test]
fn every_bundled_course_has_no_mistakes() {
    let folders = folders();
    assert!(!folders.is_empty());
    let mut told = Vec::new();
    for folder in &folders {
        let reading = read(&read_course(folder).expect("readable"));
        told.extend(reading.mistakes.iter().map(|mistake| format!("{}/{mistake}", folder.display())));
        if let Some(package) = reading.package {
            let name = folder.file_name().expect("a name").to_string_lossy().into_owned();
            assert_eq!(package.course.key.as_str(), name, "the key is the folder's name");
        }
    }
    assert!(told.is_empty(), "{}", told.join("\n"));
}

#[test]
fn bundled_courses_come_back_from_files_unchanged() {
    for folder in folders() {
        let Some(first) = read(&read_course(&folder).expect("readable")).package else { continue };
        let second = read(&write(&first)).package.expect("what was written can be read");
        assert_eq!(digest::of_course(&first.course), digest::of_course(&second.course), "{}", folder.display());
        assert_eq!(first, second);
    }
}

#[test]
fn the_embedded_courses_are_those_of_the_folder() {
    let embedded: Vec<String> = bundled::all().into_iter().map(|course| course.folder).collect();
    let on_disk: Vec<String> =
        folders().iter().map(|path| path.file_name().expect("a name").to_string_lossy().into_owned()).collect();
    assert_eq!(embedded, on_disk);
}
