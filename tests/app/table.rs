//! Who may ask for what: every route of the program for every audience. A route without a row fails.

#[path = "table/borders.rs"]
mod borders;
#[path = "table/editing.rs"]
mod editing;
#[path = "table/groups.rs"]
mod groups;
#[path = "table/intake.rs"]
mod intake;
#[path = "table/practice.rs"]
mod practice;
#[path = "table/programs.rs"]
mod programs;
#[path = "table/reports.rs"]
mod reports;
#[path = "table/second.rs"]
mod second;
#[path = "table/transcript.rs"]
mod transcript;

use std::collections::BTreeSet;

use erikti::kernel::Lang;
use reqwest::Method;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::harness::client::Answer;
use super::harness::routes::routes;
use super::site::{AUDIENCES, Site};

/// What an empty request to a thing that exists is answered with, in the order of [`AUDIENCES`]. On a route that
/// needs an account, 303 to a visitor leads to the sign-in page.
type Row = (&'static str, &'static str, [u16; 5]);

const PUBLIC: &[Row] = &[
    // In a build for development alone.
    ("GET", "/{lang}/design", [200; 5]),
    ("GET", "/logo/{digest}.png", [404; 5]),
    ("GET", "/", [303; 5]),
    ("GET", "/assets/{name}", [200; 5]),
    ("GET", "/media/{digest}.svg", [200; 5]),
    // The digest is that of a drawing.
    ("GET", "/media/{digest}.jpg", [404; 5]),
    ("GET", "/healthz", [200; 5]),
    ("GET", "/readyz", [200; 5]),
    ("GET", "/.well-known/jwks.json", [200; 5]),
    ("GET", "/v/{number}", [303; 5]),
    ("GET", "/{lang}", [200; 5]),
    ("GET", "/emergency-worker.js", [200; 5]),
    ("GET", "/{lang}/emergency", [200; 5]),
    ("GET", "/{lang}/privacy", [200; 5]),
    ("GET", "/{lang}/consent-form", [200; 5]),
    ("GET", "/{lang}/verify", [200; 5]),
    ("POST", "/{lang}/verify", [400; 5]),
    ("GET", "/{lang}/courses", [200; 5]),
    ("GET", "/{lang}/courses/{course}", [200; 5]),
    ("GET", "/{lang}/courses/{course}/templates/{template}", [200; 5]),
    ("GET", "/{lang}/courses/{course}/templates/{template}.xlsx", [200; 5]),
    ("GET", "/{lang}/sign-up", [200, 303, 303, 303, 303]),
    ("POST", "/{lang}/sign-up", [422; 5]),
    // Also for whoever is signed in: phones are shared.
    ("GET", "/{lang}/sign-in", [200; 5]),
    ("POST", "/{lang}/sign-in", [422; 5]),
    ("GET", "/{lang}/first/{token}", [410; 5]),
    ("POST", "/{lang}/first/{token}", [410; 5]),
    ("GET", "/{lang}/confirm/{token}", [200; 5]),
    ("POST", "/{lang}/confirm/{token}", [410; 5]),
    ("GET", "/{lang}/reset", [200; 5]),
    // For those alone who signed in with a card: `cards.rs`.
    ("GET", "/{lang}/password", [303; 5]),
    ("POST", "/{lang}/password", [303; 5]),
];

const ACCOUNTS: &[Row] = &[
    ("POST", "/{lang}/reset", [422; 5]),
    ("GET", "/{lang}/reset/{token}", [200; 5]),
    ("POST", "/{lang}/reset/{token}", [422; 5]),
    ("GET", "/{lang}/email/{token}", [410; 5]),
    ("POST", "/{lang}/email/{token}", [410; 5]),
    ("GET", "/{lang}/email-undo/{token}", [410; 5]),
    ("POST", "/{lang}/email-undo/{token}", [410; 5]),
    // Last of all: it ends the sign-in.
    ("POST", "/{lang}/sign-out", [303; 5]),
];

