//! The templates of a course on a phone, at a desk and on paper.

use std::process::Command;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::{Value, json};

use crate::harness::app::{BUNDLED, TestApp};
use crate::harness::browser::Script;
use crate::harness::database::TestDatabase;
use crate::phone::Phone;

/// Each template of project management, and whether it is printed across.
const TEMPLATES: [(&str, bool); 4] =
    [("charter", false), ("risk-register", true), ("budget", false), ("shift-plan", true)];
const A4: (f64, f64) = (595.0, 842.0);

#[tokio::test]
async fn templates_fit_a_phone_and_two_sheets_of_paper_in_every_language() {
    let app = TestApp::start_on(TestDatabase::sqlite(), BUNDLED).await;
    for lang in ["kk", "ru", "en"] {
        let Some(phone) = Phone::start(&app.address, lang, Script::On).await else { return };
        for (key, landscape) in TEMPLATES {
            phone.open(&format!("/courses/project-management/templates/{key}")).await;
            phone.look(key).await;
            phone.desk(key).await;
            let (pages, size) = printed(&phone, key).await;
            assert_eq!(pages, 2, "{lang}/{key}: the form and the example, one sheet each");
            let wanted = if landscape { (A4.1, A4.0) } else { A4 };
            assert!((size.0 - wanted.0).abs() < 2.0 && (size.1 - wanted.1).abs() < 2.0, "{lang}/{key}: {size:?}");
        }
        phone.open("/courses/project-management").await;
        phone.look("course-with-templates").await;
    }
}

#[tokio::test]
async fn templates_fit_without_script() {
    let app = TestApp::start_on(TestDatabase::sqlite(), BUNDLED).await;
    let Some(phone) = Phone::start(&app.address, "kk", Script::Off).await else { return };
    for (key, _) in TEMPLATES {
        phone.open(&format!("/courses/project-management/templates/{key}")).await;
        phone.look(key).await;
    }
}

/// How many sheets the page takes, and their size in points; the document is kept among the screenshots.
async fn printed(phone: &Phone, name: &str) -> (usize, (f64, f64)) {
    let wish = json!({ "preferCSSPageSize": true, "printBackground": false });
    let printed = phone.browser.chromium("Page.printToPDF", wish).await;
    let pdf = BASE64.decode(printed.get("data").and_then(Value::as_str).expect("a document")).expect("Base64");
    let file = phone.browser.screenshot(&format!("{}-{name}", phone.lang)).await.with_extension("pdf");
    std::fs::write(&file, pdf).expect("the document is kept");
    let said = Command::new("pdfinfo").arg(&file).output().expect("pdfinfo runs; ./tests/run installs it");
    let said = String::from_utf8(said.stdout).expect("text");
    let after = |name: &str| {
        let line =
            said.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_else(|| panic!("no {name} in {said}"));
        line.trim().to_owned()
    };
    let size = after("Page size:");
    let numbers: Vec<f64> = size.split_whitespace().filter_map(|word| word.parse().ok()).collect();
    let [across, down] = numbers.as_slice() else { panic!("{size} is no size") };
    (after("Pages:").parse().expect("a number"), (*across, *down))
}
