//! The seed corpus, whole files, limits, round trips, and any bytes.

use std::io::Write;

mod from_moodle;
mod round_trip;

use super::*;
use crate::content::markdown::plain;
use crate::kernel::Localized;
use crate::quiz::model::{Body, ChoiceOption};

const GIFT: &[u8] = include_bytes!("../../tests/exchange/questions.gift");
const AIKEN: &[u8] = include_bytes!("../../tests/exchange/questions.txt");
const MOODLE: &[u8] = include_bytes!("../../tests/exchange/questions.xml");
const TABLE: &[u8] = include_bytes!("../../tests/exchange/questions.csv");

const FORMATS: [Format; 5] = [Format::Gift, Format::Aiken, Format::MoodleXml, Format::Csv, Format::Xlsx];

fn reading(bytes: &[u8], format: Format) -> Reading {
    super::read(bytes, format, Lang::Ru, &[]).unwrap_or_else(|refusal| panic!("{format:?}: {refusal:?}"))
}

/// Line, and the kind or the reason, of each question.
fn summary(reading: &Reading) -> Vec<(usize, String)> {
    let word = |read: &Read| match &read.result {
        Ok(question) => essence(question, Lang::Ru).split('|').next().unwrap_or_default().to_owned(),
        Err(reason) => format!("no: {}", views::reason(Lang::En, reason)),
    };
    reading.questions.iter().map(|read| (read.line, word(read))).collect()
}

