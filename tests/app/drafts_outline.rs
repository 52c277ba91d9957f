//! The outline of a draft: lessons change modules, modules their order, and the tests their rules, all by forms.

use super::drafts::{DRAFT, drafting, number, stored};
use super::harness::app::TestApp;
use super::harness::client::{Answer, Client};
use super::harness::database::on_both;

const OUTLINE: &str = "/kk/trainer/drafts/1/outline";
const FINAL: &str = "/kk/trainer/drafts/1/final";

/// A second module, with the key `second`.
pub(crate) async fn add_module(trainer: &Client) {
    let new = format!("{DRAFT}/modules/new");
    let page = trainer.get(&new).await.ok().text();
    let seen = number(&page);
    let typed = [
        ("number", seen.as_str()),
        ("title_kk", "Екінші"),
        ("title_ru", "Второй"),
        ("title_en", "Second"),
        ("key", "second"),
    ];
    trainer.post(&new, &typed).await.leads_to(&format!("{DRAFT}#second"));
}

/// A button of the outline, pressed on the page as it is now.
pub(crate) async fn press(trainer: &Client, fields: &[(&str, &str)]) -> Answer {
    let seen = number(&trainer.get(DRAFT).await.ok().text());
    let mut form = vec![("number", seen.as_str())];
    form.extend(fields);
    trainer.post(OUTLINE, &form).await
}

/// The keys of modules and lessons, in the order of the page.
pub(crate) async fn order(trainer: &Client) -> String {
    let page = trainer.get(DRAFT).await.ok().text();
    let keys = page.split("data-key=\"").skip(1).map(|rest| rest.split('"').next().unwrap_or_default());
    keys.collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn a_lesson_goes_to_another_module_with_texts_and_checks_and_nothing_gets_stale() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = drafting(&app).await;
        trainer.get(DRAFT).await.ok().says("дайын сабақ: 3 / 3");
        add_module(&trainer).await;
        let text = stored(&app, "lessons/motives/first-30-minutes.ru.md").await;
        // Down from the end of a module.
        press(&trainer, &[("down_lesson", "first-30-minutes")]).await.leads_to(&format!("{DRAFT}#first-30-minutes"));
        assert_eq!(order(&trainer).await, "motives six-motives match-task second first-30-minutes");
        assert_eq!(stored(&app, "lessons/second/first-30-minutes.ru.md").await, text);
        assert_eq!(stored(&app, "lessons/motives/first-30-minutes.ru.md").await, None);
        let questions = stored(&app, "questions/second.toml").await.expect("there");
        assert_eq!(questions.matches("[[question]]").count(), 3);
        assert!(!stored(&app, "questions/motives.toml").await.expect("there").contains("first-30-minutes-check-1"));
        assert!(!trainer.get(DRAFT).await.ok().text().contains("ескірді"));
        trainer.get(&format!("{DRAFT}/lessons/first-30-minutes/ru")).await.ok();
        // And back, by its own form.
        let form = format!("{DRAFT}/lessons/first-30-minutes");
        let page = trainer.get(&form).await.ok().text();
        let seen = number(&page);
        let typed = [
            ("number", seen.as_str()),
            ("title_kk", "Алғашқы жарты сағат"),
            ("minutes", "7"),
            ("module", "motives"),
            ("check", "first-30-minutes-check-1"),
            ("check", "first-30-minutes-check-2"),
            ("check", "first-30-minutes-check-3"),
        ];
        trainer.post(&form, &typed).await.leads_to(DRAFT);
        assert_eq!(order(&trainer).await, "motives six-motives match-task first-30-minutes second");
        let kazakh = stored(&app, "lessons/motives/first-30-minutes.kk.md").await.expect("there");
        assert!(kazakh.starts_with("# Алғашқы жарты сағат\n"), "{kazakh}");
        assert!(stored(&app, "questions/motives.toml").await.expect("there").contains("first-30-minutes-check-1"));
        assert_eq!(stored(&app, "lessons/second/first-30-minutes.kk.md").await, None);
        let typed = [("number", seen.as_str()), ("title_kk", "А"), ("minutes", "7"), ("module", "none")];
        trainer.post(&form, &typed).await.has(409);
    })
    .await;
}

