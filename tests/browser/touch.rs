//! Questions answered with a finger.

use erikti::quiz::model::{Answer, Body};
use serde_json::{Value, json};

use crate::answers::{self, Asked};
use crate::harness::app::{BUNDLED, TestApp};
use crate::harness::browser::Script;
use crate::harness::client::PASSWORD;
use crate::harness::database::TestDatabase;
use crate::keys::{DOWN, ENTER, number};
use crate::learner::{EMAIL, Learner, NAME};
use crate::phone::Phone;

impl Phone {
    /// From here on the screen feels fingers.
    async fn feel(&self) {
        let on = json!({ "enabled": true, "maxTouchPoints": 1 });
        self.browser.chromium("Emulation.setTouchEmulationEnabled", on).await;
    }

    async fn finger(&self, kind: &'static str, at: Option<(f64, f64)>) {
        let points: Vec<Value> = at.into_iter().map(|(x, y)| json!({ "x": x, "y": y })).collect();
        self.browser.chromium("Input.dispatchTouchEvent", json!({ "type": kind, "touchPoints": points })).await;
    }

    async fn tap_at(&self, at: (f64, f64)) {
        self.finger("touchStart", Some(at)).await;
        self.finger("touchEnd", None).await;
    }

    /// The middle of something on the screen, and its size, once it is there.
    async fn middle(&self, css: &str) -> ((f64, f64), (f64, f64)) {
        self.browser.find(css).await;
        let script = "const found = document.querySelector(arguments[0]);
            found.scrollIntoView({ block: 'center', behavior: 'instant' });
            const at = found.getBoundingClientRect();
            return [at.left + at.width / 2, at.top + at.height / 2, at.width, at.height];";
        let found = self.browser.client.execute(script, vec![json!(css)]).await.expect("it is measured");
        ((number(&found, 0), number(&found, 1)), (number(&found, 2), number(&found, 3)))
    }

    /// Taps something that is large enough for a finger.
    async fn tap(&self, css: &str) {
        let (at, (width, height)) = self.middle(css).await;
        assert!(width >= 40.0 && height >= 40.0, "{css} is {width} by {height} pixels");
        self.tap_at(at).await;
    }

    /// Draws what is below the finger by so much.
    async fn drag(&self, css: &str, (across, down): (f64, f64)) {
        let ((x, y), _) = self.middle(css).await;
        self.finger("touchStart", Some((x, y))).await;
        for step in 1..=8 {
            let share = f64::from(step) / 8.0;
            self.finger("touchMove", Some((x + across * share, y + down * share))).await;
        }
        self.finger("touchEnd", None).await;
    }
}

/// Signs up, enrols in the course and opens one of its lessons.
async fn learn(learner: &Learner<'_>, lesson: &str) {
    let (phone, course) = (learner.phone, learner.course);
    learner.app.client().sign_up(phone.lang, NAME, EMAIL).await;
    phone.open("/sign-in").await;
    phone.browser.fill("#identifier", EMAIL).await;
    phone.browser.fill("#password", PASSWORD).await;
    phone.press_to("main #main-form .button", "/learn").await;
    phone.open(&format!("/courses/{course}")).await;
    phone.press_to("main form button", &format!("/learn/{course}")).await;
    phone.feel().await;
    phone.open(&format!("/learn/{course}/lessons/{lesson}")).await;
}

/// Sends the answer to a check, and is told that it is right.
async fn send(phone: &Phone, form: &str) {
    phone.tap(&format!("{form} button.secondary")).await;
    phone.browser.find(&format!("div{form} .verdict.right")).await;
}

#[tokio::test]
async fn steps_are_ordered_and_pairs_are_matched() {
    let app = TestApp::start_on(TestDatabase::sqlite(), BUNDLED).await;
    let Some(phone) = Phone::start(&app.address, "kk", Script::On).await else { return };
    let learner = Learner { app: &app, phone: &phone, course: "first-aid" };
    learn(&learner, "recovery-position").await;
    for (lesson, key) in [("recovery-position", "recovery-position-check-2"), ("numbers", "numbers-check-2")] {
        phone.open(&format!("/learn/first-aid/lessons/{lesson}")).await;
        let published = learner.published();
        let checks = published.course.lessons().flat_map(|(_, lesson)| &lesson.checks);
        let check = checks.into_iter().find(|check| check.as_str() == key).expect("the check is there");
        let (_, question) = published.course.question(check).expect("the check is there");
        assert!(matches!(question.body, Body::Ordering(_) | Body::Matching(_)));
        let form = format!("#check-{key}");
        let (asked, answer) = (Asked { form: &form, question, seed: 1 }, answers::right(&question.body));
        if let Answer::Ordering { steps } = &answer {
            for (place, step) in (1..).zip(steps) {
                let item = format!("{form} li[data-key=\"{step}\"]");
                for _ in 0..steps.len() {
                    if !phone.has(&format!("{item}:nth-child({place})")).await {
                        phone.tap(&format!("{item} .move")).await;
                    }
                }
            }
        } else {
            for (name, value) in asked.fields(&answer) {
                pick(&phone, &format!("{form} select[name=\"{name}\"]"), &value).await;
            }
        }
        asked.assert_given(&phone, &answer).await;
        send(&phone, &form).await;
    }
}

