//! A question as a browser sends it.
//!
//! The names of the fields: `text-kk`, `tags` for the question; `p2-text-kk`, `p2-key` for its third part, `p2-o0-next`
//! for the first option of that. Where one option alone is right, `right` holds its place; otherwise it has `p2-right`.

use std::collections::BTreeMap;

use super::kind::{Kind, PartKind, head_texts, head_values};
use super::sheet::{Button, Part, Sheet, Spot};
use crate::kernel::{Lang, Localized};

/// How many parts, and options of a part, are read of a form: more than a person may add, because a file or an import may
/// have brought more.
const MOST_READ: usize = 200;

/// What was typed: names and values.
type Typed = [(String, String)];

fn get<'a>(typed: &'a Typed, name: &str) -> Option<&'a str> {
    typed.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
}

/// One kind of line end.
fn tidy(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

fn texts(typed: &Typed, prefix: &str, names: &[&'static str]) -> BTreeMap<&'static str, Localized> {
    let text = |name: &'static str| {
        let mut text = Localized::default();
        for lang in Lang::ALL {
            let typed = get(typed, &format!("{prefix}{name}-{lang}")).map(tidy).unwrap_or_default();
            if !typed.trim().is_empty() {
                text.set(lang, typed.trim().to_owned());
            }
        }
        (name, text)
    };
    names.iter().copied().map(text).collect()
}

impl Sheet {
    /// The question that was typed.
    pub(in crate::authoring) fn typed(typed: &Typed, kind: Kind, key: &str) -> Self {
        let value = |name: &&'static str| get(typed, name).map(|value| (*name, value.trim().to_owned()));
        let is_there = |at: &usize| get(typed, &format!("p{at}-id")).is_some();
        let parts = (0..MOST_READ).take_while(is_there).map(|at| part(typed, kind, (format!("p{at}-"), at)));
        let order = |at: usize| {
            let earlier = get(typed, &format!("order{at}-earlier"))?;
            Some((earlier.to_owned(), get(typed, &format!("order{at}-later")).unwrap_or_default().to_owned()))
        };
        Self {
            kind,
            key: key.to_owned(),
            values: head_values(kind).iter().filter_map(value).filter(|(_, value)| !value.is_empty()).collect(),
            texts: texts(typed, "", head_texts(kind)),
            parts: parts.collect(),
            orders: (0..MOST_READ).map_while(order).collect(),
        }
    }
}

fn part(typed: &Typed, of: Kind, (prefix, at): (String, usize)) -> Part {
    let field = |name: &str| get(typed, &format!("{prefix}{name}")).unwrap_or_default().trim().to_owned();
    let written = PartKind::from_code(&field("kind"));
    let is_right = match of {
        _ if of.has_one_right() => get(typed, "right") == Some(at.to_string().as_str()),
        _ => !field("right").is_empty(),
    };
    let kind = match written {
        Some(PartKind::Right | PartKind::Wrong) | None if is_right => PartKind::Right,
        Some(PartKind::Right | PartKind::Wrong) | None => PartKind::Wrong,
        Some(kind) => kind,
    };
    let mut part = Part::new(field("id"), kind);
    part.key = field("key");
    part.texts = texts(typed, &prefix, kind.texts(of));
    part.is_critical = !field("critical").is_empty();
    part.is_joined = !field("joined").is_empty();
    part.shape = (field("shape"), field("numbers"));
    part.next = field("next");
    if kind == PartKind::Decision {
        let is_there = |at: &usize| get(typed, &format!("{prefix}o{at}-id")).is_some();
        let options = (0..MOST_READ).take_while(is_there);
        part.options = options.map(|at| option(typed, &format!("{prefix}o{at}-"))).collect();
    }
    part
}

fn option(typed: &Typed, prefix: &str) -> Part {
    let field = |name: &str| get(typed, &format!("{prefix}{name}")).unwrap_or_default().trim().to_owned();
    let kind = if field("right").is_empty() { PartKind::Wrong } else { PartKind::Right };
    let mut option = Part::new(field("id"), kind);
    option.key = field("key");
    option.texts = texts(typed, prefix, kind.texts(Kind::Case));
    option.is_critical = !field("critical").is_empty();
    option.next = field("next");
    option
}

/// The button that was pressed.
pub(in crate::authoring) fn pressed(typed: &Typed) -> Option<Button> {
    let number = |name: &str| get(typed, name)?.parse().ok();
    let spot = |name: &str| -> Option<Spot> {
        let written = get(typed, name)?;
        match written.split_once('.') {
            Some((at, option)) => Some((at.parse().ok()?, Some(option.parse().ok()?))),
            None => Some((written.parse().ok()?, None)),
        }
    };
    let add = get(typed, "add").and_then(|word| match word {
        "order" => Some(Button::AddOrder),
        word => PartKind::from_code(word).map(Button::Add),
    });
    add.or_else(|| number("add_option").map(|at| Button::AddOption(at, PartKind::Wrong)))
        .or_else(|| spot("up").map(Button::Up))
        .or_else(|| spot("down").map(Button::Down))
        .or_else(|| spot("remove").map(Button::Remove))
        .or_else(|| number("remove_order").map(Button::RemoveOrder))
}
