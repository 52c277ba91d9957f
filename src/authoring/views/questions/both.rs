//! Two trainers saved the same question: what differs, field by field.

use super::parts::{part_name, text_label};
use crate::authoring::questions::{Kind, Part, PartKind, Sheet};
use crate::authoring::views::Differing;
use crate::kernel::{Lang, Localized};
use crate::web::Page;

/// A field of a question. Parts are known by their keys, whatever their place.
struct Line {
    id: String,
    anchor: String,
    label: String,
    lang: Option<Lang>,
    value: String,
}

/// The fields that say something else, in the order of the form; where it is known what both began with, those that
/// they changed.
pub(in crate::authoring) fn differing(
    page: &Page,
    before: Option<&Sheet>,
    (mine, theirs): (&Sheet, &Sheet),
) -> Vec<Differing> {
    let before = before.map(|before| lines(page, before));
    let (mine, theirs) = (lines(page, mine), lines(page, theirs));
    let value = |lines: &[Line], id: &str| {
        lines.iter().find(|line| line.id == id).map(|line| line.value.clone()).unwrap_or_default()
    };
    let is_theirs =
        |line: &Line| before.as_ref().is_none_or(|before| value(before, &line.id) != value(&theirs, &line.id));
    let added = theirs.iter().filter(|line| !mine.iter().any(|own| own.id == line.id));
    let all = mine.iter().map(|line| (line, true)).chain(added.map(|line| (line, false)));
    let found = all.filter(|(line, _)| is_theirs(line)).map(|(line, is_mine)| Differing {
        anchor: if is_mine { line.anchor.clone() } else { "answers".to_owned() },
        label: line.label.clone(),
        lang: line.lang,
        theirs: value(&theirs, &line.id),
        mine: value(&mine, &line.id),
    });
    found.filter(|field| field.theirs != field.mine).collect()
}

fn lines(page: &Page, sheet: &Sheet) -> Vec<Line> {
    let mut lines = Lines { page, of: sheet.kind, found: Vec::new() };
    for (name, label) in [("text", text_words(sheet.kind)), ("picture", "bank-picture-which")] {
        lines.head(sheet, name, label);
    }
    lines.head(sheet, "picture_alt", "bank-picture-alt");
    lines.add(("answer", "answer"), page.t("bank-verdict"), verdict(page, sheet.value("answer")));
    let numbers = [("fact", "bank-fact"), ("min", "bank-min"), ("max", "bank-max"), ("unit", "bank-unit")];
    for (name, label) in numbers.into_iter().chain([("accept", "bank-accept")]) {
        lines.head(sheet, name, label);
    }
    // Elsewhere the order is chance.
    let is_ordered = matches!(sheet.kind, Kind::Ordering | Kind::Case) || !sheet.value("fixed_order").is_empty();
    if is_ordered {
        let steps: Vec<String> = sheet.parts.iter().map(in_order).collect();
        lines.add(("steps", "answers"), page.t("bank-answers"), steps.join("\n"));
    }
    for (at, part) in sheet.parts.iter().enumerate() {
        let (key, name) = (key_of(part), part_name(page, sheet.kind, part.kind, at));
        lines.part(part, (&key, &format!("p{at}")), &name);
        for (place, option) in part.options.iter().enumerate() {
            let words = format!("{name}, {}", part_name(page, sheet.kind, option.kind, place));
            lines.part(option, (&format!("{key}/{}", key_of(option)), &format!("p{at}-o{place}")), &words);
        }
    }
    let orders =
        sheet.orders.iter().map(|(earlier, later)| format!("{} → {}", said(sheet, earlier), said(sheet, later)));
    lines.add(("orders", "orders"), page.t("bank-orders"), orders.collect::<Vec<_>>().join("\n"));
    let rest = [("explanation", "bank-explanation"), ("lesson", "bank-lesson"), ("tags", "bank-tags")];
    for (name, label) in rest.into_iter().chain([("critical", "bank-critical"), ("fixed_order", "bank-fixed-order")]) {
        lines.head(sheet, name, label);
    }
    lines.found
}

