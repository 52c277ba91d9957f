//! Killed while people answer.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use diesel::prelude::*;
use erikti::db::schema::{answers, certificates, check_answers, enrolments, jobs, outbox, people};
use erikti::kernel::Slug;
use erikti::kernel::ids::EnrolmentId;
use erikti::quiz::kinds;
use erikti::quiz::model::{Answer, Body};

use crate::learner::{Learner, Test, check_path, check_seed, course, enrolment_of, form};
use crate::program::{Machine, until};

/// Answers to lesson checks: question, try, answer.
type Checks = Vec<(Slug, i32, String)>;
/// Answers of a test: question, answer, changes.
type Answers = Vec<(Slug, String, i32)>;

/// How often the server is killed; `ERIKTI_TEST_KILLS` makes it more.
const KILLS: usize = 50;
const PEOPLE: usize = 3;

/// What an answer is given to.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Place {
    /// A lesson check, and which try.
    Check(Slug, i32),
    /// A question of the running test.
    Test(Slug),
}

/// Answers as somebody knows them, or as they are in the database.
#[derive(Debug, Clone, PartialEq, Default)]
struct Ledger {
    checks: BTreeMap<(Slug, i32), Answer>,
    /// The last answer, and how often one was saved.
    test: BTreeMap<Slug, (Answer, i32)>,
}

impl Ledger {
    fn note(&mut self, place: Place, answer: Answer) {
        match place {
            Place::Check(question, number) => {
                self.checks.insert((question, number), answer);
            }
            Place::Test(question) => {
                let saved = self.test.get(&question).map_or(0, |(_, saved)| *saved);
                self.test.insert(question, (answer, saved + 1));
            }
        }
    }

    /// True if this ledger has what the other lacks at this place.
    fn is_ahead(&self, other: &Self, place: &Place) -> bool {
        match place {
            Place::Check(question, number) => {
                let key = (question.clone(), *number);
                self.checks.contains_key(&key) && !other.checks.contains_key(&key)
            }
            Place::Test(question) => {
                let saved = |ledger: &Self| ledger.test.get(question).map_or(0, |(_, saved)| *saved);
                saved(self) > saved(other)
            }
        }
    }
}

/// Somebody who answers without pause and remembers what was acknowledged.
pub(crate) struct Answering {
    pub(crate) learner: Learner,
    enrolment: EnrolmentId,
    test: Test,
    acknowledged: Ledger,
    /// Sent, and not acknowledged, the oldest first.
    open: Vec<(Place, Answer)>,
    steps: usize,
    /// The page that came last.
    pub(crate) last_page: String,
}

impl Answering {
    pub(crate) async fn begin(machine: &Machine, address: &str, number: usize) -> Self {
        let learner = Learner::begin(address, number).await;
        learner.study(address).await;
        let (id, _) = learner.start_test(address).await;
        let email = learner.email.clone();
        let (enrolment, test) =
            machine.read(move |conn| Ok((enrolment_of(conn, &email)?, Test::find(conn, id)?))).await;
        let acknowledged = stored(machine, enrolment, &test).await;
        assert_eq!((acknowledged.checks.len(), acknowledged.test.len()), (9, 0), "each check once, no question yet");
        Self { learner, enrolment, test, acknowledged, open: Vec::new(), steps: number, last_page: String::new() }
    }

    /// Answers checks and questions in turn until the server does not answer any more.
    async fn answer(mut self, address: String, count: Arc<AtomicUsize>) -> Self {
        while self.answer_once(&address).await == Some(303) {
            count.fetch_add(1, Ordering::SeqCst);
        }
        self
    }

    /// Answers something; the status of the reply, or `None` if there was none. What was refused with a page was not
    /// acknowledged and is sent again the next time.
    pub(crate) async fn answer_once(&mut self, address: &str) -> Option<u16> {
        let (path, place, seed) = self.next();
        let (Place::Check(question, _) | Place::Test(question)) = &place;
        let answer = some_answer(question, self.steps);
        let mut form = form(question, seed, &answer);
        if let Place::Check(_, number) = &place {
            form.push(("number".to_owned(), number.to_string()));
        }
        self.open.push((place.clone(), answer.clone()));
        let (status, page) = self.learner.try_send(address, &path, &form).await?;
        self.last_page = page;
        if status == 303 {
            self.open.pop();
            self.acknowledged.note(place, answer);
        }
        Some(status)
    }

