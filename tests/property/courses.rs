//! Courses of any content, written as files and read again.

use std::path::Path;

use erikti::content::digest;
use erikti::content::files::archive::{pack, unpack};
use erikti::content::files::{read, read_folder, write};
use erikti::content::model::{Course, Fact, Mark, Package, Term};
use erikti::kernel::{Lang, Localized};
use erikti::quiz::model::{Body, Question, Shape, Zone};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::Value;

use super::questions::{question, slug};

/// Letters that files, tables and archives may stumble over, and that mark nothing up in a sentence.
const LETTERS: [char; 34] = [
    'a', 'Z', 'ә', 'Қ', 'ү', 'ё', 'Ы', '7', '0', ' ', ' ', '"', '\'', '\\', '#', '=', ',', ';', ':', '(', ')', '/',
    '%', '&', '€', '—', '’', '«', '»', '…', '+', '?', '🙂', '\u{301}',
];

/// A line of text that begins and ends with a letter.
fn line() -> impl Strategy<Value = String> {
    vec(select(LETTERS.to_vec()), 0..24).prop_map(|letters| format!("Ә{}я", letters.into_iter().collect::<String>()))
}

fn localized() -> impl Strategy<Value = Localized> {
    (line(), line(), line()).prop_map(|(kk, ru, en)| Localized { kk: Some(kk), ru: Some(ru), en: Some(en) })
}

/// The course of the tests, without mistakes.
fn sample() -> Package {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/library/leadership");
    let reading = read(&read_folder(&folder).expect("a folder"));
    reading.package.unwrap_or_else(|| panic!("{:?}", reading.mistakes))
}

/// Puts other words into every text of a question, and says why what is wrong is wrong.
fn reword(value: &mut Value, words: &mut dyn Iterator<Item = String>) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields.iter_mut() {
                if Lang::from_code(name).is_some() && field.is_string() {
                    *field = Value::String(words.next().unwrap_or_default());
                } else if name == "wrong" {
                    field.as_array_mut().into_iter().flatten().for_each(explain);
                    reword(field, words);
                } else if name != "accept" {
                    reword(field, words);
                }
            }
        }
        Value::Array(entries) => entries.iter_mut().for_each(|entry| reword(entry, words)),
        _ => {}
    }
}

fn explain(option: &mut Value) {
    if let Some(why) = option.get_mut("why") {
        *why = serde_json::to_value(Localized::same("why")).expect("a text");
    }
}

/// Within the picture of the sample course, which is 96 units wide and high.
fn shrink(zone: &mut Zone) {
    let [across, down] = [0.15, 0.9];
    match &mut zone.shape {
        Shape::Circle([x, y, radius]) => (*x, *y, *radius) = (*x * across, *y * down, *radius * across),
        Shape::Rect([x, y, width, height]) => {
            (*x, *y, *width, *height) = (*x * across, *y * down, *width * across, *height * down);
        }
        Shape::Polygon(corners) => {
            for corner in corners {
                *corner = [corner[0] * across, corner[1] * down];
            }
        }
    }
}

fn of_course((place, (question, words)): (usize, (Question, Vec<String>))) -> Question {
    let mut value = serde_json::to_value(&question).expect("JSON");
    let mut words = words.into_iter().cycle().enumerate().map(|(at, words)| format!("{words}{at}"));
    reword(&mut value, &mut words);
    let mut question: Question = serde_json::from_value(value).expect("a question");
    question.key = slug(&format!("made-{place}"));
    question.lesson = Some(slug("six-motives"));
    if let Body::Text(text) = &mut question.body {
        // The course is in three languages.
        text.accept.insert(Lang::Ru, vec!["жгут".to_owned()]);
    }
    if let Body::Hotspot(hotspot) = &mut question.body {
        hotspot.right.iter_mut().chain(&mut hotspot.wrong).for_each(shrink);
        question.picture = Some(slug("emblem"));
        question.picture_alt = Localized::same("Ә");
    }
    question
}

/// Takes one language out of every text that is not a lesson's.
fn without_english(course: &Course) -> Course {
    fn strip(value: &mut Value) {
        match value {
            Value::Object(fields) => {
                if fields.contains_key("kk") {
                    fields.remove("en");
                }
                fields.values_mut().for_each(strip);
            }
            Value::Array(entries) => entries.iter_mut().for_each(strip),
            _ => {}
        }
    }
    let mut value = serde_json::to_value(course).expect("JSON");
    strip(&mut value);
    let mut course: Course = serde_json::from_value(value).expect("a course");
    course.optional_languages = vec![Lang::En];
    course
}

prop_compose! {
    fn package()(
        questions in vec((question(), vec(line(), 8)), 1..8),
        texts in vec(localized(), 8),
        (hours, months) in (1_u16..400, proptest::option::of(1_u32..120)),
        (is_optional, value, minutes) in (any::<bool>(), -1_000_000_i64..1_000_000, 1_u32..90),
    ) -> Package {
        let mut package = sample();
        let course = &mut package.course;
        let [title, summary, limits, module, fact, term, meaning, printed] = texts.try_into().expect("eight texts");
        (course.title, course.summary, course.limits, course.certificate.title) = (title, summary, limits, printed);
        course.hours = f64::from(hours) / 4.0;
        course.certificate.validity_months = months;
        course.modules[0].title = module;
        course.modules[0].lessons[0].minutes = minutes;
        course.modules[0].questions.extend(questions.into_iter().enumerate().map(of_course));
        let number = f64::from(i32::try_from(value).expect("few")) / 1000.0;
        course.facts.insert(slug("made"), Fact {
            value: fact,
            min: Some(number),
            max: Some(number + 0.5),
            unit: Localized::same("cm"),
            source: "\"Ә\" \\ #1".to_owned(),
            mark: Mark::K,
        });
        course.glossary.insert(slug("made"), Term { term, meaning });
        if is_optional {
            package.course = without_english(&package.course);
        }
        package
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_course_is_the_same_after_files_and_after_an_archive(package in package()) {
        let files = write(&package);
        let reading = read(&files);
        let told: Vec<String> = reading.mistakes.iter().map(ToString::to_string).collect();
        prop_assert!(told.is_empty(), "{}", told.join("\n"));
        let again = reading.package.expect("a course without mistakes");
        prop_assert_eq!(digest::of_course(&again.course), digest::of_course(&package.course));
        prop_assert_eq!(&again, &package);
        prop_assert_eq!(write(&again), files.clone(), "writing is stable");
        let archive = pack(package.course.key.as_str(), &files).expect("an archive");
        prop_assert_eq!(unpack(&archive).expect("the files"), files);
    }
}
