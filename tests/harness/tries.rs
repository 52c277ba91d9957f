//! People who have taken the test of a module: their answers in the database, as the program leaves them.

use diesel::prelude::*;
use erikti::content::Published;
use erikti::db::Conn;
use erikti::db::schema::{answers, attempts, people};
use erikti::kernel::ids::{AttemptId, PersonId};
use erikti::kernel::{Actor, Ctx, Lang, Result, Slug};
use erikti::learning;
use erikti::quiz::kinds;

use super::app::TestApp;

/// The question that is keyed wrongly: those who know more get it wrong.
pub(crate) const TURNED: &str = "career-registration";
/// Good questions, and how much has to be known for each.
pub(crate) const OTHERS: [(&str, usize); 5] = [
    ("half-not-back", 2),
    ("which-of-six", 6),
    ("heat-grandmother", 1),
    ("minor-heavy-load", 4),
    ("replace-cleaners", 7),
];
/// Every fifth leaves it open.
const LEFT_OPEN: &str = "which-of-six";

/// First tries at the module's test: of ten people in a row, the later ones know more. Every fifth leaves one
/// question open.
pub(crate) async fn tries(app: &TestApp, lang: Lang, (first, count): (usize, usize)) {
    let published = app.library.shelf().course("leadership").cloned().expect("a course that comes with the program");
    let written = app.app.write(Actor::System, move |conn, ctx| {
        for number in first..first + count {
            add_try(conn, ctx, (&published, lang), number)?;
        }
        Ok(())
    });
    written.await.expect("the database answers");
}

fn add_try(conn: &mut Conn, ctx: &Ctx, (published, lang): (&Published, Lang), number: usize) -> Result<()> {
    let name = format!("Zarina {number}");
    let values = (
        people::name.eq(&name),
        people::name_folded.eq(&name),
        people::language.eq(lang),
        people::created_at.eq(ctx.now),
    );
    let person: PersonId = diesel::insert_into(people::table).values(values).returning(people::id).get_result(conn)?;
    let enrolment = learning::enrol(conn, ctx, person, (published.course_id, published.edition))?;
    let knows = number % 10;
    let mut questions: Vec<(Slug, bool)> = OTHERS.iter().map(|(key, least)| (slug(key), knows > *least)).collect();
    questions.push((slug(TURNED), knows < 5));
    let keys: Vec<&Slug> = questions.iter().map(|(key, _)| key).collect();
    let id: AttemptId = diesel::insert_into(attempts::table)
        .values((
            attempts::enrolment_id.eq(enrolment.id),
            attempts::version_id.eq(published.id),
            attempts::quiz.eq("motives"),
            attempts::number.eq(1),
            attempts::seed.eq(7),
            attempts::questions.eq(serde_json::to_string(&keys).expect("keys")),
            attempts::started_at.eq(ctx.now),
            attempts::finished_at.eq(ctx.now),
            attempts::points.eq(1000),
            attempts::max_points.eq(6000),
            attempts::passed.eq(knows > 4),
        ))
        .returning(attempts::id)
        .get_result(conn)?;
    let is_open = |key: &Slug| knows % 5 == 4 && key.as_str() == LEFT_OPEN;
    for (key, right) in questions.iter().filter(|(key, _)| !is_open(key)) {
        let (_, question) = published.course.question(key).expect("a question of the course");
        let given = if *right { kinds::right_answer(&question.body) } else { kinds::wrong_answer(&question.body) };
        diesel::insert_into(answers::table)
            .values((
                answers::attempt_id.eq(id),
                answers::question.eq(key),
                answers::answer.eq(serde_json::to_string(&given.expect("an answer")).expect("an answer")),
                answers::changes.eq(0),
                answers::language.eq(lang),
                answers::shown_at.eq(ctx.now),
                answers::answered_at.eq(ctx.now.plus_seconds(75)),
                answers::points.eq(if *right { 1000 } else { 0 }),
                answers::max_points.eq(1000),
                answers::is_right.eq(*right),
                answers::version_id.eq(published.id),
            ))
            .execute(conn)?;
    }
    Ok(())
}

fn slug(key: &str) -> Slug {
    Slug::parse(key).expect("a key")
}
