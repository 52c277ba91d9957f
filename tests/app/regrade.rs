//! A key was wrong: tests are marked again by the corrected one, once, and nobody loses anything.

use diesel::prelude::*;
use erikti::db::schema::{attempt_regrades, attempts, audit, certificate_events, certificates};
use erikti::kernel::ids::{AttemptId, EnrolmentId};
use erikti::kernel::{Lang, Role};

use super::drafts::{DRAFT, drafting, number, stored};
use super::harness::app::TestApp;
use super::harness::client::{Client, between};
use super::harness::database::on_both;
use super::learner::{Answers, Learner};
use super::people::{confirm, staff};
use super::text;

const COURSE: &str = "leadership";
const REGRADE: &str = "/kk/trainer/courses/leadership/regrade";
/// The key that is turned by a correction: every question of the bank that has one right option.
const QUESTIONS: &str = "questions/motives.toml";

/// Publishes a draft as a correction.
async fn correct(trainer: &Client, app: &TestApp, change: impl Fn(&str) -> String) {
    let to = format!("{DRAFT}/file?path={QUESTIONS}");
    let seen = number(&trainer.get(&to).await.ok().text());
    let changed = change(&stored(app, QUESTIONS).await.expect("there"));
    trainer.post(&to, &[("number", &seen), ("text", &changed)]).await.leads_to(&to);
    let page = trainer.get(&format!("{DRAFT}/check")).await.ok().text();
    let (seen, newest) = (number(&page), between(&page, "name=\"newest\" value=\"", "\"").to_owned());
    let form = [("number", seen.as_str()), ("newest", newest.as_str()), ("wish", "correction")];
    trainer.post(&format!("{DRAFT}/publish"), &form).await.leads_to(DRAFT);
}

/// Turns the answer of every true-false question, and leaves what stands there otherwise.
fn turned(text: &str) -> String {
    text.replace("answer = true\n", "answer = turned\n")
        .replace("answer = false\n", "answer = true\n")
        .replace("answer = turned\n", "answer = false\n")
}

/// The points and the verdict of a try.
async fn result(app: &TestApp, id: AttemptId) -> (i32, bool) {
    let row = app.app.read(move |conn| {
        let row = attempts::table.find(id).select((attempts::points, attempts::passed));
        Ok(row.get_result::<(Option<i32>, Option<bool>)>(conn)?)
    });
    let (points, passed) = row.await.expect("the database answers");
    (points.expect("points"), passed.expect("a verdict"))
}

async fn counts(app: &TestApp) -> (i64, i64) {
    let read = app.app.read(|conn| {
        Ok((attempt_regrades::table.count().get_result(conn)?, certificates::table.count().get_result(conn)?))
    });
    read.await.expect("the database answers")
}

async fn completed(app: &TestApp, id: EnrolmentId) -> bool {
    let found = app.app.read(move |conn| erikti::learning::get_enrolment(conn, id)).await;
    found.expect("the database answers").completed_at.is_some()
}

/// Waits until the page says that it is done.
async fn is_done(trainer: &Client) {
    for _ in 0..400 {
        if trainer.get(REGRADE).await.ok().text().contains("Қайта тексерілді: ") {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(25)).await;
    }
    panic!("not marked again within ten seconds");
}

/// Somebody who has read everything and hands in the test.
async fn handed_in<'a>(app: &'a TestApp, name: &str, answers: Answers) -> (Learner<'a>, AttemptId) {
    let learner = Learner::enrol(app, Lang::Kk, name, COURSE).await;
    confirm(app, &learner.client, &format!("{name}@example.kz")).await;
    learner.choose_certificate("Әсем Нұрғалиқызы", Lang::Kk).await;
    learner.read_module("motives").await;
    let id = learner.start("motives").await;
    learner.finish(id, answers).await;
    (learner, id)
}

