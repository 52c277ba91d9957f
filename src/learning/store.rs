//! The queries of learning.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::model::{Attempt, CheckState, Enrolment, Progress, StoredAnswer, TryState};
use crate::db::Conn;
use crate::db::schema::{answers, attempts, check_answers, enrolments, lesson_progress};
use crate::kernel::ids::{AttemptId, CourseId, EnrolmentId, PersonId, VersionId};
use crate::kernel::{Ctx, Error, Lang, Result, Slug, Timestamp};
use crate::on_backend;
use crate::quiz::mark::Mark;
use crate::quiz::model::Answer;
use crate::quiz::rules::Finished;

fn to_json<T: serde::Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(Error::internal)
}

fn from_json<T: serde::de::DeserializeOwned>(text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(|error| Error::while_doing("a stored answer", error))
}

// Enrolments

type EnrolmentRow =
    (EnrolmentId, PersonId, CourseId, i32, Option<Timestamp>, Option<String>, Option<Lang>, Option<Slug>);

fn enrolment(row: EnrolmentRow) -> Enrolment {
    let (id, person, course, edition, completed_at, certificate_name, certificate_language, last_lesson) = row;
    Enrolment { id, person, course, edition, completed_at, certificate_name, certificate_language, last_lesson }
}

const ENROLMENT: (
    enrolments::id,
    enrolments::person_id,
    enrolments::course_id,
    enrolments::edition,
    enrolments::completed_at,
    enrolments::certificate_name,
    enrolments::certificate_language,
    enrolments::last_lesson,
) = (
    enrolments::id,
    enrolments::person_id,
    enrolments::course_id,
    enrolments::edition,
    enrolments::completed_at,
    enrolments::certificate_name,
    enrolments::certificate_language,
    enrolments::last_lesson,
);

/// A person's enrolment in a course.
///
/// # Errors
/// The database's.
pub fn find_enrolment(conn: &mut Conn, person: PersonId, course: CourseId) -> Result<Option<Enrolment>> {
    let row = enrolments::table
        .filter(enrolments::person_id.eq(person))
        .filter(enrolments::course_id.eq(course))
        .select(ENROLMENT)
        .first::<EnrolmentRow>(conn)
        .optional()?;
    Ok(row.map(enrolment))
}

/// An enrolment by its id.
///
/// # Errors
/// Not found; the database's.
pub fn get_enrolment(conn: &mut Conn, id: EnrolmentId) -> Result<Enrolment> {
    Ok(enrolment(enrolments::table.find(id).select(ENROLMENT).first::<EnrolmentRow>(conn)?))
}

/// All courses of a person, the newest first.
///
/// # Errors
/// The database's.
pub fn list_enrolments(conn: &mut Conn, person: PersonId) -> Result<Vec<Enrolment>> {
    let rows: Vec<EnrolmentRow> = enrolments::table
        .filter(enrolments::person_id.eq(person))
        .order(enrolments::id.desc())
        .select(ENROLMENT)
        .load(conn)?;
    Ok(rows.into_iter().map(enrolment).collect())
}

/// Enrols, or finds that it was done before.
pub(super) fn insert_enrolment(conn: &mut Conn, ctx: &Ctx, person: PersonId, course: (CourseId, i32)) -> Result<bool> {
    let values = (
        enrolments::person_id.eq(person),
        enrolments::course_id.eq(course.0),
        enrolments::edition.eq(course.1),
        enrolments::enrolled_at.eq(ctx.now),
    );
    let rows = on_backend!(conn, c => diesel::insert_into(enrolments::table).values(values).on_conflict_do_nothing().execute(c))?;
    Ok(rows == 1)
}

pub(super) fn set_certificate_choice(conn: &mut Conn, id: EnrolmentId, name: &str, lang: Lang) -> Result<()> {
    diesel::update(enrolments::table.find(id))
        .set((enrolments::certificate_name.eq(name), enrolments::certificate_language.eq(lang)))
        .execute(conn)?;
    Ok(())
}

