//! The program as people run it: arguments, environment, standard output and error, exit status.

#![expect(clippy::unwrap_used, reason = "a test ends where something is not as it should be")]

use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use tempfile::TempDir;

#[path = "cli/backup.rs"]
mod backup;
#[path = "cli/courses.rs"]
mod courses;
#[path = "cli/demo.rs"]
mod demo;
#[path = "harness/folder.rs"]
mod folder;
#[path = "cli/https.rs"]
mod https;
#[path = "cli/mistakes.rs"]
mod mistakes;
#[path = "cli/questions.rs"]
mod questions;

/// An empty machine: a folder, and nothing of ours in the environment.
struct Machine(TempDir);

/// How a command ended.
struct Ended {
    status: i32,
    out: String,
    err: String,
}

impl Machine {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// A machine whose database is there.
    fn migrated() -> Self {
        let machine = Self::new();
        let ended = machine.run(&["migrate"]);
        assert_eq!(ended.status, 0, "{}", ended.err);
        machine
    }

    fn folder(&self) -> &Path {
        self.0.path()
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_erikti"));
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("ERIKTI_")) {
            command.env_remove(name);
        }
        command.args(arguments).current_dir(self.folder()).env("ERIKTI_DATA", self.folder().join("data"));
        command
    }

    fn run(&self, arguments: &[&str]) -> Ended {
        self.run_with(arguments, &[])
    }

    fn run_with(&self, arguments: &[&str], environment: &[(&str, &str)]) -> Ended {
        let output = self.command(arguments).envs(environment.iter().copied()).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Ended { status: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
    }

    fn json(&self, arguments: &[&str]) -> serde_json::Value {
        let ended = self.run(arguments);
        serde_json::from_str(&ended.out).unwrap_or_else(|error| panic!("{error}: {} {}", ended.out, ended.err))
    }

    /// Starts a server and waits until it has said where it answers.
    fn serve(&self, environment: &[(&str, &str)]) -> Server {
        let mut command = self.command(&["serve"]);
        command.env("ERIKTI_LISTEN", "127.0.0.1:0").envs(environment.iter().copied());
        let log = tempfile::NamedTempFile::new().unwrap();
        let mut child = command.stdout(Stdio::piped()).stderr(log.reopen().unwrap()).spawn().unwrap();
        let mut said = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut said).unwrap();
        assert!(said.contains(" http"), "the server did not start: {}", std::fs::read_to_string(log.path()).unwrap());
        let address = said.trim().rsplit_once(' ').map(|(_, address)| address.to_owned()).unwrap_or_default();
        Server { child, address, log }
    }
}

impl Ended {
    /// It failed with this status, in one sentence that says each of these.
    fn assert_failed(&self, status: i32, says: &[&str]) {
        assert_eq!(self.status, status, "{}{}", self.out, self.err);
        assert_eq!(self.err.lines().count(), 1, "one sentence: {}", self.err);
        assert!(self.err.starts_with("erikti: "), "{}", self.err);
        for part in says {
            assert!(self.err.contains(part), "{part} in {}", self.err);
        }
    }

    /// It succeeded, said each of these, and complained about nothing.
    fn assert_done(&self, says: &[&str]) {
        assert_eq!((self.status, self.err.as_str()), (0, ""), "{}", self.out);
        for part in says {
            assert!(self.out.contains(part), "{part} in {}", self.out);
        }
    }
}

/// A running server; it ends with the test.
struct Server {
    child: Child,
    address: String,
    log: tempfile::NamedTempFile,
}

