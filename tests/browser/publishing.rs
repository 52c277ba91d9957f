//! A trainer finds mistakes by the checks and publishes; a learner in the middle of a test loses nothing; a wrong key is
//! put right, and the tests are marked again.

use std::time::Duration;

use erikti::quiz::model::{Answer, Body};

use crate::answers::{self, Asked};
use crate::cards::{self, TRAINER};
use crate::editing::{END, stored, write_on};
use crate::harness::app::TestApp;
use crate::harness::browser::Script;
use crate::harness::client::PASSWORD;
use crate::learner::{EMAIL, First, Learner, Switch};
use crate::phone::Phone;

const DRAFT: &str = "/trainer/drafts/1";
const SOURCE: &str = "/trainer/drafts/1/lessons/six-motives/kk";
const FILE: &str = "lessons/motives/six-motives.kk.md";
const SAVE: &str = "#main-form .buttons .button:not(.secondary)";
const REGRADE: &str = "/trainer/courses/leadership/regrade";

#[tokio::test]
async fn in_kazakh() {
    publishing("kk", Script::On).await;
}

#[tokio::test]
async fn without_script() {
    publishing("ru", Script::Off).await;
}

async fn publishing(lang: &'static str, script: Script) {
    let app = TestApp::start().await;
    let Some(phone) = Phone::start(&app.address, lang, script).await else { return };
    cards::trainer(&app, &phone).await;
    phone.open("/trainer/drafts").await;
    phone.press_to("main form:has(input[value=leadership]) button", DRAFT).await;
    mistakes(&app, &phone).await;
    leave(&phone).await;

    let learner = Learner { app: &app, phone: &phone, course: "leadership" };
    let first = begin(&learner).await;
    leave(&phone).await;

    sign_in(&phone, TRAINER).await;
    correction(&phone, "kk", "Бір сөз түзетілді.").await;
    leave(&phone).await;

    sign_in(&phone, EMAIL).await;
    go_on(&learner, &first).await;
    let result = phone.path().await;
    leave(&phone).await;

    sign_in(&phone, TRAINER).await;
    turn_a_key(&phone, &first.single).await;
    correction(&phone, "ru", "Исправлен ответ.").await;
    mark_again(&phone).await;
    leave(&phone).await;

    sign_in(&phone, EMAIL).await;
    phone.open(result.trim_start_matches(&format!("/{lang}"))).await;
    phone.browser.find("main p.note").await;
    phone.look("result-marked-again").await;
}

async fn leave(phone: &Phone) {
    phone.press_to(".account form button", "/sign-in").await;
}

async fn sign_in(phone: &Phone, identifier: &str) {
    phone.open("/sign-in").await;
    phone.browser.fill("#identifier", identifier).await;
    phone.browser.fill("#password", PASSWORD).await;
    phone.press_to("main #main-form .button", "/learn").await;
}

/// Three mistakes: the checks name them, lead to their lines, and let nothing be published; then a correction is ready.
async fn mistakes(app: &TestApp, phone: &Phone) {
    let wrong = "\n\n{fact:none}\n\n[сөз](term:none)\n\n::: do\nЖабылмаған.";
    phone.open(SOURCE).await;
    write_on(phone, wrong).await;
    phone.browser.follow(SAVE).await;
    phone.arrives(SOURCE).await;
    phone.open(DRAFT).await;
    phone.press_to("main a.button[href$=\"/check\"]", &format!("{DRAFT}/check")).await;
    // And the translations lack what was added.
    assert_eq!(phone.browser.count(".mistakes li").await, 5);
    assert!(!phone.has("button[name=wish]").await, "there is nothing to press");
    phone.look("check-mistakes").await;
    phone.desk("check-mistakes").await;
    phone.press_to(".mistakes li a", SOURCE).await;
    let area = phone.browser.find("#text").await;
    let away = "\u{E003}".repeat(wrong.chars().count());
    area.send_keys(&format!("{END}{away} Түзетілді.")).await.expect("it is typed");
    phone.browser.follow(SAVE).await;
    assert!(stored(app, FILE).await.trim_end().ends_with("Түзетілді."));
    phone.open(&format!("{DRAFT}/check")).await;
    assert!(phone.has("button[name=wish][value=correction]").await);
    phone.look("check-fine").await;
    phone.desk("check-fine").await;
}

/// Where a learner is: in the middle of a test.
struct Middle {
    /// The page of the first question.
    page: String,
    /// A question of the test with one right option.
    single: String,
}

