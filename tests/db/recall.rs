//! Kept rows: what was committed before the question is in the answer, whoever committed it.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU32, Ordering};

use diesel::prelude::*;
use erikti::db::schema::{grants, people};
use erikti::db::{About, Conn, Database, Recall};
use erikti::kernel::ids::PersonId;
use erikti::kernel::{Result, Timestamp};

use super::harness::database::{TestDatabase, on_both};
use super::moment;

pub(crate) const WATCHED: &[About] =
    &[About { table: "people", subject: "id" }, About { table: "grants", subject: "person_id" }];

pub(crate) async fn person(database: &Database, name: &str) -> PersonId {
    let name = name.to_owned();
    let insert = move |conn: &mut Conn| {
        let at: Timestamp = moment();
        let row = (
            people::name.eq(&name),
            people::name_folded.eq(&name),
            people::language.eq("kk"),
            people::created_at.eq(at),
        );
        Ok(diesel::insert_into(people::table).values(row).returning(people::id).get_result::<i64>(conn)?)
    };
    PersonId(database.write(insert).await.expect("a person"))
}

pub(crate) fn rename(conn: &mut Conn, person: PersonId, name: &str) -> Result<()> {
    diesel::update(people::table.filter(people::id.eq(person.0))).set(people::name.eq(name)).execute(conn)?;
    Ok(())
}

/// Asks for the name, and counts how often the database was really asked.
struct Names {
    kept: Recall<i64, Arc<str>>,
    reads: Arc<AtomicU32>,
}

impl Names {
    fn new() -> Self {
        Self { kept: Recall::new(100), reads: Arc::default() }
    }

    async fn name(&self, database: &Database, person: PersonId) -> Option<Arc<str>> {
        let reads = Arc::clone(&self.reads);
        let read = move |conn: &mut Conn| {
            reads.fetch_add(1, Ordering::SeqCst);
            let name = people::table.filter(people::id.eq(person.0)).select(people::name);
            let name = name.get_result::<String>(conn).optional()?;
            Ok(name.map(|name| (person, Arc::from(name))))
        };
        database.recall(&self.kept, person.0, read).await.expect("the name is read")
    }

    fn reads(&self) -> u32 {
        self.reads.load(Ordering::SeqCst)
    }
}

#[tokio::test]
async fn a_row_is_read_once_and_again_after_a_change_of_its_person() {
    let database = TestDatabase::sqlite();
    let (first, second) = (person(&database, "first").await, person(&database, "second").await);
    database.watch(WATCHED).await.expect("watched");
    let names = Names::new();
    for _ in 0..3 {
        assert_eq!(names.name(&database, first).await.as_deref(), Some("first"));
        assert_eq!(names.name(&database, second).await.as_deref(), Some("second"));
    }
    assert_eq!(names.reads(), 2, "each once");
    database.write(move |conn| rename(conn, first, "renamed")).await.expect("renamed");
    assert_eq!(names.name(&database, first).await.as_deref(), Some("renamed"));
    assert_eq!(names.name(&database, second).await.as_deref(), Some("second"));
    assert_eq!(names.reads(), 3, "the other's row was kept");
    let grant = move |conn: &mut Conn| {
        let row = (grants::person_id.eq(first.0), grants::role.eq("trainer"), grants::granted_at.eq(moment()));
        Ok(diesel::insert_into(grants::table).values(row).execute(conn)?)
    };
    database.write(grant).await.expect("granted");
    names.name(&database, first).await;
    assert_eq!(names.reads(), 4, "another table, the same person");
}

