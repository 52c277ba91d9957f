//! A list of people pasted from a spreadsheet: one person on a line, name and year of birth in any order, a settlement
//! if there is one. Of a date of birth only the year is taken.

use std::collections::BTreeMap;

use crate::kernel::text::fold;
use crate::kernel::{Day, Email, PersonName};

/// The most people on one list: each password is hashed, which takes time.
pub const MOST: usize = 100;

/// Somebody on a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Name.
    pub name: PersonName,
    /// Year of birth.
    pub birth_year: i32,
    /// Settlement, as typed.
    pub settlement: Option<String>,
    /// An address beside the name, maybe that of a parent: kept nowhere, but it helps to find who has an account.
    pub contact: Option<Email>,
}

/// The words of a name, folded and sorted: surnames stand first in some lists and last in others.
pub fn likeness(name: &str) -> String {
    let folded = fold(name);
    let mut words: Vec<&str> = folded.split(' ').collect();
    words.sort_unstable();
    words.join(" ")
}

/// A name as it is compared with others that may be the same person's: its words, folded and sorted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameWords(Vec<String>);

impl NameWords {
    /// The words of a name.
    pub fn of(name: &str) -> Self {
        let mut words: Vec<String> = fold(name).split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect();
        words.sort_unstable();
        words.dedup();
        Self(words)
    }

    /// The words.
    pub fn words(&self) -> &[String] {
        &self.0
    }

    /// True if both may be one person's: they have the same words, or one of them has all words of the other, at least two,
    /// and more. Lists of schools have a patronymic where accounts have none.
    pub fn is_like(&self, other: &Self) -> bool {
        let (short, long) = if self.0.len() <= other.0.len() { (self, other) } else { (other, self) };
        short.0 == long.0 || short.0.len() >= 2 && short.0.iter().all(|word| long.0.binary_search(word).is_ok())
    }
}

/// Endings of surnames and patronymics, folded.
const FAMILY: [&str; 20] = [
    "ов", "ова", "ев", "ева", "скии", "ская", "цкии", "цкая", "ович", "евич", "овна", "евна", "улы", "кызы", "уулу",
    "ov", "ova", "ev", "eva", "kyzy",
];
/// Letters that such a name has before its ending; given names such as Лев and Ева have fewer.
const STEM: usize = 3;

fn is_of_family(word: &str) -> bool {
    FAMILY.iter().any(|ending| word.strip_suffix(ending).is_some_and(|stem| stem.chars().count() >= STEM))
}

impl NameWords {
    /// True if both have the same given name, as far as it can be told: they have the same words but for those that end
    /// like a surname or a patronymic, or that do in the other name (Нұрғали, Нұрғалиева). Brothers and sisters share
    /// everything else; a father's given name is the surname of many a child, so one word in common is not enough.
    pub fn has_given_name_of(&self, other: &Self) -> bool {
        let one = self.given_beside(other);
        !one.is_empty() && one == other.given_beside(self)
    }

    /// The words that are not of the family, as far as the other name tells.
    fn given_beside(&self, other: &Self) -> Vec<&str> {
        let is_stem = |word: &str| other.0.iter().any(|long| is_of_family(long) && long.starts_with(word));
        self.0.iter().map(String::as_str).filter(|word| !is_of_family(word) && !is_stem(word)).collect()
    }
}

/// Those who stand on a list so far, to find who seems to stand there twice.
#[derive(Debug, Default)]
pub struct Seen<L> {
    by_year: BTreeMap<i32, Vec<(NameWords, L)>>,
}

impl<L: Copy> Seen<L> {
    /// The line of an earlier entry that seems to be the same person's; this one is seen from now on.
    pub fn first(&mut self, (name, birth_year): (&PersonName, i32), line: L) -> Option<L> {
        let first = self.find((name, birth_year));
        self.by_year.entry(birth_year).or_default().push((NameWords::of(name.as_str()), line));
        first
    }

    /// The same of an entry that is not seen from now on: what lacks a part of its name is like many, and makes none of
    /// them doubtful.
    pub fn find(&self, (name, birth_year): (&PersonName, i32)) -> Option<L> {
        let name = NameWords::of(name.as_str());
        let same_year = self.by_year.get(&birth_year)?;
        same_year.iter().find(|(earlier, _)| earlier.is_like(&name)).map(|(_, line)| *line)
    }
}

/// What is wrong with a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mistake {
    /// There is no name, or it has signs that names do not have.
    Name,
    /// There is no year of birth, or none that somebody alive and at school can have.
    BirthYear,
}

