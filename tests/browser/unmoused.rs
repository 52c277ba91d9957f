//! From a course that is not there to one that is published, with the keyboard alone: nothing is pressed, chosen or typed
//! in another way.

use erikti::kernel::Lang;

use crate::authors::{DRAFT, SAVE};
use crate::cards;
use crate::editing::{END, stored};
use crate::harness::app::TestApp;
use crate::harness::browser::Script;
use crate::keys::{DOWN, ENTER, SPACE};
use crate::phone::Phone;

const LESSON: &str = "/trainer/drafts/1/lessons/zhinalu";

/// Types into whatever has the focus.
async fn keys(phone: &Phone, text: &str) {
    let focused = phone.browser.client.active_element().await.expect("something has the focus");
    focused.send_keys(text).await.expect("it is typed");
}

/// Goes on with Tab to each field, by its id, and types.
async fn fill(phone: &Phone, fields: &[(&str, &str)]) {
    for (id, text) in fields {
        phone.tab_to(&format!("#{id}")).await;
        // Whatever stands there is chosen and goes.
        keys(phone, &format!("\u{E009}a\u{E000}{text}")).await;
    }
}

/// Presses what Tab leads to with Enter; it leads to this path.
async fn enter(phone: &Phone, css: &str, path: &str) {
    phone.tab_to(css).await;
    phone.key(ENTER).await;
    phone.arrives(path).await;
}

#[tokio::test]
async fn a_course_is_made_and_published_with_the_keyboard_alone() {
    let app = TestApp::start().await;
    let Some(phone) = Phone::start(&app.address, "kk", Script::On).await else { return };
    cards::trainer(&app, &phone).await;
    phone.open("/trainer").await;
    course(&phone).await;
    module(&phone).await;
    lesson(&app, &phone).await;
    outline(&phone).await;
    question(&phone).await;
    publish(&app, &phone).await;
}

/// From the trainer's home to a new course and its settings.
async fn course(phone: &Phone) {
    enter(phone, "main a[href$=\"/trainer/drafts\"]", "/trainer/drafts").await;
    enter(phone, "main a[href$=\"/trainer/drafts/new\"]", "/trainer/drafts/new").await;
    fill(phone, &[("title_kk", "Қауіпсіз жорық"), ("title_ru", "Безопасный поход")]).await;
    enter(phone, SAVE, DRAFT).await;
    enter(phone, &format!("main a[href$=\"{DRAFT}/settings\"]"), &format!("{DRAFT}/settings")).await;
    let settings = [
        ("summary_kk", "Бір күндік жорыққа дайындық."),
        ("summary_ru", "Подготовка к походу на день."),
        ("outcomes_kk", "Жол таңдайсыз\nЗат жинайсыз\nҚайтасыз"),
        ("outcomes_ru", "Выберете путь\nСоберёте вещи\nВернётесь"),
        ("limits_kk", "Жолбасшыны алмастырмайды."),
        ("limits_ru", "Не заменяет проводника."),
        ("hours", "1"),
    ];
    fill(phone, &settings).await;
    enter(phone, SAVE, DRAFT).await;
}

/// A module, and a test that draws one question.
async fn module(phone: &Phone) {
    enter(phone, &format!("main a[href$=\"{DRAFT}/modules/new\"]"), &format!("{DRAFT}/modules/new")).await;
    let texts = [("title_kk", "Жол"), ("title_ru", "Дорога"), ("summary_kk", "Жолға шығу."), ("summary_ru", "В путь.")];
    fill(phone, &texts).await;
    enter(phone, SAVE, DRAFT).await;
    enter(phone, "#zhol h2 a", &format!("{DRAFT}/modules/zhol")).await;
    fill(phone, &[("draw", "1"), ("tries", "5")]).await;
    // Another choice of a list, by its arrow.
    phone.tab_to("#explanations").await;
    phone.key(DOWN).await;
    assert!(phone.has("#explanations option[value=after-pass]:checked").await);
    enter(phone, SAVE, DRAFT).await;
}

/// A lesson in Kazakh, with a heading by the toolbar, and beside it in Russian.
async fn lesson(app: &TestApp, phone: &Phone) {
    enter(phone, "#zhol .more a[href$=\"/lessons/new\"]", &format!("{DRAFT}/modules/zhol/lessons/new")).await;
    fill(phone, &[("title_kk", "Жиналу"), ("minutes", "5")]).await;
    enter(phone, SAVE, &format!("{LESSON}/kk")).await;
    phone.tab_to("#text").await;
    keys(phone, &format!("{END}\n\nСу алыңыз.\n\n- нан\nқант\n\nАсықпаңыз.")).await;
    enter_save(phone, &format!("{LESSON}/kk")).await;
    let text = stored(app, "lessons/zhol/zhinalu.kk.md").await;
    assert!(text.contains("Су алыңыз.\n\n- нан\n- қант\n\nАсықпаңыз."), "{text}");
    enter(phone, &format!("nav.tabs a[href$=\"{LESSON}/ru\"]"), &format!("{LESSON}/ru")).await;
    let count = phone.browser.count(".pairs textarea").await;
    for (place, words) in (1..=count).zip(["# Сборы", "Возьмите воду.", "- хлеб\nсахар", "Не спешите."])
    {
        phone.tab_to(&format!("#p{place} textarea")).await;
        keys(phone, words).await;
    }
    phone.look("keyboard-beside").await;
    enter_save(phone, &format!("{LESSON}/ru")).await;
    let text = stored(app, "lessons/zhol/zhinalu.ru.md").await;
    assert!(text.starts_with("# Сборы\n\nВозьмите воду.\n\n- хлеб\n- сахар\n\nНе спешите."), "{text}");
}