#[tokio::test]
async fn what_another_program_writes_is_seen_at_once() {
    let server = TestDatabase::sqlite();
    let someone = person(&server, "0").await;
    server.watch(WATCHED).await.expect("watched");
    let command = Database::open(server.url()).expect("the file opens a second time");
    let names = Names::new();
    for number in 0..50 {
        let name = number.to_string();
        let written = name.clone();
        command.write(move |conn| rename(conn, someone, &written)).await.expect("renamed");
        assert_eq!(names.name(&server, someone).await.as_deref(), Some(name.as_str()));
    }
    // The server's writer was asked to look: once it has, rows are kept again.
    server.write(|_| Ok(())).await.expect("the writer has looked");
    names.name(&server, someone).await;
    let before = names.reads();
    names.name(&server, someone).await;
    assert_eq!(names.reads(), before);
}

#[tokio::test]
async fn what_is_taken_back_is_never_seen_and_what_is_gone_is_gone() {
    let database = TestDatabase::sqlite();
    let someone = person(&database, "before").await;
    database.watch(WATCHED).await.expect("watched");
    let names = Names::new();
    names.name(&database, someone).await;
    let refused = move |conn: &mut Conn| {
        rename(conn, someone, "never")?;
        Err::<(), _>(erikti::kernel::Error::Forbidden)
    };
    database.write(refused).await.expect_err("refused");
    assert_eq!(names.name(&database, someone).await.as_deref(), Some("before"));
    let delete = move |conn: &mut Conn| Ok(diesel::delete(people::table.find(someone.0)).execute(conn)?);
    database.write(delete).await.expect("deleted");
    assert_eq!(names.name(&database, someone).await, None);
}

#[tokio::test]
async fn both_databases_give_the_newest_row_with_or_without_a_watch() {
    on_both(async |database: TestDatabase| {
        let someone = person(&database, "old").await;
        let names = Names::new();
        assert_eq!(names.name(&database, someone).await.as_deref(), Some("old"));
        database.write(move |conn| rename(conn, someone, "new")).await.expect("renamed");
        assert_eq!(names.name(&database, someone).await.as_deref(), Some("new"));
    })
    .await;
}

/// Two programs rename one person to growing numbers, while others ask: nobody may get a number that is smaller than
/// one that was acknowledged before the question.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_reader_falls_behind_an_acknowledged_write() {
    let server = TestDatabase::sqlite();
    let someone = person(&server, "0").await;
    server.watch(WATCHED).await.expect("watched");
    let command = Database::open(server.url()).expect("the file opens a second time");
    let (next, acknowledged) = (Arc::new(AtomicI64::new(1)), Arc::new(AtomicI64::new(0)));
    let turn = Arc::new(tokio::sync::Mutex::new(()));
    let writers = [server.handle(), command].map(|database| {
        let (next, acknowledged, turn) = (Arc::clone(&next), Arc::clone(&acknowledged), Arc::clone(&turn));
        tokio::spawn(async move {
            for _ in 0..150 {
                // In turn, so that the numbers grow.
                let _mine = turn.lock().await;
                let number = next.fetch_add(1, Ordering::SeqCst);
                database.write(move |conn| rename(conn, someone, &number.to_string())).await.expect("renamed");
                acknowledged.fetch_max(number, Ordering::SeqCst);
            }
        })
    });
    let names = Arc::new(Names::new());
    let readers = [(); 3].map(|()| {
        let (database, names, acknowledged) = (server.handle(), Arc::clone(&names), Arc::clone(&acknowledged));
        tokio::spawn(async move {
            let mut asked = 0_u32;
            while acknowledged.load(Ordering::SeqCst) < 300 {
                let known = acknowledged.load(Ordering::SeqCst);
                let name = names.name(&database, someone).await.expect("a name");
                let found: i64 = name.parse().expect("a number");
                assert!(found >= known, "{found} was answered after {known} had been acknowledged");
                asked += 1;
                tokio::task::yield_now().await;
            }
            asked
        })
    });
    for writer in writers {
        writer.await.expect("written");
    }
    let mut asked = 0;
    for reader in readers {
        asked += reader.await.expect("never behind");
    }
    assert!(names.reads() < asked, "nothing was ever kept, so nothing was tested");
}
