//! How to reach the mail server, read from one address such as `smtp://user:password@mail.example.kz:587`.

use std::path::PathBuf;

use url::{Host, Url};

/// How a connection to the mail server is encrypted. There is no "if the server offers it": somebody on the
/// way could take the offer away, and the password would travel in the clear.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tls {
    /// Begins in the clear, and goes on only after STARTTLS (RFC 3207). The default of `smtp://`.
    Required,
    /// Encrypted from the first byte (RFC 8314). What `smtps://` means.
    Wrapper,
    /// Never encrypted: for a mail server on the same machine.
    None,
}

/// A user of the mail server. It prints nothing of the password.
#[derive(Clone, PartialEq, Eq)]
pub struct Credentials {
    /// The user's name.
    pub user: String,
    /// The user's password.
    pub password: String,
}

impl std::fmt::Debug for Credentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Credentials(…)")
    }
}

/// Where mail is handed over, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SmtpSettings {
    /// Name or address of the server; its certificate must be for it.
    pub host: String,
    /// TCP port.
    pub port: u16,
    /// Encryption.
    pub tls: Tls,
    /// Whom to be, if the server asks.
    pub credentials: Option<Credentials>,
    /// PEM file of the only authorities trusted for this server, instead of the public ones.
    pub authority: Option<PathBuf>,
}

/// Why an address of a mail server was refused. None of the sentences repeats the address, for it holds the password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadSmtpUrl {
    /// Not an address at all.
    #[error("not an address: write smtp://user:password@host:587 or smtps://user:password@host:465")]
    NotAnAddress,
    /// Another scheme.
    #[error("the address must begin with smtp:// or smtps://")]
    Scheme,
    /// No server named.
    #[error("the address names no host")]
    NoHost,
    /// Something behind the host.
    #[error("the address goes on after the host: only ?tls=… and ?ca=… may follow")]
    Path,
    /// A word after `?` that is not known.
    #[error("after ? only tls=required, tls=none and ca=FILE are known")]
    Parameter,
    /// `tls=none` and the like where it cannot be.
    #[error("tls may be required or none with smtp://, and is always on with smtps://")]
    Tls,
    /// A user without a password or the other way round.
    #[error("user and password belong together")]
    HalfCredentials,
    /// `%` not followed by two hexadecimal digits, or bytes that are not UTF-8.
    #[error("user or password is not percent-encoded UTF-8: write % as %25, @ as %40, : as %3A, / as %2F")]
    Encoding,
    /// A password over an open line.
    #[error("with tls=none a password may only go to this machine (localhost): leave tls out, or leave the user out")]
    OpenPassword,
}

impl SmtpSettings {
    /// Reads `smtp://[user:password@]host[:587][?tls=required|none][&ca=FILE]` or `smtps://…[:465][?ca=FILE]`.
    /// User and password are percent-encoded.
    ///
    /// # Errors
    ///
    /// Says what is wrong without repeating any of it.
    pub fn parse(text: &str) -> Result<Self, BadSmtpUrl> {
        let url = Url::parse(text).map_err(|_| BadSmtpUrl::NotAnAddress)?;
        let (mut tls, port) = match url.scheme() {
            "smtp" => (Tls::Required, 587),
            "smtps" => (Tls::Wrapper, 465),
            _ => return Err(BadSmtpUrl::Scheme),
        };
        if !matches!(url.path(), "" | "/") || url.fragment().is_some() {
            return Err(BadSmtpUrl::Path);
        }
        let mut authority = None;
        for (name, value) in url.query_pairs() {
            match (&*name, &*value, tls) {
                ("tls", "required", Tls::Required) => {}
                ("tls", "none", Tls::Required | Tls::None) => tls = Tls::None,
                ("tls", _, _) => return Err(BadSmtpUrl::Tls),
                ("ca", file, _) if !file.is_empty() => authority = Some(PathBuf::from(file)),
                _ => return Err(BadSmtpUrl::Parameter),
            }
        }
        let host = host_of(&url)?;
        let credentials = credentials_of(&url)?;
        if tls == Tls::None && credentials.is_some() && !is_this_machine(&host) {
            return Err(BadSmtpUrl::OpenPassword);
        }
        Ok(Self { host, port: url.port().unwrap_or(port), tls, credentials, authority })
    }
}

