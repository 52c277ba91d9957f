//! An officer hears the right name on the phone, and has the right certificate out.

use erikti::accounts::find_person_by_identifier;
use erikti::certificates::register;
use erikti::kernel::Error;
use erikti::learning;

use crate::centre;
use crate::harness::app::TestApp;
use crate::harness::browser::Script;
use crate::learner::{EMAIL, NAME};
use crate::phone::Phone;

const RIGHT: &str = "Әсем Нұрғалиева";

#[tokio::test]
async fn at_a_desk() {
    let app = TestApp::start().await;
    let Some(phone) = Phone::start(&app.address, "kk", Script::On).await else { return };
    let number = issue(&app).await;
    centre::make_first_account(&phone, app.first_account.as_deref().expect("a link for the first account")).await;
    phone.desk("centre").await;

    // Typed on a Russian keyboard, the beginnings of words in any order.
    phone.open("/centre/people").await;
    phone.browser.fill("#search", "нург асем").await;
    phone.browser.click("main form button").await;
    phone.desk("people").await;
    phone.browser.click("main th a").await;
    phone.browser.find("main a[href$='/name']").await;
    let person = phone.path().await.trim_start_matches("/kk").to_owned();
    phone.press_to("main a[href$='/name']", &format!("{person}/name")).await;
    phone.look("name").await;
    phone.desk("name").await;
    phone.browser.fill("#name", "7").await;
    phone.browser.click("#main-form button[type=submit]").await;
    phone.browser.find("#name-error").await;
    phone.browser.fill("#name", RIGHT).await;
    phone.browser.click("#main-form button[type=submit]").await;
    phone.browser.find("button[name=confirm]").await;
    phone.look("name-preview").await;
    phone.desk("name-preview").await;
    phone.says(RIGHT).await;
    phone.press_to("button[name=confirm]", &person).await;
    phone.says(RIGHT).await;
    phone.look("name-done").await;
    phone.desk("name-done").await;

    centre::press_twice(&phone, &number).await;

    // The old number leads to the new one, and the new one holds.
    phone.open(&format!("/verify?number={number}")).await;
    phone.browser.find("div.state.replaced").await;
    phone.look("verify-replaced").await;
    phone.desk("verify-replaced").await;
    phone.browser.click("main p a.button").await;
    phone.browser.find("div.state.valid").await;
    phone.says(RIGHT).await;
    let plain = number.replace('-', "");
    phone.open(&format!("/centre/certificates/{plain}")).await;
    phone.look("register-replaced").await;
    phone.desk("register-replaced").await;
    look_around(&phone).await;
}

/// The other pages of the centre, on a phone and at a desk.
async fn look_around(phone: &Phone) {
    for (path, name) in [
        ("/centre/outbox?state=held", "outbox"),
        ("/centre/audit", "audit"),
        ("/centre/settings", "settings"),
        ("/centre/jobs", "jobs"),
        ("/centre/certificates", "register"),
    ] {
        phone.open(path).await;
        phone.look(&format!("around-{name}")).await;
        phone.desk(name).await;
    }
}

/// Gives somebody a certificate; returns its number.
async fn issue(app: &TestApp) -> String {
    let asem = app.client();
    asem.sign_up("kk", NAME, EMAIL).await;
    asem.post("/kk/courses/leadership", &[]).await.leads_to("/kk/learn/leadership");
    let course = app.library.shelf().course("leadership").expect("a course").course_id;
    let enrolment = app.app.read(move |conn| {
        let person = find_person_by_identifier(conn, EMAIL)?.ok_or(Error::NotFound)?;
        let enrolment = learning::find_enrolment(conn, person, course)?.ok_or(Error::NotFound)?;
        Ok((person, enrolment.id))
    });
    let (person, enrolment) = enrolment.await.expect("an enrolment");
    app.issuing.issue_for(enrolment).await.expect("issued");
    let all = app.app.read(move |conn| register::list_of_person(conn, person)).await.expect("listed");
    all.first().expect("a certificate").number.to_string()
}
