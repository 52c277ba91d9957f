//! Every mistake is told, at its line.

use erikti::content::files::{Files, read};

use crate::sample::{changed, files};

/// What reading these files tells.
fn told(files: &Files) -> Vec<String> {
    let reading = read(files);
    assert_eq!(reading.package.is_none(), !reading.mistakes.is_empty(), "a course with mistakes is no course");
    reading.mistakes.iter().map(ToString::to_string).collect()
}

/// One change, and what it must tell: the exact place and a part of the message.
fn assert_told(path: &str, from: &str, to: &str, place: &str, message: &str) {
    let told = told(&changed(path, from, to));
    let hit = told.iter().any(|line| line.starts_with(&format!("{path}:{place}: ")) && line.contains(message));
    assert!(hit, "{from} → {to}: wanted {path}:{place}: …{message}…, got\n{}", told.join("\n"));
}

#[test]
fn the_sample_has_none() {
    assert_eq!(told(&files()), Vec::<String>::new());
}

#[test]
fn mistakes_of_course_toml() {
    let course = |from, to, place, message| assert_told("course.toml", from, to, place, message);
    course("hours = 0.5", "hourz = 0.5", "4:1", "unknown key \"hourz\" (did you mean \"hours\"?)");
    course("hours = 0.5", "", "1:1", "\"hours\" is missing");
    course("hours = 0.5", "hours = \"0.5\"", "4:9", "must be a number, not string");
    course("hours = 0.5", "hours = 0", "1:1", "must be above 0");
    course("\"kk\", \"en\"]", "\"kk\", \"de\"]", "3:20", "\"de\" is no language");
    course("key = \"sample\"", "key = \"Sample\"", "2:7", "is no key");
    course("summary.en = \"In short {fact:rate}.\"", "", "6:1", "summary.en is missing");
    course("{fact:rate}.\"", "{fact:rat}.\"", "6:14", "there is no fact \"rat\" (did you mean \"rate\"?)");
    course("[\"one\", \"two\"]", "[\"one\"]", "9:15", "outcomes.en has 1 entries");
    course("language = {", "language = \"soon\"\nx = {", "21:12", "a review is \"pending\" or");
    course("2026-12-01", "\"tomorrow\"", "21:36", "must be a day");
    course("kind = \"theory\"", "kind = \"teory\"", "24:8", "must be one of \"theory\", \"practical\" (did you mean");
    let rule = "kind = \"theory\"";
    let both = format!("{rule}\nvalidity_months = 12\nvalid_until = 2027-12-31");
    course(rule, &both, "26:15", "leave one of them out");
    let soon = format!("{rule}\nvalid_until = \"soon\"");
    course(rule, &soon, "25:15", "must be a day");
    course("checks = [\"one\"]", "checks = [\"two\"]", "35:11", "no question of this module \"two\"");
    course("checks = [\"one\"]", "checks = [\"one\", \"one\"]", "35:18", "stands here twice");
    course("draw = 5", "draw = 50", "38:8", "the bank is too small: 50 questions are drawn, 6 are there");
    course("pass_percent = 80", "pass_percent = 101", "39:16", "must be from 1 to 100");
    course("tries = 3\n", "", "37:1", "\"tries\" is missing");
    course("count = 2", "count = 7", "51:9", "the bank is too small");
    course(
        "module = \"first\"",
        "module = \"frist\"",
        "51:20",
        "there is no module \"frist\" (did you mean \"first\"?)",
    );
    course("tag = \"breathing\"", "tag = \"air\"", "51:50", "there is no tag \"air\"");
    course("key = \"start\"", "key = \"begin\"", "33:7", "the file lessons/first/begin.kk.md is missing");
    course("key = \"first\"", "key = ", "28:7", "not TOML");
}

#[test]
fn what_is_missing_in_an_optional_language_is_a_warning() {
    let optional = |path: &str, from: &str, to: &str| {
        let mut files = changed(path, from, to);
        let course = String::from_utf8(files.get("course.toml").expect("there").clone()).expect("text");
        let course = course.replace("required_languages = [\"en\", \"kk\"]", "");
        files.insert("course.toml".to_owned(), course.into_bytes());
        files
    };
    let files = optional("course.toml", "summary.en = \"In short {fact:rate}.\"", "summary.en = \" \"");
    let reading = read(&files);
    let warnings: Vec<String> = reading.warnings.iter().map(ToString::to_string).collect();
    let wanted = "course.toml:5:1: 1 texts are missing in en: learners have another language there";
    assert!(warnings.iter().any(|warning| warning.contains("1 texts are missing in en")), "{wanted}: {warnings:?}");
    let course = reading.package.expect("no mistakes").course;
    assert!(course.summary.en.is_none() && course.title.en.is_some());
    assert_eq!(course.optional_languages, [erikti::kernel::Lang::En]);
    // In the language in which the course is written everything has to be there.
    let files = optional("course.toml", "summary.kk = \"Қысқаша {fact:rate}.\"", "");
    assert!(told(&files).iter().any(|line| line.contains("summary.kk is missing")), "{:?}", told(&files));
    let unknown = changed("course.toml", "required_languages = [\"en\", \"kk\"]", "required_languages = [\"ru\"]");
    assert!(told(&unknown).iter().any(|line| line.contains("the course has no language \"ru\"")));
    let own = changed("course.toml", "required_languages", "prerequisites = [\"sample\"]\nrequired_languages");
    assert!(told(&own).iter().any(|line| line.contains("a course is not its own prerequisite")));
}

