//! What is forgotten by itself, and when.

use diesel::prelude::*;
use erikti::accounts;
use erikti::app::retention::{RULES, UNUSED_DAYS, run};
use erikti::db::schema::{audit, certificates, jobs, links, memberships, outbox, sign_ins, throttles};
use erikti::kernel::ids::PersonId;
use erikti::kernel::{Actor, Lang, Role};

use super::cards::{Typed, begin_with, id_of, make_one, send, token_on};
use super::erasure::{ASEM, DAY, certificate_of, erased, full};
use super::harness::app::TestApp;
use super::harness::client::{Client, between};
use super::harness::database::on_both;
use super::learner::Learner;
use super::organisations::{appoint, code_of, known, make};
use super::people::{person_of, staff};

/// How many rows of each kind there are: sign-ins, links, failures, audit, done jobs, mails.
async fn count(app: &TestApp) -> [i64; 6] {
    let rows = app.app.read(|conn| {
        Ok([
            sign_ins::table.count().get_result(conn)?,
            links::table.count().get_result(conn)?,
            throttles::table.count().get_result(conn)?,
            audit::table.count().get_result(conn)?,
            jobs::table.filter(jobs::state.eq("done")).count().get_result(conn)?,
            outbox::table.count().get_result(conn)?,
        ])
    });
    rows.await.expect("the database answers")
}

#[tokio::test]
async fn what_has_no_purpose_any_more_is_forgotten_in_its_time() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let asem = full(&app).await;
        // Signed up and never came back; the address may be a stranger's.
        app.client().sign_up("en", "Берік Ахметұлы", "berik@example.kz").await;
        let berik = person_of(&app, "berik@example.kz").await;
        let forget = async || run(&app.app).await.expect("every rule runs");
        forget().await;
        let [sign_ins, links, failures, audit, _, mails] = count(&app).await;
        assert!(sign_ins >= 2 && links >= 2 && failures >= 2 && audit >= 5 && mails >= 3);
        app.advance(2 * DAY);
        forget().await;
        assert_eq!(count(&app).await[2], 0, "failures");
        assert_eq!(count(&app).await[0], sign_ins);
        app.advance(98 * DAY);
        forget().await;
        let [left, links, _, still, _, mails_left] = count(&app).await;
        assert_eq!((left, links), (0, 0), "sign-ins and links");
        assert_eq!((still, mails_left), (audit, mails), "audit and mails stay");
        app.advance(270 * DAY);
        forget().await;
        erased(&app, berik).await;
        assert!(asem.client.get("/en/learn").await.status == 303, "long signed out");
        asem.client.sign_in("en", ASEM).await;
        assert_eq!(count(&app).await[5], 0, "sent mails");
        app.advance(1100 * DAY);
        forget().await;
        forget().await;
        assert_eq!(count(&app).await[3], 0, "audit");
    })
    .await;
}

/// Somebody with an account that nobody has confirmed.
async fn unconfirmed(app: &TestApp, name: &str) -> PersonId {
    let email = format!("{name}@example.kz");
    app.client().sign_up("en", "Дана Ержанқызы", &email).await;
    person_of(app, &email).await
}

/// Somebody with a card of the centre, who has not signed in with it.
async fn carded(app: &TestApp, centre: &Client, name: &str) -> (PersonId, Typed) {
    let card = make_one(centre, name, "2007").await;
    (id_of(app, &card).await, card)
}

