//! Taking a course: lessons, checks, tests.

use std::collections::BTreeSet;

use erikti::kernel::Lang;
use erikti::learning;
use erikti::quiz::kinds;
use erikti::quiz::model::Body;

use super::harness::app::TestApp;
use super::harness::client::between;
use super::harness::database::{TestDatabase, on_both};
use super::learner::{Answers, Learner, attempt_in, choose, slug};

/// The shortest course: three lessons of three checks each, one test.
const COURSE: &str = "leadership";
const MODULE: &str = "motives";
const LESSON: &str = "six-motives";
const CHECK: &str = "six-motives-check-1";
const DAY: i64 = 24 * 3600;

/// The percentage that a page says.
fn percent(page: &str) -> &str {
    between(page, "<progress max=\"100\" value=\"", "\"")
}

#[tokio::test]
async fn a_check_is_explained_kindly_and_may_be_tried_again() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let asem = Learner::enrol(&app, Lang::En, "asem", COURSE).await;
        let (lesson, check) = (slug(LESSON), slug(CHECK));
        let before = asem.get("/lessons/six-motives").await.ok().text();
        let explanation = asem.published.inline(asem.question(&check).explanation.get(Lang::En)).to_string();
        assert!(!explanation.is_empty() && !before.contains(&explanation), "explained before it was answered");

        let back = asem.to("/lessons/six-motives#check-six-motives-check-1");
        asem.check(&lesson, &check, (1, Answers::Wrong)).await.leads_to(&back);
        let wrong = asem.get("/lessons/six-motives").await.ok();
        wrong.says("Not right yet");
        wrong.says(&explanation);
        let again = asem.get("/lessons/six-motives?again=six-motives-check-1").await.ok().text();
        let form = between(&again, "<form class=\"check\" id=\"check-six-motives-check-1\"", "</form>").to_owned();
        assert!(form.contains("name=\"number\" value=\"2\""), "the second try is not offered:\n{form}");
        assert!(!form.contains(&explanation), "the second try begins with its answer");

        asem.check(&lesson, &check, (2, Answers::Right)).await.leads_to(&back);
        let right = asem.get("/lessons/six-motives").await.ok().text();
        let shown = between(&right, "id=\"check-six-motives-check-1\"", "id=\"check-six-motives-check-2\"").to_owned();
        assert!(shown.contains("verdict right") && !shown.contains("Not right yet"), "{shown}");
    })
    .await;
}

/// Nothing in a page may tell right from wrong before it is asked: neither the words of the explanations, nor a mark
/// on an option, nor the order in which options stand.
#[tokio::test]
async fn no_lesson_and_no_test_tells_which_answer_is_right() {
    let app = TestApp::start().await;
    let asem = Learner::enrol(&app, Lang::Ru, "asem", COURSE).await;
    for (_, lesson) in asem.published.course.lessons() {
        let page = asem.get(&format!("/lessons/{}", lesson.key)).await.ok().text();
        for key in &lesson.checks {
            assert_hides(&asem, &page, key);
        }
        asem.read_lesson(&lesson.key).await;
    }
    asem.choose_certificate("Әсем Нұрғалиқызы", Lang::Kk).await;
    let id = asem.start(MODULE).await;
    for (place, key) in (1..).zip(&asem.attempt(id).await.questions) {
        let page = asem.get(&format!("/attempts/{id}/{place}")).await.ok().text();
        assert_hides(&asem, &page, key);
        let options = between(&page, "<fieldset", "</fieldset>");
        for telling in [" checked", "class=\"right", "class=\"wrong", "class=\"critical", "data-answer"] {
            assert!(!options.contains(telling), "{key}: {telling} in\n{options}");
        }
    }
}

/// Fails if a page holds an explanation of a question.
fn assert_hides(asem: &Learner<'_>, page: &str, key: &erikti::kernel::Slug) {
    let question = asem.question(key);
    let mut hidden = vec![&question.explanation];
    if let Body::Single(choice) | Body::Multiple(choice) = &question.body {
        hidden.extend(choice.right.iter().chain(&choice.wrong).map(|option| &option.why));
    }
    for text in hidden.into_iter().filter(|text| !text.is_empty()) {
        let text = asem.published.inline(text.get(asem.lang)).to_string();
        assert!(!page.contains(&text), "{key} is explained before it was answered: {text}");
    }
}

