//! The care of one's own account: sign-ins, password, address.

use diesel::prelude::*;
use erikti::accounts::{NewPerson, SignedUp, add_person};
use erikti::db::schema::{outbox, sign_ins};
use erikti::kernel::{Actor, Email, Lang, PersonName, Random, Role};
use reqwest::Method;

use super::harness::app::TestApp;
use super::harness::client::{Answer, Client, PASSWORD, between};
use super::harness::database::on_both;
use super::people::{audit_of, confirm, link_to, person_of, staff};

const ASEM: &str = "asem@example.kz";
const NEW: &str = "asem.new@example.kz";
const NAME: &str = "Әсем Нұрғалиқызы";
const OTHER: &str = "on segiz qara at 8";
const DAY: i64 = 24 * 3600;
const PHONE: &str =
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36";
const SIGN_INS: &str = "/en/learn/profile/sign-ins";
const EMAIL: &str = "/en/learn/profile/email";

/// Signs in with a browser that says what it is.
async fn sign_in_as(app: &TestApp, browser: &str, password: &str) -> (Client, Answer) {
    let client = app.client();
    let form = [("identifier", ASEM), ("password", password)];
    let request = client.request(Method::POST, "/en/sign-in").header("origin", &app.address);
    let answer = client.send("POST /en/sign-in".to_owned(), request.header("user-agent", browser).form(&form)).await;
    (client, answer)
}

async fn phone(app: &TestApp) -> Client {
    let (client, answer) = sign_in_as(app, PHONE, PASSWORD).await;
    answer.leads_to("/en/learn");
    client
}

async fn is_in(client: &Client) -> bool {
    client.get("/en/learn").await.status == 200
}

/// What the buttons of the page end.
async fn ends(client: &Client) -> Vec<String> {
    let page = client.get(SIGN_INS).await.ok().text();
    page.split("name=\"end\" value=\"").skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
}

#[tokio::test]
async fn a_person_sees_where_they_are_signed_in_and_ends_it() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let here = app.client();
        here.sign_up("en", NAME, ASEM).await;
        assert_eq!(ends(&here).await, ["all"], "nothing to end elsewhere");
        let (one, two) = (phone(&app).await, phone(&app).await);
        let page = here.get(SIGN_INS).await.ok();
        assert_eq!(page.text().matches("<li class=\"card\">").count(), 3);
        assert_eq!(page.text().matches("this browser</span>").count(), 1);
        page.says("Chrome · Android");
        page.says("Unknown browser");

        let first = ends(&one).await.into_iter().find(|id| id.parse::<i64>().is_ok()).expect("another sign-in");
        // Somebody else's button does nothing.
        let berik = app.client();
        berik.sign_up("en", "Берік Ахметұлы", "berik@example.kz").await;
        let refused = berik.post(SIGN_INS, &[("end", &first)]).await.has(303);
        assert!(refused.header("set-cookie").contains("flash-already-so"));
        assert!(is_in(&two).await && is_in(&here).await);
        // The last used comes first: that is the other phone.
        one.post(SIGN_INS, &[("end", &first)]).await.leads_to(SIGN_INS);
        assert!(!is_in(&two).await && is_in(&one).await && is_in(&here).await);
        here.post(SIGN_INS, &[("end", "others")]).await.leads_to(SIGN_INS);
        assert!(!is_in(&one).await && is_in(&here).await && is_in(&berik).await);
        let third = phone(&app).await;
        let out = here.post(SIGN_INS, &[("end", "all")]).await;
        let cookies: Vec<_> =
            out.headers.get_all("set-cookie").iter().filter_map(|cookie| cookie.to_str().ok()).collect();
        assert!(cookies.iter().any(|cookie| cookie.contains("Max-Age=0")), "{cookies:?}");
        out.leads_to("/en/sign-in");
        assert!(!is_in(&third).await && !is_in(&here).await);
        let done = audit_of(&app, person_of(&app, ASEM).await).await;
        assert_eq!(done.iter().filter(|action| *action == "sign-ins ended").count(), 3, "{done:?}");

        // What the database knows of a browser: the coarse name, and no address.
        let stored: Vec<Option<String>> =
            app.app.read(|conn| Ok(sign_ins::table.select(sign_ins::device).load(conn)?)).await.expect("read");
        assert!(stored.iter().flatten().all(|device| device == "Chrome · Android"), "{stored:?}");
    })
    .await;
}

