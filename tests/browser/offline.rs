//! The emergency card, kept for offline from the first visit.

use std::time::Duration;

use erikti::kernel::Actor;
use erikti::settings::{Changed, Settings, change};
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

/// Waits until the card is kept and says this.
async fn until_kept(phone: &Phone, card: &str, words: &str) {
    for _ in 0..1200 {
        if kept(phone).await.iter().any(|(path, text)| path == card && text.contains(words)) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{card} with {words} is not kept");
}

/// A corrected card reaches who reads another page, and the next day at the latest.
async fn renew(app: &TestApp, phone: &Phone) {
    let named = [("name_kk".to_owned(), "Жастар орталығы".to_owned())];
    let (seen, wanted) = (Settings::default(), Settings { values: named.into(), ..Settings::default() });
    let changed = app.app.write(Actor::Shell, move |conn, ctx| change(conn, ctx, &seen, &wanted)).await;
    assert_eq!(changed.expect("the settings are changed"), Changed::Yes);
    let current = app.app.clone();
    app.app.read(move |conn| current.centre.refresh(conn)).await.expect("the settings are read");
    let yesterday = "localStorage.setItem('/kk/emergency', 'yesterday')";
    phone.browser.client.execute(yesterday, Vec::new()).await.expect("a day passes");
    phone.open("/courses").await;
    until_kept(phone, "/kk/emergency", "Жастар орталығы").await;
}

#[tokio::test]
async fn the_emergency_card_opens_without_a_network_after_the_first_visit() {
    let app = TestApp::start_on(TestDatabase::sqlite(), BUNDLED).await;
    let Some(phone) = Phone::start(&app.address, "kk", Script::On).await else { return };
    // In each language in which somebody reads.
    let cards = ["/en/emergency", "/ru/emergency", "/kk/emergency"];
    for card in cards {
        phone.open_path(card.trim_end_matches("/emergency")).await;
        until_kept(&phone, card, "100–120").await;
    }
    renew(&app, &phone).await;
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
