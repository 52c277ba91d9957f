//! The life of a certificate in a real database.

use diesel::SqliteConnection;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;

use super::adopt_key::{Adoption, adopt_key, key_set};
use super::correct::{Corrected, Correction, correct_name};
use super::issue::{Draft, Outcome, Request, issue, prepare};
use super::mails::{Address, queue_certificate, requeue};
use super::model::{EventKind, Search};
use super::pdf::render;
use super::register;
use super::reinstate::{Reinstatement, reinstate};
use super::renew::renew;
use super::revoke::{Revocation, revoke};
use super::verify::{Upload, Verification, verify, verify_document};
use super::*;
use crate::accounts;
use crate::db::schema::{audit, certificates};
use crate::db::{Conn, run_migrations};
use crate::kernel::ids::{CourseId, PersonId};
use crate::kernel::{Actor, Ctx, Day, Email, Error, Lang, PersonName, Random, Slug, Timestamp};
use crate::mail::list::{Filter, list};
use crate::mail::model::MailState;

struct Centre {
    conn: Conn,
    key: keys::SigningKey,
    random: Random,
}

const BASE: &str = "https://erikti.example.kz/";
const NOT_RUN: &str = "PostgreSQL: not run (ERIKTI_TEST_POSTGRES is not set; ./tests/run sets it)\n";

/// Both databases, if the address of a PostgreSQL database without tables is given.
fn centres() -> Vec<Centre> {
    let mut conns = vec![Conn::Sqlite(SqliteConnection::establish(":memory:").expect("a database"))];
    if let Ok(url) = std::env::var("ERIKTI_TEST_POSTGRES") {
        let schema = format!("certificates_{:016x}", Random::system().seed());
        let mut conn = diesel::PgConnection::establish(&url).expect("a database");
        conn.batch_execute(&format!("CREATE SCHEMA {schema}; SET search_path TO {schema}")).expect("a schema");
        conns.push(Conn::Postgres(conn));
    } else {
        static SAID: std::sync::Once = std::sync::Once::new();
        // Written past the test runner, which holds back what tests that pass print.
        let say = || std::io::Write::write_all(&mut std::io::stderr(), NOT_RUN.as_bytes()).unwrap_or_default();
        SAID.call_once(say);
    }
    conns.into_iter().map(centre).collect()
}

fn centre(mut conn: Conn) -> Centre {
    run_migrations(&mut conn).expect("migrated");
    conn.batch_execute(
        "INSERT INTO people (name, name_folded, language, created_at)
         VALUES ('A', 'a', 'kk', '2026-01-01 00:00:00'), ('B', 'b', 'kk', '2026-01-01 00:00:00');
         INSERT INTO courses (key, created_at) VALUES ('first-aid', '2026-01-01 00:00:00');",
    )
    .expect("people and a course");
    let random = Random::seeded(5);
    let key = keys::SigningKey::generate(&random);
    assert_eq!(adopt_key(&mut conn, &ctx(0), &key).expect("a key"), Adoption::First);
    Centre { conn, key, random }
}

fn ctx(seconds: i64) -> Ctx {
    let now = Timestamp::from_unix(1_795_330_800 + seconds).expect("a moment");
    Ctx { now, actor: Actor::Person(PersonId(2)) }
}

fn today() -> Day {
    Day::parse("2026-11-22").expect("a day")
}

fn reason() -> Reason {
    Reason::parse("Аты қате жазылған").expect("a reason")
}

impl Centre {
    fn draft(&self, name: &str) -> Draft {
        let request = Request {
            person: PersonId(1),
            name: PersonName::parse(name).expect("a name"),
            course: CourseId(1),
            course_key: Slug::parse("first-aid").expect("a key"),
            course_title: "Алғашқы көмек негіздері".into(),
            edition: 1,
            kind: Kind::Theory,
            language: Lang::Kk,
            minutes: 90,
            issued_on: today(),
            expires_on: Some(today().plus_months(24)),
            guideline: None,
            confirmed_by: None,
            session: None,
            review: Review::Pending,
            installation: Installation::Public,
            issuer: "Жастар ресурстық орталығы".into(),
            look: None,
            logo: None,
            base_url: "https://erikti.example.kz".into(),
        };
        prepare(&self.key, &self.random, ctx(0).now, &request).expect("a draft")
    }

    fn issued(&mut self) -> Certificate {
        let draft = self.draft("Әсем Нұрғалиқызы");
        match issue(&mut self.conn, &ctx(0), &draft).expect("issued") {
            Outcome::Issued(certificate) => certificate,
            Outcome::AlreadyThere(_) => panic!("it was there already"),
        }
    }
}

