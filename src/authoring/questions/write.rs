//! From the form into the file: what nobody touched stays as it is written.

use toml_edit::{Array, ArrayOfTables, DocumentMut, Item, Table, Value, value};

use super::kind::{Kind, PartKind, head_texts, head_values};
use super::read::{self, tables};
use super::sheet::{Part, Sheet};
use crate::authoring::course_file::{languages_mut, number, put};
use crate::kernel::{Lang, Localized};

/// Names in the order in which a person writes them.
const ORDER: [&str; 26] = [
    "key",
    "kind",
    "critical",
    "tags",
    "lesson",
    "picture",
    "picture_alt",
    "fixed_order",
    "answer",
    "equivalent",
    "critical_pairs",
    "fact",
    "min",
    "max",
    "unit",
    "accept",
    "next",
    "circle",
    "rect",
    "polygon",
    "left",
    "right",
    "text",
    "explanation",
    "why",
    "result",
];

/// A new question as the file has it.
pub(in crate::authoring) fn block_of(sheet: &Sheet, languages: &[Lang]) -> Option<String> {
    write("[[question]]\n", sheet, languages)
}

/// The part of the file that holds this question, with what was changed in the form.
pub(in crate::authoring) fn write(block: &str, sheet: &Sheet, languages: &[Lang]) -> Option<String> {
    let mut file: DocumentMut = block.parse().ok()?;
    let table = file.get_mut("question")?.as_array_of_tables_mut()?.get_mut(0)?;
    let before = read::sheet(table, sheet.kind);
    if before == *sheet {
        return Some(block.to_owned());
    }
    put_head(table, &before, sheet, languages);
    put_parts(table, (sheet.kind, sheet.kind.lists()), (&sheet.parts, &sheet.parts), languages);
    if shape_of(&before.parts) != shape_of(&sheet.parts) {
        number(file.as_table_mut(), &mut 0);
    }
    Some(file.to_string())
}

/// Which parts stand in which list and order.
fn shape_of(parts: &[Part]) -> Vec<(&str, PartKind)> {
    let lists = [PartKind::Right, PartKind::Wrong, PartKind::Step, PartKind::Pair, PartKind::Extra, PartKind::Decision];
    let of_list = |list: PartKind| parts.iter().filter(move |part| part.kind == list);
    let all = lists.into_iter().flat_map(of_list);
    all.flat_map(|part| std::iter::once((part.id.as_str(), part.kind)).chain(shape_of(&part.options))).collect()
}

fn put_head(table: &mut Table, before: &Sheet, sheet: &Sheet, languages: &[Lang]) {
    let mut page = Page::new(table);
    if before.key != sheet.key {
        page.put("key", Some(Value::from(sheet.key.as_str())));
    }
    if !page.table.contains_key("kind") {
        page.put("kind", Some(Value::from(sheet.kind.code())));
    }
    for name in head_values(sheet.kind) {
        if before.value(name) != sheet.value(name) {
            page.put(name, head_value(name, sheet.value(name)));
        }
    }
    if groups(&before.parts) != groups(&sheet.parts) {
        page.put("equivalent", keys_of(&groups(&sheet.parts)));
    }
    if pairs(before) != pairs(sheet) {
        page.put("critical_pairs", keys_of(&pairs(sheet)));
    }
    for name in head_texts(sheet.kind) {
        page.texts(name, (&before.text(name), &sheet.text(name)), languages);
    }
    page.finish();
}

fn head_value(name: &str, typed: &str) -> Option<Value> {
    match name {
        _ if typed.is_empty() => None,
        "critical" | "fixed_order" => Some(Value::from(true)),
        "answer" => Some(Value::from(typed == "true")),
        "min" | "max" => number_value(typed),
        "tags" => Some(Value::Array(tags(typed).into_iter().collect())),
        _ => Some(Value::from(typed)),
    }
}

