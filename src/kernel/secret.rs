//! Secrets that are handed out once and kept only as a digest: sign-in cookies and links in mails.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

/// 192 random bits. It prints nothing when debugged; [`Secret::reveal`] is the only way to see it.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret([u8; 24]);

impl Secret {
    /// Wraps fresh random bytes.
    pub const fn from_bytes(bytes: [u8; 24]) -> Self {
        Self(bytes)
    }

    /// Reads what [`Self::reveal`] wrote: 32 characters of URL-safe base64.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        bytes.try_into().ok().map(Self)
    }

    /// The text for a cookie or a link: 32 characters of URL-safe base64.
    pub fn reveal(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }

    /// What the database keeps: SHA-256 in hexadecimal, 64 characters. The secret is random, so a plain
    /// digest is enough; it needs no salt and no slow function.
    pub fn digest(&self) -> String {
        hex(&Sha256::digest(self.0))
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// Lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(bytes)
}
