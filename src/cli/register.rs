//! `erikti certificate export`: the whole register as a table.

use std::io::{ErrorKind, Write};

use clap::Args;
use serde::Serialize;

use super::failure::{Failure, Outcome};
use super::session::Session;
use crate::certificates::register::list_after;
use crate::certificates::{Certificate, State};
use crate::config::Config;
use crate::kernel::Day;
use crate::kernel::ids::CertificateId;

pub(super) const EXAMPLE: &str = "A cell that a spreadsheet would take for a formula begins with an apostrophe. The state \
is that of today. The file holds names: keep it no longer than you need it.\n\n\
Example:\n  erikti certificate export > register.csv\n  erikti certificate export --json > register.json";

/// How many are read at a time.
const PORTION: i64 = 500;
const HEAD: [&str; 11] = [
    "number",
    "name",
    "course",
    "kind",
    "edition",
    "language",
    "issued_on",
    "expires_on",
    "state",
    "revoked_at",
    "is_current",
];

#[derive(Debug, Args)]
pub(super) struct Export {
    /// Print an array of JSON objects instead of CSV
    #[arg(long)]
    json: bool,
}

/// One line of the table.
#[derive(Debug, Serialize)]
struct Line {
    number: String,
    name: String,
    course: String,
    kind: &'static str,
    edition: u32,
    language: &'static str,
    issued_on: Day,
    expires_on: Option<Day>,
    state: &'static str,
    revoked_at: Option<String>,
    is_current: bool,
}

impl Line {
    fn of(certificate: &Certificate, today: Day) -> Self {
        Self {
            number: certificate.number.to_string(),
            name: certificate.holder.clone(),
            course: certificate.course_title.clone(),
            kind: certificate.kind.code(),
            edition: certificate.edition,
            language: certificate.language.code(),
            issued_on: certificate.issued_on,
            expires_on: certificate.expires_on,
            state: match certificate.state(today) {
                State::Valid => "valid",
                State::Expired { .. } => "expired",
                State::Revoked { .. } => "revoked",
                State::Replaced { .. } => "replaced",
            },
            revoked_at: certificate.revoked_at.map(|at| at.utc().and_utc().to_rfc3339()),
            is_current: certificate.is_current,
        }
    }

    fn cells(&self) -> [String; 11] {
        [
            self.number.clone(),
            self.name.clone(),
            self.course.clone(),
            self.kind.to_owned(),
            self.edition.to_string(),
            self.language.to_owned(),
            self.issued_on.to_string(),
            self.expires_on.map(|day| day.to_string()).unwrap_or_default(),
            self.state.to_owned(),
            self.revoked_at.clone().unwrap_or_default(),
            self.is_current.to_string(),
        ]
    }
}

pub(super) async fn run(command: &Export, config: &Config) -> Outcome {
    let session = Session::open(config).await?;
    let today = session.today();
    let mut table = Table { json: command.json, lines: 0 };
    let mut out = std::io::stdout().lock();
    let mut last = CertificateId(0);
    let mut written = table.begin(&mut out);
    while written.is_ok() {
        let portion = session.read(move |conn| list_after(conn, last, PORTION)).await?;
        let Some(end) = portion.last() else { break };
        last = end.id;
        written = portion.iter().try_for_each(|one| table.add(&mut out, &Line::of(one, today)));
    }
    match written.and_then(|()| table.end(&mut out)) {
        // A reader that has gone has seen enough.
        Err(cause) if cause.kind() != ErrorKind::BrokenPipe => Err(Failure::failed(format!(
            "the register cannot be written there ({cause}): what was written is not whole"
        ))),
        _ => Ok(()),
    }
}

/// The table as it is written.
struct Table {
    json: bool,
    lines: usize,
}

impl Table {
    fn begin(&self, out: &mut impl Write) -> std::io::Result<()> {
        if self.json {
            return out.write_all(b"[");
        }
        // Spreadsheets take letters for Latin ones without this mark.
        out.write_all("\u{feff}".as_bytes())?;
        write_row(out, &HEAD.map(str::to_owned))
    }

    fn add(&mut self, out: &mut impl Write, line: &Line) -> std::io::Result<()> {
        if !self.json {
            return write_row(out, &line.cells());
        }
        out.write_all(if self.lines == 0 { b"\n" } else { b",\n" })?;
        self.lines += 1;
        out.write_all(&serde_json::to_vec(line)?)
    }

    fn end(&self, out: &mut impl Write) -> std::io::Result<()> {
        if self.json {
            out.write_all(b"\n]\n")?;
        }
        out.flush()
    }
}

/// A line of CSV (RFC 4180).
fn write_row(out: &mut impl Write, cells: &[String]) -> std::io::Result<()> {
    let cells: Vec<String> = cells.iter().map(|cell| quoted(&defused(cell))).collect();
    write!(out, "{}\r\n", cells.join(","))
}

/// With what a formula may begin (OWASP ASVS 5.0, 1.2.10).
const FORMULA: [char; 7] = ['=', '+', '-', '@', '\t', '\r', '\0'];

/// Spreadsheets run what begins like a formula.
fn defused(cell: &str) -> String {
    if cell.starts_with(FORMULA) { format!("'{cell}") } else { cell.to_owned() }
}

fn quoted(cell: &str) -> String {
    if cell.contains(['"', ',', '\n', '\r', ';']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_defused_and_separators_quoted() {
        let mut out = Vec::new();
        let cells = ["=HYPERLINK(\"x\")", "-1+2", "@a", "Әсем, «Қ»", "plain"].map(str::to_owned);
        write_row(&mut out, &cells).expect("written");
        let expected = "\"'=HYPERLINK(\"\"x\"\")\",'-1+2,'@a,\"Әсем, «Қ»\",plain\r\n";
        assert_eq!(String::from_utf8(out).expect("UTF-8"), expected);
        for mark in ["=", "+", "-", "@", "\t", "\r", "\0"] {
            assert_eq!(defused(&format!("{mark}1")), format!("'{mark}1"), "{mark:?}");
            assert_eq!(defused(&format!("1{mark}")), format!("1{mark}"));
        }
    }
}