#[tokio::test]
async fn what_was_stale_is_stale_in_the_other_module_too() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = drafting(&app).await;
        add_module(&trainer).await;
        let source = format!("{DRAFT}/lessons/six-motives/kk");
        let page = trainer.get(&source).await.ok().text();
        let text = stored(&app, "lessons/motives/six-motives.kk.md").await.expect("there");
        let title = text.lines().next().expect("a title").to_owned();
        let text = text.replacen(&title, &format!("{title} (жаңа)"), 1);
        trainer.post(&source, &[("number", &number(&page)), ("text", &text)]).await.leads_to(&source);
        let outline = trainer.get(DRAFT).await.ok();
        outline.says("ескірді: 1 абзац");
        outline.says("дайын сабақ: 2 / 3, ескіргені: 1");
        press(&trainer, &[("place_lesson", "six-motives"), ("to", "second"), ("before", "")]).await.has(303);
        assert_eq!(order(&trainer).await, "motives match-task first-30-minutes second six-motives");
        let outline = trainer.get(DRAFT).await.ok();
        outline.says("ескірді: 1 абзац");
        trainer.get(&format!("{DRAFT}/lessons/six-motives/ru")).await.ok().says("Түпнұсқа өзгерген");
    })
    .await;
}

#[tokio::test]
async fn modules_and_lessons_are_dragged_to_their_place() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = drafting(&app).await;
        add_module(&trainer).await;
        press(&trainer, &[("place_lesson", "first-30-minutes"), ("to", "motives"), ("before", "six-motives")])
            .await
            .leads_to(&format!("{DRAFT}#first-30-minutes"));
        assert_eq!(order(&trainer).await, "motives first-30-minutes six-motives match-task second");
        press(&trainer, &[("place_module", "second"), ("before", "motives")]).await.has(303);
        assert_eq!(order(&trainer).await, "second motives first-30-minutes six-motives match-task");
        // Where the other is gone, nothing moves.
        press(&trainer, &[("place_lesson", "six-motives"), ("to", "none")]).await.leads_to(DRAFT);
        press(&trainer, &[("place_lesson", "six-motives"), ("to", "second"), ("before", "match-task")])
            .await
            .leads_to(DRAFT);
        assert_eq!(order(&trainer).await, "second motives first-30-minutes six-motives match-task");
    })
    .await;
}

/// The form of the final test.
async fn send(trainer: &Client, more: &[(&str, &str)]) -> Answer {
    let seen = number(&trainer.get(FINAL).await.ok().text());
    let mut form = vec![
        ("number", seen.as_str()),
        ("pass_percent", "80"),
        ("tries", "3"),
        ("wait_hours", "72"),
        ("minutes", ""),
        ("critical", "first"),
        ("explanations", "after-try"),
    ];
    for (name, value) in more {
        form.retain(|(known, _)| known != name || ["from", "count"].contains(known));
        form.push((name, value));
    }
    trainer.post(FINAL, &form).await
}

