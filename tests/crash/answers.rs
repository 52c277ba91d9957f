//! Killed while people answer.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use diesel::prelude::*;
use erikti::db::schema::{answers, check_answers};
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

const ROUNDS: usize = 5;
const PEOPLE: usize = 4;

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
struct Answering {
    learner: Learner,
    enrolment: EnrolmentId,
    test: Test,
    acknowledged: Ledger,
    /// Sent, and no answer came.
    open: Option<(Place, Answer)>,
    steps: usize,
}

impl Answering {
    async fn begin(machine: &Machine, address: &str, number: usize) -> Self {
        let learner = Learner::begin(address, number).await;
        learner.study(address).await;
        let (id, _) = learner.start_test(address).await;
        let email = learner.email.clone();
        let (enrolment, test) =
            machine.read(move |conn| Ok((enrolment_of(conn, &email)?, Test::find(conn, id)?))).await;
        let acknowledged = stored(machine, enrolment, &test).await;
        assert_eq!((acknowledged.checks.len(), acknowledged.test.len()), (9, 0), "each check once, no question yet");
        Self { learner, enrolment, test, acknowledged, open: None, steps: number }
    }

    /// Answers checks and questions in turn until the server does not answer any more.
    async fn answer(mut self, address: String, count: Arc<AtomicUsize>) -> Self {
        loop {
            let (path, place, seed) = self.next();
            let (Place::Check(question, _) | Place::Test(question)) = &place;
            let answer = some_answer(question, self.steps);
            let mut form = form(question, seed, &answer);
            if let Place::Check(_, number) = &place {
                form.push(("number".to_owned(), number.to_string()));
            }
            self.open = Some((place.clone(), answer.clone()));
            if self.learner.send(&address, &path, &form).await.is_none() {
                return self;
            }
            self.open = None;
            self.acknowledged.note(place, answer);
            count.fetch_add(1, Ordering::SeqCst);
        }
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
    async fn compare(&mut self, machine: &Machine) {
        let stored = stored(machine, self.enrolment, &self.test).await;
        if let Some((place, answer)) = self.open.take()
            && stored.is_ahead(&self.acknowledged, &place)
        {
            self.acknowledged.note(place, answer);
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

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn kill_9_during_answers_loses_no_acknowledged_answer() {
    let machine = Machine::new();
    let mut server = machine.start(&[]);
    let mut people = Vec::new();
    for number in 0..PEOPLE {
        people.push(Answering::begin(&machine, &server.address, number).await);
    }
    for round in 0..ROUNDS {
        let count = Arc::new(AtomicUsize::new(0));
        let answering =
            people.drain(..).map(|one| tokio::spawn(one.answer(server.address.clone(), Arc::clone(&count))));
        let answering: Vec<_> = answering.collect();
        let enough = 40 + 13 * round;
        until("answers are acknowledged", async || (count.load(Ordering::SeqCst) >= enough).then_some(())).await;
        server.kill();
        for one in answering {
            people.push(one.await.unwrap());
        }
        server = machine.start(&[]);
        for one in &mut people {
            one.compare(&machine).await;
        }
    }
    // The tests go on as if nothing had been.
    for one in &people {
        one.learner.answer_all(&server.address, &one.test).await;
        one.learner.finish(&server.address, &one.test).await;
    }
}
