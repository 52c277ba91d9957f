//! The queries of whole people, one or many at once.

use std::collections::HashMap;

use diesel::prelude::*;

use super::made;
use crate::accounts::model::Person;
use crate::db::Conn;
use crate::db::schema::{grants, people};
use crate::kernel::ids::{DistrictId, PersonId};
use crate::kernel::{Day, Lang, Result, Role, Timestamp};

/// Words or numbers in one query.
const AT_ONCE: usize = 500;

type Row = (
    (PersonId, String, Option<String>, Option<Timestamp>, Option<String>, Lang),
    (Option<DistrictId>, Option<String>, Option<i32>, Timestamp, Option<Timestamp>),
    (Option<PersonId>, Option<Timestamp>, Option<PersonId>, Option<Timestamp>),
    (Option<String>, Option<String>, Option<Timestamp>, Option<Day>),
);

/// One person with the roles held; an erased one is nobody.
///
/// # Errors
/// The database's.
pub fn find_person(conn: &mut Conn, id: PersonId) -> Result<Option<Person>> {
    Ok(list_people_by_ids(conn, &[id])?.pop())
}

fn person((own, rest, made, contact): Row, roles: Vec<Role>) -> Person {
    let (id, name, email, email_confirmed_at, sign_in_name, lang) = own;
    let (district, settlement, birth_year, created_at, disabled_at) = rest;
    let (made_by, one_time_until, merged_into, erase_at) = made;
    Person {
        id,
        name,
        email,
        email_confirmed_at,
        sign_in_name,
        lang,
        district,
        settlement,
        birth_year,
        created_at,
        disabled_at,
        made_by,
        one_time_until,
        erase_at,
        merged_into,
        contact: made::contact(contact),
        roles,
    }
}

/// Whose e-mails and sign-in names these are, in small letters.
pub(in crate::accounts) fn list_by_identifiers(
    conn: &mut Conn,
    folded: &[String],
) -> Result<HashMap<String, PersonId>> {
    let mut found = HashMap::new();
    for part in folded.chunks(AT_ONCE) {
        let rows: Vec<(PersonId, Option<String>, Option<String>)> = people::table
            .filter(people::email_folded.eq_any(part).or(people::sign_in_name.eq_any(part)))
            .select((people::id, people::email_folded, people::sign_in_name))
            .load(conn)?;
        for (id, email, sign_in_name) in rows {
            found.extend([email, sign_in_name].into_iter().flatten().map(|identifier| (identifier, id)));
        }
    }
    Ok(found)
}

/// These people with the roles they hold.
pub(in crate::accounts) fn list_people_by_ids(conn: &mut Conn, ids: &[PersonId]) -> Result<Vec<Person>> {
    let mut found = Vec::new();
    for part in ids.chunks(AT_ONCE) {
        let rows: Vec<Row> = people::table
            .filter(people::id.eq_any(part))
            .filter(people::erased_at.is_null())
            .select((
                (
                    people::id,
                    people::name,
                    people::email,
                    people::email_confirmed_at,
                    people::sign_in_name,
                    people::language,
                ),
                (people::district_id, people::settlement, people::birth_year, people::created_at, people::disabled_at),
                (people::made_by, people::one_time_until, people::merged_into, people::erase_at),
                (
                    people::contact_email,
                    people::contact_agreed_by,
                    people::contact_agreed_at,
                    people::contact_agreed_on,
                ),
            ))
            .load(conn)?;
        let held: Vec<(PersonId, Role)> = grants::table
            .filter(grants::person_id.eq_any(part))
            .filter(grants::withdrawn_at.is_null())
            .order(grants::id)
            .select((grants::person_id, grants::role))
            .load(conn)?;
        let mut roles: HashMap<PersonId, Vec<Role>> = HashMap::new();
        for (id, role) in held {
            roles.entry(id).or_default().push(role);
        }
        found.extend(rows.into_iter().map(|row| {
            let id = row.0.0;
            person(row, roles.remove(&id).unwrap_or_default())
        }));
    }
    Ok(found)
}
