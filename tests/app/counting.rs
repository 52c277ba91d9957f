//! What somebody holds once a certificate is renewed, revoked, reinstated or entered late, and who is told and listed.

use diesel::prelude::*;
use erikti::certificates::model::Certificate;
use erikti::certificates::remind::remind_holders;
use erikti::certificates::transcript::{self, Transcript};
use erikti::certificates::{Kind, register};
use erikti::db::schema::{audit, certificates, outbox, people};
use erikti::kernel::ids::{CertificateId, OrganisationId, PersonId};
use erikti::kernel::{Actor, Day, Role, Timestamp};
use erikti::organisations::{self, Filter, HeldState, Trained};

use super::certificates::{ASEM, NAME, holder, verdict};
use super::harness::app::TestApp;
use super::harness::client::Client;
use super::harness::database::on_both;
use super::organisations::{appoint, code_of, known, make, person};
use super::people::{confirm, staff};
use super::practical::{carried, form, practical, send};
use super::practical_life::issue;

async fn change(officer: &Client, certificate: &Certificate, verb: &str) {
    let page = format!("/en/centre/certificates/{}", certificate.number.as_str());
    officer.post(&format!("{page}/{verb}"), &[("reason", "The list is being checked")]).await.leads_to(&page);
}

async fn transcript_of(app: &TestApp, person: PersonId) -> Transcript {
    let (shelf, today, zone) = (app.library.shelf(), app.app.today(), app.app.config.time_zone);
    let read = app.app.read(move |conn| transcript::read(conn, &shelf, (person, today, zone)));
    read.await.expect("the database answers")
}

/// The states of the practice of the people of organisation 1 who hold a valid certificate.
async fn trained(app: &TestApp) -> Vec<HeldState> {
    let today = app.app.today();
    let filter = Filter { trained: Some(Trained::Valid), ..Filter::default() };
    let read = app.app.read(move |conn| {
        organisations::list_members(conn, OrganisationId(1), (&filter, today), (0, 50)).map(|(found, _)| found)
    });
    let found = read.await.expect("the database answers");
    let held = found.into_iter().flat_map(|member| member.held);
    held.filter(|held| held.kind == Kind::Practical).map(|held| held.state).collect()
}

#[tokio::test]
async fn a_renewal_that_is_revoked_leaves_the_older_certificate_that_holds() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let officer = staff(&app, "officer", &[Role::Centre]).await;
        let (leader, _) = person(&app, "Ерлан Оспанов", "erlan").await;
        make(&officer, "Жас толқын").await.has(303);
        confirm(&app, &leader, "erlan@example.kz").await;
        appoint(&officer, 1, "erlan@example.kz").await;
        let code = code_of(&leader, 1).await;
        let (asem, theory, _) = holder(&app).await;
        confirm(&app, &asem.client, ASEM).await;
        asem.client.post(&format!("/en/join/{code}"), &[]).await.has(303);

        // The session of May is entered late. What was seen after it is a later session all the same.
        let late = [("held_on", "2026-05-10")];
        issue(&officer, ASEM, &late).await;
        send(&officer, &form(ASEM, &late)).await.ok().says("Already has one from that day or later:");
        send(&officer, &form(ASEM, &[("held_on", "2026-05-09")])).await.ok().says("Already has one");
        send(&officer, &form(ASEM, &[])).await.ok().says("It takes the place of");
        issue(&officer, ASEM, &[]).await;
        let both = practical(&app, asem.person).await;
        let (second, first) = (&both[0].0, &both[1].0);
        assert!(second.is_current && !first.is_current && first.renewed_by.as_ref() == Some(&second.number));
        let learned = transcript_of(&app, asem.person).await;
        let number = |learned: &Transcript| {
            let practice = learned.of_kind(Kind::Practical).next().and_then(|one| one.certificate.clone());
            practice.map(|certificate| certificate.number)
        };
        assert_eq!(number(&learned).as_ref(), Some(&second.number), "the new one, while it holds");

        // With another spelling on it, it is revoked: the older one is what counts.
        let id = second.id;
        let misspell = move |conn: &mut _, _: &_| {
            diesel::update(certificates::table.find(id)).set(certificates::holder.eq("Қате Есім")).execute(conn)?;
            Ok(())
        };
        app.app.write(Actor::System, misspell).await.expect("the database answers");
        change(&officer, second, "revoke").await;
        change(&officer, &theory, "revoke").await;
        assert_eq!(verdict(&app.client(), first.number.as_str()).await, "valid");
        let learned = transcript_of(&app, asem.person).await;
        assert_eq!(number(&learned).as_ref(), Some(&first.number));
        assert!(learned.of_kind(Kind::Practical).all(transcript::Learned::counts));
        assert!(matches!(trained(&app).await.as_slice(), [HeldState::Valid { .. }]));
        let csv = officer.get("/en/centre/hours.csv?period=2026").await.ok().text();
        assert!(csv.contains(&format!(",practical,4.5,2026-05-10,{},valid,", first.number)), "{csv}");
        assert!(!csv.contains(&second.number.to_string()), "{csv}");
        // Nothing else of that person takes the place of theory.
        assert!(csv.contains(&format!("{},revoked,", theory.number)), "{csv}");

        // On the day after its last day the older one counts no longer.
        let (person, after) = (asem.person, Day::parse("2028-05-11").expect("a day"));
        let counting = app.app.read(move |conn| register::list_counting_of(conn, &[person], after));
        let counting = counting.await.expect("the database answers");
        assert!(counting.iter().any(|one| one.number == second.number), "{counting:?}");

        change(&officer, first, "revoke").await;
        let learned = transcript_of(&app, asem.person).await;
        assert_eq!(learned.name, NAME, "what was revoked names nobody");
        assert!(trained(&app).await.is_empty());
        // It was renewed before, so it may come back: both would have held.
        change(&officer, first, "reinstate").await;
        assert_eq!(verdict(&app.client(), first.number.as_str()).await, "valid");
        change(&officer, second, "reinstate").await;
        assert_eq!(number(&transcript_of(&app, asem.person).await).as_ref(), Some(&second.number));
    })
    .await;
}

