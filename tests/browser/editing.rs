//! A trainer writes a lesson: marks and preview, saving while one writes, a translation beside its source, two at once,
//! and what was before.

use std::time::Duration;

use erikti::authoring;
use erikti::kernel::ids::DraftId;
use fantoccini::Locator;
use serde_json::json;

use crate::cards::{self, TRAINER};
use crate::harness::app::TestApp;
use crate::harness::browser::Script;
use crate::harness::client::between;
use crate::phone::Phone;

const DRAFT: &str = "/trainer/drafts/1";
const SOURCE: &str = "/trainer/drafts/1/lessons/six-motives/kk";
const TRANSLATION: &str = "/trainer/drafts/1/lessons/six-motives/ru";
const FILE: &str = "lessons/motives/six-motives.kk.md";
const COURSE: &str = "course.toml";
const SAVE: &str = "#main-form .buttons .button:not(.secondary)";

/// Where one writes on, after what is there.
pub(crate) const END: &str = "\u{E009}\u{E010}\u{E000}";

#[tokio::test]
async fn in_kazakh() {
    editing("kk", Script::On).await;
}

#[tokio::test]
async fn without_script() {
    editing("ru", Script::Off).await;
}

async fn editing(lang: &'static str, script: Script) {
    let app = TestApp::start().await;
    let Some(phone) = Phone::start(&app.address, lang, script).await else { return };
    cards::trainer(&app, &phone).await;
    phone.open("/trainer/drafts").await;
    phone.press_to("main form:has(input[value=leadership]) button", DRAFT).await;
    phone.press_to(&format!("main a[href$=\"{SOURCE}\"]"), SOURCE).await;
    phone.look("lesson-editor").await;
    phone.desk("lesson-editor").await;
    match script {
        Script::On => {
            with_the_toolbar(&app, &phone).await;
            like_a_comment(&phone).await;
            without_a_network(&app, &phone).await;
            settings_without_a_network(&app, &phone).await;
            phone.open(SOURCE).await;
        }
        Script::Off => by_the_buttons(&app, &phone).await,
    }
    translation(&phone).await;
    two_at_once(&app, &phone).await;
    go_back(&app, &phone).await;
    if let Script::On = script {
        deleted_meanwhile(&app, &phone).await;
    }
}

/// A text of the draft as it is now.
pub(crate) async fn stored(app: &TestApp, path: &'static str) -> String {
    let file = app.app.read(move |conn| authoring::find_file(conn, DraftId(1), path)).await;
    let file = file.expect("the database answers").expect("the file is there");
    String::from_utf8(file.content.expect("it is a text")).expect("UTF-8")
}

