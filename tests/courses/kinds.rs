//! Short texts, places in pictures, cases: read from a folder, written again, judged.

use std::path::Path;

use erikti::content::compare::{Obstacle, obstacles};
use erikti::content::files::{Files, read, read_folder, write};
use erikti::content::{digest, settle};
use erikti::kernel::Slug;
use erikti::quiz::model::Body;

use crate::sample::package;

const QUESTIONS: &str = "questions/signs.toml";

fn files() -> Files {
    read_folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/courses/kinds")).expect("readable")
}

fn changed(from: &str, to: &str) -> Files {
    let mut files = files();
    let text = String::from_utf8(files.get(QUESTIONS).expect("the questions").clone()).expect("text");
    assert!(text.contains(from), "there is no {from}");
    files.insert(QUESTIONS.to_owned(), text.replacen(from, to, 1).into_bytes());
    files
}

/// The line, counted from 1, on which a text first stands.
fn line_of(text: &str) -> usize {
    let files = files();
    let all = std::str::from_utf8(files.get(QUESTIONS).expect("the questions")).expect("text");
    all.lines().position(|line| line.starts_with(text)).unwrap_or_else(|| panic!("no line begins with {text}")) + 1
}

/// One change tells one thing, at the line of `at` (and `column`).
fn assert_told(from: &str, to: &str, (at, column): (&str, usize), message: &str) {
    let told: Vec<String> = read(&changed(from, to)).mistakes.iter().map(ToString::to_string).collect();
    let place = format!("{QUESTIONS}:{}:{column}: ", line_of(at));
    let hit = told.iter().any(|line| line.starts_with(&place) && line.contains(message));
    assert!(hit && told.len() == 1, "{from} → {to}: wanted {place}…{message}…, got\n{}", told.join("\n"));
}

#[test]
fn writing_and_reading_again_gives_the_same_course() {
    let first = package(&files());
    let written = write(&first);
    let second = package(&written);
    assert_eq!(first, second);
    assert_eq!(digest::of_course(&first.course), digest::of_course(&second.course));
    assert_eq!(written, write(&second), "writing is stable");
    let stored = serde_json::to_string(&first.course).expect("written");
    assert_eq!(first.course, serde_json::from_str(&stored).expect("read"));
    assert_eq!(read(&files()).warnings, [], "nothing to look at");
}

#[test]
fn mistakes_of_short_texts() {
    let told = |from: &str, to: &str, message| assert_told(from, to, ("accept.kk", 1), message);
    told("accept.ru = [\"103\", \"сто три\", \"112\"]\n", "", "accept.ru is missing");
    assert_told("\"сто три\"", "\"…\"", ("accept.kk", 1), "the accepted form \"…\" cannot be typed");
    assert_told("[\"103\", \"сто три\", \"112\"]", "\"103\"", ("accept.ru", 13), "must be a list, not string");
    assert_told("\"сто три\"", "7", ("accept.ru", 21), "must be a text in quotes");
    assert_told("\"сто три\"", "\"{fact:number}\"", ("accept.ru", 21), "there is no fact \"number\"");
    let in_a_test = read(&changed("lesson = \"first-steps\"", "critical = true\nlesson = \"first-steps\""));
    let warnings: Vec<String> = in_a_test.warnings.iter().map(ToString::to_string).collect();
    let [warning] = warnings.as_slice() else { panic!("{warnings:?}") };
    assert!(warning.starts_with("questions/signs.toml:1:1: short text is for lesson checks"), "{warning}");
}

#[test]
fn mistakes_of_places_in_a_picture() {
    let zone = |key: &str, to: &str, from: &str, message| {
        let (from, to) = (format!("key = \"{key}\"\n{from}"), format!("key = \"{key}\"\n{to}"));
        let told: Vec<String> = read(&changed(&from, &to)).mistakes.iter().map(ToString::to_string).collect();
        let place = format!("{QUESTIONS}:{}:1: ", line_of(&format!("key = \"{key}\"")) - 1);
        let hit = told.iter().any(|line| line.starts_with(&place) && line.contains(message));
        assert!(hit && told.len() == 1, "{from} → {to}: wanted {place}…{message}…, got\n{}", told.join("\n"));
    };
    let right = "rect = [26, 52, 104, 84]";
    zone("above-the-wound", "rect = [26, 152, 104, 84]", right, "reaches out of the picture, which is 320 × 200");
    zone("above-the-wound", "rect = [-1, 52, 104, 84]", right, "reaches out of the picture");
    zone("above-the-wound", "rect = [26, 52, 104, 20]", right, "too small for a finger; draw it at least 27 units");
    zone("above-the-wound", "", right, "one of \"circle\", \"rect\" and \"polygon\"");
    let wrong = "circle = [150, 92, 16]";
    zone("on-the-elbow", "circle = [150, 92, 0]", wrong, "has no inside");
    zone("on-the-elbow", "circle = [100, 92, 16]", wrong, "the middle of the wrong zone `on-the-elbow` lies in");
    zone("on-the-elbow", "circle = [150, 92, 16]\nrect = [1, 1, 9, 9]", wrong, "a zone has one of");
    assert_told(
        "circle = [150, 92, 16]",
        "circle = [150, 92]",
        ("circle = [150", 10),
        "is written [across, down, radius]",
    );
    assert_told("[284, 70], ", "[284], ", ("polygon", 23), "is written [[across, down], …]");
    assert_told("circle = [150, 92, 16]", "circle = [150, \"92\", 16]", ("circle = [150", 16), "must be a number");
    let hotspot = line_of("key = \"tourniquet-place\"") - 1;
    let no_picture = read(&changed("picture = \"arm\"\n", ""));
    let told: Vec<String> = no_picture.mistakes.iter().map(ToString::to_string).collect();
    assert_eq!(told, [format!("{QUESTIONS}:{hotspot}:1: \"picture\" is missing")]);
}

