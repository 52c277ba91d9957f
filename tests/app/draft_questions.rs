//! A trainer writes questions in the browser, without seeing the file in which they stand.

use erikti::authoring;
use erikti::kernel::Role;
use erikti::kernel::ids::DraftId;

use super::drafts::{DRAFT, drafting, number, stored};
use super::harness::app::TestApp;
use super::harness::client::{Answer, Client, between};
use super::harness::database::on_both;
use super::people::staff;

const LIST: &str = "/kk/trainer/drafts/1/questions";
const NEW: &str = "/kk/trainer/drafts/1/questions/new";
const CHECK: &str = "/kk/trainer/drafts/1/questions/six-motives-check-1";
const FILE: &str = "questions/motives.toml";

/// The fields that a browser would send of a form as it is shown.
pub(crate) fn form_of(page: &str) -> Vec<(String, String)> {
    let start = page.find("<form class=\"wide question-form\"").expect("a form");
    let form = page[start..].split("</form>").next().expect("its end");
    let plain =
        |text: &str| text.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    let mut fields = Vec::new();
    // A field may stand outside and say to which form it belongs.
    let outside =
        page.split('<').filter(|tag| tag.starts_with("input type=\"hidden\"") && tag.contains(" form=\"main-form\""));
    for tag in form.split('<').skip(1).chain(outside) {
        let (head, text) = tag.split_once('>').unwrap_or((tag, ""));
        let attribute = |name: &str| {
            let found = head.split(&format!(" {name}=\"")).nth(1)?.split('"').next()?;
            Some(plain(found))
        };
        let Some(name) = attribute("name") else { continue };
        let is_box = head.contains("type=\"radio\"") || head.contains("type=\"checkbox\"");
        if head.starts_with("textarea") {
            fields.push((name, plain(text.trim_start_matches('\n'))));
        } else if head.starts_with("input") && (!is_box || head.contains(" checked")) {
            fields.push((name, attribute("value").unwrap_or_default()));
        } else if head.starts_with("select") {
            let options =
                form.split(&format!("name=\"{name}\"")).nth(1).and_then(|rest| rest.split("</select>").next());
            let options: Vec<&str> = options.unwrap_or_default().split("<option").skip(1).collect();
            let chosen =
                options.iter().find(|option| option.split('>').next().is_some_and(|head| head.contains("selected")));
            let value = chosen.or(options.first()).map(|option| plain(between(option, "value=\"", "\"")));
            fields.push((name, value.unwrap_or_default()));
        }
    }
    fields
}

/// Sets fields, or adds them.
pub(crate) fn with(fields: &[(String, String)], changes: &[(&str, &str)]) -> Vec<(String, String)> {
    let mut fields = fields.to_vec();
    for (name, value) in changes {
        fields.retain(|(field, _)| field != name);
        fields.push(((*name).to_owned(), (*value).to_owned()));
    }
    fields
}

pub(crate) async fn post(client: &Client, path: &str, fields: &[(String, String)]) -> Answer {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    client.post(path, &fields).await
}

/// A trainer with a draft of the first aid course, which has two modules.
async fn drafting_first_aid(app: &TestApp) -> Client {
    let trainer = staff(app, "trainer", &[Role::Trainer]).await;
    trainer.post("/kk/trainer/drafts", &[("course", "first-aid")]).await.leads_to(DRAFT);
    trainer
}

/// What a new question of one right answer needs.
fn single() -> Vec<(&'static str, &'static str)> {
    vec![
        ("text-kk", "Ерікті алғаш келгенде не істейсіз?"),
        ("text-en", "A volunteer comes for the first time. What do you do?"),
        ("p0-text-kk", "Қарсы алып, таныстырамын"),
        ("p1-text-kk", "Жұмысын беріп, кетемін"),
        ("p1-why-kk", "Жалғыз қалған адам қайта келмеуі мүмкін."),
        ("p2-text-kk", "Күте тұрсын деймін"),
        ("p2-why-kk", "Күткен адам өзін артық сезінеді."),
        ("explanation-kk", "Алғашқы күні адам өзін керек сезінсе, қайта келеді."),
        ("lesson", "six-motives"),
        ("tags", "welcome"),
    ]
}

