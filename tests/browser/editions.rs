//! What is published reaches learners: a number changed once for all, a correction with its note, a new edition that one
//! of two trainers publishes first, a course that leaves the catalogue and comes back, and what is to be completed first.

use crate::authors::{DRAFT, SAVE, begin, colleague, fill, leave, save, sign_in, tick};
use crate::cards::TRAINER;
use crate::harness::app::TestApp;
use crate::harness::browser::Script;
use crate::harness::client::{Client, between};
use crate::learner::{EMAIL, NAME};
use crate::phone::Phone;

const CHECK: &str = "/trainer/drafts/1/check";
const LEARN: &str = "/learn/leadership";
const COURSE: &str = "/courses/leadership";
const COLLEAGUE: &str = "Болат Серіков";

#[tokio::test]
async fn in_kazakh() {
    editions("kk", Script::On).await;
}

#[tokio::test]
async fn without_script() {
    editions("ru", Script::Off).await;
}

async fn editions(lang: &'static str, script: Script) {
    let app = TestApp::start().await;
    let Some(phone) = Phone::start(&app.address, lang, script).await else { return };
    let learner = app.client();
    learner.sign_up(lang, NAME, EMAIL).await;
    learner.post(&format!("/{lang}{COURSE}"), &[]).await.has(303);
    let other = colleague(&app, COLLEAGUE, "bolat@example.kz").await;

    begin(&app, &phone).await;
    change_a_number(&phone).await;
    correct(&phone).await;
    leave(&phone).await;
    sign_in(&phone, EMAIL).await;
    corrected(&phone).await;
    leave(&phone).await;

    sign_in(&phone, TRAINER).await;
    add_a_lesson(&phone).await;
    be_second(&phone, &other).await;
    withdraw(&phone, &app.client()).await;
    leave(&phone).await;

    sign_in(&phone, EMAIL).await;
    move_over(&phone).await;
    leave(&phone).await;

    sign_in(&phone, TRAINER).await;
    ask_first(&phone).await;
    leave(&phone).await;
    comes_first(&app, &phone).await;
}

/// Every text in three languages is shown before the number changes in all of them at once.
async fn change_a_number(phone: &Phone) {
    let fact = format!("{DRAFT}/facts/needs-count");
    phone.open(&fact).await;
    assert!(phone.browser.count(".uses li").await >= 3);
    fill(phone, &[("value_kk", "төрт"), ("value_ru", "четыре"), ("value_en", "four")]).await;
    phone.browser.click(SAVE).await;
    phone.browser.find("button[name=sure]").await;
    for lang in ["kk", "ru", "en"] {
        assert!(phone.has(&format!(".change dd[lang={lang}] ins")).await, "{lang}");
    }
    phone.look("editions-number").await;
    phone.desk("editions-number").await;
    phone.press_to("button[name=sure]", &format!("{DRAFT}/facts")).await;
}

/// A correction, with a note in two languages.
async fn correct(phone: &Phone) {
    phone.open(CHECK).await;
    fill(phone, &[("note_kk", "Қажеттілік саны түзетілді."), ("note_ru", "Исправлено число потребностей.")]).await;
    phone.look("editions-ways").await;
    phone.desk("editions-ways").await;
    phone.press_to("button[name=wish][value=correction]", DRAFT).await;
    phone.browser.find(".flash[role=status]").await;
}

/// The learner, who began before, reads the note and the new number, in each language.
async fn corrected(phone: &Phone) {
    for (lang, note, words) in [
        ("kk", "Қажеттілік саны түзетілді.", "төрт қажеттілікті атайды"),
        ("ru", "Исправлено число потребностей.", "четыре"),
    ] {
        phone.open_path(&format!("/{lang}{LEARN}")).await;
        phone.says(note).await;
        phone.open_path(&format!("/{lang}{LEARN}/lessons/match-task")).await;
        phone.says(words).await;
    }
    phone.open(LEARN).await;
    phone.look("editions-note").await;
}

/// With a lesson more it can only be a new edition.
async fn add_a_lesson(phone: &Phone) {
    phone.open(&format!("{DRAFT}/modules/motives/lessons/new")).await;
    let titles = [("title_kk", "Соңғы сабақ"), ("title_ru", "Последний урок"), ("title_en", "The last lesson")];
    fill(phone, &titles).await;
    phone.press_to(SAVE, &format!("{DRAFT}/lessons/the-last-lesson/kk")).await;
    for (lang, text) in [("kk", "Рахмет."), ("ru", "Спасибо."), ("en", "Thank you.")] {
        phone.open(&format!("{DRAFT}/lessons/the-last-lesson/{lang}?whole=yes")).await;
        let title = titles.iter().find(|(name, _)| name.ends_with(lang)).map_or("", |(_, title)| title);
        phone.browser.fill("#text", &format!("# {title}\n\n{text}")).await;
        phone.browser.follow(SAVE).await;
    }
}

