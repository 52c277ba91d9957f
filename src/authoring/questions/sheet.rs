//! A question as its form has it: everything as it is typed.

use std::collections::BTreeMap;

use super::kind::{Kind, PartKind};
use crate::kernel::{Lang, Localized};

/// More parts than any question may have.
pub(in crate::authoring) const MOST_PARTS: usize = 12;
/// More options than any decision may have.
pub(in crate::authoring) const MOST_OPTIONS: usize = 6;

/// A question in its form.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::authoring) struct Sheet {
    pub(in crate::authoring) kind: Kind,
    /// Empty: it is made of the text.
    pub(in crate::authoring) key: String,
    pub(in crate::authoring) values: BTreeMap<&'static str, String>,
    pub(in crate::authoring) texts: BTreeMap<&'static str, Localized>,
    pub(in crate::authoring) parts: Vec<Part>,
    /// Ids of steps whose order must be right: the earlier and the later one.
    pub(in crate::authoring) orders: Vec<(String, String)>,
}

/// An option, a step, a pair, a decision.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::authoring) struct Part {
    /// The key in the file, or `~` with a number for one that is new.
    pub(in crate::authoring) id: String,
    pub(in crate::authoring) kind: PartKind,
    /// Empty: it is made of the text.
    pub(in crate::authoring) key: String,
    pub(in crate::authoring) texts: BTreeMap<&'static str, Localized>,
    pub(in crate::authoring) is_critical: bool,
    /// Of a step: it may change places with the next one.
    pub(in crate::authoring) is_joined: bool,
    /// Of a zone: `circle`, `rect` or `polygon`, and its numbers.
    pub(in crate::authoring) shape: (String, String),
    /// Of an option of a case: the id of the decision to which it leads; empty: the end.
    pub(in crate::authoring) next: String,
    /// Of a decision.
    pub(in crate::authoring) options: Vec<Part>,
}

impl Part {
    /// An empty one.
    pub(super) fn new(id: String, kind: PartKind) -> Self {
        Self {
            id,
            kind,
            key: String::new(),
            texts: BTreeMap::new(),
            is_critical: false,
            is_joined: false,
            shape: (String::new(), String::new()),
            next: String::new(),
            options: Vec::new(),
        }
    }

    /// A text in each language.
    pub(in crate::authoring) fn text(&self, name: &str) -> Localized {
        self.texts.get(name).cloned().unwrap_or_default()
    }

    /// Nothing was typed into it.
    fn is_blank(&self) -> bool {
        let is_empty =
            |text: &Localized| Lang::ALL.iter().all(|lang| text.exact(*lang).is_none_or(|text| text.trim().is_empty()));
        let has_text = self.texts.values().any(|text| !is_empty(text));
        let has_other = !self.key.is_empty() || !self.shape.1.trim().is_empty();
        !has_text && !has_other && self.options.iter().all(Self::is_blank)
    }
}

/// A button that changes how many parts there are, or their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::authoring) enum Button {
    Add(PartKind),
    /// An option of the decision at this place.
    AddOption(usize, PartKind),
    AddOrder,
    Up(Spot),
    Down(Spot),
    Remove(Spot),
    RemoveOrder(usize),
}

/// A part, or an option of it.
pub(in crate::authoring) type Spot = (usize, Option<usize>);

impl Sheet {
    /// A new question of a kind.
    pub(in crate::authoring) fn new(kind: Kind) -> Self {
        let (values, texts) = (BTreeMap::new(), BTreeMap::new());
        let mut sheet = Self { kind, key: String::new(), values, texts, parts: Vec::new(), orders: Vec::new() };
        for part in kind.first_parts() {
            sheet.add(*part);
        }
        sheet
    }

    pub(in crate::authoring) fn value(&self, name: &str) -> &str {
        self.values.get(name).map_or("", String::as_str)
    }

    /// A text in each language.
    pub(in crate::authoring) fn text(&self, name: &str) -> Localized {
        self.texts.get(name).cloned().unwrap_or_default()
    }

