//! Questions come from a file into a draft: looked at first, then there once, as one change.

use std::path::Path;

use diesel::prelude::*;
use erikti::app::retention;
use erikti::db::schema::{draft_uploads, jobs};
use erikti::exchange::{bank, limits};
use erikti::jobs::model::NewJob;
use erikti::jobs::queue::enqueue;
use erikti::kernel::Role;

use super::drafts::{DRAFT, drafting, number, stored};
use super::drafts_publish::write;
use super::harness::app::TestApp;
use super::harness::client::{Answer, Client};
use super::harness::database::on_both;
use super::people::staff;

const IMPORT: &str = "/kk/trainer/drafts/1/import";
const FILE: &str = "questions/motives.toml";

/// A file of the seed corpus.
pub(crate) fn seed(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/exchange").join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Brings a file of the seed corpus to the first draft.
pub(crate) async fn bring(trainer: &Client, name: &str, form: &[(&str, &str)]) -> Answer {
    trainer.upload_with(IMPORT, ("file", name, seed(name)), form).await
}

/// Where a file that was brought waits.
pub(crate) fn waiting(answer: Answer) -> String {
    let answer = answer.has(303);
    let to = answer.header("location").to_owned();
    assert!(to.starts_with(&format!("{IMPORT}/")), "{to}");
    to
}

/// Confirms, as the form of the preview does.
pub(crate) async fn confirm(trainer: &Client, preview: &str) -> Answer {
    let (path, query) = preview.split_once('?').expect("a choice");
    let form: Vec<(&str, &str)> = query.split('&').filter_map(|pair| pair.split_once('=')).collect();
    trainer.post(path, &form).await
}

async fn keys(app: &TestApp) -> Vec<String> {
    let text = stored(app, FILE).await.expect("there");
    bank::keys_in(&text).expect("TOML").iter().map(ToString::to_string).collect()
}

async fn kept(app: &TestApp) -> (i64, i64) {
    let counted = app.app.read(|conn| {
        let with_bytes = draft_uploads::table.filter(draft_uploads::content.is_not_null());
        Ok((draft_uploads::table.count().get_result(conn)?, with_bytes.count().get_result(conn)?))
    });
    counted.await.expect("the database answers")
}

#[tokio::test]
async fn questions_are_looked_at_added_once_and_taken_back() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = drafting(&app).await;
        let before = stored(&app, FILE).await.expect("there");
        trainer.get(DRAFT).await.ok().says("/import");
        let form = trainer.get(&format!("{IMPORT}?module=motives")).await.ok();
        form.says("<option value=\"motives\" selected");
        let form = [("module", "motives"), ("language", "ru"), ("lesson", "six-motives"), ("format", "")];
        let to = waiting(bring(&trainer, "questions.gift", &form).await);
        let preview = trainer.get(&to).await.ok();
        for words in [
            "9 сұрақ қосылады",
            "4 сұрақ алынбайды",
            "Толық алынбайды",
            "5-жол",
            "эссенің тексеруге болатын дұрыс жауабы жоқ",
            "пікірге мұнда орын жоқ: «Совсем не то»",
            "бұл тілде мәтіні жоқ: English",
            "«Первая помощь/Вызов» санаты көшірілмейді",
        ] {
            preview.says(words);
        }
        assert!(!preview.text().contains("қайта оқитын сабақты көрсетіңіз"), "the lesson was chosen");
        trainer.get(&to.replace("/kk/", "/ru/")).await.ok().says("Будет добавлено 9 вопросов");
        let refused = trainer.get(&format!("{to}&show=refused")).await.ok();
        assert!(!refused.text().contains("Позвонить 103"), "only what is not taken");
        refused.says("Опишите свой случай.");
        assert_eq!(stored(&app, FILE).await.as_deref(), Some(before.as_str()), "nothing changed yet");

        let done = confirm(&trainer, &to).await.has(303);
        let there = done.header("location").to_owned();
        assert!(there.starts_with(&format!("{DRAFT}?undo=")), "{there}");
        let after = stored(&app, FILE).await.expect("there");
        assert!(after.starts_with(before.trim_end()), "what was there stays as it was written");
        assert!(after.contains("key = \"call-first\"") && after.contains("lesson = \"six-motives\""), "{after}");
        assert_eq!(kept(&app).await, (1, 0), "the bytes go once they are taken in");
        // Sent twice, or looked at again: it is there once.
        confirm(&trainer, &to).await.leads_to(&there);
        trainer.get(&to).await.leads_to(&there);
        assert_eq!(stored(&app, FILE).await.as_deref(), Some(after.as_str()));
        trainer.get(&there).await.ok().says("Файлдан қосылды: questions.gift");
        trainer.get(&format!("{DRAFT}/history")).await.ok().says("Файлдан алынды");
        let change = there.rsplit('=').next().expect("a number");
        trainer.post(&format!("{DRAFT}/undo"), &[("number", change)]).await.leads_to(DRAFT);
        assert_eq!(stored(&app, FILE).await.as_deref(), Some(before.as_str()));
    })
    .await;
}

