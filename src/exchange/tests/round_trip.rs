//! What is written is read again, and any bytes at all get an answer.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::*;
use crate::content::markdown;
use crate::quiz::model::{Choice, Matching, Numeric, Ordering, Pair, ShortText, Step, TrueFalse};

/// A text with everything in it that means something to a format.
fn words() -> impl Strategy<Value = Localized> {
    let tokens = vec![
        "Сұрақ",
        "слово",
        "word",
        "**bold**",
        "*em*",
        "103",
        "=",
        "~",
        "#",
        "{",
        "}",
        ":",
        "::",
        "%50%",
        "//",
        "\\*",
        "\\\\",
        "\\&",
        "\\<b>",
        ";",
        "\"",
        "'",
        ",",
        "T",
        "####",
        "[html]",
        "$CATEGORY:",
        "A.",
        "«Қ»",
        "-5",
        "]]>",
    ];
    // Beginnings that mean something, too.
    let first = vec![
        "ә",
        "ж",
        "z",
        "",
        "[html] ә",
        "\\[plain]",
        "// ж",
        "%50% z",
        "%-100%",
        "%5.5%",
        "NO ",
        "1 V ",
        "####",
        "->",
    ];
    (select(first), vec(select(tokens), 0..7), 0_u32..10_000)
        .prop_map(|(first, tokens, number)| Localized::same(format!("{first}{number} {}", tokens.join(" ")).trim()))
}

fn slug(number: usize) -> Slug {
    Slug::parse(&format!("k{number}")).expect("a key")
}

fn options(texts: Vec<(Localized, Localized)>) -> Vec<ChoiceOption> {
    let option = |(at, (text, why))| ChoiceOption { key: slug(at), text, why, critical: false };
    texts.into_iter().enumerate().map(option).collect()
}

fn body() -> impl Strategy<Value = Body> {
    let choice = || (vec((words(), words()), 1..3), vec((words(), words()), 1..4));
    let made = |(right, wrong)| Choice { right: options(right), wrong: options(wrong) };
    let single = ((words(), words()), vec((words(), words()), 1..4))
        .prop_map(|(right, wrong)| Body::Single(Choice { right: options(vec![right]), wrong: options(wrong) }));
    let steps = vec(words(), 2..6).prop_map(|texts| {
        let steps = texts.into_iter().enumerate().map(|(at, text)| Step { key: slug(at), text }).collect();
        Body::Ordering(Ordering { steps, equivalent: Vec::new(), critical_pairs: Vec::new() })
    });
    let matching = (vec((words(), words()), 1..5), proptest::option::of(words())).prop_map(|(pairs, extra)| {
        let pair = |(at, (left, right))| Pair { key: slug(at), left, right };
        let extra = extra.into_iter().map(|text| Step { key: slug(99), text }).collect();
        Body::Matching(Matching { pairs: pairs.into_iter().enumerate().map(pair).collect(), extra })
    });
    let numeric = (-100_000_i32..100_000, 0_i32..1000).prop_map(|(min, width)| {
        let (min, max) = (f64::from(min) / 100.0, f64::from(min + width) / 100.0);
        Body::Numeric(Numeric { min, max, unit: Localized::default() })
    });
    let text = vec("[А-Яа-яқӨA-Z0-9*%\\\\]{1,8}( [а-я=~#:*\\\\]{1,5})?", 1..4).prop_map(|mut forms| {
        forms.sort();
        forms.dedup();
        Body::Text(ShortText { accept: [(Lang::Ru, forms)].into() })
    });
    prop_oneof![
        single,
        choice().prop_map(move |texts| Body::Multiple(made(texts))),
        any::<bool>().prop_map(|answer| Body::TrueFalse(TrueFalse { answer, right: Vec::new(), wrong: Vec::new() })),
        steps,
        matching,
        numeric,
        text,
    ]
}

fn question() -> impl Strategy<Value = Question> {
    (words(), words(), body(), any::<bool>()).prop_map(|(text, explanation, body, fixed_order)| Question {
        key: slug(7),
        critical: false,
        tags: vec![slug(1)],
        picture: None,
        picture_alt: Localized::default(),
        lesson: None,
        text,
        explanation,
        fixed_order,
        body,
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read_again(question in question()) {
        for format in [Format::Gift, Format::MoodleXml, Format::Csv] {
            let written = write_questions(&[&question], format, Lang::Ru);
            let is_choice = matches!(question.body, Body::Single(_) | Body::Multiple(_));
            let is_lost = format == Format::Gift && question.fixed_order && is_choice;
            let rights: Vec<&Localized> = match &question.body {
                Body::Matching(matching) if format != Format::Csv => {
                    let pairs = matching.pairs.iter().map(|pair| &pair.right);
                    pairs.chain(matching.extra.iter().map(|extra| &extra.text)).collect()
                }
                _ => Vec::new(),
            };
            let is_marked = rights.iter().any(|right| markdown::is_marked(right.get(Lang::Ru)));
            let lost = [(is_lost, Loss::FixedOrder), (is_marked, Loss::Marks)].into_iter().filter(|(is, _)| *is);
            let lost: Vec<_> = lost.map(|(_, loss)| (question.key.clone(), loss)).collect();
            prop_assert_eq!(&written.losses, &lost);
            let found = super::read(written.text.as_bytes(), format, Lang::Ru, &[]);
            let found = found.map_err(|refusal| TestCaseError::fail(format!("{refusal:?}: {}", written.text)))?;
            prop_assert_eq!(found.questions.len(), 1, "{}", written.text);
            let again = found.questions[0].result.as_ref();
            let again = again.map_err(|reason| TestCaseError::fail(format!("{reason:?}: {}", written.text)))?;
            let (was, is) = (essence(&question, Lang::Ru), essence(again, Lang::Ru));
            prop_assert_eq!(was, is, "{:?}: {}", format, written.text);
            prop_assert_eq!(&again.key, &question.key);
            prop_assert_eq!(&again.tags, &question.tags);
            if !is_lost && is_choice {
                prop_assert_eq!(again.fixed_order, question.fixed_order);
            }
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in vec(any::<u8>(), 0..600)) {
        for format in FORMATS {
            let _ = super::read(&bytes, format, Lang::Kk, &[]);
        }
    }

    #[test]
    fn any_text_of_marks_is_read_or_refused(
        text in vec(select(vec![
            "{", "}", "=", "~", "#", "::", "%", "50", "->", ">", "\n", "\n\n", "//", "T", "..", "A. ", "ANSWER: A", "word ", "\\",
            "<quiz>", "<question type=\"multichoice\">", "<answer fraction=\"100\">", "<text>", "</text>", "</answer>",
            "</question>", "</quiz>", "<![CDATA[", "]]>", "&amp;", "part;value;kk;ru;en\n", "question;single;", "right;;a;b;c\n", ";", "\"",
        ]), 0..40)
    ) {
        for format in FORMATS {
            let read = super::read(text.concat().as_bytes(), format, Lang::Kk, &[]);
            if let Ok(read) = read {
                prop_assert!(read.questions.iter().all(|question| question.line > 0));
            }
        }
    }
}
