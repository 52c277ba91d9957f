//! A volunteer with a phone: signs up, reads, answers.

use std::sync::Arc;

use erikti::accounts::find_person_by_identifier;
use erikti::content::Published;
use erikti::content::model::Lesson;
use erikti::kernel::Error;
use erikti::learning::{Attempt, find_attempt};
use erikti::quiz::model::{Answer, Body};

use crate::answers::{self, Asked};
use crate::harness::app::TestApp;
use crate::harness::client::PASSWORD;
use crate::phone::Phone;

/// With a letter that only Kazakh has.
pub(crate) const NAME: &str = "Әсем Нұрғалиқызы";
pub(crate) const EMAIL: &str = "asem@example.kz";

const SEND: &str = "#main-form .actions button";

pub(crate) struct Learner<'a> {
    pub(crate) app: &'a TestApp,
    pub(crate) phone: &'a Phone,
    /// The course's key.
    pub(crate) course: &'static str,
}

impl Learner<'_> {
    fn learn(&self) -> String {
        format!("/learn/{}", self.course)
    }

    pub(crate) fn published(&self) -> Arc<Published> {
        self.app.library.shelf().course(self.course).cloned().expect("the course is there")
    }

    /// From the front page to the course, and, as the account is missing, to the form for one.
    pub(crate) async fn find_the_course(&self) {
        let (phone, lang) = (self.phone, self.phone.lang);
        phone.open("").await;
        phone.look("front").await;
        phone.browser.click(".hero a.button:not(.secondary)").await;
        phone.press_to(&format!("nav.main a[href=\"/{lang}/courses\"]"), "/courses").await;
        phone.look("courses").await;
        self.press_course("/courses").await;
        phone.look("course").await;
        // Whoever begins here signs up first, or signs in, and comes back to the course.
        phone.press_to("main p a.button", "/sign-up").await;
        phone.press_to("main a[href*=\"/sign-in?next=\"]", "/sign-in").await;
        phone.look("sign-in").await;
        phone.press_to("main a[href*=\"/sign-up?next=\"]", "/sign-up").await;
    }

    /// Presses the title of the course, which leads to its page below that path.
    async fn press_course(&self, below: &str) {
        let path = format!("{below}/{}", self.course);
        self.phone.press_to(&format!("main a[href=\"/{}{path}\"]", self.phone.lang), &path).await;
    }

    /// Signs up; forgets the consent first, and loses nothing but the password.
    pub(crate) async fn sign_up(&self) {
        let (phone, browser) = (self.phone, &self.phone.browser);
        phone.look("sign-up").await;
        browser.fill("#name", NAME).await;
        browser.fill("#email", EMAIL).await;
        browser.fill("#password", PASSWORD).await;
        let district = browser.find("#district option:nth-child(2)").await;
        let district = district.attr("value").await.expect("it is read").expect("a district");
        browser.choose("#district", &district).await;
        browser.fill("#settlement", "Есік").await;
        browser.fill("#birth_year", "2008").await;
        browser.click("main #main-form .button").await;
        browser.find(".error-summary a[href=\"#consent\"]").await;
        phone.look("sign-up-again").await;
        assert!(phone.has(&format!("#name[value=\"{NAME}\"]")).await, "the name is kept");
        browser.fill("#password", PASSWORD).await;
        browser.click("#consent").await;
        phone.press_to("main #main-form .button", &format!("/courses/{}", self.course)).await;
        phone.says(NAME).await;
        phone.open("/learn").await;
        phone.look("learning").await;
    }

    /// Enrols, and goes on to the first lesson.
    pub(crate) async fn enrol(&self) {
        self.press_course("/courses").await;
        self.phone.press_to("main form button", &self.learn()).await;
        self.phone.look("outline").await;
        self.phone.browser.click("main p a.button").await;
    }

    /// Reads a lesson, answers its checks, and finishes it.
    pub(crate) async fn read(&self, lesson: &Lesson, is_first: First) {
        let (phone, path) = (self.phone, format!("{}/lessons/{}", self.learn(), lesson.key));
        phone.arrives(&path).await;
        phone.look(&format!("lesson-{}", lesson.key)).await;
        if is_first == First::Yes && !lesson.checks.is_empty() {
            phone.browser.click("form.finish button").await;
            phone.browser.find(".error-summary").await;
            phone.look("lesson-too-early").await;
        }
        let published = self.published();
        for key in &lesson.checks {
            let form = format!("#check-{key}");
            let (_, question) = published.course.question(key).expect("the check is there");
            if is_first == First::Yes {
                let asked = Asked { form: &form, question, seed: 1 };
                self.check(&asked, &answers::wrong(&question.body)).await;
                phone.browser.find(&format!("{form} .verdict.wrong")).await;
                phone.look("lesson-wrong").await;
                phone.browser.click(&format!("{form} a[href*=\"again=\"]")).await;
            }
            let seed = if is_first == First::Yes { 2 } else { 1 };
            self.check(&Asked { form: &form, question, seed }, &answers::right(&question.body)).await;
            phone.browser.find(&format!("{form} .verdict.right")).await;
        }
        phone.look("lesson-right").await;
        phone.browser.click("form.finish button").await;
    }

    async fn check(&self, asked: &Asked<'_>, answer: &Answer) {
        self.phone.browser.find(&format!("form{}", asked.form)).await;
        asked.give(self.phone, answer).await;
        self.phone.browser.click(&format!("{} button.secondary", asked.form)).await;
        self.phone.browser.find(&format!("div{}", asked.form)).await;
    }

    /// Begins the test whose page is open, confirming name and language of the certificate where that is asked.
    pub(crate) async fn begin(&self, quiz: &str) {
        let (phone, path) = (self.phone, format!("{}/tests/{quiz}", self.learn()));
        phone.arrives(&path).await;
        phone.look("test").await;
        phone.browser.click("main form button").await;
        phone.browser.find("main #main-form").await;
        if phone.path().await.ends_with("/certificate") {
            phone.look("certificate-choice").await;
            assert!(phone.has(&format!("#name[value=\"{NAME}\"]")).await, "the name of the account is proposed");
            phone.browser.choose("#certificate_language", phone.lang).await;
            phone.press_to("main #main-form .button", &path).await;
            phone.browser.click("main form button").await;
        }
        phone.browser.find(SEND).await;
    }

    /// Answers every question of the running try, and hands it in.
    pub(crate) async fn answer(&self, answer: fn(&Body) -> Answer, switch: Switch) {
        let phone = self.phone;
        let (attempt, published) = self.running().await;
        for (place, key) in (1..).zip(&attempt.questions) {
            let base = format!("{}/attempts/{}", self.learn(), attempt.id);
            phone.arrives(&format!("{base}/{place}")).await;
            let (_, question) = published.course.question(key).expect("the question is there");
            phone.look(&format!("question-{}", answers::kind(&question.body))).await;
            let asked = Asked { form: "#main-form", question, seed: attempt.seed };
            let answer = answer(&question.body);
            asked.give(phone, &answer).await;
            if switch == Switch::AtEachQuestion {
                self.switch_twice(&asked, &answer).await;
            }
            phone.browser.click(SEND).await;
            if let Answer::Case { .. } = answer {
                phone.browser.find("#main-form .note").await;
                phone.look("question-case-ended").await;
                phone.browser.click(SEND).await;
            }
        }
        phone.arrives(&format!("{}/attempts/{}/review", self.learn(), attempt.id)).await;
        phone.look("review").await;
        phone.press_to("main form button", &format!("{}/attempts/{}", self.learn(), attempt.id)).await;
    }

    /// To another language and back: what was chosen stays chosen.
    async fn switch_twice(&self, asked: &Asked<'_>, answer: &Answer) {
        let other = if self.phone.lang == "ru" { "kk" } else { "ru" };
        for lang in [other, self.phone.lang] {
            self.phone.browser.click(&format!(".languages button[value={lang}]")).await;
            self.phone.browser.find(&format!("html[lang={lang}] {SEND}")).await;
            asked.assert_given(self.phone, answer).await;
        }
    }

    /// The running try of the page, from the database, and the version that it began on.
    pub(crate) async fn running(&self) -> (Attempt, Arc<Published>) {
        let path = self.phone.path().await;
        let id = path.split('/').rev().nth(1).and_then(|id| id.parse().ok()).expect("the page of a try");
        let library = Arc::clone(&self.app.library);
        let database = self.app.database();
        let found = database.read(move |conn| {
            let person = find_person_by_identifier(conn, EMAIL)?.ok_or(Error::NotFound)?;
            let attempt = find_attempt(conn, person, id)?.ok_or(Error::NotFound)?;
            let published = library.version(conn, attempt.version)?;
            Ok((attempt, published))
        });
        found.await.expect("the try is found")
    }
}

/// Whether it is the first lesson: more is tried there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum First {
    Yes,
    No,
}

/// Whether the language is changed during the test.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Switch {
    AtEachQuestion,
    Never,
}
