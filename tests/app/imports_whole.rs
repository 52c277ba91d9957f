//! A table that holds more than the module into which it is brought: what the course has already is known again, wherever it
//! stands; and a large one of which nothing is new.

use std::collections::BTreeSet;

use diesel::prelude::*;
use erikti::authoring::{self, LARGE};
use erikti::db::schema::draft_uploads;
use erikti::exchange::bank;
use erikti::kernel::Role;
use erikti::kernel::ids::DraftId;

use super::drafts::{DRAFT, drafting, stored};
use super::drafts_outline::add_module;
use super::drafts_publish::write;
use super::harness::app::TestApp;
use super::harness::client::Client;
use super::harness::database::on_both;
use super::imports::{confirm, done, waiting};
use super::people::staff;

const IMPORT: &str = "/kk/trainer/drafts/1/import";
const ROLE: &str = "questions/role.toml";
const CHECK: &str = "questions/check.toml";
const SECOND: &str = "questions/second.toml";

async fn bring(trainer: &Client, table: &[u8], module: &str) -> String {
    let form = [("module", module), ("language", "kk"), ("lesson", "")];
    waiting(trainer.upload_with(IMPORT, ("file", "table.csv", table.to_vec()), &form).await)
}

async fn changes(app: &TestApp) -> i64 {
    let read = app.app.read(|conn| authoring::list_changes(conn, DraftId(1), None, (0, 1))).await;
    read.expect("the database answers").1
}

#[tokio::test]
async fn a_table_of_the_whole_course_brings_nothing_new_to_any_module() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = staff(&app, "trainer", &[Role::Trainer]).await;
        trainer.post("/kk/trainer/drafts", &[("course", "first-aid")]).await.leads_to(DRAFT);
        let table = trainer.get(&format!("{DRAFT}/export/questions?format=csv&language=kk")).await.ok().body;
        let before = (stored(&app, ROLE).await, stored(&app, CHECK).await);
        for module in ["role", "check"] {
            let to = bring(&trainer, &table, module).await;
            let preview = trainer.get(&to).await.ok();
            preview.says("<strong>0 сұрақ қосылады</strong>");
            preview.says("Қосатын ештеңе жоқ");
            let text = preview.text();
            assert!(!text.contains("Кестеде басқаша жазылған") && !text.contains("кесте басқаша айтады"), "{text}");
        }
        assert_eq!((stored(&app, ROLE).await, stored(&app, CHECK).await), before);
    })
    .await;
}

/// A language that is missing in another module than the one that was chosen, and a text that was corrected in the table.
#[tokio::test]
async fn a_table_of_the_whole_course_fills_each_module_and_says_what_differs() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = staff(&app, "trainer", &[Role::Trainer]).await;
        trainer.post("/kk/trainer/drafts", &[("course", "first-aid")]).await.leads_to(DRAFT);
        let table = trainer.get(&format!("{DRAFT}/export/questions?format=csv&language=kk")).await.ok().text();
        let check = stored(&app, CHECK).await.expect("there");
        let line = check.lines().find(|line| line.starts_with("text.ru = ")).expect("a stem");
        let lacking = check.replacen(&format!("{line}\n"), "", 1);
        write(&trainer, DRAFT, CHECK, &lacking).await;
        let role = stored(&app, ROLE).await.expect("there");
        let count = changes(&app).await;
        let why = "Адам жалғыз қалады, ал ";
        assert_eq!(table.matches(why).count(), 1, "{table}");
        let table = table.replace(why, "Адам елсізде жалғыз қалады, ал ");
        let to = bring(&trainer, table.as_bytes(), "role").await;
        let preview = trainer.get(&to).await.ok();
        preview.says("<strong>0 сұрақ қосылады</strong>");
        preview.says("Курстағы 1 сұраққа жетіспейтін тілдер қосылады");
        preview.says("Оған қосылатын тіл: Русский.");
        preview.says("Бұрыннан бар 1 сұрақта кесте басқаша айтады: ол көшірілмейді");
        trainer.get(&format!("{to}&show=there")).await.ok().says("Кестеде басқаша жазылған: Қазақша.");
        trainer
            .get(&to.replace("/kk/", "/ru/"))
            .await
            .ok()
            .says("В 1 вопросе, который уже есть, таблица говорит другое");
        // So large a table is taken in by the job.
        assert!(table.len() > LARGE);
        confirm(&trainer, &to).await.has(303);
        let there = done(&trainer, &to).await;
        let after = stored(&app, CHECK).await.expect("there");
        assert!(after.contains(line), "{line}: {after}");
        assert_eq!(bank::keys_in(&after), bank::keys_in(&check));
        assert_eq!(stored(&app, ROLE).await.as_deref(), Some(role.as_str()), "what is there is not overwritten");
        // One change, which is taken back as one.
        assert_eq!(changes(&app).await, count + 1);
        let change = there.rsplit('=').next().expect("a number");
        trainer.post(&format!("{DRAFT}/undo"), &[("number", change)]).await.leads_to(DRAFT);
        assert_eq!(stored(&app, CHECK).await.as_deref(), Some(lacking.as_str()));
        // And a small one while its sender waits.
        let (head, rest) = table.split_once('\n').expect("a head");
        let question = rest.split("question;").find(|question| question.contains("scene-check-1")).expect("there");
        let small = format!("{head}\nquestion;{question}");
        let to = bring(&trainer, small.as_bytes(), "role").await;
        let there = confirm(&trainer, &to).await.has(303).header("location").to_owned();
        assert!(there.contains("?undo="), "{there}");
        assert_eq!(stored(&app, CHECK).await.as_deref(), Some(after.as_str()));
        assert_eq!(stored(&app, ROLE).await.as_deref(), Some(role.as_str()));
    })
    .await;
}

