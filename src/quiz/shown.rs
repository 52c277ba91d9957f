//! A question as it is asked: everything a form needs and nothing that tells what is right.
//!
//! None of these types has a place for a right answer, a `why`, a `critical` mark or an explanation, and the
//! order of what they hold depends on keys and the seed alone.

use serde::Serialize;

use super::deal::Deal;
use super::kinds::case::{self, Turn};
use super::kinds::{hotspot, matching, options, ordering};
use super::model::{Answer, Body, ChoiceOption, Question, Taken};
use crate::kernel::{Localized, Slug};

/// A question without its answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Shown<'a> {
    /// The question's key.
    pub key: &'a Slug,
    /// What is asked.
    pub text: &'a Localized,
    /// A picture of the course, by key.
    pub picture: Option<&'a Slug>,
    /// What the picture shows.
    pub picture_alt: &'a Localized,
    /// What to choose, order or type.
    pub body: ShownBody<'a>,
}

/// What to choose, order or type. The names of the fields are in [`super::kinds::parse`].
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum ShownBody<'a> {
    /// Choose one.
    Single {
        /// In the order to show.
        options: Vec<ShownOption<'a>>,
    },
    /// Tick all that apply.
    Multiple {
        /// In the order to show.
        options: Vec<ShownOption<'a>>,
    },
    /// True or false.
    TrueFalse {
        /// The reasons to choose one from, in the order to show; none: no reason is asked.
        reasons: Vec<ShownOption<'a>>,
    },
    /// Bring into order.
    Ordering {
        /// In the order to show, which is never right.
        steps: Vec<ShownOption<'a>>,
    },
    /// Choose a right side for each left side.
    Matching {
        /// The given sides, in the author's order.
        left: Vec<ShownOption<'a>>,
        /// The sides to choose, each under its token for this try.
        right: Vec<ShownOption<'a>>,
    },
    /// Type a number.
    Numeric {
        /// Beside the field.
        unit: &'a Localized,
    },
    /// Type a few words.
    Text,
    /// Point at a place, or choose it by its words.
    Hotspot(hotspot::ShownPlaces<'a>),
    /// Decide.
    Case(case::ShownCase<'a>),
}

/// Something to choose or to place.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ShownOption<'a> {
    /// The value (or the end of the name) of its field.
    pub key: Slug,
    /// What it says.
    pub text: &'a Localized,
}

/// The question as it is asked in the try with this seed.
pub fn show(question: &Question, seed: u64) -> Shown<'_> {
    show_after(question, seed, None, Turn::On)
}

/// The question as it is asked after this answer. Only a case differs: its story has gone on.
pub fn show_after<'a>(question: &'a Question, seed: u64, given: Option<&Answer>, turn: Turn) -> Shown<'a> {
    let path = match given {
        Some(Answer::Case { path }) => path.as_slice(),
        _ => &[],
    };
    let deal = Deal::new(question, seed);
    Shown {
        key: &question.key,
        text: &question.text,
        picture: question.picture.as_ref(),
        picture_alt: &question.picture_alt,
        body: body(question, deal, (path, turn)),
    }
}

fn body<'a>(question: &'a Question, deal: Deal<'_>, (path, turn): (&[Taken], Turn)) -> ShownBody<'a> {
    match &question.body {
        Body::Single(choice) => ShownBody::Single { options: choices(&choice.right, &choice.wrong, deal) },
        Body::Multiple(choice) => ShownBody::Multiple { options: choices(&choice.right, &choice.wrong, deal) },
        Body::TrueFalse(claim) => ShownBody::TrueFalse { reasons: choices(&claim.right, &claim.wrong, deal) },
        Body::Ordering(ordering) => {
            let steps = ordering::shown_order(ordering, deal).into_iter();
            ShownBody::Ordering { steps: steps.map(|step| option(step.key.clone(), &step.text)).collect() }
        }
        Body::Matching(matching) => {
            let right = matching::shown_order(matching, deal).into_iter();
            ShownBody::Matching {
                left: matching.pairs.iter().map(|pair| option(pair.key.clone(), &pair.left)).collect(),
                right: right.map(|(key, text)| option(deal.token(key), text)).collect(),
            }
        }
        Body::Numeric(numeric) => ShownBody::Numeric { unit: &numeric.unit },
        Body::Text(_) => ShownBody::Text,
        Body::Hotspot(hotspot) => {
            let zones = hotspot::shown_order(hotspot, deal).into_iter();
            let options = zones.map(|zone| option(zone.key.clone(), &zone.text)).collect();
            ShownBody::Hotspot(hotspot::ShownPlaces { options })
        }
        Body::Case(case) => ShownBody::Case(case::show(case, deal, path, turn)),
    }
}

fn choices<'a>(right: &'a [ChoiceOption], wrong: &'a [ChoiceOption], deal: Deal<'_>) -> Vec<ShownOption<'a>> {
    let shown = options::shown_order(right, wrong, deal).into_iter();
    shown.map(|choice| option(choice.key.clone(), &choice.text)).collect()
}

const fn option(key: Slug, text: &Localized) -> ShownOption<'_> {
    ShownOption { key, text }
}
