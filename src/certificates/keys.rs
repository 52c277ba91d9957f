//! Keys that sign certificates: P-256. The private one lives in a file that only the owner reads
//! ([`super::key_file`]); public ones are rows, kept for ever, so that what a retired key signed stays good.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use p256::ecdsa::VerifyingKey;
use p256::pkcs8::{DecodePrivateKey, EncodePrivateKey, LineEnding};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::kernel::secret::hex;
use crate::kernel::{Error, Random, Result};

/// The name of a key: the first 8 bytes of its thumbprint (RFC 7638, SHA-256).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct KeyId([u8; 8]);

impl KeyId {
    /// From the bytes in a token.
    pub const fn from_bytes(bytes: [u8; 8]) -> Self {
        Self(bytes)
    }

    /// The bytes in a token.
    pub const fn bytes(self) -> [u8; 8] {
        self.0
    }
}

impl std::fmt::Display for KeyId {
    /// 16 hexadecimal digits: in the database and in the key set.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&hex(&self.0))
    }
}

/// A key that signs certificates. Prints only its id when debugged.
#[derive(Clone)]
pub struct SigningKey(p256::ecdsa::SigningKey);

impl SigningKey {
    /// A new key.
    pub fn generate(random: &Random) -> Self {
        let mut bytes = [0; 32];
        loop {
            random.fill(&mut bytes);
            if let Ok(key) = p256::ecdsa::SigningKey::from_slice(&bytes) {
                return Self(key);
            }
        }
    }

    /// Reads a PKCS#8 key in PEM.
    ///
    /// # Errors
    /// An internal error if it is no P-256 key. The message never holds any of the text.
    pub fn from_pem(pem: &str) -> Result<Self> {
        p256::ecdsa::SigningKey::from_pkcs8_pem(pem)
            .map(Self)
            .map_err(|_| Error::internal("not a P-256 private key in PKCS#8 PEM"))
    }

    /// The key as PKCS#8 in PEM: secret.
    ///
    /// # Errors
    /// An internal error if it cannot be encoded, which no key is known to cause.
    pub fn to_pem(&self) -> Result<String> {
        let pem = self.0.to_pkcs8_pem(LineEnding::LF).map_err(|error| Error::while_doing("write a key", error))?;
        Ok(pem.as_str().to_owned())
    }

    /// The public half.
    pub fn public(&self) -> VerifyingKey {
        *self.0.verifying_key()
    }

    /// The key's name.
    pub fn id(&self) -> KeyId {
        PublicJwk::new(&self.public()).id()
    }

    pub(super) const fn ecdsa(&self) -> &p256::ecdsa::SigningKey {
        &self.0
    }
}

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SigningKey({})", self.id())
    }
}

/// A public key as JSON Web Key (RFC 7517): what the database keeps and `/.well-known/jwks.json` shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicJwk {
    kty: String,
    crv: String,
    x: String,
    y: String,
    kid: String,
    alg: String,
    #[serde(rename = "use")]
    usage: String,
}

impl PublicJwk {
    /// The public key in this form.
    pub fn new(key: &VerifyingKey) -> Self {
        let point = key.to_sec1_point(false);
        let x = point.x().map(|x| URL_SAFE_NO_PAD.encode(x)).unwrap_or_default();
        let y = point.y().map(|y| URL_SAFE_NO_PAD.encode(y)).unwrap_or_default();
        let kid = KeyId(thumbprint(&x, &y)).to_string();
        Self { kty: "EC".into(), crv: "P-256".into(), x, y, kid, alg: "ES256".into(), usage: "sig".into() }
    }

    /// The key's name, from its coordinates.
    pub fn id(&self) -> KeyId {
        KeyId(thumbprint(&self.x, &self.y))
    }

    /// The key, if the coordinates are a point of the curve.
    pub fn key(&self) -> Option<VerifyingKey> {
        let mut point = vec![4];
        for coordinate in [&self.x, &self.y] {
            let bytes = URL_SAFE_NO_PAD.decode(coordinate).ok().filter(|bytes| bytes.len() == 32)?;
            point.extend(bytes);
        }
        (self.kty == "EC" && self.crv == "P-256").then(|| VerifyingKey::from_sec1_bytes(&point).ok())?
    }
}

/// Every public key that may have signed a certificate, the retired ones too.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeySet {
    keys: Vec<PublicJwk>,
}

impl KeySet {
    /// The set of these keys.
    pub const fn new(keys: Vec<PublicJwk>) -> Self {
        Self { keys }
    }

    /// The key of this name, for [`super::token::verify`].
    pub fn find(&self, id: KeyId) -> Option<VerifyingKey> {
        self.keys.iter().find(|key| key.id() == id).and_then(PublicJwk::key)
    }
}

/// The start of the thumbprint: SHA-256 over the required members in the order of the alphabet, without spaces.
fn thumbprint(x: &str, y: &str) -> [u8; 8] {
    let digest = Sha256::digest(format!(r#"{{"crv":"P-256","kty":"EC","x":"{x}","y":"{y}"}}"#));
    digest.first_chunk().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_survives_its_file_form() {
        let key = SigningKey::generate(&Random::seeded(7));
        let pem = key.to_pem().expect("PEM");
        assert!(pem.starts_with("-----BEGIN PRIVATE KEY-----\n"));
        assert_eq!(SigningKey::from_pem(&pem).expect("a key").public(), key.public());
        assert!(SigningKey::from_pem("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n").is_err());
    }

    #[test]
    fn debugging_never_shows_the_key() {
        let key = SigningKey::generate(&Random::seeded(7));
        assert_eq!(format!("{key:?}"), format!("SigningKey({})", key.id()));
    }

    #[test]
    fn a_retired_key_is_found_in_the_set() {
        let keys = [1, 2].map(|seed| SigningKey::generate(&Random::seeded(seed)));
        let set = KeySet::new(keys.iter().map(|key| PublicJwk::new(&key.public())).collect());
        let json = serde_json::to_string(&set).expect("JSON");
        let read: KeySet = serde_json::from_str(&json).expect("a key set");
        for key in &keys {
            assert_eq!(read.find(key.id()), Some(key.public()));
        }
        assert_eq!(read.find(KeyId::from_bytes([0; 8])), None);
        assert!(!json.contains("\"d\""), "a private key would have a member d");
    }

    /// The key of RFC 7517, appendix A.1; the thumbprint was computed with another program.
    #[test]
    fn the_name_of_a_key_is_the_start_of_its_thumbprint() {
        let x = "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4";
        let y = "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM";
        assert_eq!(hex(&thumbprint(x, y)), "727f88fd634c0a57");
    }
}
