//! The figures of tests and questions, from answers that are in the database.

use std::sync::Arc;

use diesel::prelude::*;
use erikti::content::Published;
use erikti::db::schema::{answers, attempts};
use erikti::kernel::ids::AttemptId;
use erikti::kernel::{Actor, Lang, Role};
use erikti::stats::{self, Span};

use super::drafts::{DRAFT, drafting, stored};
use super::drafts_publish::{publish, write};
use super::harness::app::TestApp;
use super::harness::client::{Answer, Client};
use super::harness::database::on_both;
use super::harness::tries::{OTHERS, TURNED, tries};
use super::learner::slug;
use super::people::staff;

const FIGURES: &str = "/en/trainer/courses/leadership/statistics";
fn course(app: &TestApp) -> Arc<Published> {
    app.library.shelf().course("leadership").cloned().expect("a course that comes with the program")
}

fn row<'a>(text: &'a str, key: &str) -> &'a str {
    let at = text.find(&format!("/results/{key}")).unwrap_or_else(|| panic!("no row of {key}"));
    text[at..].split("</tr>").next().unwrap_or_default()
}

fn line<'a>(table: &'a str, key: &str) -> Vec<&'a str> {
    let line = table.lines().find(|line| line.contains(key)).unwrap_or_else(|| panic!("no line of {key}: {table}"));
    line.split(',').collect()
}

#[tokio::test]
async fn a_wrong_key_is_found_and_told_in_plain_words() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = staff(&app, "trainer", &[Role::Trainer]).await;
        trainer.get(FIGURES).await.ok().says("Nobody has handed in a test of this course yet.");
        tries(&app, Lang::Kk, (0, 20)).await;
        trainer.get(FIGURES).await.ok().says("Few answers yet: 20 of 30 first tries.");

        tries(&app, Lang::Ru, (20, 40)).await;
        // Before anything is opened it is seen which key may be wrong.
        let all = trainer.get(FIGURES).await.ok().text();
        let card = all.split("More good learners than weak ones got this wrong").nth(1).expect("a flag");
        let card = card.split("</section>").next().unwrap_or_default();
        assert!(card.contains(&format!("/results/{TURNED}\"")) && !card.contains(OTHERS[0].0), "{card}");
        let page = trainer.get(&format!("{FIGURES}?test=motives")).await.ok();
        page.says("Reliability (KR-20)");
        page.says("Worth a look: ");
        let text = page.text();
        let turned = row(&text, TURNED);
        assert!(
            turned.contains("More good learners than weak ones got this wrong: check which answer is marked right"),
            "{turned}"
        );
        assert!(turned.contains("<strong>50 %</strong>") && turned.contains("1 min 15 s"), "{turned}");
        assert!(!row(&text, OTHERS[0].0).contains("check which answer is marked right"));
        assert!(text.find(TURNED) < text.find(OTHERS[0].0), "what is worth a look comes first");
        assert!(!text.contains("Zarina"), "a learner's name is shown");
        let kazakh = trainer.get(&format!("{}?test=motives", FIGURES.replacen("en", "kk", 1))).await.ok();
        kazakh.says("Күштілер әлсіздерден жиі қателеседі: дұрыс жауабын тексеріңіз");

        let one = trainer.get(&format!("/en/trainer/courses/leadership/results/{TURNED}")).await.ok();
        one.says("Look first whether the right option is marked as right");
        let text = one.text();
        let (flag, rest) = (text.find("More good learners than weak ones"), text.find("By language"));
        assert!(flag.is_some() && flag < rest, "it stands beside the question: {text}");
        let other = trainer.get("/en/trainer/courses/leadership/results").await.ok();
        other.says("Figures of tests and questions");
    })
    .await;
}

/// Of all answers and of first tries the numbers differ: each sentence says what it counts.
#[tokio::test]
async fn what_misleads_is_told_of_all_answers_and_of_first_tries() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = staff(&app, "trainer", &[Role::Trainer]).await;
        tries(&app, Lang::Kk, (0, 40)).await;
        tries(&app, Lang::Ru, (40, 40)).await;
        let changed = app.app.write(Actor::System, |conn, _| {
            // Readers of Kazakh go wrong at the first try, and are right at the second.
            let later: Vec<AttemptId> = (31..=40).map(AttemptId).collect();
            let of_kazakh =
                answers::table.filter(answers::question.eq(OTHERS[0].0)).filter(answers::language.eq(Lang::Kk));
            let wrong = (answers::is_right.eq(false), answers::points.eq(0));
            diesel::update(of_kazakh).set(wrong).execute(conn)?;
            let right = (answers::is_right.eq(true), answers::points.eq(1000));
            diesel::update(of_kazakh.filter(answers::attempt_id.eq_any(&later))).set(right).execute(conn)?;
            diesel::update(attempts::table.filter(attempts::id.eq_any(&later)))
                .set(attempts::number.eq(2))
                .execute(conn)?;
            Ok(())
        });
        changed.await.expect("the database answers");
        let one = trainer.get(&format!("/en/trainer/courses/leadership/results/{}", OTHERS[0].0)).await.ok();
        one.says("Misleading in Kazakh: 25 % of all answers right, in the other languages 70 %");
        one.says("Misleading in Kazakh: of first tries at this test 0 % right, in the other languages 70 %");
        let test = trainer.get(&format!("{FIGURES}?test=motives")).await.ok();
        test.says("Misleading in Kazakh: of first tries at this test 0 % right, in the other languages 70 %");
        assert!(!test.text().contains("of all answers"), "first tries alone count there");
    })
    .await;
}