#[tokio::test]
async fn one_in_whose_place_another_was_issued_does_not_come_back() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let (officer, visitor) = (staff(&app, "officer", &[Role::Centre]).await, app.client());
        let (_, bekzat) = known(&app, "Бекзат Болатұлы", "bekzat").await;
        let row = "bekzat@example.kz";
        issue(&officer, row, &[]).await;
        let (first, _) = practical(&app, bekzat).await.remove(0);
        change(&officer, &first, "revoke").await;
        let page = format!("/en/centre/certificates/{}", first.number.as_str());
        officer.get(&page).await.ok().says("Reinstate this certificate");
        // The session was entered wrongly.
        app.advance(60);
        issue(&officer, row, &[("place", "Қонаев, мектеп 5")]).await;
        let (second, _) = practical(&app, bekzat).await.remove(0);
        for (lang, words) in
            [("en", "cannot be reinstated"), ("ru", "Восстановить его нельзя"), ("kk", "қалпына келтіруге болмайды")]
        {
            let shown = officer.get(&format!("/{lang}/centre/certificates/{}", first.number.as_str())).await.ok();
            shown.says(words);
            shown.says(&second.number.to_string());
            assert!(!shown.text().contains("/reinstate\""), "{}", shown.text());
        }
        change(&officer, &first, "reinstate").await;
        assert_eq!(verdict(&visitor, first.number.as_str()).await, "revoked");
        assert_eq!(verdict(&visitor, second.number.as_str()).await, "valid");
        // Once that one is revoked too, the officer may decide about either; what is current comes back.
        change(&officer, &second, "revoke").await;
        change(&officer, &second, "reinstate").await;
        assert_eq!(verdict(&visitor, second.number.as_str()).await, "valid");
    })
    .await;
}

