//! A whole course goes out as an archive and comes in as one; the folder of the server and the browser never write over
//! each other.

use std::fs;
use std::io::{Cursor, Write as _};

use erikti::authoring::{self, Edits, FilesIn, Folder, publish_files};
use erikti::content::digest;
use erikti::content::files::archive::{LARGEST, pack, unpack};
use erikti::content::files::{self, Files, read_folder};
use erikti::content::import::{Import, Wish};
use erikti::content::prepare::prepare;
use erikti::kernel::ids::DraftId;
use erikti::kernel::{Actor, Role};

use super::drafts::{DRAFT, drafting, number, stored};
use super::harness::app::TestApp;
use super::harness::client::{Answer, Client, between};
use super::harness::database::on_both;
use super::harness::folder::copy;
use super::people::staff;

const IMPORT: &str = "/kk/trainer/drafts/import";
const LESSON: &str = "lessons/motives/six-motives.kk.md";

async fn send(trainer: &Client, name: &str, bytes: Vec<u8>) -> Answer {
    trainer.upload_with(IMPORT, ("file", name, bytes), &[]).await
}

/// The files of an archive that was downloaded.
fn taken_along(answer: Answer) -> (Vec<u8>, Files) {
    let answer = answer.ok();
    assert_eq!(answer.header("content-type"), "application/zip");
    let files = unpack(&answer.body).expect("an archive of a course");
    (answer.body, files)
}

fn digest_of(files: &Files) -> String {
    let reading = files::read(files);
    digest::of_course(&reading.package.unwrap_or_else(|| panic!("{:?}", reading.mistakes)).course)
}

async fn versions(app: &TestApp) -> (i32, i32, String) {
    let course = app.library.shelf().course("leadership").cloned().expect("there");
    (course.edition, course.revision, course.lesson_html())
}

trait LessonHtml {
    fn lesson_html(&self) -> String;
}

impl LessonHtml for std::sync::Arc<erikti::content::Published> {
    fn lesson_html(&self) -> String {
        let key = erikti::kernel::Slug::parse("six-motives").expect("a key");
        self.lesson(&key, erikti::kernel::Lang::Kk).expect("a lesson").1.html.clone()
    }
}

#[tokio::test]
async fn a_course_goes_out_and_comes_in_on_an_empty_installation_unchanged() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = drafting(&app).await;
        let (archive, files) = taken_along(trainer.get("/kk/trainer/courses/leadership/course.zip").await);
        let (_, of_draft) = taken_along(trainer.get(&format!("{DRAFT}/course.zip")).await);
        assert_eq!(of_draft, files, "a draft that nobody changed is the published course");
        let empty = tempfile::tempdir().expect("a folder");
        let other = TestApp::start_on(
            super::harness::database::TestDatabase::sqlite(),
            &[("ERIKTI_COURSES", &empty.path().display().to_string())],
        )
        .await;
        let there = staff(&other, "there", &[Role::Trainer]).await;
        there.get(IMPORT).await.ok();
        send(&there, "leadership.zip", archive).await.leads_to(DRAFT);
        let check = there.get(&format!("{DRAFT}/check")).await.ok();
        check.says("Қате табылған жоқ");
        let form = [("number", number(&check.text())), ("newest", String::new()), ("wish", "edition".to_owned())];
        let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        there.post(&format!("{DRAFT}/publish"), &form).await.leads_to(DRAFT);
        let (_, again) = taken_along(there.get("/kk/trainer/courses/leadership/course.zip").await);
        assert_eq!(again, files);
        assert_eq!(digest_of(&again), digest_of(&files));
        let digest = |app: &TestApp| digest::of_course(&app.library.shelf().course("leadership").expect("it").course);
        assert_eq!(digest(&other), digest(&app));
    })
    .await;
}

/// The files of the draft with another text in a lesson.
fn changed(files: &Files, words: &str) -> Files {
    let mut files = files.clone();
    let text = String::from_utf8(files[LESSON].clone()).expect("text");
    files.insert(LESSON.to_owned(), format!("{}\n\n{words}\n", text.trim_end()).into_bytes());
    files
}

