//! Starts until serving, memory while idle, size of the program.

use std::net::TcpStream;
use std::path::Path;
use std::time::{Duration, Instant};

use super::load;
use super::report::{line, median, verdict};
use super::server::{self, Server};

const FIRST_STARTS: usize = 5;
const LATER_STARTS: usize = 9;
/// Milliseconds until a fresh folder is served.
const FIRST_TARGET: f64 = 1_000.0;
/// Milliseconds until a folder that is there is served.
const LATER_TARGET: f64 = 150.0;
/// Megabytes.
const MEMORY_TARGET: f64 = 90.0;
/// How long the program is left alone before its memory is read.
const IDLE: Duration = Duration::from_secs(3);

/// Megabytes of a million bytes.
#[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
pub(crate) fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}

/// Prints starts, memory and size.
pub(crate) fn measure() {
    let folders: Vec<tempfile::TempDir> = (0..FIRST_STARTS).map(|_| server::folder()).collect();
    let first = median(folders.iter().map(|folder| started(folder.path()).0));
    let folder = folders.first().expect("a folder").path();
    let later = median((0..LATER_STARTS).map(|_| started(folder).0));
    let (_, server) = started(folder);
    std::thread::sleep(IDLE);
    let idle = megabytes(server.resident());
    let size = std::fs::metadata(server::program()).expect("the program").len();
    println!("\nThe program");
    let within = |figure: f64, target: f64, unit: &str| format!("≤ {target:.0} {unit}: {}", verdict(figure <= target));
    line("  first start until serving", &format!("{first:.0} ms"), &within(first, FIRST_TARGET, "ms"));
    line("  later start until serving", &format!("{later:.0} ms"), &within(later, LATER_TARGET, "ms"));
    line("  resident memory, idle", &format!("{idle:.1} MB"), &within(idle, MEMORY_TARGET, "MB"));
    line("  size of the program", &format!("{:.1} MB", megabytes(size)), "");
}

/// Milliseconds from the start of the process until `/healthz` is answered.
fn started(folder: &Path) -> (f64, Server) {
    let begun = Instant::now();
    let server = Server::start(folder);
    let until = begun + Duration::from_secs(30);
    while TcpStream::connect(server.address).is_err() {
        assert!(Instant::now() < until, "it does not serve");
        std::thread::sleep(Duration::from_millis(1));
    }
    let request = format!("GET /healthz HTTP/1.1\r\nhost: {}\r\n\r\n", server.address);
    let (status, ..) = load::fetch(server.address, request.as_bytes());
    assert_eq!(status, 200);
    (begun.elapsed().as_secs_f64() * 1000.0, server)
}