/// A line of a list that says something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its number, from 1.
    pub line: usize,
    /// As it was typed.
    pub typed: String,
    /// Who it is.
    pub entry: Result<Entry, Mistake>,
    /// An earlier line that seems to be the same person.
    pub same_as: Option<usize>,
}

/// Reads a list. A first line without any digit is a heading and left out.
pub fn read_list(text: &str, today: Day) -> Vec<Row> {
    let lines = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty());
    let mut seen = Seen::default();
    let mut rows = Vec::new();
    for (line, typed) in lines {
        if rows.is_empty() && line == 1 && !typed.chars().any(|c| c.is_ascii_digit()) && text.lines().count() > 1 {
            continue;
        }
        let entry = read_line(typed, today);
        let same_as = entry.as_ref().ok().and_then(|entry| seen.first((&entry.name, entry.birth_year), line));
        rows.push(Row { line, typed: typed.trim().replace('\t', " · "), entry, same_as });
    }
    rows
}

/// Reads one line.
fn read_line(line: &str, today: Day) -> Result<Entry, Mistake> {
    let (addresses, cells): (Vec<String>, Vec<String>) = cells(line).into_iter().partition(|cell| cell.contains('@'));
    let birth_year = cells.iter().find_map(|cell| year_in(cell)).filter(|year| is_birth_year(*year, today));
    let mut words = cells.iter().filter(|cell| cell.chars().any(char::is_alphabetic));
    let name = words.next().and_then(|cell| PersonName::parse(cell)).ok_or(Mistake::Name)?;
    let birth_year = birth_year.ok_or(Mistake::BirthYear)?;
    let contact = addresses.first().and_then(|cell| Email::parse(cell));
    Ok(Entry { name, birth_year, settlement: words.next().and_then(|cell| settlement(cell)), contact })
}

/// The settlement in a cell or a field.
pub fn settlement(text: &str) -> Option<String> {
    let text: String = text.trim().chars().filter(|c| !c.is_control()).take(80).collect();
    Some(text).filter(|text| !text.is_empty())
}

/// True if somebody who learns here can be born in that year.
pub fn is_birth_year(year: i32, today: Day) -> bool {
    (today.year() - 110..=today.year() - 5).contains(&year)
}

/// The cells of a line: as a spreadsheet copies them, as a CSV file has them, or a name and a year with a blank between.
fn cells(line: &str) -> Vec<String> {
    let mark = ['\t', ';', ','].into_iter().find(|mark| line.contains(*mark));
    let cells: Vec<String> = if let Some(mark) = mark {
        line.split(mark).map(|cell| cell.trim().trim_matches('"').to_owned()).collect()
    } else {
        let is_number = |word: &&str| word.starts_with(|c: char| c.is_ascii_digit());
        let (addresses, others): (Vec<&str>, Vec<&str>) = line.split_whitespace().partition(|word| word.contains('@'));
        let (numbers, words): (Vec<&str>, Vec<&str>) = others.into_iter().partition(is_number);
        std::iter::once(words.join(" ")).chain(numbers.into_iter().chain(addresses).map(str::to_owned)).collect()
    };
    cells.into_iter().filter(|cell| !cell.is_empty()).collect()
}

