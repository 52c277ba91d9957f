//! A draft is checked and published, or not.

use diesel::prelude::*;
use erikti::db::schema::{audit, course_versions};
use erikti::kernel::{Lang, Role, Slug};

use super::drafts::{DRAFT, drafting, number, stored};
use super::harness::app::TestApp;
use super::harness::client::{Answer, Client, between};
use super::harness::database::on_both;
use super::people::staff;

const CHECK: &str = "/kk/trainer/drafts/1/check";
const PUBLISH: &str = "/kk/trainer/drafts/1/publish";

async fn versions(app: &TestApp) -> i64 {
    app.app.read(|conn| Ok(course_versions::table.count().get_result(conn)?)).await.expect("the database answers")
}

/// Writes a file of the draft as text.
pub(crate) async fn write(trainer: &Client, draft: &str, path: &str, text: &str) {
    let to = format!("{draft}/file?path={path}");
    let page = trainer.get(&to).await.ok().text();
    trainer.post(&to, &[("number", &number(&page)), ("text", text)]).await.leads_to(&to);
}

/// The form of the check page, with a button.
pub(crate) async fn publish(trainer: &Client, page: &str, more: &[(&str, &str)]) -> Answer {
    let newest = between(page, "name=\"newest\" value=\"", "\"").to_owned();
    let number = number(page);
    let mut form = vec![("number", number.as_str()), ("newest", newest.as_str())];
    form.extend(more);
    trainer.post(PUBLISH, &form).await
}

async fn append(app: &TestApp, trainer: &Client, words: &str) {
    let text = stored(app, "lessons/motives/six-motives.kk.md").await.expect("there");
    write(trainer, DRAFT, "lessons/motives/six-motives.kk.md", &format!("{text}\n{words}\n")).await;
}

fn lesson(app: &TestApp, lang: Lang) -> String {
    let course = app.library.shelf().course("leadership").cloned().expect("there");
    let key = Slug::parse("six-motives").expect("a key");
    course.lesson(&key, lang).expect("a lesson").1.html.clone()
}

#[tokio::test]
async fn a_correction_reaches_everybody_and_its_note_too() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = drafting(&app).await;
        trainer.get(CHECK).await.ok().says("Соңғы жариялаудан бері ештеңе өзгерген жоқ");
        append(&app, &trainer, "Түзетілді.").await;
        let before = versions(&app).await;
        let page = trainer.get(CHECK).await.ok();
        page.says("Қате табылған жоқ");
        let more = [("wish", "correction"), ("note_kk", "Бір сөз түзетілді."), ("note_ru", "")];
        publish(&trainer, &page.text(), &more).await.leads_to(DRAFT);
        assert_eq!(versions(&app).await, before + 1);
        assert!(lesson(&app, Lang::Kk).contains("Түзетілді."));
        let course = app.library.shelf().course("leadership").cloned().expect("there");
        assert_eq!((course.edition, course.revision), (1, 2));
        assert_eq!(course.note.get(Lang::Ru), "Бір сөз түзетілді.");
        // The same again is nothing new.
        publish(&trainer, &page.text(), &[("wish", "correction")]).await.has(409);
        assert_eq!(versions(&app).await, before + 1);
        let volunteer = app.client();
        volunteer.sign_up("kk", "Әсем", "asem@example.kz").await;
        volunteer.post("/kk/courses/leadership", &[]).await.has(303);
        volunteer.get("/kk/learn/leadership").await.ok().says("Бір сөз түзетілді.");
        let noted: Vec<String> = app
            .app
            .read(|conn| {
                let published = audit::table.filter(audit::action.eq("course published"));
                Ok(published.filter(audit::actor_id.is_not_null()).select(audit::details).load(conn)?)
            })
            .await
            .expect("the database answers");
        assert_eq!(noted.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn with_a_mistake_nothing_is_published_and_the_page_leads_to_it() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = drafting(&app).await;
        append(&app, &trainer, "::: do\nЖабылмаған.").await;
        append(&app, &trainer, "{fact:none}").await;
        let before = versions(&app).await;
        let page = trainer.get(CHECK).await.ok();
        page.says("«::: do» жақтауы ::: жолымен жабылмаған.");
        page.says("Сандар тізімінде «none» жоқ.");
        page.says(&format!("{DRAFT}/lessons/six-motives/kk?whole=yes&amp;line="));
        assert!(!page.text().contains("name=\"wish\""), "there is nothing to press");
        for wish in ["correction", "edition"] {
            publish(&trainer, &page.text(), &[("wish", wish)]).await.has(422);
        }
        assert_eq!(versions(&app).await, before);
        assert!(!lesson(&app, Lang::Kk).contains("Жабылмаған"));
        // In the page's own language.
        let russian = trainer.get("/ru/trainer/drafts/1/check").await.ok();
        russian.says("В списке чисел нет «none».");
        let english = trainer.get("/en/trainer/drafts/1/check").await.ok();
        english.says("There is no fact “none”.");
    })
    .await;
}