#[tokio::test]
async fn an_archive_never_writes_over_an_open_draft() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = staff(&app, "trainer", &[Role::Trainer]).await;
        let (_, files) = taken_along(trainer.get("/kk/trainer/courses/leadership/course.zip").await);
        // No draft is open: the archive becomes one, with the published course before it.
        let mine = pack("leadership", &changed(&files, "Мұрағаттан.")).expect("packed");
        send(&trainer, "leadership.zip", mine.clone()).await.leads_to(DRAFT);
        assert!(stored(&app, LESSON).await.expect("there").contains("Мұрағаттан."));
        trainer.get(&format!("{DRAFT}/history")).await.ok().says("Файлдан алынды");
        // Now one is: it stays, and the page shows what differs.
        let another = pack("anything", &changed(&files, "Басқа мәтін.")).expect("packed");
        let there = send(&trainer, "other.zip", another).await.has(303).header("location").to_owned();
        assert_eq!(there, format!("{DRAFT}/incoming/1"));
        assert!(stored(&app, LESSON).await.expect("there").contains("Мұрағаттан."));
        let page = trainer.get(&there).await.ok();
        for words in ["1 файлдың айырмасы бар", "− Мұрағаттан.", "+ Басқа мәтін."]
        {
            page.says(words);
        }
        let other = staff(&app, "other", &[Role::Trainer]).await;
        other.get(&there).await.has(404);
        let seen = number(&page.text());
        trainer.post(&there, &[("number", &seen)]).await.has(409).says("Кемінде бір файлды белгілеңіз");
        trainer.post(&there, &[("number", "1"), ("take", LESSON)]).await.has(409).says("Осы арада жоба өзгерген");
        let form = [("number", seen.as_str()), ("take", LESSON), ("take", "course.toml")];
        let done = trainer.post(&there, &form).await.has(303).header("location").to_owned();
        assert!(done.starts_with(&format!("{DRAFT}?undo=")), "{done}");
        trainer.post(&there, &form).await.leads_to(&done);
        assert!(stored(&app, LESSON).await.expect("there").contains("Басқа мәтін."));
        let change = done.rsplit('=').next().expect("a number");
        trainer.post(&format!("{DRAFT}/undo"), &[("number", change)]).await.leads_to(DRAFT);
        assert!(stored(&app, LESSON).await.expect("there").contains("Мұрағаттан."));
    })
    .await;
}

#[tokio::test]
async fn what_is_no_course_is_refused_with_a_sentence() {
    let app = TestApp::start().await;
    let trainer = staff(&app, "trainer", &[Role::Trainer]).await;
    let packed = |entries: &[(&str, &str)]| {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (path, text) in entries {
            zip.start_file(*path, zip::write::SimpleFileOptions::default()).expect("a part");
            zip.write_all(text.as_bytes()).expect("memory");
        }
        zip.finish().expect("memory").into_inner()
    };
    let course = ("course.toml", "key = \"x\"");
    for (bytes, words) in [
        (Vec::new(), "Файлды таңдаңыз."),
        (b"abc".to_vec(), "Бұл ZIP мұрағаты емес"),
        (vec![b'a'; LARGEST + 1], "20 МБ-тан үлкен"),
        (packed(&[course, ("../x", "")]), "«../x»"),
        (packed(&[course, ("Course.toml", "")]), "«Course.toml»"),
        (packed(&[("x/readme.md", "")]), "course.toml жоқ"),
        (packed(&[("course.toml", "hours = 1")]), "курс кілті жоқ"),
        (packed(&[("course.toml", "[[")]), "қате жазылған"),
    ] {
        send(&trainer, "a.zip", bytes).await.has(422).says(words);
    }
    trainer.get(DRAFT).await.has(404);
    trainer.get("/kk/trainer/courses/none/course.zip").await.has(404);
}

