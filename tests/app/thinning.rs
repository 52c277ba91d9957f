//! Old autosaves grow thin, and nothing that somebody may need goes with them.

use erikti::app::retention::run;
use erikti::authoring::{self, Action, FileChange};
use erikti::kernel::Actor;
use erikti::kernel::ids::DraftId;

use super::drafts::{DRAFT, drafting, number, stored};
use super::erasure::DAY;
use super::harness::app::TestApp;
use super::harness::client::Client;
use super::harness::database::on_both;

const LESSON: &str = "/kk/trainer/drafts/1/lessons/six-motives/kk";
const PATH: &str = "lessons/motives/six-motives.kk.md";

/// The numbers of the changes of the text, the oldest first.
async fn numbers(app: &TestApp) -> Vec<i64> {
    let read = app.app.read(|conn| authoring::list_changes(conn, DraftId(1), Some(PATH), (0, 100))).await;
    let mut numbers: Vec<i64> = read.expect("the database answers").0.iter().map(|change| change.number).collect();
    numbers.reverse();
    numbers
}

/// Saves the text with one more line, by hand or as the page does by itself; ten minutes later.
async fn save(app: &TestApp, trainer: &Client, line: &str, is_auto: bool) -> i64 {
    let page = trainer.get(LESSON).await.ok().text();
    let text = format!("{}\n{line}\n", stored(app, PATH).await.expect("there"));
    let seen = number(&page);
    let mut form = vec![("number", seen.as_str()), ("text", text.as_str())];
    if is_auto {
        form.push(("auto", "yes"));
        trainer.post(LESSON, &form).await.ok();
    } else {
        trainer.post(LESSON, &form).await.leads_to(LESSON);
    }
    app.advance(600);
    *numbers(app).await.last().expect("a change")
}

#[tokio::test]
async fn old_autosaves_grow_thin_and_the_history_still_compares_and_restores() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = drafting(&app).await;
        // The beginning of an hour.
        app.advance(3_600 - app.app.now().unix().rem_euclid(3_600));
        let begun = numbers(&app).await;
        let first = save(&app, &trainer, "Бірінші.", true).await;
        let second = save(&app, &trainer, "Екінші.", true).await;
        let third = save(&app, &trainer, "Үшінші.", true).await;
        let by_hand = save(&app, &trainer, "Қолмен.", false).await;
        app.advance(3_600);
        let fifth = save(&app, &trainer, "Бесінші.", true).await;
        let last = save(&app, &trainer, "Соңғы.", true).await;
        let text = stored(&app, PATH).await;
        let all = [begun.as_slice(), &[first, second, third, by_hand, fifth, last]].concat();
        run(&app.app).await.expect("every rule runs");
        assert_eq!(numbers(&app).await, all, "younger than a day");
        app.advance(2 * DAY);
        run(&app.app).await.expect("every rule runs");
        let left = [begun.as_slice(), &[third, by_hand, last]].concat();
        assert_eq!(numbers(&app).await, left);
        run(&app.app).await.expect("every rule runs");
        assert_eq!(numbers(&app).await, left, "twice is as good as once");
        assert_eq!(stored(&app, PATH).await, text, "the text that holds stays");
        // What is left can be listed, compared and brought back; what went is not there.
        trainer.sign_in("kk", "trainer@example.kz").await;
        trainer.get(&format!("{DRAFT}/history?path={PATH}")).await.ok();
        trainer.get(&format!("{DRAFT}/history/{by_hand}?path={PATH}")).await.ok().says("Қолмен.");
        trainer.get(&format!("{DRAFT}/history/{second}?path={PATH}")).await.has(404);
        let seen = number(&trainer.get(&format!("{DRAFT}/history/{third}?path={PATH}")).await.ok().text());
        let back = [("path", PATH), ("number", seen.as_str())];
        trainer.post(&format!("{DRAFT}/history/{third}"), &back).await.has(303);
        let restored = stored(&app, PATH).await.expect("there");
        assert!(restored.contains("Үшінші.") && !restored.contains("Қолмен."), "{restored}");
        // And taken back.
        let undone = numbers(&app).await.last().map(ToString::to_string).expect("a change");
        trainer.post(&format!("{DRAFT}/undo"), &[("number", &undone)]).await.has(303);
        assert_eq!(stored(&app, PATH).await, text);
    })
    .await;
}

/// A page saves two texts by itself, and later one of them alone.
#[tokio::test]
async fn a_text_whose_last_change_touched_another_one_stays() {
    const OTHER: &str = "lessons/motives/match-task.kk.md";
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        drafting(&app).await;
        app.advance(3_600 - app.app.now().unix().rem_euclid(3_600));
        for paths in [&[PATH, OTHER][..], &[OTHER]] {
            let save = move |conn: &mut _, ctx: &_| {
                let mut changes = Vec::new();
                for path in paths {
                    let now = authoring::find_file(conn, DraftId(1), path)?.expect("there");
                    let text = String::from_utf8_lossy(now.content.as_deref().expect("a text")).into_owned();
                    changes.push(FileChange::text(*path, Some(now.number), format!("{text}\nТағы.\n")));
                }
                authoring::save(conn, ctx, DraftId(1), (Action::AutoSaved, "Сабақ"), &changes)
            };
            app.app.write(Actor::System, save).await.expect("it is saved");
            app.advance(60);
        }
        let before = (stored(&app, PATH).await, stored(&app, OTHER).await);
        app.advance(2 * DAY);
        run(&app.app).await.expect("every rule runs");
        assert!(before.0.is_some() && before.1.is_some());
        assert_eq!((stored(&app, PATH).await, stored(&app, OTHER).await), before);
    })
    .await;
}
