//! What a signature is under: a lesson as its readers see it.
//!
//! Medical and legal reviewers answer for all languages: texts with the facts in place, the pictures, the explained terms
//! and the checks, with what is right and what is wrong. A reviewer of a language answers for its words alone. How long
//! a lesson takes, where it stands and the questions that tests draw are no part of it.
//!
//! Digests are stored, so they must come out the same in later releases: what is left at its default is not counted,
//! so that a field which the model gains changes nothing until somebody uses it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::content::Published;
use crate::content::digest::of_bytes;
use crate::content::markdown::fact_values;
use crate::content::model::{Course, Lesson};
use crate::kernel::{Lang, ReviewKind, Slug};

/// The digests of all lessons of a course, for each kind of review.
pub type Digests = BTreeMap<(Slug, ReviewKind), String>;

/// The digests of every lesson of a version, or of a draft as it would look.
pub fn of_course(published: &Published) -> Digests {
    let course = &published.course;
    let kinds = || ReviewKind::ALL.into_iter().filter(|kind| is_kind_of(course, *kind));
    let of_lesson = |lesson: &Lesson| {
        let whole = whole(course, lesson);
        let digests = kinds().map(|kind| ((lesson.key.clone(), kind), digest(kind, &whole)));
        digests.collect::<Vec<_>>()
    };
    course.lessons().flat_map(|(_, lesson)| of_lesson(lesson)).collect()
}

/// True if lessons of this course can be signed so: a language has to be one of its own.
pub fn is_kind_of(course: &Course, kind: ReviewKind) -> bool {
    match kind {
        ReviewKind::Medical | ReviewKind::Legal => true,
        ReviewKind::Language(lang) => course.languages.contains(&lang),
    }
}

fn digest(kind: ReviewKind, whole: &Value) -> String {
    let read = match kind {
        ReviewKind::Medical | ReviewKind::Legal => pruned(whole.clone()).unwrap_or_default(),
        ReviewKind::Language(lang) => {
            let mut words = Vec::new();
            words_in(lang, whole, false, &mut words);
            json!({ lang.code(): words })
        }
    };
    of_bytes(format!("erikti lesson 1\n{read}").as_bytes())
}

/// Everything that is read of a lesson. The course has its facts in place, the lesson's own text has not.
fn whole(course: &Course, lesson: &Lesson) -> Value {
    let texts = lesson.source.map(|lang, text| fact_values(text, &course.facts, lang));
    let mut named = Named::default();
    for text in Lang::ALL.into_iter().filter_map(|lang| lesson.source.exact(lang)) {
        named.find(text);
    }
    let questions = lesson.checks.iter().filter_map(|key| course.question(key)).map(|(_, question)| question);
    let questions: Vec<_> = questions.inspect(|question| named.pictures.extend(question.picture.clone())).collect();
    let pictures = named.pictures.iter().filter_map(|key| Some((key, &course.pictures.get(key)?.digest)));
    let terms = named.terms.iter().filter_map(|key| Some((key, course.glossary.get(key)?)));
    json!({
        "texts": texts,
        "pictures": pictures.collect::<BTreeMap<_, _>>(),
        "terms": terms.collect::<BTreeMap<_, _>>(),
        "checks": questions,
    })
}

/// The pictures and terms that texts name.
#[derive(Default)]
struct Named {
    pictures: BTreeSet<Slug>,
    terms: BTreeSet<Slug>,
}

impl Named {
    fn find(&mut self, text: &str) {
        for (link, keys) in [("(picture:", &mut self.pictures), ("(term:", &mut self.terms)] {
            let found = text.match_indices(link).filter_map(|(at, _)| {
                let rest = text.get(at + link.len()..)?;
                let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(rest.len());
                Slug::parse(rest.get(..end)?)
            });
            keys.extend(found);
        }
    }
}

/// The value without whatever is empty, zero, false or absent; maps are in the order of their keys.
fn pruned(value: Value) -> Option<Value> {
    match value {
        Value::Null | Value::Bool(false) => None,
        Value::String(text) if text.is_empty() => None,
        Value::Array(all) => {
            let all: Vec<Value> = all.into_iter().filter_map(pruned).collect();
            (!all.is_empty()).then_some(Value::Array(all))
        }
        Value::Object(fields) => {
            let fields: serde_json::Map<_, _> =
                fields.into_iter().filter_map(|(name, value)| Some((name, pruned(value)?))).collect();
            (!fields.is_empty()).then_some(Value::Object(fields))
        }
        other => Some(other),
    }
}

