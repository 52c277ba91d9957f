//! The kinds of question that are more than a list of options: short texts, places in pictures, cases. Read and
//! written side by side, so that one does not forget what the other knows.

use super::table::{Need, Style, Table};
use super::write::{Page, list_of_texts};
use crate::content::message::Code;
use crate::quiz::model::{Case, CaseOption, Decision, Hotspot, Shape, ShortText, Zone};

// What cannot be read makes the whole question unreadable, so that one mistake is not told as two.

/// `accept.kk = ["…", "…"]`.
pub(super) fn text(table: &Table<'_>) -> Option<ShortText> {
    table.texts_by_language("accept").map(|accept| ShortText { accept })
}

/// `[[question.right]]` and `[[question.wrong]]`, each with its place.
pub(super) fn hotspot(table: &Table<'_>) -> Option<Hotspot> {
    let zones = |list, why| all(table.tables(list).iter().map(|entry| zone(entry, why)));
    let (right, wrong) = (zones("right", Need::Optional), zones("wrong", Need::Required));
    Some(Hotspot { right: right?, wrong: wrong? })
}

/// Everything, once all mistakes have been told.
fn all<T>(read: impl Iterator<Item = Option<T>>) -> Option<Vec<T>> {
    read.collect::<Vec<_>>().into_iter().collect()
}

fn zone(table: &Table<'_>, why: Need) -> Option<Zone> {
    table.known(&["key", "text", "why", "circle", "rect", "polygon"]);
    let text = table.localized("text", Need::Required, Style::Inline);
    let why = table.localized("why", why, Style::Inline);
    let shape = shape(table);
    let (key, _) = table.key()?;
    Some(Zone { key, text, why, shape: shape? })
}

fn shape(table: &Table<'_>) -> Option<Shape> {
    let found = ["circle", "rect", "polygon"].into_iter().filter(|name| table.get(name).is_some());
    let [name] = found.collect::<Vec<_>>().try_into().ok().or_else(|| {
        table.notes.mistake(&table.place(), Code::ZoneMissing);
        None
    })?;
    let value = table.get(name)?;
    match name {
        "circle" => value.numbers("[across, down, radius]").map(Shape::Circle),
        "rect" => value.numbers("[left, top, width, height]").map(Shape::Rect),
        _ => {
            let corners = value.list().into_iter().map(|corner| corner.numbers("[[across, down], …]"));
            corners.collect::<Option<_>>().map(Shape::Polygon)
        }
    }
}

/// `[[question.decision]]`, each with its `right` and `wrong`.
pub(super) fn case(table: &Table<'_>) -> Option<Case> {
    Some(Case { decisions: all(table.tables("decision").iter().map(decision))? })
}

fn decision(table: &Table<'_>) -> Option<Decision> {
    table.known(&["key", "text", "right", "wrong"]);
    let text = table.localized("text", Need::Required, Style::Inline);
    let options = |list| all(table.tables(list).iter().map(case_option));
    let (right, wrong) = (options("right"), options("wrong"));
    let (key, _) = table.key()?;
    Some(Decision { key, text, right: right?, wrong: wrong? })
}

fn case_option(table: &Table<'_>) -> Option<CaseOption> {
    table.known(&["key", "text", "result", "next", "critical"]);
    let text = table.localized("text", Need::Required, Style::Inline);
    let result = table.localized("result", Need::Required, Style::Inline);
    let next = table.get("next").map(super::table::Value::slug);
    let critical = table.flag("critical");
    let (key, _) = table.key()?;
    // A way that cannot be read is not the end.
    let next = next.map_or(Some(None), |next| next.map(Some))?;
    Some(CaseOption { key, text, result, next, critical })
}

/// The accepted forms.
pub(super) fn write_text(page: &mut Page, text: &ShortText) {
    for (lang, forms) in &text.accept {
        page.set(&format!("accept.{lang}"), list_of_texts(forms));
    }
}

/// The zones.
pub(super) fn write_hotspot(page: &mut Page, hotspot: &Hotspot) {
    let right = hotspot.right.iter().map(|zone| ("[[question.right]]", zone));
    for (header, zone) in right.chain(hotspot.wrong.iter().map(|zone| ("[[question.wrong]]", zone))) {
        page.header(header);
        page.text("key", zone.key.as_str());
        match &zone.shape {
            Shape::Circle(numbers) => page.set("circle", list_of_numbers(numbers)),
            Shape::Rect(numbers) => page.set("rect", list_of_numbers(numbers)),
            Shape::Polygon(corners) => {
                let corners: Vec<String> = corners.iter().map(|corner| list_of_numbers(corner)).collect();
                page.set("polygon", format!("[{}]", corners.join(", ")));
            }
        }
        page.localized("text", &zone.text);
        page.localized("why", &zone.why);
    }
}

fn list_of_numbers(numbers: &[f64]) -> String {
    let all: Vec<String> = numbers.iter().map(f64::to_string).collect();
    format!("[{}]", all.join(", "))
}

/// The decisions.
pub(super) fn write_case(page: &mut Page, case: &Case) {
    for decision in &case.decisions {
        page.header("[[question.decision]]");
        page.text("key", decision.key.as_str());
        page.localized("text", &decision.text);
        let right = decision.right.iter().map(|option| ("[[question.decision.right]]", option));
        for (header, option) in right.chain(decision.wrong.iter().map(|option| ("[[question.decision.wrong]]", option)))
        {
            page.header(header);
            page.text("key", option.key.as_str());
            page.flag("critical", option.critical);
            if let Some(next) = &option.next {
                page.text("next", next.as_str());
            }
            page.localized("text", &option.text);
            page.localized("result", &option.result);
        }
    }
}
