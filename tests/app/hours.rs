//! Hours in a file: for the centre of everybody, for a coordinator of the own people, in columns that stay.

use calamine::{Data, Reader as _, Xlsx};
use diesel::prelude::*;
use erikti::accounts;
use erikti::certificates::{Kind, merge, transcript};
use erikti::db::schema::enrolments;
use erikti::kernel::{Actor, Lang, Role, Timestamp};
use erikti::stats::hours::{Asked, Whose, list_hours};
use erikti::stats::reports::period::Period;

use super::certificates::{ASEM, NAME, holder};
use super::erasure::certificate_of;
use super::harness::app::TestApp;
use super::harness::client::Client;
use super::harness::database::on_both;
use super::learner::Learner;
use super::organisations::{appoint, code_of, known, make, person};
use super::people::{confirm, person_of, staff};
use super::practical::{carried, form, practical, send};
use super::practical_life::issue;

const COLUMNS: &str = "\u{feff}name,course_key,course_title,kind,hours,completed_on,certificate_number,\
                       certificate_state,valid_until\r\n";

async fn csv(client: &Client, path: &str) -> String {
    let answer = client.get(path).await.ok();
    assert_eq!(answer.header("content-type"), "text/csv; charset=utf-8");
    answer.text()
}

#[tokio::test]
async fn the_centre_takes_everybodys_hours_of_a_period() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let officer = staff(&app, "officer", &[Role::Centre]).await;
        let (asem, theory, data) = holder(&app).await;
        let number = theory.number.to_string();
        let (run, ids) = carried(&send(&officer, &form(&number, &[])).await.ok().text());
        let more = [("run", run.as_str()), ("ids", ids.as_str()), ("confirm", "yes")];
        send(&officer, &form(&number, &more)).await.leads_to("/en/centre/practical/1");
        // Begun and not completed.
        Learner::enrol(&app, Lang::En, "berik", "leadership").await;

        let text = csv(&officer, "/en/centre/hours.csv?period=2026-11").await;
        let rows: Vec<&str> = text.strip_prefix(COLUMNS).expect("the columns").lines().collect();
        assert_eq!(rows.len(), 2, "{text}");
        let hours = f64::from(data.minutes) / 60.0;
        let of_theory = format!(",theory,{hours},2026-11-22,{number},valid,");
        assert!(rows[0].starts_with("Әсем Нұрғалиқызы,leadership,") && rows[0].contains(&of_theory), "{text}");
        assert!(rows[1].contains(",practical,4.5,2026-11-20,"), "{text}");
        assert_eq!(csv(&officer, "/en/centre/hours.csv?period=2026-10").await, COLUMNS);
        let kazakh = csv(&officer, "/kk/centre/hours.csv?period=2026").await;
        assert!(kazakh.contains(";practical;4,5;2026-11-20;"), "{kazakh}");

        // A revoked one says so.
        let page = format!("/en/centre/certificates/{}", number.replace('-', ""));
        officer.post(&format!("{page}/revoke"), &[("reason", "Issued by mistake")]).await.leads_to(&page);
        assert!(csv(&officer, "/en/centre/hours.csv?period=2026-q4").await.contains(&format!("{number},revoked,")));
        let form = [("kind", "hours"), ("format", "xlsx"), ("period", "2026-11")];
        let book = super::files::taken(&officer, "ru", &form).await;
        assert!(book.body.starts_with(b"PK"));
        assert!(book.header("content-disposition").starts_with("attachment; filename=\"erikti-hours-2026-"));
        let read = erikti::exchange::read_table(&book.body, 10).expect("a table");
        let (_, last) = read.last().expect("rows");
        assert_eq!((last[3].as_str(), last[4].as_str(), last[0].as_str()), ("practical", "4.5", "Әсем Нұрғалиқызы"));
        assert_read_by_others(&book.body, hours);

        let own = person_of(&app, "officer@example.kz").await;
        let entries = app
            .app
            .read(move |conn| {
                let filter = accounts::audit::Filter { who: Some(vec![own]), ..accounts::audit::Filter::default() };
                Ok(accounts::audit::list(conn, &filter, (0, 50))?.0)
            })
            .await
            .expect("the database answers");
        let taken: Vec<_> = entries.iter().filter(|row| row.action == "hours exported").collect();
        assert_eq!(taken.len(), 5);
        assert!(taken.iter().any(|row| row.details.contains("\"2026-11\"") && row.details.contains("\"rows\":2")));
        // Her own account at the API tells the same hours.
        let own_token = super::programs::make_token(&asem.client, "transcript").await;
        let answer = super::programs::ask(&app, &own_token, "/api/v1/transcript").await.ok();
        let told: serde_json::Value = serde_json::from_slice(&answer.body).expect("JSON");
        assert_eq!(told["completed"][0]["hours"], hours);
        let held: Vec<_> = told["certificates"].as_array().expect("a list").iter().map(|one| &one["hours"]).collect();
        assert_eq!(held, [4.5, hours]);
    })
    .await;
}