/// Waits until the draft has these words.
async fn is_stored(app: &TestApp, words: &str) {
    for _ in 0..400 {
        if stored(app, FILE).await.contains(words) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{words:?} is not stored:\n{}", stored(app, FILE).await);
}

/// Waits until what a selector finds says this.
async fn until_says(phone: &Phone, css: &str, words: &str) {
    let mut said = String::new();
    for _ in 0..400 {
        // The preview may be replaced between finding it and reading it.
        if let Ok(found) = phone.browser.client.find(Locator::Css(css)).await {
            said = found.text().await.unwrap_or_default();
        }
        if said.contains(words) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{css} says {said:?} instead of {words:?}");
}

/// Writes on at the end of the text.
pub(crate) async fn write_on(phone: &Phone, words: &str) {
    let area = phone.browser.find("#text").await;
    area.send_keys(&format!("{END}{words}")).await.expect("it is typed");
}

/// A heading by its button; the preview shows it, and it is saved without being asked.
async fn with_the_toolbar(app: &TestApp, phone: &Phone) {
    write_on(phone, "").await;
    phone.browser.click(".toolbar button:first-of-type").await;
    let focused = phone.browser.client.active_element().await.expect("something has the focus");
    focused.send_keys("Өз сөзіммен").await.expect("it is typed");
    until_says(phone, ".phone", "Өз сөзіммен").await;
    phone.browser.find("form .status.done").await;
    is_stored(app, "\n\n## Өз сөзіммен").await;
    phone.look("lesson-saved").await;
}

/// The text area as it is.
async fn written(phone: &Phone) -> String {
    phone.browser.find("#text").await.prop("value").await.expect("it is read").expect("a text")
}

/// Chooses a part of the text, from its first words to its last.
async fn choose_text(phone: &Phone, from: &str, to: &str) {
    let script = "const area = document.querySelector('#text');
        area.focus();
        area.setSelectionRange(area.value.lastIndexOf(arguments[0]), area.value.lastIndexOf(arguments[1]) + arguments[1].length);";
    phone.browser.client.execute(script, vec![json!(from), json!(to)]).await.expect("it is chosen");
}

/// The tools do what those of comment editors do: they can be taken back, pressed again, and lists and tables go on.
async fn like_a_comment(phone: &Phone) {
    const UNDO: &str = "\u{E009}z\u{E000}";
    let tool = async |css: &str| phone.browser.click(&format!(".toolbar {css}")).await;
    let keys = async |keys: &str| {
        let focused = phone.browser.client.active_element().await.expect("something has the focus");
        focused.send_keys(keys).await.expect("keys are pressed");
    };
    let before = written(phone).await;
    let says = async |wanted: &str| assert_eq!(written(phone).await.strip_prefix(&before), Some(wanted));
    keys(&format!("{END}\n\nбір\nекі\nүш")).await;
    choose_text(phone, "бір\nекі", "үш").await;
    tool("[data-items]").await;
    says("\n\n- бір\n- екі\n- үш").await;
    keys(&format!("{END}\nтөрт\n\nсөз")).await;
    says("\n\n- бір\n- екі\n- үш\n- төрт\n\nсөз").await;
    choose_text(phone, "сөз", "сөз").await;
    tool("[data-wrap]").await;
    says("\n\n- бір\n- екі\n- үш\n- төрт\n\n**сөз**").await;
    tool("[data-wrap]").await;
    says("\n\n- бір\n- екі\n- үш\n- төрт\n\nсөз").await;
    keys(UNDO).await;
    says("\n\n- бір\n- екі\n- үш\n- төрт\n\n**сөз**").await;
    keys(END).await;
    tool("[data-put*=\"---\"]").await;
    keys("Не").await;
    says("\n\n- бір\n- екі\n- үш\n- төрт\n\n**сөз**\n\n| Не |  |\n| --- | --- |\n|  |  |\n").await;
    // Behind a heading a list begins below it.
    keys(&format!("{END}\n## Атау")).await;
    tool("[data-items]").await;
    keys("нөл").await;
    let all = written(phone).await;
    assert!(all.ends_with("\n## Атау\n\n- нөл"), "{all}");
    let away = all.strip_prefix(&before).map_or(0, |added| added.chars().count());
    keys(&format!("{END}{}", "\u{E003}".repeat(away))).await;
    assert_eq!(written(phone).await, before);
}

async fn network(phone: &Phone, is_off: bool) {
    let conditions = json!({ "offline": is_off, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
    phone.browser.chromium("Network.enable", json!({})).await;
    phone.browser.chromium("Network.emulateNetworkConditions", conditions).await;
}

/// A form that is saved without a network is sent by itself when there is one; and what was typed and not saved is shown
/// where somebody has changed it since.
async fn settings_without_a_network(app: &TestApp, phone: &Phone) {
    let settings = format!("{DRAFT}/settings");
    phone.open(&settings).await;
    phone.browser.fill("#hours", "9").await;
    network(phone, true).await;
    phone.browser.click(SAVE).await;
    phone.browser.find("form .notice.wrong").await;
    phone.look("settings-offline").await;
    assert!(!stored(app, COURSE).await.contains("hours = 9"));
    network(phone, false).await;
    phone.arrives(DRAFT).await;
    assert!(stored(app, COURSE).await.contains("hours = 9"));

    phone.open(&settings).await;
    phone.browser.fill("#title_kk", "Менің атауым").await;
    let other = app.client();
    other.sign_in("kk", TRAINER).await;
    let file = format!("/kk{DRAFT}/file?path={COURSE}");
    let page = other.get(&file).await.ok().text();
    let number = between(&page, "name=\"number\" value=\"", "\"").to_owned();
    let theirs = stored(app, COURSE).await.replace("hours = 9", "hours = 8");
    other.post(&file, &[("number", &number), ("text", &theirs)]).await.leads_to(&file);
    phone.open(&settings).await;
    phone.browser.find("form details.kept p").await;
    phone.says("Менің атауым").await;
    phone.look("settings-kept").await;
}

/// What is typed without a network is said to be kept, and is sent when there is one again; also by another page.
async fn without_a_network(app: &TestApp, phone: &Phone) {
    network(phone, true).await;
    write_on(phone, " (желісіз)").await;
    phone.browser.find("form .status.wrong").await;
    phone.browser.click(SAVE).await;
    phone.browser.find("form .status.wrong").await;
    assert!(!stored(app, FILE).await.contains("(желісіз)"));
    phone.look("lesson-offline").await;
    network(phone, false).await;
    phone.browser.find("form .status.done").await;
    is_stored(app, "## Өз сөзіммен (желісіз)").await;
    // Away before it is saved: it stays in this browser, and comes back with the page.
    write_on(phone, " қайта").await;
    phone.open(SOURCE).await;
    is_stored(app, "## Өз сөзіммен (желісіз) қайта").await;
}

async fn by_the_buttons(app: &TestApp, phone: &Phone) {
    write_on(phone, "\n\n## Өз сөзіммен").await;
    phone.browser.follow("#main-form button[name=preview]").await;
    until_says(phone, ".phone", "Өз сөзіммен").await;
    assert!(!stored(app, FILE).await.contains("Өз сөзіммен"), "looking saves nothing");
    phone.look("lesson-preview").await;
    phone.browser.follow(SAVE).await;
    phone.arrives(SOURCE).await;
    is_stored(app, "\n\n## Өз сөзіммен").await;
}

/// The source has a paragraph more: the translation says which, until it is translated.
async fn translation(phone: &Phone) {
    phone.press_to(&format!("nav.tabs a[href$=\"{TRANSLATION}\"]"), TRANSLATION).await;
    assert_eq!(phone.browser.count("li.pair.stale").await, 1);
    phone.look("lesson-beside").await;
    phone.desk("lesson-beside").await;
    phone.browser.fill("li.pair.stale textarea", "## Своими словами").await;
    phone.browser.click("label:has(input[name=fresh])").await;
    phone.browser.follow(SAVE).await;
    phone.arrives(TRANSLATION).await;
    assert_eq!(phone.browser.count("li.pair.stale").await, 0);
    assert_eq!(phone.browser.count(".pairs li:last-child textarea").await, 1);
    phone.look("lesson-translated").await;
}

/// Somebody else saves meanwhile: both texts are shown, and one's own can be saved over it.
async fn two_at_once(app: &TestApp, phone: &Phone) {
    phone.open(SOURCE).await;
    phone.browser.find("#text").await;
    let other = app.client();
    other.sign_in("kk", TRAINER).await;
    let path = format!("/kk{SOURCE}");
    let page = other.get(&path).await.ok().text();
    let hidden = |name: &str| between(&page, &format!("name=\"{name}\" value=\""), "\"").to_owned();
    let theirs = format!("{}\nБасқаның абзацы.\n", stored(app, FILE).await);
    let form = [("number", hidden("number")), ("source_number", hidden("source_number")), ("text", theirs)];
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    other.post(&path, &form).await.leads_to(&path);
    write_on(phone, "\n\nӨзімнің абзацым.").await;
    phone.browser.follow(SAVE).await;
    phone.browser.find(".error-summary").await;
    phone.says("Басқаның абзацы.").await;
    phone.look("lesson-conflict").await;
    phone.desk("lesson-conflict").await;
    let mine = phone.browser.find("#text").await.prop("value").await.expect("it is read").unwrap_or_default();
    assert!(mine.contains("Өзімнің абзацым.") && !mine.contains("Басқаның абзацы."), "{mine}");
    phone.browser.follow("#main-form button.button").await;
    phone.arrives(SOURCE).await;
    is_stored(app, "Өзімнің абзацым.").await;
    assert!(!stored(app, FILE).await.contains("Басқаның абзацы."));
}

/// Somebody else deletes the lesson: what saves by itself says so, and the button makes a new one of what was typed.
async fn deleted_meanwhile(app: &TestApp, phone: &Phone) {
    phone.open(SOURCE).await;
    phone.browser.find("#text").await;
    let other = app.client();
    other.sign_in("kk", TRAINER).await;
    let page = other.get(&format!("/kk{DRAFT}")).await.ok().text();
    let seen = between(&page, "name=\"number\" value=\"", "\"").to_owned();
    let form = [("number", seen.as_str()), ("remove_lesson", "six-motives")];
    other.post(&format!("/kk{DRAFT}/outline"), &form).await.has(303);
    write_on(phone, "\n\nЖоғалмайтын абзац.").await;
    until_says(phone, "form .status", "бұл сабақты жойған").await;
    phone.look("lesson-deleted").await;
    phone.browser.follow(SAVE).await;
    phone.browser.find(".error-summary").await;
    assert!(written(phone).await.contains("Жоғалмайтын абзац."));
}

/// What the other wrote is in the history, and comes back by a button.
async fn go_back(app: &TestApp, phone: &Phone) {
    phone.press_to("main a[href*=\"/history?path=\"]", &format!("{DRAFT}/history")).await;
    phone.look("history").await;
    phone.browser.follow("ul.rows li:nth-child(2) a.button").await;
    phone.says("Басқаның абзацы.").await;
    phone.look("history-revision").await;
    phone.desk("history-revision").await;
    // Beside any other: the first one has neither of the two paragraphs.
    let first = phone.browser.find("#with option:last-child").await.attr("value").await.expect("it is read");
    phone.browser.choose("#with", &first.expect("a number")).await;
    phone.browser.follow("main form[method=get] .button").await;
    let shown = phone.browser.find("#any ~ .diff").await.text().await.expect("a text");
    assert!(shown.contains("+ Басқаның абзацы.") && shown.contains("+ ## Өз сөзіммен"), "{shown}");
    phone.browser.follow("main form:has(input[name=path]) .button").await;
    is_stored(app, "Басқаның абзацы.").await;
    assert!(!stored(app, FILE).await.contains("Өзімнің абзацым."));
    phone.open(&format!("{DRAFT}/history")).await;
    phone.look("history-all").await;
}