const LEARNING: &[Row] = &[
    ("GET", "/{lang}/learn", [303, 200, 200, 200, 200]),
    ("GET", "/{lang}/learn/profile", [303, 200, 200, 200, 200]),
    ("POST", "/{lang}/learn/profile", [303, 422, 422, 422, 422]),
    ("POST", "/{lang}/learn/profile/confirm", [303; 5]),
    ("GET", "/{lang}/learn/certificates", [303, 200, 200, 200, 200]),
    ("GET", "/{lang}/learn/certificates/{number}", [303, 200, 404, 404, 404]),
    ("GET", "/{lang}/learn/certificates/{number}/pdf", [303, 200, 404, 404, 404]),
    ("POST", "/{lang}/learn/certificates/{number}/send", [303, 303, 404, 404, 404]),
    ("POST", "/{lang}/learn/certificates/{number}/renew", [303, 303, 404, 404, 404]),
    // Whoever is not in the course is led to its page.
    ("GET", "/{lang}/learn/{course}", [303, 200, 303, 303, 303]),
    // Theirs is the newest edition.
    ("GET", "/{lang}/learn/{course}/edition", [303; 5]),
    ("POST", "/{lang}/learn/{course}/edition", [303, 303, 404, 404, 404]),
    ("GET", "/{lang}/learn/{course}/certificate", [303, 200, 404, 404, 404]),
    ("POST", "/{lang}/learn/{course}/certificate", [303, 422, 404, 404, 404]),
    ("GET", "/{lang}/learn/{course}/lessons/{lesson}", [303, 200, 303, 303, 303]),
    ("POST", "/{lang}/learn/{course}/lessons/{lesson}/done", [303, 303, 404, 404, 404]),
    ("POST", "/{lang}/learn/{course}/lessons/{lesson}/checks/{question}", [303, 422, 404, 404, 404]),
    ("GET", "/{lang}/learn/{course}/tests/{quiz}", [303, 200, 303, 303, 303]),
    ("POST", "/{lang}/learn/{course}/tests/{quiz}", [303, 303, 404, 404, 404]),
    ("GET", "/{lang}/learn/{course}/attempts/{id}", [303, 200, 404, 404, 404]),
    ("GET", "/{lang}/learn/{course}/attempts/{id}/review", [303, 200, 404, 404, 404]),
    ("POST", "/{lang}/learn/{course}/attempts/{id}/finish", [303, 303, 404, 404, 404]),
    ("GET", "/{lang}/learn/{course}/attempts/{id}/{place}", [303, 200, 404, 404, 404]),
    ("POST", "/{lang}/learn/{course}/attempts/{id}/{place}", [303, 422, 404, 404, 404]),
    // Then they enrol, and the rows above would change.
    ("POST", "/{lang}/courses/{course}", [303; 5]),
    ("GET", "/{lang}/centre", [303, 403, 403, 200, 403]),
];

/// The spare person was made by nobody of the staff, so the trainer does not find them.
const STAFF: &[Row] = &[
    ("GET", "/{lang}/trainer/people", [303, 403, 200, 200, 403]),
    ("GET", "/{lang}/trainer/people/new", [303, 403, 200, 200, 403]),
    ("POST", "/{lang}/trainer/people/new", [303, 403, 422, 422, 403]),
    ("POST", "/{lang}/trainer/people/cards", [303, 403, 410, 410, 403]),
    ("GET", "/{lang}/trainer/people/{id}", [303, 403, 404, 200, 403]),
    ("POST", "/{lang}/trainer/people/{id}/card", [303, 403, 404, 400, 403]),
    ("GET", "/{lang}/trainer/people/{id}/consent-form", [303, 403, 404, 200, 403]),
    ("POST", "/{lang}/trainer/people/{id}/consent", [303, 403, 404, 422, 403]),
    ("POST", "/{lang}/trainer/people/{id}/contact", [303, 403, 404, 422, 403]),
    // Of somebody else.
    ("GET", "/{lang}/trainer/people/{id}/certificates/{number}", [303, 403, 404, 404, 403]),
];

