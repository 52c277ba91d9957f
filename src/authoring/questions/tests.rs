//! Questions go from the file into the form and back, and nothing is lost on the way.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use proptest::prelude::*;

use super::bank::Bank;
use super::judge::{Words, judge};
use super::kind::{Kind, PartKind};
use super::place::{field_at, place_in};
use super::read::read;
use super::sheet::{Button, Part, Sheet};
use super::typed::pressed;
use super::write::{block_of, write};
use crate::content::files::{Files, read_course};
use crate::content::message::{Arg, Code, Message};
use crate::kernel::{Lang, Localized};

/// The fields that a browser sends of the form that holds this question.
fn fields(sheet: &Sheet) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> =
        sheet.values.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    put_texts(&mut fields, "", &sheet.texts);
    for (at, part) in sheet.parts.iter().enumerate() {
        put_part(&mut fields, part, &format!("p{at}-"));
        if sheet.kind.has_one_right() && part.kind == PartKind::Right {
            fields.push(("right".to_owned(), at.to_string()));
        }
        for (place, option) in part.options.iter().enumerate() {
            put_part(&mut fields, option, &format!("p{at}-o{place}-"));
        }
    }
    for (at, (earlier, later)) in sheet.orders.iter().enumerate() {
        fields.push((format!("order{at}-earlier"), earlier.clone()));
        fields.push((format!("order{at}-later"), later.clone()));
    }
    fields
}

fn put_texts(fields: &mut Vec<(String, String)>, prefix: &str, texts: &BTreeMap<&'static str, Localized>) {
    for (name, text) in texts {
        for lang in Lang::ALL {
            if let Some(text) = text.exact(lang) {
                fields.push((format!("{prefix}{name}-{lang}"), text.to_owned()));
            }
        }
    }
}

fn put_part(fields: &mut Vec<(String, String)>, part: &Part, prefix: &str) {
    fields.push((format!("{prefix}id"), part.id.clone()));
    let mut put = |name: &str, value: &str| {
        if !value.is_empty() {
            fields.push((format!("{prefix}{name}"), value.to_owned()));
        }
    };
    put("kind", part.kind.code());
    put("key", &part.key);
    put("right", if part.kind == PartKind::Right { "yes" } else { "" });
    put("critical", if part.is_critical { "yes" } else { "" });
    put("joined", if part.is_joined { "yes" } else { "" });
    put("shape", &part.shape.0);
    put("numbers", &part.shape.1);
    put("next", &part.next);
    put_texts(fields, prefix, &part.texts);
}

/// The files of questions of all courses that come with the program.
fn files() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("courses");
    let mut found = Vec::new();
    for course in ["first-aid", "leadership", "project-management"] {
        let files = read_course(&root.join(course)).expect("the course is there");
        let questions = files.into_iter().filter(|(path, _)| path.starts_with("questions/"));
        found.extend(questions.map(|(path, bytes)| (path, String::from_utf8(bytes).expect("text"))));
    }
    found
}

fn banks() -> impl Iterator<Item = (String, Bank)> {
    files().into_iter().map(|(path, text)| {
        let bank = Bank::parse(&text, &Lang::ALL).unwrap_or_else(|| panic!("{path} has no questions"));
        (text, bank)
    })
}

#[test]
fn every_question_of_our_courses_comes_back_from_its_form_as_it_was() {
    let mut seen = BTreeMap::new();
    for (_, bank) in banks() {
        for (at, question) in bank.questions().iter().enumerate() {
            let block = bank.block(at);
            let sheet = read(block).unwrap_or_else(|| panic!("{} has no form", question.key));
            let typed = Sheet::typed(&fields(&sheet), sheet.kind, &sheet.key);
            assert_eq!(typed, sheet, "{}", question.key);
            assert_eq!(typed.without_blanks(), sheet, "{}", question.key);
            assert_eq!(write(block, &typed, &Lang::ALL).as_deref(), Some(block), "{}", question.key);
            // Written anew it says the same.
            let anew = block_of(&sheet, &Lang::ALL).expect("it can be written");
            assert_eq!(read(&anew), Some(sheet.clone()), "{anew}");
            *seen.entry(sheet.kind.code()).or_insert(0) += 1;
        }
    }
    assert_eq!(seen.len(), 8, "{seen:?}");
}

