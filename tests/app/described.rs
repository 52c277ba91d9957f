//! The description of what programs may ask, held against the server by another program: schemathesis sends what the
//! description allows and what it forbids to every address, with a token of every scope, and finds nothing.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::Duration;

use erikti::kernel::Role;

use super::harness::announce;
use super::harness::app::TestApp;
use super::harness::database::TestDatabase;
use super::learner::Learner;
use super::organisations::{appoint, code_of, make, person};
use super::people::{confirm, staff};
use super::programs::make_token;

/// Cases of each address and token: all four together take less than two minutes.
const CASES: &str = "12";

/// The program, or `None`, said aloud.
fn schemathesis() -> Option<PathBuf> {
    let program = std::env::var_os("ERIKTI_TEST_SCHEMATHESIS").filter(|path| !path.is_empty());
    if program.is_none() {
        let missing = "schemathesis: not run (ERIKTI_TEST_SCHEMATHESIS is not set; ./tests/run sets it)";
        assert!(std::env::var_os("ERIKTI_TEST_ALL").is_none(), "{missing}");
        announce(missing);
    }
    program.map(PathBuf::from)
}

/// Asks with a token, as a visitor of an address of its own: limits are for each.
fn ask(program: &Path, address: &str, (visitor, token): (u8, &str)) -> Output {
    let folder = tempfile::tempdir().expect("a folder");
    Command::new(program)
        .current_dir(folder.path())
        .arg("run")
        .arg(format!("{address}/api/openapi.json"))
        .args(["--url", address])
        .args(["--header", &format!("Authorization: Bearer {token}")])
        .args(["--header", &format!("X-Forwarded-For: 10.0.0.{visitor}")])
        .args(["--checks", "all", "--phases", "examples,coverage,fuzzing", "--max-examples", CASES])
        .args(["--seed", "1", "--suppress-health-check", "all", "--continue-on-failure"])
        .args(["--request-timeout", "30", "--warnings", "off", "--no-color"])
        .output()
        .expect("schemathesis runs")
}

#[tokio::test(flavor = "multi_thread")]
async fn schemathesis_finds_nothing() {
    let Some(program) = schemathesis() else { return };
    let database = TestDatabase::sqlite();
    let app = TestApp::start_on(database, &[("ERIKTI_TRUSTED_PROXIES", "127.0.0.1")]).await;
    let officer = staff(&app, "officer", &[Role::Centre]).await;
    let (own, _) = person(&app, "Ерлан Оспанов", "erlan").await;
    make(&officer, "Жас толқын").await.has(303);
    confirm(&app, &own, "erlan@example.kz").await;
    appoint(&officer, 1, "erlan@example.kz").await;
    let code = code_of(&own, 1).await;
    // Somebody to tell of: in the organisation, in the register, with a transcript.
    let asem = Learner::enrol(&app, erikti::kernel::Lang::En, "asem", "leadership").await;
    asem.complete("Әсем Нұрғалиқызы").await;
    super::certificates::issued(&asem).await;
    asem.client.post(&format!("/en/join/{code}"), &[]).await.has(303);
    let tokens = [
        ("register", make_token(&officer, "register").await),
        ("verify", make_token(&officer, "verify").await),
        ("transcript", make_token(&asem.client, "transcript").await),
        ("people", make_token(&own, "people 1").await),
    ];
    let mut running = Vec::new();
    for (visitor, (scope, token)) in (1..).zip(tokens) {
        let (program, address) = (program.clone(), app.address.clone());
        let work = move || (scope, ask(&program, &address, (visitor, &token)));
        running.push(tokio::task::spawn_blocking(work));
    }
    // The clock of the tests stands still, and limits fill again with time.
    while running.iter().any(|one| !one.is_finished()) {
        app.advance(1);
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    for one in running {
        let (scope, output) = one.await.expect("it ran");
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{scope}:\n{said}\n{}", String::from_utf8_lossy(&output.stderr));
        assert!(said.contains("Tested: 6"), "{scope}: not every address was asked:\n{said}");
    }
}
