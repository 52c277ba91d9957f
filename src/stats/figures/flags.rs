//! What a trainer should look at, told only where chance is no likely reason.

use super::items::ItemFigures;
use super::share::Share;
use crate::kernel::Lang;
use crate::stats::tally;

/// A wrong option that so small a part has chosen does not tempt anybody.
const IDLE: f64 = 0.05;
/// From how many answers on that is told: of fewer, an option that one in ten would choose is missed too easily.
const IDLE_FROM: u32 = 60;
/// A correlation below this hardly tells good learners from weak ones (R. L. Ebel and D. A. Frisbie, 1991).
const TELLS: f64 = 0.2;
/// Fewer than so many right is worth a look: of four options, chance alone would give a quarter.
const HARD: f64 = 0.3;
/// So many right, and the question asks what everybody knows.
const EASY: f64 = 0.95;
/// An easy question cannot tell learners apart, and need not.
const STILL_TELLS: f64 = 0.9;
/// How much lower a language must be.
const GAP: f64 = 0.15;

/// Something to look at, the gravest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Flag {
    /// More good learners than weak ones got it wrong: the key may be.
    Key,
    /// In one language it goes worse than in another.
    Languages(Gap),
    /// Hardly anybody gets it right.
    Hard,
    /// It does not tell good learners from weak ones.
    Blind,
    /// So many wrong options are hardly ever chosen.
    Idle(usize),
    /// Nearly everybody gets it right.
    Easy,
}

/// Two languages that differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Gap {
    /// Where it goes worse.
    pub lang: Lang,
    /// Percent in it.
    pub percent: u32,
    /// Where it goes better.
    pub other: Lang,
    /// Percent in that one.
    pub others: u32,
}

/// What is to be said of a question: its figures, how many wrong options are idle, and whether it is critical (then
/// it may be as easy as it is).
pub fn flags(figures: &ItemFigures, idle: usize, critical: bool) -> Vec<Flag> {
    let interval = figures.facility.interval();
    let enough = figures.rest.filter(|rest| rest.pairs >= super::ENOUGH);
    let is_key = enough.is_some_and(|rest| rest.is_below(0.0));
    let is_blind = !is_key && figures.facility.mean < STILL_TELLS && enough.is_some_and(|rest| rest.is_below(TELLS));
    let is_few = figures.facility.answers < tally::FEW;
    let found = [
        is_key.then_some(Flag::Key),
        gap(figures).map(Flag::Languages),
        (!is_few && interval.high < HARD).then_some(Flag::Hard),
        is_blind.then_some(Flag::Blind),
        (idle > 0).then_some(Flag::Idle(idle)),
        (!is_few && !critical && interval.low > EASY).then_some(Flag::Easy),
    ];
    found.into_iter().flatten().collect()
}

/// The greatest difference of more than 15 points between two languages, if chance is no likely reason.
pub fn gap(figures: &ItemFigures) -> Option<Gap> {
    let known: Vec<(Lang, Share)> = figures
        .languages
        .iter()
        .filter(|(_, share)| share.answers >= tally::FEW)
        .map(|(l, share)| (*l, *share))
        .collect();
    let mut found: Option<(f64, Gap)> = None;
    for (lang, low) in &known {
        for (other, high) in &known {
            let difference = high.mean - low.mean;
            let is_greater = found.is_none_or(|(before, _)| difference > before);
            if difference > GAP + 1e-9 && high.less(*low).low > 0.0 && is_greater {
                let gap = Gap { lang: *lang, percent: percent(low.mean), other: *other, others: percent(high.mean) };
                found = Some((difference, gap));
            }
        }
    }
    found.map(|(_, gap)| gap)
}

/// True if a wrong option is hardly ever chosen: so many times, in so many answers.
pub fn is_idle(times: u32, answers: u32) -> bool {
    answers >= IDLE_FROM && f64::from(times) < IDLE * f64::from(answers)
}

/// Whole percent, rounded down.
pub fn percent(share: f64) -> u32 {
    // A third of the points is 33 %, also where a sum of thirds has come out a hair too small.
    (0..100).rev().find(|percent| f64::from(*percent + 1) <= share * 100.0 + 1e-6).map_or(0, |percent| percent + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::figures::Correlation;

    fn item(mean: f64, answers: u32, r: f64) -> ItemFigures {
        let rest = Some(Correlation { r, pairs: answers });
        ItemFigures { facility: Share { answers, mean }, rest, ..ItemFigures::default() }
    }

    #[test]
    fn each_flag_is_raised_where_chance_is_no_reason() {
        for (what, figures, idle, expected) in [
            ("a good question", item(0.6, 200, 0.4), 0, vec![]),
            ("a wrong key", item(0.2, 60, -0.35), 0, vec![Flag::Key]),
            ("as negative, of few", item(0.5, 25, -0.35), 0, vec![]),
            ("a little negative by chance", item(0.5, 40, -0.05), 0, vec![]),
            ("blind", item(0.6, 400, 0.02), 0, vec![Flag::Blind]),
            ("blind for being easy", item(0.93, 400, 0.02), 0, vec![]),
            ("hard", item(0.2, 200, 0.3), 0, vec![Flag::Hard]),
            ("hard, of few", item(0.0, 10, 0.3), 0, vec![]),
            ("easy", item(0.99, 400, 0.1), 0, vec![Flag::Easy]),
            ("idle options", item(0.6, 400, 0.4), 2, vec![Flag::Idle(2)]),
            ("nobody", ItemFigures::default(), 0, vec![]),
        ] {
            assert_eq!(flags(&figures, idle, false), expected, "{what}");
        }
        assert_eq!(flags(&item(0.99, 400, 0.1), 0, true), [], "what is critical may be easy");
    }

    #[test]
    fn a_language_stands_apart_by_more_than_15_points_and_more_than_chance() {
        let of = |shares: [(Lang, u32, f64); 3]| ItemFigures {
            languages: shares.map(|(lang, answers, mean)| (lang, Share { answers, mean })).into(),
            ..ItemFigures::default()
        };
        let found = gap(&of([(Lang::Kk, 100, 0.5), (Lang::Ru, 100, 0.8), (Lang::En, 100, 0.7)]));
        assert_eq!(found, Some(Gap { lang: Lang::Kk, percent: 50, other: Lang::Ru, others: 80 }));
        assert_eq!(gap(&of([(Lang::Kk, 900, 0.7), (Lang::Ru, 900, 0.85), (Lang::En, 3, 0.0)])), None, "15 is not more");
        assert_eq!(gap(&of([(Lang::Kk, 20, 0.5), (Lang::Ru, 20, 0.7), (Lang::En, 19, 1.0)])), None, "chance, and few");
    }

    #[test]
    fn percents_are_rounded_down() {
        assert_eq!([0.0, 0.019_99, 0.33, 2.0 / 3.0, 0.999_9, 1.0].map(percent), [0, 1, 33, 66, 99, 100]);
        assert!(is_idle(2, 60) && !is_idle(3, 60) && !is_idle(0, 59));
    }
}
