//! What trainers see of their courses: who learns, and which question misleads in which language.

use std::sync::Arc;

use diesel::prelude::*;
use erikti::content::import::{Import, Wish, import};
use erikti::content::model::Package;
use erikti::content::prepare::prepare;
use erikti::content::{Published, files};
use erikti::db::Conn;
use erikti::db::schema::people;
use erikti::kernel::ids::PersonId;
use erikti::kernel::{Actor, Ctx, Lang, Result, Role};
use erikti::learning::{self, CheckAnswer, answer_check};
use erikti::quiz::mark::mark;
use erikti::quiz::model::Answer as Given;
use erikti::stats::tally::Tally;
use erikti::stats::{self, Span};

use super::draft_questions::{form_of, post, with};
use super::harness::app::TestApp;
use super::harness::client::{Answer, Client, between};
use super::harness::database::on_both;
use super::harness::library;
use super::learner::{Answers, Learner, slug};
use super::people::staff;

const COURSE: &str = "leadership";
/// The check in which readers of Kazakh go wrong.
const TRAP: &str = "six-motives-check-1";
const RESULTS: &str = "/en/trainer/courses/leadership/results";
const DAY: i64 = 24 * 60 * 60;

async fn trainer(app: &TestApp) -> Client {
    staff(app, "trainer", &[Role::Trainer]).await
}

fn course(app: &TestApp) -> Arc<Published> {
    app.library.shelf().course(COURSE).cloned().expect("a course that comes with the program")
}

/// The numbers beside a course: enrolled, active, completed, waiting questions.
fn numbers(page: &Answer) -> Vec<String> {
    let text = page.text();
    let card = between(&text, "<h3>Leadership", "</section>");
    let cells = card.split("<dd>").skip(1).map(|cell| cell.split("</dd>").next().unwrap_or_default());
    let bare = |cell: &str| cell.split('<').map(|part| part.rsplit('>').next().unwrap_or_default()).collect::<String>();
    cells.map(|cell| bare(cell).trim().to_owned()).collect()
}

#[tokio::test]
async fn a_trainer_sees_who_learns_and_what_waits() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer_of = trainer(&app).await;
        assert_eq!(numbers(&trainer_of.get("/en/trainer").await.ok()), ["0", "0", "0", "0"]);

        let asem = Learner::enrol(&app, Lang::En, "asem", COURSE).await;
        asem.complete("Әсем Нұрғалиқызы").await;
        let dana = Learner::enrol(&app, Lang::Kk, "dana", COURSE).await;
        dana.post("/ask", &[("message".to_owned(), "Неге солай?".to_owned())]).await.has(303);
        let page = trainer_of.get("/en/trainer").await.ok();
        assert_eq!(numbers(&page), ["2", "1", "1", "1"]);
        page.says("<a href=\"/en/trainer/requests?course=leadership\">1</a>");

        app.advance(31 * DAY);
        trainer_of.sign_in("en", "trainer@example.kz").await;
        assert_eq!(numbers(&trainer_of.get("/en/trainer").await.ok()), ["2", "0", "1", "1"]);
        dana.client.sign_in("kk", "dana@example.kz").await;
        dana.read_module("motives").await;
        assert_eq!(numbers(&trainer_of.get("/en/trainer").await.ok()), ["2", "1", "1", "1"]);
        asem.client.sign_in("en", "asem@example.kz").await;
        asem.client.get("/en/trainer").await.has(403);
        asem.client.get(RESULTS).await.has(403);
    })
    .await;
}

/// Made-up people who each answer the first check of the first lesson by one of its options, and another one rightly.
async fn readers(app: &TestApp, lang: Lang, (first, count): (usize, usize), option: &'static str) {
    let published = course(app);
    let answered = app.app.write(Actor::System, move |conn, ctx| {
        for number in first..first + count {
            let person = add_person(conn, ctx, lang, number)?;
            answer(conn, ctx, (&published, person, lang), TRAP, &Given::Single { option: slug(option) })?;
            answer(
                conn,
                ctx,
                (&published, person, lang),
                "six-motives-check-2",
                &Given::Single { option: slug("relief") },
            )?;
        }
        Ok(())
    });
    answered.await.expect("the database answers");
}

fn add_person(conn: &mut Conn, ctx: &Ctx, lang: Lang, number: usize) -> Result<PersonId> {
    let name = format!("Zarina {number}");
    let values = (
        people::name.eq(&name),
        people::name_folded.eq(&name),
        people::language.eq(lang),
        people::created_at.eq(ctx.now),
    );
    Ok(diesel::insert_into(people::table).values(values).returning(people::id).get_result(conn)?)
}