/// Publishes the draft as a correction.
async fn publish(trainer: &Client) {
    let page = trainer.get(&format!("{DRAFT}/check")).await.ok().text();
    let newest = between(&page, "name=\"newest\" value=\"", "\"").to_owned();
    let number = number(&page);
    let form = [("number", number.as_str()), ("newest", newest.as_str()), ("wish", "correction")];
    trainer.post(&format!("{DRAFT}/publish"), &form).await.leads_to(DRAFT);
}

#[tokio::test]
async fn a_folder_that_changed_never_writes_over_what_was_published_here() {
    on_both(async |database| {
        let folder = tempfile::tempdir().expect("a folder");
        copy(&super::harness::library(), folder.path());
        let place = folder.path().display().to_string();
        let app = TestApp::start_on(database, &[("ERIKTI_COURSES", &place)]).await;
        let trainer = drafting(&app).await;
        let edit = |words: &str| {
            let file = folder.path().join("leadership").join(LESSON);
            let text = fs::read_to_string(&file).expect("a lesson");
            fs::write(&file, format!("{}\n\n{words}\n", text.trim_end())).expect("written");
        };
        // Only the folder changes: a correction, and the open draft, in which nothing waits, moves on with it.
        edit("Бумадан: бірінші.");
        let app = app.restart().await;
        let published = versions(&app).await;
        assert_eq!((published.0, published.1), (1, 2));
        assert!(published.2.contains("Бумадан: бірінші."));
        assert!(stored(&app, LESSON).await.expect("there").contains("Бумадан: бірінші."));

        // The browser publishes, then the folder changes as well.
        let trainer = relogin(&app, trainer).await;
        let to = format!("{DRAFT}/file?path={LESSON}");
        let page = trainer.get(&to).await.ok().text();
        let text = stored(&app, LESSON).await.expect("there");
        let text = format!("{}\n\nБраузерден.\n", text.trim_end());
        trainer.post(&to, &[("number", &number(&page)), ("text", &text)]).await.leads_to(&to);
        publish(&trainer).await;
        assert_eq!(versions(&app).await.1, 3);
        assert!(versions(&app).await.2.contains("Бумадан: бірінші."));
        // The same folder at another start is nothing new.
        let app = app.restart().await;
        assert_eq!(versions(&app).await.1, 3);
        edit("Бумадан: екінші.");
        let app = app.restart().await;
        let now = versions(&app).await;
        assert_eq!((now.0, now.1), (1, 3), "nothing was published");
        assert!(now.2.contains("Браузерден.") && !now.2.contains("екінші"));
        let trainer = relogin(&app, trainer).await;
        trainer.get("/kk/trainer/drafts").await.ok().says("Басқа көшірме күтіп тұр");
        trainer.get("/kk/trainer").await.ok().says("Сервер бумасында басқа көшірме тұр");
        trainer.get(DRAFT).await.ok().says("Сервердегі курс файлдарында басқа мәтін тұр");
        let page = trainer.get(DRAFT).await.ok().text();
        let there = between(&page, "class=\"button\" href=\"/kk/trainer/drafts/1/incoming/", "\"").to_owned();
        let there = format!("{DRAFT}/incoming/{there}");
        let page = trainer.get(&there).await.ok();
        for words in ["− Браузерден.", "+ Бумадан: екінші."] {
            page.says(words);
        }
        let seen = number(&page.text());
        trainer.post(&there, &[("number", &seen), ("take", LESSON)]).await.has(303);
        assert!(stored(&app, LESSON).await.expect("there").contains("екінші"));
        publish(&trainer).await;
        assert!(versions(&app).await.2.contains("Бумадан: екінші."));
        // Dealt with: another start says nothing more.
        let app = app.restart().await;
        let trainer = relogin(&app, trainer).await;
        assert!(!trainer.get(DRAFT).await.ok().text().contains("Сервердегі курс файлдарында"));
        assert_eq!(versions(&app).await.1, 4);
    })
    .await;
}

