//! The processes that are measured: the real program, and the bare handler.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use super::{bare, process};

/// A server in a process of its own, killed when it is dropped.
#[derive(Debug)]
pub(crate) struct Server {
    child: Child,
    /// Where it listens.
    pub(crate) address: SocketAddr,
}

/// The path of the program.
pub(crate) fn program() -> PathBuf {
    env!("CARGO_BIN_EXE_erikti").into()
}

/// A folder on the disk of the build, gone when it is dropped. Not `/tmp`, which may be memory.
pub(crate) fn folder() -> tempfile::TempDir {
    tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder")
}

impl Server {
    /// The program on a data folder, with default settings but for folder and port; its log goes to a file there.
    pub(crate) fn start(data: &Path) -> Self {
        Self::start_with(data, &[])
    }

    /// The same with other settings.
    pub(crate) fn start_with(data: &Path, settings: &[(&str, &str)]) -> Self {
        let log = File::create(data.join("bench.log")).expect("a log file");
        let mut command = Command::new(program());
        command.env_clear().env("ERIKTI_DATA", data).env("ERIKTI_LISTEN", "127.0.0.1:0").current_dir(data).stderr(log);
        command.envs(settings.iter().copied());
        Self::spawn(command)
    }

    /// The bare handler with this body, from this program itself.
    pub(crate) fn bare(folder: &Path, body: &[u8]) -> Self {
        let file = folder.join("body.gz");
        std::fs::write(&file, body).expect("written");
        let mut command = Command::new(std::env::current_exe().expect("this program"));
        command.arg(bare::ARGUMENT).arg(file).stdin(Stdio::piped());
        Self::spawn(command)
    }

    /// Starts it and reads its address from the first line that names one.
    fn spawn(mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).spawn().expect("started");
        let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines();
        let address = lines.by_ref().map_while(Result::ok).find_map(|line| address_in(&line));
        // What it prints later has to go somewhere.
        std::thread::spawn(move || lines.for_each(drop));
        let address = address.unwrap_or_else(|| panic!("a server did not start: {:?}", child.wait()));
        Self { child, address }
    }

    /// User and system time that it has used.
    pub(crate) fn cpu_time(&self) -> Duration {
        process::cpu_time(self.child.id())
    }

    /// Bytes of memory that it holds.
    pub(crate) fn resident(&self) -> u64 {
        process::resident(self.child.id())
    }
}

fn address_in(line: &str) -> Option<SocketAddr> {
    line.split_once("http://")?.1.trim_end_matches('/').parse().ok()
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
