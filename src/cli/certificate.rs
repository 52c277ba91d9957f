//! `erikti certificate`: the register from the shell.

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::failure::{Failure, Outcome};
use super::output::{say, say_json};
use super::register;
use super::session::Session;
use crate::accounts::find_person_by_identifier;
use crate::app::Given;
use crate::app::offline::issuing;
use crate::certificates::issue::Outcome as Issued;
use crate::certificates::revoke::{Revocation, revoke};
use crate::certificates::verify::{Shown, Verification, verify};
use crate::certificates::{CertificateNumber, Mistyped, Reason};
use crate::config::Config;
use crate::jobs::model::Failure as JobFailure;
use crate::kernel::{Actor, Error};
use crate::learning::find_enrolment;

pub(super) const EXAMPLE: &str = "Example:\n  erikti certificate verify KH8Y-M3RK-42TV";
const VERIFY: &str = "The exit status is 0 if the certificate holds today, 1 if it does not or is not known, and 2 if the \
                      number is mistyped.\n\nExample:\n  erikti certificate verify --json KH8Y-M3RK-42TV";
const REVOKE: &str = "The reason is kept for ever and told to the holder by mail.\n\n\
                      Example:\n  erikti certificate revoke KH8Y-M3RK-42TV --reason 'Issued to the wrong person'";

const ISSUE: &str = "By the same rules as the program's own: the course must be completed, and there is one certificate \
                     for a person and a course, however often it is asked for. It is mailed if the address is confirmed. The \
                     reason is kept in its history.\n\nExample:\n  erikti certificate issue asel@example.kz leadership --reason \
                     'The server was down when the course was completed'";

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Look a number up
    #[command(after_help = VERIFY)]
    Verify(Verify),
    /// Issue the certificate of a completed course that has not come by itself
    #[command(after_help = ISSUE)]
    Issue(Issue),
    /// Print the whole register
    #[command(after_help = register::EXAMPLE)]
    Export(register::Export),
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

#[derive(Debug, Args)]
pub(super) struct Issue {
    /// E-mail address or sign-in name of the person
    identifier: String,
    /// The course, such as first-aid
    course: String,
    /// Why it is issued by hand: 5 to 500 characters
    #[arg(long, value_parser = parse_reason)]
    reason: Reason,
    /// Print number and outcome as JSON
    #[arg(long)]
    json: bool,
}

pub(super) async fn run(command: Command, config: &Config) -> Outcome {
    match command {
        Command::Issue(command) => run_issue(command, config).await,
        Command::Export(command) => register::run(&command, config).await,
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
    | Verification::Suspended { shown, .. }
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
        Verification::Suspended { shown, at } => Err(Failure::failed(format!(
            "the certificate {} has been suspended since {}: do not accept it until the centre has decided",
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

async fn run_issue(command: Issue, config: &Config) -> Outcome {
    let session = Session::open(config).await?;
    let issuing = issuing(config.clone(), session.database(), Given::of_machine()).await.map_err(Failure::failed)?;
    let Issue { identifier, course, reason, json } = command;
    let shelf = issuing.library.shelf();
    let Some(published) = shelf.course(&course) else {
        let known: Vec<&str> = shelf.catalogue().map(|published| published.course.key.as_str()).collect();
        return Err(Failure::failed(format!("there is no course {course}: the courses are {}", known.join(", "))));
    };
    let (wanted, course_id) = (identifier.clone(), published.course_id);
    let enrolment = session.read(move |conn| {
        let Some(person) = find_person_by_identifier(conn, &wanted)? else { return Ok(None) };
        find_enrolment(conn, person, course_id).map(Some)
    });
    let enrolment = match enrolment.await? {
        None => return Err(unknown_person(&identifier)),
        Some(None) => return Err(Failure::failed(format!("{identifier} has not begun the course {course}"))),
        Some(Some(enrolment)) if enrolment.completed_at.is_none() => {
            return Err(Failure::failed(format!(
                "{identifier} has not completed the course {course}: a certificate comes when the last test is passed"
            )));
        }
        Some(Some(enrolment)) => enrolment,
    };
    let issued = issuing.issue_as(enrolment.id, Actor::Shell, reason.as_str()).await;
    let (is_new, certificate) = match issued {
        Ok(Issued::Issued(certificate)) => (true, certificate),
        Ok(Issued::AlreadyThere(certificate)) => (false, certificate),
        Err(JobFailure::Retry(error) | JobFailure::GiveUp(error)) => return Err(error.into()),
    };
    if json {
        return say_json(&json!({ "number": certificate.number.to_string(), "issued": is_new }));
    }
    say(if is_new {
        format!("Issued the certificate {}.", certificate.number)
    } else {
        format!("{identifier} has the certificate {} already; nothing was changed.", certificate.number)
    });
    Ok(())
}

fn unknown_person(identifier: &str) -> Failure {
    Failure::failed(format!("no account has the e-mail address or sign-in name {identifier}: look at its spelling"))
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
    let (state, shown) = match answer {
        Verification::Valid(shown) => ("valid", shown),
        Verification::Expired(shown) => ("expired", shown),
        Verification::Revoked { shown, .. } => ("revoked", shown),
        Verification::Suspended { shown, .. } => ("suspended", shown),
        Verification::Replaced { shown, .. } => ("replaced", shown),
        Verification::Unknown => return json!({ "state": "unknown" }),
        Verification::Mistyped => return json!({ "state": "mistyped" }),
    };
    let (revoked, suspended, by) = match answer {
        Verification::Revoked { at, .. } => (Some(at.utc().and_utc()), None, None),
        Verification::Suspended { at, .. } => (None, Some(at.utc().and_utc()), None),
        Verification::Replaced { by, .. } => (None, None, Some(by.to_string())),
        _ => (None, None, None),
    };
    json!({
        "state": state,
        "number": shown.number.to_string(),
        "name": shown.name,
        "course": shown.course_title,
        "kind": shown.kind,
        "issued_on": shown.issued_on,
        "expires_on": shown.expires_on,
        "revoked_at": revoked,
        "suspended_at": suspended,
        "replaced_by": by,
    })
}

fn parse_number(text: &str) -> Result<CertificateNumber, Mistyped> {
    CertificateNumber::parse(text)
}

fn parse_reason(text: &str) -> Result<Reason, &'static str> {
    Reason::parse(text).ok_or("a reason has 5 to 500 characters")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::certificates::Kind;
    use crate::kernel::Day;

    #[test]
    fn a_replaced_certificate_names_the_one_that_counts() {
        let (old, new) = (CertificateNumber::from_random(1), CertificateNumber::from_random(2));
        let shown = Shown {
            number: old.clone(),
            name: Some("Әсем".to_owned()),
            course_title: "C".to_owned(),
            kind: Kind::Theory,
            issued_on: Day::parse("2026-11-22").expect("a day"),
            expires_on: None,
            renewed_by: None,
        };
        let answer = as_json(&Verification::Replaced { shown, by: new.clone() });
        assert_eq!(answer["state"], "replaced");
        assert_eq!(answer["number"], old.to_string());
        assert_eq!(answer["replaced_by"], new.to_string());
    }
}
