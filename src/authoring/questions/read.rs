//! From the file into the form.

use std::collections::BTreeMap;

use toml_edit::{Array, ArrayOfTables, DocumentMut, Item, Table, TableLike, Value};

use super::kind::{Kind, PartKind, head_texts, head_values};
use super::sheet::{Part, Sheet};
use crate::authoring::course_file::{localized, strings, text};
use crate::kernel::{Lang, Localized};

/// The question that stands in this part of a file; none if it has no kind that we know.
pub(in crate::authoring) fn read(block: &str) -> Option<Sheet> {
    let file: DocumentMut = block.parse().ok()?;
    let table = file.get("question")?.as_array_of_tables()?.get(0)?;
    Some(sheet(table, Kind::from_code(&text(table, "kind"))?))
}

/// A table as a question of this kind.
pub(super) fn sheet(table: &Table, kind: Kind) -> Sheet {
    let value =
        |name: &&'static str| Some((*name, value(name, table.get(name)?))).filter(|(_, value)| !value.is_empty());
    let texts = |name: &&'static str| (*name, if *name == "accept" { forms(table) } else { words(table, name) });
    let mut parts: Vec<Part> = Vec::new();
    for list in kind.lists() {
        for table in tables(table, *list) {
            let part = part(table, (*list, kind), parts.len());
            parts.push(part);
        }
    }
    let groups = lists(table, "equivalent");
    let keys: Vec<String> = parts.iter().map(|part| part.key.clone()).collect();
    for (part, next) in parts.iter_mut().zip(keys.iter().skip(1)) {
        part.is_joined = groups.iter().any(|group| group.contains(&part.key) && group.contains(next));
    }
    let pair = |keys: Vec<String>| <[String; 2]>::try_from(keys).ok().map(|[earlier, later]| (earlier, later));
    Sheet {
        kind,
        key: text(table, "key"),
        values: head_values(kind).iter().filter_map(value).collect(),
        texts: head_texts(kind).iter().map(texts).collect(),
        parts,
        orders: lists(table, "critical_pairs").into_iter().filter_map(pair).collect(),
    }
}

/// The tables of a list.
pub(super) fn tables(table: &Table, list: PartKind) -> impl Iterator<Item = &Table> {
    table.get(list.code()).and_then(Item::as_array_of_tables).into_iter().flat_map(ArrayOfTables::iter)
}

/// A part. One without a key is as good as new.
pub(super) fn part(table: &Table, (kind, of): (PartKind, Kind), at: usize) -> Part {
    let key = text(table, "key");
    let id = if key.is_empty() { format!("~{}", at + 1) } else { key.clone() };
    let mut part = Part::new(id, kind);
    part.key = key;
    part.texts = kind.texts(of).iter().map(|name| (*name, words(table, name))).collect::<BTreeMap<_, _>>();
    part.is_critical = table.get("critical").and_then(Item::as_bool).unwrap_or_default();
    part.next = text(table, "next");
    part.shape = shape(table);
    if kind == PartKind::Decision {
        for list in [PartKind::Right, PartKind::Wrong] {
            for table in tables(table, list) {
                let option = self::part(table, (list, of), 10 * (at + 1) + part.options.len());
                part.options.push(option);
            }
        }
    }
    part
}

/// A text in each language, without the blanks around it; an empty one is none.
pub(super) fn words(table: &dyn TableLike, name: &str) -> Localized {
    let written = localized(table, name);
    let mut texts = Localized::default();
    for lang in Lang::ALL {
        if let Some(text) = written.exact(lang).map(str::trim).filter(|text| !text.is_empty()) {
            texts.set(lang, text.to_owned());
        }
    }
    texts
}

/// The accepted forms, a line for each.
fn forms(table: &Table) -> Localized {
    let mut texts = Localized::default();
    let Some(by_language) = table.get("accept").and_then(Item::as_table_like) else { return texts };
    for lang in Lang::ALL {
        let forms = strings(by_language, lang.code());
        if !forms.is_empty() {
            texts.set(lang, forms.join("\n"));
        }
    }
    texts
}

/// A value as it is typed. `answer` is true or false; any other flag is there or not.
fn value(name: &str, item: &Item) -> String {
    match item.as_value() {
        Some(Value::String(text)) => text.value().trim().to_owned(),
        Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", "),
        Some(Value::Boolean(flag)) if name == "answer" => flag.value().to_string(),
        Some(Value::Boolean(flag)) => {
            if *flag.value() {
                "yes".to_owned()
            } else {
                String::new()
            }
        }
        Some(value) => number(value).unwrap_or_default(),
        None => String::new(),
    }
}

fn number(value: &Value) -> Option<String> {
    value.as_integer().map(|number| number.to_string()).or_else(|| value.as_float().map(|number| number.to_string()))
}

fn numbers(list: &Array) -> String {
    list.iter().filter_map(number).collect::<Vec<_>>().join(", ")
}

/// The outline of a zone: its word, and its numbers as they are typed.
fn shape(table: &Table) -> (String, String) {
    for word in ["circle", "rect", "polygon"] {
        if let Some(list) = table.get(word).and_then(Item::as_array) {
            let corners = list.iter().filter_map(Value::as_array).map(numbers).collect::<Vec<_>>();
            let written = if word == "polygon" { corners.join("; ") } else { numbers(list) };
            return (word.to_owned(), written);
        }
    }
    (String::new(), String::new())
}

/// Lists of keys, such as `equivalent`.
pub(super) fn lists(table: &Table, name: &str) -> Vec<Vec<String>> {
    let lists = table.get(name).and_then(Item::as_array);
    let keys = |list: &Array| list.iter().filter_map(Value::as_str).map(str::to_owned).collect();
    lists.into_iter().flat_map(Array::iter).filter_map(Value::as_array).map(keys).collect()
}
