//! A trainer edits a course in the browser: outline, texts, translations, and what happens when two do so at once.

use erikti::authoring;
use erikti::kernel::Role;
use erikti::kernel::ids::DraftId;

use super::harness::app::TestApp;
use super::harness::client::{Answer, Client, between};
use super::harness::database::on_both;
use super::people::staff;

pub(crate) const DRAFT: &str = "/kk/trainer/drafts/1";
const SOURCE: &str = "/kk/trainer/drafts/1/lessons/six-motives/kk";
const TRANSLATION: &str = "/kk/trainer/drafts/1/lessons/six-motives/ru";

/// A trainer with a draft of the leadership course.
pub(crate) async fn drafting(app: &TestApp) -> Client {
    let trainer = staff(app, "trainer", &[Role::Trainer]).await;
    trainer.post("/kk/trainer/drafts", &[("course", "leadership")]).await.leads_to(DRAFT);
    trainer
}

/// The revision that a form was made from.
pub(crate) fn number(page: &str) -> String {
    between(page, "name=\"number\" value=\"", "\"").to_owned()
}

/// A file of the first draft as it is now.
pub(crate) async fn stored(app: &TestApp, path: &'static str) -> Option<String> {
    let file =
        app.app.read(move |conn| authoring::find_file(conn, DraftId(1), path)).await.expect("the database answers");
    file.and_then(|file| file.content).map(|bytes| String::from_utf8(bytes).expect("text"))
}

/// What stands in the text area of a lesson that is edited in one piece.
fn text_of(page: &str) -> String {
    let area = between(page, "<textarea class=\"long\" id=\"text\"", "</textarea>");
    let text = area.split_once('>').map_or("", |(_, text)| text).trim_start_matches('\n');
    text.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

async fn save(trainer: &Client, path: &str, page: &str, text: &str) -> Answer {
    let source = between(page, "name=\"source_number\" value=\"", "\"").to_owned();
    trainer.post(path, &[("number", &number(page)), ("source_number", &source), ("text", text)]).await
}

#[tokio::test]
async fn a_course_has_one_draft_and_learners_see_nothing_of_it() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = drafting(&app).await;
        let other = staff(&app, "other", &[Role::Trainer]).await;
        other.post("/ru/trainer/drafts", &[("course", "leadership")]).await.leads_to("/ru/trainer/drafts/1");
        other.post("/ru/trainer/drafts", &[("course", "none")]).await.has(404);
        let page = trainer.get(SOURCE).await.ok().text();
        let text = format!("{}\nЖаңа абзац.\n", text_of(&page));
        save(&trainer, SOURCE, &page, &text).await.leads_to(SOURCE);
        assert_eq!(stored(&app, "lessons/motives/six-motives.kk.md").await.as_deref(), Some(text.as_str()));
        trainer.get(SOURCE).await.ok().says("Жаңа абзац.");
        let published = app.library.shelf().course("leadership").cloned().expect("there");
        let (_, lesson) = published.course.lesson(&"six-motives".parse_slug()).expect("there");
        assert!(!lesson.source.get(erikti::kernel::Lang::Kk).contains("Жаңа абзац."));
        // Who else is at it.
        other.get(SOURCE).await.ok().says("Дәл қазір мыналар өңдеп отыр");
        let list = trainer.get("/kk/trainer/drafts").await.ok();
        list.says("Жарияланбаған өзгерісі бар");
    })
    .await;
}

trait ParseSlug {
    fn parse_slug(&self) -> erikti::kernel::Slug;
}

impl ParseSlug for str {
    fn parse_slug(&self) -> erikti::kernel::Slug {
        erikti::kernel::Slug::parse(self).expect("a key")
    }
}

#[tokio::test]
async fn of_two_who_save_one_wins_and_the_other_sees_both_texts() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = drafting(&app).await;
        let other = staff(&app, "other", &[Role::Trainer]).await;
        let page = trainer.get(SOURCE).await.ok().text();
        let text = text_of(&page);
        let (mine, theirs) = (format!("{text}\nМенің абзацым.\n"), format!("{text}\nБасқаның абзацы.\n"));
        save(&other, SOURCE, &page, &theirs).await.leads_to(SOURCE);
        // The same again is the same save.
        save(&other, SOURCE, &page, &theirs).await.leads_to(SOURCE);
        let refused = save(&trainer, SOURCE, &page, &mine).await.has(409);
        refused.says("Менің абзацым.");
        refused.says("Басқаның абзацы.");
        refused.says("Сақтаған: ");
        assert_eq!(stored(&app, "lessons/motives/six-motives.kk.md").await.as_deref(), Some(theirs.as_str()));
        // The page's own script is told, too, and nothing is written.
        let form = [("number", number(&page)), ("text", mine.clone()), ("auto", "yes".to_owned())];
        let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        trainer.post(SOURCE, &form).await.has(409);
        let again = refused.text();
        assert_ne!(number(&again), number(&page));
        save(&trainer, SOURCE, &again, &mine).await.leads_to(SOURCE);
        assert_eq!(stored(&app, "lessons/motives/six-motives.kk.md").await.as_deref(), Some(mine.as_str()));
        // Both are in the history.
        let (changes, count) = app
            .app
            .read(|conn| authoring::list_changes(conn, DraftId(1), Some("lessons/motives/six-motives.kk.md"), (0, 10)))
            .await
            .expect("the database answers");
        assert_eq!((changes.len(), count), (3, 3));
        let theirs_then = app
            .app
            .read(|conn| authoring::find_revision(conn, DraftId(1), ("lessons/motives/six-motives.kk.md", 2)))
            .await
            .expect("the database answers")
            .expect("the revision");
        assert_eq!(theirs_then.text(), theirs);
    })
    .await;
}

