//! Files that Moodle 4.5.6 wrote of our own words, and what it read of ours, sign by sign.

use super::*;

const XML: &[u8] = include_bytes!("../../../tests/exchange/moodle-4.5.xml");
const GIFT: &[u8] = include_bytes!("../../../tests/exchange/moodle-4.5.gift");
const AIKEN: &[u8] = include_bytes!("../../../tests/exchange/moodle-4.5.txt");
const HARD: &[u8] = include_bytes!("../../../tests/exchange/hard.csv");

fn kazakh(bytes: &[u8], format: Format) -> Reading {
    super::super::read(bytes, format, Lang::Kk, &[]).unwrap_or_else(|refusal| panic!("{format:?}: {refusal:?}"))
}

fn named<'a>(reading: &'a Reading, name: &str) -> &'a Read {
    let found = reading.questions.iter().find(|read| read.name.starts_with(name));
    found.unwrap_or_else(|| panic!("{name} is not there"))
}

fn question<'a>(reading: &'a Reading, name: &str) -> &'a Question {
    named(reading, name).result.as_ref().unwrap_or_else(|reason| panic!("{name}: {reason:?}"))
}

fn said(reading: &Reading, name: &str) -> Vec<String> {
    let notes = named(reading, name).notes.iter().filter(|note| !note.is_to_do());
    notes.map(|note| views::note(Lang::En, note)).collect()
}

fn essence_of(reading: &Reading, name: &str) -> String {
    essence(question(reading, name), Lang::Kk)
}

/// What is not taken of a file, and why.
fn refused(reading: &Reading) -> Vec<(String, String)> {
    let reason = |read: &Read| Some((read.name.clone(), views::reason(Lang::En, read.result.as_ref().err()?)));
    reading.questions.iter().filter_map(reason).collect()
}

#[test]
fn what_moodle_took_is_written_sign_by_sign() {
    let hard = kazakh(HARD, Format::Csv);
    assert!(refused(&hard).is_empty(), "{:?}", refused(&hard));
    assert!(said(&hard, "Жұлдызша").is_empty(), "what is typed is no markup");
    let questions: Vec<&Question> = hard.taken().collect();
    let expected = [
        (Format::Gift, include_str!("../../../tests/exchange/hard.gift")),
        (Format::MoodleXml, include_str!("../../../tests/exchange/hard.xml")),
    ];
    for (format, accepted) in expected {
        let written = write_questions(&questions, format, Lang::Kk);
        for (was, is) in accepted.lines().zip(written.text.lines()) {
            assert_eq!(is, was);
        }
        assert_eq!(written.text, accepted);
        let lost = |question: &str, loss| (Slug::parse(question).expect("a key"), loss);
        let losses = if format == Format::Gift {
            vec![lost("fixed", Loss::FixedOrder), lost("pairs", Loss::Marks), lost("unit", Loss::Unit)]
        } else {
            vec![lost("pairs", Loss::Marks)]
        };
        assert_eq!(written.losses, losses);
        let again = kazakh(written.text.as_bytes(), format);
        for (question, read) in questions.iter().zip(&again.questions) {
            let read = read.result.as_ref().unwrap_or_else(|reason| panic!("{format:?}: {reason:?}"));
            assert_eq!(essence(read, Lang::Kk), essence(question, Lang::Kk), "{format:?}");
        }
    }
}

/// The right side of a pair and the unit of a number are plain text there.
#[test]
fn bold_where_moodle_has_plain_text_is_told() {
    let table = "part;value;kk;ru;en\nquestion;matching;Жұптаңыз: **қалың**;;\nkey;bold-right;;;\nleft;;Бір;;\nwith;;**Бірінші**;;\n\
        left;;Екі;;\nwith;;Екінші;;\nquestion;matching;Жұптаңыз;;\nkey;bold-left;;;\nleft;;**Бір**;;\nwith;;2 \\* 3;;\nleft;;Екі;;\n\
        with;;Екінші;;\nquestion;matching;Жұптаңыз;;\nkey;bold-extra;;;\nleft;;Бір;;\nwith;;Бірінші;;\nleft;;Екі;;\nwith;;Екінші;;\n\
        extra;;*Үшінші*;;\nquestion;matching;Жұптаңыз;;\nkey;bold-elsewhere;;;\nleft;;Бір;Один;\nwith;;Бірінші;**Первый**;\nleft;;Екі;Два;\n\
        with;;Екінші;Второй;\nquestion;numeric;Неше?;;\nkey;bold-unit;;;\nmin;3;;;\nmax;3;;;\nunit;;**рет**;;\n";
    let reading = kazakh(table.as_bytes(), Format::Csv);
    assert!(refused(&reading).is_empty(), "{:?}", refused(&reading));
    let questions: Vec<&Question> = reading.taken().collect();
    let lost = |key: &str, loss| (Slug::parse(key).expect("a key"), loss);
    let rights = [lost("bold-right", Loss::Marks), lost("bold-extra", Loss::Marks)];
    for (format, of_unit) in [(Format::MoodleXml, Loss::Marks), (Format::Gift, Loss::Unit)] {
        let losses = write_questions(&questions, format, Lang::Kk).losses;
        assert_eq!(losses, [&rights[..], &[lost("bold-unit", of_unit)]].concat(), "{format:?}");
    }
    assert_eq!(write_questions(&questions, Format::Csv, Lang::Kk).losses, [], "a table keeps them");
    let told = Lang::ALL.map(|lang| views::loss(lang, Loss::Marks));
    assert!(
        told[0].contains("жұптардың") && told[1].contains("справа в парах") && told[2].contains("right side of pairs")
    );
}

