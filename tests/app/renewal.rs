//! A certificate that runs out: the reminders, the final test again, and the new one in the place of the old one.

use diesel::prelude::*;
use erikti::certificates::model::Certificate;
use erikti::certificates::register;
use erikti::certificates::remind::remind_holders;
use erikti::db::schema::outbox;
use erikti::kernel::ids::CertificateId;
use erikti::kernel::{Actor, Lang, Role};

use super::certificates::{ASEM, NAME, issued, verdict};
use super::harness::app::TestApp;
use super::harness::client::Client;
use super::harness::database::on_both;
use super::learner::{Answers, Learner};
use super::organisations::{appoint, known, make};
use super::people::{confirm, staff};

const DAY: i64 = 24 * 3600;

/// All certificates of somebody, the newest first, once there are so many.
pub(crate) async fn all(learner: &Learner<'_>, count: usize) -> Vec<Certificate> {
    let person = learner.person;
    for _ in 0..400 {
        let found = learner.app.app.read(move |conn| register::list_of_person(conn, person)).await.expect("a list");
        if found.len() == count {
            return found;
        }
        tokio::time::sleep(std::time::Duration::from_millis(25)).await;
    }
    panic!("not {count} certificates within ten seconds");
}

/// Somebody with a certificate of the course that expires, whose address is confirmed.
async fn holder(app: &TestApp) -> (Learner<'_>, Certificate) {
    let asem = Learner::enrol(app, Lang::En, "asem", "first-aid").await;
    asem.complete(NAME).await;
    let (certificate, _) = issued(&asem).await;
    confirm(app, &asem.client, ASEM).await;
    (asem, certificate)
}

/// Lets time pass until so many days before the certificate's last day.
pub(crate) fn wait_until(app: &TestApp, certificate: &Certificate, days_before: i64) {
    let on = certificate.expires_on.expect("a last day").start(app.app.config.time_zone);
    app.advance(on.seconds_since(app.app.now()) - days_before * DAY + 9 * 3600);
}

/// The next mail to the holder that is about a certificate running out.
async fn reminder(app: &TestApp) -> String {
    loop {
        let mail = app.mail_to(ASEM).await;
        let message = mail_parser::MessageParser::default().parse(&mail.bytes).expect("a mail");
        if message.subject().is_some_and(|subject| subject.starts_with("Your certificate runs out")) {
            return message.body_text(0).expect("a text").into_owned();
        }
    }
}

/// A new browser in which somebody signs in.
async fn back_again<'a>(app: &'a TestApp, mut learner: Learner<'a>) -> Learner<'a> {
    let client: Client = app.client();
    client.sign_in("en", ASEM).await;
    learner.client = client;
    learner
}

#[tokio::test]
async fn a_certificate_is_renewed_by_the_final_test_and_the_old_one_points_to_the_new() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let (asem, old) = holder(&app).await;
        let page = format!("/en/learn/certificates/{}", old.number);
        let renew = format!("{page}/renew");

        // Much too early.
        assert!(!asem.client.get(&page).await.ok().text().contains(&renew));
        asem.client.post(&renew, &[]).await.leads_to(&page);
        assert_eq!(asem.progress().await.percent(&asem.published.course), 100);

        wait_until(&app, &old, 60);
        let mail = reminder(&app).await;
        assert!(mail.contains(&old.number.to_string()) && mail.contains(&page), "{mail}");
        let asem = back_again(&app, asem).await;
        asem.client.get(&page).await.ok().says(&renew);
        asem.client.post(&renew, &[]).await.leads_to("/en/learn/first-aid");
        // A second click leads there too and opens nothing anew.
        asem.client.post(&renew, &[]).await.leads_to("/en/learn/first-aid");
        assert!(asem.progress().await.percent(&asem.published.course) < 100);
        asem.client.get("/en/learn/first-aid").await.ok().says("/en/learn/first-aid/tests/final");

        // Whoever fails keeps the certificate that still holds.
        let id = asem.start("final").await;
        asem.finish(id, Answers::Wrong).await;
        assert!(all(&asem, 1).await[0].is_current);
        let id = asem.start("final").await;
        asem.finish(id, Answers::Right).await;
        let both = all(&asem, 2).await;
        let (new, before) = (&both[0], &both[1]);
        assert!(new.is_current && !before.is_current);
        assert_eq!(before.renewed_by.as_ref(), Some(&new.number));
        assert_eq!(new.expires_on, Some(new.issued_on.plus_months(24)));
        assert_eq!(asem.progress().await.percent(&asem.published.course), 100);
        let visitor = app.client();
        assert_eq!(verdict(&visitor, old.number.as_str()).await, "valid");
        visitor.get(&format!("/en/verify?number={}", old.number)).await.ok().says(&new.number.to_string());
        asem.client.get(&page).await.ok().says(&new.number.to_string());

        // Told twice, there is one; asked again, nothing is to be renewed.
        assert!(app.issuing.renew_for(asem.enrolment).await.is_ok());
        assert_eq!(all(&asem, 2).await[0].number, new.number);
        asem.client.post(&format!("/en/learn/certificates/{}/renew", new.number), &[]).await.has(303);
        assert_eq!(asem.progress().await.percent(&asem.published.course), 100);

        // The next reminder is about the new one: the old one needs none.
        wait_until(&app, new, 14);
        let mail = reminder(&app).await;
        assert!(mail.contains(&new.number.to_string()) && !mail.contains(&old.number.to_string()), "{mail}");
        assert_eq!(verdict(&visitor, old.number.as_str()).await, "expired");
        wait_until(&app, new, 0);
        let mail = reminder(&app).await;
        assert!(mail.contains(&new.number.to_string()), "{mail}");
    })
    .await;
}

