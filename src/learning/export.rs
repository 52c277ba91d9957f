//! What learning holds of a person, for the person: everything, readable by people and programs.

use serde_json::{Value, json};

use super::store;
use crate::db::Conn;
use crate::kernel::ids::PersonId;
use crate::kernel::{Error, Result};

/// Courses with progress, lesson checks, tries and answers. Points are in thousandths, moments in UTC; questions and
/// options have the keys of the course's files.
///
/// # Errors
/// The database's.
pub fn export_learner(conn: &mut Conn, person: PersonId) -> Result<Vec<Value>> {
    let mut courses = Vec::new();
    for (id, course, edition, enrolled_at, completed_at, name, lang, renewing_since) in store::list_own(conn, person)? {
        let lessons = store::list_own_lessons(conn, id)?.into_iter();
        let lessons = lessons.map(
            |(lesson, opened_at, done_at)| json!({ "lesson": lesson, "opened_at": opened_at, "done_at": done_at }),
        );
        courses.push(json!({
            "course": course,
            "edition": edition,
            "enrolled_at": enrolled_at,
            "completed_at": completed_at,
            "renewing_since": renewing_since,
            "certificate_name": name,
            "certificate_language": lang.map(crate::kernel::Lang::code),
            "lessons": lessons.collect::<Vec<_>>(),
            "lesson_checks": checks(conn, id)?,
            "attempts": tries(conn, id)?,
        }));
    }
    Ok(courses)
}

fn read(answer: &str) -> Result<Value> {
    serde_json::from_str(answer).map_err(|error| Error::while_doing("a stored answer", error))
}

fn checks(conn: &mut Conn, enrolment: i64) -> Result<Vec<Value>> {
    let rows = store::list_own_checks(conn, enrolment)?.into_iter();
    rows.map(|(question, number, answer, points, max_points, right, lang, at)| {
        Ok(json!({
            "question": question, "number": number, "answer": read(&answer)?, "points": points,
            "max_points": max_points, "right": right, "language": lang.code(), "answered_at": at,
        }))
    })
    .collect()
}

fn tries(conn: &mut Conn, enrolment: i64) -> Result<Vec<Value>> {
    let mut answers = store::list_own_answers(conn, enrolment)?;
    let mut tries = Vec::new();
    for (id, quiz, number, started_at, finished_at, points, max_points, passed) in
        store::list_own_tries(conn, enrolment)?
    {
        let (own, rest): (Vec<_>, Vec<_>) = answers.into_iter().partition(|row| row.0 == id);
        answers = rest;
        let own = own.into_iter().map(|(_, question, answer, changes, lang, at, points, max_points, right)| {
            Ok(json!({
                "question": question, "answer": read(&answer)?, "changes": changes, "language": lang.code(),
                "answered_at": at, "points": points, "max_points": max_points, "right": right,
            }))
        });
        tries.push(json!({
            "quiz": quiz, "number": number, "started_at": started_at, "finished_at": finished_at, "points": points,
            "max_points": max_points, "passed": passed, "answers": own.collect::<Result<Vec<_>>>()?,
        }));
    }
    Ok(tries)
}
