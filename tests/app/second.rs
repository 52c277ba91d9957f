//! The second factor: set up, asked for at each sign-in, demanded by the settings, reset for who lost the phone.

use data_encoding::BASE32_NOPAD;
use diesel::prelude::*;
use erikti::accounts;
use erikti::app::sealing::sealing_key_path;
use erikti::db::schema::{recovery_codes, second_factors};
use erikti::kernel::{Actor, Lang, Role};
use reqwest::Method;
use ring::hmac;

use super::harness::app::TestApp;
use super::harness::client::{Answer, Client, PASSWORD, between};
use super::harness::database::on_both;
use super::people::{audit_of, person_of, staff};
use super::text;

pub(crate) const FACTOR: &str = "/en/learn/profile/second-factor";
pub(crate) const STEP: &str = "/en/sign-in/code";

/// An app for codes on somebody's phone, whose clock is right.
pub(crate) struct Authenticator(Vec<u8>);

impl Authenticator {
    /// Takes the secret that the page shows to be typed.
    pub(crate) fn of(page: &str) -> Self {
        let secret = between(page, "<p class=\"number\">", "</p>").replace(' ', "");
        Self(BASE32_NOPAD.decode(secret.as_bytes()).expect("a secret to be typed"))
    }

    /// What it shows at a moment (RFC 6238).
    pub(crate) fn code(&self, unix: i64) -> String {
        let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &self.0);
        let tag = hmac::sign(&key, &(unix / 30).to_be_bytes()).as_ref().to_vec();
        let at = usize::from(tag[19] & 15);
        let number = u32::from_be_bytes([tag[at] & 0x7f, tag[at + 1], tag[at + 2], tag[at + 3]]);
        format!("{:06}", number % 1_000_000)
    }

    fn now(&self, app: &TestApp) -> String {
        self.code(app.app.now().unix())
    }

    /// Six digits that fit neither now nor a step before or after.
    fn wrong(&self, app: &TestApp) -> String {
        let now = app.app.now().unix();
        let right = [now - 30, now, now + 30].map(|at| self.code(at));
        (0..1_000_000)
            .map(|code| format!("{code:06}"))
            .find(|code| !right.contains(code))
            .expect("a code that does not fit")
    }
}

fn token_of(page: &str, form: &str) -> String {
    let form = between(page, &format!("<form id=\"{form}\""), "</form>");
    between(form, "name=\"token\" value=\"", "\"").to_owned()
}

/// Presses a button that asks for the password.
pub(crate) async fn wish(client: &Client, wish: &str, password: &str) -> Answer {
    let page = client.get(FACTOR).await.ok().text();
    let form = if page.contains("id=\"wish-form\"") { "wish-form" } else { "main-form" };
    let token = token_of(&page, form);
    client.post(FACTOR, &[("wish", wish), ("token", &token), ("present_password", password)]).await
}

fn codes_of(page: &str) -> Vec<String> {
    page.split("<code>").skip(1).filter_map(|rest| rest.split('<').next()).map(str::to_owned).collect()
}

/// Sets a second factor up; the app, and the recovery codes.
pub(crate) async fn set_up(app: &TestApp, client: &Client) -> (Authenticator, Vec<String>) {
    wish(client, "begin", PASSWORD).await.has(303);
    let page = client.get(FACTOR).await.ok().text();
    let phone = Authenticator::of(&page);
    let (token, code) = (token_of(&page, "main-form"), phone.now(app));
    let shown = client.post(&format!("{FACTOR}/confirm"), &[("token", &token), ("code", &code)]).await.ok();
    (phone, codes_of(&shown.text()))
}

