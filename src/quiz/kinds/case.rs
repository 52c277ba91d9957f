//! Branching case: decisions one after the other, each with its consequence, some of them critical.
//!
//! An answer is the path so far. Each choice is final, because its consequence has been seen. The first choices make
//! the first way, and that alone is marked: a critical wrong choice on it makes the case worth nothing, and once it
//! has come to an end the case is answered. Whoever goes back to the decision just made and chooses again adds to
//! the path and sees what comes of it, for learning: before the end the case then goes on from the first choice;
//! after the end the other way can be walked as far as it leads. Neither changes the mark or opens the case again.

use std::collections::BTreeSet;

use serde::Serialize;

use super::options::{duplicates, known, tells};
use crate::kernel::{Localized, Slug};
use crate::quiz::deal::Deal;
use crate::quiz::form::{AnswerError, Fields, field, only, values};
use crate::quiz::mistake::{List, Mistake};
use crate::quiz::model::{Answer, Case, CaseOption, Decision, Taken};
use crate::quiz::points::Points;
use crate::quiz::reveal::ExplainedOption;
use crate::quiz::shown::ShownOption;

/// How many decisions there may be, from and to.
pub const DECISIONS: (usize, usize) = (3, 6);
/// How many options a decision may have, right and wrong ones together, from and to.
pub const OPTIONS: (usize, usize) = (2, 4);
/// A path with that many choices is only continued: nobody goes back for ever.
const LONGEST: usize = 24;

/// What the author got wrong.
pub fn mistakes(case: &Case) -> Vec<Mistake> {
    let keys: Vec<_> = case.decisions.iter().map(|decision| (&decision.key, &decision.text)).collect();
    let all_keys = keys.iter().map(|(key, _)| *key).chain(options(case).map(|option| &option.key));
    let mut seen = BTreeSet::new();
    let mut mistakes: Vec<_> =
        all_keys.filter(|key| !seen.insert(*key)).map(|key| Mistake::DuplicateKey { key: key.clone() }).collect();
    Mistake::check_count(&mut mistakes, List::Decisions, case.decisions.len(), DECISIONS);
    for (at, decision) in case.decisions.iter().enumerate() {
        mistakes.extend(decision_mistakes(case, at, decision));
    }
    if mistakes.is_empty() && right_way(case).len() < 2 {
        mistakes.push(Mistake::RightWayTooShort);
    }
    mistakes
}

fn decision_mistakes(case: &Case, at: usize, decision: &Decision) -> Vec<Mistake> {
    let all: Vec<_> = both(decision).map(|option| (&option.key, &option.text)).collect();
    // Keys that are there twice were found for the whole case.
    let same = duplicates(&all).into_iter().filter(|mistake| matches!(mistake, Mistake::SameText { .. }));
    let mut mistakes: Vec<_> = same.collect();
    let count = |list, found, bounds, mistakes: &mut Vec<_>| {
        let before = mistakes.len();
        Mistake::check_count(mistakes, list, found, bounds);
        mistakes.len() > before
    };
    let lonely = count(List::Right, decision.right.len(), (1, usize::MAX), &mut mistakes)
        | count(List::Wrong, decision.wrong.len(), (1, usize::MAX), &mut mistakes);
    if !lonely {
        count(List::Options, all.len(), OPTIONS, &mut mistakes);
    }
    let telling = all.iter().filter(|(key, _)| tells(key));
    mistakes.extend(telling.map(|(key, _)| Mistake::TellingKey { key: (*key).clone() }));
    let meaningless = decision.right.iter().filter(|option| option.critical);
    mistakes.extend(meaningless.map(|option| Mistake::CriticalWithoutMeaning { key: option.key.clone() }));
    for option in both(decision) {
        let Some(next) = &option.next else { continue };
        match case.decisions.iter().position(|other| other.key == *next) {
            None => mistakes.push(Mistake::NextUnknown { key: option.key.clone(), next: next.clone() }),
            Some(place) if place <= at => {
                mistakes.push(Mistake::NextNotForward { key: option.key.clone(), next: next.clone() });
            }
            Some(_) => {}
        }
    }
    if at > 0 && !options(case).any(|option| option.next.as_ref() == Some(&decision.key)) {
        mistakes.push(Mistake::NeverReached { key: decision.key.clone() });
    }
    mistakes
}

fn both(decision: &Decision) -> impl Iterator<Item = &CaseOption> {
    decision.right.iter().chain(&decision.wrong)
}