#[tokio::test]
async fn a_sign_in_that_nobody_uses_leaves_the_list() {
    let app = TestApp::start().await;
    let here = app.client();
    here.sign_up("en", NAME, ASEM).await;
    let _left_behind = phone(&app).await;
    app.advance(13 * DAY);
    here.get("/en/learn").await.ok();
    // That it was used is noted beside the request.
    let now = app.app.now();
    let noted = async || {
        let of_now = app.app.read(move |conn| {
            let seen = sign_ins::table.filter(sign_ins::seen_at.ge(now)).count();
            Ok(seen.get_result::<i64>(conn)?)
        });
        of_now.await.expect("the database answers")
    };
    while noted().await == 0 {
        tokio::time::sleep(std::time::Duration::from_millis(25)).await;
    }
    assert_eq!(ends(&here).await.len(), 3);
    app.advance(2 * DAY);
    assert_eq!(ends(&here).await, ["all"]);
}

#[tokio::test]
async fn a_new_password_asks_the_present_one_and_ends_every_other_sign_in() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let here = app.client();
        here.sign_up("ru", NAME, ASEM).await;
        app.mail_to(ASEM).await;
        let other = phone(&app).await;
        let path = "/en/learn/profile/password";
        let change =
            async |present: &str, new: &str| here.post(path, &[("present_password", present), ("password", new)]).await;
        change("", OTHER).await.has(422).says("The present password is not right.");
        change("wrong password 1", OTHER).await.has(422).says("The present password is not right.");
        change(PASSWORD, "short").await.has(422).says("at least 8 characters");
        change(PASSWORD, ASEM).await.has(422).says("easy to guess");
        let switched = here.post(path, &[("present_password", PASSWORD), ("switch", "kk")]).await.ok();
        assert!(!switched.text().contains(PASSWORD), "a password is shown");
        assert!(is_in(&other).await);

        // A link that is on its way to a thief ends as well.
        app.client().post("/en/reset", &[("identifier", ASEM)]).await.ok();
        let reset = link_to(&app, ASEM).await;
        change(PASSWORD, OTHER).await.leads_to("/en/learn/profile");
        assert!(is_in(&here).await && !is_in(&other).await);
        app.client().get(&reset).await.has(410);
        let told = super::text(&app.mail_to(ASEM).await);
        assert!(told.contains("/ru/reset"), "the owner's language: {told}");
        sign_in_as(&app, PHONE, PASSWORD).await.1.has(422);
        sign_in_as(&app, PHONE, OTHER).await.1.has(303);
        assert!(audit_of(&app, person_of(&app, ASEM).await).await.contains(&"password changed".to_owned()));
    })
    .await;
}

#[tokio::test]
async fn the_present_password_cannot_be_guessed_at_an_open_phone() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let here = app.client();
        here.sign_up("en", NAME, ASEM).await;
        let change = async |present: &str| {
            here.post("/en/learn/profile/password", &[("present_password", present), ("password", OTHER)]).await
        };
        for _ in 0..10 {
            change("wrong password 1").await.has(422).says("The present password is not right.");
        }
        change(PASSWORD).await.has(422).says("Too many tries.");
        // The counter is the same for every form that asks.
        let asked = [("email", NEW), ("present_password", PASSWORD)];
        here.post(EMAIL, &asked).await.has(422).says("Too many tries.");
        // Signing in is another door, and stays open.
        phone(&app).await;
        app.advance(15 * 60);
        change(PASSWORD).await.has(303);
    })
    .await;
}

