//! A trainer writes questions: with a finger, with the keyboard alone, and without script.

use fantoccini::key::Key;
use serde_json::{Value, json};

use crate::cards;
use crate::drafting::mouse;
use crate::harness::app::TestApp;
use crate::harness::browser::Script;
use crate::phone::Phone;

const LIST: &str = "/trainer/drafts/1/questions";
const NEW: &str = "/trainer/drafts/1/questions/new";

/// A trainer on the list of questions of a draft.
async fn drafting(app: &TestApp, script: Script) -> Option<Phone> {
    let phone = Phone::start(&app.address, "kk", script).await?;
    cards::trainer(app, &phone).await;
    phone.open("/trainer/drafts").await;
    phone.press_to("li:has(input[value=leadership]) button", "/trainer/drafts/1").await;
    phone.press_to("main a[href$=\"/questions\"]", LIST).await;
    Some(phone)
}

/// From the list to the form of a new question.
async fn begin(phone: &Phone, kind: &str) {
    phone.open(LIST).await;
    phone.press_to("main a[href$=\"/questions/new\"]", NEW).await;
    phone.browser.click(&format!("label:has(input[value={kind}])")).await;
    phone.browser.click("main form .button").await;
    phone.browser.find(&format!("#main-form input[name=kind][value={kind}]")).await;
}

#[tokio::test]
async fn a_question_is_written_tried_and_found_again() {
    let app = TestApp::start().await;
    let Some(phone) = drafting(&app, Script::On).await else { return };
    phone.look("bank-list").await;
    phone.desk("bank-list").await;
    phone.press_to("main a[href$=\"/questions/new\"]", NEW).await;
    phone.look("bank-kinds").await;
    begin(&phone, "single").await;
    let browser = &phone.browser;
    browser.fill("#text-kk", "Ерікті келмей қалды. Не істейсіз?").await;
    browser.fill("#p0-text-kk", "Қоңырау шаламын").await;
    browser.fill("#p1-text-kk", "Тізімнен сызамын").await;
    browser.fill("#p2-text-kk", "Үндемеймін").await;
    browser.fill("#p2-why-kk", "Үнсіздік адамды алыстатады.").await;
    browser.fill("#explanation-kk", "Себебін білмей тұрып, шешім шығаруға ерте.").await;
    browser.choose("#lesson", "six-motives").await;
    browser.click("#p0 .tick-right").await;
    browser.click("#main-form .buttons .button:not(.secondary)").await;
    // What is missing is said at the field, and everything typed is still there.
    browser.find("#p1-why-kk-error").await;
    phone.look("bank-refused").await;
    phone.desk("bank-refused").await;
    browser.fill("#p1-why-kk", "Бір рет келмеу әлі ештеңе емес.").await;
    let made = format!("{LIST}/erikti-kelmei-qaldy-ne-isteisiz");
    phone.press_to("#main-form .buttons .button:not(.secondary)", &made).await;
    phone.look("bank-question").await;
    phone.press_to("main a[href$=\"/try/kk\"]", &format!("{made}/try/kk")).await;
    phone.look("bank-try").await;
    browser.click("label:has(input[value=tizimnen-syzamyn])").await;
    browser.click(".preview button.button").await;
    browser.find(".preview .explained").await;
    phone.says("Бір рет келмеу әлі ештеңе емес.").await;
    phone.says("Бұл жауапқа берілетін балл: 0 / 1").await;
    phone.open(&format!("{LIST}?search=%D0%BA%D0%B5%D0%BB%D0%BC%D0%B5%D0%B9&missing=yes")).await;
    browser.find("main a[href$=\"/erikti-kelmei-qaldy-ne-isteisiz\"]").await;
}

/// Where a point of the picture is in the window, and the point in the picture's own units. It is told by shares of the
/// picture's width and height.
async fn spot(phone: &Phone, (x, y): (f64, f64)) -> ((f64, f64), [f64; 2]) {
    let script = "const svg = document.querySelector('.draw svg'), box = svg.viewBox.baseVal;
        const own = [box.width * arguments[0], box.height * arguments[1]];
        const shown = new DOMPoint(...own).matrixTransform(svg.getScreenCTM());
        return [shown.x, shown.y, ...own];";
    let found = phone.browser.client.execute(script, vec![json!(x), json!(y)]).await.expect("it is measured");
    let number = |at: usize| found.get(at).and_then(Value::as_f64).expect("a number");
    ((number(0), number(1)), [number(2), number(3)])
}

async fn touch(phone: &Phone, kind: &str, at: Option<(f64, f64)>) {
    let points: Vec<Value> = at.into_iter().map(|(x, y)| json!({ "x": x, "y": y })).collect();
    phone.browser.chromium("Input.dispatchTouchEvent", json!({ "type": kind, "touchPoints": points })).await;
}

