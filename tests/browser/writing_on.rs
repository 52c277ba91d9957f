//! A trainer who writes for long: what cannot be saved is tried again, who writes on is shown to the others, and what was
//! saved by itself can be taken back.

use std::time::Duration;

use erikti::authoring;
use erikti::kernel::ids::DraftId;
use serde_json::{Value, json};

use crate::authors::{self, DRAFT};
use crate::editing::{stored, write_on};
use crate::harness::app::TestApp;
use crate::harness::browser::Script;
use crate::harness::client::Client;
use crate::phone::Phone;
use crate::question_live::{network, until};

const LESSON: &str = "/trainer/drafts/1/lessons/six-motives/kk";
const FILE: &str = "lessons/motives/six-motives.kk.md";

/// A trainer with a draft.
async fn start(app: &TestApp) -> Option<Phone> {
    let phone = Phone::start(&app.address, "kk", Script::On).await?;
    authors::begin(app, &phone).await;
    Some(phone)
}

async fn run(phone: &Phone, script: &str) -> Value {
    phone.browser.client.execute(script, vec![]).await.expect("it runs")
}

/// Long pauses are noted, and pass at once.
const HURRY: &str = "window.usual = window.setTimeout;
    window.pauses = [];
    window.setTimeout = (work, time, ...rest) => {
        if (time >= 10000) window.pauses.push(time);
        return window.usual(work, time >= 10000 ? 20 : time, ...rest);
    };";

#[tokio::test]
async fn a_lesson_that_cannot_be_saved_is_tried_again_later_and_later() {
    let app = TestApp::start().await;
    let Some(phone) = start(&app).await else { return };
    phone.open(LESSON).await;
    let before = stored(&app, FILE).await;
    phone.browser.find("#text").await;
    run(&phone, HURRY).await;
    network(&phone, true).await;
    write_on(&phone, " Байланыссыз.").await;
    until(&phone, "#main-form .status.wrong", "секундтан кейін қайта").await;
    let mut pauses = Vec::new();
    for _ in 0..200 {
        let told = run(&phone, "return window.pauses;").await;
        pauses = told.as_array().expect("a list").iter().filter_map(Value::as_f64).collect();
        if pauses.len() >= 6 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let usual = [15_000.0, 30_000.0, 60_000.0, 120_000.0, 240_000.0, 240_000.0];
    for (pause, usual) in pauses.iter().zip(usual) {
        assert!((0.75..=1.25).contains(&(pause / usual)), "{pauses:?}");
    }
    assert!(pauses.len() >= usual.len() && pauses.iter().zip(usual).any(|(pause, usual)| (pause - usual).abs() > 1.0));
    // Without the hurry it waits; when the network is back it does not.
    run(&phone, "window.setTimeout = window.usual;").await;
    network(&phone, false).await;
    phone.browser.find("#main-form .status.done").await;
    assert!(stored(&app, FILE).await.contains("Байланыссыз."));
    // What was saved since the page was opened is shown, and taken back.
    phone.browser.follow("[data-undo]:not([hidden]) a").await;
    phone.says("Байланыссыз.").await;
    phone.browser.follow("main form:has(input[name=path]) .button").await;
    phone.arrives(&format!("{DRAFT}/history")).await;
    assert_eq!(stored(&app, FILE).await, before);
}

/// Whether somebody else is said to be editing.
async fn is_shown(colleague: &Client) -> bool {
    colleague.get(&format!("/kk{DRAFT}/facts")).await.ok().text().contains("note present")
}

#[tokio::test]
async fn who_writes_for_long_is_shown_to_the_others() {
    let app = TestApp::start().await;
    let Some(phone) = start(&app).await else { return };
    let colleague = authors::colleague(&app, "Ерлан", "erlan@example.kz").await;
    phone.open(&format!("{DRAFT}/settings")).await;
    phone.browser.find("#hours").await;
    let changes = async || {
        let read = app.app.read(|conn| authoring::list_changes(conn, DraftId(1), None, (0, 1))).await;
        read.expect("the database answers").1
    };
    let before = changes().await;
    assert!(is_shown(&colleague).await);
    app.advance(190);
    phone.browser.fill("#hours", "9").await;
    assert!(!is_shown(&colleague).await, "not at every key");
    // A minute later.
    run(&phone, "const real = Date.now; Date.now = () => real() + 61000;").await;
    phone.browser.fill("#hours", "8").await;
    for _ in 0..200 {
        if is_shown(&colleague).await {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert!(is_shown(&colleague).await);
    assert_eq!(changes().await, before, "nothing is saved by that");
    let unsaved =
        phone.browser.client.execute("return document.querySelector(arguments[0]).value;", vec![json!("#hours")]);
    assert_eq!(unsaved.await.expect("it is read"), json!("8"));
}
