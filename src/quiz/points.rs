//! Points, in whole thousandths, so that sums and comparisons are exact.

use serde::{Deserialize, Serialize};

/// Points in thousandths: 1000 is what a question is usually worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Points(u32);

impl Points {
    /// Nothing.
    pub const ZERO: Self = Self(0);
    /// Half a point: the small weight of true-or-false questions, which a guess gets right every other time.
    pub const HALF: Self = Self(500);
    /// One point: the weight of every other question.
    pub const ONE: Self = Self(1000);

    /// That many thousandths.
    pub const fn from_thousandths(thousandths: u32) -> Self {
        Self(thousandths)
    }

    /// How many thousandths.
    pub const fn thousandths(self) -> u32 {
        self.0
    }

    /// The sum; stays at the largest number there is rather than overflow.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// `part` out of `whole` of one point, rounded down, so that only the whole part is a full point. Nothing of
    /// nothing is nothing.
    ///
    /// ```
    /// use erikti::quiz::points::Points;
    ///
    /// assert_eq!(Points::share(2, 3).thousandths(), 666);
    /// assert_eq!(Points::share(3, 3), Points::ONE);
    /// assert_eq!(Points::share(0, 0), Points::ZERO);
    /// ```
    pub fn share(part: usize, whole: usize) -> Self {
        let thousandths = part.min(whole).saturating_mul(1000).checked_div(whole).unwrap_or(0);
        Self(u32::try_from(thousandths).unwrap_or(0))
    }
}

impl std::iter::Sum for Points {
    fn sum<I: Iterator<Item = Self>>(points: I) -> Self {
        points.fold(Self::ZERO, Self::plus)
    }
}
