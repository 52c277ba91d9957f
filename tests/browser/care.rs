//! Somebody cares for the own account with a phone: signs out elsewhere, changes the address by the link in the mail, takes
//! all data along, and has the account erased.

use crate::document;
use crate::harness::app::TestApp;
use crate::harness::browser::Script;
use crate::harness::client::{PASSWORD, between};
use crate::harness::database::TestDatabase;
use crate::phone::Phone;
use crate::smtp::{Offer, SmtpServer};

const OLD: &str = "asem@example.kz";
const NEW: &str = "asem.new@example.kz";
const NAME: &str = "Әсем Нұрғалиқызы";

#[tokio::test]
async fn with_script() {
    journey("kk", Script::On).await;
}

#[tokio::test]
async fn without_script() {
    journey("ru", Script::Off).await;
}

async fn journey(lang: &'static str, script: Script) {
    let server = SmtpServer::start(Offer::Plain).await;
    let url = format!("smtp://127.0.0.1:{}?tls=none", server.port);
    let app = TestApp::start_on(TestDatabase::sqlite(), &[("ERIKTI_SMTP_URL", &url)]).await;
    let Some(phone) = Phone::start(&app.address, lang, script).await else { return };
    let elsewhere = app.client();
    elsewhere.sign_up(lang, NAME, OLD).await;
    sign_in(&phone, OLD).await;
    phone.open("/learn/profile").await;
    phone.look("care-profile").await;

    phone.press_to("ul.doors a[href$=\"/sign-ins\"]", "/learn/profile/sign-ins").await;
    phone.says("Chrome · ").await;
    phone.look("care-sign-ins").await;
    phone.browser.follow("button[value=others]").await;
    assert_eq!(phone.browser.count("li.card").await, 1);
    elsewhere.get(&format!("/{lang}/learn")).await.has(303);

    phone.open("/learn/profile/password").await;
    phone.look("care-password").await;
    shows_what_is_typed(&phone, script).await;
    change_email(&app, &phone, &server).await;

    phone.open("/learn/profile/export").await;
    phone.look("care-export").await;
    assert!(phone.has("form[method=post] button").await);
    phone.open("/learn/profile/erase").await;
    phone.look("care-erase").await;
    phone.browser.click("main #main-form button.danger").await;
    phone.browser.find("#word-error").await;
    phone.look("care-erase-wrong").await;
    let word = erikti::i18n::t(erikti::kernel::Lang::from_code(lang).expect("a language"), "care-erase-word");
    phone.browser.fill("#word", word).await;
    phone.browser.fill("#present_password", PASSWORD).await;
    phone.press_to("main #main-form button.danger", "/sign-in").await;
    phone.look("care-erased").await;
    sign_in(&phone, NEW).await;
    phone.look("care-kept").await;
}

/// A button shows an own password while it is typed; without a script there is none.
async fn shows_what_is_typed(phone: &Phone, script: Script) {
    let shown = phone.browser.count("[data-reveal=password]:not([hidden])").await;
    assert_eq!(shown, usize::from(script == Script::On));
    if script == Script::Off {
        return;
    }
    phone.browser.fill("#password", "alma").await;
    phone.browser.click("[data-reveal=password]").await;
    assert_eq!(phone.browser.count("#password[type=text]").await, 1);
    assert_eq!(phone.browser.count("[data-reveal=password][aria-pressed=true]").await, 1);
    assert_eq!(phone.browser.count("#present_password[type=password]").await, 1);
    phone.look("care-password-shown").await;
    phone.browser.click("[data-reveal=password]").await;
    assert_eq!(phone.browser.count("#password[type=password]").await, 1);
}

async fn sign_in(phone: &Phone, email: &str) {
    phone.open("/sign-in").await;
    phone.browser.fill("#identifier", email).await;
    // With Enter, as most people do; the first buttons of the page are those of the language switch.
    phone.browser.fill("#password", &format!("{PASSWORD}\u{E007}")).await;
    phone.arrives("/learn").await;
}

async fn change_email(app: &TestApp, phone: &Phone, server: &SmtpServer) {
    phone.open("/learn/profile/email").await;
    phone.look("care-email").await;
    phone.browser.fill("#email", NEW).await;
    phone.browser.fill("#present_password", "wrong password 1").await;
    phone.browser.click("main #main-form .button").await;
    phone.browser.find("#present_password-error").await;
    phone.browser.fill("#present_password", PASSWORD).await;
    phone.press_to("main #main-form .button", "/learn/profile/email").await;
    phone.browser.find("main .note").await;
    phone.look("care-email-waiting").await;
    let mail = document::text(&document::mail_after(server, NEW, 0).await);
    let path = between(&mail, &app.address, "\n").trim().to_owned();
    phone.open_path(&path).await;
    phone.look("care-email-confirm").await;
    phone.press_to("main form button", "/learn/profile/email").await;
    phone.says(NEW).await;
}
