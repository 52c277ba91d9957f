//! A data folder with people who are in the middle of a course, made through the use cases themselves.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;

use diesel::dsl::sum;
use diesel::{Connection, QueryDsl, RunQueryDsl, SqliteConnection};
use erikti::accounts::{Consent, NewPerson, Opened, SignInOutcome, SignedUp, Try, add_person, sign_in};
use erikti::app::{Built, Given, build};
use erikti::config::{Config, Source};
use erikti::content::Published;
use erikti::content::model::Lesson;
use erikti::db::Conn;
use erikti::db::schema::answers;
use erikti::kernel::{Actor, Ctx, Email, Error, Lang, PersonName, Result, Secret};
use erikti::learning::{self, CheckAnswer, Enrolment, QuizKey, Started};
use erikti::quiz::{kinds, mark};

use super::load::{CONNECTIONS, Script};

const COURSE: &str = "first-aid";
const LANG: Lang = Lang::Kk;
/// Stands where the hash of a password does: nobody types one.
const HASH: &str = "no password";
/// People whose requests one connection sends in turn.
const PEOPLE_PER_CONNECTION: usize = 16;

/// The folder, and what its people ask for.
pub(crate) struct Fixture {
    pub(crate) folder: tempfile::TempDir,
    people: Vec<Learner>,
}

/// One person: the cookie, the lesson that is open, the answers of the running test.
struct Learner {
    cookie: String,
    lesson: String,
    /// Path and form, one for each question.
    answers: Vec<(String, String)>,
}

/// Makes the folder: imports the courses, signs everyone in, opens a lesson, begins a test.
pub(crate) fn prepare() -> Fixture {
    let folder = super::server::folder();
    let environment = BTreeMap::from([
        ("ERIKTI_DATA".to_owned(), folder.path().display().to_string()),
        ("ERIKTI_LISTEN".to_owned(), "127.0.0.1:0".to_owned()),
    ]);
    let source = Source { file: None, folder: folder.path().to_owned(), environment };
    let config = Config::read(&source).expect("settings");
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
    let people = runtime.expect("a runtime").block_on(async {
        let built = build(config, Given::of_machine()).await.expect("built");
        enrolled(&built).await
    });
    Fixture { folder, people }
}

async fn enrolled(built: &Built) -> Vec<Learner> {
    let published = built.library.shelf().course(COURSE).cloned().expect("the bundled course");
    let app = &built.app;
    let secrets: Vec<(Secret, Secret, u64)> = (0..CONNECTIONS * PEOPLE_PER_CONNECTION)
        .map(|_| (app.random.secret(), app.random.secret(), app.random.seed()))
        .collect();
    let work = move |conn: &mut Conn, ctx: &Ctx| {
        let people = secrets.iter().enumerate();
        people.map(|(number, secrets)| learner(conn, ctx, &published, number, secrets)).collect::<Result<_>>()
    };
    app.write(Actor::System, work).await.expect("people")
}

fn learner(
    conn: &mut Conn,
    ctx: &Ctx,
    published: &Arc<Published>,
    number: usize,
    (sign_in_secret, link, seed): &(Secret, Secret, u64),
) -> Result<Learner> {
    let email = format!("volunteer-{number:04}@example.kz");
    let new = NewPerson {
        name: PersonName::parse("Айгерім Сейтқалиева").ok_or(Error::NotFound)?,
        email: Email::parse(&email),
        password_hash: Some(HASH.to_owned()),
        lang: LANG,
        district: None,
        settlement: None,
        birth_year: Some(2005),
        consent: Some(Consent),
    };
    let SignedUp::Created(person) = add_person(conn, ctx, &new, link)? else { return Err(Error::Conflict) };
    let secret = sign_in_secret.clone();
    let attempt = Try {
        identifier: email,
        ip: [127, 0, 0, 1].into(),
        fits: Some(HASH.to_owned()),
        opened: Opened { secret, device: None },
        step: sign_in_secret.clone(),
        former: None,
    };
    assert_eq!(sign_in(conn, ctx, &attempt)?, SignInOutcome::SignedIn(person));
    let enrolment = learning::enrol(conn, ctx, person, (published.course_id, published.edition))?;
    let modules: Vec<_> = published.course.modules.iter().collect();
    let (done, open) = (modules.first().expect("a module"), modules.get(1).expect("a second module"));
    for lesson in &done.lessons {
        finish(conn, ctx, &enrolment, published, lesson)?;
    }
    let open = open.lessons.iter().find(|lesson| !lesson.checks.is_empty()).expect("a lesson with checks");
    learning::open_lesson(conn, ctx, enrolment.id, &open.key)?;
    let quiz = QuizKey::Module(done.key.clone());
    let started = learning::start_attempt(conn, ctx, (&enrolment, &quiz), (&published.course, published.id), *seed)?;
    let Started::Running(id) = started else { panic!("the test does not begin: {started:?}") };
    let attempt = learning::find_attempt(conn, person, id)?.ok_or(Error::NotFound)?;
    let base = format!("/{LANG}/learn/{COURSE}");
    let answer = |(place, key)| {
        let (_, question) = published.course.question(key).expect("a question of the course");
        let right = kinds::right_answer(&question.body).expect("a right answer");
        let form = form(&kinds::fields(question, attempt.seed, &right));
        (format!("{base}/attempts/{id}/{place}"), form)
    };
    Ok(Learner {
        cookie: sign_in_secret.reveal(),
        lesson: format!("{base}/lessons/{}", open.key),
        answers: (1..).zip(&attempt.questions).map(answer).collect::<Vec<(String, String)>>(),
    })
}

