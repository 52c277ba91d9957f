//! A trainer with a phone brings a photo into a lesson.

use std::io::Cursor;
use std::time::Duration;

use image::{ImageFormat, Rgb, RgbImage};

use crate::cards;
use crate::harness::app::TestApp;
use crate::harness::browser::Script;
use crate::phone::Phone;

#[tokio::test]
async fn in_kazakh() {
    bringing("kk", Script::On).await;
}

#[tokio::test]
async fn without_script() {
    bringing("ru", Script::Off).await;
}

async fn bringing(lang: &'static str, script: Script) {
    let app = TestApp::start().await;
    let Some(phone) = Phone::start(&app.address, lang, script).await else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("two people.jpg");
    let mut bytes = Vec::new();
    let picture = RgbImage::from_pixel(640, 480, Rgb([20, 90, 90]));
    picture.write_to(&mut Cursor::new(&mut bytes), ImageFormat::Jpeg).expect("written");
    std::fs::write(&file, bytes).expect("a file");
    cards::trainer(&app, &phone).await;
    phone.open("/trainer/drafts").await;
    phone.press_to("form:has(input[value=leadership]) button", "/trainer/drafts/1").await;
    let lesson = format!("/trainer/drafts/1/lessons/six-motives/{lang}");
    phone.open(&format!("{lesson}?whole=yes")).await;
    phone.browser.click(".new-picture summary").await;
    let input = phone.browser.find("#picture").await;
    input.send_keys(&file.display().to_string()).await.expect("the file is chosen");
    for (field, words) in [("#alt_kk", "Екі адам"), ("#alt_ru", "Два человека"), ("#alt_en", "Two people")]
    {
        phone.browser.fill(field, words).await;
    }
    phone.look("new-picture").await;
    if script == Script::On {
        phone.browser.click("form.picture .button").await;
        let mut text = String::new();
        for _ in 0..200 {
            let area = phone.browser.find("#text").await;
            text = area.prop("value").await.expect("the text").unwrap_or_default();
            if text.contains("picture:two-people") {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        assert!(text.contains("![Екі адам](picture:two-people)"), "{text}");
        phone.browser.find(".phone img[src*=\"/media/two-people.jpg?v=\"]").await;
    } else {
        phone.press_to("form.picture .button", &lesson).await;
    }
    phone.open("/trainer/drafts/1/pictures").await;
    phone.look("pictures").await;
    phone.desk("pictures").await;
    phone.press_to("a[href$=\"/pictures/two-people\"]", "/trainer/drafts/1/pictures/two-people").await;
    phone.look("picture").await;
}
