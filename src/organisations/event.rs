//! A list for one event: whom of the own people a coordinator has named, by name or by the number of a certificate, and what
//! they hold now. Whoever belongs elsewhere is answered like somebody whom nobody knows.

use std::collections::{BTreeMap, BTreeSet};

use super::model::{Filter, Member};
use super::people::{find_member, list_members};
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
    let mut looked = Vec::new();
    // The years that this list tries with each of several namesakes, however their name is spelt.
    let mut tried: BTreeMap<PersonId, BTreeSet<i32>> = BTreeMap::new();
    for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let one = look(conn, organisation, (line, today))?;
        if let Looked::Namesakes(people, Some(year)) = &one {
            for member in people {
                tried.entry(member.person).or_default().insert(*year);
            }
        }
        looked.push((line, one));
    }
    let (mut named, mut seen) = (Vec::new(), BTreeSet::new());
    for (line, one) in looked {
        let found = match one {
            Looked::Known(found) => found,
            Looked::Namesakes(people, year) => by_year(conn, &people, year, &tried)?,
        };
        let found = match found {
            Found::One(member) if !seen.insert(member.person) => Found::Twice,
            other => other,
        };
        named.push(Named { typed: line.to_owned(), found });
    }
    Ok(named)
}

/// What a line leads to before years of birth are looked at.
enum Looked {
    /// No year changes it.
    Known(Found),
    /// Several people of one whole name, and the year that stands beside it.
    Namesakes(Vec<Member>, Option<i32>),
}

/// Candidates that are looked at for one name.
const CANDIDATES: i64 = 20;

/// A surname alone, or the beginning of a name, is not a person: a stranger of that name would come in with the papers of
/// somebody else. Two whole words of a name are enough, in any order, if nobody else has them.
fn look(conn: &mut Conn, organisation: OrganisationId, (line, today): (&str, Day)) -> Result<Looked> {
    let number = CertificateNumber::in_cell(line);
    if let Some(number) = number {
        let holder = register::find(conn, &number)?.and_then(|certificate| certificate.person);
        let member = match holder {
            Some(person) => find_member(conn, organisation, (person, today))?,
            None => None,
        };
        return Ok(Looked::Known(member.map_or(Found::Nobody, |member| Found::One(Box::new(member)))));
    }
    let (name, year) = with_year(line);
    let typed = fold(&name);
    // Signs alone are no beginning of a name.
    if typed.is_empty() {
        return Ok(Looked::Known(Found::Nobody));
    }
    let filter = Filter { text: name, ..Filter::default() };
    let (found, count) = list_members(conn, organisation, (&filter, today), (0, CANDIDATES))?;
    if count > CANDIDATES {
        return Ok(Looked::Known(Found::Several));
    }
    let (mut whole, mut parts): (Vec<Member>, Vec<Member>) =
        found.into_iter().partition(|member| is_whole_name(&typed, &fold(&member.name)));
    Ok(match (whole.len(), parts.len()) {
        (0, 0) => Looked::Known(Found::Nobody),
        (1, _) => Looked::Known(whole.pop().map_or(Found::Nobody, |member| Found::One(Box::new(member)))),
        (0, 1) => Looked::Known(parts.pop().map_or(Found::Nobody, |member| Found::Partly(member.name))),
        (0, _) => Looked::Known(Found::Several),
        _ => Looked::Namesakes(whole, year),
    })
}

/// Among namesakes the year of birth tells who is meant; where a name stands alone it is not looked at. A list that tries more
/// years with somebody than there are namesakes is answered as without years, whatever the spellings: one list tells no year
/// that its author did not know of as many people. Several lists could, one after the other, so how many somebody makes is
/// limited, and each of them stands in the audit log.
fn by_year(
    conn: &mut Conn,
    people: &[Member],
    year: Option<i32>,
    tried: &BTreeMap<PersonId, BTreeSet<i32>>,
) -> Result<Found> {
    let is_tried_out = |member: &Member| tried.get(&member.person).is_some_and(|years| years.len() > people.len());
    let Some(year) = year.filter(|_| !people.iter().any(is_tried_out)) else { return Ok(Found::Several) };
    let ids: Vec<PersonId> = people.iter().map(|member| member.person).collect();
    let born = accounts::list_birth_years(conn, &ids)?;
    let mut meant = people.iter().filter(|member| born.contains(&(member.person, Some(year))));
    Ok(match (meant.next(), meant.next()) {
        (Some(one), None) => Found::One(Box::new(one.clone())),
        _ => Found::Several,
    })
}

