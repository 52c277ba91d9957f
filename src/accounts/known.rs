//! Many people at once, by what a list says of them: a handful of queries, however long the list is.

use std::collections::{BTreeSet, HashMap};

use super::model::Person;
use super::store::known as store;
use crate::db::Conn;
use crate::kernel::Result;
use crate::kernel::ids::PersonId;
use crate::kernel::text::fold;

/// Names with more words than these are looked for in the order in which they were written.
const WORDS: usize = 4;

/// Somebody with a name that was looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Namesake {
    /// Row.
    pub id: PersonId,
    /// The name, folded.
    pub name: String,
    /// Year of birth.
    pub birth_year: Option<i32>,
    /// True if the account is not closed.
    pub is_open: bool,
}

/// Whose e-mails and sign-in names these are, by the small letters of what was typed.
///
/// # Errors
/// The database's.
pub fn list_by_identifiers(conn: &mut Conn, typed: &[String]) -> Result<HashMap<String, PersonId>> {
    let folded: BTreeSet<String> = typed.iter().map(|identifier| identifier.trim().to_lowercase()).collect();
    store::list_by_identifiers(conn, &folded.into_iter().collect::<Vec<_>>())
}

/// The accounts, closed ones too, whose name has the words of one of these in any order.
///
/// # Errors
/// The database's.
pub fn list_namesakes(conn: &mut Conn, names: &[String]) -> Result<Vec<Namesake>> {
    let orders: BTreeSet<String> = names.iter().flat_map(|name| orders(&fold(name))).collect();
    store::list_namesakes(conn, &orders.into_iter().filter(|name| !name.is_empty()).collect::<Vec<_>>())
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

/// The words of a folded name in every order.
fn orders(folded: &str) -> Vec<String> {
    let words: Vec<&str> = folded.split(' ').collect();
    if words.len() > WORDS {
        return vec![folded.to_owned()];
    }
    ordered(&words).into_iter().map(|words| words.join(" ")).collect()
}

fn ordered<'a>(words: &[&'a str]) -> Vec<Vec<&'a str>> {
    let Some((first, rest)) = words.split_first() else { return vec![Vec::new()] };
    let with = |others: Vec<&'a str>| {
        (0..=others.len()).map(move |place| {
            let mut all = others.clone();
            all.insert(place, *first);
            all
        })
    };
    ordered(rest).into_iter().flat_map(with).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_come_in_every_order_unless_they_are_many() {
        assert_eq!(orders("a"), ["a"]);
        let mut three = orders("a b c");
        three.sort();
        assert_eq!(three, ["a b c", "a c b", "b a c", "b c a", "c a b", "c b a"]);
        assert_eq!(orders("a b c d").len(), 24);
        assert_eq!(orders("a b c d e"), ["a b c d e"]);
    }
}
