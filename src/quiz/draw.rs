//! Which questions of a bank a try gets.
//!
//! A blueprint says how many questions come from which part of the bank. A question that fits several parts is
//! drawn for one of them only, and it is drawn where it is needed: whenever the bank can fill all parts, the draw
//! does (augmenting paths; Kuhn 1955). In this order a draw prefers: with [`CriticalRule::First`], critical
//! questions for half of each part; then questions that were not seen in earlier tries; then chance.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::deal::Shuffle;
use crate::kernel::Slug;

/// A question as the draw sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BankItem {
    /// The question's key, unique in the bank.
    pub key: Slug,
    /// The module it belongs to.
    pub module: Slug,
    /// Its topics.
    pub tags: Vec<Slug>,
    /// Whether a wrong answer fails the try.
    pub critical: bool,
}

/// From where in the bank.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Source {
    /// From anywhere.
    All,
    /// From this module.
    Module(Slug),
    /// From the questions with this topic.
    Tag(Slug),
}

impl Source {
    /// Whether the question may be drawn for this source.
    pub fn has(&self, item: &BankItem) -> bool {
        match self {
            Self::All => true,
            Self::Module(module) => item.module == *module,
            Self::Tag(tag) => item.tags.contains(tag),
        }
    }
}

/// A part of a test.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// From where.
    pub from: Source,
    /// How many questions.
    pub count: usize,
}

/// Whether critical questions come first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CriticalRule {
    /// Before others, but at most half of each part (rounded down), unless there is nothing else to draw.
    #[default]
    First,
    /// Like any other question.
    Any,
}

/// What a test is made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Blueprint {
    /// Its parts.
    pub parts: Vec<Part>,
    /// How critical questions are drawn.
    #[serde(default)]
    pub critical: CriticalRule,
}

impl Blueprint {
    /// How many questions a try has.
    pub fn count(&self) -> usize {
        self.parts.iter().map(|part| part.count).sum()
    }
}

/// A part for which the bank is too small.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shortage {
    /// The part's place in the blueprint, from 0.
    pub part: usize,
    /// How many questions it wants.
    pub wanted: usize,
    /// How many are left for it when the other parts have theirs.
    pub found: usize,
}

/// Draws the questions of a try, in the order in which they are asked. The same seed draws the same from the same
/// bank, in whatever order the bank comes. Questions in `avoid` (seen in earlier tries) are drawn only when there
/// are no others. If the bank is too small ([`shortages`]), there are fewer.
pub fn draw(blueprint: &Blueprint, bank: &[BankItem], seed: u64, avoid: &[Slug]) -> Vec<Slug> {
    let mut drawn: Vec<Slug> = Seating::new(blueprint, bank, seed, avoid).filled().into_keys().cloned().collect();
    Shuffle::new(seed, "draw", "order").apply(&mut drawn);
    drawn
}

/// The parts for which the bank is too small; empty if every draw fills all parts. Of parts that want the same
/// questions the later one is named.
pub fn shortages(blueprint: &Blueprint, bank: &[BankItem]) -> Vec<Shortage> {
    let any = Blueprint { parts: blueprint.parts.clone(), critical: CriticalRule::Any };
    let seating = Seating::new(&any, bank, 0, &[]);
    let parts: Vec<usize> = seating.slots.iter().map(|slot| slot.part).collect();
    let filled: Vec<usize> = seating.filled().into_values().filter_map(|slot| parts.get(slot).copied()).collect();
    let found = |part: usize| filled.iter().filter(|other| **other == part).count();
    let wanted = blueprint.parts.iter().enumerate().map(|(part, Part { count, .. })| (part, *count));
    wanted
        .map(|(part, wanted)| Shortage { part, wanted, found: found(part) })
        .filter(|shortage| shortage.found < shortage.wanted)
        .collect()
}

/// The most questions that this source can give alone.
pub fn largest_draw(from: &Source, bank: &[BankItem]) -> usize {
    bank.iter().filter(|item| from.has(item)).map(|item| &item.key).collect::<BTreeSet<_>>().len()
}

/// A place in the test to be filled.
#[derive(Debug)]
struct Slot<'a> {
    part: usize,
    from: &'a Source,
    wish: Wish,
}

/// What a slot would rather have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wish {
    Critical,
    Other,
    Anything,
}

/// Who sits where. Once a question is seated it stays in the test, though perhaps in another slot.
#[derive(Debug)]
struct Seating<'a> {
    items: Vec<&'a BankItem>,
    seen: BTreeSet<&'a Slug>,
    slots: Vec<Slot<'a>>,
    taken: BTreeMap<&'a Slug, usize>,
}

/// The worst rank that [`Seating::rank`] gives.
const LAST_RANK: u8 = 5;

impl<'a> Seating<'a> {
    fn new(blueprint: &'a Blueprint, bank: &'a [BankItem], seed: u64, avoid: &'a [Slug]) -> Self {
        let distinct: BTreeMap<&Slug, &BankItem> = bank.iter().map(|item| (&item.key, item)).collect();
        let mut items: Vec<_> = distinct.into_values().collect();
        Shuffle::new(seed, "draw", "bank").apply(&mut items);
        let slots = blueprint.parts.iter().enumerate().flat_map(|(at, part)| slots(blueprint.critical, at, part, bank));
        Self { items, seen: avoid.iter().collect(), slots: slots.collect(), taken: BTreeMap::new() }
    }