fn answer(
    conn: &mut Conn,
    ctx: &Ctx,
    (published, person, lang): (&Published, PersonId, Lang),
    key: &str,
    given: &Given,
) -> Result<()> {
    let enrolment = learning::enrol(conn, ctx, person, (published.course_id, published.edition))?;
    let (_, question) = published.course.question(&slug(key)).expect("a question of the course");
    let given = CheckAnswer {
        enrolment: enrolment.id,
        version: published.id,
        lesson: slug("six-motives"),
        question: slug(key),
        number: 1,
        answer: given.clone(),
        mark: mark(question, given).expect("the answer fits"),
        lang,
    };
    answer_check(conn, ctx, &given, &question.body)
}

/// The rows of a table of results, by the question's key.
fn row<'a>(text: &'a str, key: &str) -> &'a str {
    let at = text.find(&format!("/results/{key}")).unwrap_or_else(|| panic!("no row of {key}"));
    text[at..].split("</tr>").next().unwrap_or_default()
}

#[tokio::test]
async fn a_question_that_misleads_in_one_language_is_found() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = trainer(&app).await;
        trainer.get(RESULTS).await.ok().says("Nobody has answered a question of this course yet.");
        trainer.get(&format!("{RESULTS}/{TRAP}")).await.ok().says("Nobody has answered this question yet.");

        readers(&app, Lang::Kk, (0, 12), "brought").await;
        readers(&app, Lang::Kk, (12, 28), "why-late").await;
        readers(&app, Lang::Ru, (40, 36), "brought").await;
        readers(&app, Lang::Ru, (76, 4), "strong").await;
        readers(&app, Lang::En, (80, 3), "brought").await;

        for sort in ["", "?sort=misleading", "?sort=answers&module=motives", "?sort=course&edition=1&since=latest"] {
            let list = trainer.get(&format!("{RESULTS}{sort}")).await.ok();
            let text = list.text();
            let trap = row(&text, TRAP);
            for words in [
                "Misleading in Kazakh: 30 % of all answers right, in the other languages 90 %",
                "<strong>61 %</strong>",
                "(83)",
            ] {
                assert!(trap.contains(words), "{words} is not in {trap}");
            }
            assert!(trap.contains("few answers: 3, of these right: 3"), "{trap}");
            for words in [
                "Most in Kazakh choose",
                "28 of 40 answers; in the other languages 0 of 43)",
                "Why did you not come earlier?",
            ] {
                assert!(trap.contains(words), "{words} is not in {trap}");
            }
            let other = row(&text, "six-motives-check-2");
            assert!(!other.contains("choose"), "{other}");
            assert!(other.contains("<strong>100 %</strong>") && !other.contains("Misleading"), "{other}");
            assert!(!text.contains("Zarina"), "a learner's name is shown");
        }
        let lowest = trainer.get(RESULTS).await.ok().text();
        assert!(lowest.find(TRAP) < lowest.find("six-motives-check-2"), "the lowest share comes first");
        let kazakh = trainer.get(&RESULTS.replacen("en", "kk", 1)).await.ok();
        kazakh.says("Қазақ тілінде шатастырады: барлық жауаптың 30 %-ы дұрыс, басқа тілдерде 90 %");
        kazakh.says("Қазақ тілінде көбі мынаны таңдайды: «Неге бұрын келмедіңіз?» (40 жауап ішінде 28;");

        let one = trainer.get(&format!("{RESULTS}/{TRAP}")).await.ok();
        let text = one.text();
        one.says("Compare the wording below");
        one.says("28 of 40 answers; in the other languages 0 of 43)");
        // The row of the option, and not the sentence that names it.
        let rows = text.split("Why did you not come earlier?").skip(1).filter_map(|rest| rest.split_once("</tr>"));
        let late = rows.map(|(row, _)| row).last().expect("the row of the option");
        assert!(late.contains("<strong>70 %</strong>") && late.contains("(28)"), "{late}");
        assert!(late.contains("<strong>0 %</strong>"), "nobody chose it in Russian: {late}");
        one.says("«Неге бұрын келмедіңіз?»");
        assert!(!text.contains("Zarina"), "a learner's name is shown");
        trainer.get(&format!("{RESULTS}/none")).await.has(404);
        trainer.get("/en/trainer/courses/none/results").await.has(404);
    })
    .await;
}

async fn tally(app: &TestApp, only_newest: bool, key: &str) -> Tally {
    let published = course(app);
    let since = only_newest.then_some(published.revision);
    let span = Span { course: published.course_id, edition: published.edition, since };
    let found = app.app.read(move |conn| stats::count_by_question(conn, span)).await.expect("the database answers");
    found.get(&slug(key)).cloned().unwrap_or_default()
}

