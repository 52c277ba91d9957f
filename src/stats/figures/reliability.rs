//! How far a test can be trusted: Cronbach's alpha and the standard error of measurement.

use super::log::Sitting;
use super::{float, median};

/// The figures of a test.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct TestFigures {
    /// How many first tries there are.
    pub sittings: u32,
    /// How many of them were passed.
    pub passed: u32,
    /// The mean score, from 0 to 1.
    pub mean: f64,
    /// The standard deviation of scores, in the same unit.
    pub spread: f64,
    /// Cronbach's alpha; KR-20 where every question is right or wrong. None if the scores do not vary.
    pub alpha: Option<f64>,
    /// The standard error of measurement, from 0 to 1 of the test's points.
    pub error: Option<f64>,
    /// How long answering took, all questions together: the median.
    pub seconds: Option<u32>,
    /// True if every question was worth all or nothing.
    pub all_or_nothing: bool,
}

/// What a question usually brings, by its place: the mean points of all who had it, open ones as none.
pub(super) fn usual(questions: usize, sittings: &[Sitting]) -> Vec<f64> {
    let mut sums = vec![(0.0, 0.0); questions];
    for entry in sittings.iter().flat_map(|sitting| &sitting.entries) {
        if let Some((points, times)) = sums.get_mut(entry.item) {
            *points += entry.points;
            *times += 1.0;
        }
    }
    sums.into_iter().map(|(points, times)| if times > 0.0 { points / times } else { 0.0 }).collect()
}

/// How far a try lies above what its questions usually bring, in points, and what it could bring.
pub(super) fn above(usual: &[f64], sitting: &Sitting) -> (f64, f64) {
    sitting.entries.iter().fold((0.0, 0.0), |(above, max), entry| {
        (above + entry.points - usual.get(entry.item).copied().unwrap_or_default(), max + entry.max)
    })
}

/// The figures of a test from its first tries.
///
/// Alpha is k / (k − 1) · (1 − Σ v / V), with the variances v of the questions and V of the scores (L. J. Cronbach,
/// *Psychometrika* 16, 1951, 297–334; for right and wrong this is formula 20 of G. F. Kuder and M. W. Richardson,
/// *Psychometrika* 2, 1937, 151–160). Both variances are taken of the distances from what the questions usually
/// bring, so that draws of different questions can stand in one sum. Where tries had different numbers of questions,
/// k is their mean, each try weighted by the squares that it brings to Σ v: alpha then never exceeds 1
/// (Cauchy and Schwarz, try by try).
pub fn test(questions: usize, sittings: &[Sitting]) -> TestFigures {
    let usual = usual(questions, sittings);
    let (mut items, mut scores, mut weighted, mut max) = (0.0, 0.0, 0.0, 0.0);
    let mut shares = Vec::with_capacity(sittings.len());
    let (mut times, mut all_or_nothing) = (Vec::with_capacity(sittings.len()), true);
    for sitting in sittings {
        let (above, of) = above(&usual, sitting);
        scores += above * above;
        max += of;
        let mut own = 0.0;
        for entry in &sitting.entries {
            let distance = entry.points - usual.get(entry.item).copied().unwrap_or_default();
            own += distance * distance;
            all_or_nothing &= entry.points == 0.0 || entry.points >= entry.max;
        }
        items += own;
        weighted += own * float(sitting.entries.len());
        let points: f64 = sitting.entries.iter().map(|entry| entry.points).sum();
        shares.push(if of > 0.0 { points / of } else { 0.0 });
        times.push(sitting.entries.iter().filter_map(|entry| Some(entry.given?.seconds)).fold(0, u32::saturating_add));
    }
    let n = float(sittings.len());
    let mean = shares.iter().sum::<f64>() / n.max(1.0);
    let alpha = alpha(weighted / items, items, scores);
    let freedom = (n - 1.0).max(1.0);
    let deviation = (scores / freedom).sqrt();
    TestFigures {
        sittings: u32::try_from(sittings.len()).unwrap_or(u32::MAX),
        passed: u32::try_from(sittings.iter().filter(|sitting| sitting.passed).count()).unwrap_or(u32::MAX),
        mean,
        spread: (shares.iter().map(|share| (share - mean).powi(2)).sum::<f64>() / freedom).sqrt(),
        alpha,
        error: alpha.filter(|_| max > 0.0).map(|alpha| standard_error(deviation, alpha) * n / max),
        seconds: median(&mut times),
        all_or_nothing,
    }
}

/// Of sums of squares; none if nothing varies or there is but one question.
fn alpha(questions: f64, items: f64, scores: f64) -> Option<f64> {
    (questions > 1.0 + 1e-6 && scores > 1e-9).then(|| questions / (questions - 1.0) * (1.0 - items / scores))
}

/// The standard error of measurement: s · √(1 − reliability) (L. M. Harvill, *Educational Measurement: Issues and
/// Practice* 10 (2), 1991, 33–41). A reliability below zero counts as none.
pub fn standard_error(deviation: f64, reliability: f64) -> f64 {
    deviation * (1.0 - reliability.clamp(0.0, 1.0)).sqrt()
}
