//! An installation to try, and the register that it fills.

use std::collections::BTreeSet;

use serde_json::Value;

use super::Machine;

/// A machine full of made-up people, and what was said about them.
fn filled() -> (Machine, Value) {
    let machine = Machine::new();
    let said = machine.json(&["demo", "--json", "--people", "12"]);
    (machine, said)
}

#[test]
fn each_role_can_be_tried_and_everything_is_made_up() {
    let (machine, said) = filled();
    assert_eq!((&said["made_up"], &said["people"]), (&Value::from(true), &Value::from(20)), "{said}");
    let emails: Vec<&str> =
        said["accounts"].as_array().unwrap().iter().map(|one| one["email"].as_str().unwrap()).collect();
    assert!(emails.iter().all(|email| email.ends_with("@demo.example")), "{emails:?}");
    let server = machine.serve(&[]);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let password = said["password"].as_str().unwrap();
    for (email, page) in [
        ("centre@demo.example", "/en/centre"),
        ("graduate@demo.example", "/en/learn/certificates"),
        ("young@demo.example", "/en/learn"),
    ] {
        let (status, text) = runtime.block_on(sign_in_and_look(&server.address, email, password, page));
        assert_eq!(status, 200, "{email}: {text}");
        if email.starts_with("graduate") {
            assert!(text.contains("/pdf\""), "a certificate to download: {text}");
        }
    }
    drop(server);
    machine.run(&["demo"]).assert_failed(1, &["20 people already", "ERIKTI_DATA"]);
    machine.run(&["check"]).assert_done(&["is the register's key"]);
}

async fn sign_in_and_look(address: &str, email: &str, password: &str, page: &str) -> (u16, String) {
    let address = address.trim_end_matches('/');
    let client = reqwest::Client::builder().cookie_store(true).no_proxy().build().unwrap();
    let form = [("identifier", email), ("password", password)];
    let request = client.post(format!("{address}/en/sign-in")).header("origin", address).form(&form);
    request.send().await.unwrap();
    let answer = client.get(format!("{address}{page}")).send().await.unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap())
}

#[test]
fn the_same_seed_makes_the_same_people_and_no_password_is_known_beforehand() {
    let names = |seed: &str| {
        let machine = Machine::new();
        let said = machine.json(&["demo", "--json", "--people", "6", "--seed", seed]);
        let register = machine.json(&["certificate", "export", "--json"]);
        let lines = register.as_array().unwrap().clone();
        assert_eq!(lines.len(), usize::try_from(said["certificates"].as_u64().unwrap()).unwrap());
        let of = |line: &Value| (line["name"].to_string(), line["number"].to_string(), line["course"].to_string());
        (lines.iter().map(of).collect::<BTreeSet<_>>(), said["password"].to_string(), machine.secrets())
    };
    let (one, same, other) = (names("5"), names("5"), names("6"));
    assert!(!one.0.is_empty() && one.0 == same.0, "{one:?} {same:?}");
    assert_ne!(one.0, other.0);
    assert_ne!(one.1, same.1);
    assert!(one.2.len() > 12 && one.2.is_disjoint(&same.2), "whoever knows the seed could sign in");
}

#[test]
fn made_up_people_get_no_mail_and_no_certificate_that_looks_real() {
    let machine = Machine::new();
    let refuse = |name, value| machine.run_with(&["demo"], &[(name, value)]).assert_failed(1, &[name]);
    refuse("ERIKTI_SMTP_URL", "smtp://127.0.0.1:1?tls=none");
    for base in ["https://erikti.example.kz", "http://erikti.example.kz", "http://8.8.8.8:8080"] {
        refuse("ERIKTI_BASE_URL", base);
    }
    assert!(!machine.folder().join("data").exists(), "nothing was begun");
    machine.run(&["demo", "--people", "0"]).assert_done(&[
        "All of it is made up",
        "centre@demo.example",
        "password demo-",
    ]);
}

#[test]
fn a_database_with_people_stays_as_it_is() {
    let machine = Machine::migrated();
    machine.run(&["user", "add", "--name", "Әсел", "--email", "asel@example.kz"]).assert_done(&[]);
    machine.run(&["demo"]).assert_failed(1, &["1 people already", "ERIKTI_DATA"]);
    assert!(!machine.folder().join("data/keys").exists(), "no key was made");
    machine.run(&["course", "export", "leadership", "out"]).assert_failed(1, &["no course leadership"]);
}