/// The keys of the questions of both modules, each once.
async fn keys(app: &TestApp) -> (usize, usize) {
    let mut all = Vec::new();
    let mut counts = Vec::new();
    for file in [ROLE, CHECK] {
        let keys = bank::keys_in(&stored(app, file).await.expect("there")).expect("TOML");
        counts.push(keys.len());
        all.extend(keys);
    }
    assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len(), "each key is there once: {all:?}");
    (counts[0], counts[1])
}

/// What another module has comes into the one that was chosen if that is ticked, and is there twice by nothing else.
#[tokio::test]
async fn what_another_module_has_is_copied_where_that_is_ticked() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = staff(&app, "trainer", &[Role::Trainer]).await;
        trainer.post("/kk/trainer/drafts", &[("course", "first-aid")]).await.leads_to(DRAFT);
        let table = trainer.get(&format!("{DRAFT}/export/questions?format=csv&language=kk")).await.ok().text();
        let check = stored(&app, CHECK).await.expect("there");
        let line = check.lines().find(|line| line.starts_with("text.ru = ")).expect("a stem");
        let lacking = check.replacen(&format!("{line}\n"), "", 1);
        write(&trainer, DRAFT, CHECK, &lacking).await;
        let (head, rest) = table.split_once('\n').expect("a head");
        let question = rest.split("question;").find(|question| question.contains("scene-check-1")).expect("there");
        let small = format!("{head}\nquestion;{question}");
        let (before, count, (own, others)) = (stored(&app, ROLE).await, changes(&app).await, keys(&app).await);
        // It is said where it is, and that it could come here as well.
        let to = bring(&trainer, small.as_bytes(), "role").await;
        let preview = trainer.get(&to).await.ok();
        preview.says("<strong>0 сұрақ қосылады</strong>");
        preview.says("«Оқиға орнын және адамды тексеру» модулінде бұрыннан бар, сол жерде толықтырылады");
        preview.says("Басқа модульдегі 1 сұрақты осы модульге де көшіру");
        assert!(!preview.text().contains("value=\"yes\" checked"), "{}", preview.text());
        let copying = format!("{to}&copy=yes");
        let preview = trainer.get(&copying).await.ok();
        preview.says("<strong>1 сұрақ қосылады</strong>");
        preview.says("Көшірме: бұл сұрақ «Оқиға орнын және адамды тексеру» модулінде де бар");
        preview.says("value=\"yes\" checked");
        preview.says("/questions/scene-check-1\"");
        trainer
            .get(&copying.replace("/kk/", "/en/"))
            .await
            .ok()
            .says("Copy 1 question of another module into this one as well");
        assert_eq!((stored(&app, ROLE).await, changes(&app).await), (before.clone(), count), "looking changes nothing");
        // Copied, and nothing is filled in in the other module.
        let there = confirm(&trainer, &copying).await.has(303).header("location").to_owned();
        assert_eq!(keys(&app).await, (own + 1, others));
        assert_eq!(stored(&app, CHECK).await.as_deref(), Some(lacking.as_str()));
        let stem = line.split_once(" = ").expect("a text").1;
        assert_eq!(stored(&app, ROLE).await.expect("there").matches(stem).count(), 1);
        // Once more: it is here by now. Without the tick the other one is filled, and it does not come a second time.
        let again = bring(&trainer, small.as_bytes(), "role").await;
        trainer.get(&format!("{again}&copy=yes")).await.ok().says("Қосатын ештеңе жоқ");
        confirm(&trainer, &format!("{again}&copy=yes")).await.ok().says("Қосатын ештеңе жоқ");
        assert_eq!(keys(&app).await, (own + 1, others));
        confirm(&trainer, &again).await.has(303);
        assert_eq!(keys(&app).await, (own + 1, others));
        assert_eq!(stored(&app, CHECK).await.as_deref(), Some(check.as_str()));
        let change = there.rsplit('=').next().expect("a number");
        trainer.post(&format!("{DRAFT}/undo"), &[("number", change)]).await.leads_to(DRAFT);
        assert_eq!(stored(&app, ROLE).await, before);
        // Of what is there as it is, too; and by the job.
        let to = bring(&trainer, table.as_bytes(), "role").await;
        let preview = trainer.get(&format!("{to}&show=there")).await.ok();
        preview.says("модулінде бұрыннан бар, кесте оған ештеңе қоспайды");
        preview.says("formmethod=\"get\"");
        assert!(table.len() > LARGE);
        let copying = format!("{to}&copy=yes");
        confirm(&trainer, &copying).await.leads_to(&copying);
        done(&trainer, &copying).await;
        assert_eq!(keys(&app).await, (own + others, others));
        assert_eq!(stored(&app, CHECK).await.as_deref(), Some(check.as_str()));
    })
    .await;
}