#[tokio::test]
async fn what_keeps_a_draft_from_publishing_is_named_by_its_words() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = drafting(&app).await;
        let course = stored(&app, "course.toml").await.expect("there");
        write(&trainer, DRAFT, "course.toml", &course.replace("pass_percent = 75", "pass_percent = 85")).await;
        let page = trainer.get(CHECK).await.ok();
        page.says("Модуль тестінен өту қиындады: Адамдар неге өз уақытын бөледі");
        assert!(!page.text().contains("value=\"correction\""));
        let questions = stored(&app, "questions/motives.toml").await.expect("there");
        write(
            &trainer,
            DRAFT,
            "questions/motives.toml",
            &questions.replacen("[[question.right]]", "[[question.wrong]]", 1),
        )
        .await;
        let page = trainer.get(CHECK).await.ok().text();
        let place = between(between(&page, "<ul class=\"mistakes\">", "</ul>"), "\">", "</a>");
        let first = between(&questions, "text.kk = \"", "\"");
        let begins: String = place.trim_start_matches("Сұрақ: ").chars().take(20).collect();
        assert!(place.starts_with("Сұрақ: ") && first.starts_with(&begins), "{place}: {first}");
        // Without a module there is one thing to do, and a form for it.
        let none = course.split("[[modules]]").next().expect("a beginning");
        write(&trainer, DRAFT, "course.toml", none).await;
        trainer.get(CHECK).await.ok().says(&format!("href=\"{DRAFT}/modules/new\">Модуль қосу"));
    })
    .await;
}

#[tokio::test]
async fn of_two_publishes_at_once_one_wins() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = drafting(&app).await;
        let other = staff(&app, "other", &[Role::Trainer]).await;
        append(&app, &trainer, "Бір рет.").await;
        let before = versions(&app).await;
        let page = trainer.get(CHECK).await.ok().text();
        let wish = [("wish", "correction")];
        let (one, two) = tokio::join!(publish(&trainer, &page, &wish), publish(&other, &page, &wish));
        let mut statuses = [one.status, two.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [303, 409], "{} {}", one.text(), two.text());
        assert_eq!(versions(&app).await, before + 1);
        // Who was slower hears who was faster, at once or a moment later; nothing changed in the draft.
        let slower = if one.status == 409 { one } else { two };
        for answer in [slower, publish(&other, &page, &wish).await.has(409)] {
            answer.says("жариялады, ");
            answer.says("href=\"/kk/courses/leadership\"");
            answer.says("Осы жобадағы өзгерістердің бәрі бірге жарияланды.");
            for untrue in ["Тексергеннен кейін жоба өзгерді", "Курсты жариялауға болады", "ештеңе өзгерген жоқ"]
            {
                assert!(!answer.text().contains(untrue), "{untrue}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn what_changed_after_the_check_is_not_published_unseen() {
    let app = TestApp::start().await;
    let trainer = drafting(&app).await;
    append(&app, &trainer, "Бірінші.").await;
    let page = trainer.get(CHECK).await.ok().text();
    append(&app, &trainer, "Екінші.").await;
    let before = versions(&app).await;
    publish(&trainer, &page, &[("wish", "correction")]).await.has(409);
    assert_eq!(versions(&app).await, before);
}

#[tokio::test]
async fn a_lesson_more_needs_a_new_edition() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = drafting(&app).await;
        let form = trainer.get(&format!("{DRAFT}/modules/motives/lessons/new")).await.ok().text();
        let typed = [
            ("number", number(&form)),
            ("title_kk", "Жаңа сабақ".to_owned()),
            ("title_ru", "Новый урок".to_owned()),
            ("title_en", "A new lesson".to_owned()),
            ("minutes", "5".to_owned()),
        ];
        let typed: Vec<(&str, &str)> = typed.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let to = format!("{DRAFT}/modules/motives/lessons/new");
        trainer.post(&to, &typed).await.leads_to(&format!("{DRAFT}/lessons/a-new-lesson/kk"));
        let page = trainer.get(CHECK).await.ok();
        page.says("Сабақ қосылды: Жаңа сабақ");
        assert!(!page.text().contains("value=\"correction\""));
        publish(&trainer, &page.text(), &[("wish", "correction")]).await.has(409);
        publish(&trainer, &page.text(), &[("wish", "edition")]).await.leads_to(DRAFT);
        let course = app.library.shelf().course("leadership").cloned().expect("there");
        assert_eq!((course.edition, course.revision), (2, 1));
    })
    .await;
}

