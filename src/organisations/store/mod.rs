//! The queries of organisations, of codes and of who belongs where; those of the people of one organisation in
//! [`members`].

mod care;
pub(super) mod members;

pub(super) use care::{delete_of_person, list_own, set_person};
pub use care::{forget_deciders, forget_ended};

use diesel::prelude::*;

use super::model::{Invitation, InvitationCode, Membership, Minor, NewOrganisation, Organisation, Standing, Waiting};
use crate::db::Conn;
use crate::db::schema::{invitations, memberships, organisations, people};
use crate::kernel::ids::{InvitationId, MembershipId, OrganisationId, PersonId};
use crate::kernel::{Ctx, Day, Error, Localized, Result, Timestamp};
use crate::on_backend;

type OrganisationRow = (OrganisationId, (String, String, Option<String>), Timestamp, Option<Timestamp>);

const ORGANISATION: (
    organisations::id,
    (organisations::name_kk, organisations::name_ru, organisations::name_en),
    organisations::created_at,
    organisations::closed_at,
) = (
    organisations::id,
    (organisations::name_kk, organisations::name_ru, organisations::name_en),
    organisations::created_at,
    organisations::closed_at,
);

fn organisation((id, (kk, ru, en), created_at, closed_at): OrganisationRow) -> Organisation {
    Organisation { id, name: Localized { kk: Some(kk), ru: Some(ru), en }, created_at, closed_at }
}

// Organisations

/// Adds an organisation; `None` if an open one has this name.
pub(super) fn insert_organisation(conn: &mut Conn, ctx: &Ctx, new: &NewOrganisation) -> Result<Option<OrganisationId>> {
    let values = (
        organisations::name_kk.eq(new.kk.as_str()),
        organisations::name_ru.eq(new.ru.as_str()),
        organisations::name_en.eq(new.en.as_ref().map(super::OrganisationName::as_str)),
        organisations::name_folded.eq(new.folded()),
        organisations::created_at.eq(ctx.now),
    );
    let id = on_backend!(conn, c => diesel::insert_into(organisations::table)
        .values(values)
        .on_conflict_do_nothing()
        .returning(organisations::id)
        .get_result(c)
        .optional())?;
    Ok(id)
}

/// Gives an organisation other names; false if an open one has this name.
pub(super) fn set_names(conn: &mut Conn, id: OrganisationId, new: &NewOrganisation) -> Result<bool> {
    let folded = new.folded();
    let others = organisations::table
        .filter(organisations::name_folded.eq(&folded))
        .filter(organisations::closed_at.is_null())
        .filter(organisations::id.ne(id));
    if others.count().get_result::<i64>(conn)? > 0 {
        return Ok(false);
    }
    diesel::update(organisations::table.find(id))
        .set((
            organisations::name_kk.eq(new.kk.as_str()),
            organisations::name_ru.eq(new.ru.as_str()),
            organisations::name_en.eq(new.en.as_ref().map(super::OrganisationName::as_str)),
            organisations::name_folded.eq(folded),
        ))
        .execute(conn)?;
    Ok(true)
}

/// Closes an organisation; false if it was closed.
pub(super) fn set_closed(conn: &mut Conn, ctx: &Ctx, id: OrganisationId) -> Result<bool> {
    let open = organisations::table.find(id).filter(organisations::closed_at.is_null());
    Ok(diesel::update(open).set(organisations::closed_at.eq(ctx.now)).execute(conn)? == 1)
}

/// Opens an organisation again; false if it was open, or another open one has its name by now.
pub(super) fn set_reopened(conn: &mut Conn, found: &Organisation) -> Result<bool> {
    let folded: String = organisations::table.find(found.id).select(organisations::name_folded).get_result(conn)?;
    let same = organisations::table.filter(organisations::name_folded.eq(folded));
    if same.filter(organisations::closed_at.is_null()).count().get_result::<i64>(conn)? > 0 {
        return Ok(false);
    }
    let closed = organisations::table.find(found.id).filter(organisations::closed_at.is_not_null());
    Ok(diesel::update(closed).set(organisations::closed_at.eq(None::<Timestamp>)).execute(conn)? == 1)
}

/// One organisation, also a closed one.
///
/// # Errors
/// The database's.
pub fn find_organisation(conn: &mut Conn, id: OrganisationId) -> Result<Option<Organisation>> {
    Ok(organisations::table
        .find(id)
        .select(ORGANISATION)
        .get_result::<OrganisationRow>(conn)
        .optional()?
        .map(organisation))
}

