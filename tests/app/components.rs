//! The page of components shows what the style sheets dress.

use std::collections::BTreeSet;

use super::harness::app::TestApp;
use super::harness::database::TestDatabase;

/// What stands on no page of components, and where a browser looks at it instead: on its own page, by `tests/browser`.
const ELSEWHERE: [(&str, &[&str]); 10] = [
    ("the first page", &["emblem", "emergency", "hero", "reach", "ways"]),
    ("a course", &["course", "course-head", "modules"]),
    ("a lesson and its check", &["callout-call", "callout-do", "check", "checks", "finish", "source"]),
    ("a result and a review", &["aside", "review", "score", "weak", "where"]),
    ("what a script adds while something is moved", &["dragged", "live", "move", "moving"]),
    ("the paper form for parents", &["blank", "box", "boxes", "lines", "paper", "screen", "tick-boxes"]),
    (
        "a certificate that is shown, and the settings",
        &["address", "certificate", "holder", "logo", "practice", "show"],
    ),
    ("the second factor", &["second-code", "second-codes"]),
    ("the lists of the staff", &["failed", "pick", "preview", "waiting"]),
    ("the head of every page, and the foot of a report", &["line", "signature", "tool", "who"]),
];

/// The classes that a sheet names.
fn classes(sheet: &str) -> BTreeSet<&str> {
    let mut found = BTreeSet::new();
    for rule in sheet.split('}') {
        let Some((selectors, _)) = rule.rsplit_once('{') else { continue };
        for part in selectors.split('.').skip(1) {
            let end = part.find(|sign: char| !sign.is_ascii_alphanumeric() && sign != '-').unwrap_or(part.len());
            let name = part.get(..end).unwrap_or_default();
            if name.starts_with(|sign: char| sign.is_ascii_alphabetic()) {
                found.insert(name);
            }
        }
    }
    found
}

#[tokio::test]
async fn whatever_the_style_sheets_dress_stands_on_the_page_of_components() {
    // The questions of these are of every kind, the lessons of the program's own have every block.
    let kinds = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/courses");
    let mut pages = Vec::new();
    for settings in [&[][..], &[("ERIKTI_COURSES", kinds)]] {
        let app = TestApp::start_on(TestDatabase::sqlite(), settings).await;
        pages.push(app.client().get("/en/design").await.ok().text());
    }
    let shown: BTreeSet<&str> = pages
        .iter()
        .flat_map(|page| page.split("class=\"").skip(1))
        .filter_map(|rest| rest.split('"').next())
        .flat_map(str::split_whitespace)
        .collect();
    let sheets = [include_str!("../../src/web/assets/app.css"), include_str!("../../src/web/assets/report.css")];
    let dressed: BTreeSet<&str> = sheets.into_iter().flat_map(classes).collect();
    let elsewhere: BTreeSet<&str> = ELSEWHERE.iter().flat_map(|(_, names)| names.iter().copied()).collect();
    let missing: Vec<_> = dressed.difference(&shown).filter(|name| !elsewhere.contains(**name)).collect();
    assert!(missing.is_empty(), "neither shown nor said to be elsewhere: {missing:?}");
    let idle: Vec<_> = elsewhere.iter().filter(|name| shown.contains(**name) || !dressed.contains(**name)).collect();
    assert!(idle.is_empty(), "said to be elsewhere, but shown or not dressed at all: {idle:?}");
}
