//! A signed-in lesson page, against the bare handler.

use std::time::Duration;

use super::fixture::Fixture;
use super::load::{self, Round, Script};
use super::report::{line, median, verdict};
use super::server::Server;

const ROUNDS: usize = 5;
const LASTING: Duration = Duration::from_secs(3);
/// Of the bare handler's requests per second.
const TARGET: f64 = 0.60;

/// Two servers that are asked the same: the program, and the bare handler, which answers with the same bytes.
pub(crate) struct Pair<'a> {
    /// What is measured, with the size of the answer.
    pub(crate) title: String,
    /// What both are asked.
    pub(crate) scripts: Vec<Script>,
    /// The program.
    pub(crate) ours: &'a Server,
    /// The bare handler.
    pub(crate) bare: &'a Server,
}

/// A round and the server's processor time for one answer, in microseconds.
struct Measured {
    round: Round,
    micros: f64,
}

fn measured(server: &Server, scripts: &[Script]) -> Measured {
    let before = server.cpu_time();
    let round = load::run(server.address, scripts, LASTING, 200);
    let used = server.cpu_time().saturating_sub(before);
    let answers = u32::try_from(round.answers.max(1)).unwrap_or(u32::MAX);
    Measured { micros: used.as_secs_f64() * 1e6 / f64::from(answers), round }
}

/// The lesson page, as a browser asks for it.
pub(crate) fn measure(fixture: &Fixture) {
    let ours = Server::start(fixture.folder.path());
    let scripts = fixture.lesson_scripts(ours.address);
    let first = scripts.first().and_then(|script| script.first()).expect("a request");
    let (status, head, body) = load::fetch(ours.address, first);
    assert_eq!(status, 200, "{head}");
    assert!(head.to_lowercase().contains("content-encoding: gzip"), "{head}");
    let bare = Server::bare(fixture.folder.path(), &body);
    let title = format!("A signed-in lesson page, gzip, {} connections, {} bytes", load::CONNECTIONS, body.len());
    compare(&Pair { title, scripts, ours: &ours, bare: &bare });
}

/// Alternates between the two and prints medians and what they come to.
pub(crate) fn compare(pair: &Pair<'_>) {
    let Pair { scripts, ours, bare, .. } = pair;
    load::run(ours.address, scripts, Duration::from_secs(1), 200);
    load::run(bare.address, scripts, Duration::from_secs(1), 200);
    let rounds: Vec<(Measured, Measured)> =
        (0..ROUNDS).map(|_| (measured(ours, scripts), measured(bare, scripts))).collect();
    print(&rounds, &pair.title, ours.resident());
}

fn print(rounds: &[(Measured, Measured)], title: &str, resident: u64) {
    let rate = |pick: fn(&(Measured, Measured)) -> &Measured| median(rounds.iter().map(|pair| pick(pair).round.rate()));
    let micros = |pick: fn(&(Measured, Measured)) -> &Measured| median(rounds.iter().map(|pair| pick(pair).micros));
    let ratio = median(rounds.iter().map(|(ours, bare)| ours.round.rate() / bare.round.rate()));
    println!("\n{title}");
    line("  requests/s", &format!("{:.0}", rate(|pair| &pair.0)), "");
    line("  requests/s of the bare handler", &format!("{:.0}", rate(|pair| &pair.1)), "");
    let asked = format!("≥ {:.0} %: {}", TARGET * 100.0, verdict(ratio >= TARGET));
    line("  ratio (median of rounds)", &format!("{:.1} %", ratio * 100.0), &asked);
    line("  server's CPU per answer", &format!("{:.1} µs", micros(|pair| &pair.0)), "");
    line("  bare handler's CPU per answer", &format!("{:.1} µs", micros(|pair| &pair.1)), "");
    for percent in [50, 99] {
        let within = median(rounds.iter().map(|(ours, _)| ours.round.within(percent)));
        line(&format!("  {percent} % answered within"), &format!("{within:.1} ms"), "");
    }
    line("  memory after it", &format!("{:.1} MB", super::starting::megabytes(resident)), "");
}
