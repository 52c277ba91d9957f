//! `questions/<module>.toml`.

use std::collections::BTreeMap;

use super::notes::Kind;
use super::table::{Need, Style, Table, Value};
use super::{kinds, own};
use crate::content::message::{Code, Message};
use crate::content::model::{Module, Picture};
use crate::kernel::Slug;
use crate::quiz::model::{Body, Choice, ChoiceOption, Matching, Numeric, Ordering, Pair, Question, Step, TrueFalse};

const COMMON_KEYS: [&str; 10] =
    ["key", "kind", "critical", "tags", "lesson", "picture", "picture_alt", "fixed_order", "text", "explanation"];

/// The kinds, with the keys that only they have.
const KINDS: [(&str, &[&str]); 9] = [
    ("single", &["right", "wrong"]),
    ("multiple", &["right", "wrong"]),
    ("true-false", &["answer", "right", "wrong"]),
    ("ordering", &["step", "equivalent", "critical_pairs"]),
    ("matching", &["pair", "extra"]),
    ("numeric", &["fact", "min", "max", "unit"]),
    ("text", &["accept"]),
    ("hotspot", &["right", "wrong"]),
    ("case", &["decision"]),
];

/// Reads all questions of a file into the module.
pub(super) fn read_into(module: &mut Module, root: &Table<'_>, pictures: &BTreeMap<Slug, Picture>) {
    root.known(&["question"]);
    for table in root.tables("question") {
        let numeric_fact = table.get("fact").and_then(|value| value.is_text().then(|| value.slug()).flatten());
        let question = question(&table);
        if let Some((key, at)) = table.key() {
            root.notes.define(Kind::Question, key.as_str(), &at);
            root.notes.mention(Kind::ModuleQuestion, &format!("{}/{key}", module.key), &at);
        }
        let Some(question) = question else {
            root.notes.give_up(&[Kind::Question, Kind::Tag]);
            continue;
        };
        if question.lesson.is_none() && !module.is_check(&question.key) {
            root.notes.mistake(&table.place(), Code::LessonAgain);
        }
        own::judge(&question, &table, pictures);
        if matches!(question.body, Body::Text(_)) && (question.critical || !module.is_check(&question.key)) {
            root.notes.warn(&table.place(), Code::ShortTextInTest);
        }
        if let (Body::Numeric(_), Some(fact)) = (&question.body, numeric_fact) {
            module.numeric_facts.insert(question.key.clone(), fact);
        }
        module.questions.push(question);
    }
}

fn question(table: &Table<'_>) -> Option<Question> {
    let kinds = KINDS.map(|(kind, keys)| (kind, (kind, keys)));
    let kind = table.choice("kind", Need::Required, &kinds);
    if let Some((_, own)) = kind {
        table.known(&[COMMON_KEYS.as_slice(), own].concat());
    }
    let tags = table.get("tags").map(Value::slugs).unwrap_or_default();
    for (tag, at) in &tags {
        table.notes.mention(Kind::Tag, tag.as_str(), at);
    }
    let picture = table.reference("picture", Kind::Picture);
    if picture.is_none() && kind.is_some_and(|(kind, _)| kind == "hotspot") {
        table.need("picture");
    }
    let alt_need = if picture.is_some() { Need::Required } else { Need::Optional };
    let picture_alt = table.localized("picture_alt", alt_need, Style::Plain);
    let lesson = table.reference("lesson", Kind::Lesson);
    let text = table.localized("text", Need::Required, Style::Inline);
    let explanation = table.localized("explanation", Need::Required, Style::Inline);
    let (critical, fixed_order) = (table.flag("critical"), table.flag("fixed_order"));
    let body = kind.and_then(|(kind, _)| body(table, kind));
    let key = table.get("key").and_then(|value| value.is_text().then(|| Slug::parse(&value.text()?)).flatten());
    Some(Question {
        key: key?,
        critical,
        tags: tags.into_iter().map(|(tag, _)| tag).collect(),
        picture,
        picture_alt,
        lesson,
        text,
        explanation,
        fixed_order,
        body: body?,
    })
}

