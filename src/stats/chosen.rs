//! What was chosen: each answer taken apart into what can be counted, by the kind of its question.

use std::collections::{BTreeMap, BTreeSet};

use super::tally::Tally;
use crate::kernel::text::fold;
use crate::kernel::{Lang, Slug};
use crate::quiz::kinds::{hotspot, numeric, ordering, text};
use crate::quiz::model::{Answer, Body, Choice, Place, Question};

/// What was typed is told once it was typed so many times: nobody is recognised by it.
pub const TYPED_BY: u32 = 3;

/// Something that an answer holds.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Pick {
    /// An option, a reason, a zone, or something to do in a case, by key.
    Option(Slug),
    /// The statement was called true or false.
    Verdict(bool),
    /// This step was put in a right place.
    InPlace(Slug),
    /// This left side was joined with this right side.
    Pair(Slug, Slug),
    /// A number or a word.
    Typed(String),
    /// What only few have typed.
    Rare,
    /// A place of the picture outside of all zones.
    Elsewhere,
    /// What the question does not have any more.
    Gone,
}

/// How often something was chosen, by language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen {
    /// What.
    pub pick: Pick,
    /// Whether it is right.
    pub right: bool,
    /// In how many answers, by language.
    pub times: BTreeMap<Lang, u32>,
}

impl Chosen {
    /// In how many answers of a language.
    pub fn of(&self, lang: Lang) -> u32 {
        self.times.get(&lang).copied().unwrap_or_default()
    }

    /// In how many answers.
    pub fn total(&self) -> u32 {
        self.times.values().sum()
    }
}

/// What readers of one language choose wrongly far more often than those of the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lure {
    /// What.
    pub pick: Pick,
    /// The language.
    pub lang: Lang,
    /// In how many answers of the language.
    pub times: u32,
    /// Of how many.
    pub answers: u32,
    /// In how many answers of the other languages.
    pub elsewhere: u32,
    /// Of how many.
    pub others: u32,
}

impl Lure {
    /// True if more than half of the readers of the language chose it.
    pub const fn is_of_most(&self) -> bool {
        self.times > self.answers / 2
    }
}

/// What leads the readers of a language astray: the wrong pick whose share there is most above its share in the other
/// languages. `None` where nothing that can be named is chosen more often there.
pub fn lure(chosen: &[Chosen], tally: &Tally, lang: Lang) -> Option<Lure> {
    let (answers, others) = (tally.of(lang).answers, tally.others(lang).answers);
    let named = chosen.iter().filter(|one| !one.right && !matches!(one.pick, Pick::Rare | Pick::Gone));
    let lures = named.map(|one| {
        let times = one.of(lang);
        Lure { pick: one.pick.clone(), lang, times, answers, elsewhere: one.total().saturating_sub(times), others }
    });
    // By how much the shares differ, in parts of both numbers of answers.
    let ahead = |lure: &Lure| {
        i64::from(lure.times) * i64::from(others.max(1)) - i64::from(lure.elsewhere) * i64::from(answers.max(1))
    };
    lures.filter(|lure| lure.times >= TYPED_BY && ahead(lure) > 0).max_by_key(ahead)
}

/// Counts what was chosen in so many answers each: first what the question offers, in the author's order, then what
/// people added.
pub fn count(question: &Question, answers: &[(Answer, Lang, u32)]) -> Vec<Chosen> {
    let mut times: BTreeMap<Pick, BTreeMap<Lang, u32>> = BTreeMap::new();
    for (answer, lang, count) in answers {
        for pick in picks(question, answer) {
            *times.entry(pick).or_default().entry(*lang).or_default() += count;
        }
    }
    let rare: Vec<Pick> = times
        .iter()
        .filter(|(pick, times)| matches!(pick, Pick::Typed(_)) && times.values().sum::<u32>() < TYPED_BY)
        .map(|(pick, _)| pick.clone())
        .collect();
    for pick in rare {
        for (lang, count) in times.remove(&pick).unwrap_or_default() {
            *times.entry(Pick::Rare).or_default().entry(lang).or_default() += count;
        }
    }
    let mut all: Vec<Chosen> = offered(question)
        .into_iter()
        .map(|pick| Chosen { right: is_right(question, &pick), times: times.remove(&pick).unwrap_or_default(), pick })
        .collect();
    let mut added: Vec<Chosen> =
        times.into_iter().map(|(pick, times)| Chosen { right: is_right(question, &pick), times, pick }).collect();
    added.sort_by_key(|chosen| std::cmp::Reverse(chosen.total()));
    all.extend(added);
    all
}