/// All options of all decisions.
pub(super) fn options(case: &Case) -> impl Iterator<Item = &CaseOption> {
    case.decisions.iter().flat_map(both)
}

/// The options of a decision in the order in which they are shown.
fn shown_order<'a>(decision: &'a Decision, deal: Deal<'_>) -> Vec<&'a CaseOption> {
    deal.ordered(both(decision).collect(), |option| &option.key)
}

fn find<'a>(case: &'a Case, key: &Slug) -> Option<&'a Decision> {
    case.decisions.iter().find(|decision| decision.key == *key)
}

/// The decisions of the shortest way on which every choice is right.
fn right_way(case: &Case) -> Vec<&Decision> {
    let mut ways: Vec<Vec<&Decision>> = Vec::new();
    // From the last decision to the first, so that what comes later is known.
    for decision in case.decisions.iter().rev() {
        let on = |option: &CaseOption| {
            let next = option.next.as_ref()?;
            ways.iter().find(|way| way.first().is_some_and(|first| first.key == *next)).cloned()
        };
        let rest = decision.right.iter().map(|option| on(option).unwrap_or_default()).min_by_key(Vec::len);
        ways.push(std::iter::once(decision).chain(rest.unwrap_or_default()).collect());
    }
    ways.pop().unwrap_or_default()
}

/// A choice made at a decision.
#[derive(Debug, Clone, Copy)]
pub struct Step<'a> {
    /// The decision.
    pub decision: &'a Decision,
    /// What was chosen.
    pub option: &'a CaseOption,
    /// It is on the first way, which is marked; otherwise somebody went back to see another way.
    pub counts: bool,
}

/// A path through the case, as far as the case has it.
#[derive(Debug, Clone)]
pub struct Walk<'a> {
    /// What was chosen, one choice after the other.
    pub steps: Vec<Step<'a>>,
    /// The decision to be made now; none: this way has come to its end.
    pub open: Option<&'a Decision>,
    /// The first way has come to its end. It stays so.
    pub ended: bool,
}

impl<'a> Walk<'a> {
    /// The choices that are marked.
    pub fn first_way(&self) -> impl Iterator<Item = &Step<'a>> {
        self.steps.iter().filter(|step| step.counts)
    }

    /// Whether one may go back to the decision just made.
    pub fn may_return(&self) -> bool {
        (1..LONGEST).contains(&self.steps.len())
    }

    /// Chooses where the path goes on, or anew at the decision just made; false: it does neither.
    fn choose(&mut self, case: &'a Case, taken: &Taken) -> bool {
        let goes_on = self.open.is_some_and(|open| open.key == taken.decision);
        let goes_back = self.may_return() && self.steps.last().is_some_and(|last| last.decision.key == taken.decision);
        let decision = find(case, &taken.decision).filter(|_| goes_on || goes_back);
        let chosen =
            decision.and_then(|decision| Some((decision, both(decision).find(|option| option.key == taken.option)?)));
        let Some((decision, option)) = chosen else { return false };
        let counts = goes_on && !self.ended;
        if counts || self.ended {
            self.open = option.next.as_ref().and_then(|next| find(case, next));
        }
        self.ended |= counts && self.open.is_none();
        self.steps.push(Step { decision, option, counts });
        true
    }

    fn path(&self) -> Vec<Taken> {
        let taken = |step: &Step<'_>| Taken { decision: step.decision.key.clone(), option: step.option.key.clone() };
        self.steps.iter().map(taken).collect()
    }
}

/// Follows a path. It ends early where it does not fit: a corrected case may lack what somebody chose.
pub fn walk<'a>(case: &'a Case, path: &[Taken]) -> Walk<'a> {
    let mut walk = Walk { steps: Vec::new(), open: case.decisions.first(), ended: false };
    for taken in path {
        if !walk.choose(case, taken) {
            break;
        }
    }
    walk
}

/// Whether the first way has come to an end of the case, so that nothing is left to answer.
pub fn has_ended(case: &Case, path: &[Taken]) -> bool {
    walk(case, path).ended
}

/// Whether `after` may take the place of `before`: it goes on from there. What a second tab or a second click sends
/// does not.
pub fn goes_on_from(case: &Case, before: &[Taken], after: &[Taken]) -> bool {
    after.starts_with(&walk(case, before).path())
}