#[tokio::test]
async fn a_test_counts_when_it_is_handed_in_and_a_check_by_its_first_try() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let asem = Learner::enrol(&app, Lang::Ru, "asem", COURSE).await;
        let (lesson, check) = (slug("six-motives"), slug(TRAP));
        asem.check(&lesson, &check, (1, Answers::Wrong)).await.has(303);
        asem.check(&lesson, &check, (2, Answers::Right)).await.has(303);
        let counted = tally(&app, false, TRAP).await.of(Lang::Ru);
        assert_eq!((counted.answers, counted.right), (1, 0), "the first try counts");

        asem.read_module("motives").await;
        asem.choose_certificate("Әсем Нұрғалиқызы", Lang::Ru).await;
        let id = asem.start("motives").await;
        let first = asem.attempt(id).await.questions[0].clone();
        let fields = asem.fields(id, 1, Answers::Right).await;
        asem.post(&format!("/attempts/{id}/1"), &fields).await.has(303);
        assert_eq!(tally(&app, false, first.as_str()).await.total().answers, 0, "the try is not over");
        asem.finish(id, Answers::Right).await;
        let counted = tally(&app, false, first.as_str()).await.of(Lang::Ru);
        assert_eq!((counted.answers, counted.right), (1, 1));
    })
    .await;
}

#[tokio::test]
async fn what_was_left_open_is_counted_beside_the_answers() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = trainer(&app).await;
        let asem = Learner::enrol(&app, Lang::Ru, "asem", COURSE).await;
        asem.read_module("motives").await;
        asem.choose_certificate("Әсем Нұрғалиқызы", Lang::Ru).await;
        let id = asem.start("motives").await;
        let questions = asem.attempt(id).await.questions.clone();
        let fields = asem.fields(id, 1, Answers::Right).await;
        asem.post(&format!("/attempts/{id}/1"), &fields).await.has(303);
        assert_eq!(tally(&app, false, questions[1].as_str()).await.left_open(), 0, "the try is not over");
        asem.post(&format!("/attempts/{id}/finish"), &[]).await.has(303);

        let answered = tally(&app, false, questions[0].as_str()).await;
        assert_eq!((answered.total().answers, answered.left_open()), (1, 0));
        for question in &questions[1..] {
            let open = tally(&app, true, question.as_str()).await;
            assert_eq!((open.total().answers, open.left_open()), (0, 1), "{question}");
        }
        let list = trainer.get(RESULTS).await.ok().text();
        assert!(row(&list, questions[1].as_str()).contains("left open: 1"));
        assert!(!row(&list, questions[0].as_str()).contains("left open"));
        let all = between(&list, "All questions", "</tr>");
        assert!(all.contains(&format!("left open: {}", questions.len() - 1)), "{all}");
        trainer.get(&format!("{RESULTS}/{}", questions[1])).await.ok().says("left open: 1");
    })
    .await;
}

#[tokio::test]
async fn a_question_is_corrected_from_beside_its_results() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = trainer(&app).await;
        readers(&app, Lang::Kk, (0, 1), "brought").await;
        // Nobody edits the course yet: the button begins, and leads to the question.
        let list = trainer.get(RESULTS).await.ok().text();
        assert!(row(&list, TRAP).contains(&format!("name=\"question\" value=\"{TRAP}\"")), "{}", row(&list, TRAP));
        let form = [("course", COURSE), ("question", TRAP)];
        let begun = trainer.post("/en/trainer/drafts", &form).await.has(303);
        let to = begun.header("location").to_owned();
        assert!(
            to.starts_with("/en/trainer/drafts/") && to.ends_with(&format!("/questions/{TRAP}?from=results")),
            "{to}"
        );
        trainer.get(&to).await.ok().says("six-motives-check-1");
        // A second click comes to the same draft, and from now on there is a link.
        trainer.post("/en/trainer/drafts", &form).await.leads_to(&to);
        let list = trainer.get(RESULTS).await.ok().text();
        assert!(row(&list, TRAP).contains(&format!("href=\"{to}\"")), "{}", row(&list, TRAP));
        trainer.get(&format!("{RESULTS}/{TRAP}")).await.ok().says(&format!("href=\"{to}\""));
        let question = to.split('?').next().expect("an address");
        // What is saved is not yet what volunteers see.
        let page = trainer.get(&to).await.ok().text();
        assert!(!page.contains("Volunteers do not see this yet"), "nothing was saved");
        let changed = with(&form_of(&page), &[("explanation-en", "Because it is so.")]);
        post(&trainer, question, &changed).await.leads_to(question);
        let saved = trainer.get(question).await.ok();
        saved.says("Volunteers do not see this yet");
        saved.says("/check\">Check and publish</a>");
        assert!(!saved.text().contains("This is shown beside the right answer"), "the right one has no explanation");
        // A right option with an explanation may have been a wrong one: the form and the check say so.
        let why = [("p0-why-kk", "Жоқ."), ("p0-why-ru", "Нет."), ("p0-why-en", "No.")];
        post(&trainer, question, &with(&form_of(&saved.text()), &why)).await.leads_to(question);
        trainer.get(question).await.ok().says("This is shown beside the right answer");
        let (draft, key) = question.split_once("/questions/").expect("an address");
        trainer.get(&format!("{draft}/check")).await.ok().says(&format!("/questions/{key}#p0-why-"));
        // Gone from the draft: on to the list, where it may have another key.
        let (all, _) = question.rsplit_once('/').expect("the list");
        trainer.post(question, &[("delete", "yes")]).await.has(303);
        trainer.get(&to).await.leads_to(all);
        trainer.get(question).await.has(404);
        let visitor = Learner::enrol(&app, Lang::En, "asem", COURSE).await;
        visitor.client.post("/en/trainer/drafts", &form).await.has(403);
    })
    .await;
}

