//! What ends a token of a program, and who is told that there is one.

use diesel::prelude::*;
use erikti::accounts::{self, Access};
use erikti::db::schema::{audit, people};
use erikti::kernel::ids::PersonId;
use erikti::kernel::{Actor, Role};
use reqwest::Method;
use serde_json::json;

use super::care::move_to;
use super::harness::app::TestApp;
use super::harness::client::{Client, PASSWORD};
use super::harness::database::on_both;
use super::organisations::{appoint, code_of, make, person};
use super::people::{audit_of, confirm, link_to, person_of, staff};
use super::programs::{ask, ask_as, json_of, make_token};
use super::second::set_up;
use super::text;

const OTHER: &str = "on segiz qara at 8";

async fn works(app: &TestApp, token: &str) -> bool {
    match ask(app, token, "/api/v1/transcript").await.status {
        200 => true,
        401 => false,
        other => panic!("answered with {other}"),
    }
}

/// Somebody with a confirmed address and a token that works; the mail that tells of it is taken.
async fn holder(app: &TestApp, name: &str, roles: &[Role]) -> (Client, PersonId, String) {
    let (client, email) = (staff(app, name, roles).await, format!("{name}@example.kz"));
    confirm(app, &client, &email).await;
    let token = make_token(&client, "transcript").await;
    app.mail_to(&email).await;
    assert!(works(app, &token).await);
    (client, person_of(app, &email).await, token)
}

#[tokio::test]
async fn whoever_owns_an_account_is_told_that_a_token_was_made() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let asem = staff(&app, "asem", &[]).await;
        confirm(&app, &asem, "asem@example.kz").await;
        make_token(&asem, "transcript").await;
        let told = text(&app.mail_to("asem@example.kz").await);
        for words in ["Accounts of the school", "My own certificates and courses", "30 days", "set a new password"] {
            assert!(told.contains(words), "{words}: {told}");
        }
        assert!(told.contains("/en/learn/profile/tokens") && !told.contains("erikti_"), "{told}");
    })
    .await;
}

#[tokio::test]
async fn a_token_ends_with_the_password_that_made_it() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        // A new password, chosen by whoever knows the present one.
        let (asem, id, token) = holder(&app, "asem", &[]).await;
        let change = [("present_password", PASSWORD), ("password", OTHER)];
        asem.post("/en/learn/profile/password", &change).await.has(303);
        assert!(!works(&app, &token).await);
        assert!(audit_of(&app, id).await.contains(&"tokens revoked".to_owned()));
        // A new one by mail.
        let (_, _, token) = holder(&app, "berik", &[]).await;
        app.client().post("/en/reset", &[("identifier", "berik@example.kz")]).await.ok();
        let link = link_to(&app, "berik@example.kz").await;
        app.client().post(&link, &[("password", OTHER)]).await.leads_to("/en/sign-in");
        assert!(!works(&app, &token).await);
        // The former address takes the account back.
        let (dana, _, token) = holder(&app, "dana", &[]).await;
        let undo = move_to(&app, &dana, ("dana@example.kz", "dana.new@example.kz")).await;
        assert!(works(&app, &token).await, "another address alone ends nothing");
        app.client().post(&undo, &[]).await.has(303);
        assert!(!works(&app, &token).await);
        // The second factor is reset for who lost the phone.
        let (erlan, id, token) = holder(&app, "erlan", &[Role::Trainer]).await;
        set_up(&app, &erlan).await;
        let reset = move |conn: &mut _, ctx: &_| accounts::reset_factor(conn, ctx, (id, None), "http://localhost/");
        assert!(app.app.write(Actor::Shell, reset).await.expect("reset"));
        assert!(!works(&app, &token).await);
    })
    .await;
}

#[tokio::test]
async fn an_account_that_is_opened_or_kept_again_has_no_token() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let (_, id, token) = holder(&app, "asem", &[]).await;
        for access in [Access::Disabled, Access::Enabled] {
            let set = move |conn: &mut _, ctx: &_| accounts::set_disabled(conn, ctx, id, access);
            app.app.write(Actor::Shell, set).await.expect("the database answers");
        }
        assert!(!works(&app, &token).await);
        let (berik, id, token) = holder(&app, "berik", &[]).await;
        super::erasure::erase(&berik).await;
        let keep = move |conn: &mut _, ctx: &_| accounts::keep_account(conn, ctx, id);
        assert!(app.app.write(Actor::Shell, keep).await.expect("kept"));
        assert!(!works(&app, &token).await);
    })
    .await;
}

#[tokio::test]
async fn a_token_asks_for_nobody_who_is_held_up_at_every_page() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let (asem, id, token) = holder(&app, "asem", &[]).await;
        let until = app.app.now().plus_hours(24);
        let set = async |consent: bool, card: bool| {
            let now = app.app.now();
            let work = move |conn: &mut _, _: &_| {
                let row = people::table.find(id);
                let held =
                    (people::consent_at.eq(consent.then_some(now)), people::one_time_until.eq(card.then_some(until)));
                diesel::update(row).set(held).execute(conn)?;
                Ok(())
            };
            app.app.write(Actor::System, work).await.expect("the database answers");
        };
        for (consent, card) in [(false, false), (true, true)] {
            set(consent, card).await;
            asem.get("/en/learn").await.has(303);
            assert!(!works(&app, &token).await, "{consent} {card}");
        }
        set(true, false).await;
        assert!(works(&app, &token).await);
    })
    .await;
}