const TEACHING: &[Row] = &[
    ("GET", "/{lang}/trainer", [303, 403, 200, 403, 403]),
    ("GET", "/{lang}/trainer/courses/{course}/results", [303, 403, 200, 403, 403]),
    ("GET", "/{lang}/trainer/courses/{course}/results/{question}", [303, 403, 200, 403, 403]),
    ("GET", "/{lang}/trainer/courses/{course}/statistics", [303, 403, 200, 403, 403]),
    ("GET", "/{lang}/trainer/courses/{course}/regrade", [303, 403, 200, 403, 403]),
    ("POST", "/{lang}/trainer/courses/{course}/regrade", [303, 403, 303, 403, 403]),
    ("GET", "/{lang}/trainer/courses/{course}/statistics.csv", [303, 403, 200, 403, 403]),
    ("GET", "/{lang}/trainer/courses/{course}/preview/{in}", [303, 403, 200, 403, 403]),
    ("GET", "/{lang}/trainer/courses/{course}/preview/{in}/lessons/{lesson}", [303, 403, 200, 403, 403]),
    (
        "POST",
        "/{lang}/trainer/courses/{course}/preview/{in}/lessons/{lesson}/checks/{question}",
        [303, 403, 422, 403, 403],
    ),
    ("POST", "/{lang}/trainer/courses/{course}/preview/{in}/lessons/{lesson}/done", [303, 403, 303, 403, 403]),
    ("GET", "/{lang}/trainer/courses/{course}/preview/{in}/questions/{question}", [303, 403, 200, 403, 403]),
    ("POST", "/{lang}/trainer/courses/{course}/preview/{in}/questions/{question}", [303, 403, 422, 403, 403]),
    ("GET", "/{lang}/trainer/courses/{course}/preview/{in}/tests/{quiz}", [303, 403, 200, 403, 403]),
    ("POST", "/{lang}/trainer/courses/{course}/preview/{in}/tests/{quiz}", [303, 403, 303, 403, 403]),
    ("GET", "/{lang}/trainer/courses/{course}/preview/{in}/tests/{quiz}/{seed}", [303, 403, 200, 403, 403]),
    ("GET", "/{lang}/trainer/courses/{course}/preview/{in}/tests/{quiz}/{seed}/review", [303, 403, 200, 403, 403]),
    ("POST", "/{lang}/trainer/courses/{course}/preview/{in}/tests/{quiz}/{seed}/finish", [303, 403, 303, 403, 403]),
    ("GET", "/{lang}/trainer/courses/{course}/preview/{in}/tests/{quiz}/{seed}/{place}", [303, 403, 200, 403, 403]),
    ("POST", "/{lang}/trainer/courses/{course}/preview/{in}/tests/{quiz}/{seed}/{place}", [303, 403, 422, 403, 403]),
];

/// The trainer reviews the course too; others hold no grant.
const REVIEWING: &[Row] = &[
    ("GET", "/{lang}/review", [303, 403, 200, 403, 403]),
    ("POST", "/{lang}/review/name", [303, 403, 303, 403, 403]),
    ("GET", "/{lang}/review/{course}", [303, 403, 200, 403, 403]),
    ("GET", "/{lang}/review/{course}/media/{picture}", [303, 403, 200, 403, 403]),
    ("GET", "/{lang}/review/{course}/{in}/lessons/{lesson}", [303, 403, 200, 403, 403]),
    // Nothing is named.
    ("POST", "/{lang}/review/{course}/sign", [303, 403, 400, 403, 403]),
    ("POST", "/{lang}/review/{course}/withdraw", [303, 403, 400, 403, 403]),
    ("GET", "/{lang}/centre/people/{id}/reviews", [303, 403, 403, 200, 403]),
    ("POST", "/{lang}/centre/people/{id}/reviews", [303, 403, 403, 422, 403]),
    ("POST", "/{lang}/centre/people/{id}/reviews/withdraw", [303, 403, 403, 400, 403]),
];

/// After the row that puts it away.
const AGAIN: &[Row] = &[("POST", "/{lang}/trainer/drafts/{draft}/reopen", [303, 403, 303, 403, 403])];

/// The volunteer has asked once.
const ASKING: &[Row] = &[
    ("GET", "/{lang}/learn/asked", [303, 200, 200, 200, 200]),
    ("GET", "/{lang}/learn/{course}/ask", [303, 200, 404, 404, 404]),
    ("POST", "/{lang}/learn/{course}/ask", [303, 422, 404, 404, 404]),
    ("GET", "/{lang}/trainer/requests", [303, 403, 200, 403, 403]),
    ("GET", "/{lang}/trainer/requests/{id}", [303, 403, 200, 403, 403]),
    ("POST", "/{lang}/trainer/requests/{id}", [303, 403, 422, 403, 403]),
];

