//! The second factor of whoever works with others' data (OWASP ASVS 5.0, 6.3.3): an app on the phone shows a code, and
//! signing in asks for it. Set up, replaced, ended and, for who lost the phone, reset.
//!
//! Invariants: a secret counts once a code of it was typed; each code and each recovery code is taken once; whoever has a
//! second factor has no sign-in that was made without it.

use super::grant::is_in_reach;
use super::mails::{self, SecondFactorNews};
use super::model::{LinkPurpose, Person, SignedIn};
use super::proof::{Proof, Proven, prove};
use super::reason::NamelessReason;
use super::recovery::SHOWN_FOR;
use super::store::second;
use super::{api_token, audit, store};
use crate::db::Conn;
use crate::kernel::ids::PersonId;
use crate::kernel::{Ctx, Error, Result, Timestamp};

/// How long a QR code waits for its first code, in seconds.
const WAITS_FOR: i64 = 3600;

/// What is known of a person's second factor.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Factor {
    /// The sealed secret that holds, and since when.
    pub held: Option<(String, Timestamp)>,
    /// The sealed secret that waits for its first code, and since when.
    pub waiting: Option<(String, Timestamp)>,
    /// Recovery codes that were not used.
    pub codes_left: i64,
}

impl Factor {
    /// The sealed secret that may be confirmed now.
    pub fn waiting(&self, now: Timestamp) -> Option<&str> {
        let (sealed, at) = self.waiting.as_ref()?;
        (now.seconds_since(*at) <= WAITS_FOR).then_some(sealed.as_str())
    }
}

/// How many second factors no code opens with the key of this name: they were sealed with another one.
///
/// # Errors
/// The database's.
pub fn count_sealed_otherwise(conn: &mut Conn, key: &str) -> Result<i64> {
    second::count_sealed_otherwise(conn, key)
}

/// A person's second factor.
///
/// # Errors
/// The database's.
pub fn find_factor(conn: &mut Conn, person: PersonId) -> Result<Factor> {
    second::find_factor(conn, person)
}

/// Begins to set up a second factor, or one on another phone; the one that holds goes on to hold until the new one is
/// confirmed.
///
/// # Errors
/// The database's.
pub fn begin_factor(conn: &mut Conn, ctx: &Ctx, (person, proof): (PersonId, &Proof), sealed: &str) -> Result<Proven> {
    let proven = prove(conn, ctx, person, proof)?;
    if proven == Proven::Yes {
        second::set_waiting(conn, ctx, person, sealed)?;
    }
    Ok(proven)
}

/// What became of the first code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FactorConfirmed {
    /// It holds, and the recovery codes of the form may be shown.
    Yes,
    /// This form was sent before; its recovery codes may be shown again.
    Before,
    /// Nothing waits for a code.
    Gone,
}

/// Makes the secret that waits the one that holds. Sign-ins of other browsers end, because they were made without it.
/// `codes` are the digests of the recovery codes of the form.
///
/// # Errors
/// The database's.
pub fn confirm_factor(
    conn: &mut Conn,
    ctx: &Ctx,
    (own, base): (&SignedIn, &str),
    (sealed, step): (&str, i64),
    codes: &[String],
) -> Result<FactorConfirmed> {
    let person = own.person_id;
    if !second::set_confirmed(conn, ctx, person, (sealed, step))? {
        // The same form, sent twice at once.
        let before = may_show_codes(conn, ctx, person, codes)?;
        return Ok(if before { FactorConfirmed::Before } else { FactorConfirmed::Gone });
    }
    second::set_codes(conn, ctx, person, codes)?;
    store::care::set_others_ended(conn, person, own.sign_in_id, ctx.now)?;
    store::set_links_used(conn, ctx, LinkPurpose::SecondStep, Some(person))?;
    tell(conn, ctx, person, (SecondFactorNews::SetUp, base))?;
    record(conn, ctx, person, ("second factor set up", serde_json::Value::Null))?;
    Ok(FactorConfirmed::Yes)
}

