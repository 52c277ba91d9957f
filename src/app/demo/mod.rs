//! An installation to try: made-up people, their tries and certificates.
//!
//! Everything goes through the verbs that pages use, at moments of the last weeks, so nothing is there that could not
//! have come about. The same seed gives the same people; passwords, sign-ins, links and the key that signs are never from a
//! seed.
//!
//! Invariants: only an empty database is filled; nothing is filled that could leave the machine (a mail server, an
//! address that others reach): the people's addresses end in `.example`, which belongs to nobody (RFC 2606).

mod groups;
mod organisations;
mod people;
mod study;

use std::sync::{Arc, Mutex, PoisonError};

use self::people::{Character, invent};
use self::study::{Stage, Student, study};
use super::build::prepare;
use super::issuing::Issuing;
use super::lock::lock;
use super::offline::together;
use super::{Given, StartError, sealing};
use crate::accounts::{
    Access, Consent, NewPerson, Opened, Password, Secrets, SignedUp, confirm, grant, set_disabled, sign_up,
};
use crate::certificates::Reason;
use crate::certificates::issue::Outcome;
use crate::certificates::revoke::revoke;
use crate::config::Config;
use crate::db::DatabaseUrl;
use crate::db::portable::Snapshot;
use crate::jobs::model::Failure;
use crate::kernel::ids::PersonId;
use crate::kernel::{Actor, Clock, Ctx, Email, Error, PersonName, Random, Timestamp};
use crate::places::list_districts;
use crate::web::state::is_local;

/// A time that is set: the weeks before now.
#[derive(Debug)]
struct Past(Mutex<Timestamp>);

impl Past {
    fn set(&self, to: Timestamp) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = to;
    }
}

impl Clock for Past {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Somebody to sign in as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// The address, which is also the name to sign in with.
    pub email: String,
    /// What can be tried with it.
    pub to_try: &'static str,
}

/// What was filled in.
#[derive(Debug)]
pub struct Demo {
    /// The password of all accounts.
    pub password: String,
    /// Those worth signing in as.
    pub accounts: Vec<Account>,
    /// How many people there are.
    pub people: usize,
    /// How many certificates were issued.
    pub certificates: usize,
}

/// Why nothing was filled in.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// There are people.
    #[error(
        "the database holds {0} people already, and made-up people do not belong among real ones: name an empty folder in ERIKTI_DATA"
    )]
    NotEmpty(usize),
    /// A mail server is set.
    #[error("ERIKTI_SMTP_URL is set, and made-up people get no mail: try it without")]
    RealMail,
    /// The address is public.
    #[error("ERIKTI_BASE_URL is public, and certificates of made-up people must not look real: try it without")]
    RealAddress,
    /// As for a server.
    #[error(transparent)]
    Start(#[from] StartError),
    /// A verb failed.
    #[error("{}", .0.for_operator())]
    Failed(#[from] Error),
}

impl From<Failure> for DemoError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Retry(error) | Failure::GiveUp(error) => Self::Failed(error),
        }
    }
}

/// Fills an empty database with made-up people.
///
/// # Errors
/// Why nothing was filled in; the database's in the middle of it.
pub async fn fill(config: Config, seed: u64, people: usize) -> Result<Demo, DemoError> {
    if config.smtp.is_some() {
        return Err(DemoError::RealMail);
    }
    let base_url = config.base_url_at(config.listen).map_err(StartError::from)?;
    if !is_local(&base_url) {
        return Err(DemoError::RealAddress);
    }
    let _lock = lock(&config.database).map_err(StartError::from)?;
    let database = config.database.clone();
    let there = tokio::task::spawn_blocking(move || count_people_there(&database)).await.map_err(Error::internal)??;
    if there > 0 {
        return Err(DemoError::NotEmpty(there));
    }
    let now = crate::kernel::SystemClock.now();
    let (db, library, key) = prepare(&config, &Random::system(), now).await?;
    let clock = Arc::new(Past(Mutex::new(now)));
    let given = Given { clock: Arc::clone(&clock) as Arc<dyn Clock>, random: Random::seeded(seed), transport: None };
    let sealer = sealing::load_or_create(&config.data, &Random::system())?;
    let issuing = together((config, base_url), db, given, (library, key, sealer)).await?;
    let password = format!("demo-{}", Random::system().secret().reveal().get(..12).unwrap_or_default());
    let good = Password::new(&password, &[]).map_err(|_| Error::internal("a random password is weak"))?;
    let filling = Filling { hash: issuing.app.hasher.hash(good).await?, issuing, clock, now };
    filling.run(password, invent(seed, people, now.day(chrono_tz::UTC).year())).await
}

