//! What accounts hold of a person, for the person.

use serde_json::{Value, json};

use super::store;
use crate::db::Conn;
use crate::kernel::ids::PersonId;
use crate::kernel::{Ctx, Result};

/// Profile, consent, roles, sign-ins and the audit log about the person, and the same of accounts that were merged into
/// this one. That it was taken stands in the log too.
///
/// # Errors
/// Not found; the database's.
pub fn export_account(conn: &mut Conn, person: PersonId) -> Result<Value> {
    let found = store::find_person(conn, person)?.ok_or(crate::kernel::Error::NotFound)?;
    let own = store::own::find_rest(conn, person)?;
    let roles = store::own::list_grants(conn, person)?.into_iter();
    let roles = roles.map(|(role, from, until, organisation)| {
        json!({ "role": role.code(), "organisation": organisation, "granted_at": from, "withdrawn_at": until })
    });
    let reviews = store::reviews::list_all(conn, person)?.into_iter().map(|(course, kind, from, until)| {
        json!({ "course": course, "review": kind.code(), "granted_at": from, "withdrawn_at": until })
    });
    let sign_ins = store::own::list_all_sign_ins(conn, person)?.into_iter();
    let sign_ins = sign_ins.map(|(device, created_at, seen_at, ended_at)| {
        json!({ "device": device, "created_at": created_at, "last_used_at": seen_at, "ended_at": ended_at })
    });
    let parental = store::own::list_parental(conn, person)?.into_iter();
    let parental = parental.map(|(state, given_by, on, photos, at)| {
        json!({ "state": state, "given_by": given_by, "on": on, "photos": photos, "at": at })
    });
    let former = former_places(conn, person)?;
    let log = store::own::list_audit(conn, person)?.into_iter();
    let log = log.map(|(at, actor, by, action, details)| {
        let by = if by == Some(person) { "you" } else { actor.as_str() };
        json!({ "at": at, "by": by, "action": action, "details": serde_json::from_str::<Value>(&details).ok() })
    });
    let second = second_factor(conn, person)?;
    let (tokens, _) = store::api_tokens::list_tokens(conn, Some(person), (0, i64::from(u16::MAX)))?;
    let tokens = tokens.into_iter().map(|token| {
        json!({
            "name": token.name, "scope": token.scope.code(), "made_at": token.made_at, "expires_at": token.expires_at,
            "revoked_at": token.revoked_at, "last_used_at": token.last_used_at,
        })
    });
    let merged = store::care::list_merged_into(conn, person)?;
    let merged = merged.into_iter().map(|merged| export_account(conn, merged)).collect::<Result<Vec<_>>>()?;
    Ok(json!({
        "profile": {
            "name": found.name,
            "email": found.email,
            "email_confirmed_at": found.email_confirmed_at,
            "contact_email": own.contact_email,
            "contact_agreed_by": own.contact_agreed_by,
            "contact_agreed_at": own.contact_agreed_at,
            "contact_agreed_on": own.contact_agreed_on,
            "sign_in_name": found.sign_in_name,
            "language": found.lang.code(),
            "district": own.district,
            "settlement": found.settlement,
            "former_places": former,
            "birth_year": found.birth_year,
            "created_at": found.created_at,
        },
        "consent": { "text": own.consent_version, "given_at": own.consent_at },
        "consent_of_parents": parental.collect::<Vec<_>>(),
        "roles": roles.collect::<Vec<_>>(),
        "reviews": reviews.collect::<Vec<_>>(),
        "second_factor": second,
        "tokens": tokens.collect::<Vec<_>>(),
        "sign_ins": sign_ins.collect::<Vec<_>>(),
        "log": log.collect::<Vec<_>>(),
        "merged_accounts": merged,
    }))
}

/// Where the person lived before, and until when.
fn former_places(conn: &mut Conn, person: PersonId) -> Result<Vec<Value>> {
    let former = store::former::list_former(conn, person)?.into_iter();
    let told = former
        .map(|(until, district, settlement)| json!({ "until": until, "district": district, "settlement": settlement }));
    Ok(told.collect())
}

fn second_factor(conn: &mut Conn, person: PersonId) -> Result<Option<Value>> {
    let found = store::second::find_factor(conn, person)?;
    Ok(found.held.map(|(_, since)| json!({ "since": since, "recovery_codes_left": found.codes_left })))
}

/// The account and those that were merged into it: other features may hold something under each of them.
///
/// # Errors
/// The database's.
pub fn list_own_accounts(conn: &mut Conn, person: PersonId) -> Result<Vec<PersonId>> {
    let mut own = vec![person];
    for merged in store::care::list_merged_into(conn, person)? {
        own.extend(list_own_accounts(conn, merged)?);
    }
    Ok(own)
}

/// Notes that a person has taken the own data along.
///
/// # Errors
/// The database's.
pub fn note_export(conn: &mut Conn, ctx: &Ctx, person: PersonId) -> Result<()> {
    let (action, details) = ("own data exported", Value::Null);
    let entry = super::audit::Entry { action, subject: "person", subject_id: Some(person.0), details };
    super::audit::record(conn, ctx, &entry)
}
