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

/// Words in brackets behind a name of a column that change nothing: how a date is written, that a cell may be empty, in which
/// language or letters, what kind of place. Whatever else stands there may say that the column is about something else, such as
/// the address of a parent.
const HARMLESS: &[&str] = &[
    "күн",
    "күні",
    "ай",
    "айы",
    "жыл",
    "жылы",
    "число",
    "день",
    "месяц",
    "год",
    "date",
    "day",
    "month",
    "year",
    "егер",
    "бар",
    "болса",
    "міндетті",
    "емес",
    "толық",
    "толығымен",
    "тек",
    "мысалы",
    "мысал",
    "если",
    "есть",
    "имеется",
    "при",
    "наличии",
    "обязательно",
    "необязательно",
    "не",
    "полностью",
    "полное",
    "только",
    "указать",
    "например",
    "пример",
    "if",
    "any",
    "available",
    "full",
    "in",
    "only",
    "required",
    "optional",
    "example",
    "мен",
    "және",
    "немесе",
    "и",
    "или",
    "and",
    "or",
    "на",
    "қаз",
    "қазақ",
    "қазақша",
    "орыс",
    "орысша",
    "ағыл",
    "ағылшынша",
    "каз",
    "казахский",
    "казахском",
    "рус",
    "русский",
    "русском",
    "англ",
    "английский",
    "латиницей",
    "кириллицей",
    "kk",
    "kz",
    "ru",
    "en",
    "kazakh",
    "russian",
    "english",
    "қала",
    "ауыл",
    "город",
    "село",
    "city",
    "village",
    "по",
    "как",
    "в",
    "согласно",
    "паспорту",
    "паспорт",
    "паспорте",
    "удостоверению",
    "удостоверении",
    "удостоверения",
    "личности",
    "документу",
    "документам",
    "документе",
    "фамилия",
    "имя",
    "отчество",
    "тегі",
    "аты",
    "әкесінің",
    "құжат",
    "құжаты",
    "құжаттағыдай",
    "бойынша",
    "куәлік",
    "куәлігі",
    "куәліктегідей",
    "жеке",
    "gmail",
];

/// Words for the person itself, beside those of [`WHOSE`].
const OWN: [&str; 8] = ["жеке", "өзінің", "өз", "личная", "личный", "свой", "own", "personal"];

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

/// The words of a column's name, without marks, without whose it is, and without what stands in brackets if that changes
/// nothing.
fn compared(cell: &str) -> String {
    let (outside, inside) = in_and_out(cell);
    let (outside, inside) = (words(&outside), words(&inside));
    let whose = WHOSE.map(fold);
    let harmless: Vec<String> = HARMLESS.iter().chain(&OWN).chain(&WHOSE).map(|word| fold(word)).collect();
    let is_harmless = |word: &&str| is_format(word) || harmless.iter().any(|one| one == word);
    let all: Vec<&str> = if !outside.is_empty() && inside.split(' ').all(|word| is_harmless(&word)) {
        outside.split(' ').collect()
    } else {
        outside.split(' ').chain(inside.split(' ')).filter(|word| !word.is_empty()).collect()
    };
    let own: Vec<&str> = all.iter().copied().filter(|word| !whose.iter().any(|one| one == word)).collect();
    if own.is_empty() { all.join(" ") } else { own.join(" ") }
}

/// What stands outside of brackets, and what inside.
fn in_and_out(cell: &str) -> (String, String) {
    let (mut outside, mut inside, mut depth) = (String::new(), String::new(), 0_usize);
    for c in cell.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ if depth == 0 => outside.push(c),
            _ => inside.push(c),
        }
        if "()".contains(c) {
            outside.push(' ');
            inside.push(' ');
        }
    }
    (outside, inside)
}

/// The folded words, with single blanks between them.
fn words(text: &str) -> String {
    let words: String = text.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    fold(&words).split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// True for a number, and for letters that stand for the digits of a date: `дд`, `жжжж`, `yyyy`; for nothing too.
fn is_format(word: &str) -> bool {
    let is_all = |of: &str| word.chars().all(|c| of.contains(c));
    word.chars().all(|c| c.is_ascii_digit())
        || "дмгкажdmy".chars().any(|letter| is_all(letter.encode_utf8(&mut [0; 4])))
}