#[test]
fn a_changed_word_changes_one_line() {
    for (text, bank) in banks() {
        for (at, question) in bank.questions().iter().enumerate().step_by(7) {
            let mut sheet = read(bank.block(at)).expect("a form");
            if let Some(text) = sheet.texts.get_mut("explanation") {
                text.set(Lang::Ru, "Другое \"пояснение\".".to_owned());
            }
            let changed = bank.with(at, &write(bank.block(at), &sheet, &Lang::ALL).expect("written"));
            let other: Vec<_> = text.lines().zip(changed.lines()).filter(|(one, other)| one != other).collect();
            assert_eq!((other.len(), text.lines().count()), (1, changed.lines().count()), "{}", question.key);
            assert!(other.iter().all(|(_, line)| line.starts_with("explanation.ru = ")), "{other:?}");
        }
    }
}

const FILE: &str = r#"# Checks

[[question]]
key = "one"
kind = "single" # the only one
lesson = "l"
text.kk = "А?"
text.ru = "Б?"
explanation.kk = "А."

# About the right one
[[question.right]]
key = "a"
text.kk = "а"

[[question.wrong]]
key = "b"
text.kk = "ә"
why.kk = "."

# Stays
[[question.wrong]]
key = "c"
text.kk = "б"
why.kk = "."

# Bank

# Of two
[[question]]
key = "two"
kind = "numeric"
tags = ["x"]
min = 1
max = 2.5
text.kk = "Неше?"
"#;

fn bank() -> Bank {
    Bank::parse(FILE, &[Lang::Kk, Lang::Ru]).expect("a file of questions")
}

/// The last line of a text may look like a remark: it stays with its question.
#[test]
fn a_text_whose_last_line_begins_with_a_hash_is_not_cut() {
    let one = "[[question]]\nkey = \"one\"\nkind = \"text\"\ntext.kk = \"\"\"Нөмірі қандай?\n# 112\"\"\"\n";
    let two = "[[question]]\nkey = \"two\"\nkind = \"text\"\ntext.kk = \"Неше?\"\n";
    let bank = Bank::parse(&format!("{one}\n# Of two\n{two}"), &[Lang::Kk]).expect("a file of questions");
    assert_eq!((bank.block(0), bank.block(1)), (one, two));
    assert_eq!(bank.without(&[0]), format!("# Of two\n{two}"));
    assert_eq!(bank.without(&[1]), one);
}

#[test]
fn a_list_knows_what_is_missing_and_where_a_question_is_written() {
    let bank = bank();
    let [one, two] = bank.questions() else { panic!("two questions") };
    assert_eq!((one.key.as_str(), one.kind, one.is_critical), ("one", Some(Kind::Single), false));
    assert_eq!((&one.missing, &two.missing), (&vec![Lang::Ru], &vec![Lang::Ru]));
    assert_eq!(two.tags, ["x"]);
    assert_eq!((bank.line(0), bank.line(1)), (3, 30));
    assert!(bank.block(0).starts_with("[[question]]\nkey = \"one\"") && bank.block(0).ends_with("why.kk = \".\"\n"));
    assert!(bank.block(1).ends_with("text.kk = \"Неше?\"\n"));
    assert!(bank.says(0, "а б") && !bank.says(0, "неше") && bank.says(1, "two"));
    assert!(Bank::parse("question = [{ key = \"a\" }]", &[]).is_none());
    assert!(Bank::parse("[[question", &[]).is_none());
    assert_eq!(
        Bank::parse("# nothing\n", &[]).expect("empty").with_more(&["[[question]]\n".to_owned()]),
        "# nothing\n\n[[question]]\n"
    );
}