    /// What was acknowledged so far: how many answers to checks, and how many savings of answers in the test.
    pub(crate) fn acknowledged(&self) -> (usize, i32) {
        (self.acknowledged.checks.len(), self.acknowledged.test.values().map(|(_, saved)| *saved).sum())
    }

    /// The same as it stands in a database.
    pub(crate) async fn stored_in(&self, machine: &Machine) -> (usize, i32) {
        let stored = stored(machine, self.enrolment, &self.test).await;
        (stored.checks.len(), stored.test.values().map(|(_, saved)| *saved).sum())
    }

    /// What is answered next: path of the form, place, seed of the form.
    fn next(&mut self) -> (String, Place, u64) {
        self.steps += 1;
        let turn = self.steps / 2;
        if self.steps.is_multiple_of(2) {
            let index = turn % self.test.questions.len();
            let question = self.test.questions.get(index).unwrap().clone();
            return (format!("{}/{}", self.test.path(), index + 1), Place::Test(question), self.test.seed);
        }
        let checks = course().lessons().flat_map(|(_, lesson)| lesson.checks.iter().map(|check| (&lesson.key, check)));
        let checks: Vec<_> = checks.collect();
        let (lesson, check) = checks.get(turn % checks.len()).unwrap();
        // Never a number that was sent before, even if it was not acknowledged.
        let number = 2 + i32::try_from(self.steps).unwrap();
        (check_path(lesson, check), Place::Check((*check).clone(), number), check_seed(number))
    }

    /// Fails unless the database has exactly what was acknowledged. What was sent last and not acknowledged may be
    /// there or not; but if it is, it is whole.
    pub(crate) async fn compare(&mut self, machine: &Machine) {
        let stored = stored(machine, self.enrolment, &self.test).await;
        for (place, answer) in std::mem::take(&mut self.open) {
            if stored.is_ahead(&self.acknowledged, &place) {
                self.acknowledged.note(place, answer);
            }
        }
        assert_eq!(stored, self.acknowledged, "{}", self.learner.email);
    }
}

/// What is in the database.
async fn stored(machine: &Machine, enrolment: EnrolmentId, test: &Test) -> Ledger {
    let attempt = test.id;
    let (checks, test): (Checks, Answers) = machine
        .read(move |conn| {
            let checks = check_answers::table.filter(check_answers::enrolment_id.eq(enrolment));
            let checks = checks.select((check_answers::question, check_answers::number, check_answers::answer));
            let test = answers::table.filter(answers::attempt_id.eq(attempt));
            let test = test.select((answers::question, answers::answer, answers::changes));
            Ok((checks.load(conn)?, test.load(conn)?))
        })
        .await;
    let rows = (checks.len(), test.len());
    let read = |json: &str| tidy(serde_json::from_str(json).unwrap());
    let ledger = Ledger {
        checks: checks.into_iter().map(|(question, number, json)| ((question, number), read(&json))).collect(),
        test: test.into_iter().map(|(question, json, changes)| (question, (read(&json), changes + 1))).collect(),
    };
    assert_eq!(rows, (ledger.checks.len(), ledger.test.len()), "no answer is there twice");
    ledger
}

/// Ticks have no order.
fn tidy(mut answer: Answer) -> Answer {
    if let Answer::Multiple { options } = &mut answer {
        options.sort();
    }
    answer
}

/// An answer, right or wrong, another one at each step.
fn some_answer(question: &Slug, step: usize) -> Answer {
    let (_, question) = course().question(question).unwrap();
    let keys: Vec<Slug> = kinds::keys(&question.body).into_iter().cloned().collect();
    let turned = || keys.iter().cycle().skip(step % keys.len().max(1)).take(keys.len()).cloned();
    tidy(match &question.body {
        Body::Single(_) => Answer::Single { option: turned().next().unwrap() },
        Body::Multiple(_) => Answer::Multiple { options: turned().take(1 + step % keys.len()).collect() },
        Body::TrueFalse(_) => Answer::TrueFalse { verdict: step.is_multiple_of(3), reason: turned().next() },
        Body::Ordering(_) => Answer::Ordering { steps: turned().collect() },
        Body::Matching(matching) => {
            Answer::Matching { chosen: matching.pairs.iter().map(|pair| pair.key.clone()).zip(turned()).collect() }
        }
        Body::Numeric(_) => Answer::Numeric { typed: step.to_string() },
        Body::Text(_) => Answer::Text { typed: step.to_string() },
        Body::Hotspot(_) => Answer::Hotspot { place: erikti::quiz::model::Place::Zone(turned().next().unwrap()) },
        // A path only goes on, so that every step sends the same.
        Body::Case(_) => kinds::right_answer(&question.body).unwrap(),
    })
}

