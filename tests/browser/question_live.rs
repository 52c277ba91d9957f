//! A question while it is written: shown beside as a volunteer sees it, saved by itself, and tried before it is saved.

use std::time::Duration;

use erikti::authoring;
use erikti::kernel::ids::DraftId;
use serde_json::{Value, json};

use crate::cards::{self, TRAINER};
use crate::harness::app::TestApp;
use crate::harness::browser::Script;
use crate::harness::client::between;
use crate::phone::Phone;

const CHECK: &str = "/trainer/drafts/1/questions/six-motives-check-1";
const FILE: &str = "questions/motives.toml";
const SAVE: &str = "#main-form .buttons .button:not(.secondary)";

async fn stored(app: &TestApp) -> String {
    let file = app.app.read(|conn| authoring::find_file(conn, DraftId(1), FILE)).await;
    let file = file.expect("the database answers").expect("the file is there");
    String::from_utf8(file.content.expect("it is a text")).expect("UTF-8")
}

/// A trainer at a question of a draft.
async fn at_a_question(app: &TestApp, script: Script) -> Option<Phone> {
    let phone = Phone::start(&app.address, "kk", script).await?;
    cards::trainer(app, &phone).await;
    phone.open("/trainer/drafts").await;
    phone.press_to("main form:has(input[value=leadership]) button", "/trainer/drafts/1").await;
    phone.open(CHECK).await;
    Some(phone)
}

