//! A page saves by itself, and the answer is lost on its way: nobody but the server knows what holds. The page goes on from
//! what it saved; another page of the same person does not. And what else the answer may say.

use std::sync::{Mutex, mpsc};
use std::time::Duration;

use erikti::authoring::{self, Action, FileChange};
use erikti::kernel::ids::DraftId;
use erikti::kernel::{Actor, Role};

use super::draft_questions::{form_of, post, with};
use super::draft_unsaved::{after, auto, changes, shown_present};
use super::drafts::{DRAFT, drafting, number, stored};
use super::harness::app::TestApp;
use super::harness::client::{Answer, Client, between};
use super::harness::database::on_both;
use super::people::staff;

const CHECK: &str = "/kk/trainer/drafts/1/questions/six-motives-check-1";
const FILE: &str = "questions/motives.toml";
const SOURCE: &str = "/kk/trainer/drafts/1/lessons/six-motives/kk";
const LESSON: &str = "lessons/motives/six-motives.kk.md";

/// The form of the question, as a page has it that is opened now.
async fn opened(client: &Client) -> Vec<(String, String)> {
    form_of(&client.get(CHECK).await.ok().text())
}

#[tokio::test]
async fn what_was_deleted_again_after_a_lost_answer_goes() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = drafting(&app).await;
        let form = opened(&trainer).await;
        let first = with(&form, &[("explanation-kk", "Басында сақталған сөз.")]);
        let first = after(&first, &auto(&trainer, &first).await.ok());
        let before = stored(&app, FILE).await.expect("there");
        let longer = with(&first, &[("explanation-kk", "Басында сақталған сөз. Ол артық.")]);
        // By itself.
        auto(&trainer, &longer).await.ok();
        assert!(stored(&app, FILE).await.expect("there").contains("Ол артық."));
        auto(&trainer, &first).await.ok();
        assert_eq!(stored(&app, FILE).await.as_deref(), Some(before.as_str()), "what was deleted is gone");
        // With the button.
        let first = after(&first, &auto(&trainer, &first).await.ok());
        auto(&trainer, &with(&first, &[("explanation-kk", "Тағы артық.")])).await.ok();
        post(&trainer, CHECK, &first).await.leads_to(CHECK);
        assert_eq!(stored(&app, FILE).await.as_deref(), Some(before.as_str()));
        // What was lost can be taken back, too.
        let form = opened(&trainer).await;
        let typed = with(&form, &[("explanation-kk", "Бірінші.")]);
        let typed = after(&typed, &auto(&trainer, &typed).await.ok());
        auto(&trainer, &with(&typed, &[("explanation-kk", "Екінші.")])).await.ok();
        post(&trainer, CHECK, &with(&typed, &[("back", "yes")])).await.leads_to(CHECK);
        assert_eq!(stored(&app, FILE).await.as_deref(), Some(before.as_str()));
    })
    .await;
}

#[tokio::test]
async fn a_second_page_of_the_same_person_takes_nothing_from_the_first() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = drafting(&app).await;
        let (one, two) = (opened(&trainer).await, opened(&trainer).await);
        auto(&trainer, &with(&two, &[("explanation-kk", "Екінші қойындыдан.")])).await.ok();
        let held = stored(&app, FILE).await;
        assert!(held.as_deref().is_some_and(|held| held.contains("Екінші қойындыдан.")));
        // The same field, and another one.
        let mine = with(&one, &[("explanation-kk", "Бірінші қойындыдан.")]);
        auto(&trainer, &mine).await.has(409);
        auto(&trainer, &with(&one, &[("explanation-ru", "Из первой.")])).await.has(409);
        let both = post(&trainer, CHECK, &mine).await.has(409);
        both.says("Екінші қойындыдан.");
        both.says("Бірінші қойындыдан.");
        // A page that says nothing of itself, or no name of a page.
        for visit in ["", "another", "ЖЖЖЖЖЖЖЖ", "0123456789abcdeF"] {
            auto(&trainer, &with(&two, &[("visit", visit), ("explanation-kk", "Басқа.")])).await.has(409);
        }
        assert_eq!(stored(&app, FILE).await, held);
        // Who goes on in the first without having changed the field keeps what the second says there.
        post(&trainer, CHECK, &with(&one, &[("explanation-ru", "Из первой.")])).await.leads_to(CHECK);
        let held = stored(&app, FILE).await.expect("there");
        assert!(held.contains("Екінші қойындыдан.") && held.contains("Из первой."), "{held}");
        // Somebody else with the name of that page.
        let (mine, other) = (opened(&trainer).await, staff(&app, "other", &[Role::Trainer]).await);
        auto(&trainer, &with(&mine, &[("explanation-kk", "Менікі.")])).await.ok();
        auto(&other, &with(&mine, &[("explanation-kk", "Олардікі.")])).await.has(409);
    })
    .await;
}

