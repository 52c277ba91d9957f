//! Beginning a try.

use super::model::{Enrolment, Progress, QuizKey, TryState};
use super::store::{self, NewAttempt};
use crate::content::model::Course;
use crate::db::Conn;
use crate::kernel::ids::{AttemptId, VersionId};
use crate::kernel::{Ctx, Error, Result, Timestamp};
use crate::quiz::draw::draw;
use crate::quiz::rules::{NextTry, next_try};

/// What became of beginning a try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Started {
    /// This try runs: a new one, or the one that was running.
    Running(AttemptId),
    /// Not possible now.
    No(StartError),
}

/// Why a try cannot begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StartError {
    /// Lessons or tests before it are not done.
    TooEarly,
    /// After the last try one waits.
    Waits {
        /// Until then.
        until: Timestamp,
    },
    /// It is passed already.
    Passed,
    /// Name and language of the certificate are to be confirmed first.
    ChooseCertificate,
    /// The final test waits until the weak modules' tests have been passed again.
    RepeatModules,
}

/// Begins a try at a quiz, or goes on with the running one.
///
/// # Errors
/// Not found if the course has no such quiz; the database's.
pub fn start_attempt(
    conn: &mut Conn,
    ctx: &Ctx,
    (enrolment, quiz): (&Enrolment, &QuizKey),
    (course, version): (&Course, VersionId),
    seed: u64,
) -> Result<Started> {
    let tries = store::list_tries(conn, enrolment.id, quiz.code())?;
    if let Some(running) = tries.running {
        return Ok(Started::Running(running));
    }
    let rules = quiz.rules(course).ok_or(Error::NotFound)?;
    let progress = store::progress_of(conn, enrolment.id)?;
    if let Some(why) = refusal(course, (enrolment, quiz), &progress) {
        return Ok(Started::No(why));
    }
    let number = match next_try(&rules, &tries.finished, ctx.now) {
        NextTry::Open { number, .. } => number,
        NextTry::Waits { until } => return Ok(Started::No(StartError::Waits { until })),
        // A passed module test may be taken again for practice; a passed final test is over.
        NextTry::Passed if *quiz == QuizKey::Final => return Ok(Started::No(StartError::Passed)),
        NextTry::Passed => u32::try_from(tries.finished.len()).unwrap_or(u32::MAX).saturating_add(1),
    };
    let number = number.saturating_add(tries.before);
    if *quiz == QuizKey::Final && must_repeat(conn, enrolment, course, &tries)? {
        return Ok(Started::No(StartError::RepeatModules));
    }
    let asked_before = store::list_seen(conn, enrolment.id, quiz.code())?;
    let blueprint = quiz.blueprint(course).ok_or(Error::NotFound)?;
    let questions = draw(&blueprint, &course.bank_items(), seed, &asked_before);
    let new = NewAttempt {
        enrolment: enrolment.id,
        version,
        quiz: quiz.code(),
        number: i32::try_from(number).map_err(Error::internal)?,
        seed,
        questions: &questions,
    };
    match store::insert_attempt(conn, ctx, &new)? {
        Some(id) => Ok(Started::Running(id)),
        None => Err(Error::Again),
    }
}

fn refusal(course: &Course, (enrolment, quiz): (&Enrolment, &QuizKey), progress: &Progress) -> Option<StartError> {
    if !progress.may_take(course, quiz) {
        return Some(StartError::TooEarly);
    }
    let is_last = QuizKey::all(course).last() == Some(quiz);
    let chosen = enrolment.certificate_name.is_some() && enrolment.certificate_language.is_some();
    (is_last && !chosen && enrolment.completed_at.is_none()).then_some(StartError::ChooseCertificate)
}

/// After the last try of a round of final tests, each weak module's test must be passed once more
/// (`repeat_weak_modules`). Weak is a module with a question that was not right in that last try.
fn must_repeat(conn: &mut Conn, enrolment: &Enrolment, course: &Course, tries: &TryState) -> Result<bool> {
    let Some(test) = course.final_test.as_ref().filter(|test| test.repeat_weak_modules) else { return Ok(false) };
    let done = u32::try_from(tries.finished.len()).unwrap_or(u32::MAX);
    let round_is_over = done > 0 && test.rules.tries > 0 && done.is_multiple_of(test.rules.tries);
    let (Some(last), Some(id), true) = (tries.finished.last(), tries.last, round_is_over) else { return Ok(false) };
    let wrong = store::list_wrong(conn, id)?;
    for module in &course.modules {
        let weak = wrong.iter().any(|key| module.questions.iter().any(|question| &question.key == key));
        if weak && !store::passed_since(conn, enrolment.id, module.key.as_str(), last.at)? {
            return Ok(true);
        }
    }
    Ok(false)
}
