//! A trainer drops a photo into a lesson: nothing is taken without words for those who do not see it; and every tool of
//! the editor shows at once what it does.

use std::io::Cursor;
use std::path::Path;
use std::time::Duration;

use erikti::authoring;
use erikti::kernel::ids::DraftId;
use fantoccini::Locator;
use image::{ImageFormat, Rgb, RgbImage};
use serde_json::json;

use crate::authors::{DRAFT, begin, fill, value, warns};
use crate::drafting::middle;
use crate::editing::{END, stored, write_on};
use crate::harness::app::TestApp;
use crate::harness::browser::Script;
use crate::phone::Phone;

const FILE: &str = "lessons/motives/six-motives.kk.md";
const PICTURE: &str = "pictures/new-people.jpg";

#[tokio::test]
async fn in_kazakh() {
    dropping("kk", Script::On).await;
}

#[tokio::test]
async fn without_script() {
    dropping("ru", Script::Off).await;
}

/// A photo as a phone makes it: larger than a phone shows, in a file of some size.
fn photo(folder: &Path) -> std::path::PathBuf {
    let picture = RgbImage::from_fn(1400, 420, |x, y| {
        let shade = |number: u32| u8::try_from(number % 256).unwrap_or_default();
        Rgb([shade(x / 8), shade(y / 8), shade((x + y) / 16)])
    });
    let mut bytes = Vec::new();
    picture.write_to(&mut Cursor::new(&mut bytes), ImageFormat::Jpeg).expect("written");
    let file = folder.join("new people.jpg");
    std::fs::write(&file, bytes).expect("a file");
    file
}

async fn dropping(lang: &'static str, script: Script) {
    let app = TestApp::start().await;
    let Some(phone) = Phone::start(&app.address, lang, script).await else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let photo = photo(folder.path());
    begin(&app, &phone).await;
    let lesson = format!("{DRAFT}/lessons/six-motives/kk");
    phone.open(&lesson).await;
    if script == Script::On {
        drop_file(&phone, &photo).await;
        without_words(&app, &phone).await;
        with_words(&app, &phone).await;
        tools(&phone).await;
        is_warned(&phone).await;
    } else {
        by_the_button(&app, &phone, (&photo, &lesson)).await;
    }
    let held = app.app.read(|conn| authoring::list_files(conn, DraftId(1))).await.expect("the database answers");
    let held = held.into_iter().find(|file| file.path == PICTURE).expect("the picture is in the draft");
    let picture = image::load_from_memory(&held.content.expect("bytes")).expect("a picture");
    assert!(picture.width() <= 1280 && picture.width() > 640, "{} wide", picture.width());
}

/// As a file is dropped from a folder: the browser is told of it as by the desktop.
async fn drop_file(phone: &Phone, file: &Path) {
    write_on(phone, "").await;
    phone.browser.client.execute("document.querySelector('#text').scrollIntoView();", Vec::new()).await.expect("shown");
    let (x, y) = middle(phone, "#text").await;
    let y = y.clamp(10.0, 600.0);
    let files = [file.display().to_string()];
    for kind in ["dragEnter", "dragOver", "drop"] {
        let event =
            json!({ "type": kind, "x": x, "y": y, "data": { "items": [], "files": files, "dragOperationsMask": 1 } });
        phone.browser.chromium("Input.dispatchDragEvent", event).await;
    }
    phone.browser.find(".new-picture[open]").await;
    let asked = phone.browser.client.active_element().await.expect("something has the focus");
    let asked = asked.attr("id").await.expect("it is read");
    assert_eq!(asked.as_deref(), Some("alt_kk"), "what it shows is asked first");
    phone.look("dropped").await;
}

