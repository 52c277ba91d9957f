//! The queries of accounts; those of whole people in [`known`], of accounts made by the staff in [`made`], of merging two
//! in [`merged`], of the consent of parents in [`parental`], of account care in [`care`].

pub(super) mod api_tokens;
pub(super) mod care;
pub(super) mod coordinators;
mod failures;
pub(super) mod former;
pub(super) mod known;
pub(super) mod log;
pub(super) mod made;
pub(super) mod merged;
pub(super) mod own;
pub(super) mod parental;
pub(super) mod reviews;
pub(super) mod search;
pub(super) mod second;

pub(super) use failures::{delete_throttle, delete_throttles_of, find_throttle, set_throttle};
pub use known::find_person;

use std::sync::Arc;

use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::{BigInt, Bool, Nullable, Text, Timestamp as SqlTimestamp};

use super::model::{LinkPurpose, NewPerson, Opened, SignedIn};
use crate::db::Conn;
use crate::db::schema::{grants, links, people, sign_ins};
use crate::kernel::ids::{LinkId, PersonId, SignInId};
use crate::kernel::{Ctx, Email, Lang, PersonName, Result, Role, Timestamp};
use crate::on_backend;

// Sign-ins

/// Written out, so that its text is not put together and its roles not joined row by row for every page.
#[derive(QueryId)]
struct FindSignedIn {
    digest: String,
}

type SignedInRow =
    (SignInId, PersonId, String, Lang, Timestamp, Timestamp, bool, bool, bool, bool, bool, Option<String>);

impl Query for FindSignedIn {
    type SqlType =
        (BigInt, BigInt, Text, Text, SqlTimestamp, SqlTimestamp, Bool, Bool, Bool, Bool, Bool, Nullable<Text>);
}

impl RunQueryDsl<Conn> for FindSignedIn {}

impl QueryFragment<<Conn as Connection>::Backend> for FindSignedIn {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, <Conn as Connection>::Backend>) -> QueryResult<()> {
        out.push_sql(
            "SELECT s.id, p.id, p.name, p.language, s.created_at, s.seen_at, \
             p.email IS NOT NULL AND p.email_confirmed_at IS NULL, p.one_time_until IS NOT NULL, p.consent_at IS NULL, \
             EXISTS (SELECT 1 FROM review_grants r WHERE r.person_id = p.id AND r.withdrawn_at IS NULL), \
             EXISTS (SELECT 1 FROM second_factors f WHERE f.person_id = p.id AND f.confirmed_at IS NOT NULL), \
             (SELECT string_agg(g.role, ' ') FROM grants g WHERE g.person_id = p.id AND g.withdrawn_at IS NULL) \
             FROM sign_ins s JOIN people p ON p.id = s.person_id \
             WHERE s.ended_at IS NULL AND p.disabled_at IS NULL AND s.token_digest = ",
        );
        out.push_bind_param::<Text, _>(&self.digest)
    }
}

/// The sign-in with this digest of its secret, if neither it has ended nor the person is disabled. Whether it is too
/// old, [`SignedIn::is_good`] tells at each use. Pages ask for it each time, so that no sign-in outlives its end.
///
/// # Errors
/// The database's.
pub fn find_sign_in(conn: &mut Conn, digest: String) -> Result<Option<(PersonId, Arc<SignedIn>)>> {
    let Some(row) = FindSignedIn { digest }.get_result::<SignedInRow>(conn).optional()? else { return Ok(None) };
    let (
        sign_in_id,
        person_id,
        name,
        lang,
        created_at,
        seen_at,
        awaits_confirmation,
        must_choose_password,
        must_consent,
        is_reviewer,
        has_second_factor,
        roles,
    ) = row;
    let mut roles: Vec<Role> = roles.iter().flat_map(|words| words.split(' ')).filter_map(Role::from_code).collect();
    roles.sort_unstable();
    let signed_in = SignedIn {
        sign_in_id,
        person_id,
        name,
        lang,
        roles,
        awaits_confirmation,
        must_choose_password,
        must_consent,
        is_reviewer,
        has_second_factor,
        created_at,
        seen_at,
    };
    Ok(Some((person_id, Arc::new(signed_in))))
}