/// True if the recovery codes with these digests were made a few minutes ago, so that the form that made them may show
/// them again.
///
/// # Errors
/// The database's.
pub fn may_show_codes(conn: &mut Conn, ctx: &Ctx, person: PersonId, codes: &[String]) -> Result<bool> {
    second::are_codes(conn, person, (codes, ctx.now.plus_seconds(-SHOWN_FOR)))
}

/// Puts the recovery codes of a form in place of the former ones; none of those works any more.
///
/// # Errors
/// The database's.
pub fn renew_codes(
    conn: &mut Conn,
    ctx: &Ctx,
    (person, proof): (PersonId, &Proof),
    (codes, base): (&[String], &str),
) -> Result<Proven> {
    let proven = prove(conn, ctx, person, proof)?;
    let is_held = second::find_factor(conn, person)?.held.is_some();
    if proven != Proven::Yes || !is_held || may_show_codes(conn, ctx, person, codes)? {
        return Ok(proven);
    }
    second::set_codes(conn, ctx, person, codes)?;
    tell(conn, ctx, person, (SecondFactorNews::CodesRenewed, base))?;
    record(conn, ctx, person, ("recovery codes renewed", serde_json::Value::Null))?;
    Ok(Proven::Yes)
}

/// Ends one's own second factor. Whether the settings let the person do without, the page asks.
///
/// # Errors
/// The database's.
pub fn end_factor(conn: &mut Conn, ctx: &Ctx, (person, proof): (PersonId, &Proof), base: &str) -> Result<Proven> {
    let proven = prove(conn, ctx, person, proof)?;
    if proven != Proven::Yes || !second::delete_factor(conn, person)? {
        return Ok(proven);
    }
    tell(conn, ctx, person, (SecondFactorNews::Ended, base))?;
    record(conn, ctx, person, ("second factor ended", serde_json::Value::Null))?;
    Ok(Proven::Yes)
}

/// Ends the second factor of somebody who lost the phone, and every sign-in and token of a program with it; false if there was none. Nobody does
/// it for themselves: who finds the browser of an officer open must not get rid of the code.
///
/// # Errors
/// Not found; forbidden if the person is out of reach, or is the one who acts; the database's.
pub fn reset_factor(
    conn: &mut Conn,
    ctx: &Ctx,
    (person, reason): (PersonId, Option<&NamelessReason>),
    base: &str,
) -> Result<bool> {
    let found: Person = store::find_person(conn, person)?.ok_or(Error::NotFound)?;
    if !is_in_reach(conn, ctx, &found)? || ctx.actor.person() == Some(person) {
        return Err(Error::Forbidden);
    }
    if !second::delete_factor(conn, person)? {
        return Ok(false);
    }
    store::set_all_ended(conn, person, ctx.now)?;
    api_token::revoke_all(conn, ctx, person)?;
    store::set_links_used(conn, ctx, LinkPurpose::SecondStep, Some(person))?;
    let reason = reason.map(NamelessReason::as_str);
    mails::queue_second_factor(conn, ctx, (&found, SecondFactorNews::Reset { reason }), base)?;
    record(conn, ctx, person, ("second factor reset", serde_json::json!({ "reason": reason })))?;
    Ok(true)
}

pub(super) fn tell(
    conn: &mut Conn,
    ctx: &Ctx,
    person: PersonId,
    (news, base): (SecondFactorNews<'_>, &str),
) -> Result<()> {
    match store::find_person(conn, person)? {
        Some(person) => mails::queue_second_factor(conn, ctx, (&person, news), base),
        None => Ok(()),
    }
}

fn record(
    conn: &mut Conn,
    ctx: &Ctx,
    person: PersonId,
    (action, details): (&'static str, serde_json::Value),
) -> Result<()> {
    audit::record(conn, ctx, &audit::Entry { action, subject: "person", subject_id: Some(person.0), details })
}
