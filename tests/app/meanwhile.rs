//! Two trainers fill in the same form: both texts are shown field by field, nothing is lost, and who changed something else
//! of the same file is not in the way.

use erikti::authoring;
use erikti::kernel::Role;
use erikti::kernel::ids::DraftId;

use super::draft_questions::{form_of, post, with};
use super::drafts::{DRAFT, drafting, number, stored};
use super::drafts_publish::write;
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
pub(crate) fn settings(page: &str) -> Vec<(String, String)> {
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
        refused.says("Сақтаған: ");
        // What is the same in both is not told again, and nobody sees how a file is written.
        let section = page.split("<section class=\"both\"").nth(1).and_then(|rest| rest.split("</section>").next());
        let section = section.expect("what differs");
        assert_eq!(section.matches("<h3>").count(), 1, "what one of them changed alone is no quarrel: {section}");
        assert!(!page.contains("explanation.kk"), "no file is shown");
        // What was typed stays in the form, and nothing is written.
        let again = form_of(&page);
        assert!(again.contains(&("explanation-kk".to_owned(), "Менікі.".to_owned())));
        assert!(again.contains(&("tags".to_owned(), "motives, own".to_owned())));
        assert!(again.contains(&("p1-text-ru".to_owned(), "Чужое".to_owned())));
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
        let mine = with(&form, &[("summary_kk", "Менікі."), ("validity", "12")]);
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
        assert!(file.contains("Менікі.") && file.contains("validity_months = 12") && file.contains("hours = 5"));
        assert_eq!(changes(&app, "course.toml").await, 3);
    })
    .await;
}

/// Whoever filled in a form before a language came does not empty what was written in it since.
#[tokio::test]
async fn a_language_that_comes_meanwhile_keeps_its_texts() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let (one, other) = two(&app).await;
        let (module, fact) = (format!("{DRAFT}/modules/motives"), format!("{DRAFT}/facts/groups"));
        let write_fact = "value.kk = \"10\"\nvalue.ru = \"10\"\nvalue.en = \"ten\"\nsource = \"x\"\nmark = \"V\"\n";
        write(&other, DRAFT, "facts.toml", &format!("[groups]\n{write_fact}")).await;
        let whole = settings(&one.get(SETTINGS).await.ok().text());
        let without = |fields: &[(String, String)]| -> Vec<(String, String)> {
            let is_english = |(name, value): &(String, String)| {
                name.ends_with("_en") || ["language", "required"].contains(&name.as_str()) && value == "en"
            };
            fields.iter().filter(|field| !is_english(field)).cloned().collect()
        };
        // A course in two languages.
        post(&other, SETTINGS, &without(&whole)).await.leads_to(DRAFT);
        let mine = settings(&one.get(SETTINGS).await.ok().text());
        assert!(!mine.iter().any(|(name, _)| name == "title_en"));
        let (of_module, of_fact) =
            (settings(&one.get(&module).await.ok().text()), settings(&one.get(&fact).await.ok().text()));
        let of_question = form_of(&one.get(QUESTION).await.ok().text());
        assert!(!of_question.iter().any(|(name, _)| name.ends_with("-en")));
        // English comes back, with another title.
        let again = settings(&other.get(SETTINGS).await.ok().text());
        let again = with(&again, &[("required", "ru")]);
        let english = [("language", "en"), ("title_en", "Leading"), ("summary_en", "Once more.")];
        let again: Vec<_> =
            again.into_iter().chain(english.map(|(name, value)| (name.to_owned(), value.to_owned()))).collect();
        post(&other, SETTINGS, &again).await.leads_to(DRAFT);
        let holds = async |path: &'static str, words: &str| {
            let file = stored(&app, path).await.expect("there");
            assert!(file.contains(words), "{words}: {file}");
        };
        holds("course.toml", "title.en = \"Leading\"").await;
        post(&one, SETTINGS, &with(&mine, &[("hours", "3")])).await.leads_to(DRAFT);
        for words in ["hours = 3", "title.en = \"Leading\"", "summary.en = \"Once more.\"", "Name six motives"] {
            holds("course.toml", words).await;
        }
        post(&one, &module, &with(&of_module, &[("draw", "6")])).await.leads_to(&format!("{DRAFT}#motives"));
        holds("course.toml", "draw = 6").await;
        holds("course.toml", "title.en = \"Why people give their time\"").await;
        let questions = stored(&app, "questions/motives.toml").await.expect("there");
        post(&one, QUESTION, &with(&of_question, &[("tags", "other")])).await.leads_to(QUESTION);
        let after = stored(&app, "questions/motives.toml").await.expect("there");
        assert_eq!(after.matches(".en = ").count(), questions.matches(".en = ").count());
        assert_ne!(after, questions);
        post(&one, &fact, &with(&of_fact, &[("value_kk", "12"), ("value_ru", "12")])).await.has(303);
        holds("facts.toml", "en = \"ten\"").await;
        holds("facts.toml", "kk = \"12\"").await;
    })
    .await;
}

