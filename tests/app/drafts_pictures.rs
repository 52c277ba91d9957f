//! Photos in a course: brought in the editor, without what the camera added, and shown to learners.

use std::io::Cursor;

use erikti::authoring;
use erikti::content::digest;
use erikti::content::export::export;
use erikti::content::files;
use erikti::kernel::ids::DraftId;
use erikti::kernel::{Lang, ReviewKind, Role};
use image::{ImageFormat, Rgb, RgbImage};

use super::draft_questions::{form_of, post, with};
use super::drafts::{DRAFT, drafting, number, stored};
use super::harness::app::TestApp;
use super::harness::client::{Answer, Client, between};
use super::harness::database::on_both;
use super::learner::{Learner, slug};
use super::people::staff;
use super::reviews::reviewer;

const PICTURES: &str = "/kk/trainer/drafts/1/pictures";
const LESSON: &str = "lessons/motives/six-motives.kk.md";

/// A photo as a camera writes it: with the place where it was taken.
fn photo(width: u32, height: u32) -> Vec<u8> {
    let byte = |number: u32| u8::try_from(number % 251).expect("a byte");
    let picture = RgbImage::from_fn(width, height, |x, y| Rgb([byte(x), byte(y), 90]));
    let mut bytes = Vec::new();
    picture.write_to(&mut Cursor::new(&mut bytes), ImageFormat::Jpeg).expect("written");
    let mut part = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x01\0\0\0\0\0\0".to_vec();
    part.extend(b"GPSLatitude 43.2380 GPSLongitude 76.8829");
    let length = u16::try_from(part.len() + 2).expect("short").to_be_bytes();
    [&bytes[..2], b"\xff\xe1", &length, &part, &bytes[2..]].concat()
}

fn holds(bytes: &[u8], words: &[u8]) -> bool {
    bytes.windows(words.len()).any(|part| part == words)
}

async fn send(trainer: &Client, path: &str, file: Option<Vec<u8>>, fields: &[(&str, &str)]) -> Answer {
    let file = ("picture", "Қан тоқтату.jpg", file.unwrap_or_default());
    trainer.upload_with(path, file, fields).await
}

const WORDS: [(&str, &str); 3] =
    [("alt_kk", "Екі адам сөйлесіп тұр"), ("alt_ru", "Два человека разговаривают"), ("alt_en", "Two people talk")];

async fn bytes_of(app: &TestApp, path: &'static str) -> Option<Vec<u8>> {
    let found = app.app.read(move |conn| authoring::find_file(conn, DraftId(1), path)).await;
    found.expect("the database answers").and_then(|file| file.content)
}

/// Before it is published, a picture is for those alone who write or sign the course.
async fn is_private(app: &TestApp, trainer: &Client, (beside, address): (&str, &str), kept: &[u8]) {
    let answer = trainer.get(beside).await.ok();
    assert_eq!(answer.header("content-type"), "image/jpeg");
    assert_eq!(answer.header("cache-control"), "private, max-age=600");
    assert_eq!(answer.body, kept);
    // Nobody else sees it before it is published, whatever they guess.
    app.client().get(address).await.has(404);
    app.client().get(beside).await.has(303);
    staff(app, "officer", &[Role::Centre]).await.get(beside).await.has(403);
    // Reviewers see the pictures of the courses that they sign.
    let kinds = [ReviewKind::Medical];
    let (own, other) = ("/kk/review/leadership/media/qan-toqtatu.jpg", "/kk/trainer/drafts/1/media/qan-toqtatu.jpg");
    let reading = reviewer(app, "reading", "leadership", &kinds).await;
    let answer = reading.get(own).await.ok();
    assert_eq!((answer.header("cache-control"), answer.body.as_slice()), ("private, max-age=600", kept));
    reading.get(other).await.has(403);
    let page = reading.get("/kk/review/leadership/kk/lessons/six-motives").await.ok();
    page.says("src=\"/kk/review/leadership/media/qan-toqtatu.jpg?v=");
    reviewer(app, "elsewhere", "first-aid", &kinds).await.get(own).await.has(404);
}

