//! Where a person stands in a course.

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use crate::content::model::{Course, Module};
use crate::kernel::ids::{AttemptId, CourseId, EnrolmentId, PersonId, VersionId};
use crate::kernel::{Lang, Slug, Timestamp};
use crate::quiz::draw::Blueprint;
use crate::quiz::model::Answer;
use crate::quiz::rules::{Finished, QuizRules};

/// A person in a course.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enrolment {
    /// Row.
    pub id: EnrolmentId,
    /// Who.
    pub person: PersonId,
    /// The course.
    pub course: CourseId,
    /// The edition; its newest revision is what the person sees.
    pub edition: i32,
    /// When the course was completed.
    pub completed_at: Option<Timestamp>,
    /// The name for the certificate, once confirmed.
    pub certificate_name: Option<String>,
    /// The language of the certificate, once chosen.
    pub certificate_language: Option<Lang>,
    /// Where to continue.
    pub last_lesson: Option<Slug>,
}

/// A quiz of a course: the test of a module, or the final test.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum QuizKey {
    /// The test of this module.
    Module(Slug),
    /// The final test.
    Final,
}

impl QuizKey {
    /// The word in the database and in addresses: the module's key, or `final`.
    pub fn code(&self) -> &str {
        match self {
            Self::Module(module) => module.as_str(),
            Self::Final => "final",
        }
    }

    /// The quiz of a word, if the course has it.
    pub fn of(course: &Course, code: &str) -> Option<Self> {
        if code == "final" {
            return course.final_test.as_ref().map(|_| Self::Final);
        }
        course.modules.iter().find(|module| module.key.as_str() == code).map(|module| Self::Module(module.key.clone()))
    }

    /// Every quiz of a course in the order of learning.
    pub fn all(course: &Course) -> Vec<Self> {
        let modules = course.modules.iter().map(|module| Self::Module(module.key.clone()));
        modules.chain(course.final_test.as_ref().map(|_| Self::Final)).collect()
    }

    /// The rules of passing and trying again.
    pub fn rules(&self, course: &Course) -> Option<QuizRules> {
        match self {
            Self::Module(key) => course.module(key).map(|module| module.test.rules),
            Self::Final => course.final_test.as_ref().map(|test| test.rules),
        }
    }

    /// What a try is drawn from.
    pub fn blueprint(&self, course: &Course) -> Option<Blueprint> {
        match self {
            Self::Module(key) => course.module(key).map(Module::blueprint),
            Self::Final => course.final_test.as_ref().map(|test| test.blueprint.clone()),
        }
    }
}

/// What is done in a course, by keys.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Progress {
    /// Lessons that are done.
    pub lessons: BTreeSet<Slug>,
    /// Quizzes that are passed, by code.
    pub passed: BTreeSet<String>,
}

/// What is done in an enrolment, and what was begun.
#[derive(Debug, Clone, Default)]
pub struct DoneSoFar {
    /// What is done.
    pub progress: Progress,
    /// Lessons that were opened, done or not.
    pub opened: BTreeSet<Slug>,
    /// Questions of lesson checks that were answered at least once.
    pub answered: BTreeSet<Slug>,
    /// The percentage of the version that it was first asked for: nearly every page asks for it again.
    pub(super) percent: OnceLock<(VersionId, u32)>,
}

impl DoneSoFar {
    /// [`Progress::percent`] of this version.
    pub fn percent(&self, version: VersionId, course: &Course) -> u32 {
        let (counted_in, percent) = *self.percent.get_or_init(|| (version, self.progress.percent(course)));
        if counted_in == version { percent } else { self.progress.percent(course) }
    }
}

/// What was counted says nothing about what is done.
impl PartialEq for DoneSoFar {
    fn eq(&self, other: &Self) -> bool {
        (&self.progress, &self.opened, &self.answered) == (&other.progress, &other.opened, &other.answered)
    }
}

impl Eq for DoneSoFar {}

/// Where a person stands in a course: what pages ask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The enrolment.
    pub enrolment: Enrolment,
    /// What is done; shared with those who read it at the same time.
    pub done: Arc<DoneSoFar>,
}