/// The mails that wait for an address, or are gone.
async fn certificates(app: &TestApp) -> Vec<(String, String)> {
    let rows = app.app.read(|conn| {
        let of_certificates = outbox::table.filter(outbox::kind.eq("certificate"));
        Ok(of_certificates.select((outbox::address, outbox::state)).load(conn)?)
    });
    rows.await.expect("the database answers")
}

#[tokio::test]
async fn another_address_holds_once_it_is_confirmed_and_held_mail_follows() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let learner = super::learner::Learner::enrol(&app, erikti::kernel::Lang::En, "asem", "leadership").await;
        let here = learner.client.clone();
        learner.complete(NAME).await;
        while certificates(&app).await.is_empty() {
            tokio::time::sleep(std::time::Duration::from_millis(25)).await;
        }
        // Typed wrongly at sign-up, as happens: nobody has confirmed it.
        assert_eq!(certificates(&app).await, [(ASEM.to_owned(), "held".to_owned())]);
        for (form, message) in [
            ([("email", "asem@"), ("present_password", PASSWORD)], "Type an e-mail address"),
            ([("email", ASEM), ("present_password", PASSWORD)], "This is your address already."),
            ([("email", NEW), ("present_password", "wrong password 1")], "The present password is not right."),
        ] {
            let refused = here.post(EMAIL, &form).await.has(422);
            refused.says(message);
            refused.says(&format!("value=\"{}\"", form[0].1));
        }
        here.post(EMAIL, &[("email", NEW), ("present_password", PASSWORD)]).await.leads_to(EMAIL);
        let former = link_to(&app, NEW).await;
        here.get(EMAIL).await.ok().says(NEW);
        here.get("/en/learn/profile").await.ok().says(ASEM);
        here.post(EMAIL, &[("email", NEW), ("present_password", PASSWORD)]).await.leads_to(EMAIL);
        let link = link_to(&app, NEW).await;
        app.client().get(&former).await.has(410);
        app.client().get(&link).await.ok();
        assert_eq!(certificates(&app).await, [(ASEM.to_owned(), "held".to_owned())], "opening a link changes nothing");

        // On another device, where nobody is signed in.
        let elsewhere = app.client();
        elsewhere.post(&link, &[]).await.leads_to(EMAIL);
        elsewhere.post(&link, &[]).await.has(410);
        app.mail_to(NEW).await;
        assert_eq!(certificates(&app).await[0].0, NEW);
        assert!(is_in(&here).await, "this sign-in goes on");
        sign_in_as(&app, PHONE, PASSWORD).await.1.has(422);
        app.client().sign_in("en", NEW).await;
        // The former address was never confirmed, so it may be a stranger's: nothing was sent there.
        let to_former: Vec<String> = app
            .app
            .read(|conn| Ok(outbox::table.filter(outbox::address.eq(ASEM)).select(outbox::kind).load(conn)?))
            .await
            .expect("the database answers");
        assert_eq!(to_former, ["confirm-address"]);
    })
    .await;
}

