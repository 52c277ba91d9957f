//! Accounts: what is wrong with a form, who gets in, links that work once, roles.

use diesel::prelude::*;
use erikti::accounts::{self, Access, Granted};
use erikti::db::Conn;
use erikti::db::schema::outbox;
use erikti::kernel::{Actor, Clock, Ctx, Lang, Role};
use reqwest::Method;

use super::harness::app::TestApp;
use super::harness::client::{Answer, Client, PASSWORD, between};
use super::harness::database::on_both;
use super::learner::Learner;
use super::people::{audit_of, confirm, link_to, person_of, staff};

const ASEM: &str = "asem@example.kz";
const NAME: &str = "Әсем Нұрғалиқызы";
const MINUTE: i64 = 60;

/// A sign-up that would be accepted.
const FORM: [(&str, &str); 7] = [
    ("name", NAME),
    ("email", ASEM),
    ("password", PASSWORD),
    ("language", "en"),
    ("district", "1"),
    ("birth_year", "2007"),
    ("consent", "yes"),
];

/// That sign-up with one field typed otherwise; without it, if nothing is typed.
fn form_with<'a>(field: &str, typed: &'a str) -> Vec<(&'a str, &'a str)> {
    let fields = FORM.iter().map(|(name, value)| (*name, if *name == field { typed } else { *value }));
    fields.filter(|(name, value)| *name != field || !value.is_empty()).collect()
}

async fn sign_in(client: &Client, email: &str, password: &str) -> Answer {
    client.post("/en/sign-in", &[("identifier", email), ("password", password)]).await
}

/// Fails unless nobody is signed in with this browser.
async fn assert_out(client: &Client) {
    client.get("/en/learn").await.leads_to("/en/sign-in?next=%2Fen%2Flearn");
}

#[tokio::test]
async fn every_mistake_of_a_sign_up_has_its_message_and_nothing_typed_is_lost() {
    let app = TestApp::start().await;
    let visitor = app.client();
    let long = "a".repeat(129);
    for (field, typed, message) in [
        ("name", "", "Type your name in letters"),
        ("name", "X", "Type your name in letters"),
        ("name", "Әсем <b>", "Type your name in letters"),
        ("email", "", "Type an e-mail address such as"),
        ("email", "asem@", "Type an e-mail address such as"),
        ("password", "", "at least 8 characters"),
        ("password", "a7 b9 x", "at least 8 characters"),
        ("password", &long, "at most 128 characters"),
        ("password", "password1", "easy to guess"),
        ("password", "asem@example.kz", "easy to guess"),
        ("district", "", "Choose your district or city"),
        ("birth_year", "", "Type your year of birth"),
        ("birth_year", "07", "Type your year of birth"),
        ("birth_year", "2025", "Type your year of birth"),
        ("consent", "", "We cannot open an account without your consent"),
    ] {
        let answer = visitor.post("/en/sign-up", &form_with(field, typed)).await;
        assert_eq!(answer.status, 422, "{field} {typed:?}");
        let page = answer.text();
        let (summary, error) =
            (between(&page, "error-summary", "</ul>"), between(&page, &format!("{field}-error\">"), "</p>"));
        assert!(
            summary.contains(&format!("href=\"#{field}\"")) && summary.matches("<li>").count() == 1,
            "{field} {typed:?}: {summary}"
        );
        assert!(error.contains(message), "{field} {typed:?}: {error:?}");
        for (name, value) in
            FORM.iter().filter(|(name, _)| *name != field && ["name", "email", "birth_year"].contains(name))
        {
            answer.says(&format!("name=\"{name}\""));
            answer.says(&format!("value=\"{value}\""));
        }
        if field != "consent" {
            answer.says("value=\"yes\" checked");
        }
        assert!(!page.contains(PASSWORD), "a password is shown");
    }
    // Everything at once, and what was typed comes back as text.
    let all = visitor.post("/en/sign-up", &[("name", "<script>"), ("email", "\"><b>")]).await.has(422).text();
    assert_eq!(between(&all, "error-summary", "</ul>").matches("<li>").count(), 6);
    assert!(!all.contains("value=\"<script>") && !all.contains("\"><b>"), "markup gets through");
    assert_out(&visitor).await;
    let count = app.app.read(accounts::count_people).await.expect("the database answers");
    assert_eq!(count, 0);
}

