//! A trainer writes a course with a phone: the outline by buttons, by keyboard and by dragging; the numbers; a text
//! from Word.

use serde_json::json;

use crate::cards;
use crate::harness::app::TestApp;
use crate::harness::browser::Script;
use crate::phone::Phone;

const DRAFT: &str = "/trainer/drafts/1";

#[tokio::test]
async fn in_kazakh() {
    drafting("kk", Script::On).await;
}

#[tokio::test]
async fn without_script() {
    drafting("ru", Script::Off).await;
}

/// A draft of the leadership course, with a second module.
async fn begin(phone: &Phone, app: &TestApp) {
    cards::trainer(app, phone).await;
    phone.open("/trainer/drafts").await;
    phone.press_to("main form:has(input[value=leadership]) button", DRAFT).await;
    phone.press_to(&format!("main a[href$=\"{DRAFT}/modules/new\"]"), &format!("{DRAFT}/modules/new")).await;
    for (lang, title) in [("kk", "Екінші модуль"), ("ru", "Второй модуль"), ("en", "Second module")]
    {
        phone.browser.fill(&format!("#title_{lang}"), title).await;
    }
    phone.browser.fill("#key", "second").await;
    phone.press_to("#main-form .button", DRAFT).await;
}

async fn drafting(lang: &'static str, script: Script) {
    let app = TestApp::start().await;
    let Some(phone) = Phone::start(&app.address, lang, script).await else { return };
    begin(&phone, &app).await;
    outline(&phone).await;
    final_test(&phone).await;
    facts(&phone).await;
    glossary(&phone).await;
    if script == Script::On {
        drag(&phone).await;
        paste(&phone).await;
    }
}

/// True if a lesson stands in a module.
async fn stands_in(phone: &Phone, lesson: &str, module: &str) -> bool {
    phone.has(&format!("#{module} .lessons > #{lesson}")).await
}

/// Waits until a lesson stands in a module.
async fn comes_to(phone: &Phone, lesson: &str, module: &str) {
    phone.browser.find(&format!("#{module} .lessons > #{lesson}")).await;
}

/// By the keyboard: the button that has the focus is pressed by Enter.
async fn outline(phone: &Phone) {
    phone.look("outline").await;
    phone.desk("outline").await;
    assert!(stands_in(phone, "first-30-minutes", "motives").await);
    let down = phone.browser.find("button[name=down_lesson][value=first-30-minutes]").await;
    down.send_keys("\u{E007}").await.expect("Enter is pressed");
    comes_to(phone, "first-30-minutes", "second").await;
    phone.press_to("#first-30-minutes .meta a", &format!("{DRAFT}/lessons/first-30-minutes")).await;
    phone.look("lesson-settings").await;
    phone.browser.choose("#module", "motives").await;
    phone.press_to("#main-form .button", DRAFT).await;
    comes_to(phone, "first-30-minutes", "motives").await;
}

async fn final_test(phone: &Phone) {
    phone.press_to("main a[href$=\"/final\"]", &format!("{DRAFT}/final")).await;
    phone.look("final-test").await;
    phone.browser.click("#there").await;
    phone.browser.choose("#from-1", "tag:briefing").await;
    phone.browser.fill("#count-0", "4").await;
    phone.browser.fill("#count-1", "1").await;
    phone.press_to("#main-form .button", DRAFT).await;
    phone.press_to("main a[href$=\"/final\"]", &format!("{DRAFT}/final")).await;
    assert_eq!(phone.browser.count("#from-1 option[value=\"tag:briefing\"][selected]").await, 1);
}

async fn facts(phone: &Phone) {
    phone.open(DRAFT).await;
    phone.press_to("main a[href$=\"/facts\"]", &format!("{DRAFT}/facts")).await;
    phone.look("facts").await;
    phone.desk("facts").await;
    let fact = format!("{DRAFT}/facts/needs-count");
    phone.press_to("main a[href$=\"/facts/needs-count\"]", &fact).await;
    phone.look("fact").await;
    for lang in ["kk", "ru", "en"] {
        phone.browser.fill(&format!("#value_{lang}"), "7").await;
    }
    phone.browser.click("#main-form .button").await;
    phone.browser.find("button[name=sure]").await;
    phone.look("fact-effect").await;
    assert!(phone.browser.count(".change ins").await >= 3, "each language");
    phone.press_to("button[name=sure]", &format!("{DRAFT}/facts")).await;
    phone.browser.find("form.flash button").await;
    phone.look("fact-changed").await;
    phone.browser.click("form.flash button").await;
    phone.browser.find("p.flash, .flash[role=status]").await;
    phone.open(&fact).await;
    assert_eq!(phone.browser.count("#value_kk[value=\"3\"]").await, 1, "one undo takes it all back");
}

async fn glossary(phone: &Phone) {
    phone.open(&format!("{DRAFT}/glossary")).await;
    phone.look("glossary").await;
    phone.press_to("main a[href$=\"/glossary/motive\"]", &format!("{DRAFT}/glossary/motive")).await;
    phone.look("term").await;
}