/// What a question says and what is right, without keys; in one language.
fn essence(question: &Question, lang: Lang) -> String {
    let say = |text: &Localized| plain(text.exact(lang).unwrap_or_default());
    let options = |options: &[ChoiceOption]| {
        options
            .iter()
            .map(|option| format!("{} ({})", say(&option.text), say(&option.why)))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let body = match &question.body {
        Body::Single(choice) => format!("single| +{} -{}", options(&choice.right), options(&choice.wrong)),
        Body::Multiple(choice) => format!("multiple| +{} -{}", options(&choice.right), options(&choice.wrong)),
        Body::TrueFalse(claim) => format!("true-false| {}", claim.answer),
        Body::Ordering(order) => {
            format!("ordering| {}", order.steps.iter().map(|step| say(&step.text)).collect::<Vec<_>>().join(" > "))
        }
        Body::Matching(matching) => {
            let pairs = matching.pairs.iter().map(|pair| format!("{} = {}", say(&pair.left), say(&pair.right)));
            let extra = matching.extra.iter().map(|extra| format!("? = {}", say(&extra.text)));
            format!("matching| {}", pairs.chain(extra).collect::<Vec<_>>().join(", "))
        }
        Body::Numeric(bounds) => format!("numeric| {:.6} {:.6}", bounds.min, bounds.max),
        Body::Text(words) => {
            let forms: Vec<_> = words.accept.values().flatten().cloned().collect();
            format!("text| {}", forms.join(", "))
        }
        Body::Hotspot(_) | Body::Case(_) => "none|".to_owned(),
    };
    format!("{body} | {} | {}", say(&question.text), say(&question.explanation))
}

fn notes_of(reading: &Reading, line: usize) -> Vec<String> {
    let read = reading.questions.iter().find(|read| read.line == line).unwrap_or_else(|| panic!("line {line}"));
    read.notes.iter().filter(|note| !note.is_to_do()).map(|note| views::note(Lang::En, note)).collect()
}

#[test]
fn gift_is_read_question_by_question() {
    let found = reading(GIFT, Format::Gift);
    let expected = [
        (5, "single"),
        (12, "true-false"),
        (14, "numeric"),
        (16, "numeric"),
        (18, "text"),
        (20, "multiple"),
        (27, "matching"),
        (34, "ordering"),
        (42, "single"),
        (44, "no: an essay has no right answer that could be marked"),
        (46, "no: this is a text without a question"),
        (48, "no: the answers begin with { and do not end with }"),
        (50, "no: \"many\" is no number"),
    ];
    assert_eq!(summary(&found), expected.map(|(line, word)| (line, word.to_owned())));
    let first = found.taken().next().expect("the first");
    assert_eq!(first.key.as_str(), "call-first", "the key of the comment");
    assert_eq!(first.tags.iter().map(Slug::as_str).collect::<Vec<_>>(), ["calling", "pervaya-pomoshch"]);
    assert_eq!(
        essence(first, Lang::Ru),
        "single| +Позвонить 103 (Верно: сначала помощь.) -Дать воды (Человек без сознания захлебнётся.), Уйти = забыть () \
         | Человек лежит {без сознания}: что делать? | Скорая едет, пока вы помогаете."
    );
    // What another reader of the format got wrong.
    let Body::Numeric(three) = &found.taken().nth(2).expect("numeric").body else { panic!("a number") };
    assert_eq!((three.min, three.max), (1.0, 5.0));
    assert_eq!(notes_of(&found, 14), ["feedback has no place here: \"Совсем не то\""]);
    assert_eq!(notes_of(&found, 16), ["points for the answer \"1822:2\" that is only partly right are not taken over"]);
    assert!(notes_of(&found, 34).is_empty(), "an order of all steps is ours");
    assert_eq!(found.notes.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [2]);
    let gap = found.taken().last().expect("the gap");
    assert_eq!(plain(gap.text.get(Lang::Ru)), "Номер скорой _____ знают все.");
}

#[test]
fn aiken_is_read_question_by_question() {
    let found = reading(AIKEN, Format::Aiken);
    let expected = [
        (1, "single"),
        (7, "single"),
        (13, "no: the answer cannot be understood: D"),
        (18, "no: the line ANSWER: is missing"),
        (21, "single"),
    ];
    assert_eq!(summary(&found), expected.map(|(line, word)| (line, word.to_owned())));
    assert!(essence(found.taken().next().expect("the first"), Lang::Ru).starts_with("single| +103 () -101 (), 102 ()"));
}

#[test]
fn moodle_s_xml_is_read_question_by_question() {
    let found = reading(MOODLE, Format::MoodleXml);
    let expected = [
        (6, "single"),
        (16, "multiple"),
        (27, "true-false"),
        (33, "text"),
        (39, "numeric"),
        (44, "matching"),
        (50, "ordering"),
        (58, "no: questions of the kind \"cloze\" do not exist here"),
        (62, "no: an essay has no right answer that could be marked"),
    ];
    assert_eq!(summary(&found), expected.map(|(line, word)| (line, word.to_owned())));
    assert_eq!(
        notes_of(&found, 6),
        ["a picture is not taken over: add it to the course and name it in the question", "hints are not taken over"]
    );
    assert_eq!(notes_of(&found, 33), ["upper and lower case make no difference here"]);
    let first = found.taken().next().expect("the first");
    assert_eq!(first.text.exact(Lang::Ru), Some("Что делать **сначала**?"));
}

#[test]
fn a_table_has_three_languages_side_by_side() {
    let found = reading(TABLE, Format::Csv);
    let expected = [
        (2, "single"),
        (12, "numeric"),
        (17, "matching"),
        (25, "no: questions of the kind \"essay\" do not exist here"),
    ];
    assert_eq!(summary(&found), expected.map(|(line, word)| (line, word.to_owned())));
    let first = found.taken().next().expect("the first");
    assert_eq!(first.text.exact(Lang::Kk), Some("Алдымен не істейсіз?"));
    assert_eq!(first.text.exact(Lang::En), Some("What do you do first; and why?"));
    assert!(first.critical && first.lesson.as_ref().is_some_and(|lesson| lesson.as_str() == "call-script"));
    assert_eq!(notes_of(&found, 12), ["line 16: the row \"colour\" has no meaning here"]);
}

#[test]
fn the_lines_of_a_table_are_those_of_the_file() {
    let lines = |table: &str| -> Vec<usize> {
        reading(table.as_bytes(), Format::Csv).questions.iter().map(|read| read.line).collect()
    };
    let table = std::str::from_utf8(TABLE).expect("text");
    assert_eq!(lines(table), [2, 12, 17, 25]);
    // As spreadsheets write it, and with empty lines.
    assert_eq!(lines(&table.replace('\n', "\r\n")), [2, 12, 17, 25]);
    let spaced = table.replacen('\n', "\n\n\n", 1);
    assert_eq!(lines(&spaced), [4, 14, 19, 27]);
    assert_eq!(lines(&spaced.replace('\n', "\r\n")), [4, 14, 19, 27]);
}

pub(super) fn zip_of(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        archive.start_file(*name, zip::write::SimpleFileOptions::default()).expect("a part");
        archive.write_all(bytes).expect("memory");
    }
    archive.finish().expect("memory").into_inner()
}

