//! The SMTP transport against a server on a socket.

use std::time::{Duration, Instant};

use erikti::config::SmtpSettings;
use erikti::kernel::{Email, Lang, Timestamp};
use erikti::mail::frame::{Action, Letter};
use erikti::mail::message::{Attachment, Mail, Media, MessageId, OneLine, Sender};
use erikti::mail::smtp::SmtpTransport;
use erikti::mail::transport::{Delivery, FileTransport, Outgoing, Step, Transport, Trouble};
use mail_parser::{MessageParser, MimeHeaders};

use crate::smtp::{At, Misbehave, Offer, SmtpServer};

const SUBJECT: &str = "Сертификатыңыз дайын: Алғашқы көмек — Әсем Нұрғалиқызы, құттықтаймыз!";

fn mail(attachment: Option<Attachment>) -> Outgoing {
    letter(attachment).encode(None).unwrap()
}

pub(crate) fn letter(attachment: Option<Attachment>) -> Mail {
    let letter = Letter {
        lang: Lang::Kk,
        subject: OneLine::new(SUBJECT),
        greeting: "Сәлеметсіз бе!".to_owned(),
        paragraphs: vec!["Нүктеден басталатын жол:\n.жол".to_owned()],
        action: Some(Action { label: "Тексеру".to_owned(), url: "https://erikti.example.kz/v/AB12".to_owned() }),
        footer: "Ерікті".to_owned(),
    };
    Mail {
        id: MessageId::new("00ff", "example.kz"),
        from: Sender::parse("Ерікті <no-reply@example.kz>").unwrap(),
        reply_to: None,
        to: Email::parse("asem@example.kz").unwrap(),
        lang: Lang::Kk,
        date: Timestamp::from_unix(1_795_000_000).unwrap(),
        written: letter.write(),
        attachment,
    }
}

fn transport(url: &str) -> SmtpTransport {
    SmtpTransport::new(SmtpSettings::parse(url).unwrap(), Duration::from_millis(1500)).unwrap()
}

fn encrypted(server: &SmtpServer, user: &str) -> SmtpTransport {
    transport(&format!("smtp://{user}localhost:{}?ca={}", server.port, server.authority().display()))
}

pub(crate) fn open(server: &SmtpServer) -> SmtpTransport {
    transport(&format!("smtp://127.0.0.1:{}?tls=none", server.port))
}

#[tokio::test]
async fn a_mail_arrives_over_starttls_with_its_kazakh_subject() {
    let server = SmtpServer::start_with(Offer::StartTls, Some(("erikti", "құпия"))).await;
    let file = Attachment {
        name: OneLine::new("Сертификат Әсем.pdf"),
        media: Media::Pdf,
        bytes: b"%PDF-\r\n.\r\n\0".to_vec(),
    };
    let user = "erikti:%D2%9B%D2%B1%D0%BF%D0%B8%D1%8F@";
    assert_eq!(encrypted(&server, user).send(&mail(Some(file))).await, Delivery::Sent);

    let taken = server.mails().pop().expect("a mail");
    assert_eq!((taken.from.as_str(), taken.to.as_str()), ("no-reply@example.kz", "asem@example.kz"));
    assert!(taken.was_encrypted && taken.raw.is_ascii());
    assert!(server.lines().iter().all(|line| !line.starts_with("open MAIL") && !line.starts_with("open AUTH")));

    let message = MessageParser::default().parse(&taken.raw).expect("a message");
    assert_eq!(message.subject(), Some(SUBJECT));
    assert_eq!(message.message_id(), Some("00ff@example.kz"));
    assert_eq!(message.date().map(mail_parser::DateTime::to_timestamp), Some(1_795_000_000));
    assert_eq!(message.from().and_then(|from| from.first()).and_then(|from| from.name()), Some("Ерікті"));
    assert_eq!(message.header("Auto-Submitted").and_then(|value| value.as_text()), Some("auto-generated"));
    assert!(message.body_text(0).expect("text").contains("\n.жол"));
    assert!(message.body_html(0).expect("HTML").contains("href=\"https://erikti.example.kz/v/AB12\""));
    let file = message.attachment(0).expect("an attachment");
    assert_eq!(file.attachment_name(), Some("Сертификат Әсем.pdf"));
    assert_eq!(file.contents(), b"%PDF-\r\n.\r\n\0");
}

#[tokio::test]
async fn a_mail_arrives_over_a_wrapped_connection_and_the_connection_is_kept() {
    let server = SmtpServer::start(Offer::Wrapped).await;
    let url = format!("smtps://localhost:{}?ca={}", server.port, server.authority().display());
    let transport = transport(&url);
    for _ in 0..3 {
        assert_eq!(transport.send(&mail(None)).await, Delivery::Sent);
    }
    assert_eq!((server.mails().len(), server.connections()), (3, 1));
}