/// Reads `path=DECISION.OPTION` for each choice made before, and `answer=OPTION` with `decision=DECISION` for the one
/// made now.
///
/// # Errors
///
/// Nothing chosen, two chosen, or what this case does not have at this place.
pub fn parse(case: &Case, fields: &Fields) -> Result<Answer, AnswerError> {
    let taken = |text: &&str| {
        let (decision, option) = text.split_once('.')?;
        Some(Taken { decision: Slug::parse(decision)?, option: Slug::parse(option)? })
    };
    let path: Option<Vec<Taken>> = values(fields, "path").iter().map(taken).collect();
    let mut path = path.ok_or(AnswerError::UnknownOption)?;
    if let Some(option) = only(fields, "answer")? {
        let decision = match only(fields, "decision")? {
            Some(decision) => known(&case.decisions.iter().map(|known| &known.key).collect::<Vec<_>>(), decision)?,
            None => walk(case, &path).open.ok_or(AnswerError::UnknownOption)?.key.clone(),
        };
        let option = known(&options(case).map(|known| &known.key).collect::<Vec<_>>(), option)?;
        path.push(Taken { decision, option });
    }
    if path.is_empty() {
        return Err(AnswerError::Empty);
    }
    if walk(case, &path).steps.len() < path.len() { Err(AnswerError::UnknownOption) } else { Ok(Answer::Case { path }) }
}

/// As [`parse`], but where a decision is asked an option must be chosen.
///
/// # Errors
///
/// As [`parse`]; nothing chosen.
pub fn parse_choice(case: &Case, fields: &Fields) -> Result<Answer, AnswerError> {
    let answer = parse(case, fields)?;
    let has_ended = matches!(&answer, Answer::Case { path } if has_ended(case, path));
    let is_asked = !has_ended || only(fields, "decision")?.is_some();
    if is_asked && only(fields, "answer")?.is_none() { Err(AnswerError::Empty) } else { Ok(answer) }
}

/// Which way a form turns: back, if what it asks is the decision just made.
pub fn turn(fields: &Fields) -> Turn {
    let last = values(fields, "path").last().and_then(|taken| taken.split_once('.')).map(|(decision, _)| decision);
    if last.is_some_and(|last| values(fields, "decision").contains(&last)) { Turn::Back } else { Turn::On }
}

pub(super) fn fields(path: &[Taken]) -> Vec<(String, String)> {
    path.iter().map(|taken| field("path", &format!("{}.{}", taken.decision, taken.option))).collect()
}

pub(super) fn right_answer(case: &Case) -> Option<Answer> {
    answer_by(case, |decision| decision.right.first())
}

pub(super) fn wrong_answer(case: &Case) -> Option<Answer> {
    answer_by(case, |decision| decision.wrong.first())
}

/// The way through a case by one rule of choosing.
fn answer_by(case: &Case, choose: impl Fn(&Decision) -> Option<&CaseOption>) -> Option<Answer> {
    let mut path: Vec<Taken> = Vec::new();
    while let Some(decision) = walk(case, &path).open.filter(|_| path.len() < LONGEST) {
        path.push(Taken { decision: decision.key.clone(), option: choose(decision)?.key.clone() });
    }
    (!path.is_empty()).then_some(Answer::Case { path })
}

/// The points of a path: those of its first way.
pub fn marked(case: &Case, path: &[Taken]) -> Points {
    let walk = walk(case, path);
    if walk.first_way().any(|step| step.option.critical) {
        return Points::ZERO;
    }
    let right = walk.first_way().filter(|step| is_right(step.decision, step.option)).count();
    formula(right, walk.first_way().count() + usize::from(!walk.ended), right_way(case).len())
}

/// `right first choices ÷ decisions met`, of no fewer than the right way has, rounded down to a thousandth.
///
/// The right way has four decisions. Whoever chooses wrongly at one of four has three quarters; whom a wrong choice
/// leads to the end at the second of four has one quarter; whom it leads round by a fifth has four fifths.
///
/// ```
/// use erikti::quiz::kinds::case::formula;
///
/// assert_eq!(formula(3, 4, 4).thousandths(), 750);
/// assert_eq!(formula(1, 2, 4).thousandths(), 250);
/// assert_eq!(formula(4, 5, 4).thousandths(), 800);
/// assert_eq!(formula(4, 4, 4).thousandths(), 1000);
/// ```
pub fn formula(right: usize, met: usize, right_way: usize) -> Points {
    Points::share(right, met.max(right_way))
}

fn is_right(decision: &Decision, option: &CaseOption) -> bool {
    decision.right.iter().any(|right| right.key == option.key)
}