    /// An id that no part has.
    fn free_id(&self) -> String {
        let options = self.parts.iter().flat_map(|part| &part.options);
        let ids = self.parts.iter().chain(options).filter_map(|part| part.id.strip_prefix('~')?.parse::<usize>().ok());
        format!("~{}", ids.max().unwrap_or_default() + 1)
    }

    fn add(&mut self, kind: PartKind) {
        let mut part = Part::new(self.free_id(), kind);
        if kind == PartKind::Decision {
            part.options.push(Part::new(format!("{}1", part.id), PartKind::Right));
            part.options.push(Part::new(format!("{}2", part.id), PartKind::Wrong));
        }
        self.parts.push(part);
    }

    /// Does what a button says; false if there is nothing to do.
    pub(in crate::authoring) fn press(&mut self, button: Button) -> bool {
        match button {
            Button::Add(kind) => {
                let is_room = self.parts.len() < MOST_PARTS && self.kind.lists().contains(&kind);
                if is_room {
                    self.add(kind);
                }
                is_room
            }
            Button::AddOption(at, kind) => {
                let id = self.free_id();
                let Some(decision) = self.parts.get_mut(at).filter(|part| part.options.len() < MOST_OPTIONS) else {
                    return false;
                };
                decision.options.push(Part::new(id, kind));
                true
            }
            Button::AddOrder => {
                self.orders.push((String::new(), String::new()));
                self.orders.len() <= MOST_PARTS
            }
            Button::Up((at, option)) => {
                self.list(at, option).is_some_and(|(list, at)| swap(list, at, at.checked_sub(1)))
            }
            Button::Down((at, option)) => self.list(at, option).is_some_and(|(list, at)| swap(list, at, Some(at + 1))),
            Button::Remove((at, option)) => self.remove(at, option),
            Button::RemoveOrder(at) => {
                let is_there = at < self.orders.len();
                if is_there {
                    self.orders.remove(at);
                }
                is_there
            }
        }
    }

    /// The list that holds a part, and its place there.
    fn list(&mut self, at: usize, option: Option<usize>) -> Option<(&mut Vec<Part>, usize)> {
        match option {
            Some(option) => Some((&mut self.parts.get_mut(at)?.options, option)),
            None => Some((&mut self.parts, at)),
        }
    }

    fn remove(&mut self, at: usize, option: Option<usize>) -> bool {
        let Some((list, at)) = self.list(at, option) else { return false };
        if at >= list.len() {
            return false;
        }
        let gone = list.remove(at);
        // Nothing leads to what is gone.
        self.orders.retain(|(earlier, later)| *earlier != gone.id && *later != gone.id);
        for option in self.parts.iter_mut().flat_map(|part| &mut part.options) {
            if option.next == gone.id {
                option.next.clear();
            }
        }
        true
    }

    /// Without the options, steps and pairs into which nothing was typed.
    pub(in crate::authoring) fn without_blanks(&self) -> Self {
        let mut sheet = self.clone();
        sheet.parts.retain(|part| !part.is_blank());
        for part in &mut sheet.parts {
            part.options.retain(|option| !option.is_blank());
        }
        sheet.orders.retain(|(earlier, later)| !earlier.is_empty() || !later.is_empty());
        sheet
    }

    /// With the empty parts of another sheet after its own ones, to be filled in.
    pub(in crate::authoring) fn with_blanks_of(mut self, other: &Self) -> Self {
        for part in &mut self.parts {
            let same = other.parts.iter().find(|other| other.id == part.id);
            let blank = same.into_iter().flat_map(|same| &same.options).filter(|option| option.is_blank());
            part.options.extend(blank.cloned());
        }
        self.parts.extend(other.parts.iter().filter(|part| part.is_blank()).cloned());
        self
    }
}

fn swap(list: &mut [Part], at: usize, other: Option<usize>) -> bool {
    let Some(other) = other.filter(|other| *other < list.len() && at < list.len()) else { return false };
    list.swap(at, other);
    true
}
