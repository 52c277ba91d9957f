//! The figures of tests and their questions, as test-makers know them. `docs/question-statistics.md` tells each formula with its
//! source; the unit tests compare them with published examples.
//!
//! Tests draw their questions, so not everybody answers the same ones. A learner's standing is therefore told by how
//! far the points lie above what these questions usually bring: an easy draw makes nobody a better learner. Where
//! everybody answers the same questions, all figures are exactly the classical ones.

mod correlation;
mod ends;
pub mod flags;
mod items;
pub mod log;
mod reliability;
mod share;

pub use correlation::Correlation;
pub use ends::Ends;
pub use items::{ItemFigures, items};
pub use log::{Entry, Given, Log, Sitting, TestLog};
pub use reliability::{TestFigures, standard_error, test};
pub use share::{Interval, Share};

/// 97.5 % of a normal distribution lie below so many standard deviations.
const NORMAL: f64 = 1.959_963_985;
/// 95 % of it lie below so many.
const ONE_SIDED: f64 = 1.644_853_627;

/// Of fewer answers neither a correlation nor a reliability is told: chance would be most of it.
pub const ENOUGH: u32 = 30;

/// A number as the mathematics needs it. No table has as many rows as the type has numbers.
fn float(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

/// The middle one; of two middle ones the lower.
fn median(numbers: &mut [u32]) -> Option<u32> {
    let middle = numbers.len().checked_sub(1)? / 2;
    Some(*numbers.select_nth_unstable(middle).1)
}

#[cfg(test)]
mod tests;
