//! The questions of a draft: the list, choosing what a new one is to be, and the form of one.

mod both;
mod draw;
mod form;
mod head;
mod list;
mod parts;
mod trial;

pub(in crate::authoring) use both::differing as differing_questions;
pub(in crate::authoring) use draw::Drawing;
pub(in crate::authoring) use form::{QuestionPage, question};
pub(in crate::authoring) use list::{Filter, QuestionList, QuestionRow, new_question, questions};
pub(in crate::authoring) use parts::field_part;
pub(in crate::authoring) use trial::{Trial, Unsaved, trial, unsaved, unsaved_part};

use crate::authoring::questions::Kind;

/// What a kind is called: a key of the catalogue.
pub(super) const fn kind_words(kind: Kind) -> &'static str {
    match kind {
        Kind::Single => "bank-kind-single",
        Kind::Multiple => "bank-kind-multiple",
        Kind::TrueFalse => "bank-kind-true-false",
        Kind::Ordering => "bank-kind-ordering",
        Kind::Matching => "bank-kind-matching",
        Kind::Numeric => "bank-kind-numeric",
        Kind::Text => "bank-kind-text",
        Kind::Hotspot => "bank-kind-hotspot",
        Kind::Case => "bank-kind-case",
    }
}

/// What a kind is for: a key of the catalogue.
const fn kind_hint(kind: Kind) -> &'static str {
    match kind {
        Kind::Single => "bank-hint-single",
        Kind::Multiple => "bank-hint-multiple",
        Kind::TrueFalse => "bank-hint-true-false",
        Kind::Ordering => "bank-hint-ordering",
        Kind::Matching => "bank-hint-matching",
        Kind::Numeric => "bank-hint-numeric",
        Kind::Text => "bank-hint-text",
        Kind::Hotspot => "bank-hint-hotspot",
        Kind::Case => "bank-hint-case",
    }
}