/// The bundled course with another wording of these questions.
fn corrected(keys: &[&str]) -> Package {
    let read = files::read_folder(&library().join(COURSE)).expect("readable");
    let mut package = files::read(&read).package.expect("a course");
    for question in package.course.modules.iter_mut().flat_map(|module| &mut module.questions) {
        if keys.contains(&question.key.as_str()) {
            question.text.set(Lang::Kk, "Топқа жаңа ерікті келді. Сіз алдымен не сұрайсыз?".to_owned());
        }
    }
    package
}

#[tokio::test]
async fn after_a_correction_the_new_wording_is_looked_at_alone() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = trainer(&app).await;
        readers(&app, Lang::Kk, (0, 30), "why-late").await;
        assert!(!trainer.get(RESULTS).await.ok().text().contains("name=\"since\""), "nothing was changed yet");
        app.advance(DAY);
        correct(&app, &[TRAP]).await;
        readers(&app, Lang::Kk, (30, 5), "brought").await;

        let counted = tally(&app, false, TRAP).await.of(Lang::Kk);
        assert_eq!((counted.answers, counted.right), (35, 5));
        let counted = tally(&app, true, TRAP).await.of(Lang::Kk);
        assert_eq!((counted.answers, counted.right), (5, 5));
        trainer.get(RESULTS).await.ok().says("name=\"since\"");
        let latest = trainer.get(&format!("{RESULTS}?since=latest")).await.ok().text();
        assert!(row(&latest, TRAP).contains("few answers: 5, of these right: 5"));
        assert!(row(&latest, TRAP).contains("since=latest"), "the page of the question counts the same");
        let one = trainer.get(&format!("{RESULTS}/{TRAP}?since=latest")).await.ok();
        one.says("Топқа жаңа ерікті келді.");
    })
    .await;
}

async fn correct(app: &TestApp, keys: &[&str]) {
    let prepared = prepare(corrected(keys)).expect("prepared");
    let done = app.app.write(Actor::Shell, move |conn, ctx| import(conn, ctx, &prepared, Wish::Correction)).await;
    assert!(matches!(done, Ok(Import::Correction(_))), "{done:?}");
    let library = Arc::clone(&app.library);
    app.app.read(move |conn| library.refresh(conn)).await.expect("the shelf is filled");
}

#[tokio::test]
async fn answers_are_counted_since_the_last_correction_of_the_question_itself() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = trainer(&app).await;
        readers(&app, Lang::Kk, (0, 30), "why-late").await;
        app.advance(DAY);
        correct(&app, &[TRAP]).await;
        readers(&app, Lang::Kk, (30, 5), "brought").await;
        app.advance(DAY);
        // The next correction of the course leaves this question as it is.
        correct(&app, &[TRAP, "six-motives-check-2"]).await;
        readers(&app, Lang::Kk, (35, 2), "brought").await;
        trainer.sign_in("en", "trainer@example.kz").await;

        let one =
            async |key: &str, since: &str| trainer.get(&format!("{RESULTS}/{key}?since={since}")).await.ok().text();
        let edition = one(TRAP, "").await;
        assert!(edition.contains("(37)") && edition.contains("Since this question was last corrected:"), "{edition}");
        assert!(one(TRAP, "question").await.contains("few answers: 7, of these right: 7"));
        assert!(one(TRAP, "latest").await.contains("few answers: 2, of these right: 2"));
        assert!(one("six-motives-check-2", "question").await.contains("few answers: 2, of these right: 2"));
        let other = one("six-motives-check-3", "question").await;
        assert!(!other.contains("Since this question was last corrected:"), "it was never corrected: {other}");
    })
    .await;
}
