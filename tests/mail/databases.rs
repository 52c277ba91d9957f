//! A fresh database of each kind, and a clock that stands still.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU32, Ordering};

use diesel::Connection;
use diesel::connection::SimpleConnection;
use diesel::pg::PgConnection;
use erikti::db::{Database, DatabaseUrl};
use erikti::kernel::{Actor, Clock, Ctx, Timestamp};

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

/// A migrated database; its folder goes with it.
pub(crate) struct Fresh {
    pub(crate) db: Database,
    _folder: Arc<tempfile::TempDir>,
}

/// SQLite always; PostgreSQL if `ERIKTI_TEST_POSTGRES_URL` names a server on which databases may be made.
pub(crate) async fn each() -> Vec<Fresh> {
    let folder = tempfile::tempdir().unwrap();
    let mut urls = vec![format!("sqlite:{}", folder.path().join("test.db").display())];
    urls.extend(std::env::var("ERIKTI_TEST_POSTGRES_URL").ok().map(|server| new_postgres(&server)));
    let folder = Arc::new(folder);
    let mut all = Vec::new();
    for url in urls {
        let db = Database::open(&DatabaseUrl::parse(&url).unwrap()).unwrap();
        db.migrate().await.unwrap();
        all.push(Fresh { db, _folder: Arc::clone(&folder) });
    }
    all
}

fn new_postgres(server: &str) -> String {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let name = format!("mail_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::SeqCst));
    let mut conn = PgConnection::establish(server).unwrap();
    conn.batch_execute(&format!("DROP DATABASE IF EXISTS {name}; ")).unwrap();
    conn.batch_execute(&format!("CREATE DATABASE {name}")).unwrap();
    let mut url = url::Url::parse(server).unwrap();
    url.set_path(&name);
    url.to_string()
}
