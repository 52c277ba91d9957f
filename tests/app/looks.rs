//! Who of the staff looked at whose data: written once for a person and an hour, found, and taken as a file.

use diesel::prelude::*;
use erikti::accounts::{self, Look};
use erikti::db::schema::audit;
use erikti::kernel::ids::{OrganisationId, PersonId};
use erikti::kernel::{Actor, Role};
use serde_json::json;

use super::certificates::holder;
use super::files::taken;
use super::harness::app::TestApp;
use super::harness::database::on_both;
use super::organisations::{appoint, make, person};
use super::people::{audit_of, confirm, person_of, staff};
use super::practical_life::issue;

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
        assert_eq!(noted, ["{\"rows\":2}"]);
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

/// What stands in the log of an action: of what, and what else is known.
async fn noted(app: &TestApp, action: &'static str) -> Vec<(String, Option<i64>, String)> {
    let read = app.app.read(move |conn| {
        let rows = audit::table.filter(audit::action.eq(action)).order(audit::id);
        Ok(rows.select((audit::subject, audit::subject_id, audit::details)).load(conn)?)
    });
    read.await.expect("the database answers")
}

#[tokio::test]
async fn searches_and_lists_are_looks_once_for_a_page_and_an_hour() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let officer = staff(&app, "centre", &[Role::Centre]).await;
        let child = minor(&app).await;
        for _ in 0..2 {
            officer.get("/en/centre/people?search=Бекзат").await.ok();
            officer.get("/en/centre/people?search=nobody+of+this+name").await.ok();
            officer.get("/en/trainer/people").await.ok();
        }
        officer.get("/en/centre/people?search=centre").await.ok();
        let minors = "{\"minor\":true}";
        let people = |details: &str| ("people".to_owned(), Some(1), details.to_owned());
        assert_eq!(noted(&app, "people looked through").await, [people(minors), people("null")]);
        app.advance(3600);
        officer.get("/en/centre/people?search=Бекзат").await.ok();
        assert_eq!(noted(&app, "people looked through").await.len(), 3, "an hour later it is another one");

        // The other account of a merge, and those that are offered for it.
        staff(&app, "other", &[]).await;
        let other = person_of(&app, "other@example.kz").await;
        officer.get(&format!("/en/centre/people/{other}/merge?search=Бекзат")).await.ok();
        let offered = noted(&app, "people looked through").await.pop().expect("a look");
        assert_eq!(offered, ("merge".to_owned(), Some(other.0), minors.to_owned()));
        officer.get(&format!("/en/centre/people/{child}/merge?into={other}")).await.ok();
        for looked_at in [child, other] {
            assert!(audit_of(&app, looked_at).await.iter().any(|action| action == "person looked at"), "{looked_at}");
        }
        let log = officer.get("/en/centre/audit?minors=yes").await.ok().text();
        assert!(log.matches("List of people looked at").count() > 1, "{log}");
    })
    .await;
}

#[tokio::test]
async fn the_register_and_its_sessions_are_looked_at_like_people() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let officer = staff(&app, "centre", &[Role::Centre]).await;
        let (asem, certificate, _) = holder(&app).await;
        let looks = async || {
            let done = audit_of(&app, asem.person).await;
            done.iter().filter(|action| *action == "person looked at").count()
        };
        officer.get("/en/centre/certificates?search=nobody+of+this+name").await.ok();
        assert_eq!(noted(&app, "register looked through").await, []);
        for _ in 0..2 {
            officer.get("/en/centre/certificates?search=Әсем").await.ok();
            officer.get(&format!("/en/centre/certificates/{}", certificate.number)).await.ok();
        }
        let page = ("register".to_owned(), Some(1), "null".to_owned());
        assert_eq!(noted(&app, "register looked through").await, [page]);
        assert_eq!(looks().await, 1);

        // The dry run of a session shows who is meant; the session, who got one.
        issue(&officer, &certificate.number.to_string(), &[]).await;
        assert!(noted(&app, "people looked through").await.iter().any(|(list, ..)| list == "session"));
        officer.get("/en/centre/practical/1").await.ok();
        assert_eq!(noted(&app, "session looked at").await, [("session".to_owned(), Some(1), "null".to_owned())]);
    })
    .await;
}

#[tokio::test]
async fn reports_that_are_taken_as_files_are_noted() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let officer = staff(&app, "centre", &[Role::Centre]).await;
        let (own, _) = person(&app, "Ерлан Оспанов", "erlan").await;
        make(&officer, "Жас толқын").await.has(303);
        confirm(&app, &own, "erlan@example.kz").await;
        appoint(&officer, 1, "erlan@example.kz").await;
        officer.get("/en/centre/reports?groups=all").await.ok();
        assert_eq!(noted(&app, "report exported").await, [], "the page is no file");
        officer.get("/en/centre/reports.csv?groups=all").await.ok();
        officer.get("/kk/centre/reports.xlsx?period=2026-q3").await.ok();
        own.get("/en/coordinator/1/report.csv").await.ok();
        own.get("/ru/coordinator/1/report.xlsx?groups=all").await.ok();
        let read = |(subject, whose, details): (String, Option<i64>, String)| {
            (subject, whose, serde_json::from_str::<serde_json::Value>(&details).expect("JSON"))
        };
        let found: Vec<_> = noted(&app, "report exported").await.into_iter().map(read).collect();
        let expected = [
            ("report".to_owned(), None, json!({ "period": "2026-q4", "file": "csv", "groups": "all" })),
            ("report".to_owned(), None, json!({ "period": "2026-q3", "file": "xlsx" })),
            ("organisation".to_owned(), Some(1), json!({ "period": "2026-q3", "file": "csv" })),
            ("organisation".to_owned(), Some(1), json!({ "period": "2026-q3", "file": "xlsx" })),
        ];
        assert_eq!(found, expected);
        let log = officer.get("/en/centre/audit?action=report+exported").await.ok();
        log.says("2026-q4, csv, Groups under 5: show (for the centre alone)");
    })
    .await;
}
