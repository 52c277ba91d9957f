//! A course waits for signatures: the centre says who may sign, the reviewer signs the draft, it is published, and
//! learners read who reviewed what; a later change takes the signature away.

use crate::authors::{DRAFT, SAVE, begin, leave, save, shows, sign_in, tick};
use crate::cards::TRAINER;
use crate::centre::make_first_account;
use crate::editing::write_on;
use crate::harness::app::TestApp;
use crate::harness::browser::Script;
use crate::learner::{EMAIL, NAME};
use crate::phone::Phone;

const CHECK: &str = "/trainer/drafts/1/check";
const REVIEW: &str = "/review/leadership";
const LAWYER: &str = "lawyer@example.kz";
/// As the reviewer is named beside a signature.
const NAMED: &str = "Ж. Оспанова, заңгер";
const LESSONS: [&str; 3] = ["six-motives", "match-task", "first-30-minutes"];

#[tokio::test]
async fn in_kazakh() {
    signing("kk", Script::On).await;
}

#[tokio::test]
async fn without_script() {
    signing("ru", Script::Off).await;
}

async fn signing(lang: &'static str, script: Script) {
    let app = TestApp::start().await;
    let Some(phone) = Phone::start(&app.address, lang, script).await else { return };
    app.client().sign_up(lang, "Жанар Оспанова", LAWYER).await;
    app.client().sign_up(lang, NAME, EMAIL).await;
    make_first_account(&phone, app.first_account.as_deref().expect("a link")).await;
    grant(&phone).await;
    leave(&phone).await;

    begin(&app, &phone).await;
    demand(&phone).await;
    leave(&phone).await;

    sign_in(&phone, LAWYER).await;
    sign(&phone).await;
    leave(&phone).await;

    sign_in(&phone, TRAINER).await;
    publish(&phone).await;
    leave(&phone).await;

    sign_in(&phone, EMAIL).await;
    phone.open("/courses/leadership").await;
    phone.press_to("main form button", "/learn/leadership").await;
    assert!(is_told(&phone, "six-motives").await && is_told(&phone, "match-task").await);
    phone.look("signing-told").await;
    phone.desk("signing-told").await;
    leave(&phone).await;

    sign_in(&phone, TRAINER).await;
    change(&phone).await;
    leave(&phone).await;

    sign_in(&phone, EMAIL).await;
    assert!(!is_told(&phone, "six-motives").await, "what was signed is not what is read now");
    assert!(is_told(&phone, "match-task").await, "the others are as they were");
    leave(&phone).await;

    sign_in(&phone, LAWYER).await;
    phone.open(REVIEW).await;
    assert_eq!(
        (phone.browser.count(".reviews .is-stale").await, phone.browser.count(".reviews .is-whole").await),
        (1, 2)
    );
    phone.look("signing-dropped").await;
}

/// The centre lets somebody sign the law of one course.
async fn grant(phone: &Phone) {
    phone.open("/centre/people?search=%D0%9E%D1%81%D0%BF%D0%B0%D0%BD").await;
    phone.browser.follow("main th a, main td a").await;
    phone.browser.follow("main a[href$=\"/reviews\"]").await;
    phone.browser.choose("#course", "leadership").await;
    phone.browser.choose("#kind", "legal").await;
    phone.look("signing-grant").await;
    phone.browser.follow("#main-form .button").await;
    assert_eq!(phone.browser.count("form[action$=\"/reviews/withdraw\"]").await, 1);
}

/// From now on publishing waits: the check names each lesson, and there is nothing to press.
async fn demand(phone: &Phone) {
    phone.open(&format!("{DRAFT}/settings")).await;
    tick(phone, "before_publishing", "legal").await;
    save(phone).await;
    phone.open(CHECK).await;
    for lesson in LESSONS {
        assert!(phone.has(&format!("#mistakes + .mistakes a[href*=\"/lessons/{lesson}\"]")).await, "{lesson}");
    }
    assert!(!phone.has("button[name=wish]").await);
    phone.says("Жанар Оспанова").await;
    phone.look("signing-demanded").await;
    phone.desk("signing-demanded").await;
}

/// One lesson after reading it, the others of the module at once.
async fn sign(phone: &Phone) {
    phone.open(REVIEW).await;
    phone.browser.fill("main input[name=name]", NAMED).await;
    phone.browser.follow("main form:has(input[name=name]) button").await;
    phone.browser.follow("ul.reviews a").await;
    phone.browser.follow("section.card form .button").await;
    phone.open(REVIEW).await;
    phone.browser.click("main details summary").await;
    phone.browser.click("main details input[type=checkbox]").await;
    phone.browser.follow("main details .button").await;
    assert_eq!(phone.browser.count(".reviews .is-whole").await, LESSONS.len());
    phone.look("signing-signed").await;
}

async fn publish(phone: &Phone) {
    phone.open(CHECK).await;
    assert!(!phone.has("#mistakes").await, "nothing waits");
    phone.press_to("button[name=wish][value=correction]", DRAFT).await;
    phone.browser.find(".flash[role=status]").await;
}

/// True if the lesson tells its reader who reviewed it, and when.
async fn is_told(phone: &Phone, lesson: &str) -> bool {
    phone.open(&format!("/learn/leadership/lessons/{lesson}")).await;
    // A page of an error would tell nothing, either.
    phone.browser.find("#checks").await;
    phone.browser.text().await.contains(NAMED)
}

/// A word more in one lesson: it waits again, alone. The trainer asks for no signature any more, and publishes.
async fn change(phone: &Phone) {
    let lesson = format!("{DRAFT}/lessons/six-motives/kk");
    phone.open(&lesson).await;
    write_on(phone, "\n\nТағы бір сөз.").await;
    phone.browser.follow(SAVE).await;
    for (lang, words) in [("ru", "Ещё одно слово."), ("en", "One more word.")] {
        phone.open(&format!("{DRAFT}/lessons/six-motives/{lang}?whole=yes")).await;
        write_on(phone, &format!("\n\n{words}")).await;
        phone.browser.follow(SAVE).await;
    }
    phone.open(CHECK).await;
    shows(phone, "#mistakes + .mistakes > li:only-child a[href*=\"/lessons/six-motives\"]").await;
    assert!(!phone.has("button[name=wish]").await);
    phone.look("signing-again").await;
    phone.open(&format!("{DRAFT}/settings")).await;
    tick(phone, "before_publishing", "legal").await;
    save(phone).await;
    publish(phone).await;
}
