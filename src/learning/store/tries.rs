//! The queries of tries at quizzes.

use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sql_types::{BigInt, Text, Timestamp as SqlTimestamp};

use super::{from_json, thousandths, to_json};
use crate::db::Conn;
use crate::db::schema::{answers, attempts, enrolments};
use crate::kernel::ids::{AttemptId, EnrolmentId, PersonId, VersionId};
use crate::kernel::{Ctx, Lang, Result, Slug, Timestamp};
use crate::learning::model::{Attempt, QuizKey, StoredAnswer, TryState};
use crate::on_backend;
use crate::quiz::mark::Mark;
use crate::quiz::model::Answer;
use crate::quiz::rules::Finished;

pub(super) type AttemptRow = (
    (AttemptId, EnrolmentId, VersionId, String, i32, i64, String),
    (Timestamp, Option<Timestamp>, Option<bool>, Option<i32>, Option<i32>),
);

#[expect(clippy::type_complexity, reason = "the columns of an attempt, named once")]
pub(super) const ATTEMPT: (
    (
        attempts::id,
        attempts::enrolment_id,
        attempts::version_id,
        attempts::quiz,
        attempts::number,
        attempts::seed,
        attempts::questions,
    ),
    (attempts::started_at, attempts::finished_at, attempts::passed, attempts::points, attempts::max_points),
) = (
    (
        attempts::id,
        attempts::enrolment_id,
        attempts::version_id,
        attempts::quiz,
        attempts::number,
        attempts::seed,
        attempts::questions,
    ),
    (attempts::started_at, attempts::finished_at, attempts::passed, attempts::points, attempts::max_points),
);

pub(super) fn attempt(row: AttemptRow) -> Result<Attempt> {
    let (
        (id, enrolment, version, quiz, number, seed, questions),
        (started_at, finished_at, passed, points, max_points),
    ) = row;
    Ok(Attempt {
        id,
        enrolment,
        version,
        quiz,
        number,
        seed: seed.cast_unsigned(),
        questions: from_json(&questions)?,
        started_at,
        finished_at,
        passed,
        points,
        max_points,
    })
}

/// A person's attempt: nobody else's is found.
///
/// # Errors
/// The database's.
pub fn find_attempt(conn: &mut Conn, person: PersonId, id: AttemptId) -> Result<Option<Attempt>> {
    let row = attempts::table
        .inner_join(enrolments::table)
        .filter(attempts::id.eq(id))
        .filter(enrolments::person_id.eq(person))
        .select(ATTEMPT)
        .get_result::<AttemptRow>(conn)
        .optional()?;
    row.map(attempt).transpose()
}

/// How an enrolment stands with a quiz.
///
/// # Errors
/// The database's.
pub fn list_tries(conn: &mut Conn, id: EnrolmentId, quiz: &str) -> Result<TryState> {
    let rows: Vec<(AttemptId, Timestamp, Option<Timestamp>, Option<bool>)> = attempts::table
        .filter(attempts::enrolment_id.eq(id))
        .filter(attempts::quiz.eq(quiz))
        .order(attempts::number)
        .select((attempts::id, attempts::started_at, attempts::finished_at, attempts::passed))
        .load(conn)?;
    let since = if quiz == QuizKey::Final.code() { super::renew::find_since(conn, id)? } else { None };
    let mut state = TryState::default();
    for (id, started_at, finished_at, passed) in rows {
        match finished_at {
            Some(_) if since.is_some_and(|since| started_at < since) => {
                state.before += 1;
                state.last = Some(id);
            }
            Some(at) => {
                state.finished.push(Finished { at, passed: passed == Some(true) });
                state.last = Some(id);
            }
            None => state.running = Some(id),
        }
    }
    Ok(state)
}

