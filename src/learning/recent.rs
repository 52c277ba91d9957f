//! What is done in the enrolments that were looked at lately, kept in memory.
//!
//! Invariant: nothing is taken from here unless the database says, in the same request, that the enrolment has had
//! no change since. So any number of servers and commands may write, and no reader sees what is no longer true.

use std::sync::Arc;

use quick_cache::sync::Cache;

use super::model::{DoneSoFar, Standing};
use crate::db::Recall;
use crate::kernel::ids::{CourseId, EnrolmentId, PersonId};

/// How many enrolments are kept: some kilobytes each.
const KEPT: usize = 4096;

/// What is done, by enrolment, with the number of changes at which it was read.
#[derive(Debug)]
pub struct RecentlyRead {
    done: Cache<EnrolmentId, (i64, Arc<DoneSoFar>)>,
    standings: Recall<(PersonId, CourseId), Arc<Standing>>,
}

impl Default for RecentlyRead {
    fn default() -> Self {
        Self { done: Cache::new(KEPT), standings: Recall::new(KEPT) }
    }
}

impl RecentlyRead {
    /// Whole standings, where the database lets rows be kept.
    pub(super) const fn standings(&self) -> &Recall<(PersonId, CourseId), Arc<Standing>> {
        &self.standings
    }

    /// What is done, if it was read at this number of changes.
    pub(super) fn get(&self, id: EnrolmentId, changes: i64) -> Option<Arc<DoneSoFar>> {
        self.done.get(&id).filter(|(read_at, _)| *read_at == changes).map(|(_, done)| done)
    }

    /// Keeps what was read at this number of changes, and gives it back.
    pub(super) fn keep(&self, id: EnrolmentId, changes: i64, done: Arc<DoneSoFar>) -> Arc<DoneSoFar> {
        self.done.insert(id, (changes, Arc::clone(&done)));
        done
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_read_before_a_change_is_not_given() {
        let recent = RecentlyRead::default();
        let done = recent.keep(EnrolmentId(1), 3, Arc::new(DoneSoFar::default()));
        assert_eq!(recent.get(EnrolmentId(1), 3), Some(done));
        assert_eq!((recent.get(EnrolmentId(1), 4), recent.get(EnrolmentId(2), 3)), (None, None));
    }
}
