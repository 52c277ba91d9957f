//! Every kind of question with the keyboard alone: nothing is pressed, chosen or typed in another way.

use std::collections::BTreeSet;

use erikti::quiz::model::{Answer, Body, Taken};
use serde_json::{Value, json};

use crate::answers::{self, Asked};
use crate::harness::app::{BUNDLED, TestApp};
use crate::harness::browser::Script;
use crate::harness::client::PASSWORD;
use crate::harness::database::TestDatabase;
use crate::learner::{EMAIL, Learner, NAME};
use crate::phone::Phone;

/// A key: its name, its number, and the letter that it types.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Key(&'static str, u32, &'static str);

pub(crate) const TAB: Key = Key("Tab", 9, "");
pub(crate) const ENTER: Key = Key("Enter", 13, "\r");
pub(crate) const SPACE: Key = Key(" ", 32, " ");
pub(crate) const DOWN: Key = Key("ArrowDown", 40, "");

/// More stops than any page has.
const STOPS: usize = 200;

impl Phone {
    /// Presses a key, whatever has the focus.
    pub(crate) async fn key(&self, Key(name, number, text): Key) {
        let kind = if text.is_empty() { "rawKeyDown" } else { "keyDown" };
        let mut event = json!({ "type": kind, "key": name, "code": name, "windowsVirtualKeyCode": number });
        if let (Some(event), false) = (event.as_object_mut(), text.is_empty()) {
            event.insert("text".to_owned(), text.into());
        }
        self.browser.chromium("Input.dispatchKeyEvent", event).await;
        let up = json!({ "type": "keyUp", "key": name, "code": name, "windowsVirtualKeyCode": number });
        self.browser.chromium("Input.dispatchKeyEvent", up).await;
    }

    /// True if this has the focus.
    async fn is_at(&self, css: &str) -> bool {
        let asked = "const at = document.activeElement; return at !== document.body && at.matches(arguments[0])";
        let found = self.browser.client.execute(asked, vec![json!(css)]).await.expect("the page is asked");
        found.as_bool().expect("yes or no")
    }

    /// Goes on with Tab until this has the focus.
    pub(crate) async fn tab_to(&self, css: &str) {
        self.browser.find(css).await;
        for _ in 0..STOPS {
            if self.is_at(css).await {
                return;
            }
            self.key(TAB).await;
        }
        panic!("Tab does not lead to {css} on {}", self.browser.place().await);
    }

    /// Presses the button that has this name in the style sheets, with Enter.
    async fn enter(&self, css: &str) {
        self.tab_to(css).await;
        self.key(ENTER).await;
    }

    /// Chooses one of several, as in a group of radio buttons: Tab leads into the group, arrows through it.
    async fn arrow_to(&self, group: &str, value: &str) {
        self.tab_to(group).await;
        let wanted = format!("{group}[value=\"{value}\"]");
        if self.is_at(&wanted).await {
            return self.key(SPACE).await;
        }
        for _ in 0..20 {
            self.key(DOWN).await;
            if self.is_at(&wanted).await {
                return;
            }
        }
        panic!("no arrow leads to {wanted} on {}", self.browser.place().await);
    }

    async fn type_text(&self, text: &str) {
        for letter in text.chars() {
            let event = json!({ "type": "char", "text": letter.to_string() });
            self.browser.chromium("Input.dispatchKeyEvent", event).await;
        }
    }
}

/// Gives an answer without sending it; of a case, all choices but the last are sent.
async fn give(phone: &Phone, asked: &Asked<'_>, answer: &Answer) {
    let form = asked.form;
    match answer {
        Answer::Case { path } => walk(phone, asked, path).await,
        Answer::Ordering { steps } => {
            for (place, key) in (1..).zip(steps) {
                let item = format!("{form} li[data-key=\"{key}\"]");
                while !phone.has(&format!("{item}:nth-child({place})")).await {
                    phone.tab_to(&format!("{item} button:first-of-type")).await;
                    phone.key(SPACE).await;
                }
            }
        }
        _ => {
            if let Answer::Hotspot { .. } = answer
                && phone.has(&format!("{form} details.words:not([open])")).await
            {
                phone.tab_to(&format!("{form} details.words summary")).await;
                phone.key(SPACE).await;
            }
            for (name, value) in asked.fields(answer) {
                field(phone, asked, answer, (&name, &value)).await;
            }
        }
    }
    asked.assert_given(phone, answer).await;
}

async fn field(phone: &Phone, asked: &Asked<'_>, answer: &Answer, (name, value): (&str, &str)) {
    let field = format!("{} [name=\"{name}\"]", asked.form);
    match answer {
        Answer::Multiple { .. } => {
            phone.tab_to(&format!("{field}[value=\"{value}\"]")).await;
            phone.key(SPACE).await;
        }
        Answer::Matching { .. } => {
            phone.tab_to(&field).await;
            for _ in 0..20 {
                if phone.has(&format!("{field} option[value=\"{value}\"]:checked")).await {
                    return;
                }
                phone.key(DOWN).await;
            }
        }
        Answer::Numeric { .. } | Answer::Text { .. } => {
            phone.tab_to(&field).await;
            phone.type_text(value).await;
        }
        _ => phone.arrow_to(&field, value).await,
    }
}

