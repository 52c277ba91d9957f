//! The outbox on both databases.

use std::sync::Arc;

use erikti::db::Database;
use erikti::jobs::bell::Stop;
use erikti::jobs::model::Queued;
use erikti::kernel::ids::{MailId, PersonId};
use erikti::kernel::{Clock, Email, Error, Lang};
use erikti::mail::erase::{erase_of_person, erase_old};
use erikti::mail::frame::Letter;
use erikti::mail::list::{Filter, count_by_state, find_pause, list};
use erikti::mail::message::{Attachment, Letterhead, Media, OneLine, Sender};
use erikti::mail::model::{Entry, MailState, NewMail, Pause, Standing};
use erikti::mail::queue::queue;
use erikti::mail::release::release;
use erikti::mail::resend::resend;
use erikti::mail::transport::{Delivery, MemoryTransport, Outgoing, Sending, Step, Transport, Trouble};
use erikti::mail::worker::{PostOffice, Round};

use crate::databases::{StoppedClock, each};

pub(crate) struct Outbox {
    db: Database,
    pub(crate) clock: StoppedClock,
    transport: MemoryTransport,
    pub(crate) office: Arc<PostOffice>,
    pub(crate) stop: Stop,
}

fn outbox(db: &Database) -> Outbox {
    let transport = MemoryTransport::new();
    Outbox { transport: transport.clone(), ..outbox_with(db, Arc::new(transport)) }
}

/// An outbox that is emptied through this transport.
pub(crate) fn outbox_with(db: &Database, transport: Arc<dyn Transport>) -> Outbox {
    let clock = StoppedClock::new();
    let office = PostOffice {
        db: db.clone(),
        clock: Arc::new(clock.clone()),
        transport,
        sender: Sender::parse("Ерікті <no-reply@example.kz>").unwrap(),
        letterhead: Arc::new(Letterhead::default),
        dkim: None,
        attachments: Arc::new(|reference| {
            Box::pin(async move {
                match reference.as_str() {
                    "certificate:1" => {
                        let name = OneLine::new("certificate.pdf");
                        Ok(Attachment { name, media: Media::Pdf, bytes: b"%PDF".to_vec() })
                    }
                    "certificate:2" => Err(Error::Unavailable("away".to_owned())),
                    _ => Err(Error::NotFound),
                }
            })
        }),
    };
    let transport = MemoryTransport::new();
    Outbox { db: db.clone(), clock, transport, office: Arc::new(office), stop: Stop::default() }
}

pub(crate) fn new_mail(key: &str) -> NewMail {
    let letter = Letter {
        lang: Lang::Ru,
        subject: OneLine::new("Подтвердите адрес"),
        greeting: "Здравствуйте!".to_owned(),
        paragraphs: vec!["Секретная ссылка".to_owned()],
        action: None,
        footer: "Ерікті".to_owned(),
    };
    NewMail {
        key: key.to_owned(),
        person: None,
        to: Email::parse("asem@example.kz").unwrap(),
        standing: Standing::Deliverable,
        kind: "confirm-address",
        lang: Lang::Ru,
        written: letter.write(),
        attachment: None,
    }
}

impl Outbox {
    pub(crate) async fn queue(&self, mail: NewMail) -> MailId {
        let ctx = self.clock.ctx();
        match self.db.write(move |conn| queue(conn, &ctx, &mail)).await.unwrap() {
            Queued::New(id) => id,
            Queued::Before => panic!("queued before"),
        }
    }

    async fn round(&self) -> Round {
        self.office.send_due(&self.stop).await.unwrap()
    }

    pub(crate) async fn entry(&self, id: MailId) -> Entry {
        let all = self.db.read(|conn| list(conn, &Filter::default(), 100)).await.unwrap();
        all.into_iter().find(|entry| entry.id == id).expect("an entry")
    }

    async fn pause(&self) -> Option<Pause> {
        let now = self.clock.now();
        self.db.read(move |conn| find_pause(conn, now)).await.unwrap()
    }

    /// Adds a person, whose table belongs to others.
    async fn person(&self) -> PersonId {
        let made = self.db.write(|conn| {
            use diesel::RunQueryDsl;
            diesel::sql_query(
                "INSERT INTO people (id, name, name_folded, language, created_at) \
                 VALUES (5, 'Әсем', 'асем', 'kk', '2026-11-22 00:00:00')",
            )
            .execute(conn)
            .map_err(Error::from)
        });
        made.await.unwrap();
        PersonId(5)
    }
}

const FULL: Trouble = Trouble::Silent(Step::Content);