/// A name, and the year or the day of birth that stands beside it, with or without a word for it.
fn with_year(line: &str) -> (String, Option<i32>) {
    let words: Vec<&str> = line.split_whitespace().collect();
    let mut years = words.iter().enumerate().filter_map(|(place, word)| Some((place, year_in(word)?)));
    let (Some((place, year)), None) = (years.next(), years.next()) else { return (line.trim().to_owned(), None) };
    let (before, after) = words.split_at(place);
    // An initial may stand before a year: there a mark is more than a letter.
    let is_before = |word: &&&str| is_mark(word) && letters(word).chars().count() > 1;
    let marks = before.iter().rev().take_while(is_before).count();
    let name = before.iter().take(place - marks).chain(after.iter().skip(1).skip_while(|word| is_mark(word)));
    let name = name.copied().collect::<Vec<_>>().join(" ");
    (name.trim_matches(|c: char| ",;:".contains(c) || c.is_whitespace()).to_owned(), Some(year))
}

fn letters(word: &str) -> String {
    fold(&word.chars().filter(|c| c.is_alphabetic()).collect::<String>())
}

/// True for what people write beside a year of birth: `г.`, `г.р.`, `ж.`, `ж.т.`, `жылы`, `года рождения`.
fn is_mark(word: &str) -> bool {
    let marks = ["г", "гр", "ж", "жт", "жылы", "жылғы", "туған", "туылған", "год", "года", "рождения", "рожд", "др"];
    let letters = letters(word);
    !word.chars().any(|c| c.is_ascii_digit()) && marks.iter().any(|mark| fold(mark) == letters)
}

/// The year in `2009`, `(2009)`, `2009г.`, `05.03.2009`, `2009-03-05`.
fn year_in(word: &str) -> Option<i32> {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    let end = word.find(|c: char| c.is_alphabetic()).unwrap_or(word.len());
    let (number, mark) = word.split_at(end);
    if !mark.is_empty() && !is_mark(mark) {
        return None;
    }
    let parts: Vec<&str> = number.trim_end_matches(['.', '-', '/']).split(['.', '-', '/']).collect();
    let is_number = |part: &&str| matches!(part.len(), 1 | 2 | 4) && part.bytes().all(|byte| byte.is_ascii_digit());
    if !matches!(parts.len(), 1 | 3) || !parts.iter().all(is_number) {
        return None;
    }
    let mut years = parts.iter().filter(|part| part.len() == 4).filter_map(|part| part.parse::<i32>().ok());
    years.next().filter(|year| (1900..=2100).contains(year))
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
            ("Айдана Сарсен, 2009 г.р.", "Айдана Сарсен", Some(2009)),
            ("Айдана Сарсен 2009 ж.", "Айдана Сарсен", Some(2009)),
            ("Айдана Сарсен 2009ж.т.", "Айдана Сарсен", Some(2009)),
            ("Айдана Сарсен 2009г.", "Айдана Сарсен", Some(2009)),
            ("2009 жылы туған Айдана Сарсен", "Айдана Сарсен", Some(2009)),
            ("Айдана Сарсен 05.03.2009", "Айдана Сарсен", Some(2009)),
            ("Айдана Сарсен 2009-03-05 года рождения", "Айдана Сарсен", Some(2009)),
            ("Айдана Сарсен г.р. 2009", "Айдана Сарсен", Some(2009)),
            ("Айдана Г. 2009", "Айдана Г.", Some(2009)),
            ("Айдана Сарсен 2009б", "Айдана Сарсен 2009б", None),
            ("Айдана Сарсен 05.03.09", "Айдана Сарсен 05.03.09", None),
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
