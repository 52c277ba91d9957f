//! Short text: a few words, compared with a list of accepted forms. Marked 1 or 0.
//!
//! Compared is what people mean, not how they type: upper and lower case, accents, spaces, punctuation and the
//! Kazakh letters that other keyboards lack make no difference ([`folded`]), but for a sign between two digits. A form of any language is accepted in
//! every language, because people think of a word in the language they know it in. Spelling still makes unfair
//! marking, so the kind is for practice: lesson checks, and nothing critical.

use std::collections::BTreeSet;

use unicode_normalization::char::is_combining_mark;

use crate::kernel::text::fold;
use crate::kernel::{Lang, Localized};
use crate::quiz::form::{AnswerError, Fields, field, only};
use crate::quiz::mistake::{List, Mistake};
use crate::quiz::model::{Answer, ShortText};
use crate::quiz::points::Points;

/// How many forms there may be in one language, from and to.
pub const FORMS: (usize, usize) = (1, 20);
/// The longest answer that is read, in characters.
pub const LONGEST: usize = 100;

/// What the author got wrong. Which languages must be there is the course's rule.
pub fn mistakes(text: &ShortText) -> Vec<Mistake> {
    let mut mistakes = Vec::new();
    if text.accept.is_empty() {
        Mistake::check_count(&mut mistakes, List::Accept, 0, FORMS);
    }
    for forms in text.accept.values() {
        Mistake::check_count(&mut mistakes, List::Accept, forms.len(), FORMS);
        let bad = forms.iter().filter(|form| folded(form).is_empty() || form.chars().count() > LONGEST);
        mistakes.extend(bad.map(|form| Mistake::FormNotTypable { form: form.clone() }));
    }
    mistakes
}

/// The text without what makes no difference. A sign between two digits stays, because 1,5 is not 15.
///
/// ```
/// use erikti::quiz::kinds::text::folded;
///
/// assert_eq!(folded(" «Жгут!» "), "жгут");
/// assert_eq!(folded("Қан  тоқтату"), folded("кан токтату"));
/// assert_eq!(folded("ст. 103"), folded("Ст103."));
/// assert_eq!(folded("1.5"), folded("1,5"));
/// ```
pub fn folded(text: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || c.is_whitespace() || is_combining_mark(c);
    let dotted: String = text.chars().map(|c| if is_plain(c) { c } else { '.' }).collect();
    let (mut folded, mut sign) = (String::new(), false);
    for c in fold(&dotted).chars() {
        if !c.is_alphanumeric() {
            sign |= !c.is_whitespace();
            continue;
        }
        if sign && c.is_numeric() && folded.ends_with(char::is_numeric) {
            folded.push('.');
        }
        folded.push(c);
        sign = false;
    }
    folded
}

/// Reads `answer=TYPED`; what was typed is kept as it is, without spaces around it.
///
/// # Errors
///
/// Nothing typed (or nothing but punctuation), or too much.
pub fn parse(fields: &Fields) -> Result<Answer, AnswerError> {
    let typed = only(fields, "answer")?.ok_or(AnswerError::Empty)?;
    if typed.chars().count() > LONGEST {
        return Err(AnswerError::TooLong);
    }
    if folded(typed).is_empty() {
        return Err(AnswerError::Empty);
    }
    Ok(Answer::Text { typed: typed.to_owned() })
}

pub(super) fn fields(typed: &str) -> Vec<(String, String)> {
    vec![field("answer", &typed)]
}

pub(super) fn right_answer(text: &ShortText) -> Option<Answer> {
    let first = text.accept.values().flatten().next()?;
    Some(Answer::Text { typed: first.clone() })
}

/// Noughts: as many as no accepted form has (a form may be "0"). None where twenty lengths are all accepted.
pub(super) fn wrong_answer(text: &ShortText) -> Option<Answer> {
    (1..=20)
        .map(|noughts| format!("?!{}", "0".repeat(noughts)))
        .find(|typed| marked(text, typed) == Points::ZERO)
        .map(|typed| Answer::Text { typed })
}

/// One point for an accepted form, none for anything else.
pub fn marked(text: &ShortText, typed: &str) -> Points {
    let typed = folded(typed);
    let accepted: BTreeSet<String> = text.accept.values().flatten().map(|form| folded(form)).collect();
    if !typed.is_empty() && accepted.contains(&typed) { Points::ONE } else { Points::ZERO }
}

