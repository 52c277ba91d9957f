//! Reports: how many people learn, finish and hold a certificate that is valid; by period, place, organisation, course,
//! language and age.
//!
//! Invariants: people are counted, each once in a cell, so a report tells how many and never who; every number has one
//! definition, which is printed with it; what nobody writes down is *not collected* and never 0. Where a reader may not
//! see persons, groups of fewer than [`hide::LEAST`] are hidden, and enough of their neighbours that no total gives them
//! away.
//!
//! Counting a million people in the database would take seconds for each table of a report. So what counts of them is read
//! once, a few bytes for each ([`facts::Facts`]), and counted in memory ([`count::count`]). Where that is little it is read for every
//! report, so a report is never old; where it is much, every few minutes ([`Kept`]).

pub mod count;
pub mod facts;
pub mod hide;
mod kept;
pub mod period;
mod read;
mod shown;
#[cfg(test)]
mod tests;

pub use kept::Kept;
pub use read::{Offered, Report, Taken, note_taken, read};
pub use shown::{Cells, Funnel, Known, Line, Point, Share, Shown, Step};