/// A draft with a question that stands in two modules, and with an empty third one: the table, the rows of both, and the
/// files of both.
async fn twice(app: &TestApp) -> (Client, String, [String; 2], [String; 2]) {
    let trainer = staff(app, "trainer", &[Role::Trainer]).await;
    trainer.post("/kk/trainer/drafts", &[("course", "first-aid")]).await.leads_to(DRAFT);
    let table = trainer.get(&format!("{DRAFT}/export/questions?format=csv&language=kk")).await.ok().text();
    add_module(&trainer).await;
    let (role, check) = (stored(app, ROLE).await.expect("there"), stored(app, CHECK).await.expect("there"));
    let entry = check.split("[[question]]\n").find(|entry| entry.contains("scene-check-1")).expect("there");
    let twin = entry.replacen("scene-check-1", "twin", 1).replacen("lesson = \"scene\"", "lesson = \"numbers\"", 1);
    let role = format!("{}\n\n[[question]]\n{}\n", role.trim_end(), twin.trim_end());
    write(&trainer, DRAFT, ROLE, &role).await;
    let row = table.split("question;").find(|row| row.contains("scene-check-1")).expect("there");
    let (row, twin) = (format!("question;{row}"), format!("question;{}", row.replace("scene-check-1", "twin")));
    (trainer, table, [row, twin], [role, check])
}

/// How many questions the third module has.
async fn copied(app: &TestApp) -> usize {
    bank::keys_in(&stored(app, SECOND).await.unwrap_or_default()).expect("TOML").len()
}

