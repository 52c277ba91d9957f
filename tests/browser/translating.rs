//! A course need not have every text in every language: the trainer says which are required, sees what became stale, and
//! learners are told in which language they read instead.

use crate::authors::{DRAFT, SAVE, begin, leave, save, shows, sign_in, tick};
use crate::cards::TRAINER;
use crate::editing::{END, stored};
use crate::harness::app::TestApp;
use crate::harness::browser::Script;
use crate::learner::{EMAIL, NAME};
use crate::phone::Phone;

const MISSING: &str = "lessons/motives/match-task.en.md";
const CHECK: &str = "/trainer/drafts/1/check";
const QUESTION: &str = "/trainer/drafts/1/questions/career-registration";

#[tokio::test]
async fn in_english() {
    translating("en", Script::On).await;
}

#[tokio::test]
async fn without_script() {
    translating("en", Script::Off).await;
}

async fn translating(lang: &'static str, script: Script) {
    let app = TestApp::start().await;
    let Some(phone) = Phone::start(&app.address, lang, script).await else { return };
    begin(&app, &phone).await;
    empty(&app, &phone).await;
    require_less(&app, &phone).await;
    change_the_source(&phone).await;
    translate(&phone).await;
    publish(&phone).await;
    leave(&phone).await;
    app.client().sign_up(lang, NAME, EMAIL).await;
    sign_in(&phone, EMAIL).await;
    read(&phone).await;
    leave(&phone).await;
    sign_in(&phone, TRAINER).await;
    require_again(&phone).await;
}

/// The English text of a lesson goes; as long as English is required, nothing can be published.
async fn empty(app: &TestApp, phone: &Phone) {
    phone.open(&format!("{DRAFT}/lessons/match-task/en?whole=yes")).await;
    phone.browser.fill("#text", "").await;
    phone.browser.follow(SAVE).await;
    assert_eq!(stored(app, MISSING).await.trim(), "");
    phone.open(DRAFT).await;
    assert!(phone.has("#match-task .states a.is-missing[href$=\"/en\"]").await);
    phone.look("languages-missing").await;
    phone.open(CHECK).await;
    phone.browser.find("#mistakes + .mistakes a[href*=\"/lessons/match-task/en\"]").await;
    assert!(!phone.has("button[name=wish]").await, "there is nothing to press");
}

async fn require_less(app: &TestApp, phone: &Phone) {
    phone.open(&format!("{DRAFT}/settings")).await;
    tick(phone, "required", "en").await;
    save(phone).await;
    assert!(stored(app, "course.toml").await.contains("required_languages = [\"kk\", \"ru\"]"));
    phone.says("missing (optional)").await;
    phone.desk("languages-optional").await;
    phone.open(CHECK).await;
    assert!(phone.has("button[name=wish][value=correction]").await, "a warning keeps nobody");
    phone.browser.click("main details summary").await;
    phone.says("has no text yet. Language: English.").await;
    phone.look("languages-check").await;
}

/// A sentence of a lesson and the words of a question change in Kazakh: both translations of both are behind.
async fn change_the_source(phone: &Phone) {
    phone.open(&format!("{DRAFT}/lessons/six-motives/kk")).await;
    // Behind the last item of the summary, two lines above the end.
    let area = phone.browser.find("#text").await;
    area.send_keys(&format!("{END}\u{E013}\u{E013}\u{E010} Осыны есте сақтаңыз.")).await.expect("it is typed");
    phone.browser.follow(SAVE).await;
    phone.open(DRAFT).await;
    for lang in ["ru", "en"] {
        assert!(phone.has(&format!("#six-motives .states a.is-stale[href$=\"/{lang}\"]")).await, "{lang}");
    }
    assert!(phone.has(".whole-course .is-stale").await, "the whole course tells it too");
    phone.look("languages-stale").await;
    phone.open(QUESTION).await;
    phone.browser.fill("#text-kk", "Бұл сұрақтың мәтіні өзгерді. Қайсысы дұрыс?").await;
    phone.browser.follow(SAVE).await;
    phone.open(CHECK).await;
    phone.browser.click("main details summary").await;
    for place in ["/lessons/six-motives/ru#", "/lessons/six-motives/en#", "/questions/career-registration"] {
        shows(phone, &format!("main details a[href*=\"{place}\"]")).await;
    }
    phone.look("languages-behind").await;
    phone.desk("languages-behind").await;
}

/// The check leads to the paragraph; whoever has put it right says so, and one mark goes while the other stays.
async fn translate(phone: &Phone) {
    phone.browser.follow("main details a[href*=\"/lessons/six-motives/ru#\"]").await;
    phone.arrives(&format!("{DRAFT}/lessons/six-motives/ru")).await;
    let stale = phone.browser.find("li.pair.stale textarea").await;
    stale.send_keys(&format!("{END}\u{E013}\u{E010} Запомните это.")).await.expect("it is typed");
    phone.browser.click("label:has(input[name=fresh])").await;
    phone.look("languages-beside").await;
    phone.browser.follow(SAVE).await;
    phone.open(DRAFT).await;
    assert!(phone.has("#six-motives .states a.is-whole[href$=\"/ru\"]").await);
    assert!(phone.has("#six-motives .states a.is-stale[href$=\"/en\"]").await);
}

async fn publish(phone: &Phone) {
    phone.open(CHECK).await;
    phone.press_to("button[name=wish][value=correction]", DRAFT).await;
    phone.browser.find(".flash[role=status]").await;
}

/// In English: one lesson is there in Kazakh and says so, the other is there and says nothing. In Russian nothing is said.
async fn read(phone: &Phone) {
    phone.open("/courses/leadership").await;
    phone.press_to("main form button", "/learn/leadership").await;
    phone.open("/learn/leadership/lessons/match-task").await;
    let told = phone.browser.find(".note.language").await.text().await.expect("a text");
    assert_eq!(told, "There is no English version yet: the text is in Kazakh.");
    assert!(phone.has("article.lesson[lang=kk]").await);
    phone.look("languages-instead").await;
    phone.desk("languages-instead").await;
    phone.open("/learn/leadership/lessons/six-motives").await;
    assert!(!phone.has(".note.language").await && phone.has("article.lesson[lang=en]").await);
    phone.open_path("/ru/learn/leadership/lessons/match-task").await;
    assert!(!phone.has(".note.language").await && phone.has("article.lesson[lang=ru]").await);
    phone.open("/learn").await;
}

/// Required again, the gap keeps the next publishing.
async fn require_again(phone: &Phone) {
    phone.open(&format!("{DRAFT}/settings")).await;
    tick(phone, "required", "en").await;
    save(phone).await;
    phone.open(CHECK).await;
    assert!(!phone.has("button[name=wish]").await);
    phone
        .press_to(
            "#mistakes + .mistakes a[href*=\"/lessons/match-task/en\"]",
            &format!("{DRAFT}/lessons/match-task/en"),
        )
        .await;
}
