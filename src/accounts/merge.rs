//! Two accounts of one person become one: what accounts hold moves, and the closed account points to the other.
//!
//! Rules: an own e-mail, year of birth, district, settlement and contact of the account that stays win; what it lacks
//! is taken over; a district that is taken over comes with where its person lived before, and of two e-mails one that was
//! confirmed comes before one that was not. An address that stays with nobody is free: on a closed account it would be in its
//! owner's way. Of the parents' consent the paper of the latest day holds. Sign-ins, links and the password of the closed
//! account end. Nothing that was learned or noted is deleted: what does not move stays with the closed account, as long
//! as the other is there.

use chrono_tz::Tz;

use super::grant::is_in_reach;
use super::model::{LinkPurpose, ParentalEvent, ParentalState, Person};
use super::parental_days::following;
use super::store::{self, merged, parental};
use super::{api_token, audit};
use crate::db::Conn;
use crate::kernel::ids::PersonId;
use crate::kernel::{Ctx, Day, Email, Error, Result};

/// Which accounts: the one that is closed, and the one that stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    /// Is closed.
    pub from: PersonId,
    /// Stays.
    pub into: PersonId,
}

/// Why two accounts are not merged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Obstacle {
    /// It is one account.
    Same,
    /// The account to be closed holds a role, or reviews a course, which is withdrawn first.
    HoldsRole,
    /// The account that stays is closed, or the other was merged with a third one.
    Closed,
    /// One of them is to be erased: with the closed account the plan would be lost, and with the other all that moved.
    Ending,
}

/// What became of a merge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Merged {
    /// Done.
    Yes,
    /// It was done before; nothing was changed.
    AlreadySo,
    /// Not possible; nothing was changed.
    No(Obstacle),
}

/// Both accounts, and what stands in the way of merging them.
///
/// # Errors
/// Not found; forbidden unless both are within reach of the one who acts; the database's.
pub fn find_pair(conn: &mut Conn, ctx: &Ctx, pair: Pair) -> Result<(Person, Person, Option<Obstacle>)> {
    let from = store::find_person(conn, pair.from)?.ok_or(Error::NotFound)?;
    let into = store::find_person(conn, pair.into)?.ok_or(Error::NotFound)?;
    if !is_in_reach(conn, ctx, &from)? || !is_in_reach(conn, ctx, &into)? {
        return Err(Error::Forbidden);
    }
    let obstacle = if pair.from == pair.into {
        Some(Obstacle::Same)
    } else if into.disabled_at.is_some() || from.merged_into.is_some_and(|other| other != pair.into) {
        Some(Obstacle::Closed)
    } else if from.erase_at.is_some() || into.erase_at.is_some() {
        Some(Obstacle::Ending)
    } else if !from.roles.is_empty() || !store::reviews::list_review_grants(conn, pair.from)?.is_empty() {
        Some(Obstacle::HoldsRole)
    } else {
        None
    };
    Ok((from, into, obstacle))
}

/// Closes one account in favour of the other. What other features hold is moved by their own verbs, in the same
/// transaction (`app/merging.rs`).
///
/// # Errors
/// Not found; forbidden unless both are within reach of the one who acts; the database's.
pub fn merge_accounts(conn: &mut Conn, ctx: &Ctx, pair: Pair, zone: Tz) -> Result<Merged> {
    let (from, into, obstacle) = find_pair(conn, ctx, pair)?;
    if let Some(obstacle) = obstacle {
        return Ok(Merged::No(obstacle));
    }
    if !merged::set_merged(conn, ctx, pair)? {
        return Ok(Merged::AlreadySo);
    }
    store::set_all_ended(conn, from.id, ctx.now)?;
    api_token::revoke_all(conn, ctx, from.id)?;
    for purpose in [
        LinkPurpose::ConfirmEmail,
        LinkPurpose::ResetPassword,
        LinkPurpose::ChangeEmail,
        LinkPurpose::UndoEmail,
        LinkPurpose::Invitation,
    ] {
        store::set_links_used(conn, ctx, purpose, Some(from.id))?;
    }
    settle_email(conn, ctx, pair, (&from, &into))?;
    merged::fill_gaps(conn, &into, &from)?;
    move_places(conn, (&from, &into), ctx.now.day(zone))?;
    move_parental(conn, pair, zone)?;
    for (subject, details) in
        [(from.id, serde_json::json!({ "into": into.id.0 })), (into.id, serde_json::json!({ "from": from.id.0 }))]
    {
        let action = "accounts merged";
        audit::record(conn, ctx, &audit::Entry { action, subject: "person", subject_id: Some(subject.0), details })?;
    }
    Ok(Merged::Yes)
}

