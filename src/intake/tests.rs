//! Reading lists of people.

use std::fmt::Write as _;

use super::model::What;
use super::read::{Known, MOST, Refused, read};
use crate::kernel::ids::DistrictId;
use crate::kernel::{Day, Email, Lang, Localized};
use crate::places::District;

fn districts() -> Vec<District> {
    let district = |id, kk: &str, ru: &str, en: &str| District {
        id: DistrictId(id),
        key: en.to_owned(),
        name: Localized { kk: Some(kk.to_owned()), ru: Some(ru.to_owned()), en: Some(en.to_owned()) },
    };
    vec![
        district(1, "Талғар ауданы", "Талгарский район", "Talgar district"),
        district(2, "Іле ауданы", "Илийский район", "Ile district"),
        district(3, "Қонаев қаласы", "город Конаев", "Qonaev city"),
    ]
}

fn rows(text: &str) -> Vec<(usize, Vec<String>)> {
    (1..).zip(text.lines()).map(|(line, row)| (line, row.split('|').map(str::to_owned).collect())).collect()
}

fn lines(text: &str) -> Vec<super::Line> {
    let districts = districts();
    let known = Known { districts: &districts, replaced: &[], today: Day::parse("2026-11-28").expect("a day") };
    read(&rows(text), known).expect("a list").lines
}

#[test]
fn columns_are_found_by_their_names_in_each_language() {
    for head in [
        "№|Тегі|Аты|Туған жылы|Эл. пошта|Аудан|Елді мекен|Тілі",
        "№|Фамилия|ИМЯ|Дата рождения:|E-mail|Район|Населённый пункт|Язык",
        "No|Surname*|Given name|Date of birth|Email|District|Village|Language",
    ] {
        let found = lines(&format!("{head}\n7|Нұрғалиқызы|Әсем|05.03.2011|asem@example.kz|Талгар|Талғар|русский"));
        let entry = found[0].entry.as_ref().expect("a person");
        assert_eq!((entry.name.as_str(), entry.birth_year), ("Нұрғалиқызы Әсем", 2011), "{head}");
        assert_eq!(entry.email.as_ref().map(Email::as_str), Some("asem@example.kz"));
        assert_eq!((entry.district, entry.lang), (Some(DistrictId(1)), Some(Lang::Ru)), "{head}");
        assert_eq!((entry.settlement.as_deref(), found[0].line), (Some("Талғар"), 2));
    }
}

#[test]
fn mistakes_are_told_by_line_and_column() {
    let text = "ФИО|Год рождения|Почта|Район|Язык\n\
                =HYPERLINK(\"x\")|2011||Талгарский район|\n\
                Дана|1811|dana|Караганда|немецкий\n\
                \n\
                Бекзат|2010|bek@example.kz||\n\
                Ерлан|2010|BEK@example.kz|район|";
    let found = lines(text);
    let told: Vec<(i32, Vec<(&str, What)>)> = found
        .iter()
        .map(|line| {
            let mistakes = line.entry.as_ref().err().into_iter().flatten();
            (line.line, mistakes.map(|mistake| (mistake.column.as_str(), mistake.what)).collect())
        })
        .collect();
    assert_eq!(
        told,
        [
            (2, vec![("A: ФИО", What::Name)]),
            (
                3,
                vec![
                    ("B: Год рождения", What::BirthYear),
                    ("C: Почта", What::Email),
                    ("D: Район", What::District),
                    ("E: Язык", What::Language)
                ]
            ),
            (5, vec![]),
            (6, vec![("D: Район", What::District)]),
        ]
    );
    let twice = lines("ФИО|Год рождения|Почта\nБекзат|2010|bek@example.kz\nЕрлан|2010|BEK@example.kz");
    assert_eq!(twice[1].entry.as_ref().expect_err("a mistake")[0].what, What::EmailTwice);
}