#[test]
fn one_certificate_is_issued_however_often_it_is_asked_for() {
    for mut centre in centres() {
        let first = centre.issued();
        for _ in 0..3 {
            let draft = centre.draft("Әсем Нұрғалиқызы");
            let again = issue(&mut centre.conn, &ctx(1), &draft).expect("answered");
            assert_eq!(again, Outcome::AlreadyThere(first.clone()));
        }
        let (_, events) = register::get(&mut centre.conn, &first.number).expect("in the register");
        assert_eq!(events.len(), 1);
        assert_eq!((events[0].kind, events[0].person), (EventKind::Issued, Some(PersonId(2))));
    }
}

#[test]
fn a_number_that_is_taken_is_not_taken_twice() {
    for mut centre in centres() {
        let first = centre.issued();
        let mut draft = centre.draft("Басқа Адам");
        draft.row.number = first.number.as_str().to_owned();
        (draft.person, draft.row.person_id) = (PersonId(2), Some(PersonId(2)));
        assert!(matches!(issue(&mut centre.conn, &ctx(1), &draft), Err(Error::Conflict)));
        assert_eq!(register::list(&mut centre.conn, &Search::default()).expect("a page").total, 1);
    }
}

#[test]
fn a_certificate_is_valid_until_the_end_of_its_last_day() {
    for mut centre in centres() {
        let certificate = centre.issued();
        let typed = certificate.number.to_string().to_lowercase();
        let last = today().plus_months(24);
        let Verification::Valid(shown) = verify(&mut centre.conn, last, &typed).expect("answered") else {
            panic!("not valid on its last day")
        };
        assert_eq!((shown.name.as_deref().unwrap_or_default(), shown.expires_on), ("Әсем Нұрғалиқызы", Some(last)));
        let after = verify(&mut centre.conn, last.plus_days(1), &typed).expect("answered");
        assert_eq!(after, Verification::Expired(shown));
    }
}

#[test]
fn a_mistyped_number_is_told_from_an_unknown_one() {
    for mut centre in centres() {
        let unknown = CertificateNumber::from_random(42).to_string();
        assert_eq!(verify(&mut centre.conn, today(), &unknown).expect("answered"), Verification::Unknown);
        assert_eq!(verify(&mut centre.conn, today(), "2222-2222-2223").expect("answered"), Verification::Mistyped);
    }
}

#[test]
fn a_revoked_certificate_is_revoked_until_it_is_reinstated() {
    for mut centre in centres() {
        let number = centre.issued().number;
        let conn = &mut centre.conn;
        assert_eq!(reinstate(conn, &ctx(1), &number, &reason()).expect("answered"), Reinstatement::NotStopped);
        assert_eq!(revoke(conn, &ctx(2), &number, &reason()).expect("answered"), Revocation::Done);
        assert_eq!(revoke(conn, &ctx(3), &number, &reason()).expect("answered"), Revocation::Before);
        let answer = verify(conn, today(), number.as_str()).expect("answered");
        assert!(matches!(answer, Verification::Revoked { at, .. } if at == ctx(2).now), "{answer:?}");
        assert_eq!(reinstate(conn, &ctx(4), &number, &reason()).expect("answered"), Reinstatement::Done);
        assert!(matches!(verify(conn, today(), number.as_str()).expect("answered"), Verification::Valid(_)));
        let (_, events) = register::get(conn, &number).expect("in the register");
        let kinds: Vec<EventKind> = events.iter().map(|event| event.kind).collect();
        assert_eq!(kinds, [EventKind::Issued, EventKind::Revoked, EventKind::Reinstated]);
        assert_eq!(events[1].reason, reason().as_str());
        let unknown = CertificateNumber::from_random(42);
        assert!(matches!(revoke(conn, &ctx(5), &unknown, &reason()), Err(Error::NotFound)));
    }
}

#[test]
fn the_holder_is_told_of_every_change_once_and_of_the_reason() {
    for mut centre in centres() {
        let number = centre.issued().number;
        let conn = &mut centre.conn;
        conn.batch_execute(
            "UPDATE people SET language = 'en', email = 'a@example.kz', email_folded = 'a@example.kz' WHERE id = 1",
        )
        .expect("an address");
        for moment in [1, 3] {
            revoke(conn, &ctx(moment), &number, &reason()).expect("answered");
            revoke(conn, &ctx(moment), &number, &reason()).expect("answered");
            reinstate(conn, &ctx(moment + 1), &number, &reason()).expect("answered");
        }
        let mails = list(conn, &Filter { person: Some(PersonId(1)), ..Filter::default() }, 10).expect("listed");
        let kinds: Vec<&str> = mails.iter().map(|mail| mail.kind.as_str()).collect();
        let (revoked, reinstated) = ("certificate-revoked", "certificate-reinstated");
        assert_eq!(kinds, [reinstated, revoked, reinstated, revoked]);
        assert!(mails.iter().all(|mail| mail.state == MailState::Held && mail.address == "a@example.kz"));
        assert!(mails.iter().all(|mail| mail.subject.contains("Алғашқы көмек негіздері")), "{mails:?}");
    }
}

