//! An officer brings a list of people: looks at it, confirms it, sees how far it is, and prints the cards.

use std::fmt::Write as _;
use std::path::Path;

use erikti::accounts;
use erikti::kernel::{Actor, Error, Role};

use crate::harness::app::TestApp;
use crate::harness::browser::Script;
use crate::harness::client::PASSWORD;
use crate::phone::Phone;

const OFFICER: &str = "officer@example.kz";
const IMPORT: &str = "/centre/people/import";

#[tokio::test]
async fn with_script() {
    journey("kk", Script::On).await;
}

#[tokio::test]
async fn without_script() {
    journey("ru", Script::Off).await;
}

async fn officer(app: &TestApp, phone: &Phone) {
    app.client().sign_up("kk", "Айгүл Сейітқызы", OFFICER).await;
    let granted = app.app.write(Actor::Shell, |conn, ctx| {
        let person = accounts::find_person_by_identifier(conn, OFFICER)?.ok_or(Error::NotFound)?;
        accounts::grant(conn, ctx, person, Role::Centre)
    });
    granted.await.expect("an officer");
    phone.open("/sign-in").await;
    phone.browser.fill("#identifier", OFFICER).await;
    phone.browser.fill("#password", PASSWORD).await;
    phone.press_to("main #main-form .button", "/learn").await;
}

/// Forty people, one after the other: one with mistakes, one twice, some with an address.
fn list() -> String {
    let mut text = "Аты-жөні;Туған жылы;Эл. пошта;Аудан\nДана Досанқызы;1811;dana;Қарағанды\n".to_owned();
    for number in 0..40_u8 {
        let letter = |part: u8| "абвгдежзик".chars().nth(usize::from(part % 10)).unwrap_or('а');
        let email = if number % 4 == 0 { format!("v{number}@example.kz") } else { String::new() };
        let _ = writeln!(text, "Нұрайым Т{}{}қызы;2009;{email};", letter(number / 10), letter(number));
    }
    text + "Таақызы Нұрайым;2009;;\n"
}

async fn send(phone: &Phone, file: &Path) {
    phone.open(IMPORT).await;
    phone.look("intake-form").await;
    phone.desk("intake-form").await;
    let field = phone.browser.find("#file").await;
    field.send_keys(&file.display().to_string()).await.expect("the file is chosen");
    phone.browser.click("main form[enctype] .button").await;
}

async fn journey(lang: &'static str, script: Script) {
    let app = TestApp::start().await;
    let Some(phone) = Phone::start(&app.address, lang, script).await else { return };
    officer(&app, &phone).await;
    phone.open("/centre/people").await;
    phone.press_to("main a[href$=\"/people/import\"]", IMPORT).await;
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("volunteers.csv");
    std::fs::write(&file, list()).expect("written");
    // The district was forgotten: the form says so.
    send(&phone, &file).await;
    phone.browser.find(".error-summary").await;
    phone.look("intake-refused").await;
    phone.open(IMPORT).await;
    let field = phone.browser.find("#file").await;
    field.send_keys(&file.display().to_string()).await.expect("the file is chosen");
    phone.browser.choose("#district", "1").await;
    phone.browser.click("main form[enctype] .button").await;
    phone.arrives(&format!("{IMPORT}/1")).await;
    phone.look("intake-preview").await;
    phone.desk("intake-preview").await;
    assert_eq!(phone.browser.count("main input[name=line]").await, 1, "one is doubtful");
    phone.browser.click("main button[name=confirm]").await;
    // With script the page looks again by itself; without, by a link.
    for _ in 0..400 {
        if phone.has("main form[action$=\"/cards\"]").await {
            break;
        }
        if script == Script::Off && phone.has("main p a.button").await {
            phone.open(&format!("{IMPORT}/1")).await;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    phone.look("intake-made").await;
    phone.desk("intake-made").await;
    phone.browser.click("main form[action$=\"/cards\"] .button").await;
    phone.browser.find(".slip .qr svg").await;
    assert_eq!(phone.browser.count(".slip").await, 30);
    phone.open(IMPORT).await;
    phone.look("intake-before").await;
}