/// An organisation with a coordinator and these people; the coordinator's browser.
async fn organisation(app: &TestApp, names: &[&str]) -> Client {
    let centre = staff(app, "centre", &[Role::Centre]).await;
    let coordinator = staff(app, "erlan", &[]).await;
    confirm(app, &coordinator, "erlan@example.kz").await;
    make(&centre, "Жас толқын").await.has(303);
    appoint(&centre, 1, "erlan@example.kz").await;
    let code = code_of(&coordinator, 1).await;
    for (at, name) in names.iter().enumerate() {
        let (client, _) = person(app, name, &format!("p{at}")).await;
        client.post(&format!("/en/join/{code}"), &[]).await.has(303);
    }
    coordinator
}

#[tokio::test]
async fn who_leaves_between_two_parts_makes_nobody_else_be_missing() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let names = ["Дана Досанқызы", "Бекзат Болатұлы", "Әсем Нұрғалиқызы", "Гүлнар Ғалымқызы", "Ерлан Ерланұлы"];
        let coordinator = organisation(&app, &names).await;
        let token = make_token(&coordinator, "people 1").await;
        let path = "/api/v1/organisations/1/people?limit=2";
        let part = async |path: &str| {
            let part = json_of(&ask(&app, &token, path).await.ok());
            let people = part["people"].as_array().expect("a list").iter();
            let people: Vec<String> = people.map(|one| one["name"].as_str().expect("a name").to_owned()).collect();
            (people, part["next"].as_str().map(str::to_owned))
        };
        let (mut seen, mut next) = part(path).await;
        // One of those who were taken leaves, another one is renamed.
        let gone = person_of(&app, "p0@example.kz").await;
        let close = move |conn: &mut _, ctx: &_| accounts::set_disabled(conn, ctx, gone, Access::Disabled);
        app.app.write(Actor::Shell, close).await.expect("closed");
        let renamed = person_of(&app, "p1@example.kz").await;
        let rename = move |conn: &mut _, _: &_| {
            diesel::update(people::table.find(renamed)).set(people::name_folded.eq("яяя")).execute(conn)?;
            Ok(())
        };
        app.app.write(Actor::System, rename).await.expect("renamed");
        while let Some(cursor) = next {
            let (people, after) = part(&format!("{path}&cursor={cursor}")).await;
            assert!(!people.is_empty(), "an empty part");
            (seen, next) = ([seen, people].concat(), after);
        }
        seen.sort_unstable();
        let mut all = names.map(str::to_owned);
        all.sort_unstable();
        assert_eq!(seen, all);
    })
    .await;
}

#[tokio::test]
async fn the_log_says_what_a_program_took_and_whose_once_an_hour() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let coordinator = organisation(&app, &["Дана Досанқызы"]).await;
        let taken = async || {
            let taken = app.app.read(|conn| {
                let taken = audit::table.filter(audit::action.eq("taken by a token")).order(audit::id);
                Ok(taken.select((audit::subject, audit::subject_id, audit::details)).load(conn)?)
            });
            let taken: Vec<(String, Option<i64>, String)> = taken.await.expect("the database answers");
            taken
        };
        let people = make_token(&coordinator, "people 1").await;
        // What is refused is noted too, so that it does not hide what is taken afterwards.
        ask(&app, &people, "/api/v1/organisations/1/people?limit=0").await.has(400);
        for _ in 0..3 {
            ask(&app, &people, "/api/v1/organisations/1/people?limit=1").await.ok();
        }
        let details = "{\"organisation\":1,\"scope\":\"people\",\"token\":1}";
        let row = ("organisation".to_owned(), Some(1), details.to_owned());
        assert_eq!(taken().await, std::slice::from_ref(&row));
        app.advance(3600);
        ask(&app, &people, "/api/v1/organisations/1/people").await.ok();
        assert_eq!(taken().await, [row.clone(), row]);
        let verify = make_token(&coordinator, "verify").await;
        let asked = json!({ "numbers": ["ABC"] });
        for _ in 0..2 {
            let path = (Method::POST, "/api/v1/certificates/verify");
            ask_as(&app.client(), &verify, path, Some(&asked)).await.ok();
        }
        let all = taken().await;
        assert_eq!(all.len(), 3, "{all:?}");
        assert!(all[2].2.contains("\"scope\":\"verify\""), "{all:?}");
        let centre = app.client();
        centre.sign_in("en", "centre@example.kz").await;
        let log = centre.get("/en/centre/audit?action=taken+by+a+token").await.ok();
        for words in ["The people of one organisation", "Verify many certificates", "/en/centre/organisations/1"] {
            log.says(words);
        }
        // One's own transcript is nobody else's data.
        ask(&app, &make_token(&coordinator, "transcript").await, "/api/v1/transcript").await.ok();
        assert_eq!(taken().await.len(), 3);
    })
    .await;
}

#[tokio::test]
async fn the_page_that_shows_a_token_shows_it_in_every_language() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let asem = staff(&app, "asem", &[]).await;
        let (form, token) = super::programs::made_with_form(&asem, "transcript").await;
        let switch = [("token", form.as_str()), ("shown", "yes"), ("switch", "kk")];
        let page = asem.post("/en/learn/profile/tokens", &switch).await.ok();
        page.says(&token);
        page.says("Сіздің токеніңіз");
        // Nobody else is shown it, and a quarter of an hour later nobody at all.
        let other = staff(&app, "other", &[]).await;
        let page = other.post("/en/learn/profile/tokens", &switch).await.ok().text();
        assert!(!page.contains("erikti_") || !page.contains(&token), "{page}");
        app.advance(901);
        let page = asem.post("/en/learn/profile/tokens", &switch).await.ok().text();
        assert!(!page.contains(&token), "{page}");
    })
    .await;
}
