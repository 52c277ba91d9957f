//! Everything in one file, and back.

use std::io::{Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use erikti::certificates::key_file;
use erikti::kernel::Random;
use serde_json::Value;

use super::Machine;

const ASEL: [&str; 6] = ["user", "add", "--name", "Әсел", "--email", "asel@example.kz"];

/// A machine with a key and an account, and its backup.
fn backed_up() -> (Machine, PathBuf) {
    let machine = Machine::new();
    let server = machine.serve(&[]);
    machine.run(&ASEL).assert_done(&[]);
    let file = machine.folder().join("one.erikti");
    machine.run(&["backup", path(&file)]).assert_done(&["Backed up", "SHA-256", "the key that signs certificates"]);
    drop(server);
    (machine, file)
}

fn path(file: &Path) -> &str {
    file.to_str().unwrap()
}

/// Copies an archive; `change` may change what is in a part, or leave the part out.
fn rewrite(from: &Path, to: &Path, change: impl Fn(&str, Vec<u8>) -> Option<Vec<u8>>) {
    let mut archive = zip::ZipArchive::new(std::fs::File::open(from).unwrap()).unwrap();
    let mut changed = zip::ZipWriter::new(std::fs::File::create(to).unwrap());
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        let (name, mut bytes) = (part.name().unwrap().into_owned(), Vec::new());
        part.read_to_end(&mut bytes).unwrap();
        if let Some(bytes) = change(&name, bytes) {
            changed.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
            changed.write_all(&bytes).unwrap();
        }
    }
    changed.finish().unwrap();
}

/// The same backup with another manifest.
fn with_manifest(from: &Path, to: &Path, change: impl Fn(&mut Value)) {
    rewrite(from, to, |name, bytes| {
        if name != "manifest.json" {
            return Some(bytes);
        }
        let mut manifest: Value = serde_json::from_slice(&bytes).unwrap();
        change(&mut manifest);
        Some(serde_json::to_vec(&manifest).unwrap())
    });
}

#[test]
fn a_backup_taken_beside_the_server_starts_on_another_machine() {
    let (first, file) = backed_up();
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600, "it holds a key");
    assert_eq!(names_in(first.folder()), ["data", "one.erikti"]);

    let second = Machine::new();
    second.run(&["restore", "--check", path(&file)]).assert_done(&["is whole"]);
    assert!(!second.folder().join("data").exists(), "looking changes nothing");
    let restored = second.json(&["restore", "--json", path(&file)]);
    assert_eq!((&restored["people"], &restored["has_key"]), (&Value::from(1), &Value::from(true)), "{restored}");
    second.run(&["check"]).assert_done(&["is the register's key"]);
    second.run(&ASEL).assert_failed(1, &["has an account already"]);
    let key = |machine: &Machine| std::fs::read(machine.folder().join("data/keys/signing.pem")).unwrap();
    assert_eq!(key(&first), key(&second));
    let server = second.serve(&[]);
    second.run(&["restore", "--force", path(&file)]).assert_failed(1, &["another server"]);
    drop(server);
}

#[test]
fn nothing_that_is_there_is_replaced_by_accident() {
    let (machine, file) = backed_up();
    let before = std::fs::read(&file).unwrap();
    machine.run(&["backup", path(&file)]).assert_failed(1, &["there already", "name another"]);
    assert_eq!(std::fs::read(&file).unwrap(), before);

    machine.run(&["restore", path(&file)]).assert_failed(1, &["1 people", "--force"]);
    let other = ["user", "add", "--name", "Другой", "--email", "other@example.kz"];
    machine.run(&other).assert_done(&[]);
    let forced = machine.json(&["restore", "--force", "--json", path(&file)]);
    machine.run(&["user", "disable", "other@example.kz"]).assert_failed(1, &["no account"]);
    // A mistake is undone by what was put aside.
    let aside = forced["before"].as_str().unwrap();
    machine.run(&["restore", "--force", aside]).assert_done(&["What was there before"]);
    machine.run(&["user", "disable", "other@example.kz"]).assert_done(&[]);

    let started = Machine::new();
    drop(started.serve(&[]));
    let own = std::fs::read(started.folder().join("data/keys/signing.pem")).unwrap();
    started.run(&["restore", path(&file)]).assert_failed(1, &["--force"]);
    started.run(&["restore", "--force", path(&file)]).assert_done(&[]);
    let keys = std::fs::read_dir(started.folder().join("data/keys")).unwrap();
    let keys: Vec<Vec<u8>> = keys.map(|entry| std::fs::read(entry.unwrap().path()).unwrap()).collect();
    // The key of second factors is the third.
    assert!(keys.len() == 3 && keys.contains(&own), "the other key is kept beside");
    started.run(&["check"]).assert_done(&["is the register's key"]);
}

