//! A volunteer who takes the leadership course through the pages.

use std::sync::OnceLock;

use diesel::prelude::*;
use erikti::content::bundled;
use erikti::content::model::Course;
use erikti::db::Conn;
use erikti::db::schema::{attempts, enrolments, people};
use erikti::kernel::Slug;
use erikti::kernel::ids::{AttemptId, EnrolmentId};
use erikti::quiz::kinds;
use erikti::quiz::model::Answer;
use reqwest::Method;
use reqwest::header::{LOCATION, ORIGIN};

use crate::harness::client::{Client, PASSWORD, between};
use crate::harness::library;
use crate::program::Machine;

/// The course that is taken.
pub(crate) fn course() -> &'static Course {
    static COURSE: OnceLock<Course> = OnceLock::new();
    COURSE.get_or_init(|| {
        let found =
            bundled::of_folder(&library()).unwrap().into_iter().find(|found| found.folder == "leadership").unwrap();
        found.read().unwrap().course
    })
}

/// The fields of a form that answers a question of the course.
pub(crate) fn form(question: &Slug, seed: u64, answer: &Answer) -> Vec<(String, String)> {
    let (_, question) = course().question(question).unwrap();
    kinds::fields(question, seed, answer)
}

/// The seed by which a lesson check is shown: the number of its try.
pub(crate) fn check_seed(number: i32) -> u64 {
    u64::from(number.unsigned_abs())
}

/// A signed-in volunteer. The address of the server is given with each step: it changes when the server is started
/// again, and the cookie is good on all ports of the machine.
#[derive(Debug, Clone)]
pub(crate) struct Learner {
    pub(crate) email: String,
    client: Client,
}

/// A running test.
#[derive(Debug, Clone)]
pub(crate) struct Test {
    pub(crate) id: AttemptId,
    pub(crate) seed: u64,
    pub(crate) questions: Vec<Slug>,
}

impl Learner {
    /// Signs in, or up if there is no such account yet, and enrols; `None` if there was no answer to something.
    pub(crate) async fn enter(address: &str, number: usize) -> Option<Self> {
        let learner = Self { email: format!("volunteer-{number}@example.kz"), client: Client::new(address) };
        let pairs = |form: &[(&str, &str)]| -> Vec<(String, String)> {
            form.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
        };
        let form = pairs(&[("identifier", &learner.email), ("password", PASSWORD)]);
        let (status, _) = learner.try_send(address, "/en/sign-in", &form).await?;
        if status != 303 {
            let page = learner.client.request(Method::GET, &format!("{address}/en/sign-up"));
            let page = page.send().await.ok()?.text().await.ok()?;
            let district = between(&page, "name=\"district\"", "</select>").split("value=\"").skip(1);
            let district = district.filter_map(|rest| rest.split('"').next()).find(|id| !id.is_empty()).unwrap();
            let form = pairs(&[
                ("name", "Әсем Нұрғалиқызы"),
                ("email", &learner.email),
                ("password", PASSWORD),
                ("language", "en"),
                ("district", district),
                ("birth_year", "1999"),
                ("consent", "yes"),
            ]);
            learner.send(address, "/en/sign-up", &form).await?;
        }
        learner.send(address, "/en/courses/leadership", &[]).await?;
        Some(learner)
    }

    /// Takes the course from its first step to its last, whatever was done before; `None` if there was no answer to
    /// something. Whoever meets no answer begins again, as people do.
    pub(crate) async fn complete(&self, machine: &Machine, address: &str) -> Option<()> {
        for (_, lesson) in course().lessons() {
            for check in &lesson.checks {
                let mut form = form(check, check_seed(1), &right(check));
                form.push(("number".to_owned(), "1".to_owned()));
                self.send(address, &check_path(&lesson.key, check), &form).await?;
            }
            self.send(address, &format!("/en/learn/leadership/lessons/{}/done", lesson.key), &[]).await?;
        }
        let choice = [("name", "Әсем Нұрғалиқызы"), ("certificate_language", "kk")];
        let choice: Vec<_> = choice.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        self.send(address, "/en/learn/leadership/certificate", &choice).await?;
        let module = &course().modules.first().unwrap().key;
        let first = self.send(address, &format!("/en/learn/leadership/tests/{module}"), &[]).await?;
        let id = first.rsplit_once('/').unwrap().1.parse().unwrap();
        let test = machine.read(move |conn| Test::find(conn, id)).await;
        for (place, question) in (1..).zip(&test.questions) {
            let form = form(question, test.seed, &right(question));
            self.send(address, &format!("{}/{place}", test.path()), &form).await?;
        }
        self.send(address, &format!("{}/finish", test.path()), &[]).await.map(|_| ())
    }

    /// Signs up and enrols.
    pub(crate) async fn begin(address: &str, number: usize) -> Self {
        let learner = Self { email: format!("volunteer-{number}@example.kz"), client: Client::new(address) };
        learner.client.sign_up("en", "Әсем Нұрғалиқызы", &learner.email).await;
        learner.step(address, "/en/courses/leadership", &[]).await;
        learner
    }