#[tokio::test]
async fn a_translation_is_stale_until_somebody_has_looked_at_what_changed() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = drafting(&app).await;
        let fresh = trainer.get(TRANSLATION).await.ok().text();
        assert!(!fresh.contains("Түпнұсқа өзгерген") && fresh.contains("name=\"part\""));
        let page = trainer.get(SOURCE).await.ok().text();
        let text = text_of(&page);
        let title = text.lines().next().expect("a title");
        let text = text.replacen(title, &format!("{title} (жаңа)"), 1);
        save(&trainer, SOURCE, &page, &text).await.leads_to(SOURCE);
        let stale = trainer.get(TRANSLATION).await.ok();
        stale.says("Түпнұсқа өзгерген");
        trainer.get(DRAFT).await.ok().says("ескірді: 1 абзац");

        // A save of something else leaves the mark.
        let mut form = parts(&stale.text());
        form.iter_mut().filter(|(name, _)| name == "part").last().expect("a part").1.push_str(" Ещё слово.");
        post(&trainer, TRANSLATION, &form).await.leads_to(TRANSLATION);
        let still = trainer.get(TRANSLATION).await.ok();
        still.says("Түпнұсқа өзгерген");
        still.says("Ещё слово.");
        let mut form = parts(&still.text());
        form.iter_mut().find(|(name, _)| name == "part").expect("a part").1 = "# Новое название".to_owned();
        form.push(("fresh".to_owned(), "yes".to_owned()));
        post(&trainer, TRANSLATION, &form).await.leads_to(TRANSLATION);
        let done = trainer.get(TRANSLATION).await.ok().text();
        assert!(!done.contains("Түпнұсқа өзгерген") && done.contains("Новое название"));
        let russian = stored(&app, "lessons/motives/six-motives.ru.md").await.expect("there");
        assert!(russian.starts_with("# Новое название\n\n") && russian.ends_with("Ещё слово.\n"), "{russian}");
    })
    .await;
}

/// Whoever translates begins where they like: what is written beside a paragraph stays beside it.
#[tokio::test]
async fn a_translation_with_a_gap_keeps_its_places_and_cannot_be_published() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = drafting(&app).await;
        let texts = |form: &[(String, String)]| -> Vec<String> {
            form.iter().filter(|(name, _)| name == "part").map(|(_, text)| text.clone()).collect()
        };
        let mut form = parts(&trainer.get(TRANSLATION).await.ok().text());
        let before = texts(&form);
        form.iter_mut().filter(|(name, _)| name == "part").nth(1).expect("a second part").1.clear();
        post(&trainer, TRANSLATION, &form).await.leads_to(TRANSLATION);
        let page = trainer.get(TRANSLATION).await.ok().text();
        let after = texts(&parts(&page));
        assert_eq!(after.len(), before.len());
        assert!(after[1].is_empty() && after[0] == before[0] && after[2..] == before[2..], "{after:?}");
        trainer.get(&format!("{DRAFT}/check")).await.ok().says("Бұл абзац әлі аударылмаған");
        // What somebody deleted can be found by the history of the whole course.
        trainer.get(&format!("{DRAFT}/history")).await.ok().says("?path=lessons/motives/six-motives.ru.md");
    })
    .await;
}