#[tokio::test]
async fn a_lost_answer_and_a_colleague_who_writes_meanwhile_lose_nothing() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = drafting(&app).await;
        let other = staff(&app, "other", &[Role::Trainer]).await;
        let form = opened(&trainer).await;
        let before = form.iter().find(|(name, _)| name == "explanation-kk").expect("a field").1.clone();
        auto(&trainer, &with(&form, &[("explanation-kk", "Бұл өшіріледі.")])).await.ok();
        let theirs = with(&opened(&other).await, &[("explanation-ru", "Второй пояснил.")]);
        post(&other, CHECK, &theirs).await.leads_to(CHECK);
        // What they changed is not in the fields of this page.
        auto(&trainer, &form).await.has(409);
        post(&trainer, CHECK, &form).await.leads_to(CHECK);
        let held = stored(&app, FILE).await.expect("there");
        assert!(held.contains("Второй пояснил.") && held.contains(&before), "{held}");
        assert!(!held.contains("Бұл өшіріледі."), "what was deleted again is gone: {held}");
    })
    .await;
}

/// What names a page of a lesson.
fn visit(page: &str) -> &str {
    between(page, "name=\"visit\" value=\"", "\"")
}

/// What a lesson's page sends by its button, or with more.
async fn send_text(client: &Client, page: &str, text: &str, more: &[(&str, &str)]) -> Answer {
    let source = between(page, "name=\"source_number\" value=\"", "\"");
    let number = number(page);
    let fields = [("number", number.as_str()), ("source_number", source), ("visit", visit(page)), ("text", text)];
    client.post(SOURCE, &[&fields[..], more].concat()).await
}

/// What it sends by itself.
async fn auto_text(client: &Client, page: &str, text: &str) -> Answer {
    send_text(client, page, text, &[("auto", "yes")]).await
}

/// The page of one's own that saved what a page of a lesson shows.
fn saved_by(page: &str) -> Option<&str> {
    page.contains(" data-by=\"").then(|| between(page, " data-by=\"", "\""))
}

/// The answer is lost and the page is loaded again: it is told which page saved what it shows, so that its script knows
/// whether the words that the browser kept come after that.
#[tokio::test]
async fn a_lesson_that_is_loaded_again_is_told_which_own_page_saved_it() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let (trainer, other) = (drafting(&app).await, staff(&app, "other", &[Role::Trainer]).await);
        let opened = async |client: &Client| client.get(SOURCE).await.ok().text();
        let (first, second) = (opened(&trainer).await, opened(&trainer).await);
        assert_eq!(saved_by(&first), None, "no page saved it");
        let text = format!("{}\nБірінші.\n", stored(&app, LESSON).await.expect("there"));
        auto_text(&trainer, &first, &text).await.ok();
        let again = opened(&trainer).await;
        assert_eq!(saved_by(&again), Some(visit(&first)));
        assert_ne!(visit(&again), visit(&first), "it is another page");
        assert_eq!(saved_by(&opened(&other).await), None, "it is nobody else's");
        // What was typed before goes on from what is shown; the first page, were it still open, does not write over it.
        let on = format!("{text}\nӘрі қарай.\n");
        auto_text(&trainer, &again, &on).await.ok();
        auto_text(&trainer, &first, &format!("{text}\nБіріншінікі.\n")).await.has(409);
        auto_text(&trainer, &second, "# Алты себеп\n\nЕкінші қойынды.\n").await.has(409);
        assert_eq!(stored(&app, LESSON).await.as_deref(), Some(on.as_str()));
        // A second tab, and a colleague, in between.
        let (one, two) = (opened(&trainer).await, opened(&trainer).await);
        auto_text(&trainer, &two, &text).await.ok();
        assert_eq!(saved_by(&opened(&trainer).await), Some(visit(&two)));
        auto_text(&trainer, &one, &on).await.has(409);
        auto_text(&other, &opened(&other).await, &on).await.ok();
        assert_eq!(saved_by(&opened(&trainer).await), None, "it is a colleague's");
        // The answer to a button is lost as well, and a page that shows what was typed shows no revision.
        let page = opened(&trainer).await;
        send_text(&trainer, &page, &text, &[]).await.leads_to(SOURCE);
        assert_eq!(saved_by(&opened(&trainer).await), Some(visit(&page)));
        send_text(&trainer, &page, &on, &[]).await.leads_to(SOURCE);
        assert_eq!(stored(&app, LESSON).await.as_deref(), Some(on.as_str()));
        let looked = send_text(&trainer, &page, &text, &[("preview", "yes")]).await.ok().text();
        assert_eq!(saved_by(&looked), None);
    })
    .await;
}

