//! Which column of a table holds what, told by the names in its first row.

use crate::kernel::text::fold;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Name,
    Surname,
    Given,
    Patronymic,
    BirthYear,
    Email,
    District,
    Settlement,
    Language,
}

/// The names of columns, in the three languages, as they are compared ([`compared`]).
const NAMES: [(Field, &[&str]); 9] = [
    (
        Field::Name,
        &[
            "аты жөні",
            "толық аты",
            "толық аты жөні",
            "аты жөні тегі",
            "тегі аты",
            "тегі аты жөні",
            "тегі аты әкесінің аты",
            "фио",
            "ф и о",
            "имя и фамилия",
            "имя фамилия",
            "фамилия имя",
            "фамилия и имя",
            "фамилия имя отчество",
            "имя фамилия отчество",
            "полное имя",
            "name",
            "full name",
            "fio",
        ],
    ),
    (Field::Surname, &["тегі", "фамилия", "surname", "last name", "family name"]),
    (Field::Given, &["аты", "имя", "first name", "given name"]),
    (Field::Patronymic, &["әкесінің аты", "отчество", "patronymic", "middle name"]),
    (
        Field::BirthYear,
        &[
            "туған жылы",
            "туған күні",
            "туылған жылы",
            "туылған күні",
            "туған күні айы жылы",
            "туған жылы айы күні",
            "жылы",
            "год рождения",
            "год рожд",
            "дата рождения",
            "дата рожд",
            "день рождения",
            "число месяц год рождения",
            "год",
            "г р",
            "birth year",
            "year of birth",
            "date of birth",
            "birth date",
            "birthday",
            "born",
        ],
    ),
    (
        Field::Email,
        &[
            "e mail",
            "email",
            "mail",
            "e mail address",
            "email address",
            "mail address",
            "e mail адрес",
            "email адрес",
            "адрес e mail",
            "адрес email",
            "e mail мекенжайы",
            "email мекенжайы",
            "эл пошта",
            "эл пошта мекенжайы",
            "электрондық пошта",
            "электрондық пошта мекенжайы",
            "электрондық мекенжай",
            "электрондық мекенжайы",
            "электрондық поштасы",
            "эл поштасы",
            "пошта",
            "поштасы",
            "пошта мекенжайы",
            "почта",
            "эл почта",
            "эл адрес",
            "эл почты",
            "электронная почта",
            "электронный адрес",
            "адрес эл почты",
            "адрес почты",
            "адрес электронной почты",
        ],
    ),
    (Field::District, &["аудан", "ауданы", "аудан немесе қала", "район", "район или город", "district"]),
    (
        Field::Settlement,
        &["елді мекен", "елді мекені", "ауыл", "ауылы", "населённый пункт", "село", "settlement", "village"],
    ),
    (Field::Language, &["тіл", "тілі", "язык", "language"]),
];

/// Whose name or address a column holds says nothing about what it holds.
const WHOSE: [&str; 15] = [
    "волонтёра",
    "волонтёр",
    "участника",
    "ученика",
    "учащегося",
    "студента",
    "ребёнка",
    "волонтердің",
    "еріктінің",
    "қатысушының",
    "оқушының",
    "студенттің",
    "volunteer",
    "participant",
    "student",
];

/// Names of columns that number the rows: nobody misses them.
const NUMBERS: [&str; 8] = ["", "n", "no", "п п", "п н", "р с", "р н", "нөмірі"];

/// The columns of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Columns {
    /// The place of each, and its name as the file has it.
    found: Vec<(Field, usize, String)>,
    /// The names of the others.
    unread: Vec<String>,
}

impl Columns {
    /// The columns that this first row names; none if it names no year of birth, or no name: a surname alone is none.
    pub(super) fn of(head: &[String]) -> Option<Self> {
        let mut found: Vec<(Field, usize, String)> = Vec::new();
        let mut unread = Vec::new();
        for (place, cell) in head.iter().enumerate() {
            let words = compared(cell);
            let name = cell.split_whitespace().collect::<Vec<_>>().join(" ");
            match field(&words) {
                Some(field) if !found.iter().any(|(known, ..)| *known == field) => found.push((field, place, name)),
                None if NUMBERS.iter().any(|known| fold(known) == words) => {}
                _ => unread.push(name),
            }
        }
        let has = |wanted: Field| found.iter().any(|(field, ..)| *field == wanted);
        let has_name = has(Field::Name) || has(Field::Surname) && has(Field::Given);
        (has(Field::BirthYear) && has_name).then_some(Self { found, unread })
    }

    /// The names of the columns that are not read, in short.
    pub(super) fn unread(&self) -> String {
        let short = |name: &String| name.chars().filter(|c| !c.is_control()).take(40).collect::<String>();
        self.unread.iter().take(20).map(short).collect::<Vec<_>>().join(", ")
    }

    /// True if there is such a column.
    pub(super) fn has(&self, field: Field) -> bool {
        self.found.iter().any(|(known, ..)| *known == field)
    }

    /// The cell of a row that holds this; empty if there is no such column.
    pub(super) fn cell<'a>(&self, field: Field, row: &'a [String]) -> &'a str {
        let place = self.found.iter().find(|(known, ..)| *known == field).map(|(_, place, _)| *place);
        place.and_then(|place| row.get(place)).map_or("", |cell| cell.trim())
    }

    /// The cells of a row that stand in a column with one of these names, in their order.
    pub(super) fn cells<'a>(&'a self, row: &'a [String]) -> impl Iterator<Item = &'a str> {
        self.found.iter().filter_map(|(_, place, _)| row.get(*place)).map(String::as_str)
    }

    /// The letter of the column in a spreadsheet, and its name.
    pub(super) fn called(&self, fields: &[Field]) -> String {
        let found = fields.iter().find_map(|field| self.found.iter().find(|(known, ..)| known == field));
        let Some((_, place, name)) = found else { return String::new() };
        match ('A'..='Z').nth(*place) {
            Some(letter) => format!("{letter}: {name}"),
            None => name.clone(),
        }
    }
}

/// What a column with this name holds.
fn field(words: &str) -> Option<Field> {
    NAMES.iter().find(|(_, names)| names.iter().any(|name| fold(name) == words)).map(|(field, _)| *field)
}

/// The words of a column's name, without marks, without what stands in brackets, and without whose it is.
fn compared(cell: &str) -> String {
    let outside = cell.split('(').next().unwrap_or_default();
    let words: String = outside.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    let words = fold(&words);
    let whose = WHOSE.map(fold);
    let own = words.split(' ').filter(|word| !word.is_empty() && !whose.iter().any(|one| one == word));
    let own = own.collect::<Vec<_>>().join(" ");
    if own.is_empty() { words.trim().to_owned() } else { own }
}