#[tokio::test]
async fn a_form_that_is_saved_as_it_is_changes_no_byte() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = drafting(&app).await;
        let before = stored(&app, FILE).await.expect("the file");
        let fields = form_of(&trainer.get(CHECK).await.ok().text());
        post(&trainer, CHECK, &fields).await.leads_to(CHECK);
        assert_eq!(stored(&app, FILE).await.as_deref(), Some(before.as_str()));
        // A word more is one line of the file.
        let changed = with(&fields, &[("explanation-ru", "Другое пояснение.")]);
        post(&trainer, CHECK, &changed).await.leads_to(CHECK);
        let after = stored(&app, FILE).await.expect("the file");
        let lines: Vec<_> = before.lines().zip(after.lines()).filter(|(one, other)| one != other).collect();
        assert_eq!((lines.len(), before.lines().count()), (1, after.lines().count()), "{lines:?}");
        assert_eq!(lines[0].1, "explanation.ru = \"Другое пояснение.\"");
        trainer.get(CHECK).await.ok().says("Другое пояснение.");
    })
    .await;
}

#[tokio::test]
async fn a_question_is_made_and_a_wrong_form_comes_back_with_all_that_was_typed() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = drafting(&app).await;
        trainer.get(DRAFT).await.ok().says("/kk/trainer/drafts/1/questions?module=motives");
        trainer.get(&format!("{NEW}?module=motives")).await.ok().says("value=\"true-false\"");
        let page = trainer.get(&format!("{NEW}?module=motives&kind=single")).await.ok().text();
        let empty = form_of(&page);
        let before = stored(&app, FILE).await.expect("the file");
        // Nothing typed at all.
        let refused = post(&trainer, NEW, &empty).await.has(422);
        refused.says("href=\"#text-kk\"");
        refused.says("href=\"#answers\"");
        // Everything but which one is right, and why one is wrong.
        let mut typed = single();
        typed.retain(|(name, _)| *name != "p2-why-kk");
        let refused = post(&trainer, NEW, &with(&empty, &typed)).await.has(422);
        refused.says("Қарсы алып, таныстырамын");
        refused.says("A volunteer comes for the first time. What do you do?");
        refused.says("href=\"#p2-why-kk\"");
        refused.says("id=\"p2-why-kk-error\"");
        refused.says("value=\"welcome\"");
        // The language switch keeps it, too.
        let other = post(&trainer, NEW, &with(&with(&empty, &typed), &[("switch", "ru")])).await.ok();
        other.says("Қарсы алып, таныстырамын");
        other.says("<html lang=\"ru\"");
        assert_eq!(stored(&app, FILE).await.as_deref(), Some(before.as_str()));
        let whole = with(&with(&empty, &single()), &[("right", "0")]);
        let made = format!("{LIST}/a-volunteer-comes-for-the-first-time");
        post(&trainer, NEW, &whole).await.leads_to(&made);
        // Sent twice it is there once.
        post(&trainer, NEW, &whole).await.leads_to(&made);
        let after = stored(&app, FILE).await.expect("the file");
        let added = after.strip_prefix(before.as_str()).expect("the rest stays as it was");
        let expected = "\n[[question]]\nkey = \"a-volunteer-comes-for-the-first-time\"\nkind = \"single\"\n\
            tags = [\"welcome\"]\nlesson = \"six-motives\"\ntext.kk = \"Ерікті алғаш келгенде не істейсіз?\"\n\
            text.en = \"A volunteer comes for the first time. What do you do?\"\n\
            explanation.kk = \"Алғашқы күні адам өзін керек сезінсе, қайта келеді.\"\n\n[[question.right]]\n\
            key = \"qarsy-alyp-tanystyramyn\"\ntext.kk = \"Қарсы алып, таныстырамын\"\n\n[[question.wrong]]\n";
        assert!(added.starts_with(expected), "{added}");
        // What is not translated yet is found, and does not stand in the way.
        let missing = trainer.get(&format!("{LIST}?missing=yes")).await.ok();
        missing.says("Ерікті алғаш келгенде не істейсіз?");
        assert_eq!(missing.text().matches("/questions/a-volunteer-comes-for-the-first-time\"").count(), 1);
        trainer.get(&format!("{DRAFT}/check")).await.ok().says(&format!("{made}#text-ru"));
    })
    .await;
}