/// `opened` is the new sign-in's secret and what its browser is called.
pub(super) fn insert_sign_in(conn: &mut Conn, ctx: &Ctx, person: PersonId, opened: &Opened) -> Result<()> {
    diesel::insert_into(sign_ins::table)
        .values((
            sign_ins::token_digest.eq(opened.secret.digest()),
            sign_ins::device.eq(opened.device.as_deref()),
            sign_ins::person_id.eq(person),
            sign_ins::created_at.eq(ctx.now),
            sign_ins::seen_at.eq(ctx.now),
        ))
        .execute(conn)?;
    Ok(())
}

pub(super) fn set_seen(conn: &mut Conn, id: SignInId, now: Timestamp) -> Result<()> {
    diesel::update(sign_ins::table.find(id)).set(sign_ins::seen_at.eq(now)).execute(conn)?;
    Ok(())
}

pub(super) fn set_ended(conn: &mut Conn, digest: &str, now: Timestamp) -> Result<()> {
    diesel::update(sign_ins::table.filter(sign_ins::token_digest.eq(digest)).filter(sign_ins::ended_at.is_null()))
        .set(sign_ins::ended_at.eq(now))
        .execute(conn)?;
    Ok(())
}

pub(super) fn set_all_ended(conn: &mut Conn, person: PersonId, now: Timestamp) -> Result<()> {
    diesel::update(sign_ins::table.filter(sign_ins::person_id.eq(person)).filter(sign_ins::ended_at.is_null()))
        .set(sign_ins::ended_at.eq(now))
        .execute(conn)?;
    Ok(())
}

// People

/// How many accounts there are.
///
/// # Errors
/// The database's.
pub fn count_people(conn: &mut Conn) -> Result<i64> {
    Ok(people::table.filter(people::erased_at.is_null()).count().get_result(conn)?)
}

/// Id, password hash, since when the account is disabled, until when a card's password works.
pub(super) type CredentialsRow = (PersonId, Option<String>, Option<Timestamp>, Option<Timestamp>);

pub(super) fn find_credentials(conn: &mut Conn, identifier: &str) -> Result<Option<CredentialsRow>> {
    let folded = identifier.trim().to_lowercase();
    Ok(people::table
        .filter(people::email_folded.eq(&folded).or(people::sign_in_name.eq(&folded)))
        .select((people::id, people::password_hash, people::disabled_at, people::one_time_until))
        .get_result(conn)
        .optional()?)
}

/// The id of the person with this e-mail or sign-in name.
///
/// # Errors
/// The database's.
pub fn find_person_by_identifier(conn: &mut Conn, identifier: &str) -> Result<Option<PersonId>> {
    Ok(find_credentials(conn, identifier)?.map(|(id, ..)| id))
}

pub(super) fn insert_person(conn: &mut Conn, ctx: &Ctx, new: &NewPerson) -> Result<PersonId> {
    let id = diesel::insert_into(people::table)
        .values((
            people::name.eq(new.name.as_str()),
            people::name_folded.eq(new.name.folded()),
            people::email.eq(new.email.as_ref().map(Email::as_str)),
            people::email_folded.eq(new.email.as_ref().map(Email::folded)),
            people::language.eq(new.lang),
            people::district_id.eq(new.district),
            people::settlement.eq(new.settlement.as_deref()),
            people::birth_year.eq(new.birth_year),
            people::password_hash.eq(new.password_hash.as_deref()),
            people::consent_version.eq(new.consent.map(|_| super::CONSENT_VERSION)),
            people::consent_at.eq(new.consent.map(|_| ctx.now)),
            people::created_at.eq(ctx.now),
        ))
        .returning(people::id)
        .get_result(conn)?;
    search::set_words(conn, id)?;
    Ok(id)
}

/// The names of people, for lists that hold ids; who is gone is left out.
///
/// # Errors
/// The database's.
pub fn list_names(conn: &mut Conn, ids: &[PersonId]) -> Result<Vec<(PersonId, String)>> {
    Ok(people::table
        .filter(people::id.eq_any(ids))
        .filter(people::erased_at.is_null())
        .select((people::id, people::name))
        .load(conn)?)
}

