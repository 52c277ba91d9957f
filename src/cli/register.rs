//! `erikti certificate export`: the whole register as a table.

use std::io::{ErrorKind, Write};

use clap::Args;
use serde::Serialize;

use super::failure::{Failure, Outcome};
use super::session::Session;
use crate::certificates::register::list_after;
use crate::certificates::{Certificate, State};
use crate::config::Config;
use crate::kernel::csv;
use crate::kernel::ids::CertificateId;
use crate::kernel::{Day, Lang};

pub(super) const EXAMPLE: &str = "A cell that a spreadsheet would take for a formula begins with an apostrophe. The state \
is that of today. The file holds names: keep it no longer than you need it.\n\n\
Example:\n  erikti certificate export > register.csv\n  erikti certificate export --json > register.json";

/// How many are read at a time.
const PORTION: i64 = 500;
const HEAD: [&str; 12] = [
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
    "suspended_at",
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
    suspended_at: Option<String>,
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
                State::Suspended { .. } => "suspended",
                State::Replaced { .. } => "replaced",
            },
            revoked_at: certificate.revoked_at.map(|at| at.utc().and_utc().to_rfc3339()),
            suspended_at: certificate.suspended_at.map(|at| at.utc().and_utc().to_rfc3339()),
            is_current: certificate.is_current,
        }
    }

    fn cells(&self) -> [String; 12] {
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
            self.suspended_at.clone().unwrap_or_default(),
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
        write!(out, "{}{}", csv::MARK, csv::line(&HEAD.map(str::to_owned), Lang::En))
    }

    fn add(&mut self, out: &mut impl Write, line: &Line) -> std::io::Result<()> {
        if !self.json {
            return out.write_all(csv::line(&line.cells(), Lang::En).as_bytes());
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