#[tokio::test]
async fn a_lesson_goes_on_after_a_lost_answer() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = drafting(&app).await;
        let (page, second) = (trainer.get(SOURCE).await.ok().text(), trainer.get(SOURCE).await.ok().text());
        let before = stored(&app, LESSON).await.expect("there");
        auto_text(&trainer, &page, &format!("{before}\nАртық абзац.\n")).await.ok();
        // Deleted again, and written on, always from the revision that the page knows.
        auto_text(&trainer, &page, &before).await.ok();
        assert_eq!(stored(&app, LESSON).await.as_deref(), Some(before.as_str()));
        let text = format!("{before}\nЖаңа абзац.\n");
        auto_text(&trainer, &page, &text).await.ok();
        assert_eq!(stored(&app, LESSON).await.as_deref(), Some(text.as_str()));
        // The page comes back from a button with the revision that holds.
        let again = send_text(&trainer, &page, &text, &[("preview", "yes")]).await.ok().text();
        assert_eq!(number(&again), number(&trainer.get(SOURCE).await.ok().text()));
        assert_ne!(visit(&again), visit(&page), "it is another page");
        // Another page of the same person, and a colleague in between.
        auto_text(&trainer, &second, "# Алты себеп\n\nЕкінші қойынды.\n").await.has(409);
        let other = staff(&app, "other", &[Role::Trainer]).await;
        let theirs = other.get(SOURCE).await.ok().text();
        auto_text(&other, &theirs, &format!("{text}\nОлардікі.\n")).await.ok();
        auto_text(&trainer, &page, &before).await.has(409);
        assert!(stored(&app, LESSON).await.expect("there").contains("Олардікі."));
    })
    .await;
}

/// The button is pressed while what the page sent by itself is still on its way, and that arrives behind it: it is older.
#[tokio::test]
async fn what_a_lesson_sent_by_itself_does_not_come_after_its_button() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = drafting(&app).await;
        let page = trainer.get(SOURCE).await.ok().text();
        let text = |words: &str| format!("# Алты себеп\n\n{words}\n");
        send_text(&trainer, &page, &text("Батырмамен."), &[]).await.leads_to(SOURCE);
        auto_text(&trainer, &page, &text("Одан бұрын.")).await.has(409);
        assert_eq!(stored(&app, LESSON).await, Some(text("Батырмамен.")));
        // Also where the answers to what it sent before that were lost.
        let page = trainer.get(SOURCE).await.ok().text();
        auto_text(&trainer, &page, &text("Бірінші.")).await.ok();
        auto_text(&trainer, &page, &text("Екінші.")).await.ok();
        send_text(&trainer, &page, &text("Тағы батырмамен."), &[]).await.leads_to(SOURCE);
        auto_text(&trainer, &page, &text("Үшінші.")).await.has(409);
        assert_eq!(stored(&app, LESSON).await, Some(text("Тағы батырмамен.")));
    })
    .await;
}