/// A new browser at the second step.
pub(crate) async fn at_step(app: &TestApp, email: &str) -> Client {
    let client = app.client();
    let form = [("identifier", email), ("password", PASSWORD), ("next", "/en/learn/profile")];
    let asked = client.post("/en/sign-in", &form).await.has(303);
    assert_eq!(asked.header("location"), "/en/sign-in/code?next=%2Fen%2Flearn%2Fprofile");
    let cookie = asked.header("set-cookie");
    assert!(cookie.starts_with("erikti-step=") && cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"));
    client.get("/en/learn").await.leads_to("/en/sign-in?next=%2Fen%2Flearn");
    client.get(STEP).await.ok();
    client
}

pub(crate) async fn type_code(client: &Client, code: &str) -> Answer {
    client.post(STEP, &[("code", code), ("next", "/en/learn/profile")]).await
}

pub(crate) async fn type_recovery(client: &Client, code: &str) -> Answer {
    client.post(STEP, &[("recovery_code", code), ("next", "/en/learn/profile")]).await
}

#[tokio::test]
async fn a_second_factor_counts_once_a_code_was_typed() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let here = staff(&app, "asel", &[Role::Trainer]).await;
        app.mail_to("asel@example.kz").await;
        let elsewhere = app.client();
        elsewhere.sign_in("en", "asel@example.kz").await;

        // Nothing begins without the password, and nothing counts without a code.
        wish(&here, "begin", "wrong password 1").await.has(422).says("present password is not right");
        assert!(!here.get(FACTOR).await.ok().text().contains("<svg"));
        wish(&here, "begin", PASSWORD).await.has(303);
        let page = here.get(FACTOR).await.ok().text();
        assert!(page.contains("<svg") && page.contains("otpauth://totp/Erikti:asel%40example.kz?secret="), "{page}");
        assert!(page.contains("inputmode=\"numeric\"") && page.contains("autocomplete=\"one-time-code\""), "{page}");
        let other = app.client();
        other.sign_in("en", "asel@example.kz").await;
        let (phone, token) = (Authenticator::of(&page), token_of(&page, "main-form"));
        let confirm = format!("{FACTOR}/confirm");
        let wrong = here.post(&confirm, &[("token", &token), ("code", &phone.wrong(&app))]).await.has(422);
        wrong.says("This code does not fit");
        assert_eq!(Authenticator::of(&wrong.text()).0, phone.0, "the picture stays");
        let first = phone.now(&app);
        let shown = here.post(&confirm, &[("token", &token), ("code", &first)]).await.ok().text();
        let codes = codes_of(&shown);
        assert_eq!(codes.len(), 10, "{shown}");
        let again = here.post(&confirm, &[("token", &token), ("code", &first)]).await.ok().text();
        assert_eq!(codes_of(&again), codes, "a second click shows the same");
        let switched = here.post(FACTOR, &[("token", &token_of(&shown, "main-form")), ("switch", "ru")]).await.ok();
        switched.says("lang=\"ru\"");
        assert_eq!(codes_of(&switched.text()), codes, "another language shows the same");
        let page = here.get(FACTOR).await.ok();
        page.says("<dd>10</dd>");
        assert!(!page.text().contains(&codes[0]) && !page.text().contains("<svg"), "shown once");
        assert!(text(&app.mail_to("asel@example.kz").await).contains("asks for a code from your phone"));
        // Sign-ins that were made without it have ended; this one has shown both.
        for client in [&elsewhere, &other] {
            client.get("/en/learn").await.has(303);
        }
        here.get("/en/trainer").await.ok();
    })
    .await;
}

#[tokio::test]
async fn signing_in_takes_each_code_once() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let here = staff(&app, "asel", &[Role::Trainer]).await;
        let (phone, _) = set_up(&app, &here).await;
        let first = phone.now(&app);
        // The code that confirmed is used up.
        let browser = at_step(&app, "asel@example.kz").await;
        type_code(&browser, &first).await.has(422).says("used already");
        app.advance(60);
        let step_over = type_code(&browser, &first).await.has(422);
        step_over.says("does not fit");
        let second = phone.now(&app);
        let entered = type_code(&browser, &format!(" {} {} ", &second[..3], &second[3..])).await;
        entered.leads_to("/en/learn/profile");
        browser.get("/en/trainer").await.ok();
        // Neither the same code again, nor an older one that was never used, nor the same step.
        let thief = at_step(&app, "asel@example.kz").await;
        type_code(&thief, &second).await.has(422).says("used already");
        let earlier = phone.code(app.app.now().unix() - 30);
        type_code(&thief, &earlier).await.has(422).says("used already");
        type_code(&thief, "").await.has(422);
        thief.get("/en/learn").await.has(303);
        browser.get(STEP).await.leads_to("/en/learn");
    })
    .await;
}

