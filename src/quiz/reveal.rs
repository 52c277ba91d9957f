//! What is shown of a question when explanations are due: what was right, what was chosen, and why.

use super::deal::Deal;
use super::kinds::{case, hotspot, matching, numeric, options, ordering, text};
use super::mark::{Mark, WrongKind, mark, unanswered};
use super::model::{Answer, Body, ChoiceOption, Matching, Ordering, Question};
use crate::kernel::{Localized, Slug};

/// A question with its answer. Only to be shown when [`super::rules::Explanations::due`].
#[derive(Debug, Clone, PartialEq)]
pub struct Explained<'a> {
    /// The question's key.
    pub key: &'a Slug,
    /// What was asked.
    pub text: &'a Localized,
    /// A picture of the course, by key.
    pub picture: Option<&'a Slug>,
    /// What the picture shows.
    pub picture_alt: &'a Localized,
    /// The explanation, whatever was answered; may be empty.
    pub explanation: &'a Localized,
    /// The lesson to read again.
    pub lesson: Option<&'a Slug>,
    /// Whether it was answered at all.
    pub answered: bool,
    /// What the answer is worth.
    pub mark: Mark,
    /// What was right and what was chosen.
    pub body: ExplainedBody<'a>,
}

/// What was right and what was chosen.
#[derive(Debug, Clone, PartialEq)]
pub enum ExplainedBody<'a> {
    /// Single and multiple choice.
    Choice {
        /// In the order in which they were shown.
        options: Vec<ExplainedOption<'a>>,
    },
    /// True or false.
    TrueFalse {
        /// Whether the statement is true.
        right: bool,
        /// What was said.
        chosen: Option<bool>,
        /// The reasons in the order in which they were shown.
        reasons: Vec<ExplainedOption<'a>>,
    },
    /// Steps.
    Ordering {
        /// In the right order.
        steps: Vec<ExplainedStep<'a>>,
    },
    /// Pairs.
    Matching {
        /// In the author's order.
        pairs: Vec<ExplainedPair<'a>>,
        /// Right sides that belong to nobody.
        extra: Vec<&'a Localized>,
    },
    /// A number.
    Numeric {
        /// Smallest accepted value.
        min: f64,
        /// Largest accepted value.
        max: f64,
        /// The unit.
        unit: &'a Localized,
        /// What was typed.
        typed: Option<String>,
        /// The number in it.
        number: Option<f64>,
    },
    /// A few words.
    Text {
        /// A form that is right, in each language.
        accepted: Localized,
        /// What was typed.
        typed: Option<String>,
    },
    /// A place in the picture.
    Hotspot(hotspot::ExplainedPlaces<'a>),
    /// Decisions.
    Case(case::ExplainedCase<'a>),
}

/// An option with what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExplainedOption<'a> {
    /// Its key.
    pub key: &'a Slug,
    /// What it says.
    pub text: &'a Localized,
    /// Why it is right, or what would go wrong; may be empty.
    pub why: &'a Localized,
    /// It is right.
    pub right: bool,
    /// It was chosen.
    pub chosen: bool,
    /// Choosing it makes a multiple choice worth nothing.
    pub critical: bool,
}

/// A step with its places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExplainedStep<'a> {
    /// Its key.
    pub key: &'a Slug,
    /// What it says.
    pub text: &'a Localized,
    /// The right places, from 1: one, or those of its group of equivalent steps.
    pub places: (usize, usize),
    /// The place it was given, from 1.
    pub given: Option<usize>,
}

impl ExplainedStep<'_> {
    /// Whether it was given a right place.
    pub fn right(&self) -> bool {
        self.given.is_some_and(|given| (self.places.0..=self.places.1).contains(&given))
    }
}

/// A pair with what was chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExplainedPair<'a> {
    /// Its key.
    pub key: &'a Slug,
    /// The given side.
    pub left: &'a Localized,
    /// The side that belongs to it.
    pub right: &'a Localized,
    /// The side that was chosen.
    pub chosen: Option<&'a Localized>,
    /// It is the one that belongs to it.
    pub chosen_is_right: bool,
}

/// Explains a question of the try with this seed, answered or not.
///
/// # Errors
///
/// [`WrongKind`] if the answer belongs to another kind of question.
pub fn explain<'a>(question: &'a Question, seed: u64, answer: Option<&Answer>) -> Result<Explained<'a>, WrongKind> {
    let mark = answer.map_or_else(|| Ok(unanswered(question)), |answer| mark(question, answer))?;
    Ok(Explained {
        key: &question.key,
        text: &question.text,
        picture: question.picture.as_ref(),
        picture_alt: &question.picture_alt,
        explanation: &question.explanation,
        lesson: question.lesson.as_ref(),
        answered: answer.is_some(),
        mark,
        body: body(question, Deal::new(question, seed), answer),
    })
}

