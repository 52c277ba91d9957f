//! A course leaves the catalogue and comes back, grows after somebody completed it, and tells its trainers what needs
//! them.

use erikti::kernel::{Lang, Role};

use super::drafts::{DRAFT, drafting, number, stored};
use super::erasure::certificate_of;
use super::harness::app::TestApp;
use super::harness::client::{Client, between};
use super::harness::database::on_both;
use super::learner::{Answers, Learner};
use super::people::staff;

const COURSE: &str = "leadership";
const CHECK: &str = "/kk/trainer/drafts/1/check";

async fn press(trainer: &Client, offer: &str) {
    trainer.post(&format!("{DRAFT}/catalogue"), &[("offer", offer)]).await.leads_to(CHECK);
}

#[tokio::test]
async fn a_withdrawn_course_takes_nobody_new_and_loses_nobody() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = drafting(&app).await;
        let done = Learner::enrol(&app, Lang::Kk, "dana", COURSE).await;
        done.complete("Дана Асанова").await;
        let asem = Learner::enrol(&app, Lang::Kk, "asem", COURSE).await;
        asem.choose_certificate("Әсем Нұрғалиқызы", Lang::Kk).await;
        asem.read_module("motives").await;
        trainer.get(CHECK).await.ok().says("Каталогтан алу");
        press(&trainer, "no").await;
        press(&trainer, "no").await;
        trainer.get(CHECK).await.ok().says("Каталогқа қайтару");
        let stranger = app.client();
        let link = "href=\"/kk/courses/leadership\"";
        assert!(!stranger.get("/kk/courses").await.ok().text().contains(link));
        assert!(!stranger.get("/kk").await.ok().text().contains(link));
        stranger.get("/kk/courses/leadership").await.ok().says("жаңа білім алушылар қабылданбайды");
        stranger.sign_up("kk", "Болат Серіков", "bolat@example.kz").await;
        assert!(!stranger.get("/kk/learn").await.ok().text().contains(link));
        stranger.post("/kk/courses/leadership", &[]).await.leads_to("/kk/courses/leadership");
        stranger.get("/kk/learn/leadership").await.leads_to("/kk/courses/leadership");
        // Those inside go on, and whoever presses the old button once more is still inside.
        asem.client.post("/kk/courses/leadership", &[]).await.leads_to("/kk/learn/leadership");
        let attempt = asem.start("motives").await;
        asem.finish(attempt, Answers::Right).await;
        assert_eq!(asem.progress().await.percent(&asem.published.course), 100);
        certificate_of(&app, done.person).await;
        done.client.get("/kk/learn/certificates").await.ok().says("class=\"number\"");
        press(&trainer, "yes").await;
        stranger.post("/kk/courses/leadership", &[]).await.leads_to("/kk/learn/leadership");
        assert!(app.client().get("/kk/courses").await.ok().text().contains(link));
    })
    .await;
}

/// A lesson more, published as a new edition.
async fn grow(trainer: &Client) {
    let new = format!("{DRAFT}/modules/motives/lessons/new");
    let seen = number(&trainer.get(&new).await.ok().text());
    let typed = [
        ("number", seen.as_str()),
        ("title_kk", "Жаңа сабақ"),
        ("title_ru", "Новый урок"),
        ("title_en", "A new lesson"),
        ("minutes", "5"),
    ];
    trainer.post(&new, &typed).await.has(303);
    let page = trainer.get(CHECK).await.ok();
    page.says("Жаңа сабақ пен модуль тек жаңа басылыммен қосылады");
    let page = page.text();
    let (seen, newest) = (number(&page), between(&page, "name=\"newest\" value=\"", "\"").to_owned());
    let form = [("number", seen.as_str()), ("newest", newest.as_str()), ("wish", "edition")];
    trainer.post(&format!("{DRAFT}/publish"), &form).await.leads_to(DRAFT);
}

#[tokio::test]
async fn a_lesson_added_after_completion_takes_nothing_from_whoever_completed() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = drafting(&app).await;
        let done = Learner::enrol(&app, Lang::Kk, "dana", COURSE).await;
        done.complete("Дана Асанова").await;
        let asem = Learner::enrol(&app, Lang::Kk, "asem", COURSE).await;
        asem.read_module("motives").await;
        grow(&trainer).await;
        let newest = app.library.shelf().course(COURSE).cloned().expect("there");
        assert_eq!(newest.edition, 2);
        // Done stays done, with the certificate and without anything to do.
        done.get("").await.ok();
        assert_eq!(done.progress().await.percent(&done.published.course), 100);
        certificate_of(&app, done.person).await;
        done.client.get("/kk/learn/certificates").await.ok().says("class=\"number\"");
        done.get("/lessons/a-new-lesson").await.has(404);
        // Whoever is learning stays, and after moving over has the new lesson to do.
        asem.get("/lessons/a-new-lesson").await.has(404);
        asem.post("/edition", &[("edition".to_owned(), "2".to_owned())]).await.has(303);
        asem.get("/lessons/a-new-lesson").await.ok();
        let progress = asem.progress().await;
        assert!(
            !progress.may_take(&newest.course, &erikti::learning::QuizKey::Module(super::learner::slug("motives")))
        );
    })
    .await;
}

#[tokio::test]
async fn a_trainer_sees_what_needs_them() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = staff(&app, "trainer", &[Role::Trainer]).await;
        let home = "/en/trainer";
        // Both courses of the library wait for a review, and nothing else does.
        let page = trainer.get(home).await.ok();
        page.says("lessons lack review signatures");
        assert!(!page.text().contains("translation"), "nothing is stale");
        trainer.post("/kk/trainer/drafts", &[("course", COURSE)]).await.leads_to(DRAFT);
        let source = format!("{DRAFT}/lessons/six-motives/kk");
        let seen = number(&trainer.get(&source).await.ok().text());
        let text = stored(&app, "lessons/motives/six-motives.kk.md").await.expect("there");
        let title = text.lines().next().expect("a title").to_owned();
        let text = text.replacen(&title, &format!("{title} (жаңа)"), 1);
        trainer.post(&source, &[("number", &seen), ("text", &text)]).await.leads_to(&source);
        let asem = Learner::enrol(&app, Lang::Kk, "asem", COURSE).await;
        asem.post("/ask", &[("message".to_owned(), "Неге солай?".to_owned())]).await.has(303);
        let page = trainer.get(home).await.ok();
        page.says("2 translations are stale");
        page.says("href=\"/en/trainer/drafts/1\"");
        page.says("Changes that are not published");
        page.says("href=\"/en/trainer/drafts/1/check\"");
        page.says("1 learner waits for an answer");
        page.says("href=\"/en/trainer/requests?course=leadership\"");
        trainer.get("/ru/trainer").await.ok().says("Устарели 2 перевода");
        trainer.get("/kk/trainer").await.ok().says("Ескірген аударма: 2");
    })
    .await;
}
