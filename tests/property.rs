//! Facts about the quiz engine that hold for every question, answer, bank and history.

#![expect(clippy::indexing_slicing, reason = "an index out of bounds fails the test, as it should")]

#[path = "property/courses.rs"]
mod courses;
#[path = "property/questions.rs"]
mod questions;

use std::collections::{BTreeMap, BTreeSet};

use erikti::kernel::{Localized, Slug, Timestamp};
use erikti::quiz::attempt::{Marked, Score, Verdict, outcome};
use erikti::quiz::draw::{BankItem, Blueprint, CriticalRule, Part, Source, draw, largest_draw, shortages};
use erikti::quiz::kinds::{self, case, hotspot, numeric};
use erikti::quiz::mark::{WrongKind, mark, unanswered};
use erikti::quiz::model::{Answer, Body, Place, Question, Shape, Taken};
use erikti::quiz::points::Points;
use erikti::quiz::reveal::{ExplainedBody, ExplainedStep, explain};
use erikti::quiz::rules::{Explanations, Finished, NextTry, QuizRules, next_try};
use erikti::quiz::shown::{Shown, ShownBody, ShownOption, show};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use questions::{any_answer, any_key, ordering, possible_answer, question, same_kind, slug, text};

fn choosable<'a>(shown: &'a Shown<'_>) -> &'a [ShownOption<'a>] {
    match &shown.body {
        ShownBody::Single { options } | ShownBody::Multiple { options } => options,
        ShownBody::TrueFalse { reasons } => reasons,
        ShownBody::Ordering { steps } => steps,
        ShownBody::Matching { right, .. } => right,
        ShownBody::Hotspot(places) => &places.options,
        ShownBody::Case(case) => case.open.as_ref().map_or(&[], |open| &open.options),
        ShownBody::Numeric { .. } | ShownBody::Text => &[],
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
    fn the_wrong_answer_is_one_that_a_form_can_send_and_never_gets_full_marks(question in question(), seed in any::<u64>()) {
        let wrong = kinds::wrong_answer(&question.body).expect("a wrong answer");
        let mark = mark(&question, &wrong).expect("the same kind");
        prop_assert!(!mark.right && mark.points < mark.max);
        let sent = kinds::fields(&question, seed, &wrong);
        prop_assert_eq!(kinds::parse(&question, seed, &sent), Ok(wrong));
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
        fields in vec(
            (
                "answer|reason|path|decision|(place|match)-(call|press|look)",
                "true|false|[1-7]|call|press|look|x||[0-9]{1,3},[0-9]|fork-[ab]|(fork-[ab]\\.)?(go|stay|run)-fork-[ab]",
            ),
            0..9,
        ),
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
        let keys: Vec<&Slug> = match &question.body {
            Body::Case(case) => {
                let first = &case.decisions[0];
                first.right.iter().chain(&first.wrong).map(|option| &option.key).collect()
            }
            body => kinds::keys(body),
        };
        let written: BTreeSet<_> = keys.into_iter().map(|key| text(key).kk).collect();
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
            Body::Text(text) => text.accept.clear(),
            Body::Hotspot(hotspot) => {
                std::mem::swap(&mut hotspot.right, &mut hotspot.wrong);
                hotspot.right.iter_mut().for_each(|zone| zone.shape = Shape::Circle([1.0, 1.0, 1.0]));
            }
            Body::Case(case) => {
                for decision in &mut case.decisions {
                    std::mem::swap(&mut decision.right, &mut decision.wrong);
                    for option in decision.right.iter_mut().chain(&mut decision.wrong) {
                        (option.critical, option.next, option.result) = (false, None, Localized::default());
                    }
                }
            }
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
            ExplainedBody::Text { typed, .. } => typed.as_deref() != Some("something else"),
            ExplainedBody::Hotspot(places) => places.zones.iter().any(|zone| zone.right && zone.chosen),
            ExplainedBody::Case(case) => {
                let fatal = case.decisions.iter().flat_map(|decision| &decision.options);
                case.ended
                    && case.decisions.iter().all(|decision| decision.first_right != Some(false))
                    && !fatal.clone().any(|option| option.critical && option.chosen)
            }
        };
        prop_assert_eq!(all_right, explained.mark.right);
    }

    #[test]
    fn a_path_only_goes_on_and_going_back_wins_nothing(question in question(), dice in any::<[Index; 8]>()) {
        let (Body::Case(case), Answer::Case { path }) = (&question.body, possible_answer(&question, &dice)) else {
            return Ok(());
        };
        for length in 0..path.len() {
            let (before, after) = path.split_at(length);
            prop_assert!(case::goes_on_from(case, before, &path));
            prop_assert!(after.is_empty() || !case::goes_on_from(case, &path, before));
        }
        // What was chosen after going back changes neither the mark nor what is explained, and opens nothing again.
        let walk = case::walk(case, &path);
        let taken = |step: &case::Step<'_>| Taken { decision: step.decision.key.clone(), option: step.option.key.clone() };
        let first: Vec<Taken> = walk.first_way().map(taken).collect();
        prop_assert_eq!(case::marked(case, &path), case::marked(case, &first));
        prop_assert_eq!(case::has_ended(case, &path), case::has_ended(case, &first));
        let told = |path: &[Taken]| explain(&question, 1, Some(&Answer::Case { path: path.to_vec() })).expect("a case");
        prop_assert_eq!(told(&path), told(&first));
        let mut pairs = walk.first_way().zip(walk.first_way().skip(1));
        let is_way = pairs.all(|(one, next)| one.option.next.as_ref() == Some(&next.decision.key));
        prop_assert!(is_way);
        for length in 0..path.len() {
            let ended = case::has_ended(case, &path[..length]);
            prop_assert!(!ended || case::has_ended(case, &path));
            prop_assert!(!ended || case::marked(case, &path[..length]) == case::marked(case, &path));
        }
    }

    #[test]
    fn a_point_and_the_words_of_its_zone_are_worth_the_same(question in question(), dice in any::<[Index; 8]>()) {
        let Body::Hotspot(hotspot) = &question.body else { return Ok(()) };
        let Answer::Hotspot { place } = possible_answer(&question, &dice) else { return Ok(()) };
        let points = hotspot::marked(hotspot, &place);
        let in_words = hotspot::zone_of(hotspot, &place).map(|zone| Place::Zone(zone.key.clone()));
        let points_in_words = in_words.map_or(Points::ZERO, |words| hotspot::marked(hotspot, &words));
        prop_assert_eq!(points, points_in_words);
        for zone in hotspot.right.iter().chain(&hotspot.wrong) {
            let in_the_middle = Place::Point(hotspot::middle(&zone.shape));
            prop_assert_eq!(hotspot::zone_of(hotspot, &in_the_middle), Some(zone));
        }
    }

    #[test]
    fn a_short_text_is_right_however_it_is_typed(question in question(), which in any::<Index>()) {
        let Body::Text(short) = &question.body else { return Ok(()) };
        let forms: Vec<&String> = short.accept.values().flatten().collect();
        let form = which.get(&forms);
        for typed in [form.to_uppercase(), form.to_lowercase(), format!(" «{form}»… "), form.replace(' ', " \u{a0} ")] {
            prop_assert_eq!(kinds::text::marked(short, &typed), Points::ONE);
        }
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