#[test]
fn no_mail_goes_to_a_contact_that_was_removed_or_corrected() {
    for mut centre in centres() {
        let certificate = centre.issued();
        let conn = &mut centre.conn;
        conn.batch_execute(
            "INSERT INTO grants (person_id, role, granted_at) VALUES (2, 'centre', '2026-01-01 00:00:00')",
        )
        .expect("an officer");
        let contact = |email: &str| accounts::NewContact {
            email: Email::parse(email).expect("an address"),
            agreed_by: accounts::AgreedBy::parse("Гүлнар, анасы").expect("somebody"),
            agreed_on: Day::new(chrono::NaiveDate::from_ymd_opt(2026, 11, 28).expect("a day")),
        };
        let mut waiting = |contact: Option<&accounts::NewContact>, moment: i64| {
            let child = accounts::find_person(conn, PersonId(1)).expect("read").expect("a person");
            if let Some(to) = Address::of(&child) {
                let occasion = format!("again:{moment}");
                queue_certificate(conn, &ctx(moment), &certificate, &to, (&occasion, BASE)).expect("queued");
            }
            let dropped = accounts::set_contact(conn, &ctx(moment), PersonId(1), contact).expect("noted");
            requeue(conn, &ctx(moment), (PersonId(1), &dropped), BASE).expect("queued");
            let mails = list(conn, &Filter { person: Some(PersonId(1)), ..Filter::default() }, 10).expect("listed");
            mails.into_iter().map(|mail| mail.address).collect::<Vec<_>>()
        };
        assert!(waiting(Some(&contact("mother@exmaple.kz")), 1).is_empty());
        // Corrected: one letter, to the right address, and it says when that was agreed on.
        assert_eq!(waiting(Some(&contact("mother@example.kz")), 2), ["mother@example.kz"]);
        // The same once more changes nothing but the one that is queued here.
        assert_eq!(waiting(Some(&contact("mother@example.kz")), 3), ["mother@example.kz"; 2]);
        assert!(waiting(None, 4).is_empty());
    }
}

#[test]
fn only_what_holds_and_is_still_the_persons_is_issued_again() {
    for mut centre in centres() {
        let old = centre.issued();
        let name = PersonName::parse("Әсем Нұрғалиева").expect("a name");
        let drafts = vec![(old.clone(), centre.draft(name.as_str()))];
        let correction = Correction { person: PersonId(1), was: "A".into(), name, drafts };
        let conn = &mut centre.conn;
        conn.batch_execute(
            "INSERT INTO grants (person_id, role, granted_at) VALUES (2, 'centre', '2026-01-01 00:00:00')",
        )
        .expect("an officer");
        let mut correct = |state: &str| {
            conn.batch_execute(state).expect("changed");
            let corrected = correct_name(conn, &ctx(1), &correction, BASE);
            let all: i64 = certificates::table.count().get_result(conn).expect("counted");
            let again = audit::table.filter(audit::action.eq("certificate issued again"));
            let told: Vec<String> = again.select(audit::details).load(conn).expect("the log");
            (corrected, all, told)
        };
        let (refused, ..) = correct("UPDATE people SET merged_into = 2 WHERE id = 1");
        assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
        correct("UPDATE people SET merged_into = NULL; UPDATE certificates SET is_current = false").0.expect("named");
        for state in [
            "UPDATE certificates SET is_current = false",
            "UPDATE certificates SET is_current = true, revoked_at = '2026-11-22 00:00:00'",
            "UPDATE certificates SET revoked_at = NULL, replaced_by = number",
            "UPDATE certificates SET replaced_by = NULL, person_id = 2",
        ] {
            let (corrected, all, told) = correct(state);
            assert_eq!((corrected.expect("answered"), all), (Corrected::AlreadySo, 1), "{state}");
            assert!(told.is_empty(), "{state}");
        }
        let (corrected, all, told) = correct("UPDATE certificates SET person_id = 1");
        assert_eq!((corrected.expect("answered"), all), (Corrected::Done { reissued: 1 }, 2));
        assert_eq!(told, [format!("{{\"replaced\":{}}}", old.id)]);
        let (corrected, all, told) = correct("UPDATE people SET name = name");
        assert_eq!((corrected.expect("answered"), all, told.len()), (Corrected::AlreadySo, 2, 1));
    }
}

#[test]
fn what_was_issued_lately_is_counted() {
    for mut centre in centres() {
        let issued_at = centre.issued().issued_at;
        let conn = &mut centre.conn;
        assert_eq!(register::count_issued_since(conn, issued_at).expect("counted"), 1);
        assert_eq!(register::count_issued_since(conn, issued_at.plus_seconds(1)).expect("counted"), 0);
    }
}