/// The questions of all earlier tries at a quiz.
pub(in crate::learning) fn list_seen(conn: &mut Conn, id: EnrolmentId, quiz: &str) -> Result<Vec<Slug>> {
    let rows: Vec<String> = attempts::table
        .filter(attempts::enrolment_id.eq(id))
        .filter(attempts::quiz.eq(quiz))
        .select(attempts::questions)
        .load(conn)?;
    let lists: Vec<Vec<Slug>> = rows.iter().map(|json| from_json(json)).collect::<Result<_>>()?;
    Ok(lists.into_iter().flatten().collect())
}

/// The questions of all tries of an enrolment that were handed in.
///
/// # Errors
/// The database's.
pub fn list_handed_in(conn: &mut Conn, id: EnrolmentId) -> Result<Vec<Slug>> {
    let ended = attempts::table.filter(attempts::enrolment_id.eq(id)).filter(attempts::finished_at.is_not_null());
    let rows: Vec<String> = ended.select(attempts::questions).load(conn)?;
    let lists: Vec<Vec<Slug>> = rows.iter().map(|json| from_json(json)).collect::<Result<_>>()?;
    Ok(lists.into_iter().flatten().collect())
}

pub(in crate::learning) struct NewAttempt<'a> {
    pub(in crate::learning) enrolment: EnrolmentId,
    pub(in crate::learning) version: VersionId,
    pub(in crate::learning) quiz: &'a str,
    pub(in crate::learning) number: i32,
    pub(in crate::learning) seed: u64,
    pub(in crate::learning) questions: &'a [Slug],
}

/// Begins a try; `None` if one is running already (a second click).
pub(in crate::learning) fn insert_attempt(
    conn: &mut Conn,
    ctx: &Ctx,
    new: &NewAttempt<'_>,
) -> Result<Option<AttemptId>> {
    let questions = to_json(&new.questions)?;
    let values = (
        attempts::enrolment_id.eq(new.enrolment),
        attempts::version_id.eq(new.version),
        attempts::quiz.eq(new.quiz),
        attempts::number.eq(new.number),
        attempts::seed.eq(new.seed.cast_signed()),
        attempts::questions.eq(questions),
        attempts::started_at.eq(ctx.now),
    );
    let id = on_backend!(conn, c => diesel::insert_into(attempts::table)
        .values(values)
        .on_conflict_do_nothing()
        .returning(attempts::id)
        .get_result(c)
        .optional())?;
    Ok(id)
}

/// Ends a try; false if it had ended before. If the clock was set back since it began, it ends when it began.
pub(in crate::learning) fn set_finished(
    conn: &mut Conn,
    ctx: &Ctx,
    attempt: &Attempt,
    outcome: &crate::learning::finish::Graded,
) -> Result<bool> {
    let running = attempts::table.find(attempt.id).filter(attempts::finished_at.is_null());
    let rows = diesel::update(running)
        .set((
            attempts::finished_at.eq(ctx.now.max(attempt.started_at)),
            attempts::points.eq(thousandths(outcome.outcome.score.points)),
            attempts::max_points.eq(thousandths(outcome.outcome.score.max)),
            attempts::passed.eq(outcome.passed()),
        ))
        .execute(conn)?;
    Ok(rows == 1)
}

/// The answers of a try.
///
/// # Errors
/// The database's.
pub fn list_answers(conn: &mut Conn, id: AttemptId) -> Result<Vec<StoredAnswer>> {
    let rows: Vec<(Slug, String)> =
        answers::table.filter(answers::attempt_id.eq(id)).select((answers::question, answers::answer)).load(conn)?;
    rows.into_iter().map(|(question, answer)| Ok(StoredAnswer { question, answer: from_json(&answer)? })).collect()
}

/// What is kept of the answer to one question of a try.
pub(in crate::learning) fn find_answer(conn: &mut Conn, id: AttemptId, question: &Slug) -> Result<Option<Answer>> {
    let row: Option<String> =
        answers::table.find((id, question)).select(answers::answer).get_result(conn).optional()?;
    row.map(|json| from_json(&json)).transpose()
}