#[tokio::test]
async fn the_same_try_at_a_check_counts_once() {
    on_both(async |database| {
        use diesel::prelude::*;
        use erikti::db::schema::check_answers::dsl::{check_answers, enrolment_id};
        let app = TestApp::start_on(database, &[]).await;
        let asem = Learner::enrol(&app, Lang::Kk, "asem", COURSE).await;
        let (lesson, check) = (slug(LESSON), slug(CHECK));
        let twice = tokio::join!(
            asem.check(&lesson, &check, (1, Answers::Right)),
            asem.check(&lesson, &check, (1, Answers::Wrong)),
        );
        assert_eq!((twice.0.status, twice.1.status), (303, 303));
        asem.check(&lesson, &check, (1, Answers::Wrong)).await.has(303);
        let id = asem.enrolment;
        let count = app
            .app
            .read(move |conn| Ok(check_answers.filter(enrolment_id.eq(id)).count().get_result::<i64>(conn)?))
            .await
            .expect("the database answers");
        assert_eq!(count, 1);
    })
    .await;
}

#[tokio::test]
async fn nothing_can_be_finished_too_early() {
    let app = TestApp::start().await;
    let asem = Learner::enrol(&app, Lang::En, "asem", COURSE).await;
    let refused = asem.to("/lessons/six-motives?open=1#checks-open");
    asem.post("/lessons/six-motives/done", &[]).await.leads_to(&refused);
    asem.get("/lessons/six-motives?open=1").await.ok().says("Answer each of these questions once");
    assert!(asem.progress().await.lessons.is_empty());

    asem.get("/tests/motives").await.ok().says("This test opens when everything before it is done.");
    let early = asem.post("/tests/motives", &[]).await.ok();
    early.says("This test opens when everything before it is done.");
    asem.read_module(MODULE).await;
    asem.post("/tests/motives", &[]).await.leads_to(&asem.to("/certificate"));
}

#[tokio::test]
async fn who_fails_learns_what_is_weak_and_gets_other_questions() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let asem = Learner::enrol(&app, Lang::En, "asem", COURSE).await;
        asem.read_module(MODULE).await;
        asem.choose_certificate("Әсем Нұрғалиқызы", Lang::Kk).await;
        let mut draws = BTreeSet::new();
        for number in 1..=3 {
            let id = asem.start(MODULE).await;
            let attempt = asem.attempt(id).await;
            assert!(draws.insert(attempt.questions.clone()), "try {number} asks the same in the same order");
            asem.finish(id, Answers::Wrong).await;
            let result = asem.get(&format!("/attempts/{id}")).await.ok();
            for words in ["Not passed yet", "You need 75 %", "Worth reading again", "Your answers, explained"] {
                result.says(words);
            }
            result.says(&asem.to("/lessons/"));
        }
        let sets: BTreeSet<BTreeSet<_>> = draws.iter().map(|draw| draw.iter().cloned().collect()).collect();
        assert!(sets.len() > 1, "every try draws the same questions");

        asem.get("/tests/motives").await.ok().says("Next try from: 23 Nov 2026, 09:00");
        asem.post("/tests/motives", &[]).await.ok().says("Next try from: 23 Nov 2026, 09:00");
        app.advance(DAY - 1);
        asem.post("/tests/motives", &[]).await.ok();
        app.advance(1);
        let id = asem.start(MODULE).await;
        assert_eq!(asem.attempt(id).await.number, 4);
        asem.finish(id, Answers::Right).await;
        asem.get(&format!("/attempts/{id}")).await.ok().says("Passed");
    })
    .await;
}

/// In a course whose first module's test needs no choice before it.
async fn running_test(app: &TestApp) -> (Learner<'_>, erikti::kernel::ids::AttemptId) {
    let asem = Learner::enrol(app, Lang::Kk, "asem", COURSE).await;
    asem.read_module(MODULE).await;
    asem.choose_certificate("Әсем Нұрғалиқызы", Lang::Kk).await;
    let id = asem.start(MODULE).await;
    (asem, id)
}

