//! A broken course file at start, and a corrected one.

use std::path::{Path, PathBuf};

use diesel::prelude::*;
use erikti::db::schema::{check_answers, course_versions, courses};
use erikti::learning::progress_of;

use crate::harness::folder::copy;
use crate::harness::library;
use crate::learner::{Learner, course, enrolment_of};
use crate::program::{Machine, Server};

const TITLE: &str = "Leadership of volunteers";
const CORRECTED: &str = "How to lead volunteers";
const OTHER: &str = "/en/courses/project-management";

/// A folder of courses that are edited.
struct Shelf(PathBuf);

impl Shelf {
    fn new(machine: &Machine) -> Self {
        let shelf = Self(machine.folder().join("courses"));
        for course in ["leadership", "project-management", "shared"] {
            shelf.restore(course);
        }
        shelf
    }

    /// Brings a course back as it was before it was edited.
    fn restore(&self, course: &str) {
        let bundled = Path::new(env!("CARGO_MANIFEST_DIR")).join("courses").join(course);
        let small = library().join(course);
        copy(if small.is_dir() { &small } else { &bundled }, &self.0.join(course));
    }

    /// Changes a file.
    fn edit(&self, file: &str, change: impl FnOnce(&str) -> String) {
        let file = self.0.join(file);
        let before = std::fs::read_to_string(&file).unwrap();
        let after = change(&before);
        assert_ne!(before, after, "{} stays as it is", file.display());
        std::fs::write(file, after).unwrap();
    }

    fn start(&self, machine: &Machine) -> Server {
        machine.start(&[("ERIKTI_COURSES", &self.0.display().to_string())])
    }
}

/// Takes the right answer from the second question; answers the file with its line.
fn without_right_answer(text: &str) -> (String, usize) {
    let (start, _) = text.match_indices("[[question]]\n").nth(1).unwrap();
    let (before, question) = text.split_at(start);
    let (head, rest) = question.split_once("[[question.right]]\n").unwrap();
    let (_, wrong) = rest.split_once("[[question.wrong]]\n").unwrap();
    (format!("{before}{head}[[question.wrong]]\n{wrong}"), before.lines().count() + 1)
}

/// Ends the file in the middle of the first Russian text; answers the file and its last line.
fn cut_short(text: &str) -> (String, usize) {
    let (before, _) = text.split_once("title.ru = \"").unwrap();
    let cut = format!("{before}title.ru = \"Ли");
    let lines = cut.lines().count();
    (cut, lines)
}

fn assert_logged(server: &Server, place: &str) {
    let log = server.log();
    assert!(log.lines().any(|line| line.contains("ERROR") && line.contains(place)), "{place} is not in\n{log}");
}

/// The learner's percent and answered checks, and the editions and revisions of the course.
async fn standing(machine: &Machine, learner: &Learner) -> (u32, i64, Vec<(i32, i32)>) {
    let email = learner.email.clone();
    let look = machine.read(move |conn| {
        let enrolment = enrolment_of(conn, &email)?;
        let percent = progress_of(conn, enrolment)?.percent(course());
        let answers =
            check_answers::table.filter(check_answers::enrolment_id.eq(enrolment)).count().get_result(conn)?;
        let versions = course_versions::table.inner_join(courses::table).filter(courses::key.eq("leadership"));
        let versions = versions.order(course_versions::id);
        Ok((percent, answers, versions.select((course_versions::edition, course_versions::revision)).load(conn)?))
    });
    look.await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_broken_course_does_not_keep_the_others_away() {
    let machine = Machine::new();
    let shelf = Shelf::new(&machine);
    let lesson = &course().lessons().next().unwrap().1.key;
    let lesson_page = format!("/en/learn/leadership/lessons/{lesson}");

    let (questions, mut line) = ("project-management/questions/what-is-a-project.toml", 0);
    shelf.edit(questions, |text| {
        let (broken, at) = without_right_answer(text);
        line = at;
        broken
    });
    let server = shelf.start(&machine);
    assert_logged(&server, &format!("{questions}:{line}:"));
    let learner = Learner::begin(&server.address, 1).await;
    let catalogue = learner.page(&server.address, "/en/courses").await;
    assert!(catalogue.contains(TITLE) && !catalogue.contains(OTHER), "{catalogue}");
    learner.finish_lesson(&server.address, lesson).await;
    let before = standing(&machine, &learner).await;
    assert!(before.0 > 0 && before.1 == 3 && before.2 == [(1, 1)], "{before:?}");
    server.kill();

    shelf.restore("project-management");
    shelf.edit("leadership/course.toml", |text| text.replacen(TITLE, CORRECTED, 1));
    let server = shelf.start(&machine);
    let catalogue = learner.page(&server.address, "/en/courses").await;
    assert!(catalogue.contains(CORRECTED) && catalogue.contains(OTHER), "{catalogue}");
    let after = standing(&machine, &learner).await;
    assert_eq!(after, (before.0, before.1, vec![(1, 1), (1, 2)]), "a correction, and the progress is kept");
    let page = learner.page(&server.address, &lesson_page).await;
    assert!(page.contains(CORRECTED) && page.contains("?again="), "the checks are answered still:\n{page}");
    server.kill();

    shelf.edit("leadership/course.toml", |text| {
        let (cut, last) = cut_short(text);
        line = last;
        cut
    });
    let server = shelf.start(&machine);
    assert_logged(&server, &format!("leadership/course.toml:{line}:"));
    let catalogue = learner.page(&server.address, "/en/courses").await;
    assert!(catalogue.contains(CORRECTED) && catalogue.contains(OTHER), "the published version stays:\n{catalogue}");
    assert_eq!(standing(&machine, &learner).await, after);
    learner.page(&server.address, &lesson_page).await;
}
