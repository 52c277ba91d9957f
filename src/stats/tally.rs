//! How often a question was answered rightly, by the language in which it was read.

use std::collections::BTreeMap;

use crate::kernel::Lang;

/// Of fewer answers no share is told: with ten, one person more or less is ten percent.
pub const FEW: u32 = 20;
/// How many percentage points lower a share must be for a question to be worth a look.
const GAP: f64 = 15.0;
/// How many standard errors a difference must be away from chance. A course has hundreds of questions in three
/// languages; at three errors about one in a thousand comparisons is a false alarm.
const ERRORS: f64 = 3.0;

/// Answers, and how many of them were right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Count {
    /// All.
    pub answers: u32,
    /// The right ones.
    pub right: u32,
}

impl Count {
    /// Adds so many answers, all right or all wrong.
    pub const fn add(&mut self, answers: u32, right: bool) {
        self.answers = self.answers.saturating_add(answers);
        if right {
            self.right = self.right.saturating_add(answers);
        }
    }

    /// Both together.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        let (answers, right) = (self.answers.saturating_add(other.answers), self.right.saturating_add(other.right));
        Self { answers, right }
    }

    /// True if a share would say more than is known.
    pub const fn is_few(self) -> bool {
        self.answers < FEW
    }

    /// How many percent were right, rounded down; nothing of nothing is 0.
    pub fn percent(self) -> u32 {
        percent_of(self.right, self.answers)
    }

    /// The share of right answers, from 0 to 1.
    fn share(self) -> f64 {
        f64::from(self.right) / f64::from(self.answers.max(1))
    }
}

/// A part of a whole in percent, rounded down; nothing of nothing is 0.
pub fn percent_of(part: u32, whole: u32) -> u32 {
    let percent = (u64::from(part) * 100).checked_div(u64::from(whole)).unwrap_or(0);
    u32::try_from(percent).unwrap_or(100)
}

/// Counts by language.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tally {
    counts: BTreeMap<Lang, Count>,
    left_open: u32,
}

/// A language in which a question goes wrong more often than its readers explain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Misleads {
    /// The language.
    pub lang: Lang,
    /// Percent right in it.
    pub percent: u32,
    /// Percent right in the others together.
    pub others: u32,
}

impl Tally {
    /// Adds so many answers in a language, all right or all wrong.
    pub fn add(&mut self, lang: Lang, answers: u32, right: bool) {
        self.counts.entry(lang).or_default().add(answers, right);
    }

    /// Adds so many tests that were handed in with the question left open.
    pub const fn add_left_open(&mut self, times: u32) {
        self.left_open = self.left_open.saturating_add(times);
    }

    /// In how many tests that were handed in the question was left open. In which language it was read is not known,
    /// and no answer is neither right nor wrong wording: shares are of answers alone.
    pub const fn left_open(&self) -> u32 {
        self.left_open
    }

    /// Adds another question's.
    pub fn add_all(&mut self, other: &Self) {
        for (lang, count) in &other.counts {
            let own = self.counts.entry(*lang).or_default();
            *own = own.plus(*count);
        }
        self.add_left_open(other.left_open);
    }

    /// The answers in a language.
    pub fn of(&self, lang: Lang) -> Count {
        self.counts.get(&lang).copied().unwrap_or_default()
    }

    /// All answers.
    pub fn total(&self) -> Count {
        self.counts.values().fold(Count::default(), |sum, count| sum.plus(*count))
    }

    /// True if nobody has answered it or left it open.
    pub fn is_empty(&self) -> bool {
        self.total().answers == 0 && self.left_open == 0
    }

    /// The answers in all languages but this one.
    pub fn others(&self, lang: Lang) -> Count {
        self.counts
            .iter()
            .filter(|(other, _)| **other != lang)
            .fold(Count::default(), |sum, (_, count)| sum.plus(*count))
    }

    /// What is left of a sum without this question's part.
    #[must_use]
    fn rest_of(&self, sum: &Self) -> Self {
        let left = |lang: Lang, all: Count| {
            let own = self.of(lang);
            let answers = all.answers.saturating_sub(own.answers);
            Count { answers, right: all.right.saturating_sub(own.right) }
        };
        let counts = sum.counts.iter().map(|(lang, all)| (*lang, left(*lang, *all))).collect();
        Self { counts, left_open: sum.left_open.saturating_sub(self.left_open) }
    }

