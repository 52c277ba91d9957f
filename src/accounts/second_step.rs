//! The second step of signing in: the password was right, and now a code is asked for. Between the two stands a
//! single-use link in a cookie of this browser alone.

use std::net::IpAddr;

use super::mails::SecondFactorNews;
use super::model::{LinkPurpose, Opened};
use super::sign_in::enter;
use super::store::{NewLink, second};
use super::{audit, second_factor, store, throttle};
use crate::db::Conn;
use crate::kernel::ids::PersonId;
use crate::kernel::{Actor, Ctx, Result, Secret};

/// Under which failures are counted. No sign-in name has a blank.
fn identifier(person: PersonId) -> String {
    format!("second step {person}")
}

/// Opens the second step for whoever has a second factor; false for everybody else.
///
/// # Errors
/// The database's.
pub(super) fn open_step(conn: &mut Conn, ctx: &Ctx, person: PersonId, step: &Secret) -> Result<bool> {
    if second::find_factor(conn, person)?.held.is_none() {
        return Ok(false);
    }
    let (purpose, digest) = (LinkPurpose::SecondStep, step.digest());
    store::insert_link(conn, ctx, &NewLink { purpose, digest: &digest, person: Some(person), email: None })?;
    Ok(true)
}

/// Somebody whose password was right.
#[derive(Debug, Clone)]
pub struct Awaited {
    /// Who.
    pub person: PersonId,
    /// The sealed secret of the codes.
    pub sealed: String,
    /// Too many failures: what was typed is not even looked at.
    pub must_wait: bool,
}

/// Who stands at the second step with this secret; `None` if it was used, is too old, or there is no second factor.
///
/// # Errors
/// The database's.
pub fn find_awaited(conn: &mut Conn, ctx: &Ctx, step: &Secret, ip: IpAddr) -> Result<Option<Awaited>> {
    let found = store::find_link(conn, ctx, LinkPurpose::SecondStep, &step.digest())?;
    let Some(person) = found.and_then(|link| link.person) else { return Ok(None) };
    let Some((sealed, _)) = second::find_factor(conn, person)?.held else { return Ok(None) };
    let must_wait = throttle::wait(conn, ctx, &identifier(person), ip)?.is_some();
    Ok(Some(Awaited { person, sealed, must_wait }))
}

/// What was typed at the second step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Typed {
    /// A code of the app: which secret it fits, and of which step it is.
    Code(String, i64),
    /// The digest of what may be a recovery code.
    Recovery(String),
    /// Neither.
    Neither,
}

/// Everything about one try at the second step.
#[derive(Debug, Clone)]
pub struct SecondTry {
    /// The secret of the cookie.
    pub step: Secret,
    /// Where from.
    pub ip: IpAddr,
    /// What was typed.
    pub typed: Typed,
    /// The new sign-in of this browser.
    pub opened: Opened,
    /// The browser's former secret: that sign-in ends.
    pub former: Option<Secret>,
}

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecondOutcome {
    /// The cookie's secret is good from now on.
    SignedIn {
        /// Who.
        person: PersonId,
        /// The account was to be erased and stays.
        is_kept: bool,
        /// With a recovery code.
        by_recovery: bool,
    },
    /// The code does not fit.
    Wrong,
    /// The code was right, and was used before.
    Used,
    /// Too many failures.
    Wait,
    /// The step was used before or is too old: the password is asked for again.
    Gone,
}

/// Signs in, or counts the failure. A refusal commits, so that its count stays.
///
/// # Errors
/// The database's.
pub fn take_second_step(conn: &mut Conn, ctx: &Ctx, attempt: &SecondTry, base: &str) -> Result<SecondOutcome> {
    let found = store::find_link(conn, ctx, LinkPurpose::SecondStep, &attempt.step.digest())?;
    let Some((link, person)) = found.and_then(|link| Some((link.id, link.person?))) else {
        return Ok(SecondOutcome::Gone);
    };
    let identifier = identifier(person);
    if throttle::wait(conn, ctx, &identifier, attempt.ip)?.is_some() {
        return Ok(SecondOutcome::Wait);
    }
    let is_open = store::find_person(conn, person)?.is_some_and(|person| person.disabled_at.is_none());
    if !is_open {
        return Ok(SecondOutcome::Gone);
    }
    let is_right = match &attempt.typed {
        Typed::Code(sealed, step) => second::set_step(conn, person, (sealed, *step))?,
        Typed::Recovery(digest) => second::set_code_used(conn, ctx, person, digest)?,
        Typed::Neither => false,
    };
    if !is_right {
        throttle::count_failure(conn, ctx, &identifier, attempt.ip)?;
        let was_used = matches!(attempt.typed, Typed::Code(..));
        return Ok(if was_used { SecondOutcome::Used } else { SecondOutcome::Wrong });
    }
    store::set_link_used(conn, ctx, link)?;
    throttle::forget(conn, &identifier, attempt.ip)?;
    let by_recovery = matches!(attempt.typed, Typed::Recovery(_));
    if by_recovery {
        let left = second::find_factor(conn, person)?.codes_left;
        second_factor::tell(conn, ctx, person, (SecondFactorNews::RecoveryUsed { left }, base))?;
        let details = serde_json::json!({ "left": left });
        let (action, subject) = ("recovery code used", "person");
        let own = Ctx { actor: Actor::Person(person), ..ctx.clone() };
        audit::record(conn, &own, &audit::Entry { action, subject, subject_id: Some(person.0), details })?;
    }
    let is_kept = enter(conn, ctx, person, (&attempt.opened, attempt.former.as_ref()))?;
    Ok(SecondOutcome::SignedIn { person, is_kept, by_recovery })
}
