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

/// The names of columns, in the three languages, as they are compared.
const NAMES: [(Field, &[&str]); 9] = [
    (
        Field::Name,
        &[
            "аты-жөні",
            "аты жөні",
            "толық аты",
            "тегі, аты",
            "тегі аты",
            "фио",
            "ф.и.о",
            "имя и фамилия",
            "фамилия, имя",
            "фамилия имя",
            "фамилия и имя",
            "фамилия имя отчество",
            "name",
            "full name",
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
            "жылы",
            "год рождения",
            "дата рождения",
            "год",
            "г.р",
            "birth year",
            "year of birth",
            "date of birth",
            "born",
        ],
    ),
    (
        Field::Email,
        &[
            "e-mail",
            "email",
            "mail",
            "эл. пошта",
            "электрондық пошта",
            "пошта",
            "почта",
            "эл. почта",
            "эл.почта",
            "электронная почта",
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

/// The columns of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Columns {
    /// The place of each, and its name as the file has it.
    found: Vec<(Field, usize, String)>,
}

impl Columns {
    /// The columns that this first row names; none if it names no name and no year of birth.
    pub(super) fn of(head: &[String]) -> Option<Self> {
        let field = |cell: &str| {
            let cell = compared(cell);
            NAMES.iter().find(|(_, names)| names.iter().any(|name| compared(name) == cell)).map(|(field, _)| *field)
        };
        let mut found: Vec<(Field, usize, String)> = Vec::new();
        for (place, cell) in head.iter().enumerate() {
            if let Some(field) = field(cell)
                && !found.iter().any(|(known, ..)| *known == field)
            {
                found.push((field, place, cell.trim().to_owned()));
            }
        }
        let has = |wanted: Field| found.iter().any(|(field, ..)| *field == wanted);
        let is_whole = has(Field::BirthYear) && (has(Field::Name) || has(Field::Surname) || has(Field::Given));
        is_whole.then_some(Self { found })
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

/// Without the marks that stand around names of columns.
fn compared(cell: &str) -> String {
    fold(cell.trim().trim_matches(['*', ':', '.', ' ']))
}
