//! How often one network address may do what costs us or others something.
//!
//! Token buckets in memory: a bucket holds `burst` tries and fills again at a steady rate, so nobody is ever
//! locked out for good. Limits per account are in the database, with the accounts.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use super::error::Problem;
use crate::kernel::Timestamp;
use crate::kernel::network::network_of;

/// What is limited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Limited {
    /// Passwords tried.
    SignIn,
    /// Accounts made.
    SignUp,
    /// Mails caused (reset, confirmation, "send again").
    Mail,
    /// Certificates verified.
    Verify,
    /// Files uploaded.
    Upload,
    /// Exports of all one's data made.
    Export,
    /// Codes of invitations typed.
    Code,
    /// Lists of certificates checked, each page of the answer too.
    Check,
    /// Lists for events made, whose lines may be tries of years of birth.
    Event,
    /// Questions of programs, but for numbers to verify.
    Api,
    /// What is shown beside a text while a trainer types.
    Preview,
}

impl Limited {
    /// Tries at once, and seconds until one more is allowed. A school signs up through one address, hence the
    /// large bursts.
    const fn rule(self) -> (f64, f64) {
        match self {
            Self::SignIn => (60.0, 2.0),
            Self::SignUp => (60.0, 20.0),
            Self::Mail => (20.0, 30.0),
            Self::Verify => (120.0, 0.5),
            Self::Upload => (20.0, 5.0),
            Self::Export => (20.0, 60.0),
            Self::Code => (60.0, 10.0),
            Self::Check => (40.0, 3.0),
            Self::Event => (30.0, 60.0),
            Self::Api => (600.0, 0.2),
            Self::Preview => (240.0, 0.25),
        }
    }
}

/// The buckets.
#[derive(Debug, Default)]
pub struct Limits(Mutex<Buckets>);

#[derive(Debug, Default)]
struct Buckets {
    of: HashMap<(Limited, IpAddr), Bucket>,
    /// How many were left when the full ones were forgotten last.
    left: usize,
}

#[derive(Debug, Clone, Copy)]
struct Bucket {
    left: f64,
    at: Timestamp,
}

/// From this many buckets on, whenever there are twice as many as before, the full ones are forgotten: seldom, however many
/// visitors there are.
const MANY: usize = 10_000;

impl Buckets {
    fn forget_full(&mut self, now: Timestamp) {
        if self.of.len() > 2 * self.left.max(MANY) {
            self.of.retain(|(what, _), bucket| refilled(*what, bucket, now) < what.rule().0);
            self.left = self.of.len();
        }
    }
}

impl Limits {
    /// Takes one try from the address's bucket.
    ///
    /// # Errors
    /// [`Problem::TooMany`] with the seconds to wait, if the bucket is empty.
    pub fn take(&self, what: Limited, ip: IpAddr, now: Timestamp) -> Result<(), Problem> {
        let (burst, seconds) = what.rule();
        let mut buckets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        buckets.forget_full(now);
        let bucket = buckets.of.entry((what, network_of(ip))).or_insert(Bucket { left: burst, at: now });
        bucket.left = refilled(what, bucket, now);
        bucket.at = now;
        if bucket.left < 1.0 {
            tracing::warn!(what = ?what, "refused: too many tries from one address");
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few seconds")]
            return Err(Problem::TooMany { seconds: ((1.0 - bucket.left) * seconds).ceil() as u32 });
        }
        bucket.left -= 1.0;
        Ok(())
    }

    /// Gives a try back to the address's bucket: what was tried was right, so it was no guess.
    pub fn give_back(&self, what: Limited, ip: IpAddr, now: Timestamp) {
        let mut buckets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(bucket) = buckets.of.get_mut(&(what, network_of(ip))) {
            bucket.left = (refilled(what, bucket, now) + 1.0).min(what.rule().0);
            bucket.at = now;
        }
    }
}

fn refilled(what: Limited, bucket: &Bucket, now: Timestamp) -> f64 {
    let (burst, seconds) = what.rule();
    #[expect(clippy::cast_precision_loss, reason = "seconds since the last try")]
    let passed = now.seconds_since(bucket.at).max(0) as f64;
    (bucket.left + passed / seconds).min(burst)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_empties_and_fills_again() {
        let limits = Limits::default();
        let now = Timestamp::from_unix(1_800_000_000).expect("in the calendar");
        let ip = IpAddr::from([10, 0, 0, 1]);
        for _ in 0..20 {
            assert!(limits.take(Limited::Mail, ip, now).is_ok());
        }
        assert!(matches!(limits.take(Limited::Mail, ip, now), Err(Problem::TooMany { seconds: 30 })));
        assert!(limits.take(Limited::Mail, IpAddr::from([10, 0, 0, 2]), now).is_ok());
        assert!(limits.take(Limited::Mail, ip, now.plus_seconds(30)).is_ok());
    }

    #[test]
    fn buckets_that_are_full_again_are_forgotten_and_others_never() {
        let limits = Limits::default();
        let now = Timestamp::from_unix(1_800_000_000).expect("in the calendar");
        let visitor = |number: u32| IpAddr::from(number.to_be_bytes());
        let empty = visitor(7_000_000);
        while limits.take(Limited::SignUp, empty, now).is_ok() {}
        let count = |limits: &Limits| limits.0.lock().expect("not poisoned").of.len();
        for number in 0..50_000 {
            limits.take(Limited::Verify, visitor(number), now).expect("the first");
        }
        assert_eq!(count(&limits), 50_001, "nobody's is full");
        let later = now.plus_seconds(10);
        for number in 50_000..100_000 {
            limits.take(Limited::Verify, visitor(number), later).expect("the first");
        }
        assert!(count(&limits) < 60_000, "{}", count(&limits));
        assert!(limits.take(Limited::SignUp, empty, later).is_err(), "it is still empty");
    }

    #[test]
    fn what_was_given_back_is_there_again_and_no_more() {
        let limits = Limits::default();
        let now = Timestamp::from_unix(1_800_000_000).expect("in the calendar");
        let ip = IpAddr::from([10, 0, 0, 1]);
        for _ in 0..100 {
            assert!(limits.take(Limited::Code, ip, now).is_ok());
            limits.give_back(Limited::Code, ip, now);
        }
        limits.give_back(Limited::Code, ip, now);
        for _ in 0..60 {
            assert!(limits.take(Limited::Code, ip, now).is_ok());
        }
        assert!(limits.take(Limited::Code, ip, now).is_err(), "a bucket never holds more than it did");
    }
}