#[tokio::test]
async fn a_new_course_is_written_from_nothing_and_published() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = staff(&app, "trainer", &[Role::Trainer]).await;
        let new = "/ru/trainer/drafts/new";
        trainer.post(new, &[("source", "kk"), ("title_ru", "Первый")]).await.has(422).says("Напишите название.");
        let taken = [("source", "kk"), ("title_kk", "Курс"), ("key", "first-aid")];
        trainer.post(new, &taken).await.has(422).says("Такой ключ уже есть.");
        let typed = [("source", "kk"), ("title_kk", "Қауіпсіз жорық"), ("title_ru", "Безопасный поход")];
        trainer.post(new, &typed).await.leads_to("/ru/trainer/drafts/1");
        let draft = "/ru/trainer/drafts/1";
        trainer.get(draft).await.ok().says("В курсе ещё нет модулей.");
        let settings = trainer.get(&format!("{draft}/settings")).await.ok().text();
        assert!(!settings.contains("name=\"title_en\""), "a language without a title is none of the course");
        let typed = [
            ("number", number(&settings)),
            ("title_kk", "Қауіпсіз жорық".to_owned()),
            ("title_ru", "Безопасный поход".to_owned()),
            ("summary_kk", "Бір сөйлем.".to_owned()),
            ("summary_ru", "Одно предложение.".to_owned()),
            ("outcomes_kk", "бір\r\nекі\r\nүш".to_owned()),
            ("outcomes_ru", "раз\r\nдва\r\nтри".to_owned()),
            ("limits_kk", "Дағды бермейді.".to_owned()),
            ("limits_ru", "Не даёт навыков.".to_owned()),
            ("hours", "1,5".to_owned()),
            ("printed_kk", "Қауіпсіз жорық".to_owned()),
            ("printed_ru", "Безопасный поход".to_owned()),
            ("validity", "12".to_owned()),
        ];
        let typed: Vec<(&str, &str)> = typed.iter().map(|(name, value)| (*name, value.as_str())).collect();
        trainer.post(&format!("{draft}/settings"), &typed).await.leads_to(draft);
        let form = trainer.get(&format!("{draft}/modules/new")).await.ok().text();
        let typed = [("number", number(&form)), ("title_kk", "Жол".to_owned()), ("title_ru", "Дорога".to_owned())];
        let mut typed: Vec<(&str, &str)> = typed.iter().map(|(name, value)| (*name, value.as_str())).collect();
        typed.extend([("summary_kk", "Жолға шығу."), ("summary_ru", "Выход на маршрут.")]);
        trainer.post(&format!("{draft}/modules/new"), &typed).await.leads_to(&format!("{draft}#zhol"));
        let form = trainer.get(&format!("{draft}/modules/zhol/lessons/new")).await.ok().text();
        let number = number(&form);
        let typed = [("number", number.as_str()), ("title_kk", "Жиналу"), ("minutes", "5")];
        let text = format!("{draft}/lessons/zhinalu/kk");
        trainer.post(&format!("{draft}/modules/zhol/lessons/new"), &typed).await.leads_to(&text);
        // Three mistakes: no translation, no questions, a lesson without its text.
        let check = trainer.get(&format!("{draft}/check")).await.ok();
        check.says("lessons/zhinalu/ru?whole=yes");
        check.says("У урока «Жиналу» ещё нет текста. Язык: Русский.");
        check.says("Не хватает вопросов: тест берёт 5, есть 0.");
        let russian = format!("{draft}/lessons/zhinalu/ru");
        let typed = [("number", ""), ("text", "# Сборы\r\n\r\nВозьмите воду.")];
        trainer.post(&russian, &typed).await.leads_to(&format!("{russian}?whole=yes"));
        let questions: String = (1..=5).map(question).collect();
        write(&trainer, draft, "questions/zhol.toml", &questions).await;
        let check = trainer.get(&format!("{draft}/check")).await.ok();
        check.says("Ошибок не найдено");
        publish(&trainer, &check.text(), &[("wish", "edition")]).await.leads_to("/kk/trainer/drafts/1");
        let course = app.library.shelf().course("qauipsiz-zhoryq").cloned().expect("it is in the catalogue");
        assert_eq!(course.course.title.get(Lang::Ru), "Безопасный поход");
        let volunteer = app.client();
        volunteer.get("/kk/courses/qauipsiz-zhoryq").await.ok().says("Қауіпсіз жорық");
        certificate_in_two_languages(&volunteer).await;
    })
    .await;
}

/// A certificate is offered in the languages of the course alone.
async fn certificate_in_two_languages(volunteer: &Client) {
    volunteer.sign_up("en", "Әсем", "asem@example.kz").await;
    volunteer.post("/en/courses/qauipsiz-zhoryq", &[]).await.has(303);
    let choice = "/en/learn/qauipsiz-zhoryq/certificate";
    let page = volunteer.get(choice).await.ok();
    page.says("<option value=\"ru\"");
    assert!(!page.text().contains("<option value=\"en\""));
    volunteer.post(choice, &[("name", "Әсем Нұр"), ("certificate_language", "en")]).await.has(422);
}

/// A question of the new course.
fn question(place: u32) -> String {
    format!(
        "[[question]]\nkey = \"q-{place}\"\nkind = \"true-false\"\nanswer = true\nlesson = \"zhinalu\"\n\
         text.kk = \"Сұрақ {place}\"\ntext.ru = \"Вопрос {place}\"\nexplanation.kk = \"Түсіндірме.\"\n\
         explanation.ru = \"Пояснение.\"\n\n"
    )
}