#[tokio::test]
async fn buttons_bring_the_form_back_and_an_unfinished_question_can_be_kept() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = drafting(&app).await;
        let before = stored(&app, FILE).await.expect("the file");
        let page = trainer.get(&format!("{NEW}?module=motives&kind=ordering")).await.ok().text();
        let typed =
            with(&form_of(&page), &[("text-kk", "Ретімен қойыңыз"), ("p0-text-kk", "Бір"), ("p1-text-kk", "Екі")]);
        let page = post(&trainer, NEW, &with(&typed, &[("add", "step")])).await.ok().text();
        let page = post(&trainer, NEW, &with(&form_of(&page), &[("down", "0")])).await.ok().text();
        let moved = form_of(&page);
        let value = |name: &str| moved.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str());
        assert_eq!(
            (value("p0-text-kk"), value("p1-text-kk"), value("p4-text-kk")),
            (Some("Екі"), Some("Бір"), Some(""))
        );
        let page = post(&trainer, NEW, &with(&moved, &[("remove", "4")])).await.ok().text();
        assert!(!page.contains("p4-text-kk"));
        let refused = post(&trainer, NEW, &form_of(&page)).await.has(422);
        refused.says("name=\"unfinished\"");
        assert_eq!(stored(&app, FILE).await.as_deref(), Some(before.as_str()));
        let kept = with(&form_of(&refused.text()), &[("unfinished", "yes")]);
        let made = format!("{LIST}/retimen-qoiyngyz");
        post(&trainer, NEW, &kept).await.leads_to(&made);
        let form = form_of(&trainer.get(&made).await.ok().text());
        assert!(form.contains(&("p1-text-kk".to_owned(), "Бір".to_owned())));
        trainer.get(&format!("{DRAFT}/check")).await.ok().says(&format!("{made}#answers"));
    })
    .await;
}

#[tokio::test]
async fn two_trainers_meet_only_at_the_same_question() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = drafting(&app).await;
        let other = staff(&app, "other", &[Role::Trainer]).await;
        let second = "/kk/trainer/drafts/1/questions/six-motives-check-2";
        let mine = form_of(&trainer.get(CHECK).await.ok().text());
        let theirs = form_of(&other.get(second).await.ok().text());
        let same = form_of(&other.get(CHECK).await.ok().text());
        other.get(CHECK).await.ok().says("Дәл қазір мыналар өңдеп отыр");
        // Another question of the same file.
        post(&other, second, &with(&theirs, &[("explanation-kk", "Екіншісі.")])).await.leads_to(second);
        let mine = with(&mine, &[("explanation-kk", "Менікі.")]);
        post(&trainer, CHECK, &mine).await.leads_to(CHECK);
        let file = stored(&app, FILE).await.expect("the file");
        assert!(file.contains("Екіншісі.") && file.contains("Менікі."));
        // The same one.
        let refused = post(&other, CHECK, &with(&same, &[("explanation-kk", "Басқанікі.")])).await.has(409);
        refused.says("Менікі.");
        refused.says("Басқанікі.");
        refused.says("Сақтаған: Айгүл Сейітқызы");
        assert_eq!(stored(&app, FILE).await.as_deref(), Some(file.as_str()));
        post(&other, CHECK, &form_of(&refused.text())).await.leads_to(CHECK);
        let file = stored(&app, FILE).await.expect("the file");
        assert!(file.contains("Басқанікі.") && !file.contains("Менікі."));
    })
    .await;
}

