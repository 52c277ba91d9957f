//! The program as it is started in earnest, so that it can be killed.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, Weak};
use std::time::Duration;

use erikti::db::{Conn, Database, DatabaseUrl};
use erikti::kernel::Result;
use tempfile::TempDir;

use crate::harness::library;

/// A folder that outlives the servers which run on it.
pub(crate) struct Machine {
    folder: TempDir,
    program: Arc<Program>,
    /// The data folder.
    data: PathBuf,
    url: DatabaseUrl,
    /// Whether its programs are told of a limit on the size of files, instead of being ended by it.
    outlives_limits: bool,
}

/// How a command ended.
pub(crate) struct Ended {
    pub(crate) status: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// A running server; it is killed with this value.
pub(crate) struct Server {
    child: Child,
    /// Where it answers, such as `http://127.0.0.1:40123`.
    pub(crate) address: String,
    log: PathBuf,
}

/// The program under a name of its own: a build that goes on beside the tests may replace the original between two
/// starts.
struct Program(TempDir);

impl Program {
    /// The one of all tests that run now.
    fn shared() -> Arc<Self> {
        static SHARED: Mutex<Weak<Program>> = Mutex::new(Weak::new());
        let mut shared = SHARED.lock().unwrap();
        shared.upgrade().unwrap_or_else(|| {
            let program = Arc::new(Self::take());
            *shared = Arc::downgrade(&program);
            program
        })
    }

    fn take() -> Self {
        let program = Self(tempfile::tempdir().unwrap());
        let original = env!("CARGO_BIN_EXE_erikti");
        if std::fs::hard_link(original, program.file()).is_err() {
            std::fs::copy(original, program.file()).unwrap();
        }
        program
    }

    fn file(&self) -> PathBuf {
        self.0.path().join("erikti")
    }
}

impl Machine {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        let url = DatabaseUrl::Sqlite(data.join("erikti.db"));
        Self { url, data, folder, program: Program::shared(), outlives_limits: false }
    }

    /// With the data folder elsewhere.
    pub(crate) fn with_data(data: PathBuf) -> Self {
        Self { url: DatabaseUrl::Sqlite(data.join("erikti.db")), data, ..Self::new() }
    }

    /// With a database elsewhere.
    pub(crate) fn with_database(url: DatabaseUrl) -> Self {
        Self { url, ..Self::new() }
    }

    /// The same machine, whose programs go on when a limit refuses them to write; see [`limit_files`].
    pub(crate) fn that_outlives_limits(self) -> Self {
        Self { outlives_limits: true, ..self }
    }

    /// Where its database is.
    pub(crate) fn url(&self) -> &DatabaseUrl {
        &self.url
    }

    /// Runs a command to its end.
    pub(crate) fn run(&self, arguments: &[&str]) -> Ended {
        Self::end(&mut self.command(arguments))
    }

    /// Runs a command that may write so many bytes to each file.
    pub(crate) fn run_within(&self, bytes: u64, arguments: &[&str]) -> Ended {
        let inner = self.command(arguments);
        let mut command = Command::new("prlimit");
        command.arg(format!("--fsize={bytes}:unlimited")).arg("--").arg(inner.get_program()).args(inner.get_args());
        for (name, value) in inner.get_envs() {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
        Self::end(command.current_dir(self.folder()))
    }

    fn end(command: &mut Command) -> Ended {
        let output = command.output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Ended { status: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = if self.outlives_limits {
            // What is ignored stays ignored in the program that takes the shell's place.
            let mut shell = Command::new("sh");
            shell.args(["-c", r#"trap '' XFSZ; exec "$0" "$@""#]).arg(self.program.file());
            shell
        } else {
            Command::new(self.program.file())
        };
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("ERIKTI_")) {
            command.env_remove(name);
        }
        command.args(arguments).current_dir(self.folder()).env("ERIKTI_DATA", &self.data);
        command.env("ERIKTI_COURSES", library());
        let url = match &self.url {
            DatabaseUrl::Sqlite(file) => format!("sqlite:{}", file.display()),
            DatabaseUrl::Postgres(address) => address.clone(),
        };
        command.env("ERIKTI_DATABASE_URL", url);
        command
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Starts the server and waits until it has said where it answers.
    pub(crate) fn start(&self, settings: &[(&str, &str)]) -> Server {
        let log = self.folder().join("log");
        let mut command = self.command(&["serve"]);
        let mut file = File::create(&log).unwrap();
        // The log is no file of the program's where it may not write to files.
        let error = if self.outlives_limits { Stdio::piped() } else { file.try_clone().unwrap().into() };
        command.stdout(Stdio::piped()).stderr(error).env("ERIKTI_LISTEN", "127.0.0.1:0");
        let mut child = command.envs(settings.iter().copied()).spawn().unwrap();
        if let Some(mut error) = child.stderr.take() {
            std::thread::spawn(move || std::io::copy(&mut error, &mut file));
        }
        let mut said = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut said).unwrap();
        let address = said.trim().trim_end_matches('/').rsplit_once(' ').map(|(_, address)| address.to_owned());
        let server = Server { child, address: address.unwrap_or_default(), log };
        assert!(server.address.starts_with("http://"), "the server did not start: {said}{}", server.log());
        server
    }

    /// The database, beside the server or after its death.
    fn database(&self) -> Database {
        Database::open(&self.url).unwrap()
    }

    /// Looks into the database.
    pub(crate) async fn read<T, F>(&self, look: F) -> T
    where
        T: Send + 'static,
        F: FnOnce(&mut Conn) -> Result<T> + Send + 'static,
    {
        self.database().read(look).await.unwrap()
    }

    /// Changes the database, with no server on it.
    pub(crate) async fn write<F>(&self, change: F)
    where
        F: Fn(&mut Conn) -> Result<()> + Send + 'static,
    {
        self.database().write(change).await.unwrap();
    }

    /// The mails that were written as files so far.
    pub(crate) fn mail_files(&self) -> Vec<Vec<u8>> {
        let Ok(entries) = std::fs::read_dir(self.data.join("mail")) else { return Vec::new() };
        let paths = entries.map(|entry| entry.unwrap().path());
        paths
            .filter(|path| path.extension().is_some_and(|end| end == "eml"))
            .map(|p| std::fs::read(p).unwrap())
            .collect()
    }
}

impl Server {
    /// Ends the server as `kill -9` does: it has no say in the matter.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        let status = self.child.wait().unwrap();
        assert!(status.code().is_none(), "the server had ended by itself: {status}\n{}", self.log());
    }

    /// The number of its process.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// What it wrote on standard error.
    pub(crate) fn log(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Lets a running process write no more than so many bytes to each file; `None`: as many as the disk takes. What goes
/// beyond it fails as it does for somebody whose quota is used up.
pub(crate) fn limit_files(process: u32, bytes: Option<u64>) {
    let soft = bytes.map_or("unlimited".to_owned(), |bytes| bytes.to_string());
    let mut command = Command::new("prlimit");
    let status = command.arg(format!("--pid={process}")).arg(format!("--fsize={soft}:unlimited")).status();
    assert!(status.unwrap().success(), "prlimit comes with util-linux");
}

/// Looks again and again until there is something to see.
pub(crate) async fn until<T>(what: &str, mut look: impl AsyncFnMut() -> Option<T>) -> T {
    for _ in 0..800 {
        if let Some(seen) = look().await {
            return seen;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    panic!("{what}: not within twenty seconds");
}
