//! Nothing of a course is lost or published by mistake: paragraphs that are missing, lessons that were deleted, texts for
//! which there is no place any more, and answers that nobody has marked.

use erikti::kernel::Role;

use super::draft_questions::{form_of, with};
use super::drafts::{DRAFT, drafting, number, parts, post, stored};
use super::drafts_outline::{add_module, order, press};
use super::drafts_publish::write;
use super::harness::app::TestApp;
use super::harness::client::between;
use super::harness::database::on_both;
use super::meanwhile::settings;
use super::people::staff;

const CHECK: &str = "/kk/trainer/drafts/1/check";
const SOURCE: &str = "/kk/trainer/drafts/1/lessons/six-motives/kk";
const FINE: &str = "Қате табылған жоқ";

#[tokio::test]
async fn a_required_translation_without_its_last_paragraph_is_not_published() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = drafting(&app).await;
        let course = stored(&app, "course.toml").await.expect("there");
        let languages = course.lines().find(|line| line.starts_with("required_languages")).unwrap_or_default();
        let optional = "required_languages = [\"kk\", \"ru\"]";
        let course = course.replace(languages, "").replacen("hours =", &format!("{optional}\nhours ="), 1);
        write(&trainer, DRAFT, "course.toml", &course).await;
        let cut = async |lesson: &str, lang: &str| {
            let to = format!("{DRAFT}/lessons/{lesson}/{lang}");
            let mut form = parts(&trainer.get(&to).await.ok().text());
            let filled = form.iter_mut().rfind(|(name, text)| name == "part" && !text.is_empty());
            filled.expect("a paragraph").1.clear();
            post(&trainer, &to, &form).await.leads_to(&to);
        };
        assert!(!trainer.get(CHECK).await.ok().text().contains("Аударма толық емес"));
        cut("six-motives", "en").await;
        let page = trainer.get(CHECK).await.ok();
        page.says(FINE);
        page.says("Аударма толық емес");
        // Its source has changed: that is told, too, and where.
        let source = stored(&app, "lessons/motives/match-task.kk.md").await.expect("there");
        write(&trainer, DRAFT, "lessons/motives/match-task.kk.md", &format!("{source}\nТағы бір абзац.\n")).await;
        let page = trainer.get(CHECK).await.ok();
        page.says(FINE);
        page.says("түпнұсқа өзгерген");
        page.says(&format!("{DRAFT}/lessons/match-task/ru#p"));
        cut("six-motives", "ru").await;
        let page = trainer.get(CHECK).await.ok().text();
        assert!(!page.contains(FINE) && page.contains(&format!("{DRAFT}/lessons/six-motives/ru#p")), "{page}");
        // What was there and is missing is a mistake, also where something else is stale; and that is told, too.
        cut("match-task", "ru").await;
        let page = trainer.get(CHECK).await.ok().text();
        let (mistakes, warnings) = page.split_once("<details>").expect("warnings");
        assert!(mistakes.contains(&format!("{DRAFT}/lessons/match-task/ru#p")), "{mistakes}");
        assert!(warnings.contains(&format!("{DRAFT}/lessons/match-task/ru#p")), "{warnings}");
        let seen = number(&trainer.get(DRAFT).await.ok().text());
        let form = [("number", seen.as_str()), ("newest", ""), ("wish", "correction")];
        trainer.post(&format!("{DRAFT}/publish"), &form).await.has(422);
    })
    .await;
}

#[tokio::test]
async fn a_question_whose_source_alone_was_changed_is_told_with_its_languages() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = drafting(&app).await;
        let path = "questions/motives.toml";
        let before = stored(&app, path).await.expect("there");
        assert!(!trainer.get(CHECK).await.ok().text().contains("бұл аударма өзгерген жоқ"));
        let changed = |text: &str, lang: &str| {
            let (head, rest) = text.split_once(&format!("\ntext.{lang} = \"")).expect("a text");
            format!("{head}\ntext.{lang} = \"Жаңа. {rest}")
        };
        let kazakh = changed(&before, "kk");
        write(&trainer, DRAFT, path, &kazakh).await;
        let page = trainer.get(CHECK).await.ok();
        page.says(FINE);
        let count = |text: &str| text.matches("бұл аударма өзгерген жоқ").count();
        assert_eq!(count(&page.text()), 2, "{}", page.text());
        let key = between(&before, "key = \"", "\"");
        page.says(&format!("{DRAFT}/questions/{key}\""));
        write(&trainer, DRAFT, path, &changed(&kazakh, "ru")).await;
        assert_eq!(count(&trainer.get(CHECK).await.ok().text()), 1, "English is left");
    })
    .await;
}

