//! A certificate that is suspended counts for nothing until the centre has decided, wherever one looks; and one whose
//! last day is the same for everybody.

use erikti::certificates::Certificate;
use erikti::certificates::remind::remind_holders;
use erikti::kernel::ids::CertificateId;
use erikti::kernel::{Actor, Role};

use super::certificates::{ASEM, NAME, holder, pdf, state, verdict};
use super::drafts::{DRAFT, drafting, number, stored};
use super::drafts_publish::{publish, write};
use super::harness::app::TestApp;
use super::harness::client::Client;
use super::harness::database::on_both;
use super::learner::Learner;
use super::organisations::{appoint, code_of, make, person};
use super::people::{confirm, staff};
use super::renewal::{all, wait_until};
use super::settings::save;
use super::text;

const WHY: &str = "The signature on the list is being checked";

async fn suspend(officer: &Client, certificate: &Certificate) {
    let page = format!("/en/centre/certificates/{}", certificate.number.as_str());
    officer.post(&format!("{page}/suspend"), &[("reason", WHY)]).await.leads_to(&page);
}

#[tokio::test]
async fn a_suspended_certificate_passes_nowhere_until_it_is_reinstated() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let (asem, certificate, _) = holder(&app).await;
        confirm(&app, &asem.client, ASEM).await;
        app.mail_to(ASEM).await;
        let document = pdf(&asem, &certificate.number).await;
        let (officer, visitor) = (staff(&app, "officer", &[Role::Centre]).await, app.client());
        save(&officer, &[("mail_reply_to", "appeals@centre.kz")]).await;
        let number = certificate.number.as_str();
        let page = format!("/en/centre/certificates/{number}");

        officer.post(&format!("{page}/suspend"), &[("reason", "no")]).await.has(422).says(">no</textarea>");
        suspend(&officer, &certificate).await;
        assert_eq!(verdict(&visitor, number).await, "suspended");
        visitor.get(&format!("/en/verify?number={number}")).await.says("Suspended since 22 November 2026");
        let uploaded = visitor.upload("/en/verify", "document", "c.pdf", document).await.ok().text();
        assert_eq!(state(&uploaded), "suspended");
        let told = text(&app.mail_to(ASEM).await);
        for words in [WHY, "appeals@centre.kz", &certificate.number.to_string()] {
            assert!(told.contains(words), "{words}: {told}");
        }
        // The holder sees why and where to write, and cannot have it sent.
        let own = format!("/en/learn/certificates/{}", certificate.number);
        let shown = asem.client.get(&own).await.ok();
        for words in [WHY, "appeals@centre.kz", "Suspended since 22 November 2026"] {
            shown.says(words);
        }
        assert!(!shown.text().contains(&format!("{own}/send")), "it can be sent");
        asem.client.post(&format!("{own}/send"), &[]).await.leads_to(&own);
        asem.client.get("/en/learn/certificates").await.ok().says("<strong>suspended</strong>");
        // The centre sees who, when and why, and both ways out.
        let register = officer.get(&page).await.ok();
        for words in [WHY, "Suspended", "/reinstate\"", "/revoke\""] {
            register.says(words);
        }
        assert!(!register.text().contains("/suspend\""), "it is suspended already");
        officer.get("/en/centre/audit").await.ok().says("Certificate suspended");
        let again = officer.post(&format!("{page}/suspend"), &[("reason", "Another window")]).await.has(303);
        assert!(again.header("set-cookie").contains("flash-already-so"));

        officer.post(&format!("{page}/reinstate"), &[("reason", "It was a mistake of ours")]).await.leads_to(&page);
        assert_eq!(verdict(&visitor, number).await, "valid");
        let told = text(&app.mail_to(ASEM).await);
        assert!(told.contains("ended the suspension") && told.contains("It was a mistake of ours"), "{told}");
        assert!(!told.contains("appeals@centre.kz"), "nothing to appeal against: {told}");
    })
    .await;
}

#[tokio::test]
async fn a_suspended_certificate_is_revoked_and_reinstated_to_what_it_was() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let (asem, certificate, _) = holder(&app).await;
        let (officer, visitor) = (staff(&app, "officer", &[Role::Centre]).await, app.client());
        let number = certificate.number.as_str();
        let page = format!("/en/centre/certificates/{number}");
        // The mail with the document waits for a confirmed address: it must not come while the certificate is suspended.
        suspend(&officer, &certificate).await;
        confirm(&app, &asem.client, ASEM).await;
        let sent = app.mail_to(ASEM).await;
        assert!(text(&sent).contains(WHY) && sent.bytes.len() < 20_000, "the document was sent");
        officer.post(&format!("{page}/revoke"), &[("reason", "Not the right person")]).await.leads_to(&page);
        assert_eq!(verdict(&visitor, number).await, "revoked");
        // Revoked is revoked: it cannot be softened by a suspension.
        officer.post(&format!("{page}/suspend"), &[("reason", "From another window")]).await.leads_to(&page);
        assert_eq!(verdict(&visitor, number).await, "revoked");
        officer.post(&format!("{page}/reinstate"), &[("reason", "It was the right person")]).await.leads_to(&page);
        assert_eq!(verdict(&visitor, number).await, "valid");
        assert!(all(&asem, 1).await[0].suspended_at.is_none());
        let history = officer.get(&page).await.ok().text();
        let (_, history) = history.split_once("<tbody>").expect("a history");
        let words = ["Issued", "Suspended", "Revoked", "Reinstated"];
        let places: Vec<_> = words.iter().map(|word| history.find(&format!(">{word}<"))).collect();
        assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{places:?}: {history}");
    })
    .await;
}

