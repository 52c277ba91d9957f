//! Two trainers fill in the same form: both texts are shown field by field, nothing is lost, and who changed something else
//! of the same file is not in the way.

use erikti::authoring;
use erikti::kernel::Role;
use erikti::kernel::ids::DraftId;

use super::draft_questions::{form_of, post, with};
use super::drafts::{DRAFT, drafting, number, stored};
use super::harness::app::TestApp;
use super::harness::client::Client;
use super::harness::database::on_both;
use super::people::staff;

const QUESTION: &str = "/kk/trainer/drafts/1/questions/six-motives-check-1";
const SETTINGS: &str = "/kk/trainer/drafts/1/settings";

/// Two trainers of one draft.
async fn two(app: &TestApp) -> (Client, Client) {
    (drafting(app).await, staff(app, "other", &[Role::Trainer]).await)
}

/// What the page shows of a field that differs: the saved text, then one's own.
fn both(lang: &str, theirs: &str, mine: &str) -> [String; 2] {
    [theirs, mine].map(|text| format!("<p class=\"typed\" lang=\"{lang}\">{text}</p>"))
}

/// How many changes a file has seen.
async fn changes(app: &TestApp, path: &'static str) -> i64 {
    let read = app.app.read(move |conn| authoring::list_changes(conn, DraftId(1), Some(path), (0, 1))).await;
    read.expect("the database answers").1
}

/// The fields that a browser would send of the form of the settings.
fn settings(page: &str) -> Vec<(String, String)> {
    form_of(&page.replacen("<form id=\"main-form\"", "<form class=\"wide question-form\"", 1))
}

#[tokio::test]
async fn both_texts_of_a_question_stand_side_by_side_and_one_of_them_is_chosen() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let (one, other) = two(&app).await;
        let (mine, theirs) = (one.get(QUESTION).await.ok().text(), other.get(QUESTION).await.ok().text());
        let theirs = with(&form_of(&theirs), &[("explanation-kk", "Басқанікі."), ("p1-text-ru", "Чужое")]);
        post(&other, QUESTION, &theirs).await.leads_to(QUESTION);
        let mine = with(&form_of(&mine), &[("explanation-kk", "Менікі."), ("tags", "motives, own")]);
        let before = changes(&app, "questions/motives.toml").await;
        let refused = post(&one, QUESTION, &mine).await.has(409);
        let page = refused.text();
        for words in both("kk", "Басқанікі.", "Менікі.") {
            assert!(page.contains(&words), "{words}");
        }
        refused.says("2-нұсқа");
        refused.says("<p class=\"typed\" lang=\"ru\">Чужое</p>");
        refused.says("<p class=\"typed\">motives, own</p>");
        refused.says("Сақтаған: ");
        // What is the same in both is not told again, and nobody sees how a file is written.
        let section = page.split("<section class=\"both\"").nth(1).and_then(|rest| rest.split("</section>").next());
        let section = section.expect("what differs");
        assert_eq!(section.matches("<h3>").count(), 3, "{section}");
        assert!(!page.contains("explanation.kk"), "no file is shown");
        // What was typed stays in the form, and nothing is written.
        let again = form_of(&page);
        assert!(again.contains(&("explanation-kk".to_owned(), "Менікі.".to_owned())));
        assert!(again.contains(&("tags".to_owned(), "motives, own".to_owned())));
        assert_eq!(changes(&app, "questions/motives.toml").await, before);
        // Theirs is one link away, mine one click; that makes a revision, and theirs stays in the history.
        assert!(section.contains(&format!("href=\"{QUESTION}\"")), "{section}");
        post(&one, QUESTION, &again).await.leads_to(QUESTION);
        assert_eq!(changes(&app, "questions/motives.toml").await, before + 1);
        let file = stored(&app, "questions/motives.toml").await.expect("there");
        assert!(file.contains("Менікі.") && !file.contains("Басқанікі."));
    })
    .await;
}

#[tokio::test]
async fn both_settings_stand_side_by_side() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let (one, other) = two(&app).await;
        let form = settings(&one.get(SETTINGS).await.ok().text());
        let theirs = with(&form, &[("summary_kk", "Олардікі."), ("hours", "5")]);
        post(&other, SETTINGS, &theirs).await.leads_to(DRAFT);
        let mine = with(&form, &[("summary_kk", "Менікі."), ("kind", "practical")]);
        let refused = post(&one, SETTINGS, &mine).await.has(409);
        let page = refused.text();
        for words in both("kk", "Олардікі.", "Менікі.") {
            assert!(page.contains(&words), "{words}");
        }
        let section = page.split("<section class=\"both\"").nth(1).and_then(|rest| rest.split("</section>").next());
        let section = section.expect("what differs");
        assert_eq!(section.matches("<h3>").count(), 1, "what one of them changed alone is no quarrel: {section}");
        assert!(section.contains(&format!("href=\"{SETTINGS}\"")));
        let file = stored(&app, "course.toml").await.expect("there");
        assert!(file.contains("Олардікі.") && !file.contains("Менікі."), "nothing is written yet");
        post(&one, SETTINGS, &settings(&page)).await.leads_to(DRAFT);
        let file = stored(&app, "course.toml").await.expect("there");
        assert!(file.contains("Менікі.") && file.contains("kind = \"practical\"") && file.contains("hours = 5"));
        assert_eq!(changes(&app, "course.toml").await, 3);
    })
    .await;
}

