//! A trainer makes a course from nothing: settings, modules, lessons, tests, numbers and words; puts them into another
//! order, deletes and takes back, and is warned before leaving.

use crate::authors::{DRAFT, SAVE, drag, fill, save, shows, take_back, tick, value, warns};
use crate::cards;
use crate::editing::stored;
use crate::harness::app::TestApp;
use crate::harness::browser::Script;
use crate::phone::Phone;

const NEW: &str = "/trainer/drafts/new";
const COURSE: &str = "course.toml";

#[tokio::test]
async fn in_kazakh() {
    making("kk", Script::On).await;
}

#[tokio::test]
async fn without_script() {
    making("ru", Script::Off).await;
}

async fn making(lang: &'static str, script: Script) {
    let app = TestApp::start().await;
    let Some(phone) = Phone::start(&app.address, lang, script).await else { return };
    cards::trainer(&app, &phone).await;
    new_course(&phone).await;
    settings(&app, &phone).await;
    modules(&app, &phone).await;
    lessons(&app, &phone).await;
    order(&app, &phone).await;
    deletions(&app, &phone).await;
    final_test(&app, &phone).await;
    numbers_and_words(&app, &phone).await;
    if script == Script::On {
        warnings(&phone).await;
    }
}

/// Without a title in the language in which it is written there is no course; what was typed stays.
async fn new_course(phone: &Phone) {
    let browser = &phone.browser;
    phone.open("/trainer/drafts").await;
    phone.press_to(&format!("main a[href$=\"{NEW}\"]"), NEW).await;
    browser.choose("#source", "kk").await;
    browser.fill("#title_ru", "Безопасный поход").await;
    phone.look("making-new").await;
    browser.follow(SAVE).await;
    browser.find(".error-summary a[href=\"#title_kk\"]").await;
    phone.look("making-new-refused").await;
    phone.desk("making-new-refused").await;
    if phone.script == Script::On {
        let widths = "return ['#title_kk', '#title_ru'].map((css) => document.querySelector(css).clientWidth);";
        phone.sit_down().await;
        let found = browser.client.execute(widths, Vec::new()).await.expect("they are measured");
        assert_eq!(found.get(0), found.get(1), "a field with a mistake is as wide as the others");
        phone.stand_up().await;
    }
    assert_eq!(value(phone, "#title_ru").await, "Безопасный поход");
    browser.fill("#title_kk", "Қауіпсіз жорық").await;
    phone.press_to(SAVE, DRAFT).await;
    phone.says(if phone.lang == "kk" { "Қауіпсіз жорық" } else { "Безопасный поход" }).await;
    phone.look("making-empty").await;
    phone.desk("making-empty").await;
}

async fn settings(app: &TestApp, phone: &Phone) {
    let page = format!("{DRAFT}/settings");
    phone.press_to(&format!("main a[href$=\"{page}\"]"), &page).await;
    assert!(!phone.has("#title_en").await, "a language without a title is none of the course yet");
    let texts = [
        ("summary_kk", "Тауға бір күндік жорыққа дайындық."),
        ("summary_ru", "Подготовка к походу на один день."),
        ("outcomes_kk", "Жолды таңдайсыз\nЗат жинайсыз\nҚайтар уақытты білесіз"),
        ("outcomes_ru", "Выберете путь\nСоберёте вещи\nУзнаете, когда пора назад"),
        ("limits_kk", "Курс тау жолбасшысын алмастырмайды."),
        ("limits_ru", "Курс не заменяет проводника."),
        ("hours", "көп"),
        ("printed_kk", "Қауіпсіз жорық"),
        ("printed_ru", "Безопасный поход"),
        ("validity", "12"),
        ("guideline", "2025-10"),
        ("base_kk", "Тау жорығының ережелері"),
        ("base_ru", "Правила горных походов"),
    ];
    fill(phone, &texts).await;
    tick(phone, "language", "en").await;
    tick(phone, "first", "first-aid").await;
    phone.look("making-settings").await;
    phone.browser.follow(SAVE).await;
    // What cannot be is said at the field, and nothing typed is lost.
    phone.browser.find(".error-summary a[href=\"#hours\"]").await;
    phone.look("making-settings-refused").await;
    phone.desk("making-settings-refused").await;
    assert_eq!(value(phone, "#base_ru").await, "Правила горных походов");
    phone.browser.fill("#hours", "1,5").await;
    save(phone).await;
    let file = stored(app, COURSE).await;
    for line in [
        "languages = [\"kk\", \"ru\", \"en\"]",
        "prerequisites = [\"first-aid\"]",
        "hours = 1.5",
        "validity_months = 12",
        "version = \"2025-10\"",
    ] {
        assert!(file.lines().any(|known| known == line), "{line} is not in\n{file}");
    }
    assert!(!file.contains("required_languages"), "English is a wish unless somebody asks for it:\n{file}");
    phone.open(&page).await;
    assert!(phone.has("input[name=language][value=en]:checked").await);
    assert!(!phone.has("input[name=required][value=en]:checked").await);
    assert!(phone.has("input[name=required][value=ru]:checked").await);
    assert!(phone.has("input[name=first][value=first-aid]:checked").await);
    assert_eq!(value(phone, "#outcomes_kk").await, "Жолды таңдайсыз\nЗат жинайсыз\nҚайтар уақытты білесіз");
}

