//! Everything that learning holds of one person: to be exported, and to be erased.

use diesel::prelude::*;

use crate::db::Conn;
use crate::db::schema::{
    answers, attempt_regrades, attempts, check_answers, courses, enrolments, learning_months, lesson_progress,
};
use crate::kernel::ids::PersonId;
use crate::kernel::{Lang, Result, Timestamp};

/// At most so many ids in one statement.
const CHUNK: usize = 500;

pub(in crate::learning) fn delete_of_person(conn: &mut Conn, person: PersonId) -> Result<usize> {
    let own: Vec<i64> = enrolments::table.filter(enrolments::person_id.eq(person)).select(enrolments::id).load(conn)?;
    let tries: Vec<i64> =
        attempts::table.filter(attempts::enrolment_id.eq_any(&own)).select(attempts::id).load(conn)?;
    for tries in tries.chunks(CHUNK) {
        diesel::delete(answers::table.filter(answers::attempt_id.eq_any(tries))).execute(conn)?;
        diesel::delete(attempt_regrades::table.filter(attempt_regrades::attempt_id.eq_any(tries))).execute(conn)?;
    }
    diesel::delete(attempts::table.filter(attempts::enrolment_id.eq_any(&own))).execute(conn)?;
    diesel::delete(check_answers::table.filter(check_answers::enrolment_id.eq_any(&own))).execute(conn)?;
    diesel::delete(lesson_progress::table.filter(lesson_progress::enrolment_id.eq_any(&own))).execute(conn)?;
    diesel::delete(learning_months::table.filter(learning_months::enrolment_id.eq_any(&own))).execute(conn)?;
    Ok(diesel::delete(enrolments::table.filter(enrolments::id.eq_any(&own))).execute(conn)?)
}

/// A lesson: its key, when it was opened, when it was done.
pub(in crate::learning) type LessonRow = (String, Timestamp, Option<Timestamp>);
/// A check: question, number of the try, answer, points and their maximum, right, language, when.
pub(in crate::learning) type CheckRow = (String, i32, String, i32, i32, bool, Lang, Timestamp);
/// A try: id, quiz, number, begun, ended, points and their maximum, passed.
pub(in crate::learning) type TryRow =
    (i64, String, i32, Timestamp, Option<Timestamp>, Option<i32>, Option<i32>, Option<bool>);
/// An answer: its try, question, answer, changes, language, when, points and their maximum, right.
pub(in crate::learning) type AnswerRow =
    (i64, String, String, i32, Lang, Timestamp, Option<i32>, Option<i32>, Option<bool>);
/// An enrolment: id, course, edition, begun, completed, name and language for the certificate, since when it is renewed.
pub(in crate::learning) type EnrolmentRow =
    (i64, String, i32, Timestamp, Option<Timestamp>, Option<String>, Option<Lang>, Option<Timestamp>);

pub(in crate::learning) fn list_own(conn: &mut Conn, person: PersonId) -> Result<Vec<EnrolmentRow>> {
    Ok(enrolments::table
        .inner_join(courses::table)
        .filter(enrolments::person_id.eq(person))
        .order(enrolments::id)
        .select((
            enrolments::id,
            courses::key,
            enrolments::edition,
            enrolments::enrolled_at,
            enrolments::completed_at,
            enrolments::certificate_name,
            enrolments::certificate_language,
            enrolments::renewing_since,
        ))
        .load(conn)?)
}

pub(in crate::learning) fn list_own_lessons(conn: &mut Conn, enrolment: i64) -> Result<Vec<LessonRow>> {
    Ok(lesson_progress::table
        .filter(lesson_progress::enrolment_id.eq(enrolment))
        .order(lesson_progress::opened_at)
        .select((lesson_progress::lesson, lesson_progress::opened_at, lesson_progress::done_at))
        .load(conn)?)
}

pub(in crate::learning) fn list_own_checks(conn: &mut Conn, enrolment: i64) -> Result<Vec<CheckRow>> {
    Ok(check_answers::table
        .filter(check_answers::enrolment_id.eq(enrolment))
        .order(check_answers::id)
        .select((
            check_answers::question,
            check_answers::number,
            check_answers::answer,
            check_answers::points,
            check_answers::max_points,
            check_answers::is_right,
            check_answers::language,
            check_answers::answered_at,
        ))
        .load(conn)?)
}

pub(in crate::learning) fn list_own_tries(conn: &mut Conn, enrolment: i64) -> Result<Vec<TryRow>> {
    Ok(attempts::table
        .filter(attempts::enrolment_id.eq(enrolment))
        .order(attempts::id)
        .select((
            attempts::id,
            attempts::quiz,
            attempts::number,
            attempts::started_at,
            attempts::finished_at,
            attempts::points,
            attempts::max_points,
            attempts::passed,
        ))
        .load(conn)?)
}

/// The answers of all tries of an enrolment, in one query.
pub(in crate::learning) fn list_own_answers(conn: &mut Conn, enrolment: i64) -> Result<Vec<AnswerRow>> {
    Ok(answers::table
        .inner_join(attempts::table)
        .filter(attempts::enrolment_id.eq(enrolment))
        .order((answers::attempt_id, answers::answered_at))
        .select((
            answers::attempt_id,
            answers::question,
            answers::answer,
            answers::changes,
            answers::language,
            answers::answered_at,
            answers::points,
            answers::max_points,
            answers::is_right,
        ))
        .load(conn)?)
}
