//! Killed between the completion of a course and its certificate.

use std::time::Duration;

use diesel::prelude::*;
use erikti::db::Conn;
use erikti::db::schema::{certificates, enrolments, jobs, outbox, people};
use erikti::jobs::events::EventKind;
use erikti::kernel::{Result, Timestamp};
use mail_parser::MimeHeaders;

use crate::learner::{Learner, Test};
use crate::program::{Machine, until};

/// How long after the acknowledged completion the server is killed, in milliseconds: before the job is taken, during
/// it, while the document is drawn, while the mail is written.
const AFTER: [u64; 5] = [0, 0, 4, 15, 250];

/// What there is of one person's completion.
#[derive(Debug, PartialEq, Eq)]
struct Issued {
    certificates: i64,
    /// The states of the mails that bring it.
    mails: Vec<String>,
    /// The states of the jobs that issue it.
    jobs: Vec<String>,
}

impl Issued {
    fn once() -> Self {
        Self { certificates: 1, mails: vec!["sent".to_owned()], jobs: vec!["done".to_owned()] }
    }

    fn find(conn: &mut Conn, email: &str) -> Result<Self> {
        let (person, enrolment): (i64, i64) = people::table
            .inner_join(enrolments::table)
            .filter(people::email.eq(email))
            .select((people::id, enrolments::id))
            .get_result(conn)?;
        let payloads: Vec<(String, String)> = jobs::table
            .filter(jobs::kind.eq(EventKind::CourseCompleted.job_kind()))
            .select((jobs::payload, jobs::state))
            .load(conn)?;
        let is_theirs =
            |payload: &str| payload.split(|c: char| !c.is_ascii_digit()).any(|n| n == enrolment.to_string());
        Ok(Self {
            certificates: certificates::table.filter(certificates::person_id.eq(person)).count().get_result(conn)?,
            mails: outbox::table
                .filter(outbox::person_id.eq(person))
                .filter(outbox::kind.eq("certificate"))
                .select(outbox::state)
                .load(conn)?,
            jobs: payloads.into_iter().filter(|(payload, _)| is_theirs(payload)).map(|(_, state)| state).collect(),
        })
    }
}

async fn issued(machine: &Machine, learner: &Learner) -> Issued {
    let email = learner.email.clone();
    machine.read(move |conn| Issued::find(conn, &email)).await
}

async fn is_completed(machine: &Machine, learner: &Learner) -> bool {
    let email = learner.email.clone();
    let completed = machine.read(move |conn| {
        let theirs = enrolments::table.inner_join(people::table).filter(people::email.eq(email));
        Ok(theirs.select(enrolments::completed_at).get_result::<Option<Timestamp>>(conn)?)
    });
    completed.await.is_some()
}

/// Waits until the certificate has been issued and sent; fails if there is more than one of anything.
async fn until_issued(machine: &Machine, learner: &Learner) {
    let sent = async || {
        let found = issued(machine, learner).await;
        assert!(found.certificates <= 1 && found.mails.len() <= 1 && found.jobs.len() == 1, "{found:?}");
        (found == Issued::once()).then_some(())
    };
    until("the certificate is issued and sent", sent).await;
}

/// Somebody with everything answered, the address confirmed, and the test not yet handed in.
async fn ready(machine: &Machine, address: &str, number: usize) -> (Learner, Test) {
    let learner = Learner::begin(address, number).await;
    let mail = until("the mail that confirms", async || {
        machine.mail_files().into_iter().find(|mail| String::from_utf8_lossy(mail).contains(&learner.email))
    });
    learner.confirm(address, &mail.await).await;
    learner.study(address).await;
    let (id, _) = learner.start_test(address).await;
    let test = machine.read(move |conn| Test::find(conn, id)).await;
    learner.answer_all(address, &test).await;
    (learner, test)
}

/// The Message-IDs of mails with a document to an address.
fn documents_to(machine: &Machine, email: &str) -> Vec<String> {
    let mut ids = Vec::new();
    for mail in machine.mail_files() {
        let mail = mail_parser::MessageParser::default().parse(&mail).unwrap();
        let is_theirs = mail.to().and_then(|to| to.first()).and_then(|to| to.address()) == Some(email);
        let has_pdf = mail.attachments().any(|part| {
            part.attachment_name()
                .is_some_and(|name| std::path::Path::new(name).extension().is_some_and(|kind| kind == "pdf"))
        });
        if is_theirs && has_pdf {
            ids.push(mail.message_id().unwrap().to_owned());
        }
    }
    ids
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn kill_9_between_completion_and_issue() {
    let machine = Machine::new();
    let mut server = machine.start(&[]);
    let mut people = Vec::new();
    for number in 0..AFTER.len() {
        people.push(ready(&machine, &server.address, number).await);
    }
    for ((learner, test), after) in people.iter().zip(AFTER) {
        learner.finish(&server.address, test).await;
        tokio::time::sleep(Duration::from_millis(after)).await;
        server.kill();
        assert!(is_completed(&machine, learner).await, "the completion was acknowledged");
        server = machine.start(&[]);
        until_issued(&machine, learner).await;
    }

    // Killed after the certificate was committed and before its job was marked: the job stands as it stood before.
    server.kill();
    machine
        .write(|conn| {
            let queued = (jobs::state.eq("queued"), jobs::ended_at.eq(None::<Timestamp>));
            let issuing = jobs::table.filter(jobs::kind.eq(EventKind::CourseCompleted.job_kind()));
            diesel::update(issuing).set(queued).execute(conn)?;
            Ok(())
        })
        .await;
    let server = machine.start(&[]);
    for (learner, _) in &people {
        until_issued(&machine, learner).await;
        let mut ids = documents_to(&machine, &learner.email);
        ids.dedup();
        assert_eq!(ids.len(), 1, "one message to {}", learner.email);
        let page = learner.page(&server.address, "/en/learn/certificates").await;
        assert!(page.contains("/pdf\""), "the certificate is there to download:\n{page}");
    }
}