/// What a table knows of a question that is there goes into that one, where it has nothing.
#[tokio::test]
async fn a_table_fills_the_languages_that_questions_lack() {
    const OWN: &str = "[[question]]\nkey = \"own-one\"\nkind = \"single\"\nlesson = \"six-motives\"\n\
        text.kk = \"Не істейсіз?\"\ntext.en = \"What do you do?\"\n\n[[question.right]]\nkey = \"ring\"\n\
        text.kk = \"Қоңырау шаламын\"\n\n[[question.wrong]]\nkey = \"wait\"\ntext.kk = \"Күтемін\"\n";
    const TABLE: &str = "part;value;kk;ru;en\nquestion;single;Не істейсіз?;Что вы делаете?;Something else?\n\
        key;own-one;;;\nexplanation;;;Потому что.;\nright;;Қоңырау шаламын;Звоню;\nwrong;;Күтемін;Жду;\n";
    const MORE: &str = "question;single;Жаңа сұрақ?;Новый вопрос?;New?\nright;;Иә;Да;Yes\nwrong;;Жоқ;Нет;No\n";
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = drafting(&app).await;
        let before = format!("{}\n{OWN}", stored(&app, FILE).await.expect("there"));
        write(&trainer, DRAFT, FILE, &before).await;
        let count = keys(&app).await.len();
        let form = [("module", "motives"), ("language", "kk"), ("lesson", "six-motives")];
        let with_more = format!("{TABLE}{MORE}").into_bytes();
        let to = waiting(trainer.upload_with(IMPORT, ("file", "table.csv", with_more), &form).await);
        let preview = trainer.get(&to).await.ok();
        for words in [
            "<strong>1 сұрақ қосылады</strong>",
            "Курстағы 1 сұраққа жетіспейтін тілдер қосылады",
            "Оған қосылатын тіл: Русский.",
            "href=\"/kk/trainer/drafts/1/questions/own-one\"",
        ] {
            preview.says(words);
        }
        let fills = trainer.get(&format!("{to}&show=fills")).await.ok().text();
        assert!(fills.contains("Не істейсіз?") && !fills.contains("Жаңа сұрақ?"), "{fills}");
        let there = confirm(&trainer, &to).await.has(303).header("location").to_owned();
        let after = stored(&app, FILE).await.expect("there");
        for words in ["\ntext.ru = \"Что вы делаете?\"", "\nexplanation.ru = \"Потому что.\"", "\"Звоню\"", "\"Жду\""]
        {
            assert!(after.contains(words), "{words}: {after}");
        }
        assert!(after.contains("text.en = \"What do you do?\"") && !after.contains("Something else?"), "{after}");
        assert_eq!(keys(&app).await.len(), count + 1, "the new one alone is added");
        assert!(before.lines().all(|line| after.lines().any(|other| other == line)), "every line stays: {after}");
        let change = there.rsplit('=').next().expect("a number");
        trainer.post(&format!("{DRAFT}/undo"), &[("number", change)]).await.leads_to(DRAFT);
        assert_eq!(stored(&app, FILE).await.as_deref(), Some(before.as_str()));
        // One that fills alone.
        let to = waiting(trainer.upload_with(IMPORT, ("file", "table.csv", TABLE.as_bytes().to_vec()), &form).await);
        confirm(&trainer, &to).await.has(303);
        assert_eq!(keys(&app).await.len(), count);
        let filled = stored(&app, FILE).await.expect("there");
        assert!(filled.contains("Звоню"));
        // The same once more has nothing to add, and is no new question.
        let to = waiting(trainer.upload_with(IMPORT, ("file", "table.csv", TABLE.as_bytes().to_vec()), &form).await);
        let preview = trainer.get(&to).await.ok();
        preview.says("1 сұрақ курста бұрыннан бар, сол күйінде қалады");
        preview.says("Қосатын ештеңе жоқ");
        let there = trainer.get(&format!("{to}&show=there")).await.ok();
        there.says("кесте оған ештеңе қоспайды");
        there.says("Кестеде басқаша жазылған: English.");
        confirm(&trainer, &to).await.ok();
        assert_eq!((keys(&app).await.len(), stored(&app, FILE).await), (count, Some(filled)));
    })
    .await;
}

