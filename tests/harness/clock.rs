//! A clock that shows what it was set to.

use std::sync::{Mutex, PoisonError};

use erikti::kernel::{Clock, Timestamp};

/// Stands still until it is set or moved on.
#[derive(Debug)]
pub(crate) struct FixedClock(Mutex<Timestamp>);

impl FixedClock {
    /// Shows 2026-11-22, 04:00 in UTC: nine in the morning in Oral.
    pub(crate) fn new() -> Self {
        Self(Mutex::new(Timestamp::from_unix(1_795_320_000).expect("a moment of the calendar")))
    }

    /// Shows this moment from now on.
    pub(crate) fn set(&self, now: Timestamp) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = now;
    }

    /// Goes on by that many seconds.
    pub(crate) fn advance(&self, seconds: i64) {
        self.set(self.now().plus_seconds(seconds));
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