/// Saves a text; the page is the same afterwards, and says so.
async fn enter_save(phone: &Phone, path: &str) {
    phone.tab_to(SAVE).await;
    phone.key(ENTER).await;
    phone.browser.find(".flash[role=status]").await;
    phone.arrives(path).await;
}

/// Another lesson comes, goes up, and goes; the way back is the next thing that Tab leads to.
async fn outline(phone: &Phone) {
    enter(phone, &format!(".crumbs a[href$=\"{DRAFT}\"]"), DRAFT).await;
    enter(phone, "#zhol .more a[href$=\"/lessons/new\"]", &format!("{DRAFT}/modules/zhol/lessons/new")).await;
    fill(phone, &[("title_kk", "Артық"), ("key", "spare")]).await;
    enter(phone, SAVE, &format!("{DRAFT}/lessons/spare/kk")).await;
    enter(phone, &format!(".crumbs a[href$=\"{DRAFT}\"]"), DRAFT).await;
    phone.tab_to("button[name=up_lesson][value=spare]").await;
    phone.key(ENTER).await;
    phone.browser.find("#zhol .lessons > #spare:first-child").await;
    for is_kept in [true, false] {
        phone.tab_to("button[name=remove_lesson][value=spare]").await;
        phone.key(ENTER).await;
        phone.browser.find("form.flash button").await;
        if is_kept {
            phone.tab_to("form.flash button").await;
            phone.key(SPACE).await;
            phone.browser.find("#zhol .lessons > #spare:first-child").await;
        }
    }
    assert!(!phone.has("#spare").await);
}

async fn question(phone: &Phone) {
    let (list, new) = (format!("{DRAFT}/questions"), format!("{DRAFT}/questions/new"));
    enter(phone, &format!("main a[href$=\"{list}\"]"), &list).await;
    enter(phone, "main a[href*=\"/questions/new\"]", &new).await;
    phone.tab_to("input[name=kind]").await;
    phone.key(ENTER).await;
    phone.browser.find("#main-form input[name=kind][value=single]").await;
    fill(phone, &[("text-kk", "Жорыққа не аласыз?"), ("text-ru", "Что вы возьмёте в поход?")]).await;
    phone.tab_to("#p0 .tick-right input").await;
    phone.key(SPACE).await;
    let texts = [
        ("p0-text-kk", "Су"),
        ("p0-text-ru", "Воду"),
        ("p1-text-kk", "Үтік"),
        ("p1-text-ru", "Утюг"),
        ("p1-why-kk", "Тауда ток жоқ."),
        ("p1-why-ru", "В горах нет розетки."),
        ("p2-text-kk", "Гүл"),
        ("p2-text-ru", "Цветы"),
        ("p2-why-kk", "Жолда солып қалады."),
        ("p2-why-ru", "В дороге они завянут."),
        ("explanation-kk", "Су бәрінен керек."),
        ("explanation-ru", "Вода нужнее всего."),
    ];
    fill(phone, &texts).await;
    phone.tab_to("#lesson").await;
    phone.key(DOWN).await;
    phone.tab_to(SAVE).await;
    phone.key(ENTER).await;
    phone.browser.find(".flash[role=status]").await;
    phone.look("keyboard-question").await;
}

/// Through the checks to the first edition, which is in the catalogue then.
async fn publish(app: &TestApp, phone: &Phone) {
    enter(phone, &format!(".crumbs a[href$=\"{DRAFT}\"]"), DRAFT).await;
    enter(phone, &format!("main a[href$=\"{DRAFT}/check\"]"), &format!("{DRAFT}/check")).await;
    phone.look("keyboard-check").await;
    enter(phone, "button[name=wish][value=edition]", DRAFT).await;
    phone.browser.find(".flash[role=status]").await;
    let course = app.library.shelf().course("qauipsiz-zhoryq").cloned().expect("it is published");
    assert_eq!(course.course.title.get(Lang::Ru), "Безопасный поход");
    assert_eq!(course.course.lessons().count(), 1);
    phone.open("/courses/qauipsiz-zhoryq").await;
    phone.says("жорық").await;
    phone.look("keyboard-published").await;
}
