//! Lessons that several courses share.

use std::path::{Path, PathBuf};

use erikti::content::bundled::{self, of_folder};
use erikti::content::files::{Files, read, read_course, shared, write};
use erikti::content::import::{Import, Wish, import};
use erikti::content::prepare::prepare;
use erikti::content::{digest, export};
use erikti::kernel::Lang;

use crate::folder;
use crate::harness::database::{TestDatabase, on_both};
use crate::published::ctx;
use crate::sample::{changed, files, package};

const HEAD: &str = "minutes = 7\nchecks = [\"manners-check\"]\n";
const TEXT: &str = "# Manners\n\n::: hook\nYou come in.\n:::\n\nA [guest](term:guest) waits {fact:patience}.\n\n\
     ![A door](picture:door)\n";
const QUESTIONS: &str = r#"
[[question]]
key = "manners-check"
kind = "true-false"
lesson = "manners"
answer = true
text = { kk = "Күтесіз бе?", ru = "Вы ждёте?", en = "Do you wait {fact:patience}?" }
explanation = { kk = "Себебі.", ru = "Потому.", en = "Because." }
right = [{ key = "yes", text = { kk = "Иә", ru = "Да", en = "Yes" } }]
wrong = [{ key = "no", text = { kk = "Жоқ", ru = "Нет", en = "No" }, why = { kk = "Кеш.", ru = "Поздно.", en = "Late." } }]
"#;
const FACTS: &str =
    "[patience]\nvalue = { kk = \"5 минут\", ru = \"5 минут\", en = \"5 minutes\" }\nsource = \"Ours\"\nmark = \"K\"\n";
const GLOSSARY: &str = "[guest]\nterm = { kk = \"қонақ\", ru = \"гость\", en = \"guest\" }\n\
     meaning = { kk = \"Келген адам.\", ru = \"Кто пришёл.\", en = \"Who has come.\" }\n";
const PICTURE: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 40 30\"><path d=\"M1 1h9\"/></svg>";

/// The files of the shared lesson, as they lie in its folder.
fn lesson() -> Files {
    [
        ("lesson.toml", HEAD),
        ("lesson.kk.md", TEXT),
        ("lesson.ru.md", TEXT),
        ("lesson.en.md", TEXT),
        ("questions.toml", QUESTIONS),
        ("facts.toml", FACTS),
        ("glossary.toml", GLOSSARY),
        ("pictures/door.svg", PICTURE),
    ]
    .into_iter()
    .map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec()))
    .collect()
}

const NAMED: &str = "[[modules.lessons]]\nshared = \"manners\"\n\n[modules.test]";

/// The sample course with the shared lesson at the end of its module.
fn course() -> Files {
    let mut files = changed("course.toml", "[modules.test]", NAMED);
    files.extend(lesson().into_iter().map(|(path, bytes)| (format!("../shared/manners/{path}"), bytes)));
    files
}

fn with(path: &str, from: &str, to: &str) -> Files {
    let mut files = course();
    let text = String::from_utf8(files.get(path).expect("a file").clone()).expect("text");
    assert!(text.contains(from), "{path} has no {from}");
    files.insert(path.to_owned(), text.replacen(from, to, 1).into_bytes());
    files
}

fn told(files: &Files) -> Vec<String> {
    read(files).mistakes.iter().map(ToString::to_string).collect()
}

/// Two courses that name the lesson, and the lesson, as folders.
fn library(folder: &Path) {
    for key in ["one", "two"] {
        let mut own = changed("course.toml", "[modules.test]", NAMED);
        let text = String::from_utf8(own.remove("course.toml").expect("a course")).expect("text");
        own.insert(
            "course.toml".to_owned(),
            text.replace("key = \"sample\"", &format!("key = \"{key}\"")).into_bytes(),
        );
        folder::write(&folder.join(key), &own);
    }
    folder::write(&folder.join("shared/manners"), &lesson());
}

fn file(folder: &Path) -> PathBuf {
    folder.join("shared/manners/lesson.en.md")
}

