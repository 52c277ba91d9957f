//! A question as its form has it: everything as it is typed.

use std::collections::BTreeMap;

use super::kind::{Kind, PartKind};
use crate::kernel::{Lang, Localized};

/// More parts than any question may have.
pub(in crate::authoring) const MOST_PARTS: usize = 12;
/// More options than any decision may have.
pub(in crate::authoring) const MOST_OPTIONS: usize = 6;

/// Texts by their names.
type Texts = BTreeMap<&'static str, Localized>;

/// A question in its form.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::authoring) struct Sheet {
    pub(in crate::authoring) kind: Kind,
    /// Empty: it is made of the text.
    pub(in crate::authoring) key: String,
    pub(in crate::authoring) values: BTreeMap<&'static str, String>,
    pub(in crate::authoring) texts: Texts,
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
    pub(in crate::authoring) texts: Texts,
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

impl Part {
    /// As [`Sheet::take_over`], for a part that all three have.
    fn take_over(&mut self, before: &Self, theirs: &Self) {
        take_texts(&mut self.texts, &before.texts, &theirs.texts);
        take(&mut self.kind, &before.kind, &theirs.kind);
        take(&mut self.is_critical, &before.is_critical, &theirs.is_critical);
        take(&mut self.is_joined, &before.is_joined, &theirs.is_joined);
        take(&mut self.shape, &before.shape, &theirs.shape);
        take(&mut self.next, &before.next, &theirs.next);
        take_parts(&mut self.options, &before.options, &theirs.options);
    }
}

/// Takes what they changed, where it was not changed here.
fn take<T: PartialEq + Clone>(mine: &mut T, before: &T, theirs: &T) {
    if mine == before {
        mine.clone_from(theirs);
    }
}

fn take_texts(mine: &mut Texts, before: &Texts, theirs: &Texts) {
    let names: Vec<&'static str> = mine.keys().chain(theirs.keys()).copied().collect();
    for name in names {
        for lang in Lang::ALL {
            let of =
                |texts: &Texts| texts.get(name).and_then(|text| text.exact(lang)).unwrap_or_default().trim().to_owned();
            if of(mine) == of(before) && of(mine) != of(theirs) {
                mine.entry(name).or_default().set(lang, of(theirs));
            }
        }
    }
}

/// Part by part, by their ids. Which there are and in which order is theirs, where nobody changed that here.
fn take_parts(mine: &mut Vec<Part>, before: &[Part], theirs: &[Part]) {
    let find = |parts: &[Part], id: &str| parts.iter().find(|part| part.id == id).cloned();
    for part in mine.iter_mut() {
        if let (Some(before), Some(theirs)) = (find(before, &part.id), find(theirs, &part.id)) {
            part.take_over(&before, &theirs);
        }
    }
    let ids = |parts: &[Part]| parts.iter().map(|part| part.id.clone()).collect::<Vec<_>>();
    let (old, own) = (ids(before), ids(mine));
    let is_kept = own.get(..old.len()) == Some(old.as_slice());
    if !is_kept {
        return;
    }
    let (known, added): (Vec<Part>, Vec<Part>) =
        mine.drain(old.len()..).partition(|part| find(theirs, &part.id).is_some());
    let changed =
        mine.iter().filter(|part| find(theirs, &part.id).is_none() && find(before, &part.id).as_ref() != Some(part));
    let rescued: Vec<Part> = changed.cloned().collect();
    let here = |id: &str| find(mine, id).or_else(|| find(&known, id));
    let laid = theirs.iter().map(|part| here(&part.id).unwrap_or_else(|| part.clone()));
    *mine = laid.collect::<Vec<_>>().into_iter().chain(rescued).chain(added).collect();
}

/// The ids of new parts, each with that of the part of theirs that it is.
fn twins(mine: &[Part], before: &[Part], theirs: &[Part], is_own: bool) -> Vec<(String, String)> {
    let is_known = |part: &&Part| before.iter().any(|before| before.id == part.id);
    let mut free: Vec<&Part> = theirs.iter().filter(|part| !is_known(part)).collect();
    let mut found = Vec::new();
    let new: Vec<&Part> = mine.iter().filter(|part| part.id.starts_with('~') && !part.is_blank()).collect();
    // What says the same comes first.
    for likeness in [Part::is_twin, Part::is_grown_from].iter().take(if is_own { 2 } else { 1 }) {
        for part in &new {
            if found.iter().any(|(id, _)| *id == part.id) {
                continue;
            }
            if let Some(at) = free.iter().position(|theirs| likeness(part, theirs)) {
                found.push((part.id.clone(), free.remove(at).id.clone()));
            }
        }
    }
    found
}

