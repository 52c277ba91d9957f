//! Passwords: which are accepted, and how they are kept.

use std::sync::Arc;

use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::Semaphore;

use super::card::OneTime;
use crate::kernel::{Error, Result};

/// Why a password was not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weak {
    /// Fewer than 8 characters (OWASP ASVS 5.0, 6.2.1).
    Short,
    /// More than 128 characters (at least 64 must be allowed, 6.2.9).
    Long,
    /// Among the first million guesses of somebody who knows the common passwords and this person's name and
    /// address (6.2.4; the estimate is zxcvbn's).
    Common,
}

/// A password that is good enough. It is never cut, changed or shown.
pub struct Password(String);

impl std::fmt::Debug for Password {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Password(…)")
    }
}

impl Password {
    /// Checks a new password; `known` are words that an attacker knows (name, address).
    ///
    /// # Errors
    /// Why it is too weak.
    pub fn new(text: &str, known: &[&str]) -> Result<Self, Weak> {
        let length = text.chars().count();
        if length < 8 {
            return Err(Weak::Short);
        }
        if length > 128 {
            return Err(Weak::Long);
        }
        let parts = known.iter().flat_map(|text| text.split([' ', '@', '.']));
        // The whole address too: put together from its parts it would look like a long guess.
        let words: Vec<&str> = parts.chain(known.iter().copied()).chain(["erikti"]).collect();
        if zxcvbn::zxcvbn(text, &words).guesses() < 1_000_000 {
            return Err(Weak::Common);
        }
        Ok(Self(text.to_owned()))
    }
}

impl From<&OneTime> for Password {
    /// The password of a card: drawn at random, so it needs no estimate.
    fn from(card: &OneTime) -> Self {
        Self(card.digits().to_owned())
    }
}

/// Memory in KiB, passes and lanes of argon2id: OWASP's minimum (ASVS 5.0, 11.4.2).
const COST: (u32, u32, u32) = (19_456, 2, 1);

/// Hashes and checks passwords, a few at a time: each takes 19 MiB, and the server may have 512.
#[derive(Debug, Clone)]
pub struct Hasher {
    places: Arc<Semaphore>,
    /// Checked against when there is no account, so that the answer takes as long.
    decoy: Arc<str>,
}

impl Default for Hasher {
    fn default() -> Self {
        Self::new(2)
    }
}

fn argon2() -> Argon2<'static> {
    let (memory, passes, lanes) = COST;
    let params = Params::new(memory, passes, lanes, None).expect("the cost is within argon2's bounds");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

impl Hasher {
    /// At most `at_once` hashes run at the same time.
    pub fn new(at_once: usize) -> Self {
        // The digest of nothing that anybody can type: a real hash, only of the same cost.
        let (memory, passes, lanes) = COST;
        let decoy = format!(
            "$argon2id$v=19$m={memory},t={passes},p={lanes}$ZXJpa3RpZGVjb3lzYWx0$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
        );
        Self { places: Arc::new(Semaphore::new(at_once)), decoy: decoy.into() }
    }

    /// The hash of a password, in PHC form.
    ///
    /// # Errors
    /// Only if the operating system gives no random salt.
    pub async fn hash(&self, password: Password) -> Result<String> {
        self.run(move || {
            argon2().hash_password(password.0.as_bytes()).map(|hash| hash.to_string()).map_err(Error::internal)
        })
        .await?
    }

    /// True if the password is the one of the hash. Without a hash the answer is `false`, after the same work.
    ///
    /// # Errors
    /// Only while the server stops.
    pub async fn verify(&self, password: String, hash: Option<String>) -> Result<bool> {
        let decoy = Arc::clone(&self.decoy);
        self.run(move || {
            let known = hash.is_some();
            let text = hash.as_deref().unwrap_or(&decoy);
            let matches =
                PasswordHash::new(text).is_ok_and(|hash| argon2().verify_password(password.as_bytes(), &hash).is_ok());
            matches && known
        })
        .await
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
        let place = Arc::clone(&self.places).acquire_owned().await.map_err(Error::internal)?;
        tokio::task::spawn_blocking(move || {
            let outcome = work();
            drop(place);
            outcome
        })
        .await
        .map_err(Error::internal)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_short_and_personal_passwords_are_refused() {
        assert_eq!(Password::new("password1", &[]).err(), Some(Weak::Common));
        assert_eq!(Password::new("qwerty123", &[]).err(), Some(Weak::Common));
        assert_eq!(Password::new("Aidana2009", &["Aidana Serik"]).err(), Some(Weak::Common));
        assert_eq!(Password::new("kz7!x", &[]).err(), Some(Weak::Short));
        assert!(Password::new("көк жайлау таңы", &[]).is_ok());
        assert!(Password::new(&"жұлдызды түн ".repeat(9), &[]).is_ok());
    }

    #[tokio::test]
    async fn a_hash_fits_its_password_only() {
        let hasher = Hasher::default();
        let password = Password::new("тау мен дала 7", &[]).expect("strong enough");
        let hash = hasher.hash(password).await.expect("hashed");
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(hasher.verify("тау мен дала 7".to_owned(), Some(hash.clone())).await.expect("ran"));
        assert!(!hasher.verify("тау мен дала 8".to_owned(), Some(hash)).await.expect("ran"));
        assert!(!hasher.verify("тау мен дала 7".to_owned(), None).await.expect("ran"));
    }
}