/// Waits until what a selector finds says this, and no longer that.
async fn told(phone: &Phone, css: &str, (words, gone): (&str, &str)) {
    let mut said = String::new();
    for _ in 0..200 {
        if let Ok(found) = phone.browser.client.find(Locator::Css(css)).await {
            said = found.text().await.unwrap_or_default();
        }
        if said.contains(words) && (gone.is_empty() || !said.contains(gone)) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{css} says {said:?} instead of {words:?}");
}

async fn has_picture(app: &TestApp) -> bool {
    let held = app.app.read(|conn| authoring::list_files(conn, DraftId(1))).await.expect("the database answers");
    held.iter().any(|file| file.path == PICTURE)
}

/// Words in each language that the course requires, or no picture; what was typed and the file stay.
async fn without_words(app: &TestApp, phone: &Phone) {
    let before = value(phone, "#text").await;
    phone.browser.click("form.picture .button").await;
    told(phone, "form.picture .status.wrong", ("Қазақша: ", "")).await;
    fill(phone, &[("alt_kk", "Жаңа еріктілер")]).await;
    phone.browser.click("form.picture .button").await;
    told(phone, "form.picture .status.wrong", ("Русский: ", "Қазақша: ")).await;
    phone.look("dropped-without-words").await;
    phone.desk("dropped-without-words").await;
    assert_eq!(value(phone, "#text").await, before);
    assert_eq!(value(phone, "#alt_kk").await, "Жаңа еріктілер");
    assert!(!has_picture(app).await);
}

async fn with_words(app: &TestApp, phone: &Phone) {
    fill(phone, &[("alt_ru", "Новые волонтёры"), ("alt_en", "New volunteers")]).await;
    phone.browser.click("form.picture .button:not([disabled])").await;
    // Writing the photo anew takes a while on a machine that does other things too.
    for _ in 0..400 {
        if phone.has(".phone img[src*=\"/media/new-people.jpg?v=\"]").await {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    phone.browser.find(".phone img[src*=\"/media/new-people.jpg?v=\"]").await;
    assert!(value(phone, "#text").await.contains("![Жаңа еріктілер](picture:new-people)"));
    assert!(!phone.has(".new-picture[open]").await, "the form is done with");
    phone.browser.find("form .status.done").await;
    assert!(stored(app, FILE).await.contains("![Жаңа еріктілер](picture:new-people)"));
    assert!(stored(app, "pictures.toml").await.contains("Новые волонтёры"));
    phone.look("dropped-shown").await;
    phone.desk("dropped-shown").await;
}

/// What each tool puts into the text stands in the preview.
async fn tools(phone: &Phone) {
    let choose = async |put: &str| phone.browser.click(&format!(".toolbar option[value*=\"{put}\"]")).await;
    let keys = async |keys: &str| {
        let focused = phone.browser.client.active_element().await.expect("something has the focus");
        focused.send_keys(keys).await.expect("keys are pressed");
    };
    keys(&format!("{END}\n\n")).await;
    choose("::: do").await;
    keys("Амандасыңыз.").await;
    phone.browser.find(".phone .callout-do").await;
    keys(&format!("{END}\n\nБарлығы ")).await;
    choose("{fact:collectors}").await;
    keys(" адам, ").await;
    choose("](term:briefing)").await;
    keys("нұсқама").await;
    keys(&format!("{END}; ")).await;
    choose("](lesson:match-task)").await;
    keys("келесі сабақ").await;
    phone.browser.find(".phone a[href*=\"match-task\"]").await;
    told(phone, ".phone", ("Барлығы 48 адам, нұсқама; келесі сабақ", "")).await;
    phone.look("tools-shown").await;
}

/// What is typed and not saved yet is asked about; what is saved is not.
async fn is_warned(phone: &Phone) {
    write_on(phone, " Соңы.").await;
    assert!(warns(phone).await);
    for _ in 0..400 {
        if !warns(phone).await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("it is not saved:\n{}", phone.browser.text().await);
}

/// Without script the page of pictures says what is missing; the words stay, the file is chosen once more.
async fn by_the_button(app: &TestApp, phone: &Phone, (photo, lesson): (&Path, &str)) {
    let choose = async || {
        let input = phone.browser.find("#picture").await;
        input.send_keys(&photo.display().to_string()).await.expect("the file is chosen");
    };
    phone.browser.click(".new-picture summary").await;
    choose().await;
    fill(phone, &[("alt_kk", "Жаңа еріктілер")]).await;
    phone.browser.follow("form.picture .button").await;
    phone.browser.find(".error-summary a[href=\"#alt_ru\"]").await;
    phone.look("picture-refused").await;
    phone.desk("picture-refused").await;
    assert_eq!(value(phone, "#alt_kk").await, "Жаңа еріктілер");
    choose().await;
    fill(phone, &[("alt_ru", "Новые волонтёры"), ("alt_en", "New volunteers")]).await;
    phone.press_to("form.picture .button", lesson).await;
    phone.look("picture-taken").await;
    assert!(stored(app, "pictures.toml").await.contains("Новые волонтёры"));
}
