//! What the server does a second, and what it costs: `cargo bench` prints one table.
//!
//! The real program runs as a process of its own, with its default settings, on a SQLite database in a fresh folder
//! under `target/tmp`. Beside it, as another process, runs a bare actix-web handler that answers with the very bytes
//! of the lesson page. Both have the same number of threads; the load comes from this process, on one thread, so
//! that all three share the machine in the same way. Rounds alternate between the two, and medians are printed:
//! whatever else the machine does meets both.

#![expect(clippy::print_stdout, reason = "a benchmark prints what it measured")]

mod bare;
mod certificates;
mod editing;
mod exports;
mod fixture;
mod gate;
mod lesson;
mod load;
mod process;
mod report;
mod reports;
mod saves;
mod saving;
mod server;
mod starting;
mod statistics;
mod verify;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [first, body] = arguments.as_slice()
        && first == bare::ARGUMENT
    {
        bare::serve(body.as_ref());
        return;
    }
    let only: Vec<&str> = arguments.iter().map(String::as_str).filter(|word| !word.starts_with('-')).collect();
    let is_asked = |name: &str| only.is_empty() || only.contains(&name);
    println!("{}", report::machine());
    if is_asked("lesson") || is_asked("saving") {
        let fixture = fixture::prepare();
        if is_asked("lesson") {
            lesson::measure(&fixture);
        }
        if is_asked("saving") {
            saving::measure(&fixture);
        }
    }
    if is_asked("certificate") {
        certificates::measure();
    }
    if is_asked("gate") {
        gate::measure();
    }
    if is_asked("exports") {
        exports::measure();
    }
    if is_asked("start") {
        starting::measure();
    }
    if is_asked("editing") {
        editing::measure();
    }
    if is_asked("reports") {
        reports::measure();
    }
    if is_asked("verify") {
        verify::measure();
    }
    if is_asked("statistics") {
        statistics::measure();
    }
}