#[test]
fn mistakes_of_cases() {
    let at = |key: &str, lines: usize| line_of(&format!("key = \"{key}\"")) - lines;
    let told = |from: &str, to: &str, line: usize, column: usize, message: &str| {
        let told: Vec<String> = read(&changed(from, to)).mistakes.iter().map(ToString::to_string).collect();
        let place = format!("{QUESTIONS}:{line}:{column}: ");
        let hit = told.iter().any(|line| line.starts_with(&place) && line.contains(message));
        assert!(hit && told.len() == 1, "{from} → {to}: wanted {place}…{message}…, got\n{}", told.join("\n"));
    };
    let unknown = "`open-and-call-out` leads to `who-to-cal`, but no decision has this key";
    told("next = \"who-to-call\"", "next = \"who-to-cal\"", at("open-and-call-out", 1), 1, unknown);
    told("next = \"the-child\"", "next = \"at-the-door\"", at("rescue-and-ambulance", 1), 1, "leads back");
    told("next = \"it-gets-worse\"", "# nothing", at("it-gets-worse", 1), 1, "no option leads to the decision");
    told("key = \"go-in\"", "key = \"open-now\"", at("open-now", 1), 1, "there twice");
    told("key = \"open-now\"\n", "key = \"open-now\"\ncritical = true\n", at("open-now", 1), 1, "no meaning");
    let no_result =
        "result.ru = \"Вошёл свежий воздух. Мать и старший ребёнок вышли, младшего она вынесла на руках.\"\n";
    told(no_result, "", at("open-and-call-out", 0) + 5, 1, "result.ru is missing");
    let why = "why.en = \"…\"\nkey = \"open-now\"";
    told("key = \"open-now\"", why, at("open-now", 0), 1, "unknown key \"why\"");
    told("next = \"who-to-call\"", "next = 3", at("open-and-call-out", 0) + 1, 8, "must be a text in quotes");
}

#[test]
fn another_kind_is_no_correction_and_a_better_zone_is() {
    let old = package(&files()).course;
    let moved = package(&changed("circle = [150, 92, 16]", "circle = [152, 92, 18]")).course;
    assert_eq!(obstacles(&old, &moved), []);
    let mut other = old.clone();
    let key = Slug::parse("tourniquet-place").expect("a key");
    let text = old.questions().find_map(|(_, question)| match &question.body {
        Body::Text(text) => Some(text.clone()),
        _ => None,
    });
    for module in &mut other.modules {
        for question in module.questions.iter_mut().filter(|question| question.key == key) {
            question.body = Body::Text(text.clone().expect("a short text"));
        }
    }
    assert_eq!(obstacles(&old, &other), [Obstacle::KindChanged(key)]);
}

#[test]
fn numbers_by_name_are_in_place_in_every_kind() {
    let mut files = changed("accept.kk = [\"103\"", "accept.kk = [\"{fact:ambulance}\"");
    let text = String::from_utf8(files.get(QUESTIONS).expect("the questions").clone()).expect("text");
    let text = text.replacen("result.en = \"The dispatcher", "result.en = \"{fact:ambulance}: the dispatcher", 1);
    let text = text.replacen("text.en = \"Right on the elbow\"", "text.en = \"Right on {fact:ambulance}\"", 1);
    files.insert(QUESTIONS.to_owned(), text.into_bytes());
    files.insert("facts.toml".to_owned(), "[ambulance]\nvalue = \"103\"\nsource = \"A source\"\nmark = \"V\"\n".into());
    let shown = settle::settled(&package(&files).course);
    let json = serde_json::to_string(&shown.modules).expect("written");
    assert!(!json.contains("{fact:"), "{json}");
    for text in ["103: the dispatcher", "Right on 103", "[\"103\",\"жүз үш\""] {
        assert!(json.contains(text), "{text}");
    }
}