#[tokio::test]
async fn a_recovery_code_lets_in_once_and_nothing_is_kept_in_plain() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let here = staff(&app, "asel", &[Role::Trainer]).await;
        let id = person_of(&app, "asel@example.kz").await;
        let (phone, codes) = set_up(&app, &here).await;
        for _ in 0..2 {
            app.mail_to("asel@example.kz").await;
        }
        // A recovery code lets in once, and the owner hears of it.
        let typed = codes[3].to_lowercase().replace('-', " ");
        let lost = at_step(&app, "asel@example.kz").await;
        let entered = type_recovery(&lost, &typed).await;
        let said: Vec<_> = entered.headers.get_all("set-cookie").iter().filter_map(|one| one.to_str().ok()).collect();
        assert!(said.iter().any(|cookie| cookie.starts_with("flash=flash-recovery-used")), "{said:?}");
        entered.leads_to("/en/learn/profile");
        assert!(text(&app.mail_to("asel@example.kz").await).contains("9 are left"));
        let thief = at_step(&app, "asel@example.kz").await;
        type_recovery(&thief, &codes[3]).await.has(422).says("was used before");
        thief.get("/en/learn").await.has(303);

        // What is kept: a sealed secret and digests, and nothing of it in the export.
        let rows = app.app.read(|conn| {
            let sealed: Vec<Option<String>> = second_factors::table.select(second_factors::secret).load(conn)?;
            let digests: Vec<String> = recovery_codes::table.select(recovery_codes::digest).load(conn)?;
            Ok((sealed, digests))
        });
        let (sealed, digests) = rows.await.expect("the database answers");
        let sealed = sealed[0].clone().expect("a secret");
        let plain = BASE32_NOPAD.encode(&phone.0);
        assert!(!sealed.contains(&plain) && sealed.matches('.').count() == 2, "{sealed}");
        assert!(digests.iter().all(|digest| digest.len() == 64), "{digests:?}");
        let export = app.app.read(move |conn| accounts::export_account(conn, id)).await.expect("an export").to_string();
        assert!(export.contains("\"recovery_codes_left\":9"), "{export}");
        assert!(!export.contains(&sealed) && !export.contains(&plain) && !export.contains(&digests[0]));
        let done = audit_of(&app, id).await;
        for action in ["second factor set up", "recovery code used"] {
            assert_eq!(done.iter().filter(|entry| *entry == action).count(), 1, "{done:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn codes_are_renewed_the_phone_replaced_and_the_second_step_ended_with_the_password() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let here = staff(&app, "asel", &[Role::Trainer]).await;
        let (phone, codes) = set_up(&app, &here).await;
        for button in ["codes", "begin", "end"] {
            wish(&here, button, "wrong password 1").await.has(422);
        }
        for _ in 0..2 {
            app.mail_to("asel@example.kz").await;
        }
        let renewed = codes_of(&wish(&here, "codes", PASSWORD).await.ok().text());
        assert_eq!(renewed.len(), 10);
        assert!(text(&app.mail_to("asel@example.kz").await).contains("New recovery codes were made"));
        let browser = at_step(&app, "asel@example.kz").await;
        type_recovery(&browser, &codes[0]).await.has(422);
        type_recovery(&browser, &renewed[0]).await.leads_to("/en/learn/profile");

        // While another phone is being set up, the former one goes on to work.
        app.advance(60);
        wish(&here, "begin", PASSWORD).await.has(303);
        let browser = at_step(&app, "asel@example.kz").await;
        type_code(&browser, &phone.now(&app)).await.leads_to("/en/learn/profile");
        app.advance(3601);
        assert!(!here.get(FACTOR).await.ok().text().contains("<svg"), "a picture that nobody scanned goes");
        let (other, newest) = set_up(&app, &here).await;
        app.advance(60);
        let browser = at_step(&app, "asel@example.kz").await;
        type_code(&browser, &phone.now(&app)).await.has(422);
        type_recovery(&browser, &renewed[1]).await.has(422);
        type_code(&browser, &other.now(&app)).await.leads_to("/en/learn/profile");

        // Another password ends a second step that was begun with the former one.
        let begun = at_step(&app, "asel@example.kz").await;
        let form = [("present_password", PASSWORD), ("password", "on segiz qara at 8")];
        browser.post("/en/learn/profile/password", &form).await.leads_to("/en/learn/profile");
        type_recovery(&begun, &newest[0]).await.leads_to("/en/sign-in");
        wish(&browser, "end", "on segiz qara at 8").await.leads_to(FACTOR);
        let free = app.client();
        let form = [("identifier", "asel@example.kz"), ("password", "on segiz qara at 8")];
        free.post("/en/sign-in", &form).await.leads_to("/en/learn");
    })
    .await;
}

