//! A backup that is taken while people answer and complete courses, restored elsewhere, and compared row by row.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use erikti::db::DatabaseUrl;
use erikti::db::portable::Snapshot;
use serde_json::Value;

use crate::answers::Answering;
use crate::harness::database::TestDatabase;
use crate::learner::Learner;
use crate::program::Machine;

/// What must not be lost: a table, its key, and the columns that change while the server works. An answer may be given
/// anew; mails and jobs get on.
const TABLES: [(&str, &[&str], &[&str]); 5] = [
    ("answers", &["attempt_id", "question"], &["answer", "changes", "language", "answered_at"]),
    ("check_answers", &["id"], &[]),
    ("certificates", &["id"], &[]),
    // What a mail said goes once it is sent.
    (
        "outbox",
        &["id"],
        &["state", "tries", "next_at", "leased_until", "last_error", "sent_at", "html_body", "text_body", "attachment"],
    ),
    ("jobs", &["id"], &["state", "tries", "run_at", "leased_until", "last_error", "ended_at"]),
];

/// A row by the names of its columns.
type Row = BTreeMap<String, Value>;
/// The rows of each of the tables, by their keys.
type Contents = Vec<BTreeMap<String, Row>>;

/// Everything in the tables at one moment.
fn contents(url: &DatabaseUrl) -> Contents {
    let mut snapshot = Snapshot::take(url).unwrap();
    let tables = snapshot.tables().unwrap();
    let read = |(name, key, _): &(&str, &[&str], &[&str])| {
        let table = tables.iter().find(|table| table.name == *name).unwrap();
        let mut rows = BTreeMap::new();
        let mut keep = |line: &str| {
            let values: Vec<Value> = serde_json::from_str(line).unwrap();
            let names = table.columns.iter().map(|column| column.name.clone());
            let row: Row = names.zip(values).collect();
            let key: Vec<String> = key.iter().map(|column| row.get(*column).unwrap().to_string()).collect();
            assert!(rows.insert(key.join(" "), row).is_none(), "{name}: a row is there twice");
            Ok(())
        };
        snapshot.rows(table, &mut keep).unwrap();
        rows
    };
    TABLES.iter().map(read).collect()
}

/// Fails unless each row from before the backup is in it as it was, or as it became meanwhile; and nothing else.
fn compare(before: &Contents, found: &Contents, after: &Contents) {
    for ((((name, _, changing), before), found), after) in TABLES.iter().zip(before).zip(found).zip(after) {
        let lasting = |row: &Row| -> Row {
            let lasts = row.iter().filter(|(column, _)| !changing.contains(&column.as_str()));
            lasts.map(|(column, value)| (column.clone(), value.clone())).collect()
        };
        let changes = |row: &Row| row.get("changes").and_then(Value::as_i64);
        for (key, old) in before {
            let kept = found.get(key).unwrap_or_else(|| panic!("{name} {key} is not in the backup: {old:?}"));
            let new = after.get(key).unwrap();
            assert_eq!(lasting(kept), lasting(old), "{name} {key}");
            assert!(new != old || kept == old, "{name} {key}: {kept:?} instead of {old:?}");
            assert!((changes(old)..=changes(new)).contains(&changes(kept)), "{name} {key}: {old:?} {kept:?} {new:?}");
            if changes(old).is_some() && changes(kept) == changes(old) {
                assert_eq!(kept, old, "{name} {key}");
            }
        }
        for (key, kept) in found {
            let new = after.get(key).unwrap_or_else(|| panic!("{name} {key} was made up: {kept:?}"));
            assert_eq!(lasting(kept), lasting(new), "{name} {key}");
        }
    }
}

/// How many backups are taken.
const BACKUPS: usize = 4;
const PEOPLE: usize = 3;

/// Answers until told to stop.
async fn answer(mut one: Answering, address: String, stop: Arc<AtomicBool>) -> Answering {
    while !stop.load(Ordering::SeqCst) {
        assert_eq!(one.answer_once(&address).await, Some(303), "{}", one.last_page);
    }
    one
}

/// People who come one after the other and complete the course, until told to stop; the next one's number.
async fn complete(machine: Arc<Machine>, address: String, mut next: usize, stop: Arc<AtomicBool>) -> usize {
    while !stop.load(Ordering::SeqCst) {
        let learner = Learner::enter(&address, next).await.unwrap();
        learner.complete(&machine, &address).await.unwrap();
        next += 1;
    }
    next
}

/// Whoever had so much acknowledged when the backup began finds at least that in it, and no more than was acknowledged
/// when it ended.
async fn back_up_under_load(machine: Machine) {
    let machine = Arc::new(machine);
    let server = machine.start(&[]);
    let mut people = Vec::new();
    for number in 0..PEOPLE {
        people.push(Answering::begin(&machine, &server.address, number).await);
    }
    let mut next = PEOPLE;
    for round in 0..BACKUPS {
        let acknowledged: Vec<_> = people.iter().map(Answering::acknowledged).collect();
        let stop = Arc::new(AtomicBool::new(false));
        let answering: Vec<_> =
            people.drain(..).map(|one| tokio::spawn(answer(one, server.address.clone(), Arc::clone(&stop)))).collect();
        let completing = tokio::spawn(complete(Arc::clone(&machine), server.address.clone(), next, Arc::clone(&stop)));
        let file = machine.folder().join(format!("{round}.erikti"));
        let path = file.to_str().unwrap();
        let (before, made, after) = tokio::task::block_in_place(|| {
            let before = contents(machine.url());
            let made = machine.run(&["backup", path]);
            (before, made, contents(machine.url()))
        });
        assert_eq!(made.status, Some(0), "{}", made.err);
        stop.store(true, Ordering::SeqCst);
        for one in answering {
            people.push(one.await.unwrap());
        }
        next = completing.await.unwrap();
        // Always onto SQLite: from PostgreSQL this is the other kind of database.
        let other = Machine::new();
        let restored = other.run(&["restore", path]);
        assert_eq!(restored.status, Some(0), "{}", restored.err);
        compare(&before, &contents(other.url()), &after);
        for (one, before) in people.iter().zip(acknowledged) {
            let (found, after) = (one.stored_in(&other).await, one.acknowledged());
            assert!(before.0 <= found.0 && found.0 <= after.0, "{before:?} {found:?} {after:?}");
            assert!(before.1 <= found.1 && found.1 <= after.1, "{before:?} {found:?} {after:?}");
        }
        if round == BACKUPS - 1 {
            for ((name, _, _), rows) in TABLES.iter().zip(&before) {
                assert!(!rows.is_empty(), "nothing was compared in {name}");
            }
            // It goes on there: the same people are signed in, and answer.
            let second = other.start(&[]);
            for one in &mut people {
                assert_eq!(one.answer_once(&second.address).await, Some(303), "{}", one.last_page);
            }
            assert_eq!(other.run(&["check"]).status, Some(0));
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_under_load_on_sqlite_is_of_one_moment_and_whole() {
    back_up_under_load(Machine::new()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_under_load_on_postgresql_is_of_one_moment_and_whole() {
    let Some(database) = TestDatabase::postgres() else { return };
    back_up_under_load(Machine::with_database(database.url().clone())).await;
}