    /// Seats as many as possible, the best ranks first.
    fn filled(mut self) -> BTreeMap<&'a Slug, usize> {
        let mut free: Vec<usize> = (0..self.slots.len()).collect();
        for worst in 0..=LAST_RANK {
            free.retain(|slot| !self.seat(*slot, worst, &mut BTreeSet::new()));
        }
        self.taken
    }

    /// Finds a question for the slot, moving others to other slots if need be.
    fn seat(&mut self, slot: usize, worst: u8, tried: &mut BTreeSet<&'a Slug>) -> bool {
        let wanted = self.wanted(slot, worst);
        if let Some((_, key)) = wanted.iter().filter(|(_, key)| !self.taken.contains_key(key)).min_by_key(|(r, _)| *r) {
            self.taken.insert(key, slot);
            return true;
        }
        for (_, key) in wanted {
            let holder = self.taken.get(key).copied();
            if tried.insert(key) && holder.is_some_and(|holder| self.seat(holder, worst, tried)) {
                self.taken.insert(key, slot);
                return true;
            }
        }
        false
    }

    fn wanted(&self, slot: usize, worst: u8) -> Vec<(u8, &'a Slug)> {
        let Some(slot) = self.slots.get(slot) else { return Vec::new() };
        let ranked = self.items.iter().filter_map(|item| self.rank(slot, item).map(|rank| (rank, &item.key)));
        ranked.filter(|(rank, _)| *rank <= worst).collect()
    }

    /// How welcome the question is in the slot: critical where that is wished for, then unseen, then seen, then
    /// critical beyond the half.
    fn rank(&self, slot: &Slot<'_>, item: &BankItem) -> Option<u8> {
        let group = match (slot.wish, item.critical) {
            (Wish::Critical, true) => 0,
            (Wish::Critical | Wish::Other, false) | (Wish::Anything, _) => 2,
            (Wish::Other, true) => 4,
        };
        slot.from.has(item).then(|| group + u8::from(self.seen.contains(&item.key)))
    }
}

fn slots<'a>(rule: CriticalRule, part: usize, spec: &'a Part, bank: &[BankItem]) -> Vec<Slot<'a>> {
    let wish = |at: usize| match rule {
        CriticalRule::Any => Wish::Anything,
        CriticalRule::First if at < spec.count / 2 => Wish::Critical,
        CriticalRule::First => Wish::Other,
    };
    // What the source cannot give even alone needs no slot.
    let count = spec.count.min(largest_draw(&spec.from, bank));
    (0..count).map(|at| Slot { part, from: &spec.from, wish: wish(at) }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slug(key: &str) -> Slug {
        Slug::parse(key).expect("a key")
    }

    fn item(key: &str, tags: &[&str], critical: bool) -> BankItem {
        BankItem { key: slug(key), module: slug("m"), tags: tags.iter().map(|tag| slug(tag)).collect(), critical }
    }

    fn part(from: Source, count: usize) -> Part {
        Part { from, count }
    }

    #[test]
    fn a_part_leaves_to_a_narrower_part_what_that_one_needs() {
        let bank = [item("a", &["t"], false), item("b", &[], false), item("c", &[], false)];
        let parts = vec![part(Source::All, 2), part(Source::Tag(slug("t")), 1)];
        let blueprint = Blueprint { parts, critical: CriticalRule::Any };
        for seed in 0..50 {
            assert_eq!(draw(&blueprint, &bank, seed, &[]).len(), 3);
        }
        assert_eq!(shortages(&blueprint, &bank), []);
    }

    #[test]
    fn a_bank_that_is_too_small_is_named_by_part() {
        let bank = [item("a", &["t"], false), item("b", &[], false)];
        let parts = vec![part(Source::Tag(slug("t")), 1), part(Source::All, 3)];
        let blueprint = Blueprint { parts, critical: CriticalRule::First };
        assert_eq!(shortages(&blueprint, &bank), [Shortage { part: 1, wanted: 3, found: 1 }]);
        assert_eq!(draw(&blueprint, &bank, 1, &[]).len(), 2);
        assert_eq!(largest_draw(&Source::All, &bank), 2);
    }

    #[test]
    fn critical_questions_come_first_but_fill_only_half() {
        let keys = ["a", "b", "c", "d", "e", "f", "g", "h"];
        let bank: Vec<_> = keys.iter().enumerate().map(|(at, key)| item(key, &[], at < 4)).collect();
        let blueprint = Blueprint { parts: vec![part(Source::All, 5)], critical: CriticalRule::First };
        let critical = |drawn: &[Slug]| drawn.iter().filter(|key| key.as_str() < "e").count();
        for seed in 0..50 {
            assert_eq!(critical(&draw(&blueprint, &bank, seed, &[])), 2);
        }
        let eight = Blueprint { parts: vec![part(Source::All, 8)], critical: CriticalRule::First };
        assert_eq!(draw(&eight, &bank, 1, &[]).len(), 8);
    }

    #[test]
    fn another_try_draws_unseen_questions_while_there_are_any() {
        let keys = ["a", "b", "c", "d", "e", "f"];
        let bank: Vec<_> = keys.iter().map(|key| item(key, &[], false)).collect();
        let blueprint = Blueprint { parts: vec![part(Source::All, 3)], critical: CriticalRule::First };
        let first = draw(&blueprint, &bank, 1, &[]);
        let second = draw(&blueprint, &bank, 2, &first);
        assert!(second.iter().all(|key| !first.contains(key)));
        let all: Vec<_> = first.iter().chain(&second).cloned().collect();
        assert_eq!(draw(&blueprint, &bank, 3, &all).len(), 3);
    }
}
