//! Who on a list seems to have an account already.

use std::collections::{BTreeSet, HashMap};

use super::make::list_namesakes;
use super::pasted::{Entry, NameWords};
use super::store::made;
use crate::db::Conn;
use crate::kernel::ids::PersonId;
use crate::kernel::{Email, Result};

/// Years between two people of one name with one address from which on they are parent and child rather than one person
/// whose year was mistyped.
const GENERATION: u32 = 14;
/// Accounts that the address of one contact reaches at most; one that reaches more is that of a school, and tells nothing.
const MOST_REACHED: i64 = 50;

/// An open account that seems to be the same person's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Alike {
    /// Whose.
    pub person: PersonId,
    /// What tells it.
    pub by: Sign,
}

/// By what an account seems to be somebody's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// A name that is like it, and the same year of birth or an unknown one.
    Name,
    /// The same given name, and the address beside it is that of the account or of its contact. The surname or the year may
    /// be another: one of them is mistyped, or was changed. An address alone tells nothing: brothers and sisters share
    /// that of a parent.
    Contact,
}

/// Somebody whom an address reaches.
#[derive(Debug, Clone)]
struct Reached {
    id: PersonId,
    name: NameWords,
    birth_year: Option<i32>,
}

/// For each entry the open account that seems to be the same person's. With `made_by` it looks among those that this person
/// made alone, and at the addresses of their contacts, which this person sees, and not at their own: whoever may try every
/// year of birth with a name, or every address, learns nothing else.
///
/// # Errors
/// The database's.
pub fn find_alike(conn: &mut Conn, entries: &[Entry], made_by: Option<PersonId>) -> Result<Vec<Option<Alike>>> {
    let names: Vec<NameWords> = entries.iter().map(|entry| NameWords::of(entry.name.as_str())).collect();
    let mut known = list_namesakes(conn, &names)?;
    let reached = list_reached(conn, entries, made_by)?;
    if let Some(by) = made_by {
        let ids: Vec<PersonId> = known.iter().map(|one| one.id).collect();
        let own: BTreeSet<PersonId> = made::list_made_of(conn, by, &ids)?.into_iter().collect();
        known.retain(|one| own.contains(&one.id));
    }
    let alike = |(entry, name): (&Entry, &NameWords)| {
        let is_same = |born: Option<i32>| born.is_none_or(|born| born == entry.birth_year);
        // Of an unknown year it cannot be told whether it is that of a child or of a parent.
        let is_near = |born: Option<i32>| born.is_some_and(|born| born.abs_diff(entry.birth_year) < GENERATION);
        let mut open = known.iter().filter(|one| one.is_open && is_same(one.birth_year));
        if let Some(found) = open.find(|one| one.name.is_like(name)) {
            return Some(Alike { person: found.id, by: Sign::Name });
        }
        let mut near = reached.get(&entry.contact.as_ref()?.folded())?.iter().filter(|one| is_near(one.birth_year));
        let found = near.find(|one| one.name.has_given_name_of(name))?;
        Some(Alike { person: found.id, by: Sign::Contact })
    };
    Ok(entries.iter().zip(&names).map(alike).collect())
}

/// The open accounts that the addresses beside these names reach, by address; with as many queries for all as for one.
fn list_reached(
    conn: &mut Conn,
    entries: &[Entry],
    made_by: Option<PersonId>,
) -> Result<HashMap<String, Vec<Reached>>> {
    let addresses: BTreeSet<String> =
        entries.iter().filter_map(|entry| entry.contact.as_ref().map(Email::folded)).collect();
    let mut reached: HashMap<String, Vec<Reached>> = HashMap::new();
    for (id, name, birth_year, address) in made::list_reached(conn, &addresses, (made_by, MOST_REACHED))? {
        let one = Reached { id, name: NameWords::of(&name), birth_year };
        reached.entry(address.to_lowercase()).or_default().push(one);
    }
    Ok(reached)
}