    /// Sends a form; where the answer leads to, or `None` if there was no answer.
    pub(crate) async fn send(&self, address: &str, path: &str, form: &[(String, String)]) -> Option<String> {
        let request = self.client.request(Method::POST, &format!("{address}{path}")).header(ORIGIN, address).form(form);
        let answer = request.send().await.ok()?;
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        let text = answer.text().await.unwrap_or_default();
        assert_eq!(status, 303, "POST {path} answered\n{text}");
        Some(headers.get(LOCATION)?.to_str().ok()?.to_owned())
    }

    /// Sends a form; the status and what came with it, or `None` if there was no answer.
    pub(crate) async fn try_send(&self, address: &str, path: &str, form: &[(String, String)]) -> Option<(u16, String)> {
        let request = self.client.request(Method::POST, &format!("{address}{path}")).header(ORIGIN, address).form(form);
        let answer = request.send().await.ok()?;
        Some((answer.status().as_u16(), answer.text().await.unwrap_or_default()))
    }

    /// Sends a form that must be answered.
    pub(crate) async fn step(&self, address: &str, path: &str, form: &[(&str, &str)]) -> String {
        let form: Vec<_> = form.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        self.send(address, path, &form).await.unwrap_or_else(|| panic!("POST {path}: no answer"))
    }

    /// A page.
    pub(crate) async fn page(&self, address: &str, path: &str) -> String {
        self.client.get(&format!("{address}{path}")).await.ok().text()
    }

    /// Answers the checks of a lesson rightly and finishes it.
    pub(crate) async fn finish_lesson(&self, address: &str, lesson: &Slug) {
        let (_, found) = course().lesson(lesson).unwrap();
        for check in &found.checks {
            let mut form = form(check, check_seed(1), &right(check));
            form.push(("number".to_owned(), "1".to_owned()));
            self.send(address, &check_path(lesson, check), &form).await.unwrap();
        }
        self.step(address, &format!("/en/learn/leadership/lessons/{lesson}/done"), &[]).await;
    }

    /// Finishes all lessons, and confirms name and language of the certificate.
    pub(crate) async fn study(&self, address: &str) {
        for (_, lesson) in course().lessons() {
            self.finish_lesson(address, &lesson.key).await;
        }
        let choice = [("name", "Әсем Нұрғалиқызы"), ("certificate_language", "kk")];
        self.step(address, "/en/learn/leadership/certificate", &choice).await;
    }

    /// Begins the test of the module; answers the path of its pages.
    pub(crate) async fn start_test(&self, address: &str) -> (AttemptId, String) {
        let module = &course().modules.first().unwrap().key;
        let path = self.step(address, &format!("/en/learn/leadership/tests/{module}"), &[]).await;
        (path.rsplit_once('/').unwrap().1.parse().unwrap(), path)
    }

    /// Answers all questions of a test rightly, without handing it in.
    pub(crate) async fn answer_all(&self, address: &str, test: &Test) {
        for (place, question) in (1..).zip(&test.questions) {
            let form = form(question, test.seed, &right(question));
            self.send(address, &format!("{}/{place}", test.path()), &form).await.unwrap();
        }
    }

    /// Hands a test in.
    pub(crate) async fn finish(&self, address: &str, test: &Test) {
        assert_eq!(self.step(address, &format!("{}/finish", test.path()), &[]).await, test.path());
    }

    /// Follows the link in a mail that confirms the address.
    pub(crate) async fn confirm(&self, address: &str, mail: &[u8]) {
        let message = mail_parser::MessageParser::default().parse(mail).unwrap();
        let text = message.body_text(0).unwrap().into_owned();
        let token = text.split_once("/en/confirm/").and_then(|(_, rest)| rest.split_whitespace().next()).unwrap();
        self.step(address, &format!("/en/confirm/{token}"), &[]).await;
    }
}

impl Test {
    /// Looks up what a test asks.
    pub(crate) fn find(conn: &mut Conn, id: AttemptId) -> erikti::kernel::Result<Self> {
        let (seed, questions): (i64, String) =
            attempts::table.find(id).select((attempts::seed, attempts::questions)).get_result(conn)?;
        Ok(Self { id, seed: seed.cast_unsigned(), questions: serde_json::from_str(&questions).unwrap() })
    }

    pub(crate) fn path(&self) -> String {
        format!("/en/learn/leadership/attempts/{}", self.id)
    }
}

/// The address of a lesson check.
pub(crate) fn check_path(lesson: &Slug, check: &Slug) -> String {
    format!("/en/learn/leadership/lessons/{lesson}/checks/{check}")
}

/// The only enrolment of a person.
pub(crate) fn enrolment_of(conn: &mut Conn, email: &str) -> erikti::kernel::Result<EnrolmentId> {
    let of_person = enrolments::table.inner_join(people::table).filter(people::email.eq(email));
    Ok(of_person.select(enrolments::id).get_result(conn)?)
}

fn right(question: &Slug) -> Answer {
    let (_, question) = course().question(question).unwrap();
    kinds::right_answer(&question.body).unwrap()
}
