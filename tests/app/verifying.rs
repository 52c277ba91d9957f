//! The page of a number as browsers take it: put together from parts that were compressed before, and the same as if it
//! were made anew for each visitor.

use std::io::Read;

use diesel::prelude::*;
use erikti::certificates::CertificateNumber;
use erikti::db::schema::certificates;
use erikti::db::{Conn, Database};
use erikti::i18n::{long_date, t};
use erikti::kernel::{Day, Lang, Role};
use reqwest::Method;

use super::certificates::{holder, verdict};
use super::harness::app::TestApp;
use super::harness::client::{Answer, Client};
use super::harness::database::on_both;
use super::people::staff;
use super::settings::save;

async fn ask(client: &Client, path: &str, headers: &[(&str, &str)]) -> Answer {
    let request =
        headers.iter().fold(client.request(Method::GET, path), |request, (name, value)| request.header(*name, *value));
    client.send(format!("GET {path}"), request).await
}

/// The page with gzip, unpacked.
async fn unpacked(client: &Client, path: &str, cookie: &str) -> (Answer, String) {
    let sent = [("accept-encoding", "gzip"), ("cookie", cookie)];
    let answer = ask(client, path, if cookie.is_empty() { &sent[..1] } else { &sent }).await.ok();
    assert_eq!(answer.header("content-encoding"), "gzip", "{path}");
    let mut text = String::new();
    flate2::read::GzDecoder::new(answer.body.as_slice()).read_to_string(&mut text).expect("one gzip member");
    (answer, text)
}

/// The page as it is rendered whole: a message of the last page stands in it, which is taken out.
async fn rendered(client: &Client, path: &str) -> String {
    let (answer, text) = unpacked(client, path, "flash=flash-signed-out").await;
    assert!(answer.header("set-cookie").starts_with("flash=;"), "{:?}", answer.headers);
    let (before, rest) = text.split_once("<p class=\"flash\" role=\"status\">").expect("the message");
    format!("{before}{}", rest.split_once("</p>").expect("its end").1)
}

/// Fails unless the page comes the same packed, plain and rendered whole, again and again.
async fn assert_same(client: &Client, path: &str) -> String {
    let whole = rendered(client, path).await;
    for _ in 0..2 {
        let (packed, text) = unpacked(client, path, "").await;
        assert_eq!(text, whole, "{path}");
        let plain = ask(client, path, &[]).await.ok();
        assert_eq!(plain.text(), whole, "{path}");
        for answer in [packed, plain] {
            let of = |name| answer.header(name).to_owned();
            assert_eq!((of("vary"), of("cache-control")), ("accept-encoding".to_owned(), "no-store".to_owned()));
            assert_eq!(of("content-type"), "text/html; charset=utf-8");
            assert!(of("set-cookie").is_empty() && !of("content-security-policy").is_empty(), "{:?}", answer.headers);
        }
    }
    let head = client.request(Method::HEAD, path).header("accept-encoding", "gzip");
    let head = client.send(format!("HEAD {path}"), head).await.ok();
    assert!(head.body.is_empty() && head.header("content-encoding") == "gzip", "{:?}", head.headers);
    whole
}

#[tokio::test]
async fn the_page_of_a_number_is_the_same_packed_plain_and_made_anew() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let (_, certificate, _) = holder(&app).await;
        let officer = staff(&app, "officer", &[Role::Centre]).await;
        let unknown = (1..9).map(CertificateNumber::from_random).find(|other| *other != certificate.number);
        let (number, unknown) = (certificate.number.to_string(), unknown.expect("another number").to_string());
        let strange = "%22%3E%3Cscript%3E%26amp;%01query%01%00%01answer%01%D2%9B";
        for lang in Lang::ALL {
            app.advance(60);
            for typed in [&number, &unknown, strange, &"7".repeat(300), "+x+&number=y&z=%22%27", "x&z=\u{1b}%27"] {
                assert_same(&app.client(), &format!("/{lang}/verify?number={typed}")).await;
            }
        }
        app.advance(60);
        let path = format!("/ru/verify?number={number}");
        let before = assert_same(&app.client(), &path).await;
        // What stands on every page changes with the settings, at once.
        save(&officer, &[("mail_reply_to", "appeals@centre.kz")]).await;
        let after = assert_same(&app.client(), &path).await;
        assert!(!before.contains("appeals@centre.kz") && after.contains("appeals@centre.kz"), "{after}");
        // So does what the register says.
        let revoke = format!("/en/centre/certificates/{}/revoke", certificate.number.as_str());
        officer.post(&revoke, &[("reason", "Not the right person")]).await.has(303);
        assert_eq!(verdict(&app.client(), &number).await, "revoked");
        let revoked = assert_same(&app.client(), &path).await;
        assert!(revoked.contains("<div class=\"state revoked\""), "{revoked}");
    })
    .await;
}

