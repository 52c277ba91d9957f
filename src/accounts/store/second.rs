//! The tables `second_factors` and `recovery_codes`.

use diesel::prelude::*;

use crate::accounts::second_factor::Factor;
use crate::db::schema::{recovery_codes, second_factors};
use crate::db::{Conn, escape_like};
use crate::kernel::ids::PersonId;
use crate::kernel::{Ctx, Result, Timestamp};
use crate::on_backend;

type Row = (Option<String>, Option<Timestamp>, Option<String>, Option<Timestamp>);

/// What is known of a person's second factor; nothing, if there never was one.
pub(in crate::accounts) fn find_factor(conn: &mut Conn, person: PersonId) -> Result<Factor> {
    let row: Option<Row> = second_factors::table
        .find(person)
        .select((
            second_factors::secret,
            second_factors::confirmed_at,
            second_factors::waiting_secret,
            second_factors::waiting_at,
        ))
        .get_result(conn)
        .optional()?;
    let (secret, confirmed_at, waiting, waiting_at) = row.unwrap_or_default();
    let codes_left = recovery_codes::table
        .filter(recovery_codes::person_id.eq(person))
        .filter(recovery_codes::used_at.is_null())
        .count()
        .get_result(conn)?;
    Ok(Factor { held: secret.zip(confirmed_at), waiting: waiting.zip(waiting_at), codes_left })
}

/// Keeps a secret that waits for its first code, in place of another one that waits.
pub(in crate::accounts) fn set_waiting(conn: &mut Conn, ctx: &Ctx, person: PersonId, sealed: &str) -> Result<()> {
    let waits = (second_factors::waiting_secret.eq(sealed), second_factors::waiting_at.eq(ctx.now));
    let row = (second_factors::person_id.eq(person), waits);
    on_backend!(conn, c => diesel::insert_into(second_factors::table)
        .values(row)
        .on_conflict(second_factors::person_id)
        .do_update()
        .set(waits)
        .execute(c))?;
    Ok(())
}

/// Makes the secret that waits the one that holds, used up to this step; false if another one waits now, or none.
pub(in crate::accounts) fn set_confirmed(
    conn: &mut Conn,
    ctx: &Ctx,
    person: PersonId,
    (sealed, step): (&str, i64),
) -> Result<bool> {
    let waits = second_factors::table.find(person).filter(second_factors::waiting_secret.eq(sealed));
    let changed = diesel::update(waits)
        .set((
            second_factors::secret.eq(sealed),
            second_factors::confirmed_at.eq(ctx.now),
            second_factors::last_step.eq(step),
            second_factors::waiting_secret.eq(None::<String>),
            second_factors::waiting_at.eq(None::<Timestamp>),
        ))
        .execute(conn)?;
    Ok(changed == 1)
}

/// Uses a code up; false if it, or a later one, was used before, or another secret holds.
pub(in crate::accounts) fn set_step(conn: &mut Conn, person: PersonId, (sealed, step): (&str, i64)) -> Result<bool> {
    let unused = second_factors::table
        .find(person)
        .filter(second_factors::secret.eq(sealed))
        .filter(second_factors::last_step.lt(step));
    Ok(diesel::update(unused).set(second_factors::last_step.eq(step)).execute(conn)? == 1)
}

/// Removes a second factor with its recovery codes; false if none held.
pub(in crate::accounts) fn delete_factor(conn: &mut Conn, person: PersonId) -> Result<bool> {
    diesel::delete(recovery_codes::table.filter(recovery_codes::person_id.eq(person))).execute(conn)?;
    let held = find_factor(conn, person)?.held.is_some();
    diesel::delete(second_factors::table.find(person)).execute(conn)?;
    Ok(held)
}

/// Puts other recovery codes in place of all former ones.
pub(in crate::accounts) fn set_codes(conn: &mut Conn, ctx: &Ctx, person: PersonId, digests: &[String]) -> Result<()> {
    diesel::delete(recovery_codes::table.filter(recovery_codes::person_id.eq(person))).execute(conn)?;
    let row = |digest: &String| {
        (
            recovery_codes::person_id.eq(person),
            recovery_codes::digest.eq(digest.clone()),
            recovery_codes::made_at.eq(ctx.now),
        )
    };
    let rows: Vec<_> = digests.iter().map(row).collect();
    on_backend!(conn, c => diesel::insert_into(recovery_codes::table).values(&rows).execute(c))?;
    Ok(())
}

/// True if these are the codes that were made since a moment.
pub(in crate::accounts) fn are_codes(
    conn: &mut Conn,
    person: PersonId,
    (digests, since): (&[String], Timestamp),
) -> Result<bool> {
    let found: i64 = recovery_codes::table
        .filter(recovery_codes::person_id.eq(person))
        .filter(recovery_codes::digest.eq_any(digests))
        .filter(recovery_codes::made_at.ge(since))
        .count()
        .get_result(conn)?;
    Ok(usize::try_from(found).is_ok_and(|found| found == digests.len()))
}

/// Uses a recovery code up; false if it is none or was used before.
pub(in crate::accounts) fn set_code_used(conn: &mut Conn, ctx: &Ctx, person: PersonId, digest: &str) -> Result<bool> {
    let unused = recovery_codes::table
        .filter(recovery_codes::person_id.eq(person))
        .filter(recovery_codes::digest.eq(digest))
        .filter(recovery_codes::used_at.is_null());
    Ok(diesel::update(unused).set(recovery_codes::used_at.eq(ctx.now)).execute(conn)? == 1)
}

/// How many second factors were sealed with another key than this one.
pub(in crate::accounts) fn count_sealed_otherwise(conn: &mut Conn, key: &str) -> Result<i64> {
    let own = format!("{}.%", escape_like(key));
    Ok(second_factors::table
        .filter(second_factors::secret.is_not_null())
        .filter(second_factors::secret.not_like(&own).escape('\\'))
        .count()
        .get_result(conn)?)
}
