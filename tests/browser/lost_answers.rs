//! A page saves by itself and never hears that it was saved: what is deleted again meanwhile is deleted there, too.

use std::time::Duration;

use serde_json::{Value, json};

use crate::cards;
use crate::editing::stored;
use crate::harness::app::TestApp;
use crate::harness::browser::Script;
use crate::phone::Phone;
use crate::question_live::until;

const QUESTION: &str = "/trainer/drafts/1/questions/six-motives-check-1";
const LESSON: &str = "/trainer/drafts/1/lessons/six-motives/kk";

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
    is_deleted_again(&app, &phone, ("#text", "lessons/motives/six-motives.kk.md")).await;
}
