//! Templates: what is wrong in one is told at its line, and the bundled ones come to what their course says.

use erikti::content::bundled;
use erikti::content::files::{Files, read};
use erikti::content::template::{Template, Worked, work_out};
use erikti::kernel::Slug;

use crate::sample::{TEMPLATE, changed, files};

const FILE: &str = "templates/budget.toml";

/// The line of the sample's template on which this stands.
fn line_of(text: &str) -> usize {
    let at = TEMPLATE.find(text).unwrap_or_else(|| panic!("the template has no {text}"));
    TEMPLATE[..at].matches('\n').count() + 1
}

fn told(files: &Files) -> Vec<String> {
    read(files).mistakes.iter().map(ToString::to_string).collect()
}

/// One change, and the one mistake that it makes: its line, and a part of the message.
fn assert_told(from: &str, to: &str, line: usize, message: &str) {
    let told = told(&changed(FILE, from, to));
    let [one] = told.as_slice() else { panic!("{from} → {to}\n{}", told.join("\n")) };
    let hit = one.starts_with(&format!("{FILE}:{line}:")) && one.contains(message);
    assert!(hit, "{from} → {to}: wanted {FILE}:{line}:…{message}…, got\n{one}");
}

/// The same where one wrong number makes others wrong.
fn assert_among(from: &str, to: &str, line: usize, message: &str) {
    let told = told(&changed(FILE, from, to));
    let hit = told.iter().any(|told| told.starts_with(&format!("{FILE}:{line}:")) && told.contains(message));
    assert!(hit, "{from} → {to}: wanted {FILE}:{line}:…{message}…, got\n{}", told.join("\n"));
}

#[test]
fn mistakes_of_the_form_are_told() {
    assert_told("assignment = \"A\"", "assignment = \"a\"", 2, "one capital letter");
    assert_told("[\"start\"]", "[\"stars\"]", 3, "no lesson \"stars\" (did you mean \"start\"?)");
    assert_told("title = { kk = \"Бюджет\", en", "title = { en", 5, "title.kk is missing");
    assert_told("{fact:rate}.\", en", "{fact:rat}.\", en", 6, "no fact \"rat\"");
    assert_told("kind = \"fields\"", "kind = \"field\"", line_of("kind = \"fields\""), "must be one of");
    assert_told("lines = 2", "lines = 9", line_of("lines = 2"), "from 1 to 8");
    assert_told("blank_rows = 5", "blank_rows = 21", line_of("blank_rows"), "from 1 to 20");
    assert_told("key = \"again\"", "key = \"total\"", line_of("key = \"again\""), "used twice");
    assert_told("key = \"check\"", "key = \"items\"", line_of("key = \"check\""), "part key \"items\" is used twice");
    assert_told(
        "kind = \"values\"",
        "kind = \"values\"\nblank_rows = 2",
        line_of("kind = \"values\"") + 1,
        "unknown key",
    );
    let far = "width = 5";
    assert_told(far, "width = 13", line_of(far), "from 1 to 12");
    assert_told(
        "kind = \"text\"",
        "kind = \"text\"\nmin = 1",
        line_of("kind = \"text\"") + 1,
        "only a column of numbers",
    );
    assert_told("mark_from.fact", "max = 3\nmark_from.fact", line_of("mark_from.fact"), "has no bounds");
}

#[test]
fn mistakes_of_rows_and_values_are_told() {
    let row = line_of("count = 8");
    assert_told("count = 8", "cuont = 8\ncount = 8", row, "no column \"cuont\" (did you mean \"count\"?)");
    assert_told("count = 8\n", "", line_of("[[part.row]]"), "\"count\" is missing");
    assert_told("count = 8", "count = \"eight\"", row, "must be a number");
    assert_told("count = 8", "count = 8\nsum = 20", row + 1, "worked out by its formula");
    assert_told("count = 8", "count.fact = \"about-hundred\"", row, "no single number");
    assert_told("count = 8", "count.fact = \"depth\"", row, "no fact with min and max \"depth\"");
    let people = line_of("example.fact = \"twenty\"");
    assert_told("example.fact = \"twenty\"\n", "", people - 2, "either \"formula\" or \"example\"");
    assert_told(
        "column = \"sum\"",
        "column = \"item\"",
        line_of("column = \"sum\""),
        "no column of numbers after the first",
    );
    assert_told("equals = \"total\"", "equals = \"again\"", line_of("equals"), "no value before it \"again\"");
}