/// Waits until a part of the page says these words.
async fn until(phone: &Phone, css: &str, words: &str) {
    let script = "const part = document.querySelector(arguments[0]); return part ? part.innerText : '';";
    let mut said = String::new();
    for _ in 0..400 {
        let found = phone.browser.client.execute(script, vec![json!(css)]).await.expect("it is read");
        said = found.as_str().unwrap_or_default().to_owned();
        if said.contains(words) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{css} says {said:?} instead of {words:?}");
}

async fn until_stored(app: &TestApp, words: &str) {
    for _ in 0..400 {
        if stored(app).await.contains(words) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{words:?} is not stored: {}", stored(app).await);
}

/// Whether leaving the page would be asked about.
async fn asks_before_leaving(phone: &Phone) -> bool {
    let script = "const leaving = new Event('beforeunload', { cancelable: true });
        dispatchEvent(leaving);
        return leaving.defaultPrevented;";
    phone.browser.client.execute(script, vec![]).await.expect("it is tried") == Value::Bool(true)
}

/// Goes out of the field, as with a click elsewhere: the browser says then that it was changed.
async fn leave_field(phone: &Phone) {
    phone.browser.click("h1").await;
}

async fn network(phone: &Phone, is_off: bool) {
    let conditions = json!({ "offline": is_off, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
    phone.browser.chromium("Network.enable", json!({})).await;
    phone.browser.chromium("Network.emulateNetworkConditions", conditions).await;
}

#[tokio::test]
async fn a_question_is_shown_and_saved_while_one_writes() {
    let app = TestApp::start().await;
    let Some(phone) = at_a_question(&app, Script::On).await else { return };
    let browser = &phone.browser;
    // As a volunteer sees it, and answered there.
    browser.find(".tried:not([hidden]) .question").await;
    assert!(!asks_before_leaving(&phone).await);
    browser.fill("#text-kk", "Топқа жаңа адам келді. Не сұрайсыз?").await;
    assert!(asks_before_leaving(&phone).await);
    until(&phone, ".tried", "Топқа жаңа адам келді.").await;
    leave_field(&phone).await;
    browser.find("#main-form .status.done").await;
    assert!(stored(&app).await.contains("Топқа жаңа адам келді. Не сұрайсыз?"));
    assert!(!asks_before_leaving(&phone).await, "it is saved");
    assert_eq!(browser.find("[data-back]").await.text().await.expect("a text"), "Сұрақтарға");
    browser.click(".tried label:has(input[value=brought])").await;
    browser.click(".tried button.button").await;
    until(&phone, ".tried", "1 / 1").await;
    // Also where the browser says of a field that it was changed, long after it was saved.
    let changed = "document.querySelector('#text-kk').dispatchEvent(new Event('change', { bubbles: true }));";
    browser.client.execute(changed, vec![]).await.expect("it is said");
    tokio::time::sleep(Duration::from_secs(1)).await;
    until(&phone, ".tried", "1 / 1").await;
    assert!(!asks_before_leaving(&phone).await, "nothing is new");
    assert_eq!(browser.count("#text-kk").await, 1, "the page is the same");
    phone.look("question-live").await;
    phone.desk("question-live").await;
    browser.fill("#text-ru", "Пришёл новый человек. О чём спросите?").await;
    leave_field(&phone).await;
    until(&phone, ".tried div[lang=ru]", "Пришёл новый человек.").await;
    until_stored(&app, "Пришёл новый человек. О чём спросите?").await;
    // What is not whole waits, and is kept.
    browser.fill("#p1-why-kk", "").await;
    leave_field(&phone).await;
    until(&phone, "#main-form .status", "Әлі сақталған жоқ").await;
    assert!(stored(&app).await.contains("why.kk = \"Мұндай сұрақ"));
    assert!(asks_before_leaving(&phone).await);
    browser.fill("#p1-why-kk", "Кінә таққандай естіледі.").await;
    leave_field(&phone).await;
    until_stored(&app, "Кінә таққандай естіледі.").await;
    // Without a network it is said, and sent later.
    browser.find("#main-form .status.done").await;
    network(&phone, true).await;
    browser.fill("#explanation-kk", "Желісіз жазылған түсіндірме.").await;
    leave_field(&phone).await;
    browser.find("#main-form .status.wrong").await;
    network(&phone, false).await;
    until_stored(&app, "Желісіз жазылған түсіндірме.").await;
    browser.find("#main-form .status.done").await;
    meanwhile(&app, &phone).await;
}

/// Somebody else changes another field of the same question: nothing is saved by itself any more, and the button brings
/// both together.
async fn meanwhile(app: &TestApp, phone: &Phone) {
    let other = app.client();
    other.sign_in("kk", TRAINER).await;
    let file = format!("/kk/trainer/drafts/1/file?path={FILE}");
    let page = other.get(&file).await.ok().text();
    let number = between(&page, "name=\"number\" value=\"", "\"").to_owned();
    let theirs = stored(app).await.replace("This is what you need;", "That is what you need;");
    other.post(&file, &[("number", &number), ("text", &theirs)]).await.leads_to(&file);
    phone.browser.fill("#explanation-kk", "Екеуміз де жаздық.").await;
    leave_field(phone).await;
    until(phone, "#main-form .status.wrong", "басқа біреу де өзгерткен").await;
    assert!(!stored(app).await.contains("Екеуміз де жаздық."));
    phone.browser.click(SAVE).await;
    until_stored(app, "Екеуміз де жаздық.").await;
    assert!(stored(app).await.contains("That is what you need;"));
}

#[tokio::test]
async fn a_question_is_tried_without_script_before_it_is_saved() {
    let app = TestApp::start().await;
    let Some(phone) = at_a_question(&app, Script::Off).await else { return };
    let (browser, before) = (&phone.browser, stored(&app).await);
    assert_eq!(browser.count(".tried:not([hidden])").await, 0);
    browser.fill("#text-kk", "Топқа жаңа адам келді. Не сұрайсыз?").await;
    phone.press_to("button[name=try]", &format!("{CHECK}/try")).await;
    phone.says("Топқа жаңа адам келді. Не сұрайсыз?").await;
    phone.look("question-try").await;
    browser.click(".preview label:has(input[value=brought])").await;
    browser.follow(".preview button.button").await;
    phone.says("Бұл жауапқа берілетін балл: 1 / 1").await;
    phone.press_to("button[name=look]", CHECK).await;
    let typed = browser.find("#text-kk").await.prop("value").await.expect("it is read");
    assert_eq!(typed.as_deref(), Some("Топқа жаңа адам келді. Не сұрайсыз?"));
    assert_eq!(stored(&app).await, before, "nothing is saved");
    phone.press_to(SAVE, CHECK).await;
    until_stored(&app, "Топқа жаңа адам келді. Не сұрайсыз?").await;
}