/// The texts in a language, in the order in which they are read.
fn words_in(lang: Lang, value: &Value, is_of_language: bool, words: &mut Vec<String>) {
    match value {
        Value::String(text) if is_of_language => words.push(text.clone()),
        Value::Array(all) => all.iter().for_each(|value| words_in(lang, value, is_of_language, words)),
        Value::Object(fields) => {
            for (name, value) in fields {
                words_in(lang, value, is_of_language || name == lang.code(), words);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn course() -> Course {
        serde_json::from_value(json!({
            "key": "c", "languages": ["kk", "ru"], "hours": 1.0, "title": {}, "summary": {}, "outcomes": {},
            "certificate": { "kind": "theory", "title": {} },
            "facts": { "rate": { "value": { "kk": "100", "ru": "100" }, "source": "s", "mark": "V" } },
            "glossary": { "word": { "term": { "kk": "сөз", "ru": "слово" }, "meaning": { "kk": "м", "ru": "з" } } },
            "pictures": { "hand": { "digest": "1", "width": 1, "height": 1 }, "foot": { "digest": "2", "width": 1, "height": 1 } },
            "modules": [],
        }))
        .expect("a course")
    }

    fn lesson(kk: &str, ru: &str) -> Lesson {
        serde_json::from_value(json!({ "key": "l", "minutes": 5, "source": { "kk": kk, "ru": ru } })).expect("a lesson")
    }

    fn all(course: &Course, lesson: &Lesson) -> [String; 3] {
        let whole = whole(course, lesson);
        [ReviewKind::Medical, ReviewKind::Language(Lang::Kk), ReviewKind::Language(Lang::Ru)]
            .map(|kind| digest(kind, &whole))
    }

    /// Which of the three digests another state of the lesson changes.
    fn changed(before: &[String; 3], after: &[String; 3]) -> Vec<bool> {
        before.iter().zip(after).map(|(before, after)| before != after).collect()
    }

    #[test]
    fn a_change_drops_what_it_concerns_and_nothing_else() {
        let (course, text) = (course(), "# Т\n\n{fact:rate} [сөз](term:word)\n\n![а](picture:hand)");
        let lesson_now = lesson(text, text);
        let now = all(&course, &lesson_now);
        let other = all(&course, &lesson(&text.replace("# Т", "# Тақырып"), text));
        assert_eq!(changed(&now, &other), [true, true, false], "a text in one language");
        let mut longer = lesson_now.clone();
        longer.minutes = 9;
        assert_eq!(all(&course, &longer), now, "how long it takes is not read");
        let mut another = course.clone();
        another.facts.values_mut().for_each(|fact| fact.value.ru = Some("120".to_owned()));
        assert_eq!(changed(&now, &all(&another, &lesson_now)), [true, false, true], "a number");
        let mut another = course.clone();
        another.glossary.values_mut().for_each(|term| term.meaning.kk = Some("басқа".to_owned()));
        assert_eq!(changed(&now, &all(&another, &lesson_now)), [true, true, false], "the meaning of a term");
        let mut another = course.clone();
        another.pictures.get_mut("hand").expect("there").digest = "3".to_owned();
        assert_eq!(changed(&now, &all(&another, &lesson_now)), [true, false, false], "a picture");
        let mut another = course.clone();
        another.pictures.get_mut("foot").expect("there").digest = "3".to_owned();
        assert_eq!(all(&another, &lesson_now), now, "a picture of another lesson");
    }

    #[test]
    fn what_is_at_its_default_is_not_counted() {
        let plain = pruned(json!({ "a": "x", "list": [{ "b": 1 }] }));
        let wordy = pruned(json!({ "a": "x", "new": null, "off": false, "none": [], "list": [{ "b": 1, "c": {} }] }));
        assert_eq!(plain, wordy);
    }

    #[test]
    fn a_digest_stays_what_it_is() {
        let text = "# Т\n\n{fact:rate} [сөз](term:word)\n\n![а](picture:hand)";
        let [medical, kazakh, _] = all(&course(), &lesson(text, text));
        assert_eq!(medical, "1d5e8a84e828cfcca8951af780be31cb63d4167f8c358b8a742e6b19977534d6");
        assert_eq!(kazakh, "ac3e2dac9d8f21316a24871c8a84702b1e7c0c6de7deda16502ff3ed929041c0");
    }
}
