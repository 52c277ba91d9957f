//! Signing in and out.

use std::net::IpAddr;

use super::model::Opened;
use super::{audit, erasure, second_step, store, throttle};
use crate::db::Conn;
use crate::kernel::ids::{PersonId, SignInId};
use crate::kernel::{Actor, Ctx, Result, Secret};

/// What is known of an account before the password has been checked.
#[derive(Debug, Clone, Default)]
pub struct Credentials {
    /// The account, if there is one that may sign in.
    pub person: Option<PersonId>,
    /// Its hash.
    pub hash: Option<String>,
    /// The password is the one of a printed card.
    pub is_one_time: bool,
    /// Too many failures: seconds to wait.
    pub wait: Option<i64>,
}

/// Looks up an account by e-mail or sign-in name. A disabled account looks like none.
///
/// # Errors
/// The database's.
pub fn find_credentials(conn: &mut Conn, ctx: &Ctx, identifier: &str, ip: IpAddr) -> Result<Credentials> {
    let wait = throttle::wait(conn, ctx, identifier, ip)?;
    let found = store::find_credentials(conn, identifier)?.filter(|(_, _, disabled, _)| disabled.is_none());
    let Some((person, hash, _, one_time_until)) = found else { return Ok(Credentials { wait, ..Default::default() }) };
    // A card that is too old opens nothing; the same work is done as for a wrong password.
    let hash = hash.filter(|_| one_time_until.is_none_or(|until| ctx.now < until));
    Ok(Credentials { person: Some(person), hash, is_one_time: one_time_until.is_some(), wait })
}

/// The account that the typed password opens, as it is now: since the password was compared, a new one may have been set,
/// the account closed, the card have ended.
fn find_opened(conn: &mut Conn, ctx: &Ctx, attempt: &Try) -> Result<Option<PersonId>> {
    let Some(fits) = &attempt.fits else { return Ok(None) };
    let known = find_credentials(conn, ctx, &attempt.identifier, attempt.ip)?;
    Ok(known.person.filter(|_| known.hash.as_ref() == Some(fits)))
}

/// What became of a sign-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignInOutcome {
    /// The cookie's secret is good from now on.
    SignedIn(PersonId),
    /// The same, and the account that was to be erased stays.
    Kept(PersonId),
    /// The password was right, and a code is asked for: the secret of the second step is good from now on.
    AwaitsCode(PersonId),
    /// Unknown account or wrong password: the same for both.
    Refused,
    /// Too many failures.
    Wait {
        /// Seconds until the next try.
        seconds: i64,
    },
}

/// Everything about one try to sign in; the password has been checked outside of the transaction.
#[derive(Debug, Clone)]
pub struct Try {
    /// What was typed as e-mail or sign-in name.
    pub identifier: String,
    /// Where from.
    pub ip: IpAddr,
    /// The hash that the typed password fits; `None` if it fits none.
    pub fits: Option<String>,
    /// The new sign-in of this browser.
    pub opened: Opened,
    /// The secret of a second step, if one is asked for.
    pub step: Secret,
    /// The browser's former secret: that sign-in ends.
    pub former: Option<Secret>,
}

/// Signs in, or counts the failure. A refusal commits, so that its count stays. A password that was changed since it was
/// compared opens nothing.
///
/// # Errors
/// The database's.
pub fn sign_in(conn: &mut Conn, ctx: &Ctx, attempt: &Try) -> Result<SignInOutcome> {
    if let Some(seconds) = throttle::wait(conn, ctx, &attempt.identifier, attempt.ip)? {
        return Ok(SignInOutcome::Wait { seconds });
    }
    let Some(person) = find_opened(conn, ctx, attempt)? else {
        throttle::count_failure(conn, ctx, &attempt.identifier, attempt.ip)?;
        return Ok(SignInOutcome::Refused);
    };
    throttle::forget(conn, &attempt.identifier, attempt.ip)?;
    if second_step::open_step(conn, ctx, person, &attempt.step)? {
        // Who was signed in at this browser is not any more: nobody ends up in another one's account by waiting too long.
        if let Some(former) = &attempt.former {
            store::set_ended(conn, &former.digest(), ctx.now)?;
        }
        return Ok(SignInOutcome::AwaitsCode(person));
    }
    let is_kept = enter(conn, ctx, person, (&attempt.opened, attempt.former.as_ref()))?;
    Ok(if is_kept { SignInOutcome::Kept(person) } else { SignInOutcome::SignedIn(person) })
}

/// Makes the sign-in of somebody who has shown all that is asked for, in place of the browser's former one; true if the
/// account was to be erased and stays.
///
/// # Errors
/// The database's.
pub(super) fn enter(
    conn: &mut Conn,
    ctx: &Ctx,
    person: PersonId,
    (opened, former): (&Opened, Option<&Secret>),
) -> Result<bool> {
    if let Some(former) = former {
        store::set_ended(conn, &former.digest(), ctx.now)?;
    }
    store::insert_sign_in(conn, ctx, person, opened)?;
    let entry = audit::Entry {
        action: "signed in",
        subject: "person",
        subject_id: Some(person.0),
        details: serde_json::Value::Null,
    };
    // The request began as a visitor's; whoever has shown all that is asked for does this as the person.
    let ctx = &Ctx { actor: Actor::Person(person), ..ctx.clone() };
    audit::record(conn, ctx, &entry)?;
    erasure::keep_own(conn, ctx, person)
}

/// Ends this browser's sign-in.
///
/// # Errors
/// The database's.
pub fn sign_out(conn: &mut Conn, ctx: &Ctx, secret: &Secret) -> Result<()> {
    store::set_ended(conn, &secret.digest(), ctx.now)
}

/// Notes that a sign-in is in use; pages call it once an hour at most.
///
/// # Errors
/// The database's.
pub fn touch(conn: &mut Conn, ctx: &Ctx, id: SignInId) -> Result<()> {
    store::set_seen(conn, id, ctx.now)
}
