//! Moving over to a newer edition, as the database sees it: what became another kind of question, what is complete.

use std::path::Path;
use std::sync::Arc;

use diesel::prelude::*;
use erikti::content::Published;
use erikti::content::files::{read, read_folder};
use erikti::content::import::{Import, Wish, import};
use erikti::content::model::Course;
use erikti::content::prepare::prepare;
use erikti::db::Conn;
use erikti::db::schema::jobs;
use erikti::jobs::events::EventKind;
use erikti::kernel::{Actor, Lang, Result};
use erikti::learning::{self, Done, Enrolment, Moved, Progress};

use super::harness::app::TestApp;
use super::harness::database::{TestDatabase, on_both};
use super::learner::{Answers, Learner, slug};

const COURSES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/courses");
const CHECK: &str = "ambulance-number";
const LESSON: &str = "/lessons/first-steps";

async fn start(database: TestDatabase) -> TestApp {
    TestApp::start_on(database, &[("ERIKTI_COURSES", COURSES)]).await
}

/// Publishes the course of the tests as a new edition, changed.
async fn publish(app: &TestApp, change: impl FnOnce(&mut Course)) -> Arc<Published> {
    let mut package =
        read(&read_folder(&Path::new(COURSES).join("kinds")).expect("readable")).package.expect("a course");
    change(&mut package.course);
    let prepared = prepare(package).expect("prepared");
    let done = app.app.write(Actor::Shell, move |conn, ctx| import(conn, ctx, &prepared, Wish::NewEdition)).await;
    assert!(matches!(done, Ok(Import::NewEdition(_))), "{done:?}");
    let library = Arc::clone(&app.library);
    app.app.read(move |conn| library.refresh(conn)).await.expect("the courses are read");
    app.library.shelf().course("kinds").cloned().expect("the course")
}

/// One more lesson without checks at the end of the module.
fn add_lesson(course: &mut Course, key: &str) {
    let mut lesson = course.modules[0].lessons[0].clone();
    (lesson.key, lesson.checks) = (slug(key), Vec::new());
    course.modules[0].lessons.push(lesson);
}

async fn enrolment(asem: &Learner<'_>) -> Enrolment {
    let id = asem.enrolment;
    asem.app.app.read(move |conn| learning::get_enrolment(conn, id)).await.expect("enrolled")
}

/// The learner on a later edition.
async fn on<'a>(asem: Learner<'a>, newer: &Arc<Published>) -> Learner<'a> {
    asem.post("/edition", &[("edition".to_owned(), newer.edition.to_string())]).await.leads_to(&asem.to(""));
    let asem = Learner { published: Arc::clone(newer), ..asem };
    assert_eq!(enrolment(&asem).await.edition, newer.edition);
    asem
}

/// Jobs that an event of a completed course waits in.
fn completions(conn: &mut Conn) -> Result<i64> {
    let kind = EventKind::CourseCompleted.job_kind();
    Ok(jobs::table.filter(jobs::kind.eq(kind)).count().get_result(conn)?)
}

#[tokio::test]
async fn a_check_that_became_another_kind_of_question_is_asked_again() {
    on_both(async |database| {
        let app = start(database).await;
        let asem = Learner::enrol(&app, Lang::En, "asem", "kinds").await;
        for check in [CHECK, "tourniquet-place", "stove-case"] {
            asem.check(&slug("first-steps"), &slug(check), (1, Answers::Right)).await.has(303);
        }
        let newer = publish(&app, |course| {
            let questions = &mut course.modules[0].questions;
            let body = |key: &str| questions.iter().position(|question| question.key.as_str() == key).expect("there");
            let (text, case) = (body(CHECK), body("stove-case"));
            let (was_text, was_case) = (questions[text].body.clone(), questions[case].body.clone());
            (questions[text].body, questions[case].body) = (was_case, was_text);
        })
        .await;
        let asem = on(asem, &newer).await;
        asem.post(&format!("{LESSON}/done"), &[]).await.leads_to(&asem.to(&format!("{LESSON}?open=1#checks-open")));
        let page = asem.get(LESSON).await.ok();
        for check in [CHECK, "stove-case"] {
            page.says(&format!("{}/checks/{check}\"", asem.to(LESSON)));
            asem.check(&slug("first-steps"), &slug(check), (2, Answers::Right)).await.has(303);
        }
        asem.get(LESSON).await.ok().says("?again=ambulance-number");
        asem.post(&format!("{LESSON}/done"), &[]).await.leads_to(&asem.to("/tests/signs"));
    })
    .await;
}

