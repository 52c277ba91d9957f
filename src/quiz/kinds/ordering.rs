//! Ordering: four to seven steps to bring into order.
//!
//! Marked by the share of pairs of steps that stand in the right order; neighbours whose order does not matter
//! (`equivalent`) are right either way. A critical pair in the wrong order makes the question worth nothing.

use std::collections::BTreeSet;

use super::options::{duplicates, known};
use crate::kernel::Slug;
use crate::quiz::deal::Deal;
use crate::quiz::form::{AnswerError, Fields, field, only, values};
use crate::quiz::mistake::{List, Mistake};
use crate::quiz::model::{Answer, Ordering, Step};
use crate::quiz::points::Points;

/// How many steps there may be, from and to.
pub const STEPS: (usize, usize) = (4, 7);

/// How often a shuffle that came out right is shuffled again before the order is simply turned round.
const SHUFFLES: usize = 16;

/// What the author got wrong.
pub fn mistakes(ordering: &Ordering) -> Vec<Mistake> {
    let steps: Vec<_> = ordering.steps.iter().map(|step| (&step.key, &step.text)).collect();
    let mut mistakes = duplicates(&steps);
    Mistake::check_count(&mut mistakes, List::Steps, steps.len(), STEPS);
    mistakes.extend(telling_key(&ordering.steps));
    mistakes.extend(group_mistakes(ordering));
    mistakes.extend(ordering.critical_pairs.iter().flat_map(|pair| pair_mistakes(ordering, pair)));
    mistakes
}

/// Keys that count upwards (`step-1`, `step-2`, …; `a`, `b`, …) show the right order in the page's source.
fn telling_key(steps: &[Step]) -> Option<Mistake> {
    let numbers: Option<Vec<u64>> = steps.iter().map(|step| last_number(step.key.as_str())).collect();
    let letters = steps.iter().all(|step| step.key.as_str().len() == 1) && steps.is_sorted_by_key(|step| &step.key);
    let counted = numbers.is_some_and(|numbers| numbers.is_sorted());
    let key = steps.first().filter(|_| counted || letters)?.key.clone();
    Some(Mistake::TellingKey { key })
}

