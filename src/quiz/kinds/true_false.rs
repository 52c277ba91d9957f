//! True or false, "because": a statement to judge and the reason to pick. Both must be right.
//!
//! Marked all or nothing, with a small weight, because every other guess at the verdict is right.

use super::options::{self, critical_without_meaning, known};
use crate::kernel::Slug;
use crate::quiz::form::{AnswerError, Fields, field, only};
use crate::quiz::mistake::{List, Mistake};
use crate::quiz::model::{Answer, TrueFalse};
use crate::quiz::points::Points;

/// What a right answer is worth.
pub const WEIGHT: Points = Points::HALF;
/// How many right reasons there must be where reasons are given, from and to.
pub const RIGHT: (usize, usize) = (1, 1);
/// How many wrong reasons there may be where reasons are given, from and to.
pub const WRONG: (usize, usize) = (1, 2);

/// Whether the question gives reasons to choose from.
pub fn asks_reason(claim: &TrueFalse) -> bool {
    !claim.right.is_empty() || !claim.wrong.is_empty()
}

/// What the author got wrong.
pub fn mistakes(claim: &TrueFalse) -> Vec<Mistake> {
    let mut mistakes = options::mistakes(&claim.right, &claim.wrong);
    if asks_reason(claim) {
        Mistake::check_count(&mut mistakes, List::Right, claim.right.len(), RIGHT);
        Mistake::check_count(&mut mistakes, List::Wrong, claim.wrong.len(), WRONG);
    }
    mistakes.extend(critical_without_meaning(&claim.right));
    mistakes.extend(critical_without_meaning(&claim.wrong));
    mistakes
}

/// Reads `answer=true` or `answer=false`, and `reason=KEY` where reasons are given.
///
/// # Errors
///
/// Nothing chosen, one of the two not chosen, two chosen, or a reason of another question.
pub fn parse(claim: &TrueFalse, fields: &Fields) -> Result<Answer, AnswerError> {
    let verdict = match only(fields, "answer")? {
        Some("true") => Some(true),
        Some("false") => Some(false),
        Some(_) => return Err(AnswerError::UnknownOption),
        None => None,
    };
    if !asks_reason(claim) {
        return verdict.map(|verdict| Answer::TrueFalse { verdict, reason: None }).ok_or(AnswerError::Empty);
    }
    let keys = options::keys(&claim.right, &claim.wrong);
    let reason = only(fields, "reason")?.map(|chosen| known(&keys, chosen)).transpose()?;
    match (verdict, reason) {
        (Some(verdict), Some(reason)) => Ok(Answer::TrueFalse { verdict, reason: Some(reason) }),
        (None, None) => Err(AnswerError::Empty),
        _ => Err(AnswerError::Incomplete { missing: 1 }),
    }
}

pub(super) fn fields(verdict: bool, reason: Option<&Slug>) -> Vec<(String, String)> {
    std::iter::once(field("answer", &verdict)).chain(reason.map(|reason| field("reason", reason))).collect()
}

pub(super) fn right_answer(claim: &TrueFalse) -> Answer {
    Answer::TrueFalse { verdict: claim.answer, reason: claim.right.first().map(|reason| reason.key.clone()) }
}

pub(super) fn wrong_answer(claim: &TrueFalse) -> Answer {
    let reason = claim.wrong.first().or(claim.right.first());
    Answer::TrueFalse { verdict: !claim.answer, reason: reason.map(|reason| reason.key.clone()) }
}

/// Half a point if the verdict is right and, where reasons are given, the reason as well; otherwise nothing.
///
/// "A tourniquet may be loosened every hour": *false* "because bleeding starts again" is worth 500 thousandths;
/// *false* for a wrong reason and *true* for any are worth nothing.
pub fn marked(claim: &TrueFalse, verdict: bool, reason: Option<&Slug>) -> Points {
    let reason_right =
        !asks_reason(claim) || reason.is_some_and(|reason| claim.right.iter().any(|right| right.key == *reason));
    if verdict == claim.answer && reason_right { WEIGHT } else { Points::ZERO }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{codes, options, parsed, slug};
    use super::*;
    use crate::quiz::model::Body;

    fn claim() -> TrueFalse {
        TrueFalse { answer: false, right: options(&["bleeds-again"]), wrong: options(&["hurts", "too-late"]) }
    }

    #[test]
    fn verdict_and_reason_must_both_be_right() {
        assert_eq!(marked(&claim(), false, Some(&slug("bleeds-again"))).thousandths(), 500);
        assert_eq!(marked(&claim(), false, Some(&slug("hurts"))), Points::ZERO);
        assert_eq!(marked(&claim(), true, Some(&slug("bleeds-again"))), Points::ZERO);
        assert_eq!(marked(&claim(), false, None), Points::ZERO);
        let bare = TrueFalse { answer: true, right: Vec::new(), wrong: Vec::new() };
        assert_eq!(marked(&bare, true, None), WEIGHT);
        assert_eq!(mistakes(&bare), []);
    }

    #[test]
    fn half_an_answer_is_incomplete() {
        let body = Body::TrueFalse(claim());
        assert_eq!(parsed(&body, &[("answer", "true")]), Err(AnswerError::Incomplete { missing: 1 }));
        assert_eq!(parsed(&body, &[("reason", "hurts")]), Err(AnswerError::Incomplete { missing: 1 }));
        assert_eq!(parsed(&body, &[("answer", ""), ("reason", "")]), Err(AnswerError::Empty));
        assert_eq!(parsed(&body, &[("answer", "maybe")]), Err(AnswerError::UnknownOption));
        let whole = Answer::TrueFalse { verdict: true, reason: Some(slug("hurts")) };
        assert_eq!(parsed(&body, &[("answer", "true"), ("reason", "hurts")]), Ok(whole));
    }

    #[test]
    fn reasons_need_a_right_one_and_a_wrong_one() {
        assert_eq!(mistakes(&claim()), []);
        let no_wrong = TrueFalse { wrong: Vec::new(), ..claim() };
        assert_eq!(codes(&mistakes(&no_wrong)), ["too-few"]);
        let no_right = TrueFalse { right: Vec::new(), ..claim() };
        assert_eq!(codes(&mistakes(&no_right)), ["too-few"]);
    }
}