#[tokio::test]
async fn two_trainers_with_different_fields_of_a_question_keep_both() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = drafting(&app).await;
        let other = staff(&app, "other", &[Role::Trainer]).await;
        let form = form_of(&trainer.get(CHECK).await.ok().text());
        let mine = [("explanation-kk", "Менікі."), ("p1-text-ru", "Вариант первого."), ("tags", "first")];
        post(&trainer, CHECK, &with(&form, &mine)).await.leads_to(CHECK);
        let theirs = [("explanation-ru", "Объяснение второго."), ("p1-text-kk", "Екіншінің нұсқасы.")];
        post(&other, CHECK, &with(&form, &theirs)).await.leads_to(CHECK);
        let file = stored(&app, FILE).await.expect("the file");
        for (field, text) in mine.iter().chain(&theirs) {
            assert!(file.contains(text), "{field}: {file}");
        }
        // Of what both changed one may hold; what only the other one changed is in the form already.
        let both = [("explanation-kk", "Үшінші."), ("text-en", "The third text.")];
        let refused = post(&other, CHECK, &with(&form, &both)).await.has(409);
        refused.says("Менікі.");
        assert!(!refused.text().contains("#tags"), "nobody is asked about what they did not touch");
        post(&other, CHECK, &form_of(&refused.text())).await.leads_to(CHECK);
        let file = stored(&app, FILE).await.expect("the file");
        for (field, text) in mine[1..].iter().chain(&theirs).chain(&both) {
            assert!(file.contains(text), "{field}: {file}");
        }
        assert!(!file.contains("Менікі."), "{file}");
    })
    .await;
}

#[tokio::test]
async fn a_question_is_copied_moved_and_deleted_and_one_undo_brings_it_back() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = drafting_first_aid(&app).await;
        let check = format!("{LIST}/scene-check-1");
        let before = (stored(&app, "questions/check.toml").await, stored(&app, "course.toml").await);
        let fields = form_of(&trainer.get(&check).await.ok().text());
        // A check belongs to its lesson.
        assert!(fields.contains(&("module".to_owned(), "check".to_owned())));
        post(&trainer, &check, &with(&fields, &[("module", "role")])).await.has(422).says("href=\"#module\"");
        // A copy is a form of a new question.
        let copy = form_of(&post(&trainer, &check, &with(&fields, &[("duplicate", "yes")])).await.ok().text());
        let made = format!("{LIST}/a-copy-of-mine");
        post(&trainer, NEW, &with(&copy, &[("text-en", "A copy of mine"), ("module", "check")])).await.leads_to(&made);
        let holds = async |path: &'static str, words: &str| stored(&app, path).await.expect("the file").contains(words);
        assert!(holds("questions/check.toml", "\"a-copy-of-mine\"").await);
        // To another module, and nothing of it stays behind.
        let fields = form_of(&trainer.get(&made).await.ok().text());
        post(&trainer, &made, &with(&fields, &[("module", "role")])).await.leads_to(&made);
        assert_eq!(stored(&app, "questions/check.toml").await, before.0);
        assert!(holds("questions/role.toml", "\"a-copy-of-mine\"").await);
        // Deleted, also from the end of the lesson; and back.
        let answer = post(&trainer, &check, &[("delete".to_owned(), "yes".to_owned())]).await;
        let number = answer.header("location").rsplit("undo=").next().expect("a number").to_owned();
        assert!(!holds("questions/check.toml", "\"scene-check-1\"").await);
        assert!(!holds("course.toml", "\"scene-check-1\"").await);
        trainer.get(&format!("{LIST}?undo={number}")).await.ok().says("name=\"back\" value=\"questions\"");
        trainer.get(&check).await.has(404);
        trainer.post(&format!("{DRAFT}/undo"), &[("number", &number), ("back", "questions")]).await.leads_to(LIST);
        assert_eq!((stored(&app, "questions/check.toml").await, stored(&app, "course.toml").await), before);
    })
    .await;
}

