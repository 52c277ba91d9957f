//! `erikti user`: accounts from the shell. Passwords are set by a link, never by an argument.

use clap::{Args, Subcommand};
use serde_json::json;
use url::Url;

use super::failure::{Failure, Outcome};
use super::output::{say, say_json};
use super::session::{Session, base_url};
use crate::accounts::{
    Access, Granted, LinkPurpose, NewPerson, SignedUp, add_person, find_person, find_person_by_identifier, grant,
    make_reset_link, reset_factor, set_disabled, withdraw,
};
use crate::config::Config;
use crate::db::Conn;
use crate::kernel::ids::PersonId;
use crate::kernel::{Ctx, Email, Error, Lang, PersonName, Random, Role, Secret};

pub(super) const EXAMPLE: &str = "Example:\n  erikti user add --name 'Асель Сериккызы' --email asel@example.kz --role trainer\n  \
                                  erikti user reset-link asel@example.kz";
const ADD: &str = "The person gets no mail: hand the printed link over. Whoever opens it sets the password.\n\n\
                   Example:\n  erikti user add --name 'Асель Сериккызы' --email asel@example.kz --role trainer --role centre";
const ROLE: &str = "Example:\n  erikti user role grant asel@example.kz trainer";
const GRANT: &str = "Example:\n  erikti user role grant asel@example.kz centre";
const WITHDRAW: &str = "Example:\n  erikti user role withdraw asel@example.kz centre";
const DISABLE: &str = "Every browser that is signed in to the account is signed out at once.\n\nExample:\n  erikti user disable asel@example.kz";
const ENABLE: &str = "Example:\n  erikti user enable asel@example.kz";
const RESET_LINK: &str = "Example:\n  erikti user reset-link asel@example.kz";
const RESET_SECOND_FACTOR: &str = "For somebody who has neither phone nor recovery codes. Every browser that is signed in to the account is signed out; \
                                   the person is told by mail.\n\nExample:\n  erikti user reset-second-factor asel@example.kz";

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Make an account and print a one-time link that sets its password
    #[command(after_help = ADD)]
    Add(Add),
    /// Give or take a role
    #[command(subcommand, after_help = ROLE)]
    Role(RoleCommand),
    /// Keep an account out
    #[command(after_help = DISABLE)]
    Disable(Who),
    /// Let a disabled account in again
    #[command(after_help = ENABLE)]
    Enable(Who),
    /// Print a one-time link that sets a new password
    #[command(after_help = RESET_LINK)]
    ResetLink(ResetLink),
    /// End a second factor: the next sign-in asks for the password alone
    #[command(after_help = RESET_SECOND_FACTOR)]
    ResetSecondFactor(Who),
}

