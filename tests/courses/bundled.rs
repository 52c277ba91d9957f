//! The courses that come with the program.

use std::path::{Path, PathBuf};

use erikti::authoring::{Elsewhere, note_filling};
use erikti::content::files::{Files, facts, read, read_course, write};
use erikti::content::{bundled, digest};
use erikti::exchange::{self, Format, write_file};
use erikti::kernel::{Lang, Slug};

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

/// The files of questions, that of a module first, as a table is compared with them.
fn banks(files: &Files, module: &Slug) -> Vec<(String, String)> {
    let banks = files.iter().filter(|(path, _)| path.starts_with("questions/"));
    let mut banks: Vec<(String, String)> =
        banks.map(|(path, bytes)| (path.clone(), String::from_utf8_lossy(bytes).into_owned())).collect();
    banks.sort_by_key(|(path, _)| *path != format!("questions/{module}.toml"));
    banks
}

#[test]
fn a_table_of_a_bundled_course_brings_nothing_new_to_it() {
    for folder in folders() {
        let Some(package) = read(&read_course(&folder).expect("readable")).package else { continue };
        let (course, files) = (&package.course, write(&package));
        let known: Vec<Slug> = course.questions().map(|(_, question)| question.key.clone()).collect();
        // A module into itself, and the whole course, whose table comes into the first module.
        let modules = course.modules.iter().map(|module| (Some(&module.key), &module.key));
        let whole = course.modules.first().map(|module| (None, &module.key));
        for (of, into) in modules.chain(whole) {
            let (table, writing) = write_file(course, of, (Format::Csv, Lang::Kk), ("", "")).expect("a table");
            let Ok(mut reading) = exchange::read(&table, Format::Csv, Lang::Kk, &known) else {
                assert_eq!(writing.count, 0, "{}: {of:?}", folder.display());
                continue;
            };
            let (about, own) = ((&course.languages[..], &facts(&files)), [format!("questions/{into}.toml")]);
            note_filling(&mut reading, &banks(&files, into), about, (&own, Elsewhere::Left));
            let new: Vec<&str> = reading.taken().map(|question| question.text.get(Lang::Kk)).collect();
            assert!(new.is_empty(), "{}: {of:?}: {new:#?}", folder.display());
            assert_eq!(reading.count_there(), writing.count, "{}: {of:?}", folder.display());
            let differing = reading.questions.iter().filter_map(|read| read.fills.as_ref());
            let differing: Vec<_> = differing.filter(|fills| !fills.differs.is_empty()).collect();
            assert!(differing.is_empty(), "{}: {of:?}: {differing:#?}", folder.display());
        }
    }
}