#[tokio::test]
async fn an_address_that_has_an_account_is_told_to_its_owner() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        app.client().sign_up("ru", NAME, ASEM).await;
        app.mail_to(ASEM).await;
        app.advance(11 * MINUTE);
        let other = app.client();
        let again = other.post("/en/sign-up", &form_with("email", "ASEM@Example.kz")).await.has(422);
        again.says("There is already an account with this address.");
        again.says("value=\"ASEM@Example.kz\"");
        assert_out(&other).await;
        let told = super::text(&app.mail_to(ASEM).await);
        assert!(told.contains("/ru/sign-in"), "the owner's language: {told}");
        // Once a day, however often somebody tries. A mail is queued before the page answers.
        let queued = async || {
            let told = outbox::table.filter(outbox::kind.eq("already-registered")).count();
            app.app.read(move |conn: &mut Conn| Ok(told.get_result::<i64>(conn)?)).await.expect("the database answers")
        };
        assert_eq!(queued().await, 1);
        other.post("/en/sign-up", &form_with("email", ASEM)).await.has(422);
        assert_eq!(queued().await, 1, "the owner is told again");
        app.advance(25 * 60 * MINUTE);
        other.post("/en/sign-up", &form_with("email", ASEM)).await.has(422);
        assert_eq!(queued().await, 2, "another day");
    })
    .await;
}

#[tokio::test]
async fn a_refused_sign_in_does_not_tell_whether_there_is_an_account() {
    let app = TestApp::start().await;
    app.client().sign_up("en", NAME, ASEM).await;
    let disabled = staff(&app, "disabled", &[]).await;
    let person = person_of(&app, "disabled@example.kz").await;
    disable(&app, person).await;
    assert_out(&disabled).await;
    let visitor = app.client();
    let mut pages = Vec::new();
    for (email, password) in
        [(ASEM, "wrong password 1"), ("none@example.kz", PASSWORD), ("disabled@example.kz", PASSWORD)]
    {
        let refused = sign_in(&visitor, email, password).await.has(422);
        refused.says("The sign-in name (or e-mail) or the password is not right.");
        pages.push(refused.text().replace(email, "…"));
    }
    assert!(pages[0] == pages[1] && pages[1] == pages[2], "the pages differ");
    let mut pages = Vec::new();
    for email in [ASEM, "none@example.kz", "disabled@example.kz"] {
        pages.push(visitor.post("/en/reset", &[("identifier", email)]).await.ok().text().replace(email, "…"));
    }
    assert!(pages[0] == pages[1] && pages[1] == pages[2], "the pages differ");
}

#[tokio::test]
async fn ten_wrong_passwords_close_the_door_for_a_quarter_of_an_hour() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[("ERIKTI_TRUSTED_PROXIES", "127.0.0.1/32")]).await;
        app.client().sign_up("en", NAME, ASEM).await;
        let try_from = async |ip: &str, password: &str| {
            let client = app.client();
            let form = [("identifier", ASEM), ("password", password)];
            let request = client.request(Method::POST, "/en/sign-in").header("origin", &app.address);
            client.send(format!("POST from {ip}"), request.header("x-forwarded-for", ip).form(&form)).await
        };
        for _ in 0..10 {
            try_from("198.51.100.1", "wrong password 1").await.has(422).says("is not right");
        }
        let closed = try_from("198.51.100.1", PASSWORD).await.has(422);
        closed.says("Too many tries. Wait 15 minutes");
        // From elsewhere the owner still gets in.
        try_from("198.51.100.2", PASSWORD).await.has(303);
        app.advance(15 * MINUTE - 1);
        try_from("198.51.100.1", PASSWORD).await.has(422);
        app.advance(1);
        try_from("198.51.100.1", PASSWORD).await.has(303);
    })
    .await;
}

