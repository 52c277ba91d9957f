//! A small course with every kind of question and every kind of block.

use erikti::content::files::{Files, read, write};
use erikti::content::model::Package;
use erikti::content::{digest, settle};
use erikti::kernel::Lang;

const COURSE: &str = r#"
key = "sample"
languages = ["kk", "en"]
hours = 0.5
title = { kk = "Үлгі", en = "Sample \"one\" \\ two" }
summary.kk = "Қысқаша {fact:rate}."
summary.en = "In short {fact:rate}."
outcomes.kk = ["бір", "екі"]
outcomes.en = ["one", "two"]
limits.kk = "Бәрі емес."
limits.en = """
Not everything.
Second line with "quotes"."""
required_languages = ["en", "kk"]
[guideline]
version = "2025-10"
base = { kk = "Негіз", en = "Base" }

[review]
medical = "pending"
language = { by = "A reader", on = 2026-12-01 }

[certificate]
kind = "theory"
title = { kk = "Үлгі", en = "Sample" }

[[modules]]
key = "first"
title = { kk = "Бірінші", en = "First" }
summary = { kk = "Бір сөйлем.", en = "One sentence." }

[[modules.lessons]]
key = "start"
minutes = 6
checks = ["one"]

[modules.test]
draw = 5
pass_percent = 80
tries = 3
wait_hours = 24
critical = "any"
explanations = "after-pass"
minutes = 30

[final]
pass_percent = 90
tries = 2
wait_hours = 72
repeat_weak_modules = true
draw = [{ module = "first", count = 2 }, { tag = "breathing", count = 1 }]
"#;

const FACTS: &str = r#"
[rate]
value = "100–120*"
min = 100
max = 120.5
unit = { kk = "рет/мин", en = "per minute" }
source = "A source"
mark = "V"

[depth]
value = { kk = "5,5", en = "5.5" }
source = "A source"
mark = "K"

[twenty]
value = "20"
min = 20
max = 20
source = "A source"
mark = "K"

[most]
value = "50"
min = 50
max = 50
source = "A source"
mark = "K"

[about-hundred]
value = "100"
min = 99
max = 101
source = "A source"
mark = "K"
"#;

const GLOSSARY: &str = r#"
[airway]
term = { kk = "тыныс жолы", en = "airway" }
meaning = { kk = "Ауа өтетін **жол**.", en = "The **way** of the air." }
"#;

const QUESTIONS: &str = r#"
[[question]]
key = "one"
kind = "single"
fixed_order = true
picture = "square"
picture_alt = { kk = "Шаршы", en = "A square" }
text = { kk = "Сұрақ?", en = "1. What *now*, at {fact:rate}?" }
explanation = { kk = "Себебі.", en = "Because." }
right = [{ key = "call", text = { kk = "Қоңырау", en = "Call" } }]
wrong = [
  { key = "wait", text = { kk = "Күту", en = "Wait" }, why = { kk = "Кеш.", en = "Too late." } },
  { key = "run", text = { kk = "Жүгіру", en = "Run" }, why = { kk = "Жоқ.", en = "No." } },
]

[[question]]
key = "several"
kind = "multiple"
critical = true
tags = ["breathing"]
lesson = "start"
text = { kk = "Қайсысы?", en = "Which ones?" }
explanation = { kk = "Себебі.", en = "Because." }
[[question.right]]
key = "look"
text = { kk = "Қарау", en = "Look" }
why = { kk = "Иә.", en = "Yes." }
[[question.right]]
key = "listen"
text = { kk = "Тыңдау", en = "Listen" }
[[question.wrong]]
key = "shake"
critical = true
text = { kk = "Сілку", en = "Shake" }
why = { kk = "Жоқ.", en = "No." }
[[question.wrong]]
key = "drink"
text = { kk = "Ішкізу", en = "Give a drink" }
why = { kk = "Жоқ.", en = "No." }

[[question]]
key = "claim"
kind = "true-false"
answer = false
lesson = "start"
text = { kk = "Солай ма?", en = "Is it so?" }
explanation = { kk = "Себебі.", en = "Because." }
[[question.right]]
key = "air"
text = { kk = "ауа керек", en = "air is needed" }
[[question.wrong]]
key = "habit"
text = { kk = "әдет", en = "it is a habit" }
why = { kk = "Жоқ.", en = "No." }

