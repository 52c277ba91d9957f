//! Languages that a course need not have whole, what is to be completed first, and versions that are taken along.

use erikti::content::files;
use erikti::content::files::archive::unpack;
use erikti::content::withdraw::{Offer, offer};
use erikti::kernel::{Actor, Lang, ReviewKind, Role};
use erikti::reviews;

use super::drafts::{DRAFT, drafting, number, stored};
use super::harness::app::TestApp;
use super::harness::client::{Answer, Client, between};
use super::harness::database::on_both;
use super::learner::{Answers, Learner};
use super::people::staff;
use super::reviews::reviewer;

const QUESTIONS: &str = "questions/motives.toml";
const LESSON: &str = "lessons/motives/six-motives.en.md";
const KAZAKH: &str = "There is no English version yet: the text is in Kazakh.";

/// Writes a file of the draft as text.
async fn write(trainer: &Client, path: &str, text: &str) {
    let to = format!("{DRAFT}/file?path={path}");
    let page = trainer.get(&to).await.ok().text();
    trainer.post(&to, &[("number", &number(&page)), ("text", text)]).await.leads_to(&to);
}

async fn publish(trainer: &Client) -> Answer {
    let page = trainer.get(&format!("{DRAFT}/check")).await.ok().text();
    let newest = between(&page, "name=\"newest\" value=\"", "\"").to_owned();
    let number = number(&page);
    let form = [("number", number.as_str()), ("newest", newest.as_str()), ("seen", "yes"), ("wish", "correction")];
    trainer.post(&format!("{DRAFT}/publish"), &form).await
}

/// The file without its lines in English.
fn without_english(text: &str) -> String {
    let is_other = |line: &&str| !line.starts_with("text.en = ") && !line.starts_with("explanation.en = ");
    let lines: Vec<&str> = text.lines().filter(is_other).collect();
    lines.join("\n") + "\n"
}

