//! Signing mails (DKIM, RFC 6376; Ed25519: RFC 8463), so that mailboxes can tell that they come from this domain.

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use lettre::message::Message;
use lettre::message::dkim::{
    DkimCanonicalization, DkimCanonicalizationType, DkimConfig, DkimSigningAlgorithm, DkimSigningKey, dkim_sign,
};
use lettre::message::header::HeaderName;
use rsa::RsaPrivateKey;
use rsa::pkcs1::{DecodeRsaPrivateKey, EncodeRsaPrivateKey, LineEnding};
use rsa::pkcs8::{DecodePrivateKey, EncodePublicKey};
use rsa::traits::PublicKeyParts;

use crate::kernel::{Error, Result};

/// What readers see and what tells mails apart. A relay adds or folds others; none of these may change. The type of the
/// content is not among them: the library keeps it with the body, out of the signature's reach, and the body is
/// signed to its last line.
const SIGNED: [&str; 8] = ["From", "Reply-To", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Auto-Submitted"];
/// RSA keys that are shorter are not believed by the large mailboxes (RFC 8301 asks for 1024 at least), in bits.
const GOOD_BITS: usize = 2048;

/// A key that signs mails, and what is published about it.
pub struct Dkim {
    config: DkimConfig,
    name: String,
    record: String,
    bits: Option<usize>,
}

impl std::fmt::Debug for Dkim {
    /// Without the key.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Dkim").field("name", &self.name).finish_non_exhaustive()
    }
}

impl Dkim {
    /// Reads a private key: RSA (PKCS#8 or PKCS#1) or Ed25519 (PKCS#8), in PEM. `domain` is the sender's.
    ///
    /// # Errors
    /// An internal error if it is no such key; it never holds any of the text.
    pub fn new(selector: &str, domain: &str, pem: &str) -> Result<Self> {
        let domain = url::Host::parse(domain).map_err(|_| Error::internal("the sender has no domain"))?.to_string();
        let read = from_rsa(pem).or_else(|| from_ed25519(pem));
        let Read { key, record, bits } =
            read.ok_or_else(|| Error::internal("it holds no private key in PEM, RSA or Ed25519"))?;
        let name = format!("{selector}._domainkey.{domain}");
        Ok(Self { config: config(selector, domain, key), name, record, bits })
    }

    /// The name under which the record is published in DNS.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The TXT record to publish.
    pub fn record(&self) -> &str {
        &self.record
    }

    /// Why mailboxes may not believe the signature, if there is a reason.
    pub fn weakness(&self) -> Option<&'static str> {
        match self.bits {
            Some(bits) if bits < GOOD_BITS => Some("the RSA key has less than 2048 bits: make a longer one"),
            Some(_) => None,
            None => Some("many mailboxes do not know Ed25519 yet: an RSA key with 2048 bits is believed by all"),
        }
    }

    /// Adds the signature; nothing of the message may be changed afterwards.
    pub(super) fn sign(&self, message: &mut Message) {
        dkim_sign(message, &self.config);
    }
}

/// A private key that was read, and its public half as a record.
struct Read {
    key: DkimSigningKey,
    record: String,
    bits: Option<usize>,
}

fn from_rsa(pem: &str) -> Option<Read> {
    let key = RsaPrivateKey::from_pkcs8_pem(pem).ok().or_else(|| RsaPrivateKey::from_pkcs1_pem(pem).ok())?;
    let public = key.to_public_key().to_public_key_der().ok()?;
    let text = key.to_pkcs1_pem(LineEnding::LF).ok()?;
    Some(Read {
        key: DkimSigningKey::new(&text, DkimSigningAlgorithm::Rsa).ok()?,
        record: format!("v=DKIM1; k=rsa; p={}", BASE64.encode(public.as_bytes())),
        bits: Some(key.size() * 8),
    })
}

fn from_ed25519(pem: &str) -> Option<Read> {
    let key = ed25519_dalek::SigningKey::from_pkcs8_pem(pem).ok()?;
    Some(Read {
        key: DkimSigningKey::new(&BASE64.encode(key.to_bytes()), DkimSigningAlgorithm::Ed25519).ok()?,
        record: format!("v=DKIM1; k=ed25519; p={}", BASE64.encode(key.verifying_key().as_bytes())),
        bits: None,
    })
}

fn config(selector: &str, domain: String, key: DkimSigningKey) -> DkimConfig {
    let headers = SIGNED.map(HeaderName::new_from_ascii_str).to_vec();
    // Relays fold lines anew and change spaces; the relaxed form does not mind.
    let relaxed =
        DkimCanonicalization { header: DkimCanonicalizationType::Relaxed, body: DkimCanonicalizationType::Relaxed };
    DkimConfig::new(selector.to_owned(), domain, key, headers, relaxed)
}