#[tokio::test]
async fn a_photo_comes_out_without_its_place_and_reaches_learners() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = drafting(&app).await;
        trainer.get(PICTURES).await.ok().says("emblem");
        // Nothing is taken before it is said what it shows, in every language of the course.
        let refused = send(&trainer, PICTURES, Some(photo(1600, 900)), &WORDS[..2]).await.has(422);
        refused.says("Суретте не барын жазыңыз");
        refused.says("Екі адам сөйлесіп тұр");
        assert!(holds(&photo(1600, 900), b"GPSLatitude"));
        send(&trainer, PICTURES, Some(photo(1600, 900)), &WORDS).await.leads_to(PICTURES);
        let kept = bytes_of(&app, "pictures/qan-toqtatu.jpg").await.expect("there");
        for words in [b"GPSLatitude".as_slice(), b"Exif", b"76.8829"] {
            assert!(!holds(&kept, words), "{}", String::from_utf8_lossy(words));
        }
        let size = image::load_from_memory(&kept).expect("a picture");
        assert!(kept.len() <= 60_000 && size.width() <= 1280, "{} bytes, {} across", kept.len(), size.width());
        trainer.get(PICTURES).await.ok().says("Еш жерде қолданылмайды");
        // The editor offers it with its words; the preview shows it before anything is published.
        let editor = trainer.get("/kk/trainer/drafts/1/lessons/six-motives/kk").await.ok();
        editor.says("![Екі адам сөйлесіп тұр](picture:qan-toqtatu)\u{2038}");
        for (lang, words) in Lang::ALL.into_iter().zip(["Екі адам", "Два человека", "Two people"]) {
            let path = format!("lessons/motives/six-motives.{lang}.md");
            let to = format!("{DRAFT}/file?path={path}");
            let page = trainer.get(&to).await.ok().text();
            let before = between(&page, "spellcheck=\"false\">", "</textarea>");
            let text = before.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
            let text = format!("{}\n\n![{words}](picture:qan-toqtatu)\n", text.trim());
            trainer.post(&to, &[("number", &number(&page)), ("text", &text)]).await.leads_to(&to);
        }
        assert!(stored(&app, LESSON).await.expect("there").contains("picture:qan-toqtatu"));
        let shown = trainer.get("/kk/trainer/drafts/1/lessons/six-motives/kk").await.ok().text();
        let beside = between(&shown, "src=\"/kk/trainer/drafts/1/media/", "\"").to_owned();
        assert!(beside.starts_with("qan-toqtatu.jpg?v="), "{beside}");
        let address = format!("/media/{}.jpg", digest::of_bytes(&kept));
        is_private(&app, &trainer, (&format!("{DRAFT}/media/{beside}"), &address), &kept).await;
        // Used, it cannot be deleted, and the page says where it is used.
        let one = format!("{PICTURES}/qan-toqtatu");
        trainer.post(&format!("{one}/delete"), &[]).await.has(422).says("/lessons/six-motives/ru");
        let check = trainer.get("/kk/trainer/drafts/1/check").await.ok().text();
        assert!(check.contains("Қате табылған жоқ"), "{check}");
        let newest = between(&check, "name=\"newest\" value=\"", "\"").to_owned();
        let form = [("number", number(&check)), ("newest", newest), ("wish", "correction".to_owned())];
        let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        trainer.post("/kk/trainer/drafts/1/publish", &form).await.leads_to(DRAFT);
        let learner = Learner::enrol(&app, Lang::Ru, "asem", "leadership").await;
        let lesson = learner.client.get("/ru/learn/leadership/lessons/six-motives").await.ok();
        let answer = learner.client.get(&address).await.ok();
        assert_eq!(answer.header("cache-control"), "public, max-age=31536000, immutable");
        assert_eq!(answer.body, kept);
        lesson.says(&format!(
            "<img src=\"{address}\" alt=\"Два человека\" width=\"{}\" height=\"{}\"",
            size.width(),
            size.height()
        ));
        // As files it is what a person would have written, and reading them gives the same again.
        let written = app.app.read(|conn| export(conn, &slug("leadership"))).await.expect("exported");
        assert_eq!(written.get("pictures/qan-toqtatu.jpg"), Some(&kept));
        let words = String::from_utf8(written["pictures.toml"].clone()).expect("text");
        assert!(words.contains("[qan-toqtatu]\nalt.kk = \"Екі адам сөйлесіп тұр\""), "{words}");
        let read = files::read(&written).package.expect("no mistakes");
        assert_eq!(files::write(&read), written);
    })
    .await;
}

