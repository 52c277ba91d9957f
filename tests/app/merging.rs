//! Two accounts of one person become one.

use diesel::prelude::*;
use erikti::accounts;
use erikti::certificates::register;
use erikti::db::schema::{attempts, certificates, check_answers};
use erikti::kernel::ids::PersonId;
use erikti::kernel::{Lang, Role};
use erikti::learning;

use super::cards::{begin_with, id_of, make_one, send, sign_in};
use super::harness::app::TestApp;
use super::harness::client::Client;
use super::harness::database::on_both;
use super::learner::{Answers, Learner};
use super::people::{audit_of, confirm, person_of, staff};

const NAME: &str = "Әсем Нұрғалиқызы";

async fn merge(centre: &Client, from: PersonId, into: PersonId) -> super::harness::client::Answer {
    send(centre, &format!("/en/centre/people/{from}/merge"), &[("into", into.to_string())]).await
}

/// How many answers, tries and certificates there are in all.
async fn everything(app: &TestApp) -> [i64; 3] {
    let counted = app.app.read(|conn| {
        Ok([
            check_answers::table.count().get_result(conn)?,
            attempts::table.count().get_result(conn)?,
            certificates::table.count().get_result(conn)?,
        ])
    });
    counted.await.expect("the database answers")
}

#[tokio::test]
async fn what_was_learned_twice_is_put_together_and_nothing_is_lost() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let centre = staff(&app, "centre", &[Role::Centre]).await;
        // She finished one course with a card, and began it again with an e-mail of her own.
        let card = make_one(&centre, NAME, "2011").await;
        let client = begin_with(&app, &card).await;
        let from = id_of(&app, &card).await;
        let by_card = Learner::of(&app, client, from, (Lang::En, "leadership")).await;
        by_card.complete(NAME).await;
        let own = Learner::enrol(&app, Lang::En, "asem", "leadership").await;
        let into = own.person;
        own.choose_certificate(NAME, Lang::En).await;
        own.read_module("motives").await;
        let failed = own.start("motives").await;
        own.finish(failed, Answers::Wrong).await;
        for _ in 0..400 {
            if everything(&app).await[2] == 1 {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(25)).await;
        }
        let before = everything(&app).await;
        assert_eq!(before[2], 1);

        let search = centre.get(&format!("/en/centre/people/{from}/merge")).await.ok();
        search.says(&format!("/en/centre/people/{from}/merge?into={into}"));
        let preview = centre.get(&format!("/en/centre/people/{from}/merge?into={into}")).await.ok();
        preview.says("both accounts have it");
        preview.says("Certificates: 1.");
        let (one, two) = tokio::join!(merge(&centre, from, into), merge(&centre, from, into));
        one.leads_to(&format!("/en/centre/people/{into}"));
        two.leads_to(&format!("/en/centre/people/{into}"));

        assert_eq!(everything(&app).await, before, "something was lost or doubled");
        assert_eq!(own.progress().await.percent(&own.published.course), 100);
        let course = own.published.course_id;
        let read = app.app.read(move |conn| {
            let kept = learning::find_enrolment(conn, into, course)?.expect("an enrolment");
            let closed = accounts::find_person(conn, from)?.expect("the closed account stays");
            Ok((kept, closed, register::list_of_person(conn, into)?, register::list_of_person(conn, from)?))
        });
        let (kept, closed, moved, left) = read.await.expect("the database answers");
        assert!(kept.completed_at.is_some(), "the better progress wins");
        assert_eq!((moved.len(), left.len()), (1, 0));
        assert_eq!((closed.merged_into, closed.disabled_at.is_some()), (Some(into), true));
        own.client.get("/en/learn/certificates").await.ok().says(&moved[0].number.to_string());
        by_card.client.get("/en/learn").await.leads_to("/en/sign-in?next=%2Fen%2Flearn");
        sign_in(&app.client(), &card).await.has(422);
        centre.get(&format!("/en/centre/people/{from}")).await.ok().says("This account was merged into another one");
        assert!(audit_of(&app, from).await.contains(&"accounts merged".to_owned()));
        assert!(audit_of(&app, into).await.contains(&"accounts merged".to_owned()));
        // A merged account is not opened again.
        centre.post(&format!("/en/centre/people/{from}/enable"), &[]).await.has(409);
    })
    .await;
}

#[tokio::test]
async fn of_two_certificates_for_one_course_one_counts_and_both_stay_valid() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let centre = staff(&app, "centre", &[Role::Centre]).await;
        let one = Learner::enrol(&app, Lang::En, "one", "leadership").await;
        one.complete(NAME).await;
        app.advance(3600);
        let two = Learner::enrol(&app, Lang::En, "two", "leadership").await;
        two.complete(NAME).await;
        confirm(&app, &two.client, "two@example.kz").await;
        for _ in 0..400 {
            if everything(&app).await[2] == 2 {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(25)).await;
        }
        merge(&centre, one.person, two.person).await.has(303);
        let id = two.person;
        let all = app.app.read(move |conn| register::list_of_person(conn, id)).await.expect("the database answers");
        let current: Vec<bool> = all.iter().map(|certificate| certificate.is_current).collect();
        assert_eq!(current, [true, false], "the later one holds longer");
        for certificate in &all {
            app.client().get(&format!("/en/verify?number={}", certificate.number)).await.ok().says("state valid");
        }
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_merged_says_why() {
    let app = TestApp::start().await;
    let centre = staff(&app, "centre", &[Role::Centre]).await;
    staff(&app, "trainer", &[Role::Trainer]).await;
    staff(&app, "one", &[]).await;
    staff(&app, "two", &[]).await;
    let [trainer, one, two] = ["trainer", "one", "two"].map(|name| format!("{name}@example.kz"));
    let (trainer, one, two) =
        (person_of(&app, &trainer).await, person_of(&app, &one).await, person_of(&app, &two).await);
    merge(&centre, one, one).await.has(422).says("one account, not two");
    merge(&centre, trainer, one).await.has(422).says("holds a role");
    merge(&centre, one, PersonId(9999)).await.has(404);
    merge(&centre, one, two).await.has(303);
    merge(&centre, one, trainer).await.has(422).says("merged with another one before");
    merge(&centre, trainer, one).await.has(422);
}
