//! The second factor as the settings demand it, and reset for who lost the phone.

use erikti::accounts::{self, ReviewGrant};
use erikti::kernel::{Actor, ReviewKind, Role};

use super::harness::app::TestApp;
use super::harness::client::{Client, PASSWORD, between};
use super::harness::database::on_both;
use super::learner::slug;
use super::organisations::{appoint, make, person};
use super::people::{audit_of, confirm, person_of, staff};
use super::programs::{ask, make_token};
use super::second::{FACTOR, STEP, at_step, set_up, wish};
use super::text;

/// Demands it of these roles, and of no others.
async fn demand(app: &TestApp, client: &Client, roles: &[&str]) {
    app.advance(1);
    let page = client.get("/en/centre/settings").await.ok().text();
    let seen = between(&page, "name=\"seen\" value=\"", "\"").replace("&quot;", "\"");
    let names: Vec<String> = roles.iter().map(|role| format!("second_{role}")).collect();
    let mut form = vec![("seen", seen.as_str())];
    form.extend(names.iter().map(|name| (name.as_str(), "yes")));
    client.post("/en/centre/settings", &form).await.leads_to("/en/centre/settings");
    app.advance(1);
}

#[tokio::test]
async fn what_the_settings_demand_is_set_up_at_the_next_sign_in() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = staff(&app, "asel", &[Role::Trainer]).await;
        let reviewer = staff(&app, "reviewer", &[]).await;
        let centre = staff(&app, "centre", &[Role::Centre]).await;
        let volunteer = staff(&app, "volunteer", &[]).await;
        let reviews = person_of(&app, "reviewer@example.kz").await;
        app.app
            .write(Actor::Shell, move |conn, ctx| {
                let (course, kind) = (slug("first-aid"), ReviewKind::Medical);
                accounts::grant_review(conn, ctx, reviews, &ReviewGrant { course, kind })
            })
            .await
            .expect("granted");
        volunteer.get(FACTOR).await.has(403);
        demand(&app, &centre, &["trainer", "reviewer", "centre"]).await;

        // Who was signed in before goes on, and is told.
        trainer.get("/en/trainer").await.ok().says("From your next sign-in on");
        assert!(!trainer.get("/en/learn").await.ok().text().contains("From your next sign-in on"));
        reviewer.get("/en/review").await.ok().says("From your next sign-in on");

        // Who signs in now sees the own lessons, and no page of the staff before the second factor is set up.
        let browser = app.client();
        browser.sign_in("en", "asel@example.kz").await;
        browser.get("/en/learn").await.ok();
        let asked = browser.get("/en/trainer/people?page=2").await;
        asked.leads_to(&format!("{FACTOR}?next=%2Fen%2Ftrainer%2Fpeople%3Fpage%3D2"));
        browser
            .post("/en/trainer/drafts", &[("course", "leadership")])
            .await
            .leads_to(&format!("{FACTOR}?next=%2Fen%2Flearn"));
        browser
            .get(&format!("{FACTOR}?next=%2Fen%2Ftrainer"))
            .await
            .ok()
            .says("The centre asks this of everybody with your role");
        let other = app.client();
        other.sign_in("en", "reviewer@example.kz").await;
        other.get("/en/review").await.leads_to(&format!("{FACTOR}?next=%2Fen%2Freview"));
        set_up(&app, &browser).await;
        browser.get("/en/trainer/people").await.ok();
        let page = browser.get(FACTOR).await.ok().text();
        assert!(!page.contains("value=\"end\""), "{page}");
        wish(&browser, "end", PASSWORD).await.has(400);
        // Nobody else is asked.
        let free = app.client();
        free.sign_in("en", "volunteer@example.kz").await;
        free.get("/en/learn").await.ok();

        demand(&app, &centre, &["centre"]).await;
        wish(&browser, "end", PASSWORD).await.leads_to(FACTOR);
        browser.get("/en/trainer/people").await.ok();
    })
    .await;
}