/// A colleague presses the same button a moment earlier: who it was is said, and nothing is published twice.
async fn be_second(phone: &Phone, other: &Client) {
    phone.open(CHECK).await;
    assert!(!phone.has("button[name=wish][value=correction]").await);
    phone.look("editions-only").await;
    fill(phone, &[("note_kk", "Менің сөзім."), ("note_ru", "Моё слово.")]).await;
    let page = other.get(&format!("/kk{CHECK}")).await.ok().text();
    let hidden = |name: &str| between(&page, &format!("name=\"{name}\" value=\""), "\"").to_owned();
    let (number, newest) = (hidden("number"), hidden("newest"));
    let form = [
        ("number", number.as_str()),
        ("newest", newest.as_str()),
        ("wish", "edition"),
        ("note_kk", "Соңғы сабақ қосылды."),
        ("note_ru", "Добавлен последний урок."),
    ];
    other.post(&format!("/kk{DRAFT}/publish"), &form).await.leads_to(&format!("/kk{DRAFT}"));
    phone.browser.follow("button[name=wish][value=edition]").await;
    let told = phone.browser.find(".error-summary").await.text().await.expect("a text");
    assert!(told.contains(COLLEAGUE), "{told}");
    assert!(phone.has(&format!(".error-summary a[href$=\"{COURSE}\"]")).await);
    assert!(!phone.has("button[name=wish]").await, "there is nothing left to publish");
    phone.look("editions-second").await;
    phone.desk("editions-second").await;
}

/// Out of the catalogue nobody new finds it; whoever has its address is told; and back again.
async fn withdraw(phone: &Phone, stranger: &Client) {
    let (catalogue, link) = (format!("/{}/courses", phone.lang), format!("href=\"/{}{COURSE}\"", phone.lang));
    phone.open(CHECK).await;
    phone.browser.follow("form[action$=\"/catalogue\"] button[value=no]").await;
    phone.browser.find("form[action$=\"/catalogue\"] button[value=yes]").await;
    phone.look("editions-withdrawn").await;
    assert!(!stranger.get(&catalogue).await.ok().text().contains(&link));
    phone.open(COURSE).await;
    assert!(!phone.has("main form button").await && phone.has("main p.note").await);
    phone.look("editions-closed").await;
    phone.open(CHECK).await;
    phone.browser.follow("form[action$=\"/catalogue\"] button[value=yes]").await;
    phone.browser.find("form[action$=\"/catalogue\"] button[value=no]").await;
    assert!(stranger.get(&catalogue).await.ok().text().contains(&link));
}

/// The learner stays in the old edition until they move over, and then has the lesson more and the colleague's note.
async fn move_over(phone: &Phone) {
    phone.open(LEARN).await;
    assert!(!phone.has("main a[href$=\"/lessons/the-last-lesson\"]").await);
    phone.press_to(&format!("main .note a[href$=\"{LEARN}/edition\"]"), &format!("{LEARN}/edition")).await;
    let lesson = if phone.lang == "kk" { "Соңғы сабақ" } else { "Последний урок" };
    phone.says(lesson).await;
    phone.look("editions-newer").await;
    phone.desk("editions-newer").await;
    phone.press_to("#main-form .button:not(.secondary)", LEARN).await;
    phone.says(lesson).await;
    phone
        .says(if phone.lang == "kk" {
            "Соңғы сабақ қосылды."
        } else {
            "Добавлен последний урок."
        })
        .await;
}

/// From now on another course comes first.
async fn ask_first(phone: &Phone) {
    phone.open(&format!("{DRAFT}/settings")).await;
    tick(phone, "first", "first-aid").await;
    save(phone).await;
    phone.open(CHECK).await;
    phone.press_to("button[name=wish][value=correction]", DRAFT).await;
}

/// Whoever is new is told what comes first; whoever began goes on.
async fn comes_first(app: &TestApp, phone: &Phone) {
    app.client().sign_up(phone.lang, "Дана Асанова", "dana@example.kz").await;
    sign_in(phone, "dana@example.kz").await;
    phone.open(COURSE).await;
    assert!(phone.has("main .note a[href$=\"/courses/first-aid\"]").await);
    assert!(!phone.has("main form button").await, "there is no button that is refused");
    phone.look("editions-first").await;
    leave(phone).await;
    sign_in(phone, EMAIL).await;
    phone.open(LEARN).await;
    assert!(phone.has("main a[href$=\"/lessons/the-last-lesson\"]").await);
}
