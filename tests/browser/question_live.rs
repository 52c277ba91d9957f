//! A question while it is written: shown beside as a volunteer sees it, saved by itself, and tried before it is saved.

use std::time::Duration;

use erikti::authoring::{self, Action};
use erikti::kernel::ids::DraftId;
use serde_json::{Value, json};

use crate::authors::value;
use crate::cards::{self, TRAINER};
use crate::harness::app::TestApp;
use crate::harness::browser::Script;
use crate::harness::client::{PASSWORD, between};
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
pub(crate) async fn until(phone: &Phone, css: &str, words: &str) {
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

/// Scrolls to what a volunteer sees: it is made anew while it is in view.
async fn look_beside(phone: &Phone) {
    let script = "document.querySelector('.tried').scrollIntoView();";
    phone.browser.client.execute(script, vec![]).await.expect("it is scrolled");
}

/// Goes out of the field, as with a click elsewhere: the browser says then that it was changed.
async fn leave_field(phone: &Phone) {
    phone.browser.click("h1").await;
}

pub(crate) async fn network(phone: &Phone, is_off: bool) {
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
    look_beside(&phone).await;
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
    look_beside(&phone).await;
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

#[tokio::test]
async fn a_button_that_is_pressed_while_the_page_saves_itself_goes_next() {
    let app = TestApp::start().await;
    let Some(phone) = at_a_question(&app, Script::On).await else { return };
    let browser = &phone.browser;
    browser.find(".tried:not([hidden]) .question").await;
    let slow = json!({ "offline": false, "latency": 4000, "downloadThroughput": -1, "uploadThroughput": -1 });
    browser.chromium("Network.enable", json!({})).await;
    browser.chromium("Network.emulateNetworkConditions", slow).await;
    browser.fill("#explanation-kk", "Өздігінен сақталып жатыр.").await;
    leave_field(&phone).await;
    until(&phone, "#main-form .status", "Сақталып жатыр…").await;
    browser.fill("#explanation-ru", "Нажали, пока сохранялось.").await;
    browser.click(SAVE).await;
    let taken = browser.find(SAVE).await.attr("aria-disabled").await.expect("it is read");
    assert_eq!(taken.as_deref(), Some("true"), "the press is taken");
    network(&phone, false).await;
    until(&phone, ".flash", "Сақталды.").await;
    let file = stored(&app).await;
    assert!(file.contains("Өздігінен сақталып жатыр.") && file.contains("Нажали, пока сохранялось."), "{file}");
    assert!(!asks_before_leaving(&phone).await);
    // Two changes: one by itself, one by the button.
    let read = app.app.read(|conn| authoring::list_changes(conn, DraftId(1), Some(FILE), (0, 9))).await;
    let actions: Vec<_> = read.expect("the database answers").0.iter().map(|change| change.action).collect();
    assert_eq!(actions, [Action::Saved, Action::AutoSaved, Action::Begun]);
}

#[tokio::test]
async fn what_is_typed_after_the_session_has_ended_is_kept_and_said() {
    let app = TestApp::start().await;
    let Some(phone) = at_a_question(&app, Script::On).await else { return };
    let browser = &phone.browser;
    let before = stored(&app).await;
    browser.client.delete_all_cookies().await.expect("they are gone");
    browser.fill("#explanation-kk", "Сессиясыз жазылған сөз.").await;
    leave_field(&phone).await;
    until(&phone, "#main-form .status.wrong", "Себебін білу үшін").await;
    assert!(asks_before_leaving(&phone).await);
    look_beside(&phone).await;
    for _ in 0..400 {
        if browser.count(".tried:not([hidden])").await == 0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(browser.count(".tried:not([hidden])").await, 0, "no page of signing in stands there");
    // The button says why, and what was typed is there to be copied.
    browser.follow(SAVE).await;
    let texts =
        "return [...document.querySelectorAll('textarea[readonly]')].some((area) => area.value === arguments[0]);";
    let is_there = browser.client.execute(texts, vec![json!("Сессиясыз жазылған сөз.")]).await.expect("it is read");
    assert_eq!(is_there, Value::Bool(true));
    assert_eq!(stored(&app).await, before);
    // After signing in it is in the form again, and saved.
    browser.follow("main a.button").await;
    browser.fill("#identifier", TRAINER).await;
    browser.fill("#password", PASSWORD).await;
    phone.press_to("main #main-form .button", CHECK).await;
    assert_eq!(value(&phone, "#explanation-kk").await, "Сессиясыз жазылған сөз.");
    leave_field(&phone).await;
    phone.press_to(SAVE, CHECK).await;
    until_stored(&app, "Сессиясыз жазылған сөз.").await;
}

#[tokio::test]
async fn leaving_gives_up_what_was_not_saved_and_a_button_takes_back_what_was() {
    let app = TestApp::start().await;
    let Some(phone) = at_a_question(&app, Script::On).await else { return };
    let (browser, before) = (&phone.browser, stored(&app).await);
    let written = value(&phone, "#text-kk").await;
    browser.fill("#text-kk", "Бұл сынақ қана.").await;
    assert!(asks_before_leaving(&phone).await);
    phone.press_to("[data-back]", "/trainer/drafts/1/questions").await;
    tokio::time::sleep(Duration::from_millis(1500)).await;
    assert_eq!(stored(&app).await, before, "Cancel saves nothing");
    phone.open(CHECK).await;
    assert_eq!(value(&phone, "#text-kk").await, written, "and nothing of it comes back");
    assert!(!asks_before_leaving(&phone).await);
    browser.fill("#text-kk", "Енді шын.").await;
    leave_field(&phone).await;
    until_stored(&app, "Енді шын.").await;
    browser.find("#main-form .status.done").await;
    assert_eq!(browser.find("[data-back]").await.text().await.expect("a text"), "Сұрақтарға");
    phone.look("question-undo").await;
    browser.follow("button[name=back]:not([hidden])").await;
    until(&phone, ".flash", "Қайтарылды.").await;
    assert_eq!(stored(&app).await, before);
    assert_eq!(browser.count("button[name=back]:not([hidden])").await, 0);
    // Another way out keeps what was typed in the tab, or saves it.
    browser.fill("#text-kk", "Кейін жалғастырамын.").await;
    phone.press_to("nav.crumbs a:last-of-type", "/trainer/drafts/1/questions").await;
    phone.open(CHECK).await;
    assert_eq!(value(&phone, "#text-kk").await, "Кейін жалғастырамын.");
}