/// What waits for the button, what somebody else has changed and what is looked at is edited all the same.
#[tokio::test]
async fn whoever_writes_is_shown_although_nothing_can_be_saved() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let (one, other) = (drafting(&app).await, staff(&app, "other", &[Role::Trainer]).await);
        let form = opened(&other).await;
        app.advance(181);
        assert_eq!(shown_present(&one).await, None, "it is long ago");
        let shown = async |what: &str| {
            let shown = shown_present(&one).await.unwrap_or_else(|| panic!("nobody is there: {what}"));
            assert!(shown.contains("Сұрақтар"), "{what}: {shown}");
            app.advance(181);
            assert_eq!(shown_present(&one).await, None, "{what}");
        };
        auto(&other, &with(&form, &[("text-kk", "")])).await.has(422);
        shown("not whole, by itself").await;
        auto(&other, &with(&form, &[("right", "1")])).await.has(422);
        shown("waits for the button").await;
        post(&other, CHECK, &with(&form, &[("text-kk", "")])).await.has(422);
        shown("not whole, by the button").await;
        post(&other, &format!("{CHECK}/try"), &with(&form, &[("try", "yes")])).await.ok();
        shown("tried").await;
        post(&other, CHECK, &with(&form, &[("switch", "ru")])).await.ok();
        shown("in another language").await;
        let mine = with(&opened(&one).await, &[("explanation-kk", "Біріншінікі.")]);
        post(&one, CHECK, &mine).await.leads_to(CHECK);
        auto(&other, &with(&form, &[("explanation-kk", "Екіншінікі.")])).await.has(409);
        shown("changed by somebody else").await;
        post(&other, CHECK, &with(&form, &[("explanation-kk", "Екіншінікі.")])).await.has(409);
        shown("both are shown").await;
    })
    .await;
}

/// Somebody else saves another field between the moment at which the text was read for a page and the one at which it is
/// written: both are there, and the page is told that it does not show all of it. On SQLite, whose one writer can be held.
#[tokio::test]
async fn what_was_merged_at_the_same_moment_is_said() {
    let app = TestApp::start().await;
    let trainer = drafting(&app).await;
    let form = opened(&trainer).await;
    let (count, (go, held)) = (changes(&app).await, mpsc::channel::<()>());
    let (begun, begins) = tokio::sync::oneshot::channel::<()>();
    let (held, begun) = (Mutex::new(held), Mutex::new(Some(begun)));
    let writing = app.app.clone();
    let theirs = tokio::spawn(async move {
        let write = move |conn: &mut _, ctx: &_| {
            if let Some(begun) = begun.lock().expect("one writes").take() {
                begun.send(()).expect("it is waited for");
            }
            held.lock().expect("one writes").recv().expect("it is let go");
            let file = authoring::find_file(conn, DraftId(1), FILE)?.expect("there");
            let text = file.text().replace("This is what you need;", "That is what you need;");
            let change = FileChange::text(FILE, Some(file.number), text);
            authoring::save(conn, ctx, DraftId(1), (Action::Saved, ""), &[change])
        };
        writing.write(Actor::System, write).await.expect("the database answers")
    });
    begins.await.expect("it has begun");
    let sent = with(&form, &[("explanation-kk", "Дәл сол сәтте.")]);
    let mine = async {
        let letting = async {
            // By then the page's request has read the text and waits for the writer.
            tokio::time::sleep(Duration::from_secs(2)).await;
            go.send(()).expect("it is held");
        };
        tokio::join!(auto(&trainer, &sent), letting).0
    };
    assert_eq!(mine.await.ok().text(), "{\"merged\":true}");
    theirs.await.expect("it has ended");
    assert_eq!(changes(&app).await, count + 2);
    let file = stored(&app, FILE).await.expect("there");
    assert!(file.contains("That is what you need;") && file.contains("Дәл сол сәтте."), "{file}");
    let page = trainer.get(CHECK).await.ok().text();
    assert!(between(&page, "data-merged=\"", "\"").contains("бетті қайта жүктеп"), "{page}");
    // The page's fields are not all there is: it is not its own.
    auto(&trainer, &with(&form, &[("explanation-kk", "Әрі қарай.")])).await.has(409);
    assert!(stored(&app, FILE).await.expect("there").contains("That is what you need;"));
    trainer.get(&format!("{DRAFT}/history")).await.ok().says("Өздігінен сақталды: ");
}
