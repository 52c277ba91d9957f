//! `{fact:key}`: a number that is written in one place only.

use std::collections::BTreeMap;

use crate::content::model::Fact;
use crate::kernel::{Lang, Slug};

const OPEN: &str = "{fact:";

/// Each `{fact:key}` of a text, with the byte offset of its brace. A reference that is not closed runs to the
/// end of the text.
pub fn fact_references(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.match_indices(OPEN).map(|(at, _)| {
        let rest = text.get(at + OPEN.len()..).unwrap_or_default();
        (at, rest.split('}').next().unwrap_or(rest))
    })
}

/// A plain text with each `{fact:key}` replaced by the fact's value.
pub fn fact_values(text: &str, facts: &BTreeMap<Slug, Fact>, lang: Lang) -> String {
    substitute(text, facts, lang, str::to_owned)
}

/// A text with markup, with each `{fact:key}` replaced by the fact's value, so written that the value is no markup.
pub fn escaped_fact_values(text: &str, facts: &BTreeMap<Slug, Fact>, lang: Lang) -> String {
    substitute(text, facts, lang, escaped)
}

/// The text with each fact's value in place of its name, passed through `shown`. An unknown fact stays as it is
/// written; checking has refused it before.
fn substitute(text: &str, facts: &BTreeMap<Slug, Fact>, lang: Lang, shown: fn(&str) -> String) -> String {
    let mut result = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(OPEN) {
        result.push_str(before);
        let found = after.split_once('}').and_then(|(key, tail)| Some((facts.get(key)?, tail)));
        if let Some((fact, tail)) = found {
            result.push_str(&shown(fact.value.get(lang)));
            rest = tail;
        } else {
            result.push_str(OPEN);
            rest = after;
        }
    }
    result.push_str(rest);
    result
}

/// A value so written that Markdown sees nothing in it but text.
fn escaped(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    for c in value.chars() {
        if c.is_ascii_punctuation() {
            text.push('\\');
        }
        text.push(if c.is_control() { ' ' } else { c });
    }
    text
}
