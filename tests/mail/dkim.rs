//! Signed mails, as another program sees them that knows nothing of ours.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use base64::Engine;
use erikti::kernel::Email;
use erikti::mail::dkim::Dkim;
use erikti::mail::message::{Attachment, Mail, Media, OneLine};
use erikti::mail::transport::Transport;
use mail_parser::MessageParser;

use crate::harness::announce;
use crate::smtp::{Offer, SmtpServer};
use crate::transport::{letter, open};

/// Says whether the mail on standard input is signed, by the record that is its second argument under the name that is
/// its first.
const VERIFIER: &str = "\
import sys, dkim
name, record = sys.argv[1].encode() + b'.', sys.argv[2].encode()
asked = []
def dns(asking, timeout=5):
    asked.append(asking)
    return record if asking == name else None
mail = sys.stdin.buffer.read()
try:
    signed = dkim.verify(mail, dnsfunc=dns)
except Exception as wrong:
    signed = print(wrong, file=sys.stderr)
print('good' if signed and asked == [name] else 'bad')
";

/// The program that verifies, or `None`, said aloud.
fn python() -> Option<PathBuf> {
    let python = std::env::var_os("ERIKTI_TEST_DKIM").filter(|path| !path.is_empty());
    if python.is_none() {
        announce("DKIM: not verified by another program (ERIKTI_TEST_DKIM is not set; ./tests/run sets it)");
    }
    python.map(PathBuf::from)
}

fn is_good(python: &Path, mail: &[u8], dkim: &Dkim) -> bool {
    let mut verifier = Command::new(python)
        .args(["-c", VERIFIER, dkim.name(), dkim.record()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    verifier.stdin.take().unwrap().write_all(mail).unwrap();
    let output = verifier.wait_with_output().unwrap();
    match String::from_utf8(output.stdout).unwrap().trim() {
        "good" => true,
        "bad" => false,
        other => panic!("the verifier says {other:?}"),
    }
}

/// A key as an administrator makes it.
fn key(arguments: &[&str]) -> String {
    let output = Command::new("openssl").args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn keys() -> [String; 3] {
    [
        key(&["genpkey", "-quiet", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"]),
        key(&["genrsa", "-traditional", "2048"]),
        key(&["genpkey", "-algorithm", "ED25519"]),
    ]
}

fn pdf() -> Attachment {
    Attachment {
        name: OneLine::new("Сертификат Әсем.pdf"), media: Media::Pdf, bytes: b"%PDF-\r\n.\r\n\0".to_vec()
    }
}

#[tokio::test]
async fn another_program_finds_the_signature_good_and_every_change_bad() {
    let Some(python) = python() else { return };
    for pem in keys() {
        let dkim = Dkim::new("erikti2026", "example.kz", &pem).unwrap();
        for attachment in [None, Some(pdf())] {
            let server = SmtpServer::start(Offer::Plain).await;
            let answers = Email::parse("office@centre.kz");
            let mail = Mail { reply_to: answers, ..letter(attachment) }.encode(Some(&dkim)).unwrap();
            open(&server).send(&mail).await;
            // As it comes out of the wire.
            let raw = server.mails().remove(0).raw;
            assert!(is_good(&python, &raw, &dkim), "{}\n{}", dkim.record(), String::from_utf8_lossy(&raw));
            let text = String::from_utf8(raw).unwrap();
            let longest = text.lines().map(str::len).max();
            assert!(longest < Some(999), "RFC 5322, 2.1.1: {longest:?}");
            for (from, to) in [
                ("\r\nTo: asem@", "\r\nTo: other@"),
                ("Reply-To: office@", "Reply-To: other@"),
                ("Subject: ", "Subject: X"),
                ("Message-ID: <00ff", "Message-ID: <00fe"),
                ("auto-generated", "no"),
            ] {
                assert!(text.contains(from), "{from} in {text}");
                assert!(!is_good(&python, text.replacen(from, to, 1).as_bytes(), &dkim), "{from}");
            }
            let (head, body) = text.split_once("\r\n\r\n").unwrap();
            assert!(!is_good(&python, format!("{head}\r\n\r\nX{body}").as_bytes(), &dkim), "the body");
            // A relay may fold lines anew and add headers of its own.
            let relayed = format!("Received: from a by b\r\n{}", text.replacen("Subject: ", "Subject:\r\n  ", 1));
            assert!(is_good(&python, relayed.as_bytes(), &dkim));
        }
        let mail = letter(None).encode(Some(&dkim)).unwrap();
        assert!(is_good(&python, &mail.bytes, &dkim), "without an address for answers");
        let answered = [b"Reply-To: other@example.kz\r\n", mail.bytes.as_slice()].concat();
        assert!(!is_good(&python, &answered, &dkim), "another's address for answers");
        let other = Dkim::new("erikti2026", "example.kz", &keys()[0]).unwrap();
        let mail = letter(None).encode(Some(&other)).unwrap();
        assert!(!is_good(&python, &mail.bytes, &dkim), "signed with another key");
    }
}

#[test]
fn the_record_is_for_the_senders_domain_and_holds_the_public_half() {
    let pem = rcgen::KeyPair::generate_for(&rcgen::PKCS_ED25519).unwrap();
    let dkim = Dkim::new("s1", "почта.рф", &pem.serialize_pem()).unwrap();
    assert_eq!(dkim.name(), "s1._domainkey.xn--80a1acny.xn--p1ai");
    let public = base64::engine::general_purpose::STANDARD.encode(pem.public_key_raw());
    assert_eq!(dkim.record(), format!("v=DKIM1; k=ed25519; p={public}"));
    assert!(dkim.weakness().is_some_and(|weakness| weakness.contains("Ed25519")));
    assert!(!format!("{dkim:?}").contains("PRIVATE") && format!("{dkim:?}").contains("s1._domainkey"));
    let none = Dkim::new("s1", "example.kz", "s3cr3t").unwrap_err().to_string();
    assert!(none.contains("no private key") && !none.contains("s3cr3t"), "{none}");
}

#[test]
fn a_mail_without_a_key_is_not_signed() {
    let mail = letter(None).encode(None).unwrap();
    assert!(MessageParser::default().parse(&mail.bytes).unwrap().header("DKIM-Signature").is_none());
}