#[tokio::test]
async fn every_answer_about_a_certificate_that_held_is_the_same_packed_plain_and_made_anew() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let (_, certificate, _) = holder(&app).await;
        let (id, today) = (certificate.id, app.app.today());
        let past = |day| Some(Day::parse(day).expect("a day"));
        for (kind, until, renewed, erased) in [
            ("theory", Some(today.plus_days(1)), false, false),
            ("practical", Some(today.plus_days(90)), true, false),
            ("theory", None, false, false),
            ("practical", None, true, true),
            ("practical", past("2025-12-31"), false, false),
            ("theory", past("2024-02-29"), true, true),
        ] {
            // By itself: what the link says is looked at, not where it leads.
            let newer = renewed.then(|| certificate.number.as_str().to_owned());
            let erased_at = erased.then(|| app.app.now());
            let change = move |conn: &mut Conn| {
                let said = (certificates::kind.eq(kind), certificates::expires_on.eq(until));
                let name = certificates::holder.eq("<b>Әсем & \"Ө\"</b>\u{1}name\u{1}");
                let course = certificates::course_title.eq("\u{1}until\u{1} 'Ә'");
                let since = (certificates::renewed_by.eq(newer.clone()), certificates::erased_at.eq(erased_at));
                Ok(diesel::update(certificates::table.find(id)).set((said, name, course, since)).execute(conn)?)
            };
            app.app.db.write(change).await.expect("written");
            for lang in Lang::ALL {
                app.advance(60);
                let path = format!("/{lang}/verify?number={}", certificate.number);
                let page = assert_same(&app.client(), &path).await;
                let is_expired = until.is_some_and(|until| until < today);
                assert_eq!(page.contains("<div class=\"state expired\""), is_expired, "{page}");
                assert_eq!(page.contains("<div class=\"state valid\""), !is_expired, "{page}");
                assert_eq!(page.contains("<div class=\"state practice\""), kind == "practical", "{page}");
                let said = until.map_or_else(|| t(lang, "certificate-no-expiry").into(), |day| long_date(lang, day));
                assert_eq!(page.matches(&format!("<dd>{said}</dd>")).count(), 1, "{page}");
                assert_eq!(page.matches(&said).count(), if is_expired { 2 } else { 1 }, "{page}");
                let link = format!("class=\"number\" href=\"{path}\">{}</a>", certificate.number);
                assert_eq!(page.contains(&link), renewed, "{page}");
                assert_eq!(page.contains("<dd>&lt;b&gt;Әсем &amp; &quot;Ө&quot;&lt;/b&gt;"), !erased, "{page}");
                assert_eq!(page.contains(t(lang, "care-name-erased")), erased, "{page}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn whoever_is_signed_in_gets_a_page_of_their_own_and_nobody_else_does() {
    let app = TestApp::start().await;
    let (asem, certificate, _) = holder(&app).await;
    let path = format!("/en/verify?number={}", certificate.number);
    let officer = staff(&app, "officer", &[Role::Centre]).await;
    for (client, link) in [(&asem.client, "/en/learn/profile"), (&officer, "/en/check")] {
        let link = format!("href=\"{link}\"");
        let (_, own) = unpacked(client, &path, "").await;
        assert!(own.contains(&link) && !own.contains("/en/sign-in"), "{own}");
        assert_eq!(ask(client, &path, &[]).await.ok().text(), own);
        let (_, other) = unpacked(&app.client(), &path, "").await;
        assert!(!other.contains(&link) && other.contains("/en/sign-in"), "{other}");
    }
    // The empty form comes as it always did, and a short address is read as one.
    let (_, form) = unpacked(&app.client(), "/en/verify", "").await;
    assert_eq!(ask(&app.client(), "/en/verify", &[]).await.ok().text(), form);
    assert!(form.contains("id=\"number\""), "{form}");
    app.client().get("/v/verify").await.leads_to("/kk/verify?number=verify");
    app.client().get("/xx/verify").await.has(404);
}

/// What programs are told of a number.
async fn told(client: &Client, number: &str) -> String {
    let answer = client.get(&format!("/api/v1/certificates/{number}")).await.ok();
    let answer: serde_json::Value = serde_json::from_slice(&answer.body).expect("JSON");
    answer["state"].as_str().expect("a state").to_owned()
}

#[tokio::test]
async fn whatever_is_written_by_whomever_is_in_the_very_next_answer() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let (_, certificate, _) = holder(&app).await;
        let (visitor, id, number) = (app.client(), certificate.id, certificate.number.to_string());
        let command = Database::open(&app.app.config.database).expect("another program has the database open");
        for turn in 0..16 {
            app.advance(60);
            let revoked_at = (turn % 2 == 0).then(|| app.app.now());
            let revoke = move |conn: &mut Conn| {
                let revoked = certificates::revoked_at.eq(revoked_at);
                Ok(diesel::update(certificates::table.find(id)).set(revoked).execute(conn)?)
            };
            let writer = if turn % 4 < 2 { &app.app.db } else { &command };
            writer.write(revoke).await.expect("written");
            let state = if turn % 2 == 0 { "revoked" } else { "valid" };
            for _ in 0..3 {
                assert_eq!(
                    (verdict(&visitor, &number).await, told(&visitor, &number).await),
                    (state.into(), state.into())
                );
            }
        }
        // A number that nobody had a moment ago, and one that nobody has any more.
        let other = (1..9).map(CertificateNumber::from_random).find(|other| *other != certificate.number);
        let other = other.expect("another number");
        assert_eq!(told(&visitor, other.as_str()).await, "unknown");
        let renumber = move |conn: &mut Conn| {
            let new = certificates::number.eq(other.as_str().to_owned());
            diesel::update(certificates::table.find(id)).set(new).execute(conn)?;
            Ok(other.as_str().to_owned())
        };
        let other = app.app.db.write(renumber).await.expect("written");
        assert_eq!((told(&visitor, &other).await, told(&visitor, &number).await), ("valid".into(), "unknown".into()));
    })
    .await;
}

#[tokio::test]
async fn numbers_are_limited_on_the_page_and_for_programs_together() {
    let app = TestApp::start().await;
    let visitor = app.client();
    for _ in 0..60 {
        visitor.get("/en/verify?number=x").await.ok();
        visitor.get("/api/v1/certificates/x").await.ok();
    }
    let refused = visitor.get("/en/verify?number=x").await.has(429);
    assert_eq!((refused.header("retry-after"), refused.header("cache-control")), ("1", "no-store"));
    visitor.get("/api/v1/certificates/x").await.has(429);
    visitor.get("/en/verify").await.ok();
    app.advance(1);
    visitor.get("/en/verify?number=x").await.ok();
}