#[tokio::test]
async fn a_second_step_waits_no_longer_than_ten_minutes_and_codes_cannot_be_tried_for_long() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let here = staff(&app, "asel", &[Role::Trainer]).await;
        let (phone, codes) = set_up(&app, &here).await;
        app.advance(60);
        let late = at_step(&app, "asel@example.kz").await;
        app.advance(601);
        type_code(&late, &phone.now(&app)).await.leads_to("/en/sign-in");
        late.get(STEP).await.leads_to("/en/sign-in");

        let thief = at_step(&app, "asel@example.kz").await;
        for _ in 0..9 {
            type_code(&thief, &phone.wrong(&app)).await.has(422).says("does not fit");
        }
        type_recovery(&thief, "ABCD-EFGH-IJKL-MNOP").await.has(422).says("recovery code does not fit");
        // Another step begun with the password is no way round, and the right code is not even looked at.
        let thief = at_step(&app, "asel@example.kz").await;
        type_code(&thief, &phone.now(&app)).await.has(422).says("Wait 15 minutes");
        type_recovery(&thief, &codes[0]).await.has(422).says("Wait 15 minutes");
        app.advance(901);
        let owner = at_step(&app, "asel@example.kz").await;
        type_code(&owner, &phone.now(&app)).await.leads_to("/en/learn/profile");

        // A closed account does not get in, even from a step that was begun before.
        let id = person_of(&app, "asel@example.kz").await;
        let begun = at_step(&app, "asel@example.kz").await;
        let close = move |conn: &mut _, ctx: &_| accounts::set_disabled(conn, ctx, id, accounts::Access::Disabled);
        app.app.write(Actor::Shell, close).await.expect("closed");
        type_recovery(&begun, &codes[0]).await.leads_to("/en/sign-in");
    })
    .await;
}

#[tokio::test]
async fn a_wrong_clock_or_a_lost_key_of_the_server_keeps_nobody_out() {
    let app = TestApp::start().await;
    let here = staff(&app, "asel", &[Role::Trainer]).await;
    let (phone, codes) = set_up(&app, &here).await;
    let right = app.app.now().unix();
    app.advance(3600);
    let browser = at_step(&app, "asel@example.kz").await;
    let refused = type_code(&browser, &phone.code(right + 60)).await.has(422);
    // 04:00 in UTC, an hour on, in the zone of the region.
    refused.says("clock shows ");
    refused.says("10:00");
    type_recovery(&browser, &codes[0]).await.leads_to("/en/learn/profile");

    std::fs::remove_file(sealing_key_path(&app.app.config.data)).expect("the key is there");
    let app = app.restart().await;
    let browser = at_step(&app, "asel@example.kz").await;
    browser.get(STEP).await.ok().says("it was moved or restored");
    type_code(&browser, &phone.now(&app)).await.has(422);
    type_recovery(&browser, &codes[1]).await.leads_to("/en/learn/profile");
    let (phone, _) = set_up(&app, &browser).await;
    app.advance(60);
    let browser = at_step(&app, "asel@example.kz").await;
    type_code(&browser, &phone.now(&app)).await.leads_to("/en/learn/profile");
}

#[tokio::test]
async fn the_pages_of_the_second_step_are_whole_in_every_language() {
    let app = TestApp::start().await;
    let here = staff(&app, "asel", &[Role::Trainer]).await;
    for step in 0..3 {
        match step {
            0 => {}
            1 => _ = wish(&here, "begin", PASSWORD).await.has(303),
            _ => _ = set_up(&app, &here).await,
        }
        for lang in Lang::ALL {
            let target = format!("/{lang}/learn/profile/second-factor");
            let answer = here.get(&target).await.ok();
            super::pages::assert_whole(&target, lang, &answer);
            super::pages::assert_switch(&target, lang, &answer);
        }
    }
    let browser = at_step(&app, "asel@example.kz").await;
    for lang in Lang::ALL {
        let target = format!("/{lang}/sign-in/code");
        let answer = browser.get(&target).await.ok();
        super::pages::assert_whole(&target, lang, &answer);
        super::pages::assert_switch(&target, lang, &answer);
        let switched = browser.post(&target, &[("switch", "ru"), ("code", "123")]).await.ok();
        switched.says("value=\"123\"");
    }
    // A form from another site does not get through the second step either.
    let foreign = browser.request(Method::POST, STEP).header("origin", "https://other.example");
    browser.send("POST from elsewhere".to_owned(), foreign.form(&[("code", "123456")])).await.has(403);
}
