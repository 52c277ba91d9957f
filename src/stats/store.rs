//! The queries of statistics. They read the tables of other features and change none.

mod facts;
pub(super) mod hours;
mod reach;
mod sittings;

use std::collections::BTreeMap;

use diesel::dsl::{count_star, exists, sql};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Text};

pub(in crate::stats) use facts::read_facts;
pub use reach::count_reach;
pub(in crate::stats) use reach::count_sessions;
pub use sittings::list_sittings;

use super::model::{Learners, Span};
use super::tally::Tally;
use crate::db::Conn;
use crate::db::schema::{answers, attempts, check_answers, course_versions, enrolments, lesson_progress};
use crate::kernel::ids::{CourseId, VersionId};
use crate::kernel::{Error, Lang, Result, Slug, Timestamp};
use crate::on_backend;
use crate::quiz::model::Answer;

/// Different answers to a question, each with the language in which it was given, and how often.
pub type Given = Vec<(Answer, Lang, u32)>;

/// The learners of each edition of each course; active is who did something since that moment.
///
/// # Errors
/// The database's.
pub fn list_learners(conn: &mut Conn, since: Timestamp) -> Result<Vec<Learners>> {
    let edition = (enrolments::course_id, enrolments::edition);
    let all: Vec<(CourseId, i32, i64, i64)> = enrolments::table
        .group_by(edition)
        .select((
            enrolments::course_id,
            enrolments::edition,
            count_star(),
            diesel::dsl::count(enrolments::completed_at),
        ))
        .order(edition)
        .load(conn)?;
    let lessons = lesson_progress::table
        .filter(lesson_progress::enrolment_id.eq(enrolments::id))
        .filter(lesson_progress::opened_at.gt(since));
    let tries =
        attempts::table.filter(attempts::enrolment_id.eq(enrolments::id)).filter(attempts::started_at.gt(since));
    let checks = check_answers::table
        .filter(check_answers::enrolment_id.eq(enrolments::id))
        .filter(check_answers::answered_at.gt(since));
    let active: Vec<(CourseId, i32, i64)> = enrolments::table
        .filter(enrolments::completed_at.is_null())
        .filter(enrolments::enrolled_at.gt(since).or(exists(lessons)).or(exists(tries)).or(exists(checks)))
        .group_by(edition)
        .select((enrolments::course_id, enrolments::edition, count_star()))
        .load(conn)?;
    let learners = all.into_iter().map(|(course, edition, enrolled, completed)| {
        let found = active.iter().find(|(of, number, _)| (*of, *number) == (course, edition));
        Learners { course, edition, enrolled, active: found.map_or(0, |(.., count)| *count), completed }
    });
    Ok(learners.collect())
}

/// The versions whose answers are counted.
fn versions(conn: &mut Conn, span: Span) -> Result<Vec<VersionId>> {
    Ok(course_versions::table
        .filter(course_versions::course_id.eq(span.course))
        .filter(course_versions::edition.eq(span.edition))
        .filter(course_versions::revision.ge(span.since.unwrap_or(1)))
        .select(course_versions::id)
        .load(conn)?)
}

