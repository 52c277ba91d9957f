//! A number with its unit is written once, in the table of facts.

use std::collections::BTreeSet;

use erikti::content::model::{Course, Package};
use erikti::kernel::Lang;

use crate::limits::{each_text_of, options, packages};

/// Facts whose number and unit stand elsewhere for something else.
const OTHERS: [(&str, &str, &str); 8] = [
    ("leadership", "consent-age-law", "an age of somebody in a case"),
    ("leadership", "four-rows-max", "points of one page in a case"),
    ("project-management", "budget-points", "points of another rubric"),
    ("project-management", "budget-pass", "points of another rubric"),
    ("project-management", "bags-count", "an example of a task"),
    ("project-management", "lost-child-score", "the score of another risk"),
    ("project-management", "scrum-team", "people in a case"),
    ("project-management", "truck-rise", "another sum in a case"),
];

/// Every text that is right: lessons, templates, questions, right options, explanations. A wrong option may say a wrong number.
fn texts(course: &Course, lang: Lang) -> Vec<(String, String)> {
    let mut texts: Vec<(String, String)> =
        course.lessons().map(|(_, lesson)| (lesson.key.to_string(), lesson.source.get(lang).to_owned())).collect();
    texts.push(("summary".to_owned(), course.summary.get(lang).to_owned()));
    texts.extend(course.outcomes.get(lang).iter().map(|text| ("outcomes".to_owned(), text.clone())));
    for (key, template) in &course.templates {
        each_text_of(template, &mut |text| texts.push((format!("templates/{key}"), text.get(lang).to_owned())));
    }
    for (_, question) in course.questions() {
        let (right, wrong) = options(question);
        let said = [&question.text, &question.explanation].into_iter().chain(right.iter().map(|option| &option.text));
        let said = said.chain(wrong.iter().map(|option| &option.why));
        texts.extend(said.map(|text| (question.key.to_string(), text.get(lang).to_owned())));
    }
    texts
}

/// True if the text has this number directly before this unit, neither of them part of a longer one.
fn has(text: &str, number: &str, unit: &str) -> bool {
    text.match_indices(number).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let begins = before.is_none_or(|c| !c.is_alphanumeric() && !"{:–,.-".contains(c));
        let rest = text[at + number.len()..].trim_start();
        let ends = rest.strip_prefix(unit).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric));
        begins && ends
    })
}

#[test]
fn no_number_of_the_facts_is_typed_by_hand() {
    let (mut found, mut used) = (Vec::new(), BTreeSet::new());
    for Package { course, .. } in packages() {
        for lang in Lang::ALL {
            let texts = texts(&course, lang);
            for (key, fact) in course.facts.iter().filter(|(_, fact)| !fact.unit.get(lang).is_empty()) {
                let (value, unit) = (fact.value.get(lang), fact.unit.get(lang));
                for (place, _) in texts.iter().filter(|(_, text)| has(text, value, unit)) {
                    let other =
                        OTHERS.iter().find(|(of, other, _)| *of == course.key.as_str() && *other == key.as_str());
                    match other {
                        Some(other) => drop(used.insert(*other)),
                        None => found.push(format!("{}/{place}.{lang}: {value} {unit} is the fact {key}", course.key)),
                    }
                }
            }
        }
    }
    assert!(found.is_empty(), "\n{}", found.join("\n"));
    let unused: Vec<_> = OTHERS.iter().filter(|other| !used.contains(*other)).collect();
    assert!(unused.is_empty(), "no longer needed: {unused:?}");
}

#[test]
fn the_search_finds_a_number_with_its_unit_and_nothing_else() {
    assert!(has("басу 100–120 рет/мин жиілікпен", "100–120", "рет/мин"));
    assert!(has("(10\u{a0}seconds)", "10", "seconds"));
    for other in ["110 seconds", "10 secondsx", "{fact:ten} seconds", "5–10 seconds", "10 more seconds"] {
        assert!(!has(other, "10", "seconds"), "{other}");
    }
}