/// The first form of each language: what is told when explanations are due.
pub fn first_forms(text: &ShortText) -> Localized {
    let mut first = Localized::default();
    for lang in Lang::ALL {
        if let Some(form) = text.accept.get(&lang).and_then(|forms| forms.first()) {
            first.set(lang, form.clone());
        }
    }
    first
}

#[cfg(test)]
mod tests {
    use super::super::samples::{codes, parsed};
    use super::*;
    use crate::quiz::model::Body;

    fn tourniquet() -> ShortText {
        let forms = |forms: &[&str]| forms.iter().map(|form| (*form).to_owned()).collect();
        ShortText {
            accept: [
                (Lang::Kk, forms(&["бұрау", "қан тоқтататын бұрау"])),
                (Lang::Ru, forms(&["жгут"])),
                (Lang::En, forms(&["tourniquet"])),
            ]
            .into(),
        }
    }

    #[test]
    fn how_it_is_typed_makes_no_difference() {
        for typed in [
            "Бұрау",
            "бурау",
            " БҰРАУ. ",
            "«бұрау»",
            "Қан  тоқтататын\u{a0}бұрау!",
            "жгут,",
            "Tourniquet",
            "жгу\u{301}т",
        ] {
            assert_eq!(marked(&tourniquet(), typed), Points::ONE, "{typed}");
        }
        for typed in ["", "...", "бұра", "жгут бұрау", "tourniquets"] {
            assert_eq!(marked(&tourniquet(), typed), Points::ZERO, "{typed}");
        }
    }

    #[test]
    fn punctuation_within_makes_no_difference_but_between_digits() {
        let accept = |form: &str| ShortText { accept: [(Lang::Ru, vec![form.to_owned()])].into() };
        for (form, typed) in [
            ("ст. 103", "ст 103"),
            ("ст. 103", "ст.103"),
            ("ст. 103", "Ст103"),
            ("e-mail", "email"),
            ("e-mail", "E‑mail"),
            ("email", "e mail"),
            ("10 000", "10000"),
            ("1,5", "1.5"),
            ("1,5 л", "1.5л."),
        ] {
            assert_eq!(marked(&accept(form), typed), Points::ONE, "{form} as {typed}");
        }
        for (form, typed) in [("1,5", "15"), ("15", "1.5"), ("ст. 103", "ст. 102"), ("1-2", "12")] {
            assert_eq!(marked(&accept(form), typed), Points::ZERO, "{form} as {typed}");
        }
    }

    #[test]
    fn a_wrong_answer_is_found_where_nought_is_right() {
        let nought = ShortText { accept: [(Lang::Kk, vec!["0".to_owned()]), (Lang::En, vec!["00".to_owned()])].into() };
        assert_eq!(wrong_answer(&nought), Some(Answer::Text { typed: "?!000".to_owned() }));
        assert_eq!(wrong_answer(&tourniquet()), Some(Answer::Text { typed: "?!0".to_owned() }));
    }

    #[test]
    fn the_answer_is_kept_as_typed() {
        let body = Body::Text(tourniquet());
        assert_eq!(parsed(&body, &[("answer", " Жгут! ")]), Ok(Answer::Text { typed: "Жгут!".to_owned() }));
        assert_eq!(parsed(&body, &[("answer", " ?! ")]), Err(AnswerError::Empty));
        assert_eq!(parsed(&body, &[]), Err(AnswerError::Empty));
        assert_eq!(parsed(&body, &[("answer", &"ә".repeat(101))]), Err(AnswerError::TooLong));
    }

    #[test]
    fn an_author_hears_of_every_mistake() {
        assert_eq!(mistakes(&tourniquet()), []);
        assert_eq!(codes(&mistakes(&ShortText { accept: [].into() })), ["too-few"]);
        let with = |forms: Vec<String>| ShortText { accept: [(Lang::Kk, forms)].into() };
        assert_eq!(codes(&mistakes(&with(Vec::new()))), ["too-few"]);
        assert_eq!(codes(&mistakes(&with(vec!["…".to_owned()]))), ["not-typable-form"]);
        assert_eq!(codes(&mistakes(&with(vec!["а".repeat(101)]))), ["not-typable-form"]);
    }
}
