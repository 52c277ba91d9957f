//! A backup that is taken while people answer, restored elsewhere, and compared.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::answers::Answering;
use crate::harness::database::TestDatabase;
use crate::program::Machine;

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

/// Whoever had so much acknowledged when the backup began finds at least that in it, and no more than was acknowledged
/// when it ended.
async fn back_up_under_load(machine: &Machine) {
    let server = machine.start(&[]);
    let mut people = Vec::new();
    for number in 0..PEOPLE {
        people.push(Answering::begin(machine, &server.address, number).await);
    }
    for round in 0..BACKUPS {
        let before: Vec<_> = people.iter().map(Answering::acknowledged).collect();
        let stop = Arc::new(AtomicBool::new(false));
        let answering: Vec<_> =
            people.drain(..).map(|one| tokio::spawn(answer(one, server.address.clone(), Arc::clone(&stop)))).collect();
        let file = machine.folder().join(format!("{round}.erikti"));
        let path = file.to_str().unwrap();
        let made = tokio::task::block_in_place(|| machine.run(&["backup", path]));
        assert_eq!(made.status, Some(0), "{}", made.err);
        stop.store(true, Ordering::SeqCst);
        for one in answering {
            people.push(one.await.unwrap());
        }
        // Always onto SQLite: from PostgreSQL this is the other kind of database.
        let other = Machine::new();
        let restored = other.run(&["restore", path]);
        assert_eq!(restored.status, Some(0), "{}", restored.err);
        for (one, before) in people.iter().zip(before) {
            let (found, after) = (one.stored_in(&other).await, one.acknowledged());
            assert!(before.0 <= found.0 && found.0 <= after.0, "{before:?} {found:?} {after:?}");
            assert!(before.1 <= found.1 && found.1 <= after.1, "{before:?} {found:?} {after:?}");
        }
        if round == BACKUPS - 1 {
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
    back_up_under_load(&Machine::new()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_under_load_on_postgresql_is_of_one_moment_and_whole() {
    let Some(database) = TestDatabase::postgres() else { return };
    back_up_under_load(&Machine::with_database(database.url().clone())).await;
}
