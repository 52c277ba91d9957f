//! The transcript: for its owner alone until they show it, and what others see of it then.

use diesel::prelude::*;
use erikti::accounts::{self, Access, Meant, ParentalNote};
use erikti::db::Conn;
use erikti::db::schema::{people, transcript_links};
use erikti::kernel::ids::PersonId;
use erikti::kernel::{Actor, Lang, Role};

use super::certificates::{NAME, holder};
use super::erasure::{ASEM, DAY, certificate_of, erased, full};
use super::harness::app::TestApp;
use super::harness::client::{Client, between};
use super::harness::database::on_both;
use super::pages::{assert_switch, assert_whole};
use super::people::{audit_of, person_of, staff};
use super::practical::{carried, form, practical, send};

const OWN: &str = "/en/learn/certificates";
const BACK: &str = "/en/learn/certificates#transcript";
const ON: &str = "/en/learn/certificates/transcript/link";
const OFF: &str = "/en/learn/certificates/transcript/link/end";
const PDF: &str = "/en/learn/certificates/transcript/en.pdf";

/// The secret in the address that the own page shows; empty if it shows none.
async fn shown_secret(client: &Client) -> String {
    let page = client.get(OWN).await.ok().text();
    between(&page, "/t/", "<").to_owned()
}

/// Switches the address on; its secret.
async fn shared(client: &Client) -> String {
    client.post(ON, &[]).await.leads_to(BACK);
    let secret = shown_secret(client).await;
    assert_eq!(secret.len(), 32, "{secret:?}");
    secret
}

/// What the page of others says to a secret, and with which status.
async fn seen(app: &TestApp, secret: &str) -> (u16, String) {
    let answer = app.client().get(&format!("/en/transcript/{secret}")).await;
    (answer.status, answer.text())
}

#[tokio::test]
async fn nobody_sees_a_transcript_before_its_owner_shows_it() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let newcomer = staff(&app, "newcomer", &[]).await;
        let page = newcomer.get(OWN).await.ok();
        page.says("The transcript appears here");
        assert!(!page.text().contains(ON), "there is nothing to show yet");
        let (asem, certificate, _) = holder(&app).await;
        let page = asem.client.get(OWN).await.ok();
        page.says("Anybody who has your link or QR code sees your name");
        assert!(!page.text().contains("/t/"));
        asem.client.get(PDF).await.leads_to(BACK);
        asem.client.get(OWN).await.ok().says("Switch the link on first");

        let secret = shared(&asem.client).await;
        asem.client.post(ON, &[]).await.leads_to(BACK);
        assert_eq!(shown_secret(&asem.client).await, secret, "a second click changes nothing");
        let number = certificate.number.to_string();
        let visitor = app.client();
        visitor.get(&format!("/t/{secret}")).await.leads_to(&format!("/kk/transcript/{secret}"));
        for lang in Lang::ALL {
            let path = format!("/{lang}/transcript/{secret}");
            let page = visitor.get(&path).await.ok();
            assert_whole(&path, lang, &page);
            assert_switch(&path, lang, &page);
            page.says(NAME);
            page.says(&number);
            assert!(page.header("x-robots-tag").contains("noindex"));
            assert_eq!((page.header("referrer-policy"), page.header("cache-control")), ("same-origin", "no-store"));
            assert!(!page.text().contains(ASEM), "no more of the person than the name");
        }
        for lang in ["kk", "ru", "en"] {
            let pdf = asem.client.get(&format!("{OWN}/transcript/{lang}.pdf")).await.ok();
            assert!(pdf.body.starts_with(b"%PDF"));
            assert_eq!(pdf.header("content-type"), "application/pdf");
        }
        asem.client.get(&format!("{OWN}/transcript/de.pdf")).await.has(404);
        let kept: Vec<(String, String)> = app
            .app
            .read(|conn| {
                Ok(transcript_links::table.select((transcript_links::digest, transcript_links::sealed)).load(conn)?)
            })
            .await
            .expect("the database answers");
        assert!(kept.len() == 1 && !format!("{kept:?}").contains(&secret), "{kept:?}");
    })
    .await;
}

#[tokio::test]
async fn an_address_that_was_switched_off_stays_dead() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let (asem, ..) = holder(&app).await;
        let first = shared(&asem.client).await;
        assert_eq!(seen(&app, &first).await.0, 200);
        asem.client.post(OFF, &[]).await.leads_to(BACK);
        asem.client.post(OFF, &[]).await.leads_to(BACK);
        asem.client.get(PDF).await.leads_to(BACK);
        let second = shared(&asem.client).await;
        assert_ne!(first, second);
        assert_eq!(seen(&app, &second).await.0, 200);
        let nobodys = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
        for dead in [first.as_str(), nobodys, "short", &format!("{second}x")] {
            let (status, page) = seen(&app, dead).await;
            assert_eq!(status, 410, "{dead}");
            assert!(page.contains("This link shows nothing") && !page.contains(NAME));
        }
        let done = audit_of(&app, asem.person).await;
        let count = |action: &str| done.iter().filter(|entry| *entry == action).count();
        assert_eq!((count("transcript shared"), count("transcript shared no longer")), (2, 1), "{done:?}");
    })
    .await;
}