/// Where the middle of something is, in the window.
pub(crate) async fn middle(phone: &Phone, css: &str) -> (f64, f64) {
    let script = "const box = document.querySelector(arguments[0]).getBoundingClientRect();
        return [box.left + box.width / 2, box.top + box.height / 2];";
    let found = phone.browser.client.execute(script, vec![json!(css)]).await.expect("it is measured");
    let number = |at: usize| found.get(at).and_then(serde_json::Value::as_f64).expect("a number");
    (number(0), number(1))
}

pub(crate) async fn mouse(phone: &Phone, kind: &str, (x, y): (f64, f64)) {
    let buttons = i32::from(kind != "mouseReleased");
    let event = json!({ "type": kind, "x": x, "y": y, "button": "left", "buttons": buttons, "clickCount": 1 });
    phone.browser.chromium("Input.dispatchMouseEvent", event).await;
}

async fn drag(phone: &Phone) {
    phone.open(DRAFT).await;
    phone.browser.find("#first-30-minutes .handle").await;
    let show = "document.querySelector('#first-30-minutes').scrollIntoView({ block: 'start' }); scrollBy(0, -80);";
    phone.browser.client.execute(show, Vec::new()).await.expect("it is scrolled to");
    mouse(phone, "mousePressed", middle(phone, "#first-30-minutes .handle").await).await;
    mouse(phone, "mouseMoved", middle(phone, "#second h2").await).await;
    mouse(phone, "mouseMoved", middle(phone, "#second h2").await).await;
    mouse(phone, "mouseReleased", middle(phone, "#second h2").await).await;
    comes_to(phone, "first-30-minutes", "second").await;
    // Saved, and not only shown.
    phone.open(DRAFT).await;
    assert!(stands_in(phone, "first-30-minutes", "second").await);
}

/// As Word puts it on the clipboard.
const FROM_WORD: &str = r#"<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal { margin: 0 }</style></head>
<body lang=RU><!--StartFragment--><h1><b>Перед сменой<o:p></o:p></b></h1>
<p class=MsoNormal><span style='font-size:14.0pt'>Скажите <b>кто вы </b>и
 что <i>будет</i>&nbsp;дальше.<o:p></o:p></span></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span style='font-family:Symbol'><span style='mso-list:Ignore'>·<span>&nbsp;&nbsp; </span></span></span><![endif]>вода<o:p></o:p></p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·<span>&nbsp; </span></span>перчатки*<o:p></o:p></p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>1.<span>&nbsp; </span></span>встать</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>2.<span>&nbsp; </span></span>идти</p>
<table class=MsoTableGrid border=1><tr><td><p class=MsoNormal><b>Час</b></p></td><td><p class=MsoNormal>Дело</p></td></tr>
<tr><td><p class=MsoNormal>10</p></td><td><p class=MsoNormal>Сбор | старт</p></td></tr></table>
<p class=MsoNormal>Ещё: <a href="https://example.kz/a(b)"><span style='color:blue'>памятка</span></a>, <a href="javascript:alert(1)">не ссылка</a>.</p>
<script>alert(1)</script><!--EndFragment--></body></html>"#;

const AS_MARKDOWN: &str = "## Перед сменой\n\nСкажите **кто вы** и что *будет* дальше.\n\n- вода\n- перчатки\\*\n\n1. встать\n2. идти\n\n\
                           | **Час** | Дело |\n| --- | --- |\n| 10 | Сбор \\| старт |\n\n\
                           Ещё: [памятка](https://example.kz/a%28b%29), не ссылка.";

/// Pastes into the text, which is empty before; gives what stands there then.
async fn pasted(phone: &Phone, html: &str, plain: &str) -> String {
    let script = "const area = document.querySelector('#text');
        area.value = ''; area.focus();
        const data = new DataTransfer();
        data.setData('text/html', arguments[0]); data.setData('text/plain', arguments[1]);
        const event = new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true });
        const isLeft = area.dispatchEvent(event);
        return isLeft ? 'left to the browser' : area.value;";
    let found = phone.browser.client.execute(script, vec![json!(html), json!(plain)]).await.expect("it is pasted");
    found.as_str().expect("a text").to_owned()
}

async fn paste(phone: &Phone) {
    phone.open(&format!("{DRAFT}/lessons/six-motives/kk")).await;
    phone.browser.find(".toolbar:not([hidden])").await;
    assert_eq!(pasted(phone, FROM_WORD, "…").await, AS_MARKDOWN);
    let web = "<meta charset=utf-8><b style=\"font-weight:normal\"><p>Бір <span style=\"font-weight:700\">екі</span></p>\
               <ol><li>а<ul><li>ә</li></ul></li><li><p>б</p></li></ol></b>";
    assert_eq!(pasted(phone, web, "").await, "Бір **екі**\n\n1. а\n   - ә\n2. б");
    // Of a page on the web its buttons and numbers of sources stay there.
    let page = "<h2>Ереже<span class=\"mw-editsection\">[<a href=\"https://x.kz/e\">өңдеу</a>]</span></h2>\
        <p>Екі қадам.<sup class=\"reference\"><a href=\"#cite\">[1]</a></sup></p>";
    assert_eq!(pasted(phone, page, "").await, "## Ереже\n\nЕкі қадам.");
    assert_eq!(pasted(phone, "<span>жай мәтін</span>", "жай мәтін").await, "left to the browser");
    assert_eq!(pasted(phone, "<p># емес</p><p>1. емес</p>", "x").await, "\\# емес\n\n1\\. емес");
}