#[test]
fn what_is_damaged_is_not_restored() {
    let (machine, file) = backed_up();
    let bad = machine.folder().join("bad.erikti");
    let target = Machine::new();
    let refuse = |says: &[&str]| {
        target.run(&["restore", path(&bad)]).assert_failed(1, says);
        target.run(&["restore", "--check", path(&bad)]).assert_failed(1, says);
        target.run(&["user", "reset-link", "asel@example.kz"]).assert_failed(1, &["no database"]);
    };
    let whole = std::fs::read(&file).unwrap();
    std::fs::write(&bad, &whole[..whole.len() - 100]).unwrap();
    refuse(&["cut off", "take another backup"]);
    let mut torn = whole.clone();
    let middle = whole.len() / 2;
    torn[middle..middle + 64].fill(0xff);
    std::fs::write(&bad, torn).unwrap();
    refuse(&["damaged", "take another backup"]);
    std::fs::write(&bad, "not a backup").unwrap();
    refuse(&["no backup"]);
    rewrite(&file, &bad, |name, bytes| {
        if name != "tables/people.jsonl" {
            return Some(bytes);
        }
        Some(String::from_utf8(bytes).unwrap().replace("Әсел", "Әсем").into_bytes())
    });
    refuse(&["tables/people.jsonl", "digest"]);
    rewrite(&file, &bad, |name, bytes| Some(bytes).filter(|_| name != "tables/people.jsonl"));
    refuse(&["tables/people.jsonl", "take another backup"]);
    with_manifest(&file, &bad, |manifest| manifest["version"] = Value::from(2));
    refuse(&["version 2", "reads version 1"]);
    with_manifest(&file, &bad, |manifest| manifest["format"] = Value::from("zip"));
    refuse(&["no backup of this program"]);
}

#[test]
fn a_backup_of_a_newer_program_leaves_everything_as_it_was() {
    let (machine, file) = backed_up();
    let newer = machine.folder().join("newer.erikti");
    with_manifest(&file, &newer, |manifest| {
        manifest["migrations"].as_array_mut().unwrap().push(Value::from("99990101000001"));
    });
    let says = ["99990101000001", "newer program", concat!("use version ", env!("CARGO_PKG_VERSION"))];
    machine.run(&["restore", "--check", path(&newer)]).assert_failed(1, &says);
    machine.run(&["restore", "--force", path(&newer)]).assert_failed(1, &says);
    assert!(names_in(&machine.folder().join("data")).iter().all(|name| !name.starts_with("before-restore")));
    machine.run(&["user", "disable", "asel@example.kz"]).assert_done(&[]);
}

#[test]
fn without_the_key_the_server_says_what_to_copy() {
    let (machine, _) = backed_up();
    let file = machine.folder().join("keyless.erikti");
    machine.run(&["backup", "--without-key", path(&file)]).assert_done(&["keep that one apart"]);
    let second = Machine::new();
    second.run(&["restore", path(&file)]).assert_done(&["signing.pem"]);
    let start = second.run_with(&["serve"], &[("ERIKTI_LISTEN", "127.0.0.1:0"), ("ERIKTI_LOG", "off")]);
    start.assert_failed(1, &["signing.pem is missing"]);
    let key = "data/keys/signing.pem";
    std::fs::create_dir_all(second.folder().join("data/keys")).unwrap();
    std::fs::copy(machine.folder().join(key), second.folder().join(key)).unwrap();
    second.run(&["check"]).assert_done(&["is the register's key"]);
}

