//! What the kernel says of a process, from `/proc`.

use std::time::Duration;

/// Linux counts processor time in hundredths of a second for user programs (`USER_HZ`, `proc(5)`).
const TICK: Duration = Duration::from_millis(10);

/// User and system time of all threads of a process since its start.
pub(crate) fn cpu_time(pid: u32) -> Duration {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).expect("the process runs");
    // The second field, the name, may hold anything; the third follows the last bracket.
    let (_, rest) = stat.rsplit_once(") ").expect("the fields of proc(5)");
    let ticks: u32 = rest.split(' ').skip(11).take(2).map(|field| field.parse::<u32>().expect("ticks")).sum();
    TICK * ticks
}

/// Bytes of memory that a process holds now.
pub(crate) fn resident(pid: u32) -> u64 {
    bytes(pid, "VmRSS:")
}

/// The most bytes that it held since its start, or since its peak was forgotten.
pub(crate) fn peak(pid: u32) -> u64 {
    bytes(pid, "VmHWM:")
}

fn bytes(pid: u32, field: &str) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).expect("the process runs");
    let line = status.lines().find(|line| line.starts_with(field)).expect("the fields of proc(5)");
    let kilobytes: u64 = line.split_whitespace().nth(1).and_then(|number| number.parse().ok()).expect("kilobytes");
    kilobytes * 1024
}
