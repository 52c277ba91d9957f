//! Reviewers sign lessons; a change drops the signature; learners are told; publishing may wait for signatures.

use erikti::accounts::{self, ReviewGrant};
use erikti::app::retention::erase_due;
use erikti::kernel::{Actor, Lang, ReviewKind, Role};

use super::drafts::{number, stored};
use super::harness::app::TestApp;
use super::harness::client::{Answer, Client, PASSWORD, between};
use super::harness::database::on_both;
use super::learner::{Learner, slug};
use super::people::{audit_of, person_of, staff};

const COURSE: &str = "/kk/review/first-aid";
const LESSON: &str = "/kk/review/first-aid/kk/lessons/numbers";
const PENDING: &str = "Дәрігер әлі тексерген жоқ";
const TOLD: &str = "Медициналық тексеру: А. Сейітқызы, дәрігер, ";

/// Somebody who may sign this of the first aid course.
pub(crate) async fn reviewer(app: &TestApp, name: &str, course: &'static str, kinds: &[ReviewKind]) -> Client {
    let client = staff(app, name, &[]).await;
    let person = person_of(app, &format!("{name}@example.kz")).await;
    for kind in kinds.iter().copied() {
        let grant = ReviewGrant { course: slug(course), kind };
        let write = move |conn: &mut _, ctx: &_| accounts::grant_review(conn, ctx, person, &grant);
        app.app.write(Actor::Shell, write).await.expect("the database answers");
    }
    client
}

async fn doctor(app: &TestApp) -> Client {
    let doctor = reviewer(app, "doctor", "first-aid", &[ReviewKind::Medical, ReviewKind::Language(Lang::Kk)]).await;
    let asked = doctor.get(COURSE).await.ok().text();
    assert_eq!(asked.matches("id=\"name\"").count(), 1, "a label names one field");
    let form = [("name", "А. Сейітқызы, дәрігер"), ("course", "first-aid")];
    doctor.post("/kk/review/name", &form).await.leads_to(COURSE);
    doctor
}

/// The form of one kind on the page of a lesson.
fn form_of<'a>(page: &'a str, kind: &str, action: &str) -> Vec<(&'a str, &'a str)> {
    let forms = page.split("<form method=\"post\"").skip(1);
    let named = format!("name=\"kind\" value=\"{kind}\"");
    let form = forms
        .map(|form| form.split("</form>").next().unwrap_or_default())
        .find(|form| form.contains(&named) && form.contains(&format!("first-aid/{action}\"")))
        .unwrap_or_else(|| panic!("no form to {action} {kind} in\n{page}"));
    let inputs = form.split("<input type=\"hidden\"").skip(1);
    inputs.map(|input| (between(input, "name=\"", "\""), between(input, "value=\"", "\""))).collect()
}

async fn sign(reviewer: &Client, lesson: &str, kind: &str) -> Answer {
    let page = reviewer.get(lesson).await.ok().text();
    reviewer.post("/kk/review/first-aid/sign", &form_of(&page, kind, "sign")).await
}

/// Changes a file of the open draft, and publishes the correction.
async fn correct(app: &TestApp, trainer: &Client, path: &'static str, change: impl Fn(&str) -> String) -> Answer {
    let to = format!("/kk/trainer/drafts/1/file?path={path}");
    let page = trainer.get(&to).await.ok().text();
    let text = change(&stored(app, path).await.expect("there"));
    trainer.post(&to, &[("number", &number(&page)), ("text", &text)]).await.leads_to(&to);
    publish(trainer).await
}

async fn publish(trainer: &Client) -> Answer {
    let page = trainer.get("/kk/trainer/drafts/1/check").await.ok().text();
    let newest = between(&page, "name=\"newest\" value=\"", "\"").to_owned();
    let form = [("number", number(&page)), ("newest", newest), ("wish", "correction".to_owned())];
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    trainer.post("/kk/trainer/drafts/1/publish", &form).await
}