/// The organisations that one can belong to, by name.
///
/// # Errors
/// The database's.
pub fn list_open(conn: &mut Conn) -> Result<Vec<Organisation>> {
    let rows: Vec<OrganisationRow> = organisations::table
        .filter(organisations::closed_at.is_null())
        .order((organisations::name_folded, organisations::id))
        .select(ORGANISATION)
        .load(conn)?;
    Ok(rows.into_iter().map(organisation).collect())
}

/// A part of all organisations, the open ones first, and how many there are.
///
/// # Errors
/// The database's.
pub fn list_organisations(conn: &mut Conn, (offset, limit): (i64, i64)) -> Result<(Vec<Organisation>, i64)> {
    let count = organisations::table.count().get_result(conn)?;
    let rows: Vec<OrganisationRow> = organisations::table
        .order((organisations::closed_at.is_not_null(), organisations::name_folded, organisations::id))
        .offset(offset)
        .limit(limit)
        .select(ORGANISATION)
        .load(conn)?;
    Ok((rows.into_iter().map(organisation).collect(), count))
}

/// What organisations are called, closed ones too: those named, or all.
///
/// # Errors
/// The database's.
pub fn list_names(conn: &mut Conn, only: Option<&[OrganisationId]>) -> Result<Vec<(OrganisationId, Localized)>> {
    let mut query = organisations::table.order((organisations::name_folded, organisations::id)).into_boxed();
    if let Some(only) = only {
        query = query.filter(organisations::id.eq_any(only));
    }
    let rows: Vec<OrganisationRow> = query.select(ORGANISATION).load(conn)?;
    Ok(rows.into_iter().map(organisation).map(|found| (found.id, found.name)).collect())
}

// Codes

/// Ends the code of an organisation that works, if there is one.
pub(super) fn set_invitation_ended(conn: &mut Conn, ctx: &Ctx, organisation: OrganisationId) -> Result<bool> {
    let open = invitations::table
        .filter(invitations::organisation_id.eq(organisation))
        .filter(invitations::ended_at.is_null());
    Ok(diesel::update(open).set(invitations::ended_at.eq(ctx.now)).execute(conn)? > 0)
}

/// Adds a code.
pub(super) fn insert_invitation(
    conn: &mut Conn,
    ctx: &Ctx,
    organisation: OrganisationId,
    (code, expires_at): (&InvitationCode, Timestamp),
) -> Result<()> {
    diesel::insert_into(invitations::table)
        .values((
            invitations::organisation_id.eq(organisation),
            invitations::code.eq(code.as_str()),
            invitations::made_by.eq(ctx.actor.person()),
            invitations::made_at.eq(ctx.now),
            invitations::expires_at.eq(expires_at),
        ))
        .execute(conn)?;
    Ok(())
}

/// The code that works for an organisation now.
///
/// # Errors
/// The database's.
pub fn find_invitation(conn: &mut Conn, organisation: OrganisationId, now: Timestamp) -> Result<Option<Invitation>> {
    let row: Option<(InvitationId, String, Timestamp)> = invitations::table
        .filter(invitations::organisation_id.eq(organisation))
        .filter(invitations::ended_at.is_null())
        .filter(invitations::expires_at.gt(now))
        .select((invitations::id, invitations::code, invitations::expires_at))
        .get_result(conn)
        .optional()?;
    let damaged = || Error::internal("a stored code is no code");
    row.map(|(id, code, expires_at)| {
        Ok(Invitation { id, code: InvitationCode::parse(&code).ok_or_else(damaged)?, expires_at })
    })
    .transpose()
}

/// The open organisation whose code this is, if it works now.
pub(super) fn find_by_code(
    conn: &mut Conn,
    code: &InvitationCode,
    now: Timestamp,
) -> Result<Option<(InvitationId, Organisation)>> {
    let row: Option<(InvitationId, OrganisationRow)> = invitations::table
        .inner_join(organisations::table)
        .filter(invitations::code.eq(code.as_str()))
        .filter(invitations::ended_at.is_null())
        .filter(invitations::expires_at.gt(now))
        .filter(organisations::closed_at.is_null())
        .select((invitations::id, ORGANISATION))
        .get_result(conn)
        .optional()?;
    Ok(row.map(|(id, row)| (id, organisation(row))))
}

// Memberships

/// Notes that somebody asks to belong, or belongs by a code; false if they ask or belong already.
pub(super) fn insert_membership(
    conn: &mut Conn,
    ctx: &Ctx,
    (organisation, person): (OrganisationId, PersonId),
    by_code: Option<InvitationId>,
) -> Result<bool> {
    let values = (
        memberships::organisation_id.eq(organisation),
        memberships::person_id.eq(person),
        memberships::invitation_id.eq(by_code),
        memberships::asked_at.eq(ctx.now),
        memberships::accepted_at.eq(by_code.map(|_| ctx.now)),
    );
    let rows = on_backend!(conn, c =>
        diesel::insert_into(memberships::table).values(values).on_conflict_do_nothing().execute(c))?;
    Ok(rows == 1)
}