#[test]
fn questions_come_and_go_and_the_others_stay_as_they_are_written() {
    let bank = bank();
    let without = bank.without(&[1]);
    assert_eq!(without, FILE.split("\n# Of two").next().expect("a part"));
    let without = bank.without(&[0]);
    assert_eq!(without, format!("# Checks\n\n# Bank\n\n{}", &FILE[FILE.find("# Of two").expect("there")..]));
    assert_eq!(bank.without(&[0, 1]), "# Checks\n\n# Bank\n");
    let more = bank.with_more(&["[[question]]\nkey = \"three\"\n".to_owned()]);
    assert_eq!(more, format!("{FILE}\n[[question]]\nkey = \"three\"\n"));
    assert_eq!(Bank::parse(&more, &[]).expect("a file").without(&[2]), FILE);
}

#[test]
fn options_change_sides_and_places_and_take_their_remarks_along() {
    let bank = bank();
    let mut sheet = read(bank.block(0)).expect("a form");
    assert!(sheet.press(Button::Up((2, None))) && sheet.press(Button::Add(PartKind::Wrong)));
    sheet.parts[0].kind = PartKind::Wrong;
    sheet.parts[1].kind = PartKind::Right;
    sheet.parts[3].key = "d".to_owned();
    sheet.parts[3].texts.insert("text", Localized { kk: Some("жаңа".to_owned()), ..Localized::default() });
    let written = write(bank.block(0), &sheet, &[Lang::Kk, Lang::Ru]).expect("written");
    let expected = r#"[[question]]
key = "one"
kind = "single" # the only one
lesson = "l"
text.kk = "А?"
text.ru = "Б?"
explanation.kk = "А."

# Stays
[[question.right]]
key = "c"
text.kk = "б"
why.kk = "."

# About the right one
[[question.wrong]]
key = "a"
text.kk = "а"

[[question.wrong]]
key = "b"
text.kk = "ә"
why.kk = "."

[[question.wrong]]
key = "d"
text.kk = "жаңа"
"#;
    assert_eq!(written, expected);
}

#[test]
fn what_is_new_stands_where_a_person_would_write_it() {
    let bank = bank();
    let mut sheet = read(bank.block(1)).expect("a form");
    sheet.values.insert("critical", "yes".to_owned());
    sheet.values.insert("max", "3,5".to_owned());
    sheet.values.insert("lesson", "l".to_owned());
    let text = |kk: &str, ru: &str| Localized { kk: Some(kk.to_owned()), ru: Some(ru.to_owned()), en: None };
    sheet.texts.insert("unit", text("минут", "минут"));
    sheet.texts.insert("text", text("Неше?", "Сколько?"));
    let written = write(bank.block(1), &sheet, &[Lang::Kk, Lang::Ru]).expect("written");
    let expected = "[[question]]\nkey = \"two\"\nkind = \"numeric\"\ncritical = true\ntags = [\"x\"]\nlesson = \"l\"\nmin = 1\n\
                    max = 3.5\nunit.kk = \"минут\"\nunit.ru = \"минут\"\ntext.kk = \"Неше?\"\ntext.ru = \"Сколько?\"\n";
    assert_eq!(written, expected);
}

#[test]
fn a_line_leads_to_its_field() {
    let bank = bank();
    let at = |line: usize, message: Message| {
        place_in(&bank, (line, &message), &[Lang::Kk, Lang::Ru]).map(|place| place.field)
    };
    let other = || Message::from(Code::Inline);
    assert_eq!(at(1, other()), None);
    assert_eq!(at(8, other()).as_deref(), Some("text-ru"));
    let args = [Arg::part("explanation"), Lang::Ru.into()];
    assert_eq!(at(9, Message::new(Code::LanguageMissing, args)).as_deref(), Some("explanation-ru"));
    assert_eq!(at(3, Code::LessonAgain.into()).as_deref(), Some("lesson"));
    assert_eq!(at(3, Code::PairOfTwo.into()).as_deref(), Some("answers"));
    assert_eq!(at(14, other()).as_deref(), Some("p0-text-kk"));
    assert_eq!(at(24, Message::new(Code::SameText, ["c".into(), "b".into()])).as_deref(), Some("p2-text-kk"));
    assert_eq!(at(22, Message::of_part(Code::Missing, "why")).as_deref(), Some("p2-why-kk"));
    assert_eq!(at(30, Code::MinAboveMax.into()).as_deref(), Some("min"));
    let case = "[[question]]\nkind = \"case\"\n[[question.decision]]\nkey = \"a\"\n[[question.decision.wrong]]\nkey = \"b\"\n\
                [[question.decision.right]]\nkey = \"c\"\nresult.kk = \"\"\n[[question.decision]]\nkey = \"d\"\n\
                [[question.decision.right]]\nnext = \"x\"\n";
    assert_eq!(field_at(case, (5, &other()), Lang::Kk), "p0-o1-text-kk");
    assert_eq!(field_at(case, (9, &Message::of_part(Code::Empty, "result")), Lang::Kk), "p0-o0-result-kk");
    assert_eq!(
        field_at(case, (13, &Message::new(Code::NextUnknown, ["x".into(), "y".into()])), Lang::Kk),
        "p1-o0-next"
    );
}