#[test]
fn a_restore_tells_of_second_factors_that_the_key_does_not_open() {
    use diesel::connection::SimpleConnection;
    let (machine, without) = backed_up();
    let data = machine.folder().join("data");
    let id = erikti::app::sealing::find_key_id(&data).unwrap().unwrap();
    let factor = format!(
        "INSERT INTO second_factors (person_id, secret, confirmed_at, last_step)
         VALUES (1, '{id}.sealed', '2026-11-22 00:00:00', 0)"
    );
    machine.database().batch_execute(&factor).unwrap();
    let file = machine.folder().join("two.erikti");
    machine.run(&["backup", path(&file)]).assert_done(&[]);
    let says_nothing = |machine: &Machine, file: &Path| {
        let ended = machine.run(&["restore", "--force", path(file)]);
        ended.assert_done(&["Restored"]);
        assert!(!ended.out.contains("second"), "{}", ended.out);
    };
    says_nothing(&machine, &file);

    let second = Machine::new();
    let what_to_do = ["Copy that file", "recovery code", "`erikti user reset-second-factor`"];
    let restored = second.run(&["restore", path(&file)]);
    restored.assert_done(&["1 second factor is in the database", "second-factor.key is not there"]);
    restored.assert_done(&what_to_do);
    let started = Machine::new();
    drop(started.serve(&[]));
    says_nothing(&started, &without);
    let restored = started.run(&["restore", "--force", path(&file)]);
    restored.assert_done(&["1 second factor is in the database", "second-factor.key does not open them"]);
    restored.assert_done(&what_to_do);
    assert_eq!(started.json(&["restore", "--force", "--json", path(&file)])["closed_second_factors"], 1);
    std::fs::copy(data.join("keys/second-factor.key"), started.folder().join("data/keys/second-factor.key")).unwrap();
    says_nothing(&started, &file);
}

#[test]
fn a_place_that_cannot_be_written_is_named() {
    let (machine, _) = backed_up();
    machine.run(&["backup", "absent/one.erikti"]).assert_failed(1, &["absent/one.erikti"]);
    Machine::new().run(&["backup", "one.erikti"]).assert_failed(1, &["no database"]);
}

/// Every file below a folder, with what is in it.
fn files_in(folder: &Path) -> std::collections::BTreeMap<std::ffi::OsString, Vec<u8>> {
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    files.map(|file| (file.file_name(), std::fs::read(file.path()).unwrap())).collect()
}

#[test]
fn a_backup_without_the_registers_key_is_none_unless_it_was_asked_for() {
    let (machine, one) = backed_up();
    let key = machine.folder().join("data/keys/signing.pem");
    let file = machine.folder().join("two.erikti");
    std::fs::remove_file(&key).unwrap();
    machine.run(&["backup", path(&file)]).assert_failed(1, &["signing.pem is missing", "--without-key"]);
    key_file::create(&key, &Random::system()).unwrap();
    machine.run(&["backup", path(&file)]).assert_failed(1, &["is not the one in", "signing.pem", "--without-key"]);
    assert_eq!(names_in(machine.folder()), ["data", "one.erikti"], "nothing is left of a backup that failed");
    machine.run(&["backup", "--without-key", path(&file)]).assert_done(&["keep that one apart"]);
    // What is replaced is put aside all the same: the way out must stay open.
    machine.run(&["restore", "--force", path(&one)]).assert_done(&["What was there before"]);
    machine.run(&["check"]).assert_done(&["is the register's key"]);
}