#[tokio::test]
async fn what_was_typed_for_a_question_that_is_gone_makes_a_new_one() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = drafting(&app).await;
        let fields = with(&form_of(&trainer.get(CHECK).await.ok().text()), &[("text-en", "Typed meanwhile")]);
        post(&trainer, CHECK, &[("delete".to_owned(), "yes".to_owned())]).await;
        let page = post(&trainer, CHECK, &fields).await.has(409);
        page.says("Typed meanwhile");
        post(&trainer, NEW, &form_of(&page.text())).await.leads_to(CHECK);
    })
    .await;
}

#[tokio::test]
async fn questions_are_found_by_what_they_are() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = drafting_first_aid(&app).await;
        let all = trainer.get(LIST).await.ok();
        all.says("барлығы: 62");
        assert_eq!(all.text().matches("<span class=\"what\">").count(), 50);
        let rest = trainer.get(&format!("{LIST}?page=2")).await.ok().text();
        assert_eq!(rest.matches("<span class=\"what\">").count(), 12);
        let count = async |query: &str| {
            let page = trainer.get(&format!("{LIST}?{query}")).await.ok().text();
            between(&page, "Табылды: ", ",").parse::<usize>().expect("a number")
        };
        assert_eq!((count("kind=ordering").await, count("module=role").await), (5, 19));
        assert_eq!((count("critical=yes").await, count("critical=yes&module=role").await), (7, 1));
        assert_eq!((count("missing=yes").await, count("flagged=yes").await), (0, 0));
        // By its text in any language, whatever the keyboard; by its key.
        let found = async |words: &str| {
            let query: Vec<String> = words.bytes().map(|byte| format!("%{byte:02x}")).collect();
            count(&format!("search={}", query.concat())).await
        };
        assert!(found("диспетчер").await > 1 && found("DISPATCHER").await > 1);
        assert_eq!((found("scene-check-1").await, found("scene check 1").await), (1, 1));
        trainer.get(&format!("{LIST}?search=zzzz")).await.ok().says("Мұндай сұрақ табылмады.");
        // A file that cannot be read is named, and leads to its text.
        let file = format!("{DRAFT}/file?path=questions/role.toml");
        let page = trainer.get(&file).await.ok().text();
        trainer.post(&file, &[("number", &number(&page)), ("text", "[[question")]).await.leads_to(&file);
        let page = trainer.get(LIST).await.ok();
        page.says("/file?path=questions/role.toml");
        page.says("барлығы: 43");
    })
    .await;
}

#[tokio::test]
async fn a_question_is_tried_as_a_volunteer_has_it_and_nothing_is_kept() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = drafting(&app).await;
        let fields = form_of(&trainer.get(CHECK).await.ok().text());
        // What is tried is the draft, not what was published.
        post(&trainer, CHECK, &with(&fields, &[("explanation-ru", "Пояснение из черновика.")])).await.leads_to(CHECK);
        let here = format!("{CHECK}/try/ru");
        let page = trainer.get(&here).await.ok();
        page.says("Ерікті осылай көреді");
        assert!(!page.text().contains("Пояснение из черновика."));
        post(&trainer, &here, &[]).await.has(422).says("role=\"alert\"");
        let wrong = post(&trainer, &here, &[("answer".to_owned(), "why-late".to_owned())]).await.ok();
        wrong.says("Пояснение из черновика.");
        wrong.says("Бұл жауапқа берілетін балл: 0 / 1");
        let right = post(&trainer, &here, &[("answer".to_owned(), "brought".to_owned())]).await.ok();
        right.says("Бұл жауапқа берілетін балл: 1 / 1");
        trainer.get(&format!("{here}?answers=1")).await.ok().says("Пояснение из черновика.");
        trainer.get(&format!("{CHECK}/try/de")).await.has(404);
        // A question that cannot be shown says so.
        let page = trainer.get(&format!("{NEW}?module=motives&kind=numeric")).await.ok().text();
        let typed = with(&form_of(&page), &[("text-kk", "Неше?"), ("unfinished", "yes")]);
        let made = format!("{LIST}/neshe");
        post(&trainer, NEW, &typed).await.leads_to(&made);
        trainer.get(&format!("{made}/try/kk")).await.ok().says("Сұрақты көрсету мүмкін емес");
    })
    .await;
}