/// The tags that were typed, set apart by commas or blanks.
pub(in crate::authoring) fn tags(typed: &str) -> Vec<&str> {
    typed.split([',', ';', ' ', '\n']).map(str::trim).filter(|tag| !tag.is_empty()).collect()
}

/// A number that was typed, with a comma or a point.
pub(super) fn typed_number(typed: &str) -> Option<f64> {
    let plain = typed.trim().replace(',', ".").replace('\u{2212}', "-");
    plain.parse::<f64>().ok().filter(|number| number.is_finite() && number.abs() < 1e12)
}

fn number_value(typed: &str) -> Option<Value> {
    typed_number(typed)?.to_string().parse().ok()
}

/// Runs of steps that may change places.
fn groups(parts: &[Part]) -> Vec<Vec<String>> {
    let mut groups: Vec<Vec<String>> = Vec::new();
    let mut is_open = false;
    for (part, next) in parts.iter().zip(parts.iter().skip(1)) {
        if part.is_joined && is_open {
            groups.last_mut().into_iter().for_each(|group| group.push(next.key.clone()));
        } else if part.is_joined {
            groups.push(vec![part.key.clone(), next.key.clone()]);
        }
        is_open = part.is_joined;
    }
    groups
}

fn pairs(sheet: &Sheet) -> Vec<Vec<String>> {
    let key = |id: &str| sheet.parts.iter().find(|part| part.id == id).map_or(id, |part| &part.key).to_owned();
    sheet.orders.iter().map(|(earlier, later)| vec![key(earlier), key(later)]).collect()
}

fn keys_of(lists: &[Vec<String>]) -> Option<Value> {
    let list = |keys: &Vec<String>| Value::Array(keys.iter().map(String::as_str).collect::<Array>());
    (!lists.is_empty()).then(|| Value::Array(lists.iter().map(list).collect::<Array>()))
}

/// Lists of parts: each part takes its table along, wherever it goes. `all` are those to which an option may lead.
fn put_parts(
    table: &mut Table,
    (of, lists): (Kind, &[PartKind]),
    (parts, all): (&[Part], &[Part]),
    languages: &[Lang],
) {
    let mut written: Vec<(PartKind, Table)> = Vec::new();
    for list in lists {
        written.extend(tables(table, *list).map(|table| (*list, table.clone())));
        table.remove(list.code());
    }
    for list in lists {
        let mut tables = ArrayOfTables::new();
        for part in parts.iter().filter(|part| part.kind == *list) {
            let is_it = |(kind, table): &(PartKind, Table), own: bool| {
                read::part(table, (*kind, of), 0).id == part.id && (*kind == part.kind) == own
            };
            let at = [true, false].into_iter().find_map(|own| written.iter().position(|entry| is_it(entry, own)));
            let mut table = at.map(|at| written.remove(at)).map(|(_, table)| table).unwrap_or_default();
            put_part(&mut table, (of, part), all, languages);
            tables.push(table);
        }
        if !tables.is_empty() {
            table.insert(list.code(), Item::ArrayOfTables(tables));
        }
    }
}

fn put_part(table: &mut Table, (of, part): (Kind, &Part), all: &[Part], languages: &[Lang]) {
    let before = read::part(table, (part.kind, of), 0);
    let mut page = Page::new(table);
    if before.key != part.key {
        page.put("key", Some(Value::from(part.key.as_str())));
    }
    if before.is_critical != part.is_critical {
        page.put("critical", part.is_critical.then(|| Value::from(true)));
    }
    let next = all.iter().find(|other| other.id == part.next).map_or(part.next.as_str(), |other| &other.key);
    if before.next != next {
        page.put("next", Some(next).filter(|next| !next.is_empty()).map(Value::from));
    }
    if before.shape != part.shape {
        for word in ["circle", "rect", "polygon"] {
            page.put(word, (part.shape.0 == word).then(|| shape_value(&part.shape)).flatten());
        }
    }
    for name in part.kind.texts(of) {
        page.texts(name, (&before.text(name), &part.text(name)), languages);
    }
    page.finish();
    if part.kind == PartKind::Decision {
        put_parts(table, (of, &[PartKind::Right, PartKind::Wrong]), (&part.options, all), languages);
    }
}