#[tokio::test]
async fn learners_are_told_until_the_lesson_changes() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let (learner, doctor) = (Learner::enrol(&app, Lang::Kk, "asem", "first-aid").await, doctor(&app).await);
        let (seen, other) = ("/kk/learn/first-aid/lessons/numbers", "/kk/learn/first-aid/lessons/scene");
        learner.client.get(seen).await.ok().says(PENDING);
        sign(&doctor, LESSON, "medical").await.leads_to(&format!("{LESSON}?of=published"));
        // Signed twice, it is signed once.
        let again = doctor.get(LESSON).await.ok();
        again.says("Қол қойды: Сіз");
        assert!(!again.text().contains("name=\"lesson\" value=\"numbers:") || again.text().contains("language-kk"));
        let told = learner.client.get(seen).await.ok();
        told.says(TOLD);
        assert!(!told.text().contains(PENDING) && !told.text().contains("Тілдік тексеру"));
        learner.client.get(other).await.ok().says(PENDING);
        // In every language, by the medical reviewer; by the reviewer of a language, in that one.
        sign(&doctor, LESSON, "language-kk").await.leads_to(&format!("{LESSON}?of=published"));
        learner.client.get(seen).await.ok().says("Тілдік тексеру (Қазақша): А. Сейітқызы, дәрігер, ");
        let russian = learner.client.get("/ru/learn/first-aid/lessons/numbers").await.ok().text();
        assert!(russian.contains("Медицинская проверка: ") && !russian.contains("Языковая проверка"));
        // A page with answers to its checks says so too.
        learner.read_lesson(&slug("numbers")).await;
        learner.client.get(seen).await.ok().says(TOLD);

        let trainer = staff(&app, "trainer", &[Role::Trainer]).await;
        trainer.post("/kk/trainer/drafts", &[("course", "first-aid")]).await.leads_to("/kk/trainer/drafts/1");
        let add = |text: &str| format!("{text}\nТағы бір сөйлем.\n");
        correct(&app, &trainer, "lessons/check/scene.kk.md", add).await.leads_to("/kk/trainer/drafts/1");
        learner.client.get(seen).await.ok().says(TOLD);
        correct(&app, &trainer, "lessons/role/numbers.ru.md", add).await.leads_to("/kk/trainer/drafts/1");
        let changed = learner.client.get(seen).await.ok();
        changed.says(PENDING);
        changed.says("Тілдік тексеру (Қазақша)");
        doctor.get(COURSE).await.ok().says("қол қойылған соң өзгерді");
        // What was signed counts again once it is there again.
        let back = |text: &str| text.replace("\nТағы бір сөйлем.\n", "");
        correct(&app, &trainer, "lessons/role/numbers.ru.md", back).await.leads_to("/kk/trainer/drafts/1");
        learner.client.get(seen).await.ok().says(TOLD);
    })
    .await;
}

#[tokio::test]
async fn a_signature_in_the_draft_counts_once_it_is_published() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let (learner, doctor) = (Learner::enrol(&app, Lang::Kk, "asem", "first-aid").await, doctor(&app).await);
        let trainer = staff(&app, "trainer", &[Role::Trainer]).await;
        trainer.post("/kk/trainer/drafts", &[("course", "first-aid")]).await.leads_to("/kk/trainer/drafts/1");
        let read = doctor.get(LESSON).await.ok();
        read.says("еріктілер қазір оқып жүрген мәтін");
        let (before, path) = (read.text(), "lessons/role/numbers.kk.md");
        let to = format!("/kk/trainer/drafts/1/file?path={path}");
        let page = trainer.get(&to).await.ok().text();
        let text = format!("{}\nТағы бір сөйлем.\n", stored(&app, path).await.expect("there"));
        trainer.post(&to, &[("number", &number(&page)), ("text", &text)]).await.leads_to(&to);
        // What was read is not what would be signed now.
        let form = form_of(&before, "medical", "sign");
        let stale: Vec<_> =
            form.iter().map(|(name, value)| (*name, if *name == "of" { "draft" } else { value })).collect();
        let refused = doctor.post("/kk/review/first-aid/sign", &stale).await;
        assert!(refused.header("set-cookie").contains("flash-review-changed"), "{}", refused.header("set-cookie"));
        let draft = doctor.get(LESSON).await.ok();
        draft.says("Тағы бір сөйлем.");
        draft.says("жаттықтырушылар өңдеп жатқан мәтін");
        sign(&doctor, LESSON, "medical").await.leads_to(&format!("{LESSON}?of=draft"));
        let seen = "/kk/learn/first-aid/lessons/numbers";
        learner.client.get(seen).await.ok().says(PENDING);
        publish(&trainer).await.leads_to("/kk/trainer/drafts/1");
        learner.client.get(seen).await.ok().says(TOLD);
        // Taken back.
        let page = doctor.get(LESSON).await.ok().text();
        doctor.post("/kk/review/first-aid/withdraw", &form_of(&page, "medical", "withdraw")).await.has(303);
        learner.client.get(seen).await.ok().says(PENDING);
        let doctor_id = person_of(&app, "doctor@example.kz").await;
        let log = audit_of(&app, doctor_id).await;
        let own: Vec<_> =
            log.iter().filter(|action| action.contains("sign") && !action.contains("signed in")).collect();
        assert_eq!(own, ["lessons signed", "signature withdrawn"]);
    })
    .await;
}

