//! Moving over to a newer edition of a course. What was done is kept under keys, so nothing has to be copied.

use super::complete::complete_if_done;
use super::model::{Enrolment, Progress, QuizKey};
use super::store;
use crate::content::model::Course;
use crate::db::Conn;
use crate::kernel::{Ctx, Result, Slug};

/// What is different in a newer edition, for somebody who is learning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changes {
    /// Modules that the earlier edition does not have, in the order of learning.
    pub new_modules: Vec<Slug>,
    /// New lessons of modules that were there before, in the order of learning.
    pub new_lessons: Vec<Slug>,
    /// Lessons that the newer edition does not have.
    pub gone: Vec<Slug>,
    /// Done in the earlier edition and still there: lessons, and tests that were passed.
    pub kept: (usize, usize),
    /// The progress on the day of moving, in whole percent.
    pub percent: u32,
}

/// Compares two editions for somebody who has done this much.
pub fn changes(earlier: &Course, newer: &Course, progress: &Progress) -> Changes {
    let new_modules = newer.modules.iter().filter(|module| earlier.module(&module.key).is_none());
    let new_lessons = newer
        .lessons()
        .filter(|(module, lesson)| earlier.module(&module.key).is_some() && earlier.lesson(&lesson.key).is_none());
    let gone = earlier.lessons().filter(|(_, lesson)| newer.lesson(&lesson.key).is_none());
    let passed = QuizKey::all(newer).iter().filter(|quiz| progress.passed.contains(quiz.code())).count();
    Changes {
        new_modules: new_modules.map(|module| module.key.clone()).collect(),
        new_lessons: new_lessons.map(|(_, lesson)| lesson.key.clone()).collect(),
        gone: gone.map(|(_, lesson)| lesson.key.clone()).collect(),
        kept: (progress.count(newer).0 - passed, passed),
        percent: progress.percent(newer),
    }
}

/// What became of moving over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moved {
    /// The person learns in the newer edition now.
    Over,
    /// They were there already, or have completed the course: its certificate names the edition they took.
    Stays,
}

/// Moves an enrolment to a later edition. A try that is running goes on and is graded from the version on which it
/// began. If the later edition asks for nothing more, the course is complete with it.
///
/// # Errors
/// The database's.
pub fn move_over(conn: &mut Conn, ctx: &Ctx, enrolment: &Enrolment, newer: (&Course, i32)) -> Result<Moved> {
    let (course, edition) = newer;
    if !store::set_edition(conn, enrolment.id, edition)? {
        return Ok(Moved::Stays);
    }
    let moved = Enrolment { edition, ..enrolment.clone() };
    complete_if_done(conn, ctx, &moved, course)?;
    Ok(Moved::Over)
}
