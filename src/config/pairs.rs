//! Settings that come in twos: one without the other is a mistake.

use std::net::SocketAddr;
use std::path::PathBuf;

use url::Url;

use super::ConfigError;
use super::raw::Values;

/// The files with which the server speaks HTTPS itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TlsFiles {
    /// The certificate and its chain, PEM.
    pub certificate: PathBuf,
    /// The private key, PEM.
    pub key: PathBuf,
}

/// What mails are signed with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DkimSettings {
    /// The private key, PEM.
    pub key: PathBuf,
    /// The name under which the public key stands in DNS, before `._domainkey.` and the sender's domain.
    pub selector: String,
}

impl TlsFiles {
    pub(super) fn read(values: &Values) -> Result<Option<Self>, ConfigError> {
        let files = both(values, "tls_cert", "tls_key")?;
        Ok(files.map(|(certificate, key)| Self { certificate: certificate.into(), key: key.into() }))
    }
}

impl DkimSettings {
    pub(super) fn read(values: &Values) -> Result<Option<Self>, ConfigError> {
        values.parse_with("dkim_selector", |text| is_selector(text).then_some(()))?;
        let pair = both(values, "dkim_key_file", "dkim_selector")?;
        Ok(pair.map(|(key, selector)| Self { key: key.into(), selector: selector.trim().to_owned() }))
    }
}

fn both(values: &Values, one: &str, other: &str) -> Result<Option<(String, String)>, ConfigError> {
    match (values.text(one), values.text(other)) {
        (Some(one), Some(other)) => Ok(Some((one, other))),
        (None, None) => Ok(None),
        _ => Err(values.apart([one, other])),
    }
}

/// Labels of a DNS name (RFC 6376, section 3.1).
fn is_selector(text: &str) -> bool {
    let is_label = |label: &str| {
        (1..=63).contains(&label.len()) && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    text.split('.').all(is_label)
}

/// Where a server that listens there is found, as far as it knows itself; ends with `/`.
pub(super) fn own_url(address: SocketAddr, tls: Option<&TlsFiles>) -> Result<Url, ConfigError> {
    let scheme = if tls.is_some() { "https" } else { "http" };
    Url::parse(&format!("{scheme}://{address}/")).map_err(|error| ConfigError(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_selector_is_a_name_in_dns() {
        for good in ["erikti2026", "a", "2026.erikti", "s-1"] {
            assert!(is_selector(good), "{good}");
        }
        for bad in ["", "a b", "a;b=1", ".a", "қ", "a_b"] {
            assert!(!is_selector(bad), "{bad}");
        }
    }
}