#[tokio::test]
async fn a_photo_stands_beside_a_question() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = drafting(&app).await;
        send(&trainer, PICTURES, Some(photo(400, 300)), &WORDS).await.leads_to(PICTURES);
        let question = format!("{DRAFT}/questions/six-motives-check-1");
        let page = trainer.get(&question).await.ok();
        page.says("<option value=\"qan-toqtatu\">");
        let chosen = [
            ("picture", "qan-toqtatu"),
            ("picture_alt-kk", "Екі адам"),
            ("picture_alt-ru", "Двое"),
            ("picture_alt-en", "Two people"),
        ];
        post(&trainer, &question, &with(&form_of(&page.text()), &chosen)).await.leads_to(&question);
        let tried = trainer.get(&format!("{question}/try/kk")).await.ok();
        tried.says("/media/qan-toqtatu.jpg?v=");
        tried.says("alt=\"Екі адам\"");
        trainer.get(&format!("{DRAFT}/check")).await.ok().says("Қате табылған жоқ");
    })
    .await;
}

#[tokio::test]
async fn a_picture_is_replaced_and_deleted_and_nothing_else_is_taken() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = drafting(&app).await;
        for (bytes, words) in [
            (b"GIF89a not one of ours".to_vec(), "Бұл JPEG, PNG, WebP немесе SVG емес"),
            (b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'><script/></svg>".to_vec(), "рұқсат етілмеген"),
            (Vec::new(), "Файлды таңдаңыз"),
            (vec![0xff; 12_000_001], "Файл 12 МБ-тан үлкен"),
        ] {
            send(&trainer, PICTURES, Some(bytes), &WORDS).await.has(422).says(words);
        }
        let named: Vec<_> = WORDS.into_iter().chain([("name", "talk"), ("script", "yes"), ("in", "ru")]).collect();
        let answer = send(&trainer, PICTURES, Some(photo(300, 200)), &named).await.ok();
        answer.says("![Два человека разговаривают](picture:talk)\u{2038}");
        send(&trainer, PICTURES, Some(photo(300, 200)), &named).await.has(422).says("Мұндай сурет бар");
        let one = format!("{PICTURES}/talk");
        let drawing = b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 4 3'><rect width='1' height='1'/></svg>";
        let seen = numbers(&trainer.get(&one).await.ok().text());
        send(&trainer, &one, Some(drawing.to_vec()), &numbered(&WORDS, &seen)).await.leads_to(&one);
        assert!(bytes_of(&app, "pictures/talk.jpg").await.is_none());
        assert_eq!(bytes_of(&app, "pictures/talk.svg").await.as_deref(), Some(drawing.as_slice()));
        let other = [("alt_kk", "Басқа"), WORDS[1], WORDS[2]];
        send(&trainer, &one, None, &numbered(&other, &seen)).await.leads_to(&one);
        assert!(stored(&app, "pictures.toml").await.expect("there").contains("Басқа"));
        // Whoever has looked at the words of before does not write over those of now; a second click does.
        let late = send(&trainer, &one, None, &numbered(&WORDS, &seen)).await.has(422);
        late.says("Осы арада басқа біреу сақтап қойған");
        send(&trainer, &one, None, &numbered(&other, &numbers(&late.text()))).await.leads_to(&one);
        assert!(stored(&app, "pictures.toml").await.expect("there").contains("Басқа"));
        let gone = trainer.post(&format!("{one}/delete"), &[]).await.has(303);
        let undo = between(gone.header("location"), "undo=", "&").to_owned();
        let undo = if undo.is_empty() {
            gone.header("location").rsplit('=').next().unwrap_or_default().to_owned()
        } else {
            undo
        };
        trainer.get(&one).await.has(404);
        assert!(!stored(&app, "pictures.toml").await.expect("there").contains("talk"));
        trainer.post(&format!("{DRAFT}/undo"), &[("number", &undo)]).await.leads_to(DRAFT);
        trainer.get(&one).await.ok().says("Басқа");
        trainer.get("/kk/trainer/drafts/1/history").await.ok().says("talk");
    })
    .await;
}

/// The revisions from which the form of a picture was made.
fn numbers(page: &str) -> [String; 2] {
    ["number", "file_number"].map(|name| between(page, &format!("name=\"{name}\" value=\""), "\"").to_owned())
}

fn numbered<'a>(words: &[(&'a str, &'a str)], [words_seen, file_seen]: &'a [String; 2]) -> Vec<(&'a str, &'a str)> {
    words.iter().copied().chain([("number", words_seen.as_str()), ("file_number", file_seen.as_str())]).collect()
}