#[tokio::test]
async fn a_text_that_is_missing_in_an_optional_language_is_shown_in_another_and_the_page_says_so() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = drafting(&app).await;
        let before = unpack(&trainer.get(&format!("{DRAFT}/course.zip")).await.ok().body).expect("an archive");
        let questions = stored(&app, QUESTIONS).await.expect("there");
        write(&trainer, QUESTIONS, &without_english(&questions)).await;
        write(&trainer, LESSON, "").await;
        // As long as the language is required, nothing is published.
        let check = trainer.get(&format!("{DRAFT}/check")).await.ok();
        check.says("мәтін жоқ. Тілі: English.");
        publish(&trainer).await.has(422);
        let course = stored(&app, "course.toml").await.expect("there");
        let optional = course.replace("[\"kk\", \"ru\", \"en\"]\nhours", "[\"kk\", \"ru\"]\nhours");
        assert_ne!(optional, course, "{course}");
        write(&trainer, "course.toml", &optional).await;
        let settings = trainer.get(&format!("{DRAFT}/settings")).await.ok();
        settings.says("name=\"required\" value=\"ru\" checked");
        settings.says("name=\"required\" value=\"en\">");
        trainer.get(DRAFT).await.ok().says("жоқ (міндетті емес)");
        let check = trainer.get(&format!("{DRAFT}/check")).await.ok();
        check.says("Қате табылған жоқ");
        check.says("Мәтін жетпейді. Тілі: English, саны: ");
        check.says("сабағының мәтіні әлі жоқ. Тілі: English.");
        publish(&trainer).await.leads_to(DRAFT);

        let asem = Learner::enrol(&app, Lang::En, "asem", "leadership").await;
        let lesson = asem.get("/lessons/six-motives").await.ok();
        lesson.says(KAZAKH);
        lesson.says("<article class=\"lesson\" lang=\"kk\">");
        lesson.says("<legend><span lang=\"kk\">");
        let other = asem.get("/lessons/first-30-minutes").await.ok().text();
        assert!(other.contains("<article class=\"lesson\" lang=\"en\">"), "what is there in English is in English");
        asem.read_module("motives").await;
        asem.choose_certificate("Әсем Нұрғалиқызы", Lang::En).await;
        let attempt = asem.start("motives").await;
        let question = asem.get(&format!("/attempts/{attempt}/1")).await.ok();
        question.says(KAZAKH);
        question.says("<legend><span lang=\"kk\">");
        asem.finish(attempt, Answers::Right).await;
        let result = asem.get(&format!("/attempts/{attempt}")).await.ok();
        result.says(KAZAKH);
        result.says("<p class=\"asked\"><span lang=\"kk\">");
        // Whoever reads Kazakh is told nothing and has nothing marked.
        let kazakh = asem.client.get("/kk/learn/leadership/lessons/six-motives").await.ok().text();
        assert!(!kazakh.contains("class=\"note language\"") && !kazakh.contains("<span lang=\"kk\">"));

        // It goes out as it is, comes in again, and the version before is still to be had.
        let now =
            unpack(&trainer.get("/kk/trainer/courses/leadership/course.zip").await.ok().body).expect("an archive");
        let read = files::read(&now).package.expect("no mistakes");
        assert_eq!(read.course.optional_languages, [Lang::En]);
        assert_eq!(files::write(&read), now);
        let published = app.library.shelf().course("leadership").cloned().expect("there");
        // On the shelf facts are put in; but for them it is the same course.
        assert_eq!(read.course.title, published.course.title);
        assert_eq!(read.course.optional_languages, published.course.optional_languages);
        let page = trainer.get("/kk/trainer/courses/leadership/export").await.ok().text();
        let versions: Vec<&str> = page.split("/trainer/courses/leadership/versions/").skip(1).collect();
        assert_eq!(versions.len(), 2, "{page}");
        let older = versions[1].split('/').next().expect("an id");
        let zip = trainer.get(&format!("/kk/trainer/courses/leadership/versions/{older}/course.zip")).await.ok().body;
        assert_eq!(unpack(&zip).expect("an archive"), before);
        trainer.get(&format!("/kk/trainer/courses/first-aid/versions/{older}/course.zip")).await.has(404);
    })
    .await;
}

/// The settings form as it stands, with other boxes for what is to be completed first.
async fn ask_first(app: &TestApp, trainer: &Client, courses: &[&str]) {
    let settings = format!("{DRAFT}/settings");
    let page = trainer.get(&settings).await.ok().text();
    assert!(page.contains("name=\"first\" value=\"first-aid\"") && !page.contains("value=\"leadership\">"), "{page}");
    let course = stored(app, "course.toml").await.expect("there");
    let list: Vec<String> = courses.iter().map(|key| format!("\"{key}\"")).collect();
    let others: Vec<&str> = course.lines().filter(|line| !line.starts_with("prerequisites")).collect();
    let text = others.join("\n") + "\n";
    write(
        trainer,
        "course.toml",
        &text.replacen("\nhours", &format!("\nprerequisites = [{}]\nhours", list.join(", ")), 1),
    )
    .await;
}