#[tokio::test]
async fn a_reset_link_works_once_within_half_an_hour_and_ends_other_sign_ins() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let (asem, phone) = (app.client(), app.client());
        asem.sign_up("en", NAME, ASEM).await;
        phone.sign_in("en", ASEM).await;
        app.mail_to(ASEM).await;
        let link = async || {
            app.client().post("/en/reset", &[("identifier", ASEM)]).await.ok();
            link_to(&app, ASEM).await
        };
        let late = link().await;
        app.advance(30 * MINUTE + 1);
        let gone = app.client().get(&late).await.has(410);
        gone.says("This link does not work any more");
        gone.says("href=\"/en/reset\"");
        app.client().post(&late, &[("password", "on segiz qara at 8")]).await.has(410);

        let (former, newest) = (link().await, link().await);
        app.client().get(&former).await.has(410);
        let visitor = app.client();
        visitor.get(&newest).await.ok();
        visitor.post(&newest, &[("password", "short")]).await.has(422).says("at least 8 characters");
        visitor.post(&newest, &[("password", "on segiz qara at 8")]).await.leads_to("/en/sign-in");
        for signed_in in [&asem, &phone] {
            assert_out(signed_in).await;
        }
        visitor.post(&newest, &[("password", "toqsan toghyz tau 9")]).await.has(410);
        sign_in(&visitor, ASEM, PASSWORD).await.has(422);
        sign_in(&visitor, ASEM, "on segiz qara at 8").await.leads_to("/en/learn");
        let done = audit_of(&app, person_of(&app, ASEM).await).await;
        assert_eq!(done, ["account made", "signed in", "password reset", "signed in"]);
    })
    .await;
}

#[tokio::test]
async fn a_confirmation_that_was_used_offers_a_new_one() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let asem = app.client();
        asem.sign_up("en", NAME, ASEM).await;
        asem.get("/en/learn").await.ok().says("Your e-mail address is not confirmed yet.");
        asem.post("/en/learn/profile/confirm", &[]).await.has(303);
        let former = link_to(&app, ASEM).await;
        let link = link_to(&app, ASEM).await;
        asem.get(&former).await.has(410);
        // Mail scanners open links: nothing happens until somebody presses the button.
        asem.get(&link).await.ok();
        asem.get("/en/learn").await.ok().says("not confirmed yet");
        asem.post(&link, &[]).await.leads_to("/en/learn");
        assert!(!asem.get("/en/learn").await.ok().text().contains("not confirmed yet"));
        for answer in [asem.get(&link).await, asem.post(&link, &[]).await] {
            let gone = answer.has(410);
            gone.says("It was used before, or it is too old.");
            gone.says("href=\"/en/learn/profile\"");
        }
        assert!(audit_of(&app, person_of(&app, ASEM).await).await.contains(&"e-mail confirmed".to_owned()));
    })
    .await;
}

#[tokio::test]
async fn after_signing_out_nothing_is_left_on_a_shared_phone() {
    let app = TestApp::start().await;
    let asem = app.client();
    asem.sign_up("en", NAME, ASEM).await;
    for path in ["/en/learn", "/en/learn/profile", "/en/courses", "/en", "/en/learn/certificates"] {
        let page = asem.get(path).await.ok();
        assert_eq!(page.header("cache-control"), "no-store", "{path}");
        page.says("Not you? Switch");
        page.says(NAME);
    }
    let out = asem.post("/en/sign-out", &[]).await;
    let cookies: Vec<String> =
        out.headers.get_all("set-cookie").iter().map(|value| value.to_str().unwrap_or_default().to_owned()).collect();
    assert!(cookies.iter().any(|cookie| cookie.contains("Max-Age=0") && cookie.contains("HttpOnly")), "{cookies:?}");
    assert_eq!(out.header("clear-site-data"), "\"cache\"");
    out.leads_to("/en/sign-in");
    for path in ["/en/learn", "/en/learn/profile", "/en/learn/certificates"] {
        asem.get(path).await.has(303);
    }
    assert!(!asem.get("/en/courses").await.ok().text().contains(NAME));
    asem.post("/en/sign-out", &[]).await.leads_to("/en/sign-in");
}

/// The cookie that was copied before signing out is worth nothing after it.
#[tokio::test]
async fn a_copied_cookie_ends_with_its_sign_in() {
    let app = TestApp::start().await;
    let asem = app.client();
    let made = asem.post("/en/sign-up", &FORM).await.has(303);
    let cookie = made.header("set-cookie").split(';').next().unwrap_or_default().to_owned();
    for attribute in ["HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(made.header("set-cookie").contains(attribute), "{attribute}");
    }
    let with_copy = async || {
        let thief = app.client();
        let request = thief.request(Method::GET, "/en/learn").header("cookie", &cookie);
        thief.send("GET with a copied cookie".to_owned(), request).await.status
    };
    assert_eq!(with_copy().await, 200);
    asem.post("/en/sign-out", &[]).await.has(303);
    assert_eq!(with_copy().await, 303);
}

