//! A test with a time limit whose last answer arrives late.

use std::fs;

use erikti::kernel::Lang;
use erikti::kernel::ids::AttemptId;
use erikti::learning;
use erikti::quiz::mark::mark;
use erikti::quiz::model::Question;

use super::harness::app::TestApp;
use super::harness::database::on_both;
use super::harness::folder::copy;
use super::learner::{Answers, Learner, choose};

/// Of the test of the library's course, made anew with a limit.
const MINUTES: i64 = 20;

async fn kept(app: &TestApp, id: AttemptId) -> usize {
    app.app.read(move |conn| learning::list_answers(conn, id)).await.expect("the database answers").len()
}

/// The points of the right answer.
fn worth(question: &Question) -> i32 {
    let mark = mark(question, &choose(question, Answers::Right)).expect("the answer fits");
    i32::try_from(mark.points.thousandths()).expect("few")
}

#[tokio::test]
async fn an_answer_that_comes_after_the_time_is_not_counted_and_those_before_it_are() {
    on_both(async |database| {
        let folder = tempfile::tempdir().expect("a folder");
        copy(&super::harness::library(), folder.path());
        let file = folder.path().join("leadership/course.toml");
        let text = fs::read_to_string(&file).expect("a course");
        let limited = text.replacen("wait_hours = ", &format!("minutes = {MINUTES}\nwait_hours = "), 1);
        assert_ne!(limited, text);
        fs::write(&file, limited).expect("written");
        let place = folder.path().display().to_string();
        let app = TestApp::start_on(database, &[("ERIKTI_COURSES", &place)]).await;
        for (name, late) in [("asem", 0), ("berik", 1)] {
            let learner = Learner::enrol(&app, Lang::Kk, name, "leadership").await;
            learner.read_module("motives").await;
            learner.choose_certificate("Әсем Нұрғалиқызы", Lang::Kk).await;
            let id = learner.start("motives").await;
            let count = learner.attempt(id).await.questions.len();
            for place in 1..count {
                let fields = learner.fields(id, place, Answers::Right).await;
                learner.post(&format!("/attempts/{id}/{place}"), &fields).await.has(303);
            }
            app.advance(MINUTES * 60 + late);
            let (last, to) = (learner.fields(id, count, Answers::Right).await, format!("/attempts/{id}/{count}"));
            let result = learner.to(&format!("/attempts/{id}"));
            if late == 0 {
                // At the very moment there is still time.
                learner.post(&to, &last).await.leads_to(&format!("{result}/review"));
                app.advance(1);
                // A second later nothing is changed any more, and the test is handed in by itself.
                let wrong = learner.fields(id, 1, Answers::Wrong).await;
                learner.post(&format!("/attempts/{id}/1"), &wrong).await.leads_to(&result);
            } else {
                learner.post(&to, &last).await.leads_to(&result);
            }
            learner.get(&format!("/attempts/{id}")).await.ok().says("Бұл жауап келгенше уақыт бітіп қалды");
            let attempt = learner.attempt(id).await;
            let in_time = attempt.questions.iter().take(count - usize::from(late == 1));
            let reached: i32 = in_time.map(|key| worth(learner.question(key))).sum();
            assert_eq!(kept(&app, id).await, count - usize::from(late == 1), "{name}");
            assert_eq!((attempt.points, attempt.finished_at), (Some(reached), Some(app.app.now())), "{name}");
            assert_eq!(attempt.passed, Some(true), "what was answered in time is enough");
            // Sent once more, as an old phone does: nothing happens.
            learner.post(&to, &last).await.leads_to(&result);
            assert_eq!(learner.attempt(id).await, attempt);
        }
    })
    .await;
}
