//! The resource centre with a phone.

use std::time::{Duration, Instant};

use crate::harness::client::PASSWORD;
use crate::phone::Phone;

pub(crate) const OFFICER: &str = "Қуаныш Бекұлы";

/// Makes the first account through its link.
pub(crate) async fn make_first_account(phone: &Phone, link: &str) {
    let token = link.rsplit('/').next().expect("a token");
    phone.open(&format!("/first/{token}")).await;
    phone.look("first-account").await;
    phone.browser.fill("#name", OFFICER).await;
    phone.browser.fill("#email", "centre@example.kz").await;
    phone.browser.fill("#password", PASSWORD).await;
    phone.press_to("main #main-form .button", "/centre").await;
    phone.look("centre").await;
}

/// Looks at the pages of the centre; ends at the certificate of the person with this name.
pub(crate) async fn find_certificate(phone: &Phone, holder: &str, number: &str) {
    let lang = phone.lang;
    phone.press_to(&format!("main a[href=\"/{lang}/centre/outbox\"]"), "/centre/outbox").await;
    phone.look("outbox").await;
    phone.open("/centre").await;
    phone.press_to(&format!("main a[href=\"/{lang}/centre/people\"]"), "/centre/people").await;
    phone.look("people").await;
    phone.says(holder).await;
    phone.browser.click("main th a, main td a").await;
    phone.look("person").await;
    phone.open("/centre").await;
    phone.press_to(&format!("main a[href=\"/{lang}/centre/certificates\"]"), "/centre/certificates").await;
    phone.browser.fill("#search", holder).await;
    phone.browser.click("main form button").await;
    phone.look("register").await;
    let plain = number.replace('-', "");
    phone.press_to("main a.number", &format!("/centre/certificates/{plain}")).await;
    phone.look("register-certificate").await;
}

/// Revokes the certificate whose page is open; forgets the reason first.
pub(crate) async fn revoke(phone: &Phone, reason: &str) {
    let browser = &phone.browser;
    browser.click("#change summary").await;
    browser.click("#change button.danger").await;
    browser.find("#reason-error").await;
    phone.look("revoke-again").await;
    browser.fill("#reason", reason).await;
    browser.click("#change button.danger").await;
    browser.find(".state.revoked").await;
    phone.says(reason).await;
    phone.look("register-revoked").await;
}

/// Takes the table of checked numbers twice, and looks at a sample before the settings are saved: where a file comes or
/// a tab opens the page stays, and its next button works at once.
pub(crate) async fn press_twice(phone: &Phone, number: &str) {
    let browser = &phone.browser;
    phone.open("/check").await;
    browser.fill("#numbers", number).await;
    browser.click("#main-form button.button").await;
    let csv = "#main-form button[value=csv]";
    soon_free(phone, "#main-form button[value=xlsx]", csv).await;
    phone.open("/centre/settings").await;
    let save = "#main-form div.actions button.button";
    soon_free(phone, "button[formtarget][value=ru]", save).await;
    browser.click(save).await;
    browser.find(".flash").await;
}

/// Presses one button; the other is to be free long before the ten seconds in which nothing is sent twice.
async fn soon_free(phone: &Phone, pressed: &str, next: &str) {
    let began = Instant::now();
    phone.browser.click(pressed).await;
    phone.browser.find(&format!("{next}[aria-disabled=false]")).await;
    assert!(began.elapsed() < Duration::from_secs(8), "{next} waits {:?} after {pressed}", began.elapsed());
}