/// The fields of a form with paragraphs, as a browser would send them.
pub(crate) fn parts(page: &str) -> Vec<(String, String)> {
    let hidden = |name: &str| (name.to_owned(), between(page, &format!("name=\"{name}\" value=\""), "\"").to_owned());
    let mut form = vec![hidden("number"), hidden("source_number")];
    if page.contains("name=\"stale\"") {
        form.push(("stale".to_owned(), "yes".to_owned()));
    }
    let beside = page.split("name=\"beside\" value=\"").skip(1).filter_map(|rest| rest.split_once('"'));
    form.extend(beside.map(|(code, _)| ("beside".to_owned(), code.to_owned())));
    for area in page.split("<textarea name=\"part\"").skip(1) {
        let text = area.split_once('>').and_then(|(_, rest)| rest.split_once("</textarea>")).expect("a text area").0;
        let text = text.trim_start_matches('\n').replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">");
        form.push(("part".to_owned(), text.replace("&amp;", "&").replace('\n', "\r\n")));
    }
    form
}

pub(crate) async fn post(client: &Client, path: &str, form: &[(String, String)]) -> Answer {
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    client.post(path, &form).await
}

#[tokio::test]
async fn a_translation_that_is_saved_as_it_is_shown_does_not_change() {
    let app = TestApp::start().await;
    let trainer = drafting(&app).await;
    for lesson in ["six-motives", "match-task", "first-30-minutes"] {
        for lang in ["ru", "en"] {
            let path = format!("{DRAFT}/lessons/{lesson}/{lang}");
            let page = trainer.get(&path).await.ok().text();
            let answer = post(&trainer, &path, &parts(&page)).await;
            assert!(
                answer
                    .headers
                    .get_all("set-cookie")
                    .iter()
                    .any(|cookie| cookie.to_str().is_ok_and(|cookie| cookie.contains("flash-draft-same"))),
                "{path} changed by being saved"
            );
        }
    }
}

#[tokio::test]
async fn lessons_are_moved_removed_and_brought_back() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = drafting(&app).await;
        let order = |page: &str| {
            let place = |key: &str| page.find(&format!("/lessons/{key}/kk\"")).unwrap_or(usize::MAX);
            place("first-30-minutes") < place("six-motives")
        };
        let before = trainer.get(DRAFT).await.ok().text();
        let last = if order(&before) { "six-motives" } else { "first-30-minutes" };
        let form = [("number", number(&before)), ("up_lesson", last.to_owned())];
        let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let to = format!("{DRAFT}/outline");
        trainer.post(&to, &form).await.leads_to(&format!("{DRAFT}#{last}"));
        // A second click of a page that is old by now does not move it again.
        let moved = trainer.get(DRAFT).await.ok().text();
        trainer.post(&to, &form).await.leads_to(DRAFT);
        assert_eq!(order(&trainer.get(DRAFT).await.ok().text()), order(&moved));

        let form = [("number", number(&moved)), ("remove_lesson", "six-motives".to_owned())];
        let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let answer = trainer.post(&to, &form).await.has(303);
        let there = answer.header("location").to_owned();
        assert!(there.starts_with(&format!("{DRAFT}?undo=")), "{there}");
        let removed = trainer.get(&there).await.ok();
        removed.says("Жойылды: ");
        assert!(!removed.text().contains("/lessons/six-motives/kk\""));
        assert_eq!(stored(&app, "lessons/motives/six-motives.ru.md").await, None);
        trainer.get(SOURCE).await.has(404);
        let change = there.rsplit('=').next().expect("a number");
        trainer.post(&format!("{DRAFT}/undo"), &[("number", change)]).await.leads_to(DRAFT);
        let back = trainer.get(DRAFT).await.ok().text();
        assert_eq!(order(&back), order(&moved));
        assert!(stored(&app, "lessons/motives/six-motives.ru.md").await.is_some());
        // Taking it back once more does nothing.
        trainer.post(&format!("{DRAFT}/undo"), &[("number", change)]).await.leads_to(DRAFT);
        assert_eq!(number(&trainer.get(DRAFT).await.ok().text()), number(&back));
    })
    .await;
}

#[tokio::test]
async fn a_draft_is_put_away_and_taken_up_again() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = drafting(&app).await;
        trainer.post(&format!("{DRAFT}/close"), &[]).await.leads_to("/kk/trainer/drafts");
        trainer.get(DRAFT).await.has(404);
        trainer.get(SOURCE).await.has(404);
        // Another one takes its place.
        trainer.post("/kk/trainer/drafts", &[("course", "leadership")]).await.leads_to("/kk/trainer/drafts/2");
        trainer.post(&format!("{DRAFT}/reopen"), &[]).await.leads_to("/kk/trainer/drafts");
        trainer.get("/kk/trainer/drafts").await.ok();
        trainer.get(DRAFT).await.has(404);
        trainer.post("/kk/trainer/drafts/2/close", &[]).await.leads_to("/kk/trainer/drafts");
        trainer.post(&format!("{DRAFT}/reopen"), &[]).await.leads_to("/kk/trainer/drafts");
        trainer.get(DRAFT).await.ok();
    })
    .await;
}