/// Lets somebody belong whom the centre put there; false if they do, or asked.
pub(super) fn insert_placed(
    conn: &mut Conn,
    ctx: &Ctx,
    (organisation, person): (OrganisationId, PersonId),
) -> Result<bool> {
    let values = (
        memberships::organisation_id.eq(organisation),
        memberships::person_id.eq(person),
        memberships::asked_at.eq(ctx.now),
        memberships::accepted_at.eq(ctx.now),
        memberships::decided_by.eq(ctx.actor.person()),
    );
    let rows = on_backend!(conn, c =>
        diesel::insert_into(memberships::table).values(values).on_conflict_do_nothing().execute(c))?;
    Ok(rows == 1)
}

/// Lets somebody who asked belong by a code; false if they have not asked.
pub(super) fn set_joined(
    conn: &mut Conn,
    ctx: &Ctx,
    (organisation, person): (OrganisationId, PersonId),
    by_code: InvitationId,
) -> Result<bool> {
    let asked = memberships::table
        .filter(memberships::organisation_id.eq(organisation))
        .filter(memberships::person_id.eq(person))
        .filter(memberships::ended_at.is_null())
        .filter(memberships::accepted_at.is_null());
    let values = (memberships::accepted_at.eq(ctx.now), memberships::invitation_id.eq(by_code));
    Ok(diesel::update(asked).set(values).execute(conn)? == 1)
}

/// How many organisations somebody asks or belongs to, and how often they asked since a moment.
pub(super) fn count_of_person(conn: &mut Conn, person: PersonId, since: Timestamp) -> Result<(i64, i64)> {
    let own = || memberships::table.filter(memberships::person_id.eq(person));
    let open = own().filter(memberships::ended_at.is_null()).count().get_result(conn)?;
    let lately = own().filter(memberships::asked_at.gt(since)).count().get_result(conn)?;
    Ok((open, lately))
}

type MembershipRow = ((MembershipId, Timestamp, Option<Timestamp>, Option<Timestamp>, Option<String>), OrganisationRow);

fn membership(((id, asked_at, accepted_at, ended_at, ending), row): MembershipRow) -> Membership {
    let standing = match (accepted_at, ended_at, ending.as_deref()) {
        (_, Some(_), Some("declined")) => Standing::Declined,
        (_, Some(_), _) => Standing::Ended,
        (Some(since), None, _) => Standing::Member { since },
        (None, None, _) => Standing::Asked,
    };
    Membership { id, organisation: organisation(row), standing, asked_at }
}

/// Where a person belongs, belonged, or asked to, the newest first; at most so many.
///
/// # Errors
/// The database's.
pub fn list_of_person(conn: &mut Conn, person: PersonId, limit: i64) -> Result<Vec<Membership>> {
    let rows: Vec<MembershipRow> = memberships::table
        .inner_join(organisations::table)
        .filter(memberships::person_id.eq(person))
        .order((memberships::ended_at.is_not_null(), memberships::id.desc()))
        .limit(limit)
        .select((
            (
                memberships::id,
                memberships::asked_at,
                memberships::accepted_at,
                memberships::ended_at,
                memberships::ending,
            ),
            ORGANISATION,
        ))
        .load(conn)?;
    Ok(rows.into_iter().map(membership).collect())
}

/// Whose membership this is, if it is one of this organisation, ended or not.
pub(super) fn find_person_of(
    conn: &mut Conn,
    organisation: OrganisationId,
    id: MembershipId,
) -> Result<Option<PersonId>> {
    let of_organisation = memberships::table.find(id).filter(memberships::organisation_id.eq(organisation));
    Ok(of_organisation.select(memberships::person_id).get_result(conn).optional()?)
}

/// Accepts somebody who asked this organisation; false if it was decided before.
pub(super) fn set_accepted(conn: &mut Conn, ctx: &Ctx, organisation: OrganisationId, id: MembershipId) -> Result<bool> {
    let asked = memberships::table
        .find(id)
        .filter(memberships::organisation_id.eq(organisation))
        .filter(memberships::accepted_at.is_null())
        .filter(memberships::ended_at.is_null());
    let values = (memberships::accepted_at.eq(ctx.now), memberships::decided_by.eq(ctx.actor.person()));
    Ok(diesel::update(asked).set(values).execute(conn)? == 1)
}

