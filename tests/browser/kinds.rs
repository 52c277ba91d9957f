//! Short texts, places in pictures and cases: by tapping, with the keyboard alone, and without script.

use fantoccini::key::Key;
use serde_json::json;

use crate::answers;
use crate::harness::app::TestApp;
use crate::harness::browser::Script;
use crate::harness::database::TestDatabase;
use crate::learner::{First, Learner, Switch};
use crate::phone::Phone;

const CHECK: &str = "#check-tourniquet-place";

#[tokio::test]
async fn with_script() {
    journey("ru", Script::On).await;
}

#[tokio::test]
async fn without_script() {
    journey("kk", Script::Off).await;
}

async fn start(lang: &'static str, script: Script) -> Option<(TestApp, Phone)> {
    let courses = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/courses");
    let app = TestApp::start_on(TestDatabase::sqlite(), &[("ERIKTI_COURSES", courses)]).await;
    let phone = Phone::start(&app.address, lang, script).await?;
    Some((app, phone))
}

async fn enrol(learner: &Learner<'_>) {
    learner.find_the_course().await;
    learner.sign_up().await;
    learner.enrol().await;
}

/// Each kind is answered wrongly, then rightly; in the test the language changes at each question.
async fn journey(lang: &'static str, script: Script) {
    let Some((app, phone)) = start(lang, script).await else { return };
    let learner = Learner { app: &app, phone: &phone, course: "kinds" };
    enrol(&learner).await;
    let published = learner.published();
    let module = published.course.modules.first().expect("a module");
    learner.read(module.lessons.first().expect("a lesson"), First::Yes).await;
    learner.begin("signs").await;
    learner.answer(answers::wrong, Switch::AtEachQuestion).await;
    phone.look("kinds-not-yet").await;
    phone.open("/learn/kinds/tests/signs").await;
    learner.begin("signs").await;
    learner.answer(answers::right, Switch::Never).await;
    phone.says("100").await;
    phone.look("kinds-passed").await;
}

#[tokio::test]
async fn a_place_is_tapped_enlarged_or_not() {
    let Some((app, phone)) = start("kk", Script::On).await else { return };
    let learner = Learner { app: &app, phone: &phone, course: "kinds" };
    enrol(&learner).await;
    phone.arrives("/learn/kinds/lessons/first-steps").await;
    assert!(phone.has(&format!("{CHECK} details.words:not([open])")).await, "the words are folded away");
    tap(&phone, 150.0, 92.0).await;
    assert_point(&phone, 150.0, 92.0).await;
    phone.look("hotspot-tapped").await;
    // A tap that was not sent is still there after a reload.
    phone.browser.client.refresh().await.expect("the page loads again");
    assert_point(&phone, 150.0, 92.0).await;
    phone.browser.click(&format!("{CHECK} .zoom")).await;
    tap(&phone, 90.0, 94.0).await;
    assert_point(&phone, 90.0, 94.0).await;
    phone.browser.click(&format!("{CHECK} button.secondary")).await;
    phone.browser.find(&format!("{CHECK} .verdict.right")).await;
    assert!(phone.has(&format!("{CHECK} .pin:not(.off)")).await, "the mark is shown");
    phone.look("hotspot-explained").await;
}

#[tokio::test]
async fn a_place_is_chosen_with_the_keyboard_alone() {
    let Some((app, phone)) = start("kk", Script::On).await else { return };
    let learner = Learner { app: &app, phone: &phone, course: "kinds" };
    enrol(&learner).await;
    phone.arrives("/learn/kinds/lessons/first-steps").await;
    let press = async |key: &str| {
        let focused = phone.browser.client.active_element().await.expect("something has the focus");
        focused.send_keys(key).await.expect("a key is pressed");
    };
    phone.browser.find(&format!("{CHECK} summary")).await.send_keys(" ").await.expect("a key is pressed");
    phone.browser.find(&format!("{CHECK} details.words[open]")).await;
    press(&Key::Tab.to_string()).await;
    press(" ").await;
    for _ in 0..3 {
        if phone.has(&format!("{CHECK} input[value=above-the-wound]:checked")).await {
            break;
        }
        press(&Key::Down.to_string()).await;
    }
    press(&Key::Enter.to_string()).await;
    phone.browser.find(&format!("{CHECK} .verdict.right")).await;
}

/// Taps a place of the picture, in its own units.
async fn tap(phone: &Phone, x: f64, y: f64) {
    let corner = "const image = document.querySelector(arguments[0]);
        const pane = image.closest('.pane');
        image.scrollIntoView({ block: 'center' });
        pane.scrollTo(image.offsetWidth * arguments[1] - pane.clientWidth / 2, image.offsetHeight * arguments[2] - pane.clientHeight / 2);
        const at = image.getBoundingClientRect();
        return [at.left + at.width * arguments[1], at.top + at.height * arguments[2]];";
    let given = vec![json!(format!("{CHECK} .spot img")), json!(x / 320.0), json!(y / 200.0)];
    phone.browser.find(&format!("{CHECK} .spot img")).await;
    let place = phone.browser.client.execute(corner, given).await.expect("the picture is there");
    let [across, down] = [0, 1].map(|at| place.get(at).cloned().expect("a place on the screen"));
    for kind in ["mousePressed", "mouseReleased"] {
        let event = json!({ "type": kind, "x": across, "y": down, "button": "left", "clickCount": 1 });
        phone.browser.chromium("Input.dispatchMouseEvent", event).await;
    }
}

/// Fails unless this place is chosen, within a unit.
async fn assert_point(phone: &Phone, x: f64, y: f64) {
    let chosen = phone.browser.find(&format!("{CHECK} [data-mark] input:checked")).await;
    let value = chosen.prop("value").await.expect("it is read").expect("a value");
    let (across, down) = value.split_once(',').expect("two numbers");
    let is_near = |text: &str, wanted: f64| text.parse::<f64>().is_ok_and(|found| (found - wanted).abs() <= 1.5);
    assert!(is_near(across, x) && is_near(down, y), "{value} instead of {x},{y}");
}
