//! When somebody may try, what passes, and when explanations are due.

use serde::{Deserialize, Serialize};

use crate::kernel::Timestamp;

/// The rules of a quiz.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuizRules {
    /// Percent of the points needed to pass, 0 to 100.
    pub pass_percent: u8,
    /// Tries before one has to wait; 0: as many as one likes.
    #[serde(default)]
    pub tries: u32,
    /// Hours to wait after so many tries; 0: none.
    #[serde(default)]
    pub wait_hours: u32,
    /// When explanations are due.
    #[serde(default)]
    pub explanations: Explanations,
    /// Minutes for one try; no limit unless set.
    #[serde(default)]
    pub minutes: Option<u32>,
}

/// When explanations are due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Explanations {
    /// When a try is finished, passed or not.
    #[default]
    AfterTry,
    /// When a try is passed.
    AfterPass,
}

impl Explanations {
    /// Whether the explanations of a finished try may be shown.
    pub const fn due(self, passed: bool) -> bool {
        match self {
            Self::AfterTry => true,
            Self::AfterPass => passed,
        }
    }
}

impl QuizRules {
    /// When a try that began then is over; `None` without a time limit.
    pub fn deadline(&self, started: Timestamp) -> Option<Timestamp> {
        self.minutes.map(|minutes| started.plus_seconds(i64::from(minutes) * 60))
    }
}

/// A try that is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Finished {
    /// When it ended.
    pub at: Timestamp,
    /// Whether it was passed.
    pub passed: bool,
}

/// Whether a next try may begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NextTry {
    /// Yes.
    Open {
        /// The try's number, from 1 and over all waits.
        number: u32,
        /// Tries left before one has to wait, this one among them; `None` if one never has to.
        left_before_wait: Option<u32>,
    },
    /// Not yet.
    Waits {
        /// The first moment at which it may.
        until: Timestamp,
    },
    /// No need: one try was passed.
    Passed,
}

/// Whether a next try may begin: `tries` tries, then a wait of `wait_hours` after the last of them, then as many
/// tries again, and so on. Nobody is ever locked out for good. The tries may come in any order.
///
/// With three tries and 24 hours: whoever failed on Monday at 10:00, 11:00 and 12:00 may try again, three times,
/// from Tuesday 12:00.
///
/// ```
/// use erikti::kernel::Timestamp;
/// use erikti::quiz::rules::{Explanations, Finished, NextTry, QuizRules, next_try};
///
/// let explanations = Explanations::AfterTry;
/// let rules = QuizRules { pass_percent: 80, tries: 3, wait_hours: 24, explanations, minutes: None };
/// let hour = |hour: i64| Timestamp::from_unix(hour * 3600).expect("within the calendar");
/// let failed = [10, 11, 12].map(|h| Finished { at: hour(h), passed: false });
///
/// let two = next_try(&rules, &failed[..2], hour(12));
/// assert_eq!(two, NextTry::Open { number: 3, left_before_wait: Some(1) });
/// assert_eq!(next_try(&rules, &failed, hour(13)), NextTry::Waits { until: hour(36) });
/// let again = next_try(&rules, &failed, hour(36));
/// assert_eq!(again, NextTry::Open { number: 4, left_before_wait: Some(3) });
/// ```
pub fn next_try(rules: &QuizRules, finished: &[Finished], now: Timestamp) -> NextTry {
    if finished.iter().any(|one| one.passed) {
        return NextTry::Passed;
    }
    let done = u32::try_from(finished.len()).unwrap_or(u32::MAX);
    let number = done.saturating_add(1);
    let done_since_wait = done.checked_rem(rules.tries);
    let Some(done_since_wait) = done_since_wait.filter(|_| rules.wait_hours > 0) else {
        return NextTry::Open { number, left_before_wait: None };
    };
    let last = finished.iter().map(|one| one.at).max().filter(|_| done_since_wait == 0);
    match last.map(|last| last.plus_hours(i64::from(rules.wait_hours))) {
        Some(until) if now < until => NextTry::Waits { until },
        _ => NextTry::Open { number, left_before_wait: Some(rules.tries.saturating_sub(done_since_wait)) },
    }
}
