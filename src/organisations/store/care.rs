//! The queries of what is held of one person: taken along, forgotten, erased, moved to the account that stays.

use diesel::prelude::*;

use super::set_left;
use crate::db::Conn;
use crate::db::schema::{memberships, organisations};
use crate::kernel::ids::{InvitationId, MembershipId, OrganisationId, PersonId};
use crate::kernel::{Ctx, Result, Timestamp};

/// Forgets of memberships that ended before a moment who decided and how, a few at a time; how many. That somebody belonged,
/// from when until when, stays for reports; who only asked goes.
///
/// # Errors
/// The database's.
pub fn forget_deciders(conn: &mut Conn, before: Timestamp, limit: i64) -> Result<usize> {
    let is_told = memberships::decided_by
        .is_not_null()
        .or(memberships::invitation_id.is_not_null())
        .or(memberships::ending.is_not_null());
    let old: Vec<(MembershipId, Option<Timestamp>)> = memberships::table
        .filter(memberships::ended_at.lt(before))
        .filter(memberships::accepted_at.is_null().or(is_told))
        .select((memberships::id, memberships::accepted_at))
        .limit(limit)
        .load(conn)?;
    let (asked, belonged): (Vec<_>, Vec<_>) = old.iter().copied().partition(|(_, accepted)| accepted.is_none());
    let ids = |rows: Vec<(MembershipId, Option<Timestamp>)>| rows.into_iter().map(|(id, _)| id).collect::<Vec<_>>();
    diesel::delete(memberships::table.filter(memberships::id.eq_any(ids(asked)))).execute(conn)?;
    diesel::update(memberships::table.filter(memberships::id.eq_any(ids(belonged))))
        .set((
            memberships::decided_by.eq(None::<PersonId>),
            memberships::invitation_id.eq(None::<InvitationId>),
            memberships::ending.eq(None::<String>),
        ))
        .execute(conn)?;
    Ok(old.len())
}

/// Removes memberships that ended before a moment, a few at a time; how many.
///
/// # Errors
/// The database's.
pub fn forget_ended(conn: &mut Conn, before: Timestamp, limit: i64) -> Result<usize> {
    let old: Vec<MembershipId> =
        memberships::table.filter(memberships::ended_at.lt(before)).select(memberships::id).limit(limit).load(conn)?;
    Ok(diesel::delete(memberships::table.filter(memberships::id.eq_any(old))).execute(conn)?)
}

/// A membership for the person's own file: the organisation, when it was asked for and accepted, whether by a code, when
/// and how it ended.
pub(in crate::organisations) type OwnRow =
    (String, Timestamp, Option<Timestamp>, Option<i64>, Option<Timestamp>, Option<String>);

/// All memberships of a person with all that is held of them.
pub(in crate::organisations) fn list_own(conn: &mut Conn, person: PersonId) -> Result<Vec<OwnRow>> {
    Ok(memberships::table
        .inner_join(organisations::table)
        .filter(memberships::person_id.eq(person))
        .order(memberships::id)
        .select((
            organisations::name_kk,
            memberships::asked_at,
            memberships::accepted_at,
            memberships::invitation_id,
            memberships::ended_at,
            memberships::ending,
        ))
        .load(conn)?)
}

/// Removes where a person belongs and belonged.
pub(in crate::organisations) fn delete_of_person(conn: &mut Conn, person: PersonId) -> Result<()> {
    diesel::delete(memberships::table.filter(memberships::person_id.eq(person))).execute(conn)?;
    Ok(())
}

/// The organisation of an open membership, its row, and when it was accepted.
type OpenRow = (OrganisationId, MembershipId, Option<Timestamp>);

fn list_open_rows(conn: &mut Conn, person: PersonId) -> Result<Vec<OpenRow>> {
    Ok(memberships::table
        .filter(memberships::person_id.eq(person))
        .filter(memberships::ended_at.is_null())
        .select((memberships::organisation_id, memberships::id, memberships::accepted_at))
        .load(conn)?)
}

/// Gives the memberships of one account to another. Where both ask or belong, one of the two ends: the one that was not
/// accepted, or else that of the first account.
pub(in crate::organisations) fn set_person(conn: &mut Conn, ctx: &Ctx, from: PersonId, into: PersonId) -> Result<()> {
    let there = list_open_rows(conn, into)?;
    for (organisation, own, accepted) in list_open_rows(conn, from)? {
        let Some((_, other, of_other)) = there.iter().find(|(of, ..)| *of == organisation) else { continue };
        match (accepted, of_other) {
            (Some(_), None) => set_left(conn, ctx, into, *other)?,
            _ => set_left(conn, ctx, from, own)?,
        };
    }
    let all = memberships::table.filter(memberships::person_id.eq(from));
    diesel::update(all).set(memberships::person_id.eq(into)).execute(conn)?;
    Ok(())
}
