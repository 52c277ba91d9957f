//! The command line: one file per command.
//!
//! Invariants: the exit status is 0, 1 (failed) or 2 (usage or settings); what was asked for goes to standard output,
//! an error to standard error, in one sentence that says what to do; `--json` prints one JSON value. Commands
//! work beside a running server. No secret is ever an argument: other users of the machine could read it.

mod backup;
mod certificate;
mod check;
mod course;
mod demo;
mod failure;
mod migrate;
mod output;
mod questions;
mod register;
mod serve;
mod session;
mod user;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{Parser, Subcommand};

use crate::config::{Config, Source};
use failure::{Failure, Outcome};

/// Training platform of a regional front office of volunteers.
#[derive(Debug, Parser)]
#[command(
    name = "erikti",
    version,
    about,
    after_help = "Without a command the server runs.\n\nExample:\n  erikti --config /etc/erikti.toml serve\n\n\
                  Settings come from erikti.toml and from ERIKTI_… variables of the environment."
)]
struct Arguments {
    /// Settings file, instead of erikti.toml in this folder
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the server until it is told to stop
    #[command(after_help = serve::EXAMPLE)]
    Serve,
    /// Bring the database to this version
    #[command(after_help = migrate::EXAMPLE)]
    Migrate(migrate::Arguments),
    /// Look at settings, database, keys, mail server, clock and disk
    #[command(after_help = check::EXAMPLE)]
    Check(check::Arguments),
    /// Fill an empty database with made-up people, to try every role
    #[command(after_help = demo::EXAMPLE)]
    Demo(demo::Arguments),
    /// Write everything into one file, while the server runs
    #[command(after_help = backup::EXAMPLE)]
    Backup(backup::Backup),
    /// Put a backup in the place of what is there
    #[command(after_help = backup::RESTORE)]
    Restore(backup::Restore),
    /// Courses as text files
    #[command(subcommand, after_help = course::EXAMPLE)]
    Course(course::Command),
    /// Accounts
    #[command(subcommand, after_help = user::EXAMPLE)]
    User(user::Command),
    /// The register of certificates
    #[command(subcommand, after_help = certificate::EXAMPLE)]
    Certificate(certificate::Command),
}

/// Reads the arguments, runs the command and says how it went.
pub fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return explain(&error),
    };
    match run(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}

fn run(arguments: Arguments) -> Outcome {
    // What authors do with course files needs no settings.
    if let Some(Command::Course(command)) = &arguments.command
        && let Some(outcome) = course::with_files(command)
    {
        return outcome;
    }
    let config = Config::read(&Source::of_process(arguments.config))?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|cause| Failure::failed(format!("the program cannot start its threads: {cause}")))?;
    // The server's own tasks stay on this thread; workers share the others.
    actix_web::rt::System::with_tokio_rt(move || runtime)
        .block_on(dispatch(arguments.command.unwrap_or(Command::Serve), config))
}

async fn dispatch(command: Command, config: Config) -> Outcome {
    match command {
        Command::Serve => serve::run(config).await,
        Command::Migrate(command) => migrate::run(&command, &config).await,
        Command::Check(command) => check::run(&command, &config).await,
        Command::Demo(command) => demo::run(command, config).await,
        Command::Backup(command) => backup::run(command, &config).await,
        Command::Restore(command) => backup::run_restore(command, &config).await,
        Command::Course(command) => course::run(command, &config).await,
        Command::User(command) => user::run(command, &config).await,
        Command::Certificate(command) => certificate::run(command, &config).await,
    }
}

/// What was typed is no command: one sentence. Help and version are what was asked for.
fn explain(error: &clap::Error) -> ExitCode {
    let asked_for = matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
    if asked_for || error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        // Nothing can be done if the terminal has gone.
        let _ = error.print();
        return if asked_for { ExitCode::SUCCESS } else { ExitCode::from(2) };
    }
    let text = error.render().to_string();
    let first: Vec<&str> = text.lines().take_while(|line| !line.trim().is_empty()).map(str::trim).collect();
    let sentence = first.join(" ");
    let sentence = sentence.strip_prefix("error: ").unwrap_or(&sentence);
    Failure::usage(format!("{sentence}; --help shows what is accepted")).report()
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_arguments_are_consistent() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn every_command_has_an_example() {
        fn look(command: &clap::Command) {
            let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            assert!(help.contains("Example:\n  erikti "), "{} has no example", command.get_name());
            command.get_subcommands().for_each(look);
        }
        look(&Arguments::command());
    }
}