/// Completes the enrolment; true if it was not complete before.
pub(super) fn set_completed(conn: &mut Conn, id: EnrolmentId, now: Timestamp) -> Result<bool> {
    let open = enrolments::table.find(id).filter(enrolments::completed_at.is_null());
    Ok(diesel::update(open).set(enrolments::completed_at.eq(now)).execute(conn)? == 1)
}

// Lessons

/// What is done in an enrolment.
///
/// # Errors
/// The database's.
pub fn progress_of(conn: &mut Conn, id: EnrolmentId) -> Result<Progress> {
    let lessons: Vec<Slug> = lesson_progress::table
        .filter(lesson_progress::enrolment_id.eq(id))
        .filter(lesson_progress::done_at.is_not_null())
        .select(lesson_progress::lesson)
        .load(conn)?;
    let passed: Vec<String> = attempts::table
        .filter(attempts::enrolment_id.eq(id))
        .filter(attempts::passed.eq(true))
        .select(attempts::quiz)
        .load(conn)?;
    Ok(Progress { lessons: lessons.into_iter().collect(), passed: passed.into_iter().collect() })
}

/// Notes that a lesson was opened; the first time counts.
pub(super) fn insert_opened(conn: &mut Conn, ctx: &Ctx, id: EnrolmentId, lesson: &Slug) -> Result<()> {
    let values = (
        lesson_progress::enrolment_id.eq(id),
        lesson_progress::lesson.eq(lesson),
        lesson_progress::opened_at.eq(ctx.now),
    );
    on_backend!(conn, c => diesel::insert_into(lesson_progress::table).values(values).on_conflict_do_nothing().execute(c))?;
    diesel::update(enrolments::table.find(id)).set(enrolments::last_lesson.eq(lesson)).execute(conn)?;
    Ok(())
}

pub(super) fn set_lesson_done(conn: &mut Conn, ctx: &Ctx, id: EnrolmentId, lesson: &Slug) -> Result<()> {
    insert_opened(conn, ctx, id, lesson)?;
    let open = lesson_progress::table.find((id, lesson)).filter(lesson_progress::done_at.is_null());
    diesel::update(open).set(lesson_progress::done_at.eq(ctx.now)).execute(conn)?;
    Ok(())
}

pub(super) fn find_opened(conn: &mut Conn, id: EnrolmentId, lesson: &Slug) -> Result<Option<Timestamp>> {
    Ok(lesson_progress::table.find((id, lesson)).select(lesson_progress::opened_at).first(conn).optional()?)
}

// Lesson checks

/// The newest answer to each of these lesson checks.
///
/// # Errors
/// The database's.
pub fn list_checks(conn: &mut Conn, id: EnrolmentId, questions: &[Slug]) -> Result<Vec<CheckState>> {
    let keys: Vec<&str> = questions.iter().map(Slug::as_str).collect();
    let rows: Vec<(Slug, i32, String, bool)> = check_answers::table
        .filter(check_answers::enrolment_id.eq(id))
        .filter(check_answers::question.eq_any(keys))
        .order(check_answers::number)
        .select((check_answers::question, check_answers::number, check_answers::answer, check_answers::is_right))
        .load(conn)?;
    let mut newest = BTreeMap::new();
    for (question, number, answer, right) in rows {
        newest.insert(question.clone(), CheckState { question, number, answer: from_json(&answer)?, right });
    }
    Ok(newest.into_values().collect())
}

pub(super) struct NewCheckAnswer<'a> {
    pub(super) enrolment: EnrolmentId,
    pub(super) version: VersionId,
    pub(super) question: &'a Slug,
    pub(super) number: i32,
    pub(super) answer: &'a Answer,
    pub(super) mark: Mark,
    pub(super) lang: Lang,
    pub(super) shown_at: Timestamp,
}

