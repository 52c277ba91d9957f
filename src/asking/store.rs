//! The queries of messages to the trainers.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::model::{About, Request, State};
use crate::db::Conn;
use crate::db::schema::{courses, requests};
use crate::kernel::ids::{CourseId, PersonId, RequestId};
use crate::kernel::{Actor, Ctx, Lang, Result, Slug, Timestamp};
use crate::on_backend;

type Row = (
    (RequestId, PersonId, CourseId, Option<Slug>, Option<Slug>, Lang),
    (String, Timestamp, Option<String>, Option<Timestamp>, Option<Timestamp>),
);

#[expect(clippy::type_complexity, reason = "the columns of a message, named once")]
const COLUMNS: (
    (requests::id, requests::person_id, requests::course_id, requests::lesson, requests::question, requests::language),
    (requests::message, requests::asked_at, requests::answer, requests::answered_at, requests::seen_at),
) = (
    (requests::id, requests::person_id, requests::course_id, requests::lesson, requests::question, requests::language),
    (requests::message, requests::asked_at, requests::answer, requests::answered_at, requests::seen_at),
);

fn request(row: Row) -> Request {
    let ((id, person, course, lesson, question, lang), (message, asked_at, answer, answered_at, seen_at)) = row;
    let about = About { course, lesson, question };
    let is_new = answered_at.is_some() && seen_at.is_none();
    Request { id, person, about, lang, message, asked_at, answer: answer.zip(answered_at), is_new }
}

pub(super) struct NewRow<'a> {
    pub(super) person: PersonId,
    pub(super) about: &'a About,
    pub(super) lang: Lang,
    pub(super) message: &'a str,
    /// What makes it the same message.
    pub(super) digest: &'a str,
}

/// Keeps a message; false if this person sent the same one before.
pub(super) fn insert_request(conn: &mut Conn, ctx: &Ctx, new: &NewRow<'_>) -> Result<bool> {
    let values = (
        requests::person_id.eq(new.person),
        requests::course_id.eq(new.about.course),
        requests::lesson.eq(new.about.lesson.as_ref()),
        requests::question.eq(new.about.question.as_ref()),
        requests::language.eq(new.lang),
        requests::message.eq(new.message),
        requests::digest.eq(new.digest),
        requests::asked_at.eq(ctx.now),
    );
    let rows = on_backend!(conn, c => diesel::insert_into(requests::table).values(values).on_conflict_do_nothing().execute(c))?;
    Ok(rows == 1)
}

/// True if this person sent this very message before.
pub(super) fn has_asked(conn: &mut Conn, person: PersonId, digest: &str) -> Result<bool> {
    let same = requests::table.filter(requests::person_id.eq(person)).filter(requests::digest.eq(digest));
    Ok(same.count().get_result::<i64>(conn)? > 0)
}

/// How many messages a person has sent since a moment.
pub(super) fn count_since(conn: &mut Conn, person: PersonId, since: Timestamp) -> Result<i64> {
    let sent = requests::table.filter(requests::person_id.eq(person)).filter(requests::asked_at.gt(since));
    Ok(sent.count().get_result(conn)?)
}

/// A message by its id.
///
/// # Errors
/// The database's.
pub fn find_request(conn: &mut Conn, id: RequestId) -> Result<Option<Request>> {
    Ok(requests::table.find(id).select(COLUMNS).get_result::<Row>(conn).optional()?.map(request))
}

/// Answers a message; false if it had an answer.
pub(super) fn set_answered(conn: &mut Conn, ctx: &Ctx, id: RequestId, answer: &str) -> Result<bool> {
    let by = match ctx.actor {
        Actor::Person(person) => Some(person),
        _ => None,
    };
    let open = requests::table.find(id).filter(requests::answered_at.is_null());
    let values = (requests::answer.eq(answer), requests::answered_by.eq(by), requests::answered_at.eq(ctx.now));
    Ok(diesel::update(open).set(values).execute(conn)? == 1)
}

/// A part of the messages in a state, about one course or all.
///
/// # Errors
/// The database's.
pub fn list_requests(
    conn: &mut Conn,
    (state, course): (State, Option<CourseId>),
    (offset, limit): (i64, i64),
) -> Result<Vec<Request>> {
    let mut all = requests::table.select(COLUMNS).offset(offset).limit(limit).into_boxed();
    if let Some(course) = course {
        all = all.filter(requests::course_id.eq(course));
    }
    let rows: Vec<Row> = match state {
        State::Open => all.filter(requests::answered_at.is_null()).order(requests::id).load(conn)?,
        State::Answered => all
            .filter(requests::answered_at.is_not_null())
            .order((requests::answered_at.desc(), requests::id.desc()))
            .load(conn)?,
    };
    Ok(rows.into_iter().map(request).collect())
}

