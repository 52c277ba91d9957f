//! Questions of other programs into a course's files, and back.

use std::fs;
use std::path::Path;

use super::Machine;
use super::folder::copy;

/// A copy of the small course of the tests.
fn course(machine: &Machine) -> String {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/library/leadership");
    let to = machine.folder().join("leadership");
    copy(&from, &to);
    to.display().to_string()
}

fn corpus(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/exchange").join(name).display().to_string()
}

#[test]
fn questions_come_into_the_files_of_a_course_and_nothing_is_lost_in_silence() {
    let machine = Machine::new();
    let course = course(&machine);
    let file = Path::new(&course).join("questions/motives.toml");
    let before = fs::read_to_string(&file).unwrap();
    let (gift, place) = (corpus("questions.gift"), ["--course", &course, "--module", "motives", "--language", "ru"]);
    let import = |more: &[&str]| machine.run(&[&["course", "import-questions", &gift], &place[..], more].concat());

    import(&["--dry-run"]).assert_done(&[
        ":5: Вызов: taken as call-first",
        ":44: Опишите свой случай.: NOT taken: an essay has no right answer that could be marked",
        "the category \"Первая помощь/Вызов\" is not taken over",
        "feedback has no place here: \"Совсем не то\"",
        "9 of 13 questions would be taken.",
    ]);
    assert_eq!(fs::read_to_string(&file).unwrap(), before, "a dry run changes nothing");

    import(&["--lesson", "six-motives"]).assert_done(&["9 of 13 questions were taken."]);
    let after = fs::read_to_string(&file).unwrap();
    assert!(after.starts_with(before.trim_end()), "what was there stays as it was written");
    assert!(after.contains("key = \"call-first\"") && after.contains("lesson = \"six-motives\""), "{after}");
    // The other languages are still to be written, and the check says so with the line.
    machine.run(&["course", "check", &course]).assert_failed(1, &["correct"]);
    import(&[]).assert_done(&["the key \"call-first\" is used already"]);

    let wrong = ["--course", &course, "--module", "nowhere", "--language", "ru"];
    machine
        .run(&[&["course", "import-questions", &gift], &wrong[..]].concat())
        .assert_failed(2, &["nowhere", "motives"]);
    import(&["--lesson", "nowhere"]).assert_failed(2, &["no lesson nowhere"]);
}

#[test]
fn a_table_in_three_languages_is_ready_for_the_course() {
    let machine = Machine::new();
    let course = course(&machine);
    let table = machine.folder().join("new.csv");
    let lines = "part;value;kk;ru;en\n\
         question;single;Кім?;Кто?;Who?\nlesson;six-motives;;;\nexplanation;;Бәрі.;Все.;Everybody.\n\
         right;;Бәрі;Все;All\nwrong;;Мен;Я;I\nwhy;;Жалғыз емес.;Не один.;Not alone.\nwrong;;Сіз;Вы;You\nwhy;;Жалғыз емес.;Не один.;Not alone.\n";
    fs::write(&table, lines).unwrap();
    let table = table.display().to_string();
    let place = ["--course", &course, "--module", "motives", "--language", "kk"];
    machine
        .run(&[&["course", "import-questions", &table], &place[..]].concat())
        .assert_done(&["1 of 1 questions were taken."]);
    machine.run(&["course", "check", &course]).assert_done(&["No mistakes in 1 course."]);

    for (name, holds) in
        [("out.xml", "<question type=\"multichoice\">"), ("out.gift", "::kto::"), ("out.csv", "part;value;kk;ru;en")]
    {
        let out = machine.folder().join(name).display().to_string();
        let export = [&["course", "export-questions", &out], &place[..]].concat();
        machine.run(&export).assert_done(&["Wrote "]);
        let text = fs::read_to_string(&out).unwrap();
        assert!(text.contains(holds) || text.contains("::kim::") || text.contains("::who::"), "{name}: {text}");
        machine.run(&export).assert_failed(1, &["is there already"]);
        // What was written is read again, into another copy.
        let again = machine.run(&[&["course", "import-questions", &out], &place[..], &["--dry-run"]].concat());
        again.assert_done(&["would be taken."]);
        assert!(!again.out.contains("NOT taken"), "{}", again.out);
    }
}