fn kills() -> usize {
    std::env::var("ERIKTI_TEST_KILLS").ok().and_then(|count| count.parse().ok()).unwrap_or(KILLS)
}

/// People who come one after the other and take the whole course, whatever falls over meanwhile.
async fn complete_one_after_the_other(
    machine: Arc<Machine>,
    address: String,
    mut next: usize,
    pause: Duration,
) -> usize {
    tokio::time::sleep(pause).await;
    loop {
        let Some(learner) = Learner::enter(&address, next).await else { return next };
        if learner.complete(&machine, &address).await.is_none() {
            return next;
        }
        next += 1;
    }
}

/// One of everything for each who has signed up: the account, the mail that confirms it; and for who has completed the
/// course the certificate and its mail. Answers how many certificates there are.
async fn assert_nothing_is_doubled(machine: &Machine) -> i64 {
    machine
        .read(|conn| {
            let people: i64 = people::table.count().get_result(conn)?;
            let emails: Vec<Option<String>> = people::table.select(people::email).distinct().load(conn)?;
            assert_eq!(i64::try_from(emails.len()).unwrap(), people, "nobody is there twice");
            let confirming: i64 = outbox::table.filter(outbox::kind.ne("certificate")).count().get_result(conn)?;
            assert_eq!(confirming, people, "one mail for each account");
            let completed = enrolments::table.filter(enrolments::completed_at.is_not_null());
            let completed: i64 = completed.count().get_result(conn)?;
            let issued: Vec<Option<i64>> = certificates::table.select(certificates::person_id).load(conn)?;
            let mailed: i64 = outbox::table.filter(outbox::kind.eq("certificate")).count().get_result(conn)?;
            let mut persons = issued.clone();
            persons.sort_unstable();
            persons.dedup();
            assert_eq!(persons.len(), issued.len(), "no two certificates for one person");
            let count = i64::try_from(issued.len()).unwrap();
            assert_eq!(mailed, count, "one mail with each certificate");
            assert!(count <= completed, "{count} certificates for {completed} completed courses");
            let jobs: i64 = jobs::table.filter(jobs::kind.like("event:%")).count().get_result(conn)?;
            assert_eq!(jobs, completed, "one job for each completed course");
            Ok(count)
        })
        .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn kill_9_under_a_mixed_load_loses_nothing_and_doubles_nothing() {
    let machine = Arc::new(Machine::new());
    let mut server = machine.start(&[]);
    let mut people = Vec::new();
    for number in 0..PEOPLE {
        people.push(Answering::begin(&machine, &server.address, number).await);
    }
    let mut next = PEOPLE;
    for round in 0..kills() {
        let count = Arc::new(AtomicUsize::new(0));
        let answering =
            people.drain(..).map(|one| tokio::spawn(one.answer(server.address.clone(), Arc::clone(&count))));
        let answering: Vec<_> = answering.collect();
        let completing = complete_one_after_the_other(
            Arc::clone(&machine),
            server.address.clone(),
            next,
            Duration::from_millis(7 * (round as u64 % 5)),
        );
        let completing = tokio::spawn(completing);
        // At another moment each time; now and then there is time for a whole course and its certificate.
        let enough = if round % 10 == 9 { 400 } else { 5 + 17 * (round % 7) };
        until("answers are acknowledged", async || (count.load(Ordering::SeqCst) >= enough).then_some(())).await;
        server.kill();
        for one in answering {
            people.push(one.await.unwrap());
        }
        next = completing.await.unwrap();
        server = machine.start(&[]);
        for one in &mut people {
            one.compare(&machine).await;
        }
        assert_nothing_is_doubled(&machine).await;
    }
    assert!(next > PEOPLE, "nobody completed the course in all that time");
    // The tests go on as if nothing had been, and what is owed comes.
    for one in &people {
        one.learner.answer_all(&server.address, &one.test).await;
        one.learner.finish(&server.address, &one.test).await;
    }
    let learner = Learner::enter(&server.address, next).await.unwrap();
    learner.complete(&machine, &server.address).await.unwrap();
    let owed = i64::try_from(next + 1).unwrap();
    until("each who has completed the course has a certificate", async || {
        (assert_nothing_is_doubled(&machine).await == owed).then_some(())
    })
    .await;
    let files =
        until("each account's mail is a file", async || Some(machine.mail_files().len()).filter(|files| *files > next));
    assert_eq!(files.await, next + 1, "a mail that was written twice is one file");
}