#[test]
fn a_workbook_is_read_like_its_table_and_a_bomb_is_refused() {
    let sheet = "<worksheet><sheetData>\
        <row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"inlineStr\"><is><t>value</t></is></c>\
        <c r=\"D1\" t=\"inlineStr\"><is><t>ru</t></is></c></row>\
        <row r=\"3\"><c r=\"A3\" t=\"s\"><v>1</v></c><c r=\"B3\" t=\"str\"><v>numeric</v></c>\
        <c r=\"D3\" t=\"inlineStr\"><is><r><t>Сколько </t></r><r><t>нажатий?</t></r></is></c></row>\
        <row r=\"4\"><c r=\"A4\" t=\"inlineStr\"><is><t>min</t></is></c><c r=\"B4\"><v>100</v></c></row>\
        <row r=\"5\"><c r=\"A5\" t=\"inlineStr\"><is><t>max</t></is></c><c r=\"B5\"><v>120</v></c>\
        <c r=\"XFD5\"><v>1</v></c></row></sheetData></worksheet>";
    let workbook =
        "<workbook xmlns:r=\"x\"><sheets><sheet name=\"a\" sheetId=\"1\" r:id=\"rId7\"/></sheets></workbook>";
    let relations = "<Relationships><Relationship Id=\"rId7\" Target=\"worksheets/other.xml\"/></Relationships>";
    let strings = "<sst><si><t>part</t></si><si><t>question</t></si></sst>";
    let parts = |sheet: &[u8]| {
        zip_of(&[
            ("xl/workbook.xml", workbook.as_bytes()),
            ("xl/_rels/workbook.xml.rels", relations.as_bytes()),
            ("xl/sharedStrings.xml", strings.as_bytes()),
            ("xl/worksheets/other.xml", sheet),
        ])
    };
    let found = reading(&parts(sheet.as_bytes()), Format::Xlsx);
    assert_eq!(
        essence(found.taken().next().expect("one"), Lang::Ru),
        "numeric| 100.000000 120.000000 | Сколько нажатий? | "
    );
    assert_eq!(found.questions.first().map(|read| read.line), Some(3));
    let bomb = parts(&vec![b' '; usize::try_from(limits::UNPACKED).expect("a size") + 1]);
    assert!(bomb.len() < 1_000_000);
    let refused = super::read(&bomb, Format::Xlsx, Lang::Ru, &[]);
    assert_eq!(refused, Err(Refusal::UnpacksTooLarge { limit: limits::UNPACKED }));
    assert!(matches!(super::read(b"PK\x03\x04", Format::Xlsx, Lang::Ru, &[]), Err(Refusal::NotXlsx { .. })));
}

#[test]
fn what_is_too_large_or_dangerous_is_refused_with_its_limit() {
    let refused = |bytes: &[u8], format| super::read(bytes, format, Lang::Ru, &[]).expect_err("refused");
    for format in FORMATS {
        assert_eq!(refused(&vec![b'a'; limits::BYTES + 1], format), Refusal::TooLarge { limit: limits::BYTES });
    }
    assert_eq!(
        refused("a{T}\n\n".repeat(limits::QUESTIONS + 1).as_bytes(), Format::Gift),
        Refusal::TooMany { limit: limits::QUESTIONS }
    );
    let entity = b"<!DOCTYPE quiz [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><quiz><question type=\"essay\">&x;</question></quiz>";
    assert_eq!(refused(entity, Format::MoodleXml), Refusal::Doctype);
    let deep = format!("<quiz>{}", "<a>".repeat(2_000_000));
    assert!(matches!(refused(deep.as_bytes(), Format::MoodleXml), Refusal::TooDeep { .. }));
    assert_eq!(refused(b"<html/>", Format::MoodleXml), Refusal::NotMoodle { found: "html".to_owned() });
    assert_eq!(refused(b"one,two\n", Format::Csv), Refusal::NoHead);
    assert_eq!(refused(b"// nothing\n", Format::Gift), Refusal::NoQuestions);
    assert_eq!(refused(b"caf\xe9 {T}", Format::Gift), Refusal::Encoding);
    let many = format!("q {{ =a {} }}", "~b ".repeat(limits::OPTIONS));
    assert!(matches!(reading(many.as_bytes(), Format::Gift).questions[0].result, Err(Reason::TooLarge { .. })));
}