#[test]
fn a_renewed_certificate_leaves_the_old_one_in_the_register() {
    for mut centre in centres() {
        let old = centre.issued();
        let draft = centre.draft("Әсем Нұрғалиева");
        let new = renew(&mut centre.conn, &ctx(1), &old, &draft).expect("renewed");
        assert_ne!(new.number, old.number);
        let current =
            register::find_current(&mut centre.conn, PersonId(1), CourseId(1), Kind::Theory).expect("answered");
        assert_eq!(current.map(|certificate| certificate.id), Some(new.id));
        assert!(matches!(
            verify(&mut centre.conn, today(), old.number.as_str()).expect("answered"),
            Verification::Valid(_)
        ));
        assert!(matches!(renew(&mut centre.conn, &ctx(2), &old, &draft), Err(Error::Conflict)));
        assert_eq!(register::list_of_person(&mut centre.conn, PersonId(1)).expect("a list").len(), 2);
    }
}

#[test]
fn an_uploaded_document_is_compared_with_the_issued_one() {
    for mut centre in centres() {
        let certificate = centre.issued();
        let data = register::get_data(&mut centre.conn, certificate.id).expect("kept");
        let pdf = render(&data).expect("a document");
        let answer = verify_document(&mut centre.conn, today(), &pdf).expect("answered");
        assert!(matches!(answer, Upload::Genuine(Verification::Valid(_))), "{answer:?}");

        let forged =
            CertificateData { name: PersonName::parse("Басқа Адам").expect("a name"), ..data.clone() };
        let forged = render(&forged).expect("a document");
        let mut touched = pdf.clone();
        touched.extend_from_slice(b"\n");
        for other in [forged, touched] {
            let answer = verify_document(&mut centre.conn, today(), &other).expect("answered");
            let Upload::Altered(Verification::Valid(shown)) = answer else { panic!("{answer:?}") };
            assert_eq!(shown.name.as_deref(), Some("Әсем Нұрғалиқызы"));
        }
        // What cannot be drawn here is a failure of ours, and no forgery.
        let touched = [pdf.as_slice(), b"\n"].concat();
        let later = "UPDATE certificates SET document = replace(document, '\"template\":', '\"template\":9')";
        centre.conn.batch_execute(later).expect("a template of a later version");
        assert!(matches!(verify_document(&mut centre.conn, today(), &touched), Err(Error::Internal(_))));
        let foreign = CertificateData { number: CertificateNumber::from_random(9), ..data };
        let foreign = render(&foreign).expect("a document");
        assert_eq!(verify_document(&mut centre.conn, today(), &foreign).expect("answered"), Upload::NotOurs);
        assert_eq!(verify_document(&mut centre.conn, today(), b"%PDF-1.4").expect("answered"), Upload::NotOurs);
    }
}

#[test]
fn the_printed_token_is_good_with_the_published_keys() {
    for mut centre in centres() {
        let certificate = centre.issued();
        let data = register::get_data(&mut centre.conn, certificate.id).expect("kept");
        let keys = key_set(&mut centre.conn).expect("keys");
        let claims = token::verify(&data.token, |id| keys.find(id)).expect("a good token");
        assert_eq!((claims.number, claims.status_index), (certificate.number, certificate.status_index));
        assert_eq!(data.code_content().split_once('#').map(|(url, _)| url.to_owned()), Some(data.verify_url));
    }
}

#[test]
fn the_register_is_searched_by_number_and_by_name() {
    for mut centre in centres() {
        let number = centre.issued().number;
        let mut found = |text: &str| {
            let search = Search { text: text.into(), ..Search::default() };
            register::list(&mut centre.conn, &search).expect("a page").total
        };
        for text in ["", "асем", "НУРГАЛИ", "әсем нұрғ", "Нұрғ Әсе", &number.to_string()] {
            assert_eq!(found(text), 1, "{text}");
        }
        assert_eq!(found("Гүлнар"), 0);
        let other = Search { course: Some(CourseId(9)), ..Search::default() };
        assert_eq!(register::list(&mut centre.conn, &other).expect("a page").total, 0);
        let second = Search { page: 1, ..Search::default() };
        let page = register::list(&mut centre.conn, &second).expect("a page");
        assert_eq!((page.total, page.certificates.len()), (1, 0));
    }
}

#[test]
fn a_server_with_another_key_is_told_which_one_is_missing() {
    for mut centre in centres() {
        let other = keys::SigningKey::generate(&centre.random);
        assert_eq!(adopt_key(&mut centre.conn, &ctx(1), &centre.key).expect("answered"), Adoption::Fits);
        let expected = centre.key.id().to_string();
        assert_eq!(adopt_key(&mut centre.conn, &ctx(1), &other).expect("answered"), Adoption::Foreign { expected });
    }
}