    /// By how much the readers of a language are behind the others, if enough is known of them.
    fn behind(&self, lang: Lang) -> f64 {
        let (own, others) = (self.of(lang), self.others(lang));
        if own.is_few() || others.is_few() { 0.0 } else { (others.share() - own.share()).max(0.0) }
    }

    /// The language that misleads most, if one does. `course` is all of its questions together, this one among them:
    /// where the readers of a language are behind in the other questions too, that is not this question's wording.
    ///
    /// It is a test of two proportions (with the pooled standard error, as in Agresti, *Categorical Data Analysis*,
    /// 3.1) of the share in the language against the others, lessened by the difference in the rest of the course.
    pub fn misleads(&self, course: &Self) -> Option<Misleads> {
        let rest = self.rest_of(course);
        let found = Lang::ALL.into_iter().filter_map(|lang| {
            let (own, others) = (self.of(lang), self.others(lang));
            if own.is_few() || others.is_few() {
                return None;
            }
            let gap = others.share() - own.share() - rest.behind(lang);
            let is_far = gap * 100.0 >= GAP && gap >= ERRORS * standard_error(own, others);
            is_far.then_some((gap, Misleads { lang, percent: own.percent(), others: others.percent() }))
        });
        found.max_by(|one, other| one.0.total_cmp(&other.0)).map(|(_, misleads)| misleads)
    }
}

/// Of the difference between two shares, if they were the same but for chance.
fn standard_error(one: Count, other: Count) -> f64 {
    let pooled = one.plus(other).share();
    (pooled * (1.0 - pooled) * (1.0 / f64::from(one.answers) + 1.0 / f64::from(other.answers))).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(counts: [(u32, u32); 3]) -> Tally {
        let mut tally = Tally::default();
        for (lang, (right, answers)) in Lang::ALL.into_iter().zip(counts) {
            tally.add(lang, right, true);
            tally.add(lang, answers - right, false);
        }
        tally
    }

    #[test]
    fn the_language_that_goes_wrong_more_often_is_found() {
        let general = tally([(800, 1000), (800, 1000), (80, 100)]);
        let found = tally([(24, 60), (54, 60), (4, 5)]).misleads(&general);
        assert_eq!(found, Some(Misleads { lang: Lang::Kk, percent: 40, others: 89 }));
        let found = tally([(54, 60), (24, 60), (9, 10)]).misleads(&general).map(|found| found.lang);
        assert_eq!(found, Some(Lang::Ru));
    }

    #[test]
    fn chance_few_answers_and_weaker_readers_are_no_alarm() {
        let general = tally([(800, 1000), (800, 1000), (80, 100)]);
        for (what, counts) in [
            ("nobody", [(0, 0), (0, 0), (0, 0)]),
            ("few in the language", [(0, 19), (60, 60), (0, 0)]),
            ("few in the others", [(0, 60), (19, 19), (0, 0)]),
            ("a small difference of many", [(7000, 10_000), (8000, 10_000), (0, 0)]),
            ("a difference that chance makes", [(12, 20), (17, 20), (0, 0)]),
            ("all alike", [(60, 60), (60, 60), (60, 60)]),
        ] {
            assert_eq!(tally(counts).misleads(&general), None, "{what}");
        }
        let weaker = tally([(500, 1000), (900, 1000), (0, 0)]);
        assert_eq!(tally([(30, 60), (54, 60), (0, 0)]).misleads(&weaker), None);
        let alone = tally([(30, 60), (54, 60), (0, 0)]);
        assert!(alone.misleads(&alone).is_some(), "its own answers do not excuse it");
    }

    #[test]
    fn shares_are_rounded_down_and_few_answers_have_none() {
        assert_eq!(Count { answers: 3, right: 2 }.percent(), 66);
        assert_eq!(Count::default().percent(), 0);
        assert!(Count { answers: 19, right: 19 }.is_few());
        assert!(!Count { answers: 20, right: 0 }.is_few());
    }
}
