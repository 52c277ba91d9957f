//! The facts and the glossary of a draft: one change reaches every text, and one undo takes it back.

use super::drafts::{DRAFT, drafting, number, stored};
use super::harness::app::TestApp;
use super::harness::client::{Answer, Client};
use super::harness::database::on_both;
use super::people::staff;
use erikti::kernel::Role;

const FACT: &str = "/kk/trainer/drafts/1/facts/needs-count";
const LESSON: &str = "lessons/motives/match-task.kk.md";

/// The form of a fact with these fields in place of its own.
async fn send(trainer: &Client, to: &str, page: &str, more: &[(&str, &str)]) -> Answer {
    let number = number(page);
    let mut form = vec![
        ("number", number.as_str()),
        ("key", "needs-count"),
        ("value_kk", "3"),
        ("value_ru", "3"),
        ("value_en", "3"),
        ("unit_kk", "қажеттілік"),
        ("unit_ru", "потребности"),
        ("unit_en", "needs"),
        ("min", "3"),
        ("max", "3"),
        ("source", "Deci & Ryan"),
        ("mark", "K"),
    ];
    for (name, value) in more {
        form.retain(|(known, _)| known != name);
        form.push((name, value));
    }
    trainer.post(to, &form).await
}

async fn facts(app: &TestApp) -> String {
    stored(app, "facts.toml").await.expect("there")
}

/// Takes back what the answer's address names.
async fn take_back(trainer: &Client, answer: &Answer, list: &str) {
    let there = answer.header("location").to_owned();
    let done = trainer.get(&there).await.ok();
    done.says("name=\"back\"");
    let change = there.rsplit('=').next().expect("a number").to_owned();
    let form = [("number", change.as_str()), ("back", list)];
    trainer.post(&format!("{DRAFT}/undo"), &form).await.leads_to(&format!("{DRAFT}/{list}"));
}

#[tokio::test]
async fn a_changed_number_shows_every_text_before_and_after_and_then_changes_at_once() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = drafting(&app).await;
        trainer.get(&format!("{DRAFT}/facts")).await.ok().says("needs-count");
        let page = trainer.get(FACT).await.ok().text();
        let before = facts(&app).await;
        let effect =
            send(&trainer, FACT, &page, &[("value_kk", "төрт"), ("value_ru", "четыре"), ("value_en", "four")]).await;
        let effect = effect.ok();
        assert_eq!(facts(&app).await, before, "nothing is changed by looking");
        for words in [
            "<del>3</del> қажеттілікті атайды",
            "<ins>төрт</ins> қажеттілікті атайды",
            "<ins>четыре</ins>",
            "<ins>four</ins> needs",
            "/lessons/match-task/en?whole=yes&amp;line=29#text",
            // What is typed in a question is told apart.
            "3 … 3",
        ] {
            effect.says(words);
        }
        let changed = [("value_kk", "төрт"), ("value_ru", "четыре"), ("value_en", "four"), ("sure", "yes")];
        let done = send(&trainer, FACT, &page, &changed).await.has(303);
        let text = facts(&app).await;
        assert!(text.contains("value.kk = \"төрт\"") && text.contains("value.en = \"four\""), "{text}");
        // A second click does nothing more, and a page that is old by now writes over nothing.
        send(&trainer, FACT, &page, &changed).await.has(303);
        let refused = send(&trainer, FACT, &page, &[("value_kk", "9"), ("sure", "yes")]).await.has(409);
        for words in ["Осы арада мұны басқа біреу де сақтапты", "<p class=\"typed\" lang=\"kk\">төрт</p>", ">9</p>"]
        {
            refused.says(words);
        }
        assert_eq!(facts(&app).await, text);
        take_back(&trainer, &done, "facts").await;
        assert_eq!(facts(&app).await, before);
    })
    .await;
}

#[tokio::test]
async fn a_new_name_is_followed_by_every_text_and_taken_back_as_one_change() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = drafting(&app).await;
        let (page, before) = (trainer.get(FACT).await.ok().text(), facts(&app).await);
        let lesson = stored(&app, LESSON).await.expect("there");
        for (key, words) in [("Needs", "Кілтте тек"), ("motives-count", "Мұндай кілт бар")] {
            send(&trainer, FACT, &page, &[("key", key)]).await.has(422).says(words);
        }
        let done = send(&trainer, FACT, &page, &[("key", "needs")]).await.has(303);
        let renamed = stored(&app, LESSON).await.expect("there");
        assert!(lesson.contains("{fact:needs-count}"));
        assert_eq!(renamed, lesson.replace("{fact:needs-count}", "{fact:needs}"));
        trainer.get(FACT).await.has(404);
        trainer.get(&format!("{DRAFT}/facts/needs")).await.ok().says("match-task");
        send(&trainer, FACT, &page, &[("key", "needs")]).await.leads_to(&format!("{DRAFT}/facts"));
        // A translation that fitted its source does so still.
        assert!(!trainer.get(DRAFT).await.ok().text().contains("ескірді"));
        trainer.get(&format!("{DRAFT}/check")).await.ok().says("Қате табылған жоқ");
        take_back(&trainer, &done, "facts").await;
        assert_eq!((stored(&app, LESSON).await.as_deref(), facts(&app).await), (Some(lesson.as_str()), before));
    })
    .await;
}