#[tokio::test]
async fn a_deleted_lesson_comes_back_whatever_was_saved_since() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = drafting(&app).await;
        let (before, russian) = (order(&trainer).await, stored(&app, "lessons/motives/six-motives.ru.md").await);
        let there = press(&trainer, &[("remove_lesson", "six-motives")]).await.has(303).header("location").to_owned();
        press(&trainer, &[("remove_lesson", "match-task")]).await.has(303);
        let change = there.rsplit('=').next().expect("a number");
        trainer.post(&format!("{DRAFT}/undo"), &[("number", change)]).await.leads_to(DRAFT);
        assert_eq!(order(&trainer).await, before.replace(" match-task", ""));
        assert_eq!(stored(&app, "lessons/motives/six-motives.ru.md").await, russian);
        // The history has its last titles in the reader's language, and never a key.
        let history = trainer.get("/en/trainer/drafts/1/history").await.ok();
        history.says(">Find a task that suits the person (Русский, deleted)</a>");
        history.says("<strong>Find a task that suits the person</strong>");
        assert!(!history.text().contains(">match-task ("), "a key is shown");
        let text = "path=lessons/motives/match-task.ru.md";
        trainer
            .get(&format!("/ru/trainer/drafts/1/history/1?{text}"))
            .await
            .ok()
            .says("Подберите дело по человеку (Русский, удалено)");
        trainer.get(&format!("{DRAFT}/history?{text}")).await.ok().says("Адамға лайық іс ұсыныңыз (Русский, жойылған)");
        // From its history, with its other languages, to its place.
        let old = format!("{DRAFT}/history/1");
        let text = [("path", "lessons/motives/match-task.ru.md"), ("number", "")];
        trainer.post(&old, &text).await.leads_to(&format!("{DRAFT}#match-task"));
        assert_eq!(order(&trainer).await, before);
        assert!(stored(&app, "lessons/motives/match-task.en.md").await.is_some());
        trainer.get(CHECK).await.ok().says(FINE);
        trainer.get(&format!("{DRAFT}/history")).await.ok().says("<strong>Адамға лайық іс ұсыныңыз (Русский)</strong>");
        // Its module is gone: to the first one.
        add_module(&trainer).await;
        let removed = press(&trainer, &[("remove_module", "motives")]).await.has(303).header("location").to_owned();
        let questions = trainer.get("/en/trainer/drafts/1/history?path=questions/motives.toml").await.ok();
        questions.says("<p class=\"lead\">Questions: Why people give their time (deleted)</p>");
        let text = [("path", "lessons/motives/six-motives.ru.md"), ("number", "")];
        trainer.post(&old, &text).await.leads_to(&format!("{DRAFT}#six-motives"));
        assert_eq!(order(&trainer).await, "second six-motives");
        assert_eq!(stored(&app, "lessons/second/six-motives.ru.md").await, russian);
        trainer.get(SOURCE).await.ok();
        // The module comes back without it: it stands in one place only.
        let change = removed.rsplit('=').next().expect("a number");
        trainer.post(&format!("{DRAFT}/undo"), &[("number", change)]).await.leads_to(DRAFT);
        assert_eq!(order(&trainer).await, "motives match-task first-30-minutes second six-motives");
        assert_eq!(stored(&app, "lessons/motives/six-motives.kk.md").await, None);
        assert_eq!(stored(&app, "lessons/second/six-motives.ru.md").await, russian);
        assert!(stored(&app, "lessons/motives/match-task.kk.md").await.is_some());
    })
    .await;
}

#[tokio::test]
async fn a_former_text_of_a_lesson_that_was_moved_comes_back_where_the_lesson_stands() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = drafting(&app).await;
        let former = stored(&app, "lessons/motives/first-30-minutes.kk.md").await;
        add_module(&trainer).await;
        press(&trainer, &[("down_lesson", "first-30-minutes")]).await.has(303);
        let now = "lessons/second/first-30-minutes.kk.md";
        write(&trainer, DRAFT, now, "# Басқа\n\nБасқа мәтін.\n").await;
        let text = [("path", "lessons/motives/first-30-minutes.kk.md"), ("number", "")];
        trainer.post(&format!("{DRAFT}/history/1"), &text).await.has(303);
        assert_eq!(stored(&app, now).await, former);
        assert_eq!(stored(&app, "lessons/motives/first-30-minutes.kk.md").await, None, "no text that stands nowhere");
    })
    .await;
}