#[tokio::test]
async fn who_has_not_completed_what_comes_first_is_told_what_to_do_and_whoever_began_goes_on() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = drafting(&app).await;
        let dana = Learner::enrol(&app, Lang::Kk, "dana", "leadership").await;
        ask_first(&app, &trainer, &["first-aid"]).await;
        trainer.get(&format!("{DRAFT}/settings")).await.ok().says("name=\"first\" value=\"first-aid\" checked");
        publish(&trainer).await.leads_to(DRAFT);
        let course = "/kk/courses/leadership";
        // Dana is inside and stays there.
        dana.get("").await.ok();
        dana.client.post(course, &[]).await.leads_to("/kk/learn/leadership");
        let asem = Learner::enrol(&app, Lang::Kk, "asem", "first-aid").await;
        let page = asem.client.get(course).await.ok();
        page.says("Бұл курсқа жазылу үшін алдымен мына курсты аяқтаңыз:");
        page.says("<a href=\"/kk/courses/first-aid\">");
        assert!(
            !page.text().contains("<form method=\"post\" action=\"/kk/courses/leadership\""),
            "no button that is refused"
        );
        asem.client.post(course, &[]).await.leads_to(course);
        asem.client.get("/kk/learn/leadership").await.leads_to(course);
        app.client().get(course).await.ok().says("алдымен мына курсты аяқтаңыз");
        asem.complete("Әсем Нұрғалиқызы").await;
        assert!(!asem.client.get(course).await.ok().text().contains("алдымен мына курсты аяқтаңыз"));
        asem.client.post(course, &[]).await.leads_to("/kk/learn/leadership");
        // What takes no learners any more is asked of nobody.
        let first_aid = app.library.shelf().course("first-aid").expect("there").course_id;
        let withdraw = move |conn: &mut _, ctx: &_| offer(conn, ctx, first_aid, Offer::Withdrawn);
        app.app.write(Actor::Shell, withdraw).await.expect("the database answers");
        let library = std::sync::Arc::clone(&app.library);
        app.app.read(move |conn| library.refresh(conn)).await.expect("the database answers");
        let late = app.client();
        late.sign_up("kk", "Айдос Сериков", "late@example.kz").await;
        late.post(course, &[]).await.leads_to("/kk/learn/leadership");
    })
    .await;
}

#[tokio::test]
async fn the_settings_form_writes_what_was_ticked_and_nothing_where_that_holds_anyhow() {
    let app = TestApp::start().await;
    let trainer = drafting(&app).await;
    let settings = format!("{DRAFT}/settings");
    let before = stored(&app, "course.toml").await.expect("there");
    let page = trainer.get(&settings).await.ok().text();
    let seen = number(&page);
    // Every text as it is: taken from the form.
    let mut form: Vec<(String, String)> = vec![("number".to_owned(), seen)];
    for input in page.split("<input ").skip(1).filter(|input| input.contains("type=\"hidden\"")) {
        let field = (between(input, "name=\"", "\"").to_owned(), between(input, "value=\"", "\"").to_owned());
        if field.0 == "languages_asked" {
            form.push(field);
        }
    }
    for area in page.split("<textarea ").skip(1) {
        let text = between(area, ">", "</textarea>").trim_start_matches('\n');
        let text = text.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
        form.push((between(area, "name=\"", "\"").to_owned(), text));
    }
    for lang in ["kk", "ru", "en"] {
        for name in ["title", "printed"] {
            let input = between(&page, &format!("<input id=\"{name}_{lang}\""), ">");
            form.push((format!("{name}_{lang}"), between(input, "value=\"", "\"").replace("&quot;", "\"")));
        }
    }
    form.extend([("hours", "0.5"), ("kind", "theory"), ("validity", "")].map(|(a, b)| (a.to_owned(), b.to_owned())));
    form.extend(["kk", "ru", "en"].map(|lang| ("language".to_owned(), lang.to_owned())));
    let post = async |extra: &[(&str, &str)], number: String| {
        let mut all: Vec<(&str, &str)> = form.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        all.retain(|(name, _)| *name != "number");
        all.push(("number", &number));
        all.extend(extra);
        trainer.post(&settings, &all).await.leads_to(DRAFT);
    };
    let seen = number(&trainer.get(&settings).await.ok().text());
    post(&[("required", "ru"), ("first", "first-aid"), ("first", "first-aid"), ("first", "leadership")], seen).await;
    let after = stored(&app, "course.toml").await.expect("there");
    assert!(after.contains("required_languages = [\"kk\", \"ru\"]\n"), "{after}");
    assert!(after.contains("prerequisites = [\"first-aid\"]\n"), "{after}");
    let seen = number(&trainer.get(&settings).await.ok().text());
    post(&[("required", "ru"), ("required", "en")], seen).await;
    let after = stored(&app, "course.toml").await.expect("there");
    assert!(after.contains("required_languages = [\"kk\", \"ru\", \"en\"]\n") && !after.contains("prerequisites"));
    assert_eq!(after.lines().count(), before.lines().count(), "{after}");
}