#[tokio::test]
async fn a_refused_recipient_is_final_and_names_nobody() {
    let server = SmtpServer::start(Offer::Plain).await;
    let transport = open(&server);
    server.once(At::Recipient, Misbehave::Answer("550 5.1.1 <asem@example.kz> unknown"));
    let Delivery::Never(trouble) = transport.send(&mail(None)).await else { panic!("not final") };
    assert_eq!(trouble, Trouble::Refused { step: Step::Recipient, code: 550, status: Some("5.1.1".to_owned()) });
    assert_eq!(trouble.to_string(), "the mail server refused the recipient: 550 5.1.1");
    assert!(!trouble.is_ours());
    assert_eq!(transport.send(&mail(None)).await, Delivery::Sent, "the next mail goes over the same connection");
    assert_eq!(server.connections(), 1);
}

#[tokio::test]
async fn what_may_pass_is_tried_later() {
    for (at, misbehave, is_ours) in [
        (At::Recipient, Misbehave::Answer("451 4.7.1 greylisted"), false),
        (At::Data, Misbehave::HangUp, false),
        (At::Message, Misbehave::HangUp, false),
        (At::Message, Misbehave::Answer("452 4.3.1 full"), false),
        (At::Greeting, Misbehave::Answer("554 5.3.2 go away"), true),
        (At::Greeting, Misbehave::HangUp, true),
        (At::Sender, Misbehave::Answer("550 5.1.8 who are you"), true),
        (At::Sender, Misbehave::Answer("530 5.7.0 sign in first"), true),
    ] {
        let server = SmtpServer::start(Offer::Plain).await;
        server.once(at, misbehave);
        let Delivery::Later(trouble) = open(&server).send(&mail(None)).await else { panic!("{at:?} {misbehave:?}") };
        assert_eq!(trouble.is_ours(), is_ours, "{at:?} {misbehave:?}: {trouble}");
    }
}

#[tokio::test]
async fn a_refused_message_is_final() {
    let server = SmtpServer::start(Offer::Plain).await;
    server.once(At::Message, Misbehave::Answer("554 5.6.0 not such a one"));
    assert!(matches!(open(&server).send(&mail(None)).await, Delivery::Never(_)));
}

#[tokio::test]
async fn silence_ends_within_the_limit_and_the_next_mail_gets_a_new_connection() {
    for at in [At::Greeting, At::Hello, At::Recipient, At::Data, At::Message] {
        let server = SmtpServer::start(Offer::Plain).await;
        let transport = open(&server);
        server.once(at, Misbehave::GoSilent);
        let begun = Instant::now();
        assert!(matches!(transport.send(&mail(None)).await, Delivery::Later(Trouble::Silent(_))), "{at:?}");
        assert!(begun.elapsed() < Duration::from_secs(4), "{at:?}");
        assert_eq!(transport.send(&mail(None)).await, Delivery::Sent, "{at:?}");
        assert_eq!((server.mails().len(), server.connections()), (1, 2), "{at:?}");
    }
}

#[tokio::test]
async fn nothing_is_said_in_the_clear_when_encryption_is_required_and_not_offered() {
    let server = SmtpServer::start_with(Offer::Plain, Some(("erikti", "secret"))).await;
    let outcome = encrypted(&server, "erikti:secret@").send(&mail(None)).await;
    assert_eq!(outcome, Delivery::Later(Trouble::NoStartTls));
    let said = server.lines();
    assert!(said.iter().all(|line| line.starts_with("open EHLO")), "{said:?}");
}

#[tokio::test]
async fn a_stranger_with_another_certificate_gets_no_password() {
    let server = SmtpServer::start_with(Offer::StartTls, Some(("erikti", "secret"))).await;
    let other = SmtpServer::start(Offer::StartTls).await;
    let authority = other.authority();
    let transport = transport(&format!("smtp://erikti:secret@localhost:{}?ca={}", server.port, authority.display()));
    assert_eq!(transport.send(&mail(None)).await, Delivery::Later(Trouble::Untrusted));
    assert!(server.mails().is_empty() && server.lines().iter().all(|line| !line.contains("AUTH")));
}

#[tokio::test]
async fn a_wrong_password_is_our_trouble_and_stays_unsaid() {
    let server = SmtpServer::start_with(Offer::StartTls, Some(("erikti", "right"))).await;
    let transport = encrypted(&server, "erikti:wr0ng@");
    let Delivery::Later(trouble) = transport.send(&mail(None)).await else { panic!("held against the recipient") };
    assert!(trouble.is_ours());
    assert_eq!(trouble.to_string(), "the mail server refused the password: 535 5.7.8");
    assert!(!format!("{transport:?}").contains("wr0ng"));
    assert_eq!(transport.probe().await, Err(trouble));
}

#[tokio::test]
async fn nobody_at_the_port_is_tried_later() {
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let outcome = transport(&format!("smtp://127.0.0.1:{port}?tls=none")).send(&mail(None)).await;
    assert_eq!(outcome, Delivery::Later(Trouble::Unreachable));
}

#[tokio::test]
async fn without_a_mail_server_the_mail_is_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let inside = folder.path().join("mail");
    let transport = FileTransport::new(inside.clone());
    for _ in 0..2 {
        assert_eq!(transport.send(&mail(None)).await, Delivery::Sent);
    }
    let names: Vec<_> = std::fs::read_dir(&inside).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["00ff.eml"], "written again, it is one file");
    let bytes = std::fs::read(inside.join("00ff.eml")).unwrap();
    assert_eq!(MessageParser::default().parse(&bytes).unwrap().subject(), Some(SUBJECT));
}
