//! Where settings come from: a file, overridden by the environment, secrets also from files of their own.

use std::collections::BTreeMap;
use std::path::PathBuf;

use toml::{Spanned, Value};

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

/// Where a value was given: what a message about it begins with.
#[derive(Debug, Clone)]
enum Place {
    /// In the environment.
    Environment,
    /// In the file: its path and the line.
    File(String),
}

/// A value as it was given.
#[derive(Debug, Clone)]
struct Given {
    text: String,
    /// The name under which it was given: of the variable, or the key in the file.
    name: String,
    place: Place,
}

impl Given {
    /// `ERIKTI_LISTEN`, or `erikti.toml, line 2 (listen)`.
    fn told(&self) -> String {
        match &self.place {
            Place::Environment => self.name.clone(),
            Place::File(line) => format!("{line} ({})", self.name),
        }
    }

    /// How the setting of this key is called there.
    fn name_of(&self, key: &str) -> String {
        match self.place {
            Place::Environment => format!("ERIKTI_{}", key.to_uppercase()),
            Place::File(_) => key.to_owned(),
        }
    }

    /// What was given and cannot be used, without a secret: `ERIKTI_LISTEN=x`, or `erikti.toml, line 2 (listen): x`.
    fn shown(&self, value: &str) -> String {
        match self.place {
            Place::Environment => format!("{}={value}", self.name),
            Place::File(_) => format!("{}: {value}", self.told()),
        }
    }

    fn wrong(&self, what: &str) -> ConfigError {
        ConfigError(format!("{}: {what}", self.told()))
    }
}

/// The values given, by key.
pub(super) struct Values(BTreeMap<&'static str, Given>);

impl Values {
    pub(super) fn collect(source: &Source) -> Result<Self, ConfigError> {
        let mut values = from_file(source)?;
        let mut own = BTreeMap::new();
        for (name, value) in &source.environment {
            let Some(key) = name.strip_prefix("ERIKTI_") else { continue };
            let given = Given { text: value.clone(), name: name.clone(), place: Place::Environment };
            take(&mut own, &key.to_lowercase(), given)?;
        }
        values.extend(own);
        values.retain(|_, given| !given.text.trim().is_empty());
        Ok(Self(values))
    }

    pub(super) fn text(&self, key: &str) -> Option<String> {
        self.0.get(key).map(|given| given.text.clone())
    }

    /// How a value that cannot be used is told: with where it was given. One that nobody gave is told by the variable.
    pub(super) fn shown(&self, key: &str, value: &str) -> String {
        self.0.get(key).map_or_else(|| format!("ERIKTI_{}={value}", key.to_uppercase()), |given| given.shown(value))
    }

    /// That two settings belong together and one of them was given alone.
    pub(super) fn apart(&self, keys: [&str; 2]) -> ConfigError {
        let given = keys.iter().find_map(|key| self.0.get(*key));
        let [one, other] = keys.map(|key| given.map_or_else(|| key.to_owned(), |given| given.name_of(key)));
        let words = format!("{one} and {other} belong together: set both or neither");
        match given {
            Some(given @ Given { place: Place::File(_), .. }) => given.wrong(&words),
            _ => ConfigError(words),
        }
    }

    pub(super) fn parse<T: std::str::FromStr>(&self, key: &'static str) -> Result<Option<T>, ConfigError> {
        self.parse_with(key, |text| text.parse().ok())
    }

    pub(super) fn parse_or<T: std::str::FromStr>(&self, key: &'static str, default: &str) -> Result<T, ConfigError> {
        match self.parse(key)? {
            Some(value) => Ok(value),
            None => default.parse().map_err(|_| ConfigError(format!("{key}: {default} is not accepted"))),
        }
    }

    pub(super) fn parse_with<T>(
        &self,
        key: &'static str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Result<Option<T>, ConfigError> {
        let Some(given) = self.0.get(key) else { return Ok(None) };
        parse(given.text.trim()).map(Some).ok_or_else(|| malformed(key, given))
    }
}

fn find(key: &str) -> Option<&'static Setting> {
    SETTINGS.iter().find(|setting| setting.key == key)
}

