//! What the bundled courses promise to those who learn from them: every language, texts that are short enough, banks that
//! are large enough, tests that do not give the answer away, pictures that are light.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::io::Write;

use erikti::content::bundled;
use erikti::content::model::{Course, Package};
use erikti::content::settle::settled;
use erikti::content::template::Template;
use erikti::kernel::{Lang, Localized};
use erikti::quiz::draw::shortages;
use erikti::quiz::model::{Body, ChoiceOption, Question};
use erikti::quiz::shown::{ShownBody, show};
use flate2::Compression;
use flate2::write::GzEncoder;

/// Words of a lesson in one language.
const LESSON_WORDS: usize = 350;
/// Words of an explanation.
const EXPLANATION_WORDS: std::ops::RangeInclusive<usize> = 25..=45;
/// The pictures of a lesson together, compressed.
const PICTURE_BYTES: usize = 20_000;
/// In so many of a hundred questions the right option may be the longest.
const LONGEST_PERCENT: usize = 40;

/// The courses that come with the program.
pub(crate) fn packages() -> Vec<Package> {
    let packages: Vec<Package> = bundled::all().into_iter().filter_map(|found| found.read().ok()).collect();
    assert_eq!(packages.len(), 3, "three courses without mistakes");
    packages
}

/// Fails with every line there is.
fn assert_none(found: &[String]) {
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

fn words(text: &str) -> usize {
    text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count()
}

/// The options of a question with a right one among them.
pub(crate) fn options(question: &Question) -> (&[ChoiceOption], &[ChoiceOption]) {
    match &question.body {
        Body::Single(choice) | Body::Multiple(choice) => (&choice.right, &choice.wrong),
        Body::TrueFalse(claim) => (&claim.right, &claim.wrong),
        _ => (&[], &[]),
    }
}

/// Every text of a template that has one; what may be left out and is, has none.
pub(crate) fn each_text_of(template: &Template, look: &mut dyn FnMut(&Localized)) {
    let texts = RefCell::new(Vec::new());
    template.clone().each_text(&|text| texts.borrow_mut().push(text.clone()));
    texts.into_inner().iter().filter(|text| !text.is_empty()).for_each(look);
}

#[test]
fn every_lesson_and_every_question_is_there_in_three_languages() {
    let mut missing = Vec::new();
    for Package { course, .. } in packages() {
        assert_eq!(course.languages, Lang::ALL, "{}", course.key);
        let mut look = |at: String, text: &Localized| {
            let lacks =
                Lang::ALL.into_iter().filter(|lang| text.exact(*lang).is_none_or(|text| text.trim().is_empty()));
            missing.extend(lacks.map(|lang| format!("{}/{at}: {lang}", course.key)));
        };
        for (module, lesson) in course.lessons() {
            look(format!("{}/{}", module.key, lesson.key), &lesson.source);
        }
        for (key, template) in &course.templates {
            each_text_of(template, &mut |text| look(format!("the template {key}"), text));
        }
        for (_, question) in course.questions() {
            look(format!("{}", question.key), &question.text);
            look(format!("{} (explanation)", question.key), &question.explanation);
            let (right, wrong) = options(question);
            for option in right.iter().chain(wrong) {
                look(format!("{}/{}", question.key, option.key), &option.text);
            }
            for option in wrong {
                look(format!("{}/{} (why)", question.key, option.key), &option.why);
            }
        }
    }
    assert_none(&missing);
}

#[test]
fn the_banks_are_large_enough_for_their_tests() {
    let mut found = Vec::new();
    for Package { course, .. } in packages() {
        for module in &course.modules {
            let wanted = match (course.key.as_str(), module.key.as_str()) {
                ("first-aid", "cpr" | "bleeding") => 32,
                ("first-aid", _) => 24,
                _ => 12,
            };
            let bank = module.bank_items();
            if bank.len() < wanted || !shortages(&module.blueprint(), &bank).is_empty() {
                found.push(format!("{}/{}: {} questions, {wanted} are wanted", course.key, module.key, bank.len()));
            }
        }
        if let Some(test) = &course.final_test {
            let short = shortages(&test.blueprint, &course.bank_items());
            found.extend(short.iter().map(|shortage| format!("{}: {shortage:?}", course.key)));
        }
    }
    assert_none(&found);
}

/// The text of a lesson as people read it: no pictures, no addresses of links, no marks of blocks.
fn read_aloud(source: &str) -> String {
    let mut text = String::new();
    for line in source.lines().filter(|line| !line.starts_with(":::")) {
        let mut rest = line;
        while let Some(at) = rest.find("![").into_iter().chain(rest.find("](")).min() {
            let is_picture = rest[at..].starts_with("![");
            text.push_str(&rest[..at]);
            let end = rest[at..].find(')').map_or(rest.len(), |end| at + end + 1);
            if !is_picture {
                text.push(']');
            }
            rest = &rest[end..];
        }
        text.push_str(rest);
        text.push('\n');
    }
    text
}

#[test]
fn no_lesson_is_too_long() {
    let mut found = Vec::new();
    for Package { course, .. } in packages() {
        for (module, lesson) in course.lessons() {
            for lang in Lang::ALL {
                let text = erikti::content::markdown::fact_values(lesson.source.get(lang), &course.facts, lang);
                let count = words(&read_aloud(&text));
                assert!(count > 60, "{}: {lang} is nearly empty", lesson.key);
                if count > LESSON_WORDS {
                    found.push(format!("{}/{}/{}.{lang}: {count} words", course.key, module.key, lesson.key));
                }
            }
        }
    }
    assert_none(&found);
}

#[test]
fn explanations_are_neither_short_nor_long() {
    let mut found = Vec::new();
    for Package { course, .. } in packages() {
        for (_, question) in settled(&course).questions() {
            for lang in Lang::ALL {
                let count = words(question.explanation.get(lang));
                if !EXPLANATION_WORDS.contains(&count) {
                    found.push(format!("{}/{}.{lang}: {count} words", course.key, question.key));
                }
            }
        }
    }
    assert_none(&found);
}

/// Questions with one right option.
fn singles(course: &Course) -> Vec<&Question> {
    course
        .questions()
        .map(|(_, question)| question)
        .filter(|question| matches!(question.body, Body::Single(_)))
        .collect()
}

#[test]
fn the_longest_option_is_mostly_not_the_right_one() {
    let mut found = Vec::new();
    for Package { course, .. } in packages() {
        let course = settled(&course);
        let questions = singles(&course);
        assert!(questions.len() > 40, "{}: {}", course.key, questions.len());
        for lang in Lang::ALL {
            let length = |options: &[ChoiceOption]| {
                options.iter().map(|option| option.text.get(lang).chars().count()).max().unwrap_or_default()
            };
            let telling =
                questions.iter().map(|question| options(question)).filter(|(r, w)| length(r) > length(w)).count();
            if telling * 100 > questions.len() * LONGEST_PERCENT {
                found.push(format!(
                    "{}.{lang}: in {telling} of {} the right one is longest",
                    course.key,
                    questions.len()
                ));
            }
        }
    }
    assert_none(&found);
}

/// Where the right option stands when a question is shown in the try with this seed.
fn place(question: &Question, seed: u64) -> usize {
    let right = &options(question).0.first().expect("a right option").key;
    let ShownBody::Single { options } = show(question, seed).body else { panic!("{} is no choice", question.key) };
    options.iter().position(|option| option.key == *right).expect("the right option is shown")
}

/// As shown: over many tries of one question, and over all questions of a course in one try.
#[test]
fn the_right_option_stands_everywhere_equally_often() {
    const TRIES: u64 = 400;
    for Package { course, .. } in packages() {
        for question in singles(&course).into_iter().filter(|question| !question.fixed_order) {
            let count = options(question).0.len() + options(question).1.len();
            let mut places = vec![0_u64; count];
            (1..=TRIES).for_each(|seed| places[place(question, seed)] += 1);
            let even = TRIES / count as u64;
            assert!(places.iter().all(|n| n.abs_diff(even) < even * 2 / 5), "{}: {places:?}", question.key);
        }
        let fixed: Vec<usize> =
            singles(&course).into_iter().filter(|question| question.fixed_order).map(|q| place(q, 1)).collect();
        let spread: BTreeSet<usize> = fixed.iter().copied().collect();
        assert!(fixed.len() < 4 || spread.len() > 1, "{}: in a fixed order, always at {spread:?}", course.key);
    }
}

#[test]
fn the_pictures_of_a_lesson_are_light() {
    let mut found = Vec::new();
    for Package { course, pictures } in packages() {
        let weight = |key: &str| {
            let bytes =
                pictures.iter().find(|(name, _)| name.as_str() == key).map(|(_, bytes)| bytes).expect("a picture");
            let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
            gzip.write_all(bytes).expect("compressed");
            gzip.finish().expect("compressed").len()
        };
        for (_, lesson) in course.lessons() {
            let source = lesson.source.get(Lang::Kk);
            let end = |c: char| !(c.is_ascii_alphanumeric() || c == '-');
            let keys: BTreeSet<&str> =
                source.split("(picture:").skip(1).filter_map(|rest| rest.split(end).next()).collect();
            let sum: usize = keys.into_iter().map(weight).sum();
            if sum > PICTURE_BYTES {
                found.push(format!("{}/{}: {sum} bytes", course.key, lesson.key));
            }
        }
    }
    assert_none(&found);
}