#[tokio::test]
async fn the_former_address_takes_the_account_back_for_seven_days() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let owner = app.client();
        owner.sign_up("en", NAME, ASEM).await;
        confirm(&app, &owner, ASEM).await;
        // Somebody who knows the password, on another phone.
        let thief = phone(&app).await;
        thief.post(EMAIL, &[("email", "thief@example.kz"), ("present_password", PASSWORD)]).await.leads_to(EMAIL);
        let confirmation = link_to(&app, "thief@example.kz").await;
        thief.post(&confirmation, &[]).await.leads_to(EMAIL);
        let told = super::text(&app.mail_to(ASEM).await);
        assert!(told.contains("t…@example.kz") && !told.contains("thief@"), "{told}");
        let undo = format!("/{}", between(&told, &format!("{}/", app.address), "\n").trim());

        // Nobody else may take the address in the meantime.
        let visitor = app.client();
        let form = [
            ("name", NAME),
            ("email", "Asem@example.kz"),
            ("password", PASSWORD),
            ("language", "en"),
            ("district", "1"),
            ("birth_year", "2007"),
            ("consent", "yes"),
        ];
        visitor.post("/en/sign-up", &form).await.has(422).says("There is already an account with this address.");

        app.advance(6 * DAY);
        visitor.get(&undo).await.ok();
        let reset = visitor.post(&undo, &[]).await.has(303).header("location").to_owned();
        assert!(reset.starts_with("/en/reset/"), "{reset}");
        assert!(!is_in(&thief).await && !is_in(&owner).await);
        sign_in_as(&app, PHONE, PASSWORD).await.1.has(422);
        visitor.post(&undo, &[]).await.has(410);
        visitor.post(&reset, &[("password", OTHER)]).await.leads_to("/en/sign-in");
        let (owner, signed_in) = sign_in_as(&app, PHONE, OTHER).await;
        signed_in.leads_to("/en/learn");
        owner.get("/en/learn/profile").await.ok().says(ASEM);
        let done = audit_of(&app, person_of(&app, ASEM).await).await;
        for action in ["another e-mail asked for", "e-mail changed", "e-mail change undone"] {
            assert!(done.contains(&action.to_owned()), "{done:?}");
        }

        // A week later the way back is closed.
        owner.post(EMAIL, &[("email", NEW), ("present_password", OTHER)]).await.leads_to(EMAIL);
        let link = link_to(&app, NEW).await;
        owner.post(&link, &[]).await.leads_to(EMAIL);
        // First comes what the new password had to say.
        app.mail_to(ASEM).await;
        let undo = link_to(&app, ASEM).await;
        assert!(undo.starts_with("/en/email-undo/"), "{undo}");
        app.advance(7 * DAY + 1);
        visitor.get(&undo).await.has(410);
        visitor.post(&undo, &[]).await.has(410);
        visitor.post("/en/sign-up", &form).await.has(303);
    })
    .await;
}

/// Takes the account to another address; the path of the way back, from the mail to the former one.
pub(crate) async fn move_to(app: &TestApp, client: &Client, (from, to): (&str, &str)) -> String {
    client.post(EMAIL, &[("email", to), ("present_password", PASSWORD)]).await.leads_to(EMAIL);
    let confirmation = link_to(app, to).await;
    client.post(&confirmation, &[]).await.leads_to(EMAIL);
    let undo = link_to(app, from).await;
    assert!(undo.starts_with("/en/email-undo/"), "{undo}");
    undo
}

#[tokio::test]
async fn a_thief_cannot_end_the_way_back_by_moving_on() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let owner = app.client();
        owner.sign_up("en", NAME, ASEM).await;
        confirm(&app, &owner, ASEM).await;
        let (one, two, three) = ("one@example.kz", "two@example.kz", "three@example.kz");
        let thief = phone(&app).await;
        let owners = move_to(&app, &thief, (ASEM, one)).await;
        let first = move_to(&app, &thief, (one, two)).await;
        let second = move_to(&app, &thief, (two, three)).await;
        // Back to the first address of the thief: what was sent to the owner before still works, what came after does not.
        let visitor = app.client();
        let reset = visitor.post(&first, &[]).await.has(303).header("location").to_owned();
        visitor.post(&second, &[]).await.has(410);
        visitor.get(&owners).await.ok();
        let own = visitor.post(&owners, &[]).await.has(303).header("location").to_owned();
        visitor.get(&reset).await.has(410);
        visitor.post(&own, &[("password", OTHER)]).await.leads_to("/en/sign-in");
        let (owner, signed_in) = sign_in_as(&app, PHONE, OTHER).await;
        signed_in.leads_to("/en/learn");
        owner.get("/en/learn/profile").await.ok().says(ASEM);
    })
    .await;
}