/// How many messages about one course, or all, wait for an answer, and how many have one.
///
/// # Errors
/// The database's.
pub fn count_requests(conn: &mut Conn, course: Option<CourseId>) -> Result<(i64, i64)> {
    let count = |conn: &mut Conn, state: State| -> Result<i64> {
        let mut all = requests::table.count().into_boxed();
        if let Some(course) = course {
            all = all.filter(requests::course_id.eq(course));
        }
        let all = match state {
            State::Open => all.filter(requests::answered_at.is_null()),
            State::Answered => all.filter(requests::answered_at.is_not_null()),
        };
        Ok(all.get_result(conn)?)
    };
    Ok((count(conn, State::Open)?, count(conn, State::Answered)?))
}

/// A part of what a person has asked, the newest first, and how many messages there are in all.
///
/// # Errors
/// The database's.
pub fn list_of_person(conn: &mut Conn, person: PersonId, (offset, limit): (i64, i64)) -> Result<(Vec<Request>, i64)> {
    let own = || requests::table.filter(requests::person_id.eq(person));
    let count = own().count().get_result(conn)?;
    let rows: Vec<Row> = own().select(COLUMNS).order(requests::id.desc()).offset(offset).limit(limit).load(conn)?;
    Ok((rows.into_iter().map(request).collect(), count))
}

/// How many answers to a person are there that they have not been shown.
///
/// # Errors
/// The database's.
pub fn count_new_answers(conn: &mut Conn, person: PersonId) -> Result<i64> {
    let own = requests::table.filter(requests::person_id.eq(person)).filter(requests::answered_at.is_not_null());
    Ok(own.filter(requests::seen_at.is_null()).count().get_result(conn)?)
}

/// Notes that a person was shown these answers.
pub(super) fn set_seen(conn: &mut Conn, ctx: &Ctx, person: PersonId, ids: &[RequestId]) -> Result<()> {
    let own = requests::table.filter(requests::person_id.eq(person)).filter(requests::id.eq_any(ids));
    let new = own.filter(requests::answered_at.is_not_null()).filter(requests::seen_at.is_null());
    diesel::update(new).set(requests::seen_at.eq(ctx.now)).execute(conn)?;
    Ok(())
}

/// How many messages about each course wait for an answer.
///
/// # Errors
/// The database's.
pub fn count_open_by_course(conn: &mut Conn) -> Result<Vec<(CourseId, i64)>> {
    let open = requests::table.filter(requests::answered_at.is_null()).group_by(requests::course_id);
    Ok(open.select((requests::course_id, diesel::dsl::count_star())).load(conn)?)
}

/// The keys of the courses that a person has asked about.
pub(super) fn list_course_keys(conn: &mut Conn, person: PersonId) -> Result<BTreeMap<CourseId, Slug>> {
    let own = requests::table.inner_join(courses::table).filter(requests::person_id.eq(person));
    let keys: Vec<(CourseId, Slug)> = own.select((courses::id, courses::key)).distinct().load(conn)?;
    Ok(keys.into_iter().collect())
}

/// Removes what a person has asked.
pub(super) fn delete_of_person(conn: &mut Conn, person: PersonId) -> Result<()> {
    diesel::delete(requests::table.filter(requests::person_id.eq(person))).execute(conn)?;
    Ok(())
}

/// The words of what somebody has asked: what both of two accounts asked stays where it is.
fn list_digests(conn: &mut Conn, person: PersonId) -> Result<Vec<String>> {
    Ok(requests::table.filter(requests::person_id.eq(person)).select(requests::digest).load(conn)?)
}

/// How many messages of one account would go to another.
pub(super) fn count_moving(conn: &mut Conn, from: PersonId, into: PersonId) -> Result<i64> {
    let own = list_digests(conn, into)?;
    let moving = requests::table.filter(requests::person_id.eq(from)).filter(requests::digest.ne_all(own));
    Ok(moving.count().get_result(conn)?)
}

/// Gives the messages of one account to another, but those that the other sent as well.
pub(super) fn set_person(conn: &mut Conn, from: PersonId, into: PersonId) -> Result<()> {
    let own = list_digests(conn, into)?;
    let moving = requests::table.filter(requests::person_id.eq(from)).filter(requests::digest.ne_all(own));
    diesel::update(moving).set(requests::person_id.eq(into)).execute(conn)?;
    Ok(())
}