#[test]
fn mistakes_of_formulas_are_told() {
    let (row, value) = (line_of("formula = \"count"), line_of("formula = \"sum(sum)\""));
    assert_told("count * unit-price", "count * ", row, "cannot be read: a number or name is missing at character 8");
    assert_told(
        "count * unit-price",
        "count * unit-prise",
        row,
        "no number \"unit-prise\" stands before this formula (did",
    );
    assert_told("count * unit-price", "count * sum", row, "no number \"sum\" stands before");
    assert_told("count * unit-price", "sum(count)", row, "no column of numbers \"count\" to sum here");
    assert_told("sum(sum)", "sum(item)", value, "no column of numbers \"item\"");
    assert_told("sum(sum)", "each * 2", value, "no number \"each\" stands before");
    assert_told("total / people", "total / (people - 20)", line_of("key = \"each\"") - 1, "divided by zero");
}

#[test]
fn sums_that_do_not_come_out_are_told() {
    assert_among(
        "unit-price = 2.5",
        "unit-price = 2",
        line_of("expect.fact = \"twenty\""),
        "the result is 16, the fact \"twenty\" says 20",
    );
    assert_among("expect = 100", "expect = 101", line_of("expect = 100"), "the result is 100, 101 is expected");
    assert_among("+ 1 - 1", "+ 1 - 2", line_of("equals"), "the result is 80, \"total\" is 100");
    assert_among("max = 100.5", "max = 7.5", line_of("count = 8"), "8 is above the bound of its column, 7.5");
    assert_among("min = 1\n", "min = 8.5\n", line_of("count = 8"), "8 is below the bound of its column, 8.5");
}

#[test]
fn a_broken_file_is_told_and_a_strange_one_too() {
    let mut broken = files();
    broken.insert(FILE.to_owned(), b"title = ".to_vec());
    broken.insert("templates/Plan A.toml".to_owned(), b"".to_vec());
    broken.insert("templates/plan.txt".to_owned(), b"".to_vec());
    let told = told(&broken);
    for (start, part) in [
        ("templates/Plan A.toml:1:1: ", "is no key"),
        ("templates/budget.toml:1:", "not TOML"),
        ("templates/plan.txt:1:1: ", "belongs to no part of the course"),
    ] {
        assert!(told.iter().any(|line| line.starts_with(start) && line.contains(part)), "{start}\n{}", told.join("\n"));
    }
}

#[test]
fn languages_that_tell_other_numbers_are_warned_of() {
    let reading = read(&changed(FILE, "3 bridges", "4 bridges"));
    let told: Vec<String> = reading.warnings.iter().map(ToString::to_string).collect();
    let line = line_of("3 bridges");
    assert!(
        told.iter().any(|told| told.starts_with(&format!("{FILE}:{line}:")) && told.contains("the same numbers")),
        "{told:?}"
    );
    assert!(reading.package.is_some(), "a warning is no mistake");
    assert!(read(&files()).warnings.iter().all(|warning| warning.file != FILE));
    let reading = read(&changed(FILE, "lessons = [\"start\"]\n", ""));
    assert!(reading.warnings.iter().any(|warning| warning.message.to_string().contains("no lesson leads")));
}

#[test]
fn whatever_is_cut_off_nothing_panics() {
    for end in (0..TEMPLATE.len()).filter(|end| TEMPLATE.is_char_boundary(*end)) {
        let mut some = Files::new();
        some.insert(FILE.to_owned(), TEMPLATE.as_bytes()[..end].to_vec());
        read(&some);
    }
}

fn worked(key: &str) -> (Template, Worked) {
    let course = bundled::course("project-management").expect("a course without mistakes").course;
    let template = course.templates.get(key).expect("a template").clone();
    let worked = work_out(&template, &course.facts);
    (template, worked)
}

fn slug(key: &str) -> Slug {
    Slug::parse(key).expect("a key")
}

#[test]
fn the_bundled_templates_come_to_what_the_course_says() {
    let (_, budget) = worked("budget");
    let value = |worked: &Worked, key: &str| worked.value(&slug(key));
    assert_eq!(value(&budget, "subtotal"), Some(249_400.0));
    assert_eq!(value(&budget, "total"), Some(274_340.0));
    assert_eq!(value(&budget, "each").map(f64::round), Some(4572.0));
    let (_, shifts) = worked("shift-plan");
    assert_eq!((value(&shifts, "hours-total"), value(&shifts, "check-hours")), (Some(165.0), Some(165.0)));
    assert_eq!(value(&shifts, "water"), Some(82.5));
    assert_eq!(value(&shifts, "water-heat").map(f64::round), Some(124.0));
    let (_, risks) = worked("risk-register");
    assert_eq!(risks.column(&slug("risks"), &slug("score")).filter(|score| *score >= 12.0).count(), 3);
    let (charter, _) = worked("charter");
    assert_eq!(charter.assignment, Some('A'));
}