/// Which of these are not erased.
async fn left(app: &TestApp, all: &[(&'static str, PersonId)]) -> Vec<&'static str> {
    let ids: Vec<PersonId> = all.iter().map(|(_, id)| *id).collect();
    let names = app.app.read(move |conn| accounts::list_names(conn, &ids)).await.expect("the database answers");
    all.iter().filter(|(_, id)| names.iter().any(|(left, _)| left == id)).map(|(what, _)| *what).collect()
}

#[tokio::test]
async fn an_account_with_any_sign_of_use_is_not_erased_by_itself() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let centre = staff(&app, "centre", &[Role::Centre]).await;
        staff(&app, "role", &[Role::Trainer]).await;
        let role = person_of(&app, "role@example.kz").await;
        let (enrolled, card) = carded(&app, &centre, "Айдана Серікқызы").await;
        let girl = begin_with(&app, &card).await;
        Learner::of(&app, girl, enrolled, (Lang::En, "leadership")).await;
        let (certified, _) = carded(&app, &centre, "Берік Ахметұлы").await;
        let holder = Learner::enrol(&app, Lang::En, "asem", "leadership").await;
        holder.complete("Әсем Нұрғалиқызы").await;
        certificate_of(&app, holder.person).await;
        let moved = app.app.write(Actor::System, move |conn, _| {
            Ok(diesel::update(certificates::table).set(certificates::person_id.eq(certified)).execute(conn)?)
        });
        assert_eq!(moved.await.expect("the database answers"), 1);
        let (renewed, _) = carded(&app, &centre, "Ғалия Ержанқызы").await;
        let (merged, _) = carded(&app, &centre, "Сәуле Маратқызы").await;
        let (seen, recalled) = (unconfirmed(&app, "seen").await, unconfirmed(&app, "recalled").await);
        let (unused, unused_card) = (unconfirmed(&app, "unused").await, carded(&app, &centre, "Дана Әлиқызы").await.0);
        send(&centre, &format!("/en/centre/people/{merged}/merge"), &[("into", enrolled.to_string())]).await.has(303);
        let used = [
            ("holds a role", role),
            ("is in a course", enrolled),
            ("has a certificate", certified),
            ("has a card that works", renewed),
            ("was merged into an account that stays", merged),
            ("was here lately", seen),
            ("was here some months ago", recalled),
        ];
        let all: Vec<_> = used.into_iter().chain([("unused", unused), ("unused card", unused_card)]).collect();

        app.advance(150 * DAY);
        app.client().sign_in("en", "recalled@example.kz").await;
        app.advance(200 * DAY);
        run(&app.app).await.expect("every rule runs");
        assert_eq!(left(&app, &all).await.len(), all.len(), "before the year is over");
        app.client().sign_in("en", "seen@example.kz").await;
        centre.sign_in("en", "centre@example.kz").await;
        let page = format!("/en/trainer/people/{renewed}");
        let token = [("token", token_on(&centre.get(&page).await.ok().text()))];
        send(&centre, &format!("{page}/card"), &token).await.ok();
        app.advance(16 * DAY);
        run(&app.app).await.expect("every rule runs");
        assert_eq!(left(&app, &all).await, used.map(|(what, _)| what));
        // Whoever comes back after the list was read is not erased by what the list said.
        let since = app.app.now().plus_hours(-24 * UNUSED_DAYS);
        for (what, person) in
            [("role", role), ("card", renewed), ("merged", merged), ("here", seen), ("back", recalled)]
        {
            let erased = app.app.write(Actor::System, move |conn, ctx| {
                accounts::erase_account(conn, ctx, person, accounts::Erase::Unused { since })
            });
            assert!(erased.await.expect("the database answers").is_none(), "{what}");
        }
    })
    .await;
}

#[tokio::test]
async fn that_somebody_belonged_stays_as_long_as_reports_reach() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let centre = staff(&app, "centre", &[Role::Centre]).await;
        let (leader, _) = known(&app, "Ерлан Оспанов", "erlan").await;
        make(&centre, "Жас толқын").await.has(303);
        appoint(&centre, 1, "erlan@example.kz").await;
        let code = code_of(&leader, 1).await;
        let (member, id) = known(&app, "Айдана Аманқызы", "aidana").await;
        member.post(&format!("/en/join/{code}"), &[]).await.has(303);
        leader.post(&format!("/en/coordinator/1/people/{id}/remove"), &[]).await.has(303);
        // Asked, and was declined.
        let (asker, _) = known(&app, "Дана Досан", "dana").await;
        super::organisations::ask(&asker, "1").await.has(303);
        let page = leader.get("/en/coordinator/1/requests").await.ok().text();
        let request = between(&page, "name=\"decline\" value=\"", "\"").to_owned();
        leader.post("/en/coordinator/1/requests", &[("decline", &request)]).await.has(303);
        // Belongs there still.
        asker.post(&format!("/en/join/{code}"), &[]).await.has(303);
        let kept = async || {
            let rows = app.app.read(|conn| {
                let told = memberships::decided_by.is_not_null().or(memberships::invitation_id.is_not_null());
                let told = told.or(memberships::ending.is_not_null());
                let ended = (memberships::accepted_at.is_not_null(), memberships::ended_at.is_not_null());
                let all = memberships::table.order(memberships::id).select((ended, told));
                Ok(all.load::<((bool, bool), bool)>(conn)?)
            });
            rows.await.expect("the database answers")
        };
        assert_eq!(kept().await, [((true, true), true), ((false, true), true), ((true, false), true)]);
        app.advance(364 * DAY);
        run(&app.app).await.expect("every rule runs");
        assert_eq!(kept().await.len(), 3);
        app.advance(2 * DAY);
        run(&app.app).await.expect("every rule runs");
        assert_eq!(kept().await, [((true, true), false), ((true, false), true)]);
        app.advance(1460 * DAY);
        run(&app.app).await.expect("every rule runs");
        assert_eq!(kept().await.len(), 2);
        app.advance(2 * DAY);
        run(&app.app).await.expect("every rule runs");
        assert_eq!(kept().await, [((true, false), true)]);
    })
    .await;
}

#[test]
fn the_terms_are_those_of_the_document() {
    let document =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/security.md")).expect("the document");
    for rule in RULES {
        let row = document.lines().find(|line| line.starts_with(&format!("| {} |", rule.what)));
        let row = row.unwrap_or_else(|| panic!("docs/security.md has no row for {}", rule.what));
        assert!(row.contains(&format!("| {} |", rule.days)) && row.contains(rule.why), "{row}");
    }
    assert!(document.contains(&format!("after {UNUSED_DAYS} days")));
}