#[tokio::test]
async fn every_format_is_recognised() {
    let app = TestApp::start().await;
    let trainer = drafting(&app).await;
    for (name, words) in [
        ("questions.gift", "9 сұрақ қосылады"),
        ("questions.txt", "3 сұрақ қосылады"),
        ("questions.xml", "7 сұрақ қосылады"),
        ("questions.csv", "3 сұрақ қосылады"),
    ] {
        let to = waiting(bring(&trainer, name, &[("module", "motives"), ("language", "ru")]).await);
        trainer.get(&to).await.ok().says(words);
    }
}

#[tokio::test]
async fn what_cannot_be_read_is_refused_whole_with_a_sentence() {
    let app = TestApp::start().await;
    let trainer = drafting(&app).await;
    let send = async |name: &str, bytes: &[u8]| {
        trainer.upload_with(IMPORT, ("file", name, bytes.to_vec()), &[("module", "motives")]).await.has(422)
    };
    send("", b"").await.says("Файлды таңдаңыз.");
    send("a.doc", b"abc").await.says("Файл атауынан пішімі белгісіз");
    send("a.gift", b"caf\xe9 {T}").await.says("болжамсыз оқу мүмкін емес");
    send("a.xml", b"<!DOCTYPE quiz><quiz/>").await.says("DOCTYPE");
    send("a.xlsx", b"PK\x03\x04").await.says("XLSX");
    send("a.gift", &vec![b'a'; limits::BYTES + 1]).await.says("10 МБ-тан үлкен");
    let far_too_large = vec![b'a'; 2 * limits::BYTES + 1];
    trainer.upload_with(IMPORT, ("file", "a.gift", far_too_large), &[]).await.has(413);
    assert_eq!(kept(&app).await, (0, 0));
    // A draft whose own questions cannot be read: which keys are taken is not known.
    let to = format!("{DRAFT}/file?path={FILE}");
    let page = trainer.get(&to).await.ok().text();
    trainer.post(&to, &[("number", &number(&page)), ("text", "[[question")]).await.leads_to(&to);
    send("a.gift", b"a{T}").await.says(FILE);
    // The page's script is answered without a journey.
    let page = trainer.get(&to).await.ok().text();
    trainer.post(&to, &[("number", &number(&page)), ("text", "")]).await.leads_to(&to);
    let answer = bring(&trainer, "questions.txt", &[("script", "yes")]).await.has(201);
    assert!(answer.header("location").starts_with(&format!("{IMPORT}/1?module=")), "{}", answer.header("location"));
}

