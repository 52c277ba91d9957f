//! `templates/<key>.toml`.

use std::cell::Cell as Shared;
use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use super::Files;
use super::notes::{Kind, Notes, Place, did_you_mean};
use super::table::{Need, Source as File, Style, Table, Value};
use super::template_sums;
use crate::content::markdown;
use crate::content::message::{Arg, Code, Message};
use crate::content::model::Fact;
use crate::content::template::{self, Amount, Body, Cell, Column, Entry, FormField, Formula, Part, Row, Template};
use crate::kernel::{Lang, Localized, Slug};

/// Every template of the folder.
pub(super) fn read(files: &Files, notes: &Notes, facts: &BTreeMap<Slug, Fact>) -> BTreeMap<Slug, Template> {
    let mut found = BTreeMap::new();
    for (file, bytes) in files {
        let Some(name) = file.strip_prefix("templates/").and_then(|name| name.strip_suffix(".toml")) else {
            continue;
        };
        let Some(key) = Slug::parse(name) else {
            notes.mistake(&Place::start_of(file), Message::of_word(Code::NoKey, name));
            continue;
        };
        let source = File::new(file, bytes, notes);
        let Some((source, parsed)) = source.as_ref().and_then(|source| Some((source, source.parse(notes)?))) else {
            continue;
        };
        let (root, before) = (Table::root(notes, source, &parsed), notes.count());
        let mut reader =
            Reader { notes, facts, lacks_facts: Shared::new(false), fields: Vec::new(), values: Vec::new() };
        let template = reader.template(&root);
        // Sums are judged where all of their numbers are known, so that one mistake is not told as two.
        if notes.count() == before && !reader.lacks_facts.get() {
            template_sums::judge(&template, &root, facts, notes);
        }
        found.insert(key, template);
    }
    found
}

/// What the form is made of; lists have bounds because it is one page.
const PARTS: RangeInclusive<usize> = 1..=6;
const FIELDS: RangeInclusive<usize> = 1..=20;
const COLUMNS: RangeInclusive<usize> = 2..=8;
const ROWS: RangeInclusive<usize> = 0..=30;
const VALUES: RangeInclusive<usize> = 1..=20;

/// The kinds of part, as they are written.
#[derive(Debug, Clone, Copy)]
enum Shape {
    Fields,
    Table,
    Values,
}

struct Reader<'n> {
    notes: &'n Notes,
    facts: &'n BTreeMap<Slug, Fact>,
    /// An amount names a fact without a number, which is told where all uses of facts are judged.
    lacks_facts: Shared<bool>,
    fields: Vec<Slug>,
    /// The values so far.
    values: Vec<Slug>,
}