#[test]
fn a_table_fills_in_the_languages_that_are_missing() {
    let machine = Machine::new();
    let course = course(&machine);
    let file = Path::new(&course).join("questions/motives.toml");
    let head = "part;value;kk;ru;en\n";
    let write = |name: &str, text: String| {
        let table = machine.folder().join(name);
        fs::write(&table, text).unwrap();
        table.display().to_string()
    };
    let kazakh = "question;single;Кім?;;\nlesson;six-motives;;;\nexplanation;;Бәрі.;;\nright;;Бәрі;;\nwrong;;Мен;;\nwhy;;Жалғыз емес.;;\n\
         wrong;;Сіз;;\nwhy;;Жалғыз емес.;;\n";
    let whole = "question;single;Кім?;Кто?;Who?\nexplanation;;Басқа.;Все.;Everybody.\nright;;Бәрі;Все;All\nwrong;;Мен;Я;I\n\
         why;;Жалғыз емес.;Не один.;Not alone.\nwrong;;Сіз;Вы;You\nwhy;;Жалғыз емес.;Не один.;Not alone.\n";
    let other = "question;single;Басқа?;Другой?;Another?\nlesson;six-motives;;;\nexplanation;;Иә.;Да.;Yes.\nright;;Иә;Да;Yes\n\
         wrong;;Жоқ;Нет;No\nwhy;;Бұл жауап қате.;Это неверно.;That is wrong.\nwrong;;Бәлкім;Может быть;Maybe\nwhy;;Бұл жауап қате.;Это неверно.;That is wrong.\n";
    let place = ["--course", &course, "--module", "motives", "--language", "kk"];
    let import =
        |table: &str, more: &[&str]| machine.run(&[&["course", "import-questions", table], &place[..], more].concat());
    import(&write("kk.csv", format!("{head}{kazakh}")), &[]).assert_done(&["1 of 1 questions were taken."]);
    let before = fs::read_to_string(&file).unwrap();
    let key =
        before.rsplit("[[question]]").next().unwrap().split("key = \"").nth(1).unwrap().split('"').next().unwrap();
    let table = write("all.csv", format!("{head}{whole}{other}"));
    let told = [format!("is there as {key}; fills in ru, en"), "1 of 2 questions would be taken.".to_owned()];
    let told: Vec<&str> = told.iter().map(String::as_str).chain(["would be filled in 1 "]).collect();
    import(&table, &["--dry-run"]).assert_done(&told);
    assert_eq!(fs::read_to_string(&file).unwrap(), before, "a dry run changes nothing");
    let json = import(&table, &["--dry-run", "--json"]);
    json.assert_done(&["\"fills\": {", &format!("\"key\": \"{key}\"")]);
    import(&table, &[])
        .assert_done(&["1 of 2 questions were taken.", "Missing languages were filled in 1 that are there already."]);
    let after = fs::read_to_string(&file).unwrap();
    assert_eq!(after.matches("Кім?").count(), 1, "no second question: {after}");
    assert!(after.contains("\"Кто?\"") && after.contains("\"Everybody.\"") && after.contains("\"Бәрі.\""), "{after}");
    assert!(!after.contains("Басқа.\""), "what is there is not overwritten: {after}");
    machine.run(&["course", "check", &course]).assert_done(&["No mistakes in 1 course."]);
    // Once more: there is nothing left to fill in.
    let again = import(&write("again.csv", format!("{head}{whole}{other}")), &[]);
    again.assert_done(&[&format!("is there as {key}; nothing to add"), "0 of 2 questions were taken."]);
    assert!(!again.out.contains("fills in"), "{}", again.out);
    assert_eq!(fs::read_to_string(&file).unwrap(), after, "what is there is not taken a second time");
    // So is what was exported, also where facts stand in the texts.
    let out = machine.folder().join("round.csv").display().to_string();
    machine.run(&[&["course", "export-questions", &out], &place[..]].concat()).assert_done(&["Wrote "]);
    import(&out, &["--dry-run"]).assert_done(&["nothing to add", "\n0 of 29 questions would be taken."]);
}

