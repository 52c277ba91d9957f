//! The templates of a course on a phone, at a desk and on paper.

use crate::harness::app::{BUNDLED, TestApp};
use crate::harness::browser::Script;
use crate::harness::database::TestDatabase;
use crate::paper::{A4, print};
use crate::phone::Phone;

/// Each template of project management, and whether it is printed across.
const TEMPLATES: [(&str, bool); 4] =
    [("charter", false), ("risk-register", true), ("budget", false), ("shift-plan", true)];

#[tokio::test]
async fn templates_fit_a_phone_and_two_sheets_of_paper_in_every_language() {
    let app = TestApp::start_on(TestDatabase::sqlite(), BUNDLED).await;
    for lang in ["kk", "ru", "en"] {
        let Some(phone) = Phone::start(&app.address, lang, Script::On).await else { return };
        for (key, landscape) in TEMPLATES {
            phone.open(&format!("/courses/project-management/templates/{key}")).await;
            phone.look(key).await;
            phone.desk(key).await;
            let sheets = print(&phone, key).await;
            assert_eq!(sheets.pages, 2, "{lang}/{key}: the form and the example, one sheet each");
            sheets.assert_size(if landscape { (A4.1, A4.0) } else { A4 });
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
