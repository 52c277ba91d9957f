//! What the kinds with options have in common: right ones, wrong ones, keys.

use std::collections::BTreeSet;

use crate::kernel::{Lang, Localized, Slug};
use crate::quiz::deal::Deal;
use crate::quiz::form::AnswerError;
use crate::quiz::mistake::Mistake;
use crate::quiz::model::ChoiceOption;

/// The options in the order in which they are shown: shuffled, or by key where the author fixed the order.
/// Which are right has no influence on it.
pub fn shown_order<'a>(right: &'a [ChoiceOption], wrong: &'a [ChoiceOption], deal: Deal<'_>) -> Vec<&'a ChoiceOption> {
    deal.ordered(right.iter().chain(wrong).collect(), |option| &option.key)
}

/// The keys, right ones first.
pub(super) fn keys<'a>(right: &'a [ChoiceOption], wrong: &'a [ChoiceOption]) -> Vec<&'a Slug> {
    right.iter().chain(wrong).map(|option| &option.key).collect()
}

/// The option's key, if the text is one.
///
/// # Errors
///
/// [`AnswerError::UnknownOption`] if it is not.
pub(super) fn known(keys: &[&Slug], text: &str) -> Result<Slug, AnswerError> {
    keys.iter().find(|key| key.as_str() == text).map(|key| (*key).clone()).ok_or(AnswerError::UnknownOption)
}

/// Mistakes in keys and texts of a question's options.
pub(super) fn mistakes(right: &[ChoiceOption], wrong: &[ChoiceOption]) -> Vec<Mistake> {
    let all: Vec<_> = right.iter().chain(wrong).map(|option| (&option.key, &option.text)).collect();
    let mut mistakes = duplicates(&all);
    let telling = all.iter().filter(|(key, _)| tells(key));
    mistakes.extend(telling.map(|(key, _)| Mistake::TellingKey { key: (*key).clone() }));
    mistakes
}

/// `critical` on any of these options.
pub(super) fn critical_without_meaning(options: &[ChoiceOption]) -> impl Iterator<Item = Mistake> {
    options
        .iter()
        .filter(|option| option.critical)
        .map(|option| Mistake::CriticalWithoutMeaning { key: option.key.clone() })
}

/// Keys that are there twice, and texts that are.
pub(super) fn duplicates(all: &[(&Slug, &Localized)]) -> Vec<Mistake> {
    let mut keys = BTreeSet::new();
    let twice = all.iter().filter(|(key, _)| !keys.insert(*key));
    let mut mistakes: Vec<_> = twice.map(|(key, _)| Mistake::DuplicateKey { key: (*key).clone() }).collect();
    for (at, (key, text)) in all.iter().enumerate() {
        if let Some((other, _)) = all.iter().take(at).find(|(_, earlier)| same_text(earlier, text)) {
            mistakes.push(Mistake::SameText { key: (*key).clone(), other: (*other).clone() });
        }
    }
    mistakes
}

fn same_text(one: &Localized, other: &Localized) -> bool {
    Lang::ALL.into_iter().any(|lang| match (one.exact(lang), other.exact(lang)) {
        (Some(one), Some(other)) => one.trim() == other.trim(),
        _ => false,
    })
}

/// Whether the key says that the option is right or wrong: `right`, `wrong-2`, `correct1`.
pub(super) fn tells(key: &Slug) -> bool {
    let word = key.as_str().trim_end_matches(|c: char| c.is_ascii_digit() || c == '-');
    matches!(word, "right" | "wrong" | "correct" | "incorrect" | "key" | "distractor")
}