fn from_file(source: &Source) -> Result<BTreeMap<&'static str, Given>, ConfigError> {
    let path = source.file.clone().unwrap_or_else(|| source.folder.join("erikti.toml"));
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && source.file.is_none() => {
            return Ok(BTreeMap::new());
        }
        Err(error) => return Err(ConfigError(format!("{} cannot be read: {error}", path.display()))),
    };
    let table: BTreeMap<Spanned<String>, Spanned<Value>> = toml::from_str(&text)
        .map_err(|error: toml::de::Error| ConfigError(format!("{}, {}", path.display(), mistake(&text, &error))))?;
    let mut keys: Vec<(Spanned<String>, Spanned<Value>)> = table.into_iter().collect();
    keys.sort_by_key(|(key, _)| key.span().start);
    let mut values = BTreeMap::new();
    for (key, value) in keys {
        let line = format!("{}, line {}", path.display(), line_at(&text, key.span().start));
        let key = key.into_inner();
        let mut given = Given { text: String::new(), name: key.clone(), place: Place::File(line) };
        given.text = text_of(&given, value.into_inner())?;
        take(&mut values, &key, given)?;
    }
    Ok(values)
}

/// The number of the line in which this byte stands.
fn line_at(text: &str, start: usize) -> usize {
    text.as_bytes().iter().take(start).filter(|byte| **byte == b'\n').count() + 1
}

/// What is wrong in the file: its line, its key, and how it is written. The value may be a secret and is not shown.
fn mistake(text: &str, error: &toml::de::Error) -> String {
    let start = error.span().map_or(0, |span| span.start.min(text.len()));
    let number = line_at(text, start);
    let line = text.lines().nth(number - 1).unwrap_or_default();
    let key = line.split('=').next().unwrap_or_default().trim();
    let key = find(key.strip_suffix("_file").unwrap_or(key)).map_or_else(String::new, |_| format!(" ({key})"));
    let words = error.message().split_whitespace().collect::<Vec<_>>().join(" ");
    if words.contains("duplicate key") {
        return format!("line {number}{key}: this is set already: set it once");
    }
    format!("line {number}{key}: texts stand in quotation marks, such as listen = \"127.0.0.1:8080\" ({words})")
}

/// A value of the file as the environment would have it. What is no setting is told as such, whatever its value is.
fn text_of(given: &Given, value: Value) -> Result<String, ConfigError> {
    if known(&given.name).is_none() {
        return Err(unknown(given));
    }
    match value {
        Value::String(text) => Ok(text),
        Value::Array(parts) => {
            let texts: Option<Vec<&str>> = parts.iter().map(Value::as_str).collect();
            Ok(texts.ok_or_else(|| given.wrong("a list holds texts in quotation marks alone"))?.join(","))
        }
        Value::Table(_) => Err(given.wrong("this is a section, and takes a text in quotation marks")),
        other => Ok(other.to_string()),
    }
}

/// The setting of a key as it is written, which for a secret may be that of the file that holds it; true if it is.
fn known(key: &str) -> Option<(&'static Setting, bool)> {
    let of_file = || key.strip_suffix("_file").and_then(find).filter(|setting| setting.secret);
    find(key).map(|setting| (setting, false)).or_else(|| of_file().map(|setting| (setting, true)))
}

/// Takes a setting up: its value, or for a secret the name of the file that holds it. One that is empty is not given.
fn take(values: &mut BTreeMap<&'static str, Given>, key: &str, mut given: Given) -> Result<(), ConfigError> {
    if given.text.contains(char::REPLACEMENT_CHARACTER) {
        return Err(ConfigError(format!("{} is not UTF-8 text", given.told())));
    }
    let is_given = !given.text.trim().is_empty();
    let Some((setting, in_file)) = known(key) else { return Err(unknown(&given)) };
    if in_file && is_given {
        given.text = read_secret(&given)?;
    }
    match values.get(setting.key) {
        Some(other) if is_given && !other.text.trim().is_empty() => {
            let [one, two] = [given.name_of(setting.key), given.name_of(&format!("{}_file", setting.key))];
            let words = format!("{one} and {two} are both set: set one of them");
            Err(if matches!(given.place, Place::File(_)) { given.wrong(&words) } else { ConfigError(words) })
        }
        Some(_) if !is_given => Ok(()),
        _ => {
            values.insert(setting.key, given);
            Ok(())
        }
    }
}