#[tokio::test]
async fn a_new_password_ends_a_wish_for_another_address() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let owner = app.client();
        owner.sign_up("en", NAME, ASEM).await;
        app.mail_to(ASEM).await;
        let wish = async |present: &str| {
            let (thief, signed_in) = sign_in_as(&app, PHONE, present).await;
            signed_in.leads_to("/en/learn");
            thief.post(EMAIL, &[("email", NEW), ("present_password", present)]).await.leads_to(EMAIL);
            link_to(&app, NEW).await
        };
        let link = wish(PASSWORD).await;
        let change = [("present_password", PASSWORD), ("password", OTHER)];
        owner.post("/en/learn/profile/password", &change).await.leads_to("/en/learn/profile");
        app.client().post(&link, &[]).await.has(410);
        app.mail_to(ASEM).await;

        let link = wish(OTHER).await;
        app.client().post("/en/reset", &[("identifier", ASEM)]).await.ok();
        let reset = link_to(&app, ASEM).await;
        app.client().post(&reset, &[("password", PASSWORD)]).await.leads_to("/en/sign-in");
        app.client().post(&link, &[]).await.has(410);
        app.client().sign_in("en", ASEM).await;
    })
    .await;
}

#[tokio::test]
async fn nobody_else_is_given_an_address_that_its_owner_can_take_back() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let owner = app.client();
        owner.sign_up("en", NAME, ASEM).await;
        confirm(&app, &owner, ASEM).await;
        let undo = move_to(&app, &owner, (ASEM, NEW)).await;
        let officer = staff(&app, "officer", &[Role::Centre]).await;
        let berik = app.client();
        berik.sign_up("en", "Берік Ахметұлы", "berik@example.kz").await;
        let page = format!("/en/centre/people/{}", person_of(&app, "berik@example.kz").await);
        let refused = officer.post(&format!("{page}/email"), &[("email", ASEM)]).await.has(422);
        refused.says("Another account has this address");
        let link = Random::system().secret();
        let added = app.app.write(Actor::Shell, move |conn, ctx| {
            let email = Email::parse("Asem@example.kz");
            let name = PersonName::parse(NAME).expect("a name");
            let (lang, consent) = (Lang::En, None);
            let new = NewPerson {
                name,
                email,
                password_hash: None,
                lang,
                district: None,
                settlement: None,
                birth_year: None,
                consent,
            };
            add_person(conn, ctx, &new, &link)
        });
        assert_eq!(added.await.expect("the database answers"), SignedUp::EmailTaken);
        app.client().post(&undo, &[]).await.has(303);
        person_of(&app, ASEM).await;
    })
    .await;
}

#[tokio::test]
async fn an_address_of_another_account_is_refused_and_a_wish_can_be_taken_back() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let (asem, berik) = (app.client(), app.client());
        asem.sign_up("en", NAME, ASEM).await;
        berik.sign_up("en", "Берік Ахметұлы", "berik@example.kz").await;
        let ask = async |email: &str| asem.post(EMAIL, &[("email", email), ("present_password", PASSWORD)]).await;
        ask("Berik@example.kz").await.has(422).says("Another account has this address.");
        ask(NEW).await.leads_to(EMAIL);
        let link = link_to(&app, NEW).await;
        asem.post(&format!("{EMAIL}/cancel"), &[]).await.leads_to(EMAIL);
        assert!(!asem.get(EMAIL).await.ok().text().contains(NEW));
        asem.post(&link, &[]).await.has(410);
        // Taken while the link was on its way.
        ask(NEW).await.leads_to(EMAIL);
        let link = link_to(&app, NEW).await;
        app.client().sign_up("en", NAME, NEW).await;
        asem.post(&link, &[]).await.has(410).says("Another account has this address now.");
        asem.get("/en/learn/profile").await.ok().says(ASEM);
        ask("late@example.kz").await.leads_to(EMAIL);
        let link = link_to(&app, "late@example.kz").await;
        app.advance(DAY + 1);
        asem.post(&link, &[]).await.has(410).says("older than a day");
    })
    .await;
}