/// A module test of true-false questions alone: seven of the bank, so that turning them turns the result.
fn only_claims(text: &str) -> String {
    let claim = |place: i32| {
        format!(
            "key = \"claim-{place}\"\nkind = \"true-false\"\nanswer = true\nlesson = \"six-motives\"\n\
             text.kk = \"Тұжырым {place}\"\ntext.ru = \"Утверждение {place}\"\ntext.en = \"Claim {place}\"\n\
             explanation.kk = \"Түсіндірме.\"\nexplanation.ru = \"Пояснение.\"\nexplanation.en = \"Why.\"\n\n"
        )
    };
    let checks = text.split("[[question]]\n").skip(1).filter(|part| part.contains("-check-")).map(str::to_owned);
    checks.chain((1..=8).map(claim)).fold(String::new(), |all, part| all + "[[question]]\n" + &part)
}

/// Turns the keys of the claims.
fn turned_claims(text: &str) -> String {
    text.split("[[question]]\n").skip(1).fold(String::new(), |all, part| {
        let part = if part.starts_with("key = \"claim-") { turned(part) } else { part.to_owned() };
        all + "[[question]]\n" + &part
    })
}

#[expect(clippy::too_many_lines, reason = "one story, told in its order")]
#[tokio::test]
async fn a_corrected_key_is_tried_dry_then_applied_once_and_takes_nothing_away() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = drafting(&app).await;
        correct(&trainer, &app, only_claims).await;
        // By the wrong key one fails and one passes.
        let (failed, lost) = handed_in(&app, "asem", Answers::Wrong).await;
        let (passed, kept) = handed_in(&app, "dana", Answers::Right).await;
        assert_eq!((result(&app, lost).await, result(&app, kept).await), ((0, false), (4000, true)));
        text(&app.mail_to("dana@example.kz").await);
        trainer.get(REGRADE).await.ok().says("тапсырылған тесттердің нәтижесі бұрынғыдай");
        correct(&trainer, &app, turned_claims).await;

        let dry = trainer.get(REGRADE).await.ok();
        dry.says("<dt>Нәтижесі жақсаратын талпыныстар</dt><dd>1</dd>");
        dry.says("<dt>Енді өткендер</dt><dd>1</dd>");
        dry.says("<dt>Жақсармас еді, сондықтан бұрынғыша қалатындар</dt><dd>1</dd>");
        dry.says("<dt>Олардың ішінде: өтпес еді, бірақ нәтижесі сақталады</dt><dd>1</dd>");
        assert_eq!(counts(&app).await, (0, 1), "a dry run writes nothing");
        let (one, two) = tokio::join!(trainer.post(REGRADE, &[]), trainer.post(REGRADE, &[]));
        assert_eq!((one.status, two.status), (303, 303));
        is_done(&trainer).await;
        // Whoever fails no more passes, completes the course and gets the certificate.
        assert_eq!(result(&app, lost).await, (4000, true));
        assert!(completed(&app, failed.enrolment).await);
        // Whoever passed keeps everything.
        assert_eq!(result(&app, kept).await, (4000, true));
        assert!(completed(&app, passed.enrolment).await);
        let mails = [text(&app.mail_to("asem@example.kz").await), text(&app.mail_to("asem@example.kz").await)];
        assert!(mails.iter().any(|mail| mail.contains("Дұрыс жауап бойынша Сіз тесттен өттіңіз")), "{mails:?}");
        assert!(text(&app.mail_to("dana@example.kz").await).contains("Нәтижеңіз өзгерген жоқ"));
        assert_eq!(counts(&app).await, (2, 2));
        // The register is told of the certificate that rests on the wrong key, and of no other.
        let centre = staff(&app, "officer", &[Role::Centre]).await;
        for _ in 0..400 {
            if centre.get("/kk/centre").await.ok().text().contains("Кілті қате болған тест") {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(25)).await;
        }
        centre.get("/kk/centre").await.ok().says("Кілті қате болған тест бойынша берілген сертификаттар: 1.");
        let told: Vec<String> = app
            .app
            .read(|conn| {
                let rows = certificate_events::table.filter(certificate_events::kind.eq("questioned"));
                Ok(rows.inner_join(certificates::table).select(certificates::holder).load(conn)?)
            })
            .await
            .expect("the database answers");
        assert_eq!(told.len(), 1);
        failed.get(&format!("/attempts/{lost}")).await.ok().says("тестіңіз қайта тексерілді");

        passed.get(&format!("/attempts/{kept}")).await.ok().says("нәтижеңіз бұрынғыша қалады");

        // Once more: nothing is left to do, and nothing is done twice.
        trainer.get(REGRADE).await.ok().says("тапсырылған тесттердің нәтижесі бұрынғыдай");
        trainer.post(REGRADE, &[]).await.leads_to(REGRADE);
        is_done(&trainer).await;
        assert_eq!(counts(&app).await, (2, 2));
        // A further correction, of words alone, marks nothing again and leaves the results as they are told.
        correct(&trainer, &app, |text| text.replace("Түсіндірме.", "Толық түсіндірме.")).await;
        let nothing = trainer.get(REGRADE).await.ok();
        nothing.says("тапсырылған тесттердің нәтижесі бұрынғыдай");
        nothing.says("тек мәтіні түзетілсе, балл өзгермейді");
        trainer.post(REGRADE, &[]).await.leads_to(REGRADE);
        is_done(&trainer).await;
        assert_eq!(counts(&app).await, (2, 2));
        // The key is turned back: who has passed stays so, and is told once.
        correct(&trainer, &app, turned_claims).await;
        let back = trainer.get(REGRADE).await.ok();
        back.says("<dt>Нәтижесі жақсаратын талпыныстар</dt><dd>0</dd>");
        back.says("<dt>Жақсармас еді, сондықтан бұрынғыша қалатындар</dt><dd>2</dd>");
        trainer.post(REGRADE, &[]).await.leads_to(REGRADE);
        is_done(&trainer).await;
        assert_eq!(counts(&app).await, (4, 2));
        assert_eq!((result(&app, lost).await, result(&app, kept).await), ((4000, true), (4000, true)));
        assert!(text(&app.mail_to("asem@example.kz").await).contains("Нәтижеңіз өзгерген жоқ"));
        failed.get(&format!("/attempts/{lost}")).await.ok().says("тестіңіз қайта тексерілді");
        // The register: the audit log says whose result rests on the wrong key.
        let person = passed.person;
        let noted = app.app.read(move |conn| {
            let kept = audit::table.filter(audit::action.eq("result kept after a wrong key"));
            Ok(kept.select(audit::subject_id).load::<Option<i64>>(conn)?)
        });
        assert_eq!(noted.await.expect("the database answers"), [Some(person.0), Some(failed.person.0)]);
        let centre = staff(&app, "centre", &[Role::Centre]).await;
        centre.get("/kk/centre/audit").await.ok().says("Тесттер қайта тексерілді");
    })
    .await;
}

#[tokio::test]
async fn a_test_that_runs_meanwhile_is_marked_again_when_it_was_handed_in() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = drafting(&app).await;
        correct(&trainer, &app, only_claims).await;
        let asem = Learner::enrol(&app, Lang::Kk, "asem", COURSE).await;
        asem.choose_certificate("Әсем Нұрғалиқызы", Lang::Kk).await;
        asem.read_module("motives").await;
        let id = asem.start("motives").await;
        correct(&trainer, &app, turned_claims).await;
        trainer.post(REGRADE, &[]).await.leads_to(REGRADE);
        is_done(&trainer).await;
        asem.finish(id, Answers::Wrong).await;
        assert_eq!(result(&app, id).await, (0, false));
        trainer.get(REGRADE).await.ok().says("<dd>1</dd>");
        app.advance(60);
        trainer.post(REGRADE, &[]).await.leads_to(REGRADE);
        for _ in 0..400 {
            if result(&app, id).await.1 {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(25)).await;
        }
        assert_eq!(result(&app, id).await, (4000, true));
    })
    .await;
}
