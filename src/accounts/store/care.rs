//! The queries of account care: one's own sign-ins, password and address.

use diesel::prelude::*;

use crate::accounts::model::{LinkPurpose, SignInRow, lifetime};
use crate::db::Conn;
use crate::db::schema::{links, people, sign_ins};
use crate::kernel::ids::{PersonId, SignInId};
use crate::kernel::{Ctx, Email, Result, Timestamp};

/// The sign-ins of a person that are good, the last used first, with the number of all of them.
pub(in crate::accounts) fn list_sign_ins(
    conn: &mut Conn,
    ctx: &Ctx,
    (person, is_staff): (PersonId, bool),
    (offset, limit): (i64, i64),
) -> Result<(Vec<SignInRow>, i64)> {
    let (idle, whole) = lifetime(is_staff);
    let good = || {
        sign_ins::table
            .filter(sign_ins::person_id.eq(person))
            .filter(sign_ins::ended_at.is_null())
            .filter(sign_ins::seen_at.ge(ctx.now.plus_seconds(-idle)))
            .filter(sign_ins::created_at.ge(ctx.now.plus_seconds(-whole)))
    };
    let total = good().count().get_result(conn)?;
    let rows: Vec<(SignInId, Option<String>, Timestamp, Timestamp)> = good()
        .order((sign_ins::seen_at.desc(), sign_ins::id.desc()))
        .offset(offset)
        .limit(limit)
        .select((sign_ins::id, sign_ins::device, sign_ins::created_at, sign_ins::seen_at))
        .load(conn)?;
    let row = |(id, device, created_at, seen_at)| SignInRow { id, device, created_at, seen_at };
    Ok((rows.into_iter().map(row).collect(), total))
}

/// Ends one sign-in of a person; false if there is none that has not ended.
pub(in crate::accounts) fn set_one_ended(
    conn: &mut Conn,
    person: PersonId,
    id: SignInId,
    now: Timestamp,
) -> Result<bool> {
    let own = sign_ins::table.filter(sign_ins::id.eq(id)).filter(sign_ins::person_id.eq(person));
    let open = own.filter(sign_ins::ended_at.is_null());
    Ok(diesel::update(open).set(sign_ins::ended_at.eq(now)).execute(conn)? == 1)
}

/// Ends every sign-in of a person but one; how many there were.
pub(in crate::accounts) fn set_others_ended(
    conn: &mut Conn,
    person: PersonId,
    but: SignInId,
    now: Timestamp,
) -> Result<usize> {
    let others = sign_ins::table.filter(sign_ins::person_id.eq(person)).filter(sign_ins::id.ne(but));
    let open = others.filter(sign_ins::ended_at.is_null());
    Ok(diesel::update(open).set(sign_ins::ended_at.eq(now)).execute(conn)?)
}

/// The hash of a person's password.
pub(in crate::accounts) fn find_hash(conn: &mut Conn, person: PersonId) -> Result<Option<String>> {
    let open = people::table.find(person).filter(people::disabled_at.is_null());
    Ok(open.select(people::password_hash).get_result::<Option<String>>(conn).optional()?.flatten())
}

/// The address that waits for its confirmation, and until when it does.
pub(in crate::accounts) fn find_waiting_email(
    conn: &mut Conn,
    ctx: &Ctx,
    person: PersonId,
) -> Result<Option<(String, Timestamp)>> {
    let row: Option<(Option<String>, Timestamp)> = links::table
        .filter(links::person_id.eq(person))
        .filter(links::purpose.eq(LinkPurpose::ChangeEmail.code()))
        .filter(links::used_at.is_null())
        .filter(links::expires_at.gt(ctx.now))
        .order(links::id.desc())
        .select((links::email, links::expires_at))
        .get_result(conn)
        .optional()?;
    Ok(row.and_then(|(email, until)| Some((email?, until))))
}

/// True if an address was another account's until lately, and its owner may still take it back.
pub(in crate::accounts) fn is_kept_for_undo(
    conn: &mut Conn,
    ctx: &Ctx,
    email: &Email,
    person: Option<PersonId>,
) -> Result<bool> {
    let kept = links::table
        .filter(links::purpose.eq(LinkPurpose::UndoEmail.code()))
        .filter(links::email.eq(email.folded()))
        .filter(links::used_at.is_null())
        .filter(links::expires_at.gt(ctx.now));
    let owners: Vec<Option<PersonId>> = kept.select(links::person_id).load(conn)?;
    Ok(owners.into_iter().any(|owner| owner != person))
}

/// Gives a person an address that is confirmed.
pub(in crate::accounts) fn set_confirmed_email(
    conn: &mut Conn,
    person: PersonId,
    email: &Email,
    now: Timestamp,
) -> Result<()> {
    diesel::update(people::table.find(person))
        .set((
            people::email.eq(email.as_str()),
            people::email_folded.eq(email.folded()),
            people::email_confirmed_at.eq(now),
        ))
        .execute(conn)?;
    super::search::set_words(conn, person)?;
    Ok(())
}

/// Leaves a person without a password: a new one is set by a link.
pub(in crate::accounts) fn set_no_password(conn: &mut Conn, person: PersonId) -> Result<()> {
    diesel::update(people::table.find(person)).set(people::password_hash.eq(None::<String>)).execute(conn)?;
    Ok(())
}