/// Two modules, and the test of the first.
async fn modules(app: &TestApp, phone: &Phone) {
    let new = format!("{DRAFT}/modules/new");
    for (kazakh, russian, key) in [("Жол", "Дорога", ""), ("Түн", "Ночь", "night")] {
        phone.open(DRAFT).await;
        phone.press_to(&format!("main a[href$=\"{new}\"]"), &new).await;
        fill(phone, &[("title_kk", kazakh), ("title_ru", russian), ("summary_kk", "…"), ("summary_ru", "…")]).await;
        phone.browser.fill("#key", key).await;
        phone.look("making-module-new").await;
        save(phone).await;
    }
    phone.press_to("#zhol h2 a", &format!("{DRAFT}/modules/zhol")).await;
    let rules = [("pass_percent", "75"), ("tries", "2"), ("wait_hours", "12"), ("minutes", "15")];
    fill(phone, &rules).await;
    phone.browser.fill("#draw", "0").await;
    phone.browser.choose("#critical", "any").await;
    phone.browser.choose("#explanations", "after-pass").await;
    phone.browser.follow(SAVE).await;
    phone.browser.find(".error-summary a[href=\"#draw\"]").await;
    phone.browser.fill("#draw", "2").await;
    phone.browser.fill("#title_en", "The way").await;
    phone.look("making-module").await;
    phone.desk("making-module").await;
    save(phone).await;
    phone.press_to("#zhol h2 a", &format!("{DRAFT}/modules/zhol")).await;
    for (id, text) in rules.into_iter().chain([("draw", "2"), ("critical", "any"), ("explanations", "after-pass")]) {
        assert_eq!(value(phone, &format!("#{id}")).await, text, "{id}");
    }
    assert!(stored(app, COURSE).await.contains("title.en = \"The way\""));
}

async fn add_lesson(phone: &Phone, module: &str, (title, key): (&str, &str), made: &str) {
    phone.open(DRAFT).await;
    let new = format!("{DRAFT}/modules/{module}/lessons/new");
    phone.press_to(&format!("#{module} .more a[href$=\"/lessons/new\"]"), &new).await;
    fill(phone, &[("title_kk", title), ("minutes", "5"), ("key", key)]).await;
    phone.look("making-lesson-new").await;
    phone.press_to(SAVE, &format!("{DRAFT}/lessons/{made}/kk")).await;
}

/// Three lessons; the last is renamed, and stays one and the same.
async fn lessons(app: &TestApp, phone: &Phone) {
    add_lesson(phone, "zhol", ("Жиналу", ""), "zhinalu").await;
    phone.look("making-lesson-text").await;
    add_lesson(phone, "zhol", ("Су", "water"), "water").await;
    add_lesson(phone, "night", ("Шатыр", "tent"), "tent").await;
    phone.open(DRAFT).await;
    phone.press_to("#tent .meta a", &format!("{DRAFT}/lessons/tent")).await;
    fill(phone, &[("title_kk", "Шатыр тігу"), ("title_ru", "Ставим палатку"), ("minutes", "7")]).await;
    save(phone).await;
    assert!(stored(app, "lessons/night/tent.kk.md").await.starts_with("# Шатыр тігу"));
    assert!(stored(app, "lessons/night/tent.ru.md").await.starts_with("# Ставим палатку"));
    phone.says(if phone.lang == "kk" { "Шатыр тігу" } else { "Ставим палатку" }).await;
    // A title is no lesson yet, in no language.
    shows(phone, "#tent .states a.is-missing[href$=\"/ru\"]").await;
    phone.look("making-outline").await;
    phone.desk("making-outline").await;
}

/// A lesson goes up by its button, a module with the mouse or by its button, a lesson into the other module.
async fn order(app: &TestApp, phone: &Phone) {
    let up = phone.browser.find("button[name=up_lesson][value=water]").await;
    up.send_keys("\u{E007}").await.expect("Enter is pressed");
    phone.browser.find("#zhol .lessons > #water:first-child").await;
    if phone.script == Script::On {
        drag(phone, "#night > .entry .handle", "#zhol h2").await;
    } else {
        phone.browser.click("button[name=up_module][value=night]").await;
    }
    phone.browser.find("ol.outline > #night:first-child").await;
    // Behind the last lesson of its module comes the next module.
    phone.browser.click("button[name=down_lesson][value=tent]").await;
    phone.browser.find("#zhol .lessons > #tent").await;
    phone.open(DRAFT).await;
    assert!(phone.has("ol.outline > #night:first-child").await, "it is saved and not only shown");
    assert!(phone.has("#zhol .lessons > #tent:first-child").await);
    assert!(stored(app, "lessons/zhol/tent.kk.md").await.starts_with("# Шатыр тігу"), "its texts went with it");
}

