//! Templates as they reach people: pages to print, and spreadsheets.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use erikti::i18n::t;
use erikti::kernel::Lang;
use reqwest::Method;
use zip::ZipArchive;

use super::harness::app::{BUNDLED, TestApp};
use super::harness::client::{Answer, Client, between};
use super::harness::database::TestDatabase;
use super::learner::Learner;
use super::pages::{assert_switch, assert_whole};

const PLAN: &str = "/courses/leadership/templates/plan";
/// The most that a page may weigh as it is sent, in bytes.
const HTML: usize = 14 * 1024;

/// What a workbook of two sheets is made of.
const PARTS: [&str; 8] = [
    "[Content_Types].xml",
    "_rels/.rels",
    "docProps/core.xml",
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
    "xl/styles.xml",
    "xl/worksheets/sheet1.xml",
    "xl/worksheets/sheet2.xml",
];

/// The parts of a workbook by name.
fn parts(answer: &Answer) -> BTreeMap<&'static str, String> {
    let mut zip = ZipArchive::new(Cursor::new(answer.body.clone())).expect("a ZIP");
    assert_eq!(zip.len(), PARTS.len());
    let mut part = |name| {
        let mut text = String::new();
        zip.by_name(name).expect(name).read_to_string(&mut text).expect("text");
        roxmltree::Document::parse(&text).unwrap_or_else(|error| panic!("{name}: {error}\n{text}"));
        (name, text)
    };
    PARTS.into_iter().map(&mut part).collect()
}

/// Every cell of a sheet: its address, its formula and what is shown.
fn cells(sheet: &str) -> BTreeMap<String, (String, String)> {
    let document = roxmltree::Document::parse(sheet).expect("XML");
    let text = |cell: roxmltree::Node<'_, '_>, names: &[&str]| {
        let found = cell.descendants().find(|node| names.contains(&node.tag_name().name()));
        found.and_then(|node| node.text()).unwrap_or_default().to_owned()
    };
    let cells = document
        .descendants()
        .filter(|node| node.has_tag_name(("http://schemas.openxmlformats.org/spreadsheetml/2006/main", "c")));
    cells
        .map(|cell| {
            (cell.attribute("r").expect("an address").to_owned(), (text(cell, &["f"]), text(cell, &["v", "t"])))
        })
        .collect()
}

#[tokio::test]
async fn a_template_is_a_page_with_an_empty_form_and_an_example() {
    let app = TestApp::start().await;
    let visitor = app.client();
    for (lang, title, sum) in [
        (Lang::Kk, "Кездесу жоспары", "4\u{a0}003"),
        (Lang::Ru, "План встречи", "4\u{a0}003"),
        (Lang::En, "Meeting plan", "4,003"),
    ] {
        let path = format!("/{lang}{PLAN}");
        let answer = visitor.get(&path).await.ok();
        assert_whole(&path, lang, &answer);
        assert_switch(&path, lang, &answer);
        let page = answer.text();
        let (empty, example) = page.split_once("id=\"example\"").expect("two sheets of paper");
        for (part, heading) in [(empty, "template-empty"), (example, "template-example")] {
            assert!(part.contains(title) && part.contains(t(lang, heading)), "{path}: {heading}");
        }
        assert!(example.contains(sum) && !empty.contains(sum), "{path}: the sum is worked out in the example alone");
        assert!(example.contains("&lt;") && !page.contains("<and>") && !page.contains("{fact:"), "{path}");
        // 2500 is marked, 1503 is not; in words too.
        assert_eq!(page.matches(" ▲<").count(), 1, "{path}");
        assert_eq!(empty.matches("<tr class=\"unfilled\">").count(), 3, "{path}");
        answer.says(&format!("href=\"{path}.xlsx\""));
        visitor.get(&format!("/{lang}/courses/leadership")).await.ok().says(&format!("href=\"{path}\""));
    }
}

#[tokio::test]
async fn a_lesson_leads_to_its_templates_and_others_do_not() {
    let app = TestApp::start().await;
    let asem = Learner::enrol(&app, Lang::Kk, "asem", "leadership").await;
    let link = format!("href=\"/ru{PLAN}\"");
    asem.client.get("/ru/learn/leadership/lessons/six-motives").await.ok().says(&link);
    let other = asem.client.get("/ru/learn/leadership/lessons/match-task").await.ok().text();
    assert!(!other.contains("/templates/"));
    let course = app.client().get("/ru/courses/first-aid").await.ok().text();
    assert!(
        !course.contains("/templates/") && !course.contains(t(Lang::Ru, "templates-title")),
        "a course without any"
    );
}

