//! The table `api_tokens`.

use diesel::prelude::*;

use crate::accounts::api_token::{NewToken, Scope, TokenRow};
use crate::db::Conn;
use crate::db::schema::{api_tokens, people};
use crate::kernel::ids::{ApiTokenId, OrganisationId, PersonId};
use crate::kernel::{Ctx, Error, Result, Timestamp};

type Row = (
    (ApiTokenId, PersonId, String, String, Option<OrganisationId>),
    (Timestamp, Timestamp, Option<Timestamp>, Option<Timestamp>),
);

type Made = (api_tokens::id, api_tokens::person_id, api_tokens::name, api_tokens::scope, api_tokens::organisation_id);
type Moments = (api_tokens::made_at, api_tokens::expires_at, api_tokens::revoked_at, api_tokens::last_used_at);

const COLUMNS: (Made, Moments) = (
    (api_tokens::id, api_tokens::person_id, api_tokens::name, api_tokens::scope, api_tokens::organisation_id),
    (api_tokens::made_at, api_tokens::expires_at, api_tokens::revoked_at, api_tokens::last_used_at),
);

fn token(
    ((id, person, name, scope, organisation), (made_at, expires_at, revoked_at, last_used_at)): Row,
) -> Result<TokenRow> {
    let scope = Scope::from_code(&scope).ok_or_else(|| Error::internal("a token of an unknown scope"))?;
    Ok(TokenRow { id, person, name, scope, organisation, made_at, expires_at, revoked_at, last_used_at })
}

pub(in crate::accounts) fn insert_token(
    conn: &mut Conn,
    ctx: &Ctx,
    person: PersonId,
    new: &NewToken,
) -> Result<ApiTokenId> {
    Ok(diesel::insert_into(api_tokens::table)
        .values((
            api_tokens::person_id.eq(person),
            api_tokens::name.eq(&new.name),
            api_tokens::scope.eq(new.scope.code()),
            api_tokens::organisation_id.eq(new.organisation),
            api_tokens::digest.eq(&new.digest),
            api_tokens::made_at.eq(ctx.now),
            api_tokens::expires_at.eq(ctx.now.plus_hours(24 * new.days)),
        ))
        .returning(api_tokens::id)
        .get_result(conn)?)
}

/// When a person's token with this digest was made.
pub(in crate::accounts) fn find_made(conn: &mut Conn, person: PersonId, digest: &str) -> Result<Option<Timestamp>> {
    let own = api_tokens::table.filter(api_tokens::digest.eq(digest)).filter(api_tokens::person_id.eq(person));
    Ok(own.select(api_tokens::made_at).get_result(conn).optional()?)
}

pub(in crate::accounts) fn count_working(conn: &mut Conn, ctx: &Ctx, person: PersonId) -> Result<i64> {
    let working = api_tokens::table
        .filter(api_tokens::person_id.eq(person))
        .filter(api_tokens::revoked_at.is_null())
        .filter(api_tokens::expires_at.gt(ctx.now));
    Ok(working.count().get_result(conn)?)
}

/// Tokens of a person or of everybody, the newest first, and how many there are.
pub(in crate::accounts) fn list_tokens(
    conn: &mut Conn,
    person: Option<PersonId>,
    (offset, limit): (i64, i64),
) -> Result<(Vec<TokenRow>, i64)> {
    let found = || {
        let all = api_tokens::table.into_boxed();
        match person {
            Some(person) => all.filter(api_tokens::person_id.eq(person)),
            None => all,
        }
    };
    let total = found().count().get_result(conn)?;
    let rows: Vec<Row> = found().order(api_tokens::id.desc()).offset(offset).limit(limit).select(COLUMNS).load(conn)?;
    Ok((rows.into_iter().map(token).collect::<Result<_>>()?, total))
}

pub(in crate::accounts) fn find_token(conn: &mut Conn, id: ApiTokenId) -> Result<Option<TokenRow>> {
    let row: Option<Row> = api_tokens::table.find(id).select(COLUMNS).get_result(conn).optional()?;
    row.map(token).transpose()
}

/// False if it was revoked before.
pub(in crate::accounts) fn set_revoked(conn: &mut Conn, ctx: &Ctx, id: ApiTokenId) -> Result<bool> {
    let open = api_tokens::table.find(id).filter(api_tokens::revoked_at.is_null());
    Ok(diesel::update(open).set(api_tokens::revoked_at.eq(ctx.now)).execute(conn)? == 1)
}

/// Revokes every token of a person that was not revoked; how many there were.
pub(in crate::accounts) fn set_all_revoked(conn: &mut Conn, ctx: &Ctx, person: PersonId) -> Result<usize> {
    let open = api_tokens::table.filter(api_tokens::person_id.eq(person)).filter(api_tokens::revoked_at.is_null());
    Ok(diesel::update(open).set(api_tokens::revoked_at.eq(ctx.now)).execute(conn)?)
}

/// The token with this digest, if it is neither revoked nor at its end, and its person may sign in and would be held up by
/// nothing there: the password of a card, or a consent that was never given.
pub(in crate::accounts) fn find_working(conn: &mut Conn, ctx: &Ctx, digest: &str) -> Result<Option<TokenRow>> {
    let row: Option<Row> = api_tokens::table
        .inner_join(people::table)
        .filter(api_tokens::digest.eq(digest))
        .filter(api_tokens::revoked_at.is_null())
        .filter(api_tokens::expires_at.gt(ctx.now))
        .filter(people::disabled_at.is_null())
        .filter(people::erase_at.is_null())
        .filter(people::one_time_until.is_null())
        .filter(people::consent_at.is_not_null())
        .select(COLUMNS)
        .get_result(conn)
        .optional()?;
    row.map(token).transpose()
}

/// Notes that a token is in use; false if that was noted after a moment.
pub(in crate::accounts) fn set_used(conn: &mut Conn, ctx: &Ctx, id: ApiTokenId, since: Timestamp) -> Result<bool> {
    let is_due = api_tokens::last_used_at.is_null().or(api_tokens::last_used_at.le(since).assume_not_null());
    let token = api_tokens::table.find(id).filter(is_due);
    Ok(diesel::update(token).set(api_tokens::last_used_at.eq(ctx.now)).execute(conn)? == 1)
}

pub(in crate::accounts) fn delete_of_person(conn: &mut Conn, person: PersonId) -> Result<()> {
    diesel::delete(api_tokens::table.filter(api_tokens::person_id.eq(person))).execute(conn)?;
    Ok(())
}

/// Removes tokens that ended or were revoked before a moment, at most so many.
pub(in crate::accounts) fn delete_ended(conn: &mut Conn, before: Timestamp, limit: i64) -> Result<usize> {
    let revoked = api_tokens::revoked_at.lt(before).assume_not_null().and(api_tokens::revoked_at.is_not_null());
    let ended = api_tokens::table.filter(revoked.or(api_tokens::expires_at.lt(before)));
    let ids: Vec<ApiTokenId> = ended.select(api_tokens::id).limit(limit).load(conn)?;
    Ok(diesel::delete(api_tokens::table.filter(api_tokens::id.eq_any(ids))).execute(conn)?)
}
