//! Reports that stay true: what became of a certificate later does not change those of the past, what happened to it is
//! only added to, and a promise is answered with what it asks for.

use calamine::{Reader as _, Xlsx};
use diesel::connection::SimpleConnection;
use erikti::kernel::{Actor, Role};

use super::certificates::holder;
use super::harness::app::TestApp;
use super::harness::client::between;
use super::harness::database::on_both;
use super::people::staff;
use super::reports::{crowd, row};

const DAY: i64 = 24 * 3600;

#[tokio::test]
async fn a_report_of_the_past_tells_what_was_suspended_or_revoked_then() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let centre = staff(&app, "centre", &[Role::Centre]).await;
        let (_asem, certificate, _) = holder(&app).await;
        let page = format!("/en/centre/certificates/{}", certificate.number.as_str());
        let change = async |verb: &str| {
            centre.sign_in("en", "centre@example.kz").await;
            let reason = [("reason", "The list is being checked")];
            centre.post(&format!("{page}/{verb}"), &reason).await.leads_to(&page);
        };
        let valid = async |period: &str| {
            centre.sign_in("en", "centre@example.kz").await;
            let address = format!("/en/centre/reports.csv?groups=all&period={period}");
            row(&centre, &address, "The period at a glance", "Valid: theory").await.swap_remove(0)
        };
        // Suspended on 22 November, revoked on 1 January, reinstated on 5 February; suspended for an hour on 28 February.
        change("suspend").await;
        app.advance(40 * DAY);
        change("revoke").await;
        assert_eq!(valid("2026-11").await, "0", "it was suspended before it was revoked");
        app.advance(35 * DAY);
        assert_eq!(valid("2027-q1").await, "0");
        change("reinstate").await;
        app.advance(23 * DAY);
        change("suspend").await;
        app.advance(3600);
        change("reinstate").await;
        app.advance(2 * DAY);
        centre.sign_in("en", "centre@example.kz").await;
        for (period, expected) in
            [("2026-11", "0"), ("2026-q4", "0"), ("2027-01", "0"), ("2027-02", "1"), ("2027-q1", "1"), ("2026", "0")]
        {
            assert_eq!(valid(period).await, expected, "{period}");
        }
        let months = async |month: &str| {
            row(&centre, "/en/centre/reports.csv?groups=all&period=2027-q1", "By month", month).await.swap_remove(3)
        };
        for (month, expected) in
            [("October 2026", "0"), ("November 2026", "0"), ("January 2027", "0"), ("February 2027", "1")]
        {
            assert_eq!(months(month).await, expected, "{month}");
        }
    })
    .await;
}

#[tokio::test]
async fn what_happened_to_a_certificate_is_only_added_to() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let (_asem, certificate, _) = holder(&app).await;
        let id = certificate.id;
        let try_it = async |statement: String| {
            app.app.write(Actor::System, move |conn, _| Ok(conn.batch_execute(&statement)?)).await
        };
        let insert = "INSERT INTO certificate_events (certificate_id, at, kind, actor, reason)";
        try_it(format!("{insert} VALUES ({id}, '2026-11-22 10:00:00', 'suspended', 'system', 'Why')"))
            .await
            .expect("added");
        for refused in [
            "DELETE FROM certificate_events".to_owned(),
            format!("UPDATE certificate_events SET kind = 'reinstated' WHERE certificate_id = {id}"),
            "UPDATE certificate_events SET at = '2026-10-01 10:00:00'".to_owned(),
            "UPDATE certificate_events SET reason = 'Another one'".to_owned(),
            "UPDATE certificate_events SET actor = 'centre'".to_owned(),
        ] {
            assert!(try_it(refused.clone()).await.is_err(), "{refused}");
        }
        // An erasure takes the reasons out: they may name the holder.
        try_it("UPDATE certificate_events SET reason = ''".to_owned()).await.expect("reasons may go");
    })
    .await;
}

#[tokio::test]
async fn a_period_that_only_an_address_names_is_the_one_that_stands_in_the_form() {
    let app = TestApp::start().await;
    let centre = staff(&app, "centre", &[Role::Centre]).await;
    for path in ["/en/centre/reports", "/en/centre/hours"] {
        for (period, name) in [("2023-q1", "I"), ("2022", "2022"), ("2023-02", "February 2023"), ("2026-q3", "III")] {
            let page = centre.get(&format!("{path}?period={period}")).await.ok().text();
            let chosen = between(&page, &format!("<option value=\"{period}\" selected>"), "</option>");
            assert!(chosen.contains(name), "{path} {period}: {chosen}");
            assert_eq!(page.matches(&format!("<option value=\"{period}\"")).count(), 1, "{path} {period}");
        }
    }
}