[[question]]
key = "order"
kind = "ordering"
lesson = "start"
equivalent = [["glasses", "legs"]]
critical_pairs = [["safe", "approach"]]
text = { kk = "Реті?", en = "In which order?" }
explanation = { kk = "Себебі.", en = "Because." }
step = [
  { key = "safe", text = { kk = "Қауіпсіз", en = "Safe" } },
  { key = "approach", text = { kk = "Жақындау", en = "Approach" } },
  { key = "glasses", text = { kk = "Көзілдірік", en = "Glasses" } },
  { key = "legs", text = { kk = "Аяқ", en = "Legs" } },
]

[[question]]
key = "numbers"
kind = "matching"
lesson = "start"
text = { kk = "Сәйкестендіріңіз", en = "Match" }
explanation = { kk = "Себебі.", en = "Because." }
pair = [
  { key = "fire", left = { kk = "101", en = "101" }, right = { kk = "өрт", en = "fire" } },
  { key = "police", left = { kk = "102", en = "102" }, right = { kk = "полиция", en = "police" } },
  { key = "ambulance", left = { kk = "103", en = "103" }, right = { kk = "жедел жәрдем", en = "ambulance" } },
]
extra = [{ key = "water", right = { kk = "су", en = "water" } }]

[[question]]
key = "how-many"
kind = "numeric"
lesson = "start"
fact = "rate"
text = { kk = "Қанша?", en = "How many?" }
explanation = { kk = "{fact:rate}.", en = "{fact:rate}." }

[[question]]
key = "how-deep"
kind = "numeric"
lesson = "start"
min = 5
max = 6
unit = { kk = "см", en = "cm" }
text = { kk = "Қандай терең?", en = "How deep?" }
explanation = { kk = "{fact:depth}.", en = "{fact:depth}." }
"#;

pub(crate) const LESSON: &str = r#"# The start

::: hook
Somebody lies on the ground. **{fact:rate}** a minute?
:::

## First steps

::: steps
1. **Look.** Is it safe?

   ![A square](picture:square "A square & a caption")

2. **Open the [airway](term:airway).** See [the start](lesson:start) and [the airway](term:airway) again.

   ![Another square](picture:square)
:::

| What | How |
|---|---|
| depth | {fact:depth} cm |

::: why
It helps. More on [a page](https://example.org/?a=1&b=2), or call [103](tel:103).
:::

::: do-not
- Do not run.
:::

::: summary
- Look first.
:::
"#;

pub(crate) const PICTURE: &str =
    r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 180"><rect width="9" height="9" fill="#0a0"/></svg>"##;

/// A template with every kind of part; its first line is empty.
pub(crate) const TEMPLATE: &str = r#"
assignment = "A"
lessons = ["start"]
landscape = true
title = { kk = "Бюджет", en = "Budget" }
lead = { kk = "Жылдамдық {fact:rate}.", en = "At {fact:rate}." }
note = { kk = "Мысал.", en = "An example." }

[[part]]
key = "what"
kind = "fields"
hint = { kk = "Қысқа.", en = "In short." }
[[part.field]]
key = "goal"
lines = 2
star = true
label = { kk = "Мақсат", en = "Goal" }
prompt = { kk = "Не?", en = "What?" }
example = { kk = "3 көпір", en = "3 bridges" }

[[part]]
key = "items"
kind = "table"
blank_rows = 5
title = { kk = "Заттар", en = "Things" }
[[part.column]]
key = "item"
kind = "text"
width = 5
title = { kk = "Зат", en = "Thing" }
[[part.column]]
key = "count"
kind = "number"
width = 2
min = 1
max = 100.5
title = { kk = "Саны", en = "Number" }
[[part.column]]
key = "unit-price"
kind = "number"
width = 2
title = { kk = "Бағасы", en = "Price" }
[[part.column]]
key = "sum"
kind = "number"
width = 3
formula = "count * unit-price"
mark_from.fact = "most"
title = { kk = "Сома", en = "Sum" }
[[part.row]]
item = { kk = "Қап", en = "Bags" }
count = 8
unit-price = 2.5
expect.fact = "twenty"
[[part.row]]
item = { kk = "Су", en = "Water" }
count.fact = "twenty"
unit-price = 4
[[part.value]]
key = "total"
formula = "sum(sum)"
column = "sum"
expect = 100
strong = true
label = { kk = "Барлығы", en = "Total" }
[[part.value]]
key = "people"
example.fact = "twenty"
label = { kk = "Адам", en = "People" }
[[part.value]]
key = "each"
formula = "total / people"
decimals = 1
label = { kk = "Әрқайсысына", en = "Each" }

[[part]]
key = "check"
kind = "values"
[[part.value]]
key = "again"
formula = "(each + 1 - 1) * people"
equals = "total"
expect.fact = "about-hundred"
label = { kk = "Қайта", en = "Again" }
"#;

/// The files of the sample course.
pub(crate) fn files() -> Files {
    [
        ("course.toml", COURSE),
        ("facts.toml", FACTS),
        ("glossary.toml", GLOSSARY),
        ("questions/first.toml", QUESTIONS),
        ("templates/budget.toml", TEMPLATE),
        ("lessons/first/start.kk.md", LESSON),
        ("lessons/first/start.en.md", LESSON),
        ("pictures/square.svg", PICTURE),
    ]
    .into_iter()
    .map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec()))
    .collect()
}

