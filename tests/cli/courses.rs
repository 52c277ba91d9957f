//! Courses as folders: lessons that several of them share.

use std::fs;
use std::path::Path;

use super::{Machine, copy};

/// A machine with the bundled courses as a folder.
fn with_courses(machine: Machine) -> Machine {
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("courses"), &machine.folder().join("courses"));
    machine
}

fn change(machine: &Machine, path: &str, from: &str, to: &str) {
    let path = machine.folder().join(path);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{from} in {}", path.display());
    fs::write(path, text.replacen(from, to, 1)).unwrap();
}

#[test]
fn a_mistake_in_a_shared_lesson_is_told_once_with_its_place() {
    let machine = with_courses(Machine::new());
    machine.run(&["course", "check", "courses"]).assert_done(&["No mistakes in 3 courses."]);
    change(&machine, "courses/shared/legal-frame/lesson.kk.md", "# ", "# [Заң](term:nothing) ");
    copy(&machine.folder().join("courses/shared/legal-frame"), &machine.folder().join("courses/shared/idle"));

    let all = machine.run(&["course", "check", "courses"]);
    all.assert_failed(1, &["correct 1 mistake and check again"]);
    let told: Vec<&str> = all.out.lines().filter(|line| !line.contains(": warning: ")).collect();
    assert_eq!(told, ["courses/shared/legal-frame/lesson.kk.md:1:3: there is no term \"nothing\""], "{}", all.out);
    assert!(all.out.contains("courses/shared/idle:1:1: warning: no course names this shared lesson"), "{}", all.out);

    let one = machine.run(&["course", "check", "courses/leadership", "courses/project-management/"]);
    one.assert_failed(1, &["correct 1 mistake"]);
    assert!(!one.out.contains("idle"), "a course does not speak of lessons that it does not name: {}", one.out);
    machine.run(&["course", "check", "courses/first-aid"]).assert_done(&["No mistakes in 1 course."]);
}

#[test]
fn a_course_with_a_shared_lesson_goes_out_and_comes_in_unchanged() {
    let machine = with_courses(Machine::migrated());
    let import = |folder: &str| machine.json(&["course", "import", folder, "--json"])["import"].to_string();
    assert_eq!(import("courses/leadership"), "\"new-edition\"");
    machine.run(&["course", "export", "leadership", "out/leadership"]).assert_done(&["Wrote "]);
    assert!(machine.folder().join("out/leadership/lessons/law/legal-frame.kk.md").is_file());
    let digest = |folder: &str| {
        let checked = machine.run(&["course", "check", folder]);
        checked.assert_done(&["No mistakes in 1 course."]);
        checked.out.lines().find_map(|line| line.strip_prefix("leadership: SHA-256 ")).map(str::to_owned)
    };
    let exported = digest("out/leadership");
    assert_eq!(exported, digest("courses/leadership"));
    assert_eq!(exported.map(|digest| digest.len()), Some(64));
    assert_eq!(import("out/leadership"), "\"unchanged\"");
    change(&machine, "courses/shared/legal-frame/lesson.en.md", "::: hook\n", "::: hook\nOne more sentence. ");
    assert_eq!(import("courses/leadership"), "\"correction\"");
}

#[test]
fn a_course_that_is_to_be_signed_first_is_not_imported_but_waits_as_a_draft() {
    let machine = with_courses(Machine::migrated());
    change(&machine, "courses/leadership/course.toml", "[review]\n", "[review]\nbefore_publishing = [\"legal\"]\n");
    let refused = machine.run(&["course", "import", "courses/leadership"]);
    refused.assert_failed(1, &["leadership is to be signed first", "(legal)", "in the course editor"]);
    machine.run(&["course", "export", "leadership", "out"]).assert_failed(1, &["leadership"]);
    change(&machine, "courses/leadership/course.toml", "before_publishing = [\"legal\"]\n", "");
    // The draft that it became was not published: it stands in the way of files that say something else.
    machine.run(&["course", "import", "courses/leadership"]).assert_failed(1, &["--replace-edited"]);
    machine.run(&["course", "import", "courses/leadership", "--replace-edited"]).assert_done(&["new edition"]);
}