/// The volunteer coordinates an organisation, to which the spare person belongs.
const ORGANISATIONS: &[Row] = &[
    ("GET", "/{lang}/learn/organisations", [303, 200, 200, 200, 200]),
    // No button was pressed.
    ("POST", "/{lang}/learn/organisations", [303, 400, 400, 400, 400]),
    ("GET", "/{lang}/join/{code}", [303, 200, 200, 200, 200]),
    ("POST", "/{lang}/join/{code}", [303; 5]),
    ("GET", "/{lang}/coordinator", [303, 200, 403, 403, 403]),
    ("GET", "/{lang}/coordinator/{organisation}", [303, 200, 403, 403, 403]),
    ("GET", "/{lang}/coordinator/{organisation}/people.csv", [303, 200, 403, 403, 403]),
    ("GET", "/{lang}/coordinator/{organisation}/requests", [303, 200, 403, 403, 403]),
    ("POST", "/{lang}/coordinator/{organisation}/requests", [303, 400, 403, 403, 403]),
    ("GET", "/{lang}/coordinator/{organisation}/people/{id}", [303, 200, 403, 403, 403]),
    ("POST", "/{lang}/coordinator/{organisation}/people/{id}/remove", [303, 303, 403, 403, 403]),
    ("GET", "/{lang}/coordinator/{organisation}/invitation", [303, 200, 403, 403, 403]),
    ("POST", "/{lang}/coordinator/{organisation}/invitation", [303, 303, 403, 403, 403]),
    ("POST", "/{lang}/coordinator/{organisation}/invitation/end", [303, 303, 403, 403, 403]),
    ("GET", "/{lang}/centre/organisations", [303, 403, 403, 200, 403]),
    ("GET", "/{lang}/centre/organisations/new", [303, 403, 403, 200, 403]),
    ("POST", "/{lang}/centre/organisations/new", [303, 403, 403, 422, 403]),
    ("GET", "/{lang}/centre/organisations/{organisation}", [303, 403, 403, 200, 403]),
    ("POST", "/{lang}/centre/organisations/{organisation}", [303, 403, 403, 422, 403]),
    // Nobody is named.
    ("POST", "/{lang}/centre/organisations/{organisation}/coordinators", [303, 403, 403, 422, 403]),
    ("POST", "/{lang}/centre/organisations/{organisation}/close", [303, 403, 403, 303, 403]),
];

/// After the row that closes it.
const REOPENING: &[Row] = &[("POST", "/{lang}/centre/organisations/{organisation}/reopen", [303, 403, 403, 303, 403])];

const CENTRE: &[Row] = &[
    ("GET", "/{lang}/centre/settings", [303, 403, 403, 200, 403]),
    ("POST", "/{lang}/centre/settings", [303, 403, 403, 303, 403]),
    ("POST", "/{lang}/centre/settings/preview", [303, 403, 403, 200, 403]),
    ("POST", "/{lang}/centre/settings/logo", [303, 403, 403, 400, 403]),
    ("POST", "/{lang}/centre/settings/logo/remove", [303, 403, 403, 303, 403]),
    ("GET", "/{lang}/centre/jobs", [303, 403, 403, 200, 403]),
    ("POST", "/{lang}/centre/jobs/{id}/retry", [303, 403, 403, 404, 403]),
    ("POST", "/{lang}/centre/outbox/resend", [303, 403, 403, 303, 403]),
    ("GET", "/{lang}/centre/audit", [303, 403, 403, 200, 403]),
    ("GET", "/{lang}/centre/certificates", [303, 403, 403, 200, 403]),
    ("GET", "/{lang}/centre/certificates/{number}", [303, 403, 403, 200, 403]),
    ("GET", "/{lang}/centre/certificates/{number}/pdf", [303, 403, 403, 200, 403]),
    ("POST", "/{lang}/centre/certificates/{number}/revoke", [303, 403, 403, 422, 403]),
    ("POST", "/{lang}/centre/certificates/{number}/suspend", [303, 403, 403, 422, 403]),
    ("POST", "/{lang}/centre/certificates/{number}/reinstate", [303, 403, 403, 303, 403]),
    ("GET", "/{lang}/centre/outbox", [303, 403, 403, 200, 403]),
    ("POST", "/{lang}/centre/outbox/{id}/resend", [303, 403, 403, 404, 403]),
    ("GET", "/{lang}/centre/people", [303, 403, 403, 200, 403]),
    ("GET", "/{lang}/centre/people/{id}", [303, 403, 403, 200, 403]),
    ("GET", "/{lang}/centre/people/{id}/name", [303, 403, 403, 200, 403]),
    ("POST", "/{lang}/centre/people/{id}/name", [303, 403, 403, 422, 403]),
    ("GET", "/{lang}/centre/people/{id}/merge", [303, 403, 403, 200, 403]),
    ("POST", "/{lang}/centre/people/{id}/merge", [303, 403, 403, 400, 403]),
    ("POST", "/{lang}/centre/people/{id}/email", [303, 403, 403, 422, 403]),
    ("POST", "/{lang}/centre/people/{id}/birth-year", [303, 403, 403, 422, 403]),
    ("POST", "/{lang}/centre/people/{id}/organisations", [303, 403, 403, 400, 403]),
    ("POST", "/{lang}/centre/people/{id}/grant", [303, 403, 403, 400, 403]),
    ("POST", "/{lang}/centre/people/{id}/withdraw", [303, 403, 403, 400, 403]),
    ("POST", "/{lang}/centre/people/{id}/disable", [303, 403, 403, 303, 403]),
    ("POST", "/{lang}/centre/people/{id}/enable", [303, 403, 403, 303, 403]),
    ("POST", "/{lang}/centre/people/{id}/erase", [303, 403, 403, 422, 403]),
    ("POST", "/{lang}/centre/people/{id}/keep", [303, 403, 403, 303, 403]),
];