#[tokio::test]
async fn a_waiting_file_is_seen_by_whoever_brought_it_and_for_a_day() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = drafting(&app).await;
        let other = staff(&app, "other", &[Role::Trainer]).await;
        let to = waiting(bring(&trainer, "questions.txt", &[("module", "motives")]).await);
        other.get(&to).await.has(404);
        confirm(&other, &to).await.has(404);
        let elsewhere = to.replace("/drafts/1/", "/drafts/2/");
        other.post("/kk/trainer/drafts", &[("course", "first-aid")]).await.leads_to("/kk/trainer/drafts/2");
        trainer.get(&elsewhere).await.has(404);
        for _ in 0..6 {
            bring(&trainer, "questions.txt", &[]).await.has(303);
        }
        assert_eq!(kept(&app).await, (5, 5), "five of one person wait at most");
        trainer.get(&to).await.has(404);
        retention::run(&app.app).await.expect("every rule runs");
        assert_eq!(kept(&app).await.0, 5);
        app.advance(25 * 3600);
        retention::run(&app.app).await.expect("every rule runs");
        assert_eq!(kept(&app).await.0, 0);
    })
    .await;
}

#[tokio::test]
async fn two_who_add_to_the_same_module_both_do_and_one_who_presses_twice_does_once() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = drafting(&app).await;
        let other = staff(&app, "other", &[Role::Trainer]).await;
        let before = keys(&app).await.len();
        let form = [("module", "motives"), ("language", "ru")];
        let (mine, theirs) = (
            waiting(bring(&trainer, "questions.txt", &form).await),
            waiting(bring(&other, "questions.xml", &form).await),
        );
        let (one, two, three) =
            tokio::join!(confirm(&trainer, &mine), confirm(&trainer, &mine), confirm(&other, &theirs));
        for answer in [one, two, three] {
            answer.has(303);
        }
        for (who, to) in [(&trainer, &mine), (&other, &theirs)] {
            // Whoever met the others too often is told, and tries again.
            confirm(who, to).await.has(303);
        }
        let after = keys(&app).await;
        assert_eq!(after.len(), before + 3 + 7, "{after:?}");
        let distinct: std::collections::BTreeSet<_> = after.iter().collect();
        assert_eq!(distinct.len(), after.len());
    })
    .await;
}

/// A file so large that a job takes it in.
fn many(count: usize) -> Vec<u8> {
    let one = |number: usize| {
        format!("::Q{number}::Сұрақ {number}: не істейсіз? {{=Қоңырау шаламын ~Күтемін#Кешігесіз. ~Кетемін}}\n\n")
    };
    (1..=count).map(one).collect::<String>().into_bytes()
}

/// Looks at the page of a file until it leads on.
pub(crate) async fn done(trainer: &Client, page: &str) -> String {
    for _ in 0..1200 {
        let answer = trainer.get(page).await;
        if answer.status == 303 {
            return answer.header("location").to_owned();
        }
        answer.ok();
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("{page} does not lead on");
}

#[tokio::test]
async fn a_large_file_is_taken_in_beside_the_pages_and_once() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = drafting(&app).await;
        let (before, file) = (stored(&app, FILE).await.expect("there"), many(1200));
        assert!(file.len() > erikti::authoring::LARGE);
        let form = [("module", "motives"), ("language", "kk"), ("lesson", "six-motives")];
        let to = waiting(trainer.upload_with(IMPORT, ("file", "many.gift", file), &form).await);
        trainer.get(&to).await.ok().says("1200 сұрақ қосылады");
        // Pressed twice at once, and again: both lead to the page that tells how far it is.
        let (one, two) = tokio::join!(confirm(&trainer, &to), confirm(&trainer, &to));
        for answer in [one, two] {
            let there = answer.has(303).header("location").to_owned();
            assert!(
                there.starts_with(to.split('?').next().expect("a path"))
                    || there.starts_with(&format!("{DRAFT}?undo="))
            );
        }
        let there = done(&trainer, &to).await;
        assert!(there.starts_with(&format!("{DRAFT}?undo=")), "{there}");
        confirm(&trainer, &to).await.leads_to(&there);
        let after = stored(&app, FILE).await.expect("there");
        assert!(after.starts_with(before.trim_end()), "what was there stays as it was written");
        let keys = bank::keys_in(&after).expect("TOML");
        assert_eq!(keys.len(), bank::keys_in(&before).expect("TOML").len() + 1200);
        assert_eq!(keys.iter().collect::<std::collections::BTreeSet<_>>().len(), keys.len());
        assert_eq!(kept(&app).await, (1, 0), "the bytes go once they are taken in");
        // It is one change, by the one who asked.
        trainer.get(&format!("{DRAFT}/history")).await.ok().says("Айгүл Сейітқызы");
        let change = there.rsplit('=').next().expect("a number");
        trainer.post(&format!("{DRAFT}/undo"), &[("number", change)]).await.leads_to(DRAFT);
        assert_eq!(stored(&app, FILE).await.as_deref(), Some(before.as_str()));
    })
    .await;
}

