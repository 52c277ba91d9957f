//! A trainer looks at a course as a volunteer sees it: in each language, with nothing kept.

use diesel::prelude::*;
use erikti::db::schema::{answers, attempts, check_answers, enrolments, lesson_progress};
use erikti::i18n::t;
use erikti::kernel::{Lang, Role};
use erikti::learning::QuizKey;
use erikti::quiz::kinds;

use super::harness::app::TestApp;
use super::harness::client::{Client, between};
use super::harness::database::{TestDatabase, on_both};
use super::learner::{Answers, choose, slug};
use super::pages::{assert_switch, assert_whole};
use super::people::staff;

const CHECK: &str = "six-motives-check-1";

fn base(page: Lang, seen: Lang) -> String {
    format!("/{page}/trainer/courses/leadership/preview/{seen}")
}

/// How much is kept of anybody's learning.
async fn kept(app: &TestApp) -> [i64; 5] {
    let count = app.app.read(|conn| {
        Ok([
            enrolments::table.count().get_result(conn)?,
            lesson_progress::table.count().get_result(conn)?,
            attempts::table.count().get_result(conn)?,
            answers::table.count().get_result(conn)?,
            check_answers::table.count().get_result(conn)?,
        ])
    });
    count.await.expect("the database answers")
}

async fn post(client: &Client, path: &str, fields: &[(String, String)]) -> super::harness::client::Answer {
    let form: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    client.post(path, &form).await
}

#[tokio::test]
async fn everything_is_seen_in_every_language_and_nothing_is_kept() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = staff(&app, "trainer", &[Role::Trainer]).await;
        let course = app.library.shelf().course("leadership").cloned().expect("a course that comes with the program");
        let lessons = course.course.lessons().map(|(_, lesson)| format!("/lessons/{}", lesson.key));
        let tests = QuizKey::all(&course.course).into_iter().map(|quiz| format!("/tests/{}", quiz.code()));
        let questions = course.course.questions().map(|(_, question)| format!("/questions/{}", question.key));
        let all: Vec<String> = std::iter::once(String::new()).chain(lessons).chain(tests).chain(questions).collect();
        for (page, seen) in Lang::ALL.into_iter().zip([Lang::Ru, Lang::En, Lang::Kk]) {
            for rest in &all {
                let target = format!("{}{rest}", base(page, seen));
                let answer = trainer.get(&target).await.ok();
                assert_whole(&target, page, &answer);
                assert_switch(&target, page, &answer);
                let frame = if rest.is_empty() { "<div lang" } else { "<div class=\"preview\" lang" };
                answer.says(&format!("{frame}=\"{seen}\">"));
            }
        }
        let lesson = trainer.get(&format!("{}/lessons/six-motives", base(Lang::Kk, Lang::Ru))).await.ok();
        lesson.says(course.lesson_title(&slug("six-motives"), Lang::Ru));
        lesson.says(t(Lang::Kk, "preview-note-ru"));
        lesson.says(t(Lang::Ru, "lesson-check-answer"));
        assert!(!lesson.text().contains("href=\"/ru/learn/leadership"), "a link leads out of the preview");
        for wrong in ["/lessons/none", "/tests/none", "/questions/none", "/tests/motives/7/99", "/tests/motives/x/1"] {
            trainer.get(&format!("{}{wrong}", base(Lang::Kk, Lang::Ru))).await.has(404);
        }
        trainer.get("/kk/trainer/courses/leadership/preview/de").await.has(404);
        assert_eq!(kept(&app).await, [0; 5]);
    })
    .await;
}

#[tokio::test]
async fn a_check_is_explained_once_it_is_answered_and_its_answer_is_shown_only_when_asked_for() {
    let app = TestApp::start_on(TestDatabase::sqlite(), &[]).await;
    let trainer = staff(&app, "trainer", &[Role::Trainer]).await;
    let course = app.library.shelf().course("leadership").cloned().expect("a course that comes with the program");
    let (_, question) = course.course.question(&slug(CHECK)).expect("a check");
    let (base, explanation) = (base(Lang::En, Lang::En), "It is best to ask people about their motive.");
    for rest in ["/lessons/six-motives", &format!("/questions/{CHECK}")] {
        let asked = trainer.get(&format!("{base}{rest}")).await.ok();
        assert!(!asked.text().contains(explanation), "{rest}: the answer is told before it is asked for");
        asked.says(&format!("href=\"{base}{rest}?answers=1\""));
        let shown = trainer.get(&format!("{base}{rest}?answers=1")).await.ok();
        shown.says(explanation);
        shown.says(&format!("href=\"{base}{rest}\""));
    }
    let wrong = kinds::fields(question, 1, &choose(question, Answers::Wrong));
    for to in [format!("/lessons/six-motives/checks/{CHECK}"), format!("/questions/{CHECK}")] {
        let answered = post(&trainer, &format!("{base}{to}"), &wrong).await.ok();
        answered.says(t(Lang::En, "answer-not-yet"));
        answered.says(explanation);
        post(&trainer, &format!("{base}{to}"), &[]).await.has(422).says(t(Lang::En, "answer-empty"));
    }
    post(&trainer, &format!("{base}/lessons/six-motives/done"), &[])
        .await
        .leads_to(&format!("{base}/lessons/{}", course.course.modules[0].lessons[1].key));
    assert_eq!(kept(&app).await, [0; 5]);
}

#[tokio::test]
async fn a_sample_test_is_gone_through_like_a_real_one() {
    let app = TestApp::start_on(TestDatabase::sqlite(), &[]).await;
    let trainer = staff(&app, "trainer", &[Role::Trainer]).await;
    let course = app.library.shelf().course("leadership").cloned().expect("a course that comes with the program");
    let base = base(Lang::Ru, Lang::Kk);
    let intro = trainer.get(&format!("{base}/tests/motives")).await.ok();
    intro.says(t(Lang::Kk, "test-start"));
    intro.says(&format!("action=\"{base}/tests/motives\""));
    let begun = post(&trainer, &format!("{base}/tests/motives"), &[]).await.has(303);
    let first = begun.header("location").to_owned();
    let sample = first.strip_suffix("/1").expect("the first question").to_owned();
    let count = course.course.modules[0].test.draw as usize;
    for place in 1..=count {
        let page = trainer.get(&format!("{sample}/{place}")).await.ok();
        assert_eq!(page.text(), trainer.get(&format!("{sample}/{place}")).await.ok().text(), "it is the same test");
        let text = page.text();
        let fields = course.course.questions().find_map(|(_, question)| {
            let fields =
                kinds::fields(question, sample.rsplit('/').next()?.parse().ok()?, &choose(question, Answers::Wrong));
            let legend = between(&text, "<legend>", "</legend>");
            (legend == course.inline(question.text.get(Lang::Kk)).as_ref()).then_some(fields)
        });
        let next = if place < count { format!("{sample}/{}", place + 1) } else { format!("{sample}/review") };
        post(&trainer, &format!("{sample}/{place}"), &fields.expect("a question of the course")).await.leads_to(&next);
        post(&trainer, &format!("{sample}/{place}"), &[("answer".to_owned(), String::new())]).await.has(422);
    }
    trainer.get(&format!("{sample}/review")).await.ok().says(t(Lang::Kk, "test-finish"));
    post(&trainer, &format!("{sample}/finish"), &[]).await.leads_to(&sample);
    let answers = trainer.get(&sample).await.ok();
    assert_eq!(answers.text().matches("class=\"explained\"").count(), count);
    assert_eq!(kept(&app).await, [0; 5]);
}
