//! A trainer brings questions, and a whole course, from files.

use std::fmt::Write as _;
use std::path::Path;
use std::time::Duration;

use diesel::prelude::*;
use erikti::authoring;
use erikti::content::digest;
use erikti::content::files;
use erikti::content::files::archive::unpack;
use erikti::db::schema::{draft_uploads, jobs};
use erikti::exchange::bank;
use erikti::jobs::model::NewJob;
use erikti::jobs::queue::enqueue;
use erikti::kernel::Actor;
use erikti::kernel::ids::DraftId;

use crate::cards;
use crate::harness::app::TestApp;
use crate::harness::browser::Script;
use crate::harness::database::TestDatabase;
use crate::phone::Phone;

const DRAFT: &str = "/trainer/drafts/1";

#[tokio::test]
async fn questions_in_kazakh() {
    questions("kk", Script::On).await;
}

#[tokio::test]
async fn questions_without_script() {
    questions("ru", Script::Off).await;
}

fn gift(count: u32) -> String {
    (1..=count).fold(String::new(), |mut text, number| {
        let _ = write!(
            text,
            "::G{number}::{number}-сұрақ: не істейсіз? {{=Қоңырау шаламын ~Күтемін#Кешігесіз. ~Кетемін}}\n\n"
        );
        text
    })
}

fn moodle(count: u32) -> String {
    let question = |number: u32| {
        format!(
            "<question type=\"truefalse\"><name><text>M{number}</text></name><questiontext format=\"html\"><text>{number}-пікір \
             дұрыс.</text></questiontext><answer fraction=\"100\"><text>true</text></answer><answer fraction=\"0\">\
             <text>false</text></answer></question>"
        )
    };
    let questions: String = (1..=count).map(question).collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><quiz>{questions}<question type=\"essay\"><questiontext><text>Жазыңыз.</text></questiontext></question></quiz>"
    )
}

/// How many questions the draft has.
async fn count(app: &TestApp) -> usize {
    let files = app.app.read(|conn| authoring::list_texts(conn, DraftId(1))).await.expect("the database answers");
    let files = files.iter().filter(|file| file.path.starts_with("questions/"));
    files.map(|file| bank::keys_in(&file.text()).expect("TOML").len()).sum()
}

/// Chooses a file in the form and sends it.
async fn send(phone: &Phone, file: &Path) {
    let field = phone.browser.find("#upload").await;
    field.send_keys(&file.display().to_string()).await.expect("the file is chosen");
    phone.browser.click("main form[enctype] .button").await;
}

async fn questions(lang: &'static str, script: Script) {
    let app = TestApp::start().await;
    let Some(phone) = Phone::start(&app.address, lang, script).await else { return };
    cards::trainer(&app, &phone).await;
    phone.open("/trainer/drafts").await;
    phone.browser.follow("main ul.rows form button").await;
    let before = count(&app).await;
    let folder = tempfile::tempdir().expect("a folder");
    for (number, (name, text, taken)) in (1..).zip([("forty.gift", gift(40), 40), ("thirty.xml", moodle(30), 30)]) {
        let file = folder.path().join(name);
        std::fs::write(&file, text).expect("written");
        phone.open(&format!("{DRAFT}/import")).await;
        phone.look("exchange-form").await;
        send(&phone, &file).await;
        phone.arrives(&format!("{DRAFT}/import/{number}")).await;
        phone.look("exchange-preview").await;
        phone.desk("exchange-preview").await;
        assert_eq!(phone.browser.count(".report > li").await, taken.min(50) + usize::from(number == 2));
        phone.browser.click("main form[method=post] .button").await;
        phone.arrives(DRAFT).await;
        phone.browser.find("form.flash button").await;
        assert_eq!(count(&app).await, before + taken);
        phone.look("exchange-added").await;
        phone.browser.follow("form.flash button").await;
        assert_eq!(count(&app).await, before);
    }
    // What is no file of questions: the page says so and keeps the form.
    let file = folder.path().join("picture.gift");
    std::fs::write(&file, b"\xff\xd8\xff\xe0\x10JFIF").expect("written");
    phone.open(&format!("{DRAFT}/import")).await;
    send(&phone, &file).await;
    phone.browser.find(".error-summary").await;
    phone.browser.find("#upload").await;
    phone.look("exchange-refused").await;
    phone.open(&format!("{DRAFT}/export?format=gift")).await;
    phone.look("exchange-out").await;
}

#[tokio::test]
async fn copies_in_kazakh() {
    copies("kk", Script::On).await;
}

#[tokio::test]
async fn copies_without_script() {
    copies("ru", Script::Off).await;
}

