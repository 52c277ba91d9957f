//! `erikti demo`: an installation to try.

use clap::Args;
use serde_json::json;

use super::failure::{Failure, Outcome};
use super::output::{say, say_json};
use crate::app::demo::{Demo, DemoError, fill};
use crate::config::Config;

pub(super) const EXAMPLE: &str = "Everybody in it is made up, and no address is anybody's. It is refused where there are \
people already, where a mail server is set, and where the address is public.\n\n\
Example:\n  erikti demo\n  ERIKTI_DATA=/tmp/try erikti demo --seed 7";

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The same number invents the same people
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many volunteers besides those to sign in as, 0 to 2000
    #[arg(long, default_value_t = 240, value_parser = clap::value_parser!(u16).range(0..=2000))]
    people: u16,
    /// Print the accounts as JSON
    #[arg(long)]
    json: bool,
}

pub(super) async fn run(arguments: Arguments, config: Config) -> Outcome {
    let base = config.base_url_at(config.listen)?;
    let demo = fill(config, arguments.seed, arguments.people.into()).await.map_err(|error| match error {
        DemoError::Failed(error) => Failure::from(error),
        other => Failure::failed(other),
    })?;
    if arguments.json {
        let accounts: Vec<_> =
            demo.accounts.iter().map(|one| json!({ "email": one.email, "to_try": one.to_try })).collect();
        return say_json(&json!({
            "made_up": true, "password": demo.password, "accounts": accounts, "people": demo.people,
            "certificates": demo.certificates,
        }));
    }
    let Demo { password, accounts, people, certificates } = demo;
    say(format!("Invented {people} people and issued {certificates} certificates. All of it is made up."));
    say(format!("Run `erikti serve`, then sign in at {base} with the password {password} as:"));
    let width = accounts.iter().map(|account| account.email.len()).max().unwrap_or_default();
    for account in accounts {
        say(format!("  {:<width$}  {}", account.email, account.to_try));
    }
    Ok(())
}
