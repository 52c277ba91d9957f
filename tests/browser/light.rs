//! What a phone has to load before somebody can read a lesson that comes with the program.

use std::time::Duration;

use serde_json::{Value, json};

use crate::harness::app::{BUNDLED, TestApp};
use crate::harness::browser::Script;
use crate::harness::database::TestDatabase;
use crate::learner::Learner;
use crate::phone::Phone;

/// The most bytes of a first view, headers included.
const BYTES: u64 = 40 * 1024;
/// The most requests of a first view.
const REQUESTS: usize = 6;

/// What the browser has loaded for the page: name and bytes of each answer.
async fn loaded(phone: &Phone) -> Vec<(String, u64)> {
    let script = "return performance.getEntriesByType('navigation').concat(performance.getEntriesByType('resource'))
        .map((entry) => [entry.name, entry.transferSize])";
    let found = phone.browser.client.execute(script, Vec::new()).await.expect("the page is measured");
    let read = |entry: &Value| Some((entry.get(0)?.as_str()?.to_owned(), entry.get(1)?.as_u64()?));
    found.as_array().expect("a list").iter().map(|entry| read(entry).expect("a name and a size")).collect()
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
        let bytes: u64 = loaded.iter().map(|(_, bytes)| bytes).sum();
        assert!(loaded.len() >= 3 && loaded.iter().all(|(_, bytes)| *bytes > 0), "a cold view: {loaded:#?}");
        assert!(bytes <= BYTES && loaded.len() <= REQUESTS, "{lesson}: {bytes} bytes: {loaded:#?}");
    }
}
