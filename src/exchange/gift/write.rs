//! Questions as GIFT that Moodle takes back.

use std::fmt::Write;

use crate::exchange::model::{Loss, Writing};
use crate::exchange::words;
use crate::kernel::{Lang, Localized};
use crate::quiz::model::{Body, Choice, ChoiceOption, Matching, Question};

/// The questions in one language. What the format cannot hold is told.
pub(in crate::exchange) fn write(questions: &[&Question], lang: Lang) -> Writing {
    let mut writing = Writing::default();
    for question in questions {
        let mut losses = Vec::new();
        let Some(answers) = answers(&question.body, lang, &mut losses) else {
            writing.losses.push((question.key.clone(), Loss::Kind));
            continue;
        };
        let Some(text) = text(&question.text, lang) else {
            writing.losses.push((question.key.clone(), Loss::Language));
            continue;
        };
        if crate::exchange::model::has_critical(question) {
            losses.push(Loss::Critical);
        }
        if question.picture.is_some() {
            losses.push(Loss::Picture);
        }
        let tags = question.tags.iter().fold(String::new(), |tags, tag| tags + " [tag:" + tag.as_str() + "]");
        let explained =
            self::text(&question.explanation, lang).map(|text| format!("\n\t####{text}")).unwrap_or_default();
        // Writing into a string does not fail.
        let _ = writeln!(writing.text, "// [id:{}]{tags}", question.key);
        let _ = writeln!(writing.text, "::{}::{text}{{{answers}{explained}\n}}\n", question.key);
        writing.count += 1;
        writing.losses.extend(losses.into_iter().map(|loss| (question.key.clone(), loss)));
    }
    writing
}

fn answers(body: &Body, lang: Lang, losses: &mut Vec<Loss>) -> Option<String> {
    let mut lines = String::new();
    match body {
        Body::Single(choice) => single(&mut lines, choice, lang)?,
        Body::Multiple(choice) => multiple(&mut lines, choice, lang)?,
        Body::TrueFalse(claim) => {
            if !claim.right.is_empty() {
                losses.push(Loss::Reasons);
            }
            lines.push_str(if claim.answer { "TRUE" } else { "FALSE" });
        }
        Body::Numeric(bounds) => {
            if !bounds.unit.is_empty() {
                losses.push(Loss::Unit);
            }
            let _ = write!(lines, "#{}..{}", bounds.min, bounds.max);
        }
        Body::Text(words) => {
            for form in words.accept.values().flatten() {
                let _ = write!(lines, "\n\t={}", escaped(form));
            }
        }
        Body::Matching(matching) => pairs(&mut lines, matching, lang)?,
        Body::Ordering(ordering) => {
            if !ordering.equivalent.is_empty() || !ordering.critical_pairs.is_empty() {
                losses.push(Loss::OrderRule);
            }
            lines.push_str(">0 ALL VERTICAL RELATIVE_ALL_PREVIOUS_AND_NEXT");
            for step in &ordering.steps {
                // What begins like a comment would be read as one.
                let step = text(&step.text, lang)?;
                let mark = if step.starts_with("//") { "[html]" } else { "" };
                let _ = write!(lines, "\n{mark}{step}");
            }
        }
        Body::Hotspot(_) | Body::Case(_) => return None,
    }
    Some(lines)
}

fn single(lines: &mut String, choice: &Choice, lang: Lang) -> Option<()> {
    for (sign, options) in [("=", &choice.right), ("~", &choice.wrong)] {
        for option in options {
            self::option(lines, sign, option, lang)?;
        }
    }
    Some(())
}

fn multiple(lines: &mut String, choice: &Choice, lang: Lang) -> Option<()> {
    for (sign, options) in [("", &choice.right), ("-", &choice.wrong)] {
        let weight = crate::exchange::moodle::weight(options.len());
        for option in options {
            self::option(lines, &format!("~%{sign}{weight}%"), option, lang)?;
        }
    }
    Some(())
}

fn option(lines: &mut String, sign: &str, option: &ChoiceOption, lang: Lang) -> Option<()> {
    let why = text(&option.why, lang).map(|why| format!("#{why}")).unwrap_or_default();
    let _ = write!(lines, "\n\t{sign}{}{why}", text(&option.text, lang)?);
    Some(())
}

fn pairs(lines: &mut String, matching: &Matching, lang: Lang) -> Option<()> {
    for pair in &matching.pairs {
        let _ = write!(lines, "\n\t={} -> {}", text(&pair.left, lang)?, text(&pair.right, lang)?);
    }
    for extra in &matching.extra {
        let _ = write!(lines, "\n\t= -> {}", text(&extra.text, lang)?);
    }
    Some(())
}

/// A text in the language, with `[html]` before it where it has markup; none if it does not exist in it.
fn text(text: &Localized, lang: Lang) -> Option<String> {
    let (html, has_markup) = words::html(text.exact(lang)?);
    // Without the mark Moodle takes a text as it stands, too, but for what looks like HTML.
    Some(if has_markup { format!("[html]{}", escaped(&html)) } else { escaped(&html) })
}

fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '~' | '=' | '#' | '{' | '}' | ':') {
            safe.push('\\');
        }
        safe.push(c);
    }
    // Between a left and a right side stands an arrow, which no sign can escape.
    safe.replace("->", "→")
}