#[derive(Debug, Args)]
pub(super) struct Add {
    /// Name, as it shall stand on certificates
    #[arg(long, value_parser = parse_name)]
    name: PersonName,
    /// E-mail address; also what the person signs in with
    #[arg(long, value_parser = parse_email)]
    email: Email,
    /// A role: trainer, centre or administrator; may be given several times
    #[arg(long, value_parser = parse_role)]
    role: Vec<Role>,
    /// Language of mails: kk, ru or en; the default language otherwise
    #[arg(long)]
    language: Option<Lang>,
    /// Print id and link as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Subcommand)]
pub(super) enum RoleCommand {
    /// Give a role
    #[command(after_help = GRANT)]
    Grant(Give),
    /// Take a role away; it holds from the next request on
    #[command(after_help = WITHDRAW)]
    Withdraw(Granting),
}

#[derive(Debug, Args)]
pub(super) struct Granting {
    /// E-mail address or sign-in name
    identifier: String,
    /// trainer, centre or administrator
    #[arg(value_parser = parse_role)]
    role: Role,
}

#[derive(Debug, Args)]
pub(super) struct Give {
    #[command(flatten)]
    to: Granting,
    /// Also if nobody has confirmed the address of the account: you know whose it is
    #[arg(long)]
    unconfirmed: bool,
}

#[derive(Debug, Args)]
pub(super) struct Who {
    /// E-mail address or sign-in name
    identifier: String,
}

#[derive(Debug, Args)]
pub(super) struct ResetLink {
    /// E-mail address or sign-in name
    identifier: String,
    /// Print id and link as JSON
    #[arg(long)]
    json: bool,
}

pub(super) async fn run(command: Command, config: &Config) -> Outcome {
    let session = Session::open(config).await?;
    match command {
        Command::Add(add) => run_add(&session, add, config).await,
        Command::ResetLink(reset) => run_reset_link(&session, reset, config).await,
        Command::Role(RoleCommand::Grant(give)) => run_grant(&session, give).await,
        Command::Role(RoleCommand::Withdraw(Granting { identifier, role })) => {
            let said = (format!("{identifier} is not {role} any more."), format!("{identifier} was not {role}."));
            change(&session, identifier, said, move |conn, ctx, person| withdraw(conn, ctx, person, role)).await
        }
        Command::ResetSecondFactor(Who { identifier }) => {
            let said = (
                format!("{identifier} signs in with the password alone now."),
                format!("{identifier} had no second factor."),
            );
            let base = base_url(config)?.to_string();
            let reset = move |conn: &mut Conn, ctx: &Ctx, person| {
                let done = reset_factor(conn, ctx, (person, None), &base)?;
                Ok(if done { Granted::Yes } else { Granted::AlreadySo })
            };
            change(&session, identifier, said, reset).await
        }
        Command::Disable(Who { identifier }) => {
            let said = (format!("{identifier} is kept out now."), format!("{identifier} was disabled already."));
            let disable = |conn: &mut Conn, ctx: &Ctx, person| set_disabled(conn, ctx, person, Access::Disabled);
            change(&session, identifier, said, disable).await
        }
        Command::Enable(Who { identifier }) => {
            let said = (format!("{identifier} may sign in again."), format!("{identifier} was not disabled."));
            let enable = |conn: &mut Conn, ctx: &Ctx, person| set_disabled(conn, ctx, person, Access::Enabled);
            change(&session, identifier, said, enable).await
        }
    }
}

async fn run_add(session: &Session, add: Add, config: &Config) -> Outcome {
    let base = base_url(config)?;
    let lang = add.language.unwrap_or(config.language);
    let new = NewPerson {
        name: add.name,
        email: Some(add.email.clone()),
        password_hash: None,
        lang,
        district: None,
        settlement: None,
        birth_year: None,
        consent: None,
    };
    let (link, roles) = (Random::system().secret(), add.role);
    let secret = link.clone();
    let added = session.write(move |conn, ctx| {
        let added = add_person(conn, ctx, &new, &secret)?;
        if let SignedUp::Created(person) = &added {
            for role in &roles {
                grant(conn, ctx, *person, *role)?;
            }
        }
        Ok(added)
    });
    match added.await? {
        SignedUp::Created(person) => {
            if !add.json {
                say(format!("Made the account of {} (number {person}).", add.email));
            }
            print_link(&Printed { base: &base, lang, person, link: &link }, session, add.json)
        }
        SignedUp::EmailTaken => Err(Failure::failed(format!(
            "{} has an account already: print a new link with `erikti user reset-link {}`",
            add.email, add.email
        ))),
    }
}

/// Anybody signs up with anybody's address: only one who opened the link sent there is known by it.
async fn run_grant(session: &Session, give: Give) -> Outcome {
    let Give { to: Granting { identifier, role }, unconfirmed } = give;
    let wanted = identifier.clone();
    let found = session.read(move |conn| match find_person_by_identifier(conn, &wanted)? {
        Some(person) => find_person(conn, person),
        None => Ok(None),
    });
    if found.await?.is_some_and(|person| !unconfirmed && !person.is_known_by(&identifier)) {
        return Err(Failure::failed(format!(
            "nobody has confirmed the address {identifier}, so the account may be a stranger's: let the person open the \
             link in their mail, or add --unconfirmed if you know that it is theirs"
        )));
    }
    let said = (format!("{identifier} is {role} now."), format!("{identifier} was {role} already."));
    change(session, identifier, said, move |conn, ctx, person| grant(conn, ctx, person, role)).await
}

async fn run_reset_link(session: &Session, reset: ResetLink, config: &Config) -> Outcome {
    let base = base_url(config)?;
    let link = Random::system().secret();
    let (identifier, secret) = (reset.identifier.clone(), link.clone());
    let made = session.write(move |conn, ctx| make_reset_link(conn, ctx, &identifier, &secret)).await;
    let person = made.map_err(|error| unknown(error, &reset.identifier))?;
    let found = session.read(move |conn| find_person(conn, person)).await?;
    let lang = found.map_or(config.language, |person| person.lang);
    print_link(&Printed { base: &base, lang, person, link: &link }, session, reset.json)
}

/// Finds the account and changes it; `said` is what to print if it changed, and if it was so already.
async fn change<F>(session: &Session, identifier: String, said: (String, String), work: F) -> Outcome
where
    F: Fn(&mut Conn, &Ctx, PersonId) -> Result<Granted, Error> + Send + 'static,
{
    let wanted = identifier.clone();
    let outcome = session.write(move |conn, ctx| {
        let person = find_person_by_identifier(conn, &wanted)?.ok_or(Error::NotFound)?;
        work(conn, ctx, person)
    });
    match outcome.await.map_err(|error| unknown(error, &identifier))? {
        Granted::Yes => say(said.0),
        Granted::AlreadySo => say(said.1),
        Granted::LastAdministrator => {
            return Err(Failure::failed(format!(
                "{identifier} is the only administrator: give the role to somebody else first"
            )));
        }
    }
    Ok(())
}

fn unknown(error: Error, identifier: &str) -> Failure {
    match error {
        Error::NotFound => Failure::failed(format!(
            "no account has the e-mail address or sign-in name {identifier}: look at its spelling"
        )),
        other => other.into(),
    }
}

struct Printed<'a> {
    base: &'a Url,
    lang: Lang,
    person: PersonId,
    link: &'a Secret,
}

fn print_link(printed: &Printed<'_>, session: &Session, as_json: bool) -> Outcome {
    let Printed { base, lang, person, link } = printed;
    let url = format!("{base}{lang}/reset/{}", link.reveal());
    let lifetime = LinkPurpose::ResetPassword.lifetime();
    if as_json {
        let until = session.ctx().now.plus_seconds(lifetime).utc().and_utc();
        return say_json(&json!({ "id": person, "link": url, "works_until": until }));
    }
    say(format!("This link sets the password. It works once, for {} minutes:", lifetime / 60));
    say(url);
    Ok(())
}

fn parse_name(text: &str) -> Result<PersonName, &'static str> {
    PersonName::parse(text).ok_or("a name has 2 to 80 letters, spaces, hyphens, dots and apostrophes")
}

fn parse_email(text: &str) -> Result<Email, &'static str> {
    Email::parse(text).ok_or("not an e-mail address")
}

fn parse_role(text: &str) -> Result<Role, &'static str> {
    match text.parse() {
        Ok(Role::Volunteer) => Err("everyone with an account is a volunteer: use trainer, centre or administrator"),
        Ok(Role::Coordinator) => Err("a coordinator belongs to an organisation: the centre's page of it makes one"),
        Ok(role) => Ok(role),
        Err(_) => Err("not a role: use trainer, centre or administrator"),
    }
}