#[test]
fn workbooks_have_limits_whatever_they_say_of_themselves() {
    let workbook = |sheet: &str, strings: &str| {
        zip_of(&[
            ("xl/workbook.xml", b"<workbook/>"),
            ("xl/sharedStrings.xml", strings.as_bytes()),
            ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
        ])
    };
    let sheet = |rows: &str| format!("<worksheet><sheetData>{rows}</sheetData></worksheet>");
    let refused = |bytes: &[u8]| super::read(bytes, Format::Xlsx, Lang::Ru, &[]).expect_err("refused");
    let rows = workbook(&sheet(&"<row/>".repeat(limits::ROWS + 1)), "<sst/>");
    assert_eq!(refused(&rows), Refusal::TooManyRows { limit: limits::ROWS });
    // One long text that many cells name is counted in each of them.
    let (long, times) = ("a".repeat(1_000_000), 101);
    let cells = "<row><c t=\"s\"><v>0</v></c></row>".repeat(times);
    let named = workbook(&sheet(&cells), &format!("<sst><si><t>{long}</t></si></sst>"));
    assert!(named.len() < 10_000);
    assert_eq!(refused(&named), Refusal::UnpacksTooLarge { limit: limits::UNPACKED });
    let parts: Vec<String> = (0..=limits::PARTS).map(|number| format!("{number}.xml")).collect();
    let parts: Vec<(&str, &[u8])> = parts.iter().map(|name| (name.as_str(), b"".as_slice())).collect();
    assert!(matches!(refused(&zip_of(&parts)), Refusal::NotXlsx { .. }));
    let deep = workbook(&sheet(&"<row>".repeat(limits::DEPTH)), "<sst/>");
    assert!(matches!(refused(&deep), Refusal::TooDeep { .. }));
    let entity = workbook("<!DOCTYPE a [<!ENTITY x \"y\">]><worksheet>&x;</worksheet>", "<sst/>");
    assert!(matches!(refused(&entity), Refusal::NotXlsx { .. } | Refusal::Doctype));
}

#[test]
fn html_of_a_question_has_limits() {
    let quiz = |html: &str| {
        format!(
            "<quiz><question type=\"truefalse\"><questiontext format=\"html\"><text><![CDATA[{html}]]></text></questiontext>\
             <answer fraction=\"100\"><text>true</text></answer><answer fraction=\"0\"><text>false</text></answer></question></quiz>"
        )
    };
    let result = |html: &str| reading(quiz(html).as_bytes(), Format::MoodleXml).questions[0].result.clone();
    // Marks count for nothing: what is read does.
    let marks = format!("<p>{}</p>", "<b>Сөз</b> ".repeat(1_000));
    assert!(result(&marks).is_ok());
    let words = format!("<p>{}</p>", "сөз ".repeat(limits::TEXT / 4 + 1));
    assert!(matches!(result(&words), Err(Reason::TooLarge { characters: limits::TEXT, .. })));
    // Many marks within each other, and marks that never end.
    assert!(result(&format!("{}Сөз{}", "<div>".repeat(10_000), "</div>".repeat(10_000))).is_ok());
    assert!(result(&format!("Сөз{}", "<b".repeat(1_000))).is_ok());
}

#[test]
fn keys_differ_from_known_ones_and_from_each_other() {
    let known = [Slug::parse("call").expect("a key")];
    let text = "// [id:call]\nq{T}\n\n// [id:call-two]\nq{F}\n\nq{T}\n\nq{T}\n";
    let found = super::read(text.as_bytes(), Format::Gift, Lang::En, &known).expect("read");
    let keys: Vec<&str> = found.taken().map(|question| question.key.as_str()).collect();
    assert_eq!(keys, ["q", "call-two", "q-2", "q-3"]);
    assert!(found.questions[0].notes.contains(&Note::Key("call".to_owned())));
}

#[test]
fn what_is_still_to_be_done_is_told() {
    let mut found = super::read("q {=a ~b ~c}".as_bytes(), Format::Gift, Lang::Ru, &[]).expect("read");
    found.settle(&Lang::ALL, None, &[]);
    let notes: Vec<String> = found.questions[0].notes.iter().map(|note| views::note(Lang::En, note)).collect();
    assert_eq!(
        notes,
        [
            "2 wrong options have no sentence that explains them (why)",
            "the question has no explanation",
            "name the lesson to read again (lesson)",
            "the text in this language is missing: Қазақша",
            "the text in this language is missing: English",
        ]
    );
}
