//! Chance that can be repeated: the same seed gives the same order on every machine and in every version.
//!
//! The generator is `ChaCha` with eight rounds (Bernstein 2008), keyed with a SHA-256 digest of the seed and of
//! what is shuffled, and the shuffle is our own (Fisher and Yates; Durstenfeld 1964), because libraries may
//! change theirs between versions.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use sha2::{Digest, Sha256};

use super::model::Question;
use crate::kernel::Slug;

/// A repeatable source of shuffles.
#[derive(Debug)]
pub struct Shuffle(ChaCha8Rng);

impl Shuffle {
    /// The shuffles of this seed for one purpose and one thing, for example `"options"` and a question's key.
    pub fn new(seed: u64, purpose: &str, key: &str) -> Self {
        Self(ChaCha8Rng::from_seed(digest(seed, &[purpose, key])))
    }

    /// Brings the items into an order of which each is equally likely.
    pub fn apply<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            let other = self.below(last + 1);
            items.swap(last, other);
        }
    }

    /// A number below `bound`, each equally likely: what would favour small numbers is drawn again.
    fn below(&mut self, bound: usize) -> usize {
        let bound = bound.max(1) as u64;
        let fair = u64::MAX - u64::MAX % bound;
        loop {
            let drawn = self.0.next_u64();
            if drawn < fair {
                return usize::try_from(drawn % bound).unwrap_or(0);
            }
        }
    }
}

fn digest(seed: u64, parts: &[&str]) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(seed.to_be_bytes());
    for part in parts {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    hash.finalize().into()
}

/// One question's options as dealt in one try. The seed is the try's and never leaves the server.
#[derive(Debug, Clone, Copy)]
pub struct Deal<'a> {
    seed: u64,
    question: &'a Slug,
    fixed_order: bool,
}

impl<'a> Deal<'a> {
    /// The question in the try with this seed.
    pub const fn new(question: &'a Question, seed: u64) -> Self {
        Self { seed, question: &question.key, fixed_order: question.fixed_order }
    }

    /// The items as they are shown: shuffled, or by key where the author fixed the order.
    ///
    /// A question keeps right options apart from wrong ones, so "as written" would always show the right ones
    /// first. The fixed order is therefore that of the keys, numbers in them by their value (`min-5` before
    /// `min-10`), which says nothing about what is right.
    pub fn ordered<T>(self, mut items: Vec<T>, key: impl Fn(&T) -> &Slug) -> Vec<T> {
        items.sort_by_cached_key(|item| by_number(key(item).as_str()));
        if self.fixed_order {
            return items;
        }
        self.shuffle("options").apply(&mut items);
        items
    }

    /// The items shuffled, even where the author fixed the order. The outcome does not depend on the order in
    /// which they come.
    pub fn shuffled<T>(self, mut items: Vec<T>, key: impl Fn(&T) -> &Slug) -> Vec<T> {
        items.sort_by(|a, b| key(a).cmp(key(b)));
        self.shuffle("options").apply(&mut items);
        items
    }

    /// The shuffles of this question for one purpose.
    pub fn shuffle(self, purpose: &str) -> Shuffle {
        Shuffle::new(self.seed, purpose, self.question.as_str())
    }

    /// A name for a key that tells nothing about the key to whoever does not know the seed.
    ///
    /// # Panics
    ///
    /// Never: twelve hexadecimal digits are a key.
    pub fn token(self, key: &Slug) -> Slug {
        let digest = digest(self.seed, &["token", self.question.as_str(), key.as_str()]);
        let token: Vec<String> = digest.iter().take(6).map(|byte| format!("{byte:02x}")).collect();
        Slug::parse(&token.concat()).expect("hexadecimal digits are a key")
    }
}

/// Sorts text by character and runs of digits by their value.
fn by_number(key: &str) -> (Vec<(bool, usize, String)>, String) {
    let mut parts: Vec<(bool, usize, String)> = Vec::new();
    for c in key.chars() {
        let is_text = !c.is_ascii_digit();
        match parts.last_mut() {
            Some((last_is_text, _, part)) if *last_is_text == is_text => part.push(c),
            _ => parts.push((is_text, 0, c.to_string())),
        }
    }
    for (is_text, length, part) in &mut parts {
        if !*is_text {
            *part = part.trim_start_matches('0').to_owned();
            *length = part.len();
        }
    }
    (parts, key.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_of_a_seed_never_changes() {
        let mut letters: Vec<char> = "abcdefgh".chars().collect();
        Shuffle::new(42, "options", "gasping-adult").apply(&mut letters);
        assert_eq!(letters.iter().collect::<String>(), "cgaedbhf");
    }

    #[test]
    fn every_order_of_three_comes_about_equally_often() {
        let mut seen = std::collections::BTreeMap::new();
        for seed in 0..6000 {
            let mut items = [1, 2, 3];
            Shuffle::new(seed, "test", "x").apply(&mut items);
            *seen.entry(items).or_insert(0) += 1;
        }
        assert_eq!(seen.len(), 6);
        assert!(seen.values().all(|&count| (850..1150).contains(&count)), "{seen:?}");
    }

    #[test]
    fn a_shuffle_does_not_depend_on_what_came_first() {
        let question = Slug::parse("gasping-adult").expect("a key");
        let keys: Vec<Slug> =
            ["call", "press", "wait", "look", "roll"].iter().filter_map(|key| Slug::parse(key)).collect();
        let turned: Vec<Slug> = keys.iter().rev().cloned().collect();
        for seed in 0..20 {
            let deal = Deal { seed, question: &question, fixed_order: false };
            assert_eq!(deal.shuffled(keys.clone(), |key| key), deal.shuffled(turned.clone(), |key| key));
            assert_eq!(deal.ordered(keys.clone(), |key| key), deal.ordered(turned.clone(), |key| key));
        }
    }

    #[test]
    fn keys_sort_by_the_value_of_their_numbers() {
        let mut keys = ["min-10", "min-5", "all", "15", "min-5b", "2"];
        keys.sort_by_key(|key| by_number(key));
        assert_eq!(keys, ["2", "15", "all", "min-5", "min-5b", "min-10"]);
    }
}
