//! Verifying a whole list at the gate: what [`super::verify`] says of each number, with a handful of queries for all.

use std::collections::{BTreeMap, BTreeSet};

use super::number::CertificateNumber;
use super::record::{Judged, Record};
use super::store;
use super::verify::{MOST_CORRECTIONS, Verification};
use crate::accounts::audit;
use crate::db::Conn;
use crate::kernel::{Ctx, Day, Result};

/// The most numbers of a list.
pub const MOST: usize = 10_000;

/// Letters that are kept of what is no number: the list travels on with its page.
const SHOWN: usize = 60;

/// One line of a list: what was written, and the number in it, if there is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Its row, from 1.
    pub line: usize,
    /// As it was written.
    pub typed: String,
    /// The number.
    pub number: Option<CertificateNumber>,
    /// The first row with the same number, if that is an earlier one.
    pub same_as: Option<usize>,
}

impl Asked {
    /// One number that a program asks for.
    pub fn of(line: usize, typed: &str) -> Self {
        Self { line, typed: typed.to_owned(), number: CertificateNumber::parse(typed).ok(), same_as: None }
    }
}

/// A row that was taken as the heading of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// Its row, from 1.
    pub line: usize,
    /// What stands there, or how it begins.
    pub typed: String,
}

/// What stands in the cells of a row. What was pasted has one number in a cell; a cell of a file may hold several, or lines.
fn parts(cells: &[String]) -> Vec<&str> {
    let parts = cells.iter().flat_map(|cell| cell.split(['\t', ';', ',', '\n']));
    parts.map(str::trim).filter(|cell| !cell.is_empty()).collect()
}

/// True for what can stand above a list: no number of a certificate, and no digit. What was [`shortened`] had some, or was too
/// long.
fn is_heading(parts: &[&str]) -> bool {
    let is_number = |typed: &&str| CertificateNumber::parse(typed).is_ok();
    let has_digit = |typed: &&str| typed.chars().any(|c| c.is_ascii_digit()) || typed.ends_with('…');
    !parts.iter().any(|typed| is_number(typed) || has_digit(typed))
}

/// The heading of a table: the first row in which anything stands, and no other one. Whoever leaves it out says so, on
/// the page and in the file.
pub fn find_heading(rows: &[(usize, Vec<String>)]) -> Option<Heading> {
    let mut filled = rows.iter().map(|(line, cells)| (*line, parts(cells))).filter(|(_, parts)| !parts.is_empty());
    let (line, parts) = filled.next().filter(|(_, parts)| is_heading(parts))?;
    let words = parts.join(" ").split_whitespace().collect::<Vec<_>>().join(" ");
    Some(Heading { line, typed: words.chars().take(SHOWN).collect::<String>().trim_end().to_owned() })
}

/// Finds the numbers in the cells of a table. A row with none is kept, so that nothing is dropped in silence; the heading
/// ([`find_heading`]) is left out.
pub fn find_numbers(rows: impl Iterator<Item = (usize, Vec<String>)>) -> Vec<Asked> {
    let (mut found, mut seen, mut is_first) = (Vec::new(), BTreeMap::new(), true);
    for (line, cells) in rows {
        let cells = parts(&cells);
        if cells.is_empty() || std::mem::take(&mut is_first) && is_heading(&cells) {
            continue;
        }
        let before = found.len();
        for typed in &cells {
            if let Ok(number) = CertificateNumber::parse(typed) {
                let first = *seen.entry(number.clone()).or_insert(line);
                let same_as = (first != line).then_some(first);
                found.push(Asked { line, typed: (*typed).to_owned(), number: Some(number), same_as });
            }
        }
        if found.len() == before {
            found.push(Asked { line, typed: shortened(&cells.join(" ")), number: None, same_as: None });
        }
    }
    found
}

/// On one line, and not all of it if it is long.
fn shortened(typed: &str) -> String {
    let words = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    if words.chars().count() <= SHOWN {
        return words;
    }
    words.chars().take(SHOWN - 1).chain(['…']).collect()
}

/// Judges a list on a day, in its order.
///
/// # Errors
/// The database's.
pub fn verify_many(conn: &mut Conn, today: Day, asked: &[Asked]) -> Result<Vec<Verification>> {
    let mut wanted: BTreeSet<CertificateNumber> = asked.iter().filter_map(|one| one.number.clone()).collect();
    let mut known = Known::new();
    // Then those that took the place of others, a step for all of them at once.
    for _ in 0..=MOST_CORRECTIONS {
        if wanted.is_empty() {
            break;
        }
        let numbers: Vec<CertificateNumber> = std::mem::take(&mut wanted).into_iter().collect();
        for record in store::records::list_records(conn, &numbers)? {
            wanted.extend(record.replaced_by.clone());
            known.insert(record.shown.number.clone(), record);
        }
        wanted.retain(|number| !known.contains_key(number));
    }
    Ok(asked.iter().map(|one| judge(one.number.as_ref(), &known, today)).collect())
}

type Known = BTreeMap<CertificateNumber, Record>;