/// The sample with a change to one file.
pub(crate) fn changed(path: &str, from: &str, to: &str) -> Files {
    let mut files = files();
    let text = String::from_utf8(files.get(path).expect("a file").clone()).expect("text");
    assert!(text.contains(from), "{path} has no {from}");
    files.insert(path.to_owned(), text.replacen(from, to, 1).into_bytes());
    files
}

/// The course of files that have no mistakes.
pub(crate) fn package(files: &Files) -> Package {
    let reading = read(files);
    let told: Vec<String> = reading.mistakes.iter().map(ToString::to_string).collect();
    assert!(told.is_empty(), "{}", told.join("\n"));
    reading.package.expect("a course")
}

#[test]
fn writing_and_reading_again_gives_the_same_course() {
    let kind = "kind = \"theory\"";
    let with_day = changed("course.toml", kind, &format!("{kind}\nvalid_until = 2027-12-31"));
    for files in [files(), with_day] {
        let first = package(&files);
        let written = write(&first);
        let second = package(&written);
        assert_eq!(first, second);
        assert_eq!(digest::of_course(&first.course), digest::of_course(&second.course));
        assert_eq!(written, write(&second), "writing is stable");
    }
}

#[test]
fn the_digest_follows_what_is_said_and_not_how_the_file_is_laid_out() {
    let digest = |files: &Files| digest::of_course(&package(files).course);
    let original = digest(&files());
    assert_eq!(original, digest(&changed("course.toml", "hours = 0.5\n", "hours   =   0.50 # half an hour\n\n")));
    assert_ne!(original, digest(&changed("course.toml", "In short", "Shortly")));
    assert_ne!(original, digest(&changed("lessons/first/start.en.md", "Look first", "Look twice")));
    assert_ne!(original, digest(&changed("templates/budget.toml", "In short", "Shortly")), "templates count");
    assert_ne!(original, digest(&changed("pictures/square.svg", "#0a0", "#0b0")), "pictures count");
    assert_ne!(
        original,
        digest(&changed(
            "questions/first.toml",
            "fact = \"rate\"",
            "min = 100\nmax = 120.5\nunit = { kk = \"рет/мин\", en = \"per minute\" }"
        ))
    );
}

/// Versions that were published before there were templates keep their digests.
#[test]
fn a_course_without_templates_says_nothing_of_them() {
    let mut files = files();
    assert!(files.remove("templates/budget.toml").is_some());
    let course = package(&files).course;
    let text = serde_json::to_string(&course).expect("written");
    assert!(!text.contains("templates"), "{text}");
    assert_eq!(course, serde_json::from_str(&text).expect("read"));
}

#[test]
fn a_course_survives_json() {
    let course = package(&files()).course;
    let text = serde_json::to_string(&course).expect("written");
    assert_eq!(course, serde_json::from_str(&text).expect("read"));
}

#[test]
fn facts_are_in_place_when_a_course_is_shown() {
    let shown = settle::settled(&package(&files()).course);
    assert_eq!(shown.summary.get(Lang::En), "In short 100–120*.");
    assert_eq!(shown.templates.get("budget").expect("a template").lead.get(Lang::Kk), "Жылдамдық 100–120*.");
    let (_, question) = shown.question(&"one".parse_slug()).expect("a question");
    let html = erikti::content::markdown::inline(question.text.get(Lang::En));
    assert_eq!(html, "1. What <em>now</em>, at 100–120*?");
    assert_eq!(erikti::content::markdown::plain(question.text.get(Lang::En)), "1. What now, at 100–120*?");
}

trait ParseSlug {
    fn parse_slug(&self) -> erikti::kernel::Slug;
}

impl ParseSlug for str {
    fn parse_slug(&self) -> erikti::kernel::Slug {
        erikti::kernel::Slug::parse(self).expect("a key")
    }
}
