//! Matching: left sides to join with right sides; some right sides belong to nobody. Marked per pair.
//!
//! A right side's key is that of its left side, so a form never has it: there each right side goes by a token
//! that tells nothing to whoever does not know the seed of the try.

use std::collections::BTreeMap;

use super::options::duplicates;
use crate::kernel::{Localized, Slug};
use crate::quiz::deal::Deal;
use crate::quiz::form::{AnswerError, Fields, field, only};
use crate::quiz::mistake::{List, Mistake};
use crate::quiz::model::{Answer, Matching};
use crate::quiz::points::Points;

/// How many pairs there may be, from and to.
pub const PAIRS: (usize, usize) = (3, 6);
/// How many right sides may belong to nobody, from and to.
pub const EXTRA: (usize, usize) = (0, 3);

/// What the author got wrong.
pub fn mistakes(matching: &Matching) -> Vec<Mistake> {
    let mut mistakes = duplicates(&right_sides(matching));
    let left: Vec<_> = matching.pairs.iter().map(|pair| (&pair.key, &pair.left)).collect();
    mistakes.extend(duplicates(&left).into_iter().filter(|mistake| matches!(mistake, Mistake::SameText { .. })));
    Mistake::check_count(&mut mistakes, List::Pairs, matching.pairs.len(), PAIRS);
    Mistake::check_count(&mut mistakes, List::Extra, matching.extra.len(), EXTRA);
    mistakes
}

/// All right sides with their keys, as written.
pub fn right_sides(matching: &Matching) -> Vec<(&Slug, &Localized)> {
    let belonging = matching.pairs.iter().map(|pair| (&pair.key, &pair.right));
    belonging.chain(matching.extra.iter().map(|side| (&side.key, &side.text))).collect()
}

/// The right sides in the order in which they are shown: shuffled together with those that belong to nobody,
/// even where the author fixed the order (that of the left sides, which are never shuffled).
pub fn shown_order<'a>(matching: &'a Matching, deal: Deal<'_>) -> Vec<(&'a Slug, &'a Localized)> {
    deal.shuffled(right_sides(matching), |(key, _)| key)
}

/// The name of the field in which the right side for a left side is chosen.
pub fn match_field(left: &Slug) -> String {
    format!("match-{left}")
}

/// Reads `match-KEY=TOKEN` for each left side; an empty one is not chosen and may stay so.
///
/// # Errors
///
/// Nothing chosen, or a token of another try.
pub fn parse(matching: &Matching, deal: Deal<'_>, fields: &Fields) -> Result<Answer, AnswerError> {
    let sides: BTreeMap<Slug, &Slug> =
        right_sides(matching).into_iter().map(|(key, _)| (deal.token(key), key)).collect();
    let mut chosen = BTreeMap::new();
    for pair in &matching.pairs {
        if let Some(token) = only(fields, &match_field(&pair.key))? {
            let side = sides.get(token).copied().ok_or(AnswerError::UnknownOption)?;
            chosen.insert(pair.key.clone(), side.clone());
        }
    }
    if chosen.is_empty() { Err(AnswerError::Empty) } else { Ok(Answer::Matching { chosen }) }
}

pub(super) fn fields(chosen: &BTreeMap<Slug, Slug>, deal: Deal<'_>) -> Vec<(String, String)> {
    chosen.iter().map(|(left, right)| field(match_field(left), &deal.token(right))).collect()
}

pub(super) fn right_answer(matching: &Matching) -> Answer {
    Answer::Matching { chosen: matching.pairs.iter().map(|pair| (pair.key.clone(), pair.key.clone())).collect() }
}

pub(super) fn wrong_answer(matching: &Matching) -> Answer {
    let keys = matching.pairs.iter().map(|pair| pair.key.clone());
    let others = keys.clone().cycle().skip(1);
    Answer::Matching { chosen: keys.zip(others).collect() }
}

/// For how many left sides something is chosen, of how many, unless it is for all.
pub fn part_chosen(matching: &Matching, chosen: &BTreeMap<Slug, Slug>) -> Option<(usize, usize)> {
    let all = matching.pairs.len();
    let found = matching.pairs.iter().filter(|pair| chosen.contains_key(&pair.key)).count();
    (found < all).then_some((found, all))
}

/// The points of these choices.
pub fn marked(matching: &Matching, chosen: &BTreeMap<Slug, Slug>) -> Points {
    let right = matching.pairs.iter().filter(|pair| chosen.get(&pair.key) == Some(&pair.key)).count();
    formula(right, matching.pairs.len())
}

/// `right pairs ÷ all pairs`, rounded down to a thousandth. Two of three pairs are worth two thirds.
///
/// ```
/// use erikti::quiz::kinds::matching::formula;
///
/// assert_eq!(formula(2, 3).thousandths(), 666);
/// assert_eq!(formula(3, 3).thousandths(), 1000);
/// ```
pub fn formula(right_pairs: usize, pairs: usize) -> Points {
    Points::share(right_pairs, pairs)
}

#[cfg(test)]
mod tests {
    use super::super::samples::{codes, parsed, question, slug, steps};
    use super::*;
    use crate::quiz::model::{Body, Pair};

    fn services() -> Matching {
        let pair =
            |key: &str, left: &str| Pair { key: slug(key), left: Localized::same(left), right: Localized::same(key) };
        Matching {
            pairs: vec![pair("fire", "101"), pair("police", "102"), pair("ambulance", "103")],
            extra: steps(&["water"]),
        }
    }

    #[test]
    fn each_pair_counts_for_itself() {
        let chosen = |pairs: &[(&str, &str)]| pairs.iter().map(|(left, right)| (slug(left), slug(right))).collect();
        let two = chosen(&[("fire", "fire"), ("police", "police"), ("ambulance", "water")]);
        assert_eq!(marked(&services(), &two).thousandths(), 666);
        assert_eq!(part_chosen(&services(), &two), None);
        assert_eq!(marked(&services(), &chosen(&[("fire", "fire")])).thousandths(), 333);
    }

    #[test]
    fn a_left_side_may_stay_empty_and_keys_are_no_tokens() {
        let body = Body::Matching(services());
        let question = question(body.clone());
        let token = Deal::new(&question, 1).token(&slug("water"));
        let one = parsed(&body, &[("match-fire", token.as_str()), ("match-police", "")]);
        let chosen = [(slug("fire"), slug("water"))].into();
        assert_eq!(part_chosen(&services(), &chosen), Some((1, 3)));
        assert_eq!(one, Ok(Answer::Matching { chosen }));
        assert_eq!(parsed(&body, &[("match-fire", "fire")]), Err(AnswerError::UnknownOption));
        assert_eq!(parsed(&body, &[("match-fire", "")]), Err(AnswerError::Empty));
    }

    #[test]
    fn an_author_hears_of_every_mistake() {
        assert_eq!(mistakes(&services()), []);
        let mut same = services();
        same.extra = steps(&["fire"]);
        assert_eq!(codes(&mistakes(&same)), ["duplicate-key", "same-text"]);
        same.pairs.truncate(2);
        assert_eq!(codes(&mistakes(&Matching { extra: Vec::new(), ..same })), ["too-few"]);
    }
}