#[test]
fn what_stands_beside_a_right_option_is_looked_at_after_a_key_was_turned() {
    let told = |files: &Files| -> Vec<String> {
        let warnings = read(files).warnings;
        let all = warnings.iter().map(ToString::to_string);
        all.filter(|warning| warning.contains("has a `why`")).collect()
    };
    let before = told(&files());
    let [only] = before.as_slice() else { panic!("{before:?}") };
    assert!(only.contains("the right option `look` has a `why`"), "{only}");
    // The key is turned: what was wrong is right now, and still says why it was not.
    let header = "[[question.wrong]]\nkey = \"shake\"\ncritical = true\n";
    let turned = changed("questions/first.toml", header, "[[question.right]]\nkey = \"shake\"\n");
    let after = told(&turned);
    assert!(after.len() == 2 && after.iter().any(|warning| warning.contains("`shake`")), "{after:?}");
}

#[test]
fn mistakes_of_facts_and_glossary() {
    let facts = |from, to, place, message| assert_told("facts.toml", from, to, place, message);
    facts("mark = \"V\"", "mark = \"K?\"", "8:8", "a fact marked K? is not published");
    facts("mark = \"V\"", "mark = \"LEGAL\"", "8:8", "a fact marked LEGAL is not published");
    facts("mark = \"V\"", "mark = \"A\"", "8:8", "is no mark");
    facts("min = 100", "min = 200", "2:1", "\"min\" is larger than \"max\"");
    facts("[depth]", "[rate]", "10:2", "not TOML: duplicate key");
    facts("[depth]", "[Depth]", "10:2", "is no key");
    let glossary = |from, to, place, message| assert_told("glossary.toml", from, to, place, message);
    glossary("**way**", "<b>way</b>", "4:46", "only **bold**, *emphasis*");
    glossary("meaning", "mean", "4:1", "unknown key \"mean\"");
}

#[test]
fn mistakes_of_questions() {
    let questions = |from, to, place, message| assert_told("questions/first.toml", from, to, place, message);
    questions("kind = \"single\"", "kind = \"choice\"", "4:8", "must be one of");
    questions("key = \"several\"", "key = \"one\"", "17:7", "the question key \"one\" is used twice");
    questions("key = \"run\"", "key = \"wait\"", "13:3", "there twice");
    questions("right = [{ key = \"call\", text = { kk = \"Қоңырау\", en = \"Call\" } }]", "", "2:1", "`right` has 0");
    questions(", why = { kk = \"Жоқ.\", en = \"No.\" } },\n]", "},\n]", "13:3", "\"why\" is missing");
    questions("picture = \"square\"", "picture = \"circle\"", "6:11", "there is no picture \"circle\"");
    questions("picture_alt =", "picture_text =", "7:1", "unknown key \"picture_text\"");
    questions(
        "lesson = \"start\"",
        "lesson = \"stark\"",
        "21:10",
        "there is no lesson \"stark\" (did you mean \"start\"?)",
    );
    questions("lesson = \"start\"\n", "", "16:1", "\"lesson\" is missing");
    questions("answer = false", "answer = \"no\"", "44:10", "must be true or false");
    questions("*now*", "[now](https://example.org)", "8:30", "only **bold**, *emphasis*");
    questions("*now*", "<i>now</i>", "8:30", "only **bold**, *emphasis*");
    questions("{fact:rate}?", "{fact:raet}?", "8:30", "there is no fact \"raet\"");
    questions("[\"safe\", \"approach\"]", "[\"approach\", \"safe\"]", "66:3", "goes against the order");
    questions("[\"safe\", \"approach\"]", "[\"safe\"]", "61:19", "a critical pair has two keys");
    questions("fact = \"rate\"", "fact = \"depth\"", "88:8", "there is no fact with min and max \"depth\"");
    questions("min = 5\n", "", "92:1", "\"min\" is missing");
    questions("min = 5\n", "min = 7\n", "92:1", "`min` is above `max`");
}