#[tokio::test]
async fn a_mail_goes_out_once_and_loses_its_words() {
    for fresh in each() {
        let outbox = outbox(&fresh.db);
        let id = outbox.queue(NewMail { attachment: Some("certificate:1".to_owned()), ..new_mail("a") }).await;
        let ctx = outbox.clock.ctx();
        let again = outbox.db.write(move |conn| queue(conn, &ctx, &new_mail("a"))).await.unwrap();
        assert_eq!(again, Queued::Before);
        assert_eq!(outbox.round().await, Round { tried: 1, is_shut: false });
        assert_eq!(outbox.round().await, Round::default());

        let sent = outbox.transport.take_sent();
        assert_eq!(sent.len(), 1);
        let message = mail_parser::MessageParser::default().parse(&sent[0].bytes).unwrap();
        assert_eq!(message.subject(), Some("Подтвердите адрес"));
        assert!(message.body_text(0).unwrap().contains("Секретная ссылка"));
        assert_eq!(message.attachment_count(), 1);
        assert!(sent[0].id.as_str().ends_with("@example.kz"));

        let entry = outbox.entry(id).await;
        assert_eq!((entry.state, entry.sent_at), (MailState::Sent, Some(entry.created_at)));
        assert_eq!(words_kept(&outbox.db).await, 0);
    }
}

/// How many rows still hold the words of a letter.
async fn words_kept(db: &Database) -> i64 {
    db.read(|conn| {
        use diesel::prelude::*;
        use erikti::db::schema::outbox::dsl::{html_body, outbox, text_body};
        outbox.filter(text_body.ne("").or(html_body.ne(""))).count().get_result(conn).map_err(Error::from)
    })
    .await
    .unwrap()
}

#[tokio::test]
async fn a_mail_is_tried_again_under_the_same_name_and_given_up_after_three_days() {
    for fresh in each() {
        let outbox = outbox(&fresh.db);
        let id = outbox.queue(new_mail("a")).await;
        for wait in [60, 300, 900, 3600, 14_400, 86_400, 86_400, 86_400] {
            outbox.transport.answer_next(Delivery::Later(FULL));
            assert_eq!(outbox.round().await.tried, 1);
            outbox.clock.forward(wait - 1);
            assert_eq!(outbox.round().await.tried, 0, "not before {wait} seconds");
            outbox.clock.forward(1);
        }
        outbox.transport.answer_next(Delivery::Later(FULL));
        assert_eq!(outbox.round().await.tried, 1);
        let entry = outbox.entry(id).await;
        assert_eq!((entry.state, entry.tries), (MailState::Failed, 9));
        assert_eq!(entry.last_error.as_deref(), Some("the mail server did not answer in time (the message)"));

        let ctx = outbox.clock.ctx();
        outbox.db.write(move |conn| resend(conn, &ctx, id)).await.unwrap();
        assert_eq!(outbox.round().await.tried, 1);
        assert_eq!(outbox.transport.take_sent().len(), 1);
        let ctx = outbox.clock.ctx();
        let again = outbox.db.write(move |conn| resend(conn, &ctx, id)).await;
        assert!(matches!(again, Err(Error::NotFound)), "a sent mail has no words left");
    }
}

#[tokio::test]
async fn a_refusal_for_good_fails_at_once() {
    for fresh in each() {
        let outbox = outbox(&fresh.db);
        let id = outbox.queue(new_mail("a")).await;
        let refused = Trouble::Refused { step: Step::Recipient, code: 550, status: Some("5.1.1".to_owned()) };
        outbox.transport.answer_next(Delivery::Never(refused));
        outbox.round().await;
        assert_eq!(outbox.entry(id).await.state, MailState::Failed);
        let counts = outbox.db.read(count_by_state).await.unwrap();
        assert_eq!(counts, [(MailState::Failed, 1)]);
    }
}

#[tokio::test]
async fn our_own_trouble_is_not_counted_and_leaves_the_other_mails_alone() {
    for fresh in each() {
        let outbox = outbox(&fresh.db);
        let ids = {
            let mut ids = Vec::new();
            for number in 0..10 {
                ids.push(outbox.queue(new_mail(&number.to_string())).await);
            }
            ids
        };
        for _ in 0..20 {
            for _ in 0..4 {
                let wrong = Trouble::Refused { step: Step::Auth, code: 535, status: None };
                outbox.transport.answer_next(Delivery::Later(wrong));
            }
            assert_eq!(outbox.round().await, Round { tried: 4, is_shut: true });
            let until = outbox.clock.now().plus_seconds(300);
            let reason = "the mail server refused the password: 535".to_owned();
            assert_eq!(outbox.pause().await, Some(Pause { until, reason }));
            outbox.clock.forward(300);
            assert_eq!(outbox.pause().await, None, "it is over");
        }
        for id in &ids {
            assert_eq!((outbox.entry(*id).await.state, outbox.entry(*id).await.tries), (MailState::Queued, 0));
        }
        assert_eq!(outbox.round().await, Round { tried: 10, is_shut: false });
        assert_eq!(outbox.transport.take_sent().len(), 10);
    }
}