#[test]
fn a_shared_lesson_is_a_lesson_like_others() {
    let course = package(&course()).course;
    let module = &course.modules[0];
    let lesson = module.lessons.last().expect("a lesson");
    assert_eq!((lesson.key.as_str(), lesson.minutes), ("manners", 7));
    assert_eq!(lesson.source.exact(Lang::Ru), None, "the course is in Kazakh and English");
    assert!(lesson.source.get(Lang::En).starts_with("# Manners"));
    assert!(module.is_check(&lesson.checks[0]) && module.questions.iter().any(|known| known.key == lesson.checks[0]));
    assert!(course.facts.contains_key("patience") && course.facts.contains_key("rate"));
    assert!(course.glossary.contains_key("guest") && course.pictures.contains_key("door"));
}

#[test]
fn what_is_written_stands_alone_and_says_the_same() {
    let first = package(&course());
    let written = write(&first);
    assert!(written.keys().all(|path| !path.starts_with("..")), "{:?}", written.keys());
    assert!(written.contains_key("lessons/first/manners.en.md"));
    let second = package(&written);
    assert_eq!(first, second);
    assert_eq!(digest::of_course(&first.course), digest::of_course(&second.course));
}

#[tokio::test]
async fn an_exported_course_imports_as_the_same_version() {
    on_both(async |database: TestDatabase| {
        let publish = async |files: &Files| {
            let prepared = prepare(package(files)).expect("prepared");
            database.write(move |conn| import(conn, &ctx(), &prepared, Wish::Correction)).await.expect("imported")
        };
        assert!(matches!(publish(&course()).await, Import::NewEdition(_)));
        let key = package(&course()).course.key;
        let exported = database.read(move |conn| export::export(conn, &key)).await.expect("exported");
        assert_eq!(publish(&exported).await, Import::Unchanged);
        let text = with("../shared/manners/lesson.en.md", "You come in.", "You come in again.");
        assert!(
            matches!(publish(&text).await, Import::Correction(_)),
            "a text is corrected for those who are learning"
        );
        assert!(matches!(publish(&files()).await, Import::Refused(_)), "to name it no longer takes a lesson away");
    })
    .await;
}

