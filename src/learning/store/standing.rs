//! Where a person stands in a course: one row, one query, however many lessons and tests there are.

use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::{BigInt, Integer, Nullable, Text, Timestamp as SqlTimestamp};

use super::super::model::{Enrolment, Progress, Standing};
use crate::db::Conn;
use crate::kernel::ids::{CourseId, EnrolmentId, PersonId};
use crate::kernel::{Lang, Result, Slug, Timestamp};

/// Lists come as words with blanks between them: no key has one. A lesson that is done ends in `+`.
const STANDING: &str = "\
SELECT e.id, e.edition, e.completed_at, e.certificate_name, e.certificate_language, e.last_lesson, \
(SELECT string_agg(l.lesson || CASE WHEN l.done_at IS NULL THEN '' ELSE '+' END, ' ') \
FROM lesson_progress l WHERE l.enrolment_id = e.id), \
(SELECT string_agg(a.quiz, ' ') FROM attempts a WHERE a.enrolment_id = e.id AND a.passed), \
(SELECT string_agg(c.question, ' ') \
FROM (SELECT DISTINCT k.question FROM check_answers k WHERE k.enrolment_id = e.id) c) \
FROM enrolments e WHERE e.person_id = ";

/// Written out, because the query builder has no word for `string_agg`; prepared once on each connection, because
/// its text never changes.
#[derive(Debug, QueryId)]
struct FindStanding {
    person: PersonId,
    course: CourseId,
}

type Row = (
    EnrolmentId,
    i32,
    Option<Timestamp>,
    Option<String>,
    Option<Lang>,
    Option<Slug>,
    Option<String>,
    Option<String>,
    Option<String>,
);

impl Query for FindStanding {
    type SqlType = (
        BigInt,
        Integer,
        Nullable<SqlTimestamp>,
        Nullable<Text>,
        Nullable<Text>,
        Nullable<Text>,
        Nullable<Text>,
        Nullable<Text>,
        Nullable<Text>,
    );
}

impl RunQueryDsl<Conn> for FindStanding {}

impl QueryFragment<<Conn as Connection>::Backend> for FindStanding {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, <Conn as Connection>::Backend>) -> QueryResult<()> {
        out.push_sql(STANDING);
        out.push_bind_param::<BigInt, _>(&self.person)?;
        out.push_sql(" AND e.course_id = ");
        out.push_bind_param::<BigInt, _>(&self.course)
    }
}

/// Where a person stands in a course; `None` if not enrolled.
///
/// # Errors
/// The database's.
pub fn find_standing(conn: &mut Conn, person: PersonId, course: CourseId) -> Result<Option<Standing>> {
    let Some(row) = FindStanding { person, course }.get_result::<Row>(conn).optional()? else { return Ok(None) };
    let (id, edition, completed_at, certificate_name, certificate_language, last_lesson, lessons, passed, checks) = row;
    let lessons = lessons.unwrap_or_default();
    let done = |word: &str| word.strip_suffix('+').and_then(Slug::parse);
    let progress = Progress {
        lessons: lessons.split(' ').filter_map(done).collect(),
        passed: words(passed.as_deref()).map(str::to_owned).collect(),
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
        progress,
        opened: lessons.split(' ').filter_map(|word| Slug::parse(word.trim_end_matches('+'))).collect(),
        answered: words(checks.as_deref()).filter_map(Slug::parse).collect(),
    }))
}

fn words(list: Option<&str>) -> impl Iterator<Item = &str> {
    list.unwrap_or_default().split(' ').filter(|word| !word.is_empty())
}
