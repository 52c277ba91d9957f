//! Several servers on one PostgreSQL.

use std::collections::BTreeSet;

use diesel::prelude::*;
use erikti::db::schema::{certificates, jobs, outbox};
use erikti::jobs::events::EventKind;
use erikti::mail::transport::Outgoing;

use crate::harness::app::TestApp;
use crate::harness::database::TestDatabase;
use crate::learner::{Learner, Test};
use crate::program::until;

const PEOPLE: usize = 6;

/// Two servers, and the mails that both sent.
struct Two {
    servers: [TestApp; 2],
    sent: Vec<Outgoing>,
}

impl Two {
    /// Wakes the workers of both at the same moment, and counts the mails sent so far.
    fn look(&mut self) -> usize {
        for server in &self.servers {
            server.app.bell.ring();
        }
        for server in &self.servers {
            self.sent.extend(server.mails.take_sent());
        }
        self.sent.len()
    }

    async fn until_sent(&mut self, count: usize) {
        until("mails of both servers", async || (self.look() >= count).then_some(())).await;
    }

    fn address(&self, number: usize) -> String {
        let [one, other] = &self.servers;
        if number.is_multiple_of(2) { one.address.clone() } else { other.address.clone() }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_servers_on_one_database_do_a_job_once_and_send_a_mail_once() {
    let Some(database) = TestDatabase::postgres() else { return };
    // The servers of one installation have the same signing key.
    let data = tempfile::tempdir().unwrap();
    let settings = [("ERIKTI_DATA", data.path().to_str().unwrap())];
    let beside = database.beside();
    let one = TestApp::start_on(database, &settings).await;
    let other = TestApp::start_on(beside, &settings).await;
    let mut two = Two { servers: [one, other], sent: Vec::new() };

    let mut people = Vec::new();
    for number in 0..PEOPLE {
        people.push(Learner::begin(&two.address(number), number).await);
    }
    two.until_sent(PEOPLE).await;
    let mut ready = Vec::new();
    for (number, learner) in people.iter().enumerate() {
        // Each page on another server than the one before.
        let (here, there) = (two.address(number), two.address(number + 1));
        let mail = two.sent.iter().find(|mail| mail.to.to_string() == learner.email).unwrap();
        learner.confirm(&there, &mail.bytes).await;
        learner.study(&here).await;
        let (id, _) = learner.start_test(&there).await;
        let test = two.servers[0].database().read(move |conn| Test::find(conn, id)).await.unwrap();
        learner.answer_all(&here, &test).await;
        ready.push((learner.clone(), there, test));
    }
    let finishing = ready
        .into_iter()
        .map(|(learner, address, test)| tokio::spawn(async move { learner.finish(&address, &test).await }));
    for finished in finishing.collect::<Vec<_>>() {
        finished.await.unwrap();
    }
    two.until_sent(2 * PEOPLE).await;
    let marked = async || {
        two.look();
        let database = two.servers[0].database();
        let rows = database.read(|conn| {
            let kind = EventKind::CourseCompleted.job_kind();
            let jobs: Vec<(String, i32)> =
                jobs::table.filter(jobs::kind.eq(kind)).select((jobs::state, jobs::tries)).load(conn)?;
            let mails: Vec<(String, i32)> = outbox::table.select((outbox::state, outbox::tries)).load(conn)?;
            Ok((jobs, mails, certificates::table.count().get_result::<i64>(conn)?))
        });
        let (jobs, mails, issued) = rows.await.unwrap();
        let all = |rows: &[(String, i32)], state: &str| rows.iter().all(|(now, _)| now == state);
        (all(&jobs, "done") && all(&mails, "sent")).then_some((jobs, mails, issued))
    };
    let (jobs, mails, issued) = until("everything is marked as done", marked).await;
    assert_eq!((jobs.len(), mails.len(), issued), (PEOPLE, 2 * PEOPLE, PEOPLE.try_into().unwrap()));
    assert!(jobs.iter().chain(&mails).all(|(_, tries)| *tries == 1), "once each: {jobs:?} {mails:?}");
    let ids: BTreeSet<String> = two.sent.iter().map(|mail| mail.id.as_str().to_owned()).collect();
    assert_eq!((ids.len(), two.sent.len()), (2 * PEOPLE, 2 * PEOPLE), "each mail once over both servers");
}