/// Signs up, reads the first module, begins its test, and answers its first question.
async fn begin(learner: &Learner<'_>) -> Middle {
    let phone = learner.phone;
    learner.find_the_course().await;
    learner.sign_up().await;
    learner.enrol().await;
    let published = learner.published();
    let module = published.course.modules.first().expect("a module");
    for lesson in &module.lessons {
        learner.read(lesson, First::No).await;
    }
    learner.begin(module.key.as_str()).await;
    let page = phone.path().await.trim_start_matches(&format!("/{}", phone.lang)).to_owned();
    let (attempt, published) = learner.running().await;
    let is_single = |key: &&erikti::kernel::Slug| {
        published.course.question(key).is_some_and(|(_, question)| matches!(question.body, Body::Single(_)))
    };
    let single = attempt.questions.iter().find(is_single).expect("most questions have one right option").to_string();
    let (question, answer) = given(learner, 0).await;
    let asked = Asked { form: "#main-form", question: &question, seed: attempt.seed };
    asked.give(phone, &answer).await;
    let test = page.strip_suffix("/1").expect("the first question");
    phone.press_to("#main-form .actions button", &format!("{test}/2")).await;
    Middle { page, single }
}

/// A question of the running try, as it was when the try began, and its right answer.
async fn given(learner: &Learner<'_>, place: usize) -> (erikti::quiz::model::Question, Answer) {
    let (attempt, published) = learner.running().await;
    let key = attempt.questions.get(place).expect("the try has questions");
    let (_, question) = published.course.question(key).expect("the question is there");
    (question.clone(), answers::right(&question.body))
}

/// Publishes what the draft has, with a note in one language.
async fn correction(phone: &Phone, lang: &str, note: &str) {
    phone.open(&format!("{DRAFT}/check")).await;
    phone.browser.fill(&format!("#note_{lang}"), note).await;
    phone.press_to("button[name=wish][value=correction]", DRAFT).await;
    phone.browser.find(".flash[role=status]").await;
    phone.look("published").await;
    phone.open(&format!("{DRAFT}/check")).await;
    assert!(!phone.has("button[name=wish]").await, "it is published");
    phone.look("check-nothing-new").await;
}

/// The test goes on where it was: what was answered is still chosen, and everything counts.
async fn go_on(learner: &Learner<'_>, middle: &Middle) {
    let phone = learner.phone;
    phone.open(&middle.page).await;
    let (attempt, _) = learner.running().await;
    let (question, answer) = given(learner, 0).await;
    Asked { form: "#main-form", question: &question, seed: attempt.seed }.assert_given(phone, &answer).await;
    learner.answer(answers::right, Switch::Never).await;
    phone.says("100").await;
    let result = phone.path().await;
    phone.open("/learn/leadership/lessons/six-motives").await;
    if phone.lang == "kk" {
        phone.says("Түзетілді.").await;
    }
    phone.open_path(&result).await;
}

/// Makes another option the right one.
async fn turn_a_key(phone: &Phone, question: &str) {
    let page = format!("{DRAFT}/questions/{question}");
    phone.open(&page).await;
    let before = right_words(phone).await;
    let right = phone.browser.find("fieldset.part.is-right").await.attr("id").await.expect("it is read");
    let right = right.expect("each part has an id");
    phone.browser.click("fieldset.part:not(.is-right) .tick-right").await;
    for lang in ["kk", "ru", "en"] {
        phone.browser.fill(&format!("#{right}-why-{lang}"), "Олай емес.").await;
    }
    phone.browser.click("#main-form .buttons .button:not(.secondary):not(.small)").await;
    phone.browser.find(".flash[role=status]").await;
    phone.arrives(&page).await;
    assert_ne!(right_words(phone).await, before, "another option is right now");
}

/// The words of the option that is right.
async fn right_words(phone: &Phone) -> String {
    let field = phone.browser.find("fieldset.part.is-right textarea[lang=kk]").await;
    field.prop("value").await.expect("it is read").expect("a text")
}

/// The dry run says what will happen; done, it says so, and nothing is left to do.
async fn mark_again(phone: &Phone) {
    phone.open("/trainer/courses/leadership/statistics").await;
    phone.press_to("main a[href$=\"/regrade\"]", REGRADE).await;
    assert_eq!(phone.browser.count("dl.shown dd").await, 4);
    phone.look("regrade-plan").await;
    phone.desk("regrade-plan").await;
    phone.browser.follow("main form .button").await;
    for _ in 0..200 {
        phone.open(REGRADE).await;
        if !phone.has("main form .button").await {
            phone.look("regrade-done").await;
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the tests are not marked again:\n{}", phone.browser.text().await);
}