#[test]
fn a_line_without_a_surname_is_doubtful_where_the_others_have_one() {
    let doubtful = |text: &str| lines(text).iter().map(super::Line::is_doubtful).collect::<Vec<_>>();
    let text = "Фамилия|Имя|Отчество|Год рождения\nОмарова|Дана|Ержанқызы|2010\n |Дана|Серікқызы|2011";
    assert_eq!(doubtful(text), [false, true]);
    // What lacks a part makes no whole name doubtful, wherever it stands; whoever stands there twice is still told.
    let part = "Фамилия|Имя|Отчество|Год рождения\n|Дана|Ержанқызы|2010\nОмарова|Дана|Ержанқызы|2010\n\
                Ахметова|Дана|Ержанқызы|2010\n|Дана|Ержанқызы|2010\nДана|Омарова||2010";
    assert_eq!(doubtful(part), [true, false, false, true, true]);
    assert_eq!(lines(part).iter().map(|line| line.same_as).collect::<Vec<_>>(), [None, None, None, Some(3), Some(3)]);
    assert_eq!(doubtful("ФИО|Год рождения\nДана|2010"), [false], "there is no column for it");
    assert_eq!(doubtful("Фамилия|ФИО|Имя|Год рождения\n|Омарова Дана||2010"), [false], "it stands in the full name");
}

#[test]
fn a_date_of_a_spreadsheet_is_its_year() {
    for (typed, year) in [
        ("40607", 2011),
        ("40607.0", 2011),
        ("2011", 2011),
        ("2011-03-05T00:00:00", 2011),
        ("5/3/2011", 2011),
        ("2011 г.р.", 2011),
    ] {
        let found = lines(&format!("Name|Born\nAsem|{typed}"));
        assert_eq!(found[0].entry.as_ref().map(|entry| entry.birth_year).ok(), Some(year), "{typed}");
    }
    for typed in ["", "11", "2O11", "99999", "2030", "=2011+1", "г. 2011"] {
        assert!(lines(&format!("Name|Born\nAsem|{typed}"))[0].entry.is_err(), "{typed}");
    }
}

#[test]
fn a_list_without_names_of_columns_is_read_like_a_pasted_one() {
    let found = lines("1|Әсем Нұрғалиқызы|2011|Кеген\n2|Дана||\n3|Нұрғалиқызы Асем|2011|");
    assert_eq!(found.iter().map(|line| line.line).collect::<Vec<_>>(), [1, 2, 3]);
    assert_eq!(found[0].entry.as_ref().expect("a person").settlement.as_deref(), Some("Кеген"));
    assert_eq!(found[1].entry.as_ref().expect_err("a mistake")[0].what, What::BirthYear);
    assert_eq!(found[2].same_as, Some(1));
}

#[test]
fn of_five_hundred_rows_three_are_wrong() {
    let mut text = "Аты-жөні|Туған жылы".to_owned();
    for number in 0..500_u32 {
        let letters: String = [number / 100, number / 10 % 10, number % 10]
            .iter()
            .map(|digit| ["а", "б", "в", "г", "д", "е", "ж", "з", "и", "к"][*digit as usize])
            .collect();
        let year = if number % 200 == 50 { "?" } else { "2008" };
        let _ = write!(text, "\nЗарина Т{letters}|{year}");
    }
    let found = lines(&text);
    let wrong: Vec<i32> = found.iter().filter(|line| line.entry.is_err()).map(|line| line.line).collect();
    assert_eq!((found.len(), wrong), (500, vec![52, 252, 452]));
    assert!(found.iter().all(|line| line.same_as.is_none()));
}

#[test]
fn an_empty_list_and_one_that_is_too_long_are_refused() {
    let known = Known { districts: &[], replaced: &[], today: Day::parse("2026-11-28").expect("a day") };
    assert_eq!(read(&rows(""), known), Err(Refused::Empty));
    assert_eq!(read(&rows("Name|Born\n |"), known), Err(Refused::Empty));
    let long = "Name|Born\n".to_owned() + &"Asem|2011\n".repeat(MOST + 1);
    assert_eq!(read(&rows(&long), known), Err(Refused::Long));
}

#[test]
fn a_title_above_the_columns_is_left_out_and_of_unknown_columns_nothing_is_kept() {
    let found = lines("Список 7 «А» 2026||\n||\nФИО|ИИН|Год рождения\nАсем|990101300123|2011\nДана|990101300124|?");
    assert_eq!(found.iter().map(|line| line.line).collect::<Vec<_>>(), [4, 5]);
    assert_eq!((found[0].typed.as_str(), found[1].typed.as_str()), ("Асем · 2011", "Дана · ?"));
    assert_eq!(found[1].entry.as_ref().expect_err("a mistake")[0].column, "C: Год рождения");
}