/// The care of one's own account.
const CARE: &[Row] = &[
    ("GET", "/{lang}/learn/profile/sign-ins", [303, 200, 200, 200, 200]),
    // No button was pressed.
    ("POST", "/{lang}/learn/profile/sign-ins", [303, 400, 400, 400, 400]),
    ("GET", "/{lang}/learn/profile/password", [303, 200, 200, 200, 200]),
    ("POST", "/{lang}/learn/profile/password", [303, 422, 422, 422, 422]),
    ("GET", "/{lang}/learn/profile/email", [303, 200, 200, 200, 200]),
    ("POST", "/{lang}/learn/profile/email", [303, 422, 422, 422, 422]),
    ("POST", "/{lang}/learn/profile/email/cancel", [303; 5]),
    ("GET", "/{lang}/learn/profile/export", [303, 200, 200, 200, 200]),
    ("POST", "/{lang}/learn/profile/export", [303, 200, 200, 200, 200]),
    ("GET", "/{lang}/learn/profile/erase", [303, 200, 200, 200, 200]),
    ("POST", "/{lang}/learn/profile/erase", [303, 422, 422, 422, 422]),
];

/// Every row, in an order in which none disturbs a later one.
pub(crate) fn rows() -> impl Iterator<Item = &'static Row> {
    PUBLIC
        .iter()
        .chain(ASKING)
        .chain(TEACHING)
        .chain(REVIEWING)
        .chain(editing::EDITING)
        .chain(practice::PRACTICE)
        .chain(AGAIN)
        .chain(transcript::TRANSCRIPT)
        .chain(LEARNING)
        .chain(CARE)
        .chain(second::SECOND)
        .chain(programs::PROGRAMS)
        .chain(STAFF)
        .chain(intake::INTAKE)
        .chain(reports::REPORTS)
        .chain(borders::BORDERS)
        .chain(groups::GROUPS)
        .chain(ORGANISATIONS)
        .chain(REOPENING)
        .chain(CENTRE)
        .chain(ACCOUNTS)
}

/// Fails unless the answer has the headers that every answer has.
fn assert_headers(asked: &str, answer: &Answer) {
    for (name, part) in [
        ("content-security-policy", "default-src 'none'"),
        ("content-security-policy", "frame-ancestors 'none'"),
        ("content-security-policy", "script-src 'self'"),
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("permissions-policy", "camera=()"),
    ] {
        assert!(answer.header(name).contains(part), "{asked} ({}): {name} is {:?}", answer.status, answer.header(name));
    }
    let kept = answer.header("cache-control");
    let may_be_kept =
        ["/assets/", "/media/", "/.well-known/"].iter().any(|start| asked.contains(start)) && answer.status == 200;
    assert_eq!(kept != "no-store", may_be_kept, "{asked} ({}): cache-control is {kept:?}", answer.status);
    for name in ["server", "x-powered-by"] {
        assert_eq!(answer.header(name), "", "{asked}: {name}");
    }
    let inline = [" style=\"", "<style", "javascript:", " onclick=", "<script>"];
    if answer.header("content-type").starts_with("text/html") {
        let text = answer.text();
        assert!(!inline.iter().any(|word| text.contains(word)), "{asked}: the policy forbids what is in the page");
    }
}

