//! What an operator gets wrong, or finds gone, is told in one sentence that says where to look.

use std::os::unix::fs::PermissionsExt;

use super::{Ended, Machine};

impl Machine {
    fn start(&self, environment: &[(&str, &str)]) -> Ended {
        let own = [("ERIKTI_LISTEN", "127.0.0.1:0"), ("ERIKTI_LOG", "off")];
        self.run_with(&["serve"], &own.into_iter().chain(environment.iter().copied()).collect::<Vec<_>>())
    }

    /// Both the check and the start refuse it, and both say this.
    fn refuses(&self, environment: &[(&str, &str)], says: &[&str]) {
        let start = self.start(environment);
        start.assert_failed(1, says);
        let check = self.run_with(&["check"], environment);
        assert_eq!(check.status, 1, "{}", check.out);
        let failed: Vec<&str> = check.out.lines().filter(|line| line.contains("FAILED")).collect();
        let [failed] = failed[..] else { panic!("one thing fails: {}", check.out) };
        assert!(says.iter().all(|part| failed.contains(part)), "{says:?} in {failed}");
        for said in [&start.err, &check.out] {
            assert!(!said.contains("internal error"), "{said}");
        }
    }
}

/// Without SQLite in it, too.
#[test]
fn a_data_folder_that_cannot_be_made_is_named() {
    let machine = Machine::new();
    std::fs::write(machine.folder().join("data"), "a file").unwrap();
    let elsewhere = [("ERIKTI_DATABASE_URL", "postgres://nobody@127.0.0.1:1/nothing")];
    let folder = machine.folder().join("data").display().to_string();
    machine.start(&elsewhere).assert_failed(1, &[&folder, "cannot be made", "ERIKTI_DATA"]);
}

#[test]
fn what_keeps_a_server_from_starting_fails_the_check_in_the_same_words() {
    let machine = Machine::new();
    drop(machine.serve(&[]));
    let write = |name: &str, text: &str| {
        let file = machine.folder().join(name);
        std::fs::write(&file, text).unwrap();
        std::fs::set_permissions(&file, PermissionsExt::from_mode(0o600)).unwrap();
    };
    machine.refuses(&[("ERIKTI_COURSES", "absent")], &["absent", "ERIKTI_COURSES"]);
    let authority = |file: &str| format!("smtps://mail.example.kz?ca={file}");
    let smtp = authority("absent.pem");
    machine.refuses(&[("ERIKTI_SMTP_URL", &smtp)], &["absent.pem", "?ca= in ERIKTI_SMTP_URL"]);
    write("junk.pem", "junk");
    let smtp = authority("junk.pem");
    machine.refuses(&[("ERIKTI_SMTP_URL", &smtp)], &["junk.pem", "no PEM certificate", "?ca= in ERIKTI_SMTP_URL"]);
    let dkim = [("ERIKTI_DKIM_KEY_FILE", "data/keys/signing.pem"), ("ERIKTI_DKIM_SELECTOR", "erikti")];
    machine.refuses(&dkim, &["data/keys/signing.pem cannot sign mails", "ERIKTI_DKIM_KEY_FILE"]);

    let key = machine.folder().join("data/keys/signing.pem");
    let whole = std::fs::read_to_string(&key).unwrap();
    std::fs::set_permissions(&key, PermissionsExt::from_mode(0o644)).unwrap();
    machine.refuses(&[], &["others may read the signing key", "chmod 600"]);
    write("data/keys/signing.pem", "junk");
    machine.refuses(&[], &["signing.pem holds no signing key", "copy the file"]);
    write("data/keys/signing.pem", &whole);
    for junk in ["junk", "\u{0}\u{1f}", "c2hvcnQ"] {
        write("data/keys/second-factor.key", junk);
        machine.refuses(&[], &["second-factor.key holds no key", "copy the file", "recovery codes"]);
    }
}

#[test]
fn a_postgresql_that_is_away_is_told_in_one_line_with_the_setting() {
    let machine = Machine::new();
    drop(machine.serve(&[]));
    machine.run(&["backup", "one.erikti"]).assert_done(&[]);
    let away = [("ERIKTI_DATABASE_URL", "postgres://erikti:s3cr3t@127.0.0.1:1/none")];
    for command in [
        &["backup", "two.erikti"][..],
        &["restore", "one.erikti"],
        &["demo"],
        &["serve"],
        &["migrate"],
        &["user", "disable", "asel@example.kz"],
    ] {
        let ended = machine.run_with(command, &[("ERIKTI_LOG", "off"), away[0]]);
        ended.assert_failed(1, &["127.0.0.1", "refused", "ERIKTI_DATABASE_URL"]);
        assert!(!ended.err.contains('\t') && !ended.err.contains("s3cr3t"), "{command:?}: {}", ended.err);
    }
}

#[test]
fn a_password_in_the_address_of_the_platform_is_refused_and_not_shown() {
    let machine = Machine::new();
    for address in ["https://admin:s3cr3t@erikti.kz/", "https://:s3cr3t@erikti.kz/", "https://a:s3cr3t@b@erikti.kz/x"] {
        let ended = machine.run_with(&["check"], &[("ERIKTI_BASE_URL", address)]);
        ended.assert_failed(2, &["ERIKTI_BASE_URL=https://…@erikti.kz/", "such as https://erikti.example.kz/"]);
        assert!(!ended.err.contains("s3cr3t"), "{}", ended.err);
    }
}

#[test]
fn a_mistake_in_the_settings_file_is_told_at_its_line() {
    let machine = Machine::new();
    std::fs::write(machine.folder().join("erikti.toml"), "data = \"data\"\nlisten = 127.0.0.1:8080\n").unwrap();
    machine.run(&["check"]).assert_failed(2, &["erikti.toml, line 2 (listen): ", "quotation marks"]);
}
