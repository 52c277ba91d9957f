//! A trainer with a phone: the courses, what learners answered, and a look at a course as they have it.

use std::sync::Arc;

use diesel::prelude::*;
use erikti::content::Published;
use erikti::db::Conn;
use erikti::db::schema::people;
use erikti::kernel::{Actor, Ctx, Lang, Result, Slug};
use erikti::learning::{self, CheckAnswer, answer_check};
use erikti::quiz::mark::mark;
use erikti::quiz::model::{Answer, Body};

use crate::cards;
use crate::harness::app::TestApp;
use crate::harness::browser::Script;
use crate::phone::Phone;

const COURSE: &str = "leadership";
/// The check that readers of Kazakh get wrong.
const TRAP: &str = "six-motives-check-1";
const LESSON: &str = "six-motives";

#[tokio::test]
async fn in_kazakh() {
    teaching("kk", "ru", Script::On).await;
}

#[tokio::test]
async fn in_russian() {
    teaching("ru", "kk", Script::On).await;
}

#[tokio::test]
async fn in_english() {
    teaching("en", "kk", Script::On).await;
}

#[tokio::test]
async fn without_script() {
    teaching("kk", "en", Script::Off).await;
}

/// Goes through the trainer's pages in one language, and through the course in another.
async fn teaching(lang: &'static str, seen: &'static str, script: Script) {
    let app = TestApp::start().await;
    let Some(phone) = Phone::start(&app.address, lang, script).await else { return };
    cards::trainer(&app, &phone).await;
    phone.open("/trainer").await;
    phone.look("teaching-nobody").await;
    phone
        .press_to(
            &format!("main a[href$=\"/courses/{COURSE}/results\"]"),
            &format!("/trainer/courses/{COURSE}/results"),
        )
        .await;
    phone.look("results-none").await;
    answers(&app).await;
    results(&phone).await;
    preview(&phone, seen).await;
    sample_test(&phone, seen).await;
}

/// Sixty made-up people answer one check, readers of Kazakh mostly wrongly; one asks a question.
async fn answers(app: &TestApp) {
    let published = app.library.shelf().course(COURSE).cloned().expect("the course");
    let answered = app.app.write(Actor::System, move |conn, ctx| {
        for number in 0..60 {
            let (lang, is_right) = if number < 30 { (Lang::Kk, number < 6) } else { (Lang::Ru, number % 10 > 0) };
            answer(conn, ctx, &published, (number, lang, is_right))?;
        }
        Ok(())
    });
    answered.await.expect("the database answers");
}

fn answer(
    conn: &mut Conn,
    ctx: &Ctx,
    published: &Arc<Published>,
    (number, lang, is_right): (i32, Lang, bool),
) -> Result<()> {
    let name = format!("Reader {number}");
    let values = (
        people::name.eq(&name),
        people::name_folded.eq(&name),
        people::language.eq(lang),
        people::created_at.eq(ctx.now),
    );
    let person = diesel::insert_into(people::table).values(values).returning(people::id).get_result(conn)?;
    let enrolment = learning::enrol(conn, ctx, person, (published.course_id, published.edition))?;
    let key = |text: &str| Slug::parse(text).expect("a key");
    let (_, question) = published.course.question(&key(TRAP)).expect("the check");
    let Body::Single(choice) = &question.body else { panic!("{TRAP} is a choice") };
    let option = if is_right { &choice.right } else { &choice.wrong };
    let given = Answer::Single { option: option.first().expect("an option").key.clone() };
    let check = CheckAnswer {
        enrolment: enrolment.id,
        version: published.id,
        lesson: key(LESSON),
        question: key(TRAP),
        number: 1,
        mark: mark(question, &given).expect("the answer fits"),
        answer: given,
        lang,
    };
    answer_check(conn, ctx, &check, &question.body)
}

/// What learners answered: the table, what it is ordered by, and one question.
async fn results(phone: &Phone) {
    phone.open("/trainer").await;
    phone.look("teaching").await;
    let path = format!("/trainer/courses/{COURSE}/results");
    phone.press_to(&format!("main a[href$=\"/courses/{COURSE}/results\"]"), &path).await;
    phone.look("results").await;
    phone.desk("results").await;
    assert_eq!(phone.browser.count(".badge.alarm").await, 1, "one question misleads");
    phone.browser.choose("#sort", "misleading").await;
    phone.browser.follow("main form.inline button").await;
    phone.press_to(&format!("main th a[href*=\"/results/{TRAP}\"]"), &format!("{path}/{TRAP}")).await;
    phone.look("results-question").await;
    phone.desk("results-question").await;
    phone.browser.click("main details summary").await;
    phone.look("results-method").await;
}

/// The course as a volunteer has it: its outline, a lesson, a check answered wrongly, its answers.
async fn preview(phone: &Phone, seen: &str) {
    let base = format!("/trainer/courses/{COURSE}/preview");
    let own = format!("{base}/{}", phone.lang);
    phone.open("/trainer").await;
    phone.press_to(&format!("main a[href$=\"{own}\"]"), &own).await;
    phone.look("preview").await;
    let other = format!("{base}/{seen}");
    phone.press_to(&format!("nav.tabs a[href$=\"{other}\"]"), &other).await;
    phone.look("preview-other-language").await;
    let lesson = format!("{other}/lessons/{LESSON}");
    phone.press_to(&format!("main a[href$=\"{lesson}\"]"), &lesson).await;
    phone.look("preview-lesson").await;
    phone.desk("preview-lesson").await;
    let check = format!("{lesson}/checks/{TRAP}");
    let form = format!("form[action*=\"/checks/{TRAP}\"]");
    phone.browser.find(&form).await;
    phone.browser.click(&format!("{form} label")).await;
    phone.press_to(&format!("{form} button"), &check).await;
    phone.look("preview-checked").await;
    phone.open(&format!("{lesson}?answers=1")).await;
    phone.look("preview-answers").await;
    phone.open(&format!("{other}/questions/{TRAP}")).await;
    phone.look("preview-question").await;
}

/// A sample of a test: how it begins, a question, what is left open, and the answers.
async fn sample_test(phone: &Phone, seen: &str) {
    let intro = format!("/trainer/courses/{COURSE}/preview/{seen}/tests/motives");
    phone.open(&intro).await;
    phone.look("sample-intro").await;
    phone.browser.follow("main form button").await;
    phone.look("sample-question").await;
    let first = phone.path().await;
    let sample = first.strip_suffix("/1").expect("the first question").to_owned();
    phone.open_path(&format!("{sample}/review")).await;
    phone.look("sample-review").await;
    phone.browser.follow("main form button").await;
    assert_eq!(phone.path().await, sample);
    phone.look("sample-answers").await;
}
