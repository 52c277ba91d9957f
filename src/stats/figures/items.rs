//! The figures of each question of a test.

use std::collections::BTreeMap;

use super::correlation::Correlation;
use super::ends::Ends;
use super::log::{Entry, Sitting};
use super::reliability::{above, usual};
use super::share::Share;
use super::{float, median};
use crate::kernel::Lang;

/// The figures of a question in a test.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ItemFigures {
    /// How many had it and left it open.
    pub open: u32,
    /// The mean of what answers were worth, from 0 to 1, and how many there are: the facility.
    pub facility: Share,
    /// The same by language.
    pub languages: BTreeMap<Lang, Share>,
    /// With the rest of the test: the corrected point-biserial correlation.
    pub rest: Option<Correlation>,
    /// The strongest against the weakest.
    pub ends: Option<Ends>,
    /// The median of the times taken.
    pub seconds: Option<u32>,
}

/// An answer, with the yardsticks that it is held against.
struct Measured {
    worth: f64,
    whole: f64,
    rest: f64,
    lang: Lang,
    seconds: u32,
}

/// The figures of each question, by its place; of one that the test never drew, none.
///
/// The correlation is with the rest of the test, without the question itself, which would agree with itself
/// (S. Henrysson, *Psychometrika* 28, 1963, 211–218).
pub fn items(questions: usize, sittings: &[Sitting]) -> Vec<ItemFigures> {
    let usual = usual(questions, sittings);
    let mut measured: Vec<(u32, Vec<Measured>)> = (0..questions).map(|_| (0, Vec::new())).collect();
    for sitting in sittings {
        let whole = above(&usual, sitting);
        for entry in &sitting.entries {
            let Some((open, answers)) = measured.get_mut(entry.item) else { continue };
            match measure(entry, whole, usual.get(entry.item).copied().unwrap_or_default()) {
                Some(answer) => answers.push(answer),
                None => *open += 1,
            }
        }
    }
    measured.into_iter().map(|(open, answers)| figures(open, &answers)).collect()
}

fn measure(entry: &Entry, (above, max): (f64, f64), usual: f64) -> Option<Measured> {
    let given = entry.given?;
    let per_point = |above: f64, max: f64| if max > 0.0 { rounded(above / max) } else { 0.0 };
    Some(Measured {
        worth: if entry.max > 0.0 { (entry.points / entry.max).clamp(0.0, 1.0) } else { 0.0 },
        whole: per_point(above, max),
        rest: per_point(above - (entry.points - usual), max - entry.max),
        lang: given.lang,
        seconds: given.seconds,
    })
}

/// Sums of the same numbers in another order differ in their last digits; people with the same answers do not.
fn rounded(yardstick: f64) -> f64 {
    (yardstick * 1e9).round() / 1e9 + 0.0
}

fn figures(open: u32, answers: &[Measured]) -> ItemFigures {
    let rest: Vec<(f64, f64)> = answers.iter().map(|answer| (answer.worth, answer.rest)).collect();
    let mut whole: Vec<(f64, f64)> = answers.iter().map(|answer| (answer.worth, answer.whole)).collect();
    let mut seconds: Vec<u32> = answers.iter().map(|answer| answer.seconds).collect();
    let of = |lang: Lang| {
        let share = share(answers.iter().filter(|answer| answer.lang == lang));
        (share.answers > 0).then_some((lang, share))
    };
    ItemFigures {
        open,
        facility: share(answers.iter()),
        languages: Lang::ALL.into_iter().filter_map(of).collect(),
        rest: Correlation::of(&rest),
        ends: Ends::of(&mut whole),
        seconds: median(&mut seconds),
    }
}

fn share<'a>(answers: impl Iterator<Item = &'a Measured>) -> Share {
    let (sum, count) = answers.fold((0.0, 0_usize), |(sum, count), answer| (sum + answer.worth, count + 1));
    Share { answers: u32::try_from(count).unwrap_or(u32::MAX), mean: sum / float(count).max(1.0) }
}
