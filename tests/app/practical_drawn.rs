//! Practical certificates of people whose address nobody confirmed, and numbers that are taken in the last moment.

use diesel::prelude::*;
use erikti::db::schema::certificates;
use erikti::kernel::{Actor, Role};

use super::certificates::{ASEM, holder};
use super::harness::app::TestApp;
use super::harness::database::on_both;
use super::organisations::{known, person};
use super::people::staff;
use super::practical::{carried, form, practical, send};

#[tokio::test]
async fn an_address_that_nobody_confirmed_gets_no_certificate() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let officer = staff(&app, "officer", &[Role::Centre]).await;
        // A stranger was faster than the trainee.
        let (_, stranger) = person(&app, "Бекзат Болатұлы", "bekzat").await;
        for row in ["bekzat@example.kz", "Бекзат Болатұлы; BEKZAT@example.kz"] {
            let shown = send(&officer, &form(row, &[])).await.ok();
            shown.says("Nobody has confirmed this address");
            shown.says("0 certificates are ready.");
        }
        // By the name alone it is shown beside the row.
        send(&officer, &form("Бекзат Болатұлы; 2007", &[]))
            .await
            .ok()
            .says("The e-mail of this account is not confirmed");
        // Nor is anybody guessed from a name, where the sign-in name beside it is somebody else's.
        let card = super::cards::make_one(&officer, "Дәулет Қасым", "2009").await;
        let beside = send(&officer, &form(&format!("Бекзат Болатұлы; {}", card.name), &[])).await.ok();
        beside.says("This is somebody with another name: Дәулет Қасым");
        beside.says("0 certificates are ready.");
        let (_, dana) = known(&app, "Дана Досанқызы", "dana").await;
        let shown = send(&officer, &form("dana@example.kz", &[])).await.ok();
        shown.says("1 certificate is ready.");
        assert!(!shown.text().contains("of this account is not confirmed"), "{}", shown.text());
        let (run, ids) = carried(&shown.text());
        assert_eq!(ids, dana.to_string());
        // What is confirmed by hand all the same gives nothing.
        let ids = stranger.to_string();
        let more = [("run", run.as_str()), ("ids", ids.as_str()), ("confirm", "yes")];
        send(&officer, &form("bekzat@example.kz", &more)).await.ok();
        assert!(practical(&app, stranger).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_place_that_is_taken_is_drawn_again() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let officer = staff(&app, "officer", &[Role::Centre]).await;
        let (asem, theory, _) = holder(&app).await;
        let shown = send(&officer, &form(theory.number.as_str(), &[])).await.ok();
        let (run, ids) = carried(&shown.text());
        // What will be drawn first is the place of another certificate already.
        let drawn = i64::try_from(app.app.random.ahead().seed() % (1 << 24)).expect("a small number");
        let id = theory.id;
        let take = move |conn: &mut _, _: &_| {
            diesel::update(certificates::table.find(id)).set(certificates::status_index.eq(drawn)).execute(conn)?;
            Ok(())
        };
        app.app.write(Actor::System, take).await.expect("the database answers");
        let more = [("run", run.as_str()), ("ids", ids.as_str()), ("confirm", "yes")];
        send(&officer, &form(theory.number.as_str(), &more)).await.leads_to("/en/centre/practical/1");
        let issued = practical(&app, asem.person).await;
        assert_eq!(issued.len(), 1, "{ASEM}");
        assert_ne!(i64::from(issued[0].0.status_index), drawn);
    })
    .await;
}

#[tokio::test]
async fn a_patronymic_more_or_less_is_the_same_person() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let officer = staff(&app, "officer", &[Role::Centre]).await;
        let (_, dana) = known(&app, "Дана Досанқызы", "dana").await;
        let (_, bekzat) = known(&app, "Болатұлы Бекзат Маратұлы", "bekzat").await;
        known(&app, "Айгүл Сейтқызы Ерланқызы", "a1").await;
        known(&app, "Айгүл Сейтқызы Болатқызы", "a2").await;
        let list = "Досанкызы Дана Ержанкызы; dana@example.kz\nБекзат;Болатұлы\nАйгүл Сейтқызы\nДана Ержанқызы; dana@example.kz\nДана";
        let shown = send(&officer, &form(list, &[])).await.ok();
        shown.says("2 certificates are ready.");
        shown.says("Several people have this name.");
        shown.says("This is somebody with another name: Дана Досанқызы");
        shown.says("Nobody is found.");
        let (_, ids) = carried(&shown.text());
        assert_eq!(ids, format!("{dana},{bekzat}"));
    })
    .await;
}
