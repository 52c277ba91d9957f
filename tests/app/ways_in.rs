//! What a password opens, and what it opens no longer; how large a form may be.

use std::net::IpAddr;

use diesel::prelude::*;
use erikti::accounts::{self, Access, Credentials, NewPerson, Opened, Reset, SignInOutcome, SignedUp, Try};
use erikti::db::Conn;
use erikti::db::schema::outbox;
use erikti::kernel::{Actor, Ctx, Email, Lang, PersonName, Role, Secret};

use super::cards::{id_of, make_one};
use super::drafts::{drafting, number, stored};
use super::harness::app::TestApp;
use super::harness::client::PASSWORD;
use super::harness::database::on_both;
use super::pages::assert_whole;
use super::people::{audit_of, person_of, staff};

const ASEM: &str = "asem@example.kz";
const DAY: i64 = 24 * 3600;

fn here() -> IpAddr {
    IpAddr::from([192, 0, 2, 7])
}

/// What a typed password is compared with.
async fn compared(app: &TestApp, identifier: &str) -> Credentials {
    let (ctx, identifier) = (Ctx { now: app.app.now(), actor: Actor::Visitor }, identifier.to_owned());
    let found = app.app.read(move |conn| accounts::find_credentials(conn, &ctx, &identifier, here())).await;
    found.expect("the database answers")
}

/// Goes on with what was compared before.
async fn go_on(app: &TestApp, identifier: &str, compared: &Credentials) -> SignInOutcome {
    let attempt = Try {
        identifier: identifier.to_owned(),
        ip: here(),
        fits: compared.hash.clone(),
        opened: Opened { secret: app.app.random.secret(), device: None },
        step: app.app.random.secret(),
        former: None,
    };
    let signed_in = app.app.write(Actor::Visitor, move |conn, ctx| accounts::sign_in(conn, ctx, &attempt)).await;
    signed_in.expect("the database answers")
}

async fn set_password(app: &TestApp, hash: &'static str) {
    let link = app.app.random.secret();
    let done = app.app.write(Actor::Shell, move |conn, ctx| {
        accounts::make_reset_link(conn, ctx, ASEM, &link)?;
        accounts::reset_password(conn, ctx, &link, hash, "https://erikti.example.kz/")
    });
    assert!(matches!(done.await.expect("the database answers"), Reset::Done(_)));
}

#[tokio::test]
async fn a_password_that_is_changed_while_it_is_compared_opens_nothing() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        app.client().sign_up("en", "Әсем Нұрғалиқызы", ASEM).await;
        let person = person_of(&app, ASEM).await;
        let old = compared(&app, ASEM).await;
        assert!(old.hash.is_some());
        assert_eq!(go_on(&app, ASEM, &old).await, SignInOutcome::SignedIn(person));
        set_password(&app, "another").await;
        assert_eq!(go_on(&app, ASEM, &old).await, SignInOutcome::Refused);
        let new = compared(&app, ASEM).await;
        assert_eq!(go_on(&app, ASEM, &new).await, SignInOutcome::SignedIn(person));
        // No password fits where none was right.
        assert_eq!(go_on(&app, ASEM, &Credentials::default()).await, SignInOutcome::Refused);
        let close = move |conn: &mut _, ctx: &_| accounts::set_disabled(conn, ctx, person, Access::Disabled);
        app.app.write(Actor::Shell, close).await.expect("the database answers");
        assert_eq!(go_on(&app, ASEM, &new).await, SignInOutcome::Refused);

        let trainer = staff(&app, "trainer", &[Role::Trainer]).await;
        let card = make_one(&trainer, "Дана Ержанқызы", "2010").await;
        let id = id_of(&app, &card).await;
        let old = compared(&app, &card.name).await;
        assert_eq!(go_on(&app, &card.name, &old).await, SignInOutcome::SignedIn(id));
        app.advance(31 * DAY);
        assert_eq!(go_on(&app, &card.name, &old).await, SignInOutcome::Refused);
    })
    .await;
}

/// Fails once with a password from an address.
async fn fail_from(app: &TestApp, ip: &str) -> SignInOutcome {
    let attempt = Try {
        identifier: ASEM.to_owned(),
        ip: ip.parse().expect("an address"),
        fits: None,
        opened: Opened { secret: app.app.random.secret(), device: None },
        step: app.app.random.secret(),
        former: None,
    };
    let refused = app.app.write(Actor::Visitor, move |conn, ctx| accounts::sign_in(conn, ctx, &attempt)).await;
    refused.expect("the database answers")
}