#[test]
fn mistakes_are_told_where_they_stand() {
    let wrong = std::cell::RefCell::new(Vec::new());
    let at = |path: &str, from: &str, to: &str, wanted: &str| {
        let mut files = with(path, from, to);
        let named = shared::named(&files);
        files.retain(|path, _| {
            !path.starts_with("..") || named.iter().any(|key| path.starts_with(&shared::path(key, "")))
        });
        let told = told(&files);
        if told.len() != 1 || !told[0].contains(wanted) {
            wrong.borrow_mut().push(format!("{from} → {to}: wanted one {wanted}, got\n{}", told.join("\n")));
        }
    };
    let lesson = "../shared/manners/lesson.en.md";
    at(lesson, "term:guest", "term:host", "../shared/manners/lesson.en.md:7:3: there is no term \"host\"");
    at(
        lesson,
        "fact:patience",
        "fact:rat",
        "../shared/manners/lesson.en.md:7:29: there is no fact \"rat\" (did you mean \"rate\"?)",
    );
    at(lesson, "picture:door", "picture:gate", "../shared/manners/lesson.en.md:9:1: there is no picture \"gate\"");
    let head = "../shared/manners/lesson.toml";
    at(head, "minutes = 7", "minutes = 0", "lesson.toml:1:11: \"minutes\" must be from 1 to 120");
    at(head, "minutes = 7", "minutes = 7\nminute = 7", "lesson.toml:2:1: unknown key \"minute\"");
    at(head, "manners-check", "manner-check", "lesson.toml:2:11: there is no question of this module \"manner-check\"");
    at(head, "minutes = 7", "minutes = ", "lesson.toml:1:11: not TOML");
    at(
        "../shared/manners/questions.toml",
        "kind = \"true-false\"",
        "kind = \"yes-no\"",
        "questions.toml:4:8: \"kind\" must be",
    );
    at("../shared/manners/facts.toml", "mark = \"K\"", "mark = \"LEGAL\"", "facts.toml:4:8: a fact marked LEGAL");
    at(
        "glossary.toml",
        "[airway]",
        &format!("{GLOSSARY}[airway]"),
        "glossary.toml:2:2: the term key \"guest\" is used twice (the first one is in ../shared/manners/glossary.toml:1)",
    );
    at("facts.toml", "[depth]", &format!("{FACTS}[depth]"), "the fact key \"patience\" is used twice");
    at(
        "course.toml",
        "shared = \"manners\"",
        "shared = \"manner\"",
        "course.toml:38:10: there is no shared lesson \"manner\": ../shared/manner/ is empty",
    );
    at(
        "course.toml",
        "shared = \"manners\"",
        "shared = \"manners\"\nminutes = 5",
        "course.toml:39:1: a shared lesson has its own key",
    );
    at("course.toml", "shared = \"manners\"", "shared = \"Manners\"", "\"Manners\" is no key");
    let wrong = wrong.into_inner();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_missing_or_a_strange_file_is_told() {
    let without = |path: &str| {
        let mut files = course();
        assert!(files.remove(path).is_some());
        told(&files)
    };
    assert_eq!(
        without("../shared/manners/lesson.toml"),
        ["../shared/manners/lesson.toml:1:1: the file lesson.toml is missing"]
    );
    assert_eq!(
        without("../shared/manners/lesson.kk.md"),
        ["course.toml:38:10: the file ../shared/manners/lesson.kk.md is missing"]
    );
    assert_eq!(without("../shared/manners/lesson.ru.md"), Vec::<String>::new(), "no language of this course");
    let mut files = course();
    files.insert("../shared/manners/fact.toml".to_owned(), Vec::new());
    let told = told(&files);
    assert!(told.len() == 1 && told[0].starts_with("../shared/manners/fact.toml:1:1: this file belongs"), "{told:?}");
}

#[test]
fn a_folder_of_a_course_finds_the_lessons_beside_it_and_no_others() {
    let folder = tempfile::tempdir().expect("a folder");
    library(folder.path());
    folder::write(&folder.path().join("shared/unused"), &lesson());
    let one = read_course(&folder.path().join("one")).expect("readable");
    let keys: Vec<String> = shared::keys(&one).iter().map(ToString::to_string).collect();
    assert_eq!(keys, ["manners"]);
    assert_eq!(told(&one), Vec::<String>::new());
    std::fs::remove_dir_all(folder.path().join("shared")).expect("removed");
    let told = told(&read_course(&folder.path().join("one")).expect("readable"));
    assert!(told.len() == 1 && told[0].contains("there is no shared lesson"), "{told:?}");
}

#[test]
fn a_change_of_the_lesson_changes_every_course_that_names_it_and_no_other() {
    let folder = tempfile::tempdir().expect("a folder");
    library(folder.path());
    folder::write(&folder.path().join("three"), &files());
    let state = || -> Vec<(String, String, String)> {
        let sources = of_folder(folder.path()).expect("readable");
        let said = |source: &bundled::Source| digest::of_course(&source.read().expect("a course").course);
        sources.iter().map(|source| (source.folder.clone(), source.digest(), said(source))).collect()
    };
    let before = state();
    std::fs::write(file(folder.path()), TEXT.replace("You come in.", "You go out.")).expect("written");
    let after = state();
    assert_eq!(before.iter().map(|(folder, ..)| folder.as_str()).collect::<Vec<_>>(), ["one", "three", "two"]);
    for (before, after) in before.iter().zip(&after) {
        let names_it = before.0 != "three";
        assert_eq!(before.1 != after.1, names_it, "{}: what the files are", before.0);
        assert_eq!(before.2 != after.2, names_it, "{}: what the course says", before.0);
    }
}

#[test]
fn the_legal_frame_is_one_lesson_of_two_courses() {
    let texts: Vec<_> = ["leadership", "project-management"]
        .into_iter()
        .map(|key| {
            let course = bundled::course(key).expect("a course without mistakes").course;
            let lesson = course.lessons().find(|(_, lesson)| lesson.key.as_str() == "legal-frame");
            let (module, lesson) = lesson.expect("the lesson");
            let checks =
                lesson.checks.iter().map(|key| module.questions.iter().find(|question| question.key == *key).cloned());
            (lesson.clone(), checks.collect::<Option<Vec<_>>>().expect("its checks"))
        })
        .collect();
    assert_eq!(texts[0], texts[1]);
    assert!((2..=3).contains(&texts[0].1.len()));
    for lang in Lang::ALL {
        assert!(texts[0].0.source.get(lang).contains("42-VI"), "{lang}: the law is named");
    }
}
