//! What a whole try comes to: points, passed or not, and what to read again.

use serde::{Deserialize, Serialize};

use super::mark::Mark;
use super::points::Points;
use crate::kernel::Slug;

/// The points of a try.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Score {
    /// What was reached.
    pub points: Points,
    /// What could be reached.
    pub max: Points,
}

impl Score {
    /// Whole percent, rounded down: 79.9 is shown as 79 and does not pass 80. Nothing of nothing is 0.
    pub fn percent(self) -> u8 {
        let percent = (self.hundredfold()).checked_div(u64::from(self.max.thousandths())).unwrap_or(0);
        u8::try_from(percent.min(100)).unwrap_or(100)
    }

    /// Whether the score is at least that many percent, compared exactly. A try without questions reaches nothing.
    ///
    /// Four right of five reach 80; four and a half of six, 75 percent, do not.
    ///
    /// ```
    /// use erikti::quiz::{attempt::Score, points::Points};
    ///
    /// let score = |points, max| {
    ///     Score { points: Points::from_thousandths(points), max: Points::from_thousandths(max) }
    /// };
    /// assert!(score(4000, 5000).reaches(80));
    /// assert!(!score(4500, 6000).reaches(80));
    /// assert!(!score(7999, 10_000).reaches(80));
    /// ```
    pub fn reaches(self, pass_percent: u8) -> bool {
        let needed = u64::from(pass_percent) * u64::from(self.max.thousandths());
        self.max > Points::ZERO && self.hundredfold() >= needed
    }

    fn hundredfold(self) -> u64 {
        u64::from(self.points.thousandths()) * 100
    }
}

/// A question of the try with its mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marked {
    /// The question's key.
    pub question: Slug,
    /// The lesson to read again after a wrong answer.
    pub lesson: Option<Slug>,
    /// Its mark.
    pub mark: Mark,
}

/// Passed or not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// The pass mark is reached and no critical question went wrong.
    Passed,
    /// It is not.
    Failed {
        /// The critical questions that went wrong, in the order of the try; empty if only points are missing.
        critical: Vec<Slug>,
    },
}

/// A lesson to read again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Weak {
    /// The lesson.
    pub lesson: Slug,
    /// The questions that were not fully right, in the order of the try.
    pub questions: Vec<Slug>,
}

/// What a try comes to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// The points.
    pub score: Score,
    /// Passed or not.
    pub verdict: Verdict,
    /// Lessons to read again, those with the most questions first.
    pub weak: Vec<Weak>,
}

/// The sum of the marks. Questions without an answer belong in it, as [`super::mark::unanswered`].
pub fn score(marks: &[Mark]) -> Score {
    Score { points: marks.iter().map(|mark| mark.points).sum(), max: marks.iter().map(|mark| mark.max).sum() }
}

/// What a try comes to, given the mark of every question drawn and the percent needed to pass.
pub fn outcome(marked: &[Marked], pass_percent: u8) -> Outcome {
    let marks: Vec<Mark> = marked.iter().map(|one| one.mark).collect();
    let score = score(&marks);
    let failed = marked.iter().filter(|one| one.mark.critical_failed);
    let critical: Vec<Slug> = failed.map(|one| one.question.clone()).collect();
    let passed = critical.is_empty() && score.reaches(pass_percent);
    let verdict = if passed { Verdict::Passed } else { Verdict::Failed { critical } };
    Outcome { score, verdict, weak: weak(marked) }
}

/// The lessons of the questions that were not fully right, those with the most of them first.
pub fn weak(marked: &[Marked]) -> Vec<Weak> {
    let mut weak: Vec<Weak> = Vec::new();
    for one in marked.iter().filter(|one| !one.mark.right) {
        let Some(lesson) = &one.lesson else { continue };
        match weak.iter_mut().find(|topic| topic.lesson == *lesson) {
            Some(topic) => topic.questions.push(one.question.clone()),
            None => weak.push(Weak { lesson: lesson.clone(), questions: vec![one.question.clone()] }),
        }
    }
    weak.sort_by_key(|topic| std::cmp::Reverse(topic.questions.len()));
    weak
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(question: &str, lesson: &str, right: bool, critical: bool) -> Marked {
        let points = if right { Points::ONE } else { Points::ZERO };
        let mark = Mark { points, max: Points::ONE, right, critical_failed: critical && !right };
        Marked { question: slug(question), lesson: Slug::parse(lesson), mark }
    }

    fn slug(key: &str) -> Slug {
        Slug::parse(key).expect("a key")
    }

    #[test]
    fn a_wrong_critical_answer_fails_whatever_the_score() {
        let mut tries: Vec<_> = (0..9).map(|n| marked(&format!("q{n}"), "l", true, false)).collect();
        tries.push(marked("gasping", "l", false, true));
        let outcome = outcome(&tries, 80);
        assert_eq!(outcome.score.percent(), 90);
        assert_eq!(outcome.verdict, Verdict::Failed { critical: vec![slug("gasping")] });
    }

    #[test]
    fn lessons_to_read_again_begin_with_the_weakest() {
        let tries = [
            marked("a", "one", false, false),
            marked("b", "two", false, false),
            marked("c", "two", false, false),
            marked("d", "three", true, false),
            marked("e", "", false, false),
        ];
        let weak = weak(&tries);
        assert_eq!(weak.iter().map(|topic| topic.lesson.as_str()).collect::<Vec<_>>(), ["two", "one"]);
    }

    #[test]
    fn a_try_without_questions_is_not_passed() {
        assert_eq!(outcome(&[], 0).verdict, Verdict::Failed { critical: Vec::new() });
    }
}