#[tokio::test]
async fn a_stranger_with_many_addresses_keeps_nobody_out_who_has_a_mailbox() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        app.client().sign_up("en", "Әсем Нұрғалиқызы", ASEM).await;
        let person = person_of(&app, ASEM).await;
        // A subscriber has as many addresses of a /64 as there are stars: they count as one.
        for host in 0..10 {
            assert_eq!(fail_from(&app, &format!("2001:db8:1:2::{host:x}")).await, SignInOutcome::Refused);
        }
        assert!(matches!(fail_from(&app, "2001:db8:1:2::ffff").await, SignInOutcome::Wait { .. }));
        for network in 0..90 {
            assert_eq!(fail_from(&app, &format!("2001:db8:2:{network:x}::1")).await, SignInOutcome::Refused);
        }
        let known = compared(&app, ASEM).await;
        assert!(matches!(go_on(&app, ASEM, &known).await, SignInOutcome::Wait { .. }));
        set_password(&app, "another").await;
        let known = compared(&app, ASEM).await;
        assert_eq!(go_on(&app, ASEM, &known).await, SignInOutcome::SignedIn(person));
    })
    .await;
}

#[tokio::test]
async fn a_clock_that_is_set_back_makes_no_wait_longer() {
    let app = TestApp::start().await;
    app.client().sign_up("en", "Әсем Нұрғалиқызы", ASEM).await;
    for _ in 0..10 {
        fail_from(&app, "192.0.2.9").await;
    }
    assert!(matches!(fail_from(&app, "192.0.2.9").await, SignInOutcome::Wait { seconds: 900 }));
    app.advance(-3600);
    assert_eq!(fail_from(&app, "192.0.2.9").await, SignInOutcome::Refused);
    app.advance(3600 + 901);
    assert_eq!(fail_from(&app, "192.0.2.9").await, SignInOutcome::Refused);
}

#[tokio::test]
async fn whoever_never_agreed_is_asked_before_anything_else() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        // An account from the shell, which gets its password by a link.
        let link = app.app.random.secret();
        let path = format!("/ru/reset/{}", link.reveal());
        let new = NewPerson {
            name: PersonName::parse("Дана Ержанқызы").expect("a name"),
            email: Email::parse(ASEM),
            password_hash: None,
            lang: Lang::Ru,
            district: None,
            settlement: None,
            birth_year: None,
            consent: None,
        };
        let made = app.app.write(Actor::Shell, move |conn, ctx| accounts::add_person(conn, ctx, &new, &link)).await;
        let SignedUp::Created(person) = made.expect("the database answers") else { panic!("no account") };
        let dana = app.client();
        dana.post(&path, &[("password", PASSWORD)]).await.has(303);
        let form = [("identifier", ASEM), ("password", PASSWORD)];
        dana.post("/ru/sign-in", &form).await.has(303);
        dana.get("/ru/learn").await.leads_to("/ru/password?next=%2Fru%2Flearn");
        let asked = dana.get("/ru/password?next=%2Fru%2Flearn").await.ok();
        assert_whole("/ru/password", Lang::Ru, &asked);
        assert!(!asked.text().contains("type=\"password\""), "a password was chosen before");
        dana.post("/ru/password", &[("next", "/ru/courses")]).await.has(422).says("Без вашего согласия");
        dana.post("/ru/password", &[("switch", "kk"), ("next", "/ru/courses")]).await.ok().says("Келісіміңіз");
        dana.get("/ru/learn").await.has(303);
        dana.post("/ru/password", &[("consent", "yes"), ("next", "/ru/courses")]).await.leads_to("/ru/courses");
        // A second click leads on and notes nothing more.
        dana.post("/ru/password", &[("consent", "yes"), ("next", "/ru/courses")]).await.leads_to("/ru/courses");
        dana.get("/ru/learn").await.ok();
        let given = audit_of(&app, person).await.into_iter().filter(|action| action == "consent given").count();
        assert_eq!(given, 1);
        let exported = app.app.read(move |conn| accounts::export_account(conn, person)).await;
        let exported = exported.expect("the database answers");
        assert_eq!(exported["consent"]["text"], accounts::CONSENT_VERSION);
        assert!(exported["consent"]["given_at"].is_string(), "{exported}");
    })
    .await;
}

