//! Questions and answers of every kind, made from chance.

use erikti::kernel::{Localized, Slug};
use erikti::quiz::kinds;
use erikti::quiz::model::{
    Answer, Body, Choice, ChoiceOption, Matching, Numeric, Ordering, Pair, Question, Step, TrueFalse,
};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select, subsequence};

const KEYS: [&str; 12] =
    ["call", "press", "wait", "look", "gloves", "blanket", "min-5", "min-10", "ask-first", "roll", "water", "shade"];

pub(super) fn slug(key: &str) -> Slug {
    Slug::parse(key).expect("a key")
}

pub(super) fn text(key: &Slug) -> Localized {
    Localized::same(&format!("the text of {key}"))
}

/// Distinct keys in any order.
fn distinct_keys(count: std::ops::RangeInclusive<usize>) -> impl Strategy<Value = Vec<Slug>> {
    subsequence(KEYS.to_vec(), count).prop_shuffle().prop_map(|keys| keys.into_iter().map(slug).collect())
}

fn option(key: Slug, critical: bool) -> ChoiceOption {
    ChoiceOption { text: text(&key), why: Localized::default(), critical, key }
}

fn options(keys: &[Slug]) -> Vec<ChoiceOption> {
    keys.iter().map(|key| option(key.clone(), false)).collect()
}

fn single() -> impl Strategy<Value = Body> {
    distinct_keys(3..=5)
        .prop_map(|keys| Body::Single(Choice { right: options(&keys[..1]), wrong: options(&keys[1..]) }))
}

fn multiple() -> impl Strategy<Value = Body> {
    (distinct_keys(4..=6), any::<Index>(), any::<[bool; 6]>()).prop_map(|(keys, cut, critical)| {
        let (right, wrong) = keys.split_at(cut.index(keys.len() - 1) + 1);
        let wrong = wrong.iter().zip(critical).map(|(key, critical)| option(key.clone(), critical)).collect();
        Body::Multiple(Choice { right: options(right), wrong })
    })
}

fn true_false() -> impl Strategy<Value = Body> {
    (any::<bool>(), prop_oneof![distinct_keys(0..=0), distinct_keys(2..=3)]).prop_map(|(answer, keys)| {
        let (right, wrong) = keys.split_at(keys.len().min(1));
        Body::TrueFalse(TrueFalse { answer, right: options(right), wrong: options(wrong) })
    })
}

/// A run of equivalent steps, and critical pairs outside of it.
pub(super) fn ordering() -> impl Strategy<Value = Body> {
    let all = (distinct_keys(4..=7), 0_usize..4, any::<Index>(), vec(any::<(Index, Index)>(), 0..3));
    all.prop_map(|(keys, run, start, pairs)| {
        let start = start.index(keys.len());
        let group: Vec<Slug> = keys.iter().skip(start).take(run).cloned().collect();
        let pairs = pairs.into_iter().map(|(one, other)| (one.index(keys.len()), other.index(keys.len())));
        let critical_pairs = pairs
            .filter(|(one, other)| one < other)
            .map(|(one, other)| (keys[one].clone(), keys[other].clone()))
            .filter(|(one, other)| !(group.contains(one) && group.contains(other)))
            .collect();
        let equivalent = if group.len() < 2 || group.len() == keys.len() { Vec::new() } else { vec![group] };
        let steps = keys.into_iter().map(|key| Step { text: text(&key), key }).collect();
        Body::Ordering(Ordering { steps, equivalent, critical_pairs })
    })
}

fn matching() -> impl Strategy<Value = Body> {
    (distinct_keys(3..=7), any::<bool>()).prop_map(|(keys, with_extra)| {
        let extras = usize::from(keys.len() == 7 || (with_extra && keys.len() > 3));
        let (pairs, extra) = keys.split_at(keys.len() - extras);
        let left = |key: &Slug| Localized::same(&format!("left of {key}"));
        let pairs = pairs.iter().map(|key| Pair { key: key.clone(), left: left(key), right: text(key) }).collect();
        let extra = extra.iter().map(|key| Step { key: key.clone(), text: text(key) }).collect();
        Body::Matching(Matching { pairs, extra })
    })
}