impl Server {
    /// Waits until the server has said something in its log so many times.
    fn until_logged(&self, what: &str, times: usize) {
        let said = || std::fs::read_to_string(self.log.path()).unwrap();
        for _ in 0..2400 {
            if said().matches(what).count() >= times {
                return;
            }
            std::thread::sleep(Duration::from_millis(25));
        }
        panic!("not in the log within a minute: {what}: {}", said());
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

const COMMANDS: [&[&str]; 22] = [
    &["serve"],
    &["migrate"],
    &["check"],
    &["demo"],
    &["backup"],
    &["restore"],
    &["course", "check"],
    &["course", "import"],
    &["course", "export"],
    &["course", "import-questions"],
    &["course", "export-questions"],
    &["user", "add"],
    &["user", "role", "grant"],
    &["user", "role", "withdraw"],
    &["user", "disable"],
    &["user", "enable"],
    &["user", "reset-link"],
    &["user", "reset-second-factor"],
    &["certificate", "verify"],
    &["certificate", "revoke"],
    &["certificate", "issue"],
    &["certificate", "export"],
];

#[test]
fn every_command_explains_itself_with_an_example() {
    let machine = Machine::new();
    for command in COMMANDS {
        let help: Vec<&str> = command.iter().copied().chain(["--help"]).collect();
        let example = format!("Example:\n  erikti {}", command.join(" "));
        machine.run(&help).assert_done(&["Usage:", &example]);
    }
    machine.run(&["--help"]).assert_done(&["serve", "migrate", "check", "course", "user", "certificate"]);
    machine.run(&["--version"]).assert_done(&["erikti "]);
}

#[test]
fn what_is_typed_wrongly_is_told_in_one_sentence() {
    let machine = Machine::new();
    machine.run(&["srve"]).assert_failed(2, &["srve", "--help"]);
    machine.run(&["user", "add", "--email", "asel@example.kz"]).assert_failed(2, &["--name"]);
    machine.run(&["user", "add", "--name", "Асель", "--email", "asel"]).assert_failed(2, &["e-mail address"]);
    let volunteer = ["user", "role", "grant", "asel@example.kz", "volunteer"];
    machine.run(&volunteer).assert_failed(2, &["trainer, centre or administrator"]);
}

#[test]
fn a_wrong_setting_stops_every_command_and_is_named() {
    let machine = Machine::new();
    for command in ["serve", "migrate", "check"] {
        let wrong = |name, value| machine.run_with(&[command], &[(name, value)]);
        wrong("ERIKTI_LISTNE", "127.0.0.1:1").assert_failed(2, &["ERIKTI_LISTNE", "listen"]);
        wrong("ERIKTI_LANGUAGE", "de").assert_failed(2, &["ERIKTI_LANGUAGE=de", "kk, ru or en"]);
        let secret = wrong("ERIKTI_DATABASE_URL", "mysql://u:s3cr3t@db/erikti");
        secret.assert_failed(2, &["ERIKTI_DATABASE_URL", "sqlite:", "postgres://"]);
        assert!(!secret.err.contains("s3cr3t"), "{}", secret.err);
    }
    machine.run_with(&["serve"], &[("ERIKTI_LOG", "erikti=loud")]).assert_failed(2, &["ERIKTI_LOG=erikti=loud"]);
    machine.run(&["--config", "absent.toml", "check"]).assert_failed(2, &["absent.toml"]);
    assert!(!machine.folder().join("data").exists(), "nothing was begun");
}

#[test]
fn a_settings_file_is_read_and_the_environment_wins() {
    let machine = Machine::new();
    std::fs::write(machine.folder().join("own.toml"), "data = \"elsewhere\"\nlanguage = \"de\"\n").unwrap();
    machine
        .run(&["migrate", "--config", "own.toml"])
        .assert_failed(2, &["own.toml, line 2 (language): de", "kk, ru or en"]);
    machine.run_with(&["--config", "own.toml", "migrate"], &[("ERIKTI_LANGUAGE", "ru")]).assert_done(&["migrations"]);
    assert!(machine.folder().join("data/erikti.db").exists(), "the environment names another folder than the file");
    assert!(!machine.folder().join("elsewhere").exists());
}

#[test]
fn migrating_twice_does_nothing_the_second_time() {
    let machine = Machine::new();
    machine.run(&["migrate"]).assert_done(&["Ran "]);
    machine.run(&["migrate"]).assert_done(&["already"]);
    assert_eq!(machine.json(&["migrate", "--json"])["migrations"], serde_json::json!([]));
}

#[cfg(unix)]
#[test]
fn the_data_folder_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let machine = Machine::migrated();
    let mode = std::fs::metadata(machine.folder().join("data")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o700);
}

#[test]
fn a_fresh_folder_passes_the_checks() {
    let machine = Machine::new();
    machine.run(&["check"]).assert_done(&["the first start makes it"]);
    assert!(!machine.folder().join("data").exists(), "looking changes nothing");
    machine.run(&["migrate"]).assert_done(&[]);
    let ended = machine.run(&["check"]);
    ended.assert_done(&["settings", "database", "keys", "mail", "clock", "disk", "proxies", "https", "signature"]);
    assert_eq!(ended.out.lines().count(), 10, "one line each: {}", ended.out);
    let findings = machine.json(&["check", "--json"]);
    assert!(findings.as_array().unwrap().iter().all(|finding| finding["state"] != "failed"), "{findings}");
}

#[test]
fn a_check_that_fails_is_seen_and_changes_the_exit_status() {
    let machine = Machine::migrated();
    let smtp = ("ERIKTI_SMTP_URL", "smtp://user:s3cr3t@127.0.0.1:1?tls=none");
    let ended = machine.run_with(&["check"], &[smtp]);
    ended.assert_failed(1, &["1 of 10 checks failed"]);
    assert!(ended.out.contains("FAILED") && ended.out.contains("ERIKTI_SMTP_URL"), "{}", ended.out);
    assert!(!ended.out.contains("s3cr3t"), "{}", ended.out);
    let https = ("ERIKTI_BASE_URL", "https://erikti.example.kz");
    machine.run_with(&["check"], &[https]).assert_done(&["warning", "ERIKTI_TRUSTED_PROXIES"]);
}

#[test]
fn commands_do_not_make_a_database_by_accident() {
    let machine = Machine::new();
    machine.run(&["user", "reset-link", "asel@example.kz"]).assert_failed(1, &["no database", "erikti migrate"]);
    assert!(!machine.folder().join("data").exists());
}

#[test]
fn a_database_that_cannot_be_opened_is_named_in_one_sentence() {
    let machine = Machine::new();
    let junk = machine.folder().join("junk");
    std::fs::create_dir(&junk).unwrap();
    std::fs::write(junk.join("erikti.db"), "this is no database".repeat(500)).unwrap();
    let data = junk.display().to_string();
    machine.run_with(&["migrate"], &[("ERIKTI_DATA", &data)]).assert_failed(1, &["erikti.db", "not a database"]);
    let nobody = ("ERIKTI_DATABASE_URL", "postgres://erikti:secret@127.0.0.1:1/none");
    let refused = machine.run_with(&["migrate"], &[nobody]);
    refused.assert_failed(1, &["127.0.0.1", "refused"]);
    assert!(!refused.err.contains("secret"), "{}", refused.err);
}

#[test]
fn a_second_server_on_the_same_file_is_refused_and_commands_work_beside_the_first() {
    let machine = Machine::new();
    let server = machine.serve(&[]);
    assert!(server.address.starts_with("http://127.0.0.1:"), "{}", server.address);
    let second = machine.run_with(&["serve"], &[("ERIKTI_LISTEN", "127.0.0.1:0")]);
    second.assert_failed(1, &["another server", "server.lock"]);
    machine.run(&["check"]).assert_done(&["is the register's key"]);
    machine.run(&["user", "add", "--name", "Асель", "--email", "asel@example.kz"]).assert_done(&["/reset/"]);
    drop(server);
    let _next = machine.serve(&[]);
}

#[test]
fn metrics_are_shown_on_their_own_address_alone() {
    let machine = Machine::new();
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    let server = machine.serve(&[("ERIKTI_METRICS_LISTEN", &free)]);
    let site = server.address.trim_start_matches("http://").trim_end_matches('/');
    assert!(get(site, "/healthz").starts_with("HTTP/1.1 200"));
    assert!(get(site, "/readyz").starts_with("HTTP/1.1 200"));
    assert!(get(site, "/metrics").starts_with("HTTP/1.1 404"));
    let shown = get(&free, "/metrics");
    for line in [
        "erikti_http_requests_total{class=\"2xx\",route=\"/healthz\"} 1",
        "erikti_http_requests_total{class=\"4xx\",route=\"/{lang}\"} 1",
        "erikti_database_up 1",
    ] {
        assert!(shown.contains(line), "{line} in {shown}");
    }
}

/// The answer to a request, head and all.
fn get(address: &str, path: &str) -> String {
    let mut stream = std::net::TcpStream::connect(address).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[cfg(unix)]
#[test]
fn a_server_without_the_registers_key_does_not_start() {
    let machine = Machine::new();
    drop(machine.serve(&[]));
    std::fs::remove_file(machine.folder().join("data/keys/signing.pem")).unwrap();
    let ended = machine.run_with(&["serve"], &[("ERIKTI_LISTEN", "127.0.0.1:0"), ("ERIKTI_LOG", "off")]);
    ended.assert_failed(1, &["signing.pem is missing", "copy the file"]);
    assert_eq!(machine.run(&["check"]).status, 1);
}

#[test]
fn an_account_is_made_with_a_link_and_roles() {
    let machine = Machine::migrated();
    let base = ("ERIKTI_BASE_URL", "https://erikti.example.kz");
    let add = ["user", "add", "--name", "Әсел Қайратқызы", "--email", "asel@example.kz", "--role", "administrator"];
    let ended = machine.run_with(&add, &[base]);
    ended.assert_done(&["30 minutes"]);
    let link = ended.out.lines().last().unwrap();
    let token = link.strip_prefix("https://erikti.example.kz/kk/reset/").unwrap();
    assert_eq!(token.len(), 32);
    machine.run(&add).assert_failed(1, &["has an account already", "reset-link"]);
    let again = machine.json(&["user", "reset-link", "ASEL@example.kz", "--json"]);
    assert!(again["link"].as_str().unwrap().contains("/kk/reset/") && again["id"] == 1, "{again}");
    machine.run(&["user", "reset-link", "nobody@example.kz"]).assert_failed(1, &["nobody@example.kz"]);
    let grant = ["user", "role", "grant", "asel@example.kz", "trainer"];
    machine.run(&grant).assert_failed(1, &["nobody has confirmed", "--unconfirmed"]);
    let grant = ["user", "role", "grant", "asel@example.kz", "trainer", "--unconfirmed"];
    machine.run(&grant).assert_done(&["is trainer now"]);
    machine.run(&grant).assert_done(&["already"]);
    machine.run(&["user", "role", "withdraw", "asel@example.kz", "trainer"]).assert_done(&["not trainer any more"]);
    let last = ["user", "role", "withdraw", "asel@example.kz", "administrator"];
    machine.run(&last).assert_failed(1, &["only administrator"]);
    machine.run(&["user", "disable", "asel@example.kz"]).assert_failed(1, &["only administrator"]);
    let another = ["user", "add", "--name", "Другой", "--email", "other@example.kz", "--language", "ru", "--json"];
    assert!(machine.json(&another)["link"].as_str().unwrap().contains("/ru/reset/"));
    machine.run(&["user", "disable", "other@example.kz"]).assert_done(&["kept out"]);
    machine.run(&["user", "enable", "other@example.kz"]).assert_done(&["may sign in again"]);
}

#[test]
fn a_mistyped_certificate_number_is_told_from_an_unknown_one() {
    let machine = Machine::migrated();
    machine.run(&["certificate", "verify", "KH8Y-M3RK-42TV"]).assert_failed(1, &["KH8Y-M3RK-42TV", "well formed"]);
    machine.run(&["certificate", "verify", "KH8Y-M3RK-42TX"]).assert_failed(2, &["character by character"]);
    assert_eq!(machine.json(&["certificate", "verify", "--json", "kh8ym3rk42tv"])["state"], "unknown");
    assert_eq!(machine.json(&["certificate", "verify", "--json", "KH8Y"])["state"], "mistyped");
    let revoke = |number| machine.run(&["certificate", "revoke", number, "--reason", "issued by mistake"]);
    revoke("KH8Y-M3RK-42TV").assert_failed(1, &["KH8Y-M3RK-42TV"]);
    revoke("KH8Y-M3RK-42TX").assert_failed(2, &["character by character"]);
}

/// A folder and all that is in it.
fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let (path, to) = {
            let entry = entry.unwrap();
            (entry.path(), to.join(entry.file_name()))
        };
        if path.is_dir() { copy(&path, &to) } else { std::fs::copy(&path, &to).map(drop).unwrap() }
    }
}

