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
        // What is no UTF-8 shows as such, and is refused where it is meant for us.
        let environment = std::env::vars_os().map(|(name, value)| (lossy(&name), lossy(&value))).collect();
        Self { file, folder: PathBuf::from("."), environment }
    }
}

/// The values given, by key.
pub(super) struct Values(BTreeMap<&'static str, String>);

impl Values {
    pub(super) fn collect(source: &Source) -> Result<Self, ConfigError> {
        let mut values = from_file(source)?;
        let mut own = BTreeMap::new();
        for (name, value) in &source.environment {
            let Some(key) = name.strip_prefix("ERIKTI_") else { continue };
            take(&mut own, (name, &key.to_lowercase()), value)?;
        }
        values.extend(own);
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
        .map_err(|error: toml::de::Error| ConfigError(format!("{}, {}", path.display(), mistake(&text, &error))))?;
    let mut values = BTreeMap::new();
    for (key, value) in table {
        take(&mut values, (&key, &key), &text_of(&key, value)?)?;
    }
    Ok(values)
}

/// What is wrong in the file: its line, its key, and how it is written. The value may be a secret and is not shown.
fn mistake(text: &str, error: &toml::de::Error) -> String {
    let start = error.span().map_or(0, |span| span.start.min(text.len()));
    let before = text.as_bytes().iter().take(start);
    let number = before.filter(|byte| **byte == b'\n').count();
    let line = text.lines().nth(number).unwrap_or_default();
    let key = line.split('=').next().unwrap_or_default().trim();
    let key = find(key.strip_suffix("_file").unwrap_or(key)).map_or_else(String::new, |_| format!(" ({key})"));
    let number = number + 1;
    let words = error.message().split_whitespace().collect::<Vec<_>>().join(" ");
    if words.contains("duplicate key") {
        return format!("line {number}{key}: this is set already: set it once");
    }
    format!("line {number}{key}: texts stand in quotation marks, such as listen = \"127.0.0.1:8080\" ({words})")
}

/// A value of the file as the environment would have it.
fn text_of(key: &str, value: toml::Value) -> Result<String, ConfigError> {
    match value {
        toml::Value::String(text) => Ok(text),
        toml::Value::Array(parts) => {
            let texts: Option<Vec<&str>> = parts.iter().map(toml::Value::as_str).collect();
            let texts =
                texts.ok_or_else(|| ConfigError(format!("{key}: a list holds texts in quotation marks alone")))?;
            Ok(texts.join(","))
        }
        other => Ok(other.to_string()),
    }
}

/// Takes a setting up: its value, or for a secret the name of the file that holds it. One that is empty is not given.
fn take(
    values: &mut BTreeMap<&'static str, String>,
    (name, key): (&str, &str),
    value: &str,
) -> Result<(), ConfigError> {
    if value.contains(char::REPLACEMENT_CHARACTER) {
        return Err(ConfigError(format!("{name} is not UTF-8 text")));
    }
    let is_given = !value.trim().is_empty();
    let (key, value) = match (find(key), key.strip_suffix("_file").and_then(find).filter(|setting| setting.secret)) {
        (Some(setting), _) => (setting.key, value.to_owned()),
        (None, Some(setting)) if is_given => (setting.key, read_secret(name, value)?),
        (None, Some(setting)) => (setting.key, String::new()),
        (None, None) => return Err(unknown(name)),
    };
    match values.get(key) {
        Some(other) if is_given && !other.trim().is_empty() => {
            let name = format!("ERIKTI_{}", key.to_uppercase());
            Err(ConfigError(format!("{name} and {name}_FILE are both set: set one of them")))
        }
        Some(_) if !is_given => Ok(()),
        _ => {
            values.insert(key, value);
            Ok(())
        }
    }
}

fn lossy(text: &std::ffi::OsStr) -> String {
    text.to_string_lossy().into_owned()
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
        Some(setting) => {
            ConfigError(format!("{name}={} is not accepted; it takes {}", without_password(value), setting.form))
        }
        None => unknown(key),
    }
}

/// An address without the user and the password that somebody typed into it.
fn without_password(value: &str) -> String {
    let Some((scheme, rest)) = value.split_once("://") else { return value.to_owned() };
    rest.rsplit_once('@').map_or_else(|| value.to_owned(), |(_, host)| format!("{scheme}://…@{host}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn collect(file: &str, environment: &[(&str, &str)]) -> Result<Values, String> {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("erikti.toml"), file).expect("written");
        std::fs::write(folder.path().join("secret"), "smtps://u:p@mail.example\n").expect("written");
        let inside = |value: &str| value.replace("FOLDER", &folder.path().display().to_string());
        let environment = environment.iter().map(|(name, value)| ((*name).to_owned(), inside(value))).collect();
        let source = Source { file: None, folder: folder.path().to_owned(), environment };
        std::fs::write(folder.path().join("erikti.toml"), inside(file)).expect("written");
        Values::collect(&source).map_err(|error| error.to_string())
    }

    #[test]
    fn a_secret_comes_from_one_place_and_the_environment_wins() {
        let secret = Some("smtps://u:p@mail.example".to_owned());
        let given =
            |file: &str, environment: &[(&str, &str)]| collect(file, environment).map(|all| all.text("smtp_url"));
        let of_file = "smtp_url_file = \"FOLDER/secret\"";
        assert_eq!(given(of_file, &[]), Ok(secret.clone()));
        assert_eq!(given("", &[("ERIKTI_SMTP_URL_FILE", "FOLDER/secret"), ("ERIKTI_SMTP_URL", " ")]), Ok(secret));
        assert_eq!(given(of_file, &[("ERIKTI_SMTP_URL", "smtp://a")]), Ok(Some("smtp://a".to_owned())));
        assert_eq!(given(of_file, &[("ERIKTI_SMTP_URL", "")]), Ok(None), "taken back");
        for (file, environment) in [
            (format!("smtp_url = \"smtp://a\"\n{of_file}"), vec![]),
            (String::new(), vec![("ERIKTI_SMTP_URL", "smtp://a"), ("ERIKTI_SMTP_URL_FILE", "FOLDER/secret")]),
        ] {
            let refused = given(&file, &environment).expect_err("two places");
            assert!(refused.contains("ERIKTI_SMTP_URL and ERIKTI_SMTP_URL_FILE"), "{refused}");
        }
    }

    #[test]
    fn a_mistake_in_the_file_is_told_with_line_and_key_and_without_the_value() {
        for (file, says) in [
            ("language = \"kk\"\nlisten = 127.0.0.1:8080\n", "line 2 (listen): "),
            ("smtp_url = smtp://u:s3cr3t@mail.example\n", "line 1 (smtp_url): "),
            ("smtp_url_file = /run/s3cr3t\n", "line 1 (smtp_url_file): "),
            ("\n\ndatabase_url = \"postgres://u:s3cr3t@db\nlog = \"info\"\n", "line 3 (database_url): "),
        ] {
            let error = collect(file, &[]).err().expect("refused");
            assert!(error.contains("erikti.toml, ") && error.contains(says), "{error}");
            assert!(error.contains("quotation marks") && !error.contains("s3cr3t"), "{error}");
            assert_eq!(error.lines().count(), 1, "{error}");
        }
        let twice = collect("listen = \"127.0.0.1:1\"\ndata = \"a\"\ndata = \"b\"\n", &[]).err().expect("refused");
        assert!(twice.contains("line 3 (data): ") && twice.contains("set it once"), "{twice}");
    }

    #[test]
    fn what_cannot_be_read_is_refused_and_not_left_out() {
        let listed = collect("trusted_proxies = [\"127.0.0.1\", \"::1\"]", &[]).expect("a list");
        assert_eq!(listed.text("trusted_proxies").as_deref(), Some("127.0.0.1,::1"));
        assert!(
            collect("trusted_proxies = [\"127.0.0.1\", 7]", &[]).is_err_and(|error| error.contains("trusted_proxies"))
        );
        let broken = collect("", &[("ERIKTI_DATA", "d\u{fffd}ta")]);
        assert!(broken.is_err_and(|error| error.contains("ERIKTI_DATA")));
        assert!(collect("", &[("OTHER", "d\u{fffd}ta")]).is_ok());
    }
}
