//! Who of the staff looked at whose data: written once for a person and an hour, found, and taken as a file.

use diesel::prelude::*;
use erikti::accounts::{self, Look};
use erikti::db::schema::audit;
use erikti::kernel::ids::{OrganisationId, PersonId};
use erikti::kernel::{Actor, Role};

use super::files::taken;
use super::harness::app::TestApp;
use super::harness::database::on_both;
use super::people::{audit_of, person_of, staff};

/// Somebody born in 2011; everybody else of these tests was born in 2007, and is of age in 2026.
async fn minor(app: &TestApp) -> PersonId {
    let child = app.client();
    child.sign_up("en", "Бекзат Болатұлы", "bekzat@example.kz").await;
    let profile = [("name", "Бекзат Болатұлы"), ("language", "kk"), ("birth_year", "2011"), ("district", "1")];
    child.post("/en/learn/profile", &profile).await.has(303);
    person_of(app, "bekzat@example.kz").await
}

#[tokio::test]
async fn a_look_is_written_once_for_a_person_and_an_hour() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let first = staff(&app, "centre", &[Role::Centre]).await;
        let second = staff(&app, "second", &[Role::Centre]).await;
        let adult = person_of(&app, "second@example.kz").await;
        let child = minor(&app).await;
        let looks = async |person| {
            let done = audit_of(&app, person).await;
            done.iter().filter(|action| *action == "person looked at").count()
        };
        for _ in 0..3 {
            first.get(&format!("/en/centre/people/{child}")).await.ok();
            first.get(&format!("/en/trainer/people/{child}")).await.ok();
        }
        assert_eq!(looks(child).await, 1, "each click is no look of its own");
        second.get(&format!("/en/centre/people/{child}")).await.ok();
        assert_eq!(looks(child).await, 2, "another officer's look is another one");
        first.get(&format!("/en/centre/people/{adult}")).await.ok();
        assert_eq!(looks(adult).await, 1, "another person's is another one");
        second.get(&format!("/en/centre/people/{adult}")).await.ok();
        assert_eq!(looks(adult).await, 1, "one's own page is nobody else's data");
        app.advance(3599);
        first.get(&format!("/en/centre/people/{child}")).await.ok();
        assert_eq!(looks(child).await, 2);
        app.advance(1);
        first.get(&format!("/en/centre/people/{child}")).await.ok();
        assert_eq!(looks(child).await, 3, "an hour later it is another one");
    })
    .await;
}

#[tokio::test]
async fn looks_at_minors_are_found_and_taken_as_a_table() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let first = staff(&app, "centre", &[Role::Centre]).await;
        let adult = staff(&app, "second", &[Role::Centre]).await;
        let child = minor(&app).await;
        first.get(&format!("/en/centre/people/{child}")).await.ok();
        adult.get(&format!("/en/centre/people/{child}")).await.ok();
        let adult = person_of(&app, "second@example.kz").await;
        first.get(&format!("/en/centre/people/{adult}")).await.ok();
        let found = first.get("/en/centre/audit?minors=yes").await.ok().text();
        assert_eq!(found.matches("Бекзат Болатұлы").count(), 2, "{found}");
        assert_eq!(found.matches("under 18").count(), 2, "{found}");
        assert!(found.contains("type=\"hidden\" name=\"minors\" value=\"yes\""), "{found}");
        let of_adult = first.get(&format!("/en/centre/audit?action=person+looked+at&person={adult}")).await.ok().text();
        assert!(!of_adult.contains("under 18"), "{of_adult}");

        let table = taken(&first, "en", &[("kind", "log"), ("format", "csv"), ("minors", "yes")]).await;
        assert!(table.header("content-type").starts_with("text/csv"));
        let text = table.text();
        assert_eq!(text.lines().count(), 3, "{text}");
        let row = format!("person,{adult},");
        assert!(text.contains(&row) && text.contains(&format!(",person,{child},")), "{text}");
        assert!(!text.contains("Бекзат"), "ids alone");
        let form = [("kind", "log"), ("format", "csv"), ("from", "tomorrow")];
        first.post("/en/centre/exports", &form).await.has(400);
        let noted: Vec<String> = app
            .app
            .read(|conn| {
                let taken = audit::table.filter(audit::action.eq("log exported"));
                Ok(taken.select(audit::details).load(conn)?)
            })
            .await
            .expect("the database answers");
        assert_eq!(noted, ["{\"count\":2}"]);
    })
    .await;
}

#[tokio::test]
async fn whoever_looks_for_the_centre_and_for_an_organisation_has_looked_for_each() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let child = minor(&app).await;
        let officer = staff(&app, "centre", &[Role::Centre]).await;
        let id = person_of(&app, "centre@example.kz").await;
        let look = async |organisation: Option<i64>| {
            let organisation = organisation.map(OrganisationId);
            let work = move |conn: &mut _, ctx: &_| {
                accounts::note_look(conn, ctx, Look { person: child, is_minor: true, organisation })
            };
            app.app.write(Actor::Person(id), work).await.expect("noted");
        };
        for organisation in [None, Some(1), Some(2), Some(1), None] {
            look(organisation).await;
        }
        officer.get(&format!("/en/centre/people/{child}")).await.ok();
        let done = audit_of(&app, child).await;
        assert_eq!(done.iter().filter(|action| *action == "person looked at").count(), 3, "{done:?}");
    })
    .await;
}