/// The names of those of these people who have an open account and a role.
///
/// # Errors
/// The database's.
pub fn list_open_names(conn: &mut Conn, ids: &[PersonId], role: Role) -> Result<Vec<(PersonId, String)>> {
    let holders = grants::table
        .filter(grants::person_id.eq_any(ids))
        .filter(grants::role.eq(role))
        .filter(grants::withdrawn_at.is_null())
        .select(grants::person_id);
    Ok(people::table
        .filter(people::id.eq_any(holders))
        .filter(people::disabled_at.is_null())
        .filter(people::erased_at.is_null())
        .select((people::id, people::name))
        .load(conn)?)
}

pub(super) fn set_birth_year(conn: &mut Conn, id: PersonId, year: i32) -> Result<()> {
    diesel::update(people::table.find(id)).set(people::birth_year.eq(year)).execute(conn)?;
    Ok(())
}

pub(super) fn set_profile(conn: &mut Conn, id: PersonId, profile: &super::Profile) -> Result<()> {
    diesel::update(people::table.find(id))
        .set((
            people::name.eq(profile.name.as_str()),
            people::name_folded.eq(profile.name.folded()),
            people::language.eq(profile.lang),
            people::district_id.eq(profile.district),
            people::settlement.eq(profile.settlement.as_deref()),
            people::birth_year.eq(profile.birth_year),
        ))
        .execute(conn)?;
    search::set_words(conn, id)?;
    Ok(())
}

/// Gives another name unless somebody else has done so; true if this did.
pub(super) fn set_name(conn: &mut Conn, id: PersonId, was: &str, name: &PersonName) -> Result<bool> {
    let changed = diesel::update(people::table.find(id).filter(people::name.eq(was)))
        .set((people::name.eq(name.as_str()), people::name_folded.eq(name.folded())))
        .execute(conn)?;
    search::set_words(conn, id)?;
    Ok(changed == 1)
}

/// Sets the person's own password; one from a card ends.
pub(super) fn set_password(conn: &mut Conn, id: PersonId, hash: &str) -> Result<()> {
    diesel::update(people::table.find(id))
        .set((people::password_hash.eq(hash), people::one_time_until.eq(None::<Timestamp>)))
        .execute(conn)?;
    Ok(())
}

pub(super) fn set_email(conn: &mut Conn, id: PersonId, email: &Email) -> Result<()> {
    diesel::update(people::table.find(id))
        .set((
            people::email.eq(email.as_str()),
            people::email_folded.eq(email.folded()),
            people::email_confirmed_at.eq(None::<Timestamp>),
        ))
        .execute(conn)?;
    search::set_words(conn, id)?;
    Ok(())
}

/// Confirms the address if it is still the person's; true if this changed something.
pub(super) fn set_email_confirmed(conn: &mut Conn, id: PersonId, email: &str, now: Timestamp) -> Result<bool> {
    let changed = diesel::update(people::table.find(id).filter(people::email.eq(email)))
        .set(people::email_confirmed_at.eq(now))
        .execute(conn)?;
    Ok(changed == 1)
}

pub(super) fn set_disabled(conn: &mut Conn, id: PersonId, at: Option<Timestamp>) -> Result<()> {
    diesel::update(people::table.find(id)).set(people::disabled_at.eq(at)).execute(conn)?;
    Ok(())
}

// Roles

pub(super) fn list_roles(conn: &mut Conn, person: PersonId) -> Result<Vec<Role>> {
    Ok(grants::table
        .filter(grants::person_id.eq(person))
        .filter(grants::withdrawn_at.is_null())
        .order(grants::id)
        .select(grants::role)
        .load(conn)?)
}

/// True if the grant is new.
pub(super) fn insert_grant(conn: &mut Conn, ctx: &Ctx, person: PersonId, role: Role) -> Result<bool> {
    let values = (grants::person_id.eq(person), grants::role.eq(role), grants::granted_at.eq(ctx.now));
    let rows =
        on_backend!(conn, c => diesel::insert_into(grants::table).values(values).on_conflict_do_nothing().execute(c))?;
    Ok(rows == 1)
}

