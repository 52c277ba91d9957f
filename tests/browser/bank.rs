//! A trainer puts a bank of questions in order: finds them by tag, kind, words and what the statistics say, and does one
//! thing with many at once.

use erikti::kernel::Lang;

use crate::authors::{DRAFT, begin, fill, save, take_back};
use crate::editing::stored;
use crate::harness::app::TestApp;
use crate::harness::browser::Script;
use crate::harness::tries::{TURNED, tries};
use crate::phone::Phone;

const LIST: &str = "/trainer/drafts/1/questions";
const FILE: &str = "questions/motives.toml";
const FIND: &str = "form.filters .buttons button";
const ROWS: &str = "ul.bank > li";

#[tokio::test]
async fn in_russian() {
    sorting("ru", Script::On).await;
}

#[tokio::test]
async fn without_script() {
    sorting("kk", Script::Off).await;
}

async fn sorting(lang: &'static str, script: Script) {
    let app = TestApp::start().await;
    let Some(phone) = Phone::start(&app.address, lang, script).await else { return };
    tries(&app, Lang::Kk, (0, 60)).await;
    begin(&app, &phone).await;
    phone.open(&format!("{DRAFT}/modules/new")).await;
    fill(&phone, &[("title_kk", "Екінші"), ("title_ru", "Второй"), ("title_en", "Second"), ("key", "second")]).await;
    save(&phone).await;
    found(&app, &phone).await;
    by_statistics(&phone).await;
    refused(&phone).await;
    tagged(&app, &phone).await;
    critical(&app, &phone).await;
    moved(&app, &phone).await;
    deleted(&app, &phone).await;
}

/// Looks for questions; fields that are not named stay as they are.
async fn find(phone: &Phone, choices: &[(&str, &str)]) -> usize {
    for (name, value) in choices {
        phone.browser.choose(&format!("#filter-{name}"), value).await;
    }
    phone.browser.follow(FIND).await;
    phone.browser.count(ROWS).await
}

/// How many questions of the file say this.
async fn count(app: &TestApp, words: &str) -> usize {
    stored(app, FILE).await.matches(words).count()
}

async fn found(app: &TestApp, phone: &Phone) {
    phone.open(LIST).await;
    assert_eq!(phone.browser.count(ROWS).await, count(app, "[[question]]").await);
    assert_eq!(find(phone, &[("tag", "motives")]).await, count(app, "tags = [\"motives\"]").await);
    phone.look("sorting-tag").await;
    phone.desk("sorting-tag").await;
    let both = find(phone, &[("kind", "matching")]).await;
    assert_eq!(both, 1, "what is chosen stays chosen");
    assert_eq!(find(phone, &[("tag", "")]).await, count(app, "kind = \"matching\"").await);
    assert_eq!(find(phone, &[("kind", "ordering")]).await, count(app, "kind = \"ordering\"").await);
    phone.browser.choose("#filter-kind", "").await;
    phone.browser.fill("#filter-search", "BALQASH").await;
    phone.browser.follow(FIND).await;
    assert!(phone.has(&format!("{ROWS} a[href$=\"/six-motives-check-1\"]")).await, "in any language, in any case");
    phone.browser.fill("#filter-search", "ксилофон").await;
    phone.browser.follow(FIND).await;
    assert_eq!(phone.browser.count(ROWS).await, 0);
    phone.look("sorting-none").await;
    phone.open(LIST).await;
    assert_eq!(find(phone, &[("module", "second")]).await, 0);
}

/// What the answers say of a question: the flag, and by which numbers.
async fn by_statistics(phone: &Phone) {
    phone.open(LIST).await;
    let all = find(phone, &[]).await;
    let keyed = find(phone, &[("flagged", "key")]).await;
    assert_eq!(keyed, 1);
    let row = phone.browser.find(&format!("{ROWS}:has(a[href$=\"/{TURNED}\"])")).await;
    let told = row.text().await.expect("a text");
    let half = if phone.lang == "kk" { "дұрыс: 50" } else { "верно: 50" };
    assert!(told.contains(words(phone, "bank-flag-key")) && told.contains(half), "{told}");
    phone.look("sorting-flag").await;
    phone.desk("sorting-flag").await;
    let flagged = find(phone, &[("flagged", "yes")]).await;
    assert!((1..all).contains(&flagged), "{flagged} of {all}");
    assert!(phone.has(&format!("{ROWS} a[href$=\"/{TURNED}\"]")).await);
}

/// Chooses questions by their boxes.
async fn choose(phone: &Phone, keys: &[&str]) {
    for key in keys {
        phone.browser.click(&format!("label.choose:has(input[value=\"{key}\"])")).await;
    }
}

async fn press(phone: &Phone, what: &str) {
    phone.browser.follow(&format!("form.bulk button[name=do][value={what}]")).await;
}