impl Reader<'_> {
    fn template(&mut self, table: &Table<'_>) -> Template {
        table.known(&["assignment", "lessons", "landscape", "title", "lead", "note", "part"]);
        let lessons = table.get("lessons").map(Value::slugs).unwrap_or_default();
        for (lesson, at) in &lessons {
            self.notes.refer(Kind::Lesson, lesson.as_str(), at);
        }
        if table.get("lessons").is_none() {
            self.notes.warn(&table.place(), Code::NoLessonLeads);
        }
        let mut keys = Vec::new();
        let parts = self.list(table, ("part", Need::Required), PARTS);
        Template {
            assignment: table.get("assignment").and_then(|value| self.letter(value)),
            lessons: lessons.into_iter().map(|(lesson, _)| lesson).collect(),
            landscape: table.flag("landscape"),
            title: self.text(table, "title", Need::Required),
            lead: self.text(table, "lead", Need::Required),
            note: self.text(table, "note", Need::Optional),
            parts: parts.iter().filter_map(|part| self.part(part, &mut keys)).collect(),
        }
    }

    fn letter(&self, value: Value<'_>) -> Option<char> {
        let at = value.place();
        let text = value.text()?;
        let letter = text.parse().ok().filter(char::is_ascii_uppercase);
        if letter.is_none() {
            self.notes.mistake(&at, Code::AssignmentLetter);
        }
        letter
    }

    /// The tables of a list that has so many of them.
    fn list<'a>(
        &self,
        table: &Table<'a>,
        (name, need): (&'a str, Need),
        count: RangeInclusive<usize>,
    ) -> Vec<Table<'a>> {
        if table.get(name).is_none() {
            if need == Need::Required {
                self.notes.mistake(&table.place(), Message::of_part(Code::Missing, name));
            }
            return Vec::new();
        }
        let found = table.tables(name);
        if !count.contains(&found.len()) {
            let args = [Arg::part(name), found.len().into(), (*count.start()).into(), (*count.end()).into()];
            self.notes.mistake(&table.place(), Message::new(Code::Times, args));
        }
        found
    }

    /// A text in all languages, with a look at the numbers in it.
    fn text<'a>(&self, table: &Table<'a>, name: &'a str, need: Need) -> Localized {
        let text = table.localized(name, need, Style::Plain);
        if let Some(value) = table.get(name) {
            self.compare_numbers(&text, &value.place());
        }
        text
    }

    fn compare_numbers(&self, text: &Localized, at: &Place) {
        let mut all = Lang::ALL.into_iter().filter_map(|lang| text.exact(lang)).map(numbers);
        let first = all.next();
        if all.any(|other| Some(other) != first) {
            self.notes.warn(at, Code::NumbersDiffer);
        }
    }

    /// The key of an entry, which no other in the list has.
    fn unique(&self, table: &Table<'_>, word: &str, taken: &mut Vec<Slug>) -> Option<Slug> {
        let (key, at) = table.key()?;
        if taken.contains(&key) {
            self.notes.mistake(&at, Message::new(Code::TemplateKeyTwice, [Arg::part(word), (&key).into()]));
            return None;
        }
        taken.push(key.clone());
        Some(key)
    }

    fn part(&mut self, table: &Table<'_>, keys: &mut Vec<Slug>) -> Option<Part> {
        let kinds = [("fields", Shape::Fields), ("table", Shape::Table), ("values", Shape::Values)];
        let kind = table.choice("kind", Need::Required, &kinds);
        let (title, hint) = (self.text(table, "title", Need::Optional), self.text(table, "hint", Need::Optional));
        let key = self.unique(table, "part", keys);
        let own: &[&str] = match kind? {
            Shape::Fields => &["field"],
            Shape::Table => &["blank_rows", "column", "row", "value"],
            Shape::Values => &["value"],
        };
        table.known(&[&["key", "kind", "title", "hint"], own].concat());
        let body = match kind? {
            Shape::Fields => {
                let fields = self.list(table, ("field", Need::Required), FIELDS);
                Body::Fields(fields.iter().filter_map(|field| self.field(field)).collect())
            }
            Shape::Table => Body::Table(self.table(table)),
            Shape::Values => Body::Values(self.values(table, Need::Required, &[])),
        };
        Some(Part { key: key?, title, hint, body })
    }

    fn field(&mut self, table: &Table<'_>) -> Option<FormField> {
        table.known(&["key", "lines", "star", "label", "prompt", "example"]);
        let mut taken = std::mem::take(&mut self.fields);
        let key = self.unique(table, "field", &mut taken);
        self.fields = taken;
        let lines = table.whole("lines", Need::Required, 1..=8);
        let (label, prompt) = (self.text(table, "label", Need::Required), self.text(table, "prompt", Need::Optional));
        let example = self.text(table, "example", Need::Required);
        Some(FormField { key: key?, lines: lines.unwrap_or(1), star: table.flag("star"), label, prompt, example })
    }

    fn table(&mut self, table: &Table<'_>) -> template::Table {
        let blank_rows = table.whole("blank_rows", Need::Required, 1..=20).unwrap_or(1);
        let (mut keys, mut columns) = (Vec::new(), Vec::new());
        for column in self.list(table, ("column", Need::Required), COLUMNS) {
            let read = self.column(&column, &columns, &mut keys);
            columns.extend(read);
        }
        let rows = self.list(table, ("row", Need::Optional), ROWS);
        let rows = rows.iter().map(|row| self.row(row, &columns)).collect();
        let values = self.values(table, Need::Optional, &columns);
        template::Table { blank_rows, columns, rows, values }
    }

    /// What cannot be read of it is replaced, so that its rows are judged all the same.
    fn column(&self, table: &Table<'_>, before: &[Column], keys: &mut Vec<Slug>) -> Option<Column> {
        table.known(&["key", "kind", "width", "title", "formula", "min", "max", "mark_from"]);
        let is_number = table.choice("kind", Need::Required, &[("text", false), ("number", true)]);
        let width = table.whole("width", Need::Required, 1..=12);
        let title = self.text(table, "title", Need::Required);
        let key = self.unique(table, "column", keys);
        if let Some((_, at)) = table.key().filter(|(key, _)| key.as_str() == "expect") {
            self.notes.mistake(&at, Code::ExpectKey);
        }
        let refuse = |names: &[&'static str], why: Code| {
            for value in names.iter().filter_map(|name| table.get(name)) {
                self.notes.mistake(&value.place(), why);
            }
        };
        let entry = match (is_number?, table.get("formula")) {
            (false, _) => {
                refuse(&["formula", "min", "max", "mark_from"], Code::OnlyNumbers);
                Entry::Text
            }
            (true, Some(formula)) => {
                refuse(&["min", "max"], Code::FormulaBounds);
                let names: Vec<&Slug> = numbers_of(before).collect();
                Entry::Worked {
                    formula: self.formula(formula, &names, &[]).unwrap_or_default(),
                    mark_from: self.optional(table, "mark_from"),
                }
            }
            (true, None) => Entry::Number {
                min: self.optional(table, "min"),
                max: self.optional(table, "max"),
                mark_from: self.optional(table, "mark_from"),
            },
        };
        Some(Column { key: key?, width: width.unwrap_or(1), title, entry })
    }

    fn row(&self, table: &Table<'_>, columns: &[Column]) -> Row {
        let mut cells = BTreeMap::new();
        for (name, at, value) in table.entries().filter(|(name, ..)| *name != "expect") {
            match columns.iter().find(|column| column.key.as_str() == name) {
                None => {
                    let near = did_you_mean(name, columns.iter().map(|column| column.key.as_str()));
                    self.notes.suggest(&at, Message::of_word(Code::NoColumn, name), near);
                }
                Some(column) if column.formula().is_some() => {
                    self.notes.mistake(&at, Message::of_word(Code::WorkedOut, name));
                }
                Some(column) if column.is_number() => {
                    cells.extend(self.amount(value).map(|amount| (column.key.clone(), Cell::Number(amount))));
                }
                Some(column) => {
                    let text = value.localized(Style::Plain);
                    self.compare_numbers(&text, &at);
                    cells.insert(column.key.clone(), Cell::Text(text));
                }
            }
        }
        for column in columns.iter().filter(|column| column.formula().is_none()) {
            table.need(column.key.as_str());
        }
        let formulas = columns.iter().filter(|column| column.formula().is_some()).count();
        let expect = table.get("expect");
        if let Some(value) = expect.filter(|_| formulas != 1) {
            self.notes.mistake(&value.place(), Message::new(Code::ExpectOne, [formulas.into()]));
        }
        Row { cells, expect: expect.and_then(|value| self.expectation(value)) }
    }

    fn values(&mut self, table: &Table<'_>, need: Need, columns: &[Column]) -> Vec<template::Value> {
        let values = self.list(table, ("value", need), VALUES);
        values.iter().filter_map(|value| self.value(value, columns)).collect()
    }

    fn value(&mut self, table: &Table<'_>, columns: &[Column]) -> Option<template::Value> {
        table.known(&["key", "label", "formula", "example", "expect", "equals", "column", "decimals", "strong"]);
        let label = self.text(table, "label", Need::Required);
        let source = match (table.get("formula"), table.get("example")) {
            (Some(formula), None) => {
                let (names, sums): (Vec<&Slug>, Vec<&Slug>) =
                    (self.values.iter().collect(), numbers_of(columns).collect());
                self.formula(formula, &names, &sums).map(template::Source::Formula)
            }
            (None, Some(example)) => self.amount(example).map(template::Source::Typed),
            _ => {
                self.notes.mistake(&table.place(), Code::ValueSource);
                None
            }
        };
        let equals = table.get("equals").and_then(|value| self.one_of(value, Code::NoValueBefore, self.values.iter()));
        // The first column holds the word of the row.
        let totals = columns.iter().skip(1).filter(|column| column.is_number()).map(|column| &column.key);
        let column = table.get("column").and_then(|value| self.one_of(value, Code::NoTotal, totals));
        let expect = table.get("expect").and_then(|value| self.expectation(value));
        let decimals = table.whole("decimals", Need::Optional, 0..=4);
        let mut taken = std::mem::take(&mut self.values);
        let key = self.unique(table, "value", &mut taken);
        self.values = taken;
        Some(template::Value {
            key: key?,
            label,
            source: source?,
            expect,
            equals,
            column,
            decimals,
            strong: table.flag("strong"),
        })
    }

    /// A key that has to be among these.
    fn one_of<'s>(&self, value: Value<'_>, none: Code, known: impl Iterator<Item = &'s Slug> + Clone) -> Option<Slug> {
        let (at, key) = (value.place(), value.slug()?);
        if known.clone().any(|known| *known == key) {
            return Some(key);
        }
        let near = did_you_mean(key.as_str(), known.map(Slug::as_str));
        self.notes.suggest(&at, Message::new(none, [(&key).into()]), near);
        None
    }

    fn formula(&self, value: Value<'_>, names: &[&Slug], columns: &[&Slug]) -> Option<Formula> {
        let at = value.place();
        let formula = match Formula::parse(&value.text()?) {
            Ok(formula) => formula,
            Err(error) => {
                let args = [error.message().into(), Arg::number(error.at())];
                self.notes.mistake(&at, Message::new(Code::FormulaForm, args));
                return None;
            }
        };
        for (name, is_sum) in formula.names() {
            let known = if is_sum { columns } else { names };
            if !known.contains(&name) {
                let code = if is_sum { Code::NoSum } else { Code::NoNumberBefore };
                let message = Message::new(code, [name.into()]);
                self.notes.suggest(&at, message, did_you_mean(name.as_str(), known.iter().map(|known| known.as_str())));
            }
        }
        Some(formula)
    }

    fn optional<'a>(&self, table: &Table<'a>, name: &'a str) -> Option<Amount> {
        table.get(name).and_then(|value| self.amount(value))
    }

    /// A number, or a fact that is one number.
    fn amount(&self, value: Value<'_>) -> Option<Amount> {
        let at = value.place();
        let amount = self.expectation(value)?;
        if let Amount::Fact(key) = &amount
            && amount.bounds(self.facts).is_some()
            && amount.number(self.facts).is_none()
        {
            self.notes.mistake(&at, Message::new(Code::FactNotSingle, [key.into()]));
        }
        Some(amount)
    }

    /// A number, or a fact with bounds.
    fn expectation(&self, value: Value<'_>) -> Option<Amount> {
        if !value.is_table() {
            return value.number().map(Amount::Plain);
        }
        let table = value.table()?;
        table.known(&["fact"]);
        table.need("fact")?;
        let amount = Amount::Fact(table.reference("fact", Kind::Bounds)?);
        if amount.bounds(self.facts).is_none() {
            self.lacks_facts.set(true);
        }
        Some(amount)
    }
}

fn numbers_of(columns: &[Column]) -> impl Iterator<Item = &Slug> {
    columns.iter().filter(|column| column.is_number()).map(|column| &column.key)
}

/// The facts and the digits of a text, sorted: languages order their words differently.
fn numbers(text: &str) -> Vec<String> {
    let mut found: Vec<String> = markdown::fact_references(text).map(|(_, key)| key.to_owned()).collect();
    let mut rest = String::with_capacity(text.len());
    let mut inside = false;
    for c in text.chars() {
        inside = c == '{' || inside && c != '}';
        rest.push(if inside { ' ' } else { c });
    }
    found.extend(rest.split(|c: char| !c.is_ascii_digit()).filter(|digits| !digits.is_empty()).map(str::to_owned));
    found.sort();
    found
}
