//! Facts about the quiz engine that hold for every question, answer, bank and history.

#![expect(clippy::indexing_slicing, reason = "an index out of bounds fails the test, as it should")]

use std::collections::{BTreeMap, BTreeSet};

use erikti::kernel::{Localized, Slug, Timestamp};
use erikti::quiz::attempt::{Marked, Score, Verdict, outcome};
use erikti::quiz::draw::{BankItem, Blueprint, CriticalRule, Part, Source, draw, largest_draw, shortages};
use erikti::quiz::mark::{WrongKind, mark, unanswered};
use erikti::quiz::model::{
    Answer, Body, Choice, ChoiceOption, Matching, Numeric, Ordering, Pair, Question, Step, TrueFalse,
};
use erikti::quiz::points::Points;
use erikti::quiz::reveal::{ExplainedBody, ExplainedStep, explain};
use erikti::quiz::rules::{Explanations, Finished, NextTry, QuizRules, next_try};
use erikti::quiz::shown::{Shown, ShownBody, ShownOption, show};
use erikti::quiz::{kinds, kinds::numeric};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select, subsequence};

const KEYS: [&str; 12] =
    ["call", "press", "wait", "look", "gloves", "blanket", "min-5", "min-10", "ask-first", "roll", "water", "shade"];

fn slug(key: &str) -> Slug {
    Slug::parse(key).expect("a key")
}

