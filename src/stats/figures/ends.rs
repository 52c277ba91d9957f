//! The strongest against the weakest: the classical index of discrimination.

/// What part of those who answered is taken at each end (T. L. Kelley, *Journal of Educational Psychology* 30, 1939,
/// 17–24: with 27 % the difference is told most surely, if knowledge is spread normally).
const PART: f64 = 0.27;

/// How a question went with the strongest and with the weakest 27 %.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ends {
    /// How many are at each end.
    pub size: u32,
    /// The mean of the strongest, from 0 to 1.
    pub upper: f64,
    /// The mean of the weakest.
    pub lower: f64,
}

impl Ends {
    /// Of answers (worth, yardstick). Those with the same yardstick at the border share the places that are left, so
    /// it does not matter in which order they come. None of nobody.
    pub fn of(answers: &mut [(f64, f64)]) -> Option<Self> {
        let count = u32::try_from(answers.len()).ok().filter(|count| *count > 0)?;
        let size = (f64::from(count) * PART).round().max(1.0);
        answers.sort_by(|one, other| other.1.total_cmp(&one.1));
        let upper = mean_of_first(answers.chunk_by(|one, other| is_same(one.1, other.1)), size);
        let lower = mean_of_first(answers.chunk_by(|one, other| is_same(one.1, other.1)).rev(), size);
        // As many as people there are, so it is a whole number within the type.
        let size = (1..=count).find(|whole| f64::from(*whole) >= size)?;
        Some(Self { size, upper, lower })
    }

    /// The index: the difference, from −1 to 1 (R. L. Ebel and D. A. Frisbie, *Essentials of Educational
    /// Measurement*, 5th edition, 1991, chapter 13).
    pub fn index(self) -> f64 {
        self.upper - self.lower
    }
}

fn is_same(one: f64, other: f64) -> bool {
    one.total_cmp(&other).is_eq()
}

fn mean_of_first<'a>(groups: impl Iterator<Item = &'a [(f64, f64)]>, size: f64) -> f64 {
    let (mut left, mut sum) = (size, 0.0);
    for group in groups {
        if left <= 0.0 {
            break;
        }
        let count = f64::from(u32::try_from(group.len()).unwrap_or(u32::MAX));
        let taken = left.min(count);
        sum += group.iter().map(|answer| answer.0).sum::<f64>() * (taken / count);
        left -= taken;
    }
    (sum / size).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// D = (right among the upper 27 % − right among the lower 27 %) / their number, as in the report on item analysis
    /// of UCLA's Test Scoring Services; 40 learners, so 11 at each end, 9 and 3 of them right: 0.55.
    #[test]
    fn the_index_is_that_of_a_worked_example() {
        let worth = |right: u32| (0..11).map(move |at| f64::from(u32::from(at < right)));
        let answers = worth(9).chain((0..18).map(|_| 1.0)).chain(worth(3));
        let mut answers: Vec<(f64, f64)> = answers.zip((0..40).rev().map(f64::from)).collect();
        let ends = Ends::of(&mut answers).expect("answers");
        assert_eq!(ends.size, 11);
        assert!((ends.index() - 0.545_454).abs() < 0.000_01, "{ends:?}");
    }

    #[test]
    fn those_at_the_border_share_its_places() {
        // Ten people, three at each end; two are ahead, two at the border of whom one was right.
        let mut answers = vec![(1.0, 9.0), (1.0, 9.0), (1.0, 8.0), (0.0, 8.0)];
        answers.extend([(1.0, 7.0), (1.0, 7.0), (0.0, 7.0), (1.0, 7.0), (0.0, 2.0), (0.0, 2.0)]);
        let ends = Ends::of(&mut answers).expect("answers");
        assert!((ends.upper - 2.5 / 3.0).abs() < 1e-12 && (ends.lower - 0.75 / 3.0).abs() < 1e-12, "{ends:?}");
        answers.reverse();
        assert_eq!(Ends::of(&mut answers), Some(ends));
        assert_eq!(Ends::of(&mut []), None);
        assert_eq!(Ends::of(&mut [(0.5, 1.0)]).map(Ends::index), Some(0.0));
    }
}
