//! Which translations stayed as they were while their source was changed: titles, questions, numbers, words and pictures.
//! Lessons are compared paragraph by paragraph where they are edited.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::{Map, Value};

use super::model::Course;
use crate::kernel::{Lang, Slug};
use crate::quiz::model::Question;

/// A part of a course that has texts of its own.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Title, summary and the other words about the course.
    Course,
    /// Title and summary of a module.
    Module(Slug),
    /// A question with its options.
    Question(Slug),
    /// A number.
    Fact(Slug),
    /// A word that is explained.
    Term(Slug),
    /// What a picture shows.
    Picture(Slug),
}

/// The parts of `now` with each language in which a text is the same as in `before` although that text is another one in
/// the language in which the course is written.
pub fn behind(before: &Course, now: &Course) -> Vec<(Part, Lang)> {
    let Some(source) = now.languages.first().copied() else { return Vec::new() };
    let mut found = BTreeSet::new();
    let mut hold = |part: &dyn Fn() -> Part, before: Value, now: Value| {
        for lang in behind_in(&before, &now, source) {
            found.insert((part(), lang));
        }
    };
    hold(&|| Part::Course, about(before), about(now));
    for module in &now.modules {
        if let Some(was) = before.module(&module.key) {
            let words = |title: &_, summary: &_| Value::Array(vec![json(title), json(summary)]);
            let part = || Part::Module(module.key.clone());
            hold(&part, words(&was.title, &was.summary), words(&module.title, &module.summary));
        }
    }
    let questions: BTreeMap<&Slug, &Question> = before.questions().map(|(_, one)| (&one.key, one)).collect();
    for (_, question) in now.questions() {
        if let Some(was) = questions.get(&question.key) {
            hold(&|| Part::Question(question.key.clone()), json(was), json(question));
        }
    }
    for (key, fact) in &now.facts {
        if let Some(was) = before.facts.get(key) {
            hold(&|| Part::Fact(key.clone()), json(was), json(fact));
        }
    }
    for (key, term) in &now.glossary {
        if let Some(was) = before.glossary.get(key) {
            hold(&|| Part::Term(key.clone()), json(was), json(term));
        }
    }
    for (key, picture) in &now.pictures {
        if let Some(was) = before.pictures.get(key) {
            hold(&|| Part::Picture(key.clone()), json(&was.alt), json(&picture.alt));
        }
    }
    found.into_iter().collect()
}

fn json(part: &impl Serialize) -> Value {
    serde_json::to_value(part).unwrap_or_default()
}

fn about(course: &Course) -> Value {
    let base = course.guideline.as_ref().map(|guideline| &guideline.base);
    let texts = [&course.title, &course.summary, &course.limits, &course.certificate.title];
    let texts = texts.map(json).into_iter().chain([json(&course.outcomes), json(&base)]);
    Value::Array(texts.collect())
}

/// The languages that stayed behind somewhere in a value. Entries of lists that have a key are compared with the entry of
/// that key, others with that in their place.
fn behind_in(before: &Value, now: &Value, source: Lang) -> BTreeSet<Lang> {
    match (before, now) {
        (Value::Object(before), Value::Object(now)) if is_text(now) => behind_of(before, now, source),
        (Value::Object(before), Value::Object(now)) => now
            .iter()
            // Forms that are accepted are no translations of each other.
            .filter(|(name, _)| *name != "accept")
            .filter_map(|(name, now)| Some(behind_in(before.get(name)?, now, source)))
            .flatten()
            .collect(),
        (Value::Array(before), Value::Array(now)) => now
            .iter()
            .enumerate()
            .filter_map(|(place, now)| {
                let was = match now.get("key") {
                    Some(key) => before.iter().find(|one| one.get("key") == Some(key)),
                    None => before.get(place),
                };
                Some(behind_in(was?, now, source))
            })
            .flatten()
            .collect(),
        _ => BTreeSet::new(),
    }
}

/// One text in some languages.
fn is_text(value: &Map<String, Value>) -> bool {
    !value.is_empty() && value.keys().all(|name| Lang::from_code(name).is_some())
}

fn behind_of(before: &Map<String, Value>, now: &Map<String, Value>, source: Lang) -> BTreeSet<Lang> {
    let of = |text: &Map<String, Value>, lang: Lang| text.get(lang.code()).cloned();
    if of(before, source).is_none() || of(before, source) == of(now, source) {
        return BTreeSet::new();
    }
    let others = Lang::ALL.into_iter().filter(|lang| *lang != source);
    others.filter(|lang| of(now, *lang).is_some() && of(before, *lang) == of(now, *lang)).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn languages(before: &Value, now: &Value) -> Vec<Lang> {
        behind_in(before, now, Lang::Kk).into_iter().collect()
    }

    #[test]
    fn a_translation_is_behind_if_its_source_alone_was_changed() {
        let text = |kk: &str, ru: &str| json!({ "text": { "kk": kk, "ru": ru } });
        assert_eq!(languages(&text("a", "b"), &text("c", "b")), [Lang::Ru]);
        assert!(languages(&text("a", "b"), &text("c", "d")).is_empty());
        assert!(languages(&text("a", "b"), &text("a", "d")).is_empty(), "a translation may change alone");
        assert!(languages(&json!({ "text": { "ru": "b" } }), &text("c", "b")).is_empty(), "the source is new");
    }

    #[test]
    fn options_are_found_by_their_key_and_accepted_forms_are_left_alone() {
        let option = |key: &str, kk: &str| json!({ "key": key, "text": { "kk": kk, "ru": "same", "en": "same" } });
        let before = json!([option("one", "a"), option("two", "b")]);
        assert!(languages(&before, &json!([option("two", "b"), option("one", "a")])).is_empty());
        let expected = [Lang::Ru, Lang::En];
        assert_eq!(languages(&before, &json!([option("two", "b"), option("one", "c")])), expected);
        assert!(languages(&before, &json!([option("three", "c")])).is_empty());
        let accept = |kk: &str| json!({ "accept": { "kk": [kk], "ru": ["b"] } });
        assert!(languages(&accept("a"), &accept("c")).is_empty());
        let list = |kk: &str| json!({ "kk": [kk], "ru": ["b"] });
        assert_eq!(languages(&list("a"), &list("c")), [Lang::Ru]);
    }
}