#[tokio::test]
async fn both_texts_are_shown_in_the_other_language_too_until_one_is_chosen() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let (one, other) = two(&app).await;
        let form = settings(&one.get(SETTINGS).await.ok().text());
        post(&other, SETTINGS, &with(&form, &[("summary_kk", "Олардікі.")])).await.leads_to(DRAFT);
        let mine = with(&form, &[("summary_kk", "Менікі.")]);
        let refused = settings(&post(&one, SETTINGS, &mine).await.has(409).text());
        let russian = post(&one, SETTINGS, &with(&refused, &[("switch", "ru")])).await.has(409);
        for words in both("kk", "Олардікі.", "Менікі.") {
            russian.says(&words);
        }
        // The form itself is as old as it was: whoever leaves the page and comes back to it is asked again.
        post(&one, SETTINGS, &without(&refused, "over")).await.has(409);
        // A third text after both were shown is shown as well.
        let third = settings(&other.get(SETTINGS).await.ok().text());
        post(&other, SETTINGS, &with(&third, &[("summary_kk", "Үшінші.")])).await.leads_to(DRAFT);
        let again = post(&one, SETTINGS, &settings(&russian.text())).await.has(409);
        again.says("Үшінші.");
        post(&one, SETTINGS, &settings(&again.text())).await.leads_to(DRAFT);
        assert!(stored(&app, "course.toml").await.expect("there").contains("summary.kk = \"Менікі.\""));
        // Of a question likewise.
        let form = form_of(&one.get(QUESTION).await.ok().text());
        post(&other, QUESTION, &with(&form, &[("explanation-kk", "Олардікі.")])).await.leads_to(QUESTION);
        let refused = post(&one, QUESTION, &with(&form, &[("explanation-kk", "Менікі.")])).await.has(409);
        let russian = post(&one, QUESTION, &with(&form_of(&refused.text()), &[("switch", "ru")])).await.ok();
        for words in both("kk", "Олардікі.", "Менікі.") {
            russian.says(&words);
        }
        post(&one, QUESTION, &form_of(&russian.text())).await.leads_to(QUESTION);
    })
    .await;
}