#[tokio::test]
async fn several_questions_are_changed_at_once_and_taken_back_at_once() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = drafting_first_aid(&app).await;
        let files = async || (stored(&app, "questions/check.toml").await, stored(&app, "questions/role.toml").await);
        let before = files().await;
        let send = async |keys: &[&str], more: &[(&str, &str)]| {
            let mut form: Vec<(&str, &str)> = keys.iter().map(|key| ("question", *key)).collect();
            form.extend(more);
            trainer.post(LIST, &form).await
        };
        let undo = async |answer: Answer| {
            let number = answer.header("location").rsplit("undo=").next().expect("a number").to_owned();
            trainer.post(&format!("{DRAFT}/undo"), &[("number", &number), ("back", "questions")]).await.leads_to(LIST);
        };
        let both = ["scene-check-1", "numbers-check-2"];
        // Nothing chosen, no tag, no such action: what was chosen stays so.
        send(&[], &[("do", "tag"), ("tag", "new-one")]).await.has(422);
        send(&both, &[("do", "tag")]).await.has(422).says("value=\"scene-check-1\" checked");
        send(&both, &[("do", "tag"), ("tag", "Жаңа")]).await.has(422).says("value=\"Жаңа\"");
        send(&both, &[]).await.has(422);
        assert_eq!(files().await, before);
        let done = send(&both, &[("do", "tag"), ("tag", "new-one")]).await.has(303);
        trainer.get(&format!("{LIST}?tag=new-one")).await.ok().says("Табылды: 2,");
        undo(done).await;
        assert_eq!(files().await, before);
        // A tag comes and goes; a mark comes and goes.
        send(&both, &[("do", "tag"), ("tag", "new-one")]).await.has(303);
        send(&both, &[("do", "untag"), ("tag", "new-one")]).await.has(303);
        assert_eq!(files().await, before);
        send(&both, &[("do", "critical")]).await.has(303);
        trainer.get(&format!("{LIST}?critical=yes")).await.ok().says("Табылды: 9,");
        send(&both, &[("do", "uncritical")]).await.has(303);
        assert_eq!(files().await, before);
        // Checks stay with their lessons; other questions go, and come back.
        send(&both, &[("do", "move"), ("to", "role")]).await.has(422);
        let banked = ["scene-gas-smell", "scene-order"];
        send(&banked, &[("do", "move"), ("to", "nowhere")]).await.has(422);
        let done = send(&banked, &[("do", "move"), ("to", "role")]).await.has(303);
        trainer.get(&format!("{LIST}?module=role")).await.ok().says("Табылды: 21,");
        undo(done).await;
        assert_eq!(files().await, before);
        let done = send(&both, &[("do", "delete")]).await.has(303);
        trainer.get(LIST).await.ok().says("барлығы: 60");
        assert!(!stored(&app, "course.toml").await.expect("the file").contains("\"scene-check-1\""));
        undo(done).await;
        assert_eq!(files().await, before);
        // One press chooses a whole page.
        let page = trainer.get(&format!("{LIST}?module=role&all=yes")).await.ok().text();
        assert_eq!(page.matches(" checked").count(), 19);
    })
    .await;
}

#[tokio::test]
async fn a_form_belongs_to_an_open_draft() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = drafting(&app).await;
        let fields = form_of(&trainer.get(CHECK).await.ok().text());
        trainer.get(&format!("{LIST}/none")).await.has(404);
        trainer.get("/kk/trainer/drafts/9/questions").await.has(404);
        app.app
            .write(erikti::kernel::Actor::System, |conn, ctx| authoring::close(conn, ctx, DraftId(1)))
            .await
            .expect("closed");
        post(&trainer, CHECK, &fields).await.has(404);
        trainer.get(LIST).await.has(404);
    })
    .await;
}
