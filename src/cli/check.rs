//! `erikti check`: is this machine ready? It changes nothing.

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;
use serde::Serialize;

use super::backup::closed_factors;
use super::failure::{Failure, Outcome};
use super::output::{say, say_json};
use crate::accounts;
use crate::app::folder::folder_of;
use crate::app::tls::Certificate;
use crate::app::{keys, library, sealing, signing, telemetry};
use crate::certificates::adopt_key::find_current_key_id;
use crate::certificates::key_file;
use crate::config::{Config, SmtpSettings};
use crate::db::{Database, DatabaseUrl};
use crate::kernel::{Clock, Random, SystemClock, Timestamp};
use crate::mail::smtp::SmtpTransport;

pub(super) const EXAMPLE: &str = "A warning does not change the exit status; a failure makes it 1.\n\n\
                                  Example:\n  erikti check";

/// How long the mail server may take.
const MAIL_LIMIT: Duration = Duration::from_secs(10);
/// Less free space than this is a failure, in bytes: the next write may not fit.
const LEAST_FREE: u64 = 100 << 20;
/// Less free space than this is worth a warning, in bytes.
const LITTLE_FREE: u64 = 1 << 30;
/// Years in which this program may run: a clock that has lost its time shows 1970 or a factory's year.
const PLAUSIBLE_YEARS: std::ops::RangeInclusive<i32> = 2026..=2100;

/// Where the database counts the months in which somebody learned: that of Almaty.
const MONTHS_AT: &str = "+05:00";

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Print the findings as JSON
    #[arg(long)]
    json: bool,
}

/// How one thing was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum State {
    Ok,
    Warning,
    Failed,
}

/// What was found, in one line.
#[derive(Debug, Serialize)]
struct Finding {
    what: &'static str,
    state: State,
    message: String,
}

/// A state and a sentence.
type Found = (State, String);

fn ok(message: impl Into<String>) -> Found {
    (State::Ok, message.into())
}

fn warning(message: impl Into<String>) -> Found {
    (State::Warning, message.into())
}

fn failed(message: impl Into<String>) -> Found {
    (State::Failed, message.into())
}

pub(super) async fn run(arguments: &Arguments, config: &Config) -> Outcome {
    let (database, open) = check_database(config).await;
    let findings = [
        ("settings", check_settings(config)),
        ("database", database),
        ("keys", check_keys(config, open.as_ref()).await),
        ("factors", check_sealing(config, open.as_ref()).await),
        ("mail", check_mail(config).await),
        ("clock", check_clock(SystemClock.now(), config.time_zone)),
        ("disk", check_disk(&config.data)),
        ("proxies", check_proxies(config)),
        ("https", check_https(config, SystemClock.now())),
        ("signature", check_dkim(config)),
    ]
    .map(|(what, (state, message))| Finding { what, state, message: one_line(&message) });
    if arguments.json {
        say_json(&findings)?;
    } else {
        findings.iter().for_each(say_finding);
    }
    match findings.iter().filter(|finding| finding.state == State::Failed).count() {
        0 => Ok(()),
        count => Err(Failure::failed(format!("{count} of {} checks failed: see what they say", findings.len()))),
    }
}

