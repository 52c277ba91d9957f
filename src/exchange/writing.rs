//! What writing a file gives: its text, and what it could not hold.

use crate::content::markdown::is_marked;
use crate::kernel::{Lang, Slug};
use crate::quiz::deal::Deal;
use crate::quiz::model::{Body, Choice, ChoiceOption, Matching, Question, ShortText};

/// What a format cannot hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Loss {
    /// The kind does not exist there: the question is left out.
    Kind,
    /// The text does not exist in the language: left out.
    Language,
    /// A wrong answer fails the try.
    Critical,
    /// The reason of a true or false statement.
    Reasons,
    /// The picture.
    Picture,
    /// Steps whose order makes no difference, and pairs whose order must be right.
    OrderRule,
    /// The unit.
    Unit,
    /// That the options are not shuffled.
    FixedOrder,
    /// Bold and emphasis where there is only plain text.
    Marks,
    /// An arrow of two signs in an accepted answer, which would be read as a pair.
    Arrow,
}

/// A written file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Writing {
    /// The file.
    pub text: String,
    /// What it does not hold, by question.
    pub losses: Vec<(Slug, Loss)>,
    /// How many questions it holds.
    pub count: usize,
}

/// True if a wrong answer, or one of its options, costs more than its points.
pub(super) fn has_critical(question: &Question) -> bool {
    let in_options = match &question.body {
        Body::Multiple(choice) => choice.wrong.iter().any(|option| option.critical),
        _ => false,
    };
    question.critical || in_options
}

/// True if a right side of a pair is marked in a language: elsewhere it is plain text.
pub(super) fn has_marked_right(matching: &Matching, lang: Lang) -> bool {
    let pairs = matching.pairs.iter().map(|pair| &pair.right);
    let rights = pairs.chain(matching.extra.iter().map(|extra| &extra.text));
    rights.filter_map(|right| right.exact(lang)).any(is_marked)
}

/// The options, each with whether it is right, as another program shows them. Where they are not shuffled there, they stand in
/// the order in which they are shown here: the right ones first would tell the answer.
pub(super) fn options<'a>(question: &Question, choice: &'a Choice) -> Vec<(bool, &'a ChoiceOption)> {
    let right = choice.right.iter().map(|option| (true, option));
    let options = right.chain(choice.wrong.iter().map(|option| (false, option))).collect();
    if question.fixed_order { Deal::new(question, 0).ordered(options, |(_, option)| &option.key) } else { options }
}

/// What is accepted in any language, each form once, with `\*` for its stars: a bare one stands for any text elsewhere.
pub(super) fn forms(text: &ShortText) -> Vec<String> {
    let mut forms: Vec<String> = Vec::new();
    for form in text.accept.values().flatten() {
        let form = form.replace('*', "\\*");
        if !forms.contains(&form) {
            forms.push(form);
        }
    }
    forms
}