/// A copy of a bundled course in the machine's folder, with the lessons that courses share.
fn copy_course(machine: &Machine) -> String {
    for folder in ["leadership", "shared"] {
        let bundled = Path::new(env!("CARGO_MANIFEST_DIR")).join("courses").join(folder);
        copy(&bundled, &machine.folder().join(folder));
    }
    "leadership".to_owned()
}

#[test]
fn mistakes_in_course_files_are_told_at_their_line() {
    let machine = Machine::new();
    let folder = copy_course(&machine);
    machine.run(&["course", "check", &folder]).assert_done(&["No mistakes in 1 course."]);
    machine.run(&["course", "check", "."]).assert_done(&["No mistakes in 1 course."]);
    std::fs::write(machine.folder().join("leadership/course.toml"), "key = \n").unwrap();
    let ended = machine.run(&["course", "check", &folder]);
    ended.assert_failed(1, &["check again"]);
    assert!(ended.out.starts_with("leadership/course.toml:1:"), "{}", ended.out);
    let notes = machine.json(&["course", "check", "--json", &folder]);
    assert!(notes[0]["file"] == "leadership/course.toml" && notes[0]["line"] == 1, "{notes}");
    machine.run(&["course", "check", "absent"]).assert_failed(1, &["absent"]);
}

#[test]
fn a_course_goes_in_and_comes_out_the_same() {
    let machine = Machine::migrated();
    let folder = copy_course(&machine);
    machine.run(&["course", "import", &folder]).assert_done(&["new edition"]);
    machine.run(&["course", "import", &folder]).assert_done(&["nothing was done"]);
    machine.run(&["course", "export", "leadership", "out"]).assert_done(&["files to out"]);
    machine.run(&["course", "export", "leadership", "out"]).assert_failed(1, &["not empty"]);
    machine.run(&["course", "export", "absent", "other"]).assert_failed(1, &["no course absent"]);
    assert_eq!(machine.json(&["course", "import", "out", "--json"])["import"], "unchanged");
    let course = machine.folder().join("out/course.toml");
    let harder = std::fs::read_to_string(&course).unwrap().replace("pass_percent = 75", "pass_percent = 85");
    std::fs::write(&course, harder).unwrap();
    machine.run(&["course", "import", "out"]).assert_failed(1, &["cannot be a correction", "--edition new"]);
    machine.run(&["course", "import", "out", "--edition", "new"]).assert_done(&["new edition"]);
    std::fs::remove_file(course).unwrap();
    machine.run(&["course", "import", "out"]).assert_failed(1, &["nothing was imported"]);
}