/// What the question offers, in the author's order. What is typed is not offered.
fn offered(question: &Question) -> Vec<Pick> {
    let options = |choice: &Choice| {
        choice.right.iter().chain(&choice.wrong).map(|option| Pick::Option(option.key.clone())).collect()
    };
    match &question.body {
        Body::Single(choice) | Body::Multiple(choice) => options(choice),
        Body::TrueFalse(claim) => {
            let reasons = claim.right.iter().chain(&claim.wrong).map(|reason| Pick::Option(reason.key.clone()));
            [Pick::Verdict(true), Pick::Verdict(false)].into_iter().chain(reasons).collect()
        }
        Body::Ordering(ordering) => ordering.steps.iter().map(|step| Pick::InPlace(step.key.clone())).collect(),
        Body::Matching(matching) => {
            matching.pairs.iter().map(|pair| Pick::Pair(pair.key.clone(), pair.key.clone())).collect()
        }
        Body::Numeric(_) | Body::Text(_) => Vec::new(),
        Body::Hotspot(places) => {
            places.right.iter().chain(&places.wrong).map(|zone| Pick::Option(zone.key.clone())).collect()
        }
        Body::Case(case) => case
            .decisions
            .iter()
            .flat_map(|decision| decision.right.iter().chain(&decision.wrong))
            .map(|option| Pick::Option(option.key.clone()))
            .collect(),
    }
}

/// What this answer holds; what belongs to an earlier form of the question is [`Pick::Gone`].
fn picks(question: &Question, answer: &Answer) -> BTreeSet<Pick> {
    let picks = match (&question.body, answer) {
        (Body::Single(_), Answer::Single { option }) => vec![Pick::Option(option.clone())],
        (Body::Multiple(_), Answer::Multiple { options }) => options.iter().cloned().map(Pick::Option).collect(),
        (Body::TrueFalse(_), Answer::TrueFalse { verdict, reason }) => {
            std::iter::once(Pick::Verdict(*verdict)).chain(reason.iter().cloned().map(Pick::Option)).collect()
        }
        (Body::Ordering(order), Answer::Ordering { steps }) => {
            let is_in_place = |(at, key): (usize, &Slug)| {
                let (from, to) = ordering::right_places(order, key);
                (from..=to).contains(&at).then(|| Pick::InPlace(key.clone()))
            };
            (1..).zip(steps).filter_map(is_in_place).collect()
        }
        (Body::Matching(_), Answer::Matching { chosen }) => {
            chosen.iter().map(|(left, right)| Pick::Pair(left.clone(), right.clone())).collect()
        }
        (Body::Numeric(_), Answer::Numeric { typed }) => {
            vec![Pick::Typed(numeric::number(typed).map_or_else(|| fold(typed), |number| number.to_string()))]
        }
        (Body::Text(_), Answer::Text { typed }) => vec![Pick::Typed(text::folded(typed))],
        (Body::Hotspot(places), Answer::Hotspot { place: Place::Point(point) }) => {
            let hit = places.right.iter().chain(&places.wrong).find(|zone| hotspot::contains(&zone.shape, *point));
            vec![hit.map_or(Pick::Elsewhere, |zone| Pick::Option(zone.key.clone()))]
        }
        (Body::Hotspot(_), Answer::Hotspot { place: Place::Zone(zone) }) => vec![Pick::Option(zone.clone())],
        // The first choice at each decision is the one that counts.
        (Body::Case(_), Answer::Case { path }) => {
            let mut seen = BTreeSet::new();
            let first = path.iter().filter(|taken| seen.insert(&taken.decision));
            first.map(|taken| Pick::Option(taken.option.clone())).collect()
        }
        _ => vec![Pick::Gone],
    };
    let offered = offered(question);
    picks.into_iter().map(|pick| if is_known(question, &offered, &pick) { pick } else { Pick::Gone }).collect()
}

fn is_known(question: &Question, offered: &[Pick], pick: &Pick) -> bool {
    match (pick, &question.body) {
        (Pick::Pair(left, right), Body::Matching(matching)) => {
            let has_left = matching.pairs.iter().any(|pair| pair.key == *left);
            let has_right = matching.pairs.iter().any(|pair| pair.key == *right)
                || matching.extra.iter().any(|extra| extra.key == *right);
            has_left && has_right
        }
        (Pick::Option(_) | Pick::InPlace(_), _) => offered.contains(pick),
        _ => true,
    }
}

fn is_right(question: &Question, pick: &Pick) -> bool {
    match (pick, &question.body) {
        (Pick::Option(key), Body::Single(choice) | Body::Multiple(choice)) => {
            choice.right.iter().any(|option| option.key == *key)
        }
        (Pick::Option(key), Body::TrueFalse(claim)) => claim.right.iter().any(|reason| reason.key == *key),
        (Pick::Option(key), Body::Hotspot(places)) => places.right.iter().any(|zone| zone.key == *key),
        (Pick::Option(key), Body::Case(case)) => {
            case.decisions.iter().flat_map(|decision| &decision.right).any(|option| option.key == *key)
        }
        (Pick::Verdict(verdict), Body::TrueFalse(claim)) => *verdict == claim.answer,
        (Pick::InPlace(_), _) => true,
        (Pick::Pair(left, right), _) => left == right,
        (Pick::Typed(typed), Body::Numeric(bounds)) => {
            typed.parse::<f64>().is_ok_and(|number| (bounds.min..=bounds.max).contains(&number))
        }
        (Pick::Typed(typed), Body::Text(words)) => {
            words.accept.values().flatten().any(|form| text::folded(form) == *typed)
        }
        _ => false,
    }
}
