//! The mail server's address.

use url::{Host, Url};

/// How the connection is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tls {
    /// STARTTLS, and no mail without it.
    Required,
    /// TLS from the first byte (`smtps://`).
    Wrapper,
    /// None, asked for explicitly (a server on the same machine).
    None,
}

/// A mail server. Debugging it shows no password.
#[derive(Clone, PartialEq, Eq)]
pub struct SmtpSettings {
    /// Host name, against which the certificate is checked.
    pub host: String,
    /// Port: 587, or 465 for `smtps://`, or 25 without TLS, unless given.
    pub port: u16,
    /// Protection.
    pub tls: Tls,
    /// User, for AUTH.
    pub user: Option<String>,
    /// Password, for AUTH.
    pub password: Option<String>,
    /// File with an own certificate authority (PEM), `?ca=FILE`.
    pub authority: Option<String>,
}

impl SmtpSettings {
    /// Reads `smtp://user:password@host:587?tls=required`, `smtps://…`, `smtp://host:25?tls=none`.
    /// `smtp://` without `tls` requires STARTTLS. User and password belong together, are percent-encoded, and do not
    /// leave this machine unencrypted.
    pub fn parse(text: &str) -> Option<Self> {
        let url = Url::parse(text).ok()?;
        let mut tls = match url.scheme() {
            "smtp" => Tls::Required,
            "smtps" => Tls::Wrapper,
            _ => return None,
        };
        if !matches!(url.path(), "" | "/") || url.fragment().is_some() {
            return None;
        }
        let mut authority = None;
        for (key, value) in url.query_pairs() {
            match (key.as_ref(), value.as_ref()) {
                ("tls", "required") if tls != Tls::Wrapper => tls = Tls::Required,
                ("tls", "none") if tls != Tls::Wrapper => tls = Tls::None,
                ("ca", file) if !file.is_empty() => authority = Some(file.to_owned()),
                _ => return None,
            }
        }
        let default_port = match tls {
            Tls::Required => 587,
            Tls::Wrapper => 465,
            Tls::None => 25,
        };
        let host = host_of(&url)?;
        let (user, password) = match (url.username(), url.password()) {
            ("", None) => (None, None),
            ("", Some(_)) | (_, None) => return None,
            (user, Some(password)) => (Some(percent_decoded(user)?), Some(percent_decoded(password)?)),
        };
        if tls == Tls::None && password.is_some() && !is_this_machine(&host) {
            return None;
        }
        Some(Self { host, port: url.port().unwrap_or(default_port), tls, user, password, authority })
    }
}

/// The host without the brackets of an IPv6 address, as a socket and a certificate want it.
fn host_of(url: &Url) -> Option<String> {
    match url.host()? {
        Host::Domain(name) => Some(name.to_ascii_lowercase()).filter(|name| !name.is_empty()),
        Host::Ipv4(address) => Some(address.to_string()),
        Host::Ipv6(address) => Some(address.to_string()),
    }
}

fn is_this_machine(host: &str) -> bool {
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

fn percent_decoded(text: &str) -> Option<String> {
    let mut parts = text.split('%');
    let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        let (digits, rest) = part.split_at_checked(2).filter(|(digits, _)| !digits.starts_with('+'))?;
        bytes.push(u8::from_str_radix(digits, 16).ok()?);
        bytes.extend_from_slice(rest.as_bytes());
    }
    String::from_utf8(bytes).ok()
}

impl std::fmt::Debug for SmtpSettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let protection = match self.tls {
            Tls::Required => "encrypted with STARTTLS",
            Tls::Wrapper => "encrypted with TLS",
            Tls::None => "not encrypted",
        };
        write!(f, "{}:{} ({protection})", self.host, self.port)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tls_is_required_unless_switched_off() {
        let required = SmtpSettings::parse("smtp://a%40b:p%2Bw@mail.example.kz").expect("well-formed");
        assert_eq!((required.port, required.tls), (587, Tls::Required));
        assert_eq!((required.user.as_deref(), required.password.as_deref()), (Some("a@b"), Some("p+w")));
        assert_eq!(SmtpSettings::parse("smtps://x").map(|s| (s.port, s.tls)), Some((465, Tls::Wrapper)));
        assert_eq!(SmtpSettings::parse("smtp://x?tls=none").map(|s| (s.port, s.tls)), Some((25, Tls::None)));
        assert_eq!(SmtpSettings::parse("smtp://[::1]?tls=none").map(|s| s.host).as_deref(), Some("::1"));
        for bad in ["http://x", "smtp:", "smtps://x?tls=none", "smtp://x?tls=maybe", "smtp://x?t=1", "smtp://x/y"] {
            assert!(SmtpSettings::parse(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn a_password_is_taken_whole_or_not_at_all_and_stays_here_unless_encrypted() {
        let password = |text| SmtpSettings::parse(text).and_then(|settings| settings.password);
        assert_eq!(password("smtp://user:a&b%25%3A%2F=+c@x").as_deref(), Some("a&b%:/=+c"));
        for bad in ["smtp://user@x", "smtp://:word@x", "smtp://user:%f@x", "smtp://user:%ff@x", "smtp://u:w@x?tls=none"]
        {
            assert!(SmtpSettings::parse(bad).is_none(), "{bad}");
        }
        assert!(password("smtp://user:word@127.0.0.1?tls=none").is_some());
    }
}