/// A sign-up with this password.
fn sign_up_form(password: &'static str) -> [(&'static str, &'static str); 7] {
    [
        ("name", "Әсем Нұрғалиқызы"),
        ("email", ASEM),
        ("password", password),
        ("language", "en"),
        ("district", "1"),
        ("birth_year", "2007"),
        ("consent", "yes"),
    ]
}

/// How many mails of a kind are on their way or sent.
async fn mails(app: &TestApp, kind: &'static str) -> i64 {
    let count = outbox::table.filter(outbox::kind.eq(kind)).count();
    app.app.read(move |conn: &mut Conn| Ok(count.get_result(conn)?)).await.expect("the database answers")
}

#[tokio::test]
async fn a_sign_up_that_is_sent_twice_signs_in() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let form = sign_up_form(PASSWORD);
        let (one, other) = (app.client(), app.client());
        let (first, second) = tokio::join!(one.post("/en/sign-up", &form), other.post("/en/sign-up", &form));
        first.leads_to("/en/learn");
        second.leads_to("/en/learn");
        let later = app.client();
        later.post("/en/sign-up?next=%2Fen%2Fcourses", &form).await.leads_to("/en/courses");
        later.get("/en/learn").await.ok();
        assert_eq!(mails(&app, "already-registered").await, 0, "nobody else was there");

        // With another password it is somebody else, and each try counts as one to sign in.
        let stranger = app.client();
        for _ in 0..10 {
            stranger.post("/en/sign-up", &sign_up_form("another-pass-2026")).await.has(422);
        }
        assert_eq!(mails(&app, "already-registered").await, 1);
        stranger.post("/en/sign-up", &form).await.has(422).says("There is already an account with this address.");
        app.advance(16 * 60);
        stranger.post("/en/sign-up", &form).await.has(422).says("There is already an account with this address.");
        stranger.get("/en/learn").await.has(303);
    })
    .await;
}

#[tokio::test]
async fn the_first_password_of_an_account_is_no_change() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let (link, again) = (app.app.random.secret(), app.app.random.secret());
        let new = NewPerson {
            name: PersonName::parse("Әсем Нұрғалиқызы").expect("a name"),
            email: Email::parse(ASEM),
            password_hash: None,
            lang: Lang::En,
            district: None,
            settlement: None,
            birth_year: None,
            consent: None,
        };
        let secret = link.clone();
        let added = app.app.write(Actor::Shell, move |conn, ctx| accounts::add_person(conn, ctx, &new, &secret)).await;
        assert!(matches!(added.expect("the database answers"), SignedUp::Created(_)));
        let set = |link: Secret| {
            app.app.write(Actor::Shell, move |conn, ctx| {
                accounts::reset_password(conn, ctx, &link, "a hash", "https://erikti.example.kz/")
            })
        };
        assert!(matches!(set(link).await.expect("the database answers"), Reset::Done(_)));
        assert_eq!(mails(&app, "password-changed").await, 0, "nothing was changed");
        let secret = again.clone();
        let made =
            app.app.write(Actor::Shell, move |conn, ctx| accounts::make_reset_link(conn, ctx, ASEM, &secret)).await;
        made.expect("the database answers");
        assert!(matches!(set(again).await.expect("the database answers"), Reset::Done(_)));
        assert_eq!(mails(&app, "password-changed").await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_form_has_an_end_and_a_lesson_has_room() {
    let app = TestApp::start().await;
    // Little more than may be: what the server did not read any more would break the connection.
    let long = "a".repeat(256_100);
    for path in ["/ru/sign-in", "/ru/sign-up"] {
        app.client().post(path, &[("identifier", &long)]).await.has(413).says("не больше 256 КБ");
    }
    let nearly = "a".repeat(250_000);
    app.client().post("/ru/sign-in", &[("identifier", &nearly), ("password", "x")]).await.has(422);

    // A long text in Kazakh takes three times as many bytes on its way.
    let trainer = drafting(&app).await;
    let path = "/kk/trainer/drafts/1/lessons/six-motives/kk";
    let page = trainer.get(path).await.ok().text();
    let text = format!("{}\n", "сөз ".repeat(25_000).trim());
    trainer.post(path, &[("text", &text), ("number", &number(&page))]).await.has(303);
    assert_eq!(stored(&app, "lessons/motives/six-motives.kk.md").await, Some(text));
    let longer = "ә".repeat(150_000);
    trainer.post(path, &[("text", &longer), ("number", "1")]).await.has(413).says("200 КБ");
}
