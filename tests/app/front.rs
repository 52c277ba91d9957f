//! The numbers of the front page.

use diesel::connection::SimpleConnection;
use erikti::kernel::{Actor, Lang, Role};

use super::certificates::issued;
use super::harness::app::TestApp;
use super::harness::database::on_both;
use super::learner::Learner;
use super::people::staff;

/// The numbers on the front page, in their order.
async fn numbers(app: &TestApp) -> Vec<String> {
    let page = app.client().get("/en").await.ok().text();
    let Some((_, list)) = page.split_once("<ul class=\"reach\">") else { return Vec::new() };
    let list = list.split("</ul>").next().unwrap_or_default();
    list.split("<strong>").skip(1).map(|item| item.split("</strong>").next().unwrap_or_default().to_owned()).collect()
}

#[tokio::test]
async fn the_front_page_tells_numbers_only_of_enough_people_and_keeps_them_for_ten_minutes() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let mut last = None;
        for name in ["a", "b", "c", "d"] {
            let learner = Learner::enrol(&app, Lang::En, name, "leadership").await;
            learner.complete("Әсем Нұрғалиқызы").await;
            last = Some(issued(&learner).await.0.number);
        }
        assert!(numbers(&app).await.is_empty(), "four people are told of");
        let fifth = Learner::enrol(&app, Lang::En, "e", "leadership").await;
        fifth.complete("Әсем Нұрғалиқызы").await;
        issued(&fifth).await;
        assert!(numbers(&app).await.is_empty(), "counted again before ten minutes were over");
        app.advance(600);
        assert_eq!(numbers(&app).await, ["5", "5", "1"]);

        // One is withdrawn: too few again, once they are counted.
        let officer = staff(&app, "officer", &[Role::Centre]).await;
        let revoke = format!("/en/centre/certificates/{}/revoke", last.expect("a number"));
        officer.post(&revoke, &[("reason", "issued by mistake")]).await.has(303);
        assert_eq!(numbers(&app).await, ["5", "5", "1"]);
        app.advance(600);
        assert!(numbers(&app).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn the_front_page_counts_people_and_hides_each_number_of_too_few() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let mut last = None;
        for name in ["a", "b", "c", "d", "e"] {
            let learner = Learner::enrol(&app, Lang::En, name, "leadership").await;
            learner.complete("Әсем Нұрғалиқызы").await;
            last = Some(issued(&learner).await.0.number);
        }
        // Each has a second certificate, of another course.
        let written = app.app.write(Actor::System, |conn, _| {
            let sql = "INSERT INTO certificates (number, person_id, course_id, kind, edition, status_index, key_id,
                template, document, digest, holder, holder_folded, course_title, language, issued_at, issued_on, is_current)
                SELECT 'TWO' || id, person_id, (SELECT max(id) FROM courses WHERE id <> course_id), kind, edition,
                status_index + 1000, key_id, template, document, 'two' || id, holder, holder_folded, course_title,
                language, issued_at, issued_on, is_current FROM certificates";
            Ok(conn.batch_execute(sql)?)
        });
        written.await.expect("more certificates");
        assert_eq!(numbers(&app).await, ["5", "5", "1"], "people, not certificates");
        // Of one both are suspended: four hold a valid one, which is not told.
        let officer = staff(&app, "officer", &[Role::Centre]).await;
        let suspend = format!("/en/centre/certificates/{}/suspend", last.expect("a number"));
        officer.post(&suspend, &[("reason", "The list is being checked")]).await.has(303);
        let written = app.app.write(Actor::System, |conn, _| {
            let sql = "UPDATE certificates SET suspended_at = issued_at WHERE number LIKE 'TWO%' AND person_id IN
                (SELECT person_id FROM certificates WHERE suspended_at IS NOT NULL)";
            Ok(conn.batch_execute(sql)?)
        });
        written.await.expect("suspended");
        app.advance(600);
        assert_eq!(numbers(&app).await, ["5", "1"]);
        app.client().get("/en").await.ok().says("people trained");
    })
    .await;
}
