//! Saving an answer of a running test: durable before the reply.

use std::time::Duration;

use super::fixture::Fixture;
use super::load::{self, Round};
use super::report::{line, median, verdict};
use super::server::Server;

const ROUNDS: usize = 5;
const LASTING: Duration = Duration::from_secs(3);
/// Answers in a second.
const TARGET: f64 = 5_000.0;

/// Posts answers, counts those that were acknowledged, and looks for every one of them in the database.
pub(crate) fn measure(fixture: &Fixture) {
    let server = Server::start(fixture.folder.path());
    let scripts = fixture.answer_scripts(server.address);
    let before = server.cpu_time();
    let rounds: Vec<Round> = (0..ROUNDS).map(|_| load::run(server.address, &scripts, LASTING, 303)).collect();
    let used = server.cpu_time().saturating_sub(before);
    drop(server);
    let saved: usize = rounds.iter().map(|round| round.answers).sum();
    assert_eq!(fixture.count_saved(), saved, "every acknowledged answer is in the database after a kill");
    let rate = median(rounds.iter().map(Round::rate));
    println!("\nSaving an answer, {} connections, synchronous commits", load::CONNECTIONS);
    line("  answers/s", &format!("{rate:.0}"), &format!("≥ {TARGET:.0}: {}", verdict(rate >= TARGET)));
    let micros = used.as_secs_f64() * 1e6 / f64::from(u32::try_from(saved.max(1)).unwrap_or(u32::MAX));
    line("  server's CPU per answer", &format!("{micros:.1} µs"), "");
    for percent in [50, 99] {
        let within = median(rounds.iter().map(|round| round.within(percent)));
        line(&format!("  {percent} % acknowledged within"), &format!("{within:.1} ms"), "");
    }
    line("  acknowledged and found after kill -9", &saved.to_string(), "");
}