/// What becomes of the e-mail of the account that is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EmailMove {
    /// There is none.
    None,
    /// The account that stays has none: it moves.
    Missing,
    /// It was confirmed, and that of the account that stays was not: it takes that one's place.
    Confirmed,
    /// The account that stays keeps its own; this one is free.
    Freed,
}

impl EmailMove {
    /// For these two accounts.
    pub const fn of(from: &Person, into: &Person) -> Self {
        match (&from.email, &into.email) {
            (None, _) => Self::None,
            (Some(_), None) => Self::Missing,
            (Some(_), Some(_)) if from.email_confirmed_at.is_some() && into.email_confirmed_at.is_none() => {
                Self::Confirmed
            }
            (Some(_), Some(_)) => Self::Freed,
        }
    }
}

fn settle_email(conn: &mut Conn, ctx: &Ctx, pair: Pair, (from, into): (&Person, &Person)) -> Result<()> {
    match EmailMove::of(from, into) {
        EmailMove::None => Ok(()),
        EmailMove::Missing => merged::move_email(conn, pair, from),
        EmailMove::Confirmed => {
            // What was sent to the other mailbox, which may be a stranger's, works no more.
            for purpose in [LinkPurpose::ConfirmEmail, LinkPurpose::ResetPassword, LinkPurpose::Invitation] {
                store::set_links_used(conn, ctx, purpose, Some(into.id))?;
            }
            merged::move_email(conn, pair, from)?;
            let Some(email) = from.email.as_deref().and_then(Email::parse) else { return Ok(()) };
            crate::mail::release::release(conn, ctx, into.id, &email).map(|_| ())
        }
        EmailMove::Freed => merged::release_email(conn, from.id),
    }
}

/// Where the place comes from the closed account, its former places come along; else they stay there with the place that
/// they belong to.
fn move_places(conn: &mut Conn, (from, into): (&Person, &Person), today: Day) -> Result<()> {
    if into.district.is_none() && from.district.is_some() {
        return store::former::move_former(conn, from.id, into.id);
    }
    let settlement = merged::settlement_of(into, from);
    if settlement != into.settlement.as_deref() {
        store::former::insert_former(conn, into.id, (today, into.district, into.settlement.as_deref()))?;
    }
    Ok(())
}

/// What was noted of the closed account and holds after what was noted of the other; the rest stays as history there.
fn move_parental(conn: &mut Conn, pair: Pair, zone: Tz) -> Result<()> {
    let (kept, moving) = list_parental(conn, pair)?;
    let mut number = kept.last().map_or(0, |event| event.number);
    for event in following(&kept, &moving, zone) {
        number += 1;
        parental::move_event(conn, (pair.from, event.number), (pair.into, number))?;
    }
    Ok(())
}

/// What the parents' consent of the account that is kept becomes by a merge, if it becomes something else.
///
/// # Errors
/// The database's.
pub fn find_parental_after(conn: &mut Conn, pair: Pair, zone: Tz) -> Result<Option<ParentalState>> {
    let (kept, moving) = list_parental(conn, pair)?;
    let present = kept.last().map_or(ParentalState::Missing, ParentalEvent::state);
    let newest = following(&kept, &moving, zone).pop();
    Ok(newest.map(ParentalEvent::state).filter(|state| *state != present))
}

/// What was noted of the account that is kept and of the other, the oldest first.
fn list_parental(conn: &mut Conn, pair: Pair) -> Result<(Vec<ParentalEvent>, Vec<ParentalEvent>)> {
    let (mut kept, mut moving) = (parental::list_events(conn, pair.into)?, parental::list_events(conn, pair.from)?);
    kept.reverse();
    moving.reverse();
    Ok((kept, moving))
}

/// The account that a merged one points to, or the account itself.
///
/// # Errors
/// Not found; the database's.
pub fn find_merged_person(conn: &mut Conn, id: PersonId) -> Result<Person> {
    let mut person = store::find_person(conn, id)?.ok_or(Error::NotFound)?;
    // An account that others were merged into may be merged itself later; a chain has an end, because it stays.
    while let Some(into) = person.merged_into {
        person = store::find_person(conn, into)?.ok_or(Error::NotFound)?;
    }
    Ok(person)
}