#[tokio::test]
async fn whoever_cannot_sign_in_is_reminded_of_nothing() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let officer = staff(&app, "officer", &[Role::Centre]).await;
        let (_, bekzat) = known(&app, "Бекзат Болатұлы", "bekzat").await;
        issue(&officer, "bekzat@example.kz", &[]).await;
        let last = practical(&app, bekzat).await[0].0.expires_on.expect("a last day");
        let reminded = async |days: u64| {
            let day = last.minus_days(days);
            let asked = app.app.write(Actor::System, move |conn, ctx| {
                remind_holders(conn, ctx, (day, CertificateId(0)), ("http://localhost/", &|_| true))?;
                Ok(outbox::table.filter(outbox::kind.eq("certificate-expiry")).count().get_result::<i64>(conn)?)
            });
            asked.await.expect("the database answers")
        };
        officer.post(&format!("/en/centre/people/{bekzat}/disable"), &[]).await.has(303);
        assert_eq!(reminded(60).await, 0, "closed");
        officer.post(&format!("/en/centre/people/{bekzat}/enable"), &[]).await.has(303);
        let erase = async |at: Option<Timestamp>| {
            let work = move |conn: &mut _, _: &_| {
                diesel::update(people::table.find(bekzat)).set(people::erase_at.eq(at)).execute(conn)?;
                Ok(())
            };
            app.app.write(Actor::System, work).await.expect("the database answers");
        };
        erase(Some(app.app.now())).await;
        assert_eq!(reminded(14).await, 0, "about to be erased");
        erase(None).await;
        assert_eq!(reminded(0).await, 1);
    })
    .await;
}

#[tokio::test]
async fn of_people_with_one_name_a_list_means_the_open_account() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let officer = staff(&app, "officer", &[Role::Centre]).await;
        let (_, first) = known(&app, "Сейтқызы Айгүл Маратқызы Анна", "a1").await;
        let (_, second) = known(&app, "Сейтқызы Айгүл Маратқызы Анна", "a2").await;
        let (_, other) = known(&app, "Айгүл Сейтова", "a3").await;
        // In any order and in cells of their own; a year of birth is compared.
        let rows = ["Айгүл Сейтқызы Анна Маратқызы", "Анна Маратқызы; Айгүл; Сейтқызы", "Айгүл\tсейтова; 2007"];
        let list = rows.join("\n");
        let shown = send(&officer, &form(&list, &[])).await.ok();
        shown.says("Several people have this name.");
        shown.says("1 certificate is ready.");
        officer.post(&format!("/en/centre/people/{first}/disable"), &[]).await.has(303);
        let (_, ids) = carried(&send(&officer, &form(&list, &[])).await.ok().text());
        assert_eq!(ids, format!("{second},{other}"));
        send(&officer, &form("Айгүл Сейтова; 1999", &[])).await.ok().says("Nobody is found.");
        // Of closed accounts alone it says so; one that was merged means the one that stays.
        officer.post(&format!("/en/centre/people/{other}/disable"), &[]).await.has(303);
        send(&officer, &form("Айгүл Сейтова", &[])).await.ok().says("The account is closed.");
        let (_, twin) = known(&app, "Айгүл Басқа", "a4").await;
        officer.post(&format!("/en/centre/people/{twin}/merge"), &[("into", &second.to_string())]).await.has(303);
        let (_, ids) = carried(&send(&officer, &form("Айгүл Басқа", &[])).await.ok().text());
        assert_eq!(ids, second.to_string());
    })
    .await;
}

#[tokio::test]
async fn looking_at_the_people_of_an_organisation_stands_in_the_log_once_an_hour() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let centre = staff(&app, "centre", &[Role::Centre]).await;
        let (leader, leader_id) = person(&app, "Ерлан Оспанов", "erlan").await;
        make(&centre, "Жас толқын").await.has(303);
        confirm(&app, &leader, "erlan@example.kz").await;
        appoint(&centre, 1, "erlan@example.kz").await;
        let looks = async || {
            let count = app.app.read(move |conn| {
                let of = audit::table.filter(audit::action.eq("people listed")).filter(audit::actor_id.eq(leader_id));
                let of = of.filter(audit::subject.eq("organisation")).filter(audit::subject_id.eq(1_i64));
                Ok(of.count().get_result::<i64>(conn)?)
            });
            count.await.expect("the database answers")
        };
        leader.get("/en/coordinator/1").await.ok();
        leader.get("/en/coordinator/1?page=2").await.ok();
        leader.get("/en/coordinator/1/requests").await.ok();
        assert_eq!(looks().await, 1);
        app.advance(3601);
        leader.get("/en/coordinator/1/requests").await.ok();
        assert_eq!(looks().await, 2);
        centre.get("/en/centre/audit").await.ok().says("People of an organisation looked at");
    })
    .await;
}
