//! The queries of merging what two accounts of one person learned.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::renew::find_since;
use crate::db::Conn;
use crate::db::schema::{attempts, check_answers, enrolments, learning_months, lesson_progress};
use crate::kernel::ids::{AttemptId, EnrolmentId, PersonId};
use crate::kernel::{Result, Slug, Timestamp};
use crate::learning::model::Enrolment;

pub(in crate::learning) fn set_person(conn: &mut Conn, id: EnrolmentId, person: PersonId) -> Result<()> {
    diesel::update(enrolments::table.find(id)).set(enrolments::person_id.eq(person)).execute(conn)?;
    Ok(())
}

/// Gives an enrolment what another one says of edition, completion, certificate and its renewal. What only the first one
/// says stays.
pub(in crate::learning) fn set_fields(conn: &mut Conn, kept: &Enrolment, of: &Enrolment) -> Result<()> {
    let name = of.certificate_name.as_deref().or(kept.certificate_name.as_deref());
    let renewing_since = find_since(conn, of.id)?;
    diesel::update(enrolments::table.find(kept.id))
        .set((
            enrolments::edition.eq(of.edition),
            enrolments::completed_at.eq(of.completed_at),
            enrolments::certificate_name.eq(name),
            enrolments::certificate_language.eq(of.certificate_language.or(kept.certificate_language)),
            enrolments::last_lesson.eq(of.last_lesson.as_ref().or(kept.last_lesson.as_ref())),
            enrolments::renewing_since.eq(renewing_since),
        ))
        .execute(conn)?;
    Ok(())
}

/// Lessons of the one that the other has not opened move; one that only the first has done is done.
pub(in crate::learning) fn move_lessons(conn: &mut Conn, from: EnrolmentId, into: EnrolmentId) -> Result<()> {
    let list = |conn: &mut Conn, id: EnrolmentId| -> Result<BTreeMap<Slug, Option<Timestamp>>> {
        let rows: Vec<(Slug, Option<Timestamp>)> = lesson_progress::table
            .filter(lesson_progress::enrolment_id.eq(id))
            .select((lesson_progress::lesson, lesson_progress::done_at))
            .load(conn)?;
        Ok(rows.into_iter().collect())
    };
    let known = list(conn, into)?;
    for (lesson, done_at) in list(conn, from)? {
        match known.get(&lesson) {
            None => {
                diesel::update(lesson_progress::table.find((from, &lesson)))
                    .set(lesson_progress::enrolment_id.eq(into))
                    .execute(conn)?;
            }
            Some(None) => {
                diesel::update(lesson_progress::table.find((into, &lesson)))
                    .set(lesson_progress::done_at.eq(done_at))
                    .execute(conn)?;
            }
            Some(Some(_)) => {}
        }
    }
    Ok(())
}

/// Answers to checks move behind those that are there.
pub(in crate::learning) fn move_checks(conn: &mut Conn, from: EnrolmentId, into: EnrolmentId) -> Result<()> {
    let highest: Vec<(Slug, Option<i32>)> = check_answers::table
        .filter(check_answers::enrolment_id.eq(into))
        .group_by(check_answers::question)
        .select((check_answers::question, diesel::dsl::max(check_answers::number)))
        .load(conn)?;
    let highest: BTreeMap<Slug, i32> = highest.into_iter().map(|(key, most)| (key, most.unwrap_or(0))).collect();
    let moving: Vec<(i64, Slug, i32)> = check_answers::table
        .filter(check_answers::enrolment_id.eq(from))
        .order(check_answers::number)
        .select((check_answers::id, check_answers::question, check_answers::number))
        .load(conn)?;
    for (id, question, number) in moving {
        let before = highest.get(&question).copied().unwrap_or(0);
        diesel::update(check_answers::table.find(id))
            .set((check_answers::enrolment_id.eq(into), check_answers::number.eq(before + number)))
            .execute(conn)?;
    }
    Ok(())
}

/// Tries move behind those that are there, but for one that runs in both.
pub(in crate::learning) fn move_attempts(conn: &mut Conn, from: EnrolmentId, into: EnrolmentId) -> Result<()> {
    let known: Vec<(String, i32, Option<Timestamp>)> = attempts::table
        .filter(attempts::enrolment_id.eq(into))
        .select((attempts::quiz, attempts::number, attempts::finished_at))
        .load(conn)?;
    let moving: Vec<(AttemptId, String, i32, Option<Timestamp>)> = attempts::table
        .filter(attempts::enrolment_id.eq(from))
        .order(attempts::number)
        .select((attempts::id, attempts::quiz, attempts::number, attempts::finished_at))
        .load(conn)?;
    for (id, quiz, number, finished_at) in moving {
        let of_quiz = || known.iter().filter(|(other, ..)| *other == quiz);
        if finished_at.is_none() && of_quiz().any(|(.., finished)| finished.is_none()) {
            continue;
        }
        let before = of_quiz().map(|(_, number, _)| *number).max().unwrap_or(0);
        diesel::update(attempts::table.find(id))
            .set((attempts::enrolment_id.eq(into), attempts::number.eq(before + number)))
            .execute(conn)?;
    }
    Ok(())
}

/// The months in which the one was learned count for the other.
pub(in crate::learning) fn move_months(conn: &mut Conn, from: EnrolmentId, into: EnrolmentId) -> Result<()> {
    let list = |conn: &mut Conn, id: EnrolmentId| -> Result<Vec<i32>> {
        let of_one = learning_months::table.filter(learning_months::enrolment_id.eq(id));
        Ok(of_one.select(learning_months::month).load(conn)?)
    };
    let known = list(conn, into)?;
    for month in list(conn, from)?.into_iter().filter(|month| !known.contains(month)) {
        diesel::insert_into(learning_months::table)
            .values((learning_months::enrolment_id.eq(into), learning_months::month.eq(month)))
            .execute(conn)?;
    }
    Ok(())
}