/// Keeps an answer; false if this try was answered before (a second click).
pub(super) fn insert_check_answer(conn: &mut Conn, ctx: &Ctx, new: &NewCheckAnswer<'_>) -> Result<bool> {
    let json = to_json(new.answer)?;
    let values = (
        check_answers::enrolment_id.eq(new.enrolment),
        check_answers::version_id.eq(new.version),
        check_answers::question.eq(new.question),
        check_answers::number.eq(new.number),
        check_answers::answer.eq(json),
        check_answers::points.eq(thousandths(new.mark.points)),
        check_answers::max_points.eq(thousandths(new.mark.max)),
        check_answers::is_right.eq(new.mark.right),
        check_answers::language.eq(new.lang),
        check_answers::shown_at.eq(new.shown_at),
        check_answers::answered_at.eq(ctx.now),
    );
    let rows = on_backend!(conn, c => diesel::insert_into(check_answers::table).values(values).on_conflict_do_nothing().execute(c))?;
    Ok(rows == 1)
}

fn thousandths(points: crate::quiz::points::Points) -> i32 {
    i32::try_from(points.thousandths()).unwrap_or(i32::MAX)
}

// Attempts

type AttemptRow = (
    (AttemptId, EnrolmentId, VersionId, String, i32, i64, String),
    (Timestamp, Option<Timestamp>, Option<bool>, Option<i32>, Option<i32>),
);

