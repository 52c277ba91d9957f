//! What a trainer should look at, told only where chance is no likely reason.

use std::collections::BTreeMap;

use super::items::ItemFigures;
use crate::kernel::Lang;
use crate::stats::tally::{self, Misleads, Tally};

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

/// Something to look at, the gravest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Flag {
    /// More good learners than weak ones got it wrong: the key may be.
    Key,
    /// In one language it goes worse than its readers explain.
    Languages(Misleads),
    /// Hardly anybody gets it right.
    Hard,
    /// It does not tell good learners from weak ones.
    Blind,
    /// So many wrong options are hardly ever chosen.
    Idle(usize),
    /// Nearly everybody gets it right.
    Easy,
}

impl Flag {
    /// In addresses: which of them, whatever it says.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Key => "key",
            Self::Languages(_) => "languages",
            Self::Hard => "hard",
            Self::Blind => "blind",
            Self::Idle(_) => "idle",
            Self::Easy => "easy",
        }
    }
}

/// What is to be said of a question: its figures, what was [`answered`] in the whole test, how many wrong options are
/// idle, and whether it is critical (then it may be as easy as it is).
pub fn flags(figures: &ItemFigures, test: &Tally, idle: usize, critical: bool) -> Vec<Flag> {
    let interval = figures.facility.interval();
    let enough = figures.rest.filter(|rest| rest.pairs >= super::ENOUGH);
    let is_key = enough.is_some_and(|rest| rest.is_below(0.0));
    let is_blind = !is_key && figures.facility.mean < STILL_TELLS && enough.is_some_and(|rest| rest.is_below(TELLS));
    let is_few = figures.facility.answers < tally::FEW;
    let found = [
        is_key.then_some(Flag::Key),
        answered([figures]).misleads(test).map(Flag::Languages),
        (!is_few && interval.high < HARD).then_some(Flag::Hard),
        is_blind.then_some(Flag::Blind),
        (idle > 0).then_some(Flag::Idle(idle)),
        (!is_few && !critical && interval.low > EASY).then_some(Flag::Easy),
    ];
    found.into_iter().flatten().collect()
}

/// What was answered, by language: as many right answers as all their parts make together.
pub fn answered<'a>(figures: impl IntoIterator<Item = &'a ItemFigures>) -> Tally {
    let mut sums: BTreeMap<Lang, (u32, f64)> = BTreeMap::new();
    for (lang, share) in figures.into_iter().flat_map(|item| &item.languages) {
        let (answers, worth) = sums.entry(*lang).or_default();
        *answers = answers.saturating_add(share.answers);
        *worth += f64::from(share.answers) * share.mean;
    }
    let mut tally = Tally::default();
    for (lang, (answers, worth)) in sums {
        // Half of an answer in twenty and more says nothing that is told here.
        let right = (1..=answers).take_while(|right| f64::from(*right) <= worth + 0.5).last().unwrap_or_default();
        tally.add(lang, right, true);
        tally.add(lang, answers.saturating_sub(right), false);
    }
    tally
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
    use crate::stats::figures::{Correlation, Share};

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
            assert_eq!(flags(&figures, &Tally::default(), idle, false), expected, "{what}");
        }
        assert_eq!(flags(&item(0.99, 400, 0.1), &Tally::default(), 0, true), [], "what is critical may be easy");
    }

    #[test]
    fn a_language_stands_apart_by_more_than_chance_and_more_than_its_readers() {
        let of = |shares: [(Lang, u32, f64); 3]| ItemFigures {
            languages: shares.map(|(lang, answers, mean)| (lang, Share { answers, mean })).into(),
            ..ItemFigures::default()
        };
        let found = |own: &ItemFigures, rest: ItemFigures| {
            flags(own, &answered([own, &rest]), 0, false).into_iter().find(|flag| matches!(flag, Flag::Languages(_)))
        };
        let rest = || of([(Lang::Kk, 900, 0.7), (Lang::Ru, 900, 0.72), (Lang::En, 900, 0.7)]);
        let worse = of([(Lang::Kk, 100, 0.507), (Lang::Ru, 100, 0.8), (Lang::En, 100, 0.8)]);
        let named = Misleads { lang: Lang::Kk, percent: 51, others: 80 };
        assert_eq!(found(&worse, rest()), Some(Flag::Languages(named)));
        let weaker = of([(Lang::Kk, 900, 0.5), (Lang::Ru, 900, 0.75), (Lang::En, 900, 0.75)]);
        assert_eq!(found(&worse, weaker), None, "its readers are behind everywhere");
        let by_chance = of([(Lang::Kk, 20, 0.6), (Lang::Ru, 20, 0.8), (Lang::En, 19, 1.0)]);
        assert_eq!(found(&by_chance, rest()), None, "chance");
    }

    #[test]
    fn percents_are_rounded_down() {
        assert_eq!([0.0, 0.019_99, 0.33, 2.0 / 3.0, 0.999_9, 1.0].map(percent), [0, 1, 33, 66, 99, 100]);
        assert!(is_idle(2, 60) && !is_idle(3, 60) && !is_idle(0, 59));
    }
}