/// What to do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NextStep {
    /// This lesson.
    Lesson(Slug),
    /// This test.
    Quiz(QuizKey),
    /// Everything is done.
    Nothing,
}

impl Progress {
    /// Lessons and tests done, and all of them. Lessons that a later edition dropped do not count.
    pub fn count(&self, course: &Course) -> (usize, usize) {
        let (mut done, mut all) = (0, 0);
        let mut add = |is_done: bool| (done, all) = (done + usize::from(is_done), all + 1);
        for module in &course.modules {
            module.lessons.iter().for_each(|lesson| add(self.lessons.contains(&lesson.key)));
            add(self.passed.contains(module.key.as_str()));
        }
        if course.final_test.is_some() {
            add(self.passed.contains(QuizKey::Final.code()));
        }
        (done, all)
    }

    /// Whole percent, rounded down: 100 exactly when everything is done, never before.
    pub fn percent(&self, course: &Course) -> u32 {
        let (done, all) = self.count(course);
        u32::try_from((done * 100).checked_div(all).unwrap_or(0)).unwrap_or(100)
    }

    /// True when every lesson is done and every test is passed.
    pub fn is_complete(&self, course: &Course) -> bool {
        let (done, all) = self.count(course);
        done == all
    }

    /// The first thing in the order of learning that is not done.
    pub fn next_step(&self, course: &Course) -> NextStep {
        for module in &course.modules {
            if let Some(lesson) = module.lessons.iter().find(|lesson| !self.lessons.contains(&lesson.key)) {
                return NextStep::Lesson(lesson.key.clone());
            }
            if !self.passed.contains(module.key.as_str()) {
                return NextStep::Quiz(QuizKey::Module(module.key.clone()));
            }
        }
        match &course.final_test {
            Some(_) if !self.passed.contains("final") => NextStep::Quiz(QuizKey::Final),
            _ => NextStep::Nothing,
        }
    }

    /// True if the lessons (and, for the final test, the module tests) before a quiz are done.
    pub fn may_take(&self, course: &Course, quiz: &QuizKey) -> bool {
        match quiz {
            QuizKey::Module(key) => course
                .module(key)
                .is_some_and(|module| module.lessons.iter().all(|lesson| self.lessons.contains(&lesson.key))),
            QuizKey::Final => {
                course.lessons().all(|(_, lesson)| self.lessons.contains(&lesson.key))
                    && course.modules.iter().all(|module| self.passed.contains(module.key.as_str()))
            }
        }
    }
}

/// One try at a quiz.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// Row.
    pub id: AttemptId,
    /// Whose.
    pub enrolment: EnrolmentId,
    /// The version it began on.
    pub version: VersionId,
    /// Which quiz, by code.
    pub quiz: String,
    /// The try's number, from 1.
    pub number: i32,
    /// For the order of questions and options.
    pub seed: u64,
    /// The questions drawn, in order.
    pub questions: Vec<Slug>,
    /// When it began.
    pub started_at: Timestamp,
    /// When it ended.
    pub finished_at: Option<Timestamp>,
    /// Whether it was passed.
    pub passed: Option<bool>,
    /// Points reached, in thousandths.
    pub points: Option<i32>,
    /// Points that could be reached, in thousandths.
    pub max_points: Option<i32>,
}

/// How a person stands with a quiz.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TryState {
    /// Tries that are over.
    pub finished: Vec<Finished>,
    /// Tries at the final test that were over before the certificate began to be renewed: they count no longer.
    pub before: u32,
    /// The try that is running.
    pub running: Option<AttemptId>,
    /// The newest try that is over.
    pub last: Option<AttemptId>,
}

/// An answer in a try.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredAnswer {
    /// The question.
    pub question: Slug,
    /// What was answered.
    pub answer: Answer,
}

/// The newest answer to a lesson check.
#[derive(Debug, Clone, PartialEq)]
pub struct CheckState {
    /// The question.
    pub question: Slug,
    /// Which try, from 1.
    pub number: i32,
    /// What was answered.
    pub answer: Answer,
    /// Full marks.
    pub right: bool,
}
