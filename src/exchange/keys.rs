//! Keys made from words, so that a person recognises them in the files.

use std::collections::{BTreeMap, BTreeSet};

use crate::kernel::{self, Slug};

/// How long a made key may become.
const LONGEST: usize = 40;

/// Keys that are taken.
#[derive(Debug, Clone, Default)]
pub(super) struct Keys {
    taken: BTreeSet<Slug>,
    /// The last number that was put behind a word: thousands of questions may begin alike.
    numbers: BTreeMap<String, u32>,
}

impl Keys {
    pub(super) fn of<'a>(known: impl IntoIterator<Item = &'a Slug>) -> Self {
        Self { taken: known.into_iter().cloned().collect(), ..Self::default() }
    }

    /// This key, if it is free; it is taken then.
    pub(super) fn claim(&mut self, key: Slug) -> bool {
        self.taken.insert(key)
    }

    /// A free key made from words, or from the other word where they have no letters.
    pub(super) fn make(&mut self, words: &str, otherwise: &str) -> Slug {
        let stem = Some(latin(words)).filter(|stem| !stem.is_empty()).unwrap_or_else(|| otherwise.to_owned());
        loop {
            let number = self.numbers.entry(stem.clone()).or_default();
            *number += 1;
            let key = if *number == 1 { stem.clone() } else { format!("{stem}-{number}") };
            if let Some(key) = Slug::parse(&key)
                && self.claim(key.clone())
            {
                return key;
            }
        }
    }
}

/// The words with Latin letters, joined by hyphens, cut where a word ends. What says right or wrong is no key
/// that may be seen in a page.
pub(super) fn latin(words: &str) -> String {
    let mut key = String::new();
    for c in words.to_lowercase().chars() {
        let letters = letters(c);
        if letters.is_empty() {
            if !matches!(c, 'ь' | 'ъ' | '\'' | '’') && !key.is_empty() && !key.ends_with('-') {
                key.push('-');
            }
        } else {
            key.push_str(letters);
        }
        if key.len() > LONGEST {
            break;
        }
    }
    if key.len() > LONGEST {
        key.truncate(LONGEST);
        if let Some((whole, _)) = key.rsplit_once('-').filter(|(whole, _)| whole.len() > LONGEST / 2) {
            key = whole.to_owned();
        }
    }
    let key = key.trim_matches('-').to_owned();
    let word = key.trim_end_matches(|c: char| c.is_ascii_digit() || c == '-');
    if matches!(word, "right" | "wrong" | "correct" | "incorrect" | "key" | "distractor") {
        return format!("says-{key}");
    }
    key
}

/// A letter of a key, as it is or in Latin letters.
fn letters(c: char) -> &'static str {
    const ASCII: &str = "abcdefghijklmnopqrstuvwxyz0123456789";
    ASCII.find(c).map_or_else(|| kernel::latin::latin(c), |at| ASCII.get(at..=at).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_made_of_words_and_differ() {
        let mut keys = Keys::default();
        let made: Vec<String> = ["Қоңырау шалу", "Қоңырау шалу!", "?!", "Right", "30"]
            .map(|words| keys.make(words, "option").to_string())
            .to_vec();
        assert_eq!(made, ["qongyrau-shalu", "qongyrau-shalu-2", "option", "says-right", "30"]);
        let long = latin("What do you do first when somebody lies on the ground and does not answer");
        assert!(Slug::parse(&long).is_some() && long.len() <= LONGEST, "{long}");
    }
}