#[tokio::test]
async fn it_is_demanded_of_coordinators_and_administrators_by_settings_of_their_own() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let centre = staff(&app, "centre", &[Role::Centre]).await;
        let (client, _) = person(&app, "Ерлан Оспанов", "erlan").await;
        make(&centre, "Жас толқын").await.has(303);
        confirm(&app, &client, "erlan@example.kz").await;
        appoint(&centre, 1, "erlan@example.kz").await;
        staff(&app, "chief", &[Role::Administrator]).await;
        let rooms = [("erlan", "/en/coordinator/1", "coordinator"), ("chief", "/en/check", "administrator")];
        let asked = async |demanded: &[&str]| {
            demand(&app, &centre, demanded).await;
            for (name, room, role) in rooms {
                let browser = app.client();
                browser.sign_in("en", &format!("{name}@example.kz")).await;
                let answer = browser.get(room).await;
                if demanded.contains(&role) {
                    answer.leads_to(&format!("{FACTOR}?next={}", room.replace('/', "%2F")));
                } else {
                    answer.ok();
                }
            }
        };
        asked(&["coordinator"]).await;
        asked(&["administrator"]).await;
        asked(&["trainer", "reviewer"]).await;
        asked(&["coordinator", "administrator"]).await;
        // Once it is set up, the pages are there.
        let browser = app.client();
        browser.sign_in("en", "erlan@example.kz").await;
        set_up(&app, &browser).await;
        browser.get("/en/coordinator/1").await.ok();
    })
    .await;
}

#[tokio::test]
async fn the_centre_resets_it_for_who_lost_the_phone() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let centre = staff(&app, "centre", &[Role::Centre]).await;
        let trainer = staff(&app, "asel", &[Role::Trainer]).await;
        let chief = staff(&app, "chief", &[Role::Administrator]).await;
        app.mail_to("asel@example.kz").await;
        let (id, of_chief) = (person_of(&app, "asel@example.kz").await, person_of(&app, "chief@example.kz").await);
        let own = person_of(&app, "centre@example.kz").await;
        for client in [&trainer, &chief, &centre] {
            set_up(&app, client).await;
        }
        app.mail_to("asel@example.kz").await;
        for _ in 0..2 {
            app.mail_to("chief@example.kz").await;
        }
        let path = |id| format!("/en/centre/people/{id}/second-factor");
        centre.get(&format!("/en/centre/people/{id}")).await.ok().says("Phone lost");
        let begun = at_step(&app, "asel@example.kz").await;
        centre.post(&path(id), &[("second_reason", "no")]).await.has(422).says("value=\"no\"");
        centre.post(&path(id), &[("second_reason", "Айгүл lost the phone")]).await.has(422);
        // Neither who is out of reach, nor oneself.
        for other in [of_chief, own] {
            centre.post(&path(other), &[("second_reason", "Asked at the desk")]).await.has(403);
        }
        let gone = centre.post(&path(id), &[("second_reason", "Asked at the desk")]).await.has(303);
        assert!(gone.header("set-cookie").contains("flash-second-reset"));
        let mail = text(&app.mail_to("asel@example.kz").await);
        assert!(mail.contains("Reason: Asked at the desk"), "{mail}");
        trainer.get("/en/learn").await.has(303);
        begun.get(STEP).await.leads_to("/en/sign-in");
        trainer.sign_in("en", "asel@example.kz").await;
        let again = centre.post(&path(id), &[("second_reason", "Asked at the desk")]).await.has(303);
        assert!(again.header("set-cookie").contains("flash-already-so"));
        let done = audit_of(&app, id).await;
        assert_eq!(done.iter().filter(|action| *action == "second factor reset").count(), 1, "{done:?}");

        // The last administrator is let in by whoever has the server.
        let reset =
            move |conn: &mut _, ctx: &_| accounts::reset_factor(conn, ctx, (of_chief, None), "http://localhost/");
        assert!(app.app.write(Actor::Shell, reset).await.expect("reset"));
        assert!(text(&app.mail_to("chief@example.kz").await).contains("Whoever runs the server"));
        chief.get("/en/learn").await.has(303);
        chief.sign_in("en", "chief@example.kz").await;
    })
    .await;
}

#[tokio::test]
async fn a_token_of_somebody_without_the_factor_that_is_demanded_opens_the_own_alone() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let centre = staff(&app, "centre", &[Role::Centre]).await;
        let (register, own) = (make_token(&centre, "register").await, make_token(&centre, "transcript").await);
        let (of_register, of_own) = ("/api/v1/register", "/api/v1/transcript");
        ask(&app, &register, of_register).await.ok();
        // Of another role nothing is asked.
        demand(&app, &centre, &["trainer"]).await;
        ask(&app, &register, of_register).await.ok();
        demand(&app, &centre, &["centre"]).await;
        ask(&app, &register, of_register).await.has(403).says("set up two-step sign-in first");
        ask(&app, &own, of_own).await.ok();
        set_up(&app, &centre).await;
        ask(&app, &register, of_register).await.ok();
    })
    .await;
}