#[tokio::test]
async fn a_folder_that_changed_waits_for_what_was_not_published_yet() {
    on_both(async |database| {
        let folder = tempfile::tempdir().expect("a folder");
        copy(&super::harness::library(), folder.path());
        let place = folder.path().display().to_string();
        let app = TestApp::start_on(database, &[("ERIKTI_COURSES", &place)]).await;
        let trainer = drafting(&app).await;
        let to = format!("{DRAFT}/file?path={LESSON}");
        let page = trainer.get(&to).await.ok().text();
        let text = format!("{}\n\nЖобада.\n", stored(&app, LESSON).await.expect("there").trim_end());
        trainer.post(&to, &[("number", &number(&page)), ("text", &text)]).await.leads_to(&to);
        let file = folder.path().join("leadership").join(LESSON);
        let text = fs::read_to_string(&file).expect("a lesson");
        fs::write(&file, format!("{}\n\nБумадан.\n", text.trim_end())).expect("written");
        let app = app.restart().await;
        assert_eq!(versions(&app).await.1, 1, "nothing was published");
        let draft = stored(&app, LESSON).await.expect("there");
        assert!(draft.contains("Жобада.") && !draft.contains("Бумадан."));
        let trainer = relogin(&app, trainer).await;
        let page = trainer.get(&format!("{DRAFT}/incoming/1")).await.ok();
        page.says("− Жобада.");
        page.says("+ Бумадан.");

        // Somebody who knows of it publishes the files from the shell: the draft stays, and its check shows what differs.
        let files = read_folder(&folder.path().join("leadership")).expect("a folder");
        let prepared = prepare(files::read(&files).package.expect("a course")).expect("prepared");
        let import = move |conn: &mut _, ctx: &_| {
            let folder = Folder::of("leadership", &prepared)?;
            publish_files(conn, ctx, (&prepared, &folder), (Wish::Correction, Edits::ReplacedBy), &[])
        };
        let done = app.app.write(Actor::Shell, import).await.expect("the database answers");
        assert!(matches!(done, FilesIn::Import(Import::Correction(_))), "{done:?}");
        assert!(stored(&app, LESSON).await.expect("there").contains("Жобада."));
        let check = trainer.get(&format!("{DRAFT}/check")).await.ok();
        check.says(&format!("formaction=\"{DRAFT}/incoming\""));
        let there = trainer.post(&format!("{DRAFT}/incoming"), &[]).await.has(303).header("location").to_owned();
        let page = trainer.get(&there).await.ok();
        page.says("leadership-");
        page.says("− Жобада.");
        page.says("+ Бумадан.");
    })
    .await;
}

#[tokio::test]
async fn files_wait_for_the_signatures_that_are_demanded() {
    on_both(async |database| {
        let folder = tempfile::tempdir().expect("a folder");
        copy(&super::harness::library(), folder.path());
        let place = folder.path().display().to_string();
        let file = folder.path().join("leadership/course.toml");
        let plain = fs::read_to_string(&file).expect("a course");
        let demanding = plain.replace("[review]\n", "[review]\nbefore_publishing = [\"legal\"]\n");
        assert_ne!(plain, demanding);
        fs::write(&file, &demanding).expect("written");
        // A course that is new begins as a draft.
        let app = TestApp::start_on(database, &[("ERIKTI_COURSES", &place)]).await;
        assert!(app.library.shelf().course("leadership").is_none(), "nothing unsigned is published");
        let trainer = staff(&app, "trainer", &[Role::Trainer]).await;
        trainer.get(&format!("{DRAFT}/check")).await.ok().says("Қол қойылмаған: Заңгерлік тексеру");
        assert!(stored(&app, "course.toml").await.expect("there").contains("before_publishing"));
        // Without the demand it is published as ever; with it, a correction waits beside the draft.
        let app = app.restart().await;
        assert!(app.library.shelf().course("leadership").is_none());
        let trainer = relogin(&app, trainer).await;
        trainer.post(&format!("{DRAFT}/close"), &[]).await.leads_to("/kk/trainer/drafts");
        fs::write(&file, &plain).expect("written");
        let app = app.restart().await;
        assert_eq!(versions(&app).await.1, 1);
        fs::write(&file, &demanding).expect("written");
        let lesson = folder.path().join("leadership").join(LESSON);
        let text = fs::read_to_string(&lesson).expect("a lesson");
        fs::write(&lesson, format!("{}\n\nБумадан.\n", text.trim_end())).expect("written");
        let app = app.restart().await;
        assert_eq!(versions(&app).await.1, 1);
        let trainer = relogin(&app, trainer).await;
        trainer.get("/kk/trainer").await.ok().says("Сервер бумасында басқа көшірме тұр");
    })
    .await;
}

