//! The end of an account, at the person's wish: planned for a week later, so that nobody loses a certificate in anger or
//! to somebody with the phone in hand; signing in again, or the centre, keeps it. What other features hold is erased
//! by their own verbs in the same transaction; the composition root puts them together.

use super::grant::is_in_reach;
use super::model::Person;
use super::proof::{Proof, Proven, prove};
use super::reason::NamelessReason;
use super::{api_token, audit, mails, store, throttle};
use crate::db::Conn;
use crate::kernel::ids::PersonId;
use crate::kernel::{Ctx, Error, Result, Role, Timestamp};

/// Days from the wish to the end.
pub const ERASURE_DAYS: i64 = 7;

/// What became of the wish.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErasureAsked {
    /// Everybody is signed out, and the account ends at this moment unless it is kept.
    Planned(Timestamp),
    /// The installation would be left without an administrator.
    LastAdministrator,
    /// The password was not shown to be known.
    Unproven(Proven),
}

/// Plans the end of one's own account.
///
/// # Errors
/// Not found; the database's.
pub fn ask_for_erasure(
    conn: &mut Conn,
    ctx: &Ctx,
    (person, proof): (PersonId, &Proof),
    base: &str,
) -> Result<ErasureAsked> {
    let found = store::find_person(conn, person)?.ok_or(Error::NotFound)?;
    let proven = prove(conn, ctx, person, proof)?;
    if proven != Proven::Yes {
        return Ok(ErasureAsked::Unproven(proven));
    }
    plan(conn, ctx, (&found, serde_json::Value::Null), base)
}

/// Plans the end of somebody's account, for the centre, after a written request.
///
/// # Errors
/// Not found; forbidden if the person is out of reach; the database's.
pub fn plan_erasure(
    conn: &mut Conn,
    ctx: &Ctx,
    (person, reason): (PersonId, &NamelessReason),
    base: &str,
) -> Result<ErasureAsked> {
    let found = store::find_person(conn, person)?.ok_or(Error::NotFound)?;
    if !is_in_reach(conn, ctx, &found)? {
        return Err(Error::Forbidden);
    }
    plan(conn, ctx, (&found, serde_json::json!({ "reason": reason.as_str() })), base)
}

fn plan(
    conn: &mut Conn,
    ctx: &Ctx,
    (person, details): (&Person, serde_json::Value),
    base: &str,
) -> Result<ErasureAsked> {
    if let Some(at) = person.erase_at {
        return Ok(ErasureAsked::Planned(at));
    }
    let is_administrator = person.roles.contains(&Role::Administrator) && person.disabled_at.is_none();
    if is_administrator && store::count_administrators(conn)? <= 1 {
        return Ok(ErasureAsked::LastAdministrator);
    }
    let at = ctx.now.plus_hours(24 * ERASURE_DAYS);
    store::care::set_erase_at(conn, person.id, Some(at))?;
    store::set_all_ended(conn, person.id, ctx.now)?;
    api_token::revoke_all(conn, ctx, person.id)?;
    mails::queue_erasure_planned(conn, ctx, (person, at), base)?;
    record(conn, ctx, person.id, ("erasure planned", details))?;
    Ok(ErasureAsked::Planned(at))
}

fn record(
    conn: &mut Conn,
    ctx: &Ctx,
    person: PersonId,
    (action, details): (&'static str, serde_json::Value),
) -> Result<()> {
    audit::record(conn, ctx, &audit::Entry { action, subject: "person", subject_id: Some(person.0), details })
}

/// Keeps an account that was to end, because its person signed in; true if it was to.
///
/// # Errors
/// The database's.
pub(super) fn keep_own(conn: &mut Conn, ctx: &Ctx, person: PersonId) -> Result<bool> {
    let kept = store::care::set_erase_at(conn, person, None)?;
    if kept {
        record(conn, ctx, person, ("erasure cancelled", serde_json::Value::Null))?;
    }
    Ok(kept)
}

/// Keeps an account that was to end, for the centre; true if it was to.
///
/// # Errors
/// Not found; forbidden if the person is out of reach; the database's.
pub fn keep_account(conn: &mut Conn, ctx: &Ctx, person: PersonId) -> Result<bool> {
    let found = store::find_person(conn, person)?.ok_or(Error::NotFound)?;
    if !is_in_reach(conn, ctx, &found)? {
        return Err(Error::Forbidden);
    }
    keep_own(conn, ctx, person)
}

/// Accounts whose time has come.
///
/// # Errors
/// The database's.
pub fn list_due_erasures(conn: &mut Conn, now: Timestamp, limit: i64) -> Result<Vec<PersonId>> {
    store::care::list_due_erasures(conn, now, limit)
}

/// Which accounts may be erased. Whether one is such an account is decided where its row is emptied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Erase {
    /// One whose planned time has come.
    Due,
    /// One that was made before a moment, and that nobody has confirmed, or signed in to since.
    Unused {
        /// The moment.
        since: Timestamp,
    },
    /// One that was merged into an account that ends.
    MergedInto(PersonId),
}

/// What was erased of a person.
#[derive(Debug, Default)]
pub struct Erased {
    /// The account and those that were merged into it: other features hold something under each of them.
    pub accounts: Vec<PersonId>,
    /// Own addresses. One of a parent is not among them: sisters may share it.
    pub addresses: Vec<String>,
}

/// Erases what accounts hold of a person: name, addresses, password, place, year of birth, sign-ins, links, cards,
/// roles. The row stays, empty, so that ids in the audit log lead somewhere. Accounts that were merged into this one
/// end with it. `None` if the account is not to end, or not any more.
///
/// # Errors
/// The database's.
pub fn erase_account(conn: &mut Conn, ctx: &Ctx, person: PersonId, which: Erase) -> Result<Option<Erased>> {
    let Some(names) = store::care::find_identifiers(conn, person)? else { return Ok(None) };
    if !store::care::set_erased(conn, ctx, person, which)? {
        return Ok(None);
    }
    for name in names
        .iter()
        .map(String::as_str)
        .chain([format!("person {person}").as_str(), format!("second step {person}").as_str()])
    {
        throttle::forget_all(conn, name)?;
    }
    store::care::delete_of_person(conn, person)?;
    for role in Role::ALL {
        store::set_withdrawn(conn, ctx, person, role)?;
    }
    store::reviews::set_all_withdrawn(conn, ctx, person)?;
    record(conn, ctx, person, ("account erased", serde_json::Value::Null))?;
    let addresses = names.into_iter().filter(|name| name.contains('@')).collect();
    let mut erased = Erased { accounts: vec![person], addresses };
    for merged in store::care::list_merged_into(conn, person)? {
        let more = erase_account(conn, ctx, merged, Erase::MergedInto(person))?.unwrap_or_default();
        erased.accounts.extend(more.accounts);
        erased.addresses.extend(more.addresses);
    }
    Ok(Some(erased))
}
