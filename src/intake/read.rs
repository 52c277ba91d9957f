//! Reading a list: rows of cells to people and mistakes.

use std::collections::BTreeMap;

use super::columns::{Columns, Field};
use super::model::{Entry, Line, Mistake, What};
use crate::accounts::pasted::{self, Seen, is_birth_year, settlement};
use crate::kernel::ids::DistrictId;
use crate::kernel::text::fold;
use crate::kernel::{Day, Email, Lang, PersonName};
use crate::places::District;

/// The most people on one list.
pub const MOST: usize = 2000;

/// So many rows may stand above the names of the columns, such as a title.
const ABOVE: usize = 10;

/// What a list is read with.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// The districts there are.
    pub districts: &'a [District],
    /// Those that are no more, each with the one in its place.
    pub replaced: &'a [(District, District)],
    /// The present day.
    pub today: Day,
}

/// Why a whole list is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// Nobody stands on it.
    Empty,
    /// More than [`MOST`].
    Long,
    /// Its columns have names, but none for a name and a year of birth.
    Columns,
}

/// A list that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read {
    /// Its lines.
    pub lines: Vec<Line>,
    /// The names of the columns that are not read, in short; empty if there are none.
    pub unread: String,
}

/// A row of a table with its line.
type Row<'a> = (i32, &'a [String]);

/// Reads the rows of a table, each with its line. One of the first rows may name the columns; a list without such names is
/// read as the pasted lists of cards are: a name and a year of birth in any order.
///
/// # Errors
/// Why the whole list is not read.
pub fn read(rows: &[(usize, Vec<String>)], known: Known<'_>) -> Result<Read, Refused> {
    let filled = filled(rows);
    if filled.len() > MOST + ABOVE {
        return Err(Refused::Long);
    }
    let head = filled.iter().take(ABOVE).position(|(_, cells)| Columns::of(cells).is_some());
    let columns = head.and_then(|head| Columns::of(filled.get(head)?.1));
    let mut lines: Vec<Line> = match (&columns, filled.first()) {
        (Some(columns), _) => {
            let people = filled.iter().skip(head.unwrap_or_default() + 1);
            people.map(|row| read_row(columns, *row, known)).collect()
        }
        (None, Some((_, first))) if names_columns(first) => return Err(Refused::Columns),
        (None, _) => without_names(&filled, known.today),
    };
    match lines.len() {
        0 => return Err(Refused::Empty),
        many if many > MOST => return Err(Refused::Long),
        _ => mark_twice(&mut lines, columns.as_ref()),
    }
    Ok(Read { lines, unread: columns.map(|columns| columns.unread()).unwrap_or_default() })
}

/// The rows that hold something. Each has a line of its own, also in a workbook that names one twice.
fn filled(rows: &[(usize, Vec<String>)]) -> Vec<Row<'_>> {
    let is_ordered = rows.is_sorted_by(|(one, _), (next, _)| one < next);
    let numbered = (1..).zip(rows).map(|(place, (line, cells))| {
        let line = if is_ordered { *line } else { place };
        (i32::try_from(line).unwrap_or(i32::MAX), cells.as_slice())
    });
    numbered.filter(|(_, cells)| cells.iter().any(|cell| !cell.trim().is_empty())).collect()
}

/// True if a row can only be names of columns: several words, and no number.
fn names_columns(cells: &[String]) -> bool {
    let is_word = |cell: &&String| cell.chars().any(char::is_alphabetic);
    let has_other = cells.iter().any(|cell| cell.chars().any(|c| c.is_numeric() || c == '@'));
    !has_other && cells.iter().filter(is_word).count() > 1
}

fn line_of(line: i32, typed: &str, entry: Result<Entry, Vec<Mistake>>) -> Line {
    Line {
        line,
        typed: typed.chars().take(200).collect(),
        entry,
        alike: None,
        is_by_contact: false,
        is_taken: false,
        same_as: None,
        is_chosen: false,
        outcome: None,
        person: None,
    }
}