#[tokio::test]
async fn the_final_test_is_made_changed_and_taken_out_by_a_form() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = drafting(&app).await;
        trainer.get(DRAFT).await.ok().says("/kk/trainer/drafts/1/final");
        let page = trainer.get(FINAL).await.ok();
        page.says("Модуль: Адамдар неге өз уақытын бөледі");
        page.says("Тақырып: briefing");
        let bare = send(&trainer, &[("there", "yes"), ("from", "all"), ("count", "0"), ("tries", "0")]).await;
        let bare = bare.has(422);
        bare.says("Кемінде бір жолға сұрақ санын жазыңыз.");
        bare.says("1-ден 100-ге дейінгі санды жазыңыз.");
        let wrong = [("there", "yes"), ("from", "module:none"), ("count", "4"), ("minutes", "-1")];
        let wrong = send(&trainer, &wrong).await.has(422);
        wrong.says("Әр жолда қайдан екенін таңдап");
        // What was typed is still there.
        wrong.says("value=\"-1\"");
        let good = [
            ("there", "yes"),
            ("from", "module:motives"),
            ("count", "2"),
            ("from", "tag:briefing"),
            ("count", "1"),
            ("from", "all"),
            ("count", ""),
            ("minutes", "30"),
            ("explanations", "after-pass"),
            ("repeat", "yes"),
        ];
        send(&trainer, &good).await.leads_to(DRAFT);
        let text = stored(&app, "course.toml").await.expect("there");
        let expected = "[final]\npass_percent = 80\ntries = 3\nwait_hours = 72\nminutes = 30\n\
                        explanations = \"after-pass\"\nrepeat_weak_modules = true\ndraw = [\n  \
                        { module = \"motives\", count = 2 },\n  { tag = \"briefing\", count = 1 },\n]\n";
        assert!(text.ends_with(expected), "{text}");
        trainer.get(&format!("{DRAFT}/check")).await.ok().says("Қате табылған жоқ");
        // Too many: the check leads to the form.
        send(&trainer, &[("there", "yes"), ("from", "all"), ("count", "150")]).await.leads_to(DRAFT);
        trainer.get(&format!("{DRAFT}/check")).await.ok().says("href=\"/kk/trainer/drafts/1/final\"");
        let gone = send(&trainer, &[]).await.has(303);
        assert!(!stored(&app, "course.toml").await.expect("there").contains("[final]"));
        let there = gone.header("location").to_owned();
        trainer.get(&there).await.ok().says("Жойылды: Қорытынды тест");
    })
    .await;
}

#[tokio::test]
async fn the_rules_of_a_module_need_no_text() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = drafting(&app).await;
        let module = format!("{DRAFT}/modules/motives");
        let page = trainer.get(&module).await.ok().text();
        let before = stored(&app, "course.toml").await.expect("there");
        let seen = number(&page);
        let typed = [
            ("number", seen.as_str()),
            ("title_kk", "Адамдар неге өз уақытын бөледі"),
            ("title_ru", "Почему люди отдают своё время"),
            ("title_en", "Why people give their time"),
            ("summary_kk", "А."),
            ("summary_ru", "Б."),
            ("summary_en", "C."),
            ("draw", "8"),
            ("pass_percent", "75"),
            ("tries", "3"),
            ("wait_hours", "24"),
            ("minutes", "20"),
            ("critical", "any"),
            ("explanations", "after-try"),
        ];
        trainer.post(&module, &typed).await.leads_to(&format!("{DRAFT}#motives"));
        let after = stored(&app, "course.toml").await.expect("there");
        assert!(after.ends_with("wait_hours = 24\nminutes = 20\ncritical = \"any\"\n"), "{after}");
        assert!(!before.contains("critical"));
    })
    .await;
}

#[tokio::test]
async fn the_settings_of_the_course_need_no_text() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = drafting(&app).await;
        let settings = format!("{DRAFT}/settings");
        let page = trainer.get(&settings).await.ok().text();
        let seen = number(&page);
        let typed = [
            ("number", seen.as_str()),
            ("title_kk", "Көшбасшылық"),
            ("title_ru", "Лидерство"),
            ("summary_kk", "А."),
            ("summary_ru", "Б."),
            ("outcomes_kk", "бір\r\nекі\r\nүш"),
            ("outcomes_ru", "раз\r\nдва\r\nтри"),
            ("limits_kk", "А."),
            ("limits_ru", "Б."),
            ("hours", "1"),
            ("languages_asked", "yes"),
            ("required", "ru"),
            ("printed_kk", "А"),
            ("printed_ru", "Б"),
            ("language", "ru"),
            ("guideline", "2025-10"),
            ("base_kk", "ERC 2025"),
            ("base_ru", "ERC 2025"),
        ];
        trainer.post(&settings, &typed).await.leads_to(DRAFT);
        let after = stored(&app, "course.toml").await.expect("there");
        for line in ["languages = [\"kk\", \"ru\"]\n", "version = \"2025-10\"\n", "base.ru = \"ERC 2025\"\n"] {
            assert!(after.contains(line), "no {line:?} in\n{after}");
        }
        assert!(
            after.contains("\"Leadership of volunteers\""),
            "a language that goes leaves its texts for coming back"
        );
    })
    .await;
}
