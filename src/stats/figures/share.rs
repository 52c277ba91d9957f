//! How sure a share is.

use super::NORMAL;

/// From where to where a figure lies with 95 % confidence.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

/// A mean of answers that are each worth from 0 to 1, and how many there are.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Share {
    /// How many answers.
    pub answers: u32,
    /// Their mean, from 0 to 1; nothing of nothing is 0.
    pub mean: f64,
}

impl Share {
    /// The share of so many right ones.
    pub fn of(right: u32, answers: u32) -> Self {
        Self { answers, mean: f64::from(right) / f64::from(answers.max(1)) }
    }

    /// Wilson's score interval without continuity correction (E. B. Wilson, *JASA* 22, 1927, 209–212; number 3 in
    /// R. G. Newcombe, *Statistics in Medicine* 17, 1998, 857–872). Answers worth a part of a point vary less about
    /// their mean than right and wrong ones would, so for them it is rather too wide than too narrow. Of no answers
    /// everything is possible.
    pub fn interval(self) -> Interval {
        if self.answers == 0 {
            return Interval { low: 0.0, high: 1.0 };
        }
        let (n, p, z2) = (f64::from(self.answers), self.mean, NORMAL * NORMAL);
        let middle = p + z2 / (2.0 * n);
        let half = NORMAL * (p * (1.0 - p) / n + z2 / (4.0 * n * n)).max(0.0).sqrt();
        let below = 1.0 + z2 / n;
        Interval { low: ((middle - half) / below).clamp(0.0, p), high: ((middle + half) / below).clamp(p, 1.0) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn assert_is(found: Interval, (low, high): (f64, f64)) {
        assert!((found.low - low).abs() < 0.000_05 && (found.high - high).abs() < 0.000_05, "{found:?} {low} {high}");
    }

    /// Newcombe 1998, pages 857–872, table I: method 3.
    #[test]
    fn wilson_s_interval_is_that_of_the_published_examples() {
        for (right, of, published) in [
            (81, 263, (0.2553, 0.3662)),
            (15, 148, (0.0624, 0.1605)),
            (0, 20, (0.0, 0.1611)),
            (1, 29, (0.0061, 0.1718)),
        ] {
            assert_is(Share::of(right, of).interval(), published);
        }
        assert_eq!(Share::default().interval(), Interval { low: 0.0, high: 1.0 });
    }
}