#[test]
fn mistakes_of_lessons() {
    let lesson = |from, to, place, message| assert_told("lessons/first/start.en.md", from, to, place, message);
    lesson("# The start", "The start", "1:1", "the first line must be the title");
    lesson("## First steps", "# First steps", "7:1", "only the title is a # heading");
    lesson("## First steps", "<script>alert(1)</script>", "7:1", "HTML is not allowed");
    lesson("Look first.", "Look <b>first</b>.", "32:8", "HTML is not allowed");
    lesson("picture:square \"", "picture:sqare \"", "12:4", "there is no picture \"sqare\" (did you mean \"square\"?)");
    lesson("![A square]", "![]", "12:4", "no alternative text");
    lesson("![A square]", "Look: ![A square]", "12:10", "a paragraph of its own");
    lesson("(picture:square)", "(https://example.org/x.png)", "16:4", "a picture is written");
    lesson("(term:airway)", "(term:air)", "14:15", "there is no term \"air\"");
    lesson("(lesson:start)", "(lesson:star)", "14:44", "there is no lesson \"star\"");
    lesson("(tel:103)", "(javascript:alert(1))", "24:67", "leads nowhere");
    lesson("{fact:depth}", "{fact:deep}", "21:11", "there is no fact \"deep\"");
    lesson("::: why", "::: whi", "23:1", "there is no block \"whi\"");
    lesson("103](tel:103).\n:::", "103](tel:103).", "23:1", "\"::: why\" is not closed");
    lesson("- Look first.\n:::", "- Look first.", "31:1", "\"::: summary\" is not closed");
    lesson("- Look first.\n:::", "- Look first.\n:::\n\n:::", "35:1", "closes nothing");
    lesson("1. **Look.**", "- **Look.**", "9:1", "holds one numbered list");
}

#[test]
fn one_mistake_does_not_make_others() {
    for (from, to) in [
        ("pass_percent = 80", "pass_percent = 101"),
        ("tries = 3\n", ""),
        ("minutes = 6", "minutes = \"six\""),
        ("hours = 0.5", "hours = true"),
        ("kind = \"theory\"", "kind = \"teory\""),
        ("module = \"first\"", "module = \"frist\""),
        ("key = \"first\"", "key = "),
    ] {
        let told = told(&changed("course.toml", from, to));
        assert_eq!(told.len(), 1, "{from} → {to}\n{}", told.join("\n"));
    }
}

#[test]
fn files_that_are_missing_or_belong_to_nothing() {
    let mut some = files();
    let lesson = some.remove("lessons/first/start.kk.md").expect("it was there");
    some.insert("lessons/first/strat.kk.md".to_owned(), lesson);
    some.insert("lessons/second/end.en.md".to_owned(), b"# End\n".to_vec());
    some.insert("pictures/photo.png".to_owned(), vec![0, 1, 2]);
    some.remove("facts.toml");
    let told = told(&some);
    let has = |text: &str| assert!(told.iter().any(|line| line.starts_with(text)), "{text}\n{}", told.join("\n"));
    has("course.toml:33:7: the file lessons/first/start.kk.md is missing");
    has(
        "lessons/first/strat.kk.md:1:1: course.toml lists no such lesson (did you mean \"lessons/first/start.kk.md\"?)",
    );
    has("lessons/second/end.en.md:1:1: course.toml lists no such lesson");
    has("pictures/photo.png:1:1: this file belongs to no part of the course");
    has("questions/first.toml:8:30: there is no fact \"rate\"");
}

#[test]
fn mistakes_in_several_files_are_told_at_once_and_in_order() {
    let mut some = changed("course.toml", "hours = 0.5", "hours = true");
    some.insert("glossary.toml".to_owned(), b"[airway]\n".to_vec());
    some.insert("pictures/square.svg".to_owned(), b"<svg".to_vec());
    some.insert("facts.toml".to_owned(), vec![0xff, 0xfe]);
    let told = told(&some);
    let files: Vec<&str> = told.iter().filter_map(|line| line.split(':').next()).collect();
    for file in ["course.toml", "facts.toml", "glossary.toml", "pictures/square.svg"] {
        assert!(files.contains(&file), "{}", told.join("\n"));
    }
    assert!(files.is_sorted());
}

#[test]
fn whatever_is_read_nothing_panics() {
    let original = files();
    for (path, bytes) in &original {
        for cut in (0..bytes.len()).step_by(97) {
            let mut some = original.clone();
            some.insert(path.clone(), bytes[..cut].to_vec());
            read(&some);
        }
    }
    read(&Files::new());
}
