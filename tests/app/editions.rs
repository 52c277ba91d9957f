//! A course grows: who has begun an earlier edition keeps what was done, and stays or moves over.

use erikti::content::files::{read, read_folder};
use erikti::content::import::{Import, Wish, import};
use erikti::content::prepare::prepare;
use erikti::kernel::ids::AttemptId;
use erikti::kernel::{Actor, Ctx, Lang, Timestamp};
use erikti::learning;

use super::harness::app::{BUNDLED, TestApp};
use super::harness::database::{TestDatabase, on_both};
use super::harness::library;
use super::learner::{Answers, Learner};
use super::pages::{assert_switch, assert_whole};

const COURSE: &str = "first-aid";

/// Publishes the first edition of first aid as an earlier release did at its start.
async fn publish_first_edition(database: &TestDatabase) {
    let files = read_folder(&library().join(COURSE)).expect("readable");
    let prepared = prepare(read(&files).package.expect("a course")).expect("prepared");
    let ctx = Ctx { now: Timestamp::from_unix(1_780_000_000).expect("a moment"), actor: Actor::System };
    let done = database.handle().write(move |conn| import(conn, &ctx, &prepared, Wish::Bundled)).await;
    assert!(matches!(done, Ok(Import::NewEdition(_))), "{done:?}");
}

/// The same learner after the program was started again: signed in anew, on the edition that the enrolment names.
async fn again<'a>(app: &'a TestApp, before: &Learner<'_>, email: &str) -> Learner<'a> {
    let client = app.client();
    client.sign_in("kk", email).await;
    let enrolment = before.enrolment;
    let edition = app.app.read(move |conn| learning::get_enrolment(conn, enrolment)).await.expect("enrolled").edition;
    let published = app.library.shelf().edition(before.published.course_id, edition).cloned().expect("an edition");
    Learner { app, client, person: before.person, enrolment, published, lang: Lang::Kk }
}

async fn edition_of(learner: &Learner<'_>) -> i32 {
    let enrolment = learner.enrolment;
    learner.app.app.read(move |conn| learning::get_enrolment(conn, enrolment)).await.expect("enrolled").edition
}

async fn post_edition(learner: &Learner<'_>, edition: &str) -> super::harness::client::Answer {
    learner.post("/edition", &[("edition".to_owned(), edition.to_owned())]).await
}

/// Reads a module of the first edition and begins its test.
async fn in_the_middle(asem: &Learner<'_>) -> AttemptId {
    asem.read_module("role").await;
    asem.get("/edition").await.leads_to(&asem.to(""));
    asem.start("role").await
}

#[tokio::test]
async fn who_began_the_first_edition_stays_and_may_move_over() {
    on_both(async |database| {
        publish_first_edition(&database).await;
        let app = TestApp::start_on(database, &[]).await;
        let asem = Learner::enrol(&app, Lang::Kk, "asem", COURSE).await;
        assert_eq!(asem.published.edition, 1);
        let attempt = in_the_middle(&asem).await;
        let before = (asem.progress().await, asem.published.course.clone());
        let kept = Learner { app: &app, client: app.client(), ..asem };
        let (person, enrolment, published) = (kept.person, kept.enrolment, kept.published.clone());

        // The release that brings the whole course.
        let app = app.restart_with(BUNDLED).await;
        let newest = app.library.shelf().course(COURSE).cloned().expect("the course");
        assert_eq!((newest.edition, newest.revision), (2, 1), "it is a new edition and no correction");
        let was = Learner { app: &app, client: app.client(), person, enrolment, published, lang: Lang::Kk };
        let asem = again(&app, &was, "asem@example.kz").await;
        assert_eq!((edition_of(&asem).await, asem.progress().await), (1, before.0.clone()), "nothing moves by itself");
        assert_eq!(asem.published.course, before.1, "the first edition is what it was");
        asem.get("").await.ok().says(&asem.to("/edition"));
        asem.get("/lessons/tourniquet").await.has(404);

        for lang in Lang::ALL {
            let target = format!("/{lang}/learn/{COURSE}/edition");
            let page = asem.client.get(&target).await.ok();
            assert_whole(&target, lang, &page);
            assert_switch(&target, lang, &page);
            let bleeding = newest.course.modules.iter().find(|module| module.key.as_str() == "bleeding");
            page.says(bleeding.expect("a new module").title.get(lang));
            page.says(newest.lesson_title(&super::learner::slug("first-aider"), lang));
        }
        post_edition(&asem, "7").await.leads_to(&asem.to("/edition"));
        asem.post("/edition", &[]).await.leads_to(&asem.to("/edition"));
        assert_eq!(edition_of(&asem).await, 1, "another edition than the one shown is not moved to");

        let moves = || post_edition(&asem, "2");
        let (one, two) = tokio::join!(moves(), moves());
        one.leads_to(&asem.to(""));
        two.leads_to(&asem.to(""));
        assert_eq!((edition_of(&asem).await, asem.progress().await), (2, before.0.clone()), "what was done is kept");
        asem.get("/edition").await.leads_to(&asem.to(""));
        asem.get("/lessons/tourniquet").await.ok();
        asem.get("/lessons/numbers").await.ok();

        // The try that was running is graded from the version on which it began.
        asem.finish(attempt, Answers::Right).await;
        let after = asem.progress().await;
        assert!(after.passed.contains("role") && after.lessons == before.0.lessons, "{after:?}");
        assert!((1..100).contains(&after.percent(&newest.course)), "{}", after.percent(&newest.course));
    })
    .await;
}

#[tokio::test]
async fn who_has_completed_an_edition_is_not_asked_to_move() {
    let database = TestDatabase::sqlite();
    publish_first_edition(&database).await;
    let app = TestApp::start_on(database, &[]).await;
    let asem = Learner::enrol(&app, Lang::Kk, "asem", COURSE).await;
    asem.complete("Әсем Нұрғалиқызы").await;
    let (person, enrolment, published) = (asem.person, asem.enrolment, asem.published.clone());
    let app = app.restart_with(BUNDLED).await;
    let was = Learner { app: &app, client: app.client(), person, enrolment, published, lang: Lang::Kk };
    let asem = again(&app, &was, "asem@example.kz").await;
    assert!(!asem.get("").await.ok().text().contains("/edition"));
    post_edition(&asem, "2").await.leads_to(&asem.to(""));
    assert_eq!(edition_of(&asem).await, 1);
    assert_eq!(asem.progress().await.percent(&asem.published.course), 100);
}
