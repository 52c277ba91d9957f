//! An officer sets the second step up with a phone, signs out, mistypes a code, and signs in again.

use data_encoding::BASE32_NOPAD;
use ring::hmac;

use crate::centre::make_first_account;
use crate::harness::app::TestApp;
use crate::harness::browser::Script;
use crate::harness::client::PASSWORD;
use crate::phone::Phone;

#[tokio::test]
async fn with_script() {
    journey("kk", Script::On).await;
}

#[tokio::test]
async fn without_script() {
    journey("ru", Script::Off).await;
}

/// What an app shows (RFC 6238).
fn code(secret: &str, unix: i64) -> String {
    let secret = BASE32_NOPAD.decode(secret.replace(' ', "").as_bytes()).expect("a secret to be typed");
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &secret);
    let tag = hmac::sign(&key, &(unix / 30).to_be_bytes()).as_ref().to_vec();
    let at = usize::from(tag.last().map_or(0, |last| last & 15));
    let number = tag.iter().skip(at).take(4).fold(0_u32, |number, byte| number << 8 | u32::from(*byte));
    format!("{:06}", (number & 0x7fff_ffff) % 1_000_000)
}

async fn journey(lang: &'static str, script: Script) {
    let app = TestApp::start().await;
    let Some(phone) = Phone::start(&app.address, lang, script).await else { return };
    let link = app.first_account.clone().expect("a link");
    make_first_account(&phone, &link).await;
    let browser = &phone.browser;

    phone.open("/learn/profile").await;
    browser.follow("ul.doors a[href$=\"/second-factor\"]").await;
    phone.look("second-begin").await;
    browser.fill("#present_password", PASSWORD).await;
    browser.follow("button[value=begin]").await;
    phone.look("second-scan").await;
    let secret = browser.find("p.number").await.text().await.expect("a secret");
    browser.fill("#code", &format!("{}\u{E007}", code(&secret, app.app.now().unix()))).await;
    browser.find("ol.second-codes").await;
    assert_eq!(browser.count("ol.second-codes code").await, 10);
    phone.look("second-codes").await;
    browser.follow("main a.button").await;
    phone.open("/learn/profile/second-factor").await;
    phone.look("second-held").await;

    phone.open("/learn/profile").await;
    phone.press_to("main form[action$=\"/sign-out\"] button", "/sign-in").await;
    browser.fill("#identifier", "centre@example.kz").await;
    browser.fill("#password", &format!("{PASSWORD}\u{E007}")).await;
    phone.arrives("/sign-in/code").await;
    phone.look("second-step").await;
    let used = code(&secret, app.app.now().unix());
    browser.fill("#code", &format!("{used}\u{E007}")).await;
    browser.find("#code-error").await;
    phone.look("second-step-used").await;
    app.advance(60);
    browser.fill("#code", &format!("{}\u{E007}", code(&secret, app.app.now().unix()))).await;
    phone.arrives("/learn").await;
}