/// Opens a list with a finger. The list itself is the system's and takes no touches of the page: it is gone through with
/// keys, and closed.
async fn pick(phone: &Phone, list: &str, value: &str) {
    phone.tap(list).await;
    phone.browser.find(&format!("{list}:focus")).await;
    let place =
        "return [...document.querySelector(arguments[0]).options].findIndex((one) => one.value === arguments[1])";
    let place = phone.browser.client.execute(place, vec![json!(list), json!(value)]).await.expect("it is read");
    for _ in 0..place.as_u64().expect("the option is there") {
        phone.key(DOWN).await;
    }
    phone.key(ENTER).await;
}

#[tokio::test]
async fn a_place_is_found_in_the_enlarged_picture_and_a_case_is_gone_through() {
    let courses = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/courses");
    let app = TestApp::start_on(TestDatabase::sqlite(), &[("ERIKTI_COURSES", courses)]).await;
    let Some(phone) = Phone::start(&app.address, "ru", Script::On).await else { return };
    let learner = Learner { app: &app, phone: &phone, course: "kinds" };
    learn(&learner, "first-steps").await;
    place(&phone, "#check-tourniquet-place").await;
    let form = "#check-stove-case";
    let published = learner.published();
    let mut questions = published.course.lessons().flat_map(|(_, lesson)| &lesson.checks);
    let key = questions.find(|check| check.as_str() == "stove-case").expect("the case is there");
    let (_, question) = published.course.question(key).expect("the case is there");
    let Answer::Case { path } = answers::right(&question.body) else { panic!("it is no case") };
    for taken in &path {
        phone.browser.find(&format!("{form} input[name=decision][value=\"{}\"]", taken.decision)).await;
        phone.tap(&format!("{form} label:has(input[value=\"{}\"])", taken.option)).await;
        phone.browser.find(&format!("{form} input[value=\"{}\"]:checked", taken.option)).await;
        phone.tap(&format!("{form} button[type=submit]")).await;
    }
    phone.browser.find(&format!("div{form} .verdict.right")).await;
}

/// Enlarges the picture, draws it aside, and taps a place that could not be seen before.
async fn place(phone: &Phone, form: &str) {
    let pane = format!("{form} .pane");
    let (_, (seen, _)) = phone.middle(&pane).await;
    phone.tap(&format!("{form} .zoom + label")).await;
    phone.browser.find(&format!("{form} .zoom:checked")).await;
    let (_, (width, _)) = phone.middle(&format!("{form} .spot img")).await;
    assert!(width > 2.0 * seen, "{width} of {seen}");
    let offset = "return document.querySelector(arguments[0]).scrollLeft";
    let offset = async || {
        let found = phone.browser.client.execute(offset, vec![json!(pane)]).await.expect("it is read");
        found.as_f64().expect("a number")
    };
    let before = offset().await;
    phone.drag(&pane, (-100.0, 0.0)).await;
    let mut after = offset().await;
    for _ in 0..40 {
        if after >= before + 40.0 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        after = offset().await;
    }
    assert!(after >= before + 40.0, "the picture stays where it is: {before}, {after}");
    phone.drag(&pane, (100.0, 0.0)).await;
    // Above the wound, in the units of the picture: the place is brought into the pane as a finger would.
    let script = "const image = document.querySelector(arguments[0]), pane = image.closest('.pane');
        pane.scrollTo({ left: image.offsetWidth * 90 / 320 - pane.clientWidth / 2, behavior: 'instant' });
        const at = image.getBoundingClientRect();
        return [at.left + at.width * 90 / 320, at.top + at.height * 94 / 200];";
    tokio::time::sleep(std::time::Duration::from_millis(500)).await;
    let image = json!(format!("{form} .spot img"));
    let found = phone.browser.client.execute(script, vec![image]).await.expect("the picture is there");
    phone.tap_at((number(&found, 0), number(&found, 1))).await;
    phone.browser.find(&format!("{form} [data-mark] input:checked")).await;
    send(phone, form).await;
}
