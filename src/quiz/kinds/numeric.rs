//! Numeric: a number within bounds, both included. Marked 1 or 0.

use crate::quiz::form::{AnswerError, Fields, field, only};
use crate::quiz::mistake::Mistake;
use crate::quiz::model::{Answer, Numeric};
use crate::quiz::points::Points;

/// The longest answer that is read, in bytes.
const LONGEST: usize = 64;

/// What the author got wrong.
pub fn mistakes(numeric: &Numeric) -> Vec<Mistake> {
    if [numeric.min, numeric.max].into_iter().any(|bound| number(&bound.to_string()).is_none()) {
        return vec![Mistake::BoundNotTypable];
    }
    if numeric.min > numeric.max { vec![Mistake::MinAboveMax] } else { Vec::new() }
}

/// Reads `answer=TYPED`; what was typed is kept as it is, without spaces around it.
///
/// # Errors
///
/// Nothing typed, or no number.
pub fn parse(fields: &Fields) -> Result<Answer, AnswerError> {
    let typed = only(fields, "answer")?.ok_or(AnswerError::Empty)?;
    number(typed).ok_or(AnswerError::NotANumber)?;
    Ok(Answer::Numeric { typed: typed.to_owned() })
}

pub(super) fn fields(typed: &str) -> Vec<(String, String)> {
    vec![field("answer", &typed)]
}

pub(super) fn right_answer(numeric: &Numeric) -> Answer {
    Answer::Numeric { typed: numeric.min.to_string() }
}

pub(super) fn wrong_answer(numeric: &Numeric) -> Answer {
    Answer::Numeric { typed: (numeric.max + 1000.0).to_string() }
}

/// One point for a number from `min` to `max`, none for another or for none.
pub fn marked(numeric: &Numeric, typed: &str) -> Points {
    match number(typed) {
        Some(number) if (numeric.min..=numeric.max).contains(&number) => Points::ONE,
        _ => Points::ZERO,
    }
}

/// The number that somebody typed: digits with a comma or a point, a sign before them, spaces (of any kind)
/// around them and between groups of three digits.
///
/// ```
/// use erikti::quiz::kinds::numeric::number;
///
/// assert_eq!(number("3,5"), Some(3.5));
/// assert_eq!(number(" 15\u{a0}000.25 "), Some(15_000.25));
/// assert_eq!(number("\u{2212}2"), Some(-2.0));
/// assert_eq!(number("5 6"), None);
/// assert_eq!(number("100-120"), None);
/// assert_eq!(number("1,000.5"), None);
/// ```
pub fn number(typed: &str) -> Option<f64> {
    let typed = typed.trim();
    if typed.len() > LONGEST {
        return None;
    }
    let unsigned = typed.strip_prefix(['-', '\u{2212}', '\u{2013}']);
    let sign = if unsigned.is_some() { "-" } else { "" };
    let unsigned = unsigned.or_else(|| typed.strip_prefix('+')).unwrap_or(typed).trim_start();
    let (whole, fraction) = unsigned.split_once([',', '.']).unwrap_or((unsigned, ""));
    let whole = joined_groups(whole)?;
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if whole.len() + fraction.len() == 0 || !digits(&whole) || !digits(fraction) {
        return None;
    }
    format!("{sign}0{whole}.{fraction}0").parse().ok()
}

/// Digits without the spaces between groups of three; `None` where spaces stand elsewhere.
fn joined_groups(whole: &str) -> Option<String> {
    let mut groups = whole.split(char::is_whitespace);
    let first = groups.next().unwrap_or_default();
    let mut joined = first.to_owned();
    for group in groups {
        if group.len() != 3 || !(1..=3).contains(&first.len()) {
            return None;
        }
        joined.push_str(group);
    }
    Some(joined)
}

#[cfg(test)]
mod tests {
    use super::super::samples::{codes, parsed};
    use super::*;
    use crate::kernel::Localized;
    use crate::quiz::model::Body;

    fn within(min: f64, max: f64) -> Numeric {
        Numeric { min, max, unit: Localized::same("cm") }
    }

    #[test]
    fn both_bounds_are_right() {
        for typed in ["3,5", "3.5", " 4 ", "4,50", "+4", "04"] {
            assert_eq!(marked(&within(3.5, 4.5), typed), Points::ONE, "{typed}");
        }
        for typed in ["3,4999", "4.51", "-4", "40", "", "four"] {
            assert_eq!(marked(&within(3.5, 4.5), typed), Points::ZERO, "{typed}");
        }
        assert_eq!(marked(&within(-5.0, -5.0), "\u{2212}\u{a0}5"), Points::ONE);
    }

    #[test]
    fn what_is_no_single_number_is_not_taken_for_one() {
        for typed in ["", "-", ",", "1e3", "inf", "NaN", "5 6", "100–120", "1.000.000", "30:2", "5 cm", "٣", "--5"] {
            assert_eq!(number(typed), None, "{typed}");
        }
        assert_eq!(number("1 000 000"), Some(1e6));
        assert_eq!(number(",5"), Some(0.5));
        assert_eq!(number("5."), Some(5.0));
        assert_eq!(number(&"9".repeat(65)), None);
    }

    #[test]
    fn the_answer_is_kept_as_typed() {
        let body = Body::Numeric(within(1.0, 2.0));
        assert_eq!(parsed(&body, &[("answer", " 1,5 ")]), Ok(Answer::Numeric { typed: "1,5".to_owned() }));
        assert_eq!(parsed(&body, &[("answer", "5 cm")]), Err(AnswerError::NotANumber));
        assert_eq!(parsed(&body, &[("answer", "  ")]), Err(AnswerError::Empty));
    }

    #[test]
    fn bounds_must_be_typable_and_in_order() {
        assert_eq!(codes(&mistakes(&within(2.0, 1.0))), ["min-above-max"]);
        assert_eq!(codes(&mistakes(&within(f64::NAN, 1.0))), ["bound-not-typable"]);
        assert_eq!(codes(&mistakes(&within(0.0, f64::INFINITY))), ["bound-not-typable"]);
        assert_eq!(mistakes(&within(3.5, 3.5)), []);
    }
}