#[tokio::test]
async fn the_page_of_a_large_file_says_how_far_it_is_and_why_it_stopped() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = drafting(&app).await;
        let to = waiting(bring(&trainer, "questions.txt", &[("module", "motives"), ("language", "ru")]).await);
        let wanted = |wanted: Option<&'static str>, stopped: Option<&'static str>| {
            app.app.write(erikti::kernel::Actor::System, move |conn, _| {
                let values = (
                    draft_uploads::wanted.eq(wanted),
                    draft_uploads::done.eq(Some(500_i64)),
                    draft_uploads::total.eq(Some(1200_i64)),
                    draft_uploads::stopped.eq(stopped),
                );
                diesel::update(draft_uploads::table).set(values).execute(conn)?;
                Ok(())
            })
        };
        let queued = app.app.write(erikti::kernel::Actor::System, |conn, ctx| {
            let (kind, run_at) = (erikti::authoring::TAKE_QUESTIONS, ctx.now.plus_hours(240));
            enqueue(conn, ctx, &NewJob { kind, key: None, payload: "1".to_owned(), run_at })
        });
        queued.await.expect("the database answers");
        wanted(Some("{}"), None).await.expect("the database answers");
        let page = trainer.get(&to).await.ok();
        page.says("1200 сұрақтың 500-і дайын");
        page.says("<progress aria-label=\"Сұрақтар қосылып жатыр\" max=\"1200\" value=\"500\">");
        trainer.get(&to.replace("/kk/", "/ru/")).await.ok().says("Готово 500 из 1200");
        // It is on its way: pressing again asks for nothing.
        confirm(&trainer, &to).await.leads_to(&to);
        // A day later it is still wanted: the file stays.
        app.advance(25 * 3600);
        retention::run(&app.app).await.expect("every rule runs");
        assert_eq!(kept(&app).await, (1, 1));
        // Given up for good: the page says so, nothing is lost, and it can be asked for again.
        let given_up = app.app.write(erikti::kernel::Actor::System, |conn, ctx| {
            // As if it had come today: the rule that runs beside this test leaves it, whatever is asked for from here on.
            diesel::update(draft_uploads::table).set(draft_uploads::uploaded_at.eq(ctx.now)).execute(conn)?;
            let own = jobs::table.filter(jobs::kind.eq(erikti::authoring::TAKE_QUESTIONS));
            Ok(diesel::update(own).set(jobs::state.eq("failed")).execute(conn)?)
        });
        assert_eq!(given_up.await.expect("the database answers"), 1);
        trainer.sign_in("kk", "trainer@example.kz").await;
        for _ in 0..2 {
            let page = trainer.get(&to).await.ok();
            page.says("Сұрақтар қосылмады: серверде ақау болды");
            page.says("3 сұрақ қосылады");
        }
        assert_eq!(kept(&app).await, (1, 1));
        wanted(None, Some("exchange-stopped-crowded")).await.expect("the database answers");
        let page = trainer.get(&to).await.ok();
        page.says("дәл осы кезде басқалар сол модульді өзгертіп жатты");
        page.says("3 сұрақ қосылады");
        confirm(&trainer, &to).await.has(303);
        assert_eq!(kept(&app).await, (1, 0));
    })
    .await;
}