#[test]
fn an_address_in_a_list_without_names_is_an_address() {
    let found = lines("Асем|2011|asem@example.kz|Кеген\nДана|2011|dana@\nbekzat@example.kz||");
    let entry = found[0].entry.as_ref().expect("a person");
    assert_eq!(entry.email.as_ref().map(Email::as_str), Some("asem@example.kz"));
    assert_eq!(entry.settlement.as_deref(), Some("Кеген"));
    assert_eq!(found[1].entry.as_ref().expect_err("a mistake")[0].what, What::Email);
    assert_eq!(found[2].entry.as_ref().expect_err("a mistake")[0].what, What::Name);
}

#[test]
fn columns_that_nobody_knows_are_told_and_a_line_that_is_there_twice_gets_another_number() {
    let known = Known { districts: &[], replaced: &[], today: Day::parse("2026-11-28").expect("a day") };
    assert_eq!(read(&rows("Ученик|Рожд.\nАсем|2011"), known), Err(Refused::Columns));
    let row = |line, name: &str| (line, vec![name.to_owned(), "2011".to_owned()]);
    let found = read(&[row(7, "Асем"), row(7, "Дана"), row(3, "Бекзат")], known).expect("a list").lines;
    assert_eq!(found.iter().map(|line| line.line).collect::<Vec<_>>(), [1, 2, 3]);
}

#[test]
fn columns_are_known_by_many_names_and_those_that_are_not_are_told() {
    let known = Known { districts: &[], replaced: &[], today: Day::parse("2026-11-28").expect("a day") };
    let of = |head: &str| read(&rows(&format!("{head}\nАсем Нұрғалиқызы|2011|asem@example.kz|x")), known);
    for email in
        ["E-mail адрес", "email address", "Адрес эл. почты", "Эл.почта волонтёра", "Электрондық поштасы (бар болса)"]
    {
        let found = of(&format!("Ф.И.О. волонтёра|Дата рождения (дд.мм.гггг)|{email}|№ п/п")).expect("a list");
        let entry = found.lines[0].entry.as_ref().expect("a person");
        assert_eq!((entry.email.is_some(), found.unread.as_str()), (true, ""), "{email}");
    }
    let found = of("ФИО|Год рождения|Ватсап|Класс\t руководитель").expect("a list");
    assert_eq!(found.unread, "Ватсап, Класс руководитель");
    // Brackets that change nothing, and those that name somebody or something else.
    for email in ["E-mail (если есть)", "Пошта (бар болса)", "Email (волонтёра)", "Эл. почта (личная)", "(E-mail)"]
    {
        let found = of(&format!("ФИО (полностью)|Туған жылы (кк.аа.жжжж)|{email}|(№)")).expect("a list");
        let entry = found.lines[0].entry.as_ref().expect("a person");
        assert_eq!((entry.email.is_some(), found.unread.as_str()), (true, ""), "{email}");
    }
    for other in ["E-mail (родителя)", "Почта (ата-анасы)", "Эл. почта (кл. руководителя)", "(родители) почта"]
    {
        let found = of(&format!("ФИО|Год (рождения)|{other}|№")).expect("a list");
        let entry = found.lines[0].entry.as_ref().expect("a person");
        assert_eq!((entry.email.is_some(), found.unread.as_str()), (false, other));
    }
    assert_eq!(of("ФИО|Год (поступления)|Почта|№"), Err(Refused::Columns));
    assert_eq!(of("ФИО|Год|Почта|(телефон)").expect("a list").unread, "(телефон)");
    // A surname, or a given name, is no whole name.
    for head in ["Фамилия|Год рождения|Имя ребёнка моего|", "Имя|Год рождения||"]
    {
        assert_eq!(of(head), Err(Refused::Columns), "{head}");
    }
    assert!(of("Фамилия|Год рождения|Имя волонтёра|").is_ok());
}

#[test]
fn a_patronymic_on_one_line_does_not_hide_that_somebody_stands_there_twice() {
    let found = lines(
        "ФИО|Год\nНұрғалиқызы Әсем Ерланқызы|2011\nАсем Нургаликызы|2011\nАсем Нургаликызы|2012\nАсем Ерланкызы|2011",
    );
    assert_eq!(found.iter().map(|line| line.same_as).collect::<Vec<_>>(), [None, Some(2), None, Some(2)]);
}