/// A question that stands in two modules is twice in a table of the course, and comes once into a third one.
#[tokio::test]
async fn what_two_other_modules_have_is_copied_once() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let (trainer, table, [row, twin], [role, check]) = twice(&app).await;
        let stem = check.lines().find_map(|line| line.strip_prefix("text.ru = ")).expect("a stem").trim_matches('"');
        assert_eq!(row.matches(stem).count(), 1, "{row}");
        // What the second one has more is not taken over, and that is said.
        let head = table.lines().next().expect("a head");
        let small = format!("{head}\n{}{twin}", row.replace(stem, ""));
        let to = bring(&trainer, small.as_bytes(), "second").await;
        trainer.get(&to).await.ok().says("<strong>0 сұрақ қосылады</strong>");
        let copying = format!("{to}&copy=yes");
        let preview = trainer.get(&copying).await.ok();
        preview.says("<strong>1 сұрақ қосылады</strong>");
        preview.says("Көшірме: бұл сұрақ «Оқиға орнын және адамды тексеру» модулінде де бар");
        preview.says("Бұл сұрақ кестеде екі рет тұр: ол бір-ақ рет көшіріледі.");
        preview.says("Кестеде басқаша жазылған: Русский.");
        assert_eq!(preview.text().matches("/questions/").count(), 1, "what is not there yet is not led to");
        confirm(&trainer, &copying).await.has(303);
        assert_eq!(copied(&app).await, 1);
        assert!(!stored(&app, SECOND).await.expect("there").contains(stem));
        // Brought once more, it fills in the copy.
        let again = format!("{}&copy=yes", bring(&trainer, small.as_bytes(), "second").await);
        confirm(&trainer, &again).await.has(303);
        assert_eq!(copied(&app).await, 1);
        assert_eq!(stored(&app, SECOND).await.expect("there").matches(stem).count(), 1);
        assert_eq!((stored(&app, ROLE).await, stored(&app, CHECK).await), (Some(role), Some(check)));
    })
    .await;
}

/// By the job as well, which keeps what was chosen: there is something that it would fill in elsewhere otherwise.
#[tokio::test]
async fn the_job_copies_what_was_ticked_and_once() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let (trainer, table, [_, twin], [_, check]) = twice(&app).await;
        let stem = check.lines().find(|line| line.starts_with("text.ru = ")).expect("a stem");
        let lacking = check.replacen(&format!("{stem}\n"), "", 1);
        write(&trainer, DRAFT, CHECK, &lacking).await;
        let whole = format!("{}\n{twin}", table.trim_end());
        assert!(whole.len() > LARGE);
        let copying = format!("{}&copy=yes", bring(&trainer, whole.as_bytes(), "second").await);
        confirm(&trainer, &copying).await.leads_to(&copying);
        done(&trainer, &copying).await;
        assert_eq!(stored(&app, CHECK).await.as_deref(), Some(lacking.as_str()), "nothing is filled in there");
        assert_eq!(copied(&app).await, table.lines().filter(|line| line.starts_with("question;")).count());
    })
    .await;
}

/// Two bring the same large table; when the second one's job runs, all of it is there.
#[tokio::test]
async fn of_a_large_table_that_is_there_by_now_it_is_said_that_nothing_is_new() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = drafting(&app).await;
        let other = staff(&app, "other", &[Role::Trainer]).await;
        let one = |number: usize| {
            format!("question;single;Сұрақ {number}: не істейсіз?;;\nright;;Қоңырау шаламын;;\nwrong;;Күтемін;;\n")
        };
        let table = format!("part;value;kk;ru;en\n{}", (1..=1200).map(one).collect::<String>());
        assert!(table.len() > LARGE);
        let (first, second) =
            (bring(&trainer, table.as_bytes(), "motives").await, bring(&other, table.as_bytes(), "motives").await);
        other.get(&second).await.ok().says("<strong>1200 сұрақ қосылады</strong>");
        confirm(&trainer, &first).await.has(303);
        done(&trainer, &first).await;
        let (file, count) = (stored(&app, "questions/motives.toml").await, changes(&app).await);
        confirm(&other, &second).await.leads_to(&second);
        let stopped = async || {
            let read = app.app.read(|conn| {
                let all = draft_uploads::table.order(draft_uploads::id.desc());
                Ok(all.select(draft_uploads::stopped).load::<Option<String>>(conn)?)
            });
            read.await.expect("the database answers").into_iter().next().flatten()
        };
        for _ in 0..1200 {
            if stopped().await.is_some() {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        assert_eq!(stopped().await.as_deref(), Some("exchange-nothing-new"));
        let page = other.get(&second).await.ok();
        page.says("<p class=\"note\" role=\"alert\">Қосатын ештеңе жоқ");
        assert!(!page.text().contains("Бұл файлдан бірде"), "{}", page.text());
        assert_eq!((stored(&app, "questions/motives.toml").await, changes(&app).await), (file, count));
    })
    .await;
}