fn names_in(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// The same backup without any person: whatever names one names nobody.
fn without_people(from: &Path, to: &Path) {
    // SHA-256 of nothing (FIPS 180-4).
    let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    let emptied = from.with_extension("emptied");
    rewrite(from, &emptied, |name, bytes| Some(if name == "tables/people.jsonl" { Vec::new() } else { bytes }));
    with_manifest(&emptied, to, |manifest| {
        let people = manifest["tables"].as_array_mut().unwrap().iter_mut().find(|table| table["name"] == "people");
        let people = people.unwrap();
        (people["rows"], people["sha256"]) = (Value::from(0), Value::from(empty));
    });
}

#[test]
fn a_restore_that_fails_at_its_end_leaves_rows_and_key_as_they_were() {
    let (machine, file) = backed_up();
    let bad = machine.folder().join("bad.erikti");
    without_people(&file, &bad);
    let target = Machine::new();
    drop(target.serve(&[]));
    target.run(&["user", "add", "--name", "Другой", "--email", "other@example.kz"]).assert_done(&[]);
    let keys = files_in(&target.folder().join("data/keys"));
    target.run(&["restore", "--check", path(&bad)]).assert_done(&["is whole"]);
    target.run(&["restore", "--force", path(&bad)]).assert_failed(1, &["people"]);
    assert_eq!(files_in(&target.folder().join("data/keys")), keys, "no key of an installation that is not here");
    target.run(&["user", "disable", "other@example.kz"]).assert_done(&[]);
    target.run(&["check"]).assert_done(&["is the register's key"]);
}

#[test]
fn a_key_that_a_restore_left_beside_its_place_is_named() {
    let machine = Machine::new();
    drop(machine.serve(&[]));
    let key = machine.folder().join("data/keys/signing.pem");
    std::fs::rename(&key, key.with_extension("restored")).unwrap();
    let serve = || machine.run_with(&["serve"], &[("ERIKTI_LISTEN", "127.0.0.1:0"), ("ERIKTI_LOG", "off")]);
    serve().assert_failed(1, &["signing.restored", "mv "]);
    key_file::create(&key, &Random::system()).unwrap();
    serve().assert_failed(1, &["signing.restored", "mv "]);
    std::fs::rename(key.with_extension("restored"), &key).unwrap();
    drop(machine.serve(&[]));
}

/// Whoever writes while a backup is put in the place of what is there finds it in the copy of that, or afterwards.
#[test]
fn what_is_written_during_a_restore_is_put_aside_or_there_afterwards() {
    let (machine, file) = backed_up();
    let stop = std::sync::atomic::AtomicBool::new(false);
    let (written, forced) = std::thread::scope(|scope| {
        let writer = scope.spawn(|| write_until(&machine, &stop));
        let forced: Vec<Value> = (0..3).map(|_| machine.json(&["restore", "--force", "--json", path(&file)])).collect();
        stop.store(true, std::sync::atomic::Ordering::SeqCst);
        (writer.join().unwrap(), forced)
    });
    let mut found = written_in(&machine);
    for one in &forced {
        let other = Machine::new();
        other.run(&["restore", one["before"].as_str().unwrap()]).assert_done(&[]);
        found.extend(written_in(&other));
    }
    let lost: Vec<_> = written.iter().filter(|number| !found.contains(number)).collect();
    assert!(!written.is_empty() && lost.is_empty(), "{} of {} are nowhere: {lost:?}", lost.len(), written.len());
}

/// Writes one number after the other, and answers those of which the database said that it has them.
fn write_until(machine: &Machine, stop: &std::sync::atomic::AtomicBool) -> Vec<i64> {
    use diesel::connection::SimpleConnection;
    let mut conn = machine.database();
    conn.batch_execute("PRAGMA busy_timeout = 5000").unwrap();
    let mut written = Vec::new();
    for number in 0.. {
        if stop.load(std::sync::atomic::Ordering::SeqCst) {
            break;
        }
        let row = format!("INSERT INTO throttles (key, tries, since) VALUES ('n{number}', 1, '2026-11-22 00:00:00')");
        if conn.batch_execute(&row).is_ok() {
            written.push(number);
        }
        // SQLite wakes nobody who waits for its lock, so others get their turn only while nobody writes.
        std::thread::sleep(Duration::from_millis(5));
    }
    written
}

fn written_in(machine: &Machine) -> Vec<i64> {
    use diesel::prelude::*;
    use erikti::db::schema::throttles;
    let keys: Vec<String> = throttles::table.select(throttles::key).load(&mut machine.database()).unwrap();
    keys.iter().filter_map(|key| key.strip_prefix('n')?.parse().ok()).collect()
}
