//! The disk fills up: during an answer, an issue, a backup.
//!
//! Each is tried on a disk of which no byte may be written: the kernel refuses the program every write to a file, by its
//! limit on their size, as it does to somebody whose quota is used up. That needs no rights. Where a small disk in memory
//! can be mounted, which needs root, each is tried on that as well: there the refusal is "no space left".

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
use crate::learner::Learner;
use crate::program::{Ended, Machine, Server, limit_files, until};

const BALLAST: &str = "ballast";

/// A folder on a disk that can be full; it is gone with this value.
struct Disk {
    folder: tempfile::TempDir,
    is_mounted: bool,
}

impl Disk {
    /// Every kind of disk that can be had here.
    fn all(size: &str) -> Vec<Self> {
        let limited = Self { folder: tempfile::tempdir().unwrap(), is_mounted: false };
        Self::mount(size).into_iter().chain([limited]).collect()
    }

    /// A small one in memory.
    fn mount(size: &str) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let options = format!("size={size},mode=0700");
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", &options, "tmpfs"]).arg(folder.path()).output();
        mounted.is_ok_and(|output| output.status.success()).then(|| Self { folder, is_mounted: true })
    }

    /// A machine with its data on this disk.
    fn machine(&self) -> Machine {
        let machine = Machine::with_data(self.path().join("data"));
        if self.is_mounted { machine } else { machine.that_outlives_limits() }
    }

    /// One of the same kind.
    fn of_another_size(&self, size: &str) -> Self {
        Self::all(size).into_iter().find(|disk| disk.is_mounted == self.is_mounted).unwrap()
    }

    /// Runs a command to its end, with no more than so many bytes for each file where the disk itself sets no bounds.
    fn run(&self, machine: &Machine, bytes: u64, arguments: &[&str]) -> Ended {
        if self.is_mounted { machine.run(arguments) } else { machine.run_within(bytes, arguments) }
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Leaves no byte free for this server.
    fn fill(&self, server: &Server) -> Ballast {
        if !self.is_mounted {
            limit_files(server.id(), Some(0));
            return Ballast::Limit(server.id());
        }
        let path = self.path().join(BALLAST);
        let mut file = File::create(&path).unwrap();
        for piece in [1 << 16, 1 << 12, 1] {
            let bytes = vec![0; piece];
            while file.write_all(&bytes).is_ok() {}
        }
        Ballast::File(path)
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
        if self.is_mounted {
            let _ = Command::new("umount").arg("--lazy").arg(self.path()).status();
        }
    }
}

/// What fills the disk.
enum Ballast {
    File(PathBuf),
    /// The process that may write nothing.
    Limit(u32),
}

impl Ballast {
    /// Makes room again.
    fn remove(self) {
        match self {
            Self::File(path) => fs::remove_file(path).unwrap(),
            Self::Limit(process) => limit_files(process, None),
        }
    }
}

/// What SQLite says of bringing its log into the database: not done while somebody else is at it.
#[derive(QueryableByName)]
struct Checkpoint {
    #[diesel(sql_type = diesel::sql_types::Integer)]
    busy: i32,
}