#[tokio::test]
async fn publishing_waits_for_the_signatures_that_a_course_demands() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let doctor = doctor(&app).await;
        let trainer = staff(&app, "trainer", &[Role::Trainer]).await;
        trainer.post("/kk/trainer/drafts", &[("course", "first-aid")]).await.leads_to("/kk/trainer/drafts/1");
        let settings = "/kk/trainer/drafts/1/settings";
        let demand = |text: &str| text.replace("[review]\n", "[review]\nbefore_publishing = [\"medical\"]\n");
        correct(&app, &trainer, "course.toml", demand).await.has(422).says("Қол қойылмаған: Медициналық тексеру");
        trainer.get(settings).await.ok().says("name=\"before_publishing\" value=\"medical\" checked");
        let check = trainer.get("/kk/trainer/drafts/1/check").await.ok();
        check.says("/kk/trainer/drafts/1/lessons/numbers\"");
        check.says("Айгүл Сейітқызы");
        // All lessons of a module at once, after the box is ticked.
        for module in ["role", "check"] {
            let page = doctor.get(COURSE).await.ok().text();
            let section = between(&page, &format!("id=\"module-{module}\""), "</section>").to_owned();
            let form = form_of(&section, "medical", "sign");
            assert!(form.iter().filter(|(name, _)| *name == "lesson").count() > 1);
            let refused = doctor.post("/kk/review/first-aid/sign", &form).await;
            assert!(refused.header("set-cookie").contains("flash-review-unread"));
            let read: Vec<_> = form.into_iter().chain([("read", "yes")]).collect();
            let signed = doctor.post("/kk/review/first-aid/sign", &read).await;
            assert!(signed.header("set-cookie").contains("flash-review-signed"));
        }
        publish(&trainer).await.leads_to("/kk/trainer/drafts/1");
        let course = app.library.shelf().course("first-aid").cloned().expect("there");
        assert_eq!(course.revision, 2);
        // By the form the demand goes again.
        let page = trainer.get(settings).await.ok().text();
        let mut form: Vec<(String, String)> = Vec::new();
        for part in page.split("<input ").skip(1).filter(|part| part.contains("name=\"")) {
            let value = between(part, "value=\"", "\"").replace("&quot;", "\"").replace("&amp;", "&");
            form.push((between(part, "name=\"", "\"").to_owned(), value));
        }
        form.retain(|(name, _)| !["before_publishing", "switch"].contains(&name.as_str()));
        for part in page.split("<textarea ").skip(1) {
            let text =
                part.split_once('>').map_or("", |(_, text)| text).split("</textarea>").next().unwrap_or_default();
            form.push((between(part, "name=\"", "\"").to_owned(), text.trim_start_matches('\n').to_owned()));
        }
        let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        trainer.post(settings, &form).await.leads_to("/kk/trainer/drafts/1");
        let file = stored(&app, "course.toml").await.expect("there");
        assert!(!file.contains("before_publishing") && file.contains("medical = \"pending\""), "{file}");
    })
    .await;
}

