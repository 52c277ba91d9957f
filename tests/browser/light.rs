//! What a phone has to load before somebody can read a lesson that comes with the program, and then the card that it
//! keeps for offline.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::{Value, json};

use crate::harness::app::{BUNDLED, TestApp};
use crate::harness::browser::Script;
use crate::harness::database::TestDatabase;
use crate::learner::Learner;
use crate::phone::Phone;

/// The most bytes of a first view, headers included: the page with its style, script and pictures.
const BYTES: u64 = 40 * 1024;
/// The most requests of a first view.
const REQUESTS: usize = 6;
/// The most bytes that the worker of the emergency card loads once, after the page, headers included: itself, the card
/// in the language of the page, and drawings that the page did not need. Style and script are there already.
const CARD: u64 = 16 * 1024;
/// Loads what the worker loads.
const LOAD_CARD: &str = "const done = arguments[arguments.length - 1];
    const load = (path) => fetch(path, { credentials: 'omit', cache: 'no-store' }).then((answer) => answer.text());
    performance.clearResourceTimings();
    (async () => {
        const worker = await load('/emergency-worker.js');
        const files = worker.match(/\\/assets\\/[^\"]+/g).filter((file) => /svg$/.test(file));
        await Promise.all(['/kk/emergency', ...files].map(load));
        return performance.getEntriesByType('resource').map((entry) => entry.transferSize);
    })().then(done, (error) => done(String(error)))";

/// What the browser has loaded for the page: name and bytes of each answer. What it took from its own memory a second
/// time is no answer.
async fn loaded(phone: &Phone) -> BTreeMap<String, u64> {
    let script = "return performance.getEntriesByType('navigation').concat(performance.getEntriesByType('resource'))
        .map((entry) => [entry.name, entry.transferSize])";
    let found = phone.browser.client.execute(script, Vec::new()).await.expect("the page is measured");
    let read = |entry: &Value| Some((entry.get(0)?.as_str()?.to_owned(), entry.get(1)?.as_u64()?));
    let mut loaded = BTreeMap::new();
    for (name, bytes) in found.as_array().expect("a list").iter().map(|entry| read(entry).expect("a name and a size")) {
        *loaded.entry(name).or_default() += bytes;
    }
    loaded
}

#[tokio::test]
async fn the_first_view_of_a_lesson_is_small() {
    let app = TestApp::start_on(TestDatabase::sqlite(), BUNDLED).await;
    let Some(phone) = Phone::start(&app.address, "kk", Script::On).await else { return };
    let learner = Learner { app: &app, phone: &phone, course: "first-aid" };
    learner.find_the_course().await;
    learner.sign_up().await;
    learner.enrol().await;
    for lesson in ["call-script", "compressions", "tourniquet"] {
        phone.browser.chromium("Network.clearBrowserCache", json!({})).await;
        phone.open(&format!("/learn/first-aid/lessons/{lesson}")).await;
        phone.look(&format!("bundled-{lesson}")).await;
        phone.browser.chromium("Network.clearBrowserCache", json!({})).await;
        phone.browser.client.refresh().await.expect("the page is loaded again");
        // Pictures below the first view come later, if at all.
        tokio::time::sleep(Duration::from_millis(500)).await;
        let loaded = loaded(&phone).await;
        let bytes: u64 = loaded.values().sum();
        assert!(loaded.len() >= 3 && loaded.values().all(|bytes| *bytes > 0), "a cold view: {loaded:#?}");
        assert!(bytes <= BYTES && loaded.len() <= REQUESTS, "{lesson}: {bytes} bytes: {loaded:#?}");
    }
    let card = phone.browser.client.execute_async(LOAD_CARD, Vec::new()).await.expect("the card is loaded");
    let sizes: Vec<u64> =
        card.as_array().unwrap_or_else(|| panic!("{card}")).iter().filter_map(Value::as_u64).collect();
    assert!(sizes.len() == 4 && sizes.iter().sum::<u64>() <= CARD, "the card: {card}");
}