#[tokio::test]
async fn an_older_certificate_beside_a_withdrawn_renewal_is_one_that_expires() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let centre = staff(&app, "centre", &[Role::Centre]).await;
        let (coordinator, _) = known(&app, "Ерлан Оспанов", "erlan").await;
        make(&centre, "Жас толқын").await.has(303);
        appoint(&centre, 1, "erlan@example.kz").await;
        let (asem, old) = holder(&app).await;
        let put = format!("/en/centre/people/{}/organisations", asem.person);
        centre.post(&put, &[("put", "yes"), ("organisation", "1")]).await.has(303);
        wait_until(&app, &old, 50);
        let asem = back_again(&app, asem).await;
        coordinator.sign_in("en", "erlan@example.kz").await;
        let expires = async || {
            let of_course = coordinator.get("/en/coordinator/1?trained=expiring&course=first-aid").await.ok().text();
            let all = coordinator.get("/en/coordinator/1?trained=expiring").await.ok().text();
            let here = format!("/people/{}\"", asem.person);
            assert_eq!(all.contains(&here), of_course.contains(&here));
            all.contains(&here)
        };
        assert!(expires().await, "it runs out in fifty days");
        asem.client.post(&format!("/en/learn/certificates/{}/renew", old.number), &[]).await.has(303);
        let id = asem.start("final").await;
        asem.finish(id, Answers::Right).await;
        let new = all(&asem, 2).await.swap_remove(0);
        assert!(!expires().await, "the new one holds longer");
        centre.sign_in("en", "centre@example.kz").await;
        let page = format!("/en/centre/certificates/{}", new.number.as_str());
        centre.post(&format!("{page}/suspend"), &[("reason", "The signature is being checked")]).await.leads_to(&page);
        assert!(expires().await, "the old one alone holds, and it runs out");
    })
    .await;
}

#[tokio::test]
async fn what_was_withdrawn_is_neither_renewed_nor_reminded_of() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let (asem, old) = holder(&app).await;
        let officer = staff(&app, "officer", &[Role::Centre]).await;
        let revoke = format!("/en/centre/certificates/{}/revoke", old.number);
        officer.post(&revoke, &[("reason", "issued by mistake")]).await.has(303);
        wait_until(&app, &old, 0);
        let asem = back_again(&app, asem).await;
        asem.client.post(&format!("/en/learn/certificates/{}/renew", old.number), &[]).await.has(303);
        assert_eq!(asem.progress().await.percent(&asem.published.course), 100);
        assert!(app.issuing.renew_for(asem.enrolment).await.is_ok());
        assert_eq!(all(&asem, 1).await[0].number, old.number);
        let today = app.app.today();
        let queued = app
            .app
            .write(Actor::System, move |conn, ctx| {
                remind_holders(conn, ctx, (today, CertificateId(0)), ("http://localhost/", &|_| true))?;
                Ok(outbox::table.filter(outbox::kind.eq("certificate-expiry")).count().get_result::<i64>(conn)?)
            })
            .await;
        assert_eq!(queued.expect("answered"), 0);
    })
    .await;
}

#[tokio::test]
async fn a_try_that_began_before_the_renewal_by_the_clock_leaves_it_open() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let (asem, old) = holder(&app).await;
        wait_until(&app, &old, 30);
        let asem = back_again(&app, asem).await;
        asem.client.post(&format!("/en/learn/certificates/{}/renew", old.number), &[]).await.has(303);
        // The clock is set back, and right again before the try ends.
        app.advance(-60);
        let before = asem.start("final").await;
        app.advance(120);
        asem.finish(before, Answers::Right).await;
        assert!(asem.progress().await.percent(&asem.published.course) < 100, "it renews nothing");
        let id = asem.start("final").await;
        asem.finish(id, Answers::Right).await;
        assert!(all(&asem, 2).await[0].is_current);
        assert_eq!(asem.progress().await.percent(&asem.published.course), 100);
    })
    .await;
}
