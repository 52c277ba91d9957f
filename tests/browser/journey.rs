//! The main job, end to end: a volunteer takes a course, fails, passes, gets the certificate by mail; anyone can verify
//! it; the centre revokes it.

use erikti::quiz::model::{Answer, Body};

use crate::answers;
use crate::centre;
use crate::document;
use crate::harness::app::TestApp;
use crate::harness::browser::Script;
use crate::harness::client::between;
use crate::harness::database::TestDatabase;
use crate::learner::{EMAIL, First, Learner, NAME, Switch};
use crate::phone::Phone;
use crate::smtp::{Offer, SmtpServer};

#[tokio::test]
async fn in_kazakh() {
    journey("kk", "first-aid", Script::On).await;
}

#[tokio::test]
async fn in_russian() {
    journey("ru", "leadership", Script::On).await;
}

#[tokio::test]
async fn in_english() {
    journey("en", "leadership", Script::On).await;
}

#[tokio::test]
async fn without_script() {
    journey("kk", "leadership", Script::Off).await;
}

async fn journey(lang: &'static str, course: &'static str, script: Script) {
    let server = SmtpServer::start(Offer::Plain).await;
    let url = format!("smtp://127.0.0.1:{}?tls=none", server.port);
    let app = TestApp::start_on(TestDatabase::sqlite(), &[("ERIKTI_SMTP_URL", &url)]).await;
    let Some(phone) = Phone::start(&app.address, lang, script).await else { return };

    let learner = Learner { app: &app, phone: &phone, course };
    learner.find_the_course().await;
    learner.sign_up().await;
    learner.enrol().await;
    take(&learner).await;
    confirm(&app, &phone, &server).await;
    let (number, code) = certificate(&app, &phone, &server).await;
    go_away(&phone).await;
    verify(&phone, &code, "valid").await;
    phone.look("verify-valid").await;

    centre::make_first_account(&phone, app.first_account.as_deref().expect("a link for the first account")).await;
    centre::find_certificate(&phone, NAME, &number).await;
    centre::revoke(&phone, "Есімде қате бар").await;
    document::mail_after(&server, EMAIL, 2).await;
    phone.press_to(".account form button", "/sign-in").await;
    verify(&phone, &code, "revoked").await;
    phone.look("verify-revoked").await;
    phone.open("/verify?number=7").await;
    phone.look("verify-mistyped").await;
}

/// Takes the whole course; fails its first test on purpose, and passes the next time.
async fn take(learner: &Learner<'_>) {
    let (phone, published) = (learner.phone, learner.published());
    let mut first = First::Yes;
    for module in &published.course.modules {
        for lesson in &module.lessons {
            learner.read(lesson, first).await;
            first = First::No;
        }
        let is_first = published.course.modules.first() == Some(module);
        if is_first {
            attempt(learner, module.key.as_str(), answers::wrong, Switch::AtEachQuestion).await;
            assert!(phone.has("ul.weak a").await, "weak topics lead to lessons");
            phone.look("result-not-yet").await;
            phone.open(&format!("/learn/{}/tests/{}", learner.course, module.key)).await;
        }
        attempt(learner, module.key.as_str(), answers::right, Switch::Never).await;
        assert!(!phone.has("ul.weak a").await, "nothing is weak");
        phone.says("100").await;
        phone.look("result-passed").await;
        phone.browser.click("main p a.button").await;
    }
    if published.course.final_test.is_some() {
        attempt(learner, "final", answers::right, Switch::Never).await;
        phone.look("result-final").await;
        phone.browser.click("main p a.button").await;
    }
    phone.arrives("/learn/certificates").await;
}

async fn attempt(learner: &Learner<'_>, quiz: &str, answer: fn(&Body) -> Answer, switch: Switch) {
    learner.begin(quiz).await;
    learner.answer(answer, switch).await;
}

/// Opens the link of the first mail, and presses its button: until then nothing else was sent.
async fn confirm(app: &TestApp, phone: &Phone, server: &SmtpServer) {
    let mail = document::text(&document::mail_after(server, EMAIL, 0).await);
    assert_eq!(server.mails().len(), 1, "the certificate waits until the address is confirmed");
    let path = between(&mail, &app.address, "\n").trim();
    assert!(path.starts_with(&format!("/{}/confirm/", phone.lang)), "{path} is not in the person's language");
    phone.open_path(path).await;
    phone.look("confirm").await;
    phone.press_to("main form button", "/learn").await;
    phone.look("learning-done").await;
    phone.says("100").await;
}

/// The number on the page of the certificate, and what the code on the document from the mail says.
async fn certificate(app: &TestApp, phone: &Phone, server: &SmtpServer) -> (String, String) {
    let mail = document::mail_after(server, EMAIL, 1).await;
    phone.press_to(&format!("nav.main a[href=\"/{}/learn/certificates\"]", phone.lang), "/learn/certificates").await;
    phone.look("certificates").await;
    let number = phone.browser.find(".certificate .number").await.text().await.expect("a number");
    phone.press_to(".certificate a.button", &format!("/learn/certificates/{number}")).await;
    phone.look("certificate").await;
    phone.open("/learn/profile").await;
    phone.look("profile").await;

    assert!(document::text(&mail).contains(&number), "the mail names the certificate");
    assert!(mail.body_html(0).is_some_and(|html| html.contains(&number)), "so does its HTML");
    let (name, pdf) = document::attached(&mail);
    assert!(name.ends_with(".pdf") && name.contains(&number), "{name}");
    let off = if phone.script == Script::Off { "-without-script" } else { "" };
    let (words, code) = document::read(&pdf, &format!("{}{off}", phone.lang));
    assert!(words.contains(NAME) && words.contains(&number), "{words}");
    let path = code.strip_prefix(&app.address).unwrap_or_else(|| panic!("{code} leads elsewhere"));
    assert!(path.starts_with("/v/") && path.contains('#'), "{code}");
    (number, path.to_owned())
}

/// Signs out on a phone that others use as well: Back shows nothing of the person.
async fn go_away(phone: &Phone) {
    phone.says(NAME).await;
    phone.press_to(".account form button", "/sign-in").await;
    phone.look("signed-out").await;
    for _ in 0..3 {
        phone.browser.client.back().await.expect("Back is pressed");
        let page = phone.browser.client.source().await.expect("the page is read");
        assert!(!page.contains(NAME) && !page.contains(EMAIL), "Back shows {}", phone.browser.place().await);
    }
}

/// What the code leads to, in the language of whoever looks.
async fn verify(phone: &Phone, code: &str, state: &str) {
    phone.open_path(code).await;
    phone.browser.find(&format!(".state.{state}")).await;
    if !phone.has(&format!("html[lang={}]", phone.lang)).await {
        phone.browser.click(&format!(".languages a[hreflang={}]", phone.lang)).await;
    }
    phone.arrives("/verify").await;
    phone.browser.find(&format!("html[lang={}] .state.{state}", phone.lang)).await;
    assert_eq!(phone.browser.count(".state").await, 2, "one state, and what it does not say");
    phone.browser.find(".state.theory-only").await;
    phone.says(NAME).await;
}