#[tokio::test]
async fn the_language_changes_inside_a_test_and_nothing_typed_is_lost() {
    let app = TestApp::start().await;
    let (mut asem, id) = running_test(&app).await;
    let questions = asem.attempt(id).await.questions;
    for place in 1..=questions.len() {
        asem.lang = Lang::Kk;
        let page = asem.get(&format!("/attempts/{id}/{place}")).await.ok();
        page.says("form=\"main-form\" name=\"switch\" value=\"ru\"");
        let mut fields = asem.fields(id, place, Answers::Right).await;
        let typed = fields.clone();
        fields.push(("switch".to_owned(), "ru".to_owned()));
        let moved = format!("/ru/learn/{COURSE}/attempts/{id}/{place}");
        asem.post(&format!("/attempts/{id}/{place}"), &fields).await.leads_to(&moved);
        asem.lang = Lang::Ru;
        let page = asem.get(&format!("/attempts/{id}/{place}")).await.ok();
        page.says("<html lang=\"ru\">");
        let kept = kinds::parse(asem.question(&questions[place - 1]), asem.attempt(id).await.seed, &typed);
        let stored = app.app.read(move |conn| learning::list_answers(conn, id)).await.expect("the database answers");
        let stored = stored.into_iter().find(|answer| answer.question == questions[place - 1]);
        assert_eq!(stored.map(|stored| stored.answer), kept.ok(), "{}", questions[place - 1]);
        if let Body::Single(_) = &asem.question(&questions[place - 1]).body {
            page.says(&format!("value=\"{}\" checked", typed[0].1));
        }
    }
}

/// Nothing chosen yet: the switch alone changes the language and saves nothing.
#[tokio::test]
async fn the_language_changes_before_anything_is_chosen() {
    let app = TestApp::start().await;
    let (asem, id) = running_test(&app).await;
    let moved = format!("/en/learn/{COURSE}/attempts/{id}/2");
    asem.post(&format!("/attempts/{id}/2"), &[("switch".to_owned(), "en".to_owned())]).await.leads_to(&moved);
    let stored = app.app.read(move |conn| learning::list_answers(conn, id)).await.expect("the database answers");
    assert!(stored.is_empty());
}

#[tokio::test]
async fn two_windows_that_begin_at_once_share_one_try() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let asem = Learner::enrol(&app, Lang::Kk, "asem", COURSE).await;
        asem.read_module(MODULE).await;
        asem.choose_certificate("Әсем Нұрғалиқызы", Lang::Kk).await;
        let begin = || asem.post("/tests/motives", &[]);
        let (one, two, three, four) = tokio::join!(begin(), begin(), begin(), begin());
        let mut running = BTreeSet::new();
        for reply in [one, two, three, four] {
            let reply = reply.has(303);
            match attempt_in(reply.header("location")) {
                Some(id) => {
                    running.insert(id);
                }
                None => reply.leads_to(&asem.to("/tests/motives")),
            }
        }
        assert_eq!(running.len(), 1, "{running:?}");
        let id = asem.enrolment;
        let tries =
            app.app.read(move |conn| learning::list_tries(conn, id, MODULE)).await.expect("the database answers");
        assert_eq!((tries.running, tries.finished.len()), (running.first().copied(), 0));
    })
    .await;
}

#[tokio::test]
async fn an_answer_after_the_end_changes_nothing() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let (asem, id) = running_test(&app).await;
        let right = asem.fields(id, 1, Answers::Right).await;
        asem.finish(id, Answers::Wrong).await;
        let before = (asem.attempt(id).await, answers(&app, id).await);
        asem.post(&format!("/attempts/{id}/1"), &right).await.leads_to(&asem.to(&format!("/attempts/{id}")));
        asem.post(&format!("/attempts/{id}/finish"), &[]).await.has(303);
        assert_eq!((asem.attempt(id).await, answers(&app, id).await), before);
        // Neither does the verb itself, for the moment between reading and writing.
        let question = asem.question(&before.0.questions[0]).clone();
        let answer = choose(&question, Answers::Right);
        let now = app.app.now();
        let saved = app
            .app
            .write(erikti::kernel::Actor::Person(asem.person), move |conn, ctx| {
                learning::save_answer(conn, ctx, id, (&question, &answer), (Lang::Kk, now))
            })
            .await;
        assert_eq!(saved.expect("the database answers"), learning::Saved::TryIsOver);
    })
    .await;
}

