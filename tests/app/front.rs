//! The numbers of the front page.

use erikti::kernel::{Lang, Role};

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