#[tokio::test]
async fn what_was_written_for_a_lesson_that_is_gone_makes_a_new_one() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = drafting(&app).await;
        let other = staff(&app, "other", &[Role::Trainer]).await;
        let page = other.get(SOURCE).await.ok().text();
        press(&trainer, &[("remove_lesson", "six-motives")]).await.has(303);
        let seen = number(&page);
        let form = [
            ("number", seen.as_str()),
            ("path", "lessons/motives/six-motives.kk.md"),
            ("text", "# Алты себеп\n\nМенің жаңа абзацым.\n"),
        ];
        // What saves by itself says so, too.
        assert!(page.contains("data-gone=\"Осы арада басқа біреу бұл сабақты жойған."), "{page}");
        let auto = [&form[..], &[("auto", "yes")]].concat();
        assert_eq!(other.post(SOURCE, &auto).await.has(410).text(), "{\"number\":null}");
        let gone = other.post(SOURCE, &form).await.has(409);
        gone.says("Менің жаңа абзацым.");
        gone.says("жаңа болып қосылады");
        let new = format!("{DRAFT}/modules/motives/lessons/new");
        post(&other, &new, &settings(&gone.text())).await.leads_to(SOURCE);
        assert_eq!(
            stored(&app, "lessons/motives/six-motives.kk.md").await.as_deref(),
            Some("# Алты себеп\n\nМенің жаңа абзацым.\n")
        );
        // Putting the draft away asks first, and then what is typed is shown.
        other.get(SOURCE).await.ok();
        let close = format!("{DRAFT}/close");
        trainer.post(&close, &[]).await.has(409).says("Бәрібір жиып қою");
        other.get(SOURCE).await.ok();
        trainer.post(&close, &[("seen", "yes")]).await.leads_to("/kk/trainer/drafts");
        let lost = other.post(SOURCE, &form).await.has(404);
        lost.says("Менің жаңа абзацым.");
        lost.says("href=\"/kk/trainer/drafts\"");
    })
    .await;
}

#[tokio::test]
async fn no_answer_is_right_before_somebody_marks_it() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = drafting(&app).await;
        let new = format!("{DRAFT}/questions/new");
        for (kind, key, marks) in [
            ("single", "alpha", &[("right", "0")][..]),
            ("multiple", "beta", &[("p0-right", "yes"), ("p1-right", "yes")]),
            ("hotspot", "gamma", &[("p0-right", "yes")]),
        ] {
            let empty = form_of(&trainer.get(&format!("{new}?module=motives&kind={kind}")).await.ok().text());
            assert!(!empty.iter().any(|(name, _)| name == "right" || name.ends_with("-right")), "{kind}: {empty:?}");
            let mut typed =
                vec![("text-kk", key), ("explanation-kk", "Солай."), ("lesson", "six-motives"), ("key", key)];
            typed.extend([("p0-text-kk", "Бір"), ("p1-text-kk", "Екі"), ("p2-text-kk", "Үш"), ("p3-text-kk", "Төрт")]);
            typed.extend([("p0-why-kk", "А."), ("p1-why-kk", "Б."), ("p2-why-kk", "В."), ("p3-why-kk", "Г.")]);
            if kind == "hotspot" {
                typed.extend([("picture", "emblem"), ("picture_alt-kk", "Белгі")]);
                typed.extend([("p0-shape", "circle"), ("p1-shape", "circle"), ("p2-shape", "circle")]);
                typed.extend([("p0-numbers", "48; 48; 9"), ("p1-numbers", "12; 12; 9"), ("p2-numbers", "80; 80; 9")]);
            }
            if kind != "multiple" {
                typed.retain(|(name, _)| !name.starts_with("p3"));
            }
            let typed = with(&empty, &typed);
            post(&trainer, &new, &typed).await.has(422).says("href=\"#answers\"");
            post(&trainer, &new, &with(&typed, marks)).await.leads_to(&format!("{DRAFT}/questions/{key}"));
        }
    })
    .await;
}

/// Whoever turns a key forgets the explanation of what was wrong: the check says so where it is seen.
#[tokio::test]
async fn a_doubt_about_a_right_answer_is_not_folded_away() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = drafting(&app).await;
        let file = "questions/motives.toml";
        let before = stored(&app, file).await.expect("there");
        assert!(!trainer.get(CHECK).await.ok().text().contains("id=\"pressing\""));
        let right = "[[question.right]]\n";
        let why = format!("{right}why.kk = \"Олай емес.\"\nwhy.ru = \"Нет.\"\nwhy.en = \"No.\"\n");
        write(&trainer, DRAFT, file, &before.replacen(right, &why, 1)).await;
        let page = trainer.get(CHECK).await.ok();
        page.says(FINE);
        let text = page.text();
        let (_, pressing) = text.split_once("id=\"pressing\"").expect("it stands apart");
        let (shown, folded) = pressing.split_once("<details>").unwrap_or((pressing, ""));
        assert!(shown.contains("түсіндірмесі бар"), "{shown}");
        assert!(!folded.contains("түсіндірмесі бар"), "{folded}");
    })
    .await;
}
