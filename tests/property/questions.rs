//! Questions and answers of every kind, made from chance.

use erikti::kernel::{Lang, Localized, Slug};
use erikti::quiz::kinds;
use erikti::quiz::model::{
    Answer, Body, Case, CaseOption, Choice, ChoiceOption, Decision, Hotspot, Matching, Numeric, Ordering, Pair, Place,
    Question, Shape, ShortText, Step, Taken, TrueFalse, Zone,
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

fn short_text() -> impl Strategy<Value = Body> {
    let forms = || vec("[А-Яа-яәқӨA-Za-z0-9]{1,8}( [а-яі]{1,5})?", 1..4);
    (forms(), forms()).prop_map(|(kk, en)| Body::Text(ShortText { accept: [(Lang::Kk, kk), (Lang::En, en)].into() }))
}

/// Zones side by side, each in its own column of 100 units.
fn hotspot() -> impl Strategy<Value = Body> {
    (distinct_keys(3..=6), vec((0_u8..3, 30_u8..50), 6), 1_usize..3).prop_map(|(keys, shapes, right)| {
        let column = |at: usize| f64::from(u8::try_from(at).expect("few")) * 100.0;
        let zone = |(at, (key, (kind, size))): (usize, (Slug, (u8, u8)))| {
            let (x, size) = (column(at) + 50.0, f64::from(size));
            let shape = match kind {
                0 => Shape::Circle([x, 50.0, size]),
                1 => Shape::Rect([x - size, 50.0 - size, 2.0 * size, 2.0 * size]),
                _ => Shape::Polygon(vec![[x, 50.0 - size], [x + size, 50.0 + size], [x - size, 50.0 + size]]),
            };
            Zone { text: text(&key), why: Localized::default(), key, shape }
        };
        let mut zones: Vec<Zone> = keys.into_iter().zip(shapes).enumerate().map(zone).collect();
        let wrong = zones.split_off(right.min(zones.len() - 2));
        Body::Hotspot(Hotspot { right: zones, wrong })
    })
}

/// Decisions of which each is led to by the one before; other options lead anywhere forward, or to the end.
fn case() -> impl Strategy<Value = Body> {
    let dice = vec((any::<Index>(), any::<Index>(), any::<bool>(), any::<bool>()), 6);
    (3_usize..=6, dice).prop_map(|(count, dice)| {
        let decision_key = |at: usize| slug(&format!("fork-{}", ["a", "b", "c", "d", "e", "f"][at]));
        let decision = |at: usize| {
            let (to, other, critical, swapped) = &dice[at];
            let forward = |die: &Index| {
                let next = at + 1 + die.index(count - at);
                (next < count).then(|| decision_key(next))
            };
            let option = |name: &str, next, critical| {
                let key = slug(&format!("{name}-{}", decision_key(at)));
                CaseOption { text: text(&key), result: Localized::same("So."), key, next, critical }
            };
            let follows = (at + 1 < count).then(|| decision_key(at + 1));
            // The last but one decisions of the right way are at least two.
            let (right_next, wrong_next) =
                if *swapped && at > 0 { (forward(to), follows) } else { (follows, forward(to)) };
            let right = vec![option("go", right_next, false)];
            let wrong = vec![option("stay", wrong_next, *critical), option("run", forward(other), false)];
            Decision { text: text(&decision_key(at)), key: decision_key(at), right, wrong }
        };
        Body::Case(Case { decisions: (0..count).map(decision).collect() })
    })
}

pub(super) fn question() -> impl Strategy<Value = Question> {
    let body = prop_oneof![
        single(),
        multiple(),
        true_false(),
        ordering(),
        matching(),
        bounds(),
        short_text(),
        hotspot(),
        case()
    ];
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
        ".{0,12}".prop_map(|typed| Answer::Text { typed }),
        any_key().prop_map(|key| Answer::Hotspot { place: Place::Zone(key) }),
        any::<[f64; 2]>().prop_map(|point| Answer::Hotspot { place: Place::Point(point) }),
        vec((any_key(), any_key()), 0..5).prop_map(|path| Answer::Case {
            path: path.into_iter().map(|(decision, option)| Taken { decision, option }).collect()
        }),
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
        Body::Text(text) => {
            let forms: Vec<&String> = text.accept.values().flatten().collect();
            let typed = if dice[1].index(2) == 0 { "something else" } else { forms[dice[0].index(forms.len())] };
            Answer::Text { typed: typed.to_owned() }
        }
        Body::Hotspot(_) if dice[7].index(2) == 0 => Answer::Hotspot { place: Place::Zone(pick(&keys, 0)) },
        Body::Hotspot(_) => {
            let tenth =
                |at: usize, below: u16| f64::from(u16::try_from(dice[at].index(below.into())).expect("small")) / 10.0;
            Answer::Hotspot { place: Place::Point([tenth(0, 6500), tenth(1, 1000)]) }
        }
        Body::Case(case) => Answer::Case { path: possible_path(case, dice) },
    }
}

/// A way through a case, to its end or not, sometimes back.
fn possible_path(case: &Case, dice: &[Index; 8]) -> Vec<Taken> {
    let mut path: Vec<Taken> = Vec::new();
    for die in dice.iter().take(1 + dice[0].index(8)) {
        let walk = kinds::case::walk(case, &path);
        let last = walk.steps.last().map(|step| step.decision).filter(|_| die.index(3) == 0);
        let Some(decision) = last.or(walk.open) else { break };
        let options: Vec<&CaseOption> = decision.right.iter().chain(&decision.wrong).collect();
        path.push(Taken { decision: decision.key.clone(), option: options[die.index(options.len())].key.clone() });
    }
    path
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
            | (Body::Text(_), Answer::Text { .. })
            | (Body::Hotspot(_), Answer::Hotspot { .. })
            | (Body::Case(_), Answer::Case { .. })
    )
}
