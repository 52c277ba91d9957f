//! Somebody who takes a course: reads lessons, answers checks and tests, rightly or wrongly.

use std::sync::Arc;

use erikti::content::Published;
use erikti::kernel::ids::{AttemptId, EnrolmentId, PersonId};
use erikti::kernel::{Lang, Slug};
use erikti::learning::{self, Attempt, Progress};
use erikti::quiz::kinds;
use erikti::quiz::mark::mark;
use erikti::quiz::model::{Answer, Question};

use super::harness::app::TestApp;
use super::harness::client::{Answer as Reply, Client};
use super::people::person_of;

/// How somebody answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Answers {
    Right,
    Wrong,
}

/// A person in a course, with a browser.
pub(crate) struct Learner<'a> {
    pub(crate) app: &'a TestApp,
    pub(crate) client: Client,
    pub(crate) person: PersonId,
    pub(crate) enrolment: EnrolmentId,
    pub(crate) published: Arc<Published>,
    pub(crate) lang: Lang,
}

/// The key in this text.
pub(crate) fn slug(key: &str) -> Slug {
    Slug::parse(key).expect("a key")
}

impl<'a> Learner<'a> {
    /// Signs up as `{name}@example.kz` and enrols.
    pub(crate) async fn enrol(app: &'a TestApp, lang: Lang, name: &str, course: &str) -> Self {
        let (client, email) = (app.client(), format!("{name}@example.kz"));
        client.sign_up(lang.code(), "Әсем Нұрғалиқызы", &email).await;
        let person = person_of(app, &email).await;
        Self::of(app, client, person, (lang, course)).await
    }

    /// Somebody who is signed in already, enrolled.
    pub(crate) async fn of(app: &'a TestApp, client: Client, person: PersonId, (lang, course): (Lang, &str)) -> Self {
        client.post(&format!("/{lang}/courses/{course}"), &[]).await.leads_to(&format!("/{lang}/learn/{course}"));
        let published = app.library.shelf().course(course).cloned().expect("a course that comes with the program");
        let id = published.course_id;
        let enrolment = app.app.read(move |conn| learning::find_enrolment(conn, person, id)).await;
        let enrolment = enrolment.expect("the database answers").expect("an enrolment").id;
        Self { app, client, person, enrolment, published, lang }
    }

    /// An address within the course: `to("")` is its outline.
    pub(crate) fn to(&self, rest: &str) -> String {
        format!("/{}/learn/{}{rest}", self.lang, self.published.course.key)
    }

    pub(crate) async fn get(&self, rest: &str) -> Reply {
        self.client.get(&self.to(rest)).await
    }

    pub(crate) async fn post(&self, rest: &str, fields: &[(String, String)]) -> Reply {
        let form: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        self.client.post(&self.to(rest), &form).await
    }

    pub(crate) fn question(&self, key: &Slug) -> &Question {
        self.published.course.question(key).map(|(_, question)| question).expect("a question of the course")
    }

    /// Answers a check of a lesson for the given time.
    pub(crate) async fn check(&self, lesson: &Slug, key: &Slug, (number, answers): (i32, Answers)) -> Reply {
        let question = self.question(key);
        let mut fields = kinds::fields(question, number.unsigned_abs().into(), &choose(question, answers));
        fields.push(("number".to_owned(), number.to_string()));
        self.post(&format!("/lessons/{lesson}/checks/{key}"), &fields).await
    }

    /// Reads a lesson to its end.
    pub(crate) async fn read_lesson(&self, lesson: &Slug) {
        let (_, found) = self.published.course.lesson(lesson).expect("a lesson of the course");
        for key in &found.checks {
            self.check(lesson, key, (1, Answers::Right)).await.has(303);
        }
        self.post(&format!("/lessons/{lesson}/done"), &[]).await.has(303);
    }

    /// Reads every lesson of a module.
    pub(crate) async fn read_module(&self, module: &str) {
        let module = self.published.course.module(&slug(module)).expect("a module of the course");
        for lesson in &module.lessons {
            self.read_lesson(&lesson.key).await;
        }
    }

    /// Confirms name and language of the certificate.
    pub(crate) async fn choose_certificate(&self, name: &str, lang: Lang) {
        let choice = [("name", name), ("certificate_language", lang.code())];
        self.client.post(&self.to("/certificate"), &choice).await.has(303);
    }

    /// Begins a try, or goes on with the running one.
    pub(crate) async fn start(&self, quiz: &str) -> AttemptId {
        let reply = self.post(&format!("/tests/{quiz}"), &[]).await.has(303);
        attempt_in(reply.header("location")).unwrap_or_else(|| panic!("no try began: {}", reply.header("location")))
    }

    pub(crate) async fn attempt(&self, id: AttemptId) -> Attempt {
        let person = self.person;
        let found = self.app.app.read(move |conn| learning::find_attempt(conn, person, id)).await;
        found.expect("the database answers").expect("an attempt of this person")
    }

    /// The form of an answer to one question of a try.
    pub(crate) async fn fields(&self, id: AttemptId, place: usize, answers: Answers) -> Vec<(String, String)> {
        let attempt = self.attempt(id).await;
        let question = self.question(&attempt.questions[place - 1]);
        kinds::fields(question, attempt.seed, &choose(question, answers))
    }

    /// Answers every question of a try and hands it in.
    pub(crate) async fn finish(&self, id: AttemptId, answers: Answers) {
        let count = self.attempt(id).await.questions.len();
        let page = self.get(&format!("/attempts/{id}/1")).await.ok().text();
        let title = page.split_once("<title>").and_then(|(_, rest)| rest.split_once("</title>")).expect("a title").0;
        assert!(title.matches(" · ").count() == 2, "the title does not say which test it is: {title}");
        for place in 1..=count {
            let fields = self.fields(id, place, answers).await;
            let next = if place < count { format!("/{}", place + 1) } else { "/review".to_owned() };
            let reply = self.post(&format!("/attempts/{id}/{place}"), &fields).await;
            reply.leads_to(&self.to(&format!("/attempts/{id}{next}")));
        }
        self.post(&format!("/attempts/{id}/finish"), &[]).await.leads_to(&self.to(&format!("/attempts/{id}")));
    }

    /// Takes the whole course and passes. There is a certificate soon after.
    pub(crate) async fn complete(&self, name: &str) {
        self.choose_certificate(name, self.lang).await;
        for quiz in learning::QuizKey::all(&self.published.course) {
            if let learning::QuizKey::Module(module) = &quiz {
                self.read_module(module.as_str()).await;
            }
            let id = self.start(quiz.code()).await;
            self.finish(id, Answers::Right).await;
        }
        assert_eq!(self.progress().await.percent(&self.published.course), 100);
    }

    pub(crate) async fn progress(&self) -> Progress {
        let id = self.enrolment;
        self.app.app.read(move |conn| learning::progress_of(conn, id)).await.expect("the database answers")
    }
}

/// The try in an address such as `/kk/learn/leadership/attempts/7/1`.
pub(crate) fn attempt_in(address: &str) -> Option<AttemptId> {
    address.split_once("/attempts/")?.1.split('/').next()?.parse().ok()
}

/// A right answer, or one that a form can send and that is wrong.
pub(crate) fn choose(question: &Question, answers: Answers) -> Answer {
    let answer = match answers {
        Answers::Right => kinds::right_answer(&question.body).expect("a question has a right answer"),
        Answers::Wrong => kinds::wrong_answer(&question.body).expect("a question can be answered wrongly"),
    };
    let right = mark(question, &answer).expect("the answer fits the question").right;
    assert_eq!(right, answers == Answers::Right, "{}", question.key);
    answer
}
