//! Killed while a mail is sent; the mail server away and back.

use std::time::Duration;

use diesel::prelude::*;
use erikti::db::Conn;
use erikti::db::schema::outbox;
use erikti::kernel::{Result, Timestamp};

use crate::harness::app::TestApp;
use crate::harness::database::on_both;
use crate::learner::Learner;
use crate::program::{Machine, until};
use crate::relay::{Relay, closed_port};
use crate::smtp::{At, Misbehave, Offer, SmtpServer};

/// A mail as it stands in the outbox.
#[derive(Debug, Clone)]
struct Row {
    state: String,
    tries: i32,
    leased_until: Option<Timestamp>,
    error: Option<String>,
}

/// The only mail to an address.
fn row(conn: &mut Conn, email: &str) -> Result<Row> {
    let columns = (outbox::state, outbox::tries, outbox::leased_until, outbox::last_error);
    let mut rows: Vec<(String, i32, Option<Timestamp>, Option<String>)> =
        outbox::table.filter(outbox::address.eq(email)).select(columns).load(conn)?;
    assert_eq!(rows.len(), 1, "one mail to {email}");
    let (state, tries, leased_until, error) = rows.remove(0);
    Ok(Row { state, tries, leased_until, error })
}

fn message_id(mail: &[u8]) -> String {
    mail_parser::MessageParser::default().parse(mail).unwrap().message_id().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn kill_9_while_sending() {
    let smtp = SmtpServer::start(Offer::Plain).await;
    let relay = Relay::start(0, smtp.port).await;
    let url = format!("smtp://127.0.0.1:{}?tls=none", relay.port);
    let settings = [("ERIKTI_SMTP_URL", url.as_str())];
    smtp.once(At::Message, Misbehave::GoSilent);

    let machine = Machine::new();
    let server = machine.start(&settings);
    let learner = Learner::begin(&server.address, 1).await;
    let first = until("the whole message is on the wire", async || relay.first_message()).await;
    server.kill();
    let email = learner.email.clone();
    let look = async || {
        let email = email.clone();
        machine.read(move |conn| row(conn, &email)).await
    };
    let left = look().await;
    assert_eq!((left.state.as_str(), left.tries), ("queued", 1), "{left:?}");
    assert!(left.leased_until.is_some(), "the dead server still has it: {left:?}");
    assert!(smtp.mails().is_empty(), "the mail server has promised nothing");

    // Nobody waits until the lease ends by itself: the next server knows that it is alone.
    let _server = machine.start(&settings);
    until("the mail is sent", async || (look().await.state == "sent").then_some(())).await;
    let mails = smtp.mails();
    let to: Vec<&str> = mails.iter().map(|mail| mail.to.as_str()).collect();
    assert_eq!(to, [learner.email.as_str()]);
    let again = mails.first().map(|mail| message_id(&mail.raw));
    assert_eq!(again, Some(message_id(&first)), "a mail server that had kept the first one can tell it is the same");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn smtp_down_and_back() {
    on_both(async |database| {
        let port = closed_port().await;
        let url = format!("smtp://127.0.0.1:{port}?tls=none");
        let app = TestApp::start_on(database, &[("ERIKTI_SMTP_URL", &url)]).await;
        let learner = Learner::begin(&app.address, 1).await;
        let look = async || {
            let email = learner.email.clone();
            app.database().read(move |conn| row(conn, &email)).await.unwrap()
        };
        let tried = until("a first try", async || Some(look().await).filter(|row| row.error.is_some())).await;
        assert_eq!((tried.state.as_str(), tried.tries), ("queued", 0), "an outage is not the mail's: {tried:?}");

        let smtp = SmtpServer::start(Offer::Plain).await;
        let _relay = Relay::start(port, smtp.port).await;
        app.advance(301);
        until("the mail is sent", async || (look().await.state == "sent").then_some(())).await;
        for _ in 0..3 {
            app.advance(24 * 3600);
            tokio::time::sleep(Duration::from_millis(250)).await;
        }
        let to: Vec<String> = smtp.mails().into_iter().map(|mail| mail.to).collect();
        assert_eq!(to, std::slice::from_ref(&learner.email), "once");
    })
    .await;
}
