//! The queries of account care: one's own sign-ins, password and address.

use diesel::dsl::{exists, not};
use diesel::prelude::*;

use crate::accounts::erasure::Erase;
use crate::accounts::model::{LinkPurpose, SignInRow, lifetime};
use crate::db::Conn;
use crate::db::schema::{audit, cards, grants, links, parental_consents, people, person_words, sign_ins, throttles};
use crate::kernel::ids::{PersonId, SignInId};
use crate::kernel::{Ctx, Day, Email, Lang, Result, Timestamp};

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

/// True while an account has no password and was never used.
pub(in crate::accounts) fn has_never_signed_in(conn: &mut Conn, person: PersonId) -> Result<bool> {
    let without = people::table.find(person).filter(people::password_hash.is_null());
    let is_without: bool = diesel::select(diesel::dsl::exists(without)).get_result(conn)?;
    let used = sign_ins::table.filter(sign_ins::person_id.eq(person));
    Ok(is_without && !diesel::select(diesel::dsl::exists(used)).get_result::<bool>(conn)?)
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

/// Those of these folded addresses that an account has, or that an owner may still take back.
pub(in crate::accounts) fn list_taken(conn: &mut Conn, now: Timestamp, folded: &[String]) -> Result<Vec<String>> {
    let had: Vec<Option<String>> =
        people::table.filter(people::email_folded.eq_any(folded)).select(people::email_folded).load(conn)?;
    let kept: Vec<Option<String>> = links::table
        .filter(links::purpose.eq(LinkPurpose::UndoEmail.code()))
        .filter(links::email.eq_any(folded))
        .filter(links::used_at.is_null())
        .filter(links::expires_at.gt(now))
        .select(links::email)
        .load(conn)?;
    Ok(had.into_iter().chain(kept).flatten().collect())
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

// The end of an account

/// Plans the end of an account, or keeps it; false if nothing had to change.
pub(in crate::accounts) fn set_erase_at(conn: &mut Conn, person: PersonId, at: Option<Timestamp>) -> Result<bool> {
    let open = people::table.filter(people::id.eq(person)).filter(people::erased_at.is_null());
    let changed = match at {
        Some(at) => {
            diesel::update(open.filter(people::erase_at.is_null())).set(people::erase_at.eq(at)).execute(conn)?
        }
        None => diesel::update(open.filter(people::erase_at.is_not_null()))
            .set(people::erase_at.eq(None::<Timestamp>))
            .execute(conn)?,
    };
    Ok(changed == 1)
}

pub(in crate::accounts) fn list_due_erasures(conn: &mut Conn, now: Timestamp, limit: i64) -> Result<Vec<PersonId>> {
    let due = people::table.filter(people::erase_at.le(now)).filter(people::erased_at.is_null());
    Ok(due.order(people::id).select(people::id).limit(limit).load(conn)?)
}

/// Everything by which a person signs in, own addresses among it; `None` if the account was erased.
pub(in crate::accounts) fn find_identifiers(conn: &mut Conn, person: PersonId) -> Result<Option<Vec<String>>> {
    type Row = (Option<String>, Option<String>, Option<String>);
    let row: Option<Row> = people::table
        .find(person)
        .filter(people::erased_at.is_null())
        .select((people::email, people::email_folded, people::sign_in_name))
        .get_result(conn)
        .optional()?;
    Ok(row.map(|(a, b, c)| [a, b, c].into_iter().flatten().collect()))
}

/// Empties the row of a person if it is such an account; false if it was not changed.
pub(in crate::accounts) fn set_erased(conn: &mut Conn, ctx: &Ctx, person: PersonId, which: Erase) -> Result<bool> {
    let open = people::table.filter(people::id.eq(person)).filter(people::erased_at.is_null());
    let nothing = None::<String>;
    let who = (people::name.eq(""), people::name_folded.eq(""), people::password_hash.eq(&nothing));
    let names = (
        people::email.eq(&nothing),
        people::email_folded.eq(&nothing),
        people::email_confirmed_at.eq(None::<Timestamp>),
        people::contact_email.eq(&nothing),
        people::sign_in_name.eq(&nothing),
    );
    let rest = (
        people::language.eq(Lang::Kk),
        people::district_id.eq(None::<i64>),
        people::settlement.eq(&nothing),
        people::birth_year.eq(None::<i32>),
        people::consent_version.eq(&nothing),
        people::consent_at.eq(None::<Timestamp>),
        people::one_time_until.eq(None::<Timestamp>),
        people::made_by.eq(None::<PersonId>),
        people::contact_agreed_by.eq(&nothing),
        people::contact_agreed_at.eq(None::<Timestamp>),
        people::contact_agreed_on.eq(None::<Day>),
        people::contact_noted_by.eq(None::<PersonId>),
    );
    let end = (people::disabled_at.eq(ctx.now), people::erase_at.eq(None::<Timestamp>), people::erased_at.eq(ctx.now));
    let emptied = (who, names, rest, end);
    let changed = match which {
        Erase::Due => diesel::update(open.filter(people::erase_at.le(ctx.now))).set(emptied).execute(conn)?,
        Erase::Unused { since } => diesel::update(open.filter(is_unused(since, ctx.now))).set(emptied).execute(conn)?,
        Erase::MergedInto(kept) => {
            diesel::update(open.filter(people::merged_into.eq(kept))).set(emptied).execute(conn)?
        }
    };
    Ok(changed == 1)
}

/// Removes a person's sign-ins, links, cards, words to be found by, former places, consent of parents, second factor and tokens.
pub(in crate::accounts) fn delete_of_person(conn: &mut Conn, person: PersonId) -> Result<()> {
    diesel::delete(sign_ins::table.filter(sign_ins::person_id.eq(person))).execute(conn)?;
    diesel::delete(links::table.filter(links::person_id.eq(person))).execute(conn)?;
    diesel::delete(cards::table.filter(cards::person_id.eq(person))).execute(conn)?;
    diesel::delete(person_words::table.filter(person_words::person_id.eq(person))).execute(conn)?;
    diesel::delete(parental_consents::table.filter(parental_consents::person_id.eq(person))).execute(conn)?;
    super::former::delete_former(conn, person)?;
    super::second::delete_factor(conn, person)?;
    super::api_tokens::delete_of_person(conn, person)?;
    Ok(())
}

/// Accounts of the same person that were merged into this one.
pub(in crate::accounts) fn list_merged_into(conn: &mut Conn, person: PersonId) -> Result<Vec<PersonId>> {
    let merged = people::table.filter(people::merged_into.eq(person)).filter(people::erased_at.is_null());
    Ok(merged.order(people::id).select(people::id).load(conn)?)
}

/// An account made before a moment that nobody has confirmed or signed in to since, that has no role and no card that
/// works now, and was not merged into another. The audit log is asked about signing in, because sign-ins are forgotten
/// sooner.
#[diesel::dsl::auto_type]
fn is_unused(since: Timestamp, now: Timestamp) -> _ {
    let about = audit::table.filter(audit::subject.eq("person")).filter(audit::subject_id.eq(people::id.nullable()));
    let signed_in = about.filter(audit::action.eq("signed in")).filter(audit::at.ge(since));
    let roles = grants::table.filter(grants::person_id.eq(people::id));
    let no_card = people::one_time_until.is_null().or(people::one_time_until.assume_not_null().lt(now));
    people::created_at
        .lt(since)
        .and(people::email_confirmed_at.is_null())
        .and(people::merged_into.is_null())
        .and(no_card)
        .and(not(exists(signed_in)))
        .and(not(exists(roles)))
}

/// Unused accounts after an id, in the order of ids.
pub(in crate::accounts) fn list_unused(
    conn: &mut Conn,
    (since, now): (Timestamp, Timestamp),
    (after, limit): (PersonId, i64),
) -> Result<Vec<PersonId>> {
    let found = people::table.filter(people::id.gt(after)).filter(people::erased_at.is_null());
    let unused = found.filter(is_unused(since, now));
    Ok(unused.order(people::id).select(people::id).limit(limit).load(conn)?)
}

// Forgetting, a few rows at a time

/// Removes failures counted before a moment.
pub(in crate::accounts) fn delete_failures(conn: &mut Conn, before: Timestamp, limit: i64) -> Result<usize> {
    let old: Vec<String> =
        throttles::table.filter(throttles::since.lt(before)).select(throttles::key).limit(limit).load(conn)?;
    Ok(diesel::delete(throttles::table.filter(throttles::key.eq_any(old))).execute(conn)?)
}

/// Removes links that were used, or ended unused, before a moment.
pub(in crate::accounts) fn delete_links(conn: &mut Conn, before: Timestamp, limit: i64) -> Result<usize> {
    let used = links::used_at.lt(before).assume_not_null().and(links::used_at.is_not_null());
    let old: Vec<i64> =
        links::table.filter(used.or(links::expires_at.lt(before))).select(links::id).limit(limit).load(conn)?;
    Ok(diesel::delete(links::table.filter(links::id.eq_any(old))).execute(conn)?)
}

/// Removes sign-ins that ended, or were last used, before a moment.
pub(in crate::accounts) fn delete_sign_ins(conn: &mut Conn, before: Timestamp, limit: i64) -> Result<usize> {
    let ended = sign_ins::ended_at.lt(before).assume_not_null().and(sign_ins::ended_at.is_not_null());
    let old: Vec<i64> =
        sign_ins::table.filter(ended.or(sign_ins::seen_at.lt(before))).select(sign_ins::id).limit(limit).load(conn)?;
    Ok(diesel::delete(sign_ins::table.filter(sign_ins::id.eq_any(old))).execute(conn)?)
}

/// Removes rows of the audit log from before a moment.
pub(in crate::accounts) fn delete_audit(conn: &mut Conn, before: Timestamp, limit: i64) -> Result<usize> {
    let old: Vec<i64> = audit::table.filter(audit::at.lt(before)).select(audit::id).limit(limit).load(conn)?;
    Ok(diesel::delete(audit::table.filter(audit::id.eq_any(old))).execute(conn)?)
}