#[test]
fn xml_that_moodle_wrote_is_read() {
    let found = kazakh(XML, Format::MoodleXml);
    let names: Vec<String> = refused(&found).into_iter().map(|(name, _)| name.chars().take(2).collect()).collect();
    assert_eq!(names, ["07", "66", "63", "61", "60", "64", "62", "65", "42"]);
    assert_eq!(found.questions.len(), 38);
    assert_eq!(said(&found, "01"), ["hints are not taken over"]);
    assert!(said(&found, "11").is_empty(), "entities are text");
    assert!(
        essence_of(&found, "11").contains("café → ≤ ≥ ½ ² “ә” … «б» 5° × − α ә ә • € \u{ad}сөз"),
        "{}",
        essence_of(&found, "11")
    );
    assert!(essence_of(&found, "11").starts_with("single| +≥ 5 () -≤ 5 ()"));
    assert!(essence_of(&found, "09").starts_with("single| +10⁶ = миллион () -CO₂ () | H₂O және 10⁶, x² — сілтеме"));
    assert!(essence_of(&found, "16").contains("| Зиян соңы ішкі |"), "no script is text: {}", essence_of(&found, "16"));
    let languages = question(&found, "12");
    assert_eq!(languages.text.exact(Lang::Kk), Some("Қан қазақша"));
    assert_eq!(languages.text.exact(Lang::Ru), Some("Кровь русский"));
    assert!(languages.text.exact(Lang::En).is_some_and(|text| text.starts_with("Blood")));
    assert_eq!(said(&found, "53"), ["here one answer is right: \"-6\", which is right as well, is not taken over"]);
    assert!(
        said(&found, "41").iter().any(|note| note.starts_with("the answer \"*бұрау*\" is not taken over: its star"))
    );
    assert!(essence_of(&found, "41").starts_with("text| Бұрау, a*b |"));
    assert_eq!(refused(&found).last().map(|(_, reason)| reason.as_str()), Some("no option is right"));
    assert!(essence_of(&found, "30").contains("103 -> жедел = жедел -> жәрдем = ~ # <x>"));
    assert!(essence_of(&found, "52").starts_with("numeric| 1499.990000 1500.010000"));
}

#[test]
fn options_that_keep_their_order_keep_it_here() {
    let found = kazakh(XML, Format::MoodleXml);
    let kept = question(&found, "03");
    let Body::Single(choice) = &kept.body else { panic!("a choice") };
    let keys: Vec<&str> = choice.right.iter().chain(&choice.wrong).map(|option| option.key.as_str()).collect();
    assert!(kept.fixed_order);
    assert_eq!(keys, ["1-tolyq", "2-zhartysy", "3-teris", "4-nol"], "options are shown by their keys");
}

#[test]
fn gift_that_moodle_wrote_is_read() {
    let found = kazakh(GIFT, Format::Gift);
    let names: Vec<String> = refused(&found).into_iter().map(|(name, _)| name.chars().take(2).collect()).collect();
    assert_eq!(names, ["07", "61", "60", "42"]);
    assert_eq!(found.questions.len(), 33);
    let first = question(&found, "01");
    assert_eq!(first.key.as_str(), "mc-1");
    assert_eq!(first.tags.iter().map(Slug::as_str).collect::<Vec<_>>(), ["algashqy-komek", "first-aid"]);
    assert_eq!(
        said(&found, "20").iter().filter(|note| note.starts_with("feedback")).count(),
        2,
        "{:?}",
        said(&found, "20")
    );
    assert!(said(&found, "20").iter().any(|note| note.ends_with("\"Жоқ\"")), "{:?}", said(&found, "20"));
    assert!(
        essence_of(&found, "30")
            .contains("102 полиция = тәртіп & қауіпсіздік, 103 -> жедел = жедел -> жәрдем = ~ # <x>, ? = су")
    );
    assert!(essence_of(&found, "70").starts_with("ordering| 103-ке қоңырау: шалу > Қарау = тыңдау > Күту |"));
    assert!(said(&found, "70").is_empty(), "an order of all steps is ours");
    assert!(essence_of(&found, "71").starts_with("ordering| 103 > Қарау > КҮТУ |"));
    for other in ["71", "72"] {
        assert_eq!(said(&found, other), ["how the order is marked is not taken over"]);
    }
    assert!(essence_of(&found, "40").starts_with("text| бұрау, жгут <a&b> |"));
    assert!(said(&found, "40").iter().all(|note| !note.contains("\"*\"")), "what is worth nothing is lost by nobody");
    assert!(essence_of(&found, "41").starts_with("text| Бұрау, a*b |"));
    assert_eq!(said(&found, "53"), ["here one answer is right: \"-6:0\", which is right as well, is not taken over"]);
}

