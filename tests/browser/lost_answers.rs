//! A page saves by itself and never hears that it was saved: what is deleted again meanwhile is deleted there, too.

use std::time::Duration;

use serde_json::{Value, json};

use crate::cards::{self, TRAINER};
use crate::editing::stored;
use crate::harness::app::TestApp;
use crate::harness::browser::Script;
use crate::harness::client::between;
use crate::phone::Phone;
use crate::question_live::until;

const QUESTION: &str = "/trainer/drafts/1/questions/six-motives-check-1";
const LESSON: &str = "/trainer/drafts/1/lessons/six-motives/kk";
const TEXT: &str = "lessons/motives/six-motives.kk.md";
const SAVE: &str = "#main-form .buttons .button:not(.secondary)";

/// A trainer at a page of a draft.
async fn at(app: &TestApp, page: &str) -> Option<Phone> {
    let phone = Phone::start(&app.address, "kk", Script::On).await?;
    cards::trainer(app, &phone).await;
    phone.open("/trainer/drafts").await;
    phone.press_to("main form:has(input[value=leadership]) button", "/trainer/drafts/1").await;
    phone.open(page).await;
    Some(phone)
}

async fn run(phone: &Phone, script: &str, args: Vec<Value>) -> Value {
    phone.browser.client.execute(script, args).await.expect("it runs")
}

/// The server's next answer to what a page saves by itself does not arrive.
async fn lose_next_answer(phone: &Phone) {
    let script = "const real = window.fetch;
        window.fetch = async (to, more) => {
            const answer = await real(to, more);
            if (!(more && more.body && more.body.get && more.body.get('auto'))) return answer;
            window.fetch = real;
            throw new TypeError('lost');
        };";
    run(phone, script, vec![]).await;
}

/// Types a whole text into a field.
async fn write(phone: &Phone, field: &str, text: &str) {
    let script = "const field = document.querySelector(arguments[0]);
        field.focus();
        field.value = arguments[1];
        field.dispatchEvent(new Event('input', { bubbles: true }));
        field.dispatchEvent(new Event('change', { bubbles: true }));
        field.blur();";
    run(phone, script, vec![json!(field), json!(text)]).await;
}