#[expect(clippy::type_complexity, reason = "the columns of an attempt, named once")]
const ATTEMPT: (
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

fn attempt(row: AttemptRow) -> Result<Attempt> {
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
        .first::<AttemptRow>(conn)
        .optional()?;
    row.map(attempt).transpose()
}

/// How an enrolment stands with a quiz.
///
/// # Errors
/// The database's.
pub fn list_tries(conn: &mut Conn, id: EnrolmentId, quiz: &str) -> Result<TryState> {
    let rows: Vec<(AttemptId, Option<Timestamp>, Option<bool>)> = attempts::table
        .filter(attempts::enrolment_id.eq(id))
        .filter(attempts::quiz.eq(quiz))
        .order(attempts::number)
        .select((attempts::id, attempts::finished_at, attempts::passed))
        .load(conn)?;
    let mut state = TryState::default();
    for (id, finished_at, passed) in rows {
        match finished_at {
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
pub(super) fn list_seen(conn: &mut Conn, id: EnrolmentId, quiz: &str) -> Result<Vec<Slug>> {
    let rows: Vec<String> = attempts::table
        .filter(attempts::enrolment_id.eq(id))
        .filter(attempts::quiz.eq(quiz))
        .select(attempts::questions)
        .load(conn)?;
    let lists: Vec<Vec<Slug>> = rows.iter().map(|json| from_json(json)).collect::<Result<_>>()?;
    Ok(lists.into_iter().flatten().collect())
}

pub(super) struct NewAttempt<'a> {
    pub(super) enrolment: EnrolmentId,
    pub(super) version: VersionId,
    pub(super) quiz: &'a str,
    pub(super) number: i32,
    pub(super) seed: u64,
    pub(super) questions: &'a [Slug],
}

/// Begins a try; `None` if one is running already (a second click).
pub(super) fn insert_attempt(conn: &mut Conn, ctx: &Ctx, new: &NewAttempt<'_>) -> Result<Option<AttemptId>> {
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

/// Ends a try; false if it had ended before.
pub(super) fn set_finished(conn: &mut Conn, ctx: &Ctx, id: AttemptId, outcome: &super::finish::Graded) -> Result<bool> {
    let running = attempts::table.find(id).filter(attempts::finished_at.is_null());
    let rows = diesel::update(running)
        .set((
            attempts::finished_at.eq(ctx.now),
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

pub(super) struct NewAnswer<'a> {
    pub(super) attempt: AttemptId,
    pub(super) question: &'a Slug,
    pub(super) answer: &'a Answer,
    pub(super) lang: Lang,
    pub(super) shown_at: Timestamp,
}

/// True if the try is running.
pub(super) fn is_running(conn: &mut Conn, id: AttemptId) -> Result<bool> {
    let running = attempts::table.find(id).filter(attempts::finished_at.is_null()).select(attempts::id);
    Ok(running.first::<AttemptId>(conn).optional()?.is_some())
}

/// Keeps an answer, or changes it.
pub(super) fn set_answer(conn: &mut Conn, ctx: &Ctx, new: &NewAnswer<'_>) -> Result<()> {
    let json = to_json(new.answer)?;
    let values = (
        answers::attempt_id.eq(new.attempt),
        answers::question.eq(new.question),
        answers::answer.eq(&json),
        answers::changes.eq(0),
        answers::language.eq(new.lang),
        answers::shown_at.eq(new.shown_at),
        answers::answered_at.eq(ctx.now),
    );
    let changed = (
        answers::answer.eq(&json),
        answers::changes.eq(answers::changes + 1),
        answers::language.eq(new.lang),
        answers::answered_at.eq(ctx.now),
    );
    on_backend!(conn, c => diesel::insert_into(answers::table)
        .values(values)
        .on_conflict((answers::attempt_id, answers::question))
        .do_update()
        .set(changed)
        .execute(c))?;
    Ok(())
}

/// Notes what an answer was worth.
pub(super) fn set_answer_mark(conn: &mut Conn, id: AttemptId, question: &Slug, mark: Mark) -> Result<()> {
    diesel::update(answers::table.find((id, question)))
        .set((
            answers::points.eq(thousandths(mark.points)),
            answers::max_points.eq(thousandths(mark.max)),
            answers::is_right.eq(mark.right),
        ))
        .execute(conn)?;
    Ok(())
}

/// The questions of a finished try that were not fully right, unanswered ones among them.
pub(super) fn list_wrong(conn: &mut Conn, id: AttemptId) -> Result<Vec<Slug>> {
    let questions: String = attempts::table.find(id).select(attempts::questions).first(conn)?;
    let right: Vec<Slug> = answers::table
        .filter(answers::attempt_id.eq(id))
        .filter(answers::is_right.eq(true))
        .select(answers::question)
        .load(conn)?;
    let all: Vec<Slug> = from_json(&questions)?;
    Ok(all.into_iter().filter(|key| !right.contains(key)).collect())
}

/// True if a quiz was passed after a moment.
pub(super) fn passed_since(conn: &mut Conn, id: EnrolmentId, quiz: &str, since: Timestamp) -> Result<bool> {
    let count: i64 = attempts::table
        .filter(attempts::enrolment_id.eq(id))
        .filter(attempts::quiz.eq(quiz))
        .filter(attempts::passed.eq(true))
        .filter(attempts::finished_at.gt(since))
        .count()
        .get_result(conn)?;
    Ok(count > 0)
}

/// What is done in each of several enrolments, in their order: two queries, however many there are.
///
/// # Errors
/// The database's.
pub fn progress_of_many(conn: &mut Conn, of: &[Enrolment]) -> Result<Vec<Progress>> {
    let ids: Vec<i64> = of.iter().map(|enrolment| enrolment.id.0).collect();
    let lessons: Vec<(EnrolmentId, Slug)> = lesson_progress::table
        .filter(lesson_progress::enrolment_id.eq_any(&ids))
        .filter(lesson_progress::done_at.is_not_null())
        .select((lesson_progress::enrolment_id, lesson_progress::lesson))
        .load(conn)?;
    let passed: Vec<(EnrolmentId, String)> = attempts::table
        .filter(attempts::enrolment_id.eq_any(&ids))
        .filter(attempts::passed.eq(true))
        .select((attempts::enrolment_id, attempts::quiz))
        .load(conn)?;
    let progress = |enrolment: &Enrolment| Progress {
        lessons: lessons.iter().filter(|(id, _)| *id == enrolment.id).map(|(_, lesson)| lesson.clone()).collect(),
        passed: passed.iter().filter(|(id, _)| *id == enrolment.id).map(|(_, quiz)| quiz.clone()).collect(),
    };
    Ok(of.iter().map(progress).collect())
}