/// Whoever has seen both texts and chosen is not asked again, and only what came afterwards counts as somebody else's.
#[tokio::test]
async fn who_has_chosen_is_asked_of_later_changes_alone() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let (one, other) = two(&app).await;
        let change = async |fields: &[(&str, &str)]| {
            let form = settings(&other.get(SETTINGS).await.ok().text());
            post(&other, SETTINGS, &with(&form, fields)).await.leads_to(DRAFT);
        };
        let form = settings(&one.get(SETTINGS).await.ok().text());
        change(&[("summary_kk", "Олардікі."), ("hours", "5")]).await;
        let page = post(&one, SETTINGS, &with(&form, &[("summary_kk", "Менікі.")])).await.has(409).text();
        assert!(page.contains("data-edition=\"over "), "a browser does not put the old form over this one");
        let chosen = settings(&page);
        assert!(chosen.contains(&("hours".to_owned(), "5".to_owned())), "taken over");
        // Taken back meanwhile, and another part of the same file changed.
        change(&[("hours", "3")]).await;
        let module = format!("{DRAFT}/modules/motives");
        let of_module = settings(&other.get(&module).await.ok().text());
        post(&other, &module, &with(&of_module, &[("title_kk", "Басқа атау")])).await.has(303);
        // A mistake in the form: the choice holds.
        let wrong = post(&one, SETTINGS, &with(&chosen, &[("validity", "x")])).await.has(422);
        post(&one, SETTINGS, &with(&settings(&wrong.text()), &[("validity", "")])).await.leads_to(DRAFT);
        let file = stored(&app, "course.toml").await.expect("there");
        for words in ["hours = 3", "Менікі.", "Басқа атау"] {
            assert!(file.contains(words), "{words}: {file}");
        }
        // A question that is not finished.
        let form = form_of(&one.get(QUESTION).await.ok().text());
        post(&other, QUESTION, &with(&form, &[("explanation-kk", "Олардікі.")])).await.leads_to(QUESTION);
        let mine = [("explanation-kk", "Менікі."), ("text-ru", ""), ("unfinished", "yes")];
        let page = post(&one, QUESTION, &with(&form, &mine)).await.has(409).text();
        post(&one, QUESTION, &form_of(&page)).await.leads_to(QUESTION);
        let file = stored(&app, "questions/motives.toml").await.expect("there");
        assert!(file.contains("Менікі.") && !file.contains("Олардікі."));
    })
    .await;
}

/// The fields without one.
fn without(fields: &[(String, String)], gone: &str) -> Vec<(String, String)> {
    fields.iter().filter(|(name, _)| name != gone).cloned().collect()
}

#[tokio::test]
async fn what_is_typed_for_something_that_went_meanwhile_can_be_added_again() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let (one, other) = two(&app).await;
        let fact = "value = \"10\"\nsource = \"x\"\nmark = \"V\"\n";
        let facts = stored(&app, "facts.toml").await.unwrap_or_default();
        write(&other, DRAFT, "facts.toml", &format!("{facts}\n[groups]\n{fact}")).await;
        let term = "term.kk = \"x\"\nterm.ru = \"x\"\nterm.en = \"x\"\nmeaning.kk = \"y\"\nmeaning.ru = \"y\"\nmeaning.en = \"y\"\n";
        let glossary = stored(&app, "glossary.toml").await.unwrap_or_default();
        write(&other, DRAFT, "glossary.toml", &format!("{glossary}\n[group]\n{term}")).await;
        let pages = ["facts/groups", "glossary/group", "lessons/match-task", "modules/motives"];
        let texts = [("value_kk", "Он бір"), ("meaning_kk", "Бес адам"), ("title_kk", "Іс таңдау"), ("title_kk", "Себептер")];
        let mut forms = Vec::new();
        for (page, text) in pages.into_iter().zip(texts) {
            let to = format!("{DRAFT}/{page}");
            let form = settings(&one.get(&to).await.ok().text());
            assert!(form.iter().any(|(name, _)| name == text.0), "{page}: {form:?}");
            forms.push((to, text, with(&form, &[text])));
        }
        write(&other, DRAFT, "facts.toml", &facts).await;
        write(&other, DRAFT, "glossary.toml", &glossary).await;
        let course = stored(&app, "course.toml").await.expect("there");
        let (before, rest) = course.split_once("[[modules.lessons]]\nkey = \"match-task\"").expect("the lesson");
        let (_, after) = rest.split_once("\n\n").expect("its end");
        write(&other, DRAFT, "course.toml", &format!("{before}{after}")).await;
        for (to, text, form) in &forms[..3] {
            let page = post(&one, to, form).await.has(409);
            page.says(text.1);
            page.says("жаңа болып қосылады");
            assert!(page.text().contains("/new\" "), "{to}: it is sent as a new one");
        }
        let to = &forms[2].0;
        let page = post(&one, to, &forms[2].2).await.has(409).text();
        let new = format!("{DRAFT}/modules/motives/lessons/new");
        post(&one, &new, &settings(&page)).await.has(303);
        let renamed = stored(&app, "course.toml").await.expect("there").replace("key = \"motives\"", "key = \"reasons\"");
        write(&other, DRAFT, "course.toml", &renamed).await;
        let (to, text, form) = &forms[3];
        let page = post(&one, to, form).await.has(409);
        page.says(text.1);
        page.says(&format!("{DRAFT}/modules/new"));
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

