//! Questions as trainers edit them: a form for each kind, beside the file in which they are written.
//!
//! Invariants: a form that is saved as it was shown changes no byte; one that was changed touches its own question
//! alone, whose other parts keep their order and remarks.

mod bank;
mod fill;
mod judge;
mod kind;
mod marking;
mod place;
mod read;
mod sheet;
mod sketch;
#[cfg(test)]
mod tests;
mod typed;
mod write;

pub(super) use bank::{Bank, Listed};
pub(super) use fill::{Added, Copied, Facts, Filling};
pub(super) use judge::{Fault, Judged, Words, judge};
pub(super) use kind::{Kind, PartKind};
pub(super) use place::place_in;
pub(super) use read::read;
pub(super) use sheet::{MOST_OPTIONS, MOST_PARTS, Part, Sheet};
pub(super) use typed::pressed;
pub(super) use write::{block_of, shape_numbers, tags, write};