#[tokio::test]
async fn who_changes_another_part_of_the_course_is_not_in_the_way() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let (one, other) = two(&app).await;
        let form = settings(&one.get(SETTINGS).await.ok().text());
        let module = format!("{DRAFT}/modules/motives");
        let of_module = settings(&one.get(&module).await.ok().text());
        let to = format!("{DRAFT}#motives");
        post(&other, &module, &with(&of_module, &[("title_kk", "Басқа атау")])).await.leads_to(&to);
        post(&one, SETTINGS, &with(&form, &[("summary_kk", "Менікі.")])).await.leads_to(DRAFT);
        let file = stored(&app, "course.toml").await.expect("there");
        assert!(file.contains("Менікі.") && file.contains("Басқа атау"));
        // The module itself, meanwhile.
        let mine = with(&of_module, &[("title_kk", "Менің атауым"), ("draw", "7")]);
        let refused = post(&one, &module, &mine).await.has(409);
        for words in both("kk", "Басқа атау", "Менің атауым") {
            refused.says(&words);
        }
        // Who typed the same has no quarrel.
        post(&one, &module, &with(&of_module, &[("title_kk", "Басқа атау")])).await.leads_to(DRAFT);
    })
    .await;
}

#[tokio::test]
async fn the_form_of_a_lesson_and_the_final_test_show_both_too() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let (one, other) = two(&app).await;
        let lesson = format!("{DRAFT}/lessons/six-motives");
        let form = settings(&one.get(&lesson).await.ok().text());
        post(&other, &lesson, &with(&form, &[("title_kk", "Олардың атауы")])).await.leads_to(DRAFT);
        let refused = post(&one, &lesson, &with(&form, &[("title_kk", "Менің атауым")])).await.has(409);
        for words in both("kk", "Олардың атауы", "Менің атауым") {
            refused.says(&words);
        }
        post(&other, &lesson, &with(&settings(&refused.text()), &[("title_kk", "Олардың атауы"), ("minutes", "9")]))
            .await
            .leads_to(DRAFT);
        let refused = post(&one, &lesson, &with(&form, &[("minutes", "11")])).await.has(409);
        refused.says("<p class=\"typed\">9</p>");
        refused.says("<p class=\"typed\">11</p>");
        post(&one, &lesson, &settings(&refused.text())).await.leads_to(DRAFT);
        let kazakh = stored(&app, "lessons/motives/six-motives.kk.md").await.expect("there");
        assert!(kazakh.starts_with("# Олардың атауы\n"), "a title that was left alone stays theirs: {kazakh}");
        let test = format!("{DRAFT}/final");
        let form = settings(&one.get(&test).await.ok().text());
        assert_eq!(number(&one.get(&test).await.ok().text()), number(&one.get(SETTINGS).await.ok().text()));
        post(&other, &test, &with(&form, &[("there", "yes"), ("pass_percent", "85")])).await.leads_to(DRAFT);
        let refused = post(&one, &test, &with(&form, &[("there", "yes"), ("pass_percent", "90")])).await.has(409);
        refused.says("<p class=\"typed\">85</p>");
        refused.says("<p class=\"typed\">90</p>");
    })
    .await;
}

#[tokio::test]
async fn a_text_that_is_too_long_is_not_saved_and_comes_back_whole() {
    let app = TestApp::start().await;
    let trainer = drafting(&app).await;
    let lesson = "lessons/motives/six-motives.kk.md";
    for (to, path, most) in [
        (format!("{DRAFT}/lessons/six-motives/kk"), lesson, 200_000),
        (format!("{DRAFT}/file?path=facts.toml"), "facts.toml", 1_000_000),
    ] {
        let (before, page) = (stored(&app, path).await, trainer.get(&to).await.ok().text());
        let text = format!("# Ә\n\n{}аяғы", "ә".repeat(most / 2));
        let refused = trainer.post(&to, &[("number", &number(&page)), ("text", &text)]).await.has(413);
        refused.says("Мәтін сақталған жоқ");
        refused.says("әаяғы\n</textarea>");
        refused.says(&format!("ең көбі {}", if most > 999_999 { "1000 КБ" } else { "200 КБ" }));
        assert_eq!(stored(&app, path).await, before, "{path}");
        // What fits is saved.
        let text = format!("# {}", "a".repeat(most - 3));
        let saved = trainer.post(&to, &[("number", &number(&page)), ("text", &text)]).await;
        assert_eq!(saved.status, 303, "{path}");
    }
}
