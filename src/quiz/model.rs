//! What a question is. The model is stored as JSON within a published version, so a field is added with a
//! default and never renamed.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::kernel::{Lang, Localized, Slug};

/// One question. The key is stable over versions and languages; answers are logged under it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Question {
    /// Unique within the course.
    pub key: Slug,
    /// A wrong answer fails the attempt whatever the score.
    #[serde(default)]
    pub critical: bool,
    /// Topics, for blueprints and statistics.
    #[serde(default)]
    pub tags: Vec<Slug>,
    /// A picture of the course, by key.
    #[serde(default)]
    pub picture: Option<Slug>,
    /// What the picture shows, for those who do not see it.
    #[serde(default)]
    pub picture_alt: Localized,
    /// The lesson to read again after a wrong answer.
    #[serde(default)]
    pub lesson: Option<Slug>,
    /// The question itself (inline Markdown: bold and emphasis; facts already looked up by whoever shows it).
    pub text: Localized,
    /// Shown when explanations are due, whatever was answered.
    #[serde(default)]
    pub explanation: Localized,
    /// Options are not shuffled but shown in the order of their keys, numbers in keys by their value.
    #[serde(default)]
    pub fixed_order: bool,
    /// What is asked and what is right, by kind.
    pub body: Body,
}

/// The kinds of question. One file each in [`super::kinds`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Body {
    /// One right option among three to five.
    Single(Choice),
    /// Any number of right options.
    Multiple(Choice),
    /// A statement to judge, and the reason to pick.
    TrueFalse(TrueFalse),
    /// Steps to bring into order.
    Ordering(Ordering),
    /// Left sides to join with right sides.
    Matching(Matching),
    /// A number.
    Numeric(Numeric),
    /// A few words.
    Text(ShortText),
    /// A place in the picture.
    Hotspot(Hotspot),
    /// Decisions, each with its consequence.
    Case(Case),
}

/// An option of a choice.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ChoiceOption {
    /// Unique within the question.
    pub key: Slug,
    /// What it says.
    pub text: Localized,
    /// One kind sentence: why it is right or what would go wrong.
    #[serde(default)]
    pub why: Localized,
    /// Only for wrong options of a multiple choice: ticking it makes the question worth nothing.
    #[serde(default)]
    pub critical: bool,
}

/// Options, the right ones apart from the wrong ones.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Choice {
    /// What is right.
    pub right: Vec<ChoiceOption>,
    /// What is not.
    pub wrong: Vec<ChoiceOption>,
}

/// True or false, "because".
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TrueFalse {
    /// Whether the statement is true.
    pub answer: bool,
    /// The one right reason and one or more wrong ones. Empty on both sides: no reason is asked.
    #[serde(default)]
    pub right: Vec<ChoiceOption>,
    /// Wrong reasons.
    #[serde(default)]
    pub wrong: Vec<ChoiceOption>,
}

/// A step of an ordering.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// Unique within the question.
    pub key: Slug,
    /// What it says.
    pub text: Localized,
}

/// Steps in the right order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ordering {
    /// Four to seven steps, in the right order.
    pub steps: Vec<Step>,
    /// Groups of neighbouring steps whose order among themselves does not matter.
    #[serde(default)]
    pub equivalent: Vec<Vec<Slug>>,
    /// Pairs whose order must be right: (earlier, later). A wrong one makes the question worth nothing.
    #[serde(default)]
    pub critical_pairs: Vec<(Slug, Slug)>,
}

/// A left side with its right side.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Pair {
    /// Unique within the question.
    pub key: Slug,
    /// The given side.
    pub left: Localized,
    /// The side to choose.
    pub right: Localized,
}

/// Pairs, and right sides that belong to nobody.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Matching {
    /// Three to six pairs.
    pub pairs: Vec<Pair>,
    /// Right sides without a left side; usually one.
    #[serde(default)]
    pub extra: Vec<Step>,
}

