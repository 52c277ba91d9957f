//! `templates/<key>.toml`, written.

use super::write::Page;
use crate::content::template::{
    Amount, Body, Cell, Column, Entry, FormField, Part, Row, Source, Table, Template, Value,
};

/// The file of a template.
pub(super) fn file(template: &Template) -> String {
    let mut page = Page::default();
    if let Some(letter) = template.assignment {
        page.text("assignment", &letter.to_string());
    }
    if !template.lessons.is_empty() {
        page.slugs("lessons", &template.lessons);
    }
    page.flag("landscape", template.landscape);
    page.localized("title", &template.title);
    page.localized("lead", &template.lead);
    page.localized("note", &template.note);
    for part in &template.parts {
        self::part(&mut page, part);
    }
    page.finish()
}

fn part(page: &mut Page, part: &Part) {
    page.header("[[part]]");
    page.text("key", part.key.as_str());
    let kind = match &part.body {
        Body::Fields(_) => "fields",
        Body::Table(_) => "table",
        Body::Values(_) => "values",
    };
    page.text("kind", kind);
    if let Body::Table(table) = &part.body {
        page.set("blank_rows", table.blank_rows);
    }
    page.localized("title", &part.title);
    page.localized("hint", &part.hint);
    match &part.body {
        Body::Fields(fields) => fields.iter().for_each(|field| self::field(page, field)),
        Body::Table(table) => self::table(page, table),
        Body::Values(values) => values.iter().for_each(|value| self::value(page, value)),
    }
}

fn field(page: &mut Page, field: &FormField) {
    page.header("[[part.field]]");
    page.text("key", field.key.as_str());
    page.set("lines", field.lines);
    page.flag("star", field.star);
    page.localized("label", &field.label);
    page.localized("prompt", &field.prompt);
    page.localized("example", &field.example);
}

fn table(page: &mut Page, table: &Table) {
    for Column { key, width, title, entry } in &table.columns {
        page.header("[[part.column]]");
        page.text("key", key.as_str());
        page.text("kind", if matches!(entry, Entry::Text) { "text" } else { "number" });
        page.set("width", width);
        match entry {
            Entry::Text => {}
            Entry::Number { min, max, mark_from } => {
                for (name, found) in [("min", min), ("max", max), ("mark_from", mark_from)] {
                    optional(page, name, found.as_ref());
                }
            }
            Entry::Worked { formula, mark_from } => {
                page.text("formula", &formula.to_string());
                optional(page, "mark_from", mark_from.as_ref());
            }
        }
        page.localized("title", title);
    }
    for Row { cells, expect } in &table.rows {
        page.header("[[part.row]]");
        for (key, cell) in cells {
            match cell {
                Cell::Text(text) => page.localized(key.as_str(), text),
                Cell::Number(number) => amount(page, key.as_str(), number),
            }
        }
        optional(page, "expect", expect.as_ref());
    }
    table.values.iter().for_each(|value| self::value(page, value));
}

fn value(page: &mut Page, value: &Value) {
    page.header("[[part.value]]");
    page.text("key", value.key.as_str());
    match &value.source {
        Source::Formula(formula) => page.text("formula", &formula.to_string()),
        Source::Typed(example) => amount(page, "example", example),
    }
    optional(page, "expect", value.expect.as_ref());
    for (name, key) in [("equals", &value.equals), ("column", &value.column)] {
        if let Some(key) = key {
            page.text(name, key.as_str());
        }
    }
    if let Some(decimals) = value.decimals {
        page.set("decimals", decimals);
    }
    page.flag("strong", value.strong);
    page.localized("label", &value.label);
}

fn optional(page: &mut Page, name: &str, found: Option<&Amount>) {
    if let Some(found) = found {
        amount(page, name, found);
    }
}

fn amount(page: &mut Page, name: &str, found: &Amount) {
    match found {
        Amount::Plain(number) => page.number(name, *number),
        Amount::Fact(key) => page.text(&format!("{name}.fact"), key.as_str()),
    }
}
