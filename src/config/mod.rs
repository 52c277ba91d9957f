//! Settings: read from `erikti.toml` and the environment, checked once, before anything starts.
//!
//! Defaults work with nothing set. Every setting is named in one table, [`SETTINGS`]; a setting that is unknown
//! or malformed stops the start with its name (in the file, with its line), its value (a secret's is never shown) and the
//! accepted form.

mod pairs;
mod raw;
mod smtp;

use std::net::SocketAddr;
use std::path::PathBuf;

use ipnet::IpNet;
use url::Url;

pub use pairs::{DkimSettings, TlsFiles};
pub use raw::{SETTINGS, Setting, Source};
pub use smtp::{SmtpSettings, Tls};

use crate::db::DatabaseUrl;
use crate::kernel::Lang;

/// Why the settings were not accepted. Says the setting's name and what to write instead.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct ConfigError(pub String);

/// Everything that can be set.
#[derive(Debug, Clone)]
pub struct Config {
    /// Address of the server; port 0 picks a free one.
    pub listen: SocketAddr,
    /// What goes into mails, QR codes and certificates; without it the listen address does.
    pub base_url: Option<Url>,
    /// Folder for the database, keys, media and mail files.
    pub data: PathBuf,
    /// The database.
    pub database: DatabaseUrl,
    /// The mail server; without one, mails are written as files.
    pub smtp: Option<SmtpSettings>,
    /// Sender of every mail.
    pub mail_from: lettre::message::Mailbox,
    /// Folder of course sources to import at start, instead of the bundled ones.
    pub courses: Option<PathBuf>,
    /// Default language.
    pub language: Lang,
    /// Zone of what is shown.
    pub time_zone: chrono_tz::Tz,
    /// Log filter.
    pub log: String,
    /// Networks whose forwarding headers are believed.
    pub trusted_proxies: Vec<IpNet>,
    /// With what HTTPS is spoken; without it plain HTTP is.
    pub tls: Option<TlsFiles>,
    /// With what mails are signed.
    pub dkim: Option<DkimSettings>,
    /// Address of `/metrics`.
    pub metrics_listen: Option<SocketAddr>,
}

impl Config {
    /// Reads the settings.
    ///
    /// # Errors
    /// The first setting that is unknown or malformed.
    pub fn read(source: &Source) -> Result<Self, ConfigError> {
        let values = raw::Values::collect(source)?;
        let data: PathBuf = values.text("data").unwrap_or_else(|| "data".to_owned()).into();
        let config = Self {
            listen: values.parse_or("listen", "127.0.0.1:8080")?,
            base_url: values.parse_with("base_url", parse_base_url)?,
            database: match values.parse_with("database_url", |text| DatabaseUrl::parse(text).ok())? {
                Some(url) => url,
                None => DatabaseUrl::Sqlite(data.join("erikti.db")),
            },
            smtp: values.parse_with("smtp_url", SmtpSettings::parse)?,
            mail_from: values.parse_or("mail_from", "Erikti <no-reply@localhost>")?,
            courses: values.text("courses").filter(|folder| folder != "bundled").map(PathBuf::from),
            language: values.parse_or("language", "kk")?,
            time_zone: values.parse_or("time_zone", "Asia/Almaty")?,
            log: values.parse_with("log", parse_filter)?.unwrap_or_else(|| "info".to_owned()),
            trusted_proxies: values.parse_with("trusted_proxies", parse_networks)?.unwrap_or_default(),
            tls: TlsFiles::read(&values)?,
            dkim: DkimSettings::read(&values)?,
            metrics_listen: values.parse("metrics_listen")?,
            data,
        };
        config.refuse_open_http(&values)?;
        config.refuse_plain_base_url(&values)?;
        Ok(config)
    }

    /// What stands before every path in links: what was set, or where a server that listens there finds itself; ends
    /// with `/`.
    ///
    /// # Errors
    /// None that is known: every address makes a URL.
    pub fn base_url_at(&self, address: SocketAddr) -> Result<Url, ConfigError> {
        match &self.base_url {
            Some(url) => Ok(url.clone()),
            None => pairs::own_url(address, self.tls.as_ref()),
        }
    }

    /// Over HTTPS, links must be HTTPS too: the cookies would not come otherwise.
    fn refuse_plain_base_url(&self, values: &raw::Values) -> Result<(), ConfigError> {
        match &self.base_url {
            Some(url) if self.tls.is_some() && url.scheme() != "https" => Err(ConfigError(format!(
                "{} is not HTTPS, and tls_cert lets this server speak nothing else: write https://",
                values.shown("base_url", url.as_str())
            ))),
            _ => Ok(()),
        }
    }

    /// Plain HTTP on an address that others can reach would show passwords to the network.
    fn refuse_open_http(&self, values: &raw::Values) -> Result<(), ConfigError> {
        if self.listen.ip().is_loopback() || !self.trusted_proxies.is_empty() || self.tls.is_some() {
            return Ok(());
        }
        Err(ConfigError(format!(
            "{} would serve plain HTTP to a network: listen on 127.0.0.1 behind a proxy that speaks HTTPS, \
             name the proxy's network in trusted_proxies (ERIKTI_TRUSTED_PROXIES), or set tls_cert and tls_key \
             (ERIKTI_TLS_CERT, ERIKTI_TLS_KEY)",
            values.shown("listen", &self.listen.to_string())
        )))
    }
}

/// A filter of logs, as it was written.
fn parse_filter(text: &str) -> Option<String> {
    tracing_subscriber::EnvFilter::builder().parse(text).is_ok().then(|| text.to_owned())
}

fn parse_base_url(text: &str) -> Option<Url> {
    let url = Url::parse(text).ok()?;
    let is_bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
    let is_open = url.username().is_empty() && url.password().is_none();
    (is_bare && is_open && url.has_host() && matches!(url.scheme(), "http" | "https")).then_some(url)
}

fn parse_networks(text: &str) -> Option<Vec<IpNet>> {
    text.split(',')
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(|part| part.parse().ok().or_else(|| part.parse::<std::net::IpAddr>().ok().map(IpNet::from)))
        .collect()
}