fn text(key: &Slug) -> Localized {
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
fn ordering() -> impl Strategy<Value = Body> {
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

fn question() -> impl Strategy<Value = Question> {
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

fn any_key() -> impl Strategy<Value = Slug> {
    select(KEYS.to_vec()).prop_map(slug)
}

/// An answer of any kind, whether or not it makes sense.
fn any_answer() -> impl Strategy<Value = Answer> {
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
fn possible_answer(question: &Question, dice: &[Index; 8]) -> Answer {
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

fn same_kind(body: &Body, answer: &Answer) -> bool {
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

fn choosable<'a>(shown: &'a Shown<'_>) -> &'a [ShownOption<'a>] {
    match &shown.body {
        ShownBody::Single { options } | ShownBody::Multiple { options } => options,
        ShownBody::TrueFalse { reasons } => reasons,
        ShownBody::Ordering { steps } => steps,
        ShownBody::Matching { right, .. } => right,
        ShownBody::Numeric { .. } => &[],
    }
}

proptest! {
    #[test]
    fn the_authors_right_answer_always_gets_full_marks(question in question()) {
        prop_assert_eq!(kinds::mistakes(&question.body), Vec::new());
        let right = kinds::right_answer(&question.body).expect("a right answer");
        let mark = mark(&question, &right).expect("the same kind");
        prop_assert_eq!(mark.points, mark.max);
        prop_assert!(mark.right && !mark.critical_failed && mark.max > Points::ZERO);
    }

    #[test]
    fn a_mark_is_within_its_bounds_whatever_is_answered(question in question(), answer in any_answer()) {
        match mark(&question, &answer) {
            Ok(mark) => {
                prop_assert!(same_kind(&question.body, &answer));
                prop_assert!(mark.points <= mark.max);
                prop_assert_eq!(mark.right, mark.points == mark.max);
                prop_assert_eq!(mark.critical_failed, question.critical && !mark.right);
            }
            Err(WrongKind) => prop_assert!(!same_kind(&question.body, &answer)),
        }
        prop_assert_eq!(unanswered(&question).points, Points::ZERO);
        prop_assert_eq!(unanswered(&question).critical_failed, question.critical);
    }

    #[test]
    fn an_answer_survives_its_form(question in question(), dice in any::<[Index; 8]>(), seed in any::<u64>()) {
        let answer = possible_answer(&question, &dice);
        let fields = kinds::fields(&question, seed, &answer);
        prop_assert_eq!(kinds::parse(&question, seed, &fields), Ok(answer.clone()));
        let places: Vec<_> = fields.into_iter().filter(|(name, _)| name.starts_with("place-")).rev().collect();
        if matches!(answer, Answer::Ordering { .. }) {
            prop_assert_eq!(kinds::parse(&question, seed, &places), Ok(answer));
        }
    }

    #[test]
    fn whatever_a_form_holds_is_an_answer_of_the_right_kind_or_refused(
        question in question(),
        fields in vec(("answer|reason|(place|match)-(call|press|look)", "true|false|[1-7]|call|press|look|x|"), 0..9),
    ) {
        if let Ok(answer) = kinds::parse(&question, 1, &fields) {
            prop_assert!(mark(&question, &answer).is_ok());
            prop_assert_eq!(kinds::parse(&question, 1, &kinds::fields(&question, 1, &answer)), Ok(answer));
        }
    }

    #[test]
    fn what_is_shown_is_a_permutation_and_the_same_for_a_seed(question in question(), seed in any::<u64>()) {
        let shown = show(&question, seed);
        prop_assert_eq!(&shown, &show(&question, seed));
        let texts: BTreeSet<_> = choosable(&shown).iter().map(|option| option.text.kk.clone()).collect();
        let written: BTreeSet<_> = kinds::keys(&question.body).into_iter().map(|key| text(key).kk).collect();
        prop_assert_eq!(texts.len(), choosable(&shown).len());
        prop_assert_eq!(texts, written);
    }

    #[test]
    fn an_ordering_is_never_shown_in_a_right_order(
        body in ordering(), key in any_key(), fixed_order: bool, seed in any::<u64>(), base in question(),
    ) {
        let question = Question { key, fixed_order, body, ..base };
        let steps = choosable(&show(&question, seed)).iter().map(|step| step.key.clone()).collect();
        let as_shown = Answer::Ordering { steps };
        prop_assert!(!mark(&question, &as_shown).expect("the same kind").right);
    }

    #[test]
    fn which_options_are_right_leaves_no_trace_in_what_is_shown(question in question(), seed in any::<u64>()) {
        let mut turned = question.clone();
        match &mut turned.body {
            Body::Single(choice) | Body::Multiple(choice) => std::mem::swap(&mut choice.right, &mut choice.wrong),
            Body::TrueFalse(claim) => {
                claim.answer = !claim.answer;
                std::mem::swap(&mut claim.right, &mut claim.wrong);
            }
            Body::Ordering(ordering) => ordering.critical_pairs.clear(),
            Body::Matching(_) => {}
            Body::Numeric(numeric) => numeric.max += 1.0,
        }
        if !matches!(question.body, Body::Ordering(_)) {
            prop_assert_eq!(show(&question, seed), show(&turned, seed));
        }
        if let ShownBody::Matching { left, right } = show(&question, seed).body {
            let keys: BTreeSet<_> = kinds::keys(&question.body).into_iter().collect();
            prop_assert!(right.iter().all(|side| !keys.contains(&side.key)));
            prop_assert!(left.iter().all(|side| keys.contains(&side.key)));
        }
    }

    #[test]
    fn an_explanation_agrees_with_the_mark(question in question(), dice in any::<[Index; 8]>(), seed in any::<u64>()) {
        let answer = possible_answer(&question, &dice);
        let explained = explain(&question, seed, Some(&answer)).expect("the same kind");
        let all_right = match explained.body {
            ExplainedBody::Choice { options } => options.iter().all(|option| option.right == option.chosen),
            ExplainedBody::TrueFalse { right, chosen, reasons } => {
                chosen == Some(right) && reasons.iter().all(|reason| reason.right == reason.chosen)
            }
            ExplainedBody::Ordering { steps } => steps.iter().all(ExplainedStep::right),
            ExplainedBody::Matching { pairs, .. } => pairs.iter().all(|pair| pair.chosen_is_right),
            ExplainedBody::Numeric { min, max, number, .. } => {
                number.is_some_and(|number| min <= number && number <= max)
            }
        };
        prop_assert_eq!(all_right, explained.mark.right);
    }

    #[test]
    fn a_number_is_the_same_however_it_is_written(whole in 0_u32..5_000_000, fraction in 0_u32..1000, below: bool) {
        let value: f64 = format!("{}{whole}.{fraction:03}", if below { "-" } else { "" }).parse().expect("a number");
        let digits = whole.to_string();
        for (point, space, minus) in [('.', "", "-"), (',', " ", "\u{2212}"), (',', "\u{a0}", "\u{2212} ")] {
            let groups: Vec<_> = digits.as_bytes().rchunks(3).rev().map(String::from_utf8_lossy).collect();
            let sign = if below { minus } else { "" };
            let typed = format!(" {sign}{}{point}{fraction:03}\u{202f}", groups.join(space));
            prop_assert_eq!(numeric::number(&typed), Some(value));
        }
    }
}

fn bank_item() -> impl Strategy<Value = (Slug, Vec<Slug>, bool)> {
    let name = |names: &'static [&'static str]| select(names.to_vec()).prop_map(slug);
    (name(&["role", "scene", "check"]), vec(name(&["breathing", "bleeding"]), 0..3), any::<bool>())
}

fn bank() -> impl Strategy<Value = Vec<BankItem>> {
    vec(bank_item(), 0..30).prop_map(|items| {
        let keyed = items.into_iter().enumerate();
        let item = |(at, (module, tags, critical))| BankItem { key: slug(&format!("q{at}")), module, tags, critical };
        keyed.map(item).collect()
    })
}

fn blueprint() -> impl Strategy<Value = Blueprint> {
    let source = prop_oneof![
        Just(Source::All),
        select(vec!["role", "scene", "check"]).prop_map(|module| Source::Module(slug(module))),
        select(vec!["breathing", "bleeding"]).prop_map(|tag| Source::Tag(slug(tag))),
    ];
    let part = (source, 0_usize..9).prop_map(|(from, count)| Part { from, count });
    (vec(part, 0..4), select(vec![CriticalRule::First, CriticalRule::Any]))
        .prop_map(|(parts, critical)| Blueprint { parts, critical })
}

/// Whether the drawn questions can be dealt out to the parts so that each part has its count.
fn obeys(blueprint: &Blueprint, drawn: &[&BankItem]) -> bool {
    let needed: Vec<&Source> =
        blueprint.parts.iter().flat_map(|part| std::iter::repeat_n(&part.from, part.count)).collect();
    let mut dealt = BTreeMap::new();
    (0..needed.len()).all(|slot| deal(slot, &needed, drawn, &mut dealt, &mut BTreeSet::new()))
}

fn deal(
    slot: usize,
    needed: &[&Source],
    drawn: &[&BankItem],
    dealt: &mut BTreeMap<usize, usize>,
    tried: &mut BTreeSet<usize>,
) -> bool {
    for (at, item) in drawn.iter().enumerate() {
        if needed[slot].has(item) && tried.insert(at) {
            let holder = dealt.get(&at).copied();
            if holder.is_none_or(|holder| deal(holder, needed, drawn, dealt, tried)) {
                dealt.insert(at, slot);
                return true;
            }
        }
    }
    false
}

proptest! {
    #[test]
    fn a_draw_has_no_question_twice_and_obeys_the_blueprint(
        blueprint in blueprint(), bank in bank(), seed in any::<u64>(), seen in vec(0_usize..30, 0..20),
    ) {
        let avoid: Vec<Slug> = seen.iter().map(|at| slug(&format!("q{at}"))).collect();
        let drawn = draw(&blueprint, &bank, seed, &avoid);
        let items: Vec<&BankItem> = bank.iter().filter(|item| drawn.contains(&item.key)).collect();
        prop_assert_eq!(items.len(), drawn.len());
        let short = shortages(&blueprint, &bank);
        let missing: usize = short.iter().map(|short| short.wanted - short.found).sum();
        prop_assert_eq!(drawn.len() + missing, blueprint.count());
        prop_assert_eq!(short.is_empty(), obeys(&blueprint, &bank.iter().collect::<Vec<_>>()));
        prop_assert!(!short.is_empty() || obeys(&blueprint, &items));
        let mut turned = bank.clone();
        turned.reverse();
        prop_assert_eq!(draw(&blueprint, &turned, seed, &avoid), drawn);
    }

    #[test]
    fn critical_questions_fill_half_of_a_part_and_seen_ones_come_last(
        bank in bank(), count in 0_usize..12, seed in any::<u64>(), seen in vec(0_usize..30, 0..20),
    ) {
        let blueprint = Blueprint { parts: vec![Part { from: Source::All, count }], critical: CriticalRule::First };
        let avoid: BTreeSet<Slug> = seen.iter().map(|at| slug(&format!("q{at}"))).collect();
        let drawn = draw(&blueprint, &bank, seed, &avoid.iter().cloned().collect::<Vec<_>>());
        let count_of = |keys: &dyn Fn(&BankItem) -> bool| bank.iter().filter(|item| keys(item)).count();
        let critical = count_of(&|item| item.critical);
        let others = bank.len() - critical;
        let expected = critical.min((count / 2).max(count.saturating_sub(others)));
        prop_assert_eq!(count_of(&|item| item.critical && drawn.contains(&item.key)), expected);
        let old = count_of(&|item| !item.critical && avoid.contains(&item.key) && drawn.contains(&item.key));
        let fresh_left = count_of(&|item| !item.critical && !avoid.contains(&item.key) && !drawn.contains(&item.key));
        prop_assert!(old == 0 || fresh_left == 0);
        prop_assert!(drawn.len() == count.min(largest_draw(&Source::All, &bank)));
    }

    #[test]
    fn rounding_never_passes_what_is_below_the_mark(points in 0_u32..40_000, room in 0_u32..40_000, pass in 0_u8..=100) {
        let max = points + room;
        let score = Score { points: Points::from_thousandths(points), max: Points::from_thousandths(max) };
        let exact = max > 0 && u64::from(points) * 100 >= u64::from(pass) * u64::from(max);
        prop_assert_eq!(score.reaches(pass), exact);
        prop_assert!(max == 0 || score.reaches(pass) == (score.percent() >= pass));
        prop_assert_eq!(score.percent() == 100, max > 0 && points == max);
    }

    #[test]
    fn one_thousandth_below_the_mark_fails(max in 1_u32..80_000, pass in 1_u8..=100) {
        let needed = (max * u32::from(pass)).div_ceil(100);
        let score = |points| Score { points: Points::from_thousandths(points), max: Points::from_thousandths(max) };
        prop_assert!(score(needed).reaches(pass) && score(needed).percent() >= pass);
        prop_assert!(!score(needed - 1).reaches(pass) && score(needed - 1).percent() < pass);
    }

    #[test]
    fn a_try_is_passed_only_with_every_critical_question_right(
        questions in vec((question(), any_answer()), 0..10), pass in 0_u8..=100,
    ) {
        let marked: Vec<Marked> = questions.iter().map(|(question, answer)| Marked {
            question: question.key.clone(),
            lesson: question.lesson.clone(),
            mark: mark(question, answer).unwrap_or_else(|_| unanswered(question)),
        }).collect();
        let result = outcome(&marked, pass);
        let critical_failed = marked.iter().filter(|one| one.mark.critical_failed).count();
        match result.verdict {
            Verdict::Passed => prop_assert!(critical_failed == 0 && result.score.reaches(pass)),
            Verdict::Failed { critical } => {
                prop_assert_eq!(critical.len(), critical_failed);
                prop_assert!(critical_failed > 0 || !result.score.reaches(pass));
            }
        }
        let wrong = marked.iter().filter(|one| !one.mark.right).count();
        prop_assert_eq!(result.weak.iter().map(|topic| topic.questions.len()).sum::<usize>(), wrong);
    }

    #[test]
    fn nobody_is_locked_out_for_good(
        tries in 0_u32..5, wait_hours in 0_u32..100, ended in vec(0_i64..10_000_000, 0..12), now in 0_i64..20_000_000,
    ) {
        let rules =
            QuizRules { pass_percent: 80, tries, wait_hours, explanations: Explanations::AfterTry, minutes: None };
        let at = |seconds| Timestamp::from_unix(seconds).expect("within the calendar");
        let failed: Vec<_> = ended.iter().map(|seconds| Finished { at: at(*seconds), passed: false }).collect();
        let last = ended.iter().copied().max().unwrap_or(0);
        match next_try(&rules, &failed, at(now)) {
            NextTry::Open { number, left_before_wait } => {
                prop_assert_eq!(number as usize, ended.len() + 1);
                prop_assert!(left_before_wait.is_none_or(|left| (1..=tries).contains(&left)));
            }
            NextTry::Waits { until } => {
                prop_assert_eq!(until, at(last + i64::from(wait_hours) * 3600));
                prop_assert!(now < until.unix() && ended.len() % tries as usize == 0);
                let then = next_try(&rules, &failed, until);
                let number = u32::try_from(ended.len()).expect("few") + 1;
                prop_assert_eq!(then, NextTry::Open { number, left_before_wait: Some(tries) });
            }
            NextTry::Passed => prop_assert!(false, "nothing was passed"),
        }
        let mut passed = failed;
        passed.push(Finished { at: at(0), passed: true });
        prop_assert_eq!(next_try(&rules, &passed, at(now)), NextTry::Passed);
    }
}