/// Declines somebody who asked this organisation; false if it was decided before.
pub(super) fn set_declined(conn: &mut Conn, ctx: &Ctx, organisation: OrganisationId, id: MembershipId) -> Result<bool> {
    let asked = memberships::table
        .find(id)
        .filter(memberships::organisation_id.eq(organisation))
        .filter(memberships::accepted_at.is_null())
        .filter(memberships::ended_at.is_null());
    Ok(diesel::update(asked).set(ended_by(ctx, "declined")).execute(conn)? == 1)
}

/// Ends that somebody belongs to this organisation; false if it had ended.
pub(super) fn set_removed(conn: &mut Conn, ctx: &Ctx, organisation: OrganisationId, id: MembershipId) -> Result<bool> {
    let belongs = memberships::table
        .find(id)
        .filter(memberships::organisation_id.eq(organisation))
        .filter(memberships::accepted_at.is_not_null())
        .filter(memberships::ended_at.is_null());
    Ok(diesel::update(belongs).set(ended_by(ctx, "removed")).execute(conn)? == 1)
}

#[diesel::dsl::auto_type]
fn ended_by(ctx: &Ctx, ending: &'static str) -> _ {
    let (now, by): (Timestamp, Option<PersonId>) = (ctx.now, ctx.actor.person());
    (memberships::ended_at.eq(now), memberships::ending.eq(ending), memberships::decided_by.eq(by))
}

/// Ends somebody's own membership: `left` if it was accepted, `withdrawn` if not; false if it had ended or is not theirs.
pub(super) fn set_left(conn: &mut Conn, ctx: &Ctx, person: PersonId, id: MembershipId) -> Result<bool> {
    let own = || {
        memberships::table.find(id).filter(memberships::person_id.eq(person)).filter(memberships::ended_at.is_null())
    };
    let ended = |ending: &'static str| (memberships::ended_at.eq(ctx.now), memberships::ending.eq(ending));
    let left = diesel::update(own().filter(memberships::accepted_at.is_not_null())).set(ended("left")).execute(conn)?;
    let withdrawn =
        diesel::update(own().filter(memberships::accepted_at.is_null())).set(ended("withdrawn")).execute(conn)?;
    Ok(left + withdrawn > 0)
}

/// A part of those who ask to belong to this organisation, the oldest first.
///
/// # Errors
/// The database's.
pub fn list_waiting(
    conn: &mut Conn,
    organisation: OrganisationId,
    today: Day,
    (offset, limit): (i64, i64),
) -> Result<Vec<Waiting>> {
    let rows: Vec<(MembershipId, String, Option<i32>, Timestamp)> = memberships::table
        .inner_join(people::table.on(people::id.eq(memberships::person_id)))
        .filter(memberships::organisation_id.eq(organisation))
        .filter(memberships::accepted_at.is_null())
        .filter(memberships::ended_at.is_null())
        .filter(people::disabled_at.is_null())
        .order(memberships::id)
        .offset(offset)
        .limit(limit)
        .select((memberships::id, people::name, people::birth_year, memberships::asked_at))
        .load(conn)?;
    let waiting = |(membership, name, birth_year, asked_at)| Waiting {
        membership,
        name,
        minor: Minor::of(birth_year, today),
        asked_at,
    };
    Ok(rows.into_iter().map(waiting).collect())
}

/// How many ask to belong to this organisation.
///
/// # Errors
/// The database's.
pub fn count_waiting(conn: &mut Conn, organisation: OrganisationId) -> Result<i64> {
    Ok(memberships::table
        .inner_join(people::table.on(people::id.eq(memberships::person_id)))
        .filter(memberships::organisation_id.eq(organisation))
        .filter(memberships::accepted_at.is_null())
        .filter(memberships::ended_at.is_null())
        .filter(people::disabled_at.is_null())
        .count()
        .get_result(conn)?)
}

/// How many people belong to each of these organisations; one without people is left out.
///
/// # Errors
/// The database's.
pub fn count_members(conn: &mut Conn, ids: &[OrganisationId]) -> Result<Vec<(OrganisationId, i64)>> {
    Ok(memberships::table
        .inner_join(people::table.on(people::id.eq(memberships::person_id)))
        .filter(memberships::organisation_id.eq_any(ids))
        .filter(memberships::accepted_at.is_not_null())
        .filter(memberships::ended_at.is_null())
        .filter(people::disabled_at.is_null())
        .group_by(memberships::organisation_id)
        .select((memberships::organisation_id, diesel::dsl::count_star()))
        .load(conn)?)
}
