//! What a use case is told about its surroundings: the time, who acts, and where chance comes from.

use std::sync::{Mutex, PoisonError};

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha20Rng;

use super::ids::PersonId;
use super::secret::Secret;
use super::time::Timestamp;

/// Who does something; goes into the audit log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor {
    /// Somebody signed in.
    Person(PersonId),
    /// Somebody who is not signed in.
    Visitor,
    /// The command line.
    Shell,
    /// The server itself: jobs, imports at start.
    System,
}

impl Actor {
    /// The person, if it is one.
    pub const fn person(self) -> Option<PersonId> {
        match self {
            Self::Person(id) => Some(id),
            Self::Visitor | Self::Shell | Self::System => None,
        }
    }

    /// The word in the audit log.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Person(_) => "person",
            Self::Visitor => "visitor",
            Self::Shell => "shell",
            Self::System => "system",
        }
    }
}

/// The surroundings of one use case. Given, never fetched, so that a use case can be run again and tested.
#[derive(Debug, Clone)]
pub struct Ctx {
    /// The moment at which the use case happens.
    pub now: Timestamp,
    /// Who does it.
    pub actor: Actor,
}

/// Where secrets and seeds come from: the operating system, or a seed in tests.
#[derive(Debug)]
pub struct Random(Mutex<ChaCha20Rng>);

impl Random {
    /// Seeded by the operating system.
    #[expect(clippy::disallowed_methods, reason = "the one place where the operating system is asked")]
    pub fn system() -> Self {
        Self(Mutex::new(ChaCha20Rng::from_rng(&mut rand::rng())))
    }

    /// The same sequence every time; for tests.
    pub fn seeded(seed: u64) -> Self {
        Self(Mutex::new(ChaCha20Rng::seed_from_u64(seed)))
    }

    /// One that draws from here on what this one will draw; for tests of what happens when a draw is taken.
    #[must_use]
    pub fn ahead(&self) -> Self {
        Self(Mutex::new(self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()))
    }

    /// A fresh secret.
    pub fn secret(&self) -> Secret {
        let mut bytes = [0; 24];
        self.fill(&mut bytes);
        Secret::from_bytes(bytes)
    }

    /// A seed for a draw or a shuffle.
    pub fn seed(&self) -> u64 {
        let mut bytes = [0; 8];
        self.fill(&mut bytes);
        u64::from_le_bytes(bytes)
    }

    /// Fills a buffer with random bytes.
    pub fn fill(&self, bytes: &mut [u8]) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).fill_bytes(bytes);
    }
}