/// A message of a database or a mail server may have line breaks.
fn one_line(message: &str) -> String {
    message.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn say_finding(finding: &Finding) {
    let state = match finding.state {
        State::Ok => "ok",
        State::Warning => "warning",
        State::Failed => "FAILED",
    };
    say(format!("{:<9} {state:<8} {}", finding.what, finding.message));
}

fn check_settings(config: &Config) -> Found {
    if let Err(error) = telemetry::parse_filter(&config.log) {
        return failed(error.to_string());
    }
    if let Some(folder) = &config.courses
        && let Err(error) = library::refuse_unreadable(folder)
    {
        return failed(error.to_string());
    }
    let address = match config.base_url_at(config.listen) {
        Ok(url) => url.to_string(),
        Err(error) => return failed(error.to_string()),
    };
    let summary = format!("{address} from {}, data in {}", config.listen, config.data.display());
    if config.base_url.is_none() {
        return warning(format!("{summary}; without ERIKTI_BASE_URL links lead to this machine only"));
    }
    if config.smtp.is_some() && config.mail_from.email.domain() == "localhost" {
        return warning(format!("{summary}; mails come from {}: set ERIKTI_MAIL_FROM", config.mail_from));
    }
    ok(summary)
}

async fn check_database(config: &Config) -> (Found, Option<Database>) {
    if let DatabaseUrl::Sqlite(file) = &config.database
        && !file.exists()
    {
        let found = match probe_folder(folder_of(file)) {
            Ok(()) => warning(format!("{} is not there yet: the first start makes it", file.display())),
            Err(message) => failed(message),
        };
        return (found, None);
    }
    let db = match Database::open(&config.database) {
        Ok(db) => db,
        Err(error) => return (failed(error.to_string()), None),
    };
    let name = format!("{:?}", config.database);
    match (db.pending_migrations().await, &config.database) {
        (Ok(pending), _) if pending.is_empty() => (ok(format!("{name} answers and is of this version")), Some(db)),
        (Ok(pending), DatabaseUrl::Sqlite(_)) => {
            (warning(format!("{name}: the next start runs {} migrations", pending.len())), None)
        }
        (Ok(pending), DatabaseUrl::Postgres(_)) => {
            (failed(format!("{name}: {} migrations have not run: run `erikti migrate`", pending.len())), None)
        }
        (Err(error), _) => (failed(format!("{name}: {error}")), None),
    }
}

async fn check_keys(config: &Config, database: Option<&Database>) -> Found {
    let path = keys::key_path(&config.data);
    let key = match key_file::load(&path) {
        Ok(key) => key.map(|key| key.id().to_string()),
        Err(error) => return failed(error.for_operator()),
    };
    let expected = match database {
        Some(database) => database.read(find_current_key_id).await,
        None => Ok(None),
    };
    let path = path.display();
    match (key, expected) {
        (_, Err(error)) => failed(format!("the register's key cannot be read: {error}")),
        (Some(key), Ok(Some(expected))) if key == expected => ok(format!("{path} is the register's key {key}")),
        (Some(key), Ok(None)) => ok(format!("{path} is there (key {key}); it signs from the first start on")),
        (None, Ok(None)) => ok(format!("{path} is not there yet: the first start makes it")),
        (_, Ok(Some(expected))) => failed(format!(
            "{path} does not hold the register's key {expected}: copy the file from the server or the backup that the \
             database comes from"
        )),
    }
}

/// The key that opens the second factors of the staff.
async fn check_sealing(config: &Config, database: Option<&Database>) -> Found {
    let path = sealing::sealing_key_path(&config.data);
    let key = match sealing::find_key_id(&config.data) {
        Ok(key) => key,
        Err(error) => return failed(error.for_operator()),
    };
    let id = key.clone().unwrap_or_default();
    let others = match database {
        Some(database) => database.read(move |conn| accounts::count_sealed_otherwise(conn, &id)).await,
        None => Ok(0),
    };
    let path = path.display();
    match (key, others) {
        (_, Err(error)) => warning(format!("the second factors cannot be read: {error}")),
        (Some(key), Ok(0)) => ok(format!("{path} is there (key {key})")),
        (None, Ok(0)) => ok(format!("{path} is not there yet: the first start makes it")),
        (_, Ok(others)) => warning(closed_factors(others, &sealing::sealing_key_path(&config.data))),
    }
}

async fn check_mail(config: &Config) -> Found {
    if let Some(settings) = &config.smtp {
        return check_mail_server(settings).await;
    }
    let folder = config.data.join("mail");
    match probe_folder(&folder) {
        Ok(()) => ok(format!("no mail server is set: mails are written to {}", folder.display())),
        Err(message) => failed(message),
    }
}

async fn check_mail_server(settings: &SmtpSettings) -> Found {
    let name = format!("{settings:?}");
    let transport = match SmtpTransport::new(settings.clone(), MAIL_LIMIT) {
        Ok(transport) => transport,
        Err(error) => return failed(error.for_operator()),
    };
    match transport.probe().await {
        Ok(()) => ok(format!("{name} takes mail")),
        Err(trouble) => failed(format!("{name}: {trouble}; look at ERIKTI_SMTP_URL")),
    }
}

fn check_clock(now: Timestamp, zone: chrono_tz::Tz) -> Found {
    let here = now.in_zone(zone);
    let shown = format!("{} in {zone}", here.format("%Y-%m-%d %H:%M %:z"));
    if !PLAUSIBLE_YEARS.contains(&now.day(zone).year()) {
        failed(format!("{shown} cannot be right: set the machine's clock"))
    } else if here.format("%:z").to_string() != MONTHS_AT {
        // The database notes them by itself: see the migration `learning_months`.
        warning(format!("{shown}; reports count the months of learning at {MONTHS_AT}, whatever ERIKTI_TIME_ZONE says"))
    } else {
        ok(shown)
    }
}

fn check_disk(data: &Path) -> Found {
    let folder = nearest(data);
    match fs4::available_space(&folder) {
        Ok(free) => judge_free(free, &folder),
        Err(cause) => failed(format!("the free space of {} cannot be read: {cause}", folder.display())),
    }
}

fn judge_free(free: u64, folder: &Path) -> Found {
    let shown = format!("{} MB free in {}", free >> 20, folder.display());
    if free < LEAST_FREE {
        failed(format!("{shown}: make room before something is lost"))
    } else if free < LITTLE_FREE {
        warning(format!("{shown}: make room soon"))
    } else {
        ok(shown)
    }
}

fn check_proxies(config: &Config) -> Found {
    let https = config.base_url.as_ref().is_some_and(|url| url.scheme() == "https");
    match config.trusted_proxies.len() {
        0 if https && config.tls.is_none() => warning(
            "ERIKTI_BASE_URL is HTTPS and ERIKTI_TRUSTED_PROXIES is not set: all visitors share one limit, that of the \
             proxy; set it to the proxy's address",
        ),
        0 => ok("none, and none needed"),
        1 => ok("one network is trusted"),
        count => ok(format!("{count} networks are trusted")),
    }
}

/// How many days before the certificate ends somebody should look after it.
const SOON: i64 = 14;

fn check_https(config: &Config, now: Timestamp) -> Found {
    let Some(files) = &config.tls else {
        return ok("none of its own: a proxy before this server speaks HTTPS");
    };
    let certificate = match Certificate::load(files) {
        Ok(certificate) => certificate,
        Err(error) => return failed(error.to_string()),
    };
    let file = files.certificate.display();
    let Some(end) = certificate.expires_at() else { return failed(format!("{file} does not say how long it holds")) };
    let (day, days) = (end.day(config.time_zone), end.seconds_since(now).div_euclid(24 * 3600));
    if days < 0 {
        return failed(format!("{file} has ended on {day}: renew it"));
    }
    let host = config.base_url.as_ref().and_then(url::Url::host_str);
    if let Some(host) = host.filter(|host| !certificate.is_for(host)) {
        return failed(format!("{file} is not for {host}, which ERIKTI_BASE_URL names: browsers refuse it"));
    }
    if is_open(&files.key) {
        return warning(format!("everybody on this machine may read {}: run `chmod o= {0}`", files.key.display()));
    }
    let found = format!("{file} holds until {day}");
    if days < SOON { warning(format!("{found}, {days} days more: see why it was not renewed")) } else { ok(found) }
}

/// True if any user of the machine may read the file.
fn is_open(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(file).is_ok_and(|found| found.permissions().mode() & 0o004 != 0)
}

fn check_dkim(config: &Config) -> Found {
    let dkim = match signing::mail_key(config) {
        Ok(Some(dkim)) => dkim,
        Ok(None) if config.smtp.is_none() => return ok("none, and none needed while mails are files"),
        Ok(None) => {
            return warning(
                "mails are not signed here: unless the mail server signs them, many mailboxes take them for spam; set \
                 ERIKTI_DKIM_KEY_FILE and ERIKTI_DKIM_SELECTOR",
            );
        }
        Err(error) => return failed(error.for_operator()),
    };
    let publish = format!("mails are signed; publish as TXT in DNS: {} \"{}\"", dkim.name(), dkim.record());
    if let Some(key) = config.dkim.as_ref().map(|dkim| &dkim.key).filter(|key| is_open(key)) {
        return warning(format!("everybody on this machine may read {}: run `chmod o= {0}`; {publish}", key.display()));
    }
    dkim.weakness().map_or_else(|| ok(publish.clone()), |weakness| warning(format!("{weakness}; {publish}")))
}

/// The folder, or the nearest one above it that is there.
fn nearest(folder: &Path) -> PathBuf {
    let there = folder.ancestors().find(|ancestor| ancestor.is_dir());
    there.unwrap_or(Path::new(".")).to_owned()
}

/// Tries to write where the folder is or will be.
fn probe_folder(folder: &Path) -> Result<(), String> {
    let folder = nearest(folder);
    let probe = folder.join(format!(".erikti-check-{:016x}", Random::system().seed()));
    let written = std::fs::File::create_new(&probe).and_then(|_| std::fs::remove_file(&probe));
    written.map_err(|cause| format!("{} cannot be written: {cause}; let this user write to it", folder.display()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Source;

    fn config(settings: &[(&str, &str)]) -> Config {
        let environment = settings.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Config::read(&Source { environment, ..Source::default() }).expect("settings")
    }

    #[test]
    fn https_without_a_trusted_proxy_is_warned_about() {
        let https = ("ERIKTI_BASE_URL", "https://erikti.example.kz/");
        assert_eq!(check_proxies(&config(&[https])).0, State::Warning);
        assert_eq!(check_proxies(&config(&[https, ("ERIKTI_TRUSTED_PROXIES", "127.0.0.1")])).0, State::Ok);
        assert_eq!(check_proxies(&config(&[])).0, State::Ok);
    }

    #[test]
    fn a_clock_that_has_lost_its_time_fails() {
        let zone = chrono_tz::Asia::Almaty;
        let at = |seconds| check_clock(Timestamp::from_unix(seconds).expect("a moment"), zone);
        assert_eq!(at(0).0, State::Failed);
        let (state, message) = at(1_800_000_000);
        assert_eq!((state, message.as_str()), (State::Ok, "2027-01-15 13:00 +05:00 in Asia/Almaty"));
        let elsewhere = check_clock(Timestamp::from_unix(1_800_000_000).expect("a moment"), chrono_tz::Asia::Tokyo);
        assert_eq!(elsewhere.0, State::Warning);
    }

    #[test]
    fn a_full_disk_fails_and_a_filling_one_warns() {
        let state = |free| judge_free(free, Path::new("data")).0;
        assert_eq!(state(LEAST_FREE - 1), State::Failed);
        assert_eq!(state(LITTLE_FREE - 1), State::Warning);
        assert_eq!(state(LITTLE_FREE), State::Ok);
    }

    #[tokio::test]
    async fn a_mail_server_that_is_not_there_fails_with_the_name_of_the_setting() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        drop(listener);
        let url = format!("smtp://127.0.0.1:{port}?tls=none");
        let (state, message) = check_mail(&config(&[("ERIKTI_SMTP_URL", url.as_str())])).await;
        assert_eq!(state, State::Failed);
        assert!(message.contains("ERIKTI_SMTP_URL"), "{message}");
    }

    #[test]
    fn probing_leaves_nothing_behind() {
        let folder = tempfile::tempdir().expect("a folder");
        probe_folder(&folder.path().join("data/mail")).expect("writable above");
        assert_eq!(std::fs::read_dir(folder.path()).expect("the folder").count(), 0);
    }
}