#[tokio::test]
async fn mail_to_an_unconfirmed_address_waits_and_follows_to_the_confirmed_one() {
    for fresh in each() {
        let outbox = outbox(&fresh.db);
        let person = Some(outbox.person().await);
        let held = NewMail { standing: Standing::Unconfirmed, person, ..new_mail("a") };
        let id = outbox.queue(held).await;
        assert_eq!(outbox.round().await.tried, 0);
        assert_eq!(outbox.entry(id).await.state, MailState::Held);
        let ctx = outbox.clock.ctx();
        let confirmed = Email::parse("new@example.kz").unwrap();
        let released = outbox.db.write(move |conn| release(conn, &ctx, PersonId(5), &confirmed)).await.unwrap();
        assert_eq!(released, 1);
        outbox.round().await;
        let sent = outbox.transport.take_sent();
        assert_eq!(sent.iter().map(|mail| mail.to.to_string()).collect::<Vec<_>>(), ["new@example.kz"]);

        assert_eq!(outbox.db.write(|conn| erase_of_person(conn, PersonId(5))).await.unwrap(), 1);
    }
}

#[tokio::test]
async fn an_attachment_that_is_away_is_waited_for_and_one_that_is_gone_is_not() {
    for fresh in each() {
        let outbox = outbox(&fresh.db);
        let away = outbox.queue(NewMail { attachment: Some("certificate:2".to_owned()), ..new_mail("a") }).await;
        let gone = outbox.queue(NewMail { attachment: Some("certificate:3".to_owned()), ..new_mail("b") }).await;
        assert_eq!(outbox.round().await, Round { tried: 2, is_shut: false });
        assert_eq!(outbox.entry(away).await.state, MailState::Queued);
        assert_eq!(outbox.entry(gone).await.state, MailState::Failed);
        assert!(outbox.transport.take_sent().is_empty());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn several_servers_send_each_mail_once() {
    for fresh in each() {
        let outbox = outbox(&fresh.db);
        for number in 0..30 {
            outbox.queue(new_mail(&number.to_string())).await;
        }
        let servers: Vec<_> = (0..4)
            .map(|_| {
                let (office, stop) = (Arc::clone(&outbox.office), outbox.stop.clone());
                tokio::spawn(async move { while office.send_due(&stop).await.unwrap().tried > 0 {} })
            })
            .collect();
        for server in servers {
            server.await.unwrap();
        }
        let mut names: Vec<_> =
            outbox.transport.take_sent().into_iter().map(|mail| mail.id.as_str().to_owned()).collect();
        assert_eq!(names.len(), 30);
        names.sort();
        names.dedup();
        assert_eq!(names.len(), 30);
    }
}

#[tokio::test]
async fn old_mails_are_forgotten_and_waiting_ones_are_not() {
    for fresh in each() {
        let outbox = outbox(&fresh.db);
        outbox.queue(new_mail("a")).await;
        outbox.round().await;
        outbox.queue(new_mail("b")).await;
        outbox.clock.forward(366 * 24 * 3600);
        let before = outbox.clock.ctx().now.plus_hours(-24 * 365);
        assert_eq!(outbox.db.write(move |conn| erase_old(conn, before, 10)).await.unwrap(), 1);
        let left = outbox.db.read(|conn| list(conn, &Filter::default(), 10)).await.unwrap();
        assert_eq!(left.iter().map(|entry| entry.state).collect::<Vec<_>>(), [MailState::Queued]);
    }
}

/// Takes the mail, and dies before it can say so.
#[derive(Debug)]
struct DiesOnce(std::sync::atomic::AtomicBool, MemoryTransport);

impl Transport for DiesOnce {
    fn send<'a>(&'a self, mail: &'a Outgoing) -> Sending<'a> {
        Box::pin(async move {
            let taken = self.1.send(mail).await;
            assert!(self.0.swap(true, std::sync::atomic::Ordering::SeqCst), "dies here, once");
            taken
        })
    }
}

#[tokio::test]
async fn a_mail_whose_sender_died_goes_out_again_under_the_same_name_after_the_lease() {
    for fresh in each() {
        let outbox = outbox(&fresh.db);
        let (clock, taken) = (outbox.clock.clone(), outbox.transport.clone());
        let office = Arc::new(PostOffice {
            db: fresh.db.clone(),
            clock: Arc::new(clock.clone()),
            transport: Arc::new(DiesOnce(false.into(), taken.clone())),
            sender: Sender::parse("no-reply@example.kz").unwrap(),
            letterhead: Arc::new(Letterhead::default),
            dkim: None,
            attachments: Arc::new(|_| Box::pin(async { Err(Error::NotFound) })),
        });
        let id = outbox.queue(new_mail("a")).await;
        assert!(office.send_due(&outbox.stop).await.is_err());
        clock.forward(299);
        assert_eq!(office.send_due(&outbox.stop).await.unwrap().tried, 0, "the lease still holds");
        clock.forward(1);
        assert_eq!(office.send_due(&outbox.stop).await.unwrap().tried, 1);
        let sent = taken.take_sent();
        assert_eq!(sent.len(), 2);
        assert_eq!(sent[0].id, sent[1].id);
        assert_eq!(outbox.entry(id).await.state, MailState::Sent);
    }
}
