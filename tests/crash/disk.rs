//! The disk fills up: during an answer, an issue, a backup.
//!
//! The disk is a real one, in memory and small. Mounting it needs root; where that is not allowed, this is said and
//! nothing is tested here.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use erikti::db::schema::{certificate_events, certificates, jobs};
use erikti::jobs::events::EventKind;
use erikti::kernel::{Clock, SystemClock, Timestamp};

use crate::answers::Answering;
use crate::harness::announce;
use crate::learner::Learner;
use crate::program::{Machine, until};

/// A small disk of its own; it is gone with this value.
struct Disk(tempfile::TempDir);

impl Disk {
    fn mount(size: &str) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let options = format!("size={size},mode=0700");
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", &options, "tmpfs"]).arg(folder.path()).output();
        match mounted {
            Ok(output) if output.status.success() => Some(Self(folder)),
            refused => {
                announce(&format!("DISK FULL: NOT TESTED, a small disk cannot be mounted here: {refused:?}"));
                None
            }
        }
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    /// Leaves no byte free.
    fn fill(&self) -> Ballast {
        let path = self.path().join("ballast");
        let mut file = File::create(&path).unwrap();
        for piece in [1 << 16, 1 << 12, 1] {
            let bytes = vec![0; piece];
            while file.write_all(&bytes).is_ok() {}
        }
        Ballast(path)
    }

    fn names(&self) -> Vec<String> {
        let names = fs::read_dir(self.path()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<_> = names.collect();
        names.sort();
        names
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("--lazy").arg(self.path()).status();
    }
}

/// What fills the disk.
struct Ballast(PathBuf);

impl Ballast {
    /// Makes room again.
    fn remove(self) {
        fs::remove_file(&self.0).unwrap();
    }
}

/// Brings the log of the database back to nothing, so that the next change needs room on the disk.
async fn tidy_log(machine: &Machine) {
    machine
        .read(|conn| {
            let erikti::db::Conn::Sqlite(conn) = conn else { unreachable!("the disk holds SQLite") };
            conn.batch_execute("PRAGMA query_only = OFF; PRAGMA wal_checkpoint(TRUNCATE)")?;
            Ok(())
        })
        .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_refuses_answers_with_a_page_and_goes_on_when_there_is_room() {
    let Some(disk) = Disk::mount("24m") else { return };
    let machine = Machine::with_data(disk.path().join("data"));
    let server = machine.start(&[]);
    let mut one = Answering::begin(&machine, &server.address, 1).await;
    for round in 0..3 {
        for _ in 0..20 {
            assert_eq!(one.answer_once(&server.address).await, Some(303), "round {round}: {}", server.log());
        }
        if round > 0 {
            tidy_log(&machine).await;
        }
        let ballast = disk.fill();
        let refused = until("an answer is refused", async || {
            let status = one.answer_once(&server.address).await;
            assert!(matches!(status, Some(303 | 503)), "{status:?}: {}\n{}", one.last_page, server.log());
            (status == Some(503)).then(|| one.last_page.clone())
        });
        assert!(refused.await.contains("<h1>"), "a page says so: {}", one.last_page);
        for _ in 0..5 {
            assert_eq!(one.answer_once(&server.address).await, Some(503));
        }
        let lesson = one.learner.page(&server.address, "/en/learn/leadership").await;
        assert!(lesson.contains("</html>"), "reading goes on");
        ballast.remove();
        until("answers are taken again", async || (one.answer_once(&server.address).await == Some(303)).then_some(()))
            .await;
    }
    one.compare(&machine).await;
    server.kill();
    let server = machine.start(&[]);
    one.compare(&machine).await;
    drop(server);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_puts_a_certificate_off_and_it_comes_when_there_is_room() {
    let Some(disk) = Disk::mount("24m") else { return };
    let machine = Machine::with_data(disk.path().join("data"));
    let server = machine.start(&[]);
    let learner = Learner::begin(&server.address, 1).await;
    learner.complete(&machine, &server.address).await.unwrap();
    let issued = async || machine.read(|conn| Ok(certificates::table.count().get_result::<i64>(conn)?)).await;
    until("the certificate is there", async || (issued().await == 1).then_some(())).await;

    // The same once more, with its job due in a moment, when the disk is full.
    let due = SystemClock.now().plus_seconds(2);
    machine
        .write(move |conn| {
            diesel::delete(certificate_events::table).execute(conn)?;
            diesel::delete(certificates::table).execute(conn)?;
            let again = (jobs::state.eq("queued"), jobs::ended_at.eq(None::<Timestamp>), jobs::run_at.eq(due));
            let job = jobs::table.filter(jobs::kind.eq(EventKind::CourseCompleted.job_kind()));
            assert_eq!(diesel::update(job).set(again).execute(conn)?, 1);
            Ok(())
        })
        .await;
    tidy_log(&machine).await;
    let ballast = disk.fill();
    // The mail of the first one stands in the outbox already, under the same key: what is issued is not mailed twice.
    until("the job finds no room", async || server.log().contains("job queue cannot be worked on").then_some(())).await;
    assert_eq!(issued().await, 0);
    ballast.remove();
    until("the certificate comes", async || (issued().await == 1).then_some(())).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_leaves_nothing_of_a_backup_and_hinders_none_to_another_disk() {
    let Some(disk) = Disk::mount("24m") else { return };
    let machine = Machine::with_data(disk.path().join("data"));
    let server = machine.start(&[]);
    let mut one = Answering::begin(&machine, &server.address, 1).await;
    let before = disk.names();
    let ballast = disk.fill();
    let here = disk.path().join("here.erikti");
    let failed = machine.run(&["backup", here.to_str().unwrap()]);
    assert_eq!((failed.status, failed.err.lines().count()), (Some(1), 1), "{}{}", failed.out, failed.err);
    assert!(failed.err.contains("nothing was left"), "{}", failed.err);
    assert_eq!(
        disk.names(),
        [before.as_slice(), &["ballast".to_owned()]]
            .concat()
            .iter()
            .cloned()
            .collect::<std::collections::BTreeSet<_>>()
            .into_iter()
            .collect::<Vec<_>>()
    );
    let elsewhere = machine.folder().join("elsewhere.erikti");
    let made = machine.run(&["backup", elsewhere.to_str().unwrap()]);
    assert_eq!(made.status, Some(0), "the place where data can still be saved: {}", made.err);
    ballast.remove();
    assert_eq!(machine.run(&["backup", here.to_str().unwrap()]).status, Some(0));
    until("answers are taken", async || (one.answer_once(&server.address).await == Some(303)).then_some(())).await;

    // No room where a backup is restored: then nothing is there.
    let small = Disk::mount("300k").unwrap();
    let target = Machine::with_data(small.path().join("data"));
    let failed = target.run(&["restore", elsewhere.to_str().unwrap()]);
    assert_eq!((failed.status, failed.err.lines().count()), (Some(1), 1), "{}{}", failed.out, failed.err);
}
