//! What ends a token of a program, and who is told that there is one.

use diesel::prelude::*;
use erikti::accounts::{self, Access};
use erikti::db::schema::people;
use erikti::kernel::ids::PersonId;
use erikti::kernel::{Actor, Role};

use super::care::move_to;
use super::harness::app::TestApp;
use super::harness::client::{Client, PASSWORD};
use super::harness::database::on_both;
use super::people::{audit_of, confirm, link_to, person_of, staff};
use super::programs::{ask, make_token};
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