/// The numbers of a zone as they were typed.
pub(in crate::authoring) fn shape_numbers(typed: &str) -> Option<Vec<f64>> {
    let typed = typed.trim().trim_matches([';', ',']);
    typed.split([';', ',', ' ']).map(str::trim).filter(|number| !number.is_empty()).map(typed_number).collect()
}

fn shape_value((word, typed): &(String, String)) -> Option<Value> {
    let numbers = shape_numbers(typed)?;
    let list = |numbers: &[f64]| format!("[{}]", numbers.iter().map(f64::to_string).collect::<Vec<_>>().join(", "));
    let written = if word == "polygon" {
        format!("[{}]", numbers.chunks(2).map(list).collect::<Vec<_>>().join(", "))
    } else {
        list(&numbers)
    };
    written.parse().ok()
}

/// A table that is changed; new names come to stand where a person would write them.
struct Page<'a> {
    table: &'a mut Table,
    order: Vec<String>,
    is_longer: bool,
}

impl<'a> Page<'a> {
    fn new(table: &'a mut Table) -> Self {
        let order = table.iter().map(|(name, _)| name.to_owned()).collect();
        Self { table, order, is_longer: false }
    }

    /// Gives a new name its place: after the last of those that come before it.
    fn place(&mut self, name: &str) {
        let rank = |name: &str| ORDER.iter().position(|known| *known == name).unwrap_or(ORDER.len());
        let before = self.order.iter().rposition(|other| rank(other) < rank(name));
        self.order.insert(before.map_or(0, |at| at + 1), name.to_owned());
        self.is_longer = true;
    }

    /// A value, or none; what stands around an earlier one stays.
    fn put(&mut self, name: &str, new: Option<Value>) {
        let Some(mut new) = new else {
            self.table.remove(name);
            return;
        };
        if let Some(item) = self.table.get_mut(name) {
            if let Some(old) = item.as_value() {
                *new.decor_mut() = old.decor().clone();
            }
            *item = Item::Value(new);
        } else {
            self.place(name);
            self.table.insert(name, value(new));
        }
    }

    /// Texts of the languages of the course; those of other languages stay.
    fn texts(&mut self, name: &str, (before, now): (&Localized, &Localized), languages: &[Lang]) {
        let changed: Vec<Lang> =
            languages.iter().copied().filter(|lang| before.exact(*lang) != now.exact(*lang)).collect();
        if changed.is_empty() {
            return;
        }
        if !self.table.contains_key(name) {
            self.place(name);
        }
        let Some(by_language) = languages_mut(self.table, name) else { return };
        for lang in changed {
            match now.exact(lang) {
                Some(text) => put(by_language, lang.code(), text_value(name, text)),
                None => {
                    by_language.remove(lang.code());
                }
            }
        }
        if by_language.is_empty() {
            self.table.remove(name);
        } else if let Some(Item::Table(table)) = self.table.get_mut(name) {
            table.sort_values_by(|one, _, other, _| Lang::from_code(one.get()).cmp(&Lang::from_code(other.get())));
        }
    }

    fn finish(self) {
        if self.is_longer {
            let place = |name: &str| self.order.iter().position(|known| known == name);
            // The languages of a text are ordered by themselves.
            self.table.sort_values_by(|one, _, other, _| place(one.get()).cmp(&place(other.get())));
        }
    }
}

fn text_value(name: &str, text: &str) -> Value {
    if name != "accept" {
        return Value::from(text);
    }
    let forms = text.lines().map(str::trim).filter(|form| !form.is_empty());
    Value::Array(forms.collect::<Array>())
}
