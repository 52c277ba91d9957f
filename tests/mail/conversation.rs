//! A mail server that stalls, refuses or hangs up, at each step of the conversation: the mail arrives all the same.

use std::sync::Arc;
use std::time::Duration;

use erikti::config::SmtpSettings;
use erikti::mail::model::MailState;
use erikti::mail::smtp::SmtpTransport;

use crate::databases::each;
use crate::outbox::{new_mail, outbox_with};
use crate::smtp::{At, Misbehave, Offer, SmtpServer};

const STEPS: [At; 8] =
    [At::Greeting, At::Hello, At::StartTls, At::Auth, At::Sender, At::Recipient, At::Data, At::Message];
const FAULTS: [Misbehave; 4] =
    [Misbehave::GoSilent, Misbehave::HangUp, Misbehave::Answer("421 4.3.2 going down"), Misbehave::Answer("nonsense")];
/// The longest time for one try in these tests.
const LIMIT: Duration = Duration::from_millis(400);

/// An encrypted server that wants a password, and the transport to it.
async fn server() -> (SmtpServer, SmtpTransport) {
    let server = SmtpServer::start_with(Offer::StartTls, Some(("erikti", "secret"))).await;
    let url = format!("smtp://erikti:secret@localhost:{}?ca={}", server.port, server.authority().display());
    let transport = SmtpTransport::new(SmtpSettings::parse(&url).unwrap(), LIMIT).unwrap();
    (server, transport)
}

#[tokio::test]
async fn whatever_a_mail_server_does_at_any_step_the_mail_arrives() {
    for fresh in each() {
        for at in STEPS {
            for fault in FAULTS {
                let (server, transport) = server().await;
                let outbox = outbox_with(&fresh.db, Arc::new(transport));
                server.once(at, fault);
                let id = outbox.queue(new_mail(&format!("{at:?} {fault:?}"))).await;
                outbox.office.send_due(&outbox.stop).await.unwrap();
                let entry = outbox.entry(id).await;
                assert_eq!(entry.state, MailState::Queued, "{at:?} {fault:?}: {entry:?}");
                assert!(entry.last_error.is_some(), "it is told why: {at:?} {fault:?}");
                outbox.clock.forward(3600);
                outbox.office.send_due(&outbox.stop).await.unwrap();
                let entry = outbox.entry(id).await;
                assert_eq!(entry.state, MailState::Sent, "{at:?} {fault:?}: {entry:?}");
                assert_eq!(server.mails().len(), 1, "{at:?} {fault:?}");
                outbox.office.send_due(&outbox.stop).await.unwrap();
                assert_eq!(server.mails().len(), 1, "and once");
            }
        }
    }
}

/// Refused for good is the mail's trouble at the recipient and after the message, and ours before.
#[tokio::test]
async fn what_is_refused_for_good_is_told_apart_from_what_is_ours() {
    for fresh in each() {
        for at in STEPS {
            let (server, transport) = server().await;
            let outbox = outbox_with(&fresh.db, Arc::new(transport));
            server.once(at, Misbehave::Answer("550 5.7.1 no"));
            let id = outbox.queue(new_mail(&format!("{at:?}"))).await;
            outbox.office.send_due(&outbox.stop).await.unwrap();
            let entry = outbox.entry(id).await;
            let for_good = matches!(at, At::Recipient | At::Data | At::Message);
            let expected = if for_good { MailState::Failed } else { MailState::Queued };
            assert_eq!(entry.state, expected, "{at:?}: {entry:?}");
            if !for_good {
                assert_eq!(entry.tries, 0, "not held against the mail: {at:?}");
                outbox.clock.forward(301);
                outbox.office.send_due(&outbox.stop).await.unwrap();
            }
            assert_eq!(server.mails().len(), usize::from(!for_good), "{at:?}");
        }
    }
}