impl Part {
    /// It says the same, under another id.
    fn is_twin(&self, other: &Self) -> bool {
        let mut same = self.clone();
        same.id.clone_from(&other.id);
        same.key.clone_from(&other.key);
        for (mine, other) in same.options.iter_mut().zip(&other.options) {
            mine.id.clone_from(&other.id);
            mine.key.clone_from(&other.key);
        }
        same.texts
            .retain(|_, text| Lang::ALL.iter().any(|lang| text.exact(*lang).is_some_and(|text| !text.is_empty())));
        let mut other = other.clone();
        other
            .texts
            .retain(|_, text| Lang::ALL.iter().any(|lang| text.exact(*lang).is_some_and(|text| !text.is_empty())));
        same.options == other.options && same == other
    }

    /// A text of it begins with one of the other's, or the other way round: one of them was typed on.
    fn is_grown_from(&self, other: &Self) -> bool {
        let is_grown = |one: &str, other: &str| {
            let (one, other) = (one.trim(), other.trim());
            !one.is_empty() && !other.is_empty() && (one.starts_with(other) || other.starts_with(one))
        };
        let is_text_grown = |name: &str, lang: Lang| {
            let of = |part: &Self| part.text(name).exact(lang).unwrap_or_default().to_owned();
            is_grown(&of(self), &of(other))
        };
        self.texts.keys().any(|name| Lang::ALL.iter().any(|lang| is_text_grown(name, *lang)))
    }

    /// Gives it, and what leads to it, the id that it has by now.
    fn rename(&mut self, pair: &(String, String)) {
        let (from, to) = pair;
        if self.id == *from {
            self.id.clone_from(to);
            self.key.clone_from(to);
        }
        if self.next == *from {
            self.next.clone_from(to);
        }
        self.options.iter_mut().for_each(|option| option.rename(pair));
    }
}

fn fill_texts(mine: &mut Texts, stored: &Texts, languages: &[Lang]) {
    for (name, text) in stored {
        for lang in languages {
            if let Some(text) = text.exact(*lang) {
                mine.entry(name).or_default().set(*lang, text.to_owned());
            }
        }
    }
}

fn fill_parts(mine: &mut [Part], stored: &[Part], languages: &[Lang]) {
    for part in mine {
        if let Some(stored) = stored.iter().find(|stored| stored.id == part.id) {
            fill_texts(&mut part.texts, &stored.texts, languages);
            fill_parts(&mut part.options, &stored.options, languages);
        }
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

    /// Puts in what is stored in languages for which the form had no fields.
    pub(in crate::authoring) fn fill_languages(&mut self, stored: &Self, languages: &[Lang]) {
        fill_texts(&mut self.texts, &stored.texts, languages);
        fill_parts(&mut self.parts, &stored.parts, languages);
    }

    /// Knows its new parts again among theirs, if it was sent before and the answer was lost: they have keys by now.
    /// `is_own`: whoever made this sheet made theirs, too, and may have typed on since.
    pub(in crate::authoring) fn recognise(&mut self, before: &Self, theirs: &Self, is_own: bool) {
        let mut found = twins(&self.parts, &before.parts, &theirs.parts, is_own);
        for part in &self.parts {
            let id = found.iter().find(|(id, _)| *id == part.id).map_or(&part.id, |(_, id)| id).clone();
            let of = |sheet: &Self| sheet.parts.iter().find(|part| part.id == id).map(|part| part.options.clone());
            if let Some(theirs) = of(theirs) {
                found.extend(twins(&part.options, &of(before).unwrap_or_default(), &theirs, is_own));
            }
        }
        for pair in &found {
            self.parts.iter_mut().for_each(|part| part.rename(pair));
            for (earlier, later) in &mut self.orders {
                for id in [earlier, later] {
                    if *id == pair.0 {
                        id.clone_from(&pair.1);
                    }
                }
            }
        }
    }

    /// Takes what somebody else changed and this sheet did not: it and `theirs` both began with `before`. What both
    /// changed stays as it is here.
    pub(in crate::authoring) fn take_over(&mut self, before: &Self, theirs: &Self) {
        if self.kind != theirs.kind || self.kind != before.kind {
            return;
        }
        let names: Vec<&'static str> = self.values.keys().chain(theirs.values.keys()).copied().collect();
        for name in names {
            if self.value(name) == before.value(name) && self.value(name) != theirs.value(name) {
                self.values.insert(name, theirs.value(name).to_owned());
            }
        }
        take_texts(&mut self.texts, &before.texts, &theirs.texts);
        take_parts(&mut self.parts, &before.parts, &theirs.parts);
        take(&mut self.orders, &before.orders, &theirs.orders);
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