/// The people of the database as it is found, erased ones too. Looking makes no database and changes none.
fn count_people_there(database: &DatabaseUrl) -> Result<usize, Error> {
    if matches!(database, DatabaseUrl::Sqlite(file) if !file.exists()) {
        return Ok(0);
    }
    let mut snapshot = Snapshot::take(database)?;
    let mut there = 0;
    if let Some(people) = snapshot.tables()?.into_iter().find(|table| table.name == "people") {
        snapshot.rows(&people, &mut |_| {
            there += 1;
            Ok(())
        })?;
    }
    Ok(there)
}

/// What filling needs.
struct Filling {
    hash: String,
    issuing: Issuing,
    clock: Arc<Past>,
    now: Timestamp,
}

impl Filling {
    async fn run(&self, password: String, people: Vec<Character>) -> Result<Demo, DemoError> {
        let mut certificates = 0;
        let mut accounts = Vec::new();
        let mut joining = Vec::new();
        for character in &people {
            let person = self.sign_up(character).await?;
            joining.push((character, person));
            if let Some(to_try) = character.to_try {
                accounts.push(Account { email: character.email.clone(), to_try });
            }
            for (course, stage) in &character.courses {
                certificates += usize::from(self.study(character, person, course, *stage).await?);
            }
            if character.is_disabled {
                self.issuing
                    .app
                    .write(Actor::Shell, move |conn, ctx| set_disabled(conn, ctx, person, Access::Disabled))
                    .await?;
            }
        }
        self.organise(&joining).await?;
        self.group(&joining).await?;
        Ok(Demo { password, accounts, people: people.len(), certificates })
    }

    /// Signs somebody up, confirms the address and gives roles.
    async fn sign_up(&self, character: &Character) -> Result<PersonId, DemoError> {
        let app = &self.issuing.app;
        let moment = self.now.plus_seconds(-character.days_ago * 86_400);
        self.clock.set(moment);
        // Not from the seed: whoever knows it could sign in.
        let random = Random::system();
        let sign_in = Opened { secret: random.secret(), device: None };
        let secrets = Secrets { sign_in, link: random.secret() };
        let (base, today, character) = (app.base_url.to_string(), app.today(), character.clone());
        let hash = self.hash.clone();
        let person = app.write(Actor::Visitor, move |conn, ctx| {
            let districts = list_districts(conn, today)?;
            let district = districts.get(character.district % districts.len().max(1)).map(|district| district.id);
            let new = NewPerson {
                name: name_of(&character)?,
                email: Email::parse(&character.email),
                password_hash: Some(hash.clone()),
                lang: character.lang,
                district,
                settlement: None,
                birth_year: Some(character.birth_year),
                consent: Some(Consent),
            };
            let SignedUp::Created(person) = sign_up(conn, ctx, &new, &secrets, &base)? else {
                return Err(Error::internal("a made-up address is taken"));
            };
            if character.is_confirmed {
                confirm(conn, ctx, &secrets.link)?;
            }
            let shell = Ctx { now: ctx.now, actor: Actor::Shell };
            for role in &character.roles {
                grant(conn, &shell, person, *role)?;
            }
            Ok(person)
        });
        Ok(person.await?)
    }

    /// Takes somebody through a course; true if a certificate came of it.
    async fn study(
        &self,
        character: &Character,
        person: PersonId,
        course: &str,
        stage: Stage,
    ) -> Result<bool, DemoError> {
        let app = &self.issuing.app;
        let Some(published) = self.issuing.library.shelf().course(course).cloned() else { return Ok(false) };
        let begin = self.now.plus_seconds(-character.days_ago * 86_400 + 3600);
        let name = name_of(character)?;
        let student = Student { person, name, lang: character.lang, published, seed: character.seed, begin };
        let done = app.write(Actor::Person(person), move |conn, _| study(conn, &student, stage)).await?;
        let Some((enrolment, at)) = done else { return Ok(false) };
        self.clock.set(at);
        let Outcome::Issued(certificate) = self.issuing.issue_as(enrolment, Actor::System, "").await? else {
            return Ok(false);
        };
        if character.is_revoked {
            let reason = Reason::parse("Issued in the demo to show a revoked one").ok_or(Error::NotFound)?;
            self.clock.set(at.plus_seconds(86_400).min(self.now));
            app.write(Actor::System, move |conn, ctx| revoke(conn, ctx, &certificate.number, &reason)).await?;
        }
        Ok(true)
    }
}

fn name_of(character: &Character) -> Result<PersonName, Error> {
    PersonName::parse(&character.name).ok_or_else(|| Error::internal("a made-up name is no name"))
}