fn lossy(text: &std::ffi::OsStr) -> String {
    text.to_string_lossy().into_owned()
}

fn read_secret(given: &Given) -> Result<String, ConfigError> {
    let file = &given.text;
    std::fs::read_to_string(file)
        .map(|text| text.trim().to_owned())
        .map_err(|error| given.wrong(&format!("the file {file} cannot be read: {error}")))
}

fn unknown(given: &Given) -> ConfigError {
    let known: Vec<&str> = SETTINGS.iter().map(|setting| setting.key).collect();
    ConfigError(format!("{} is not a setting; the settings are: {}", given.told(), known.join(", ")))
}

fn malformed(key: &'static str, given: &Given) -> ConfigError {
    let form = find(key).map_or("something else", |setting| setting.form);
    if find(key).is_none_or(|setting| setting.secret) {
        return ConfigError(format!("{} is malformed; it takes {form}", given.told()));
    }
    ConfigError(format!("{} is not accepted; it takes {form}", given.shown(&without_password(&given.text))))
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
            let says = if file.is_empty() {
                "ERIKTI_SMTP_URL and ERIKTI_SMTP_URL_FILE are both set"
            } else {
                "erikti.toml, line 2 (smtp_url_file): smtp_url and smtp_url_file are both set"
            };
            assert!(refused.contains(says), "{refused}");
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

    /// What stops the start, as the settings of this file do.
    fn refusal(file: &str) -> String {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("erikti.toml"), file).expect("written");
        let source = Source { file: None, folder: folder.path().to_owned(), environment: BTreeMap::new() };
        super::super::Config::read(&source).expect_err("refused").to_string()
    }

    #[test]
    fn what_the_file_sets_wrongly_is_told_with_file_line_key_and_what_is_allowed() {
        for (file, place, allowed) in [
            ("# ours\nlisten = \"127.0.0.1\"\n", "line 2 (listen): 127.0.0.1 is not accepted", "127.0.0.1:8080"),
            ("data = \"a\"\n\nlisten = 8080\n", "line 3 (listen): 8080 is not accepted", "127.0.0.1:8080"),
            ("language = \"de\"\n", "line 1 (language): de is not accepted", "kk, ru or en"),
            ("log = \"erikti=loud\"\n", "line 1 (log): erikti=loud is not accepted", "erikti=debug,info"),
            ("data = \"a\"\nlistn = \"x\"\n", "line 2 (listn) is not a setting", "listen, base_url"),
            ("data = \"a\"\n[mail]\npassword = \"s3cr3t\"\n", "line 2 (mail) is not a setting", "smtp_url"),
            ("\n[listen]\nport = 8080\n", "line 2 (listen): this is a section", "quotation marks"),
            ("smtp_url = \"u:s3cr3t@mail\"\n", "line 1 (smtp_url) is malformed", "smtps://"),
            ("\nsmtp_url_file = \"/nowhere/at/all\"\n", "line 2 (smtp_url_file): ", "cannot be read"),
            ("trusted_proxies = [\"::1\", 7]\n", "line 1 (trusted_proxies): ", "quotation marks"),
            (
                "log = \"info\"\ntls_cert = \"a.pem\"\n",
                "line 2 (tls_cert): tls_cert and tls_key belong",
                "both or neither",
            ),
            ("listen = \"0.0.0.0:80\"\n", "line 1 (listen): 0.0.0.0:80 would serve plain HTTP", "tls_cert"),
        ] {
            let told = refusal(file);
            assert!(told.contains("erikti.toml, ") && told.contains(place) && told.contains(allowed), "{told}");
            assert!(!told.contains("s3cr3t") && told.lines().count() == 1, "{told}");
        }
        // What the environment sets is told by its variable, whatever the file says.
        let by_variable = collect("language = \"kk\"\n", &[("ERIKTI_LANGUAGE", "de")]).expect("read");
        let told = by_variable.parse::<crate::kernel::Lang>("language").expect_err("no language").to_string();
        assert!(told.starts_with("ERIKTI_LANGUAGE=de is not accepted"), "{told}");
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