async fn table(trainer: &Client, lang: Lang) -> Answer {
    trainer.get(&format!("{}.csv", FIGURES.replacen("en", lang.code(), 1))).await.ok()
}

#[tokio::test]
async fn the_figures_are_a_table_for_spreadsheets() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = staff(&app, "trainer", &[Role::Trainer]).await;
        assert_eq!(table(&trainer, Lang::En).await.text().lines().count(), 1, "the head alone");
        tries(&app, Lang::Kk, (0, 40)).await;
        let found = table(&trainer, Lang::En).await.text();
        assert!(found.starts_with('\u{feff}'), "marked as UTF-8");
        let cells = line(&found, OTHERS[1].0);
        assert!(cells.contains(&"40") && cells.contains(&"32") && cells.contains(&"8"), "{cells:?}");
        let kazakh = table(&trainer, Lang::Kk).await.text();
        assert!(kazakh.contains("0,500;") && kazakh.lines().count() == found.lines().count(), "{kazakh}");
    })
    .await;
}

#[tokio::test]
async fn later_tries_and_running_ones_are_no_second_opinion() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        tries(&app, Lang::En, (0, 10)).await;
        let changed = app.app.write(Actor::System, |conn, _| {
            diesel::update(attempts::table.find(AttemptId(1))).set(attempts::number.eq(2)).execute(conn)?;
            diesel::update(attempts::table.find(AttemptId(2)))
                .set(attempts::finished_at.eq(None::<chrono::NaiveDateTime>))
                .execute(conn)?;
            Ok(())
        });
        changed.await.expect("the database answers");
        let published = course(&app);
        let span = Span { course: published.course_id, edition: published.edition, since: None };
        let log = app.app.read(move |conn| stats::list_sittings(conn, span, None)).await.expect("the database answers");
        let test = log.tests.get("motives").expect("the module's test");
        assert_eq!(test.sittings.len(), 8);
        let open: usize =
            test.sittings.iter().flat_map(|one| &one.entries).filter(|entry| entry.given.is_none()).count();
        assert_eq!(open, 2, "what was left open is an entry all the same");
        assert!(test.sittings.iter().all(|one| one.entries.len() == 6));
        let of_other = app.app.read(move |conn| stats::list_sittings(conn, span, Some(&["final".to_owned()]))).await;
        assert!(of_other.expect("the database answers").tests.is_empty());
    })
    .await;
}

/// Publishes a new edition whose file of questions says something else.
async fn new_edition(app: &TestApp, trainer: &Client, (from, to): (&str, &str)) {
    const QUESTIONS: &str = "questions/motives.toml";
    let before = stored(app, QUESTIONS).await.expect("there");
    assert!(before.contains(from), "{from}");
    write(trainer, DRAFT, QUESTIONS, &before.replacen(from, to, 1)).await;
    let page = trainer.get(&format!("{DRAFT}/check")).await.ok().text();
    publish(trainer, &page, &[("wish", "edition")]).await.leads_to(DRAFT);
}

#[tokio::test]
async fn a_new_edition_without_tries_forgets_nothing_that_is_worth_a_look() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = drafting(&app).await;
        tries(&app, Lang::Kk, (0, 60)).await;
        let (home, list) = ("/en/trainer", "/en/trainer/drafts/1/questions?flagged=yes");
        trainer.get(home).await.ok().says("href=\"/en/trainer/courses/leadership/statistics\"");
        trainer.get(list).await.ok().says("By the tries at edition 1.");
        let text = course(&app).course.question(&slug(OTHERS[0].0)).expect("there").1.text.get(Lang::Kk).to_owned();
        new_edition(&app, &trainer, (&text, "Басқа сұрақ")).await;
        let needs = trainer.get(home).await.ok();
        needs.says("href=\"/en/trainer/courses/leadership/statistics?edition=1\"");
        needs.says(", Edition 1");
        let listed = trainer.get(list).await.ok();
        listed.says("By the tries at edition 1. Edition 2 has too few tries yet");
        listed.says(&format!("/questions/{TURNED}\""));
        listed.says("The key may be wrong");
        listed.says("%, fits the rest of the test: ");
        // Each of its reasons finds it, and no other.
        let by = async |flag: &str| {
            let found = trainer.get(&list.replace("yes", flag)).await.ok().text();
            found.contains(&format!("/questions/{TURNED}\""))
        };
        assert!(by("key").await && !by("easy").await && !by("nothing").await);
        // What was repaired was looked at.
        let text = course(&app).course.question(&slug(TURNED)).expect("there").1.text.get(Lang::Kk).to_owned();
        new_edition(&app, &trainer, (&text, "Түзетілген сұрақ")).await;
        let listed = trainer.get(list).await.ok().text();
        assert!(!listed.contains(&format!("/questions/{TURNED}\"")), "it was repaired");
        // Once the newest edition has tries, they tell.
        tries(&app, Lang::Kk, (60, 60)).await;
        let listed = trainer.get(list).await.ok();
        listed.says("By the tries at edition 3.");
        listed.says(&format!("/questions/{TURNED}\""));
    })
    .await;
}