fn bounds() -> impl Strategy<Value = Body> {
    (-100_000_i32..100_000, 0_i32..100_000, select(vec![1.0, 2.0, 10.0, 1000.0])).prop_map(|(min, width, scale)| {
        let max = f64::from(min.saturating_add(width)) / scale;
        Body::Numeric(Numeric { min: f64::from(min) / scale, max, unit: Localized::same("cm") })
    })
}

pub(super) fn question() -> impl Strategy<Value = Question> {
    let body = prop_oneof![single(), multiple(), true_false(), ordering(), matching(), bounds()];
    (body, any::<bool>(), any::<bool>()).prop_map(|(body, critical, fixed_order)| Question {
        key: slug("the-question"),
        critical,
        tags: Vec::new(),
        picture: None,
        picture_alt: Localized::default(),
        lesson: Some(slug("the-lesson")),
        text: Localized::same("What do you do?"),
        explanation: Localized::same("Because."),
        fixed_order,
        body,
    })
}

pub(super) fn any_key() -> impl Strategy<Value = Slug> {
    select(KEYS.to_vec()).prop_map(slug)
}

/// An answer of any kind, whether or not it makes sense.
pub(super) fn any_answer() -> impl Strategy<Value = Answer> {
    prop_oneof![
        any_key().prop_map(|option| Answer::Single { option }),
        vec(any_key(), 0..8).prop_map(|options| Answer::Multiple { options }),
        (any::<bool>(), proptest::option::of(any_key()))
            .prop_map(|(verdict, reason)| Answer::TrueFalse { verdict, reason }),
        vec(any_key(), 0..9).prop_map(|steps| Answer::Ordering { steps }),
        proptest::collection::btree_map(any_key(), any_key(), 0..7).prop_map(|chosen| Answer::Matching { chosen }),
        "[-−+]?[0-9 \u{a0}]{0,6}[,.]?[0-9a-z]{0,3}".prop_map(|typed| Answer::Numeric { typed }),
    ]
}

/// An answer that the question's form can give, made from dice.
pub(super) fn possible_answer(question: &Question, dice: &[Index; 8]) -> Answer {
    let pick = |keys: &[Slug], at: usize| keys[dice[at].index(keys.len())].clone();
    let keys: Vec<Slug> = kinds::keys(&question.body).into_iter().cloned().collect();
    match &question.body {
        Body::Single(_) => Answer::Single { option: pick(&keys, 0) },
        Body::Multiple(_) => {
            let mut options: Vec<Slug> = Vec::new();
            for at in 0..=dice[7].index(6) {
                let key = pick(&keys, at);
                if !options.contains(&key) {
                    options.push(key);
                }
            }
            Answer::Multiple { options }
        }
        Body::TrueFalse(_) => {
            let reason = (!keys.is_empty()).then(|| pick(&keys, 0));
            Answer::TrueFalse { verdict: dice[1].index(2) == 0, reason }
        }
        Body::Ordering(_) => {
            let mut rest = keys;
            let mut steps = Vec::new();
            while !rest.is_empty() {
                steps.push(rest.remove(dice[steps.len()].index(rest.len())));
            }
            Answer::Ordering { steps }
        }
        Body::Matching(matching) => {
            let left = matching.pairs.iter().take(1 + dice[7].index(matching.pairs.len()));
            let chosen = left.enumerate().map(|(at, pair)| (pair.key.clone(), pick(&keys, at)));
            Answer::Matching { chosen: chosen.collect() }
        }
        Body::Numeric(_) => {
            let typed = format!("{},{}", dice[0].index(10_000), dice[1].index(1000));
            Answer::Numeric { typed }
        }
    }
}

pub(super) fn same_kind(body: &Body, answer: &Answer) -> bool {
    matches!(
        (body, answer),
        (Body::Single(_), Answer::Single { .. })
            | (Body::Multiple(_), Answer::Multiple { .. })
            | (Body::TrueFalse(_), Answer::TrueFalse { .. })
            | (Body::Ordering(_), Answer::Ordering { .. })
            | (Body::Matching(_), Answer::Matching { .. })
            | (Body::Numeric(_), Answer::Numeric { .. })
    )
}