#[tokio::test]
async fn a_suspended_certificate_is_neither_renewed_nor_reminded_of_nor_counted() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let officer = staff(&app, "officer", &[Role::Centre]).await;
        make(&officer, "Жас толқын").await.has(303);
        let (coordinator, _) = person(&app, "Ерлан Оспанов", "erlan").await;
        confirm(&app, &coordinator, "erlan@example.kz").await;
        appoint(&officer, 1, "erlan@example.kz").await;
        let asem = Learner::enrol(&app, erikti::kernel::Lang::En, "asem", "first-aid").await;
        asem.complete(NAME).await;
        let (certificate, _) = super::certificates::issued(&asem).await;
        let code = code_of(&coordinator, 1).await;
        asem.client.post(&format!("/en/join/{code}"), &[]).await.has(303);
        coordinator.get("/en/coordinator/1?trained=valid").await.ok().says("Әсем");
        suspend(&officer, &certificate).await;
        let found = coordinator.get("/en/coordinator/1?trained=valid").await.ok().text();
        assert!(!found.contains("Нұрғалиқызы"), "it counts as valid: {found}");
        coordinator.get("/en/coordinator/1?trained=without").await.ok().says("suspended");
        let today = app.app.today();
        let reach = app.app.read(move |conn| erikti::stats::count_reach(conn, today, 5)).await.expect("counted");
        assert_eq!((reach.trained, reach.valid), (1, 0));

        wait_until(&app, &certificate, 14);
        let today = app.app.today();
        let reminded = app
            .app
            .write(Actor::System, move |conn, ctx| {
                use diesel::prelude::*;
                use erikti::db::schema::outbox;
                remind_holders(conn, ctx, (today, CertificateId(0)), ("http://localhost/", &|_| true))?;
                Ok(outbox::table.filter(outbox::kind.eq("certificate-expiry")).count().get_result::<i64>(conn)?)
            })
            .await;
        assert_eq!(reminded.expect("answered"), 0);
        let client = app.client();
        client.sign_in("en", ASEM).await;
        let own = format!("/en/learn/certificates/{}", certificate.number);
        client.post(&format!("{own}/renew"), &[]).await.leads_to(&own);
        assert_eq!(asem.progress().await.percent(&asem.published.course), 100);
        assert!(app.issuing.renew_for(asem.enrolment).await.is_ok());
        assert_eq!(all(&asem, 1).await[0].number, certificate.number);
    })
    .await;
}

/// The course as it was published, with this in its certificate's part.
async fn republish(app: &TestApp, trainer: &Client, line: &str) {
    let text = stored(app, "course.toml").await.expect("there");
    let changed = text.replace("[certificate]\n", &format!("[certificate]\n{line}\n"));
    assert_ne!(changed, text);
    write(trainer, DRAFT, "course.toml", &changed).await;
    let check = trainer.get(&format!("{DRAFT}/check")).await.ok().text();
    publish(trainer, &check, &[("wish", "correction"), ("note_kk", "Мерзімі белгіленді.")]).await.leads_to(DRAFT);
}

#[tokio::test]
async fn a_last_day_for_everybody_is_printed_and_cannot_be_renewed_past() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = drafting(&app).await;
        let form = "/en/trainer/drafts/1/settings";
        let number = number(&trainer.get(form).await.ok().text());
        for (until, validity, words) in [
            ("2026-11-01", "", "Give a day to come"),
            ("soon", "", "Give a day to come"),
            ("2027-01-31", "12", "not both"),
        ] {
            let typed = [("number", number.as_str()), ("hours", "1"), ("until", until), ("validity", validity)];
            let page = trainer.post(form, &typed).await.has(422);
            page.says(words);
            page.says(&format!("value=\"{until}\""));
        }
        republish(&app, &trainer, "valid_until = 2027-01-31").await;
        trainer.get(form).await.ok().says("value=\"2027-01-31\"");
        let visitor = app.client();
        visitor.get("/en/courses/leadership").await.ok().says("Its last valid day is 31 January 2027");

        let (asem, certificate, data) = holder(&app).await;
        assert_eq!(certificate.expires_on.map(|day| day.to_string()).as_deref(), Some("2027-01-31"));
        assert_eq!(data.expires_on, certificate.expires_on);
        confirm(&app, &asem.client, ASEM).await;
        app.mail_to(ASEM).await;
        wait_until(&app, &certificate, 14);
        let told = text(&app.mail_to(ASEM).await);
        assert!(told.contains("the last day is the same for everybody") && !told.contains("final test"), "{told}");
        let client = app.client();
        client.sign_in("en", ASEM).await;
        let own = format!("/en/learn/certificates/{}", certificate.number);
        let page = client.get(&own).await.ok();
        page.says("the last day is the same for everybody");
        assert!(!page.text().contains("/renew"), "another one would hold no longer");
        client.post(&format!("{own}/renew"), &[]).await.leads_to(&own);
        assert_eq!(asem.progress().await.percent(&asem.published.course), 100);
        wait_until(&app, &certificate, -1);
        assert_eq!(verdict(&visitor, certificate.number.as_str()).await, "expired");
        visitor.get("/en/courses/leadership").await.ok().says("were valid until 31 January 2027");
    })
    .await;
}