#[tokio::test]
async fn nobody_signs_what_they_were_not_given() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let centre = staff(&app, "centre", &[Role::Centre]).await;
        let lawyer = staff(&app, "lawyer", &[]).await;
        lawyer.get("/kk/review").await.has(403);
        let id = person_of(&app, "lawyer@example.kz").await;
        let page = format!("/kk/centre/people/{id}/reviews");
        let legal = [("course", "first-aid"), ("kind", "legal")];
        centre.post(&page, &legal).await.leads_to(&page);
        centre.post(&page, &legal).await.leads_to(&page);
        centre.post(&page, &[("course", "none"), ("kind", "legal")]).await.has(422);
        centre.get(&page).await.ok().says("Заңгерлік тексеру");
        centre.get(&format!("/kk/centre/audit?person={id}")).await.ok().says("тексеру тапсырылды");
        lawyer.get("/kk/learn").await.ok().says("href=\"/kk/review\"");
        lawyer.get("/kk/review").await.ok().says("Қол қойылмағаны: 5");
        lawyer.get("/kk/review/leadership").await.has(404);
        let lesson = lawyer.get(LESSON).await.ok();
        lesson.says("Қол қоймас бұрын");
        let text = lawyer.get(COURSE).await.ok().text();
        assert!(!text.contains("first-aid/sign\""), "nothing is signed before a name is agreed to");
        lawyer.post("/kk/review/name", &[("name", &"а".repeat(121))]).await.has(422);
        lawyer.post("/kk/review/name", &[("name", "")]).await.leads_to("/kk/review");
        let page_of_lesson = lawyer.get(LESSON).await.ok().text();
        let form = form_of(&page_of_lesson, "legal", "sign");
        let medical: Vec<_> =
            form.iter().map(|(name, value)| (*name, if *name == "kind" { "medical" } else { value })).collect();
        lawyer.post("/kk/review/first-aid/sign", &medical).await.has(403);
        lawyer.post("/kk/review/first-aid/sign", &form).await.has(303);
        // By no name.
        let learner = Learner::enrol(&app, Lang::Ru, "asem", "first-aid").await;
        let seen = "/ru/learn/first-aid/lessons/numbers";
        learner.client.get(seen).await.ok().says("Юридическая проверка: ");
        // Another's signature cannot be withdrawn.
        let doctor = doctor(&app).await;
        let page_of_lesson = lawyer.get(LESSON).await.ok().text();
        let own = form_of(&page_of_lesson, "legal", "withdraw");
        doctor.post("/kk/review/first-aid/withdraw", &own).await.has(303);
        learner.client.get(seen).await.ok().says("Юридическая проверка: ");
        // Taken away, it holds from the next request on, and what was signed stays.
        centre.post(&format!("{page}/withdraw"), &legal).await.leads_to(&page);
        lawyer.get("/kk/review").await.has(403);
        lawyer.post("/kk/review/first-aid/withdraw", &own).await.has(403);
        learner.client.get(seen).await.ok().says("Юридическая проверка: ");
    })
    .await;
}

#[tokio::test]
async fn an_erased_reviewer_is_named_no_more() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let (learner, doctor) = (Learner::enrol(&app, Lang::Kk, "asem", "first-aid").await, doctor(&app).await);
        sign(&doctor, LESSON, "medical").await.has(303);
        let seen = "/kk/learn/first-aid/lessons/numbers";
        learner.client.get(seen).await.ok().says(TOLD);
        let export = doctor.post("/kk/learn/profile/export", &[]).await.ok();
        assert!(export.body.windows(12).any(|part| part == b"reviews.json"));
        let form = [("present_password", PASSWORD), ("word", "Erase")];
        doctor.post("/en/learn/profile/erase", &form).await.has(303);
        app.advance(8 * 24 * 3600);
        erase_due(&app.app).await.expect("erased");
        let app = app.restart().await;
        let learner = {
            let client = app.client();
            client.sign_in("kk", "asem@example.kz").await;
            client
        };
        let told = learner.get(seen).await.ok();
        told.says("Медициналық тексеру: ");
        assert!(!told.text().contains("Сейітқызы, дәрігер"));
    })
    .await;
}