/// How often the page draws a column of the first chart, how many rows the table of months has in the other forms.
#[tokio::test]
async fn the_trend_is_of_two_years_or_of_one_in_every_form() {
    let app = TestApp::start().await;
    let centre = staff(&app, "centre", &[Role::Centre]).await;
    crowd(&app, "2026-11-03 10:00", ("talgar", "Талғар"), (7, 6)).await;
    let months = |csv: &str| {
        let rows = csv.lines().skip_while(|line| *line != "By month").skip(3);
        rows.take_while(|line| !line.is_empty()).map(str::to_owned).collect::<Vec<_>>()
    };
    for (query, count, first) in
        [("", 24, "January 2025"), ("?trend=12", 12, "January 2026"), ("?trend=13", 24, "January 2025")]
    {
        let csv = centre.get(&format!("/en/centre/reports.csv{query}")).await.ok().text();
        let rows = months(&csv);
        assert_eq!(rows.len(), count, "{query}: {rows:?}");
        assert!(rows[0].starts_with(first), "{query}: {rows:?}");
        assert_eq!(rows[count - 2], "November 2026,7,7,6,0", "{query}: the numbers are the same");
        assert!(csv.contains(&format!("The last {count} months")), "{query}");
        let page = centre.get(&format!("/en/centre/reports{query}")).await.ok().text();
        let chart = between(&page, "id=\"chart-completed\"", "</svg>");
        assert_eq!(chart.matches("class=\"value\"").count(), count, "{query}");
        for ending in ["xlsx", "csv"] {
            let file = format!("/en/centre/reports.{ending}?period=2026-q4&amp;trend=12\"");
            assert_eq!(page.contains(&file), count == 12, "{query}: the files follow it");
        }
        let book = centre.get(&format!("/en/centre/reports.xlsx{query}")).await.ok().body;
        let mut book: Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(book)).expect("a workbook");
        let name = book.sheet_names().into_iter().find(|name| name.ends_with("By month")).expect("a sheet of months");
        let range = book.worksheet_range(&name).expect("a sheet");
        let last = range.rows().next_back().expect("a row").first().map(ToString::to_string);
        assert_eq!(last.as_deref(), Some("December 2026"));
        let first_row = range.rows().nth(range.height() - count).expect("a row");
        assert_eq!(first_row[0].to_string(), first, "{query}");
    }
}

#[tokio::test]
async fn a_promise_is_answered_with_what_it_asks_for_or_not_at_all() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let centre = staff(&app, "centre", &[Role::Centre]).await;
        let written = app.app.write(Actor::System, |conn, _| {
            let sql = "INSERT INTO practical_sessions
                (run, course_id, trainer, trainer_certificate, trainer_expires_on, place, held_on, evidence, created_at)
                SELECT 'run', min(id), 'Trainer', '17', '2027-01-01', 'Talgar', '2026-11-10', 'list', '2026-11-11 10:00:00'
                FROM courses";
            Ok(conn.batch_execute(sql)?)
        });
        written.await.expect("a session");
        let system = "Promise 1: system";
        let value = async |period: &str, section: &str, name: &str| {
            row(&centre, &format!("/en/centre/reports.csv?period={period}"), section, name).await.swap_remove(0)
        };
        let trainings = "Trainings in person per quarter";
        assert_eq!(value("2026-q4", system, trainings).await, "1");
        assert_eq!(value("2026-q3", system, trainings).await, "0");
        for period in ["2026", "2026-11"] {
            assert_eq!(value(period, system, trainings).await, "shown for a quarter only", "{period}");
        }
        assert_eq!(value("2026-q4", system, "Rural okrugs with at least one trained volunteer").await, "not collected");
        assert_eq!(value("2026-q4", system, "Certified trainers per district").await, "not collected");
        let villages = "Settlements of the list with at least one trained volunteer";
        let found = row(&centre, "/en/centre/reports.csv", system, villages).await;
        assert!(found[0].starts_with("0\u{a0}% (0 of ") && found[1].contains("counted"), "{found:?}");
        let refresher = row(&centre, "/en/centre/reports.csv", "Promise 3: long-term effect", "A refresher after 6 months");
        let refresher = refresher.await;
        assert_eq!(refresher[0], "not collected");
        assert!(refresher.join(",").contains("final test taken again"), "{refresher:?}");
    })
    .await;
}