fn course() -> Files {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("courses/leadership");
    let mut files = read_course(&root).expect("the course is there");
    files.retain(|path, _| ["course.toml", "facts.toml", "glossary.toml"].contains(&path.as_str()));
    files
}

#[test]
fn a_new_question_is_judged_at_its_fields() {
    let none = BTreeSet::new();
    let judged = |sheet: &Sheet| judge(sheet.clone(), ("motives", course()), &none, &[Lang::Kk, Lang::Ru, Lang::En]);
    let (_, found) = judged(&Sheet::new(Kind::Single).without_blanks());
    let fields: Vec<&str> = found.all().map(|fault| fault.field.as_str()).collect();
    for field in ["text-kk", "explanation-kk", "lesson", "answers"] {
        assert!(fields.contains(&field), "{field} is not in {fields:?}");
    }
    let typed = |pairs: &[(&str, &str)]| {
        let pairs: Vec<_> = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Sheet::typed(&pairs, Kind::Single, "")
    };
    let mut all = vec![
        ("text-kk", "Не істейсіз?"),
        ("text-en", "What to do?"),
        ("explanation-kk", "Солай."),
        ("lesson", "six-motives"),
        ("p0-id", "~1"),
        ("p0-text-kk", "Қате"),
        ("p0-text-en", "Wrong"),
        ("p0-why-kk", "Себебі"),
        ("p1-id", "~2"),
        ("p1-text-kk", "Дұрыс"),
        ("right", "1"),
        ("p2-id", "~3"),
        ("p2-text-kk", "Тағы қате"),
        ("p2-why-kk", "Себебі"),
    ];
    let (whole, found) = judged(&typed(&all));
    assert_eq!(found.all().collect::<Vec<_>>(), Vec::<&super::Fault>::new());
    assert_eq!(whole.key, "what-to-do");
    let keys: Vec<&str> = whole.parts.iter().map(|part| part.key.as_str()).collect();
    assert_eq!(keys, ["option", "durys", "tagy-qate"]);
    // The field is the one of the form, where the right option stands second.
    all.retain(|(name, _)| *name != "p0-why-kk");
    let (_, found) = judged(&typed(&all));
    assert_eq!(found.all().map(|fault| fault.field.as_str()).collect::<Vec<_>>(), ["p0-why-kk"]);
    all.push(("tags", "a, Б"));
    let (_, found) = judged(&typed(&all));
    assert_eq!(
        found.unwritable.iter().map(|fault| &fault.words).collect::<Vec<_>>(),
        [&Words::Text("bank-tags-wrong")]
    );
}

#[test]
fn buttons_work_without_a_script() {
    let mut sheet = Sheet::new(Kind::Case);
    let press = |sheet: &mut Sheet, name: &str, value: &str| {
        let button = pressed(&[(name.to_owned(), value.to_owned())]).expect("a button");
        sheet.press(button)
    };
    assert!(press(&mut sheet, "add_option", "1") && press(&mut sheet, "down", "1.1") && press(&mut sheet, "up", "2"));
    assert_eq!(sheet.parts.iter().map(|part| part.options.len()).collect::<Vec<_>>(), [2, 2, 3]);
    let last = sheet.parts[2].id.clone();
    sheet.parts[0].options[0].next.clone_from(&last);
    assert!(press(&mut sheet, "remove", "2") && !press(&mut sheet, "remove", "2") && !press(&mut sheet, "up", "0"));
    assert_eq!(sheet.parts[0].options[0].next, "", "nothing leads to what is gone");
    let mut ids: Vec<&str> = sheet.parts.iter().flat_map(|part| &part.options).map(|part| part.id.as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 4, "ids are there once");
    assert!((0..20).filter(|_| sheet.press(Button::Add(PartKind::Decision))).count() < 20);
    assert!(pressed(&[("add".to_owned(), "nothing".to_owned())]).is_none());
}

