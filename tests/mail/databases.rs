//! A fresh database of each kind, and a clock that stands still.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use erikti::db::Database;
use erikti::kernel::{Actor, Clock, Ctx, Timestamp};

use crate::harness::database::TestDatabase;

/// Stands still until told.
#[derive(Debug, Clone)]
pub(crate) struct StoppedClock(Arc<AtomicI64>);

impl StoppedClock {
    pub(crate) fn new() -> Self {
        Self(Arc::new(AtomicI64::new(1_795_000_000)))
    }

    pub(crate) fn forward(&self, seconds: i64) {
        self.0.fetch_add(seconds, Ordering::SeqCst);
    }

    pub(crate) fn ctx(&self) -> Ctx {
        Ctx { now: self.now(), actor: Actor::System }
    }
}

impl Clock for StoppedClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_unix(self.0.load(Ordering::SeqCst)).unwrap()
    }
}

/// A migrated database, gone with this value.
pub(crate) struct Fresh {
    pub(crate) db: Database,
    _kept: TestDatabase,
}

/// SQLite always; PostgreSQL if there is a server, and otherwise it is said that there is none.
pub(crate) fn each() -> Vec<Fresh> {
    let all = [Some(TestDatabase::sqlite()), TestDatabase::postgres()];
    all.into_iter().flatten().map(|kept| Fresh { db: kept.handle(), _kept: kept }).collect()
}