const fn text_words(kind: Kind) -> &'static str {
    match kind {
        Kind::Case => "bank-situation",
        Kind::TrueFalse => "bank-statement",
        _ => "bank-text",
    }
}

fn verdict(page: &Page, value: &str) -> String {
    let words = match value {
        "true" => "question-true",
        "false" => "question-false",
        _ => return String::new(),
    };
    page.t(words).to_owned()
}

/// The key, or where none is made yet, the id in the form.
fn key_of(part: &Part) -> String {
    if part.key.is_empty() { part.id.clone() } else { part.key.clone() }
}

/// What a part says first, in any language.
fn first_words(part: &Part) -> String {
    let text = part.text("text");
    Lang::ALL.into_iter().find_map(|lang| text.exact(lang)).unwrap_or_default().to_owned()
}

/// A part with its options, as they follow each other.
fn in_order(part: &Part) -> String {
    let options = part.options.iter().map(|option| format!("\n– {}", first_words(option)));
    std::iter::once(first_words(part)).chain(options).collect()
}

/// What the step with this id says.
fn said(sheet: &Sheet, id: &str) -> String {
    sheet.parts.iter().find(|part| part.id == id || part.key == id).map_or_else(|| id.to_owned(), first_words)
}

struct Lines<'a> {
    page: &'a Page,
    of: Kind,
    found: Vec<Line>,
}

impl Lines<'_> {
    fn add(&mut self, (id, anchor): (&str, &str), label: &str, value: String) {
        let (id, anchor, label) = (id.to_owned(), anchor.to_owned(), label.to_owned());
        self.found.push(Line { id, anchor, label, lang: None, value });
    }

    /// A value or the texts of the question itself.
    fn head(&mut self, sheet: &Sheet, name: &str, label: &'static str) {
        if let Some(text) = sheet.texts.get(name) {
            return self.texts((name, name), self.page.t(label), text);
        }
        let value = match (name, sheet.value(name)) {
            ("critical" | "fixed_order", value) if !value.is_empty() => self.page.t("form-yes"),
            (_, value) => value,
        };
        self.add((name, name), self.page.t(label), value.to_owned());
    }

    /// A text in each language.
    fn texts(&mut self, (id, anchor): (&str, &str), label: &str, text: &Localized) {
        for lang in Lang::ALL {
            self.found.push(Line {
                id: format!("{id}-{lang}"),
                anchor: format!("{anchor}-{lang}"),
                label: format!("{label} ({})", lang.native_name()),
                lang: Some(lang),
                value: text.exact(lang).unwrap_or_default().trim().to_owned(),
            });
        }
    }

    fn part(&mut self, part: &Part, (id, anchor): (&str, &str), name: &str) {
        let page = self.page;
        let label = |key: &'static str| format!("{name}: {}", page.t(key));
        let yes = |is_on: bool| if is_on { page.t("form-yes").to_owned() } else { String::new() };
        for text in part.kind.texts(self.of) {
            let words = label(text_label(self.of, part.kind, text));
            self.texts((&format!("{id}/{text}"), &format!("{anchor}-{text}")), &words, &part.text(text));
        }
        let next = page.t("bank-next");
        let facts = [
            ("right", "bank-is-right", yes(part.kind == PartKind::Right)),
            ("critical", "bank-critical", yes(part.is_critical)),
            ("joined", "bank-joined", yes(part.is_joined)),
            ("shape", "bank-numbers", format!("{} {}", part.shape.0, part.shape.1).trim().to_owned()),
        ];
        for (fact, words, value) in facts {
            self.add((&format!("{id}/{fact}"), anchor), &label(words), value);
        }
        self.add((&format!("{id}/next"), anchor), &format!("{name}: {next}"), part.next.clone());
    }
}