/// A case as far as it has gone: nothing of what was not chosen but its words.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ShownCase<'a> {
    /// What was decided, and what came of it.
    pub told: Vec<Told<'a>>,
    /// What is to be decided now; none: this way has come to its end.
    pub open: Option<ShownDecision<'a>>,
    /// The first way has come to its end: what is decided now changes no mark.
    pub ended: bool,
    /// Whether one may go back to the decision just made.
    pub may_return: bool,
}

/// A decision that was made.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Told<'a> {
    /// Its key.
    pub decision: &'a Slug,
    /// What was to be decided.
    pub text: &'a Localized,
    /// The option's key.
    pub option: &'a Slug,
    /// What was chosen.
    pub chosen: &'a Localized,
    /// What came of it.
    pub result: &'a Localized,
    /// It counts; otherwise somebody went back to see another way.
    pub counts: bool,
}

/// A decision to be made.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ShownDecision<'a> {
    /// Its key.
    pub key: &'a Slug,
    /// What is to be decided.
    pub text: &'a Localized,
    /// In the order to show.
    pub options: Vec<ShownOption<'a>>,
    /// The choice will count: nobody has been here or further.
    pub counts: bool,
}

/// Whether the case goes on, or goes back to the decision just made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Turn {
    /// On.
    #[default]
    On,
    /// Back.
    Back,
}

pub(in crate::quiz) fn show<'a>(case: &'a Case, deal: Deal<'_>, path: &[Taken], turn: Turn) -> ShownCase<'a> {
    let walk = walk(case, path);
    let last = walk.steps.last().map(|step| step.decision).filter(|_| turn == Turn::Back && walk.may_return());
    let told = |step: &Step<'a>| Told {
        decision: &step.decision.key,
        text: &step.decision.text,
        option: &step.option.key,
        chosen: &step.option.text,
        result: &step.option.result,
        counts: step.counts,
    };
    let decision = |decision: &'a Decision| ShownDecision {
        key: &decision.key,
        text: &decision.text,
        options: shown_order(decision, deal)
            .into_iter()
            .map(|option| ShownOption { key: option.key.clone(), text: &option.text })
            .collect(),
        counts: last.is_none() && !walk.ended,
    };
    ShownCase {
        told: walk.steps.iter().map(told).collect(),
        open: last.or(walk.open).map(decision),
        ended: walk.ended,
        may_return: walk.may_return() && turn == Turn::On,
    }
}

/// A case with what was right in it.
#[derive(Debug, Clone, PartialEq)]
pub struct ExplainedCase<'a> {
    /// The decisions of the first way and those of the right way, in the author's order.
    pub decisions: Vec<ExplainedDecision<'a>>,
    /// Whether the first way came to an end of the case.
    pub ended: bool,
}

/// A decision with what was right.
#[derive(Debug, Clone, PartialEq)]
pub struct ExplainedDecision<'a> {
    /// What was to be decided.
    pub text: &'a Localized,
    /// Whether the first choice there was right; none: the first way did not lead there.
    pub first_right: Option<bool>,
    /// Its options in the order in which they were shown; `why` is the consequence, chosen is the first choice.
    pub options: Vec<ExplainedOption<'a>>,
}

pub(in crate::quiz) fn explain<'a>(case: &'a Case, deal: Deal<'_>, path: &[Taken]) -> ExplainedCase<'a> {
    let walk = walk(case, path);
    let way: Vec<&Slug> = right_way(case).into_iter().map(|decision| &decision.key).collect();
    let first = |decision: &Decision| walk.first_way().find(|step| step.decision.key == decision.key);
    let told = case.decisions.iter().filter(|decision| way.contains(&&decision.key) || first(decision).is_some());
    let option = |decision: &'a Decision, option: &'a CaseOption| ExplainedOption {
        key: &option.key,
        text: &option.text,
        why: &option.result,
        right: is_right(decision, option),
        chosen: first(decision).is_some_and(|step| step.option.key == option.key),
        critical: option.critical,
    };
    let explained = |decision: &'a Decision| ExplainedDecision {
        text: &decision.text,
        first_right: first(decision).map(|step| is_right(decision, step.option)),
        options: shown_order(decision, deal).into_iter().map(|one| option(decision, one)).collect(),
    };
    ExplainedCase { decisions: told.map(explained).collect(), ended: walk.ended }
}

#[cfg(test)]
mod tests;
