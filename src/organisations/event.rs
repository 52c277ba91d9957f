//! A list for one event: whom of the own people a coordinator has named, by name or by the number of a certificate, and what
//! they hold now. Whoever belongs elsewhere is answered like somebody whom nobody knows.

use std::collections::{BTreeMap, BTreeSet};

use super::model::{Filter, Member};
use super::people::{find_member, list_members};
use crate::accounts::pasted::likeness;
use crate::accounts::{self, audit};
use crate::certificates::{CertificateNumber, register};
use crate::db::Conn;
use crate::kernel::ids::{OrganisationId, PersonId};
use crate::kernel::text::fold;
use crate::kernel::{Ctx, Day, Result};

/// The most lines of a list.
pub const MOST_NAMED: usize = 300;

/// A line of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// As it was typed.
    pub typed: String,
    /// Who it is.
    pub found: Found,
}

/// Whom a line means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// One of the own people.
    One(Box<Member>),
    /// One who stands on the list already.
    Twice,
    /// Several of them: the name is not enough.
    Several,
    /// One of them has a name of which this is a part or a beginning; somebody else may be meant.
    Partly(String),
    /// None of them.
    Nobody,
}

/// Finds those whom the lines name, among the people of this organisation alone.
///
/// # Errors
/// The database's.
pub fn find_named(conn: &mut Conn, organisation: OrganisationId, (lines, today): (&str, Day)) -> Result<Vec<Named>> {
    let (mut named, mut seen) = (Vec::new(), BTreeSet::new());
    let mut years: BTreeMap<String, BTreeSet<i32>> = BTreeMap::new();
    for (name, year) in lines.lines().map(with_year) {
        years.entry(likeness(&name)).or_default().extend(year);
    }
    for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let found = match CertificateNumber::in_cell(line) {
            Some(number) => {
                let holder = register::find(conn, &number)?.and_then(|certificate| certificate.person);
                match holder {
                    Some(person) => find_member(conn, organisation, (person, today))?,
                    None => None,
                }
                .map_or(Found::Nobody, |member| Found::One(Box::new(member)))
            }
            None => by_name(conn, organisation, (line, today), &years)?,
        };
        let found = match found {
            Found::One(member) if !seen.insert(member.person) => Found::Twice,
            other => other,
        };
        named.push(Named { typed: line.to_owned(), found });
    }
    Ok(named)
}

/// A name, and the year of birth that stands beside it.
fn with_year(line: &str) -> (String, Option<i32>) {
    let year = |word: &str| {
        let digits = word.trim_matches(|c: char| !c.is_alphanumeric());
        digits.parse::<i32>().ok().filter(|year| digits.len() == 4 && (1900..=2100).contains(year))
    };
    let (years, words): (Vec<&str>, Vec<&str>) = line.split_whitespace().partition(|word| year(word).is_some());
    match years.as_slice() {
        [one] => (words.join(" "), year(one)),
        _ => (line.trim().to_owned(), None),
    }
}

/// Candidates that are looked at for one name.
const CANDIDATES: i64 = 20;

/// A surname alone, or the beginning of a name, is not a person: a stranger of that name would come in with the papers of
/// somebody else. Two whole words of a name are enough, in any order, if nobody else has them. Among namesakes the year of
/// birth tells who is meant; where a name stands alone it is not looked at, and who tries more years than there are namesakes
/// is answered as without one: so nobody's year of birth is learnt here.
fn by_name(
    conn: &mut Conn,
    organisation: OrganisationId,
    (line, today): (&str, Day),
    years: &BTreeMap<String, BTreeSet<i32>>,
) -> Result<Found> {
    let (name, year) = with_year(line);
    let typed = fold(&name);
    // Signs alone are no beginning of a name.
    if typed.is_empty() {
        return Ok(Found::Nobody);
    }
    let filter = Filter { text: name.clone(), ..Filter::default() };
    let (found, count) = list_members(conn, organisation, (&filter, today), (0, CANDIDATES))?;
    if count > CANDIDATES {
        return Ok(Found::Several);
    }
    let (mut whole, mut parts): (Vec<Member>, Vec<Member>) =
        found.into_iter().partition(|member| is_whole_name(&typed, &fold(&member.name)));
    if let (Some(year), 2..) = (year, whole.len())
        && years.get(&likeness(&name)).is_none_or(|tried| tried.len() <= whole.len())
    {
        let ids: Vec<PersonId> = whole.iter().map(|member| member.person).collect();
        let born = accounts::list_birth_years(conn, &ids)?;
        let mut meant = whole.iter().filter(|member| born.contains(&(member.person, Some(year))));
        if let (Some(one), None) = (meant.next(), meant.next()) {
            return Ok(Found::One(Box::new(one.clone())));
        }
    }
    Ok(match (whole.len(), parts.len()) {
        (0, 0) => Found::Nobody,
        (1, _) => whole.pop().map_or(Found::Nobody, |member| Found::One(Box::new(member))),
        (0, 1) => parts.pop().map_or(Found::Nobody, |member| Found::Partly(member.name)),
        _ => Found::Several,
    })
}

/// Whether folded words name somebody of this folded name: all of its words, or at least two of them.
fn is_whole_name(typed: &str, name: &str) -> bool {
    let has: BTreeSet<&str> = name.split(' ').collect();
    let words: BTreeSet<&str> = typed.split(' ').collect();
    words.is_subset(&has) && words.len() >= has.len().min(2)
}

/// Notes that a list for an event was made, and of how many people.
///
/// # Errors
/// The database's.
pub fn note_event(conn: &mut Conn, ctx: &Ctx, organisation: OrganisationId, count: usize) -> Result<()> {
    let details = serde_json::json!({ "count": count });
    let action = "event list made";
    let entry = audit::Entry { action, subject: "organisation", subject_id: Some(organisation.0), details };
    audit::record(conn, ctx, &entry)
}

#[cfg(test)]
mod tests {
    use super::{is_whole_name, with_year};

    #[test]
    fn a_year_of_birth_beside_a_name_is_no_part_of_it() {
        for (line, name, year) in [
            ("Айдана Сарсен 2009", "Айдана Сарсен", Some(2009)),
            ("2009\tАйдана Сарсен", "Айдана Сарсен", Some(2009)),
            ("Айдана Сарсен (2009)", "Айдана Сарсен", Some(2009)),
            ("Айдана 2009 2010", "Айдана 2009 2010", None),
            ("Айдана 209", "Айдана 209", None),
        ] {
            assert_eq!(with_year(line), (name.to_owned(), year));
        }
    }

    #[test]
    fn two_whole_words_are_a_name_and_a_part_of_one_is_not() {
        let name = "айдана аманкызы сарсен";
        for typed in [name, "сарсен айдана", "айдана аманкызы"] {
            assert!(is_whole_name(typed, name), "{typed}");
        }
        for typed in ["айдана", "аид аман", "айдана ам", "айдана аманкызы сарсенова", "айдана айдана"]
        {
            assert!(!is_whole_name(typed, name), "{typed}");
        }
        assert!(is_whole_name("айдана", "айдана"), "somebody with one name");
    }
}
