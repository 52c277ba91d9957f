//! Ending a try and grading it.

use super::complete::{Completion, complete_if_done};
use super::model::{Attempt, Enrolment, QuizKey, StoredAnswer};
use super::renew::end_renewal;
use super::store;
use crate::content::model::Course;
use crate::db::Conn;
use crate::kernel::{Ctx, Error, Result};
use crate::quiz::attempt::{Marked, Outcome, Verdict, outcome};
use crate::quiz::mark::{mark, unanswered};

/// A graded try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Graded {
    /// Each question with its mark.
    pub(super) marked: Vec<Marked>,
    /// The sum.
    pub(super) outcome: Outcome,
}

impl Graded {
    /// True if the try was passed.
    pub(super) fn passed(&self) -> bool {
        self.outcome.verdict == Verdict::Passed
    }
}

/// Grades a try by the version it began on. The same answers always give the same marks.
///
/// # Errors
/// Internal, if a stored answer does not fit its question.
pub(super) fn grade(course: &Course, attempt: &Attempt, answers: &[StoredAnswer], pass_percent: u8) -> Result<Graded> {
    let mut marked = Vec::with_capacity(attempt.questions.len());
    for key in &attempt.questions {
        let Some((_, question)) = course.question(key) else { continue };
        let answer = answers.iter().find(|answer| &answer.question == key);
        let mark = match answer {
            Some(answer) => mark(question, &answer.answer).map_err(Error::internal)?,
            None => unanswered(question),
        };
        marked.push(Marked { question: key.clone(), lesson: question.lesson.clone(), mark });
    }
    let outcome = outcome(&marked, pass_percent);
    Ok(Graded { marked, outcome })
}

/// Ends a try: grades it, logs each mark, and completes the course if this was the last thing to do in the enrolment's
/// edition. A second click finds it ended and changes nothing.
///
/// # Errors
/// The database's.
pub fn finish_attempt(
    conn: &mut Conn,
    ctx: &Ctx,
    attempt: &Attempt,
    (begun_on, pass_percent): (&Course, u8),
    (enrolment, current): (&Enrolment, &Course),
) -> Result<Completion> {
    let answers = store::list_answers(conn, attempt.id)?;
    let graded = grade(begun_on, attempt, &answers, pass_percent)?;
    if !store::set_finished(conn, ctx, attempt, &graded)? {
        return Ok(Completion::Before);
    }
    for one in &graded.marked {
        store::set_answer_mark(conn, (attempt.id, attempt.version), &one.question, one.mark)?;
    }
    if !graded.passed() {
        return Ok(Completion::NotYet);
    }
    if attempt.quiz == QuizKey::Final.code() && end_renewal(conn, ctx, attempt)? {
        return Ok(Completion::Before);
    }
    complete_if_done(conn, ctx, enrolment, current)
}