/// The program was started again, at another address.
async fn relogin(app: &TestApp, _: Client) -> Client {
    let client = app.client();
    client.sign_in("kk", "trainer@example.kz").await;
    client
}

#[tokio::test]
async fn a_folder_s_copy_can_be_left_aside_and_does_not_come_again() {
    on_both(async |database| {
        let folder = tempfile::tempdir().expect("a folder");
        copy(&super::harness::library(), folder.path());
        let place = folder.path().display().to_string();
        let app = TestApp::start_on(database, &[("ERIKTI_COURSES", &place)]).await;
        let trainer = drafting(&app).await;
        let to = format!("{DRAFT}/file?path={LESSON}");
        let page = trainer.get(&to).await.ok().text();
        let text = format!("{}\n\nБраузерден.\n", stored(&app, LESSON).await.expect("there").trim_end());
        trainer.post(&to, &[("number", &number(&page)), ("text", &text)]).await.leads_to(&to);
        publish(&trainer).await;
        trainer.post(&format!("{DRAFT}/close"), &[]).await.leads_to("/kk/trainer/drafts");
        let file = folder.path().join("leadership").join(LESSON);
        let text = fs::read_to_string(&file).expect("a lesson");
        fs::write(&file, format!("{}\n\nБумадан.\n", text.trim_end())).expect("written");
        // No draft is open: one begins from what is published.
        let app = app.restart().await;
        let trainer = relogin(&app, trainer).await;
        let lesson = app
            .app
            .read(|conn| authoring::find_file(conn, DraftId(2), LESSON))
            .await
            .expect("the database answers")
            .expect("a lesson");
        assert!(lesson.text().contains("Браузерден.") && !lesson.text().contains("Бумадан."));
        let there = "/kk/trainer/drafts/2/incoming/1";
        trainer.get(there).await.ok().says("+ Бумадан.");
        // Put away with its draft it waits beside the next one, and comes along when the first is opened again.
        trainer.get("/kk/trainer/drafts/2").await.ok().says("Серверден келген басқа көшірме жоғалмайды");
        trainer.post("/kk/trainer/drafts/2/close", &[]).await.leads_to("/kk/trainer/drafts");
        trainer.get("/kk/trainer/drafts").await.ok().says("Басқа көшірме күтіп тұр");
        let begun = trainer.post("/kk/trainer/drafts", &[("course", "leadership")]).await;
        begun.leads_to("/kk/trainer/drafts/3");
        trainer.get("/kk/trainer/drafts/3/incoming/1").await.ok().says("+ Бумадан.");
        trainer.post("/kk/trainer/drafts/3/close", &[]).await.leads_to("/kk/trainer/drafts");
        trainer.post("/kk/trainer/drafts/2/reopen", &[]).await.leads_to("/kk/trainer/drafts");
        trainer.post(there, &[("leave", "yes")]).await.leads_to("/kk/trainer/drafts/2");
        trainer.get(there).await.leads_to("/kk/trainer/drafts/2");
        // A remark makes other files of the same course.
        let file = folder.path().join("leadership/course.toml");
        let text = fs::read_to_string(&file).expect("a course");
        fs::write(&file, format!("{text}\n# A remark\n")).expect("written");
        let app = app.restart().await;
        let trainer = relogin(&app, trainer).await;
        let page = trainer.get("/kk/trainer/drafts/2").await.ok().text();
        assert!(!page.contains("Сервердегі курс файлдарында"));
        assert!(versions(&app).await.2.contains("Браузерден."));
    })
    .await;
}
