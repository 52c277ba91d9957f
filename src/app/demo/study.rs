//! Taking a course, as far as somebody came.

use std::sync::Arc;

use crate::content::Published;
use crate::db::Conn;
use crate::kernel::ids::{EnrolmentId, PersonId};
use crate::kernel::{Actor, Ctx, Error, Lang, PersonName, Result, Slug, Timestamp};
use crate::learning::{
    self, CheckAnswer, Enrolment, QuizKey, Started, answer_check, choose_certificate, enrol, finish_attempt,
    finish_lesson, open_lesson, save_answer, start_attempt,
};
use crate::quiz::kinds;
use crate::quiz::mark::mark;
use crate::quiz::model::Question;

/// How far somebody came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    /// Begun, nothing done.
    Enrolled,
    /// Some lessons.
    Reading,
    /// All lessons of the first module, and its test failed.
    Failed,
    /// Everything.
    Completed,
}

/// Somebody who takes a course.
#[derive(Debug, Clone)]
pub(super) struct Student {
    pub(super) person: PersonId,
    pub(super) name: PersonName,
    pub(super) lang: Lang,
    pub(super) published: Arc<Published>,
    pub(super) seed: u64,
    /// When it began.
    pub(super) begin: Timestamp,
}

/// The course of one person as it goes on: each step takes some minutes.
struct Course<'a> {
    conn: &'a mut Conn,
    student: &'a Student,
    enrolment: Enrolment,
    ctx: Ctx,
}

/// Takes somebody through the course. Answers the enrolment and the moment if it was completed.
pub(super) fn study(conn: &mut Conn, student: &Student, stage: Stage) -> Result<Option<(EnrolmentId, Timestamp)>> {
    let ctx = Ctx { now: student.begin, actor: Actor::Person(student.person) };
    let course = (student.published.course_id, student.published.edition);
    let enrolment = enrol(conn, &ctx, student.person, course)?;
    let mut way = Course { conn, student, enrolment, ctx };
    match stage {
        Stage::Enrolled => Ok(None),
        Stage::Reading => way.read_some().map(|()| None),
        Stage::Failed => way.fail().map(|()| None),
        Stage::Completed => way.complete(),
    }
}

impl Course<'_> {
    fn pass_minutes(&mut self, minutes: i64) {
        self.ctx.now = self.ctx.now.plus_seconds(minutes * 60);
    }

    fn read_some(&mut self) -> Result<()> {
        let published = Arc::clone(&self.student.published);
        let lessons: Vec<Slug> = published.course.lessons().map(|(_, lesson)| lesson.key.clone()).collect();
        let count = 1 + usize::try_from(self.student.seed % 3).unwrap_or_default();
        lessons.iter().take(count).try_for_each(|lesson| self.read(lesson))
    }

    fn fail(&mut self) -> Result<()> {
        let published = Arc::clone(&self.student.published);
        let Some(module) = published.course.modules.first() else { return Ok(()) };
        module.lessons.iter().try_for_each(|lesson| self.read(&lesson.key))?;
        self.choose()?;
        self.take(&QuizKey::Module(module.key.clone()), |_, place| place.is_multiple_of(2))
    }

    fn complete(&mut self) -> Result<Option<(EnrolmentId, Timestamp)>> {
        let published = Arc::clone(&self.student.published);
        for module in &published.course.modules {
            module.lessons.iter().try_for_each(|lesson| self.read(&lesson.key))?;
            self.choose()?;
            self.take_well(&QuizKey::Module(module.key.clone()))?;
        }
        if published.course.final_test.is_some() {
            self.take_well(&QuizKey::Final)?;
        }
        let enrolment = learning::get_enrolment(self.conn, self.enrolment.id)?;
        Ok(enrolment.completed_at.map(|at| (enrolment.id, at)))
    }

    /// One question wrong, as it happens, but none that counts for everything.
    fn take_well(&mut self, quiz: &QuizKey) -> Result<()> {
        let slip = usize::try_from(self.student.seed % 17).unwrap_or_default();
        self.take(quiz, move |question, place| place != slip || question.critical)
    }

    /// Reads a lesson and answers its checks; one in four at first wrongly.
    fn read(&mut self, lesson: &Slug) -> Result<()> {
        self.pass_minutes(3);
        open_lesson(self.conn, &self.ctx, self.enrolment.id, lesson)?;
        let published = Arc::clone(&self.student.published);
        let Some((_, found)) = published.course.lesson(lesson) else { return Ok(()) };
        for (place, check) in (0_u64..).zip(&found.checks) {
            let Some((_, question)) = published.course.question(check) else { continue };
            let right = kinds::right_answer(&question.body);
            let slips = match (self.student.seed.rotate_left(5) + place).is_multiple_of(4) {
                _ if self.is_misled(check) => 2,
                is_unlucky => usize::from(is_unlucky),
            };
            let wrong = kinds::wrong_answer(&question.body).into_iter().cycle().take(slips);
            for (number, answer) in (1..).zip(wrong.chain(right)) {
                self.pass_minutes(1);
                let mark = mark(question, &answer).map_err(Error::internal)?;
                let given = CheckAnswer {
                    enrolment: self.enrolment.id,
                    version: published.id,
                    lesson: lesson.clone(),
                    question: check.clone(),
                    number,
                    answer,
                    mark,
                    lang: self.student.lang,
                };
                answer_check(self.conn, &self.ctx, &given, &question.body)?;
            }
        }
        finish_lesson(self.conn, &self.ctx, &self.enrolment, &published.course, lesson).map(|_| ())
    }

    /// One check misleads in Kazakh, so that trainers see how its results tell them.
    fn is_misled(&self, check: &Slug) -> bool {
        let first = self.student.published.course.lessons().find_map(|(_, lesson)| lesson.checks.first());
        self.student.lang == Lang::Kk && first == Some(check)
    }

    fn choose(&mut self) -> Result<()> {
        choose_certificate(self.conn, self.enrolment.id, &self.student.name, self.student.lang)?;
        self.enrolment = learning::get_enrolment(self.conn, self.enrolment.id)?;
        Ok(())
    }

    /// Takes a test; `is_right` tells which questions are answered rightly, by their place from 0.
    fn take(&mut self, quiz: &QuizKey, is_right: impl Fn(&Question, usize) -> bool) -> Result<()> {
        self.pass_minutes(20);
        let published = Arc::clone(&self.student.published);
        let begun = (&published.course, published.id);
        let started = start_attempt(self.conn, &self.ctx, (&self.enrolment, quiz), begun, self.student.seed)?;
        let Started::Running(id) = started else { return Ok(()) };
        let attempt = learning::find_attempt(self.conn, self.student.person, id)?.ok_or(Error::NotFound)?;
        for (place, key) in attempt.questions.iter().enumerate() {
            let Some((_, question)) = published.course.question(key) else { continue };
            let right = kinds::right_answer(&question.body);
            let answer = if is_right(question, place) { right } else { kinds::wrong_answer(&question.body) };
            let shown_at = self.ctx.now;
            self.pass_minutes(1);
            if let Some(answer) = answer {
                save_answer(self.conn, &self.ctx, id, (question, &answer), (self.student.lang, shown_at))?;
            }
        }
        let rules = quiz.rules(&published.course).ok_or(Error::NotFound)?;
        let course = &published.course;
        finish_attempt(self.conn, &self.ctx, &attempt, (course, rules.pass_percent), (&self.enrolment, course))
            .map(|_| ())
    }
}