/// The table of the whole course holds questions of several modules: none of them comes a second time, and a text that was
/// corrected in the table is named.
#[test]
fn a_table_of_the_whole_course_is_known_again_in_every_module() {
    let machine = Machine::new();
    let to = machine.folder().join("first-aid");
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/library/first-aid"), &to);
    let (course, check) = (to.display().to_string(), to.join("questions/check.toml"));
    let whole = fs::read_to_string(&check).unwrap();
    let stem = whole.lines().find(|line| line.starts_with("text.ru = ")).unwrap();
    let out = machine.folder().join("whole.csv").display().to_string();
    let place = ["--course", &course, "--language", "kk"];
    machine.run(&[&["course", "export-questions", &out], &place[..]].concat()).assert_done(&["Wrote "]);
    let table = fs::read_to_string(&out).unwrap();
    let import = |more: &[&str]| {
        machine.run(&[&["course", "import-questions", &out, "--module", "role"], &place[..], more].concat())
    };
    let same = import(&["--dry-run"]);
    same.assert_done(&["nothing to add", "\n0 of "]);
    assert!(!same.out.contains("something else") && !same.out.contains("fills in"), "{}", same.out);
    fs::write(&check, whole.replacen(&format!("{stem}\n"), "", 1)).unwrap();
    fs::write(&out, table.replacen("Адам жалғыз қалады", "Адам елсізде жалғыз қалады", 1)).unwrap();
    let role = fs::read_to_string(to.join("questions/role.toml")).unwrap();
    import(&[]).assert_done(&[
        "fills in ru",
        "says something else in kk: not taken over",
        "\n0 of ",
        "Missing languages were filled in 1 that are there already.",
    ]);
    assert!(fs::read_to_string(&check).unwrap().contains(stem), "in the file of its own module");
    assert_eq!(fs::read_to_string(to.join("questions/role.toml")).unwrap(), role, "nothing is overwritten");
    import(&["--dry-run", "--json"]).assert_done(&["\"differs\": [", "\"file\": \"questions/check.toml\""]);
}

/// What another module has is copied if that is asked for, under keys of its own; what the module has itself, also in a
/// lesson that courses share, is not.
#[test]
fn what_another_module_has_is_copied_if_that_is_asked_for() {
    let machine = Machine::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let to = machine.folder().join("first-aid");
    copy(&root.join("tests/library/first-aid"), &to);
    let course = to.display().to_string();
    let texts =
        || ["role", "check"].map(|module| fs::read_to_string(to.join(format!("questions/{module}.toml"))).unwrap());
    let count = |text: &str| text.matches("[[question]]").count();
    let [role, check] = texts();
    let out = machine.folder().join("check.csv").display().to_string();
    let place = ["--course", &course, "--language", "kk"];
    machine
        .run(&[&["course", "export-questions", &out, "--module", "check"], &place[..]].concat())
        .assert_done(&["Wrote "]);
    // Of hotspots and cases a table knows nothing.
    let table = fs::read_to_string(&out).unwrap();
    let exported = table.lines().filter(|line| line.starts_with("question")).count();
    // As if another module had the last one, too: it comes once.
    let (_, twice) = table.rsplit_once("\nquestion").unwrap();
    fs::write(&out, format!("{}\nquestion{twice}", table.trim_end())).unwrap();
    let import = |more: &[&str]| {
        let into = ["--module", "role", "--lesson", "call-script"];
        machine.run(&[&["course", "import-questions", &out], &into[..], &place[..], more].concat())
    };
    let told = [" in questions/check.toml; nothing to add", "\n0 of ", "--copy takes them into role as well."];
    import(&[]).assert_done(&told);
    assert_eq!(texts(), [role.clone(), check.clone()]);
    import(&["--dry-run", "--copy", "--json"]).assert_done(&["\"copies\": {", "\"file\": \"questions/check.toml\""]);
    assert_eq!(texts(), [role.clone(), check.clone()]);
    import(&["--copy"]).assert_done(&[", a copy of ", " in questions/check.toml\n", " questions were taken."]);
    let [with_copies, same] = texts();
    assert_eq!(same, check);
    assert_eq!(count(&with_copies), count(&role) + exported);
    let checked = machine.run(&["course", "check", &course]);
    assert!(!format!("{}{}", checked.out, checked.err).contains("twice"), "{} {}", checked.out, checked.err);
    import(&["--copy"]).assert_done(&["nothing to add", "\n0 of "]);
    assert_eq!(texts(), [with_copies, check]);
    // The questions of a shared lesson are those of the module that has it.
    for folder in ["leadership", "shared"] {
        copy(&root.join("courses").join(folder), &machine.folder().join("bundled").join(folder));
    }
    let course = machine.folder().join("bundled/leadership").display().to_string();
    let place = ["--course", &course, "--module", "law", "--language", "kk"];
    let out = machine.folder().join("shared.csv").display().to_string();
    machine.run(&[&["course", "export-questions", &out], &place[..]].concat()).assert_done(&["Wrote "]);
    let none = machine.run(&[&["course", "import-questions", &out], &place[..], &["--copy"]].concat());
    none.assert_done(&["nothing to add", "\n0 of "]);
    assert!(!none.out.contains("--copy takes"), "{}", none.out);
}