#[test]
fn the_register_is_exported_for_spreadsheets_and_for_programs() {
    let (machine, said) = filled();
    let table = machine.run(&["certificate", "export"]);
    table.assert_done(&["\u{feff}number,name,course,kind", ",valid,", ",theory,"]);
    let count = said["certificates"].as_u64().unwrap();
    assert_eq!(u64::try_from(table.out.lines().count()).unwrap(), count + 1);
    let register = machine.json(&["certificate", "export", "--json"]);
    let first = &register.as_array().unwrap()[0];
    let number = first["number"].as_str().unwrap();
    assert!(table.out.contains(number));
    if first["state"] == "valid" {
        machine.run(&["certificate", "verify", number]).assert_done(&[first["name"].as_str().unwrap()]);
    }
    let empty = Machine::migrated();
    assert_eq!(empty.json(&["certificate", "export", "--json"]), Value::Array(Vec::new()));
    assert_eq!(empty.run(&["certificate", "export"]).out.lines().count(), 1);
}

#[test]
fn a_table_that_does_not_fit_is_said_to_be_cut_off() {
    let (machine, _) = filled();
    let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
    let output = machine.command(&["certificate", "export"]).stdout(full).output().unwrap();
    let error = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.code() == Some(1) && error.contains("not whole"), "{error}");
}

#[test]
fn a_certificate_is_issued_by_hand_only_as_the_program_would() {
    let (machine, _) = filled();
    let issue = |email: &str, course: &str, reason: &str| {
        machine.run(&["certificate", "issue", email, course, "--reason", reason])
    };
    let reason = "The server was down that day";
    let graduate = "graduate@demo.example";
    issue(graduate, "leadership", reason).assert_done(&["already", "nothing was changed"]);
    issue(graduate, "first-aid", reason).assert_failed(1, &["has not completed the course first-aid"]);
    issue(graduate, "project-management", reason).assert_failed(1, &["has not begun"]);
    issue(graduate, "cooking", reason).assert_failed(1, &["no course cooking", "first-aid"]);
    issue("nobody@demo.example", "leadership", reason).assert_failed(1, &["nobody@demo.example"]);
    issue(graduate, "leadership", "no").assert_failed(2, &["5 to 500"]);

    // As if the server had died before the certificate came.
    let before = machine.json(&["certificate", "export", "--json"]).as_array().unwrap().len();
    machine.forget_certificates_of(graduate);
    let issued = ["certificate", "issue", graduate, "leadership", "--json", "--reason", reason];
    let said = machine.json(&issued);
    assert_eq!(said["issued"], true, "{said}");
    assert_eq!(machine.json(&issued)["issued"], false);
    let number = said["number"].as_str().unwrap();
    machine.run(&["certificate", "verify", number]).assert_done(&[number]);
    assert_eq!(machine.json(&["certificate", "export", "--json"]).as_array().unwrap().len(), before);
    assert_eq!(machine.history_of(number), [("issued".to_owned(), "shell".to_owned(), reason.to_owned())]);
}

impl Machine {
    /// The digests of all secrets that open something.
    fn secrets(&self) -> BTreeSet<String> {
        use diesel::prelude::*;
        use erikti::db::schema::{links, sign_ins};
        let mut conn = self.database();
        let mut digests: BTreeSet<String> =
            sign_ins::table.select(sign_ins::token_digest).load(&mut conn).unwrap().into_iter().collect();
        digests.extend(links::table.select(links::token_digest).load::<String>(&mut conn).unwrap());
        digests
    }

    pub(super) fn database(&self) -> diesel::SqliteConnection {
        use diesel::Connection;
        diesel::SqliteConnection::establish(self.folder().join("data/erikti.db").to_str().unwrap()).unwrap()
    }

    fn forget_certificates_of(&self, email: &str) {
        use diesel::prelude::*;
        use erikti::db::schema::{certificate_events, certificates, people};
        let mut conn = self.database();
        let theirs =
            people::table.filter(people::email.eq(email)).select(people::id).get_result::<i64>(&mut conn).unwrap();
        let of_person = certificates::table.filter(certificates::person_id.eq(theirs)).select(certificates::id);
        let ids: Vec<i64> = of_person.load(&mut conn).unwrap();
        diesel::connection::SimpleConnection::batch_execute(&mut conn, "DROP TRIGGER certificate_events_stay").unwrap();
        diesel::delete(certificate_events::table.filter(certificate_events::certificate_id.eq_any(&ids)))
            .execute(&mut conn)
            .unwrap();
        diesel::delete(certificates::table.filter(certificates::id.eq_any(&ids))).execute(&mut conn).unwrap();
    }

    /// What happened to a certificate: event, who, reason.
    fn history_of(&self, number: &str) -> Vec<(String, String, String)> {
        use diesel::prelude::*;
        use erikti::db::schema::{certificate_events, certificates};
        let plain = number.replace('-', "");
        certificate_events::table
            .inner_join(certificates::table)
            .filter(certificates::number.eq(plain))
            .select((certificate_events::kind, certificate_events::actor, certificate_events::reason))
            .load(&mut self.database())
            .unwrap()
    }
}
