//! The rules of the house, as `docs/architecture.md` tells them, held against the source.

#[path = "architecture/docs.rs"]
mod docs;
#[path = "architecture/rules.rs"]
mod rules;
#[path = "architecture/source.rs"]
mod source;
#[path = "architecture/tokens.rs"]
mod tokens;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use rules::{EXCEPTIONS, Finding, PAGES};
use source::Source;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The Rust files below a folder, as paths from the root of the repository.
fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries {
        let path = entry.expect("the folder is read").path();
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

fn sources(folder: &str) -> Vec<Source> {
    let root = root();
    let mut files = Vec::new();
    rust_files(&root.join(folder), &mut files);
    files.sort();
    let read = |file: &PathBuf| {
        let text = std::fs::read_to_string(file).expect("the source is read");
        let path = file.strip_prefix(&root).expect("a file of this repository").display().to_string();
        Source::read(&path, &text)
    };
    files.iter().map(read).collect()
}

/// The program's own source, without what only test builds have.
fn program() -> Vec<Source> {
    let mut sources = sources("src");
    assert!(sources.len() > 50, "only {} files are found under src", sources.len());
    let tests: Vec<String> = sources.iter().flat_map(|source| source.test_modules.clone()).collect();
    let is_test = |module: &str| tests.iter().any(|test| module == test || module.starts_with(&format!("{test}::")));
    sources.retain(|source| !is_test(&source.module()));
    sources
}

/// Fails with every finding that no exception covers.
fn refuse(findings: &[Finding]) {
    let told: BTreeSet<String> =
        findings.iter().filter(|finding| !finding.is_excepted()).map(ToString::to_string).collect();
    let told: Vec<String> = told.into_iter().collect();
    assert!(told.is_empty(), "\n{}\n", told.join("\n"));
}

#[test]
fn every_file_names_only_what_its_role_may() {
    refuse(&program().iter().flat_map(rules::names).collect::<Vec<_>>());
}

#[test]
fn every_handler_takes_its_audiences_guard() {
    let program = program();
    refuse(&program.iter().flat_map(rules::handlers).collect::<Vec<_>>());
}

#[test]
fn files_are_short_and_lint_exceptions_tell_their_reason() {
    let all = ["src", "tests", "benches"].map(sources);
    refuse(&all.iter().flatten().flat_map(rules::manners).collect::<Vec<_>>());
}

#[test]
fn every_exception_is_still_needed() {
    let all = ["src", "tests", "benches"].map(sources);
    let findings: Vec<Finding> = program()
        .iter()
        .flat_map(|source| [rules::names(source), rules::handlers(source)].concat())
        .chain(all.iter().flatten().flat_map(rules::manners))
        .collect();
    for exception in EXCEPTIONS {
        assert!(findings.iter().any(|finding| exception.covers(finding)), "no longer needed: {exception:?}");
    }
    for (path, _) in PAGES {
        assert!(root().join(path).exists(), "no longer there: {path}");
    }
}

#[test]
fn the_map_names_only_what_exists() {
    let file = root().join("docs/architecture.md");
    // The map is written once the rooms stand; from then on it stays true.
    let Ok(text) = std::fs::read_to_string(&file) else { return };
    let missing =
        docs::missing(&text, |path| ["", "src", "docs"].iter().any(|base| root().join(base).join(path).exists()));
    assert!(missing.is_empty(), "docs/architecture.md names what does not exist: {missing:?}");
}
