//! `erikti certificate`: the register from the shell.

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::failure::{Failure, Outcome};
use super::output::{say, say_json};
use super::session::Session;
use crate::certificates::revoke::{Revocation, revoke};
use crate::certificates::verify::{Shown, Verification, verify};
use crate::certificates::{CertificateNumber, Mistyped, Reason};
use crate::config::Config;
use crate::kernel::Error;

pub(super) const EXAMPLE: &str = "Example:\n  erikti certificate verify KH8Y-M3RK-42TV";
const VERIFY: &str = "The exit status is 0 if the certificate holds today, 1 if it does not or is not known, and 2 if the \
                      number is mistyped.\n\nExample:\n  erikti certificate verify --json KH8Y-M3RK-42TV";
const REVOKE: &str = "The reason is kept for ever and told to the holder by mail.\n\n\
                      Example:\n  erikti certificate revoke KH8Y-M3RK-42TV --reason 'Issued to the wrong person'";

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Look a number up
    #[command(after_help = VERIFY)]
    Verify(Verify),
    /// Withdraw a certificate; its page then says so
    #[command(after_help = REVOKE)]
    Revoke(Revoke),
}

#[derive(Debug, Args)]
pub(super) struct Verify {
    /// The number, with or without hyphens
    number: String,
    /// Print the answer as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
pub(super) struct Revoke {
    /// The number, with or without hyphens
    #[arg(value_parser = parse_number)]
    number: CertificateNumber,
    /// Why: 5 to 500 characters
    #[arg(long, value_parser = parse_reason)]
    reason: Reason,
}

pub(super) async fn run(command: Command, config: &Config) -> Outcome {
    match command {
        Command::Verify(command) => run_verify(&command, config).await,
        Command::Revoke(command) => run_revoke(command, config).await,
    }
}

async fn run_verify(command: &Verify, config: &Config) -> Outcome {
    let session = Session::open(config).await?;
    let (today, typed) = (session.today(), command.number.clone());
    let answer = session.read(move |conn| verify(conn, today, &typed)).await?;
    if command.json {
        say_json(&as_json(&answer))?;
    } else if let Verification::Valid(shown)
    | Verification::Expired(shown)
    | Verification::Revoked { shown, .. }
    | Verification::Replaced { shown, .. } = &answer
    {
        say_shown(shown);
    }
    match answer {
        Verification::Valid(_) => Ok(()),
        Verification::Expired(shown) => Err(Failure::failed(format!(
            "the certificate {} has expired: its holder may take the course again",
            shown.number
        ))),
        Verification::Revoked { shown, at } => Err(Failure::failed(format!(
            "the certificate {} was revoked on {}: do not accept it",
            shown.number,
            at.day(config.time_zone)
        ))),
        Verification::Replaced { shown, by } => Err(Failure::failed(format!(
            "the certificate {} was replaced by {by}, because its name was corrected: ask for that one",
            shown.number
        ))),
        Verification::Unknown => Err(Failure::failed(format!(
            "no certificate of this register has the number {}: it is well formed, so do not accept it",
            command.number
        ))),
        Verification::Mistyped => Err(Failure::usage(format!("{} is {Mistyped}", command.number))),
    }
}

async fn run_revoke(command: Revoke, config: &Config) -> Outcome {
    let session = Session::open(config).await?;
    let Revoke { number, reason } = command;
    let wanted = number.clone();
    match session.write(move |conn, ctx| revoke(conn, ctx, &wanted, &reason)).await {
        Ok(Revocation::Done) => say(format!("The certificate {number} is revoked now.")),
        Ok(Revocation::Before) => say(format!("The certificate {number} was revoked before.")),
        Err(Error::NotFound) => {
            return Err(Failure::failed(format!(
                "no certificate of this register has the number {number}: look at the paper"
            )));
        }
        Err(other) => return Err(other.into()),
    }
    Ok(())
}

fn say_shown(shown: &Shown) {
    say(format!("{}  {}", shown.number, shown.name.as_deref().unwrap_or("(name erased at the holder's wish)")));
    let until = shown.expires_on.map_or_else(String::new, |day| format!(", valid until {day}"));
    say(format!("{} ({}), issued {}{until}", shown.course_title, shown.kind.code(), shown.issued_on));
}

fn as_json(answer: &Verification) -> Value {
    let (state, shown, at, by) = match answer {
        Verification::Valid(shown) => ("valid", shown, None, None),
        Verification::Expired(shown) => ("expired", shown, None, None),
        Verification::Revoked { shown, at } => ("revoked", shown, Some(at.utc().and_utc()), None),
        Verification::Replaced { shown, by } => ("replaced", shown, None, Some(by.to_string())),
        Verification::Unknown => return json!({ "state": "unknown" }),
        Verification::Mistyped => return json!({ "state": "mistyped" }),
    };
    json!({
        "state": state,
        "number": shown.number.to_string(),
        "name": shown.name,
        "course": shown.course_title,
        "kind": shown.kind,
        "issued_on": shown.issued_on,
        "expires_on": shown.expires_on,
        "revoked_at": at,
        "replaced_by": by,
    })
}

fn parse_number(text: &str) -> Result<CertificateNumber, Mistyped> {
    CertificateNumber::parse(text)
}

fn parse_reason(text: &str) -> Result<Reason, &'static str> {
    Reason::parse(text).ok_or("a reason has 5 to 500 characters")
}