/// The answers to each question, by language, counted from an index alone; and how often a test was handed in without one.
///
/// # Errors
/// The database's.
pub fn count_by_question(conn: &mut Conn, span: Span) -> Result<BTreeMap<Slug, Tally>> {
    let versions = versions(conn, span)?;
    let tests: Vec<(Slug, Lang, Option<bool>, i64)> = answers::table
        .filter(answers::version_id.eq_any(&versions))
        .group_by((answers::version_id, answers::question, answers::language, answers::is_right))
        .select((answers::question, answers::language, answers::is_right, count_star()))
        .load(conn)?;
    let checks: Vec<(Slug, Lang, bool, i64)> = check_answers::table
        .filter(check_answers::version_id.eq_any(&versions))
        .filter(is_first_try())
        .group_by((
            check_answers::version_id,
            check_answers::question,
            check_answers::language,
            check_answers::is_right,
        ))
        .select((check_answers::question, check_answers::language, check_answers::is_right, count_star()))
        .load(conn)?;
    let mut tallies: BTreeMap<Slug, Tally> = BTreeMap::new();
    for (question, times) in list_drawn(conn, &versions)? {
        let answered = tests.iter().filter(|(of, ..)| *of == question).map(|(.., count)| count).sum::<i64>();
        tallies.entry(question).or_default().add_left_open(number((times - answered).max(0)));
    }
    let tests = tests.into_iter().map(|(question, lang, right, count)| (question, lang, right == Some(true), count));
    for (question, lang, right, count) in tests.chain(checks) {
        tallies.entry(question).or_default().add(lang, number(count), right);
    }
    Ok(tallies)
}

/// A question, and how many tests that were handed in asked it.
#[derive(QueryableByName)]
struct Drawn {
    #[diesel(sql_type = Text)]
    question: Slug,
    #[diesel(sql_type = BigInt)]
    times: i64,
}

/// How often each question was drawn for tests that were handed in. What is drawn is a list in the row of the try, which
/// each database takes apart in its own words.
fn list_drawn(conn: &mut Conn, versions: &[VersionId]) -> Result<Vec<(Slug, i64)>> {
    if versions.is_empty() {
        return Ok(Vec::new());
    }
    let each = match conn {
        Conn::Sqlite(_) => "json_each(attempts.questions) AS drawn",
        Conn::Postgres(_) => "json_array_elements_text(attempts.questions::json) AS drawn(value)",
    };
    // Numbers alone: nothing in this text comes from outside.
    let versions = versions.iter().map(|version| version.0.to_string()).collect::<Vec<_>>().join(", ");
    let query = format!(
        "SELECT drawn.value AS question, COUNT(*) AS times FROM attempts, {each} \
         WHERE attempts.version_id IN ({versions}) AND attempts.finished_at IS NOT NULL GROUP BY drawn.value"
    );
    let drawn: Vec<Drawn> = on_backend!(conn, c => diesel::sql_query(query).load(c))?;
    Ok(drawn.into_iter().map(|Drawn { question, times }| (question, times)).collect())
}

/// The different answers to each of these questions, by language, with how often each was given.
///
/// # Errors
/// The database's; internal, if a stored answer cannot be read.
pub fn count_chosen(conn: &mut Conn, span: Span, questions: &[Slug]) -> Result<BTreeMap<Slug, Given>> {
    let versions = versions(conn, span)?;
    let tests: Vec<(Slug, String, Lang, i64)> = answers::table
        .filter(answers::version_id.eq_any(&versions))
        .filter(answers::question.eq_any(questions))
        .group_by((answers::question, answers::answer, answers::language))
        .select((answers::question, answers::answer, answers::language, count_star()))
        .load(conn)?;
    let checks: Vec<(Slug, String, Lang, i64)> = check_answers::table
        .filter(check_answers::version_id.eq_any(&versions))
        .filter(is_first_try())
        .filter(check_answers::question.eq_any(questions))
        .group_by((check_answers::question, check_answers::answer, check_answers::language))
        .select((check_answers::question, check_answers::answer, check_answers::language, count_star()))
        .load(conn)?;
    let mut given: BTreeMap<Slug, Given> = BTreeMap::new();
    for (question, json, lang, count) in tests.into_iter().chain(checks) {
        let answer = serde_json::from_str(&json).map_err(|error| Error::while_doing("a stored answer", error))?;
        given.entry(question).or_default().push((answer, lang, number(count)));
    }
    Ok(given)
}

/// Written out with its number: the index holds first tries alone, and a bound number would not be known to be one.
fn is_first_try() -> diesel::expression::SqlLiteral<Bool> {
    sql("check_answers.number = 1")
}

fn number(count: i64) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
