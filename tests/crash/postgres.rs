//! PostgreSQL goes away and comes back.

use std::path::{Path, PathBuf};
use std::process::Command;

use erikti::db::DatabaseUrl;

use crate::answers::Answering;
use crate::harness::announce;
use crate::learner::Learner;
use crate::program::{Machine, until};

/// A PostgreSQL server of this test alone; it ends with this value.
struct Postgres {
    folder: tempfile::TempDir,
    programs: PathBuf,
    port: u16,
}

impl Postgres {
    /// Makes and starts one; `None`, said aloud, where it is not installed.
    fn start() -> Option<Self> {
        let Some(programs) = programs() else {
            let missing = "PostgreSQL gone and back: NOT TESTED, initdb is not below /usr/lib/postgresql";
            assert!(std::env::var_os("ERIKTI_TEST_ALL").is_none(), "{missing}");
            announce(missing);
            return None;
        };
        // In /tmp, where the user that runs the server can reach it.
        let folder = tempfile::Builder::new().prefix("erikti-postgres").tempdir_in("/tmp").unwrap();
        let mut server = Self { folder, programs, port: 0 };
        if is_root() {
            assert!(
                Command::new("chown").arg("-R").arg("postgres").arg(server.folder.path()).status().unwrap().success()
            );
        }
        let data = server.data();
        let init = ["--username=erikti", "--no-sync", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"];
        server.run("initdb", &[&[format!("--pgdata={data}").as_str()], init.as_slice()].concat());
        server.up_somewhere();
        Some(server)
    }

    /// A port that is free now may be another's in a moment: then the next one is tried.
    fn up_somewhere(&mut self) {
        let mut told = String::new();
        for _ in 0..5 {
            self.port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
            match self.try_up() {
                Ok(()) => return,
                Err(error) => told = error,
            }
        }
        panic!("{told}")
    }

    fn data(&self) -> String {
        self.folder.path().join("data").display().to_string()
    }

    fn up(&self) {
        self.try_up().unwrap();
    }

    fn try_up(&self) -> Result<(), String> {
        let (data, log) = (format!("--pgdata={}", self.data()), self.folder.path().join("log").display().to_string());
        let options = format!(
            "-p {} -c listen_addresses=127.0.0.1 -c unix_socket_directories={} -c fsync=off",
            self.port,
            self.folder.path().display()
        );
        self.try_run("pg_ctl", &["start", &data, "--wait", "--silent", "--log", &log, "--options", &options])
    }

    /// Stops it as a power cut does: nobody is told.
    fn down(&self) {
        self.run("pg_ctl", &["stop", &format!("--pgdata={}", self.data()), "--mode=immediate", "--silent"]);
    }

    fn run(&self, program: &str, arguments: &[&str]) {
        self.try_run(program, arguments).unwrap();
    }

    /// The server refuses to run as root.
    fn try_run(&self, program: &str, arguments: &[&str]) -> Result<(), String> {
        let program = self.programs.join(program);
        let mut command = if is_root() {
            let mut command = Command::new("runuser");
            command.args(["--user", "postgres", "--"]).arg(program);
            command
        } else {
            Command::new(program)
        };
        let output = command.args(arguments).current_dir("/tmp").stdin(std::process::Stdio::null()).output().unwrap();
        if output.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&output.stderr).into_owned()) }
    }

    fn url(&self) -> DatabaseUrl {
        DatabaseUrl::Postgres(format!("postgres://erikti@127.0.0.1:{}/postgres", self.port))
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let stop = std::panic::AssertUnwindSafe(|| self.down());
        let _ = std::panic::catch_unwind(stop);
    }
}

fn programs() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?;
    let found = versions.filter_map(|entry| Some(entry.ok()?.path().join("bin")));
    found.filter(|folder| folder.join("initdb").exists()).max()
}

fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata(Path::new("/proc/self")).is_ok_and(|own| own.uid() == 0)
}

async fn status(address: &str, path: &str) -> u16 {
    reqwest::get(format!("{address}{path}")).await.unwrap().status().as_u16()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgresql_gone_and_back_loses_nothing_and_needs_no_restart() {
    let Some(postgres) = Postgres::start() else { return };
    let machine = Machine::with_database(postgres.url());
    assert_eq!(machine.run(&["migrate"]).status, Some(0));
    let server = machine.start(&[]);
    let mut one = Answering::begin(&machine, &server.address, 1).await;
    for round in 0..2 {
        for _ in 0..15 {
            assert_eq!(one.answer_once(&server.address).await, Some(303), "round {round}: {}", one.last_page);
        }
        postgres.down();
        for _ in 0..2 {
            assert_eq!(one.answer_once(&server.address).await, Some(503), "{}", one.last_page);
            assert!(one.last_page.contains("<h1>"), "a page says so: {}", one.last_page);
        }
        assert_eq!(status(&server.address, "/healthz").await, 200, "the process is up");
        assert_eq!(status(&server.address, "/readyz").await, 503, "and says that it can do nothing");
        postgres.up();
        until("answers are taken again", async || (one.answer_once(&server.address).await == Some(303)).then_some(()))
            .await;
        until("the server says that it is ready", async || {
            (status(&server.address, "/readyz").await == 200).then_some(())
        })
        .await;
    }
    one.compare(&machine).await;
    // Jobs and mails go on too.
    let learner = Learner::begin(&server.address, 2).await;
    learner.complete(&machine, &server.address).await.unwrap();
    until("the certificate comes", async || {
        let page = learner.page(&server.address, "/en/learn/certificates").await;
        page.contains("/pdf\"").then_some(())
    })
    .await;
}
