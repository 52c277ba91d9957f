//! The first tries at tests, answer by answer.

use std::collections::BTreeMap;

use diesel::connection::DefaultLoadingMode;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::BigInt;

use super::versions;
use crate::db::Conn;
use crate::db::schema::{answers, attempts};
use crate::kernel::ids::AttemptId;
use crate::kernel::{Error, Lang, Result};
use crate::stats::Span;
use crate::stats::figures::log::{Entry, Given, Log, Sitting, TestLog};

/// A try as its row tells it.
struct Try {
    quiz: String,
    passed: bool,
    /// In points.
    max: f64,
    questions: Vec<String>,
    entries: Vec<Entry>,
}

type TryRow = (AttemptId, String, Option<bool>, Option<i32>, String);
type AnswerRow = (AttemptId, String, String, Option<i32>, Option<i32>, Lang, i64);

/// The first tries of everybody at the tests of a course that were handed in: at all of them, or at these. A later try
/// follows the explanations of an earlier one, and its answers are no second opinion.
///
/// # Errors
/// The database's; internal, if a stored try cannot be read.
pub fn list_sittings(conn: &mut Conn, span: Span, quizzes: Option<&[String]>) -> Result<Log> {
    let mut log = Log::default();
    let mut tries = list_tries(conn, span, quizzes)?;
    let versions = versions(conn, span)?;
    let seconds = sql::<BigInt>(match conn {
        Conn::Sqlite(_) => "unixepoch(answers.answered_at) - unixepoch(answers.shown_at)",
        Conn::Postgres(_) => "CAST(EXTRACT(EPOCH FROM answers.answered_at - answers.shown_at) AS BIGINT)",
    });
    let rows = answers::table
        .inner_join(attempts::table)
        .filter(attempts::version_id.eq_any(&versions))
        .filter(attempts::number.eq(1))
        .filter(attempts::finished_at.is_not_null())
        .select((
            answers::attempt_id,
            answers::question,
            answers::answer,
            answers::points,
            answers::max_points,
            answers::language,
            seconds,
        ));
    // One after another: half a million at once would be the memory of a whole small server.
    for row in rows.load_iter::<AnswerRow, DefaultLoadingMode>(conn)? {
        let (id, question, answer, points, max, lang, seconds) = row?;
        let Some(of) = tries.get_mut(&id) else { continue };
        let item = log.place(&question);
        let given = Some(Given { lang, seconds: u32::try_from(seconds).unwrap_or_default() });
        of.entries.push(Entry { item, points: in_points(points), max: in_points(max), given });
        if !log.tests.contains_key(&of.quiz) {
            log.tests.insert(of.quiz.clone(), TestLog::default());
        }
        if let Some(test) = log.tests.get_mut(&of.quiz) {
            *test.chosen.entry(item).or_default().entry(answer).or_default().entry(lang).or_default() += 1;
        }
    }
    for of in tries.into_values() {
        let quiz = of.quiz.clone();
        let sitting = with_open(&mut log, of);
        log.tests.entry(quiz).or_default().sittings.push(sitting);
    }
    Ok(log)
}

fn list_tries(conn: &mut Conn, span: Span, quizzes: Option<&[String]>) -> Result<BTreeMap<AttemptId, Try>> {
    let versions = versions(conn, span)?;
    let mut query = attempts::table
        .filter(attempts::version_id.eq_any(versions))
        .filter(attempts::number.eq(1))
        .filter(attempts::finished_at.is_not_null())
        .select((attempts::id, attempts::quiz, attempts::passed, attempts::max_points, attempts::questions))
        .into_boxed();
    if let Some(quizzes) = quizzes {
        query = query.filter(attempts::quiz.eq_any(quizzes.to_vec()));
    }
    let rows: Vec<TryRow> = query.load(conn)?;
    let tries = rows.into_iter().map(|(id, quiz, passed, max, questions)| {
        let questions: Vec<String> =
            serde_json::from_str(&questions).map_err(|error| Error::while_doing("a stored try", error))?;
        let entries = Vec::with_capacity(questions.len());
        Ok((id, Try { quiz, passed: passed == Some(true), max: in_points(max), questions, entries }))
    });
    tries.collect()
}

/// With the questions that were left open: worth what is left of the try's points, in equal parts.
fn with_open(log: &mut Log, of: Try) -> Sitting {
    let Try { passed, max, questions, mut entries, .. } = of;
    let places: Vec<usize> = questions.iter().map(|key| log.place(key)).collect();
    let open: Vec<usize> =
        places.into_iter().filter(|place| entries.iter().all(|entry| entry.item != *place)).collect();
    let known: f64 = entries.iter().map(|entry| entry.max).sum();
    let count = f64::from(u32::try_from(open.len()).unwrap_or(u32::MAX));
    let left = if count > 0.0 { ((max - known) / count).max(0.0) } else { 0.0 };
    entries.extend(open.into_iter().map(|item| Entry { item, points: 0.0, max: left, given: None }));
    Sitting { passed, entries }
}

/// Thousandths, as they are stored.
fn in_points(thousandths: Option<i32>) -> f64 {
    f64::from(thousandths.unwrap_or_default()) / 1000.0
}