/// What `erikti user disable` does beside the running server.
async fn disable(app: &TestApp, person: erikti::kernel::ids::PersonId) {
    let ctx = Ctx { now: app.clock.now(), actor: Actor::Shell };
    let done = app.database().write(move |conn| accounts::set_disabled(conn, &ctx, person, Access::Disabled)).await;
    assert_eq!(done.expect("the database answers"), Granted::Yes);
}

#[tokio::test]
async fn a_closed_account_is_out_at_once() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let (asem, phone) = (app.client(), app.client());
        asem.sign_up("en", NAME, ASEM).await;
        phone.sign_in("en", ASEM).await;
        let person = person_of(&app, ASEM).await;
        disable(&app, person).await;
        assert_out(&asem).await;
        assert_out(&phone).await;
        sign_in(&phone, ASEM, PASSWORD).await.has(422);
        let administrator = staff(&app, "head", &[Role::Centre, Role::Administrator]).await;
        let page = format!("/en/centre/people/{person}");
        administrator.post(&format!("{page}/enable"), &[]).await.leads_to(&page);
        // Old sign-ins do not come back.
        assert_out(&asem).await;
        sign_in(&phone, ASEM, PASSWORD).await.has(303);
    })
    .await;
}

#[tokio::test]
async fn the_link_for_the_first_account_works_once() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let link = app.first_account.clone().expect("a link");
        let link = link.strip_prefix(&app.address).expect("a link to this server").to_owned();
        let (head, other) = (app.client(), app.client());
        head.get(&link).await.ok();
        let form = [("name", "Айгүл Сейітқызы"), ("email", "head@example.kz"), ("password", PASSWORD)];
        head.post(&link, &form[..2]).await.has(422).says("value=\"Айгүл Сейітқызы\"");
        let second = [("name", "Берік Ахметұлы"), ("email", "berik@example.kz"), ("password", PASSWORD)];
        let both = tokio::join!(head.post(&link, &form), other.post(&link, &second));
        let mut statuses = [both.0.status, both.1.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [303, 410], "two at once make one account");
        other.get(&link).await.has(410).says("Бұл сілтеме енді жарамсыз");
        other.post(&link, &form).await.has(410);
        assert_eq!(app.app.read(accounts::count_people).await.expect("the database answers"), 1);
        let first = if both.0.status == 303 { &head } else { &other };
        first.get("/kk/centre").await.ok();
        let app = app.restart().await;
        assert_eq!(app.first_account, None);
    })
    .await;
}

#[tokio::test]
async fn roles_are_given_by_those_who_may_and_written_down() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let head = staff(&app, "head", &[Role::Centre, Role::Administrator]).await;
        let officer = staff(&app, "officer", &[Role::Centre]).await;
        let asem = staff(&app, "asem", &[]).await;
        confirm(&app, &asem, ASEM).await;
        let (person, head_id) = (person_of(&app, ASEM).await, person_of(&app, "head@example.kz").await);
        let (page, own) = (format!("/en/centre/people/{person}"), format!("/en/centre/people/{head_id}"));
        let grant = format!("{page}/grant");
        asem.post(&grant, &[("role", "centre")]).await.has(403);
        for role in ["administrator", "centre"] {
            officer.post(&grant, &[("role", role)]).await.has(403);
        }
        for role in ["volunteer", "emperor", ""] {
            officer.post(&grant, &[("role", role)]).await.has(400);
        }
        officer.post(&grant, &[("role", "trainer")]).await.leads_to(&page);
        officer.post(&format!("{own}/email"), &[("email", "officer2@example.kz")]).await.has(403);
        officer.post(&format!("{own}/disable"), &[]).await.has(403);
        officer.post(&format!("{own}/withdraw"), &[("role", "administrator")]).await.has(403);

        // The last administrator stays one.
        let last = head.post(&format!("{own}/withdraw"), &[("role", "administrator")]).await.has(422);
        last.says("error-summary");
        head.post(&format!("{own}/disable"), &[]).await.has(422);
        head.get("/en/centre").await.ok();
        for role in ["administrator", "centre"] {
            head.post(&grant, &[("role", role)]).await.leads_to(&page);
        }
        head.post(&grant, &[("role", "administrator")]).await.leads_to(&page);
        asem.get("/en/centre").await.ok();
        asem.post(&format!("{own}/withdraw"), &[("role", "administrator")]).await.leads_to(&own);
        head.post(&grant, &[("role", "administrator")]).await.has(403);
        asem.post(&format!("{own}/withdraw"), &[("role", "centre")]).await.leads_to(&own);
        head.get("/en/centre").await.has(403);

        let changed = |rows: Vec<String>| rows.into_iter().filter(|row| row.starts_with("role")).collect::<Vec<_>>();
        assert_eq!(changed(audit_of(&app, person).await), ["role granted"; 3]);
        let of_head = ["role granted", "role granted", "role withdrawn", "role withdrawn"];
        assert_eq!(changed(audit_of(&app, head_id).await), of_head);
    })
    .await;
}