pub(in crate::learning) struct NewAnswer<'a> {
    pub(in crate::learning) attempt: AttemptId,
    pub(in crate::learning) question: &'a Slug,
    pub(in crate::learning) answer: &'a Answer,
    pub(in crate::learning) lang: Lang,
    pub(in crate::learning) shown_at: Timestamp,
}

/// Written out: the query builder would have it prepared anew for each answer, as it does with every `DO UPDATE`.
struct SetAnswer<'a> {
    new: &'a NewAnswer<'a>,
    json: String,
    now: Timestamp,
}

/// By hand, because the derive wants a type without borrows: the text is the same for every answer.
impl QueryId for SetAnswer<'_> {
    type QueryId = SetAnswer<'static>;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl RunQueryDsl<Conn> for SetAnswer<'_> {}

impl QueryFragment<<Conn as Connection>::Backend> for SetAnswer<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, <Conn as Connection>::Backend>) -> QueryResult<()> {
        out.push_sql(
            "INSERT INTO answers (changes, question, answer, language, shown_at, answered_at, attempt_id) SELECT 0, ",
        );
        out.push_bind_param::<Text, _>(self.new.question)?;
        out.push_sql(", ");
        out.push_bind_param::<Text, _>(&self.json)?;
        out.push_sql(", ");
        out.push_bind_param::<Text, _>(&self.new.lang)?;
        out.push_sql(", ");
        out.push_bind_param::<SqlTimestamp, _>(&self.new.shown_at)?;
        out.push_sql(", ");
        out.push_bind_param::<SqlTimestamp, _>(&self.now)?;
        out.push_sql(", id FROM attempts WHERE finished_at IS NULL AND id = ");
        out.push_bind_param::<BigInt, _>(&self.new.attempt)?;
        out.push_sql(
            " ON CONFLICT (attempt_id, question) DO UPDATE SET answer = excluded.answer, \
             changes = answers.changes + 1, language = excluded.language, answered_at = excluded.answered_at",
        );
        Ok(())
    }
}

/// Keeps an answer, or changes it; false if the try is over: then nothing is changed.
pub(in crate::learning) fn set_answer(conn: &mut Conn, ctx: &Ctx, new: &NewAnswer<'_>) -> Result<bool> {
    let json = to_json(new.answer)?;
    Ok(SetAnswer { new, json, now: ctx.now }.execute(conn)? == 1)
}

/// Notes what an answer was worth, by which version.
pub(in crate::learning) fn set_answer_mark(
    conn: &mut Conn,
    (id, version): (AttemptId, VersionId),
    question: &Slug,
    mark: Mark,
) -> Result<()> {
    diesel::update(answers::table.find((id, question)))
        .set((
            answers::points.eq(thousandths(mark.points)),
            answers::max_points.eq(thousandths(mark.max)),
            answers::is_right.eq(mark.right),
            answers::version_id.eq(version),
        ))
        .execute(conn)?;
    Ok(())
}

/// The questions of a finished try that were not fully right, unanswered ones among them.
pub(in crate::learning) fn list_wrong(conn: &mut Conn, id: AttemptId) -> Result<Vec<Slug>> {
    let questions: String = attempts::table.find(id).select(attempts::questions).get_result(conn)?;
    let right: Vec<Slug> = answers::table
        .filter(answers::attempt_id.eq(id))
        .filter(answers::is_right.eq(true))
        .select(answers::question)
        .load(conn)?;
    let all: Vec<Slug> = from_json(&questions)?;
    Ok(all.into_iter().filter(|key| !right.contains(key)).collect())
}

/// True if a quiz was passed after a moment.
pub(in crate::learning) fn passed_since(
    conn: &mut Conn,
    id: EnrolmentId,
    quiz: &str,
    since: Timestamp,
) -> Result<bool> {
    let count: i64 = attempts::table
        .filter(attempts::enrolment_id.eq(id))
        .filter(attempts::quiz.eq(quiz))
        .filter(attempts::passed.eq(true))
        .filter(attempts::finished_at.gt(since))
        .count()
        .get_result(conn)?;
    Ok(count > 0)
}
