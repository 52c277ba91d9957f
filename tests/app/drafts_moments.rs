//! The history of the whole course: who changed what, two moments beside each other, and the way back to one.

use std::collections::BTreeMap;

use erikti::authoring::{self, Action, FileChange};
use erikti::kernel::ids::DraftId;
use erikti::kernel::{Actor, Role};

use super::draft_questions::{form_of, post, with};
use super::drafts::{DRAFT, drafting, number};
use super::drafts_publish::write;
use super::harness::app::TestApp;
use super::harness::client::{Client, between};
use super::harness::database::on_both;
use super::people::staff;

const HISTORY: &str = "/kk/trainer/drafts/1/history";
const CHECK: &str = "/kk/trainer/drafts/1/questions/six-motives-check-1";
const LESSON: &str = "lessons/motives/six-motives.kk.md";
const TRANSLATION: &str = "lessons/motives/six-motives.ru.md";

/// Every file of the draft.
async fn files(app: &TestApp) -> BTreeMap<String, Vec<u8>> {
    let read = app.app.read(|conn| authoring::list_files(conn, DraftId(1))).await.expect("the database answers");
    read.into_iter().filter_map(|file| Some((file.path, file.content?))).collect()
}

async fn newest(app: &TestApp) -> i64 {
    let read = app.app.read(|conn| authoring::find_draft(conn, DraftId(1))).await.expect("the database answers");
    read.expect("a draft").number
}

/// The rows of a list, each with its links.
fn rows(page: &str) -> Vec<String> {
    let list = page.split("<ul class=\"rows\">").nth(1).and_then(|rest| rest.split("</ul>").next()).unwrap_or_default();
    list.split("<li>").skip(1).map(str::to_owned).collect()
}

/// One trainer writes a lesson and takes another out, the other one writes a question.
async fn worked(app: &TestApp, one: &Client) -> Client {
    let other = staff(app, "other", &[Role::Trainer]).await;
    app.advance(60);
    write(one, DRAFT, LESSON, "# Алты себеп\n\nЖаңа мәтін.\n").await;
    app.advance(60);
    let form = form_of(&other.get(CHECK).await.ok().text());
    post(&other, CHECK, &with(&form, &[("explanation-kk", "Басқаша түсіндірме.")])).await.leads_to(CHECK);
    app.advance(60);
    let seen = number(&one.get(DRAFT).await.ok().text());
    one.post(&format!("{DRAFT}/outline"), &[("number", &seen), ("remove_lesson", "match-task")]).await.has(303);
    other
}

#[tokio::test]
async fn the_history_of_the_course_is_searched_by_person_and_text() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let one = drafting(&app).await;
        worked(&app, &one).await;
        let page = one.get(HISTORY).await.ok().text();
        assert_eq!(rows(&page).len(), 4, "{page}");
        let people = between(&page, "<select id=\"by\"", "</select>");
        let ids: Vec<&str> =
            people.split("<option value=\"").skip(2).filter_map(|option| option.split('"').next()).collect();
        assert_eq!(ids.len(), 2, "{people}");
        let mut counts = Vec::new();
        for id in ids {
            let found = rows(&one.get(&format!("{HISTORY}?by={id}")).await.ok().text());
            counts.push(found.len());
            let are_theirs =
                found.iter().filter(|row| row.contains("questions/motives.toml") && !row.contains("course.toml"));
            assert!(found.len() == 3 || are_theirs.count() == 1, "{found:?}");
        }
        counts.sort_unstable();
        assert_eq!(counts, [1, 3]);
        let of_text = rows(&one.get(&format!("{HISTORY}?path={LESSON}")).await.ok().text());
        assert_eq!(of_text.len(), 2, "{of_text:?}");
    })
    .await;
}

#[tokio::test]
async fn two_moments_of_the_course_are_compared() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let one = drafting(&app).await;
        worked(&app, &one).await;
        let since = one.get(&format!("{HISTORY}/course?at=1")).await.ok().text();
        let found = rows(&since);
        let has =
            |found: &[String], path: &str| found.iter().any(|row| row.contains(&format!("path={path}&amp;with=")));
        assert!(
            has(&found, LESSON) && has(&found, "questions/motives.toml") && has(&found, "course.toml"),
            "{found:?}"
        );
        assert!(found.iter().any(|row| row.contains("жойылған")), "a lesson is gone: {found:?}");
        assert!(found.iter().all(|row| row.contains(": Айгүл Сейітқызы")), "who changed it: {found:?}");
        assert!(since.contains("Бүкіл курсты сол кездегідей ету"));
        // Whichever of two is named first.
        let pair = rows(&one.get(&format!("{HISTORY}/course?at=2&with=1")).await.ok().text());
        assert_eq!(pair, rows(&one.get(&format!("{HISTORY}/course?at=1&with=2")).await.ok().text()));
        assert!(pair.len() == 1 && has(&pair, LESSON), "{pair:?}");
        // Each leads to its lines.
        let href = between(&pair[0], "href=\"", "#any").replace("&amp;", "&");
        one.get(&href).await.ok().says("Жаңа мәтін.");
        let last = newest(&app).await;
        let same = one.get(&format!("{HISTORY}/course?at={last}")).await.ok().text();
        assert!(same.contains("барлық мәтін бірдей") && !same.contains("Бүкіл курсты сол кездегідей ету"));
        one.get(&format!("{HISTORY}/course?at=99")).await.has(404);
        one.get(&format!("{HISTORY}/course?at=1&with=99")).await.has(404);
        staff(&app, "centre", &[Role::Centre]).await.get(&format!("{HISTORY}/course?at=1")).await.has(403);
    })
    .await;
}