/// Without a script there is nothing in the browser that keeps it: it goes back at once, to whoever sent it alone.
#[tokio::test]
async fn what_was_written_when_the_sign_in_had_ended_is_given_back() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let learner = Learner::enrol(&app, Lang::Kk, "asem", "leadership").await;
        let asem = &learner.client;
        asem.post("/kk/sign-out", &[]).await.has(303);
        let form = [
            ("lesson", "six-motives"),
            ("message", "Неге <алты>?\nҚайсысы маңызды?"),
            ("present_password", "alty qyzyl alma 7"),
        ];
        let given_back = asem.post("/kk/learn/leadership/ask", &form).await.has(403);
        for words in
            ["Неге &lt;алты&gt;?\nҚайсысы маңызды?</textarea>", "href=\"/kk/sign-in?next=", "Ештеңе сақталған жоқ"]
        {
            given_back.says(words);
        }
        for unsaid in ["alty qyzyl", "six-motives"] {
            assert!(!given_back.text().contains(unsaid), "{unsaid} is shown");
        }
        assert_eq!(given_back.header("cache-control"), "no-store");
        // Nobody else gets it, and nothing was sent.
        for path in ["/kk/sign-in", "/kk/courses/leadership"] {
            assert!(!asem.get(path).await.ok().text().contains("Қайсысы"), "{path}");
        }
        asem.sign_in("kk", "asem@example.kz").await;
        asem.get("/kk/learn/asked").await.ok().says("Әзірге ештеңе сұраған жоқсыз.");
        // The form itself still works, whatever stands around it.
        learner.post("/ask", &[("message".to_owned(), "Неге?".to_owned())]).await.leads_to("/kk/learn/asked");
        // A choice is no text, and a form from elsewhere is shown to nobody.
        let visitor = app.client();
        visitor.post("/kk/learn/leadership/ask", &[("lesson", "six-motives")]).await.has(303);
        let request = visitor.request(reqwest::Method::POST, "/kk/learn/leadership/ask");
        let foreign = request.header("origin", "https://elsewhere.example").form(&[("message", "Неге алты?")]);
        let foreign = visitor.send("a foreign form".to_owned(), foreign).await.has(403);
        assert!(!foreign.text().contains("Неге алты?"));
    })
    .await;
}

/// What was typed waits in the browser, so one comes back to the form; a stranger's page is never gone to.
#[tokio::test]
async fn whoever_signs_in_again_comes_back_to_the_form_that_was_sent() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let client = Client::new(&app.address);
        for (from, next) in [
            (
                format!("{}/kk/learn/first-aid/lessons/scene", app.address),
                "%2Fkk%2Flearn%2Ffirst-aid%2Flessons%2Fscene",
            ),
            ("https://elsewhere.example/kk/learn/first-aid".to_owned(), "%2Fkk%2Flearn"),
            (format!("{}/healthz", app.address), "%2Fkk%2Flearn"),
        ] {
            let to = "/kk/learn/first-aid/lessons/scene/checks/scene-check-1";
            let request =
                client.request(reqwest::Method::POST, to).header("origin", &app.address).header("referer", &from);
            let answer = client.send(from.clone(), request.form(&[("answer", "x")])).await;
            assert_eq!(answer.header("location"), format!("/kk/sign-in?next={next}"), "{from}");
        }
    })
    .await;
}