async fn until_held(app: &TestApp, file: &'static str, (words, is_there): (&str, bool)) {
    for _ in 0..400 {
        if stored(app, file).await.contains(words) == is_there {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{words:?} should {}be in {}", if is_there { "" } else { "not " }, stored(app, file).await);
}

async fn is_deleted_again(app: &TestApp, phone: &Phone, (field, file): (&str, &'static str)) {
    let own = run(phone, "return document.querySelector(arguments[0]).value;", vec![json!(field)]).await;
    let own = own.as_str().expect("a text").to_owned();
    let before = stored(app, file).await;
    lose_next_answer(phone).await;
    write(phone, field, &format!("{own} Артық сөз.")).await;
    until(phone, "#main-form .status.wrong", "Байланыс жоқ").await;
    until_held(app, file, ("Артық сөз.", true)).await;
    write(phone, field, &own).await;
    run(phone, "dispatchEvent(new Event('online'));", vec![]).await;
    until_held(app, file, ("Артық сөз.", false)).await;
    phone.browser.find("#main-form .status.done").await;
    assert_eq!(stored(app, file).await, before, "as before");
    // And written on, from what holds.
    write(phone, field, &format!("{own} Жаңа сөз.")).await;
    until_held(app, file, ("Жаңа сөз.", true)).await;
    phone.browser.find("#main-form .status.done").await;
}

#[tokio::test]
async fn of_a_question() {
    let app = TestApp::start().await;
    let Some(phone) = at(&app, QUESTION).await else { return };
    is_deleted_again(&app, &phone, ("#explanation-kk", "questions/motives.toml")).await;
}

#[tokio::test]
async fn of_a_lesson() {
    let app = TestApp::start().await;
    let Some(phone) = at(&app, LESSON).await else { return };
    is_deleted_again(&app, &phone, ("#text", TEXT)).await;
}

async fn value(phone: &Phone, field: &str) -> String {
    let found = run(phone, "return document.querySelector(arguments[0]).value;", vec![json!(field)]).await;
    found.as_str().expect("a text").to_owned()
}

/// Saves by itself without hearing of it, writes on, and what was written on is in this browser alone; gives all of it.
async fn lost_and_written_on(app: &TestApp, phone: &Phone, (first, rest): (&'static str, &str)) -> String {
    let own = value(phone, "#text").await;
    lose_next_answer(phone).await;
    write(phone, "#text", &format!("{own}\n{first}\n")).await;
    until(phone, "#main-form .status.wrong", "Байланыс жоқ").await;
    until_held(app, TEXT, (first, true)).await;
    let all = format!("{own}\n{first}\n{rest}\n");
    write(phone, "#text", &all).await;
    assert!(!stored(app, TEXT).await.contains(rest));
    all
}

/// Somebody saves the text in another page, as the same person.
async fn second_tab_writes(app: &TestApp, words: &str) {
    let other = app.client();
    other.sign_in("kk", TRAINER).await;
    let path = format!("/kk{LESSON}");
    let page = other.get(&path).await.ok().text();
    let hidden = |name: &str| between(&page, &format!("name=\"{name}\" value=\""), "\"").to_owned();
    let text = format!("{}\n{words}\n", stored(app, TEXT).await);
    let names = ["number", "source_number", "visit"].map(|name| (name, hidden(name)));
    let mut fields: Vec<(&str, &str)> = names.iter().map(|(name, value)| (*name, value.as_str())).collect();
    fields.extend([("text", text.as_str()), ("auto", "yes")]);
    other.post(&path, &fields).await.ok();
}

#[tokio::test]
async fn of_a_lesson_that_is_loaded_again() {
    let app = TestApp::start().await;
    let Some(phone) = at(&app, LESSON).await else { return };
    // What the browser kept is no conflict with what its page saved: by itself, and with the button.
    let all = lost_and_written_on(&app, &phone, ("Бірінші сөз.", "Екінші сөз.")).await;
    phone.open(LESSON).await;
    assert_eq!(value(&phone, "#text").await, all);
    phone.browser.find("#main-form .status.done").await;
    assert_eq!(stored(&app, TEXT).await, all);
    let all = lost_and_written_on(&app, &phone, ("Үшінші сөз.", "Төртінші сөз.")).await;
    phone.open(LESSON).await;
    phone.browser.follow(SAVE).await;
    phone.arrives(LESSON).await;
    assert_eq!(phone.browser.count(".error-summary").await, 0);
    assert_eq!(stored(&app, TEXT).await, all);
    // It is one with what another page saved after that.
    let all = lost_and_written_on(&app, &phone, ("Бесінші сөз.", "Алтыншы сөз.")).await;
    second_tab_writes(&app, "Екінші қойындыдан.").await;
    phone.open(LESSON).await;
    assert_eq!(value(&phone, "#text").await, all);
    until(&phone, "#main-form .status.wrong", "басқа біреу де сақтаған").await;
    phone.browser.follow(SAVE).await;
    phone.browser.find(".error-summary").await;
    phone.says("Екінші қойындыдан.").await;
    assert!(value(&phone, "#text").await.contains("Алтыншы сөз."));
    assert!(!stored(&app, TEXT).await.contains("Алтыншы сөз."));
}

/// What is still on its way when the button is pressed is older than what the button sends: it is given up.
#[tokio::test]
async fn the_button_gives_up_what_is_on_its_way() {
    let app = TestApp::start().await;
    let Some(phone) = at(&app, LESSON).await else { return };
    let hold = "const real = window.fetch;
        window.fetch = (to, more) => {
            if (!(more && more.body && more.body.get && more.body.get('auto'))) return real(to, more);
            sessionStorage.setItem('held', 'on its way');
            return new Promise((_, fail) => more.signal.addEventListener('abort', () => {
                sessionStorage.setItem('held', 'given up');
                fail(new DOMException('', 'AbortError'));
            }));
        };";
    run(&phone, hold, vec![]).await;
    let what_is_held = async || run(&phone, "return sessionStorage.getItem('held');", vec![]).await;
    let own = value(&phone, "#text").await;
    write(&phone, "#text", &format!("{own}\nЖолдағы сөз.\n")).await;
    for _ in 0..400 {
        if what_is_held().await == json!("on its way") {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(what_is_held().await, json!("on its way"));
    write(&phone, "#text", &format!("{own}\nБатырманың сөзі.\n")).await;
    phone.browser.follow(SAVE).await;
    phone.arrives(LESSON).await;
    assert_eq!(what_is_held().await, json!("given up"));
    assert_eq!(phone.browser.count(".error-summary").await, 0);
    assert!(stored(&app, TEXT).await.contains("Батырманың сөзі."));
}