#[tokio::test]
async fn a_session_keeps_its_hours_when_practice_is_seen_again() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let officer = staff(&app, "officer", &[Role::Centre]).await;
        let (asem, theory, data) = holder(&app).await;
        confirm(&app, &asem.client, ASEM).await;
        let of = async |period: &str| csv(&officer, &format!("/en/centre/hours.csv?period={period}")).await;
        issue(&officer, ASEM, &[("held_on", "2026-05-10"), ("hours", "3")]).await;
        let may = of("2026-05").await;
        assert!(may.contains(",practical,3,2026-05-10,") && may.lines().count() == 2, "{may}");
        issue(&officer, ASEM, &[]).await;
        assert_eq!(of("2026-05").await, may, "what was held was held");
        let november = of("2026-11").await;
        assert!(november.contains(",practical,4.5,2026-11-20,") && november.lines().count() == 3, "{november}");
        let person = asem.person;
        let practice = async || {
            let (shelf, today, zone) = (app.library.shelf(), app.app.today(), app.app.config.time_zone);
            let read = app.app.read(move |conn| transcript::read(conn, &shelf, (person, today, zone)));
            let learned = read.await.expect("the database answers");
            let counts: Vec<_> = learned.of_kind(Kind::Practical).filter(|one| one.counts()).collect();
            counts.iter().map(|one| (one.on.to_string(), one.minutes)).collect::<Vec<_>>()
        };
        let both = [("2026-11-20".to_owned(), Some(270)), ("2026-05-10".to_owned(), Some(180))];
        assert_eq!(practice().await, both);
        // Of theory there is one row, with the certificate that counts.
        assert_eq!(of("2026").await.matches(&format!(",theory,{},", f64::from(data.minutes) / 60.0)).count(), 1);
        assert!(of("2026").await.contains(&theory.number.to_string()));

        // Of two accounts that became one both certificates tell of one session.
        let (_, twin) = known(&app, NAME, "twin").await;
        issue(&officer, "twin@example.kz", &[("months", "12")]).await;
        let merge = move |conn: &mut _, ctx: &_| merge::merge_certificates(conn, ctx, twin, person);
        app.app.write(Actor::System, merge).await.expect("the database answers");
        assert_eq!(of("2026-11").await, november);
        assert_eq!(practice().await, both);
        // A session that was entered by mistake was not held.
        let first = practical(&app, person).await.pop().expect("the first").0;
        let page = format!("/en/centre/certificates/{}", first.number.as_str());
        officer.post(&format!("{page}/revoke"), &[("reason", "Nobody was there")]).await.leads_to(&page);
        assert_eq!(of("2026-05").await, COLUMNS);
        assert_eq!(practice().await, both[..1]);
    })
    .await;
}

/// Another program's reader sees the same, with hours as a number to be added up.
fn assert_read_by_others(book: &[u8], hours: f64) {
    let mut seen: Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(book)).expect("a workbook");
    let sheet = seen.worksheet_range_at(0).expect("a sheet").expect("a sheet that can be read");
    let rows: Vec<&[Data]> = sheet.rows().filter(|row| row[0] == "Әсем Нұрғалиқызы").collect();
    assert_eq!(rows.len(), 2, "{sheet:?}");
    for (row, kind, hours) in [(rows[0], "theory", hours), (rows[1], "practical", 4.5)] {
        assert_eq!(row[3].to_string(), kind);
        assert!(matches!(row[4], Data::Float(seen) if (seen - hours).abs() < 0.01), "{row:?}");
    }
}