/// The kinds of question and answer agree, or there is no answer.
fn body<'a>(question: &'a Question, deal: Deal<'_>, answer: Option<&Answer>) -> ExplainedBody<'a> {
    match &question.body {
        Body::Single(choice) | Body::Multiple(choice) => {
            ExplainedBody::Choice { options: choices(&choice.right, &choice.wrong, deal, &chosen(answer)) }
        }
        Body::TrueFalse(claim) => ExplainedBody::TrueFalse {
            right: claim.answer,
            chosen: match answer {
                Some(Answer::TrueFalse { verdict, .. }) => Some(*verdict),
                _ => None,
            },
            reasons: choices(&claim.right, &claim.wrong, deal, &chosen(answer)),
        },
        Body::Ordering(ordering) => ExplainedBody::Ordering { steps: steps(ordering, &chosen(answer)) },
        Body::Matching(matching) => ExplainedBody::Matching {
            pairs: pairs(matching, answer),
            extra: matching.extra.iter().map(|side| &side.text).collect(),
        },
        Body::Numeric(bounds) => {
            let typed = match answer {
                Some(Answer::Numeric { typed }) => Some(typed.clone()),
                _ => None,
            };
            let number = typed.as_deref().and_then(numeric::number);
            ExplainedBody::Numeric { min: bounds.min, max: bounds.max, unit: &bounds.unit, typed, number }
        }
        Body::Text(forms) => ExplainedBody::Text {
            accepted: text::first_forms(forms),
            typed: match answer {
                Some(Answer::Text { typed }) => Some(typed.clone()),
                _ => None,
            },
        },
        Body::Hotspot(hotspot) => ExplainedBody::Hotspot(hotspot::explain(
            hotspot,
            deal,
            match answer {
                Some(Answer::Hotspot { place }) => Some(place),
                _ => None,
            },
        )),
        Body::Case(case) => ExplainedBody::Case(case::explain(
            case,
            deal,
            match answer {
                Some(Answer::Case { path }) => path,
                _ => &[],
            },
        )),
    }
}

/// The keys in the answer: options, the reason, or steps in their order.
fn chosen(answer: Option<&Answer>) -> Vec<&Slug> {
    match answer {
        Some(Answer::Single { option }) => vec![option],
        Some(Answer::Multiple { options: keys } | Answer::Ordering { steps: keys }) => keys.iter().collect(),
        Some(Answer::TrueFalse { reason, .. }) => reason.iter().collect(),
        Some(
            Answer::Matching { .. }
            | Answer::Numeric { .. }
            | Answer::Text { .. }
            | Answer::Hotspot { .. }
            | Answer::Case { .. },
        )
        | None => Vec::new(),
    }
}

fn choices<'a>(
    right: &'a [ChoiceOption],
    wrong: &'a [ChoiceOption],
    deal: Deal<'_>,
    chosen: &[&Slug],
) -> Vec<ExplainedOption<'a>> {
    let explained = |option: &'a ChoiceOption| ExplainedOption {
        key: &option.key,
        text: &option.text,
        why: &option.why,
        right: right.iter().any(|other| other.key == option.key),
        chosen: chosen.contains(&&option.key),
        critical: option.critical,
    };
    options::shown_order(right, wrong, deal).into_iter().map(explained).collect()
}

fn steps<'a>(ordering: &'a Ordering, given: &[&Slug]) -> Vec<ExplainedStep<'a>> {
    let explained = ordering.steps.iter().map(|step| ExplainedStep {
        key: &step.key,
        text: &step.text,
        places: ordering::right_places(ordering, &step.key),
        given: given.iter().position(|key| **key == step.key).map(|at| at + 1),
    });
    explained.collect()
}

fn pairs<'a>(matching: &'a Matching, answer: Option<&Answer>) -> Vec<ExplainedPair<'a>> {
    let sides = matching::right_sides(matching);
    let chosen_for = |left: &Slug| match answer {
        Some(Answer::Matching { chosen }) => chosen.get(left).cloned(),
        _ => None,
    };
    let explained = matching.pairs.iter().map(|pair| {
        let chosen = chosen_for(&pair.key);
        ExplainedPair {
            key: &pair.key,
            left: &pair.left,
            right: &pair.right,
            chosen: chosen.as_ref().and_then(|chosen| sides.iter().find(|(key, _)| *key == chosen)).map(|side| side.1),
            chosen_is_right: chosen.as_ref() == Some(&pair.key),
        }
    });
    explained.collect()
}
