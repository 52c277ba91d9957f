//! Asking a signed-in person for the password once more, before what a stranger at an open phone must not do: a new
//! password, another address, the end of the account (OWASP ASVS 5.0, 7.5.1).

use std::net::IpAddr;

use super::{store, throttle};
use crate::db::Conn;
use crate::kernel::ids::PersonId;
use crate::kernel::{Ctx, Result};

/// What the present password is compared with, outside of any transaction.
#[derive(Debug, Clone, Default)]
pub struct OwnHash {
    /// The hash, if there is a password.
    pub hash: Option<String>,
    /// Too many failures: the password is not even looked at.
    pub must_wait: bool,
}

/// What came of comparing.
#[derive(Debug, Clone)]
pub struct Proof {
    /// Where from.
    pub ip: IpAddr,
    /// The hash that the typed password fits; `None` if it fits none.
    pub fits: Option<String>,
}

/// Whether the person has shown to know the password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proven {
    /// Yes.
    Yes,
    /// The password is wrong; the failure was counted.
    Wrong,
    /// Too many failures.
    Wait,
}

/// Under which failures of a signed-in person are counted. No sign-in name has a blank.
fn identifier(person: PersonId) -> String {
    format!("person {person}")
}

/// The hash of a person's own password, and whether it may be asked for now.
///
/// # Errors
/// The database's.
pub fn find_own_hash(conn: &mut Conn, ctx: &Ctx, person: PersonId, ip: IpAddr) -> Result<OwnHash> {
    let must_wait = throttle::wait(conn, ctx, &identifier(person), ip)?.is_some();
    Ok(OwnHash { hash: store::care::find_hash(conn, person)?, must_wait })
}

/// Decides, and counts a failure. A password that was changed since it was compared proves nothing.
///
/// # Errors
/// The database's.
pub(super) fn prove(conn: &mut Conn, ctx: &Ctx, person: PersonId, proof: &Proof) -> Result<Proven> {
    let identifier = identifier(person);
    if throttle::wait(conn, ctx, &identifier, proof.ip)?.is_some() {
        return Ok(Proven::Wait);
    }
    let hash = store::care::find_hash(conn, person)?;
    if proof.fits.is_none() || proof.fits != hash {
        throttle::count_failure(conn, ctx, &identifier, proof.ip)?;
        return Ok(Proven::Wrong);
    }
    throttle::forget(conn, &identifier, proof.ip)?;
    Ok(Proven::Yes)
}
