//! Reading a list: rows of cells to people and mistakes.

use std::collections::BTreeMap;

use super::columns::{Columns, Field};
use super::model::{Entry, Line, Mistake, What};
use crate::accounts::pasted::{self, is_birth_year, likeness, settlement};
use crate::kernel::ids::DistrictId;
use crate::kernel::text::fold;
use crate::kernel::{Day, Email, Lang, PersonName};
use crate::places::District;

/// The most people on one list.
pub const MOST: usize = 2000;

/// What a list is read with.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// The districts there are.
    pub districts: &'a [District],
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
}

/// Reads the rows of a table, each with its line. The first row may name the columns; a list without such names is read as
/// the pasted lists of cards are: a name and a year of birth in any order.
///
/// # Errors
/// Why the whole list is not read.
pub fn read(rows: &[(usize, Vec<String>)], known: Known<'_>) -> Result<Vec<Line>, Refused> {
    let filled = || rows.iter().filter(|(_, cells)| cells.iter().any(|cell| !cell.trim().is_empty()));
    if filled().count() > MOST + 1 {
        return Err(Refused::Long);
    }
    let columns = filled().next().and_then(|(_, head)| Columns::of(head));
    let mut lines: Vec<Line> = match &columns {
        Some(columns) => filled().skip(1).map(|(line, cells)| read_row(columns, *line, cells, known)).collect(),
        None => without_names(rows, known.today),
    };
    if lines.is_empty() {
        return Err(Refused::Empty);
    }
    mark_twice(&mut lines, columns.as_ref());
    Ok(lines)
}

fn line_of(line: usize, typed: String, entry: Result<Entry, Vec<Mistake>>) -> Line {
    Line {
        line: i32::try_from(line).unwrap_or(i32::MAX),
        typed: typed.chars().take(200).collect(),
        entry,
        alike: None,
        is_taken: false,
        same_as: None,
        is_chosen: false,
        outcome: None,
        person: None,
    }
}

fn as_typed(cells: &[String]) -> String {
    let cells = cells.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty());
    cells.collect::<Vec<_>>().join(" · ").chars().filter(|c| !c.is_control()).collect()
}

/// As pasted lists are read, line by line.
fn without_names(rows: &[(usize, Vec<String>)], today: Day) -> Vec<Line> {
    let text: Vec<String> = rows.iter().map(|(_, cells)| cells.join("\t").replace(['\r', '\n'], " ")).collect();
    let mistake = |what| vec![Mistake { column: String::new(), what }];
    let read = pasted::read_list(&text.join("\n"), today).into_iter();
    let line = |row: pasted::Row| {
        let number = rows.get(row.line - 1).map_or(row.line, |(line, _)| *line);
        let entry = match row.entry {
            Err(pasted::Mistake::Name) => Err(mistake(What::Name)),
            Err(pasted::Mistake::BirthYear) => Err(mistake(What::BirthYear)),
            Ok(entry) => Ok(Entry {
                name: entry.name,
                birth_year: entry.birth_year,
                email: None,
                district: None,
                settlement: entry.settlement,
                lang: None,
            }),
        };
        line_of(number, row.typed, entry)
    };
    read.map(line).collect()
}

fn read_row(columns: &Columns, line: usize, cells: &[String], known: Known<'_>) -> Line {
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
    let district = find_district(typed, known.districts);
    if district.is_none() && !typed.is_empty() {
        wrong(&[Field::District], What::District);
    }
    let typed = cell(Field::Language);
    let lang = find_lang(typed);
    if lang.is_none() && !typed.is_empty() {
        wrong(&[Field::Language], What::Language);
    }
    let settlement = settlement(cell(Field::Settlement));
    let entry = match (name, birth_year) {
        (Some(name), Some(birth_year)) if mistakes.is_empty() => {
            Ok(Entry { name, birth_year, email, district, settlement, lang })
        }
        _ => Err(mistakes),
    };
    line_of(line, as_typed(cells), entry)
}

/// The year in `2011`, `05.03.2011`, `2011-03-05`, or in the number of days that a spreadsheet keeps for a date.
fn year_in(cell: &str) -> Option<i32> {
    if cell.chars().any(char::is_alphabetic) {
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
        *name == typed
            || name.strip_prefix(&typed).is_some_and(|rest| rest.starts_with(' '))
            || name.strip_suffix(&typed).is_some_and(|rest| rest.ends_with(' '))
    };
    let mut found = districts.iter().filter(|district| names(district).iter().any(is_named));
    // A word that more than one of them has, such as that for district, names none.
    match (found.next(), found.next()) {
        (Some(one), None) => Some(one.id),
        _ => None,
    }
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
    let mut people: BTreeMap<(String, i32), i32> = BTreeMap::new();
    let mut addresses: BTreeMap<String, i32> = BTreeMap::new();
    for line in lines {
        let Ok(entry) = &line.entry else { continue };
        let first = *people.entry((likeness(entry.name.as_str()), entry.birth_year)).or_insert(line.line);
        line.same_as = (first != line.line).then_some(first);
        let Some(email) = &entry.email else { continue };
        if *addresses.entry(email.folded()).or_insert(line.line) != line.line {
            let column = columns.map(|columns| columns.called(&[Field::Email])).unwrap_or_default();
            line.entry = Err(vec![Mistake { column, what: What::EmailTwice }]);
        }
    }
}