#[tokio::test]
async fn a_course_whose_lessons_are_all_signed_says_so() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = staff(&app, "trainer", &[Role::Trainer]).await;
        let course = app.library.shelf().course("first-aid").cloned().expect("there");
        let count = course.course.lessons().count();
        app.client().get("/kk/courses/first-aid").await.ok().says("Пилот: ");
        trainer.get("/kk/trainer").await.ok().says(&format!("Тексерілгені расталмаған сабақ: {count}"));
        let kinds = [ReviewKind::Medical, ReviewKind::Legal].into_iter().chain(Lang::ALL.map(ReviewKind::Language));
        let kinds: Vec<ReviewKind> = kinds.collect();
        let doctor = reviewer(&app, "doctor", "first-aid", &kinds).await;
        let form = [("name", "А. Сейітқызы"), ("course", "first-aid")];
        doctor.post("/kk/review/name", &form).await.leads_to("/kk/review/first-aid");
        let demands = reviews::demands(&course, &course.course.reviews.pending());
        assert_eq!(demands.len(), count * kinds.len());
        for (at, kind) in kinds.iter().enumerate() {
            let of_kind = demands.iter().filter(|demand| demand.kind == *kind);
            let lessons: Vec<String> = of_kind.map(|demand| format!("{}:{}", demand.lesson, demand.digest)).collect();
            // The last lesson of the last kind waits.
            let until = if at + 1 == kinds.len() { lessons.len() - 1 } else { lessons.len() };
            let code = kind.code();
            let mut form = vec![("kind", code), ("of", "published"), ("read", "yes")];
            form.extend(lessons[..until].iter().map(|lesson| ("lesson", lesson.as_str())));
            doctor.post("/kk/review/first-aid/sign", &form).await.has(303);
        }
        app.client().get("/kk/courses/first-aid").await.ok().says("Пилот: ");
        trainer.get("/kk/trainer").await.ok().says("Тексерілгені расталмаған сабақ: 1");
        let last = demands.iter().rfind(|demand| demand.kind == kinds[kinds.len() - 1]).expect("one");
        let (code, lesson) = (last.kind.code(), format!("{}:{}", last.lesson, last.digest));
        let form = [("kind", code), ("of", "published"), ("lesson", lesson.as_str())];
        doctor.post("/kk/review/first-aid/sign", &form).await.has(303);
        let page = app.client().get("/kk/courses/first-aid").await.ok();
        page.says("Курстың барлық сабағы тексеріліп, қол қойылған.");
        assert!(!page.text().contains("Пилот: "));
        assert!(
            !trainer
                .get("/kk/trainer")
                .await
                .ok()
                .text()
                .contains("href=\"/kk/trainer/courses/first-aid/preview/kk\">Т")
        );
        let asem = Learner::enrol(&app, Lang::Kk, "asem", "first-aid").await;
        asem.get("").await.ok().says("Курстың барлық сабағы тексеріліп, қол қойылған.");
    })
    .await;
}

#[tokio::test]
async fn facts_of_the_emergency_card_are_marked() {
    let app = TestApp::start().await;
    let trainer = staff(&app, "trainer", &[Role::Trainer]).await;
    trainer.post("/kk/trainer/drafts", &[("course", "first-aid")]).await.leads_to(DRAFT);
    let page = trainer.get(&format!("{DRAFT}/facts")).await.ok().text();
    let row = |key: &str| between(&page, &format!("/facts/{key}\">"), "</tr>").to_owned();
    assert!(row("compression-rate").contains("шұғыл көмек парағында"), "{page}");
    assert!(!row("pacemaker-distance").contains("шұғыл көмек парағында"));
}