/// Answers the checks of a lesson and finishes it.
fn finish(conn: &mut Conn, ctx: &Ctx, enrolment: &Enrolment, published: &Published, lesson: &Lesson) -> Result<()> {
    learning::open_lesson(conn, ctx, enrolment.id, &lesson.key)?;
    for key in &lesson.checks {
        let (_, question) = published.course.question(key).expect("a question of the course");
        let answer = kinds::right_answer(&question.body).expect("a right answer");
        let given = CheckAnswer {
            enrolment: enrolment.id,
            version: published.id,
            lesson: lesson.key.clone(),
            question: key.clone(),
            number: 1,
            mark: mark::mark(question, &answer).map_err(Error::internal)?,
            answer,
            lang: LANG,
        };
        learning::answer_check(conn, ctx, &given, &question.body)?;
    }
    learning::finish_lesson(conn, ctx, enrolment, &published.course, &lesson.key).map(drop)
}

fn form(fields: &[(String, String)]) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}

impl Fixture {
    /// For each connection, the lesson page of its people in turn, as a browser asks for it.
    pub(crate) fn lesson_scripts(&self, address: SocketAddr) -> Vec<Script> {
        let request = |learner: &Learner| {
            let Learner { cookie, lesson, .. } = learner;
            format!(
                "GET {lesson} HTTP/1.1\r\nhost: {address}\r\ncookie: erikti={cookie}\r\n\
                 accept: text/html\r\naccept-language: kk\r\naccept-encoding: gzip, deflate, br\r\n\r\n"
            )
        };
        self.scripts(|learner| vec![request(learner).into_bytes()])
    }

    /// For each connection, every answer of its people, over and over.
    pub(crate) fn answer_scripts(&self, address: SocketAddr) -> Vec<Script> {
        let request = |cookie: &str, path: &str, form: &str| {
            format!(
                "POST {path} HTTP/1.1\r\nhost: {address}\r\ncookie: erikti={cookie}\r\norigin: http://{address}\r\n\
                 sec-fetch-site: same-origin\r\naccept-encoding: gzip, deflate, br\r\n\
                 content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{form}",
                form.len()
            )
        };
        let requests = |learner: &Learner| {
            learner.answers.iter().map(|(path, form)| request(&learner.cookie, path, form).into_bytes()).collect()
        };
        self.scripts(requests)
    }

    fn scripts(&self, requests: impl Fn(&Learner) -> Vec<Vec<u8>>) -> Vec<Script> {
        let people = self.people.chunks(PEOPLE_PER_CONNECTION);
        people.map(|people| Script::new(people.iter().flat_map(&requests).collect())).collect()
    }

    /// Answers that the database holds, each change counted: a new row, or one change of it.
    pub(crate) fn count_saved(&self) -> usize {
        let file = self.folder.path().join("erikti.db").display().to_string();
        let mut conn = SqliteConnection::establish(&file).expect("the database");
        let rows: i64 = answers::table.count().get_result(&mut conn).expect("a count");
        let changes: Option<i64> = answers::table.select(sum(answers::changes)).get_result(&mut conn).expect("a sum");
        usize::try_from(rows + changes.unwrap_or_default()).expect("a count")
    }
}