#[tokio::test]
async fn a_transcript_tells_practice_from_theory_and_what_counts_today() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let officer = staff(&app, "officer", &[Role::Centre]).await;
        let (asem, theory, data) = holder(&app).await;
        let list = theory.number.to_string();
        let (run, ids) = carried(&send(&officer, &form(&list, &[])).await.ok().text());
        let more = [("run", run.as_str()), ("ids", ids.as_str()), ("confirm", "yes")];
        send(&officer, &form(&list, &more)).await.leads_to("/en/centre/practical/1");
        let [(practice, _)] = practical(&app, asem.person).await.try_into().expect("one");

        let secret = shared(&asem.client).await;
        let (_, page) = seen(&app, &secret).await;
        let (first, second) = page.split_once("Theory: courses completed online").expect("two tables");
        assert!(first.contains(&practice.number.to_string()) && !first.contains(&list), "{first}");
        assert!(second.contains(&list) && first.contains("20 Nov 2026"), "{page}");
        assert!(first.contains("Hours in all: 4.5."), "{first}");
        let hours = f64::from(data.minutes) / 60.0;
        assert!(second.contains(&format!("Hours in all: {hours}.")), "{second}");
        assert_eq!(page.matches("valid</span>").count(), 2, "{page}");

        let page = format!("/en/centre/certificates/{}", list.replace('-', ""));
        officer.post(&format!("{page}/revoke"), &[("reason", "Issued by mistake")]).await.leads_to(&page);
        let (_, page) = seen(&app, &secret).await;
        assert!(page.contains("revoked</span>") && page.contains("Hours in all: 0."), "{page}");
        assert!(page.contains("Hours of revoked and suspended certificates are not counted"), "{page}");
        assert!(!page.contains("Issued by mistake"), "why is for the holder alone");
    })
    .await;
}

#[tokio::test]
async fn a_closed_or_erased_account_shows_no_transcript() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let asem = full(&app).await;
        certificate_of(&app, asem.person).await;
        let secret = shared(&asem.client).await;
        let set = async |access| {
            let person: PersonId = asem.person;
            let work = move |conn: &mut _, ctx: &_| accounts::set_disabled(conn, ctx, person, access);
            app.app.write(Actor::Shell, work).await.expect("the database answers");
        };
        set(Access::Disabled).await;
        assert_eq!(seen(&app, &secret).await.0, 410);
        set(Access::Enabled).await;
        assert_eq!(seen(&app, &secret).await.0, 200);
        asem.client.sign_in("en", ASEM).await;
        let typed = [("word", "erase"), ("present_password", super::harness::client::PASSWORD)];
        asem.client.post("/en/learn/profile/erase", &typed).await.has(303);
        assert_eq!(seen(&app, &secret).await.0, 410, "nobody can switch it off any more");
        app.advance(40 * DAY);
        erased(&app, asem.person).await;
        assert_eq!(seen(&app, &secret).await.0, 410);
        let left = app.app.read(|conn| Ok(transcript_links::table.count().get_result::<i64>(conn)?)).await;
        assert_eq!(left.expect("the database answers"), 0);
    })
    .await;
}

#[tokio::test]
async fn a_minors_address_shows_nothing_once_the_parents_say_no() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let asem = full(&app).await;
        certificate_of(&app, asem.person).await;
        let secret = shared(&asem.client).await;
        let person: PersonId = asem.person;
        staff(&app, "centre", &[Role::Centre]).await;
        let officer = person_of(&app, "centre@example.kz").await;
        let note = async |note: ParentalNote| {
            let work = move |conn: &mut _, ctx: &_| {
                accounts::note_parental(conn, ctx, (person, chrono_tz::Asia::Almaty), (&note, Meant::New))
            };
            app.app.write(Actor::Person(officer), work).await.expect("the database answers");
        };
        let received =
            || ParentalNote::Received { given_by: "Нұргүл Сейт".to_owned(), on: None, photos: false };
        note(received()).await;
        note(ParentalNote::Withdrawn { given_by: "Нұргүл Сейт".to_owned(), on: None }).await;
        assert_eq!(seen(&app, &secret).await.0, 200, "of age: nobody else is asked");
        let young = move |conn: &mut Conn, _: &_| {
            let born = diesel::update(people::table.find(person)).set(people::birth_year.eq(2011));
            Ok(born.execute(conn)?)
        };
        app.app.write(Actor::Shell, young).await.expect("the database answers");
        assert_eq!(seen(&app, &secret).await.0, 410);
        note(received()).await;
        assert_eq!(seen(&app, &secret).await.0, 200);
    })
    .await;
}

#[tokio::test]
async fn whoever_asks_for_too_many_addresses_waits() {
    let app = TestApp::start().await;
    let visitor = app.client();
    let mut refused = 0;
    for _ in 0..125 {
        refused += usize::from(visitor.get("/en/transcript/guess").await.status == 429);
    }
    assert!(refused > 0, "an address can be guessed without end");
}