#[test]
fn every_route_has_one_row() {
    let routes: BTreeSet<_> = routes().into_iter().collect();
    let rows: Vec<_> = rows().map(|(method, path, _)| (*method, *path)).collect();
    let known: BTreeSet<_> = rows.iter().copied().collect();
    assert_eq!(known.len(), rows.len(), "a row is there twice");
    assert_eq!(known, routes);
}

#[tokio::test]
async fn every_audience_gets_what_the_table_says() {
    let site = Site::start().await;
    let mut wrong = Vec::new();
    for (method, path, expected) in rows() {
        let target = site.fill(method, path, Lang::Kk);
        for ((audience, client), expected) in AUDIENCES.iter().zip(&site.clients).zip(expected) {
            let answer = match *method {
                "GET" => client.get(&target).await,
                _ => client.post(&target, &[]).await,
            };
            assert_headers(&format!("{method} {target}"), &answer);
            if answer.status != *expected {
                wrong.push(format!("{method} {path} for {audience}: {} instead of {expected}", answer.status));
            }
            let needs_account =
                ["/learn", "/trainer", "/centre", "/coordinator", "/join"].iter().any(|room| path.contains(room))
                    || *path == "/{lang}/courses/{course}";
            if *audience == "visitor" && needs_account && answer.status == 303 {
                assert!(
                    answer.header("location").starts_with("/kk/sign-in?next=%2Fkk%2F"),
                    "{}",
                    answer.header("location")
                );
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn nothing_changes_on_a_request_from_elsewhere() {
    let site = Site::start().await;
    // Programs send no cookies, so nobody's browser can be made to ask for them.
    let is_form = |(method, path, _): &&Row| *method == "POST" && !path.starts_with("/api/");
    for (method, path, _) in rows().filter(is_form) {
        let target = site.fill(method, path, Lang::Kk);
        for client in &site.clients {
            let request =
                || client.request(Method::POST, &target).form(&[("role", "trainer"), ("reason", "for no reason")]);
            for (from, request) in [
                ("nowhere", request()),
                ("another site", request().header("origin", "https://erikti.example")),
                ("a frame", request().header("origin", "null")),
                ("a sister", request().header("origin", &site.app.address).header("sec-fetch-site", "same-site")),
            ] {
                let asked = format!("POST {target} from {from}");
                let answer = client.send(asked.clone(), request).await.has(403);
                answer.says("<html lang=\"kk\">");
                assert_headers(&asked, &answer);
            }
        }
    }
    for client in &site.clients[1..] {
        client.get("/kk/learn").await.ok();
    }
}

#[tokio::test]
async fn a_head_is_answered_as_the_page_is() {
    let site = Site::start().await;
    for (method, path, expected) in rows().filter(|(method, ..)| *method == "GET") {
        let target = site.fill(method, path, Lang::Kk);
        for at in [0, 4] {
            let asked = format!("HEAD {target} for {}", AUDIENCES[at]);
            let answer = site.clients[at].send(asked.clone(), site.clients[at].request(Method::HEAD, &target)).await;
            assert_eq!(answer.status, expected[at], "{asked}");
            assert_headers(&asked, &answer);
        }
    }
    let address = site.app.address.trim_start_matches("http://").to_owned();
    let mut wire = TcpStream::connect(&address).await.unwrap();
    let request = format!("HEAD /kk HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n");
    wire.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    wire.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("\r\n\r\n"), "{answer}");
}

#[tokio::test]
async fn other_methods_and_unknown_addresses_change_and_show_nothing() {
    let site = Site::start().await;
    let paths: BTreeSet<_> = routes().into_iter().map(|(_, path)| path).collect();
    for path in paths {
        let target = site.fill("GET", path, Lang::Ru);
        for method in [Method::PUT, Method::DELETE, Method::PATCH] {
            let asked = format!("{method} {target}");
            let request = site.clients[3].request(method, &target).header("origin", &site.app.address);
            let answer = site.clients[3].send(asked.clone(), request).await;
            assert!([404, 405].contains(&answer.status), "{asked}: {}", answer.status);
            assert_headers(&asked, &answer);
        }
    }
    for path in [
        "/nothing",
        "/kk/nothing",
        "/de",
        "/de/courses",
        "/kk/learn/../../etc/passwd",
        "/kk/courses/none",
        "/kk//learn",
    ] {
        let answer = site.clients[3].get(path).await.has(404);
        assert_headers(path, &answer);
    }
}
