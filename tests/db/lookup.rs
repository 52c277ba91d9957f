//! Rows that many ask for at the same time: everybody gets their own, as new as their question.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU32, Ordering};

use diesel::prelude::*;
use erikti::db::schema::people;
use erikti::db::{Backend, Conn, Database, Lookup, Subject};
use erikti::kernel::ids::PersonId;
use erikti::kernel::{Error, Result};

use super::harness::database::{TestDatabase, on_both};
use super::recall::{WATCHED, person, rename};

type Names = Lookup<i64, Arc<str>>;

/// An id whose question fails.
const FAILS: i64 = -1;
/// An id whose question panics.
const PANICS: i64 = -2;

#[expect(clippy::trivially_copy_pass_by_ref, reason = "a lookup lends its key")]
fn one(conn: &mut Conn, id: &i64) -> Result<Option<(Subject, Arc<str>)>> {
    let name = people::table.find(*id).select(people::name).get_result::<String>(conn).optional()?;
    Ok(name.map(|name| (PersonId(*id).into(), Arc::from(name))))
}

fn many(conn: &mut Conn, ids: &[i64]) -> Result<HashMap<i64, Arc<str>>> {
    assert!(!ids.contains(&PANICS), "asked to panic");
    if ids.contains(&FAILS) {
        return Err(Error::Unavailable("asked to fail".to_owned()));
    }
    let rows = people::table.filter(people::id.eq_any(ids)).select((people::id, people::name));
    let rows = rows.load::<(i64, String)>(conn)?;
    Ok(rows.into_iter().map(|(id, name)| (id, Arc::from(name))).collect())
}

async fn name(database: &Database, names: &Names, id: i64) -> Option<Arc<str>> {
    database.look_up(names, id).await.expect("the name is looked up")
}

#[tokio::test]
async fn those_who_ask_at_the_same_time_go_together_and_each_gets_their_own() {
    static QUESTIONS: AtomicU32 = AtomicU32::new(0);
    fn counted(conn: &mut Conn, ids: &[i64]) -> Result<HashMap<i64, Arc<str>>> {
        QUESTIONS.fetch_add(1, Ordering::SeqCst);
        many(conn, ids)
    }
    on_both(async |database: TestDatabase| {
        let mut known = Vec::new();
        for number in 0..20 {
            let name = format!("name {number}");
            known.push((person(&database, &name).await.0, Some(name)));
        }
        known.push((1_000_000, None));
        let names = Arc::new(Names::new(100, one, counted));
        let asked = (0..600).filter_map(|at| known.get(at % known.len())).map(|(id, expected)| {
            let (database, names, id, expected) = (database.handle(), Arc::clone(&names), *id, expected.clone());
            tokio::spawn(async move { assert_eq!(name(&database, &names, id).await.as_deref(), expected.as_deref()) })
        });
        for asked in asked.collect::<Vec<_>>() {
            asked.await.expect("the right name");
        }
        if database.backend() == Backend::Postgres {
            let questions = QUESTIONS.load(Ordering::SeqCst);
            assert!((1..100).contains(&questions), "{questions} questions for 600 who asked");
        }
    })
    .await;
}

/// Somebody renames a person to growing numbers, while others ask: nobody may get a number that is smaller than one that was
/// acknowledged before the question.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_row_is_as_new_as_the_question() {
    on_both(async |database: TestDatabase| {
        let someone = person(&database, "0").await;
        database.watch(WATCHED).await.expect("watched");
        let acknowledged = Arc::new(AtomicI64::new(0));
        let names = Arc::new(Names::new(100, one, many));
        let readers = [(); 3].map(|()| {
            let (database, names, acknowledged) = (database.handle(), Arc::clone(&names), Arc::clone(&acknowledged));
            tokio::spawn(async move {
                while acknowledged.load(Ordering::SeqCst) < 150 {
                    let known = acknowledged.load(Ordering::SeqCst);
                    let found = name(&database, &names, someone.0).await.expect("a name");
                    let found: i64 = found.parse().expect("a number");
                    assert!(found >= known, "{found} was answered after {known} had been acknowledged");
                    tokio::task::yield_now().await;
                }
            })
        });
        for number in 1..=150 {
            database.write(move |conn| rename(conn, someone, &number.to_string())).await.expect("renamed");
            acknowledged.store(number, Ordering::SeqCst);
        }
        for reader in readers {
            reader.await.expect("never behind");
        }
    })
    .await;
}

#[tokio::test]
async fn a_question_that_fails_is_told_to_whoever_waits_and_the_next_one_is_asked() {
    let Some(database) = TestDatabase::postgres() else { return };
    let someone = person(&database, "someone").await.0;
    let names = Names::new(100, one, many);
    for round in 0..3 {
        let failed = database.look_up(&names, FAILS).await.expect_err("it fails");
        assert!(matches!(failed, Error::Unavailable(_)), "round {round}: {failed:?}");
        let given_up = database.look_up(&names, PANICS).await.expect_err("it panics");
        assert!(matches!(given_up, Error::Internal(_)), "round {round}: {given_up:?}");
        assert_eq!(name(&database, &names, someone).await.as_deref(), Some("someone"), "round {round}");
    }
}

#[tokio::test]
async fn a_row_is_kept_from_the_second_time_on_that_it_is_asked_for() {
    static READS: AtomicU32 = AtomicU32::new(0);
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "a lookup lends its key")]
    fn counted(conn: &mut Conn, id: &i64) -> Result<Option<(Subject, Arc<str>)>> {
        READS.fetch_add(1, Ordering::SeqCst);
        one(conn, id)
    }
    let database = TestDatabase::sqlite();
    let someone = person(&database, "before").await;
    database.watch(WATCHED).await.expect("watched");
    database.write(|_| Ok(())).await.expect("the writer has looked");
    let names = Names::new(100, counted, many);
    for (time, reads) in [(1, 1), (2, 2), (3, 2), (4, 2)] {
        assert_eq!(name(&database, &names, someone.0).await.as_deref(), Some("before"));
        assert_eq!(READS.load(Ordering::SeqCst), reads, "time {time}");
    }
    database.write(move |conn| rename(conn, someone, "after")).await.expect("renamed");
    assert_eq!(name(&database, &names, someone.0).await.as_deref(), Some("after"));
    assert_eq!(READS.load(Ordering::SeqCst), 3, "read again after the change");
}
