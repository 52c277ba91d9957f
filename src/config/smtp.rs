//! The mail server's address.

use url::Url;

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
    /// `smtp://` without `tls` requires STARTTLS.
    pub fn parse(text: &str) -> Option<Self> {
        let url = Url::parse(text).ok()?;
        let mut tls = match url.scheme() {
            "smtp" => Tls::Required,
            "smtps" => Tls::Wrapper,
            _ => return None,
        };
        let mut authority = None;
        for (key, value) in url.query_pairs() {
            match (key.as_ref(), value.as_ref()) {
                ("tls", "required") if tls != Tls::Wrapper => tls = Tls::Required,
                ("tls", "none") if tls != Tls::Wrapper => tls = Tls::None,
                ("ca", file) => authority = Some(file.to_owned()),
                _ => return None,
            }
        }
        let default_port = match tls {
            Tls::Required => 587,
            Tls::Wrapper => 465,
            Tls::None => 25,
        };
        Some(Self {
            host: url.host_str().filter(|host| !host.is_empty())?.to_owned(),
            port: url.port().unwrap_or(default_port),
            tls,
            user: decoded(url.username()).filter(|user| !user.is_empty()),
            password: url.password().and_then(decoded),
            authority,
        })
    }
}

/// Percent-decoding as a form does it, but leaving `+` alone.
fn decoded(text: &str) -> Option<String> {
    let form = format!("v={}", text.replace('+', "%2B"));
    url::form_urlencoded::parse(form.as_bytes()).next().map(|(_, value)| value.into_owned())
}

impl std::fmt::Debug for SmtpSettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{} ({:?})", self.host, self.port, self.tls)
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
        for bad in ["http://x", "smtp:", "smtps://x?tls=none", "smtp://x?tls=maybe", "smtp://x?t=1"] {
            assert!(SmtpSettings::parse(bad).is_none(), "{bad}");
        }
    }
}