/// One line for each of the others, whatever they had open, by its title.
#[tokio::test]
async fn who_else_is_there_stands_in_one_line_by_titles() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let (one, other) = two(&app).await;
        for lesson in ["six-motives", "match-task", "first-30-minutes"] {
            other.get(&format!("{DRAFT}/lessons/{lesson}/ru")).await.ok();
            app.advance(1);
        }
        let present = |page: String| {
            let list = page.split("class=\"note present\"").nth(1).and_then(|rest| rest.split("</ul>").next());
            list.expect("somebody is there").to_owned()
        };
        let title = |text: String| text.lines().next().expect("a title").trim_start_matches("# ").to_owned();
        let last = title(stored(&app, "lessons/motives/first-30-minutes.kk.md").await.expect("there"));
        let shown = present(one.get(DRAFT).await.ok().text());
        assert_eq!(shown.matches("<li>").count(), 1, "{shown}");
        assert!(shown.contains(&last), "{shown}");
        // The lesson goes: what they had open before is told, and never a key.
        let seen = number(&one.get(DRAFT).await.ok().text());
        let remove = [("number", seen.as_str()), ("remove_lesson", "first-30-minutes")];
        one.post(&format!("{DRAFT}/outline"), &remove).await.has(303);
        let earlier = title(stored(&app, "lessons/motives/match-task.kk.md").await.expect("there"));
        let shown = present(one.get(DRAFT).await.ok().text());
        assert!(shown.contains(&earlier) && !shown.contains("first-30-minutes"), "{shown}");
        // The history speaks the language of whoever reads it.
        let course = stored(&app, "course.toml").await.expect("there");
        let bare = course.replace("[review]\nlegal = \"pending\"\nlanguage = \"pending\"\n\n", "");
        write(&one, DRAFT, "course.toml", &bare).await;
        let form = settings(&one.get(SETTINGS).await.ok().text());
        post(&one, SETTINGS, &with(&form, &[("hours", "7"), ("before_publishing", "medical")])).await.leads_to(DRAFT);
        assert!(stored(&app, "course.toml").await.expect("there").contains("[review]"));
        let history = one.get("/ru/trainer/drafts/1/history").await.ok();
        history.says("<strong>Настройки курса</strong>");
        let text = history.text();
        let rows = text.split("<ul class=\"rows\">").nth(1).and_then(|rest| rest.split("</ul>").next());
        let rows = rows.expect("changes");
        assert!(rows.contains("</a>, <a") && !rows.contains("</a><a"), "files stand apart: {rows}");
        history.says(">План и настройки курса</a>");
        // What is unticked leaves nothing behind.
        let mut form = settings(&one.get(SETTINGS).await.ok().text());
        form.retain(|(name, _)| name != "before_publishing");
        post(&one, SETTINGS, &form).await.leads_to(DRAFT);
        let file = stored(&app, "course.toml").await.expect("there");
        assert!(!file.contains("[review]"), "{file}");
    })
    .await;
}
