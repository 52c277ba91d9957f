//! People who do not exist.

use super::study::Stage;
use crate::kernel::{Lang, Random, Role};

/// Somebody made up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Character {
    pub(super) name: String,
    pub(super) email: String,
    pub(super) lang: Lang,
    pub(super) birth_year: i32,
    /// Which of the districts, in their order.
    pub(super) district: usize,
    /// When the account was made.
    pub(super) days_ago: i64,
    pub(super) roles: Vec<Role>,
    /// The organisation that somebody coordinates.
    pub(super) coordinates: Option<usize>,
    /// The organisation to which somebody belongs.
    pub(super) belongs: Option<usize>,
    pub(super) courses: Vec<(&'static str, Stage)>,
    pub(super) is_confirmed: bool,
    pub(super) is_disabled: bool,
    pub(super) is_revoked: bool,
    /// What can be tried as this person; `None` for the crowd.
    pub(super) to_try: Option<&'static str>,
    pub(super) seed: u64,
}

const KAZAKH: [&str; 12] = [
    "Айгерім",
    "Әсем",
    "Гүлназ",
    "Жанар",
    "Салтанат",
    "Аружан",
    "Ерлан",
    "Нұрлан",
    "Бекзат",
    "Санжар",
    "Олжас",
    "Дәурен",
];
const KAZAKH_FAMILIES: [&str; 10] =
    ["Сейтқали", "Жұмабек", "Оспан", "Қуаныш", "Тілеуберді", "Әбдіғали", "Нұрпейіс", "Байжан", "Қожахмет", "Ысқақ"];
const RUSSIAN: [&str; 8] = [
    "Анна Королёва",
    "Мария Лебедева",
    "Ольга Зимина",
    "Вера Орлова",
    "Алексей Ткаченко",
    "Иван Соколов",
    "Пётр Юрьев",
    "Дмитрий Ким",
];
const COURSES: [&str; 3] = ["first-aid", "leadership", "project-management"];
/// Organisations that do not exist, in Kazakh and Russian.
pub(super) const ORGANISATIONS: [(&str, &str); 2] = [
    ("«Жас толқын» еріктілер тобы", "Группа волонтёров «Жас толқын»"),
    ("«Ізгі жүрек» еріктілер клубы", "Клуб волонтёров «Ізгі жүрек»"),
];
/// One in so many speaks Russian.
const RUSSIAN_EVERY: u64 = 3;

/// Those who can be signed in as, and then so many others.
pub(super) fn invent(seed: u64, others: usize, year: i32) -> Vec<Character> {
    let random = Random::seeded(seed);
    let mut people = known(&random, year);
    for number in 1..=others {
        people.push(somebody(&random, year, number));
    }
    people
}

fn known(random: &Random, year: i32) -> Vec<Character> {
    let person = |email: &str, age: i32, days_ago: i64, to_try: &'static str| Character {
        email: format!("{email}@demo.example"),
        birth_year: year - age,
        days_ago,
        to_try: Some(to_try),
        ..somebody(random, year, 0)
    };
    let plain =
        |character: Character| Character { courses: Vec::new(), is_confirmed: true, belongs: None, ..character };
    let calm = |character: Character| Character { is_disabled: false, is_revoked: false, ..character };
    let people = vec![
        Character {
            roles: vec![Role::Centre, Role::Administrator],
            ..plain(person("centre", 41, 60, "the resource centre and the administrator"))
        },
        Character { roles: vec![Role::Trainer], ..plain(person("trainer", 36, 59, "a trainer")) },
        Character {
            belongs: Some(0),
            courses: vec![("leadership", Stage::Completed), ("first-aid", Stage::Reading)],
            ..plain(person("graduate", 24, 30, "a volunteer with a certificate"))
        },
        Character {
            courses: vec![("leadership", Stage::Failed)],
            ..plain(person("learner", 30, 9, "a volunteer in the middle of a course, after a failed test"))
        },
        Character {
            belongs: Some(0),
            courses: vec![("first-aid", Stage::Enrolled)],
            ..plain(person("young", 15, 5, "a volunteer of 14 or 15 years"))
        },
        Character {
            is_confirmed: false,
            ..plain(person("new", 58, 0, "a volunteer who has just signed up, address not confirmed"))
        },
        Character {
            coordinates: Some(0),
            ..plain(person("coordinator", 33, 58, "the coordinator of an organisation"))
        },
        Character {
            coordinates: Some(1),
            ..plain(person("neighbour", 39, 58, "the coordinator of another organisation"))
        },
    ];
    people.into_iter().map(calm).collect()
}

fn somebody(random: &Random, year: i32, number: usize) -> Character {
    let seed = random.seed();
    let is_russian = seed.is_multiple_of(RUSSIAN_EVERY);
    let pick = |shift: u32| usize::try_from(seed >> shift & 0xff).unwrap_or_default();
    let one = |list: &[&str], shift: u32| (*list.get(pick(shift) % list.len()).unwrap_or(&"")).to_owned();
    let name = if is_russian { one(&RUSSIAN, 8) } else { format!("{} {}", one(&KAZAKH, 8), one(&KAZAKH_FAMILIES, 16)) };
    let stages = [Stage::Completed, Stage::Reading, Stage::Enrolled, Stage::Failed, Stage::Completed];
    let stage = stages.get(pick(24) % stages.len()).copied().unwrap_or(Stage::Enrolled);
    let course = COURSES.get(pick(32) % COURSES.len()).copied().unwrap_or("leadership");
    Character {
        name,
        email: format!("volunteer-{number:02}@demo.example"),
        lang: if is_russian { Lang::Ru } else { Lang::Kk },
        birth_year: year - 16 - i32::try_from(pick(40) % 50).unwrap_or_default(),
        district: pick(48),
        days_ago: 2 + i64::try_from(pick(52) % 50).unwrap_or_default(),
        roles: Vec::new(),
        coordinates: None,
        // Of three, two belong to one of the two organisations.
        belongs: Some(number % 3).filter(|organisation| *organisation < ORGANISATIONS.len()),
        courses: vec![(course, stage)],
        is_confirmed: !pick(56).is_multiple_of(8),
        is_disabled: number == 7,
        is_revoked: pick(44).is_multiple_of(6),
        to_try: None,
        seed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::{Email, PersonName};

    #[test]
    fn the_same_seed_invents_the_same_people() {
        assert_eq!(invent(7, 40, 2026), invent(7, 40, 2026));
        assert_ne!(invent(7, 40, 2026), invent(8, 40, 2026));
    }

    #[test]
    fn everybody_could_have_signed_up_and_no_address_is_anybodys() {
        let people = invent(1, 200, 2026);
        for person in &people {
            assert!(PersonName::parse(&person.name).is_some() && Email::parse(&person.email).is_some(), "{person:?}");
            assert!(person.email.ends_with("@demo.example"), "{person:?}");
        }
        let mut emails: Vec<_> = people.iter().map(|person| &person.email).collect();
        emails.sort();
        emails.dedup();
        assert_eq!(emails.len(), people.len());
        assert!(people.len() > 200);
    }
}