fn words() -> impl Strategy<Value = String> {
    "[а-яa-z\"'\\\\ #=\\[\\]\n]{0,12}[а-яa-z.]"
}

fn texts() -> impl Strategy<Value = Localized> {
    (proptest::option::of(words()), proptest::option::of(words()), proptest::option::of(words())).prop_map(
        |(kk, ru, en)| {
            let mut text = Localized::default();
            for (lang, words) in Lang::ALL.into_iter().zip([kk, ru, en]) {
                if let Some(words) = words.map(|words| words.trim().to_owned()).filter(|words| !words.is_empty()) {
                    text.set(lang, words);
                }
            }
            text
        },
    )
}

/// Any question of any kind, with its parts in the order of the file.
fn sheets() -> impl Strategy<Value = Sheet> {
    let part = (texts(), texts(), any::<bool>(), any::<bool>(), 0..1000_i32, 0_usize..8);
    (0..9_usize, proptest::collection::vec(texts(), 3), proptest::collection::vec(part, 0..7), any::<bool>()).prop_map(
        |(kind, head, parts, flag)| {
            let kind = Kind::ALL[kind];
            let mut sheet = Sheet::typed(&[], kind, "a-key");
            for (name, text) in ["text", "explanation", "picture_alt"].into_iter().zip(head) {
                sheet.texts.insert(name, text);
            }
            if flag {
                sheet.values.insert("critical", "yes".to_owned());
                sheet.values.insert("tags", "one, two".to_owned());
            }
            let lists = kind.lists();
            for (at, (one, two, flag, joined, number, next)) in parts.into_iter().enumerate() {
                let Some(list) = lists.get(usize::from(flag) % lists.len().max(1)) else { continue };
                let mut part = Part::new(format!("k{at}"), *list);
                part.key.clone_from(&part.id);
                part.texts = list.texts(kind).iter().copied().zip([one.clone(), two.clone()]).collect();
                part.is_joined = *list == PartKind::Step && joined;
                if kind == Kind::Hotspot {
                    part.shape = ("rect".to_owned(), format!("{number}, 1.5, 3, 4"));
                }
                if kind == Kind::Case {
                    let mut option = Part::new(format!("o{at}"), PartKind::Wrong);
                    option.key.clone_from(&option.id);
                    option.texts = [("text", two), ("result", one)].into();
                    (option.is_critical, option.next) =
                        (flag, if next > at { format!("k{next}") } else { String::new() });
                    part.options.push(option);
                }
                sheet.parts.push(part);
            }
            // One alone can be right.
            let rights = sheet.parts.iter_mut().filter(|part| kind.has_one_right() && part.kind == PartKind::Right);
            rights.skip(1).for_each(|part| part.kind = PartKind::Wrong);
            sheet.parts.sort_by_key(|part| lists.iter().position(|list| *list == part.kind));
            if let Some(last) = sheet.parts.last_mut() {
                last.is_joined = false;
            }
            sheet
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_question_is_the_same_after_form_and_file(sheet in sheets(), other in sheets()) {
        prop_assert_eq!(&Sheet::typed(&fields(&sheet), sheet.kind, &sheet.key), &sheet);
        let block = block_of(&sheet, &Lang::ALL).expect("it can be written");
        let back = read(&block);
        prop_assert_eq!(back.as_ref(), Some(&sheet), "{}", block);
        let same = write(&block, &sheet, &Lang::ALL);
        prop_assert_eq!(same.as_deref(), Some(block.as_str()));
        // Whatever was there before, what was typed is there afterwards.
        if other.kind == sheet.kind {
            let changed = write(&block, &other, &Lang::ALL).expect("it can be written");
            let back = read(&changed);
            prop_assert_eq!(back.as_ref(), Some(&other), "{}", changed);
        }
    }
}