/// What a key of the catalogue says in the language of the page.
fn words(phone: &Phone, key: &'static str) -> &'static str {
    erikti::i18n::t(Lang::from_code(phone.lang).expect("a language"), key)
}

async fn is_refused(phone: &Phone, why: &'static str) {
    let told = phone.browser.find("#bulk-error").await.text().await.expect("a text");
    assert!(told.contains(words(phone, why)), "{told}");
}

/// Nothing chosen, no tag, nowhere to go, what has to stay with its lesson: it is said, and the boxes stay as they are.
async fn refused(phone: &Phone) {
    phone.open(LIST).await;
    press(phone, "critical").await;
    is_refused(phone, "bank-bulk-none").await;
    phone.look("sorting-refused").await;
    choose(phone, &[TURNED, "six-motives-check-1"]).await;
    press(phone, "tag").await;
    is_refused(phone, "bank-tags-wrong").await;
    assert!(phone.has(&format!("input[name=question][value={TURNED}]:checked")).await);
    phone.browser.choose("#bulk-to", "second").await;
    press(phone, "move").await;
    is_refused(phone, "bank-bulk-checks").await;
    assert!(phone.has("input[name=question][value=six-motives-check-1]:checked").await);
    assert!(phone.has("#bulk-to option[value=second]:checked").await);
}

/// All of a search get a tag at once; one undo takes it from all of them; it goes again as it came.
async fn tagged(app: &TestApp, phone: &Phone) {
    phone.open(&format!("{LIST}?tag=welcome")).await;
    let all = phone.browser.count(ROWS).await;
    assert!(all > 1);
    for way in ["taken back", "untagged"] {
        phone.browser.follow("form.bulk a[href*=\"all=yes\"]").await;
        assert_eq!(phone.browser.count(&format!("{ROWS} input:checked")).await, all);
        phone.browser.fill("#bulk-tag", "first-day").await;
        press(phone, "tag").await;
        phone.browser.find("form.flash button").await;
        phone.look("sorting-tagged").await;
        assert_eq!(count(app, "\"first-day\"").await, all);
        if way == "taken back" {
            take_back(phone).await;
        } else {
            phone.open(&format!("{LIST}?tag=first-day&all=yes")).await;
            assert_eq!(phone.browser.count(ROWS).await, all);
            phone.browser.fill("#bulk-tag", "first-day").await;
            press(phone, "untag").await;
        }
        assert_eq!(count(app, "first-day").await, 0, "{way}");
        phone.open(&format!("{LIST}?tag=welcome")).await;
    }
}

async fn critical(app: &TestApp, phone: &Phone) {
    let (two, before) = ([TURNED, "half-not-back"], count(app, "critical = true").await);
    phone.open(LIST).await;
    choose(phone, &two).await;
    press(phone, "critical").await;
    assert_eq!(count(app, "critical = true").await, before + 2);
    phone.open(LIST).await;
    phone.browser.click("label:has(input[name=critical])").await;
    assert_eq!(find(phone, &[]).await, before + 2);
    choose(phone, &two).await;
    press(phone, "uncritical").await;
    assert_eq!(count(app, "critical = true").await, before);
}

/// Two questions go to another module, whole; and back.
async fn moved(app: &TestApp, phone: &Phone) {
    let before = stored(app, FILE).await;
    phone.open(LIST).await;
    choose(phone, &[TURNED, "half-not-back"]).await;
    phone.browser.choose("#bulk-to", "second").await;
    press(phone, "move").await;
    let there = stored(app, "questions/second.toml").await;
    assert_eq!(there.matches("[[question]]").count(), 2);
    assert!(there.contains(&format!("key = \"{TURNED}\"")) && there.contains("text.ru = "), "{there}");
    phone.open(LIST).await;
    assert_eq!(find(phone, &[("module", "second")]).await, 2);
    phone.look("sorting-moved").await;
    choose(phone, &[TURNED, "half-not-back"]).await;
    phone.browser.choose("#bulk-to", "motives").await;
    press(phone, "move").await;
    assert_eq!(count(app, "[[question]]").await, before.matches("[[question]]").count());
}

/// Deleted, a check leaves its lesson too; taken back, both are as they were.
async fn deleted(app: &TestApp, phone: &Phone) {
    let (bank, course) = (stored(app, FILE).await, stored(app, "course.toml").await);
    phone.open(LIST).await;
    choose(phone, &[TURNED, "six-motives-check-1"]).await;
    press(phone, "delete").await;
    phone.browser.find("form.flash button").await;
    phone.look("sorting-deleted").await;
    assert!(!phone.has(&format!("{ROWS} a[href$=\"/{TURNED}\"]")).await);
    assert!(!stored(app, "course.toml").await.contains("six-motives-check-1"));
    take_back(phone).await;
    assert_eq!((stored(app, FILE).await, stored(app, "course.toml").await), (bank, course));
}