async fn answers(app: &TestApp, id: erikti::kernel::ids::AttemptId) -> Vec<learning::StoredAnswer> {
    app.app.read(move |conn| learning::list_answers(conn, id)).await.expect("the database answers")
}

#[tokio::test]
async fn a_try_goes_on_in_another_browser() {
    let app = TestApp::start_on(TestDatabase::sqlite(), &[]).await;
    let (asem, id) = running_test(&app).await;
    let first = asem.fields(id, 1, Answers::Right).await;
    asem.post(&format!("/attempts/{id}/1"), &first).await.has(303);
    let phone = app.client();
    phone.sign_in("kk", "asem@example.kz").await;
    phone.get(&asem.to(&format!("/attempts/{id}"))).await.leads_to(&asem.to(&format!("/attempts/{id}/2")));
    let other = Learner { client: phone, ..asem };
    assert_eq!(other.start(MODULE).await, id);
    other.finish(id, Answers::Right).await;
}

#[tokio::test]
async fn another_persons_try_is_not_found() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let (asem, id) = running_test(&app).await;
        let berik = Learner::enrol(&app, Lang::Kk, "berik", COURSE).await;
        for rest in [format!("/attempts/{id}"), format!("/attempts/{id}/1"), format!("/attempts/{id}/review")] {
            berik.get(&rest).await.has(404);
        }
        let fields = asem.fields(id, 1, Answers::Right).await;
        berik.post(&format!("/attempts/{id}/1"), &fields).await.has(404);
        berik.post(&format!("/attempts/{id}/finish"), &[]).await.has(404);
        assert!(asem.attempt(id).await.finished_at.is_none() && answers(&app, id).await.is_empty());
        for nonsense in ["0", "-1", "99999999999999999999", "x", "1e3"] {
            asem.get(&format!("/attempts/{nonsense}")).await.has(404);
        }
    })
    .await;
}

/// Lesson pages are made once for all; what is a person's own is not.
#[tokio::test]
async fn two_readers_of_a_lesson_see_their_own_names_and_progress() {
    let app = TestApp::start().await;
    let asem = Learner::enrol(&app, Lang::Kk, "asem", COURSE).await;
    let berik = Learner::enrol(&app, Lang::Kk, "berik", COURSE).await;
    let form = [("name", "Берік Ахметұлы"), ("language", "kk"), ("birth_year", "2001"), ("district", "1")];
    berik.client.post("/kk/learn/profile", &form).await.has(303);
    berik.get("").await.ok();
    asem.read_lesson(&slug(LESSON)).await;
    for _ in 0..2 {
        let page = asem.get("/lessons/match-task").await.ok().text();
        assert!(page.contains("Әсем Нұрғалиқызы") && !page.contains("Берік") && percent(&page) == "25");
        let page = berik.get("/lessons/match-task").await.ok().text();
        assert!(page.contains("Берік Ахметұлы") && !page.contains("Әсем Н") && percent(&page) == "0");
        let answered = asem.get("/lessons/six-motives").await.ok().text();
        assert!(answered.contains("verdict right"));
        assert!(!berik.get("/lessons/six-motives").await.ok().text().contains("verdict right"));
    }
    assert_eq!(app.client().get(&asem.to("/lessons/match-task")).await.status, 303);
}

#[tokio::test]
async fn progress_reaches_exactly_a_hundred_percent_at_the_end() {
    let app = TestApp::start().await;
    let asem = Learner::enrol(&app, Lang::Kk, "asem", COURSE).await;
    asem.choose_certificate("Әсем Нұрғалиқызы", Lang::Kk).await;
    let mut seen = vec![percent(&asem.get("").await.ok().text()).to_owned()];
    for (_, lesson) in asem.published.course.lessons() {
        asem.read_lesson(&lesson.key).await;
        seen.push(percent(&asem.get("").await.ok().text()).to_owned());
    }
    let id = asem.start(MODULE).await;
    asem.finish(id, Answers::Wrong).await;
    seen.push(percent(&asem.get("").await.ok().text()).to_owned());
    let id = asem.start(MODULE).await;
    asem.finish(id, Answers::Right).await;
    seen.push(percent(&asem.get("").await.ok().text()).to_owned());
    assert_eq!(seen, ["0", "25", "50", "75", "75", "100"]);
    let overview = asem.client.get("/kk/learn").await.ok().text();
    assert_eq!(percent(&overview), "100");
}