fn judge(number: Option<&CertificateNumber>, known: &Known, today: Day) -> Verification {
    let Some(number) = number else { return Verification::Mistyped };
    let Some(record) = known.get(number) else { return Verification::Unknown };
    match record.judge(today) {
        Judged::Settled(answer) => answer,
        Judged::ReplacedBy(by) => Verification::Replaced { shown: record.shown.clone(), by: last_of(by, known) },
    }
}

/// The number at the end of a chain of corrections.
fn last_of(mut by: CertificateNumber, known: &Known) -> CertificateNumber {
    for _ in 0..MOST_CORRECTIONS {
        match known.get(&by).and_then(|one| one.replaced_by.clone()) {
            Some(next) => by = next,
            None => break,
        }
    }
    by
}

/// Notes that somebody checked a list, and how long it was.
///
/// # Errors
/// The database's.
pub fn note_check(conn: &mut Conn, ctx: &Ctx, (count, valid): (usize, usize)) -> Result<()> {
    let details = serde_json::json!({ "count": count, "valid": valid });
    let (action, subject) = ("certificates checked", "certificate");
    audit::record(conn, ctx, &audit::Entry { action, subject, subject_id: None, details })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_found_in_any_column_and_nothing_is_dropped() {
        let number = CertificateNumber::from_random(77).to_string();
        let (long, two) = ("Қ1 ".repeat(200), format!("{number}, {number}"));
        let rows = [
            vec!["Name", "Number"],
            vec!["Әсем", &number],
            vec!["", ""],
            vec!["KH8Y-0000"],
            vec!["=1+1"],
            vec!["Дана"],
            vec![&number, &number],
            vec!["KH8Y-\n0001"],
            vec![&long],
            vec![&two],
        ];
        let rows = rows
            .iter()
            .enumerate()
            .map(|(at, row)| (at + 1, row.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>()));
        let found = find_numbers(rows);
        let seen: Vec<(usize, bool)> = found.iter().map(|one| (one.line, one.number.is_some())).collect();
        let numbers = [(7, true), (7, true), (8, false), (9, false), (10, true), (10, true)];
        assert_eq!(seen, [&[(2, true), (4, false), (5, false), (6, false)][..], &numbers].concat());
        let same = [None, None, None, None, Some(2), Some(2), None, None, Some(2), Some(2)];
        assert_eq!(found.iter().map(|one| one.same_as).collect::<Vec<_>>(), same);
        // On one line each, so that the list is the same when its page is turned.
        assert_eq!(found[6].typed, "KH8Y- 0001");
        assert!(found[7].typed.chars().count() == SHOWN && found[7].typed.ends_with('…'), "{}", found[7].typed);
    }
    #[test]
    fn only_the_first_filled_row_may_be_a_heading_and_it_is_told() {
        let number = CertificateNumber::from_random(77).to_string();
        let long = format!("{} 7", "Қ".repeat(100));
        for (rows, heading, lines) in [
            // A table as it comes: its heading, also of one cell, also not at the top.
            (vec!["Аты-жөні;Нөмірі", &number], Some((1, "Аты-жөні Нөмірі")), vec![2]),
            (vec!["", " ; ", "Нөмірі", &number], Some((3, "Нөмірі")), vec![4]),
            // A name or a number without digits in its place is told as well; below it both are no number.
            (vec!["Дана", "Әсем", &number], Some((1, "Дана")), vec![2, 3]),
            (vec!["KHBY-OOOO", "KHBY-OOOI"], Some((1, "KHBY-OOOO")), vec![2]),
            (vec!["Title", "", "Name;Number", &number], Some((1, "Title")), vec![3, 4]),
            // A digit: whoever typed it meant a number, or the row is one of the list.
            (vec!["KHBY-0000", &number], None, vec![1, 2]),
            (vec!["Дана;7", "Әсем"], None, vec![1, 2]),
            (vec![&number, "Дана"], None, vec![1, 2]),
            (vec![&long, &number], None, vec![1, 2]),
            (vec!["Нөмірі"], Some((1, "Нөмірі")), vec![]),
            (vec!["", " "], None, vec![]),
        ] {
            let cells = |row: &&str| row.split(';').map(str::to_owned).collect::<Vec<_>>();
            let rows: Vec<(usize, Vec<String>)> = (1..).zip(rows.iter().map(cells)).collect();
            let told = find_heading(&rows).map(|heading| (heading.line, heading.typed));
            assert_eq!(told, heading.map(|(line, typed)| (line, typed.to_owned())), "{rows:?}");
            let found = find_numbers(rows.clone().into_iter());
            assert_eq!(found.iter().map(|one| one.line).collect::<Vec<_>>(), lines, "{rows:?}");
            // The list goes on with its page as it was shown: what is no heading does not become one.
            let carried = |one: &Asked| (one.line, vec![one.typed.clone()]);
            let again: Vec<_> = find_heading(&rows).map(|one| (one.line, vec![one.typed])).into_iter().collect();
            let again: Vec<_> = again.into_iter().chain(found.iter().map(carried)).collect();
            assert_eq!((find_heading(&again), find_numbers(again.into_iter())), (find_heading(&rows), found));
        }
    }
}