#[tokio::test]
async fn a_lesson_finished_while_moving_over_does_not_complete_the_newer_edition() {
    on_both(async |database| {
        let app = start(database).await;
        let asem = Learner::enrol(&app, Lang::En, "asem", "kinds").await;
        asem.choose_certificate("Әсем Нұрғалиқызы", Lang::Kk).await;
        asem.read_module("signs").await;
        let attempt = asem.start("signs").await;
        let second = publish(&app, |course| add_lesson(course, "second")).await;
        let asem = on(asem, &second).await;
        asem.finish(attempt, Answers::Right).await;
        let before = enrolment(&asem).await;
        let third = publish(&app, |course| {
            add_lesson(course, "second");
            add_lesson(course, "third");
        })
        .await;
        // The page that finishes the lesson has read the enrolment before the other page moved it.
        let asem = on(asem, &third).await;
        let done = app.app.write(Actor::System, move |conn, ctx| {
            learning::finish_lesson(conn, ctx, &before, &second.course, &slug("second"))
        });
        assert!(matches!(done.await, Ok(Done::Yes(_))), "the lesson is done");
        assert_eq!(enrolment(&asem).await.completed_at, None, "the third lesson is open");
        asem.read_lesson(&slug("third")).await;
        assert!(enrolment(&asem).await.completed_at.is_some());
    })
    .await;
}

#[tokio::test]
async fn moving_to_an_edition_that_asks_nothing_more_completes_the_course_once() {
    on_both(async |database| {
        let app = start(database).await;
        let second = publish(&app, |course| add_lesson(course, "second")).await;
        let asem = Learner::enrol(&app, Lang::En, "asem", "kinds").await;
        asem.choose_certificate("Әсем Нұрғалиқызы", Lang::Kk).await;
        asem.read_module("signs").await;
        let attempt = asem.start("signs").await;
        let third = publish(&app, |course| {
            add_lesson(course, "second");
            add_lesson(course, "third");
        })
        .await;
        let asem = on(asem, &third).await;
        asem.finish(attempt, Answers::Right).await;
        let (before, fourth) = (enrolment(&asem).await, publish(&app, |_| {}).await);
        assert_eq!((before.edition, second.edition, fourth.edition), (3, 2, 4));
        let moved = app.app.write(Actor::System, move |conn, ctx| {
            let move_over = |conn: &mut _| learning::move_over(conn, ctx, &before, (&fourth.course, fourth.edition));
            let moved = [move_over(conn)?, move_over(conn)?];
            Ok((moved, learning::get_enrolment(conn, before.id)?, completions(conn)?))
        });
        let (moved, after, events) = moved.await.expect("moved");
        assert_eq!(moved, [Moved::Over, Moved::Stays]);
        assert_eq!((after.edition, after.completed_at, events), (4, Some(app.app.now()), 1));
    })
    .await;
}

#[tokio::test]
async fn who_completed_the_course_meanwhile_stays_where_they_are() {
    on_both(async |database| {
        let app = start(database).await;
        let asem = Learner::enrol(&app, Lang::En, "asem", "kinds").await;
        let before = enrolment(&asem).await;
        asem.complete("Әсем Нұрғалиқызы").await;
        let completed = enrolment(&asem).await;
        assert!(before.completed_at.is_none() && completed.completed_at.is_some());
        let second = publish(&app, |course| add_lesson(course, "second")).await;
        let moved = app.app.write(Actor::System, move |conn, ctx| {
            learning::move_over(conn, ctx, &before, (&second.course, second.edition))
        });
        assert_eq!(moved.await.expect("asked"), Moved::Stays);
        assert_eq!(enrolment(&asem).await, completed);
    })
    .await;
}

/// The course of the tests, changed.
fn course(change: impl FnOnce(&mut Course)) -> Course {
    let mut course =
        read(&read_folder(&Path::new(COURSES).join("kinds")).expect("readable")).package.expect("a course").course;
    change(&mut course);
    course
}

#[test]
fn what_is_new_gone_and_kept_is_told_before_moving() {
    let earlier = course(|course| {
        add_lesson(course, "older");
        add_lesson(course, "dropped");
    });
    let newer = course(|course| {
        let mut module = course.modules[0].clone();
        (module.key, module.lessons[0].key) = (slug("rescue"), slug("rope"));
        course.modules.push(module);
        for key in ["older", "newer"] {
            add_lesson(course, key);
        }
    });
    let done = Progress {
        lessons: ["first-steps", "older", "dropped"].map(slug).into(),
        passed: ["signs".to_owned(), "final".to_owned()].into(),
    };
    let changes = learning::changes(&earlier, &newer, &done);
    assert_eq!(changes.new_modules, [slug("rescue")]);
    assert_eq!(changes.new_lessons, [slug("newer")], "lessons of a new module are told with it");
    assert_eq!(changes.gone, [slug("dropped")]);
    assert_eq!(changes.kept, (2, 1), "what the newer edition does not have is not kept");
    assert_eq!(changes.percent, 50, "two of four lessons and one of two tests");
    let nothing = learning::changes(&earlier, &newer, &Progress::default());
    assert_eq!((nothing.kept, nothing.percent), ((0, 0), 0));
}