fn last_number(key: &str) -> Option<u64> {
    key.rsplit(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

fn group_mistakes(ordering: &Ordering) -> Vec<Mistake> {
    let mut mistakes = Vec::new();
    let mut grouped = BTreeSet::new();
    for group in &ordering.equivalent {
        if group.len() < 2 {
            mistakes.push(Mistake::GroupTooSmall { key: group.first().cloned() });
        }
        if !ordering.steps.is_empty() && ordering.steps.iter().all(|step| group.contains(&step.key)) {
            mistakes.push(Mistake::AnyOrderIsRight);
        }
        for key in group {
            if place(ordering, key).is_none() {
                mistakes.push(Mistake::UnknownKey { list: List::Equivalent, key: key.clone() });
            } else if !grouped.insert(key) {
                mistakes.push(Mistake::InTwoGroups { key: key.clone() });
            }
        }
        mistakes.extend(apart(ordering, group));
    }
    mistakes
}

/// The first step of the group, by its place, that does not follow upon the one before.
fn apart(ordering: &Ordering, group: &[Slug]) -> Option<Mistake> {
    let members = ordering.steps.iter().enumerate().filter(|(_, step)| group.contains(&step.key));
    let mut expected = None;
    for (at, step) in members {
        if expected.is_some_and(|expected| expected != at) {
            return Some(Mistake::NotNeighbours { key: step.key.clone() });
        }
        expected = Some(at + 1);
    }
    None
}

fn pair_mistakes(ordering: &Ordering, (earlier, later): &(Slug, Slug)) -> Vec<Mistake> {
    let unknown = [earlier, later].into_iter().filter(|key| place(ordering, key).is_none());
    let mut mistakes: Vec<_> =
        unknown.map(|key| Mistake::UnknownKey { list: List::CriticalPairs, key: key.clone() }).collect();
    if !mistakes.is_empty() {
        return mistakes;
    }
    let (earlier, later) = (earlier.clone(), later.clone());
    if place(ordering, &earlier) >= place(ordering, &later) {
        mistakes.push(Mistake::PairBackwards { earlier, later });
    } else if equivalent(ordering, &earlier, &later) {
        mistakes.push(Mistake::PairIsEquivalent { earlier, later });
    }
    mistakes
}

fn place(ordering: &Ordering, key: &Slug) -> Option<usize> {
    ordering.steps.iter().position(|step| step.key == *key)
}

fn equivalent(ordering: &Ordering, one: &Slug, other: &Slug) -> bool {
    ordering.equivalent.iter().any(|group| group.contains(one) && group.contains(other))
}

/// The first and the last place, from 1, at which the step is right: one place, or those of its group of
/// equivalent steps.
pub fn right_places(ordering: &Ordering, key: &Slug) -> (usize, usize) {
    let same = |step: &Step| step.key == *key || equivalent(ordering, &step.key, key);
    let places = ordering.steps.iter().enumerate().filter(|(_, step)| same(step)).map(|(at, _)| at + 1);
    (places.clone().min().unwrap_or(0), places.max().unwrap_or(0))
}

/// The steps in the order in which they are shown: shuffled, never in an order that would already be right, and
/// never in the author's, which is the right one (`fixed_order` has no effect).
pub fn shown_order<'a>(ordering: &'a Ordering, deal: Deal<'_>) -> Vec<&'a Step> {
    let mut steps = deal.shuffled(ordering.steps.iter().collect(), |step| &step.key);
    let mut again = deal.shuffle("again");
    for _ in 0..SHUFFLES {
        if !is_right(ordering, &steps) {
            return steps;
        }
        again.apply(&mut steps);
    }
    if is_right(ordering, &steps) {
        steps = ordering.steps.iter().rev().collect();
    }
    steps
}

fn is_right(ordering: &Ordering, steps: &[&Step]) -> bool {
    let keys: Vec<Slug> = steps.iter().map(|step| step.key.clone()).collect();
    marked(ordering, &keys) == Points::ONE
}

/// Reads `answer=KEY` for each step in the order given, or else `place-KEY=1` and so on for each step.
///
/// # Errors
///
/// Nothing given, steps without a place, two steps in one place, or a step or place that the question has not.
pub fn parse(ordering: &Ordering, fields: &Fields) -> Result<Answer, AnswerError> {
    let listed = values(fields, "answer");
    if listed.is_empty() {
        return parse_places(ordering, fields);
    }
    let keys: Vec<&Slug> = ordering.steps.iter().map(|step| &step.key).collect();
    let steps = listed.into_iter().map(|text| known(&keys, text)).collect::<Result<Vec<_>, _>>()?;
    if steps.iter().collect::<BTreeSet<_>>().len() != steps.len() {
        return Err(AnswerError::UnknownOption);
    }
    match keys.len().saturating_sub(steps.len()) {
        0 => Ok(Answer::Ordering { steps }),
        missing => Err(AnswerError::Incomplete { missing }),
    }
}

fn parse_places(ordering: &Ordering, fields: &Fields) -> Result<Answer, AnswerError> {
    let count = ordering.steps.len();
    let mut placed: Vec<(usize, Slug)> = Vec::new();
    for step in &ordering.steps {
        if let Some(text) = only(fields, &place_field(&step.key))? {
            let place = text.parse().ok().filter(|place| (1..=count).contains(place));
            placed.push((place.ok_or(AnswerError::UnknownOption)?, step.key.clone()));
        }
    }
    if placed.is_empty() {
        return Err(AnswerError::Empty);
    }
    placed.sort();
    let twice = placed.iter().zip(placed.iter().skip(1)).find(|((place, _), (next, _))| place == next);
    if let Some(((place, _), _)) = twice {
        return Err(AnswerError::SamePlaceTwice { place: *place });
    }
    match count.saturating_sub(placed.len()) {
        0 => Ok(Answer::Ordering { steps: placed.into_iter().map(|(_, key)| key).collect() }),
        missing => Err(AnswerError::Incomplete { missing }),
    }
}

/// The name of the field with a step's place, from 1.
pub fn place_field(step: &Slug) -> String {
    format!("place-{step}")
}

pub(super) fn fields(steps: &[Slug]) -> Vec<(String, String)> {
    let listed = steps.iter().map(|step| field("answer", step));
    let placed = steps.iter().enumerate().map(|(at, step)| field(place_field(step), &(at + 1)));
    listed.chain(placed).collect()
}

pub(super) fn right_answer(ordering: &Ordering) -> Answer {
    Answer::Ordering { steps: ordering.steps.iter().map(|step| step.key.clone()).collect() }
}

pub(super) fn wrong_answer(ordering: &Ordering) -> Answer {
    Answer::Ordering { steps: ordering.steps.iter().rev().map(|step| step.key.clone()).collect() }
}

/// The points of this order; a step that is missing stands in no right pair.
pub fn marked(ordering: &Ordering, given: &[Slug]) -> Points {
    let at = |key: &Slug| given.iter().position(|step| step == key);
    let in_order = |earlier: &Slug, later: &Slug| match (at(earlier), at(later)) {
        (Some(earlier), Some(later)) => earlier < later,
        _ => false,
    };
    if ordering.critical_pairs.iter().any(|(earlier, later)| !in_order(earlier, later)) {
        return Points::ZERO;
    }
    let mut right = 0;
    for (place, earlier) in ordering.steps.iter().enumerate() {
        for later in ordering.steps.iter().skip(place + 1) {
            let either_way = equivalent(ordering, &earlier.key, &later.key) && in_order(&later.key, &earlier.key);
            right += usize::from(in_order(&earlier.key, &later.key) || either_way);
        }
    }
    formula(right, ordering.steps.len())
}

/// `right pairs ÷ all pairs`, rounded down to a thousandth. Four steps make six pairs.
///
/// *a b c d* is right and somebody answers *b a c d*: five of six pairs are right. Had *a* and *b* been
/// equivalent, all six would be.
///
/// ```
/// use erikti::quiz::kinds::ordering::formula;
///
/// assert_eq!(formula(5, 4).thousandths(), 833);
/// assert_eq!(formula(6, 4).thousandths(), 1000);
/// ```
pub fn formula(right_pairs: usize, steps: usize) -> Points {
    Points::share(right_pairs, steps.saturating_mul(steps.saturating_sub(1)) / 2)
}

#[cfg(test)]
mod tests {
    use super::super::samples::{codes, parsed, slug, slugs, steps};
    use super::*;
    use crate::quiz::model::Body;

    fn recovery() -> Ordering {
        Ordering {
            steps: steps(&["safe", "approach", "glasses", "legs", "roll"]),
            equivalent: vec![slugs(&["glasses", "legs"])],
            critical_pairs: vec![(slug("safe"), slug("approach"))],
        }
    }

    #[test]
    fn equivalent_steps_are_right_either_way() {
        assert_eq!(marked(&recovery(), &slugs(&["safe", "approach", "legs", "glasses", "roll"])), Points::ONE);
        assert_eq!(marked(&recovery(), &slugs(&["safe", "approach", "glasses", "roll", "legs"])).thousandths(), 900);
    }

    #[test]
    fn a_critical_pair_turned_round_is_worth_nothing() {
        assert_eq!(marked(&recovery(), &slugs(&["approach", "safe", "glasses", "legs", "roll"])), Points::ZERO);
        assert_eq!(marked(&recovery(), &slugs(&["safe", "legs", "roll", "glasses", "approach"])).thousandths(), 600);
        assert_eq!(marked(&recovery(), &slugs(&["safe"])), Points::ZERO);
    }

    #[test]
    fn places_are_read_where_there_is_no_script() {
        let body = Body::Ordering(Ordering { steps: steps(&["look", "ask", "call", "press"]), ..recovery() });
        let places = |numbers: [&str; 4]| {
            let names = ["place-look", "place-ask", "place-call", "place-press"];
            parsed(&body, &names.into_iter().zip(numbers).collect::<Vec<_>>())
        };
        let turned = slugs(&["press", "call", "ask", "look"]);
        assert_eq!(places(["4", "3", "2", "1"]), Ok(Answer::Ordering { steps: turned }));
        assert_eq!(places(["1", "2", "2", ""]), Err(AnswerError::SamePlaceTwice { place: 2 }));
        assert_eq!(places(["1", "2", "", ""]), Err(AnswerError::Incomplete { missing: 2 }));
        assert_eq!(places(["1", "2", "3", "5"]), Err(AnswerError::UnknownOption));
        assert_eq!(places([""; 4]), Err(AnswerError::Empty));
    }

    #[test]
    fn listed_steps_must_be_all_of_them_once() {
        let body = Body::Ordering(Ordering { steps: steps(&["look", "ask"]), ..recovery() });
        let listed =
            |keys: &[&'static str]| parsed(&body, &keys.iter().map(|key| ("answer", *key)).collect::<Vec<_>>());
        assert_eq!(listed(&["ask"]), Err(AnswerError::Incomplete { missing: 1 }));
        assert_eq!(listed(&["ask", "ask"]), Err(AnswerError::UnknownOption));
        assert_eq!(listed(&["ask", "look"]), Ok(Answer::Ordering { steps: slugs(&["ask", "look"]) }));
    }

    #[test]
    fn an_author_hears_of_every_mistake() {
        assert_eq!(mistakes(&recovery()), []);
        let groups = |groups: &[&[&str]]| {
            let equivalent = groups.iter().map(|group| slugs(group)).collect();
            let ordering = Ordering { equivalent, critical_pairs: Vec::new(), ..recovery() };
            mistakes(&ordering)
        };
        assert_eq!(groups(&[&["safe", "glasses"]]), [Mistake::NotNeighbours { key: slug("glasses") }]);
        assert_eq!(codes(&groups(&[&["legs"]])), ["group-too-small"]);
        assert_eq!(codes(&groups(&[&["legs", "leg"]])), ["unknown-key"]);
        assert_eq!(codes(&groups(&[&["glasses", "legs"], &["legs", "roll"]])), ["in-two-groups"]);
        assert_eq!(codes(&groups(&[&["roll", "legs", "glasses", "approach", "safe"]])), ["any-order-is-right"]);
        let pair = |earlier: &str, later: &str| {
            mistakes(&Ordering { critical_pairs: vec![(slug(earlier), slug(later))], ..recovery() })
        };
        assert_eq!(codes(&pair("approach", "safe")), ["pair-backwards"]);
        assert_eq!(codes(&pair("safe", "safe")), ["pair-backwards"]);
        assert_eq!(codes(&pair("glasses", "legs")), ["pair-is-equivalent"]);
        assert_eq!(codes(&pair("safe", "aproach")), ["unknown-key"]);
        let counted =
            Ordering { steps: steps(&["step-1", "step-2", "step-10", "x11"]), ..Ordering::clone(&recovery()) };
        assert_eq!(
            codes(&mistakes(&Ordering { equivalent: vec![], critical_pairs: vec![], ..counted })),
            ["telling-key"]
        );
    }
}
