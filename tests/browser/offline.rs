//! The emergency card, kept for offline from the first visit.

use std::time::Duration;

use serde_json::{Value, json};

use crate::harness::app::{BUNDLED, TestApp};
use crate::harness::browser::Script;
use crate::harness::database::TestDatabase;
use crate::learner::{EMAIL, Learner, NAME};
use crate::phone::Phone;

/// Every address that the browser's caches hold, with the name of a person if one stands there.
const KEPT: &str = "const done = arguments[arguments.length - 1];
    (async () => {
        const kept = [];
        for (const name of await caches.keys()) {
            const box = await caches.open(name);
            for (const request of await box.keys()) {
                const text = await (await box.match(request)).text();
                kept.push([new URL(request.url).pathname, text]);
            }
        }
        return kept;
    })().then(done, (error) => done(String(error)))";

async fn kept(phone: &Phone) -> Vec<(String, String)> {
    let found = phone.browser.client.execute_async(KEPT, Vec::new()).await.expect("the caches are read");
    let read = |entry: &Value| Some((entry.get(0)?.as_str()?.to_owned(), entry.get(1)?.as_str()?.to_owned()));
    found.as_array().unwrap_or_else(|| panic!("{found}")).iter().filter_map(read).collect()
}

#[tokio::test]
async fn the_emergency_card_opens_without_a_network_after_the_first_visit() {
    let app = TestApp::start_on(TestDatabase::sqlite(), BUNDLED).await;
    let Some(phone) = Phone::start(&app.address, "kk", Script::On).await else { return };
    phone.open("").await;
    let cards = ["/kk/emergency", "/ru/emergency", "/en/emergency"];
    for _ in 0..200 {
        let kept = kept(&phone).await;
        if cards.iter().all(|card| kept.iter().any(|(path, _)| path == card)) {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    // Somebody signs in, learns, and looks at the card: nothing of it is kept.
    let learner = Learner { app: &app, phone: &phone, course: "first-aid" };
    learner.find_the_course().await;
    learner.sign_up().await;
    learner.enrol().await;
    phone.open("/emergency").await;
    phone.says(NAME).await;
    phone.look("emergency").await;
    let kept = kept(&phone).await;
    for (path, text) in &kept {
        assert!(cards.contains(&path.as_str()) || path.starts_with("/assets/"), "{path} is kept");
        assert!(!text.contains(NAME) && !text.contains(EMAIL), "{path} is kept as a person sees it");
    }
    assert!(kept.iter().any(|(path, _)| Some(path.as_str()) == cards.first().copied()), "the card is kept: {kept:?}");

    app.stop().await;
    phone.browser.chromium("Network.clearBrowserCache", json!({})).await;
    for lang in ["kk", "ru", "en"] {
        phone.open_path(&format!("/{lang}/emergency")).await;
        phone.browser.find(&format!("html[lang={lang}] article.emergency a[href=\"tel:103\"]")).await;
        phone.says("100–120").await;
        assert!(!phone.browser.text().await.contains(NAME));
    }
    phone.browser.screenshot("kk-emergency-offline").await;
}
