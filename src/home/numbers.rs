//! The numbers of the front page: counted at most every ten minutes, and kept meanwhile.

use std::sync::{Mutex, PoisonError};

use crate::kernel::Timestamp;
use crate::stats::Reach;

/// How long they are kept, in seconds.
const KEPT: i64 = 600;

/// Of fewer people nothing is told, in all and of a district: a number must not point at somebody.
pub const LEAST: i64 = 5;

/// Whether there is need to count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kept {
    /// No: these are to be told, if any.
    Fresh(Option<Reach>),
    /// Yes.
    Old,
}

/// What was counted last, and when.
#[derive(Debug, Default)]
pub struct PublicNumbers(Mutex<(Option<Timestamp>, Option<Reach>)>);

impl PublicNumbers {
    /// What is kept, for everybody but the one caller who finds it old and counts anew.
    pub(super) fn get(&self, now: Timestamp) -> Kept {
        let mut kept = self.lock();
        if kept.0.is_none_or(|at| now.seconds_since(at) >= KEPT) {
            kept.0 = Some(now);
            return Kept::Old;
        }
        Kept::Fresh(kept.1)
    }

    /// Keeps what was counted; `None` while there are too few people to tell of. A number of too few people becomes 0,
    /// which is left out; districts are places, and each counts from so many people on.
    pub(super) fn keep(&self, counted: Reach) -> Option<Reach> {
        let valid = if counted.valid >= LEAST { counted.valid } else { 0 };
        let told = Some(Reach { valid, ..counted }).filter(|reach| reach.trained >= LEAST);
        self.lock().1 = told;
        told
    }

    /// What was told last.
    pub(super) fn last(&self) -> Option<Reach> {
        self.lock().1
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, (Option<Timestamp>, Option<Reach>)> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