/// Brings the log of the database back to nothing, so that the next change needs room on the disk.
async fn tidy_log(machine: &Machine) {
    until("the log is back to nothing", async || {
        let tidying = machine.read(|conn| {
            let erikti::db::Conn::Sqlite(conn) = conn else { unreachable!("the disk holds SQLite") };
            conn.batch_execute("PRAGMA query_only = OFF")?;
            Ok(diesel::sql_query("PRAGMA wal_checkpoint(TRUNCATE)").get_result::<Checkpoint>(conn)?)
        });
        (tidying.await.busy == 0).then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_refuses_answers_with_a_page_and_goes_on_when_there_is_room() {
    for disk in Disk::all("24m") {
        refuses_answers(&disk).await;
    }
}

async fn refuses_answers(disk: &Disk) {
    let machine = disk.machine();
    let server = machine.start(&[]);
    let mut one = Answering::begin(&machine, &server.address, 1).await;
    for round in 0..3 {
        for _ in 0..20 {
            assert_eq!(one.answer_once(&server.address).await, Some(303), "round {round}: {}", server.log());
        }
        if round > 0 {
            tidy_log(&machine).await;
        }
        let ballast = disk.fill(&server);
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
    for disk in Disk::all("24m") {
        puts_a_certificate_off(&disk).await;
    }
}

async fn puts_a_certificate_off(disk: &Disk) {
    let machine = disk.machine();
    let server = machine.start(&[]);
    let learner = Learner::begin(&server.address, 1).await;
    learner.complete(&machine, &server.address).await.unwrap();
    let issued = async || machine.read(|conn| Ok(certificates::table.count().get_result::<i64>(conn)?)).await;
    until("the certificate is there", async || (issued().await == 1).then_some(())).await;

    let ballast = until("the disk is full before the job is due", async || {
        let due = put_back(&machine).await;
        tidy_log(&machine).await;
        let ballast = disk.fill(&server);
        if SystemClock.now() < due {
            return Some(ballast);
        }
        // This machine was slower than the wait: the job found room.
        ballast.remove();
        until("the certificate is there again", async || (issued().await == 1).then_some(())).await;
        None
    })
    .await;
    // The mail of the first one stands in the outbox already, under the same key: what is issued is not mailed twice.
    until("the job finds no room", async || server.log().contains("job queue cannot be worked on").then_some(())).await;
    assert_eq!(issued().await, 0);
    ballast.remove();
    until("the certificate comes", async || (issued().await == 1).then_some(())).await;
}

/// Takes the certificate away and puts the job back that issues it; returns when that is due.
async fn put_back(machine: &Machine) -> Timestamp {
    // The job is not running: what it writes last is that it has ended.
    let job = || jobs::table.filter(jobs::kind.eq(EventKind::CourseCompleted.job_kind()));
    let ended = async || {
        machine.read(move |conn| Ok(job().filter(jobs::ended_at.is_not_null()).count().get_result::<i64>(conn)?)).await
    };
    until("the job has ended", async || (ended().await == 1).then_some(())).await;
    let due = SystemClock.now().plus_seconds(3);
    machine
        .write(move |conn| {
            conn.batch_execute("DROP TRIGGER certificate_events_stay")?;
            diesel::delete(certificate_events::table).execute(conn)?;
            diesel::delete(certificates::table).execute(conn)?;
            let again = (jobs::state.eq("queued"), jobs::ended_at.eq(None::<Timestamp>), jobs::run_at.eq(due));
            assert_eq!(diesel::update(job()).set(again).execute(conn)?, 1);
            Ok(())
        })
        .await;
    due
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_leaves_nothing_of_a_backup_and_hinders_none_to_another_disk() {
    for disk in Disk::all("24m") {
        leaves_nothing_of_a_backup(&disk).await;
    }
}

async fn leaves_nothing_of_a_backup(disk: &Disk) {
    let machine = disk.machine();
    let server = machine.start(&[]);
    let mut one = Answering::begin(&machine, &server.address, 1).await;
    let before = disk.names();
    let ballast = disk.fill(&server);
    let here = disk.path().join("here.erikti");
    let failed = disk.run(&machine, 0, &["backup", here.to_str().unwrap()]);
    assert_eq!((failed.status, failed.err.lines().count()), (Some(1), 1), "{}{}", failed.out, failed.err);
    assert!(failed.err.contains("nothing was left") && !failed.err.contains("ZipWriter"), "{}", failed.err);
    let mut left = disk.names();
    left.retain(|name| name != BALLAST);
    assert_eq!(left, before);
    let elsewhere = machine.folder().join("elsewhere.erikti");
    let made = machine.run(&["backup", elsewhere.to_str().unwrap()]);
    assert_eq!(made.status, Some(0), "the place where data can still be saved: {}", made.err);
    ballast.remove();
    assert_eq!(machine.run(&["backup", here.to_str().unwrap()]).status, Some(0));
    until("answers are taken", async || (one.answer_once(&server.address).await == Some(303)).then_some(())).await;

    // No room where a backup is restored: then nothing is there.
    let small = disk.of_another_size("300k");
    let target = small.machine();
    let failed = small.run(&target, 300 * 1024, &["restore", elsewhere.to_str().unwrap()]);
    assert_eq!((failed.status, failed.err.lines().count()), (Some(1), 1), "{}{}", failed.out, failed.err);
    let place = small.path().join("data").display().to_string();
    assert!(failed.err.contains(&place) && failed.err.contains("make room"), "{}", failed.err);
}
