//! A trainer with a list, and a girl of 15 with a card on somebody else's phone.

use erikti::accounts;
use erikti::kernel::{Actor, Error, Role};

use crate::harness::app::TestApp;
use crate::harness::browser::Script;
use crate::harness::client::PASSWORD;
use crate::learner::{First, Learner, NAME};
use crate::phone::Phone;

pub(crate) const TRAINER: &str = "trainer@example.kz";

/// Signs a trainer in.
pub(crate) async fn trainer(app: &TestApp, phone: &Phone) {
    app.client().sign_up("kk", "Айгүл Сейітқызы", TRAINER).await;
    let granted = app.app.write(Actor::Shell, |conn, ctx| {
        let person = accounts::find_person_by_identifier(conn, TRAINER)?.ok_or(Error::NotFound)?;
        accounts::grant(conn, ctx, person, Role::Trainer)
    });
    granted.await.expect("a trainer");
    phone.open("/sign-in").await;
    phone.browser.fill("#identifier", TRAINER).await;
    phone.browser.fill("#password", PASSWORD).await;
    phone.press_to("main #main-form .button", "/learn").await;
}

/// Pastes a list with a mistake and makes the rest. Returns the first card: sign-in name and password.
async fn make_cards(phone: &Phone) -> (String, String) {
    let browser = &phone.browser;
    phone.press_to("nav.main a[href$=\"/trainer\"]", "/trainer").await;
    phone.press_to(".doors a[href$=\"/trainer/people\"]", "/trainer/people").await;
    phone.look("made-none").await;
    phone.press_to("main a[href$=\"way=list\"]", "/trainer/people/new").await;
    browser.fill("#people", &format!("{NAME}; 2011; Кеген\nX; 2011\nАрман Сейтов; 05.03.2012")).await;
    phone.look("list").await;
    browser.click("main #main-form .button").await;
    browser.find("input[name=confirmed], button[name=confirmed]").await;
    phone.look("preview").await;
    assert_eq!(browser.count("input[name=row]:checked").await, 2);
    browser.click("button[name=confirmed]").await;
    browser.find(".slip .qr svg").await;
    phone.look("cards").await;
    assert_eq!(browser.count(".slip").await, 2);
    let text = async |css| browser.find(css).await.text().await.expect("it is read");
    (text(".slip dd:nth-of-type(2)").await, text(".slip dd:nth-of-type(3)").await)
}

/// The code on the card leads to the sign-in page, with the name filled in.
async fn begin_with(phone: &Phone, (name, password): &(String, String)) {
    let browser = &phone.browser;
    phone.open(&format!("/sign-in#{name}")).await;
    phone.look("sign-in-other").await;
    let typed = browser.find("#identifier").await.prop("value").await.expect("it is read");
    assert_eq!(typed.as_deref(), Some(name.as_str()), "the code brings the name");
    browser.fill("#password", password).await;
    phone.press_to("main #main-form .button", "/password").await;
    phone.look("own-password").await;
    browser.fill("#password", "әсем").await;
    browser.click("main #main-form .button").await;
    browser.find(".error-summary a[href=\"#consent\"]").await;
    browser.fill("#password", PASSWORD).await;
    browser.click("#consent").await;
    phone.press_to("main #main-form .button", "/learn").await;
    phone.says(NAME).await;
}

#[tokio::test]
async fn a_girl_with_a_card_learns_on_a_shared_phone() {
    let app = TestApp::start().await;
    let Some(phone) = Phone::start(&app.address, "kk", Script::On).await else { return };
    trainer(&app, &phone).await;
    let card = make_cards(&phone).await;
    begin_with(&phone, &card).await;
    let girl = Learner { app: &app, phone: &phone, course: "leadership" };
    girl.enrol().await;
    let published = girl.published();
    let lesson = published.course.modules.first().and_then(|module| module.lessons.first()).expect("a lesson");
    girl.read(lesson, First::Yes).await;
    phone.says(NAME).await;
}