/// A lesson and a module go, and come back with all that they had.
async fn deletions(app: &TestApp, phone: &Phone) {
    phone.browser.click("button[name=remove_lesson][value=tent]").await;
    phone.browser.find("form.flash button").await;
    phone.look("making-deleted").await;
    assert!(!phone.has("#tent").await);
    take_back(phone).await;
    phone.browser.find("#zhol .lessons > #tent:first-child").await;
    assert!(stored(app, "lessons/zhol/tent.ru.md").await.starts_with("# Ставим палатку"));
    phone.browser.click("button[name=remove_module][value=zhol]").await;
    phone.browser.find("form.flash button").await;
    assert!(!phone.has("#zhol").await);
    take_back(phone).await;
    phone.browser.find("#zhol").await;
    assert_eq!(phone.browser.count("#zhol .lessons > li").await, 3);
}

/// What the test at the end draws from where; it goes and comes back too.
async fn final_test(app: &TestApp, phone: &Phone) {
    let page = format!("{DRAFT}/final");
    phone.press_to(&format!("main a[href$=\"{page}\"]"), &page).await;
    phone.browser.click("#there").await;
    phone.browser.choose("#from-0", "module:zhol").await;
    phone.browser.fill("#count-0", "6").await;
    phone.browser.choose("#from-1", "module:night").await;
    phone.browser.fill("#count-1", "4").await;
    fill(phone, &[("pass_percent", "900"), ("wait_hours", "24")]).await;
    phone.browser.follow(SAVE).await;
    phone.browser.find(".error-summary a[href=\"#pass_percent\"]").await;
    assert_eq!(value(phone, "#count-1").await, "4");
    phone.browser.fill("#pass_percent", "90").await;
    phone.look("making-final").await;
    save(phone).await;
    let blueprint = ["[final]", "module = \"zhol\"", "count = 6", "module = \"night\"", "pass_percent = 90"];
    let file = stored(app, COURSE).await;
    assert!(blueprint.iter().all(|words| file.contains(words)), "{file}");
    phone.press_to(&format!("main a[href$=\"{page}\"]"), &page).await;
    phone.browser.click("#there").await;
    save(phone).await;
    assert!(!stored(app, COURSE).await.contains("[final]"));
    take_back(phone).await;
    assert!(stored(app, COURSE).await.contains("[final]"));
}

async fn numbers_and_words(app: &TestApp, phone: &Phone) {
    let facts = format!("{DRAFT}/facts");
    phone.open(&facts).await;
    phone.press_to(&format!("main a[href$=\"{facts}/new\"]"), &format!("{facts}/new")).await;
    fill(phone, &[("value_kk", "3"), ("value_ru", "3"), ("unit_kk", "литр"), ("unit_ru", "литра")]).await;
    fill(phone, &[("source", "Жорық ережесі"), ("key", "water-litres")]).await;
    phone.press_to(SAVE, &facts).await;
    assert!(phone.has("main a[href$=\"/facts/water-litres\"]").await);
    let glossary = format!("{DRAFT}/glossary");
    phone.open(&glossary).await;
    phone.press_to(&format!("main a[href$=\"{glossary}/new\"]"), &format!("{glossary}/new")).await;
    fill(phone, &[("term_kk", "асу"), ("term_ru", "перевал"), ("meaning_kk", "Таудан өтетін жер")]).await;
    fill(phone, &[("meaning_ru", "Место, где переходят хребет"), ("key", "pass")]).await;
    phone.press_to(SAVE, &glossary).await;
    assert!(phone.has("main a[href$=\"/glossary/pass\"]").await);
    assert!(stored(app, "glossary.toml").await.contains("перевал"));
}

/// Whoever has typed is asked before the page is left, on every form; whoever has not, or has saved, is not.
async fn warnings(phone: &Phone) {
    let forms = [
        ("settings", "title_kk"),
        ("modules/zhol", "title_kk"),
        ("modules/new", "title_kk"),
        ("modules/zhol/lessons/new", "title_kk"),
        ("lessons/water", "title_kk"),
        ("lessons/water/kk", "text"),
        ("final", "pass_percent"),
        ("facts/water-litres", "source"),
        ("glossary/pass", "meaning_kk"),
        ("questions/new?module=zhol&kind=single", "text-kk"),
    ];
    for (page, field) in forms {
        phone.open(&format!("{DRAFT}/{page}")).await;
        let field = phone.browser.find(&format!("#{field}")).await;
        assert!(!warns(phone).await, "nothing was typed on {page}");
        field.send_keys("7").await.expect("it is typed");
        assert!(warns(phone).await, "{page} is left without a word");
    }
    phone.open(&format!("{DRAFT}/modules/night")).await;
    phone.browser.fill("#title_en", "Night").await;
    save(phone).await;
    assert!(!warns(phone).await, "it is saved");
}