/// A number within bounds, both included.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Numeric {
    /// Smallest accepted value.
    pub min: f64,
    /// Largest accepted value.
    pub max: f64,
    /// Shown beside the field and in the question.
    #[serde(default)]
    pub unit: Localized,
}

/// A few words to type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShortText {
    /// The forms that are right, by the language they are in; the first is the one that is explained. A form of any
    /// language is accepted in every language.
    pub accept: BTreeMap<Lang, Vec<String>>,
}

/// A picture with zones, in units of its view box, the right ones apart from the wrong ones.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Hotspot {
    /// Where it is right to point.
    pub right: Vec<Zone>,
    /// Where people point who are mistaken.
    pub wrong: Vec<Zone>,
}

/// A zone of a picture, drawn generously.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Zone {
    /// Unique within the question.
    pub key: Slug,
    /// The place in words: an option for those who do not point.
    pub text: Localized,
    /// One kind sentence: why it is right or what would go wrong.
    #[serde(default)]
    pub why: Localized,
    /// Where it is.
    pub shape: Shape,
}

/// The outline of a zone, in units of the picture's view box; its edge belongs to it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Shape {
    /// Middle (across, down) and radius.
    Circle([f64; 3]),
    /// Left, top, width, height.
    Rect([f64; 4]),
    /// Corners (across, down), three or more.
    Polygon(Vec<[f64; 2]>),
}

/// A branching case: the question's text is the situation, and the first decision begins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Case {
    /// Three to six; whatever is chosen leads to a later one or to the end.
    pub decisions: Vec<Decision>,
}

/// A fork of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// Unique within the case.
    pub key: Slug,
    /// What has to be decided.
    pub text: Localized,
    /// What is right to do.
    pub right: Vec<CaseOption>,
    /// What is not.
    pub wrong: Vec<CaseOption>,
}

/// Something to do in a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseOption {
    /// Unique within the case.
    pub key: Slug,
    /// What it says.
    pub text: Localized,
    /// What comes of it: shown as soon as it is chosen.
    pub result: Localized,
    /// The decision it leads to; none: the case ends.
    #[serde(default)]
    pub next: Option<Slug>,
    /// Only for wrong options: choosing it makes the case worth nothing.
    #[serde(default)]
    pub critical: bool,
}

/// What somebody answered. Stored as JSON in the log of answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Answer {
    /// The option's key.
    Single {
        /// The option.
        option: Slug,
    },
    /// The ticked options' keys.
    Multiple {
        /// The options.
        options: Vec<Slug>,
    },
    /// The verdict and the reason's key.
    TrueFalse {
        /// True or false.
        verdict: bool,
        /// The reason, where one is asked.
        reason: Option<Slug>,
    },
    /// The steps' keys in the order given.
    Ordering {
        /// All steps of the question, once each.
        steps: Vec<Slug>,
    },
    /// For each pair's key, the key of the pair or extra whose right side was chosen.
    Matching {
        /// Left to right; a left side may be missing.
        chosen: BTreeMap<Slug, Slug>,
    },
    /// The number as it was typed.
    Numeric {
        /// With a comma or a point, and perhaps spaces.
        typed: String,
    },
    /// The words as they were typed.
    Text {
        /// Without spaces around them.
        typed: String,
    },
    /// A point of the picture, or a zone that was chosen by its words.
    Hotspot {
        /// Where.
        place: Place,
    },
    /// What was chosen so far, in that order; the answer is complete when the last choice ends the case.
    Case {
        /// Going back to a decision and choosing again adds to it.
        path: Vec<Taken>,
    },
}

/// A place in a picture.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// Across and down, in units of the view box, to a tenth.
    Point([f64; 2]),
    /// The key of a zone.
    Zone(Slug),
}

/// A choice in a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    /// At which decision.
    pub decision: Slug,
    /// The option.
    pub option: Slug,
}