/// True if the role was held.
pub(super) fn set_withdrawn(conn: &mut Conn, ctx: &Ctx, person: PersonId, role: Role) -> Result<bool> {
    let held = grants::table
        .filter(grants::person_id.eq(person))
        .filter(grants::role.eq(role))
        .filter(grants::withdrawn_at.is_null());
    Ok(diesel::update(held).set(grants::withdrawn_at.eq(ctx.now)).execute(conn)? > 0)
}

/// How many administrators may sign in, and will go on to.
pub(super) fn count_administrators(conn: &mut Conn) -> Result<i64> {
    Ok(grants::table
        .inner_join(people::table)
        .filter(grants::role.eq(Role::Administrator))
        .filter(grants::withdrawn_at.is_null())
        .filter(people::disabled_at.is_null())
        .filter(people::erase_at.is_null())
        .count()
        .get_result(conn)?)
}

// Links

pub(super) struct NewLink<'a> {
    pub(super) purpose: LinkPurpose,
    pub(super) digest: &'a str,
    pub(super) person: Option<PersonId>,
    pub(super) email: Option<&'a str>,
}

pub(super) fn insert_link(conn: &mut Conn, ctx: &Ctx, link: &NewLink<'_>) -> Result<()> {
    diesel::insert_into(links::table)
        .values((
            links::purpose.eq(link.purpose.code()),
            links::token_digest.eq(link.digest),
            links::person_id.eq(link.person),
            links::email.eq(link.email),
            links::created_at.eq(ctx.now),
            links::expires_at.eq(ctx.now.plus_seconds(link.purpose.lifetime())),
        ))
        .execute(conn)?;
    Ok(())
}

/// A link that still works.
#[derive(Debug, Clone)]
pub(super) struct LinkRow {
    pub(super) id: LinkId,
    pub(super) person: Option<PersonId>,
    pub(super) email: Option<String>,
}

pub(super) fn find_link(conn: &mut Conn, ctx: &Ctx, purpose: LinkPurpose, digest: &str) -> Result<Option<LinkRow>> {
    let row: Option<(LinkId, Option<PersonId>, Option<String>)> = links::table
        .filter(links::token_digest.eq(digest))
        .filter(links::purpose.eq(purpose.code()))
        .filter(links::used_at.is_null())
        .filter(links::expires_at.gt(ctx.now))
        .select((links::id, links::person_id, links::email))
        .get_result(conn)
        .optional()?;
    Ok(row.map(|(id, person, email)| LinkRow { id, person, email }))
}

/// Uses the link up; true if it was this call that did.
pub(super) fn set_link_used(conn: &mut Conn, ctx: &Ctx, id: LinkId) -> Result<bool> {
    let rows = diesel::update(links::table.find(id).filter(links::used_at.is_null()))
        .set(links::used_at.eq(ctx.now))
        .execute(conn)?;
    Ok(rows == 1)
}

/// Ends every unused link of a purpose of a person that is newer than another link.
pub(super) fn set_newer_links_used(
    conn: &mut Conn,
    ctx: &Ctx,
    (purpose, person): (LinkPurpose, PersonId),
    than: LinkId,
) -> Result<()> {
    let unused = links::table.filter(links::purpose.eq(purpose.code())).filter(links::used_at.is_null());
    let newer = unused.filter(links::person_id.eq(person)).filter(links::id.gt(than));
    diesel::update(newer).set(links::used_at.eq(ctx.now)).execute(conn)?;
    Ok(())
}

/// Ends every unused link of a purpose (of a person, or without one).
pub(super) fn set_links_used(conn: &mut Conn, ctx: &Ctx, purpose: LinkPurpose, person: Option<PersonId>) -> Result<()> {
    let unused = links::table.filter(links::purpose.eq(purpose.code())).filter(links::used_at.is_null());
    match person {
        Some(id) => {
            diesel::update(unused.filter(links::person_id.eq(id))).set(links::used_at.eq(ctx.now)).execute(conn)?
        }
        None => {
            diesel::update(unused.filter(links::person_id.is_null())).set(links::used_at.eq(ctx.now)).execute(conn)?
        }
    };
    Ok(())
}