/// Goes through a case, and chooses at its last decision.
async fn walk(phone: &Phone, asked: &Asked<'_>, path: &[Taken]) {
    let form = asked.form;
    for (place, taken) in (1..).zip(path) {
        phone.browser.find(&format!("{form} input[name=decision][value=\"{}\"]", taken.decision)).await;
        phone.arrow_to(&format!("{form} input[name=answer]"), taken.option.as_str()).await;
        if place < path.len() {
            phone.enter(&format!("{form} button[type=submit]")).await;
        }
    }
}

/// Answers a check of the lesson that is open rightly, and is told so.
async fn check(learner: &Learner<'_>, key: &str) {
    let (phone, form) = (learner.phone, format!("#check-{key}"));
    let published = learner.published();
    let (_, question) = published
        .course
        .lessons()
        .find_map(|(_, lesson)| lesson.checks.iter().find(|check| check.as_str() == key))
        .and_then(|check| published.course.question(check))
        .expect("the check is there");
    phone.browser.find(&format!("form{form}")).await;
    give(phone, &Asked { form: &form, question, seed: 1 }, &answers::right(&question.body)).await;
    phone.enter(&format!("{form} button.secondary")).await;
    phone.browser.find(&format!("div{form} .verdict.right")).await;
}

async fn sign_in(app: &TestApp, phone: &Phone) {
    app.client().sign_up(phone.lang, NAME, EMAIL).await;
    phone.open("/sign-in").await;
    phone.tab_to("#identifier").await;
    phone.type_text(EMAIL).await;
    phone.tab_to("#password").await;
    phone.type_text(PASSWORD).await;
    phone.key(ENTER).await;
    phone.arrives("/learn").await;
}

#[tokio::test]
async fn six_kinds_are_answered_in_lessons() {
    let app = TestApp::start_on(TestDatabase::sqlite(), BUNDLED).await;
    let Some(phone) = Phone::start(&app.address, "kk", Script::On).await else { return };
    let learner = Learner { app: &app, phone: &phone, course: "first-aid" };
    sign_in(&app, &phone).await;
    phone.open("/courses/first-aid").await;
    phone.enter("main form button").await;
    phone.arrives("/learn/first-aid").await;
    let published = learner.published();
    let mut done = BTreeSet::new();
    for (_, lesson) in published.course.lessons() {
        for key in &lesson.checks {
            let (_, question) = published.course.question(key).expect("the check is there");
            if done.insert(answers::kind(&question.body)) {
                phone.open(&format!("/learn/first-aid/lessons/{}", lesson.key)).await;
                check(&learner, key.as_str()).await;
            }
        }
    }
    let six = ["matching", "multiple", "numeric", "ordering", "single", "true-false"];
    assert_eq!(done.into_iter().collect::<Vec<_>>(), six);
}

/// The other three, from the lesson to the mark of the test.
#[tokio::test]
async fn three_kinds_are_answered_in_a_lesson_and_in_a_test() {
    let courses = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/courses");
    let app = TestApp::start_on(TestDatabase::sqlite(), &[("ERIKTI_COURSES", courses)]).await;
    let Some(phone) = Phone::start(&app.address, "ru", Script::On).await else { return };
    let learner = Learner { app: &app, phone: &phone, course: "kinds" };
    sign_in(&app, &phone).await;
    phone.open("/courses/kinds").await;
    phone.enter("main form button").await;
    phone.arrives("/learn/kinds").await;
    phone.enter("main p a.button").await;
    phone.arrives("/learn/kinds/lessons/first-steps").await;
    for key in ["ambulance-number", "tourniquet-place", "stove-case"] {
        check(&learner, key).await;
    }
    phone.enter("form.finish button").await;
    phone.arrives("/learn/kinds/tests/signs").await;
    phone.enter("main form button").await;
    phone.tab_to("#certificate_language").await;
    phone.key(DOWN).await;
    phone.enter("main #main-form .button").await;
    phone.arrives("/learn/kinds/tests/signs").await;
    phone.enter("main form button").await;
    phone.browser.find("#main-form .actions button").await;
    hand_in(&learner).await;
    phone.says("100").await;
}

/// Answers every question of the running try rightly, and hands it in.
async fn hand_in(learner: &Learner<'_>) {
    const SEND: &str = "#main-form .actions button";
    let phone = learner.phone;
    let (attempt, published) = learner.running().await;
    let base = format!("/learn/{}/attempts/{}", learner.course, attempt.id);
    for (place, key) in (1..).zip(&attempt.questions) {
        phone.arrives(&format!("{base}/{place}")).await;
        let (_, question) = published.course.question(key).expect("the question is there");
        let asked = Asked { form: "#main-form", question, seed: attempt.seed };
        give(phone, &asked, &answers::right(&question.body)).await;
        phone.enter(SEND).await;
        if matches!(question.body, Body::Case(_)) {
            phone.browser.find("#main-form .note").await;
            phone.enter(SEND).await;
        }
    }
    phone.arrives(&format!("{base}/review")).await;
    phone.enter("main form button").await;
    phone.arrives(&base).await;
}

/// The number that a script finds.
pub(crate) fn number(found: &Value, at: usize) -> f64 {
    found.get(at).and_then(Value::as_f64).expect("a number")
}