#[tokio::test]
async fn the_course_goes_back_to_a_moment_and_forth_again() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let one = drafting(&app).await;
        let first = files(&app).await;
        let other = worked(&app, &one).await;
        let (worked, last) = (files(&app).await, newest(&app).await);
        assert!(first != worked && first.len() > worked.len());
        // Somebody saves while the page is looked at: nothing is written.
        let facts = String::from_utf8(worked.get("facts.toml").expect("there").clone()).expect("text");
        write(&other, DRAFT, "facts.toml", &format!("{facts}\n# Жаңа.\n")).await;
        let old = last.to_string();
        let back = |number: String| [("at", "1".to_owned()), ("number", number)];
        let form = back(old);
        let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let form = [&form[..], &[("seen", "yes")]].concat();
        one.post(&format!("{HISTORY}/course"), &form).await.leads_to(&format!("{HISTORY}/course?at=1"));
        let later = files(&app).await;
        assert_ne!(later, worked);
        let page = one.get(&format!("{HISTORY}/course?at=1")).await.ok().text();
        let form = back(number(&page));
        let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        // Somebody else is writing: it is said who, and asked once more.
        let asked = one.post(&format!("{HISTORY}/course"), &form).await.has(409);
        asked.says("Алдымен оларға айтыңыз");
        asked.says("Сандар");
        assert_eq!(files(&app).await, later);
        let form = [&form[..], &[("seen", "yes")]].concat();
        let done = one.post(&format!("{HISTORY}/course"), &form).await.has(303);
        assert_eq!(files(&app).await, first);
        // One change, which can be undone as one.
        assert_eq!(newest(&app).await, last + 2);
        let outline = one.get(done.header("location")).await.ok();
        outline.says("Қалпына келтірілді: Бүкіл курс");
        let undo = (last + 2).to_string();
        one.post(&format!("{DRAFT}/undo"), &[("number", &undo)]).await.has(303);
        assert_eq!(files(&app).await, later);
        one.post(&format!("{HISTORY}/course"), &[("at", "99"), ("number", "1")]).await.has(404);
    })
    .await;
}

/// The text that a translation was found to fit goes, so what it fitted before holds again, though its words stayed.
#[tokio::test]
async fn what_a_translation_was_compared_with_comes_back_too() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let one = drafting(&app).await;
        let state = async || {
            let read = app.app.read(|conn| authoring::find_file(conn, DraftId(1), TRANSLATION)).await;
            read.expect("the database answers").expect("the translation")
        };
        let before = state().await;
        write(&one, DRAFT, LESSON, "# Алты себеп\n\nЖаңа мәтін.\n").await;
        let (newer, content) = (newest(&app).await, before.content.clone());
        assert!(before.compared_with < Some(newer));
        let fits = FileChange {
            path: TRANSLATION.to_owned(),
            seen: Some(before.number),
            content: content.clone(),
            compared_with: Some(newer),
        };
        let write = move |conn: &mut _, ctx: &_| {
            authoring::save(conn, ctx, DraftId(1), (Action::Saved, TRANSLATION), std::slice::from_ref(&fits))
        };
        app.app.write(Actor::System, write).await.expect("the database answers");
        assert_eq!(state().await.compared_with, Some(newer));
        // It fits at the first moment and now, so its source alone differs; in between it did not.
        let shown = async |at: i64| one.get(&format!("{HISTORY}/course?at={at}")).await.ok().text();
        let found = rows(&shown(1).await);
        assert!(found.len() == 1 && found[0].contains(&format!("path={LESSON}&amp;with=")), "{found:?}");
        let page = shown(newer).await;
        let found = rows(&page);
        assert!(found.len() == 1 && found[0].contains("басқа нұсқасымен салыстырылған"), "{found:?}");
        assert!(!found[0].contains("href=") && page.contains("Бүкіл курсты сол кездегідей ету"), "{page}");
        let number = newest(&app).await.to_string();
        one.post(&format!("{HISTORY}/course"), &[("at", "1"), ("number", &number)]).await.has(303);
        let after = state().await;
        assert_eq!((after.compared_with, after.content), (before.compared_with, content));
    })
    .await;
}
