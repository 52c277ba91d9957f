//! Single choice: one right option among three to five. Marked 1 or 0.

use super::options::{self, critical_without_meaning, known};
use crate::kernel::Slug;
use crate::quiz::form::{AnswerError, Fields, field, only};
use crate::quiz::mistake::{List, Mistake};
use crate::quiz::model::{Answer, Choice};
use crate::quiz::points::Points;

/// How many right options there must be, from and to.
pub const RIGHT: (usize, usize) = (1, 1);
/// How many wrong options there may be, from and to.
pub const WRONG: (usize, usize) = (2, 4);

/// What the author got wrong.
pub fn mistakes(choice: &Choice) -> Vec<Mistake> {
    let mut mistakes = options::mistakes(&choice.right, &choice.wrong);
    Mistake::check_count(&mut mistakes, List::Right, choice.right.len(), RIGHT);
    Mistake::check_count(&mut mistakes, List::Wrong, choice.wrong.len(), WRONG);
    mistakes.extend(critical_without_meaning(&choice.right));
    mistakes.extend(critical_without_meaning(&choice.wrong));
    mistakes
}

/// Reads `answer=KEY`.
///
/// # Errors
///
/// Nothing chosen, two chosen, or an option of another question.
pub fn parse(choice: &Choice, fields: &Fields) -> Result<Answer, AnswerError> {
    let chosen = only(fields, "answer")?.ok_or(AnswerError::Empty)?;
    let option = known(&options::keys(&choice.right, &choice.wrong), chosen)?;
    Ok(Answer::Single { option })
}

pub(super) fn fields(option: &Slug) -> Vec<(String, String)> {
    vec![field("answer", option)]
}

pub(super) fn right_answer(choice: &Choice) -> Option<Answer> {
    choice.right.first().map(|option| Answer::Single { option: option.key.clone() })
}

pub(super) fn wrong_answer(choice: &Choice) -> Option<Answer> {
    choice.wrong.first().map(|option| Answer::Single { option: option.key.clone() })
}

/// One point for the right option, none for another.
pub fn marked(choice: &Choice, chosen: &Slug) -> Points {
    if choice.right.iter().any(|option| option.key == *chosen) { Points::ONE } else { Points::ZERO }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{choice, codes, options, parsed, slug};
    use super::*;
    use crate::quiz::model::{Body, ChoiceOption};

    #[test]
    fn one_option_of_this_question_is_an_answer() {
        let body = Body::Single(choice(&["call"], &["wait", "run"]));
        assert_eq!(parsed(&body, &[("csrf", "x"), ("answer", "run")]), Ok(Answer::Single { option: slug("run") }));
        assert_eq!(parsed(&body, &[("answer", "")]), Err(AnswerError::Empty));
        assert_eq!(parsed(&body, &[("answer", "run"), ("answer", "call")]), Err(AnswerError::OneOnly));
        assert_eq!(parsed(&body, &[("answer", "swim")]), Err(AnswerError::UnknownOption));
    }

    #[test]
    fn an_author_hears_of_every_mistake() {
        assert_eq!(codes(&mistakes(&choice(&["call"], &["wait", "run"]))), [""; 0]);
        assert_eq!(codes(&mistakes(&choice(&[], &["wait"]))), ["too-few", "too-few"]);
        assert_eq!(codes(&mistakes(&choice(&["call", "shout"], &["a", "b", "c", "d", "e"]))), ["too-many", "too-many"]);
        assert_eq!(codes(&mistakes(&choice(&["call"], &["call", "run"]))), ["duplicate-key", "same-text"]);
        assert_eq!(codes(&mistakes(&choice(&["right"], &["wrong-1", "right-side"]))), ["telling-key", "telling-key"]);
        let mut critical = choice(&["call"], &["wait"]);
        critical.wrong.extend(options(&["run"]).into_iter().map(|option| ChoiceOption { critical: true, ..option }));
        assert_eq!(mistakes(&critical), [Mistake::CriticalWithoutMeaning { key: slug("run") }]);
    }
}
