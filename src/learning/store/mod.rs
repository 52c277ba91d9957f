//! The queries of learning: enrolments, lessons and their checks here, tries at quizzes in [`tries`], all that a
//! page asks of a person in a course in [`standing`].

pub(super) mod merged;
mod person;
pub(super) mod regrades;
pub(super) mod renew;
mod standing;
mod tries;

pub(super) use person::{
    delete_of_person, list_own, list_own_answers, list_own_checks, list_own_lessons, list_own_tries,
};
pub use standing::{find_standing, reading_standing};
pub(super) use tries::{
    NewAnswer, NewAttempt, find_answer, insert_attempt, list_seen, list_wrong, passed_since, set_answer,
    set_answer_mark, set_finished,
};
pub use tries::{find_attempt, list_answers, list_handed_in, list_tries};

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::model::{CheckState, Enrolment, Progress};
use crate::db::Conn;
use crate::db::schema::{attempts, check_answers, enrolments, lesson_progress};
use crate::kernel::ids::{CourseId, EnrolmentId, PersonId, VersionId};
use crate::kernel::{Ctx, Error, Lang, Result, Slug, Timestamp};
use crate::on_backend;
use crate::quiz::mark::Mark;
use crate::quiz::model::Answer;

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
        .get_result::<EnrolmentRow>(conn)
        .optional()?;
    Ok(row.map(enrolment))
}

/// An enrolment by its id.
///
/// # Errors
/// Not found; the database's.
pub fn get_enrolment(conn: &mut Conn, id: EnrolmentId) -> Result<Enrolment> {
    Ok(enrolment(enrolments::table.find(id).select(ENROLMENT).get_result::<EnrolmentRow>(conn)?))
}

/// Enrolments by their ids; those that are gone are left out.
///
/// # Errors
/// The database's.
pub fn list_enrolments_by_id(conn: &mut Conn, ids: &[EnrolmentId]) -> Result<Vec<Enrolment>> {
    let rows: Vec<EnrolmentRow> = enrolments::table.filter(enrolments::id.eq_any(ids)).select(ENROLMENT).load(conn)?;
    Ok(rows.into_iter().map(enrolment).collect())
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

/// The enrolments of these people in a course.
///
/// # Errors
/// The database's.
pub fn list_enrolments_in(conn: &mut Conn, course: CourseId, people: &[PersonId]) -> Result<Vec<Enrolment>> {
    let rows: Vec<EnrolmentRow> = enrolments::table
        .filter(enrolments::course_id.eq(course))
        .filter(enrolments::person_id.eq_any(people))
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

pub(super) fn set_chosen_names(conn: &mut Conn, person: PersonId, was: &str, name: &str) -> Result<()> {
    let chosen =
        enrolments::table.filter(enrolments::person_id.eq(person)).filter(enrolments::certificate_name.eq(was));
    diesel::update(chosen).set(enrolments::certificate_name.eq(name)).execute(conn)?;
    Ok(())
}

pub(super) fn set_name_of_course(conn: &mut Conn, person: PersonId, course: CourseId, name: &str) -> Result<()> {
    let of_course = enrolments::table.filter(enrolments::person_id.eq(person)).filter(enrolments::course_id.eq(course));
    diesel::update(of_course).set(enrolments::certificate_name.eq(name)).execute(conn)?;
    Ok(())
}

/// Moves an enrolment that is not complete to a later edition; true if it was on an earlier one.
pub(super) fn set_edition(conn: &mut Conn, id: EnrolmentId, edition: i32) -> Result<bool> {
    let open = enrolments::table.find(id).filter(enrolments::completed_at.is_null());
    let earlier = open.filter(enrolments::edition.lt(edition));
    Ok(diesel::update(earlier).set(enrolments::edition.eq(edition)).execute(conn)? == 1)
}

/// Completes the enrolment in this edition; true if it was there and not complete before.
pub(super) fn set_completed(conn: &mut Conn, (id, edition): (EnrolmentId, i32), now: Timestamp) -> Result<bool> {
    let open = enrolments::table.find(id).filter(enrolments::completed_at.is_null());
    let there = open.filter(enrolments::edition.eq(edition));
    Ok(diesel::update(there).set(enrolments::completed_at.eq(now)).execute(conn)? == 1)
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
        .inner_join(enrolments::table)
        .filter(attempts::enrolment_id.eq(id))
        .filter(attempts::passed.eq(true))
        .filter(renew::counts())
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
    Ok(lesson_progress::table.find((id, lesson)).select(lesson_progress::opened_at).get_result(conn).optional()?)
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

/// What is kept of this try at a check.
pub(super) fn find_check_answer(conn: &mut Conn, new: &NewCheckAnswer<'_>) -> Result<Option<Answer>> {
    let row: Option<String> = check_answers::table
        .filter(check_answers::enrolment_id.eq(new.enrolment))
        .filter(check_answers::question.eq(new.question))
        .filter(check_answers::number.eq(new.number))
        .select(check_answers::answer)
        .get_result(conn)
        .optional()?;
    row.map(|json| from_json(&json)).transpose()
}

/// Keeps how this try at a check goes on.
pub(super) fn set_check_answer(conn: &mut Conn, ctx: &Ctx, new: &NewCheckAnswer<'_>) -> Result<()> {
    let row = check_answers::table
        .filter(check_answers::enrolment_id.eq(new.enrolment))
        .filter(check_answers::question.eq(new.question))
        .filter(check_answers::number.eq(new.number));
    diesel::update(row)
        .set((
            check_answers::version_id.eq(new.version),
            check_answers::answer.eq(to_json(new.answer)?),
            check_answers::points.eq(thousandths(new.mark.points)),
            check_answers::max_points.eq(thousandths(new.mark.max)),
            check_answers::is_right.eq(new.mark.right),
            check_answers::language.eq(new.lang),
            check_answers::answered_at.eq(ctx.now),
        ))
        .execute(conn)?;
    Ok(())
}

/// All answers to these lesson checks, of every try.
pub(super) fn list_check_answers(conn: &mut Conn, id: EnrolmentId, questions: &[Slug]) -> Result<Vec<(Slug, Answer)>> {
    let keys: Vec<&str> = questions.iter().map(Slug::as_str).collect();
    let rows: Vec<(Slug, String)> = check_answers::table
        .filter(check_answers::enrolment_id.eq(id))
        .filter(check_answers::question.eq_any(keys))
        .select((check_answers::question, check_answers::answer))
        .load(conn)?;
    rows.into_iter().map(|(question, answer)| Ok((question, from_json(&answer)?))).collect()
}

pub(super) fn thousandths(points: crate::quiz::points::Points) -> i32 {
    i32::try_from(points.thousandths()).unwrap_or(i32::MAX)
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
        .inner_join(enrolments::table)
        .filter(attempts::enrolment_id.eq_any(&ids))
        .filter(attempts::passed.eq(true))
        .filter(renew::counts())
        .select((attempts::enrolment_id, attempts::quiz))
        .load(conn)?;
    let progress = |enrolment: &Enrolment| Progress {
        lessons: lessons.iter().filter(|(id, _)| *id == enrolment.id).map(|(_, lesson)| lesson.clone()).collect(),
        passed: passed.iter().filter(|(id, _)| *id == enrolment.id).map(|(_, quiz)| quiz.clone()).collect(),
    };
    Ok(of.iter().map(progress).collect())
}
