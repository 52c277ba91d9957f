//! Where a person stands in a course: one row of one table, and what is done only if it has changed since it was
//! last read.

use std::sync::Arc;

use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::{BigInt, Integer, Nullable, Text, Timestamp as SqlTimestamp};

use super::super::model::{DoneSoFar, Enrolment, Progress, Standing};
use super::super::recent::RecentlyRead;
use crate::db::Conn;
use crate::kernel::ids::{CourseId, EnrolmentId, PersonId};
use crate::kernel::{Lang, Result, Slug, Timestamp};

/// The row of the enrolment, with the number of its changes (the database counts them by triggers).
const ENROLMENT: &str = "\
SELECT e.id, e.edition, e.completed_at, e.certificate_name, e.certificate_language, e.last_lesson, e.changes \
FROM enrolments e WHERE e.person_id = ";

/// Lists come as words with blanks between them: no key has one. A lesson that is done ends in `+`.
const DONE: &str = "\
SELECT (SELECT string_agg(l.lesson || CASE WHEN l.done_at IS NULL THEN '' ELSE '+' END, ' ') \
FROM lesson_progress l WHERE l.enrolment_id = e.id), \
(SELECT string_agg(a.quiz, ' ') FROM attempts a WHERE a.enrolment_id = e.id AND a.passed \
AND (e.renewing_since IS NULL OR a.quiz <> 'final' OR a.started_at >= e.renewing_since)), \
(SELECT string_agg(c.question, ' ') \
FROM (SELECT DISTINCT k.question FROM check_answers k WHERE k.enrolment_id = e.id) c) \
FROM enrolments e WHERE e.id = ";

/// Written out, because every page asks it; prepared once on each connection, because its text never changes.
#[derive(Debug, QueryId)]
struct FindEnrolment {
    person: PersonId,
    course: CourseId,
}

type EnrolmentRow = (EnrolmentId, i32, Option<Timestamp>, Option<String>, Option<Lang>, Option<Slug>, i64);

impl Query for FindEnrolment {
    type SqlType = (BigInt, Integer, Nullable<SqlTimestamp>, Nullable<Text>, Nullable<Text>, Nullable<Text>, BigInt);
}

impl RunQueryDsl<Conn> for FindEnrolment {}

impl QueryFragment<<Conn as Connection>::Backend> for FindEnrolment {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, <Conn as Connection>::Backend>) -> QueryResult<()> {
        out.push_sql(ENROLMENT);
        out.push_bind_param::<BigInt, _>(&self.person)?;
        out.push_sql(" AND e.course_id = ");
        out.push_bind_param::<BigInt, _>(&self.course)
    }
}

/// Written out, because the query builder has no word for `string_agg`.
#[derive(Debug, QueryId)]
struct FindDone(EnrolmentId);

type DoneRow = (Option<String>, Option<String>, Option<String>);

impl Query for FindDone {
    type SqlType = (Nullable<Text>, Nullable<Text>, Nullable<Text>);
}

impl RunQueryDsl<Conn> for FindDone {}

impl QueryFragment<<Conn as Connection>::Backend> for FindDone {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, <Conn as Connection>::Backend>) -> QueryResult<()> {
        out.push_sql(DONE);
        out.push_bind_param::<BigInt, _>(&self.0)
    }
}

/// [`find_standing`] as it is read for a row that is kept.
pub fn reading_standing(
    recent: Arc<RecentlyRead>,
    person: PersonId,
    course: CourseId,
) -> impl FnOnce(&mut Conn) -> Result<Option<(PersonId, Arc<Standing>)>> + Send + 'static {
    move |conn| {
        let found = find_standing(conn, &recent, person, course)?;
        Ok(found.map(|standing| (person, Arc::new(standing))))
    }
}

/// Where a person stands in a course; `None` if not enrolled. One query, and a second if something has changed.
///
/// # Errors
/// The database's.
pub fn find_standing(
    conn: &mut Conn,
    recent: &RecentlyRead,
    person: PersonId,
    course: CourseId,
) -> Result<Option<Standing>> {
    let find = FindEnrolment { person, course };
    let Some(row) = find.get_result::<EnrolmentRow>(conn).optional()? else { return Ok(None) };
    let (id, edition, completed_at, certificate_name, certificate_language, last_lesson, changes) = row;
    let done = match recent.get(id, changes) {
        Some(done) => done,
        // Read after the number: it may hold more than the number says, and then is read once more; never less.
        None => recent.keep(id, changes, Arc::new(read_done(conn, id)?)),
    };
    Ok(Some(Standing {
        enrolment: Enrolment {
            id,
            person,
            course,
            edition,
            completed_at,
            certificate_name,
            certificate_language,
            last_lesson,
        },
        done,
    }))
}

fn read_done(conn: &mut Conn, id: EnrolmentId) -> Result<DoneSoFar> {
    let (lessons, passed, checks) = FindDone(id).get_result::<DoneRow>(conn)?;
    let done = |word: &str| word.strip_suffix('+').and_then(Slug::parse);
    Ok(DoneSoFar {
        progress: Progress {
            lessons: words(lessons.as_deref()).filter_map(done).collect(),
            passed: words(passed.as_deref()).map(str::to_owned).collect(),
        },
        opened: words(lessons.as_deref()).filter_map(|word| Slug::parse(word.trim_end_matches('+'))).collect(),
        answered: words(checks.as_deref()).filter_map(Slug::parse).collect(),
        ..DoneSoFar::default()
    })
}

fn words(list: Option<&str>) -> impl Iterator<Item = &str> {
    list.unwrap_or_default().split(' ').filter(|word| !word.is_empty())
}