/// The cells that are kept, in short.
fn as_typed<'a>(cells: impl Iterator<Item = &'a str>) -> String {
    let cells = cells.map(str::trim).filter(|cell| !cell.is_empty());
    cells.collect::<Vec<_>>().join(" · ").chars().filter(|c| !c.is_control()).collect()
}

/// As pasted lists are read, line by line; a cell with an address is the person's.
fn without_names(rows: &[Row<'_>], today: Day) -> Vec<Line> {
    let is_address = |cell: &&String| cell.contains('@');
    let text: Vec<String> = rows
        .iter()
        .map(|(_, cells)| {
            let others: Vec<&str> = cells.iter().filter(|cell| !is_address(cell)).map(String::as_str).collect();
            // Where an address stands alone, the name is missed.
            let is_alone = others.iter().all(|cell| cell.trim().is_empty());
            let shown = if is_alone { cells.join("\t") } else { others.join("\t") };
            shown.replace(['\r', '\n'], " ")
        })
        .collect();
    let mistake = |what| vec![Mistake { column: String::new(), what }];
    let line = |row: pasted::Row| {
        let (number, cells) = rows.get(row.line - 1)?;
        let address = cells.iter().find(is_address);
        let email = address.and_then(|cell| Email::parse(cell));
        let entry = match row.entry {
            Err(pasted::Mistake::Name) => Err(mistake(What::Name)),
            Err(pasted::Mistake::BirthYear) => Err(mistake(What::BirthYear)),
            Ok(_) if address.is_some() && email.is_none() => Err(mistake(What::Email)),
            Ok(pasted::Entry { name, birth_year, settlement, .. }) => {
                Ok(Entry { name, birth_year, email, district: None, settlement, lang: None, lacks_surname: false })
            }
        };
        Some(line_of(*number, &as_typed(cells.iter().map(String::as_str)), entry))
    };
    pasted::read_list(&text.join("\n"), today).into_iter().filter_map(line).collect()
}

fn read_row(columns: &Columns, (line, cells): Row<'_>, known: Known<'_>) -> Line {
    let cell = |field| columns.cell(field, cells);
    let mut mistakes = Vec::new();
    let mut wrong = |fields: &[Field], what| mistakes.push(Mistake { column: columns.called(fields), what });
    let parts = [Field::Name, Field::Surname, Field::Given, Field::Patronymic];
    let name = parts.map(cell).into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    let name = PersonName::parse(&name);
    if name.is_none() {
        wrong(&parts, What::Name);
    }
    let birth_year = year_in(cell(Field::BirthYear)).filter(|year| is_birth_year(*year, known.today));
    if birth_year.is_none() {
        wrong(&[Field::BirthYear], What::BirthYear);
    }
    let typed = cell(Field::Email);
    let email = Email::parse(typed);
    if email.is_none() && !typed.is_empty() {
        wrong(&[Field::Email], What::Email);
    }
    let typed = cell(Field::District);
    let district = find_district(typed, known.districts).or_else(|| find_replaced(typed, known.replaced));
    if district.is_none() && !typed.is_empty() {
        wrong(&[Field::District], What::District);
    }
    let typed = cell(Field::Language);
    let lang = find_lang(typed);
    if lang.is_none() && !typed.is_empty() {
        wrong(&[Field::Language], What::Language);
    }
    let settlement = settlement(cell(Field::Settlement));
    let lacks_surname = columns.has(Field::Surname) && [Field::Surname, Field::Name].map(cell).concat().is_empty();
    let entry = match (name, birth_year) {
        (Some(name), Some(birth_year)) if mistakes.is_empty() => {
            Ok(Entry { name, birth_year, email, district, settlement, lang, lacks_surname })
        }
        _ => Err(mistakes),
    };
    // What stands in other columns, such as a telephone number, is not kept.
    line_of(line, &as_typed(columns.cells(cells)), entry)
}

/// The year in `2011`, `05.03.2011`, `2011-03-05`, `2011 г.`, or in the number of days that a spreadsheet keeps for a date.
fn year_in(cell: &str) -> Option<i32> {
    let cell = cell.trim_end_matches(|c: char| c.is_alphabetic() || c == '.' || c == ' ');
    if cell.chars().any(|c| c.is_alphabetic() && c != 'T') {
        return None;
    }
    let whole = cell.strip_suffix(".0").unwrap_or(cell);
    if let Ok(days) = whole.parse::<u64>()
        && (10_000..100_000).contains(&days)
    {
        return Some(Day::parse("1899-12-30")?.plus_days(days).year());
    }
    whole.split(['.', '-', '/', ' ', 'T']).find(|part| part.len() == 4).and_then(|part| part.parse().ok())
}

/// The district of this name, with or without the word for district.
fn find_district(typed: &str, districts: &[District]) -> Option<DistrictId> {
    let typed = fold(typed);
    if typed.chars().count() < 3 {
        return None;
    }
    let names = |district: &District| Lang::ALL.map(|lang| fold(district.name(lang)));
    let is_named = |name: &String| {
        name.strip_prefix(&typed).is_some_and(|rest| rest.starts_with(' '))
            || name.strip_suffix(&typed).is_some_and(|rest| rest.ends_with(' '))
    };
    // A whole name is meant as it stands, also where another district's name ends or begins with it.
    if let Some(whole) = districts.iter().find(|district| names(district).contains(&typed)) {
        return Some(whole.id);
    }
    let mut found = districts.iter().filter(|district| names(district).iter().any(is_named));
    // A word that more than one of them has, such as that for district, names none.
    match (found.next(), found.next()) {
        (Some(one), None) => Some(one.id),
        _ => None,
    }
}

/// The district in the place of one of this name that is no more.
fn find_replaced(typed: &str, replaced: &[(District, District)]) -> Option<DistrictId> {
    let former: Vec<District> = replaced.iter().map(|(was, _)| was.clone()).collect();
    let found = find_district(typed, &former)?;
    replaced.iter().find(|(was, _)| was.id == found).map(|(_, now)| now.id)
}

/// The district that a line names though it is no more, with the one in its place.
pub fn replaced_on<'a>(line: &Line, replaced: &'a [(District, District)]) -> Option<&'a (District, District)> {
    let district = line.entry.as_ref().ok()?.district?;
    let is_named = |was: &District| {
        let mut cells = line.typed.split(" · ");
        cells.any(|cell| find_district(cell, std::slice::from_ref(was)).is_some())
    };
    replaced.iter().find(|(was, now)| now.id == district && is_named(was))
}

