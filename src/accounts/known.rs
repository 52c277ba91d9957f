//! Many people at once, by what a list says of them: a handful of queries, however long the list is.

use std::collections::{BTreeSet, HashMap};

use super::model::Person;
use super::store::known as store;
use crate::db::Conn;
use crate::kernel::Result;
use crate::kernel::ids::PersonId;

/// Whose e-mails and sign-in names these are, by the small letters of what was typed.
///
/// # Errors
/// The database's.
pub fn list_by_identifiers(conn: &mut Conn, typed: &[String]) -> Result<HashMap<String, PersonId>> {
    let folded: BTreeSet<String> = typed.iter().map(|identifier| identifier.trim().to_lowercase()).collect();
    store::list_by_identifiers(conn, &folded.into_iter().collect::<Vec<_>>())
}

/// These people, and those into whom they were merged. Whoever is erased is left out.
///
/// # Errors
/// The database's.
pub fn list_merged_people(conn: &mut Conn, ids: &[PersonId]) -> Result<Vec<Person>> {
    let (mut found, mut known): (Vec<Person>, BTreeSet<PersonId>) = (Vec::new(), BTreeSet::new());
    let mut wanted: BTreeSet<PersonId> = ids.iter().copied().collect();
    while !wanted.is_empty() {
        known.extend(&wanted);
        let people = store::list_people_by_ids(conn, &wanted.into_iter().collect::<Vec<_>>())?;
        wanted = people.iter().filter_map(|person| person.merged_into).filter(|id| !known.contains(id)).collect();
        found.extend(people);
    }
    Ok(found)
}
