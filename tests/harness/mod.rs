//! What the tests stand on: databases, a clock that is set, a browser, the whole program on a free port.
//!
//! Six variables say what is there beyond SQLite; `./tests/run` sets them all:
//! - `ERIKTI_TEST_POSTGRES`: the address of a PostgreSQL server on which schemas may be made and dropped;
//! - `ERIKTI_TEST_BROWSER`: the path of chromedriver;
//! - `ERIKTI_TEST_AXE`: the file `axe.min.js` of axe-core;
//! - `ERIKTI_TEST_LIGHTHOUSE`: the folder `node_modules` in which npm has installed lighthouse;
//! - `ERIKTI_TEST_ALL`: what cannot be run for want of a program fails;
//! - `ERIKTI_TEST_DKIM`: a Python that has the module `dkim`, which verifies signed mails;
//! - `ERIKTI_TEST_SCHEMATHESIS`: the program `schemathesis`, which holds the server against its description.
//!
//! Without one, what needs it says plainly that it was not run.

pub(crate) mod app;
pub(crate) mod browser;
pub(crate) mod client;
pub(crate) mod clock;
pub(crate) mod database;
pub(crate) mod folder;
pub(crate) mod routes;
pub(crate) mod tries;

/// Courses that are small enough to be taken whole: cut from the first editions of two that come with the program, in the
/// same format. What is true of every course is tried on these; what the bundled ones promise, on the bundled ones.
pub(crate) fn library() -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/library")
}

/// Says something that the test runner does not hold back, not even from tests that pass.
pub(crate) fn announce(text: &str) {
    use std::io::Write;
    let _ = writeln!(std::io::stderr(), "{text}");
}
