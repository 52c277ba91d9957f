//! Lighthouse: the ten main pages are without fault in what it says of access for everybody and of good practice.

use std::io::Write;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::demo::Demo;
use crate::harness::announce;
use crate::harness::client::between;
use crate::phone;

/// What is wrong with each page, told by its address and the cookies that it is asked for with.
fn look(modules: &str, pages: &[Value]) -> Vec<Vec<String>> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/browser/lighthouse.mjs");
    let mut node = Command::new("node");
    node.arg(script).arg(modules).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut process = node.spawn().expect("node runs; ./tests/run installs it");
    let asked = json!(pages).to_string();
    process.stdin.take().expect("a way in").write_all(asked.as_bytes()).expect("it listens");
    let done = process.wait_with_output().expect("it ends");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    serde_json::from_slice(&done.stdout).expect("a list for each page")
}

/// The first question of a test that somebody begins.
async fn question(demo: &Demo) -> String {
    let begun = demo.client("learner").await.post("/kk/learn/leadership/tests/motives", &[]).await.has(303);
    format!("{}/1", begun.header("location"))
}

/// The page that tells what the graduate's certificate is worth.
async fn verdict(demo: &Demo) -> String {
    let page = demo.client("graduate").await.get("/kk/learn/certificates").await.ok().text();
    let number = between(&page, "<p class=\"number\">", "</p>");
    assert!(!number.is_empty(), "{page}");
    format!("/kk/verify?number={number}")
}

#[tokio::test]
async fn the_ten_main_pages_are_without_fault() {
    let Some(modules) = std::env::var("ERIKTI_TEST_LIGHTHOUSE").ok().filter(|modules| !modules.is_empty()) else {
        announce("Lighthouse: not run (ERIKTI_TEST_LIGHTHOUSE is not set; ./tests/run sets it)");
        return;
    };
    let _room = phone::room().await;
    let demo = Demo::start(6);
    let mut pages = Vec::new();
    for (path, who) in [
        ("/kk".to_owned(), None),
        ("/kk/courses".to_owned(), None),
        ("/kk/courses/first-aid".to_owned(), None),
        ("/kk/learn/first-aid/lessons/recovery-position".to_owned(), Some("graduate")),
        (question(&demo).await, Some("learner")),
        (verdict(&demo).await, None),
        ("/kk/learn/certificates".to_owned(), Some("graduate")),
        ("/kk/trainer".to_owned(), Some("trainer")),
        ("/kk/centre".to_owned(), Some("centre")),
        ("/kk/emergency".to_owned(), None),
    ] {
        let cookie = match who {
            Some(name) => demo.cookie(name).await,
            None => String::new(),
        };
        pages.push(json!({ "address": format!("{}{path}", demo.address()), "cookie": cookie }));
    }
    let found = look(&modules, &pages);
    assert_eq!(found.len(), pages.len());
    let wrong: Vec<String> = pages
        .iter()
        .zip(found)
        .filter(|(_, wrong)| !wrong.is_empty())
        .map(|(page, wrong)| format!("{}: {}", page["address"], wrong.join("\n  ")))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