fn find_lang(typed: &str) -> Option<Lang> {
    let typed = fold(typed);
    let words = [
        (Lang::Kk, ["kk", "kz", "қаз", "қазақ", "қазақша", "қазақ тілі", "казахский", "kazakh"]),
        (Lang::Ru, ["ru", "рус", "орыс", "орысша", "орыс тілі", "русский", "по-русски", "russian"]),
        (Lang::En, ["en", "eng", "англ", "ағылшын", "ағылшынша", "ағылшын тілі", "английский", "english"]),
    ];
    words.into_iter().find(|(_, words)| words.iter().any(|word| fold(word) == typed)).map(|(lang, _)| lang)
}

/// The same person twice is a doubt, the same address a mistake: an address belongs to one account.
fn mark_twice(lines: &mut [Line], columns: Option<&Columns>) {
    let mut people = Seen::default();
    let mut addresses: BTreeMap<String, i32> = BTreeMap::new();
    for line in lines {
        let Ok(entry) = &line.entry else { continue };
        let who = (&entry.name, entry.birth_year);
        // Without a surname it is like everybody of its other names: a doubt about itself, not about whole names.
        line.same_as = if entry.lacks_surname { people.find(who) } else { people.first(who, line.line) };
        let Some(email) = &entry.email else { continue };
        if *addresses.entry(email.folded()).or_insert(line.line) != line.line {
            let column = columns.map(|columns| columns.called(&[Field::Email])).unwrap_or_default();
            line.entry = Err(vec![Mistake { column, what: What::EmailTwice }]);
        }
    }
}