/// Chooses a place and a shape, and shows the picture.
async fn choose_place(phone: &Phone, place: usize, shape: &str) {
    phone.browser.choose(&format!("#p{place}-shape"), shape).await;
    phone.browser.click(&format!("#p{place} .zone button")).await;
}

/// Fails unless the field of a place holds these numbers, but for rounding.
async fn holds(phone: &Phone, place: usize, wanted: &[f64]) {
    let field = phone.browser.find(&format!("#p{place}-numbers")).await;
    let typed = field.prop("value").await.expect("it is read").unwrap_or_default();
    let numbers: Vec<f64> = typed.split([',', ';']).map(|number| number.trim().parse().expect("a number")).collect();
    let is_near = numbers.len() == wanted.len() && numbers.iter().zip(wanted).all(|(a, b)| (a - b).abs() <= 1.5);
    assert!(is_near, "{typed} instead of {wanted:?}");
}

#[tokio::test]
async fn places_are_drawn_with_the_mouse_and_with_a_finger() {
    let app = TestApp::start().await;
    let Some(phone) = drafting(&app, Script::On).await else { return };
    begin(&phone, "hotspot").await;
    let browser = &phone.browser;
    browser.fill("#text-kk", "Белгінің ортасын көрсетіңіз.").await;
    // Which place is right, somebody has to say.
    assert_eq!(browser.count("fieldset.part.is-right").await, 0);
    browser.click("#p0 .tick-right").await;
    browser.choose("#picture", "emblem").await;
    browser.fill("#picture_alt-kk", "Курстың белгісі").await;
    browser.follow("button[name=look]").await;
    browser.find(".draw.can-draw").await;
    // A circle with the mouse, from its middle.
    choose_place(&phone, 0, "circle").await;
    let ((from, [x, y]), (to, [edge, _])) = (spot(&phone, (0.5, 0.5)).await, spot(&phone, (0.7, 0.5)).await);
    mouse(&phone, "mousePressed", from).await;
    mouse(&phone, "mouseMoved", to).await;
    mouse(&phone, "mouseReleased", to).await;
    holds(&phone, 0, &[x, y, edge - x]).await;
    // A rectangle with a finger, from the lower right corner.
    choose_place(&phone, 1, "rect").await;
    let ((from, [right, low]), (to, [left, high])) = (spot(&phone, (0.2, 0.2)).await, spot(&phone, (0.05, 0.1)).await);
    touch(&phone, "touchStart", Some(from)).await;
    touch(&phone, "touchMove", Some(to)).await;
    touch(&phone, "touchEnd", None).await;
    holds(&phone, 1, &[left, high, right - left, low - high]).await;
    // A polygon corner by corner, and once more from the beginning.
    choose_place(&phone, 2, "polygon").await;
    let mut corners = Vec::new();
    for corner in [(0.8, 0.8), (0.95, 0.8), (0.9, 0.95)] {
        let (at, own) = spot(&phone, corner).await;
        mouse(&phone, "mousePressed", at).await;
        mouse(&phone, "mouseReleased", at).await;
        corners.extend(own);
    }
    holds(&phone, 2, &corners).await;
    assert_eq!(browser.count(".draw svg .is-right").await, 1);
    assert_eq!(browser.count(".draw svg polygon.is-active").await, 1);
    phone.look("bank-places").await;
    phone.desk("bank-places").await;
    for (place, words) in ["Ортасы", "Бұрышы", "Шеті"].into_iter().enumerate() {
        browser.fill(&format!("#p{place}-text-kk"), words).await;
        if place > 0 {
            browser.fill(&format!("#p{place}-why-kk"), "Бұл ортасы емес.").await;
        }
    }
    browser.fill("#explanation-kk", "Ортасы дәл осы жерде.").await;
    browser.choose("#lesson", "six-motives").await;
    let made = format!("{LIST}/belgining-ortasyn-korsetingiz");
    phone.press_to("#main-form .buttons .button:not(.secondary):not(.small)", &made).await;
    // What was saved is drawn again, and tried on the same picture.
    browser.find(".draw.can-draw svg circle.is-right").await;
    phone.press_to("main a[href$=\"/try/kk\"]", &format!("{made}/try/kk")).await;
    browser.find(".hotspot img[src*=\"/drafts/1/media/emblem.svg\"]").await;
    let width = "const image = document.querySelector('.hotspot img'); const done = arguments[0];
        image.decode().then(() => done(image.naturalWidth), () => done(0));";
    let width = browser.client.execute_async(width, Vec::new()).await.expect("it is measured");
    assert!(width.as_u64().is_some_and(|width| width > 0), "the picture of the draft is not shown");
    phone.look("bank-try-places").await;
}

