//! What trainers do again and again in the journeys of the course editor.

use erikti::accounts;
use erikti::kernel::{Actor, Error, Role};
use serde_json::json;

use crate::cards;
use crate::drafting::{middle, mouse};
use crate::harness::app::TestApp;
use crate::harness::client::{Client, PASSWORD};
use crate::phone::Phone;

pub(crate) const DRAFT: &str = "/trainer/drafts/1";

/// The button of a form that saves.
pub(crate) const SAVE: &str = "#main-form .buttons .button:not(.secondary):not(.small)";

/// Signs a trainer in and begins a draft of the leadership course.
pub(crate) async fn begin(app: &TestApp, phone: &Phone) {
    cards::trainer(app, phone).await;
    phone.open("/trainer/drafts").await;
    phone.press_to("main form:has(input[value=leadership]) button", DRAFT).await;
}

/// A colleague with a computer of their own.
pub(crate) async fn colleague(app: &TestApp, name: &str, email: &'static str) -> Client {
    let client = app.client();
    client.sign_up("kk", name, email).await;
    let granted = app.app.write(Actor::Shell, move |conn, ctx| {
        let person = accounts::find_person_by_identifier(conn, email)?.ok_or(Error::NotFound)?;
        accounts::grant(conn, ctx, person, Role::Trainer)
    });
    granted.await.expect("a trainer");
    client
}

/// Signs out.
pub(crate) async fn leave(phone: &Phone) {
    phone.press_to(".account form button", "/sign-in").await;
}

/// Signs in.
pub(crate) async fn sign_in(phone: &Phone, identifier: &str) {
    phone.open("/sign-in").await;
    phone.browser.fill("#identifier", identifier).await;
    phone.browser.fill("#password", PASSWORD).await;
    phone.press_to("main #main-form .button", "/learn").await;
}

/// Fills in fields of a form, each found by its id.
pub(crate) async fn fill(phone: &Phone, fields: &[(&str, &str)]) {
    for (id, text) in fields {
        phone.browser.fill(&format!("#{id}"), text).await;
    }
}

/// Presses the box before this value, as its label is pressed.
pub(crate) async fn tick(phone: &Phone, name: &str, value: &str) {
    phone.browser.click(&format!("label:has(input[name={name}][value=\"{value}\"])")).await;
}

/// What a field holds.
pub(crate) async fn value(phone: &Phone, css: &str) -> String {
    phone.browser.find(css).await.prop("value").await.expect("it is read").unwrap_or_default()
}

/// Fails unless the page has something of this kind.
pub(crate) async fn shows(phone: &Phone, css: &str) {
    let place = phone.browser.place().await;
    assert!(phone.has(css).await, "{css} is not on {place}:\n{}", phone.browser.text().await);
}

/// Saves the form of a part, which leads to the outline.
pub(crate) async fn save(phone: &Phone) {
    phone.press_to(SAVE, DRAFT).await;
}

/// Takes back what was done just now, by the button beside the message.
pub(crate) async fn take_back(phone: &Phone) {
    phone.browser.find("form.flash button").await;
    phone.browser.follow("form.flash button").await;
    phone.browser.find("p.flash, .flash[role=status]").await;
}

/// Drags a handle with the mouse to another place of the same page, at a desk.
pub(crate) async fn drag(phone: &Phone, handle: &str, to: &str) {
    phone.sit_down().await;
    phone.browser.find(handle).await;
    let show = "document.querySelector(arguments[0]).scrollIntoView({ block: 'start' }); scrollBy(0, -90);";
    phone.browser.client.execute(show, vec![json!(to)]).await.expect("it is scrolled to");
    mouse(phone, "mousePressed", middle(phone, handle).await).await;
    mouse(phone, "mouseMoved", middle(phone, to).await).await;
    mouse(phone, "mouseMoved", middle(phone, to).await).await;
    mouse(phone, "mouseReleased", middle(phone, to).await).await;
    phone.stand_up().await;
}

/// True if the browser would ask before the page is left. Chromedriver answers that question by itself, so what asks it
/// is looked at.
pub(crate) async fn warns(phone: &Phone) -> bool {
    let asked = "const event = new Event('beforeunload', { cancelable: true });
        dispatchEvent(event);
        return event.defaultPrevented;";
    let found = phone.browser.client.execute(asked, Vec::new()).await.expect("the page is asked");
    found.as_bool().expect("yes or no")
}