/// The host without the brackets of an IPv6 address, as a socket and a certificate want it.
fn host_of(url: &Url) -> Result<String, BadSmtpUrl> {
    match url.host() {
        Some(Host::Domain(name)) if !name.is_empty() => Ok(name.to_ascii_lowercase()),
        Some(Host::Ipv4(address)) => Ok(address.to_string()),
        Some(Host::Ipv6(address)) => Ok(address.to_string()),
        Some(Host::Domain(_)) | None => Err(BadSmtpUrl::NoHost),
    }
}

fn credentials_of(url: &Url) -> Result<Option<Credentials>, BadSmtpUrl> {
    match (url.username(), url.password()) {
        ("", None) => Ok(None),
        ("", Some(_)) | (_, None) => Err(BadSmtpUrl::HalfCredentials),
        (user, Some(password)) => {
            Ok(Some(Credentials { user: percent_decoded(user)?, password: percent_decoded(password)? }))
        }
    }
}

fn is_this_machine(host: &str) -> bool {
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

fn percent_decoded(text: &str) -> Result<String, BadSmtpUrl> {
    let mut parts = text.split('%');
    let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        let (digits, rest) = part.split_at_checked(2).ok_or(BadSmtpUrl::Encoding)?;
        if digits.starts_with('+') {
            return Err(BadSmtpUrl::Encoding);
        }
        bytes.push(u8::from_str_radix(digits, 16).map_err(|_| BadSmtpUrl::Encoding)?);
        bytes.extend_from_slice(rest.as_bytes());
    }
    String::from_utf8(bytes).map_err(|_| BadSmtpUrl::Encoding)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_without_more_means_starttls_and_its_port() {
        let settings = SmtpSettings::parse("smtp://mail.example.kz").expect("settings");
        assert_eq!((settings.host.as_str(), settings.port, settings.tls), ("mail.example.kz", 587, Tls::Required));
        let settings = SmtpSettings::parse("smtps://mail.example.kz").expect("settings");
        assert_eq!((settings.port, settings.tls), (465, Tls::Wrapper));
        assert_eq!(SmtpSettings::parse("smtp://[::1]:2525?tls=none").expect("settings").host, "::1");
    }

    #[test]
    fn user_and_password_are_percent_decoded_and_never_printed() {
        let settings = SmtpSettings::parse("smtp://me%40example.kz:p%25a%3As%2Fs@mail.example.kz?ca=/etc/ca.pem");
        let settings = settings.expect("settings");
        let credentials = settings.credentials.clone().expect("credentials");
        assert_eq!((credentials.user.as_str(), credentials.password.as_str()), ("me@example.kz", "p%a:s/s"));
        assert_eq!(settings.authority, Some(PathBuf::from("/etc/ca.pem")));
        assert!(!format!("{settings:?}").contains("p%a"));
    }

    #[test]
    fn what_would_be_unsafe_or_unclear_is_refused() {
        for (bad, why) in [
            ("mail.example.kz", BadSmtpUrl::NotAnAddress),
            ("http://mail.example.kz", BadSmtpUrl::Scheme),
            ("smtp:///x", BadSmtpUrl::Path),
            ("smtp://", BadSmtpUrl::NoHost),
            ("smtp://a/b", BadSmtpUrl::Path),
            ("smtp://a?tls=opportunistic", BadSmtpUrl::Tls),
            ("smtps://a?tls=none", BadSmtpUrl::Tls),
            ("smtp://a?timeout=1", BadSmtpUrl::Parameter),
            ("smtp://user@a", BadSmtpUrl::HalfCredentials),
            ("smtp://user:%f@a", BadSmtpUrl::Encoding),
            ("smtp://user:%ff@a", BadSmtpUrl::Encoding),
            ("smtp://user:word@mail.example.kz?tls=none", BadSmtpUrl::OpenPassword),
        ] {
            assert_eq!(SmtpSettings::parse(bad), Err(why), "{bad}");
        }
        assert!(SmtpSettings::parse("smtp://user:word@127.0.0.1?tls=none").is_ok());
    }
}