/// The year in `2011`, `05.03.2011` or `2011-03-05`.
fn year_in(cell: &str) -> Option<i32> {
    if cell.chars().any(char::is_alphabetic) {
        return None;
    }
    cell.split(['.', '-', '/', ' ']).find(|part| part.len() == 4).and_then(|part| part.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> Day {
        Day::parse("2026-11-28").expect("a day")
    }

    fn entry(line: &str) -> Option<(String, i32, Option<String>)> {
        let rows = read_list(line, today());
        let entry = rows.into_iter().next()?.entry.ok()?;
        Some((entry.name.to_string(), entry.birth_year, entry.settlement))
    }

    #[test]
    fn a_line_is_read_however_the_spreadsheet_has_it() {
        let asem = ("Әсем Нұрғалиқызы".to_owned(), 2011, Some("Кеген".to_owned()));
        for line in [
            "Әсем Нұрғалиқызы\t2011\tКеген",
            "1\tӘсем  Нұрғалиқызы\t05.03.2011\tКеген",
            "7;\"Әсем Нұрғалиқызы\";2011-03-05;Кеген",
            "Әсем Нұрғалиқызы, 2011, Кеген",
            "2011\tӘсем Нұрғалиқызы\tКеген",
        ] {
            assert_eq!(entry(line).as_ref(), Some(&asem), "{line}");
        }
        assert_eq!(entry("12. Әсем Нұрғалиқызы 2011"), Some((asem.0.clone(), 2011, None)));
        // An address is no settlement, and no part of a name.
        for line in ["Әсем Нұрғалиқызы\t2011\tana@Example.kz\tКеген", "ana@example.kz;Әсем Нұрғалиқызы;2011;Кеген"]
        {
            assert_eq!(entry(line), Some((asem.0.clone(), 2011, asem.2.clone())), "{line}");
        }
        let row = read_list("Әсем Нұрғалиқызы ana@Example.kz 2011", today()).remove(0).entry.expect("a person");
        assert_eq!(
            (row.name.as_str(), row.contact.as_ref().map(Email::as_str)),
            (asem.0.as_str(), Some("ana@example.kz"))
        );
        let row = read_list("Әсем Нұрғалиқызы\t2011\tno address@", today()).remove(0).entry.expect("a person");
        assert_eq!((row.contact, row.settlement), (None, None));
    }

    #[test]
    fn mistakes_keep_their_lines_and_a_heading_is_left_out() {
        let rows = read_list("Аты-жөні\tЖылы\n\nӘсем\t2011\nX\t2011\nДана\t1811\nДана\nәсем\t2011", today());
        let seen: Vec<_> = rows.iter().map(|row| (row.line, row.entry.as_ref().err().copied(), row.same_as)).collect();
        assert_eq!(
            seen,
            [
                (3, None, None),
                (4, Some(Mistake::Name), None),
                (5, Some(Mistake::BirthYear), None),
                (6, Some(Mistake::BirthYear), None),
                (7, None, Some(3)),
            ]
        );
        assert_eq!(read_list("Әсем", today()).len(), 1, "a single line is no heading");
    }

    #[test]
    fn the_order_and_spelling_of_a_name_do_not_hide_a_likeness() {
        assert_eq!(likeness("Әсем Нұрғалиқызы"), likeness("НУРГАЛИКЫЗЫ  Асем"));
        assert_ne!(likeness("Әсем Нұрғалиқызы"), likeness("Әсел Нұрғалиқызы"));
    }

    #[test]
    fn a_given_name_is_told_from_what_brothers_and_sisters_share() {
        let same = |one: &str, other: &str| {
            let (one, other) = (NameWords::of(one), NameWords::of(other));
            assert_eq!(one.has_given_name_of(&other), other.has_given_name_of(&one));
            one.has_given_name_of(&other)
        };
        for (one, other) in [
            ("Әсем Нұрғали", "Нургалиева Асем"),
            ("Әсем Нұрғалиқызы", "Оспанова Асем Ерлановна"),
            ("Асем Серик", "Серикова Асем"),
            ("Асем Серик", "Серик Асем Ерланкызы"),
            ("Ева Иванова", "Ева Петрова"),
            ("Asem Ospanova", "Seitova Asem"),
        ] {
            assert!(same(one, other), "{one}, {other}");
        }
        for (one, other) in [
            ("Әсем Серікова", "Дана Серікова"),
            ("Асем Серик Ерланкызы", "Дана Серик Ерланкызы"),
            ("Асем Серик", "Асел Серик"),
            ("Дамир Сериков", "Дамира Серикова"),
            ("Серикова Ерланкызы", "Серикова Ерланкызы"),
            // A parent, whose given name is the child's surname.
            ("Серик Ахметов", "Асем Серик"),
            ("Серик Ахметов", "Асем Серикова"),
            ("Асем", "Асем Серик"),
        ] {
            assert!(!same(one, other), "{one}, {other}");
        }
    }

    #[test]
    fn a_patronymic_does_not_hide_a_likeness_and_one_common_word_makes_none() {
        let like = |one: &str, other: &str| {
            let (one, other) = (NameWords::of(one), NameWords::of(other));
            assert_eq!(one.is_like(&other), other.is_like(&one));
            one.is_like(&other)
        };
        assert!(like("Әсем Нұрғалиқызы", "Нургаликызы Асем Ерланкызы"));
        assert!(like("Асем", "Әсем"));
        assert!(!like("Асем", "Асем Нұрғалиқызы"));
        assert!(!like("Асем Нұрғалиқызы", "Асем Ерланқызы"));
        assert!(!like("Асем Нұрғалиқызы Ерланқызы", "Асем Нұрғалиқызы Болатқызы"));
        assert!(!like("Ли Ли", "Ли Анна"));
    }
}