fn body(table: &Table<'_>, kind: &str) -> Option<Body> {
    Some(match kind {
        "single" => Body::Single(choice(table)),
        "multiple" => Body::Multiple(choice(table)),
        "true-false" => {
            let Choice { right, wrong } = choice(table);
            Body::TrueFalse(TrueFalse { answer: table.need("answer").and_then(Value::truth)?, right, wrong })
        }
        "ordering" => Body::Ordering(Ordering {
            steps: table.tables("step").iter().filter_map(|step| self::step(step, "text")).collect(),
            equivalent: groups(table, "equivalent"),
            critical_pairs: pairs_of_keys(table),
        }),
        "matching" => Body::Matching(Matching {
            pairs: table.tables("pair").iter().filter_map(pair).collect(),
            extra: table.tables("extra").iter().filter_map(|extra| step(extra, "right")).collect(),
        }),
        "text" => Body::Text(kinds::text(table)?),
        "hotspot" => Body::Hotspot(kinds::hotspot(table)?),
        "case" => Body::Case(kinds::case(table)?),
        _ => Body::Numeric(numeric(table)?),
    })
}

fn choice(table: &Table<'_>) -> Choice {
    let right = table.tables("right").iter().filter_map(right_option).collect();
    let wrong = table.tables("wrong").iter().filter_map(|entry| option(entry, Need::Required)).collect();
    Choice { right, wrong }
}

/// An option that was wrong until the key was turned may still say why.
fn right_option(table: &Table<'_>) -> Option<ChoiceOption> {
    let option = option(table, Need::Optional)?;
    if let Some((_, at, _)) = table.entries().find(|(name, ..)| *name == "why") {
        table.notes.warn(&at, Message::new(Code::RightWhy, [(&option.key).into()]));
    }
    Some(option)
}

fn option(table: &Table<'_>, why: Need) -> Option<ChoiceOption> {
    table.known(&["key", "text", "why", "critical"]);
    let text = table.localized("text", Need::Required, Style::Inline);
    let why = table.localized("why", why, Style::Inline);
    let critical = table.flag("critical");
    let (key, _) = table.key()?;
    Some(ChoiceOption { key, text, why, critical })
}

fn step(table: &Table<'_>, name: &'static str) -> Option<Step> {
    table.known(&["key", name]);
    let text = table.localized(name, Need::Required, Style::Inline);
    let (key, _) = table.key()?;
    Some(Step { key, text })
}

fn pair(table: &Table<'_>) -> Option<Pair> {
    table.known(&["key", "left", "right"]);
    let left = table.localized("left", Need::Required, Style::Inline);
    let right = table.localized("right", Need::Required, Style::Inline);
    let (key, _) = table.key()?;
    Some(Pair { key, left, right })
}

fn groups(table: &Table<'_>, name: &'static str) -> Vec<Vec<Slug>> {
    let lists = table.get(name).map(Value::list).unwrap_or_default();
    lists.into_iter().map(|list| list.slugs().into_iter().map(|(key, _)| key).collect()).collect()
}

fn pairs_of_keys(table: &Table<'_>) -> Vec<(Slug, Slug)> {
    let lists = table.get("critical_pairs").map(Value::list).unwrap_or_default();
    let pair = |list: Value<'_>| {
        let at = list.place();
        let keys: Vec<Slug> = list.slugs().into_iter().map(|(key, _)| key).collect();
        if let Ok([earlier, later]) = <[Slug; 2]>::try_from(keys) {
            Some((earlier, later))
        } else {
            table.notes.mistake(&at, Code::PairOfTwo);
            None
        }
    };
    lists.into_iter().filter_map(pair).collect()
}

/// Bounds and unit; those of a fact are copied in later, when the facts are known.
fn numeric(table: &Table<'_>) -> Option<Numeric> {
    let unit = table.localized("unit", Need::Optional, Style::Plain);
    let need = if table.get("fact").is_some() { Need::Optional } else { Need::Required };
    let (min, max) = (table.number("min", need), table.number("max", need));
    if table.reference("fact", Kind::Bounds).is_some() {
        if min.is_some() || max.is_some() || table.get("unit").is_some() {
            table.notes.mistake(&table.place(), Code::FactAndBounds);
        }
        return Some(Numeric { min: 0.0, max: 0.0, unit });
    }
    Some(Numeric { min: min?, max: max?, unit })
}