#[tokio::test]
async fn a_fact_comes_and_goes_but_not_while_a_text_uses_it() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = drafting(&app).await;
        let new = format!("{DRAFT}/facts/new");
        let page = trainer.get(&new).await.ok().text();
        let bare = send(&trainer, &new, &page, &[("value_kk", " "), ("source", ""), ("min", "5"), ("key", "")]).await;
        let bare = bare.has(422);
        for words in ["Мәнін жазыңыз.", "Санның қайдан алынғанын жазыңыз.", "Екі санды да жазыңыз", "Кілтте тек"]
        {
            bare.says(words);
        }
        // What was typed is still there.
        bare.says("value=\"қажеттілік\"");
        let typed = [
            ("key", "shift-hours"),
            ("value_kk", "4"),
            ("value_ru", ""),
            ("value_en", ""),
            ("min", "3,5"),
            ("max", "4"),
        ];
        let done = send(&trainer, &new, &page, &typed).await.has(303);
        let text = facts(&app).await;
        assert!(text.contains("[shift-hours]\nvalue = \"4\"\nmin = 3.5\nmax = 4\n"), "{text}");
        trainer.get(done.header("location")).await.ok().says("Қосылды: shift-hours");
        let own = format!("{DRAFT}/facts/shift-hours");
        let page = trainer.get(&own).await.ok();
        page.says("Бірде-бір мәтінде қолданылмайды");
        let number = number(&page.text());
        let gone = trainer.post(&format!("{own}/remove"), &[("number", &number)]).await.has(303);
        assert!(!facts(&app).await.contains("shift-hours"));
        take_back(&trainer, &gone, "facts").await;
        assert!(facts(&app).await.contains("shift-hours"));
        let used = trainer.post(&format!("{FACT}/remove"), &[("number", &number)]).await.has(409);
        used.says("/lessons/match-task/ru?whole=yes");
        assert!(facts(&app).await.contains("[needs-count]"));
        // Somebody else has the same list open.
        let other = staff(&app, "other", &[Role::Trainer]).await;
        other.get("/ru/trainer/drafts/1/facts").await.ok().says("shift-hours");
    })
    .await;
}

#[tokio::test]
async fn a_list_that_is_no_toml_is_mended_as_text() {
    let app = TestApp::start().await;
    let trainer = drafting(&app).await;
    let to = format!("{DRAFT}/file?path=facts.toml");
    let page = trainer.get(&to).await.ok().text();
    trainer.post(&to, &[("number", &number(&page)), ("text", "[broken")]).await.leads_to(&to);
    trainer.get(&format!("{DRAFT}/facts")).await.leads_to(&to);
    trainer.get(FACT).await.leads_to(&to);
}

#[tokio::test]
async fn words_of_the_glossary_come_are_renamed_and_go() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = drafting(&app).await;
        let list = format!("{DRAFT}/glossary");
        trainer.get(&list).await.ok().says("себеп (мотив)");
        let new = format!("{list}/new");
        let page = trainer.get(&new).await.ok().text();
        trainer.post(&new, &[("number", &number(&page)), ("term_ru", "Смена")]).await.has(422).says("Сөзді жазыңыз.");
        let number_now = number(&page);
        let typed = [("number", number_now.as_str()), ("term_kk", "Жол жүру"), ("meaning_kk", "Жолға шығу.")];
        let done = trainer.post(&new, &typed).await.has(303);
        trainer.get(done.header("location")).await.ok().says("бұл тілде жоқ: Русский");
        assert!(stored(&app, "glossary.toml").await.expect("there").contains("[zhol-zhuru]\nterm.kk = \"Жол жүру\""));
        let own = format!("{list}/motive");
        let page = trainer.get(&own).await.ok();
        page.says("six-motives");
        let number = number(&page.text());
        let typed = [
            ("number", number.as_str()),
            ("key", "reason"),
            ("term_kk", "себеп"),
            ("meaning_kk", "Адамды іске бастайтын нәрсе."),
        ];
        let done = trainer.post(&own, &typed).await.has(303);
        let lesson = stored(&app, "lessons/motives/six-motives.en.md").await.expect("there");
        assert!(lesson.contains("(term:reason)") && !lesson.contains("(term:motive)"));
        take_back(&trainer, &done, "glossary").await;
        let lesson = stored(&app, "lessons/motives/six-motives.en.md").await.expect("there");
        assert!(lesson.contains("(term:motive)"));
        let page = trainer.get(&own).await.ok().text();
        let used = trainer.post(&format!("{own}/remove"), &[("number", &super::drafts::number(&page))]).await;
        used.has(409).says("six-motives");
    })
    .await;
}
