//! `facts.toml`, `glossary.toml` and `pictures.toml`.

use std::collections::BTreeMap;

use super::notes::{Kind, Notes, Place};
use super::table::{Need, Source, Style, Table, Value};
use super::{Files, shared};
use crate::content::message::{Code, Message};
use crate::content::model::{Fact, Mark, Term};
use crate::kernel::{Localized, Slug};

/// Every fact of `facts.toml` and of shared lessons; none if there are no such files.
pub(super) fn facts(files: &Files, notes: &Notes) -> BTreeMap<Slug, Fact> {
    entries(files, notes, "facts.toml", Kind::Fact, fact)
}

/// Every term of `glossary.toml` and of shared lessons; none if there are no such files.
pub(super) fn glossary(files: &Files, notes: &Notes) -> BTreeMap<Slug, Term> {
    entries(files, notes, "glossary.toml", Kind::Term, term)
}

/// What pictures show, by their keys, and where it is said.
pub(super) fn picture_words(files: &Files, notes: &Notes) -> BTreeMap<Slug, (Localized, Place)> {
    let mut found = BTreeMap::new();
    for file in shared::lists(files, "pictures.toml") {
        let Some(bytes) = files.get(&file) else { continue };
        let source = Source::new(&file, bytes, notes);
        let parsed = source.as_ref().and_then(|source| Some((source, source.parse(notes)?)));
        let Some((source, parsed)) = parsed else { continue };
        for (name, at, value) in Table::root(notes, source, &parsed).entries() {
            let Some(key) = Slug::parse(name) else {
                notes.mistake(&at, Message::of_word(Code::NoKey, name));
                continue;
            };
            let Some(table) = value.table() else { continue };
            table.known(&["alt"]);
            found.insert(key, (table.localized("alt", Need::Required, Style::Plain), at));
        }
    }
    found
}

fn entries<T>(
    files: &Files,
    notes: &Notes,
    file: &str,
    kind: Kind,
    read: fn(&Table<'_>) -> Option<T>,
) -> BTreeMap<Slug, T> {
    let mut found = BTreeMap::new();
    for file in shared::lists(files, file) {
        found.extend(entries_of(files, notes, &file, kind, read));
    }
    found
}

fn entries_of<T>(
    files: &Files,
    notes: &Notes,
    file: &str,
    kind: Kind,
    read: fn(&Table<'_>) -> Option<T>,
) -> BTreeMap<Slug, T> {
    let mut found = BTreeMap::new();
    let Some(bytes) = files.get(file) else {
        return found;
    };
    let source = Source::new(file, bytes, notes);
    let parsed = source.as_ref().and_then(|source| Some((source, source.parse(notes)?)));
    let Some((source, parsed)) = parsed else {
        notes.give_up(&[kind, Kind::Bounds]);
        return found;
    };
    for (name, at, value) in Table::root(notes, source, &parsed).entries() {
        let Some(key) = Slug::parse(name) else {
            notes.mistake(&at, Message::of_word(Code::NoKey, name));
            continue;
        };
        notes.define(kind, name, &at);
        if value.has("min") && value.has("max") {
            notes.mention(Kind::Bounds, name, &at);
        }
        if let Some(entry) = value.table().and_then(|table| read(&table)) {
            found.insert(key, entry);
        }
    }
    found
}

fn fact(table: &Table<'_>) -> Option<Fact> {
    table.known(&["value", "min", "max", "unit", "source", "mark"]);
    let value = match table.need("value") {
        Some(value) if value.is_text() => value.text().map(|text| Localized::same(&text)),
        Some(_) => Some(table.localized("value", Need::Required, Style::Plain)),
        None => None,
    };
    let (min, max) = (table.number("min", Need::Optional), table.number("max", Need::Optional));
    if let (Some(min), Some(max)) = (min, max)
        && min > max
    {
        table.notes.mistake(&table.place(), Code::MinLarger);
    }
    let unit = table.localized("unit", Need::Optional, Style::Plain);
    let source = table.need("source").and_then(Value::text);
    let mark = table.need("mark").and_then(|value| mark(value));
    Some(Fact { value: value?, min, max, unit, source: source?, mark: mark? })
}

fn mark(value: Value<'_>) -> Option<Mark> {
    let at = value.place();
    match value.text()?.as_str() {
        "V" => Some(Mark::V),
        "K" => Some(Mark::K),
        word @ ("K?" | "LEGAL" | "CONFLICT") => {
            value.notes.suggest(&at, Message::of_word(Code::Mark, word), Some(Code::ConfirmFact.into()));
            None
        }
        other => {
            value.notes.mistake(&at, Message::of_word(Code::NoMark, other));
            None
        }
    }
}

#[expect(clippy::unnecessary_wraps, reason = "the same shape as `fact`")]
fn term(table: &Table<'_>) -> Option<Term> {
    table.known(&["term", "meaning"]);
    let term = table.localized("term", Need::Required, Style::Plain);
    let meaning = table.localized("meaning", Need::Required, Style::Inline);
    Some(Term { term, meaning })
}
