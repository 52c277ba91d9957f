//! Whether those who know more answer a question rightly more often.

use super::share::Interval;
use super::{NORMAL, ONE_SIDED};

/// A correlation, from −1 to 1, of so many pairs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Correlation {
    /// Pearson's coefficient.
    pub r: f64,
    /// Of how many pairs.
    pub pairs: u32,
}

impl Correlation {
    /// Pearson's correlation of pairs; none, if one side does not vary. Where one side is right or wrong, this is the
    /// point-biserial correlation (F. M. Lord and M. R. Novick, *Statistical Theories of Mental Test Scores*, 1968, 15.5).
    pub fn of(pairs: &[(f64, f64)]) -> Option<Self> {
        let count = u32::try_from(pairs.len()).ok().filter(|count| *count >= 2)?;
        let n = f64::from(count);
        let (x, y) = pairs.iter().fold((0.0, 0.0), |(x, y), pair| (x + pair.0 / n, y + pair.1 / n));
        let sums = pairs.iter().fold([0.0; 3], |[xx, yy, xy], pair| {
            let (dx, dy) = (pair.0 - x, pair.1 - y);
            [xx + dx * dx, yy + dy * dy, xy + dx * dy]
        });
        let [xx, yy, xy] = sums;
        // What varies by less has not varied but been rounded.
        let varies = xx / n > 1e-12 && yy / n > 1e-12;
        varies.then(|| Self { r: (xy / (xx * yy).sqrt()).clamp(-1.0, 1.0), pairs: count })
    }

    /// Fisher's interval (R. A. Fisher, *Metron* 1, 1921, 3–32): atanh r ± 1.96 / √(n − 3).
    pub fn interval(self) -> Interval {
        Interval { low: self.moved(-NORMAL), high: self.moved(NORMAL) }
    }

    /// True if chance would make it as low as this once in twenty times or less often, were it really `least`.
    pub fn is_below(self, least: f64) -> bool {
        self.moved(ONE_SIDED) < least
    }

    fn moved(self, errors: f64) -> f64 {
        if self.pairs <= 3 {
            return errors.signum();
        }
        (self.r.atanh() + errors / f64::from(self.pairs - 3).sqrt()).tanh()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_vary_correlates_with_nothing() {
        assert_eq!(Correlation::of(&[]), None);
        assert_eq!(Correlation::of(&[(1.0, 2.0)]), None);
        assert_eq!(Correlation::of(&[(1.0, 2.0), (1.0, 3.0), (1.0, 4.0)]), None);
        let line = Correlation::of(&[(0.0, 5.0), (1.0, 3.0), (2.0, 1.0)]).expect("both vary");
        assert!((line.r + 1.0).abs() < 1e-12);
    }

    /// At r = 0 the interval is ± tanh(1.96 / √(n − 3)); at ± 1 it has no width.
    #[test]
    fn fisher_s_interval_has_its_width() {
        let found = Correlation { r: 0.0, pairs: 28 }.interval();
        assert!((found.high - 0.373_08).abs() < 0.000_05 && (found.low + found.high).abs() < 1e-12, "{found:?}");
        let found = Correlation { r: -1.0, pairs: 28 };
        assert_eq!(found.interval(), Interval { low: -1.0, high: -1.0 });
        assert!(found.is_below(0.0));
        assert!(!Correlation { r: -0.9, pairs: 3 }.is_below(0.0), "of three pairs nothing is known");
        assert!(!Correlation { r: -0.2, pairs: 40 }.is_below(0.0));
        assert!(Correlation { r: -0.3, pairs: 40 }.is_below(0.0));
    }
}