/// Each button acts on the part beside it, with a script as without; nothing that was typed is lost.
#[tokio::test]
async fn steps_are_moved_and_taken_away_by_their_buttons() {
    for script in [Script::On, Script::Off] {
        let app = TestApp::start().await;
        let Some(phone) = drafting(&app, script).await else { return };
        begin(&phone, "ordering").await;
        let browser = &phone.browser;
        browser.fill("#text-kk", "Рет қандай?").await;
        for (place, words) in ["бір", "екі", "үш", "төрт"].into_iter().enumerate() {
            browser.fill(&format!("#p{place}-text-kk"), words).await;
        }
        let steps = async || {
            let mut found = Vec::new();
            for place in 0..browser.count("fieldset.part").await {
                let field = browser.find(&format!("#p{place}-text-kk")).await;
                found.push(field.prop("value").await.expect("it is read").unwrap_or_default());
            }
            found
        };
        browser.follow("button[name=up][value='2']").await;
        assert_eq!(steps().await, ["бір", "үш", "екі", "төрт"]);
        browser.follow("button[name=down][value='0']").await;
        assert_eq!(steps().await, ["үш", "бір", "екі", "төрт"]);
        browser.follow("button[name=remove][value='1']").await;
        assert_eq!(steps().await, ["үш", "екі", "төрт"]);
        browser.follow("button[name=add][value=step]").await;
        assert_eq!(steps().await, ["үш", "екі", "төрт", ""]);
        let typed = browser.find("#text-kk").await.prop("value").await.expect("it is read");
        assert_eq!(typed.as_deref(), Some("Рет қандай?"));
        assert!(browser.place().await.ends_with("#p3"), "the page is where the new step is");
    }
}

#[tokio::test]
async fn a_question_is_written_with_the_keyboard_alone() {
    let app = TestApp::start().await;
    let Some(phone) = drafting(&app, Script::On).await else { return };
    let press = async |keys: &str| {
        let focused = phone.browser.client.active_element().await.expect("something has the focus");
        focused.send_keys(keys).await.expect("keys are pressed");
    };
    // Goes on with the tabulator until this has the focus.
    let reach = async |wanted: &str| {
        for _ in 0..200 {
            press(&Key::Tab.to_string()).await;
            if phone.has(&format!("{wanted}:focus")).await {
                return;
            }
        }
        panic!("{wanted} cannot be reached with the tabulator");
    };
    reach("main a[href$=\"/questions/new\"]").await;
    press(&Key::Enter.to_string()).await;
    phone.arrives(NEW).await;
    reach("input[name=kind]").await;
    for _ in 0..2 {
        press(&Key::Down.to_string()).await;
    }
    press(&Key::Enter.to_string()).await;
    phone.browser.find("#main-form input[name=kind][value=true-false]").await;
    reach("#text-kk").await;
    press("Ерікті кез келген уақытта кете алады.").await;
    reach("input[name=answer]").await;
    press(" ").await;
    reach("#explanation-kk").await;
    press("Еріктілік ерікті: оны міндеттеуге болмайды.").await;
    reach("#lesson").await;
    press(&Key::Down.to_string()).await;
    reach("#critical").await;
    press(" ").await;
    reach("#main-form .buttons .button").await;
    press(&Key::Enter.to_string()).await;
    phone.arrives(&format!("{LIST}/erikti-kez-kelgen-uaqytta-kete-alady")).await;
    phone.browser.find("#critical:checked").await;
    phone.browser.find("input[name=answer][value=true]:checked").await;
}

#[tokio::test]
async fn a_question_is_written_without_script() {
    let app = TestApp::start().await;
    let Some(phone) = drafting(&app, Script::Off).await else { return };
    begin(&phone, "ordering").await;
    let browser = &phone.browser;
    browser.fill("#text-kk", "Жаңа еріктіні қарсы алу реті қандай?").await;
    for (place, words) in ["Амандасу", "Рөлін айту", "Серік қосу", "Алғыс айту"].into_iter().enumerate()
    {
        browser.fill(&format!("#p{place}-text-kk"), words).await;
    }
    // One step more, which goes before the last one.
    browser.follow("button[name=add][value=step]").await;
    browser.fill("#p4-text-kk", "Қорытынды жасау").await;
    browser.follow("button[name=up][value='4']").await;
    browser.fill("#explanation-kk", "Адам өзін керек сезінсе, қайта келеді.").await;
    browser.choose("#lesson", "six-motives").await;
    phone.look("bank-ordering").await;
    browser.follow("#main-form .buttons .button:not(.secondary):not(.small)").await;
    phone.arrives(&format!("{LIST}/zhanga-eriktini-qarsy-alu-reti-qandai")).await;
    let shown = browser.find("#p3-text-kk").await.text().await.expect("a text");
    assert_eq!(shown.trim(), "Қорытынды жасау");
}