#[tokio::test]
async fn a_template_is_a_spreadsheet_with_formulas() {
    let app = TestApp::start().await;
    let visitor = app.client();
    for lang in Lang::ALL {
        let path = format!("/{lang}{PLAN}.xlsx");
        let answer = visitor.get(&path).await.ok();
        let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
        assert_eq!(answer.header("content-type"), kind);
        let name = format!("attachment; filename=\"erikti-leadership-plan-{lang}.xlsx\"");
        assert_eq!(answer.header("content-disposition"), name);
        assert_eq!(answer.body, visitor.get(&path).await.ok().body, "the same bytes each time");
        let parts = parts(&answer);
        let sheets = between(&parts["xl/workbook.xml"], "<sheets>", "</sheets>");
        for name in ["template-empty", "template-example"] {
            assert!(sheets.contains(&format!("name=\"{}\"", t(lang, name))), "{sheets}");
        }
        let [empty, example] = ["xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"].map(|name| cells(&parts[name]));
        let formulas = |cells: &BTreeMap<String, (String, String)>| -> Vec<(String, String)> {
            cells.values().filter(|(formula, _)| !formula.is_empty()).cloned().collect()
        };
        let mut shown: Vec<String> = formulas(&example).into_iter().map(|(_, result)| result).collect();
        shown.sort();
        assert_eq!(shown, ["1503", "200.15", "2500", "4003", "4003"].map(str::to_owned), "{path}: as the page");
        assert_eq!(formulas(&empty).len(), 3 + 3, "{path}: the empty form works out as well");
        assert!(formulas(&empty).iter().all(|(_, result)| ["", "0"].contains(&result.as_str())), "{path}");
        // Words that look like formulas are words.
        let texts: Vec<&str> =
            example.values().filter(|(formula, _)| formula.is_empty()).map(|(_, text)| text.as_str()).collect();
        assert!(texts.iter().any(|text| text.starts_with('=') && text.contains('<')), "{texts:?}");
        assert!(texts.iter().any(|text| text.starts_with('@')), "{texts:?}");
    }
}

/// A sum reaches one row below the last, so that a row that is put in there is summed.
#[tokio::test]
async fn the_cells_of_formulas_are_the_right_ones() {
    let app = TestApp::start().await;
    let parts = parts(&app.client().get(&format!("/en{PLAN}.xlsx")).await.ok());
    let cells = cells(&parts["xl/worksheets/sheet2.xml"]);
    let at = |text: &str| {
        let found = cells.iter().find(|(_, (_, shown))| shown == text);
        found.map_or_else(|| panic!("no {text}"), |(address, _)| address[1..].parse::<u32>().expect("a row"))
    };
    let (tea, chairs) = (at("@Tea"), at("Chairs"));
    assert_eq!(chairs, tea + 1);
    assert_eq!(cells[&format!("D{tea}")].0, format!("IFERROR(B{tea}*C{tea},\"\")"));
    assert_eq!(cells[&format!("B{tea}")].1, "6");
    let total = at("Total");
    assert_eq!(cells[&format!("D{total}")].0, format!("IFERROR(SUM(D{tea}:D{}),\"\")", chairs + 1));
    let (people, each) = (at("People"), at("For each"));
    assert_eq!(cells[&format!("D{each}")].0, format!("IFERROR(D{total}/D{people},\"\")"));
    let sheet = &parts["xl/worksheets/sheet2.xml"];
    assert!(
        sheet.contains(&format!("sqref=\"B{tea}:B{chairs}\"")) && sheet.contains("<formula2>100</formula2>"),
        "bounds"
    );
    assert!(sheet.contains(&format!("<conditionalFormatting sqref=\"D{tea}:D{chairs}\">")), "marks");
}

#[tokio::test]
async fn what_is_not_there_is_not_found() {
    let app = TestApp::start().await;
    let visitor = app.client();
    for path in [
        "/kk/courses/leadership/templates/none",
        "/kk/courses/leadership/templates/none.xlsx",
        "/kk/courses/leadership/templates/plan.ods",
        "/kk/courses/first-aid/templates/plan",
        "/kk/courses/none/templates/plan.xlsx",
        "/de/courses/leadership/templates/plan.xlsx",
        "/kk/courses/leadership/templates",
    ] {
        visitor.get(path).await.has(404);
    }
}

async fn weight(client: &Client, path: &str) -> usize {
    let request = client.request(Method::GET, path).header("accept-encoding", "gzip");
    client.send(format!("GET {path}"), request).await.ok().body.len()
}

#[tokio::test]
async fn the_templates_that_come_with_the_program_are_whole_and_light() {
    let app = TestApp::start_on(TestDatabase::sqlite(), BUNDLED).await;
    let visitor = app.client();
    for lang in Lang::ALL {
        let course = visitor.get(&format!("/{lang}/courses/project-management")).await.ok();
        for key in ["charter", "risk-register", "budget", "shift-plan"] {
            let path = format!("/{lang}/courses/project-management/templates/{key}");
            course.says(&format!("href=\"{path}\""));
            assert_whole(&path, lang, &visitor.get(&path).await.ok());
            let bytes = weight(&visitor, &path).await;
            assert!(bytes <= HTML, "{path}: {bytes} bytes");
            let parts = parts(&visitor.get(&format!("{path}.xlsx")).await.ok());
            let sums = cells(&parts["xl/worksheets/sheet2.xml"]);
            let (sum, shown) = match key {
                "budget" => ("274340", if lang == Lang::En { "274,340" } else { "274\u{a0}340" }),
                "shift-plan" => ("165", "165"),
                "risk-register" => ("16", "16 ▲"),
                _ => continue,
            };
            assert!(sums.values().any(|(formula, result)| !formula.is_empty() && result == sum), "{path}: {sum}");
            visitor.get(&path).await.ok().says(shown);
        }
    }
}