/// A table of another module: nothing of it comes a second time until that is ticked, and another look keeps the tick.
async fn copies(lang: &'static str, script: Script) {
    let app = TestApp::start().await;
    let Some(phone) = Phone::start(&app.address, lang, script).await else { return };
    cards::trainer(&app, &phone).await;
    phone.open("/trainer/drafts").await;
    phone.press_to("main form:has(input[value=first-aid]) button", DRAFT).await;
    let before = count(&app).await;
    let other = app.client();
    other.sign_in("kk", cards::TRAINER).await;
    let table = other.get(&format!("/kk{DRAFT}/export/questions?format=csv&language=kk&module=check")).await.ok();
    // The whole of it would be taken in by a job.
    let (questions, table) = (3, table.text());
    let table = table.split_inclusive("\nquestion;").take(questions + 1).collect::<String>();
    let table = table.trim_end_matches("question;");
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("check.csv");
    std::fs::write(&file, table).expect("written");
    phone.open(&format!("{DRAFT}/import")).await;
    send(&phone, &file).await;
    let preview = format!("{DRAFT}/import/1");
    phone.arrives(&preview).await;
    phone.look("exchange-elsewhere").await;
    phone.desk("exchange-elsewhere").await;
    // There is nothing to confirm yet.
    assert_eq!(phone.browser.count("main form[method=post] button:not([formmethod])").await, 0);
    phone.browser.click("main form[method=post] .tick label").await;
    phone.browser.follow("main form[method=post] button[formmethod]").await;
    phone.arrives(&preview).await;
    assert_eq!(phone.browser.count("main form[method=post] input[name=copy]:checked").await, 1);
    phone.look("exchange-copies").await;
    phone.desk("exchange-copies").await;
    assert_eq!(count(&app).await, before);
    phone.browser.click("main form[method=post] button:not([formmethod])").await;
    phone.arrives(DRAFT).await;
    assert_eq!(count(&app).await, before + questions);
}

/// Makes the file that waits look as if 500 of its questions were taken in by a job of another day, or as if nobody had
/// asked.
async fn on_its_way(app: &TestApp, wanted: Option<&'static str>) {
    let made = app.app.write(Actor::System, move |conn, ctx| {
        let (done, total) = wanted.map_or((None, None), |_| (Some(500_i64), Some(2500_i64)));
        let values = (draft_uploads::wanted.eq(wanted), draft_uploads::done.eq(done), draft_uploads::total.eq(total));
        diesel::update(draft_uploads::table).set(values).execute(conn)?;
        let (kind, run_at) = (authoring::TAKE_QUESTIONS, ctx.now.plus_hours(240));
        if wanted.is_some() {
            enqueue(conn, ctx, &NewJob { kind, key: None, payload: "1".to_owned(), run_at })?;
        } else {
            diesel::delete(jobs::table.filter(jobs::kind.eq(kind))).execute(conn)?;
        }
        Ok(())
    });
    made.await.expect("the database answers");
}

/// A file so large that a job takes it in: the page says how far it is, by itself, and leads on when it is done.
#[tokio::test]
async fn a_large_file_is_taken_in_while_its_page_tells() {
    for (lang, script) in [("kk", Script::On), ("ru", Script::Off)] {
        let app = TestApp::start().await;
        let Some(phone) = Phone::start(&app.address, lang, script).await else { return };
        cards::trainer(&app, &phone).await;
        phone.open("/trainer/drafts").await;
        phone.browser.follow("main ul.rows form button").await;
        let before = count(&app).await;
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("many.gift");
        std::fs::write(&file, gift(2500)).expect("written");
        phone.open(&format!("{DRAFT}/import")).await;
        send(&phone, &file).await;
        phone.arrives(&format!("{DRAFT}/import/1")).await;
        // As it is on its way, with nobody at work: the page stands still and can be looked at.
        let preview = phone.browser.place().await;
        on_its_way(&app, Some("{}")).await;
        phone.open_path(&preview).await;
        phone.browser.find("main progress[value=\"500\"]").await;
        phone.look("exchange-progress").await;
        phone.desk("exchange-progress").await;
        on_its_way(&app, None).await;
        phone.open_path(&preview).await;
        phone.browser.click("main form[method=post] .button").await;
        // By itself, or by the page's link where there is no script.
        for _ in 0..600 {
            if phone.path().await == format!("/{lang}{DRAFT}") {
                break;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
            if script == Script::Off {
                phone.open_path(&preview).await;
            }
        }
        phone.arrives(DRAFT).await;
        phone.browser.find("form.flash button").await;
        assert_eq!(count(&app).await, before + 2500);
    }
}

#[tokio::test]
async fn a_course_goes_to_an_empty_installation() {
    let app = TestApp::start().await;
    let trainer = app.client();
    let nothing = tempfile::tempdir().expect("a folder");
    let courses = nothing.path().display().to_string();
    let other = TestApp::start_on(TestDatabase::sqlite(), &[("ERIKTI_COURSES", &courses)]).await;
    let Some(phone) = Phone::start(&other.address, "kk", Script::On).await else { return };
    let Some(first) = Phone::start(&app.address, "kk", Script::On).await else { return };
    cards::trainer(&app, &first).await;
    trainer.sign_in("kk", "trainer@example.kz").await;
    let archive = trainer.get("/kk/trainer/courses/leadership/course.zip").await.ok().body;
    let file = nothing.path().join("leadership.zip");
    std::fs::write(&file, &archive).expect("written");
    cards::trainer(&other, &phone).await;
    phone.open("/trainer/drafts/import").await;
    phone.look("archive-form").await;
    send(&phone, &file).await;
    phone.arrives(DRAFT).await;
    let held = other.app.read(|conn| authoring::list_files(conn, DraftId(1))).await.expect("the database answers");
    let held = held.into_iter().filter_map(|file| Some((file.path, file.content?))).collect();
    let digest_of = |files: &files::Files| digest::of_course(&files::read(files).package.expect("no mistakes").course);
    assert_eq!(digest_of(&held), digest_of(&unpack(&archive).expect("an archive")));
    // Once more, with the draft open: nothing is written over, and the page shows that nothing differs.
    phone.open("/trainer/drafts/import").await;
    send(&phone, &file).await;
    phone.arrives(&format!("{DRAFT}/incoming/1")).await;
    phone.look("archive-incoming").await;
    assert_eq!(phone.browser.count(".report > li").await, 0);
}
