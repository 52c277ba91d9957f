//! Multiple choice: all that apply among four to six options.
//!
//! Marked by right ticks minus wrong ticks, out of the number of right options, not below nothing: whoever ticks
//! everything gains no more than whoever knows nothing. Ticking a critical wrong option makes it worth nothing.

use std::collections::BTreeSet;

use super::options::{self, critical_without_meaning, known};
use crate::kernel::Slug;
use crate::quiz::form::{AnswerError, Fields, field, values};
use crate::quiz::mistake::{List, Mistake};
use crate::quiz::model::{Answer, Choice};
use crate::quiz::points::Points;

/// How many options there may be, from and to.
pub const OPTIONS: (usize, usize) = (4, 6);

/// What the author got wrong.
pub fn mistakes(choice: &Choice) -> Vec<Mistake> {
    let mut mistakes = options::mistakes(&choice.right, &choice.wrong);
    let all = choice.right.len() + choice.wrong.len();
    Mistake::check_count(&mut mistakes, List::Options, all, OPTIONS);
    Mistake::check_count(&mut mistakes, List::Right, choice.right.len(), (1, usize::MAX));
    Mistake::check_count(&mut mistakes, List::Wrong, choice.wrong.len(), (1, usize::MAX));
    mistakes.extend(critical_without_meaning(&choice.right));
    mistakes
}

/// Reads `answer=KEY`, once for each tick.
///
/// # Errors
///
/// Nothing ticked, or an option of another question.
pub fn parse(choice: &Choice, fields: &Fields) -> Result<Answer, AnswerError> {
    let keys = options::keys(&choice.right, &choice.wrong);
    let mut options: Vec<Slug> = Vec::new();
    for ticked in values(fields, "answer") {
        let key = known(&keys, ticked)?;
        if !options.contains(&key) {
            options.push(key);
        }
    }
    if options.is_empty() { Err(AnswerError::Empty) } else { Ok(Answer::Multiple { options }) }
}

pub(super) fn fields(options: &[Slug]) -> Vec<(String, String)> {
    options.iter().map(|option| field("answer", option)).collect()
}

pub(super) fn right_answer(choice: &Choice) -> Answer {
    Answer::Multiple { options: choice.right.iter().map(|option| option.key.clone()).collect() }
}

pub(super) fn wrong_answer(choice: &Choice) -> Answer {
    Answer::Multiple { options: choice.wrong.iter().map(|option| option.key.clone()).collect() }
}

/// The points of these ticks; an option that the question does not have counts as wrong.
pub fn marked(choice: &Choice, ticked: &[Slug]) -> Points {
    let ticked: BTreeSet<&Slug> = ticked.iter().collect();
    if choice.wrong.iter().any(|option| option.critical && ticked.contains(&option.key)) {
        return Points::ZERO;
    }
    let right: BTreeSet<&Slug> = choice.right.iter().map(|option| &option.key).collect();
    formula(ticked.intersection(&right).count(), ticked.difference(&right).count(), right.len())
}

/// `(right ticks − wrong ticks) ÷ right options`, not below nothing, rounded down to a thousandth.
///
/// Three options are right; somebody ticks two of them and one wrong option: one third of a point.
///
/// ```
/// use erikti::quiz::kinds::multiple::formula;
///
/// assert_eq!(formula(2, 1, 3).thousandths(), 333);
/// assert_eq!(formula(3, 0, 3).thousandths(), 1000);
/// assert_eq!(formula(1, 2, 3).thousandths(), 0);
/// ```
pub fn formula(right_ticks: usize, wrong_ticks: usize, right_options: usize) -> Points {
    Points::share(right_ticks.saturating_sub(wrong_ticks), right_options)
}

#[cfg(test)]
mod tests {
    use super::super::samples::{choice, codes, parsed, slugs};
    use super::*;
    use crate::quiz::model::Body;

    #[test]
    fn ticking_everything_gains_nothing_over_knowing() {
        let kit = choice(&["gloves", "bandage"], &["candle", "comb"]);
        assert_eq!(marked(&kit, &slugs(&["gloves", "bandage"])), Points::ONE);
        assert_eq!(marked(&kit, &slugs(&["gloves", "gloves"])), Points::HALF);
        assert_eq!(marked(&kit, &slugs(&["gloves", "bandage", "comb"])), Points::HALF);
        assert_eq!(marked(&kit, &slugs(&["gloves", "bandage", "comb", "candle"])), Points::ZERO);
        assert_eq!(marked(&kit, &slugs(&["gloves", "elsewhere"])), Points::ZERO);
    }

    #[test]
    fn a_critical_wrong_tick_is_worth_nothing() {
        let mut kit = choice(&["gloves", "bandage", "blanket"], &["spoon", "comb"]);
        kit.wrong.iter_mut().filter(|option| option.key.as_str() == "spoon").for_each(|option| option.critical = true);
        assert_eq!(marked(&kit, &slugs(&["gloves", "bandage", "blanket", "spoon"])), Points::ZERO);
        assert_eq!(marked(&kit, &slugs(&["gloves", "bandage", "blanket", "comb"])).thousandths(), 666);
        assert_eq!(mistakes(&kit), []);
    }

    #[test]
    fn ticks_are_read_once_each_and_none_is_no_answer() {
        let body = Body::Multiple(choice(&["gloves", "bandage"], &["candle", "comb"]));
        let twice = parsed(&body, &[("answer", "comb"), ("answer", "gloves"), ("answer", "comb")]);
        assert_eq!(twice, Ok(Answer::Multiple { options: slugs(&["comb", "gloves"]) }));
        assert_eq!(parsed(&body, &[]), Err(AnswerError::Empty));
    }

    #[test]
    fn a_choice_without_a_wrong_option_is_a_mistake() {
        assert_eq!(codes(&mistakes(&choice(&["a1", "b", "c", "d"], &[]))), ["too-few"]);
        assert_eq!(codes(&mistakes(&choice(&["a1"], &["b", "c"]))), ["too-few"]);
        assert_eq!(codes(&mistakes(&choice(&[], &["a1", "b", "c", "d", "e", "f", "g"]))), ["too-many", "too-few"]);
    }
}