#[test]
fn aiken_that_moodle_wrote_is_known_by_its_lines_and_read() {
    assert_eq!(Format::guess("moodle.txt", AIKEN), Some(Format::Aiken), "there are braces in it, too");
    assert_eq!(Format::guess("moodle.txt", GIFT), Some(Format::Gift));
    let found = kazakh(AIKEN, Format::Aiken);
    assert!(refused(&found).is_empty(), "{:?}", refused(&found));
    assert_eq!(found.questions.len(), 14);
    assert!(essence_of(&found, "Белгілер").starts_with("single| +=иә ~ # { } \\n \\\\ : () -%50% жоқ ()"));
}

#[test]
fn comments_name_the_question_that_they_stand_before() {
    let text = "// question: 62  name: cloze\n// [id:cloze-one] [tag:blood]\n\n\n// question: 50\nHow many?{#\n\t=%100%110:1.0E-5#\n}\n\n\
                // [id:a-b] [tag:x\\]y] [id:second] [tag:plain]\nq{T#no#<b>yes</b>}\n";
    let found = reading(text.as_bytes(), Format::Gift);
    let questions: Vec<&Question> = found.taken().collect();
    assert_eq!(questions[0].key.as_str(), "how-many");
    assert!(questions[0].tags.is_empty());
    let Body::Numeric(bounds) = &questions[0].body else { panic!("a number") };
    assert_eq!((bounds.min, bounds.max), (109.99999, 110.00001));
    assert_eq!(questions[1].key.as_str(), "a-b");
    assert_eq!(questions[1].tags.iter().map(Slug::as_str).collect::<Vec<_>>(), ["x-y", "plain"]);
    assert_eq!(notes_of(&found, 11), ["feedback has no place here: \"no\"", "feedback has no place here: \"**yes**\""]);
}

#[test]
fn only_a_weight_is_a_weight() {
    let text = "q{\n=%50% right\n~%0%%50% wrong\n~%half% wrong\n~%33,3%wrong\n}\n\nq{=%100%%50%seven =%80%six}\n\nq{=a -> %50%b # c\n=d -> e -> f}\n\n\
                What is {~a =b}, then?\n\nq{T####a####b}\n";
    let found = reading(text.as_bytes(), Format::Gift);
    let essences: Vec<String> = found.taken().map(|question| essence(question, Lang::Ru)).collect();
    assert_eq!(
        essences,
        [
            "single| +%50% right () -%50% wrong (), %half% wrong (), %33,3%wrong () | q | ",
            "text| %50%seven | q | ",
            "matching| a = %50%b # c, d = e -> f | q | ",
            "single| +b () -a () | What is _____, then? | ",
            "true-false| true | q | b",
        ]
    );
}

#[test]
fn every_rule_of_an_order_is_known() {
    let ours = [
        "",
        ">2",
        ">0 ALL",
        ">0 ALL VERTICAL RELATIVE_ALL_PREVIOUS_AND_NEXT",
        ">9 EXACT H RELATIVE_ALL_PREVIOUS_AND_NEXT HIDE IIII",
    ];
    let others =
        [">4 CONTIGUOUS VERT ABSOLUTE TRUE ABCD", ">2 RANDOM", ">0 ALL 0 LONGEST_ORDERED_SUBSET 1 123", ">3 ABS"];
    for (rule, is_ours) in ours.map(|rule| (rule, true)).into_iter().chain(others.map(|rule| (rule, false))) {
        let rule = if rule.is_empty() { ">" } else { rule };
        for gap in ["\n", " "] {
            let text = format!("q {{{rule}{gap}Осмотреться\nNO: 103\n}}");
            let found = reading(text.as_bytes(), Format::Gift);
            let question = found.taken().next().unwrap_or_else(|| panic!("{text}: {:?}", found.questions));
            let is_count = gap == " " && rule == ">2";
            let first = if is_count { "2 Осмотреться" } else { "Осмотреться" };
            assert_eq!(essence(question, Lang::Ru), format!("ordering| {first} > NO: 103 | q | "), "{text}");
            assert_eq!(notes_of(&found, 1).is_empty(), is_ours, "{text}");
        }
    }
}