/// Somebody of the organisation completes a course in the first hours of November, by the clock of the site, and has no
/// certificate yet.
async fn centre_sees_more(app: &TestApp, (centre, own): (&Client, &Client), code: &str) {
    let (client, id) = person(app, "Бекзат Болатұлы", "bekzat").await;
    client.post(&format!("/en/join/{code}"), &[]).await.has(303);
    let learner = Learner::of(app, client, id, (Lang::En, "leadership")).await;
    let at =
        chrono::NaiveDate::from_ymd_opt(2026, 10, 31).and_then(|day| day.and_hms_opt(19, 30, 0)).expect("a moment");
    let (enrolment, at) = (learner.enrolment, Timestamp::new(at));
    let complete = move |conn: &mut _, _: &_| {
        diesel::update(enrolments::table.find(enrolment)).set(enrolments::completed_at.eq(at)).execute(conn)?;
        Ok(())
    };
    app.app.write(Actor::System, complete).await.expect("the database answers");
    let text = csv(centre, "/en/centre/hours.csv?period=2026-11").await;
    assert!(text.contains("Бекзат Болатұлы,leadership,") && text.contains(",2026-11-01,,,\r\n"), "{text}");
    assert_eq!(csv(centre, "/en/centre/hours.csv?period=2026-10").await, COLUMNS);
    let text = csv(own, "/en/coordinator/1/hours.csv?period=2026").await;
    assert!(!text.contains("Бекзат"), "how far somebody came is not theirs to see: {text}");
}

#[tokio::test]
async fn a_coordinator_takes_the_hours_of_the_own_people_and_of_what_is_certified() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let centre = staff(&app, "centre", &[Role::Centre]).await;
        let (own, _) = person(&app, "Ерлан Оспанов", "erlan").await;
        make(&centre, "Жас толқын").await.has(303);
        confirm(&app, &own, "erlan@example.kz").await;
        appoint(&centre, 1, "erlan@example.kz").await;
        let code = code_of(&own, 1).await;
        let (client, id) = person(&app, "Аман Айдана", "aidana").await;
        client.post(&format!("/en/join/{code}"), &[]).await.has(303);
        Learner::of(&app, client, id, (Lang::En, "leadership")).await.complete("Аман Айдана").await;
        certificate_of(&app, id).await;
        // Of nobody's organisation.
        let stranger = Learner::enrol(&app, Lang::En, "dana", "leadership").await;
        stranger.complete("Дана Досанқызы").await;
        certificate_of(&app, stranger.person).await;

        let path = "/en/coordinator/1/hours";
        own.get(path).await.ok().says("certificate_number");
        let text = csv(&own, &format!("{path}.csv?period=2026-11")).await;
        let rows: Vec<&str> = text.strip_prefix(COLUMNS).expect("the columns").lines().collect();
        assert!(rows.len() == 1 && rows[0].starts_with("Аман Айдана,leadership,"), "{text}");
        own.get(&format!("{path}.xlsx?period=2026-11")).await.ok();
        // What is completed and not certified yet: for the centre alone.
        centre_sees_more(&app, (&centre, &own), &code).await;
        // Who only asked, and whose account is closed, belongs to nobody's file.
        stranger.client.post("/en/learn/organisations", &[("organisation", "1")]).await.has(303);
        let rows = async || csv(&own, &format!("{path}.csv?period=2026-11")).await.lines().count() - 1;
        assert_eq!(rows().await, 1);
        centre.post(&format!("/en/centre/people/{id}/disable"), &[]).await.has(303);
        assert_eq!(rows().await, 0);
        centre.post(&format!("/en/centre/people/{id}/enable"), &[]).await.has(303);
        assert_eq!(rows().await, 1);
        // A workbook has an end, and no more is read then.
        let (shelf, today, zone) = (app.library.shelf(), app.app.today(), app.app.config.time_zone);
        let period = Period::parse("2026-11", today).expect("a period");
        let asked = Asked { whose: Whose::Everybody, period, today, zone };
        let listed = app.app.read(move |conn| {
            let mut counts = Vec::new();
            for most in [2, 3, 10] {
                counts.push(list_hours(conn, &shelf, &asked, most)?.map(|rows| rows.len()));
            }
            Ok(counts)
        });
        assert_eq!(listed.await.expect("the database answers"), [None, Some(3), Some(3)]);
        own.get("/en/coordinator/2/hours.csv").await.has(404);
        own.get("/en/centre/hours.csv").await.has(403);
        // Whoever belongs no longer is in no file.
        own.post(&format!("/en/coordinator/1/people/{id}/remove"), &[]).await.has(303);
        assert_eq!(csv(&own, &format!("{path}.csv?period=2026-11")).await, COLUMNS);
    })
    .await;
}
