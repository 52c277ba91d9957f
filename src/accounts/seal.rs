//! Sealing what has to be read again: secrets of second factors and of shared links, in the database, with a key that is
//! not there.
//!
//! ChaCha20-Poly1305 (RFC 8439), each time with another nonce; what was sealed for one person and use opens for no other.
//! The text names its key, so that one of another key is told from one that was changed.

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, Nonce, UnboundKey};
use sha2::{Digest, Sha256};

use super::totp::TotpSecret;
use crate::kernel::ids::PersonId;
use crate::kernel::{Error, Result, Secret, secret};

/// The bytes of a key.
pub const KEY_BYTES: usize = 32;
/// The bytes of a nonce.
pub const NONCE_BYTES: usize = 12;

/// The key of an installation.
pub struct Sealer {
    key: LessSafeKey,
    id: String,
}

impl Sealer {
    /// With these bytes of a key.
    ///
    /// # Errors
    /// None that can happen: the length is right.
    pub fn new(bytes: &[u8; KEY_BYTES]) -> Result<Self> {
        let key = UnboundKey::new(&CHACHA20_POLY1305, bytes).map_err(|_| Error::internal("a key of another length"))?;
        let id = secret::hex(&Sha256::digest(bytes)).chars().take(16).collect();
        Ok(Self { key: LessSafeKey::new(key), id })
    }

    /// Which key it is, without telling it.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Seals a person's secret; the nonce is fresh and random.
    ///
    /// # Errors
    /// None that can happen: the secret is short.
    pub fn seal(&self, nonce: [u8; NONCE_BYTES], person: PersonId, secret: &TotpSecret) -> Result<String> {
        self.close(nonce, &person.0.to_be_bytes(), secret.bytes())
    }

    /// The person's secret; `None` if it was sealed with another key, for somebody else, or was changed.
    pub fn open(&self, person: PersonId, sealed: &str) -> Option<TotpSecret> {
        let opened = self.reveal(&person.0.to_be_bytes(), sealed)?;
        <[u8; 20]>::try_from(opened).ok().map(TotpSecret::from_bytes)
    }

    /// Seals the secret of a link that a person shares; the nonce is fresh and random.
    ///
    /// # Errors
    /// None that can happen: the secret is short.
    pub fn seal_link(&self, nonce: [u8; NONCE_BYTES], person: PersonId, secret: &Secret) -> Result<String> {
        self.close(nonce, &of_link(person), secret.reveal().as_bytes())
    }

    /// The secret of the person's link; `None` as for [`Self::open`].
    pub fn open_link(&self, person: PersonId, sealed: &str) -> Option<Secret> {
        let opened = self.reveal(&of_link(person), sealed)?;
        Secret::parse(std::str::from_utf8(&opened).ok()?)
    }

    fn close(&self, nonce: [u8; NONCE_BYTES], whose: &[u8], secret: &[u8]) -> Result<String> {
        let mut text = secret.to_vec();
        let sealed = Nonce::assume_unique_for_key(nonce);
        self.key
            .seal_in_place_append_tag(sealed, Aad::from(whose), &mut text)
            .map_err(|_| Error::internal("a secret could not be sealed"))?;
        Ok(format!("{}.{}.{}", self.id, STANDARD_NO_PAD.encode(nonce), STANDARD_NO_PAD.encode(text)))
    }

    fn reveal(&self, whose: &[u8], sealed: &str) -> Option<Vec<u8>> {
        let mut parts = sealed.split('.');
        let (id, nonce, text) = (parts.next()?, parts.next()?, parts.next()?);
        if id != self.id {
            return None;
        }
        let nonce: [u8; NONCE_BYTES] = STANDARD_NO_PAD.decode(nonce).ok()?.try_into().ok()?;
        let mut text = STANDARD_NO_PAD.decode(text).ok()?;
        let nonce = Nonce::assume_unique_for_key(nonce);
        self.key.open_in_place(nonce, Aad::from(whose), &mut text).ok().map(|opened| opened.to_vec())
    }
}

/// What binds the secret of a link to its person and its use.
fn of_link(person: PersonId) -> Vec<u8> {
    [b"link".as_slice(), &person.0.to_be_bytes()].concat()
}

impl std::fmt::Debug for Sealer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Sealer({})", self.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_secret_of_a_link_opens_for_its_person_and_as_nothing_else() {
        let (ours, secret) = (Sealer::new(&[1; 32]).expect("a key"), Secret::from_bytes([7; 24]));
        let sealed = ours.seal_link([3; 12], PersonId(5), &secret).expect("sealed");
        assert_eq!(ours.open_link(PersonId(5), &sealed), Some(secret.clone()));
        assert_eq!(ours.open_link(PersonId(6), &sealed), None);
        assert_eq!(ours.open(PersonId(5), &sealed), None);
        assert!(!sealed.contains(&secret.reveal()), "it is not sealed");
        // Bound to another use, it does not open even if it has the right length.
        let as_factor = ours.close([4; 12], &PersonId(5).0.to_be_bytes(), secret.reveal().as_bytes()).expect("sealed");
        assert_eq!(ours.open_link(PersonId(5), &as_factor), None);
    }

    #[test]
    fn what_is_sealed_opens_for_one_person_with_one_key() {
        let (ours, other) = (Sealer::new(&[1; 32]).expect("a key"), Sealer::new(&[2; 32]).expect("a key"));
        let secret = TotpSecret::from_bytes([9; 20]);
        let sealed = ours.seal([3; 12], PersonId(5), &secret).expect("sealed");
        assert_eq!(ours.open(PersonId(5), &sealed), Some(secret.clone()));
        assert_eq!(ours.open(PersonId(6), &sealed), None);
        assert_eq!(other.open(PersonId(5), &sealed), None);
        assert_ne!(ours.seal([4; 12], PersonId(5), &secret).expect("sealed"), sealed);
        let own = STANDARD_NO_PAD.encode(secret.bytes());
        assert!(!sealed.contains(&own), "it is not sealed");
        let changed = format!("{}A", sealed.trim_end_matches(|c: char| c != '.'));
        assert_eq!(ours.open(PersonId(5), &changed), None);
        for broken in ["", ".", "..", ours.id()] {
            assert_eq!(ours.open(PersonId(5), broken), None, "{broken}");
        }
        assert!(!format!("{ours:?}").contains("[1"));
    }
}
