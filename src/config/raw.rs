//! Where settings come from: a file, overridden by the environment, secrets also from files of their own.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::ConfigError;

/// One setting: its key in the file; the environment's is `ERIKTI_` and the key in capitals.
#[derive(Debug, Clone, Copy)]
pub struct Setting {
    /// Key in `erikti.toml`.
    pub key: &'static str,
    /// What is accepted, in words.
    pub form: &'static str,
    /// The value is never shown, and may come from the file named by `…_FILE`.
    pub secret: bool,
}

/// Every setting there is.
pub const SETTINGS: [Setting; 16] = [
    Setting { key: "listen", form: "an address and port such as 127.0.0.1:8080", secret: false },
    Setting { key: "base_url", form: "an address such as https://erikti.example.kz/, without a path", secret: false },
    Setting { key: "data", form: "a folder", secret: false },
    Setting { key: "database_url", form: "sqlite:FILE or postgres://USER:PASSWORD@HOST/DATABASE", secret: true },
    Setting {
        key: "smtp_url",
        form: "smtp://USER:PASSWORD@HOST:587 (STARTTLS required), smtps://… or smtp://HOST:25?tls=none",
        secret: true,
    },
    Setting { key: "mail_from", form: "a name and an address such as Erikti <no-reply@example.kz>", secret: false },
    Setting { key: "courses", form: "a folder of course folders, or bundled", secret: false },
    Setting { key: "language", form: "kk, ru or en", secret: false },
    Setting { key: "time_zone", form: "a zone of the IANA database such as Asia/Almaty", secret: false },
    Setting { key: "log", form: "a filter such as info or erikti=debug,info", secret: false },
    Setting {
        key: "trusted_proxies",
        form: "addresses or networks separated by commas, such as 127.0.0.1, 10.0.0.0/8",
        secret: false,
    },
    Setting { key: "tls_cert", form: "a PEM file with the certificate and its chain", secret: false },
    Setting { key: "tls_key", form: "a PEM file with the certificate's private key", secret: false },
    Setting { key: "dkim_key_file", form: "a PEM file with a private key, RSA or Ed25519", secret: false },
    Setting {
        key: "dkim_selector",
        form: "the name under which the public key stands in DNS, such as erikti2026",
        secret: false,
    },
    Setting { key: "metrics_listen", form: "an address and port such as 127.0.0.1:9090", secret: false },
];

/// What the settings are read from. The program passes the real environment; tests pass their own.
#[derive(Debug, Clone, Default)]
pub struct Source {
    /// A settings file named on the command line: it must be there.
    pub file: Option<PathBuf>,
    /// Where `erikti.toml` is looked for when no file was named.
    pub folder: PathBuf,
    /// The environment.
    pub environment: BTreeMap<String, String>,
}

impl Source {
    /// The process's environment and working directory.
    pub fn of_process(file: Option<PathBuf>) -> Self {
        let environment = std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
            .collect();
        Self { file, folder: PathBuf::from("."), environment }
    }
}

/// The values given, by key.
pub(super) struct Values(BTreeMap<&'static str, String>);

impl Values {
    pub(super) fn collect(source: &Source) -> Result<Self, ConfigError> {
        let mut values = from_file(source)?;
        for (name, value) in &source.environment {
            let Some(rest) = name.strip_prefix("ERIKTI_") else { continue };
            let key = rest.to_lowercase();
            if let Some(setting) = find(&key) {
                values.insert(setting.key, value.clone());
            } else if let Some(setting) = key.strip_suffix("_file").and_then(find).filter(|setting| setting.secret) {
                values.insert(setting.key, read_secret(name, value)?);
            } else {
                return Err(unknown(name));
            }
        }
        values.retain(|_, value| !value.trim().is_empty());
        Ok(Self(values))
    }

    pub(super) fn text(&self, key: &str) -> Option<String> {
        self.0.get(key).cloned()
    }

    pub(super) fn parse<T: std::str::FromStr>(&self, key: &'static str) -> Result<Option<T>, ConfigError> {
        self.parse_with(key, |text| text.parse().ok())
    }

    pub(super) fn parse_or<T: std::str::FromStr>(&self, key: &'static str, default: &str) -> Result<T, ConfigError> {
        match self.parse(key)? {
            Some(value) => Ok(value),
            None => default.parse().map_err(|_| malformed(key, default)),
        }
    }

    pub(super) fn parse_with<T>(
        &self,
        key: &'static str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Result<Option<T>, ConfigError> {
        let Some(text) = self.0.get(key) else { return Ok(None) };
        parse(text.trim()).map(Some).ok_or_else(|| malformed(key, text))
    }
}

fn find(key: &str) -> Option<&'static Setting> {
    SETTINGS.iter().find(|setting| setting.key == key)
}

fn from_file(source: &Source) -> Result<BTreeMap<&'static str, String>, ConfigError> {
    let path = source.file.clone().unwrap_or_else(|| source.folder.join("erikti.toml"));
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && source.file.is_none() => {
            return Ok(BTreeMap::new());
        }
        Err(error) => return Err(ConfigError(format!("{} cannot be read: {error}", path.display()))),
    };
    let table: toml::Table = text
        .parse()
        .map_err(|error: toml::de::Error| ConfigError(format!("{}: {}", path.display(), error.message())))?;
    table.into_iter().map(|(key, value)| entry(&key, &value)).collect()
}

fn entry(key: &str, value: &toml::Value) -> Result<(&'static str, String), ConfigError> {
    if let Some(setting) = find(key) {
        let text = match value {
            toml::Value::String(text) => text.clone(),
            toml::Value::Array(parts) => parts.iter().filter_map(toml::Value::as_str).collect::<Vec<_>>().join(","),
            other => other.to_string(),
        };
        return Ok((setting.key, text));
    }
    match (key.strip_suffix("_file").and_then(find).filter(|setting| setting.secret), value.as_str()) {
        (Some(setting), Some(file)) => Ok((setting.key, read_secret(key, file)?)),
        _ => Err(unknown(key)),
    }
}

fn read_secret(name: &str, file: &str) -> Result<String, ConfigError> {
    std::fs::read_to_string(file)
        .map(|text| text.trim().to_owned())
        .map_err(|error| ConfigError(format!("{name}: the file {file} cannot be read: {error}")))
}

fn unknown(name: &str) -> ConfigError {
    let known: Vec<&str> = SETTINGS.iter().map(|setting| setting.key).collect();
    ConfigError(format!("{name} is not a setting; the settings are: {}", known.join(", ")))
}

fn malformed(key: &'static str, value: &str) -> ConfigError {
    let name = format!("ERIKTI_{}", key.to_uppercase());
    match find(key) {
        Some(setting) if setting.secret => ConfigError(format!("{name} is malformed; it takes {}", setting.form)),
        Some(setting) => ConfigError(format!("{name}={value} is not accepted; it takes {}", setting.form)),
        None => unknown(key),
    }
}
